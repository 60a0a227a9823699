"""What an analysis gives: findings with their edits, and what keeps some of them from being shown."""

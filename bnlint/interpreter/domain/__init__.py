"""What the interpreter thinks in: abstract values, and the store that can undo and join branches."""

"""Programs that run bnlint as a plugin of theirs: flake8 and pytest."""

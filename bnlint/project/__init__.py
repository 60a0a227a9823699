"""What the other files of a project say: which modules a file imports, who imports it, what the project requires."""

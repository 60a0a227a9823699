"""What users can set, and where it is read from."""

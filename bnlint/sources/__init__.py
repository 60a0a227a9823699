"""Files and notebooks: found, read, and written back in one step."""

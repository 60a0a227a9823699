"""Python: expressions, statements, calls, attributes, imports."""

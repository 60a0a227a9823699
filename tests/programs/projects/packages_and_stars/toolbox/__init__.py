"""A package: what it does not hold itself is a module in it."""

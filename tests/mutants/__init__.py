"""Mutation of meaning: each mistake of the catalogue, made mechanically in programs that are right.

``programs`` collects the programs, ``operators`` hold the mistakes,
``experiment`` holds what bnlint says of a mutant against what it says of the program it was made of.
"""

"""Witness 1: reads a program with abstract values and says which events it proves (see ``bnlint.events``)."""

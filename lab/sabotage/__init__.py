"""Breaks fixtures, rules and experiments on purpose: ``bnlint verify`` must confirm none of it."""

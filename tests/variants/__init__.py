"""Metamorphic tests: rewriting a program without changing its meaning must not change the verdict.

The expectations in a program's comments travel with its statements, so a rewritten program says itself what to expect.
"""

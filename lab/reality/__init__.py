"""Generated programs under both witnesses: does the linter say of them what TensorFlow shows?

``python -m lab.reality`` (``nox -s reality``) draws programs from a grammar, runs each under the recorder, lints it,
and counts per rule where they agree.
"""

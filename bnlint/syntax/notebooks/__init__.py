"""Jupyter notebooks: one Python text per notebook, and a map from places in it to cells and to the file.

``magics`` turns a cell into Python of the same length, ``reading`` joins the cells, ``bnlint.sources.notebooks`` makes
edits of the joined text in the file's bytes. Findings, fixes and suppressions know the joined text only.
"""

UNKNOWN = "\u01c3"
"""A letter that looks like an exclamation mark. As a statement it does nothing; as a value it is unknown."""

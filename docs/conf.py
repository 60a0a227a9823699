"""Sphinx's configuration: Markdown pages, ``sphinx-build -W docs build/docs``."""

from __future__ import annotations

from bnlint import __version__
from bnlint.links import DOCUMENTATION

project = "bnlint"
copyright = "bnlint contributors"
version = release = __version__

extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns = ["generate.py", "symptoms.py"]
nitpicky = True

html_theme = "furo"
html_title = "bnlint"
html_baseurl = DOCUMENTATION
html_copy_source = False
html_show_sourcelink = False
pygments_style = "friendly"
pygments_dark_style = "native"

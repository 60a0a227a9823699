"""Sphinx's configuration: Markdown pages, ``sphinx-build -W docs build/docs``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for docs.links

from bnlint import __version__
from bnlint.links import DOCUMENTATION

project = "bnlint"
copyright = "bnlint contributors"
version = release = __version__

extensions = ["docs.links", "myst_parser"]
myst_heading_anchors = 3
exclude_patterns = ["generate.py", "links.py", "symptoms.py"]
nitpicky = True

html_theme = "furo"
html_title = "bnlint"
html_baseurl = DOCUMENTATION
html_static_path = ["_static"]
html_css_files = ["bnlint.css"]
html_copy_source = False
html_show_sourcelink = False
html_use_index = False  # no page defines terms or objects
pygments_style = "friendly"
pygments_dark_style = "native"

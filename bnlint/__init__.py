"""bnlint: finds every misuse of BatchNormalization in TensorFlow/Keras code.

What happens to a source, in its order:

1. ``sources`` finds and decodes it; a notebook becomes one Python text.
2. ``project`` looks at its words, at what it imports and at who imports it: most files are not worth an analysis.
   ``analysis`` decides that, finds out which Keras the file is for, and leads through the rest.
3. ``syntax`` makes a tree of it.
4. ``interpreter`` reads the tree with abstract values and says what happens to BN layers: ``events``. What it knows of
   Keras, TensorFlow and NumPy are the rows in ``libraries``.
5. ``rules`` turn events into reports, ``fixes`` turn what a rule proposes into edits of the text.
6. ``results`` are findings, without those that a comment or a baseline hides; ``output`` shows them.

``commands``, ``hosts`` (flake8, pytest), ``lsp`` (editors) and ``mining`` (corpora) are where sources come from and
findings go to; ``settings`` are what users say. ``runtime`` is the other witness: it runs a program on TensorFlow and
reports the same events, to the same rules. ``experiments`` measure a rule's symptom there, ``evidence`` keeps what was
measured, ``explain`` tells it; ``doctor`` says why findings do not show up. docs/design.md says more.

The static side never imports or runs the code it reads. The names below are loaded on first use, so that
``import bnlint`` (which flake8 does on every run) stays free of heavy imports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bnlint.api import check_file as check_file
    from bnlint.api import check_source as check_source
    from bnlint.results.findings import Finding as Finding
    from bnlint.settings.config import Config as Config

__version__ = "0.2.0"
__all__ = ["Config", "Finding", "__version__", "check_file", "check_source"]

_HOME = {
    "Config": "bnlint.settings.config",
    "Finding": "bnlint.results.findings",
    "check_file": "bnlint.api",
    "check_source": "bnlint.api",
}


def __getattr__(name: str) -> Any:
    """Load a public name on first use (PEP 562)."""
    if name in _HOME:
        from importlib import import_module  # start-up: flake8 asks for the version only

        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'bnlint' has no attribute {name!r}")

"""bnlint: finds every misuse of BatchNormalization in TensorFlow/Keras code.

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

__version__ = "0.1.0"
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

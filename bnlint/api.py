"""The analyzer as a pure function: source in, findings out."""

from __future__ import annotations

import ast
from pathlib import Path

from bnlint.config import Config
from bnlint.findings import Finding


def check_source(
    source: str, path: str = "<string>", config: Config | None = None, *, tree: ast.AST | None = None
) -> list[Finding]:
    """Analyse one module.

    Args:
        source: the module's text (BOM stripped, newlines as they are).
        path: how findings name the file; project-local imports are looked up from it if it exists.
        config: settings, the defaults when None.
        tree: the module's stdlib syntax tree, if the caller has it (flake8 does).

    Returns:
        The findings, sorted by position. Never raises: an error of ours becomes one ``BNL001`` finding.
    """
    raise NotImplementedError


def check_file(path: Path, config: Config | None = None) -> list[Finding]:
    """Read and analyse one file; see ``check_source``.

    Raises:
        OSError: the file cannot be read.
        SyntaxError: it cannot be decoded or parsed.
    """
    raise NotImplementedError

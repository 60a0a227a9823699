"""The CPU seconds that a flake8 plugin adds on files, in a warm process: best of three rounds, printed as one number.

Usage: ``python plugin_cost.py {bnlint,torchfix} FILE...``, with an interpreter that has the plugin. The syntax tree
comes from flake8 in real runs, so making it does not count. TorchFix gets the word that it looks for in each file.
"""

from __future__ import annotations

import ast
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

Run = Callable[[str, str, ast.AST], "list[Any]"]


def _bnlint() -> Run:
    from bnlint.hosts.flake8_plugin import Plugin

    def run(path: str, text: str, tree: ast.AST) -> list[Any]:
        options = Namespace(bnlint_keras="auto", bnlint_enable=frozenset(), bnlint_follow_imports=True)
        return list(Plugin(tree, path, text.splitlines(keepends=True), options).run())

    return run


def _torchfix() -> Run:
    from torchfix.torchfix import TorchChecker  # type: ignore[import-not-found]

    def run(_path: str, text: str, tree: ast.AST) -> list[Any]:
        return list(TorchChecker(tree, [*text.splitlines(keepends=True), "# torch\n"]).run())

    return run


def _round(run: Run, sources: Sequence[tuple[str, str, ast.AST]]) -> Iterator[float]:
    if "bnlint.syntax.trees" in sys.modules:
        sys.modules["bnlint.syntax.trees"].PARSED.clear()  # each round is a run of flake8 of its own
    for path, text, tree in sources:
        start = time.process_time()
        run(path, text, tree)
        yield time.process_time() - start


if __name__ == "__main__":
    chosen = _bnlint() if sys.argv[1] == "bnlint" else _torchfix()
    texts = {path: Path(path).read_text(encoding="utf-8") for path in sys.argv[2:]}
    files = [(path, text, ast.parse(text)) for path, text in texts.items()]
    list(_round(chosen, files[:1]))
    print(min(sum(_round(chosen, files)) for _ in range(3)))

"""What a finding is recognised by after its file was edited elsewhere: no line numbers.

A fingerprint depends on the rule, the file, the functions and classes around the finding, and the code that is
reported, without its layout and comments. Findings that agree in all of these are counted from the top.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from bnlint.results.edits import Lines
from bnlint.results.findings import Finding, Place
from bnlint.results.messages import Message
from bnlint.sources import files
from bnlint.syntax import parsing
from bnlint.syntax.source import Source

PIECE = re.compile(
    r"""(?P<string>\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
    r"""|(?P<comment>\#[^\n]*)|(?P<space>(?:\s|\\\n)+)|(?P<word>\w+)|(?P<other>.)""",
    re.DOTALL,
)
"""A word, a sign, a text, or what stands between them."""
_TRAILING_COMMA = re.compile(r",(?=[)\]}])")
_LENGTH = 32


class Identity(NamedTuple):
    """What a finding is recognised by.

    Args:
        context: the dotted name of the function or class around it, "" at the top of a module.
        fingerprint: hexadecimal digits.
    """

    context: str
    fingerprint: str


def identify(findings: Iterable[Finding], sources: dict[str, Source], root: Path) -> dict[Finding, Identity]:
    """Return what each finding is recognised by: its cause, if it is the only one of it, else where it is.

    So a second layer that takes the same value does not make it another finding.

    Args:
        findings: all findings of a run, also those that are not shown: they count when equal ones are numbered.
        sources: the text of the files that have findings, by path.
        root: the directory that files are named relative to.
    """
    causes = {finding: at_cause(finding) for finding in findings}
    shared = Counter(causes.values())
    placed = {finding: finding if shared[cause] > 1 else cause for finding, cause in causes.items()}
    identities = identify_places(placed.values(), sources, root)
    return {finding: identities[place] for finding, place in placed.items()}


def at_cause(finding: Finding) -> Finding:
    """Return a finding as it would be at its cause, if that lies in its file."""
    cause = finding.cause
    if not isinstance(cause, Place) or cause.path != finding.path:
        return finding
    line, column = cause.line, cause.column
    return Finding(cause.path, line, column, finding.code, Message(""), cause.end_line, cause.end_column)


def identify_places(findings: Iterable[Finding], sources: dict[str, Source], root: Path) -> dict[Finding, Identity]:
    """Return what each finding is recognised by where it is; see ``identify``."""
    seen: Counter[tuple[str, ...]] = Counter()
    scopes: dict[str, _Scopes] = {}
    found: dict[Finding, Identity] = {}
    for finding in sorted(set(findings)):
        text = sources[finding.path].text
        if finding.path not in scopes:
            scopes[finding.path] = _Scopes(text)
        context = scopes[finding.path].around(finding.line)
        key = (finding.code, files.portable(finding.path, root), context, normalised(reported(finding, text)))
        digest = sha256("\0".join((*key, str(seen[key]))).encode("utf-8", "surrogatepass")).hexdigest()
        seen[key] += 1
        found[finding] = Identity(context, digest[:_LENGTH])
    return found


def normalised(code: str) -> str:
    """Return code without comments, layout, trailing commas and the choice between kinds of quotes.

    By regular expressions, because ``ast.unparse`` and ``tokenize`` answer differently in different Pythons.

    Args:
        code: an expression or a part of a statement.
    """
    pieces: list[str] = []
    after_word = False
    gap = False
    for match in PIECE.finditer(code):
        kind, text = match.lastgroup, match[0]
        if kind in ("comment", "space"):
            gap = True
            continue
        if kind == "word" and after_word and gap:
            pieces.append(" ")
        if kind == "string" and text[0] == "'" and '"' not in text:
            text = text.replace("'", '"')
        pieces.append(text)
        after_word, gap = kind == "word", False
    return _TRAILING_COMMA.sub("", "".join(pieces))


def reported(finding: Finding, text: str) -> str:
    """Return the reported code; of a statement with a body the first line only, whose change makes it another one.

    Args:
        finding: the finding.
        text: the analysed text.
    """
    lines = Lines(text)
    code = text[lines.offset(finding.line, finding.column) : lines.offset(finding.end_line, finding.end_column)]
    if code.startswith(("class ", "def ", "async ", "for ", "while ", "with ", "if ", "try:", "@")):
        return code.partition("\n")[0]
    return code


class _Scopes:
    """The functions and classes of a text.

    Args:
        text: the module.
    """

    def __init__(self, text: str) -> None:
        tree = parsing.parse(text)  # what has findings parses
        self._scopes: list[tuple[int, int, str]] = []
        waiting: list[tuple[ast.AST, str]] = [(tree, "")]
        while waiting:
            node, outer = waiting.pop()
            for child in ast.iter_child_nodes(node):
                name = outer
                if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                    name = f"{outer}.{child.name}".lstrip(".")
                    first = min((child.lineno, *(decorator.lineno for decorator in child.decorator_list)))
                    self._scopes.append((first, child.end_lineno or first, name))
                if isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case)):
                    waiting.append((child, name))

    def around(self, line: int) -> str:
        """Return the name of the innermost scope that a line lies in."""
        inside = [(last - first, name) for first, last, name in self._scopes if first <= line <= last]
        return min(inside)[1] if inside else ""

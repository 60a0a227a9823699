"""``# noqa`` comments that name rules and suppress nothing (BNL002).

What a comment suppresses is what flake8's own code says, as in ``noqa``.
"""

from __future__ import annotations

import re
import tokenize
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from bnlint.results import noqa
from bnlint.results.edits import Edit, Fix, Lines
from bnlint.results.findings import Finding, Place
from bnlint.results.messages import LONGEST, Message
from bnlint.results.wording import listed
from bnlint.settings.options import INTERNAL_ERROR, UNNEEDED_NOQA
from bnlint.syntax.source import Source

_CODE = re.compile(r"[A-Z]+[0-9]+", re.IGNORECASE)
_OURS = "BNL"
_SHARED = re.compile(r"[A-Z][A-Z0-9_]* ?(?::[^=\n]{1,100})?= ?[-+]?(?:\d|\.\d|True\b|False\b)")
"""A constant of a module, which other files may take: what those make of it is suppressed here."""
_NOT_JUDGED = (INTERNAL_ERROR, UNNEEDED_NOQA)
"""Codes that no rule about programs has."""
_REASON = "nothing is reported in the lines that the comment is about, and it would hide what is found there one day"


class Comment(NamedTuple):
    """A comment that names codes, where flake8 looks for one.

    Args:
        start: its first character, an offset in the text, as the other places.
        list_start: where the list of codes begins, ``list_end`` where it ends.
        end: where the line ends.
        lines: the lines that it is about.
        codes: the codes, each with its offset.
    """

    start: int
    list_start: int
    list_end: int
    end: int
    lines: range
    codes: Sequence[tuple[int, str]]


def may_be(text: str) -> bool:
    """Whether a text may have such a comment; cheap."""
    lowered = text.lower()
    return "# noqa:" in lowered and _OURS.lower() in lowered


def unneeded(
    source: Source, findings: Iterable[Finding], judged: Callable[[str], bool], known: Callable[[str], bool]
) -> list[Finding]:
    """Return a finding for each comment that names what it does not suppress.

    Args:
        source: the file.
        findings: all findings in it, one for each place, whatever is shown of them.
        judged: whether all rules whose codes begin so are on.
        known: whether the code of a rule begins so.
    """
    found = [(finding.code, frozenset(_lines(finding))) for finding in findings]
    lines = Lines(source.text)
    said = []
    for comment in comments(source):
        here = {code for code, at in found if any(line in comment.lines for line in at)}
        ours = [
            (offset, code)
            for offset, code in comment.codes
            if code.upper().startswith(_OURS) and not any(each.startswith(code.upper()) for each in _NOT_JUDGED)
        ]
        idle = [each for each in ours if not any(noqa.names(each[1], one) for one in here)]
        small = [each for each in idle if any(noqa.names(each[1].upper(), one) for one in here)]
        kept = _SHARED.match(source.text, lines.offset(comment.lines[0], 0)) is not None
        idle = [each for each in idle if judged(each[1].upper()) and not kept or not known(each[1].upper())]
        if small:
            said.append(_found(source, lines, comment, *_in_capitals(source.text, comment, small)))
        elif idle:
            said.append(_found(source, lines, comment, *_without(source, comment, idle, known)))
    return said


def comments(source: Source) -> Iterator[Comment]:
    """Yield the comments with codes that count: flake8 reads the first in each of what it takes for one line."""
    reader = noqa.reader(source.path, source.text)
    if reader.should_ignore_file():
        return
    try:
        tokens = [token for token in reader.file_tokens if token.type == tokenize.COMMENT]
    except (tokenize.TokenError, SyntaxError):
        return
    ends = noqa.comment_lines(source.text)
    lines = Lines(source.text)
    for token in tokens:
        match = noqa.inline(token.string)
        if match is None or match["codes"] is None:
            continue
        line, column = token.start
        first = min((at for at, end in ends.items() if end == ends.get(line, line)), default=line)
        whole = reader.noqa_line_for(line) or ""
        before = lines.offset(line, column) - lines.offset(first, 0)
        effective = noqa.inline(whole)
        if effective is None or effective.start() != before + match.start():
            continue
        at = lines.offset(line, column)
        codes = [(at + match.start("codes") + each.start(), each[0]) for each in _CODE.finditer(match["codes"])]
        last, name = codes[-1]
        yield Comment(
            at + match.start(),
            codes[0][0],
            last + len(name),
            at + len(token.string),
            range(first, ends.get(line, line) + 1),
            codes,
        )


def _lines(finding: Finding) -> Iterator[int]:
    """Yield the lines in which a comment suppresses a finding."""
    yield finding.line
    if isinstance(finding.cause, Place) and finding.cause.path == finding.path:
        yield finding.cause.line


def _found(source: Source, lines: Lines, comment: Comment, said: Message, edit: Edit) -> Finding:
    line, column = lines.place(comment.start)
    _, end = lines.place(comment.list_end)
    fix = Fix((edit,), "safe", said.remedy)
    return Finding(source.path, line, column, UNNEEDED_NOQA, said, line, end, fix=fix)


def _in_capitals(text: str, comment: Comment, small: Sequence[tuple[int, str]]) -> tuple[Message, Edit]:
    """Return what is said of codes that would suppress something in capital letters, and the edit that writes them."""
    names = [code.upper() for _, code in small]
    written = list(text[comment.list_start : comment.list_end])
    for offset, code in small:
        start = offset - comment.list_start
        written[start : start + len(code)] = code.upper()
    headline = _fitting(f"this # noqa comment suppresses no {listed(names, 'or')}: flake8 wants capitals", names)
    message = Message(headline, f"write {listed(names)}", "flake8 compares codes letter by letter")
    return message, Edit(comment.list_start, comment.list_end - comment.list_start, "".join(written))


def _without(
    source: Source, comment: Comment, idle: Sequence[tuple[int, str]], known: Callable[[str], bool]
) -> tuple[Message, Edit]:
    """Return what is said of codes that suppress nothing, and the edit that takes them away."""
    names = [code for _, code in idle]
    reason = _REASON
    headline = f"this # noqa comment suppresses no {listed(names, 'or')}"
    if not any(known(name.upper()) for name in names):
        headline = f"this # noqa comment names {listed(names)}: there is no such rule"
        reason = "the code of a rule is misspelled, or of a version of bnlint that is not this one"
    whole = len(idle) == len(comment.codes)
    remedy = "remove the comment" if whole else f"remove {listed(names)} from the comment"
    in_cell = source.notebook is not None
    edit = _without_comment(source.text, comment, in_cell) if whole else _without_codes(source.text, comment, idle)
    return Message(_fitting(headline, names), remedy, reason), edit


def _fitting(headline: str, names: Sequence[str]) -> str:
    fits = len(headline) <= LONGEST
    return headline if fits else f"this # noqa comment names {len(names)} rules and suppresses none of them"


def _without_comment(text: str, comment: Comment, in_cell: bool) -> Edit:
    """Return the edit that takes a comment away: with the line that it stands in alone, but not what follows it.

    Args:
        text: the analysed text.
        comment: the comment.
        in_cell: the text is that of cells, and what ends a line may end a cell.
    """
    rest = text[comment.list_end : comment.end]
    if rest.strip():
        kept = rest.lstrip(" \t:;,.-\N{EN DASH}\N{EM DASH}")
        kept = kept if kept.startswith("#") else f"# {kept}"
        return Edit(comment.start, comment.end - comment.start, kept)
    begin = text.rfind("\n", 0, comment.start) + 1
    before = text[begin : comment.start]
    end = text.find("\n", comment.end)
    if not before.strip() and end >= 0 and not in_cell:
        return Edit(begin, end + 1 - begin, "")
    start = begin + len(before.rstrip(" \t\f"))
    return Edit(start, comment.end - start, "")


def _without_codes(text: str, comment: Comment, idle: Sequence[tuple[int, str]]) -> Edit:
    """Return the edit that takes codes out of a list; the others keep what stands between them."""
    gone = {offset for offset, _ in idle}
    kept = ""
    end = comment.list_start
    for offset, code in comment.codes:
        if offset not in gone:
            kept += (text[end:offset] if kept else "") + code
        end = offset + len(code)
    return Edit(comment.list_start, comment.list_end - comment.list_start, kept)

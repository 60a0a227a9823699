"""Words that say that a training flag is meant as it is written: who says so has seen what it does.

They stand in a comment, or are the name of the argument itself: ``evaluate(use_batch_statistics=True)``. An option
with such a name that is handed on as a flag says so of all flags of its class. A comment that wants the statistics of
the batch, of test data, says so of every answer that is asked for in that mode.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bnlint.patterns import pattern
from bnlint.results.findings import Finding

_MEANT = pattern(
    r"(?<![\w-])(?:intended|intention(?:al(?:ly)?)?|deliberate(?:ly)?|purpose(?:ful)?ly|(?:on|by) (?:purpose|design))"
    r"(?!\w|\s*\?)|의도|特意|故意|有意|意図",
    re.IGNORECASE,
)
_ABOUT = pattern(
    r"train|inferenc|statistic|batch|\bbn\b|norm|freez|frozen|mode\b|dropout|averag|mean|variance", re.IGNORECASE
)
_OF_TEST_DATA = pattern(
    r"\btraining ?= ?True\b[^.]{0,40}\b(?:intended|intentional|deliberate|on purpose|by design)\b"
    r"[^.]{0,80}\bstatistic[^.]{0,80}\b(?:test|validation)\b",
    re.IGNORECASE,
)
"""What a tutorial says of its generator, and who took it over counts on throughout."""
_ANSWERED_SO = "BNL105"
_OUTERMOST = pattern(r"[^\s#)\]}]")
_COMMENT = pattern(r"^\s*#")
_SUCH = r"(?<![A-Za-z0-9])(?:batch_?stat(?:s|istics)?|transductive)"
_NAMED_SO = pattern(rf"{_SUCH}\w* ?= ?True\b", re.IGNORECASE)
_OPTION = pattern(rf"(?<![A-Za-z0-9])train(?:ing)?\w* ?= ?[\w.\[\]'\"]*{_SUCH}", re.IGNORECASE)


def not_meant(findings: Iterable[Finding], source: str, codes: frozenset[str]) -> Iterator[Finding]:
    """Yield the findings but those about what a comment beside the code, or a name in it, says is meant so.

    Args:
        findings: findings in one module.
        source: its text.
        codes: the rules about what somebody may want.
    """
    lines: list[str] = []
    for finding in findings:
        if finding.code in codes:
            lines = lines or source.split("\n")
            if finding.code == _ANSWERED_SO and _OF_TEST_DATA.search(_comment(lines, 1, len(lines))):
                continue
            if _OPTION.search(_class_around(lines, finding.line)):
                continue
            if _says_so(_comment(lines, finding.line, finding.end_line)):
                continue
            if any(_NAMED_SO.search(line) for line in lines[finding.line - 1 : finding.end_line]):
                continue
        yield finding


def _says_so(text: str) -> bool:
    return bool(_MEANT.search(text) and _ABOUT.search(text))


def _class_around(lines: Sequence[str], line: int) -> str:
    """Return the text of the class of a module that a line, numbered from 1, is in."""
    outermost = [number for number, text in enumerate(lines) if _OUTERMOST.match(text)]
    start = max((number for number in outermost if number < line), default=0)
    if not lines[start].startswith("class "):
        return ""
    end = min((number for number in outermost if number >= line), default=len(lines))
    return "\n".join(lines[start:end])


def _comment(lines: Sequence[str], first: int, last: int) -> str:
    """Return the comments in some lines, numbered from 1, and above them, with at most one empty line between."""
    start = first - 1
    if start > 1 and not lines[start - 1].strip() and _COMMENT.match(lines[start - 2]):
        start -= 1
    while start > 0 and _COMMENT.match(lines[start - 1]):
        start -= 1
    return " ".join(line.partition("#")[2] for line in lines[start : max(first, last)] if "#" in line)

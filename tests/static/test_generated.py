"""Programs that nobody would write: from Python's grammar, from words of the fixtures, from bytes.

A small share, the same in every run; ``nox -s generated`` makes more of them.
"""

from __future__ import annotations

import ast
import os

import hypothesmith
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bnlint.analysis import checking
from bnlint.commands import annotating
from bnlint.results.edits import apply
from bnlint.results.report import Report
from bnlint.settings.loading import Settings
from bnlint.sources import files
from bnlint.syntax import parsing
from bnlint.syntax.source import Source
from lab.robustness.probing import MISTAKE, MISTAKE_LINE, analysed
from lab.robustness.splicing import spliced

few = settings(
    max_examples=int(os.environ.get("BNLINT_EXAMPLES", "30")),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def trouble(text: str, mistake: int | None = None) -> list[str]:
    return list(analysed(Source("<generated>", text), mistake))


@few
@given(program=hypothesmith.from_grammar())
def test_any_program_beside_a_mistake(program: str) -> None:
    """What follows a mistake cannot hide it; what precedes it may, by leaving the program."""
    before, after = f"{program}\n{MISTAKE}", f"{MISTAKE}\n{program}"
    assert trouble(program) == trouble(before) == []
    assert trouble(after, MISTAKE_LINE) == []


@few
@given(data=st.data())
def test_words_of_the_fixtures(data: st.DataObject) -> None:
    assert trouble(spliced(lambda count: data.draw(st.integers(0, count - 1)))) == []


@few
@given(data=st.data())
def test_comments_suppress_what_they_name(data: st.DataObject) -> None:
    """And leave the program as it is; the same program gives the same findings."""
    text = spliced(lambda count: data.draw(st.integers(0, count - 1)))
    source = Source("<generated>", text)
    found, problem = checking.find(source, Settings())
    assert checking.find(source, Settings()) == (found, problem)
    if problem is None:
        quiet = apply(text, annotating.comments(source, found))
        assert ast.dump(parsing.parse(quiet)) == ast.dump(parsing.parse(text))
        again, _ = checking.find(Source("<generated>", quiet), Settings())
        assert checking.shown(again, Source("<generated>", quiet), Settings()) == []


@few
@given(
    start=st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"# coding: latin-1\n", b"# coding: utf-7\n", b"{"]),
    middle=st.binary(max_size=200),
    name=st.sampled_from(["odd.py", "odd.ipynb"]),
)
def test_any_bytes(start: bytes, middle: bytes, name: str) -> None:
    report = Report()
    checking.add(report, files.decode(name, start + middle + MISTAKE.encode()), Settings())
    assert report.checked == 1 or any(problem.failed for problem in report.problems)
    assert not any(found.code == "BNL001" for found in report.findings)

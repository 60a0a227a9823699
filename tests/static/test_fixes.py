"""Fixes are text edits that repair a finding and leave everything else alone."""

from __future__ import annotations

import pickle

import pytest

from bnlint.api import check_source
from bnlint.fixes.calls import PassArgument
from bnlint.results.edits import Edit, Fix, Lines, apply, moved
from bnlint.results.findings import Finding
from tests.static.helpers import python

MODULE = """import tensorflow as tf
class Block(tf.Module):
    def __init__(self):
        self.bn = tf.keras.layers.BatchNormalization()
    def __call__(self, x, training):
        return {call}
"""


def only(findings: list[Finding]) -> Finding:
    (finding,) = findings
    return finding


def test_edits_are_made_from_the_back_whatever_their_order() -> None:
    assert apply("abcdef", [Edit(4, 1, "E"), Edit(1, 2, ""), Edit(0, 0, ">")]) == ">adEf"


def test_an_insertion_at_a_place_does_not_move_it() -> None:
    edits = [Edit(1, 2, ""), Edit(4, 0, "xy")]
    assert [moved(offset, edits) for offset in (0, 1, 4, 5)] == [0, 1, 2, 5]


@pytest.mark.parametrize(
    ("first", "second", "answer"),
    [
        (Edit(0, 2, ""), Edit(1, 1, ""), True),
        (Edit(0, 2, ""), Edit(2, 1, ""), False),
        (Edit(0, 2, ""), Edit(2, 0, "x"), False),
        (Edit(3, 0, "a"), Edit(3, 0, "b"), True),
    ],
)
def test_overlap(first: Edit, second: Edit, answer: bool) -> None:
    assert first.overlaps(second) is second.overlaps(first) is answer


def test_places_are_counted_in_code_points_over_all_line_ends() -> None:
    text = "é𝔘\r\nb\rc\n"
    lines = Lines(text)
    assert [lines.place(offset) for offset in (1, 4, 6, 8)] == [(1, 1), (2, 0), (3, 0), (4, 0)]
    assert all(lines.offset(*lines.place(offset)) == offset for offset in range(len(text)))


def test_a_finding_with_a_fix_is_plain_data_and_travels() -> None:
    source = MODULE.format(call="self.bn(x)")
    finding = only(check_source(source, fixes=True))
    place = source.index("(x)\n") + 2
    assert finding.fix == Fix((Edit(place, 0, ", training=training"),), "safe", "pass training=training")
    assert finding.to_json()["fix"] == {
        "edits": [{"offset": place, "length": 0, "replacement": ", training=training"}],
        "safety": "safe",
        "description": "pass training=training",
    }
    assert pickle.loads(pickle.dumps(finding)).fix == finding.fix


def test_fixes_are_worked_out_for_those_who_ask() -> None:
    source = MODULE.format(call="self.bn(x)")
    assert only(check_source(source)).fix is None
    assert only(check_source(source)) == only(check_source(source, fixes=True))


def test_an_analysis_without_fixes_does_not_load_what_writes_them() -> None:
    program = f"""
import sys
from bnlint.api import check_source
assert check_source({MODULE.format(call="self.bn(x)")!r})
print([name for name in sys.modules if name.startswith("bnlint.fixes")])
"""
    assert python("-c", program).stdout == "['bnlint.fixes', 'bnlint.fixes.changes']\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("self.bn(x)", "self.bn(x, training=training)"),
        ("self.bn((x))", "self.bn((x), training=training)"),
        ("self.bn(x, )", "self.bn(x, training=training, )"),
        ("self.bn(x, training=None)", "self.bn(x, training=training)"),
        (
            "self.bn(\n            x,  # é𝔘\n        )",
            "self.bn(\n            x,  # é𝔘\n            training=training,\n        )",
        ),
        (
            "self.bn(\n            x  # c\n        )",
            "self.bn(\n            x,  # c\n            training=training\n        )",
        ),
        ("self.bn(\n            x\n        )", "self.bn(\n            x,\n            training=training\n        )"),
        ("self.bn(\n            x)", "self.bn(\n            x, training=training)"),
        ("self.bn(inputs=x)", "self.bn(inputs=x, training=training)"),
    ],
)
def test_an_argument_is_passed_where_a_person_would_write_it(before: str, after: str) -> None:
    source = MODULE.format(call=before)
    fix = only(check_source(source, fixes=True)).fix
    assert fix is not None
    assert apply(source, fix.edits) == MODULE.format(call=after)
    assert check_source(apply(source, fix.edits)) == []


@pytest.mark.parametrize(
    "beside",
    [
        f"table = [\n{'1, ' * 80_000}\n]\n",
        f"class Tables:\n    first = [\n{'1, ' * 80_000}\n    ]\n    second = 1\n",
    ],
)
def test_a_table_that_is_not_read_does_not_keep_the_rest_from_being_fixed(beside: str) -> None:
    """The lines of what libcst is spared count all the same."""
    source = beside + MODULE.format(call="self.bn(x)")
    fix = only(check_source(source, fixes=True)).fix
    assert fix is not None
    assert apply(source, fix.edits) == beside + MODULE.format(call="self.bn(x, training=training)")


def test_what_libcst_cannot_parse_is_found_and_not_fixed() -> None:
    """Python takes an annotated name in brackets."""
    source = "(size): int = 3\n" + MODULE.format(call="self.bn(x)")
    assert (only(check_source(source, fixes=True)).line, only(check_source(source, fixes=True)).fix) == (7, None)


def test_a_writer_that_fails_costs_the_fix_and_not_the_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: object) -> None:
        raise RuntimeError("oh")

    monkeypatch.setattr(PassArgument, "nodes", fail)
    failure, finding = check_source(MODULE.format(call="self.bn(x)"), fixes=True)
    assert (failure.code, failure.message) == ("BNL001", "fix of BNL107 failed: RuntimeError: oh")
    assert (finding.code, finding.fix) == ("BNL107", None)

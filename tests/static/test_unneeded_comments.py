"""BNL002: ``# noqa`` comments that name a rule and suppress nothing."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bnlint import events
from bnlint.doctor.flake8 import _contradictions
from bnlint.results import unneeded
from bnlint.results.findings import Finding, Note
from bnlint.rules import rule
from bnlint.settings.loading import Settings
from bnlint.settings.options import OUTPUT_FORMATS
from bnlint.syntax.source import Source
from tests.static.helpers import FIXABLE, SEED, bnl, bnlint, flake8, parse_lines

HEAD = "import tensorflow as tf\n\nx = tf.constant([1.0])\n"
CALL = "y = tf.keras.layers.BatchNormalization()(x)"
OTHER = "y = tf.keras.layers.Dense(3)(x)"


def found(tmp_path: Path, text: str, *options: str, code: str = "BNL002") -> list[tuple[int, str]]:
    (tmp_path / "x.py").write_text(text, encoding="utf-8")
    done = bnlint("check", "--enable=BNL002", "--output-format=concise", *options, "x.py", cwd=tmp_path)
    return [(one.line, one.message.partition(";")[0]) for one in parse_lines(done.stdout) if one.code == code]


def fixed(tmp_path: Path, text: str, *options: str) -> str:
    file = tmp_path / "x.py"
    file.write_bytes(text.encode())
    bnlint("check", "--enable=BNL002", "--fix-only", *options, "x.py", cwd=tmp_path)
    return file.read_bytes().decode()


@pytest.mark.parametrize(
    ("line", "after", "said"),
    [
        (f"{OTHER}  # noqa: BNL101", OTHER, "suppresses no BNL101"),
        (f"{OTHER}  # noqa:BNL101  ", OTHER, "suppresses no BNL101"),
        (f"{OTHER}  # noqa: BNL101,BNL5", OTHER, "suppresses no BNL101 or BNL5"),
        (f"{OTHER}  # noqa: BNL999", OTHER, "names BNL999: there is no such rule"),
        (f"{OTHER}  # noqa: BNL101 as we know", f"{OTHER}  # as we know", "suppresses no BNL101"),
        (f"{OTHER}  # noqa: BNL101 - as we know", f"{OTHER}  # as we know", "suppresses no BNL101"),
        (f"{OTHER}  # type: ignore  # noqa: BNL101  # no", f"{OTHER}  # type: ignore  # no", "suppresses no BNL101"),
        (f"{OTHER}  # noqa: E501,BNL101, W291 long", f"{OTHER}  # noqa: E501, W291 long", "suppresses no BNL101"),
        (f"{OTHER}  # noqa: BNL101, E501", f"{OTHER}  # noqa: E501", "suppresses no BNL101"),
        (f"{CALL}  # noqa: BNL101, BNL303, BNL201", f"{CALL}  # noqa: BNL101", "suppresses no BNL303 or BNL201"),
        (f"{CALL}  # noqa: bnl101, E501", f"{CALL}  # noqa: BNL101, E501", "flake8 wants capitals"),
        (f'{OTHER}, """\n"""  # noqa: BNL101', f'{OTHER}, """\n"""', "suppresses no BNL101"),
        (
            f"{OTHER}  # noqa: " + ",".join(f"BNL{number}" for number in range(101, 110)),
            OTHER,
            "names 9 rules and suppresses none of them",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_suppresses_nothing_is_said_and_removed(
    tmp_path: Path, line: str, after: str, said: str, newline: str
) -> None:
    text = f"{HEAD}{line}\nz = 1\n"
    ((_, message),) = found(tmp_path, text)
    assert message.startswith("this # noqa comment ")
    assert message.endswith(said)
    assert fixed(tmp_path, text.replace("\n", newline)) == f"{HEAD}{after}\nz = 1\n".replace("\n", newline)
    assert not found(tmp_path, f"{HEAD}{after}\nz = 1\n")


def test_a_comment_that_stands_alone_goes_with_its_line(tmp_path: Path) -> None:
    text = f"{HEAD}def f():\n    # noqa: BNL101\n    return 1\n# noqa: BNL102"
    assert [line for line, _ in found(tmp_path, text)] == [5, 7]
    assert fixed(tmp_path, text) == f"{HEAD}def f():\n    return 1\n"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}{CALL}  # noqa: BNL101\n",
        f"{HEAD}BN_MOMENTUM: float = 0.1  # noqa: BNL303\n",  # for what other files make of it
        f"{HEAD}{CALL}  # noqa: BNL1, E501\n",
        f"{HEAD}{OTHER}  # noqa\n",
        f"{HEAD}{OTHER}  # noqa: BNL\n",  # none with codes for flake8, which hides everything
        f"{HEAD}{OTHER}  # noqa: B101, E501, RUF100\n",
        f"{HEAD}{OTHER}  # noqa: BNL304\n",  # a rule that is off may be on in flake8
        f"{HEAD}{OTHER}  # noqa: BNL2\n",  # one of them is off
        f"{HEAD}{OTHER}  # noqa: BNL205\n",  # and this one in part
        f"{HEAD}{OTHER}  # noqa: BNL101,BNL002\n",
        f"{HEAD}{OTHER}  # noqa: BNL001\n",
        f"# flake8: noqa\n{HEAD}{OTHER}  # noqa: BNL101\n",
        f'{HEAD}{OTHER}, "# noqa: BNL101"\n',
        f'{HEAD}{OTHER}, "# noqa: E501"  # noqa: BNL101\n',  # flake8 reads the first one, which is no comment
        f"{HEAD}{OTHER}  # noqa: BNL101\nx = (\n",
    ],
)
def test_when_it_stays_silent(tmp_path: Path, text: str) -> None:
    assert not found(tmp_path, text)
    assert fixed(tmp_path, text) == text


@pytest.mark.parametrize("options", [("--ignore=BNL1",), ("--select=BNL0",), ("--per-file-ignores=x.py:BNL1",)])
def test_what_is_shown_is_no_matter(tmp_path: Path, options: tuple[str, ...]) -> None:
    """Who looks for these comments alone does not want to lose the others."""
    text = f"{HEAD}{CALL}  # noqa: BNL101\n{OTHER}  # noqa: BNL101\n"
    assert [line for line, _ in found(tmp_path, text, *options)] == [5]


def test_without_comments_there_are_none_to_judge(tmp_path: Path) -> None:
    assert not found(tmp_path, f"{HEAD}{OTHER}  # noqa: BNL101\n", "--disable-noqa")


def test_enabled_rules_are_judged(tmp_path: Path) -> None:
    assert found(tmp_path, f"{HEAD}{OTHER}  # noqa: BNL304,BNL205\n", "--enable=BNL304,BNL205") != []


def test_what_was_not_read_to_its_end_is_not_judged(tmp_path: Path) -> None:
    comment = "x = 1  # noqa: BNL301\n"
    assert found(tmp_path, NESTED + DEEPER + comment) != []
    assert not found(tmp_path, NESTED + DEEPER * 60 + comment)


def test_places_of_one_mistake_are_suppressed_at_each_of_them_and_at_the_cause(tmp_path: Path) -> None:
    block = """import keras

def block(x, momentum=0.1):{}
    x = keras.layers.BatchNormalization(momentum=momentum)(x){}
    return keras.layers.BatchNormalization(momentum=momentum)(x){}

model = keras.Model(x := keras.Input((3,)), block(x))
"""
    comment = "  # noqa: BNL303"
    assert found(tmp_path, block.format("", "", ""), code="BNL303") != []
    for places in ((comment, "", ""), ("", comment, comment), ("", comment, ""), (comment, comment, comment)):
        assert not found(tmp_path, block.format(*places)), places


NESTED = "import keras\ninp = keras.Input((3,))\nm = keras.Model(inp, keras.layers.BatchNormalization()(inp))\n"
DEEPER = "inp = keras.Input((3,))\nm = keras.Model(inp, m(m(inp)))\n"
"""What it takes to follow this doubles with every repetition, so that a limit cuts the reading short."""
KERAS_2_ONLY = """import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.layers[0].trainable = False  # noqa: BNL109
model.fit(tf.random.normal((64, 3)), tf.zeros((64, 1)))
"""


def test_where_nothing_says_which_keras_both_count(tmp_path: Path) -> None:
    """And all backends, where a rule depends on that."""
    assert not found(tmp_path, KERAS_2_ONLY)
    everywhere = [found(tmp_path, KERAS_2_ONLY, f"--keras={number}") for number in (2, 3)]
    assert sorted(map(len, everywhere)) == [0, 1]


def test_where_the_other_keras_was_not_read_to_its_end_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"{HEAD}{OTHER}  # noqa: BNL101\n"
    assert found(tmp_path, text) != []

    def check_source(*_: object, notes: list[Note], **__: object) -> list[Finding]:
        notes.append(Note(1, "not read to its end"))
        return []

    monkeypatch.setattr("bnlint.analysis.comments.api.check_source", check_source)
    assert not found(tmp_path, text)


def test_what_has_no_tokens_has_no_comments() -> None:
    assert not list(unneeded.comments(Source("x.py", "x = (  # noqa: BNL101\n")))


def test_no_program_shows_it() -> None:
    assert not list(rule("BNL002").check(events.Testimony()))


def test_fixing_a_mistake_may_leave_a_comment_over(tmp_path: Path) -> None:
    """Which is no reason not to fix it; the comment is removed next."""
    text = FIXABLE.replace("return self.bn(x)", "return self.bn(x)  # noqa: BNL101")
    assert [line for line, _ in found(tmp_path, text)] == [8]
    after = fixed(tmp_path, text)
    assert "self.bn(x, training=training)\n" in after


def test_it_is_off_and_asked_for_as_other_rules(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text(f"{HEAD}{OTHER}  # noqa: BNL101\n", encoding="utf-8")
    quiet = bnlint("check", "--select=BNL002", "x.py", cwd=tmp_path)
    assert (quiet.returncode, quiet.stderr) == (0, "bnlint: BNL002 is off until it is enabled: --enable BNL002\n")
    for options in (["--extend-select=BNL002"], ["--extend-select=ALL"], ["--select=BNL0", "--enable=bnl002"]):
        assert bnlint("check", *options, "x.py", cwd=tmp_path).returncode == 1
    settings = '[tool.bnlint]\nenable = ["BNL002"]\n'
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    assert bnlint("check", "x.py", cwd=tmp_path).returncode == 1
    assert bnlint("check", "--unfixable=BNL0", "--diff", "x.py", cwd=tmp_path).returncode == 0
    assert bnlint("check", "--add-noqa", "x.py", cwd=tmp_path).stdout == "Nothing to suppress.\n"
    (tmp_path / "x.py").write_text(f"{HEAD}{OTHER}  # noqa: BNL101,BNL002\n", encoding="utf-8")
    assert bnlint("check", "x.py", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("output_format", OUTPUT_FORMATS)
def test_every_format_shows_it(tmp_path: Path, output_format: str) -> None:
    (tmp_path / "x.py").write_text(f"{HEAD}{OTHER}  # noqa: BNL101\n", encoding="utf-8")
    options = ("--enable=BNL002", "--statistics", f"--output-format={output_format}")
    done = bnlint("check", *options, "x.py", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "BNL002" in done.stdout


def test_its_text(tmp_path: Path) -> None:
    (told,) = (json.loads(bnlint("rule", "bnl002", "--output-format=json", cwd=tmp_path).stdout),)
    assert (told["opt_in"], told["evidence"], told["confirmed_on"]) == (True, [], [])
    assert "# BNL002 unneeded-noqa" in bnlint("rule", "--all", "--output-format=markdown", cwd=tmp_path).stdout


def test_a_baseline_knows_it(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text(f"{HEAD}{OTHER}  # noqa: BNL101\n", encoding="utf-8")
    bnlint("baseline", "--enable=BNL002", cwd=tmp_path)
    options = ("--enable=BNL002", "--baseline=bnlint-baseline.json")
    assert bnlint("check", *options, cwd=tmp_path).returncode == 0
    assert bnlint("check", "--fix", *options, cwd=tmp_path).returncode == 0
    assert "noqa" in (tmp_path / "x.py").read_text(encoding="utf-8")


def test_flake8_is_not_asked(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text(SEED, encoding="utf-8")
    done = flake8("--bnlint-enable=BNL002", "x.py", cwd=tmp_path, process=True)
    assert done.returncode == 2 if sys.version_info >= (3, 0) else 1
    assert "BNL002 is about comments, which only bnlint check and editors look at" in done.stderr
    assert bnl(flake8("--bnlint-enable=BNL304", "x.py", cwd=tmp_path)) != []
    settings = Settings(enable=frozenset(("BNL002",)), directory=tmp_path)
    assert not list(_contradictions(tmp_path / ".flake8", {}, settings))

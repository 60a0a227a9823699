"""One mistake, one finding: places with one cause are one finding at the cause, in every form; or all, on demand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bnlint.settings import options
from bnlint.sources import files
from tests.static.helpers import bnl, bnlint, flake8, parse_lines

BLOCK = """from tensorflow.keras import layers


def block(x, momentum=0.1):
    x = layers.BatchNormalization(momentum=momentum)(x)
    x = layers.BatchNormalization(momentum=momentum)(x)
    return layers.BatchNormalization(momentum=momentum)(x)
"""
"""BNL303 in lines 5, 6 and 7, for the default in line 4."""
DEFAULT = (4, 23)
IMPORTS = """from tensorflow.keras.layers import BatchNormalization
from keras.layers.normalization import BatchNormalization as Norm
from keras.layers.normalization import BatchNormalization as Other
"""
"""BNL501 in lines 2 and 3, for a package that is gone."""
ONE_LAYER = "".join(line for line in BLOCK.splitlines(keepends=True) if "    x =" not in line)
LAST = "return layers.BatchNormalization(momentum=momentum)(x)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "requirements.txt").write_text("keras>=3\n")
    write(tmp_path, BLOCK)
    return tmp_path


def write(folder: Path, text: str, name: str = "net.py") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def lines(folder: Path, *arguments: str) -> list[int]:
    done = bnlint("check", "--output-format=concise", *arguments, cwd=folder)
    return [found.line for found in parse_lines(done.stdout)]


def findings(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    done = bnlint("check", "--output-format=json", *arguments, cwd=folder)
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


def document(folder: Path, name: str) -> Any:
    return json.loads(bnlint("check", f"--output-format={name}", cwd=folder).stdout)


def commented(*numbers: int, text: str = BLOCK) -> str:
    """Return a program with a comment in some of its lines."""
    return "".join(
        f"{line.rstrip()}  # noqa: BNL303\n" if number in numbers else line
        for number, line in enumerate(text.splitlines(keepends=True), 1)
    )


SAID = "the default of 'momentum' decides it for 3 places: lines 5, 6 and 7"


@pytest.mark.parametrize("output_format", options.OUTPUT_FORMATS)
def test_it_is_one_thing_in_every_format_that_says_how_many_places_it_is_about(
    folder: Path, output_format: str
) -> None:
    shown = bnlint("check", f"--output-format={output_format}", cwd=folder).stdout
    assert shown.count(SAID) == (
        2 if output_format in ("gitlab", "json", "json-lines", "junit") else 1
    )  # also in the long text
    if output_format == "json":
        ((found,), place) = json.loads(shown)["findings"], DEFAULT
        assert (found["notes"], found["line"]) == ([SAID], place[0])
        assert SAID in found["message"]
    elif output_format == "sarif":
        (result,) = json.loads(shown)["runs"][0]["results"]
        lines = [place["physicalLocation"]["region"]["startLine"] for place in result["relatedLocations"]]
        assert lines == [5, 6, 7]
    elif output_format == "github":
        assert shown.count("::warning ") == 1
        assert ",line=4,col=23," in shown
    elif output_format == "gitlab":
        (issue,) = json.loads(shown)
        assert issue["location"]["positions"]["begin"]["line"] == 4
    elif output_format == "rdjson":
        (diagnostic,) = json.loads(shown)["diagnostics"]
        starts = [place["location"]["range"]["start"] for place in diagnostic["relatedLocations"]]
        assert [start["line"] for start in starts] == [5, 6, 7]
        assert all("column" in start for start in starts)
    elif output_format == "junit":
        assert shown.count("<testcase ") == 1
        assert "net.py:7:" in shown
    elif output_format == "markdown":
        assert shown.count("| [BNL303]") == 1
        assert "| net.py:4:23 |" in shown
    elif output_format == "text":
        assert f"  = note: {SAID}\n" in shown
        assert shown.count("it is used here") == 3


# -- what is one mistake ------------------------------------------------------------------------------------------


def test_layers_that_take_one_default_are_one_finding_at_the_default(folder: Path) -> None:
    (found,) = findings(folder)
    assert (found["code"], found["line"], found["column"]) == ("BNL303", *DEFAULT)
    assert found["message"].endswith("(the default of 'momentum' decides it for 3 places: lines 5, 6 and 7)")
    assert [place["line"] for place in found["related"]] == [5, 6, 7]
    assert [(place["line"], place["end_line"]) for place in found["places"]] == [(5, 5), (6, 6), (7, 7)]


def test_one_layer_is_found_where_it_is_and_tells_where_the_value_is_written(folder: Path) -> None:
    write(folder, ONE_LAYER)
    (found,) = findings(folder)
    assert (found["line"], found["places"]) == (5, [])
    assert [(place["line"], place["message"]) for place in found["related"]] == [(4, "the value is written here")]


def test_where_a_value_is_written_comes_before_where_it_is_written_too(folder: Path) -> None:
    write(folder, f"{ONE_LAYER}block(layers.Input((8, 8, 3)))\nblock(layers.Input((8, 8, 3)), momentum=0.1)\n")
    (found,) = findings(folder)
    assert [(place["line"], place["message"]) for place in found["related"]] == [
        (4, "the value is written here"),
        (7, "the value is written here, too"),
    ]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("M = 0.1\ndef block(x, *, momentum=M): ...", "'M'"),
        ("class Norms:\n    M: float = 0.1\nM = Norms.M", "'M'"),
        ("import types\nnorms = types.SimpleNamespace()\nnorms.m = 0.1\nM = norms.m", "'m'"),
        ("M = {'momentum': 0.1}['momentum']", "the entry 'momentum'"),
        ("M = dict(momentum=0.1)['momentum']", "the argument 'momentum'"),
        ("M = float(0.1)", "this argument"),
        ("'é'; M = 1 - 0.9", "'M'"),
        ("def same(*, m=0.1):\n    return m\nM = same()", "the default of 'm'"),
        ("M = [0.1][0]", "this value"),
        ("M, N = 0.1, 0\nO: float\nprint(**{**{}, str(1): 0})", "this value"),
    ],
)
def test_the_message_names_what_decides(folder: Path, written: str, name: str) -> None:
    layer = "layers.BatchNormalization(momentum=M)\n"
    write(folder, f"from tensorflow.keras import layers\n{written}\na = {layer}b = {layer}")
    (found,) = findings(folder)
    assert f"({name} decides it for 2 places" in found["message"]


def test_many_lines_are_counted(folder: Path) -> None:
    write(folder, BLOCK.replace(LAST, "\n    ".join([LAST.replace("return", "x =")] * 41 + [LAST])))
    (found,) = findings(folder)
    assert found["message"].endswith("for 44 places: lines 5, 6, 7 and 41 more)")
    text = bnlint("check", cwd=folder).stdout
    assert text.count("it is used here") == 4
    assert "= and 40 more\n" in text


def test_a_package_that_is_gone_is_one_finding_at_its_first_import(folder: Path) -> None:
    write(folder, IMPORTS)
    (found,) = findings(folder)
    assert (found["code"], found["line"]) == ("BNL501", 2)
    assert found["message"].endswith("(the same in 1 other place: line 3)")
    assert [(place["line"], place["message"]) for place in found["related"]] == [(3, "the same here")]
    assert len(found["fix"]["edits"]) == 2


def test_values_of_their_own_are_mistakes_of_their_own(folder: Path) -> None:
    write(folder, BLOCK.replace("momentum=momentum", "momentum=0.1"))
    assert lines(folder) == [5, 6, 7]


HABIT = "from tensorflow.keras import layers\n\n" + "".join(
    f"bn{n} = layers.BatchNormalization(momentum=0.1)\n" for n in range(5)
)
"""BNL303 in lines 3 to 7, written in each."""


def test_a_value_written_again_and_again_is_one_habit(folder: Path) -> None:
    write(folder, HABIT)
    (found,) = findings(folder)
    assert (found["line"], len(found["places"])) == (3, 5)
    assert found["message"].endswith("(the same in 4 other places: lines 4, 5, 6 and 7)")
    write(folder, "".join(HABIT.splitlines(keepends=True)[:5]))
    assert lines(folder) == [3, 4, 5]


@pytest.mark.parametrize("given", ["fused=True", "training=flag", "weights=None"])
def test_an_argument_that_keras_lacks_is_one_habit_where_it_is_passed_again_and_again(folder: Path, given: str) -> None:
    norms = f"        layers.BatchNormalization({given}),\n" * 5
    write(folder, f"from tensorflow.keras import layers\n\n\ndef net(flag=True):\n    return [\n{norms}    ]\n")
    (found,) = findings(folder)
    assert (found["code"], found["line"], len(found["places"])) == ("BNL501", 6, 5)
    assert found["message"].endswith("(the same in 4 other places: lines 7, 8, 9 and 10)")


GRAPH = """import tensorflow.compat.v1 as tf


def network(x, is_training):
    x = tf.layers.batch_normalization(x)
    x = tf.layers.batch_normalization(tf.layers.dense(x, 8))
    x = tf.layers.batch_normalization(tf.layers.dense(x, 8))
    x = tf.layers.batch_normalization(tf.layers.dense(x, 8))
    return tf.layers.batch_normalization(tf.layers.dense(x, 8))


x = tf.placeholder(tf.float32, [None, 8])
loss = tf.reduce_mean(tf.layers.batch_normalization(network(x, True)))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    tf.train.AdamOptimizer(0.1).minimize(loss)
"""


def test_a_network_written_without_the_flag_is_one_finding_that_repairs_all_of_it(folder: Path) -> None:
    (folder / "requirements.txt").write_text("tensorflow==1.15\n")
    write(folder, GRAPH)
    first, other = findings(folder)
    assert (first["line"], [place["line"] for place in first["related"]]) == (5, [6, 7, 8, 9])
    assert "the same in 4 other places: lines 6, 7, 8 and 9" in first["message"]
    assert other["line"] == 13, "what nobody can mend by passing a flag on"
    assert lines(folder, "--group=no") == [5, 6, 7, 8, 9, 13]
    write(folder, GRAPH.replace("normalization(x)", "normalization(x)  # noqa: BNL112"))
    assert lines(folder) == [6, 13]
    write(folder, GRAPH)
    bnlint("check", "--fix", "--unsafe-fixes", cwd=folder)
    assert (folder / "net.py").read_text().count("training=is_training") == 5


def test_a_comment_at_the_first_of_many_hides_that_one(folder: Path) -> None:
    write(
        folder,
        HABIT.replace(
            "bn0 = layers.BatchNormalization(momentum=0.1)",
            "bn0 = layers.BatchNormalization(momentum=0.1)  # noqa: BNL303",
        ),
    )
    assert lines(folder) == [4]
    assert [found.line for found in bnl(flake8("net.py", cwd=folder))] == [4]


def test_a_value_of_another_module_is_one_finding_at_the_first_layer(folder: Path) -> None:
    write(folder, "MOMENTUM = 0.1\n", "settings.py")
    write(folder, "from settings import MOMENTUM\n" + BLOCK.replace("momentum=momentum", "momentum=MOMENTUM"))
    (found,) = findings(folder)
    assert (Path(found["path"]).name, found["line"]) == ("net.py", 6)
    related = [(Path(place["path"]).name, place["line"], place["message"]) for place in found["related"]]
    assert related == [
        ("settings.py", 1, "the value is written here"),
        ("net.py", 7, "the same here"),
        ("net.py", 8, "the same here"),
    ]
    assert found["message"].endswith("(line 1 of settings.py decides it for 3 places: lines 6, 7 and 8)")
    for comments, left in (((6,), [6]), ((5,), [])):
        program = f"from settings import MOMENTUM\n{commented(*comments)}"
        write(folder, program.replace("momentum=momentum", "momentum=MOMENTUM"))
        assert lines(folder) == left


# -- who wants every line -----------------------------------------------------------------------------------------


def test_every_line_on_demand(folder: Path) -> None:
    assert lines(folder, "--group=no") == [5, 6, 7]
    write(folder, "[tool.bnlint]\ngroup = false\n", "pyproject.toml")
    assert lines(folder) == [5, 6, 7]
    assert lines(folder, "--group=yes") == [4]


def test_flake8_groups_too_and_can_be_told_not_to(folder: Path) -> None:
    assert [found.line for found in bnl(flake8("net.py", cwd=folder))] == [4]
    assert [found.line for found in bnl(flake8("net.py", "--bnlint-group=no", cwd=folder))] == [5, 6, 7]


# -- comments -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comments", "every_line", "left"),
    [
        ((4,), [], []),
        ((5,), [6, 7], [4]),
        ((5, 6), [7], [7]),
        ((5, 6, 7), [], []),
    ],
)
def test_a_comment_at_the_cause_hides_all_one_at_a_place_that_place(
    folder: Path, comments: tuple[int, ...], every_line: list[int], left: list[int]
) -> None:
    write(folder, commented(*comments))
    assert lines(folder) == left
    assert lines(folder, "--group=no") == every_line
    assert [found.line for found in bnl(flake8("net.py", cwd=folder))] == left
    assert [found.line for found in bnl(flake8("net.py", "--bnlint-group=no", cwd=folder))] == every_line
    assert lines(folder, "--disable-noqa") == [4]
    assert [found.line for found in bnl(flake8("net.py", "--disable-noqa", cwd=folder))] == [4]


def test_one_comment_is_added_where_the_finding_is(folder: Path) -> None:
    assert bnlint("check", "--add-noqa", cwd=folder).stdout == "Suppressed 1 finding in 1 file.\n"
    assert (folder / "net.py").read_text(encoding="utf-8") == commented(4)
    write(folder, IMPORTS)
    bnlint("check", "--add-noqa", cwd=folder)
    assert (folder / "net.py").read_text(encoding="utf-8").count("noqa") == 1
    assert lines(folder) == []


def test_a_comment_is_added_in_each_place_of_a_habit(folder: Path) -> None:
    """There is no one line whose comment would hide the others."""
    layers = 4 * "    keras.layers.BatchNormalization(momentum=0.1),\n"
    write(folder, f"import keras\n\nnet = keras.Sequential([\n{layers}])\nnet.fit(x, y)\n")
    assert lines(folder) == [4]
    assert bnlint("check", "--add-noqa", cwd=folder).stdout == "Suppressed 1 finding in 1 file.\n"
    assert (folder / "net.py").read_text(encoding="utf-8").count("# noqa: BNL303") == 4
    assert lines(folder) == []


def test_what_comments_hide_is_suppressed_in_sarif(folder: Path) -> None:
    write(folder, commented(5))
    results = document(folder, "sarif")["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"]["region"]["startLine"] for result in results]
    assert [(place, bool(result["suppressions"])) for place, result in zip(places, results, strict=True)] == [
        (4, False),
        (5, True),
    ]


# -- baselines and fingerprints -----------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["yes", "no"])
@pytest.mark.parametrize("read", ["yes", "no"])
def test_a_baseline_holds_what_it_held_whoever_groups(folder: Path, written: str, read: str) -> None:
    bnlint("baseline", f"--group={written}", cwd=folder)
    done = bnlint("check", "--baseline=bnlint-baseline.json", f"--group={read}", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")


HABITS = 5 * "    keras.layers.BatchNormalization(momentum=0.1),\n"
SAME = {
    "a habit": {"net.py": f"import keras\n\nnet = keras.Sequential([\n{HABITS}])\n"},
    "imports": {"net.py": f"{IMPORTS}bn = Norm(), Other(), BatchNormalization()\n"},
    "a value of another file": {
        "settings.py": "MOMENTUM = 0.1\n",
        "net.py": BLOCK.replace("momentum=0.1", "k=3")
        .replace("=momentum", "=MOMENTUM")
        .replace("import layers\n", "import layers\nfrom settings import MOMENTUM\n"),
    },
}
"""Places of one mistake whose cause is not in the file, or is in all of them."""


@pytest.mark.parametrize(("written", "read"), [("yes", "no"), ("no", "yes")])
@pytest.mark.parametrize("name", SAME)
def test_a_baseline_knows_places_whose_cause_is_not_in_their_file(
    folder: Path, name: str, written: str, read: str
) -> None:
    for file, text in SAME[name].items():
        write(folder, text, file)
    bnlint("baseline", "--group", written, cwd=folder)
    assert lines(folder, "--group", read)
    assert lines(folder, "--group", read, "--baseline", "bnlint-baseline.json") == []
    write(folder, SAME[name]["net.py"] + "import keras\nlast = keras.layers.BatchNormalization(momentum=0.2)\n")
    assert len(lines(folder, "--group", read, "--baseline", "bnlint-baseline.json")) == 1


@pytest.mark.parametrize("written", ["yes", "no"])
def test_another_layer_with_a_known_value_is_not_new(folder: Path, written: str) -> None:
    bnlint("baseline", f"--group={written}", cwd=folder)
    write(folder, BLOCK.replace(LAST, f"{LAST.replace('return', 'y =')}\n    {LAST.replace('(x)', '(y)')}"))
    assert lines(folder, "--baseline=bnlint-baseline.json") == []
    write(folder, BLOCK.replace(LAST, LAST.replace("=momentum", "=0.2")))
    assert lines(folder, "--baseline=bnlint-baseline.json") == [7]


def test_a_fingerprint_stays_when_layers_come_and_go(folder: Path) -> None:
    (before,) = findings(folder)
    write(folder, ONE_LAYER)
    (after,) = findings(folder)
    assert (before["line"], after["line"]) == (4, 5)
    assert before["fingerprint"] == after["fingerprint"]
    ungrouped = findings(folder, "--group=no")
    assert len({found["fingerprint"] for found in ungrouped}) == len(ungrouped)


# -- fixes --------------------------------------------------------------------------------------------------------


def test_a_fix_repairs_all_places(folder: Path) -> None:
    done = bnlint("check", "--fix", "--unsafe-fixes", cwd=folder)
    assert done.stderr == "bnlint: fixed 1 finding in 1 file\n"
    assert (folder / "net.py").read_text(encoding="utf-8") == BLOCK.replace("0.1", "0.9")
    write(folder, IMPORTS)
    assert bnlint("check", "--fix", cwd=folder).stderr == "bnlint: fixed 1 finding in 1 file\n"
    assert "normalization" not in (folder / "net.py").read_text(encoding="utf-8")


def test_no_fix_is_offered_that_repairs_some_places_only(folder: Path) -> None:
    write(folder, BLOCK.replace("momentum=momentum", "**{'momentum': momentum}", 1))
    (found,) = findings(folder)
    assert (found["line"], found["fix"]) == (4, None)


# -- forms --------------------------------------------------------------------------------------------------------


def test_each_form_has_one_entry(folder: Path) -> None:
    (result,) = document(folder, "sarif")["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 4
    related = [place["physicalLocation"]["region"]["startLine"] for place in result["relatedLocations"]]
    assert related == [5, 6, 7]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert len(change["replacements"]) == 1

    (issue,) = document(folder, "gitlab")
    assert issue["location"]["positions"]["begin"]["line"] == 4

    (diagnostic,) = document(folder, "rdjson")["diagnostics"]
    assert diagnostic["location"]["range"]["start"] == {"line": 4, "column": 23}
    assert [suggestion["text"] for suggestion in diagnostic["suggestions"]] == ["0.9"]

    annotation, summary = bnlint("check", "--output-format=github", cwd=folder).stdout.splitlines()
    assert ",line=4,col=23,endLine=4,endColumn=26::" in annotation
    assert summary == "1 finding in 1 file (1 file checked)."


def test_cells_of_a_notebook(folder: Path) -> None:
    cells = [
        {
            "cell_type": "code",
            "source": "from tensorflow.keras import layers\nM = 0.1\n",
            "outputs": [],
            "metadata": {},
        },
        {
            "cell_type": "code",
            "source": "a = layers.BatchNormalization(momentum=M)\nb = layers.BatchNormalization(momentum=M)\n",
            "outputs": [],
            "metadata": {},
        },
    ]
    (folder / "net.py").unlink()
    write(
        folder, json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1), "net.ipynb"
    )
    (found,) = findings(folder)
    assert (found["cell"], found["line"]) == (1, 2)
    assert [(place["cell"], place["line"]) for place in found["places"]] == [(2, 1), (2, 2)]
    assert found["message"].endswith("('M' decides it for 2 places)")
    (shown,) = bnl(flake8("net.ipynb", "--filename=*.ipynb", cwd=folder))
    text = files.read(str(folder / "net.ipynb")).notebook
    assert text is not None
    assert "M = 0.1" in text.raw.splitlines()[shown.line - 1]

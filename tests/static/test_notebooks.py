"""Notebooks: the code of all cells is one program; places, fixes and comments are those of the cells."""

from __future__ import annotations

import ast
import json
import random
import re
import subprocess
from pathlib import Path
from typing import Any

import nbformat
import pytest

from bnlint.results.edits import Edit, apply
from bnlint.sources import files
from bnlint.sources.notebooks import FileMap, NotInCell, edited
from bnlint.syntax.notebooks.magics import NotPython, as_python
from tests.static.helpers import SEED, Shown, bnl, bnlint, flake8

IMPORTS = "import tensorflow as tf"
DATA = "x = tf.constant([-0.22630838])"
FINDING = "y = tf.keras.layers.BatchNormalization()(x)"
"""BNL101 in column 5, if the cells above it have been read."""
MODEL = """class Block(tf.Module):
    def __init__(self):
        self.bn = tf.keras.layers.BatchNormalization()

    def __call__(self, x, training):
        return self.bn(x)

size = 1"""
"""BNL107 in line 6, which a safe fix repairs."""
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


def code(source: str, **more: Any) -> dict[str, Any]:
    """A code cell that has been run."""
    output = {"output_type": "stream", "name": "stdout", "text": ["é 😀\n"]}
    lines = source.splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": 7, "metadata": {}, "outputs": [output], "source": lines, **more}


def text(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def notebook(*cells: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"cells": list(cells), "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 4, **more}


def write(path: Path, document: Any, **style: Any) -> bytes:
    """Write a notebook; return its bytes."""
    data = (json.dumps(document, **{"indent": 1, "ensure_ascii": False, **style}) + "\n").encode()
    path.write_bytes(data)
    return data


def check(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return bnlint("check", "--keras=3", "--output-format=concise", *arguments, cwd=folder)


def found(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return place and code of each finding."""
    assert "Traceback" not in done.stderr, done.stderr
    lines = [
        re.fullmatch(r"(?:\./)?(\S+?:(?:cell \d+:)?\d+:\d+): (BNL\d+) .*", line) for line in done.stdout.splitlines()
    ]
    return [f"{match[1]} {match[2]}" for match in lines if match is not None or pytest.fail(done.stdout)]


def test_names_flow_from_cell_to_cell_and_places_are_those_of_cells(tmp_path: Path) -> None:
    """Cells of all kinds are counted, as ruff does."""
    write(tmp_path / "n.ipynb", notebook(text("# Title"), code(IMPORTS), text("more"), code(DATA + "\n\n" + FINDING)))
    done = check(tmp_path)
    assert found(done) == ["n.ipynb:cell 4:3:5 BNL101"]
    assert done.returncode == 1


NET = """import tensorflow as tf
net = tf.keras.Sequential(
    [tf.keras.Input((8,)), tf.keras.layers.Dense(16), tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)]
)
net.load_weights("net.weights.h5")
rows = tf.constant(data)"""


@pytest.mark.parametrize(
    "cell",
    [
        "net(rows, training=True).numpy()",
        "net(rows, training=True)[:3]",
        "said = net(rows, training=True)\nsaid",
        "said = net(rows, training=True)\ndisplay(said.numpy())",
        "from IPython.display import display\nsaid = net(rows, training=True)\ndisplay(said)",
    ],
)
def test_what_a_cell_shows_is_asked_for(tmp_path: Path, cell: str) -> None:
    write(tmp_path / "n.ipynb", notebook(code(NET), code(cell)))
    assert [each.rpartition(" ")[2] for each in found(check(tmp_path))] == ["BNL105"]


@pytest.mark.parametrize(
    "cell",
    [
        "net(rows, training=False).numpy()",
        "said = net(rows, training=True)",
        "net(rows, training=True).shape",
        "net(rows, training=True)",
        "for _ in range(20):\n    said = net(rows, training=True)\n    said",
        "def settle():\n    return net(rows, training=True)\n\nsettle()",
    ],
)
def test_what_no_cell_shows_is_not(tmp_path: Path, cell: str) -> None:
    """Nor is a model asked that is only called, for its variables or for its moving statistics."""
    write(tmp_path / "n.ipynb", notebook(code(NET), code(cell)))
    assert found(check(tmp_path)) == []


def test_a_script_shows_nothing_by_itself(tmp_path: Path) -> None:
    (tmp_path / "n.py").write_text(f"{NET}\nsaid = net(rows, training=True)\nsaid\n")
    assert found(check(tmp_path)) == []


def test_behind_a_cell_that_raises_others_may_be_run(tmp_path: Path) -> None:
    """What the statement that raises would have made is not known there."""
    build = "def build(axis, name):\n    return tf.keras.layers.BatchNormalization(axis=axis)\n\nnorm = build(-1)"
    write(tmp_path / "n.ipynb", notebook(*map(code, (IMPORTS, DATA, build, "y = norm(x)", FINDING))))
    assert found(check(tmp_path)) == ["n.ipynb:cell 5:1:5 BNL101"]


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        (f"%matplotlib inline\n{FINDING}", "2:5"),
        (f"!pip install \\\n    tensorflow\n{FINDING}", "3:5"),
        (f"files = !ls\n{FINDING}", "2:5"),
        (f"value = %env HOME\n{FINDING}", "2:5"),
        (f"tf.keras?\n{FINDING}", "2:5"),
        (f"?tf.keras\n??tf\n{FINDING}", "3:5"),
        (f"%%time\n{FINDING}", "2:5"),
        (f"\n%%capture out\n%%time\n{FINDING}", "4:5"),
        (f"%time {FINDING}", "1:11"),
        (f"%timeit -n 3 -r 1 {FINDING}", "1:23"),
        (f"if x:\n    !ls\nelse:\n    %cd ..\n{FINDING}", "5:5"),
        (f"value = (7\n% 2)\n!ls\n{FINDING}", "4:5"),
        (f"'''\n!ls\n'''\n%cd\n{FINDING}", "5:5"),
        (f"  %cd\n  {FINDING}", "2:7"),
        (f"  n = 1\n  {FINDING}\n", "2:7"),
        (f"await something()\n{FINDING};", "2:5"),
        (f"a = 'é😀'; {FINDING}", "1:15"),
        (f"a = 1\r\n{FINDING}\r\n", "2:5"),
    ],
)
def test_ipython_syntax(tmp_path: Path, cell: str, place: str) -> None:
    write(tmp_path / "n.ipynb", notebook(code(IMPORTS), code(DATA), code(cell)))
    done = check(tmp_path)
    assert done.stderr == ""
    assert found(done) == [f"n.ipynb:cell 3:{place} BNL101"]


@pytest.mark.parametrize(
    "cell",
    [
        "pip install keras",
        "\nls ./data\n",
        "%%bash\nls",
        "%%html\n<b>",
        "%%writefile x.py\nimport x",
        "%%javascript\n{",
        "%%R\nx",
    ],
)
def test_cells_in_other_languages_are_skipped(tmp_path: Path, cell: str) -> None:
    write(tmp_path / "n.ipynb", notebook(code(cell), code(IMPORTS), code(DATA), code(FINDING)))
    done = check(tmp_path)
    assert (found(done), done.stderr) == (["n.ipynb:cell 4:1:5 BNL101"], "")


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("!pip install -q tensorflow==2.12", []),
        ("%pip install 'tensorflow[and-cuda]<2.16' numpy==1.2", []),
        ("try:\n  %tensorflow_version 1.x\nexcept Exception:\n  pass", []),
        ("!pip install tensorflow==2.17.0", ["n.ipynb:cell 2:2:40 BNL501"]),
        ("!pip install tensorflow>=2.3", ["n.ipynb:cell 2:2:40 BNL501"]),
        ("!pip install tensorflow-probability==0.12 mykeras==2.1", ["n.ipynb:cell 2:2:40 BNL501"]),
    ],
)
def test_what_a_cell_installs_decides_the_dialect(tmp_path: Path, cell: str, codes: list[str]) -> None:
    """Keras 3 knows no fused batch normalization. What is installed here, otherwise, is Keras 3."""
    program = f"{IMPORTS}\ny = tf.keras.layers.BatchNormalization(fused=True)"
    write(tmp_path / "n.ipynb", notebook(code(cell), code(program)))
    assert found(bnlint("check", "--output-format=concise", cwd=tmp_path)) == codes


def test_magics_keep_the_length_of_a_cell() -> None:
    """Positions and edits rely on it."""
    lines = [
        "!l",
        "%x",
        "?",
        "a = !ls",
        "if a:\n  %cd \\\n  ..",
        "a?",
        "%time a = 1",
        "%time for a in b: c",
        "/f x",
        ",f x",
    ]
    for line in lines:
        python = as_python(f"{line}\npass")
        assert len(python) == len(line) + 5
        assert [len(each) for each in python.split("\n")] == [len(each) for each in f"{line}\npass".split("\n")]
        ast.parse(python)
    with pytest.raises(NotPython):
        as_python("%%bash\nls")


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"language": "R", "name": "ir"}},
        {"language_info": {"name": "julia"}},
        {"kernelspec": {"language": "sos", "name": "sos"}},
    ],
)
def test_other_kernels_are_skipped(tmp_path: Path, metadata: dict[str, Any]) -> None:
    write(tmp_path / "n.ipynb", notebook(code(SEED), metadata=metadata))
    done = check(tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_cells_of_another_language_in_vs_code(tmp_path: Path) -> None:
    other = code("SELECT *", metadata={"vscode": {"languageId": "sql"}})
    write(tmp_path / "n.ipynb", notebook(other, code(SEED), metadata={}))
    assert found(check(tmp_path)) == ["n.ipynb:cell 2:4:5 BNL101"]


def test_format_3(tmp_path: Path) -> None:
    """It has sheets of cells, and "input" for "source"."""
    old = nbformat.convert(nbformat.from_dict(notebook(text("hello"), code(SEED))), 3)
    (tmp_path / "n.ipynb").write_text(nbformat.v3.writes_json(old), encoding="utf-8")
    assert '"worksheets"' in (tmp_path / "n.ipynb").read_text(encoding="utf-8")
    assert found(check(tmp_path)) == ["n.ipynb:cell 2:4:5 BNL101"]


def test_what_nbformat_writes(tmp_path: Path) -> None:
    document = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("a"), nbformat.v4.new_code_cell(SEED)])
    nbformat.write(document, tmp_path / "n.ipynb")
    assert found(check(tmp_path)) == ["n.ipynb:cell 2:4:5 BNL101"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_unusual_encodings(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "n.ipynb").write_bytes(json.dumps(notebook(code(SEED))).encode(encoding))
    assert found(check(tmp_path)) == ["n.ipynb:cell 1:4:5 BNL101"]


def test_large_outputs(tmp_path: Path) -> None:
    image = {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo" * 500_000}, "metadata": {}}
    write(tmp_path / "n.ipynb", notebook(code("1", outputs=[image]), code(SEED)))
    assert found(check(tmp_path)) == ["n.ipynb:cell 2:4:5 BNL101"]


BROKEN = {
    "empty": (b"", "cannot read the notebook: Expecting value: line 1 column 1"),
    "cut off": (json.dumps(notebook(code(SEED)))[:-40].encode(), "cannot read the notebook: Unterminated string"),
    "not UTF-8": (json.dumps(notebook(code("a = '~'"))).encode().replace(b"~", b"\xff"), "codec can't decode"),
    "deep": (b'{"cells": ' + b"[" * 100_000, "cannot read the notebook: it is nested too deeply"),
    "no object": (b" " * 200 + b"[1]", "cannot read the notebook: it is not an object"),
    "no cells": (b'{"nbformat": 4}', "it has no list of cells"),
    "cells are no list": (b'{"cells": {}}', "it has no list of cells"),
    "a cell is no object": (b'{"cells": [1]}', "cell 1 is not an object"),
    "no source": (b'{"cells": [{"cell_type": "code"}]}', "cell 1 has no source"),
    "source is a number": (b'{"cells": [{"cell_type": "code", "source": [1]}]}', "cell 1 has no source"),
    "sheets are no objects": (b'{"worksheets": [1]}', "it has no list of cells"),
    "no JSON": (b"\x89PNG\r\n", "n.ipynb"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_notebooks(tmp_path: Path, name: str) -> None:
    """One clear line, exit code 2, and the neighbours' findings."""
    data, message = BROKEN[name]
    (tmp_path / "n.ipynb").write_bytes(data)
    (tmp_path / "seed.py").write_text(SEED, encoding="utf-8")
    write(tmp_path / "other.ipynb", notebook(code(SEED)))
    done = check(tmp_path)
    assert done.returncode == 2
    assert done.stderr.removeprefix("bnlint: ").startswith("n.ipynb: ")
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert found(done) == ["other.ipynb:cell 1:4:5 BNL101", "seed.py:4:5 BNL101"]


def test_a_cell_that_does_not_parse_costs_only_itself(tmp_path: Path) -> None:
    write(tmp_path / "n.ipynb", notebook(code(IMPORTS), code(DATA), code("ok = 1\nmodel = # YOUR CODE"), code(FINDING)))
    done = check(tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("bnlint: n.ipynb: cell 3:2: cannot parse: invalid syntax")
    assert found(done) == ["n.ipynb:cell 4:1:5 BNL101"]


def test_each_cell_that_does_not_parse_has_its_line(tmp_path: Path) -> None:
    write(tmp_path / "n.ipynb", notebook(code("x = ("), code(IMPORTS), code(DATA), code("def f(:"), code(FINDING)))
    done = check(tmp_path)
    first, second = done.stderr.splitlines()
    assert first.startswith("bnlint: n.ipynb: cell 1:1: cannot parse")
    assert second.startswith("bnlint: n.ipynb: cell 4:1: cannot parse")
    assert found(done) == ["n.ipynb:cell 5:1:5 BNL101"]


def test_a_body_that_is_not_indented(tmp_path: Path) -> None:
    write(tmp_path / "n.ipynb", notebook(code("def f():\npass"), code(SEED)))
    done = check(tmp_path)
    assert done.stderr.startswith("bnlint: n.ipynb: cell 1:2: cannot parse: expected an indented block")
    assert found(done) == ["n.ipynb:cell 2:4:5 BNL101"]


def test_the_beginning_of_a_notebook_is_that_of_its_first_cell() -> None:
    """Also where something is put before that: IPython takes a cell that is indented as a whole."""
    source = files.decode("n.ipynb", json.dumps(notebook(text("# Title"), code("  a = 1"))).encode())
    assert source.text.startswith("if True:\n  a = 1")
    assert [source.where(line, 0) for line in (1, 2, 9)] == ["n.ipynb:cell 2:1:1"] * 3


def test_cells_without_code(tmp_path: Path) -> None:
    write(
        tmp_path / "n.ipynb",
        notebook(code(""), text("a"), code("\n"), code("# BatchNormalization keras"), code("%%time")),
    )
    done = check(tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_directories_are_searched_for_notebooks(tmp_path: Path) -> None:
    hidden = tmp_path / ".ipynb_checkpoints"
    hidden.mkdir()
    for folder in (tmp_path, hidden):
        write(folder / "n.ipynb", notebook(code(SEED)))
    assert found(check(tmp_path)) == ["n.ipynb:cell 1:4:5 BNL101"]
    assert found(check(tmp_path, "--ignore=BNL101")) == []


def test_standard_input(tmp_path: Path) -> None:
    """Either the notebook, or (as VS Code does it) the code of its cells under its name."""
    arguments = ("check", "--output-format=concise", "--stdin-filename=n.ipynb", "-")
    data = write(tmp_path / "n.ipynb", notebook(code(SEED)))
    assert found(bnlint(*arguments, cwd=tmp_path, stdin=data)) == ["n.ipynb:cell 1:4:5 BNL101"]
    assert found(bnlint(*arguments, cwd=tmp_path, stdin=SEED)) == ["n.ipynb:4:5 BNL101"]


def test_comments_suppress_in_cells(tmp_path: Path) -> None:
    write(
        tmp_path / "n.ipynb",
        notebook(code(SEED.rstrip() + "  # noqa: BNL101"), code(FINDING), code(f"{FINDING} # noqa")),
    )
    assert found(check(tmp_path)) == ["n.ipynb:cell 2:1:5 BNL101"]


def test_comments_that_are_not_needed_are_removed_in_cells(tmp_path: Path) -> None:
    """Also where the comment is the last line of its cell, whose end is no line feed."""
    before = notebook(code(SEED), code("# noqa: BNL101"), code("%cd\nz = 1  # noqa: BNL102\n# noqa: BNL101"))
    write(tmp_path / "n.ipynb", before)
    assert found(check(tmp_path, "--enable=BNL002")) == [
        "n.ipynb:cell 1:4:5 BNL101",
        "n.ipynb:cell 2:1:1 BNL002",
        "n.ipynb:cell 3:2:8 BNL002",
        "n.ipynb:cell 3:3:1 BNL002",
    ]
    assert check(tmp_path, "--enable=BNL002", "--fix").returncode == 1
    cells = json.loads((tmp_path / "n.ipynb").read_text(encoding="utf-8"))["cells"]
    assert ["".join(cell["source"]) for cell in cells[1:]] == ["", "%cd\nz = 1\n"]


def test_comments_are_added_in_cells(tmp_path: Path) -> None:
    before = notebook(code(f"%cd\n{SEED}"), code(FINDING))
    write(tmp_path / "n.ipynb", before)
    done = bnlint("check", "--add-noqa", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    before["cells"][0]["source"][-1] = f"{FINDING}  # noqa: BNL101\n"
    before["cells"][1]["source"][-1] = f"{FINDING}  # noqa: BNL101"
    assert json.loads((tmp_path / "n.ipynb").read_text(encoding="utf-8")) == before
    assert found(check(tmp_path)) == []


STYLES: dict[str, dict[str, Any]] = {
    "as Jupyter writes it": {},
    "indented by four": {"indent": 4},
    "on one line": {"indent": None},
    "without spaces": {"indent": None, "separators": (",", ":")},
    "tabs": {"indent": "\t"},
    "ASCII": {"ensure_ascii": True},
    "sorted": {"sort_keys": True},
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("form", ["lines", "string"])
def test_fixes_change_nothing_else(tmp_path: Path, style: str, form: str) -> None:
    """Outputs, metadata, order of keys, layout and the end of the file stay, byte for byte."""
    file = tmp_path / "n.ipynb"
    document = notebook(code(f"%cd\n{IMPORTS}\n{DATA}\nword = 'é😀\"\\\\'"), text("é"), code(MODEL), zzz=1)
    if form == "string":
        for cell in document["cells"]:
            cell["source"] = "".join(cell["source"])
    before = write(file, document, **STYLES[style])
    done = check(tmp_path, "--fix")
    assert (done.returncode, done.stderr) == (0, "bnlint: fixed 1 finding in 1 file\n")
    assert file.read_bytes() == before.replace(b"self.bn(x)", b"self.bn(x, training=training)")
    assert check(tmp_path, "--fix").stderr == ""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_fixes_keep_encoding_and_line_ends(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "n.ipynb"
    content = json.dumps(notebook(code(f"{IMPORTS}\n{DATA}\n{MODEL}")), indent=1).replace("\n", "\r\n")
    file.write_bytes(content.encode(encoding))
    assert check(tmp_path, "--fix").returncode == 0
    assert file.read_bytes() == content.replace("self.bn(x)", "self.bn(x, training=training)").encode(encoding)


def test_the_difference_names_cells(tmp_path: Path) -> None:
    """It shows the cells as they are written, magics too."""
    before = write(
        tmp_path / "n.ipynb", notebook(code(f"{IMPORTS}\n{DATA}"), code(MODEL.replace("\n\nsize", "\n!ls\nsize")))
    )
    done = check(tmp_path, "--diff")
    assert done.returncode == 1
    assert done.stdout.splitlines()[:2] == ["--- n.ipynb:cell 2", "+++ n.ipynb:cell 2"]
    assert done.stdout.splitlines()[6:9] == [
        "-        return self.bn(x)",
        "+        return self.bn(x, training=training)",
        " !ls",
    ]
    assert (tmp_path / "n.ipynb").read_bytes() == before


def test_nothing_is_fixed_where_a_cell_does_not_parse(tmp_path: Path) -> None:
    before = write(tmp_path / "n.ipynb", notebook(code(f"{IMPORTS}\n{DATA}"), code("a ="), code(MODEL)))
    assert check(tmp_path, "--fix").returncode == 2
    assert (tmp_path / "n.ipynb").read_bytes() == before


ALPHABET = ["a", "1", "é", "😀", '"', "\\", "\t", "\n", "#", " "]


@pytest.mark.parametrize("seed", range(8))
def test_any_edit_inside_a_cell_can_be_made(seed: int) -> None:
    """The file afterwards holds the edited text, and is a valid notebook with one string per line."""
    source = random.Random(seed)
    style = source.choice(list(STYLES.values()))
    for _ in range(60):
        cells = [code(f"r'''{''.join(source.choices(ALPHABET, k=9))} \n'''") for _ in range(3)]
        data = json.dumps(notebook(*cells), **{"ensure_ascii": False, **style}).encode()
        before = files.decode("n.ipynb", data)
        assert before.notebook is not None
        cell = source.choice(before.notebook.cells)
        start = source.randint(cell.start + 4, cell.end - 5)
        end = source.choice([start, source.randint(start, cell.end - 5)])
        edit = Edit(start, end - start, "".join(source.choices(ALPHABET, k=source.randint(0, 3))))
        after = edited(data, [[edit]])
        assert files.decode("n.ipynb", after).text == apply(before.text, [edit])
        document = nbformat.reads(after.decode(), as_version=4)
        nbformat.validate(document)
        for old, new in zip(notebook(*cells)["cells"], json.loads(after)["cells"], strict=True):
            assert new["source"] == "".join(new["source"]).splitlines(keepends=True)
            assert {**new, "source": 0} == {**old, "source": 0}


@pytest.mark.parametrize(
    ("edit", "cells"),
    [
        (Edit(6, 0, "c = 3\n"), ["a = 1\nc = 3", "b = 2"]),
        (Edit(5, 0, "\nc = 3"), ["a = 1\nc = 3", "b = 2"]),
        (Edit(7, 0, "c = 3\n"), ["a = 1", "c = 3\nb = 2"]),
        (Edit(0, 6, "c = 3\n"), ["c = 3", "b = 2"]),
    ],
)
def test_edits_at_the_end_of_a_cell(edit: Edit, cells: list[str]) -> None:
    """A statement behind the last one belongs to the same cell."""
    after = edited(json.dumps(notebook(code("a = 1"), code("b = 2"))).encode(), [[edit]])
    assert ["".join(cell["source"]) for cell in json.loads(after)["cells"]] == cells


def test_a_cell_loses_its_last_line_with_the_line_end_before() -> None:
    after = edited(json.dumps(notebook(code("a = 1\nb = 2"), code("c = 3"))).encode(), [[Edit(6, 6, "")]])
    assert [cell["source"] for cell in json.loads(after)["cells"]] == [["a = 1"], ["c = 3"]]


@pytest.mark.parametrize(
    ("cells", "edit", "words"),
    [
        (["a = 1", "b = 2"], Edit(4, 6, ""), "the fix reaches over a cell"),
        (["a = 1", "b = 2"], Edit(0, 6, ""), "the fix reaches over a cell"),
        (["", "b = 2"], Edit(0, 0, "a = 1"), "cell 1 is empty"),
        (["a = 1", "b = 2"], Edit(0, 0, "%%bash\n"), "the fix cannot be made in the notebook's cells"),
    ],
)
def test_edits_that_are_refused(cells: list[str], edit: Edit, words: str) -> None:
    """Those over cells, those that have no string to go to, and those that change what is Python."""
    data = json.dumps(notebook(*map(code, cells))).encode()
    with pytest.raises(NotInCell, match=words):
        edited(data, [[edit]])


def nested(depth: int) -> Any:
    return [nested(depth - 1)] if depth else []


ODD_FILES = {
    "the line ends of cell 1 are mixed": json.dumps(
        notebook({**code(""), "source": [f"{IMPORTS}\r", "\n", *MODEL.splitlines(keepends=True)]})
    ).encode(),
    "the notebook is nested too deeply": json.dumps(notebook(code(f"{IMPORTS}\n{MODEL}"), extra=nested(700))).encode(),
    "the notebook would not stay the same in utf-16": b"\xfe\xff"
    + json.dumps(notebook(code(f"{IMPORTS}\n{MODEL}"))).encode("utf-16-be"),
}
"""What is read, but cannot be written as it is."""


@pytest.mark.parametrize("problem", ODD_FILES)
def test_what_cannot_be_written_as_it_is_is_not_fixed(tmp_path: Path, problem: str) -> None:
    (tmp_path / "n.ipynb").write_bytes(ODD_FILES[problem])
    done = check(tmp_path, "--fix")
    assert (done.returncode, done.stderr) == (2, f"bnlint: n.ipynb: not fixed: {problem}\n")
    assert found(done) == ["n.ipynb:cell 1:7:16 BNL107"]
    assert (tmp_path / "n.ipynb").read_bytes() == ODD_FILES[problem]


@pytest.mark.parametrize("problem", list(ODD_FILES)[:2])
def test_machine_formats_without_a_place_in_the_json(tmp_path: Path, problem: str) -> None:
    """The file's first line stands for it, and there is no fix."""
    (tmp_path / "n.ipynb").write_bytes(ODD_FILES[problem])
    done = bnlint("check", "--keras=3", "--output-format=sarif", cwd=tmp_path)
    (result,) = json.loads(done.stdout)["runs"][0]["results"]
    assert result["message"]["text"].endswith("(cell 1, line 7)")
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (1, 1)
    assert "fixes" not in result


def test_machine_formats_point_into_the_json(tmp_path: Path) -> None:
    """Their readers know nothing of cells, so they get the line of the file, and the message says the cell."""
    data = write(tmp_path / "n.ipynb", notebook(code(f"{IMPORTS}\n{DATA}"), code("word = 'é😀\"'\n" + MODEL)))
    done = bnlint("check", "--keras=3", "--output-format=sarif", cwd=tmp_path)
    (result,) = json.loads(done.stdout)["runs"][0]["results"]
    assert result["message"]["text"].endswith("(cell 2, line 7)")
    region = result["locations"][0]["physicalLocation"]["region"]
    line = data.decode().splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "self.bn(x)"
    deleted = result["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"]
    assert line[: deleted["startColumn"] - 1].endswith("self.bn(x")


def test_json_has_the_cell(tmp_path: Path) -> None:
    """Its edits count in the file as it is."""
    data = write(tmp_path / "n.ipynb", notebook(text("é😀"), code(f"{IMPORTS}\n{DATA}"), code(MODEL)))
    done = bnlint("check", "--keras=3", "--output-format=json", cwd=tmp_path)
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["cell"], finding["line"], finding["end_line"]) == (3, 6, 6)
    edits = [Edit(**edit) for edit in finding["fix"]["edits"]]
    assert apply(data.decode(), edits).encode() == data.replace(b"self.bn(x)", b"self.bn(x, training=training)")


def test_every_character_has_its_place_in_the_file() -> None:
    raw = json.dumps(notebook(code('# é😀\t"\\\n#b'), code("#c")), ensure_ascii=True)
    source = files.decode("n.ipynb", raw.encode())
    assert source.notebook is not None
    places = FileMap(source.notebook, source.text)
    for cell in source.notebook.cells:
        for offset in range(cell.start, cell.end):
            start = places.offset(offset)
            piece = raw[start : max(start + 1, places.offset(offset + 1))].partition('",')[0]
            assert json.loads(f'"{piece}"') == source.text[offset]


def test_flake8_on_the_notebook_itself(tmp_path: Path) -> None:
    """Findings get the line of the JSON."""
    data = write(tmp_path / "n.ipynb", notebook(code(SEED), code(f"{FINDING}  # noqa: BNL101")))
    done = flake8("--select=BNL", "n.ipynb", cwd=tmp_path)
    line = next(number for number, text in enumerate(data.decode().splitlines(), 1) if FINDING in text)
    assert bnl(done) == [Shown("n.ipynb", line, 10, "BNL101", bnl(done)[0].message)]


def test_flake8_in_vs_code(tmp_path: Path) -> None:
    """It sends the code of the cells under the notebook's name."""
    done = flake8("--select=BNL", "--stdin-display-name=n.ipynb", "-", cwd=tmp_path, stdin=SEED)
    assert [(shown.line, shown.code) for shown in bnl(done)] == [(4, "BNL101")]

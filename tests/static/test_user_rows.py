"""What users say of code that bnlint cannot read: rows of ``[[tool.bnlint.library]]``."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from bnlint.analysis.worth import worth_analysis
from bnlint.libraries import user
from bnlint.libraries.user import UserFunction, UserLayer, UserLoop, UserNetwork
from bnlint.settings.config import Config
from tests.static.helpers import bnlint, flake8, python

BLOCK = """
[[tool.bnlint.library]]
name = "mylib.layers.ConvBN"
is = "layer"
contains-bn = true
"""
RUN = """
[[tool.bnlint.library]]
name = "mylib.Trainer.run"
is = "loop"
mode = "training"
"""


# --- A row is checked


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (
            {"is": "layer", "contains-bn": True, "keeps-shape": True},
            UserLayer("mylib.thing", contains_bn=True, keeps_shape=True),
        ),
        ({"is": "layer", "contains-bn": False}, UserLayer("mylib.thing", contains_bn=False)),
        (
            {"is": "network", "contains-bn": True, "weights": "weights", "pretrained": True},
            UserNetwork("mylib.thing", contains_bn=True, weights="weights", pretrained=True),
        ),
        ({"is": "function", "does": "keeps-shape"}, UserFunction("mylib.thing", "keeps-shape")),
        ({"is": "loop", "mode": "inference"}, UserLoop("mylib.thing", "inference")),
        (
            {
                "is": "loop",
                "mode": "training",
                "model": "net",
                "data": "images",
                "batch-size": "bs",
                "default-batch-size": 16,
                "epochs": "n",
                "steps": "per_epoch",
                "parameters": ["images", "n"],
                "constructor": ["net", "bs"],
            },
            UserLoop(
                "mylib.thing",
                "training",
                model="net",
                data="images",
                batch_size="bs",
                default_batch_size=16,
                epochs="n",
                steps="per_epoch",
                parameters=("images", "n"),
                constructor=("net", "bs"),
            ),
        ),
    ],
)
def test_a_table_is_a_row(table: dict[str, Any], row: user.Row) -> None:
    assert user.rows([{"name": "mylib.thing", **table}]) == (row,)
    assert user.kind_of(row) == table["is"]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("is = 'layer'", "row 1: the key 'name' is missing"),
        ("name = 3", "row 1: name: 3 is no dotted name: write module and name, as in 'mylib.layers.ConvBN'"),
        ("name = 'ConvBN'", "row 1 (ConvBN): name: 'ConvBN' is no dotted name"),
        ("name = 'mylib.Conv BN'", "row 1 (mylib.Conv BN): name: 'mylib.Conv BN' is no dotted name"),
        ("name = 'mylib.'", "row 1 (mylib.): name: 'mylib.' is no dotted name"),
        ("name = 'mylib.X'", "row 1 (mylib.X): the key 'is' is missing (layer, network, function, loop)"),
        (
            "name = 'mylib.X'\nis = 'Layer'",
            "row 1 (mylib.X): is: 'Layer' is not one of layer, network, function, loop: did you mean 'layer'?",
        ),
        ("name = 'mylib.X'\nis = 4", "row 1 (mylib.X): is: 4 is not one of layer, network, function, loop"),
        (
            "name = 'mylib.X'\nis = 'layer'\ncontain_bn = true",
            "row 1 (mylib.X): unknown key 'contain_bn': did you mean 'contains-bn'? "
            "(a layer has contains-bn, keeps-shape)",
        ),
        (
            "name = 'mylib.X'\nis = 'network'\ncontains-bn = true\nwho = 1",
            "row 1 (mylib.X): unknown key 'who' (a network has contains-bn, weights, pretrained)",
        ),
        ("name = 'mylib.X'\nis = 'layer'", "row 1 (mylib.X): the key 'contains-bn' is missing (a layer must have it)"),
        ("name = 'mylib.X'\nis = 'network'", "the key 'contains-bn' is missing (a network must have it)"),
        ("name = 'mylib.X'\nis = 'function'", "the key 'does' is missing (a function must have it)"),
        ("name = 'mylib.X'\nis = 'loop'", "the key 'mode' is missing (a loop must have it)"),
        ("name = 'mylib.X'\nis = 'layer'\ncontains-bn = 'yes'", "contains-bn: 'yes' is not true or false"),
        (
            "name = 'mylib.X'\nis = 'function'\ndoes = 'keeps_shape'",
            "does: 'keeps_shape' is not one of elementwise, keeps-shape, changes-shape, returns-argument, nothing: "
            "did you mean 'keeps-shape'?",
        ),
        (
            "name = 'mylib.X'\nis = 'loop'\nmode = 'train'",
            "mode: 'train' is not one of training, inference: did you mean 'training'?",
        ),
        ("name = 'mylib.X'\nis = 'loop'\nmodel = 'the model'", "model: 'the model' is no name of an argument"),
        ("name = 'mylib.X'\nis = 'loop'\nmodel = 0", "model: 0 is no name of an argument"),
        ("name = 'mylib.X'\nis = 'loop'\ndefault-batch-size = 0", "default-batch-size: 0 is no positive number"),
        ("name = 'mylib.X'\nis = 'loop'\ndefault-batch-size = true", "default-batch-size: True is no positive number"),
        ("name = 'mylib.X'\nis = 'loop'\nparameters = 'x'", "parameters: 'x' is no list of names"),
        ("name = 'mylib.X'\nis = 'loop'\nconstructor = [1]", "constructor: 1 is no name of an argument"),
        (
            "name = 'mylib.X'\nis = 'layer'\ncontains-bn = true\n"
            "[[tool.bnlint.library]]\nname = 'mylib.X'\nis = 'network'\ncontains-bn = true",
            "row 2 (mylib.X): the name is taken by row 1",
        ),
    ],
)
def test_what_is_wrong_is_said_on_one_line(tmp_path: Path, lines: str, message: str) -> None:
    """With the file, the row and what is allowed; by the command, and by flake8 as a usage error."""
    (tmp_path / "pyproject.toml").write_text(f"[[tool.bnlint.library]]\n{lines}\n")
    done = bnlint("check", ".", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert f"{tmp_path / 'pyproject.toml'}: tool.bnlint.library: row " in done.stderr
    assert len(done.stderr.splitlines()) == 1
    done = flake8("--bnlint-libraries=pyproject.toml", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert "error: argument --bnlint-libraries: " in done.stderr
    assert message in done.stderr


def test_rows_are_tables() -> None:
    for tables in (3, {"name": "mylib.X"}, ["mylib.X"]):
        with pytest.raises(user.RowError, match="no list of tables: each row begins with"):
            user.rows(tables)


# --- Where rows are read from


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "rows.toml: cannot read: No such file or directory"),
        ("[[library", "rows.toml: "),
        ("[[library]]\nname = 'mylib.X'\n", "rows.toml: no [[tool.bnlint.library]]"),
        ("[tool.bnlint]\nkeras = '3'\n", "rows.toml: no [[tool.bnlint.library]]"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_usage_error(tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / "rows.toml").write_text(text)
    for done in (
        bnlint("check", "--libraries=rows.toml", ".", cwd=tmp_path),
        flake8("--bnlint-libraries=rows.toml", ".", cwd=tmp_path),
    ):
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "folder"),
    [("rows.toml", "."), ("rows.toml", "sub"), ("./rows.toml", "."), ("./rows.toml", "sub"), ("sub/x.toml", "sub")],
)
def test_flake8_finds_the_file_that_its_configuration_names(tmp_path: Path, name: str, folder: str) -> None:
    """It is relative to the configuration; flake8 itself says so only of names with a slash."""
    (tmp_path / "sub").mkdir()
    (tmp_path / name).write_text(BLOCK.replace("contains-bn", "contains-nb"))
    (tmp_path / "setup.cfg").write_text(f"[flake8]\nbnlint-libraries = {name}\n")
    done = flake8(".", cwd=tmp_path / folder, isolated=False)
    assert done.returncode == 2
    assert f"{tmp_path / name}: tool.bnlint.library: row 1 (mylib.layers.ConvBN)" in done.stderr


def test_a_file_given_to_the_command_replaces_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(BLOCK)
    (tmp_path / "rows.toml").write_text(BLOCK.replace("contains-bn", "contains-nb"))
    assert bnlint("check", ".", cwd=tmp_path).returncode == 0
    assert "unknown key 'contains-nb'" in bnlint("check", "--libraries=rows.toml", ".", cwd=tmp_path).stderr


def test_settings_with_rows_travel_between_processes() -> None:
    config = Config(library=user.rows([{"name": "mylib.X", "is": "layer", "contains-bn": True}]))
    assert pickle.loads(pickle.dumps(config)) == config
    assert hash(config) == hash(pickle.loads(pickle.dumps(config)))


def test_who_has_no_rows_loads_nothing_for_them(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("from keras.layers import BatchNormalization\n")
    script = "import sys\nfrom flake8.main.cli import main\nmain(['x.py'])\nprint('tomllib' in sys.modules)\n"
    script += "print('bnlint.libraries.user' in sys.modules)\n"
    assert python("-c", script, cwd=tmp_path).stdout.split()[-2:] == ["False", "False"]


# --- Which files are looked at

BLOCKS = (UserLayer("mylib.layers.ConvBN", contains_bn=True), UserLayer("mylib.layers.Pool", contains_bn=False))
TRAINS = (UserLoop("mylib.Trainer.run", "training"),)


@pytest.mark.parametrize(
    ("source", "rows", "worth"),
    [
        ("from mylib.layers import ConvBN\nnet = ConvBN(3)\n", BLOCKS, True),
        ("from mylib.layers import ConvBN\nnet = ConvBN(3)\n", (), False),
        ("from mylib.layers import Pool\nnet = Pool(3)\n", BLOCKS, False),
        ("from mylib import Trainer\nTrainer(model).run(data)\n", TRAINS, False),
    ],
)
def test_a_file_that_uses_a_row_with_bn_is_looked_at(source: str, rows: tuple[user.Row, ...], worth: bool) -> None:
    assert worth_analysis(source, "x.py", True, rows) == worth


def test_a_file_is_looked_at_for_what_the_files_that_it_imports_use(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    models = tmp_path / "models.py"
    models.write_text("from mylib.layers import ConvBN\n\ndef build():\n    return ConvBN(3)\n")
    source = "from mylib import Trainer\nfrom models import build\n\nTrainer(build()).run(data)\n"
    path = str(tmp_path / "train.py")
    assert worth_analysis(source, path, True, (*BLOCKS, *TRAINS))
    assert not worth_analysis(source, path, False, (*BLOCKS, *TRAINS))
    assert not worth_analysis(source, path, True, BLOCKS)  # nothing says that it trains
    assert not worth_analysis(source, path, True, TRAINS)  # nothing says that there is BN
    models.write_text("from mylib.layers import Pool\n\ndef build():\n    return Pool(3)\n")
    assert not worth_analysis(source, path, True, (*BLOCKS, *TRAINS))


def test_a_file_is_looked_at_for_the_files_that_import_it(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    source = "from mylib import Trainer\n\ndef train(model, data):\n    Trainer(model).run(data)\n"
    (tmp_path / "training.py").write_text(source)
    (tmp_path / "main.py").write_text(
        "from mylib.layers import ConvBN\nfrom training import train\ntrain(ConvBN(), x)\n"
    )
    path = str(tmp_path / "training.py")
    assert worth_analysis(source, path, True, (*BLOCKS, *TRAINS))
    assert not worth_analysis(source, path, True, BLOCKS)
    assert not worth_analysis(source, path, True, TRAINS)


# --- What doctor says


def doctor(project: Path) -> list[tuple[str, str]]:
    done = bnlint("doctor", "--output-format=json", cwd=project)
    assert done.stderr == ""
    return [(c["status"], c["message"]) for c in json.loads(done.stdout)["checks"] if c["area"] == "library"]


def test_doctor_lists_rows_and_their_use(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(BLOCK + RUN)
    (tmp_path / "one.py").write_text("from mylib.layers import ConvBN\n")
    (tmp_path / "two.py").write_text("import mylib\n\nblock = mylib.layers.ConvBN(3)\nrunner = 1\n")
    file = tmp_path / "pyproject.toml"
    assert doctor(tmp_path) == [
        ("ok", f"{file}: mylib.layers.ConvBN (layer, contains BN) is used in 2 files"),
        ("note", f"{file}: mylib.Trainer.run (loop, training) is used in no file"),
    ]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("is = 'layer'\ncontains-bn = true\nkeeps-shape = true", "layer, contains BN, keeps the shape"),
        ("is = 'network'\ncontains-bn = true\npretrained = true", "network, contains BN, pretrained"),
        ("is = 'network'\ncontains-bn = false", "network, without BN"),
        ("is = 'function'\ndoes = 'keeps-shape'", "function, keeps-shape"),
        ("is = 'function'\ndoes = 'nothing'", "function that does nothing"),
        ("is = 'loop'\nmode = 'inference'", "loop, inference"),
    ],
)
def test_doctor_says_what_a_row_says(tmp_path: Path, lines: str, words: str) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[[tool.bnlint.library]]\nname = 'mylib.thing'\n{lines}\n")
    ((_, message),) = doctor(tmp_path)
    assert f"mylib.thing ({words}) is used in no file" in message


def test_doctor_reads_the_rows_of_flake8(tmp_path: Path) -> None:
    (tmp_path / "rows.toml").write_text(BLOCK)
    (tmp_path / "one.py").write_text("from mylib.layers import ConvBN\n")
    (tmp_path / ".flake8").write_text("[flake8]\nbnlint-libraries = rows.toml\n")
    assert doctor(tmp_path) == [
        ("ok", f"{tmp_path / 'rows.toml'}: mylib.layers.ConvBN (layer, contains BN) is used in 1 file")
    ]


def problems(project: Path) -> list[tuple[str, str]]:
    checks = json.loads(bnlint("doctor", "--output-format=json", cwd=project).stdout)["checks"]
    return [(c["message"], c["remedy"]) for c in checks if c["area"] == "flake8" and c["status"] == "problem"]


def test_doctor_names_rows_that_only_one_of_both_knows(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(BLOCK)
    (tmp_path / ".flake8").write_text("[flake8]\nmax-line-length = 100\n")
    ((message, remedy),) = problems(tmp_path)
    assert "bnlint-libraries gives the plugin 0 rows, but library in [tool.bnlint] has 1 row" in message
    assert remedy == "keep the rows in pyproject.toml and write bnlint-libraries = ./pyproject.toml"
    (tmp_path / ".flake8").write_text("[flake8]\nbnlint-libraries = ./pyproject.toml\n")
    assert problems(tmp_path) == []


def test_doctor_names_a_file_that_flake8_does_not_take(tmp_path: Path) -> None:
    (tmp_path / ".flake8").write_text("[flake8]\nbnlint-libraries = rows.toml\n")
    ((message, _),) = problems(tmp_path)
    assert "bnlint-libraries: " in message
    assert "rows.toml: cannot read: No such file or directory" in message
    assert doctor(tmp_path) == []

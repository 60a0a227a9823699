"""What users say of code that bnlint cannot read: rows of ``[[tool.bnlint.library]]``."""

from __future__ import annotations

import json
import multiprocessing
import pickle
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bnlint import check_source
from bnlint.analysis.worth import worth_analysis
from bnlint.events import always
from bnlint.interpreter.domain.values import Module, Object
from bnlint.interpreter.modules import Project
from bnlint.interpreter.reading import interpret
from bnlint.libraries import user
from bnlint.libraries.user import UserFunction, UserLayer, UserLoop, UserNetwork
from bnlint.project.mentions import mentions
from bnlint.settings.config import Config
from bnlint.syntax.trees import parse
from tests.static.helpers import ROOT, bnl, bnlint, flake8, parse_lines, python, read_expectations
from tests.static.lsp_client import running

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


EXAMPLE = ROOT / "examples" / "own_library"


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
            "name = 'mylib.X'\nis = 'loop'\nmode = 'training'\nmodel = 'modle'\nconstructor = ['model', 'optimizer']",
            "row 1 (mylib.X): model: 'modle' is neither in parameters nor in constructor: did you mean 'model'?",
        ),
        (
            "name = 'mylib.X'\nis = 'loop'\nmode = 'training'\nbatch-size = 'bacth_size'\n"
            "parameters = ['data', 'batch_size']\nconstructor = ['batch']",
            "batch-size: 'bacth_size' is neither in parameters nor in constructor: did you mean 'batch_size'?",
        ),
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


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("model", ["net"]),  # it can only be given by name
        ("batch_size", ["batch"]),
        ("steps", ["step"]),
        ("x", ["y"]),
        ("model", []),
    ],
)
def test_an_argument_that_is_given_by_name_only_is_in_no_list(name: str, parameters: list[str]) -> None:
    table = {"name": "mylib.X", "is": "loop", "mode": "training", "data": name, "parameters": parameters}
    assert user.rows([table]) == (UserLoop("mylib.X", "training", data=name, parameters=tuple(parameters)),)


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


def test_a_file_is_read_once_per_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "models.py"
    assert not mentions(str(file), ("ConvBN",))
    file.write_text("net = ConvBN()\n")
    assert mentions(str(file), ("Other", "ConvBN"))
    assert not mentions(str(file), ("Other",))
    with monkeypatch.context() as patch:
        patch.setattr("builtins.open", None)
        assert mentions(str(file), ("Other", "ConvBN"))
    monkeypatch.setattr("bnlint.project.mentions._MAX_ENTRIES", 0)
    file.write_text("net = Other(3)\n")
    assert mentions(str(file), ("Other",))


# --- What doctor says


def doctor(project: Path) -> list[tuple[str, str]]:
    done = bnlint("doctor", "--output-format=json", cwd=project)
    assert done.stderr == ""
    return [(c["status"], c["message"]) for c in json.loads(done.stdout)["checks"] if c["area"] == "library"]


def test_doctor_lists_rows_and_their_use(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(BLOCK + RUN)
    (tmp_path / "one.py").write_text("from mylib.layers import ConvBN\n")
    (tmp_path / "two.py").write_text("import mylib\n\nblock = mylib.layers.ConvBN(3)\nrunner = 1\n")
    (tmp_path / "loop.py").symlink_to(tmp_path / "loop.py")
    file = tmp_path / "pyproject.toml"
    assert doctor(tmp_path) == [
        ("ok", f"{file}: mylib.layers.ConvBN (layer, contains BN) is used in 2 files"),
        ("note", f"{file}: mylib.Trainer.run (loop, training) is used in no file"),
    ]


def test_doctor_names_arguments_that_nobody_gives(tmp_path: Path) -> None:
    """One that is misspelled, and in no list, is found nowhere."""
    (tmp_path / "pyproject.toml").write_text(f"{RUN}model = 'modle'\nbatch-size = 'size'\nparameters = ['data']\n")
    (tmp_path / "one.py").write_text("from mylib import Trainer\n\nTrainer().run(data, model=model, size=1)\n")
    (tmp_path / "two.py").write_text("modle = 1\n")
    first, second = doctor(tmp_path)
    file = tmp_path / "pyproject.toml"
    assert first == ("ok", f"{file}: mylib.Trainer.run (loop, training) is used in 1 file")
    assert second == ("note", f"{file}: mylib.Trainer.run: model = 'modle' is written in no file that uses it")
    (tmp_path / "two.py").write_text("run = dict(modle=1)\n")
    assert [status for status, _ in doctor(tmp_path)] == ["ok"]


def test_doctor_names_rows_about_what_bnlint_reads_itself(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(BLOCK)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "mylib.py").write_text("class ConvBN: ...\n")
    ((status, message),) = doctor(tmp_path)
    assert status == "note"
    assert message.endswith(f"is read by bnlint in {tmp_path / 'src' / 'mylib.py'}: the row changes nothing")


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


def test_doctor_names_rows_that_flake8_without_a_configuration_does_not_know(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(BLOCK)
    ((message, remedy),) = problems(tmp_path)
    assert message.startswith("no configuration of flake8 gives the plugin 0 rows, but library in [tool.bnlint] has 1")
    assert remedy.endswith(f"write bnlint-libraries = ./pyproject.toml below [flake8] in {tmp_path / '.flake8'}")
    (tmp_path / ".flake8").write_text("[flake8]\nbnlint-libraries = ./pyproject.toml\n")
    assert problems(tmp_path) == []
    (tmp_path / ".flake8").unlink()
    (tmp_path / "pyproject.toml").write_text("[tool.bnlint]\nkeras = '3'\n")
    assert problems(tmp_path) == []


def test_doctor_names_a_file_that_flake8_does_not_take(tmp_path: Path) -> None:
    (tmp_path / ".flake8").write_text("[flake8]\nbnlint-libraries = rows.toml\n")
    ((message, _),) = problems(tmp_path)
    assert "bnlint-libraries: " in message
    assert "rows.toml: cannot read: No such file or directory" in message
    assert doctor(tmp_path) == []


# --- What is found with them

LAYER = {"name": "mylib.layers.ConvBN", "is": "layer", "contains-bn": True}
NETWORK = {"name": "mylib.ResNet.from_pretrained", "is": "network", "contains-bn": True}
FUNCTION = {"name": "mylib.ops.mix", "is": "function"}
TRAINER = {"name": "mylib.Trainer.run", "is": "loop", "mode": "training"}
PREDICT = {"name": "mylib.predict", "is": "loop", "mode": "inference"}

MODEL = """
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
import mylib
from mylib import ResNet, Trainer, predict
from mylib.layers import ConvBN
from mylib.ops import mix

inputs = keras.Input((8,))
model = keras.Model(inputs, layers.BatchNormalization()(inputs))
"""
"""A model with BN in it, for a trainer to train."""


def found(source: str, *tables: dict[str, Any]) -> dict[int, set[tuple[int, str]]]:
    """Return the findings with these rows, by dialect."""
    rows = user.rows(list(tables))
    configs = {2: Config("2", library=rows), 3: Config("3", library=rows)}
    return {
        dialect: {(f.line, f.code) for f in check_source(source, config=config)} for dialect, config in configs.items()
    }


def expects(source: str, *tables: dict[str, Any]) -> None:
    """Hold the findings against the comments; without the rows there are none."""
    stated = read_expectations(source)
    wanted = {dialect: {(line, code) for line, code, only in stated if only in (0, dialect)} for dialect in (2, 3)}
    assert found(source, *tables) == wanted
    assert found(source) == {2: set(), 3: set()}


def test_a_layer_that_contains_bn() -> None:
    source = """
import tensorflow as tf
from mylib.layers import ConvBN

block = ConvBN(8)
optimizer = tf.keras.optimizers.Adam()

def step(x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(block(x))  # expect: BNL102
    gradients = tape.gradient(loss, block.trainable_variables)
    optimizer.apply_gradients(zip(gradients, block.trainable_variables))
"""
    expects(source, LAYER)
    assert found(source.replace("block(x)", "block(x, training=True)"), LAYER) == {2: set(), 3: set()}
    assert found(source.replace("ConvBN(8)", "ConvBN(8, trainable=False)"), LAYER) == {2: set(), 3: set()}
    assert found(source, {**LAYER, "contains-bn": False}) == {2: set(), 3: set()}


def test_messages_call_it_by_the_name_of_its_class() -> None:
    source = "import tensorflow as tf\nimport mylib\n\nnet = mylib.ResNet.from_pretrained()\nnet.trainable = False\n"
    (finding,) = check_source(f"{source}y = net(x, training=True)\n", config=Config(library=user.rows([NETWORK])))
    assert "this ResNet (it contains BatchNormalization) is frozen" in finding.said.reason


def test_a_layer_that_keeps_the_shape() -> None:
    source = """
from tensorflow import keras
from tensorflow.keras import layers
from mylib.layers import ConvBN

inputs = keras.Input((8,))
model = keras.Model(inputs, layers.BatchNormalization()(ConvBN(8)(inputs)))
model.compile("sgd", "mse")
model.fit(images, batch_size=1)  # expect: BNL202
"""
    expects(source, {**LAYER, "keeps-shape": True})
    assert found(source, LAYER) == {2: set(), 3: set()}  # one value per channel, or as many as an image has pixels?


def test_a_layer_in_a_model_of_the_program() -> None:
    expects(
        """
from tensorflow import keras
from mylib.layers import ConvBN

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.block = ConvBN(8)

    def call(self, x):  # expect[3]: BNL103
        return self.block(x)

net = Net()
net.compile("sgd", "mse")
net.fit(images, labels)
""",
        LAYER,
    )


@pytest.mark.parametrize("weights", ["", "weights=None", "weights='imagenet'", "weights=chosen"])
def test_a_network(weights: str) -> None:
    expects(
        f"""
from tensorflow import keras
from mylib import ResNet

net = ResNet.from_pretrained({weights})
net.trainable = False
inputs = keras.Input((32, 32, 3))
model = keras.Model(inputs, net(inputs, training=True))  # expect: BNL108
model.compile("sgd", "mse")
model.fit(images, labels)
""",
        {**NETWORK, "weights": "weights"},
    )


@pytest.mark.parametrize(
    ("table", "weights", "short"),
    [
        ({}, "", True),
        ({"pretrained": True}, "", False),
        ({"weights": "weights"}, "", True),
        ({"weights": "weights", "pretrained": True}, "weights=None", True),
        ({"weights": "weights"}, "weights='imagenet'", False),
        ({"weights": "weights"}, "weights=chosen", False),
    ],
)
def test_what_is_pretrained_has_statistics(table: dict[str, Any], weights: str, short: bool) -> None:
    """BNL304, opt-in, asks whether so few steps make statistics from nothing."""
    source = f"""
from tensorflow import keras
from tensorflow.keras import layers
from mylib import ResNet
import numpy as np

inputs = keras.Input((32, 32, 3))
x = layers.BatchNormalization()(inputs)
model = keras.Sequential([ResNet.from_pretrained({weights}), layers.BatchNormalization()])
net = ResNet.from_pretrained({weights})
"""
    rows = user.rows([{**NETWORK, **table}])
    module = Module("x.py", None, parse(source))
    interpret(module, Project(), 3, always("tensorflow"), rows)
    made = module.names["net"]
    assert isinstance(made, Object)
    assert made.layer is not None
    assert (made.layer.pretrained is False) == short


@pytest.mark.parametrize(
    ("does", "codes"),
    [
        ("elementwise", {(9, "BNL202")}),
        ("keeps-shape", {(9, "BNL202")}),
        ("changes-shape", set()),
        ("returns-argument", {(9, "BNL202")}),
        ("nothing", set()),
    ],
)
def test_a_function_on_tensors(does: str, codes: set[tuple[int, str]]) -> None:
    source = """
from tensorflow import keras
from tensorflow.keras import layers
from mylib.ops import mix

inputs = keras.Input((8,))
model = keras.Model(inputs, layers.BatchNormalization()(mix(inputs, inputs)))
model.compile("sgd", "mse")
model.fit(images, batch_size=1)
"""
    assert found(source, {**FUNCTION, "does": does}) == {2: codes, 3: codes}
    assert found(source) == {2: set(), 3: set()}


def test_a_function_without_tensors() -> None:
    for does in user.DOES:
        assert found(
            "import tensorflow as tf\nfrom mylib.ops import mix\nmix()\nBatchNorm = 1\n", FUNCTION | {"does": does}
        )


def test_a_function_that_gives_back_the_model() -> None:
    expects(
        f"""{MODEL}
prepared = mix(model)
prepared.compile("sgd", "mse")
prepared.fit(images, batch_size=1)  # expect: BNL202
""",
        {**FUNCTION, "does": "returns-argument"},
    )


def test_a_function_that_calls_layers_with_bn() -> None:
    source = """
import tensorflow as tf
from tensorflow import keras
from mylib.ops import mix

inputs = keras.Input((32, 32, 3))
model = keras.Model(inputs, mix(inputs, 64))
optimizer = keras.optimizers.Adam()

def step(x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x))  # expect: BNL102
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
"""
    expects(source, {**FUNCTION, "does": "changes-shape", "contains-bn": True})
    assert found(source, {**FUNCTION, "does": "changes-shape"}) == {2: set(), 3: set()}


# --- Loops


@pytest.mark.parametrize(
    ("line", "table"),
    [
        ("Trainer(model).run(images, batch_size=1)", {"batch-size": "batch_size"}),
        ("Trainer(model).run(images, 1)", {"batch-size": "bs", "parameters": ["images", "bs"]}),
        ("Trainer(model, bs=1).run(images)", {"batch-size": "bs"}),
        ("Trainer(model, 1).run(images)", {"batch-size": "bs", "constructor": ["model", "bs"]}),
        ("Trainer(model).run(images)", {"default-batch-size": 1}),
        (
            "Trainer(model).run(x=images, bs=1, n=3, s=4)",
            {"data": "x", "batch-size": "bs", "epochs": "n", "steps": "s"},
        ),
        (
            "Trainer(model).run(images, batch_size=1)",
            {"model": "net", "constructor": ["net"], "batch-size": "batch_size"},
        ),
        ("Trainer(net=model).run(images, batch_size=1)", {"model": "net", "batch-size": "batch_size"}),
        ("Trainer().run(model, images, batch_size=1)", {"batch-size": "batch_size"}),
        ("Trainer().run(images, model=model, batch_size=1)", {"model": "model", "batch-size": "batch_size"}),
        ("Trainer(model).run(tf.data.Dataset.from_tensor_slices(images).batch(1))", {}),
        ("Trainer(model).run(tf.data.Dataset.from_tensor_slices(images), n=1)", {"batch-size": "n"}),
        ("mylib.Trainer(model).run([tf.zeros((50, 8))], n=1)", {"batch-size": "n"}),
        ("trainer = Trainer(model)\ntrainer.model.trainable\ntrainer.run(images, n=1)", {"batch-size": "n"}),
        ("Trainer(lambda: model).run(images, n=1)", {"model": "f", "constructor": ["f"], "batch-size": "n"}),
        ("Trainer(model)(images, n=1)", {"name": "mylib.Trainer.__call__", "batch-size": "n"}),
        ("mylib.train(model, images, n=1)", {"name": "mylib.train", "batch-size": "n"}),
        ("mylib.train(model, 1)", {"name": "mylib.train", "batch-size": "n", "parameters": ["model", "n"]}),
        ("net = model if wanted else None\nTrainer(net).run(images, n=1)", {"batch-size": "n"}),
    ],
)
def test_a_training_loop_with_batches_of_one(line: str, table: dict[str, Any]) -> None:
    expects(f"{MODEL}{line}  # expect: BNL202\n", {**TRAINER, **table})


@pytest.mark.parametrize(
    ("line", "table"),
    [
        ("Trainer(model).run(images, batch_size=1)", {}),  # nobody says that this is the size of a batch
        ("Trainer(model).run(images, batch_size=32)", {"batch-size": "batch_size"}),
        ("Trainer(model).run(images)", {"batch-size": "batch_size"}),
        ("Trainer(model).run(images)", {"batch-size": "batch_size", "default-batch-size": 32}),
        ("Trainer(model).run(images, batch_size=1)", {"batch-size": "batch_size", "model": "net"}),  # none is given
        ("Trainer(model).fit(images, batch_size=1)", {"batch-size": "batch_size"}),  # another method
        ("Trainer(model).model.run(images, batch_size=1)", {"batch-size": "batch_size", "constructor": ["model"]}),
        ("Trainer(model)(images, batch_size=1)", {"batch-size": "batch_size"}),
        ("Trainer(model).run(images, batch_size=1)", {"batch-size": "batch_size", "mode": "inference"}),
    ],
)
def test_a_loop_of_which_nothing_is_found(line: str, table: dict[str, Any]) -> None:
    assert found(f"{MODEL}{line}\n", {**TRAINER, **table}) == {2: set(), 3: set()}


@pytest.mark.parametrize(
    "body",
    [
        "    pass\n\nMine(model, size=1).run(images)  # expect: BNL202\n",
        "    def __init__(self, net, number):\n        super().__init__(net, size=number)  # expect: BNL202\n\n"
        "    def go(self):\n        self.run(images)\n\nMine(model, 1).go()\n",
        "    def __init__(self, net):\n        self.net, self.size = net, 1\n\n"
        "    def go(self):\n        super().run(images)  # expect: BNL202\n\nMine(model).go()\n",
        "    def __init__(self):\n        self.net = model\n\nMine().run(images, size=1)  # expect: BNL202\n",
        "    def run(self, x):\n        super().run(x)\n\nMine(model, size=1).run(images)  # expect: BNL202\n",
    ],
)
def test_a_trainer_of_the_program_below_one_of_the_library(body: str) -> None:
    expects(f"{MODEL}\nclass Mine(Trainer):\n{body}", {**TRAINER, "batch-size": "size"})


def test_a_trainer_trains_what_is_trainable_now() -> None:
    """It is none of Keras's loops, in which what compile saw counts (BNL109)."""
    source = f"""{MODEL}
model.compile("sgd", "mse")
model.fit(images)
model.trainable = False
Trainer(model).run(images)
"""
    assert found(source, TRAINER) == {2: set(), 3: set()}
    assert {code for _, code in found(source.replace("Trainer(model).run", "model.fit"), TRAINER)[3]} == {"BNL109"}


def test_a_trainer_calls_the_program_s_loss() -> None:
    """It differentiates the loss by the model's weights: a step as in a GradientTape of the program."""
    source = f"""{MODEL}
def loss(net, x, y):
    return tf.reduce_mean(net(x) - y)  # expect: BNL102

Trainer(model).run(loss, images, labels)
"""
    row = {**TRAINER, "step": "loss", "parameters": ["loss"], "step-takes": ["model", "x", "y"]}
    expects(source, row)
    assert found(source.replace("net(x)", "net(x, training=True)"), row) == {2: set(), 3: set()}
    assert found(source, {**row, "step-takes": ["other", "x", "y"]}) == {2: set(), 3: set()}
    assert found(source, {**row, "step": "objective"}) == {2: set(), 3: set()}
    unknown = source.replace("run(loss,", "run(mylib.losses.mse,")
    assert found(unknown, row) == {2: set(), 3: set()}


def test_a_step_gets_batches() -> None:
    expects(
        f"""{MODEL}
def step(batch):
    x, y = batch
    return tf.reduce_mean(model(x, training=True) - y)

pairs = tf.data.Dataset.from_tensor_slices((tf.zeros((50, 8)), tf.zeros((50, 8))))
Trainer(model).run(step, pairs.batch(1))  # expect: BNL202
""",
        {**TRAINER, "step": "step", "parameters": ["step"]},
    )


def test_a_step_is_a_method_of_a_trainer_of_the_program() -> None:
    source = f"""{MODEL}
class Mine(Trainer):
    def compute_loss(self, batch):
        return tf.reduce_mean(self.model(batch))  # expect: BNL102

Mine(model).run(images)
"""
    row = {**TRAINER, "step": "compute_loss", "constructor": ["model"]}
    expects(source, row)
    assert found(source.replace("Mine(model).run", "Mine(model=model).run"), row) == found(source, row)
    assert found(source.replace("compute_loss", "other"), row) == {2: set(), 3: set()}


def test_an_inference_loop() -> None:
    """In Keras 2 a constant in the graph holds in inference, too; a batch of one has no variance then."""
    source = """
from tensorflow import keras
from tensorflow.keras import layers
import mylib

inputs = keras.Input((8,))
model = keras.Model(inputs, layers.BatchNormalization()(inputs, training=True))
mylib.predict(model, images, batch_size=1)
"""
    assert found(source) == {2: {(7, "BNL106")}, 3: {(7, "BNL106")}}
    with_row = found(source, {**PREDICT, "batch-size": "batch_size"})
    assert with_row == {2: {(7, "BNL106"), (8, "BNL202")}, 3: {(7, "BNL106")}}


def test_an_inference_loop_runs_the_program_s_step() -> None:
    expects(
        f"""{MODEL}
def answer(x):
    return model(x, training=True)  # expect: BNL105

predict(model, answer, images)
""",
        {**PREDICT, "step": "answer", "parameters": ["model", "answer"]},
    )


def test_a_loop_runs_what_else_it_is_given() -> None:
    """As any function that nobody knows."""
    source = f"""{MODEL}
def work():
    def show(x):
        model.fit(x, batch_size=1)

    predict(images, callback=show)
"""
    assert found(source, PREDICT) == found(source) == {2: {(15, "BNL202")}, 3: {(15, "BNL202")}}


def test_rows_may_correct_what_bnlint_says_of_a_library() -> None:
    row = {"name": "tensorflow.keras.applications.VGG16", "is": "network", "contains-bn": True}
    source = """
import tensorflow as tf
from tensorflow.keras.applications import VGG16

net = VGG16()
net.trainable = False
y = net(x, training=True)  # expect: BNL108
"""
    expects(source, row)


@pytest.mark.parametrize("kind", ["parquet", "jsonl", "folder"])
def test_mine_reads_corpora_with_rows(tmp_path: Path, kind: str) -> None:
    source = (EXAMPLE / "train.py").read_text()
    corpus = tmp_path / f"corpus.{kind}"
    if kind == "parquet":
        pq.write_table(pa.table({"content": [source, "x = 1"], "path": ["train.py", "x.py"]}), corpus)
    elif kind == "jsonl":
        corpus.write_text(json.dumps({"content": source, "path": "train.py"}) + "\n")
    else:
        corpus.mkdir()
        (corpus / "train.py").write_text(source)
    for arguments, codes in (
        ([], []),
        ([f"--libraries={EXAMPLE / 'pyproject.toml'}"], ["BNL102"]),
    ):
        output = tmp_path / f"{len(arguments)}.parquet"
        assert bnlint("mine", corpus, "-o", output, "--jobs=1", *arguments, process=True).returncode == 0
        assert pq.read_table(output).column("code").to_pylist() == codes


# --- The example of the documentation


def test_the_example_finds_what_its_comments_say(tmp_path: Path) -> None:
    expected = {(line, code) for line, code, _ in read_expectations((EXAMPLE / "train.py").read_text())}
    assert expected
    done = bnlint("check", "--jobs=2", "--output-format=concise", ".", cwd=EXAMPLE, process=True)
    assert {(shown.line, shown.code) for shown in parse_lines(done.stdout)} == expected
    done = flake8("--select=BNL", ".", cwd=EXAMPLE, isolated=False, process=True)
    assert {(shown.line, shown.code) for shown in bnl(done)} == expected
    (tmp_path / "train.py").write_text((EXAMPLE / "train.py").read_text())
    assert bnlint("check", ".", cwd=tmp_path).stdout == "No findings in 1 file.\n"  # without the rows
    rows = (EXAMPLE / "pyproject.toml").read_text().splitlines(keepends=True)
    (tmp_path / "pyproject.toml").write_text("".join(row for row in rows if not row.startswith("step")))
    assert bnlint("check", ".", cwd=tmp_path).stdout.startswith("No findings in 1 file.\n")  # the loop passes the flag


def test_an_editor_shows_it() -> None:
    with running(["-m", "bnlint", "lsp", "--stdio"], EXAMPLE) as client:
        diagnostics = client.diagnostics(client.open("train.py", (EXAMPLE / "train.py").read_text()), 1)
    assert [diagnostic["code"] for diagnostic in diagnostics] == ["BNL102"]


def test_the_page_shows_the_example() -> None:
    page = (ROOT / "docs" / "library.md").read_text()
    for name in ("train.py", "pyproject.toml"):
        assert (EXAMPLE / name).read_text() in page
    assert (EXAMPLE / ".flake8").read_text() in page
    command = bnlint("check", "--output-format=concise", cwd=EXAMPLE)
    assert f"$ bnlint check --output-format concise\n{command.stdout}```" in page


def test_every_key_means_something() -> None:
    meaning = (ROOT / "bnlint" / "interpreter" / "effects" / "own.py").read_text(encoding="utf-8")
    for kind in user.KINDS:
        missing = [key for key in user.keys(kind) if f"row.{key.replace('-', '_')}" not in meaning]
        assert not missing, f"effects/own.py lacks {missing} of {kind} (CONTRIBUTING.md, 'Teach a library')"


def test_the_page_has_every_key() -> None:
    page = (ROOT / "docs" / "library.md").read_text()
    for kind in user.KINDS:
        assert f'### `is = "{kind}"`' in page
        missing = [key for key in user.keys(kind) if f"`{key}`" not in page]
        assert not missing, f"docs/library.md lacks {missing} of {kind} (CONTRIBUTING.md, 'Teach a library')"
    assert all(f'`"{word}"`' in page for word in (*user.DOES, *user.MODES, *user.STEP_TAKES))


def test_doctor_has_nothing_to_mend_in_the_example() -> None:
    checks = json.loads(bnlint("doctor", "--output-format=json", ".", cwd=EXAMPLE).stdout)["checks"]
    assert {check["status"] for check in checks if check["area"] in ("library", "flake8")} == {"ok"}


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_rows_reach_other_processes(tmp_path: Path, method: str) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / f"{name}.py").write_text((EXAMPLE / "train.py").read_text())
    (tmp_path / "rows.toml").write_text((EXAMPLE / "pyproject.toml").read_text())
    (tmp_path / "main.py").write_text(
        "import multiprocessing, sys\nfrom bnlint.cli import main\nif __name__ == '__main__':\n"
        f"    multiprocessing.set_start_method({method!r})\n"
        "    options = ['--jobs=2', '--libraries=rows.toml', '--output-format=concise', '--group=no']\n"
        "    sys.exit(main(['check', *options, '.']))\n"
    )
    done = python("main.py", cwd=tmp_path)
    assert done.stderr == ""
    assert [shown.code for shown in parse_lines(done.stdout)] == ["BNL102"] * 3

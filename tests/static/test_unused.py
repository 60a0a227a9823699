"""Modules that nobody in a program uses: what does not run shows no symptom."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bnlint.api import check_source
from bnlint.project import ttl_cache
from bnlint.project.unused import unused
from bnlint.settings.config import Config
from bnlint.sources import files

OLD = """from tensorflow.keras import layers

NAME = "old"


def old_net(x):
    return layers.BatchNormalization(momentum=0.1)(x)


if __name__ == "__main__":
    print(NAME)
"""
KERAS_ONLY = "@keras.saving.register_keras_serializable()"
NEW = OLD.replace("old", "new").replace("0.1", "0.9")
LOGS = "import logging\nlog = logging.getLogger(__name__)\nlog.setLevel(10)\nlog.addHandler(logging.StreamHandler())\n"
TRAIN = "from nets.new import new_net\nmodel = make(new_net)\nmodel.fit(x, y)\n"
LOAD = "import importlib\n\n\ndef load(path, part='train'):\n    return importlib.import_module(path + '').of(part)\n"
"""Its only text is the name of a file by chance."""
LOADS = "from load import load\n" + TRAIN


def notebook(*cells: str, image: str = "") -> str:
    """Return the file of a notebook."""
    written = [{"cell_type": "code", "source": cell, "metadata": {}, "outputs": []} for cell in cells]
    output = {"output_type": "display_data", "data": {"image/png": image}, "metadata": {}}
    return json.dumps({"cells": written, "metadata": {"output": output}, "nbformat": 4, "nbformat_minor": 5})


def found(root: Path, files: dict[str, str], name: str = "nets/old.py", git: bool = True) -> bool:
    """Whether something is found in a file of a project."""
    ttl_cache.forget()
    for path, content in {"nets/old.py": OLD, "nets/new.py": NEW, "train.py": TRAIN, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content)
    if git:
        (root / ".git").mkdir(exist_ok=True)
    return bool(check_source((root / name).read_text(), str(root / name), Config(keras="2")))


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"show.py": "from nets.old import old_net\nfrom nets.new import new_net\nnew_net(x)\n"},
        {"show.py": "import nets.old as unused\n"},
        {"show.py": "from nets.old import old_net\nfrom nets.new import *\nnew_net(x)\n"},
        {"nets/old.py": OLD.replace("def old", "@register('old')\ndef old")},
        {"show.py": "import nets.old\n", "nets/old.py": OLD.replace("def old", KERAS_ONLY + "\ndef old")},
        {"show.py": "from nets.old import old_net\ndef f():\n    from nets.new import old_net\n    old_net(x)\n"},
        {"show.py": "old_net = 1  # a new one\n"},
        {"show.py": "from nets.old import old_net as net\n\ndef f():\n    return [net(x)]\n"},
        {"show.py": "# from nets import old\n"},
        {"nets/old.py": OLD + "\n\ndef train(model):\n    model.fit(x, y)\n"},
        {"nets/old.py": OLD + "    print(old_net(x))\n"},
        {"train.py": "model.fit(x, y)\n"},
        {"nets/old.py": OLD + "\n\nNETS = {'old': old_net}\n"},
        {"setup.cfg": "[flake8]\n", "pyproject.toml": "[tool.ruff]\n"},
        {"load.py": "import importlib\nimportlib.import_module('nets.new')\n"},
        {"load.py": "import importlib\n\ndef load(name):\n    importlib.import_module(name)\n"},
        {"load.py": LOAD, "train.py": LOADS + "load('nets.new')\n"},
        {"load.py": LOAD, "other/net.py": "", "train.py": LOADS + "load('other.%s' % name)\n"},
        {"nets/old.py": "from collections import namedtuple\nParams = namedtuple('Params', 'a b')\n" + OLD},
        {"nets/old.py": OLD.partition("if __name__")[0] + "def train(model):\n    model.fit(x, y)\n"},
        {"nets/old.py": LOGS + OLD},
        {"show.py": "\ufefffrom nets.old import old_net\nfrom nets.new import new_net\nnew_net(x)\n"},
        {
            "nets/later.py": "def old_net(x):\n    return x\n",
            "show.py": "from nets.later import old_net\nprint(1)  # or old_net(x)\n",
        },
        {
            "README.md": "Try `old_net`.\n",
            "nets/later.py": "def old_net(x):\n    return x\n",
            "show.py": "from nets.later import old_net\nprint(old_net(x))\n",
        },
        {"README.md": "old is kept\n", "show.ipynb": '{"cells": [{"cell_type": "code", "source": ["new"]}]}'},
    ],
)
def test_nobody_uses_it(tmp_path: Path, files: dict[str, str]) -> None:
    assert not found(tmp_path, files)


@pytest.mark.parametrize(
    "files",
    [
        {"show.py": "from nets.old import old_net\nold_net(x)\n"},
        {"show.py": "from nets.old import old_net as net\n\ndef f():\n    return [net(x)]\n\nprint(f())\n"},
        {"show.py": "import nets.old\nprint(nets)\n"},
        {"train.py": "import nets.old\n" + TRAIN, "nets/old.py": OLD.replace("def old", "@register('old')\ndef old")},
        {
            "train.py": "from nets import old\n" + TRAIN,
            "nets/old.py": OLD.replace("def old", "@NETS.register\ndef old"),
        },
        {"show.py": "from nets import old\nprint(old.old_net)\n"},
        {"show.py": "from nets.old import *\nprint(old_net)\n"},
        {"show.py": "from nets.old import old_net\nprint old_net(x)\n"},
        {"nets/__init__.py": "from .old import old_net\n"},
        {"show.py": "net = new_net(x)  # or old_net(x)\n"},
        {"train.py": "# from nets import old\n" + TRAIN},
        {"show.ipynb": notebook("from nets import old", "old.old_net(x)")},
        {"show.py": "from nets.old import old_net\n\ndef train():\n    old_net(x).fit()\n\nprint(1)\n# train()\n"},
        {"setup.py": "from setuptools import setup\nsetup()\n"},
        {"pyproject.toml": "[project]\nname = 'nets'\n"},
        {"nets/setup.py": "from setuptools import setup\nsetup()\n"},
        {"show.py": "import importlib\nimportlib.import_module('nets.' + sys.argv[1])\n"},
        {"train.py": "from nets.new import new_net\nnew_net(x)\n"},
        {"train.py": "new_net(x)\n"},
        {"nets/old.py": "@experiment.automain\ndef train(model):\n    return old_net\n\n" + OLD},
        {"nets/old.py": OLD + "\n\nprint(old_net)\n"},
        {"nets/old.py": LOGS + OLD + "\n\nlog.info(old_net(x))\n"},
        {"nets/old.py": OLD + "\n\nnet = old_net(x)\n"},
        {"nets/old.py": "import os\n\nif os.name:\n    x = old_net(1)\n" + OLD},
        {"README.md": "Try `old_net`.\n"},
        {"README.md": "- [An old network](nets/old.py)\n"},
        {"show.py": "from nets.Old import old_net\nold_net(x)\n"},
        {"nets/old.py": OLD + "    tf.app.run()\n\n\ndef main(_):\n    old_net(x).predict(x)\n"},
        {"show.ipynb": notebook("from nets.old import old_net", "old_net(x)", image="0" * 3_000_000)},
        {"train.py": "import importlib\n" + TRAIN + "net = importlib.import_module('nets.' + name)\n"},
        {"load.py": LOAD, "train.py": LOADS + "load('nets.%s' % name)\n"},
        {"load.py": LOAD, "train.py": LOADS + "load('nets.old')\n"},
        {"load.py": LOAD, "train.py": LOADS + "load(name)\n"},
        {"run.sh": "python train.py --net old_net\n"},
        {"nets/old.py": OLD + "    old_net(x).predict(x)\n"},
        {"nets/old.py": OLD + "    main()\n\n\ndef main():\n    old_net(FLAGS.x)\n"},
        {"show.py": "sys.path.append(os.environ['NETS'])\nfrom old import old_net\nold_net(x)\n"},
    ],
)
def test_somebody_may_use_it(tmp_path: Path, files: dict[str, str]) -> None:
    assert found(tmp_path, files)


def test_files_that_nothing_holds_together_have_nothing_to_do_with_each_other(tmp_path: Path) -> None:
    assert found(tmp_path, {}, git=False)


def test_a_copy_that_no_import_can_name_is_nobodys(tmp_path: Path) -> None:
    copy = OLD.partition("\n\nif __name__")[0]
    commented = {"train.py": TRAIN + "# old_net(x)\n", "nets/old-2.py": copy}
    assert not found(tmp_path, commented, "nets/old-2.py")
    assert found(tmp_path, {"load.py": "import importlib\nimportlib.import_module(name)\n"}, "nets/old-2.py")
    (tmp_path / "load.py").unlink()
    assert found(tmp_path, {"nets/old-2.py": copy + "\n\nprint(old_net)\n"}, "nets/old-2.py")
    assert not found(tmp_path, {**commented, "nets/old-2.py": OLD}, "nets/old-2.py")
    assert found(tmp_path, {**commented, "nets/old-2.py": OLD + "    old_net(x).predict(x)\n"}, "nets/old-2.py")


@pytest.mark.parametrize("name", ["nets/test_old.py", "nets/old_test.py"])
def test_a_test_runner_finds_its_files(tmp_path: Path, name: str) -> None:
    assert not found(tmp_path, {name: OLD}, name)
    asked = OLD.replace("old_net", "test_net")
    assert not found(tmp_path, {"nets/new.py": NEW, name: asked}, "nets/old.py")
    assert not unused(str(tmp_path / name), asked)


def test_a_package_is_asked_for_by_its_folder(tmp_path: Path) -> None:
    assert not found(tmp_path, {"nets/__init__.py": OLD}, "nets/__init__.py")
    asked = {"nets/__init__.py": OLD, "show.py": "import nets\nnets.old_net(x)\n"}
    assert found(tmp_path, asked, "nets/__init__.py")


def test_without_other_files_nobody_knows(tmp_path: Path) -> None:
    assert not found(tmp_path, {})
    config = Config(keras="2", follow_imports=False)
    assert check_source(OLD, str(tmp_path / "nets" / "old.py"), config)


@pytest.mark.parametrize(
    ("place", "is_found"),
    [("nets/more/old.py", False), ("old.py", False), ("other/old.py", True), ("nets/new/old.py", False)],
)
def test_a_folder_beside_those_that_programs_use_may_be_another_project(
    tmp_path: Path, place: str, is_found: bool
) -> None:
    program = {"train.py": "", "nets/train.py": TRAIN.replace("nets.", ""), "nets/old.py": "", place: OLD}
    assert found(tmp_path, program, place) == is_found


BOTH = """from tensorflow.keras import layers


def used_net(x):
    return layers.BatchNormalization(momentum=0.9)(x)


def left_net(x):
    return layers.BatchNormalization(momentum=0.1)(x)  # nn.left_net, "left_net"
"""
ASKING = BOTH.replace("def used_net(x):\n", "from nets import new\n\n\ndef used_net(x):\n    x = new.left_net(x)\n")
"""What is used asks another module for what is called like a function of its own."""
USER = "from nets.both import used_net\nmodel = make(used_net)\nmodel.fit(x, y)\n"


@pytest.mark.parametrize(
    "files",
    [
        {"train.py": USER, "README.md": "- [Networks](nets/both.py), [others](nets/not-old.py)\n"},
        {"train.py": "from nets.both import *\nused_net(x)\nmodel.fit(x, y)\n"},
        {
            "train.py": "from nets.both import *\nclass Net:\n    def eval(self, x):\n        return used_net(x)\n"
            "Net().eval(x)\nmodel.fit(x, y)\n"
        },
        {
            "train.py": "from nets.both import *\nused_net(x)\nmodel.fit(x, y)\n",
            "nets/both-old.py": BOTH,
            "show.py": "import train\ntrain.used_net(x)\n",
            "files.py": "def of(tag):\n    return getattr(tag, 'left_net')\n",
        },
        {"train.py": USER, "show.py": "from nets.both import left_net\n"},
        {"train.py": "import nets.both as unused\nmodel.fit(x, y)\n"},
        {"train.py": USER, "nets/both.py": ASKING, "nets/new.py": NEW.replace("new_net", "left_net")},
        {"train.py": USER, "nets/both.py": BOTH + "\nNETS = {'left': left_net}\n"},
        {"train.py": USER, "nets/both.py": BOTH + "\n\ndef chosen(name):\n    return globals()[name]\n"},
        {"train.py": USER + "from tensorflow.keras import layers as both\nboth.Dense(1)\n"},
        {"train.py": "from nets import both\nmodel = make(both.used_net)\nmodel.fit(x, y)\n"},
        {
            "train.py": USER,
            "nets/both.py": BOTH.replace("def left_net(x):", "class left_net:\n  def __call__(self, x):"),
        },
    ],
)
def test_nobody_uses_a_function(tmp_path: Path, files: dict[str, str]) -> None:
    assert not found(tmp_path, {"nets/both.py": BOTH, **files}, "nets/both.py")


@pytest.mark.parametrize(
    "files",
    [
        {"train.py": USER + "from nets.both import left_net\nleft_net(x)\n"},
        {"train.py": USER + "import nets.both\nprint(getattr(nets.both, name))\n"},
        {"train.py": USER + "# from nets.both import left_net\n"},
        {"train.py": USER + "# model = left_net(x)\n"},
        {"train.py": USER + "from nets import both\nprint(getattr(both, name))\n"},
        {"train.py": USER + "from nets import both\nboth.left_net(x)\n"},
        {"train.py": USER, "load.py": "import importlib\nimportlib.import_module(name)\n"},
        {"train.py": "from nets.both import *\nleft_net(used_net(x))\nmodel.fit(x, y)\n"},
        {"train.py": "from nets.both import *\neval(name)(used_net(x))\nmodel.fit(x, y)\n"},
        {
            "train.py": "from nets.both import *\nused_net(x)\nmodel.fit(x, y)\n",
            "show.py": "import train\ntrain.left_net(x)\n",
        },
        {
            "train.py": "from nets.both import *\nused_net(x)\nmodel.fit(x, y)\n",
            "steps.py": "from train import *\n",
            "more.py": "from steps import *\n",
            "last.py": "from more import *\n",
            "show.py": "from last import *\nleft_net(x)\n",
        },
        {"train.py": USER, "show.py": "sys.path.append(os.environ['NETS'])\nfrom both import left_net\nleft_net(x)\n"},
        {
            "train.py": "from nets.both import *\nused_net(x)\nmodel.fit(x, y)\n",
            "show.py": "sys.path.append(os.environ['NETS'])\nfrom both import *\nprint left_net(x)\n",
        },
        {"train.py": USER, "setup.py": "setup()\n"},
        {"train.py": USER, "pyproject.toml": "[project]\nname = 'nets'\n"},
        {
            "train.py": USER + "from nets.both import NETS\nprint(NETS)\n",
            "nets/both.py": BOTH + "\nNETS = {'left': left_net}\n",
        },
        {
            "train.py": USER + "from nets.both import chosen\nchosen(name)\n",
            "nets/both.py": BOTH + "\n\ndef chosen(name):\n    return globals()[name]\n",
        },
        {"train.py": USER, "nets/both.py": ASKING.replace("new.left_net(x)", "new.make(left_net)")},
        {"train.py": USER, "nets/both.py": ASKING.replace("new.left_net(x)", "new.make('left_net')")},
        {"train.py": USER, "nets/both.py": ASKING.replace("from nets import new", "from nets import both as new")},
        {"train.py": USER, "nets/both.py": BOTH.replace("def left", "@registered\ndef left")},
    ],
)
def test_somebody_may_use_a_function(tmp_path: Path, files: dict[str, str]) -> None:
    assert found(tmp_path, {"nets/both.py": BOTH, **files}, "nets/both.py")


STRAY = "from data import load\n\nfrom old import old_net\n\nold_net(load()).fit(x, y)\n"
FOUND = {
    "scripts/data.py": "def load():\n    return 1\n",
    "scripts/train.py": "from data import load\n\nmodel.fit(load())\n",
    "nets/old.py": OLD,
    "nets/train.py": STRAY + "def net(x):\n    return layers.BatchNormalization(momentum=0.1)(x)\n\n\nnet(x)\n",
}


@pytest.mark.parametrize(
    ("files", "is_found"),
    [
        ({}, False),
        ({"nets/show.py": STRAY + "import train\n"}, False),
        ({"nets/show.py": "import train\ntrain.net(x)\n"}, True),
        ({"nets/train.py": "import sys\nsys.path.append(FOLDER)\n" + FOUND["nets/train.py"]}, True),
        ({"nets/train.py": FOUND["nets/train.py"].replace("load\n", "load_all\n", 1)}, True),
        ({"nets/train.py": "if FLAG:\n    " + FOUND["nets/train.py"]}, True),
        ({"scripts/train.py": "model.fit(x, y)\n"}, True),
        ({"nets/data.py": ""}, True),
        ({"run.sh": "export PYTHONPATH=scripts\n"}, True),
        ({".env": "PYTHONPATH=scripts\n"}, True),
        ({".idea/nets.iml": ""}, True),
        ({"README.md": "Run nets/train.py\n"}, True),
        ({"setup.py": "setup()\n"}, True),
    ],
)
def test_a_program_that_cannot_import_what_another_one_can_shows_nothing(
    tmp_path: Path, files: dict[str, str], is_found: bool
) -> None:
    layers = {"nets/train.py": "from tensorflow.keras import layers\n"}
    written = {path: layers.get(path, "") + text for path, text in {**FOUND, **files}.items()}
    assert found(tmp_path, written, "nets/train.py") == is_found


NET = """import tensorflow as tf


class Net:
    def __init__(self, session):
        x = tf.keras.layers.BatchNormalization(momentum=0.9)(tf.placeholder(tf.float32, (8, 4)))
        self.step = tf.train.AdamOptimizer().minimize(tf.reduce_mean(x))
        session.run(tf.global_variables_initializer())


if __name__ == "__main__":
    with tf.Session() as session:
        net = Net(session)
"""
COPY = NET.replace("0.9", "0.1")
MAKER = "from nets.new import Net\nnet = Net(session)\nnet.fit(x, y)\n"


@pytest.mark.parametrize(
    ("files", "is_found"),
    [
        ({}, False),
        ({"nets/old.py": COPY + "        net.fit(1)\n"}, True),
        ({"nets/old.py": COPY.replace("Net", "Old")}, True),
        ({"show.py": "from nets.old import Net\nprint(Net(session))\n"}, True),
        ({"README.md": "Run nets/old.py\n"}, True),
        ({"nets/old.py": COPY.replace("Net(", "make(") + "\n\ndef make(session):\n    return Net(session)\n"}, True),
    ],
)
def test_a_copy_that_only_makes_one_of_its_classes_is_no_program(
    tmp_path: Path, files: dict[str, str], is_found: bool
) -> None:
    assert found(tmp_path, {"nets/new.py": NET, "nets/old.py": COPY, "train.py": MAKER, **files}) == is_found


HELD = """from tensorflow.keras import layers


class Net:
    def left_norm(x):
        return layers.BatchNormalization(momentum=0.1)(x)

    def run(self, x):
        x = x  # without left_norm
        return layers.Dense(4)(x)
"""
HOLDER = "from net import Net\nmodel = make(Net().run)\nmodel.fit(x, y)\n"
MIXER = """import abc
from net import Net


class Plain:
    size = 4


class Mixed(Net, layers.Layer):
    size = 5


model = make(Mixed().run)
model.fit(x, y)
"""


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"net.py": HELD.replace("Net:", "Net(object):")},
        {"show.py": MIXER.replace("layers.Layer", "Plain")},
        {"show.py": MIXER.replace("layers.Layer", "abc.ABC")},
    ],
)
def test_nobody_uses_a_method(tmp_path: Path, files: dict[str, str]) -> None:
    assert not found(tmp_path, {"net.py": HELD, "show.py": HOLDER, **files}, "net.py")


@pytest.mark.parametrize(
    "files",
    [
        {"net.py": HELD.replace("x = x", "x = left_norm(x)")},
        {"net.py": HELD.replace("x = x", "x = self.left_norm(x)")},
        {"net.py": HELD.replace("x = x", "x = getattr(self, name)(x)")},
        {"net.py": HELD.replace("Net:", "Net(layers.Layer):")},
        {"net.py": HELD.replace("Net:", "Net(metaclass=Kept):")},
        {"net.py": HELD.replace("Net:", "Net(\n    layers.Layer,\n):")},
        {"show.py": MIXER},
        {"show.py": MIXER.replace("Plain:", "Plain(layers.Layer):").replace("Net, layers.Layer", "Net, Plain")},
        {"show.py": MIXER.replace("class Plain", "Made = made()\n\n\nclass Plain").replace("layers.Layer", "Made")},
        {"show.py": MIXER.replace("Plain:", "Plain(Net):").replace("Net, layers.Layer", "Plain, layers.Layer")},
        {"show.py": MIXER.replace("class Mixed", "if x:\n  class Mixed").replace("size = 5", " size = 5")},
        {"net.py": HELD.replace("    def left", "    @kept\n    def left")},
        {"net.py": HELD.replace("class Net", "@kept\nclass Net")},
        {"net.py": HELD.replace("left_norm", "__call__")},
        {"show.py": HOLDER + "Net.left_norm(x)\n"},
        {"show.py": HOLDER + "getattr(Net(), name)(x)\n"},
        {"show.py": HOLDER + "\n\ndef f(net, x):\n    return net.left_norm(x)\n\nf(model, x)\n"},
        {"show.py": HOLDER + "# model.left_norm(x)\n"},
        {"net.py": HELD.replace("x = x  # without left_norm", "# x = left_norm(x)")},
    ],
)
def test_somebody_may_use_a_method(tmp_path: Path, files: dict[str, str]) -> None:
    assert found(tmp_path, {"net.py": HELD, "show.py": HOLDER, **files}, "net.py")


def test_functions_of_a_file_that_nobody_has_saved() -> None:
    assert unused("<stdin>", BOTH) == unused("nowhere.py", BOTH) == []


SCRIPT = """from tensorflow.keras import layers


def block(x):
    return layers.BatchNormalization(momentum=0.1)(x)


def left_net(x):
    return block(x)


def used_net(x):
    return layers.Dense(4)(x)


"""


@pytest.mark.parametrize(
    "rest",
    [
        "model = make(used_net(x))\nmodel.fit(x, y)\n",
        "def train(model):\n    model.fit(x, y)\n\n\ntrain(used_net(x))\n",
        "if __name__ == '__main__':\n    make(used_net(x)).fit(x, y)  # without left_net\n",
    ],
)
def test_what_only_dead_functions_of_a_script_call_is_dead(tmp_path: Path, rest: str) -> None:
    assert not found(tmp_path, {"show.py": SCRIPT + rest}, "show.py")


@pytest.mark.parametrize(
    "rest",
    [
        "model = make(left_net(x))\nmodel.fit(x, y)\n",
        "model = make(used_net(block(x)))\nmodel.fit(x, y)\n",
        "def train(model):\n    model.fit(left_net(x), y)\n\n\nprint(1)\n# train(model)\n",
        "class Net:\n    def train(self):\n        left_net(used_net(x)).fit(x, y)\n\n\nNet().train()\n",
    ],
)
def test_a_script_that_calls_a_function_or_calls_nothing_is_read(tmp_path: Path, rest: str) -> None:
    assert found(tmp_path, {"show.py": SCRIPT + rest}, "show.py")


CELLS = (
    "from tensorflow import keras\nfrom tensorflow.keras import layers",
    "def used_net(x):\n    return layers.BatchNormalization(momentum=0.9)(x)",
    "def left_net(x):\n    return layers.BatchNormalization(momentum=0.1)(x)",
    "inputs = keras.Input((4,))\nmodel = keras.Model(inputs, used_net(inputs))",
    "model.compile('adam', 'mse')\nmodel.fit(x, y)",
)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (CELLS, []),
        ((*CELLS, "other = keras.Model(inputs, left_net(inputs))"), ["BNL303"]),
        ((*CELLS, "def makes():\n    return left_net(inputs)"), []),
        ((*CELLS, "def makes():\n    return left_net(inputs)", "makes()"), ["BNL303"]),
        ((*CELLS, "net = globals()[name]"), ["BNL303"]),
        (CELLS[:4], ["BNL303"]),
        (CELLS[:3], ["BNL303"]),
    ],
)
def test_what_no_cell_of_a_notebook_speaks_of(tmp_path: Path, cells: tuple[str, ...], expected: list[str]) -> None:
    """Nobody imports a notebook; where its cells train nothing, it may be half written."""
    written: list[dict[str, object]] = [{"cell_type": "code", "source": cell, "metadata": {}} for cell in cells]
    path = tmp_path / "net.ipynb"
    path.write_text(json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    source = files.read(str(path)).text
    assert [each.code for each in check_source(source, str(path), Config(keras="2"))] == expected


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ({"README.md": "A network.\n", "train.py": "print(1)\n"}, []),
        ({"README.md": "A network.\n", "train.py": "import import_ipynb\nimport net\n"}, ["BNL303"]),
        ({"README.md": "A network.\n", "show.ipynb": '{"cells": ["%run net.ipynb"]}'}, ["BNL303"]),
        ({}, ["BNL303"]),
    ],
)
def test_a_notebook_that_only_defines(tmp_path: Path, others: dict[str, str], expected: list[str]) -> None:
    """In a project it is left over, unless another file runs it; by itself it may be half written."""
    ttl_cache.forget()
    written: list[dict[str, object]] = [{"cell_type": "code", "source": cell, "metadata": {}} for cell in CELLS[:3]]
    path = tmp_path / "net.ipynb"
    path.write_text(json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    for name, text in others.items():
        (tmp_path / name).write_text(text)
    source = files.read(str(path)).text
    assert [each.code for each in check_source(source, str(path), Config(keras="2"))] == expected


NETWORK = (
    "import tensorflow as tf\nfrom tensorflow.contrib import slim",
    "class Net:\n    def __init__(self, training=True):\n        x = tf.placeholder(tf.float32, (None, 8))\n"
    "        self.out = slim.fully_connected(x, 2, normalizer_fn=slim.batch_norm)",
    "def build(size):\n    return slim.batch_norm(tf.zeros((size, 2)))",
)
RUNS = "with tf.Session() as session:\n    print(session.run(net.out))"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("net = Net(True)", "build(size=4)"), []),
        (("net = Net(flag)",), ["BNL112", "BNL112"]),
        (("net = Net(True)", "other.train(net)"), ["BNL112"]),
        (("net = other.Net(True)",), ["BNL112", "BNL112"]),
        (("net = Other(True)",), ["BNL112", "BNL112"]),
        (("net = Net(True)", RUNS), ["BNL112", "BNL112"]),
        (("net = Net()", "contrib = tf.contrib", "net, size = Net(), 3"), ["BNL112", "BNL112"]),
        (("net = Net()", "contrib, size = tf.contrib, 3"), []),
    ],
)
def test_a_notebook_that_only_builds(tmp_path: Path, cells: tuple[str, ...], expected: list[str]) -> None:
    """To make one of what it defines is to see that this can be made."""
    ttl_cache.forget()
    written = [{"cell_type": "code", "source": cell, "metadata": {}} for cell in (*NETWORK, *cells)]
    path = tmp_path / "net.ipynb"
    path.write_text(json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    (tmp_path / "README.md").write_text("A network.\n")
    source = files.read(str(path)).text
    assert [each.code for each in check_source(source, str(path), Config(keras="2"))] == expected

"""What the code of a file can come to, by the names in it: too much may be found, and nothing may be missed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.analysis import worth
from bnlint.project.parts import parts_in
from bnlint.project.reach import meets_bn

BN = "from tensorflow import keras\n\n\ndef build(x):\n    return keras.layers.BatchNormalization()(x)\n"
PLAIN = "\n\ndef plain(x):\n    return keras.layers.Dense(3)(x)\n"
STEP = "    with tf.GradientTape():\n        model(x)\n"
BASE = """\
import keras


class Base(keras.Model):
    def __init__(self, width):
        super().__init__()
        self.dense = keras.layers.Dense(width)

    @classmethod
    def from_preset(cls, name):
        from nets import build

        return build(name)
"""

COMES_TO_BN = {
    "a function": ("from nets import build\nbuild(3)\n", {}),
    "under another name": ("from nets import build as make\nmake(3)\n", {}),
    "of a module": ("import nets\nnets.build(3)\n", {}),
    "handed on": ("from hands import given\ngiven(3)\n", {"hands.py": "from nets import build as given\n"}),
    "all names of a module": ("from hands import *\nbuild(3)\n", {"hands.py": "from nets import *\n"}),
    "modules that a package lists": (
        "from pkg import *\nmade.build(3)\n",
        {"pkg/__init__.py": "__all__ = ['made']\nimport pkg.made\n", "pkg/made.py": BN},
    ),
    "a module in a package": (
        "import pkg.nets as n\nn.build(3)\n",
        {"pkg/__init__.py": "", "pkg/nets.py": BN},
    ),
    "a module of an imported package": (
        "import pkg\npkg.nets.build(3)\n",
        {"pkg/__init__.py": "from . import nets\n", "pkg/nets.py": BN},
    ),
    "a module that is handed on": (
        "import nets\nfrom hands import run\nrun(nets)\n",
        {"hands.py": "def run(module):\n    return module.build(3)\n"},
    ),
    "by a text": ("import nets\nname = 'bu' + 'ild'\ngetattr(nets, name)(3)\n", {}),
    "by the names of a module": ("import nets\nvars(nets)[name](3)\n", {}),
    "by its own names": ("from nets import build\nglobals()[name](3)\n", {}),
    "by a name that is worked out": ("import importlib\nimport plain\nimportlib.import_module(name)\n", {}),
    "by evaluating a text": ("import nets\neval('nets.bu' + 'ild')(3)\n", {}),
    "a method": (
        "from hands import Maker\nMaker().make(3)\n",
        {"hands.py": "from nets import build\nclass Maker:\n    def make(self, x):\n        return build(x)\n"},
    ),
    "a method that another one calls": (
        "from hands import Maker\nMaker()\n",
        {
            "hands.py": "from nets import build\nclass Maker:\n    def make(self, x):\n        return build(x)\n\n"
            "    def __init__(self):\n        self.made = self.make(3)\n"
        },
    ),
    "a method that Keras calls": (
        "from hands import Net\nNet(3).fit(x)\n",
        {
            "hands.py": "import keras, nets\nclass Net(keras.Model):\n    def call(self, x):\n"
            "        return nets.build(x)\n"
        },
    ),
    "an inherited method": (
        "from base import Base\nclass Net(Base):\n    pass\nNet(3).from_preset('x')\n",
        {"base.py": BASE},
    ),
    "an inherited method around an own one": (
        "from hands import Loop\nclass Mine(Loop):\n    def loss(self, x):\n        return x\n",
        {"hands.py": "import nets\nclass Loop:\n    def run_all(self, x):\n        return self.loss(nets.build(x))\n"},
    ),
    "a variable of a class": (
        "from hands import Maker\nMaker.make(3)\n",
        {"hands.py": "import nets\nclass Maker:\n    make = nets.build\n"},
    ),
    "a dictionary": (
        "from hands import NETS\nNETS['a'](3)\n",
        {"hands.py": "import nets\nNETS = {'a': nets.build}\n"},
    ),
    "a registry": (
        "from hands import make\nimport registered\nmake('net')\n",
        {
            "hands.py": "NETS = {}\ndef register(f):\n    NETS[f.__name__] = f\n    return f\n"
            "def make(name):\n    return NETS[name](3)\n",
            "registered.py": "from hands import register\nimport nets\n@register\ndef net(x):\n"
            "    return nets.build(x)\n",
        },
    ),
    "a registry that is an object": (
        "from hands import NETS\nimport registered\nNETS.make('net')\n",
        {
            "hands.py": "class Registry(dict):\n    def register(self, f):\n        self[f.__name__] = f\n"
            "        return f\n    def make(self, name):\n        return self[name](3)\nNETS = Registry()\n",
            "registered.py": "from hands import NETS\nimport nets\n@NETS.register\ndef net(x):\n"
            "    return nets.build(x)\n",
        },
    ),
    "put into a list where it is imported": (
        "from hands import NETS\nimport registered\nNETS[0](3)\n",
        {"hands.py": "NETS = []\n", "registered.py": "import hands, nets\nhands.NETS.append(nets.build)\n"},
    ),
    "classes that tell their base": (
        "from hands import make, Net\nmake('Mine')\n",
        {
            "hands.py": "import nets\nclass Net:\n    def __init_subclass__(cls):\n        NETS.append(cls)\n"
            "class Mine(Net):\n    def __init__(self):\n        nets.build(3)\nNETS = []\ndef make(name): ...\n"
        },
    ),
    "defined in a branch": (
        "from hands import make\nmake(3)\n",
        {"hands.py": "import nets\nif nets:\n    def make(x):\n        return nets.build(x)\n"},
    ),
    "set by two names at once": (
        "from hands import make\nmake(3)\n",
        {"hands.py": "import nets\nf = make = nets.build\n"},
    ),
    "set behind a semicolon": (
        "from hands import make\nmake(3)\n",
        {"hands.py": "import nets\nf = 1; make = nets.build\n"},
    ),
    "set by unpacking": ("from hands import make\nmake(3)\n", {"hands.py": "import nets\nf, make = 1, nets.build\n"}),
    "a layer under another name": (
        "from hands import make\nmake(3)\n",
        {"hands.py": "from keras.layers import BatchNormalization as Norm\ndef make(x):\n    return Norm()(x)\n"},
    ),
    "a network of a library under another name": (
        "from hands import make\nmake(3)\n",
        {"hands.py": "from keras.applications import ResNet50 as Net\ndef make(x):\n    return Net()(x)\n"},
    ),
    "imported over two lines": ("from nets import plain, \\\n    build\nbuild(3)\n", {}),
    "imported in a function": (
        "from hands import make\nmake(3)\n",
        {"hands.py": "def make(x):\n    from nets import (\n        build,  # here\n    )\n    return build(x)\n"},
    ),
    "decorated": (
        "from hands import make\nmake(3)\n",
        {"hands.py": "import nets\n@nets.wrapped(nets.build)\ndef make(x):\n    return x\n"},
    ),
    "a line at the edge in brackets": (
        "from hands import NETS\nNETS[0](3)\n",
        {"hands.py": "import nets\nNETS = [\nnets.build,\n]\n"},
    ),
    "a module that is put into a string": (
        "import nets\nfrom hands import run\nrun(f'{build_with(nets)}', \"nets\")\n",
        {"hands.py": "def run(*modules):\n    return modules[0].build(3)\n"},
    ),
    "a number for it beside its name": (
        "from hands import make\nmake(3)\n",
        {
            "hands.py": "from keras import layers\nBATCH_NORM_EPSILON = 1e-5\ndef make(x):\n"
            "    return layers.BatchNormalization(epsilon=BATCH_NORM_EPSILON)(x)\n"
        },
    ),
    "what is done where a module is not the program": (
        "import hands\nhands.x\n",
        {"hands.py": "import nets\nx = 3\nif __name__ != '__main__':\n    nets.build(x)\n"},
    ),
    "made nobody knows where": ("from hands import make\nmake(3)\n", {"hands.py": "import nets\nmix_in(nets)\n"}),
}
DOES_NOT = {
    "a class, one of whose methods does": ("from base import Base\nclass Net(Base):\n    pass\n", {"base.py": BASE}),
    "a function beside it": ("from nets import plain\nplain(3)\n", {}),
    "a comment and a docstring": (
        "from hands import make\nmake(3)\n",
        {
            "hands.py": 'import nets\ndef make(x):\n    """As\n    nets.build does.\n    """\n'
            "    return x  # nets.build\n"
        },
    ),
    "what a decorator shows to others": (
        "from hands import export\nimport shown\n",
        {
            "hands.py": "def export(f):\n    f.shown = True\n    return f\n",
            "shown.py": "from hands import export\nimport nets\n@export\ndef net(x):\n    return nets.build(x)\n",
        },
    ),
    "a name that is only imported": ("import nets\nfrom nets import build\nx = 3\n", {}),
    "a method that is called like a function of Python": ("import nets\nmodel.eval()\n", {}),
    "what another module has under the same name": (
        "from hands import make\nmake(3)\n",
        {
            "hands.py": "import nets, plain\ndef make(x):\n    return plain.build(x)\n"
            "def build(x):\n    return nets.build(x)\n"
        },
    ),
    "a name that is set": ("import nets\nnets = None\nx = 3\n", {}),
    "a module of which only a string speaks": (
        "import nets\nx = {'nets': 'none'}\ny = 'It\\'s in ' + \"nets\"\n",
        {},
    ),
    "what is said of a function": (
        "from nets import plain\nimport hands\nplain(3)\n",
        {
            "hands.py": "import nets\nnets.build.__doc__ = 'Builds {name}'.format(\n    name='build'\n)\n"
            "if 1:\n    nets.build.__doc__ += nets.plain.__doc__\n"
        },
    ),
    "what a module does as a program": (
        "from hands import make\nmake(3)\n",
        {"hands.py": "import nets\ndef make(x):\n    return x\nif __name__ == '__main__':\n    nets.build(make(3))\n"},
    ),
    "a number that is called after it": (
        "from hands import make\nmake(3)\n",
        {
            "hands.py": "from keras import layers\nBATCH_NORM_EPSILON = 1e-5\ndef make(x):\n"
            "    return layers.LayerNormalization(epsilon=BATCH_NORM_EPSILON)(x)\n"
        },
    ),
    "a local variable in a method": (
        "from hands import Maker\nMaker().loader\n",
        {"hands.py": "import nets\nclass Maker:\n    def other(self):\n        loader = nets.build\n"},
    ),
}


def asked(folder: Path, program: str, others: dict[str, str]) -> Path:
    for name, text in {"nets.py": BN + PLAIN, "plain.py": "import keras\n", **others, "main.py": program}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    (folder / "pyproject.toml").write_text("")
    return folder / "main.py"


@pytest.mark.parametrize("name", COMES_TO_BN)
def test_what_comes_to_bn(tmp_path: Path, name: str) -> None:
    assert meets_bn(str(asked(tmp_path, *COMES_TO_BN[name])))


@pytest.mark.parametrize("name", DOES_NOT)
def test_what_does_not(tmp_path: Path, name: str) -> None:
    assert not meets_bn(str(asked(tmp_path, *DOES_NOT[name])))


def test_text_that_is_not_saved_counts(tmp_path: Path) -> None:
    main = asked(tmp_path, "from nets import plain\nplain(3)\n", {})
    assert not meets_bn(str(main), main.read_text())
    assert meets_bn(str(main), "from nets import build\nbuild(3)\n")


def test_what_users_say_contains_bn_counts(tmp_path: Path) -> None:
    main = asked(tmp_path, "from hands import make\nmake(3)\n", {"hands.py": "import own\nmake = own.Net\n"})
    assert not meets_bn(str(main))
    assert meets_bn(str(main), words=("own.Net",))


def test_a_path_that_a_script_adds_counts(tmp_path: Path) -> None:
    others = {"lib/hands.py": "import nets\nmake = nets.build\n", "tools/nets.py": BN}
    main = asked(tmp_path, "", others)
    main.with_name("nets.py").unlink()
    script = tmp_path / "tools" / "run.py"
    script.write_text("import sys\nsys.path.append('../lib')\nfrom hands import make\nmake(3)\n")
    assert meets_bn(str(script)), "nets.py lies beside the script, and not beside the module that imports it"


def test_a_file_whose_code_comes_to_no_bn_is_not_analysed(tmp_path: Path) -> None:
    train = "import tensorflow as tf\nfrom nets import {0}\n\n\ndef step(model, x):\n" + STEP + "\n\nstep({0}, 3)\n"
    main = asked(tmp_path, train.format("plain"), {})
    assert not worth.by_itself(main.read_text(), str(main), True)
    assert worth.by_itself(train.format("build"), str(main), True)


def test_a_broken_text_has_parts() -> None:
    assert parts_in("def f(:\n    x = (\nclass", "x.py", True).named


@pytest.mark.parametrize(
    ("text", "acting"),
    [
        ("x = 3\n", False),
        ("class A:\n    def f(self): ...  # model.fit(x)\n", False),
        ("def f(model):\n    model.fit(x)\n", False),
        ("class A:\n    def f(self):\n        self.model.fit(x)\n", True),
        ("class A:\n    def train_step(self, x): ...\n", True),
        ("class A:\n    if x:\n        def f(self):\n            self.model.fit(x)\n    y = 3\n", True),
        ("class A:\n    def call(self, x, training=False): ...\n", False),
        ("class A:\n    def f(self, x=g(3), training=False):\n        self.table.assign(x)\n", False),
        ("class A:\n    def call(self, x):\n        return self.bn(x, training=False)\n", True),
        ("class A:\n    def compile(self):\n        super().compile()\n", False),
        ("class A:\n    def build(self, x):\n        w.assign(x)\n", True),
        ("class A:\n    def f(self):\n        model.fit(\n", True),
    ],
)
def test_whether_a_method_acts_on_models(text: str, acting: bool) -> None:
    assert parts_in(text, "x.py", True).has_acting_methods is acting

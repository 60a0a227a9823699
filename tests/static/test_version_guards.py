"""How programs ask which Keras runs them: the branch for the other one is not judged, whatever the spelling."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.api import check_file, check_source
from bnlint.settings.config import Config

IMPORTS = """import inspect
import importlib.metadata
import importlib.util
import operator
import re
from distutils.version import LooseVersion

import keras
import numpy as np
import pkg_resources
import tensorflow as tf
from keras import layers
from packaging import version
from packaging.specifiers import SpecifierSet
from packaging.version import Version, parse

BN = layers.BatchNormalization
"""

QUESTIONS = [
    'keras.__version__.startswith("3")',
    'keras.__version__.startswith("3.")',
    'not keras.__version__.startswith("2.")',
    'not keras.__version__.startswith(("1.", "2."))',
    'keras.__version__ >= "3"',
    'keras.__version__ > "2.99"',
    'keras.__version__[0] == "3"',
    'keras.__version__[0] != "2"',
    'keras.__version__[0] in "34"',
    'keras.__version__[:2] == "3."',
    "int(keras.__version__[0]) >= 3",
    'int(keras.__version__.split(".")[0]) >= 3',
    'int(keras.__version__.split(".", 1)[0]) == 3',
    'int(keras.__version__.partition(".")[0]) > 2',
    'keras.__version__.split(".")[0] == "3"',
    'float(".".join(keras.__version__.split(".")[:2])) >= 3.0',
    "float(keras.__version__[:3]) >= 3",
    'tuple(map(int, keras.__version__.split(".")[:2])) >= (3, 0)',
    'tuple(int(part) for part in keras.__version__.split(".")[:2]) >= (3, 0)',
    '[int(part) for part in keras.__version__.split(".")][0] >= 3',
    'list(map(int, keras.__version__.split("."))) >= [3, 0, 0]',
    'version.parse(keras.__version__) >= version.parse("3.0.0")',
    "version.parse(keras.__version__).major >= 3",
    "parse(keras.__version__).release >= (3,)",
    'Version(keras.__version__) >= Version("3.0")',
    "Version(keras.__version__).release[0] == 3",
    'Version("3.0") <= Version(keras.__version__)',
    'not Version(keras.__version__) < Version("3.0.0.dev0")',
    'LooseVersion(keras.__version__) >= LooseVersion("3")',
    'LooseVersion(keras.__version__) >= "3.0"',
    "LooseVersion(keras.__version__).version[0] >= 3",
    'np.lib.NumpyVersion(keras.__version__) >= "3.0.0"',
    'pkg_resources.parse_version(keras.__version__) >= pkg_resources.parse_version("3.0")',
    'Version(pkg_resources.get_distribution("keras").version) >= Version("3")',
    'importlib.metadata.version("keras").startswith("3.")',
    'getattr(keras, "__version__", "2.0").startswith("3")',
    'hasattr(keras, "version") and keras.version().startswith("3.")',
    'hasattr(keras, "ops")',
    '"ops" in dir(keras)',
    '"experimental" not in dir(tf.keras.layers)',
    're.match(r"3\\.", keras.__version__)',
    'not re.match(r"2\\.", keras.__version__)',
    're.match("[01]", keras.__version__) is None and keras.__version__ > "3"',
    'int(re.match(r"(\\d+)\\.(\\d+)", keras.__version__).group(1)) >= 3',
    're.search(r"^(\\d+)", keras.__version__).groups()[0] == "3"',
    'keras.__version__ in SpecifierSet(">=3")',
    'SpecifierSet(">=3.0,<4").contains(keras.__version__)',
    'SpecifierSet("~=3.0").contains(Version(keras.__version__))',
    "operator.ge(int(keras.__version__[0]), 3)",
    'operator.eq(keras.__version__.split(".")[0], "3")',
    'importlib.util.find_spec("keras.ops") is not None',
    'importlib.util.find_spec("keras.ops")',
    'importlib.util.find_spec("keras.layers.experimental") is None',
    'hasattr(keras.utils, "PyDataset")',
    'not hasattr(layers, "LocallyConnected1D")',
    'not hasattr(tf.keras.layers, "experimental")',
    'not hasattr(tf.keras.backend, "learning_phase")',
    'getattr(keras, "ops", None) is not None',
    '"synchronized" in inspect.signature(BN).parameters and keras.__version__ > "3"',
    '{"2": False, "3": True}[keras.__version__[0]]',
    '2 < int(keras.__version__.split(".")[0]) < 4',
    'tf.keras.__version__.startswith("3.")',
    'getattr(tf.keras, "__version__", "").startswith("3.")',
]
"""True in Keras 3, false in Keras 2."""

PREAMBLES = [
    'IS_KERAS_3 = keras.__version__.startswith("3")\n',
    "KERAS_VERSION = version.parse(keras.__version__)\nIS_KERAS_3 = KERAS_VERSION >= Version('3.0.0')\n",
    'major, minor = (int(part) for part in keras.__version__.split(".")[:2])\nIS_KERAS_3 = major > 2\n',
    'major, *_ = keras.__version__.split(".")\nIS_KERAS_3 = int(major) >= 3\n',
    "from keras import __version__ as found\nIS_KERAS_3 = found >= '3'\n",
    "try:\n    from keras import ops\n    IS_KERAS_3 = True\nexcept ImportError:\n    IS_KERAS_3 = False\n",
    "try:\n    from keras import ops\nexcept ImportError:\n    ops = None\nIS_KERAS_3 = ops is not None\n",
    "try:\n    import keras.ops\n    IS_KERAS_3 = True\nexcept (OSError, ImportError):\n    IS_KERAS_3 = False\n",
    "IS_KERAS_3 = True\ntry:\n    keras.ops\nexcept AttributeError:\n    IS_KERAS_3 = False\n",
    "try:\n    keras.backend.learning_phase\n"
    "except AttributeError:\n    IS_KERAS_3 = True\nelse:\n    IS_KERAS_3 = False\n",
    "try:\n    from keras.layers import AbstractRNNCell\n    IS_KERAS_3 = False\n"
    "except Exception:\n    IS_KERAS_3 = True\n",
    "try:\n    import keras.ops as K\nexcept ImportError:\n    import keras.backend as K\n"
    "IS_KERAS_3 = hasattr(keras, 'ops')\n",
    "if hasattr(keras, 'ops'):\n    IS_KERAS_3 = True\nelse:\n    IS_KERAS_3 = False\n",
    "class Compat:\n    new = keras.__version__.startswith('3')\nIS_KERAS_3 = Compat.new\n",
    "def at_least(wanted):\n    return Version(keras.__version__) >= Version(wanted)\nIS_KERAS_3 = at_least('3.0')\n",
    "def is_new():\n    try:\n        return int(keras.__version__.split('.')[0]) >= 3\n"
    "    except (AttributeError, ValueError):\n        return False\nIS_KERAS_3 = is_new()\n",
    "match keras.__version__.split('.'):\n    case ['2', *_]:\n        IS_KERAS_3 = False\n"
    "    case _:\n        IS_KERAS_3 = True\n",
    "match keras.__version__.split('.'):\n    case (major, _, *rest):\n        IS_KERAS_3 = int(major) > 2\n",
    "match keras.__version__[0]:\n    case '1' | '2':\n        IS_KERAS_3 = False\n"
    "    case '3':\n        IS_KERAS_3 = True\n",
    "flags = {'three': keras.__version__ > '3'}\nIS_KERAS_3 = flags['three']\n",
]
"""Set a flag of the module."""

SHAPES = [
    "norm = BN() if {0} else BN(fused=True)\n",
    "if {0}:\n    norm = BN()\nelse:\n    norm = BN(fused=True)\n",
    "if not ({0}):\n    norm = BN(virtual_batch_size=4)\n",
    "def norm():\n    if {0}:\n        return BN()\n    return BN(fused=True)\n",
    "def new():\n    return {0}\ndef norm():\n    return BN(**({{}} if new() else {{'fused': False}}))\n",
    "options = dict(momentum=0.9)\nif not ({0}):\n    options['fused'] = True\nnorm = BN(**options)\n",
    "options = dict(momentum=0.9, fused=True)\nif {0}:\n    del options['fused']\nnorm = BN(**options)\n",
    "options = dict(fused=True)\nif {0}:\n    options.pop('fused', None)\nnorm = BN(**options)\n",
    "def old():\n    return BN(fused=True)\nnorm = BN() if {0} else old()\n",
    "def old():\n    return BN(fused=True)\nmake = BN if {0} else old\nnorm = make()\n",
    "if {0}:\n    class Norm(BN):\n        pass\n"
    "else:\n    class Norm(BN):\n        def __init__(self):\n            super().__init__(fused=True)\n"
    "norm = Norm()\n",
    "class Block(layers.Layer):\n    def __init__(self):\n        super().__init__()\n"
    "        self.norm = BN() if {0} else self.old()\n"
    "    def old(self):\n        return BN(fused=True)\n",
    "assert not ({0})\nnorm = BN(fused=True)\n",
    "if {0}:\n    raise RuntimeError('needs Keras 2')\nnorm = BN(fused=True)\n",
    "import sys\nif {0}:\n    sys.exit('needs Keras 2')\nnorm = BN(fused=True)\n",
    "def norm():\n    assert not ({0}), 'needs Keras 2'\n    return BN(fused=True)\n",
    "def norm():\n    if {0}:\n        return None\n    return BN(fused=True)\n",
]
"""Code for each Keras behind a question that is true in Keras 3."""

ALONE = [
    "from contextlib import suppress\nwith suppress(ValueError, TypeError):\n    BN(fused=True)\n",
    "import contextlib\nwith contextlib.suppress(Exception), open('x'):\n    BN(fused=True)\n",
    "try:\n    norm = BN(fused=True)\nexcept (TypeError, ValueError):\n    norm = BN()\n",
    "try:\n    norm = BN(fused=True)\nexcept:\n    norm = BN()\n",
    "try:\n    norm = BN(fused=True)\nexcept Exception as error:\n    norm = BN()\n",
    "if 'fused' in inspect.signature(BN).parameters:\n    BN(fused=True)\n",
    "if 'fused' in inspect.signature(BN.__init__).parameters.keys():\n    BN(fused=True)\n",
    "options = {}\nif 'fused' in inspect.getfullargspec(BN.__init__).args:\n"
    "    options['fused'] = True\nBN(**options)\n",
    "try:\n    from keras.layers.normalization import BatchNormalization\n    norm = BatchNormalization(mode=0)\n"
    "except ImportError:\n    from keras.layers import BatchNormalization\n    norm = BatchNormalization()\n",
    "if keras.__version__[0] == '1':\n    norm = BN(mode=2)\nelse:\n    norm = BN()\n",
    "if int(tf.__version__.split('.')[1]) >= 16:\n    norm = BN()\nelse:\n    norm = BN(fused=True)\n",
    "if Version(tf.__version__) < Version('2.16'):\n    BN(fused=True)\n",
    "if version.parse(tf.version.VERSION) < version.parse('2.16.0'):\n    BN(fused=True)\n",
    "if tuple(map(int, tf.__version__.split('.')[:2])) < (2, 16):\n    BN(fused=True)\n",
    "if tf.__version__.startswith('2.15'):\n    BN(fused=True)\n",
    "if tf.__version__[:4] in ('2.14', '2.15'):\n    BN(fused=True)\n",
    "if tf.__version__.startswith('1.'):\n    BN(fused=True)\n",
    "if hasattr(tf, 'contrib'):\n    BN(fused=True)\n",
    "if hasattr(tf, 'placeholder'):\n    BN(fused=True)\n",
    "found = keras.version() if callable(getattr(keras, 'version', None)) else keras.__version__\n"
    "if found[0] == '2':\n    BN(fused=True)\n",
    "if pkg_resources.get_distribution('keras').parsed_version < pkg_resources.parse_version('3'):\n"
    "    BN(fused=True)\n",
    "import os\nif os.environ.get('TF_USE_LEGACY_KERAS') == '1':\n    BN(fused=True)\n",
    "import os\nif os.getenv('TF_USE_LEGACY_KERAS', '0') in ('1', 'true'):\n    BN(fused=True)\n",
    "import os\nif bool(int(os.environ.get('TF_USE_LEGACY_KERAS', 0))):\n    BN(fused=True)\n",
    "TF2 = int(tf.__version__[0]) > 1\nif not TF2:\n    BN(fused=True)\n",
]
"""Whole programs without a mistake."""


PRIVATE = "from tensorflow.python.keras.layers import BatchNormalization"
BEFORE_2_8 = [
    "if Version(tf.__version__) < Version('2.8'):\n    {0}\nelse:\n    from keras.layers import BatchNormalization\n",
    "if Version(tf.__version__) >= Version('2.6'):\n    pass\nelse:\n    {0}\n",
    "if tf.__version__.startswith('1.'):\n    {0}\n",
    "if tuple(map(int, tf.__version__.split('.')[:2])) <= (2, 7):\n    if inspect:\n        {0}\n",
    "OLD = LooseVersion(tf.__version__) < LooseVersion('2.3')\nif OLD:\n    {0}\n",
    "if Version(tf.__version__) < Version('2.8'):\n    from tensorflow.python.keras import applications\n"
    "else:\n    from keras import applications\nmodel = applications.imagenet_utils.decode_predictions\n",
]
"""Code for releases that still had what later ones of Keras 2 lost."""
AFTER_2_8 = [
    "if Version(tf.__version__) < Version('2.9'):\n    {0}\n",
    "if Version(tf.__version__) >= Version('2.4'):\n    {0}\n",
    "if not tf.__version__.startswith('1.'):\n    {0}\n",
    "if Version(tf.__version__) < Version('2.8'):\n    pass\n{0}\n",
]


@pytest.mark.parametrize("shape", BEFORE_2_8)
def test_what_a_release_lost_may_be_used_before_it(shape: str) -> None:
    assert found(shape.format(PRIVATE), 2) == []


@pytest.mark.parametrize("shape", AFTER_2_8)
def test_what_a_release_lost_may_not_be_used_behind_it(shape: str) -> None:
    assert found(shape.format(PRIVATE), 2) == ["BNL501"]


def found(source: str, dialect: int) -> list[str]:
    config = Config(keras="3" if dialect == 3 else "2")
    return [finding.code for finding in check_source(IMPORTS + source, config=config)]


@pytest.mark.parametrize("dialect", [2, 3])
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_gives_each_keras_its_branch(question: str, dialect: int) -> None:
    assert found(f"BN() if {question} else BN(fused=True)\n", dialect) == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_that_is_asked_the_wrong_way_round(question: str) -> None:
    assert found(f"BN(fused=True) if {question} else BN()\n", 3) == ["BNL501"]


@pytest.mark.parametrize("dialect", [2, 3])
@pytest.mark.parametrize("preamble", PREAMBLES)
def test_a_flag_gives_each_keras_its_branch(preamble: str, dialect: int) -> None:
    use = "if not IS_KERAS_3:\n    BN(fused=True)\n"
    assert found(preamble + use, dialect) == []


@pytest.mark.parametrize("preamble", PREAMBLES)
def test_a_flag_that_is_used_the_wrong_way_round(preamble: str) -> None:
    assert found(preamble + "if IS_KERAS_3:\n    BN(fused=True)\n", 3) == ["BNL501"]


@pytest.mark.parametrize("dialect", [2, 3])
@pytest.mark.parametrize("shape", SHAPES)
def test_code_behind_a_question(shape: str, dialect: int) -> None:
    assert found(shape.format("keras.__version__ >= '3'"), dialect) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_code_behind_the_opposite_question(shape: str) -> None:
    assert found(shape.format("keras.__version__ < '3'"), 3) == ["BNL501"]


@pytest.mark.parametrize("dialect", [2, 3])
@pytest.mark.parametrize("program", ALONE)
def test_programs_that_are_ready_for_both(program: str, dialect: int) -> None:
    assert found(program, dialect) == []


@pytest.mark.parametrize(
    "program",
    [
        "import os\nif os.environ.get('TF_USE_LEGACY_KERAS') != '1':\n    BN(fused=True)\n",
        "import os\nif os.environ.get('MY_LEGACY_KERAS') == '1':\n    BN(fused=True)\n",
        "if pkg_resources.get_distribution('keras').parsed_version > pkg_resources.parse_version('3'):\n"
        "    BN(fused=True)\n",
        "found = keras.version() if callable(wanted) else keras.__version__\nif found[0] == '3':\n    BN(fused=True)\n",
        "found = wanted if callable(wanted) else keras.__version__\nif found[0] == '2':\n    BN(fused=True)\n",
    ],
)
def test_programs_that_ask_the_wrong_way_round(program: str) -> None:
    assert found(program, 3) == ["BNL501"]


@pytest.mark.parametrize("handled", ["TypeError", "KeyError", "(TypeError, KeyError)"])
def test_keras_3_raises_another_error_than_is_handled(handled: str) -> None:
    source = f"try:\n    BN(fused=True)\nexcept {handled}:\n    BN()\n"
    assert found(source, 3) == ["BNL501"]


@pytest.mark.parametrize(
    "question",
    [
        "Version(keras.__version__) < Version('3.6')",
        "Version(tf.__version__) < Version('2.19')",
        "tf.__version__ >= '2.2'",  # texts: '2.16' is less than '2.2', '2.20' is not
        "keras.__version__ == wanted",
        "Version(wanted) < Version(keras.__version__)",
        "keras.__version__ < tf.__version__",
        "re.match(wanted, keras.__version__)",
        "re.match('(', keras.__version__)",
        "re.match('3', wanted)",
        "re.match('3', keras.__version__, re.ASCII)",
        "re.match('3', keras.__version__).group(2) == '9'",
        "keras.__version__ in SpecifierSet(wanted)",
        "keras.__version__ in SpecifierSet('three')",
        "keras.__version__ in SpecifierSet('>=3', prereleases=True)",
        "operator.ge(*wanted)",
        "'something_new' in dir(keras)",
        "wanted in dir(keras)",
        "keras.__version__ in dir(keras)",
        "3 in dir(keras)",
        "'fused' in dir(wanted)",
    ],
)
def test_what_is_true_of_some_releases_only_is_not_decided(question: str) -> None:
    for branches in (
        "BatchNormalization(fused=True) if {} else None",
        "None if {} else BN(fused=True)",
    ):
        source = "import os\nwanted = os.environ['WANTED']\n" + branches.format(question).replace(
            "BatchNormalization(fused=True) if", "BN(fused=True) if"
        )
        assert found(source + "\n", 3) == ["BNL501"]


def test_a_flag_of_another_module(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    (tmp_path / "compat.py").write_text(
        "import keras\nIS_KERAS_3 = keras.__version__.startswith('3.')\n\n\ndef is_keras3():\n    return IS_KERAS_3\n"
    )
    train = tmp_path / "train.py"
    train.write_text(
        "from keras.layers import BatchNormalization as BN\nfrom compat import IS_KERAS_3, is_keras3\nimport compat\n"
        "if not IS_KERAS_3:\n    BN(fused=True)\n"
        "if not is_keras3():\n    BN(fused=True)\n"
        "if not compat.IS_KERAS_3:\n    BN(fused=True)\n"
    )
    assert check_file(train, Config(keras="3")) == []


def test_each_keras_gets_the_findings_of_its_branch() -> None:
    source = "if keras.__version__.startswith('2.'):\n    a = BN(momentum=99)\nelse:\n    b = BN(momentum=99)\n"
    lines = [[f.line for f in check_source(IMPORTS + source, config=Config(keras=keras))] for keras in ("2", "3")]
    first = IMPORTS.count("\n") + 2
    assert lines == [[first], [first + 2]]

"""The word filters: what they must let through, what they must keep out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bnlint.analysis import worth
from bnlint.project import import_graph, prefilter
from tests.static.helpers import ROOT, bnlint, fixtures


@pytest.mark.parametrize(
    "text",
    [
        "from tensorflow.keras.layers import BatchNormalization",
        "x = tf.layers.batch_normalization(x)",
        "x = tf.nn.batch_normalization(x)",
        "keras.layers.BatchNorm()",
        "tf.contrib.layers.batch_norm(x)",
        "tf.keras.layers.experimental.SyncBatchNormalization()",
        "import tensorflow as T, tf_slim as slim",
        "slim = tf.contrib.slim",
        "keras.applications.ResNet50()",
        "keras.applications.MobileNetV2()",
        "keras.applications.EfficientNetB0()",
        "keras.applications.DenseNet121()",
        "keras.applications.InceptionResNetV2()",
        "keras.applications.InceptionV3()",
        "keras.applications.Xception()",
        "keras.applications.NASNetMobile()",
        "keras.applications.RegNetX002()",
        "import tensorflow as T\nBATCH_NORM = True",
    ],
)
def test_words_that_concern_us(text: str) -> None:
    assert prefilter.may_concern(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "import torch\nbn = torch.nn.BatchNorm2d(3)",
        "from tensorflow import keras\nkeras.layers.LayerNormalization()",
        "import tensorflow as tf\nkeras.applications.VGG16()",
        "import keras\nbatch = normalize(x)",
        "htf = atf = 1\nBatchNorm",
        "import keras\nslimmer = 1",
    ],
)
def test_words_that_do_not(text: str) -> None:
    assert not prefilter.may_concern(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from models import m\nm.fit(x, y, batch_size=1)", True),
        ("from .models import m\nm.compile('adam')", True),
        ("import numpy as np, models\nmodels.m.trainable = False", True),
        ("import models as m\nwith tf.GradientTape() as tape:\n    m.net(x)", True),
        ("def f():\n    from models import m\n    m(x, training = True)", True),
        ("from models import m\nds = ds.batch(1)", True),
        ("from models import m\nm.call(x)", True),
        ("from models import m\nK.set_learning_phase(1)", True),
        ("from models import m\nclass A(m.B):\n    def train_step(self, d): ...", True),
        ("from norms import norm\nnorm(momentum=0.1)", True),
        ("from models import m\nm.predict(x)", False),
        ("from sklearn.svm import SVC\nimport numpy as np, os\nSVC().fit(x, y)", False),
        ("from keras import Sequential\nSequential().fit(x, y)", False),
        ("import helpers, re\nre.compile('x')", False),
        ("from helpers import f\nregex.compile('x')", False),
        ("m.fit(x, y)", False),
    ],
)
def test_files_that_may_train_a_model_of_the_project(text: str, expected: bool) -> None:
    assert prefilter.needs_imports(text) is expected


@pytest.mark.parametrize("fixture", [f for f in fixtures() if f.expected], ids=lambda fixture: fixture.path)
def test_no_expected_finding_is_filtered_out(fixture: object) -> None:
    path = ROOT / fixture.path  # type: ignore[attr-defined]
    assert worth.worth_analysis(path.read_text(encoding="utf-8"), str(path), True)


BN = "import keras\nbn = keras.layers.BatchNormalization()\n"


@pytest.mark.parametrize(
    ("files", "importing"),
    [
        ({"models.py": BN}, "from models import build"),
        ({"models.py": BN}, "import models"),
        ({"models.py": BN}, "import os, models as m"),
        ({"models.py": BN}, "from . import models"),
        ({"models.py": BN}, "from .models import (\n    a,\n    build,\n)"),
        ({"nets/__init__.py": BN}, "import nets"),
        ({"nets/resnet.py": BN}, "from nets import resnet"),
        ({"nets/resnet.py": BN}, "from nets.resnet import build"),
        ({"nets/resnet.py": BN}, "import nets.resnet as r"),
        ({"nets/__init__.py": "from .resnet import build", "nets/resnet.py": BN}, "from nets import build"),
        (
            {"nets/__init__.py": "from .a.b import *", "nets/a/b.py": "from ..c import d", "nets/c.py": BN},
            "import nets",
        ),
        ({"../lib.py": BN}, "from lib import build"),
        ({"../lib.py": BN}, "from ..lib import build"),
    ],
)
def test_models_of_other_files_are_reached(tmp_path: Path, files: dict[str, str], importing: str) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (tmp_path / ".git").mkdir()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    assert import_graph.reaches_bn(importing, str(folder / "train.py"))
    assert not import_graph.reaches_bn(importing, "<string>")
    assert not import_graph.reaches_bn("import sys\nfrom elsewhere import x", str(folder / "train.py"))


def test_cycles_missing_and_unreadable_modules_end(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.py").write_text("import b, c, missing")
    (tmp_path / "b.py").write_text("import a, b")
    (tmp_path / "c.py").write_bytes(b"\xff\xfe\x00import a")
    (tmp_path / "d.py").mkdir()
    assert not import_graph.reaches_bn("import a, b, c, d", str(tmp_path / "train.py"))


def test_an_edited_module_is_read_anew(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "models.py").write_text("x = 1")
    train = str(tmp_path / "train.py")
    assert not import_graph.reaches_bn("import models", train)
    (tmp_path / "models.py").write_text(BN)
    assert import_graph.reaches_bn("import models", train)


def test_installed_packages_are_not_the_project(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "mine"
    package.mkdir(parents=True)
    (tmp_path / "site-packages" / "other.py").write_text(BN)
    assert not import_graph.reaches_bn("import other", str(package / "x.py"))


def test_a_module_of_megabytes_is_data(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "models.py").write_text(BN + "\n" + "#" * 2_000_000)
    assert not import_graph.reaches_bn("import models", str(tmp_path / "train.py"))


def test_nothing_is_looked_up_beside_the_home_directory_or_in_a_folder_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    project, gone = str(tmp_path / "project"), str(tmp_path / "gone" / "project")
    assert import_graph.roots(project) == [project, f"{project}/src"]
    assert import_graph.roots(gone) == [gone, f"{gone}/src"]


STEP = """import tensorflow as tf


def step(model, optimizer, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(x) - y) ** 2)
    variables = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
"""
"""BNL102 in line 6, if a file that imports it hands it a model with BN."""
BUILD = "import tensorflow as tf\n\n\ndef build():\n    return tf.keras.Sequential([tf.keras.layers.{layer}()])\n"
MAIN = """import tensorflow as tf
from {steps} import step
from {models} import build

step(build(), tf.keras.optimizers.SGD(), tf.ones((8, 3)), tf.ones((8, 3)))
"""


def lines_found(folder: Path, name: str) -> list[int]:
    done = bnlint("check", "--keras=3", "--output-format=json", name, cwd=folder)
    return [finding["line"] for finding in json.loads(done.stdout)["findings"]]


@pytest.mark.parametrize(("layer", "lines"), [("BatchNormalization", [6]), ("LayerNormalization", [])])
def test_a_file_of_steps_is_read_for_those_who_hand_it_models_with_bn(
    tmp_path: Path, layer: str, lines: list[int]
) -> None:
    """Over another hop; in one file with the model; and inside a package that nothing marks as a project."""
    (tmp_path / "marked" / ".git").mkdir(parents=True)
    (tmp_path / "one" / ".git").mkdir(parents=True)
    (tmp_path / "unmarked" / "package").mkdir(parents=True)
    (tmp_path / "unmarked" / "package" / "__init__.py").write_text("")
    (tmp_path / "unmarked" / "main.py").write_text(MAIN.format(steps="package.steps", models="package.models"))
    for folder in (tmp_path / "marked", tmp_path / "unmarked" / "package"):
        (folder / "steps.py").write_text(STEP)
        (folder / "models.py").write_text(BUILD.format(layer=layer))
    (tmp_path / "marked" / "main.py").write_text(MAIN.format(steps="steps", models="models"))
    (tmp_path / "one" / "steps.py").write_text(STEP)
    one = MAIN.format(steps="steps", models="models").replace("from models import build\n", "")
    (tmp_path / "one" / "main.py").write_text(
        one.replace("build()", f"tf.keras.Sequential([tf.keras.layers.{layer}()])")
    )
    for folder in (tmp_path / "marked", tmp_path / "one", tmp_path / "unmarked" / "package"):
        assert lines_found(folder, "steps.py") == lines, folder


def test_only_so_many_files_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of their names."""
    monkeypatch.setattr("bnlint.project.importers._MAX_FILES", 3)
    for name, lines in (("main.py", [6]), ("zzz.py", [])):
        folder = tmp_path / name
        (folder / ".git").mkdir(parents=True)
        (folder / "a.py").write_text("")
        (folder / "models.py").write_text(BUILD.format(layer="BatchNormalization"))
        (folder / "steps.py").write_text(STEP)
        (folder / name).write_text(MAIN.format(steps="steps", models="models"))
        assert lines_found(folder, "steps.py") == lines


@pytest.mark.parametrize("checkout", ["SwAV-TF", "swav", "build"])
@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize(
    "path",
    [
        "'SwAV-TF/utils'",
        "os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'SwAV-TF', 'utils')",
        "'/content/drive/MyDrive/SwAV-TF/utils'",
        "os.path.expanduser('~/code/SwAV-TF/utils')",
    ],
)
def test_the_name_of_the_checkout_decides_nothing(tmp_path: Path, path: str, checkout: str, marked: bool) -> None:
    project = tmp_path / checkout
    (project / "utils").mkdir(parents=True)
    (project / "notebooks").mkdir()
    (project / "utils" / "networks.py").write_text(BN)
    if marked:
        (project / "requirements.txt").write_text("")
    train = project / "notebooks" / "train.py"
    train.write_text(f"import os, sys\nsys.path.append({path})\nfrom networks import build\n")
    assert import_graph.reaches_bn(train.read_text(), str(train))
    assert import_graph.added_roots(str(train), import_graph.roots(str(train.parent))) == [str(project / "utils")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("importlib.import_module('nets.plain')", True),
        ("importlib.import_module('nets.' + name)", True),
        ("import_module(f'nets.{name}')", True),
        ("import_module('nets.%s' % name)", True),
        ("import_module('nets.pl%s' % name)", True),
        ("import_module('nets.pl' + name)", True),
        ("import_module(f'nets.pl{name}')", True),
        ("options = {'module': 'nets.plain'}\nimport_module(options['module'])", True),
        ("import_module(name)", False),
        ("import_module('tensorflow.keras')", False),
        ("import_module('missing.' + name)", False),
        ("name = 'nets.plain'", False),
    ],
)
def test_modules_imported_by_a_name(tmp_path: Path, asked: str, found: bool) -> None:
    (tmp_path / "nets").mkdir()
    (tmp_path / "nets" / "plain.py").write_text(BN)
    assert import_graph.reaches_bn(f"import importlib\n{asked}\n", str(tmp_path / "train.py")) is found


def test_a_package_that_names_itself_is_read_and_not_guessed(tmp_path: Path) -> None:
    """Elsewhere the name of a package whose networks contain BN is enough, in its own files what they import counts."""
    package = tmp_path / "keras_hub"
    (package / "src").mkdir(parents=True)
    for folder in (package, package / "src"):
        (folder / "__init__.py").write_text("")
    (package / "src" / "plain.py").write_text("import keras\n")
    (package / "src" / "nets.py").write_text(BN)
    program = "import keras\nfrom keras_hub.src.{} import net\nclass Task(keras.Model):\n    def call(self, x): {}\n"
    inside, outside = package / "src" / "task.py", tmp_path / "task.py"
    asked = {path: program.format("plain", "return net(x)") for path in (inside, outside)}
    assert not worth.worth_analysis(asked[inside], str(inside), True)
    assert worth.worth_analysis(asked[inside], str(inside), False), "nothing is known of what it imports"
    assert worth.worth_analysis(asked[outside], str(outside), True)
    assert worth.worth_analysis(asked[inside].replace("hub", "cv"), str(inside), True), "the name of another package"
    assert worth.worth_analysis(program.format("nets", "return net(x)"), str(inside), True)
    assert worth.worth_analysis(program.format("plain", "BatchNormalization()"), str(inside), True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import keras\nmodel = ResNet50()\n", True),
        ("import keras\n# as in ResNet50\nmodel = Net()\n", False),
        ('import keras\n\ndef build():\n    """A ResNet50.\n\n    With BatchNormalization.\n    """\n', False),
        ("import keras\nlayer = getattr(layers, 'BatchNormalization')\n", True),
        ("# keras\nlayer = BatchNormalization()\n", False),
    ],
)
def test_what_comments_and_long_strings_say_is_no_program(text: str, found: bool) -> None:
    assert prefilter.may_concern(text)
    assert prefilter.concerns(text) is found


def test_the_package_around_binds_nothing_of_its_own(tmp_path: Path) -> None:
    package = tmp_path / "net"
    (package / "parts").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (package / "__init__.py").write_text("from net import models\n")
    (package / "models.py").write_text("import keras\nx = keras.layers.BatchNormalization()\n")
    (package / "helpers.py").write_text("def help(): pass\n")
    (package / "parts" / "mine.py").write_text("")
    asking = str(tmp_path / "train.py")
    assert not import_graph.reaches_bn("from net.helpers import help", asking)
    assert not import_graph.reaches_bn("from .helpers import help", str(package / "other.py"))
    assert import_graph.reaches_bn("from net import models", asking)
    assert import_graph.reaches_bn("import net.helpers", asking)
    assert import_graph.reaches_bn("from net import build", asking)


def test_a_folder_in_a_package_is_part_of_it(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "keras_cv" / "export"
    inner.mkdir(parents=True)
    (tmp_path / "keras_cv" / "__init__.py").write_text("")
    assert import_graph.package_of(str(inner)) == "keras_cv"
    assert import_graph.package_of(str(tmp_path)) == ""

"""Which backend of Keras 3 a file is judged for, as small real projects; the order is that of ``backend.target``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bnlint.analysis import backend, dialect
from bnlint.api import check_source
from bnlint.project import ttl_cache
from bnlint.settings.config import BackendTarget, Config
from bnlint.syntax.notebooks import magics
from tests.static.helpers import bnlint

KERAS = "import keras\nbn = keras.layers.BatchNormalization()\n"
TORCH_LOOP = """import keras
import torch

net = keras.Sequential([keras.layers.Dense(4), keras.layers.BatchNormalization()])
optimizer = torch.optim.Adam(net.parameters())
loss = net(x, training=True).sum()
loss.backward()
"""
JAX_LOOP = """import jax
import keras

net = keras.Sequential([keras.layers.Dense(4), keras.layers.BatchNormalization()])
gradient = jax.value_and_grad(loss_of, has_aux=True)
"""
TAPE = "import keras\nimport tensorflow as tf\nwith tf.GradientTape() as tape:\n    pass\n"

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def write(files: dict[str, str]) -> Path:
        """Write a project, and return the file that is asked about."""
        for name, content in {".git/HEAD": "", "pkg/train.py": KERAS, **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return tmp_path / "pkg" / "train.py"

    return write


def asked(source: str, path: str | Path = "<string>", chosen: BackendTarget = "auto") -> tuple[str, str]:
    """Return the backend of a file and what decided, "" for both where it is assumed."""
    ttl_cache.forget()
    found = backend.target(source, str(path), 3, Config(backend=chosen))
    assert found.name in ("tensorflow", "jax", "torch")
    return ("", "") if found.assumed else (found.name, found.why)


# -- what the file says ------------------------------------------------------------------------------------------------

SAYS = {
    "the variable": ('import os\nos.environ["KERAS_BACKEND"] = "jax"\nimport keras\n', "jax"),
    "in single quotes": ("import os\nos.environ['KERAS_BACKEND']='torch'\nimport keras\n", "torch"),
    "a default": ('import os\nos.environ.setdefault("KERAS_BACKEND", "torch")\nimport keras\n', "torch"),
    "among others": ('import os\nos.environ.update({"A": "1", "KERAS_BACKEND": "jax"})\nimport keras\n', "jax"),
    "as a keyword": ('import os\nos.environ.update(KERAS_BACKEND="jax")\nimport keras\n', "jax"),
    "joined": ('import os\nos.environ |= {"KERAS_BACKEND": "jax"}\nimport keras\n', "jax"),
    "TensorFlow": ('import os\nos.environ["KERAS_BACKEND"] = "tensorflow"\nimport keras\n', "tensorflow"),
    "the other one in a comment": (
        'import os\nos.environ["KERAS_BACKEND"] = "jax"  # or KERAS_BACKEND = "torch"\nimport keras\n',
        "jax",
    ),
    "in a comment": ('# os.environ["KERAS_BACKEND"] = "jax"\nimport keras\n', ""),
    "in a docstring": ('"""os.environ["KERAS_BACKEND"] = "jax"."""\nimport keras\n', ""),
    "asked": ('import os\nname = os.environ.get("KERAS_BACKEND", "jax")\nimport keras\n', ""),
    "too late": ('import os\nimport keras\nos.environ["KERAS_BACKEND"] = "jax"\n', ""),
    "compared": ('import os\nif os.environ["KERAS_BACKEND"] == "jax":\n    pass\nimport keras\n', ""),
    "an option's": ('import os\nos.environ["KERAS_BACKEND"] = options.backend\nimport keras\nimport torch\n', ""),
    "one of two": (
        'if fast:\n    os.environ["KERAS_BACKEND"] = "jax"\nelse:\n    os.environ["KERAS_BACKEND"] = "torch"\n',
        "",
    ),
    "for a process of its own": (
        'import subprocess\nsubprocess.run(["train"], env={"KERAS_BACKEND": "jax"})\nimport keras\n',
        "",
    ),
    "set_backend": ('import keras\nkeras.config.set_backend("torch")\n', "torch"),
    "set_backend by keyword": ('from keras.config import set_backend\nset_backend(backend="jax")\n', "jax"),
    "set_backend after the variable": (
        'import os\nos.environ["KERAS_BACKEND"] = "jax"\nimport keras\nkeras.config.set_backend("torch")\n',
        "torch",
    ),
    "set_backend of an option": ("import keras\nkeras.config.set_backend(name)\n", ""),
    "the variable before what the code uses": (
        f'import os\nos.environ["KERAS_BACKEND"] = "tensorflow"\n{TORCH_LOOP}',
        "tensorflow",
    ),
    "a loop of PyTorch": (TORCH_LOOP, "torch"),
    "a loop over a model of another module": (
        "import torch\nfrom models import make\nnet = make()\nnet(x).sum().backward()\n",
        "torch",
    ),
    "an optimizer of PyTorch": ("import keras\nfrom torch import optim\noptim.SGD(net.parameters())\n", "torch"),
    "batches of PyTorch": ("import keras\nfrom torch.utils.data import DataLoader\nnet.fit(DataLoader(rows))\n", ""),
    "a loop of JAX": (JAX_LOOP, "jax"),
    "functions of JAX": ("import keras\nfrom jax import grad, jit\nf = jit(grad(loss))\n", "jax"),
    "arrays of JAX": ("import keras\nimport jax.numpy as jnp\nnet(jnp.ones((4, 4)))\n", ""),
    "a loop of JAX over batches of TensorFlow": (f"import tensorflow as tf\n{JAX_LOOP}", "jax"),
    "a tape": (TAPE, "tensorflow"),
    "a loop for each": (f"{TORCH_LOOP}{JAX_LOOP}", ""),
    "a branch for each": (f'{TORCH_LOOP}if keras.backend.backend() == "torch":\n    pass\n', ""),
    "a network of PyTorch beside tf.keras": (
        "import tensorflow as tf\nimport torch\nnet = tf.keras.Sequential()\nother(x).sum().backward()\n",
        "tensorflow",
    ),
    "an import of TensorFlow": ("import keras\nimport tensorflow as tf\n", "tensorflow"),
    "nothing": (KERAS, ""),
}


@pytest.mark.parametrize(("source", "expected"), SAYS.values(), ids=SAYS)
def test_what_a_file_says(source: str, expected: str) -> None:
    assert asked(source)[0] == expected


def test_a_magic_of_a_notebook() -> None:
    for magic in ("%env KERAS_BACKEND=torch", "%set_env KERAS_BACKEND torch"):
        assert asked(magics.as_python(f"{magic}\nimport keras\n")) == ("torch", "the file sets KERAS_BACKEND")


def test_your_word_comes_first() -> None:
    assert asked(JAX_LOOP, chosen="torch") == ("torch", "option")


def test_keras_2_has_none() -> None:
    found = backend.target(JAX_LOOP, "<string>", 2, Config(backend="jax"))
    assert (found.name, found.assumed) == ("tensorflow", False)


# -- what the project says ---------------------------------------------------------------------------------------------

PROJECTS: dict[str, tuple[dict[str, str], str, str]] = {
    "Dockerfile": ({"Dockerfile": "FROM python:3.11\nENV KERAS_BACKEND=jax\n"}, "jax", "Dockerfile sets KERAS_BACKEND"),
    "an old line of a Dockerfile": ({"Dockerfile": "ENV KERAS_BACKEND torch\n"}, "torch", ""),
    "shell script": ({"run.sh": "export KERAS_BACKEND=torch\npython pkg/train.py\n"}, "torch", ""),
    "before a command": ({"run.sh": "KERAS_BACKEND=torch python pkg/train.py\n"}, "torch", ""),
    "a comment in a script": ({"run.sh": "# KERAS_BACKEND=torch python pkg/train.py\n"}, "", ""),
    "a script for each": ({"a.sh": "KERAS_BACKEND=jax make\n", "b.sh": "KERAS_BACKEND=torch make\n"}, "", ""),
    "both in one script": ({"a.sh": "KERAS_BACKEND=jax make\nKERAS_BACKEND=torch make\n"}, "", ""),
    "another one": ({"a.sh": "KERAS_BACKEND=theano make\n"}, "", ""),
    "Makefile": ({"Makefile": "train:\n\tKERAS_BACKEND=jax python train.py\n"}, "jax", ""),
    "tox": ({"tox.ini": "[testenv]\nsetenv =\n    KERAS_BACKEND = torch\n"}, "torch", ""),
    "CI": (
        {".github/workflows/ci.yml": "jobs:\n  test:\n    env:\n      KERAS_BACKEND: jax\n    steps: []\n# image\n"},
        "jax",
        ".github/workflows/ci.yml sets KERAS_BACKEND",
    ),
    "a step of CI": (
        {".github/workflows/ci.yml": "jobs:\n  test:\n    steps:\n    - run: KERAS_BACKEND=jax python -m pytest\n"},
        "jax",
        "",
    ),
    "a matrix": (
        {".github/workflows/ci.yml": "jobs:\n  t:\n    env:\n      KERAS_BACKEND: ${{ matrix.backend }}\n# image\n"},
        "",
        "",
    ),
    "conda": (
        {"environment.yml": "dependencies:\n  - keras\nvariables:\n  KERAS_BACKEND: torch\n"},
        "torch",
        "environment.yml sets KERAS_BACKEND",
    ),
    ".env": ({".env": "KERAS_BACKEND=jax\n"}, "jax", ""),
    "pytest-env": ({"pyproject.toml": '[tool.pytest.ini_options]\nenv = ["KERAS_BACKEND=jax"]\n'}, "jax", ""),
    "a table of pytest-env": ({"pyproject.toml": '[tool.pytest_env]\nKERAS_BACKEND = "jax"\n'}, "jax", ""),
    "the nearest": ({"Dockerfile": "ENV KERAS_BACKEND=jax\n", "pkg/run.sh": "KERAS_BACKEND=torch make\n"}, "torch", ""),
    "its package": (
        {"pkg/__init__.py": 'import os\nos.environ["KERAS_BACKEND"] = "torch"\n'},
        "torch",
        "pkg/__init__.py sets KERAS_BACKEND",
    ),
    "conftest.py": ({"conftest.py": 'import os\nos.environ.setdefault("KERAS_BACKEND", "jax")\n'}, "jax", ""),
    "who imports it": (
        {"pkg/main.py": 'import os\nos.environ["KERAS_BACKEND"] = "torch"\nimport train\n'},
        "torch",
        "",
    ),
    "a stranger": ({"other/main.py": 'import os\nos.environ["KERAS_BACKEND"] = "torch"\nimport keras\n'}, "", ""),
    "a launcher": (
        {"launch.py": 'import subprocess\nsubprocess.run(["python"], env={"KERAS_BACKEND": "jax"})\n'},
        "jax",
        "launch.py sets KERAS_BACKEND",
    ),
    "two launchers": (
        {
            "a.py": 'import subprocess\nsubprocess.run(["python"], env={"KERAS_BACKEND": "jax"})\n',
            "b.py": 'import subprocess\nsubprocess.run(["python"], env={"KERAS_BACKEND": "torch"})\n',
        },
        "",
        "",
    ),
    "a switch for the other Keras is none": (
        {"conftest.py": 'import os\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\n'},
        "",
        "",
    ),
    "the loop of its program": (
        {"pkg/main.py": f"from train import bn\n{TORCH_LOOP}"},
        "torch",
        "in pkg/main.py, the file uses backward",
    ),
    "loops for each": (
        {"pkg/a.py": f"from train import bn\n{TORCH_LOOP}", "pkg/b.py": f"from train import bn\n{JAX_LOOP}"},
        "",
        "",
    ),
    "an option of its program": (
        {"pkg/a.py": f'import os\nos.environ["KERAS_BACKEND"] = name\nfrom train import bn\n{TORCH_LOOP}'},
        "",
        "",
    ),
    "requirements": ({"requirements.txt": "keras>=3\ntorch>=2.1\n"}, "torch", "torch in requirements.txt"),
    "requirements of JAX": ({"requirements.txt": "keras>=3\njax[cuda12]\n"}, "jax", ""),
    "requirements of conda": ({"environment.yml": "dependencies:\n  - keras\n  - pytorch=2.3\n"}, "torch", ""),
    "requirements of TensorFlow": ({"requirements.txt": "tensorflow>=2.16\n"}, "tensorflow", ""),
    "requirements of both": ({"requirements.txt": "tensorflow>=2.16\ntorch\n"}, "", ""),
    "requirements of what is called alike": ({"requirements.txt": "keras\ntorch-geometric\njaxtyping\n"}, "", ""),
    "nothing": ({}, "", ""),
}


@pytest.mark.parametrize(("files", "expected", "why"), PROJECTS.values(), ids=PROJECTS)
def test_what_a_project_says(make: Make, files: dict[str, str], expected: str, why: str) -> None:
    found = asked(KERAS, make(files))
    assert found[0] == expected
    assert not why or Path(found[1]).as_posix() == why or found[1] == why


def test_the_files_own_word_comes_before_the_projects(make: Make) -> None:
    assert asked(JAX_LOOP, make({"Dockerfile": "ENV KERAS_BACKEND=torch\n"}))[0] == "jax"


def test_keras_json_is_not_read(make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = make({".keras/keras.json": '{"backend": "jax"}'})
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / ".keras"))
    assert asked(KERAS, file) == ("", "")


def test_a_text_without_a_place() -> None:
    assert asked(KERAS, "<stdin>") == ("", "")


# -- branches ----------------------------------------------------------------------------------------------------------

BRANCHES = """import keras

bn = keras.layers.BatchNormalization
if {question}:
    bn(axis=[1])
else:
    bn(fused=True)
"""


@pytest.mark.parametrize(
    "question",
    [
        'keras.backend.backend() == "torch"',
        'keras.config.backend() == "torch"',
        'keras.backend.backend() in ("jax", "torch")',
        'keras.backend.backend() != "tensorflow"',
    ],
)
def test_a_branch_belongs_to_its_backend(question: str) -> None:
    source = BRANCHES.format(question=question)
    lines = {
        chosen: [finding.line for finding in check_source(source, config=Config("3", backend=chosen))]
        for chosen in ("tensorflow", "torch")
    }
    assert lines == {"tensorflow": [7], "torch": [5]}


def test_where_nothing_says_which_each_branch_is_judged() -> None:
    source = BRANCHES.format(question='keras.backend.backend() == "torch"')
    assert [finding.line for finding in check_source(source, config=Config("3"))] == [5, 7]


# -- said --------------------------------------------------------------------------------------------------------------

LOST = """import keras

net = keras.Sequential([keras.layers.Dense(4), keras.layers.BatchNormalization()])
net.compile("sgd", "mse")
net.fit(x, y)
net.trainable = False
net.fit(x, y)
"""


def run(folder: Path, *options: str) -> str:
    return bnlint("check", "--keras=3", *options, ".", cwd=folder).stdout


def test_what_depends_on_the_backend_says_so_where_it_is_assumed(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(LOST)
    printed = run(tmp_path).splitlines()
    assert "BNL109 this change of trainable is lost" in printed[0]
    assert "  = note: on TensorFlow" in printed
    assert printed[-1] == "BNL109 judged for the TensorFlow backend: set backend in [tool.bnlint], or --backend."


def test_it_does_not_where_somebody_says_it(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(LOST)
    for printed in (run(tmp_path, "--backend=tensorflow"), run(tmp_path, "--select=BNL109", "--backend=jax")):
        assert "on TensorFlow" not in printed
        assert printed.splitlines()[-1] == "1 finding in 1 file (1 file checked)."
    assert run(tmp_path, "--backend=torch").splitlines()[-1] == "No findings in 1 file."


def test_what_does_not_depend_on_it_is_not_mentioned(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("import keras\nkeras.layers.BatchNormalization(fused=True)\n")
    assert run(tmp_path).splitlines()[-2:] == ["1 finding in 1 file (1 file checked).", "[*] 1 fixable with --fix."]


def test_the_setting(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(LOST)
    (tmp_path / "pyproject.toml").write_text("[tool.bnlint]\nbackend = 'torch'\n")
    assert run(tmp_path).splitlines()[-1] == "No findings in 1 file."
    for wrong in ("'theano'", "3"):
        (tmp_path / "pyproject.toml").write_text(f"[tool.bnlint]\nbackend = {wrong}\n")
        done = bnlint("check", ".", cwd=tmp_path)
        assert done.returncode == 2
        assert "is not one of auto, tensorflow, jax, torch" in done.stderr


def test_statistics(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(f'import os\nos.environ["KERAS_BACKEND"] = "jax"\n{LOST}')
    (tmp_path / "other.py").write_text(LOST)
    printed = run(tmp_path, "--statistics").splitlines()
    assert printed[-2:] == [
        "2       judged for Keras 3: set by you",
        "1       judged for Keras 3 on JAX: the file sets KERAS_BACKEND",
    ]
    assert run(tmp_path, "--statistics", "--backend=tensorflow").splitlines()[-1].endswith("on TensorFlow: set by you")


def test_json_and_sarif(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(f'import os\nos.environ["KERAS_BACKEND"] = "jax"\n{LOST}')
    found: dict[str, Any] = json.loads(run(tmp_path, "--output-format=json"))
    said = {"backend": "jax", "why": "the file sets KERAS_BACKEND", "assumed": False}
    assert found["backends"] == [{**said, "paths": ["train.py"]}]
    assert {each["backend"] for each in found["findings"]} == {"jax"}
    (sarif,) = json.loads(run(tmp_path, "--output-format=sarif"))["runs"]
    assert [{**entry, "files": None} for entry in sarif["properties"]["backends"]] == [{**said, "files": None}]
    assert {json.dumps(each["properties"]["backend"]) for each in sarif["results"]} == {json.dumps(said)}


def test_keras_2_has_no_word_of_it(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(LOST)
    found = json.loads(bnlint("check", "--keras=2", "--output-format=json", ".", cwd=tmp_path).stdout)
    assert found["backends"] == []
    assert {each["backend"] for each in found["findings"]} == {None}
    (sarif,) = json.loads(bnlint("check", "--keras=2", "--output-format=sarif", ".", cwd=tmp_path).stdout)["runs"]
    assert not any("backend" in each["properties"] for each in sarif["results"])


def test_doctor(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(f'import os\nos.environ["KERAS_BACKEND"] = "jax"\n{KERAS}')
    (tmp_path / "b.py").write_text(KERAS)
    printed = bnlint("doctor", cwd=tmp_path).stdout
    assert "Keras 3 on JAX for 1 file: the file sets KERAS_BACKEND (a.py)" in printed
    assert "Keras 3 on TensorFlow for 1 file: nothing says otherwise (b.py)" in printed


def test_a_backend_that_keras_2_has_not_is_that_of_keras_3(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialect, "_from_installation", lambda: None)
    file = make({"Dockerfile": "ENV KERAS_BACKEND=jax\n"})
    ttl_cache.forget()
    assert dialect.target(KERAS, str(file), Config())[:2] == (3, "Dockerfile sets KERAS_BACKEND")

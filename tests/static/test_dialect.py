"""The choice of the Keras dialect, on real files in temporary projects."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from pathlib import Path

import pytest

from bnlint.analysis import dialect
from bnlint.project import requirements, ttl_cache
from bnlint.settings.config import Config

TF_KERAS = "import tensorflow as tf\nbn = tf.keras.layers.BatchNormalization()\n"
KERAS = "from keras import layers\nbn = layers.BatchNormalization()\n"

Project = Callable[..., Path]


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer like an environment without TensorFlow, so that the project alone decides; believe nothing from before."""
    ttl_cache.forget()
    monkeypatch.setattr(dialect, "_from_installation", lambda: None)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Make a project of the given files; return its ``src/pkg/train.py`` (not written)."""

    def make(**files: str) -> Path:
        (tmp_path / ".git").mkdir(exist_ok=True)
        (tmp_path / "src" / "pkg").mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / "src" / "pkg" / "train.py"

    return make


def decide(file: Path, source: str = TF_KERAS) -> int | None:
    """Return the dialect, None when it is only the default; whatever was asked before may have changed."""
    ttl_cache.forget()
    found = dialect.target(source, str(file), Config())
    return None if found.why == "default" else found.dialect


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import tf_keras\n", 2),
        ("from tf_keras.layers import BatchNormalization\n", 2),
        ("try:\n    import tf_keras as keras\nexcept ImportError:\n    from tensorflow import keras\n", 2),
        ("# import tf_keras\nimport keras\n", None),
        ("import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\nimport tensorflow as tf\n", 2),
        ('os.environ.setdefault("TF_USE_LEGACY_KERAS", "true")\n', 2),
        ('os.environ["TF_USE_LEGACY_KERAS"] = "0"\n', None),
        ('os.environ.get("TF_USE_LEGACY_KERAS", "1")\n', None),
        ('if os.environ["TF_USE_LEGACY_KERAS"] == "1":\n    pass\n', None),
        ("# os.environ['TF_USE_LEGACY_KERAS'] = '1'\n", None),
        # The switch is tf.keras's; the package keras does not read it.
        ("os.environ['TF_USE_LEGACY_KERAS'] = '1'\nimport keras\n", None),
        ("import keras\nfrom keras import layers, ops\n", 3),
        ("from keras.ops import mean\n", 3),
        ("import keras\n\n\ndef f(x):\n    return keras.ops.mean(x)\n", 3),
        ("import keras\nif hasattr(keras, 'ops'):\n    m = keras.ops.mean(x)\n", None),
        ("try:\n    from keras import ops\nexcept ImportError:\n    ops = None\n", None),
        ("import keras\nfrom keras import backend, saving\n", None),
        ("import os\nos.environ['KERAS_BACKEND'] = 'jax'\nimport keras\n", 3),
        ("os.environ['KERAS_BACKEND'] = 'tensorflow'\nimport keras\n", None),
        ("import tensorflow as tf\nslim = tf.contrib.slim\n", 2),
        ("from tensorflow.contrib import layers\n", 2),
        (TF_KERAS, None),
        (KERAS, None),
        ("", None),
    ],
)
def test_the_file_itself(project: Project, source: str, expected: int | None) -> None:
    assert decide(project(), source) == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"requirements.txt": "numpy\ntensorflow<2.16\n"}, 2),
        ({"requirements.txt": "tensorflow==2.15.0.post1  # pinned\n"}, 2),
        ({"requirements.txt": "tensorflow==2.10.* ; python_version < '3.11'\n"}, 2),
        ({"requirements.txt": "tensorflow==2.16.1 \\\n    --hash=sha256:00\n"}, 3),
        ({"requirements.txt": "tensorflow[and-cuda]>=2.16,<3\n"}, 3),
        ({"requirements.txt": "tensorflow~=2.12.0\n"}, 2),
        ({"requirements.txt": "tensorflow~=2.12\n"}, None),
        ({"requirements.txt": "tensorflow>=2.4\n"}, None),
        ({"requirements.txt": "tensorflow\n"}, None),
        ({"requirements.txt": "tensorflow @ https://example.org/tensorflow-2.10.0.whl\n"}, None),
        ({"requirements.txt": "tensorflow-datasets==4.9\ntensorflow_hub<0.2\n"}, None),
        ({"requirements.txt": "# tensorflow<2.16\n"}, None),
        ({"requirements.txt": "tensorflow-gpu\n"}, 2),
        ({"requirements.txt": "tensorflow==1.15\n"}, 2),
        ({"requirements.txt": "Keras>=3\n"}, 3),
        ({"requirements.txt": "keras<3\n"}, 2),
        ({"requirements.txt": "keras>=2\n"}, None),
        ({"requirements.txt": "keras-core\n"}, 3),
        ({"requirements.txt": "tensorflow<2.16\ntensorflow>=2.17\n"}, None),
        ({"requirements.txt": "tensorflow==not.a.version\n\0\x01"}, None),
        ({"requirements-dev.in": "tensorflow_cpu<=2.15\n"}, 2),
        ({"requirements/base.txt": "tensorflow<2.16\n"}, 2),
        ({"constraints.txt": "keras==2.15.0\n"}, 2),
        ({"setup.cfg": "[options]\ninstall_requires =\n    numpy\n    tensorflow>=2.3,<2.11\n"}, 2),
        ({"setup.cfg": "[options]\ninstall_requires = keras>=3.1\n"}, 3),
        ({"setup.cfg": "[flake8]\nbnlint-keras = 3\n"}, None),
        ({"setup.py": "setup(install_requires=['numpy', \"tensorflow==2.9.1\"])\n"}, 2),
        ({"setup.py": "setup(extras_require={'tf': ['tensorflow>=2.16 ; python_version>\"3.8\"']})\n"}, 3),
        ({"pyproject.toml": '[project]\ndependencies = ["tensorflow (>=2.16)"]\n'}, 3),
        ({"pyproject.toml": '[project.optional-dependencies]\ntf = ["tensorflow[and-cuda]<2.16; x"]\n'}, 2),
        ({"pyproject.toml": '[dependency-groups]\ndev = ["keras>=3.0", {include-group = "x"}]\n'}, 3),
        ({"pyproject.toml": '[tool.poetry.dependencies]\ntensorflow = "^2.16"\n'}, 3),
        ({"pyproject.toml": '[tool.poetry.dependencies]\ntensorflow = "~2.15"\n'}, 2),
        ({"pyproject.toml": '[tool.poetry.dependencies]\ntensorflow = "2.10.0"\n'}, 2),
        ({"pyproject.toml": '[tool.poetry.dependencies]\ntensorflow = "^2.10"\n'}, None),
        ({"pyproject.toml": '[tool.poetry.dependencies]\ntensorflow = "*"\n'}, None),
        ({"pyproject.toml": '[tool.poetry.dependencies]\nkeras = {version = "^3.0", extras = ["x"]}\n'}, 3),
        ({"pyproject.toml": '[project.optional-dependencies]\nkeras = ["tensorflow<2.16"]\n'}, 2),
        ({"pyproject.toml": "[project\ntensorflow<2.16"}, None),
        ({"Pipfile": '[packages]\ntensorflow = "==2.8.0"\n'}, 2),
        ({"Pipfile.lock": '{"default": {"tensorflow": {"hashes": ["sha256:0"], "version": "==2.8.0"}}}'}, 2),
        ({"poetry.lock": '[[package]]\nname = "tensorflow"\nversion = "2.18.0"\n'}, 3),
        ({"uv.lock": '[[package]]\nname = "keras"\nversion = "2.15.0"\n'}, 2),
        ({"environment.yml": "dependencies:\n  - python=3.9\n  - tensorflow=2.10\n"}, 2),
        ({"environment.yml": "dependencies:\n  - conda-forge::tensorflow-gpu=2.16.1=cuda*\n"}, 2),
        ({"environment.yml": "dependencies:\n  - tensorflow=2.16.1=cuda120py39\n"}, 3),
        ({"environment.yml": "dependencies:\n  - pip:\n    - tensorflow>=2.16,<2.18\n"}, 3),
        ({"environment.yml": "dependencies:\n  - tensorflow\n"}, None),
        # The legacy switch of a project beats its version of TensorFlow.
        ({"requirements.txt": "tensorflow>=2.16\ntf-keras\n", ".env": "TF_USE_LEGACY_KERAS=1\n"}, 2),
        ({"requirements.txt": "tensorflow>=2.16\ntf-keras\n"}, 3),
        ({"requirements.txt": "tensorflow>=2.16\ntf-keras\n", "run.py": "environ['TF_USE_LEGACY_KERAS'] = '1'\n"}, 2),
        ({"requirements.txt": "tensorflow>=2.16\n", "run.py": "environ['TF_USE_LEGACY_KERAS'] = '1'\n"}, 3),
        ({"src/pkg/__init__.py": "environ['TF_USE_LEGACY_KERAS'] = '1'\n"}, 2),
        ({"Dockerfile": "FROM python\nENV TF_USE_LEGACY_KERAS 1\n"}, 2),
        # Nearer directories come first.
        ({"src/requirements.txt": "tensorflow<2.16\n", "requirements.txt": "tensorflow>=2.16\n"}, 2),
        ({"src/requirements.txt": "tensorflow\n", "requirements.txt": "tensorflow>=2.16\n"}, 3),
    ],
)
def test_the_projects_requirements(project: Project, files: dict[str, str], expected: int | None) -> None:
    assert decide(project(**files)) == expected


PHASE = "from tensorflow.keras import backend as K\nK.set_learning_phase(0)\n"


@pytest.mark.parametrize(
    ("source", "required", "expected"),
    [
        (PHASE, "tensorflow==2.18\n", 3),
        (PHASE, "tensorflow\n", 2),
        (PHASE, "tensorflow==2.3\n", 2),
        (PHASE + "K.learning_phase()\n", "tensorflow>=2.17\n", 3),
        ("from tensorflow.keras import backend as K\nK.learning_phase()\n", "tensorflow==2.18\n", 2),
        (PHASE + "K.reset_uids()\n", "tensorflow==2.18\n", 2),
        ("import keras_contrib\n" + PHASE, "tensorflow==2.18\n", 2),
        (PHASE + "tf.placeholder(tf.float32)\n", "tensorflow==2.18\n", 2),
    ],
)
def test_the_learning_phase_alone_is_no_proof_against_a_requirement(
    project: Project, source: str, required: str, expected: int
) -> None:
    assert decide(project(**{"requirements.txt": required}), source) == expected


def test_the_package_in_use_decides_between_two_requirements(project: Project) -> None:
    file = project(**{"requirements.txt": "tensorflow==2.15\nkeras>=3\n"})
    assert (decide(file, TF_KERAS), decide(file, KERAS)) == (2, 3)


def test_the_switch_is_not_for_the_package_keras(project: Project) -> None:
    file = project(**{"requirements.txt": "keras>=3\ntf-keras\n", ".env": "TF_USE_LEGACY_KERAS=1\n"})
    assert (decide(file, TF_KERAS), decide(file, KERAS)) == (2, 3)


def test_nothing_above_the_projects_root_is_read(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("tensorflow<2.16\n")
    inner = tmp_path / "inner"
    (inner / ".git").mkdir(parents=True)
    assert decide(inner / "train.py") is None


def test_without_version_control_the_nearest_project_file_is_the_root(tmp_path: Path) -> None:
    inner = tmp_path / "inner" / "src"
    inner.mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text("tensorflow<2.16\n")
    assert decide(inner / "train.py") == 2
    (inner.parent / "pyproject.toml").write_text("[project]\n")
    assert decide(inner / "train.py") is None


def test_an_edit_is_noticed(project: Project) -> None:
    file = project(**{"requirements.txt": "tensorflow<2.16\n"})
    assert decide(file) == 2
    project(**{"requirements.txt": "tensorflow>=2.16\n"})
    assert decide(file) == 3
    project(**{"pyproject.toml": '[project]\ndependencies = ["tensorflow<2.16"]\n'})
    assert decide(file) is None


def test_the_option_comes_first_and_the_reason_is_given(project: Project) -> None:
    file = str(project(**{"requirements.txt": "tensorflow<2.16\n"}))
    assert dialect.target(TF_KERAS, file, Config(keras="3"))[:2] == (3, "option")
    assert dialect.target("import tf_keras\n", file, Config())[:2] == (2, "the file imports tf_keras")
    assert dialect.target(TF_KERAS, file, Config())[:2] == (2, "tensorflow<2.16 in requirements.txt")
    assert dialect.target(TF_KERAS, "<string>", Config()) == (3, "default", True)


@pytest.mark.parametrize(
    ("installed", "expected"),
    [
        ({}, None),
        ({"keras": "3.3.3"}, (3, "keras 3.3 is installed", True)),
        ({"keras": "2.15.0", "tensorflow": "2.15.0"}, (2, "keras 2.15 is installed", True)),
        ({"tensorflow": "2.15.1"}, (2, "tensorflow 2.15 is installed", True)),
        ({"tensorflow-cpu": "2.18.0"}, (3, "tensorflow-cpu 2.18 is installed", True)),
        ({"keras": "broken"}, None),
    ],
)
def test_installed_metadata(
    monkeypatch: pytest.MonkeyPatch, installed: dict[str, str], expected: tuple[int, str, bool] | None
) -> None:
    def version(name: str) -> str:
        if name not in installed:
            raise importlib.metadata.PackageNotFoundError(name)
        return installed[name]

    monkeypatch.undo()
    monkeypatch.setattr(importlib.metadata, "version", version)
    dialect._from_installation.cache_clear()
    try:
        assert dialect._from_installation() == expected
    finally:
        dialect._from_installation.cache_clear()


def test_an_unreadable_directory_decides_nothing(tmp_path: Path) -> None:
    assert requirements.declared(str(tmp_path / "missing" / "train.py")) is None


def test_requirements_that_may_not_be_read_decide_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next file does."""

    def read_bytes(file: Path) -> bytes:
        if file.name == "requirements.txt":
            raise PermissionError(13, "Permission denied", str(file))
        return real(file)

    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    assert decide(project(**{"requirements.txt": "tensorflow==2.15\n"})) is None
    assert decide(project(**{"setup.cfg": "[options]\ninstall_requires =\n    tensorflow==2.15\n"})) == 2

"""What the static side costs to import, and that it never imports what it reads about."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.cli import COMMANDS
from tests.static.helpers import FIXTURES, ROOT, SEED, python

HEAVY = ("libcst", "tensorflow", "keras", "tf_keras", "numpy", "rich", "packaging", "yaml")

REPORT = f"""
import atexit, sys
atexit.register(lambda: print("LOADED", *sorted(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr))
"""
FLAKE8 = REPORT + "from flake8.main.cli import main\nsys.exit(main(['--isolated', '-j1', *sys.argv[1:]]))"
COMMAND = REPORT + "from bnlint.cli import main\nsys.exit(main(['check', *sys.argv[1:]]))"
both = pytest.mark.parametrize("script", [FLAKE8, COMMAND], ids=["flake8", "command"])


def loaded(script: str, *arguments: str | Path, cwd: Path = ROOT) -> set[str]:
    done = python("-c", script, *arguments, cwd=cwd)
    assert "Traceback" not in done.stderr, done.stderr
    return set(done.stderr.rpartition("LOADED")[2].split())


def test_the_plugin_module_brings_only_modules_of_its_own() -> None:
    """Beside what flake8 loads itself."""
    script = (
        "import sys, flake8.main.cli, flake8.checker\nbefore = set(sys.modules)\nimport bnlint.hosts.flake8_plugin\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    new = python("-c", script).stdout.split()
    own = {
        "analysis": ["worth"],
        "hosts": ["flake8_plugin"],
        "libraries": ["packages", "words"],
        "project": ["import_graph", "mentions", "prefilter", "search_paths", "ttl_cache"],
        "settings": ["limits", "options"],
        "syntax": ["texts"],
    }
    expected = [name for package, modules in own.items() for name in (package, *(f"{package}.{m}" for m in modules))]
    assert new == ["bnlint", *(f"bnlint.{name}" for name in expected)]


def test_the_package_itself_is_light() -> None:
    script = "import sys, typing, __future__ as f\nold = {*sys.modules}\nimport bnlint\nprint(*{*sys.modules} - old)"
    assert python("-c", script).stdout.split() == ["bnlint"]


WITHOUT_BN = {
    "nothing": "x = 1\n",
    "keras without BN": "from tensorflow import keras\nmodel = keras.Sequential([keras.layers.Dense(1)])\n",
    "torch": "import torch\nbn = torch.nn.BatchNorm2d(3)\n",
    "regular expressions": "import re\nimport helpers\npattern = re.compile('x')\n",
    "training of a library's model": "from sklearn.svm import SVC\nmodel = SVC()\nmodel.fit([[1]], [1])\n",
    "training of a local model without BN": "from helpers import build\nbuild().fit([[1]], [1])\n",
}


@both
@pytest.mark.parametrize("name", WITHOUT_BN)
def test_a_file_without_bn_loads_nothing_heavy(tmp_path: Path, script: str, name: str) -> None:
    (tmp_path / "x.py").write_text(WITHOUT_BN[name])
    (tmp_path / "helpers.py").write_text("from tensorflow import keras\nbuild = keras.Sequential\n")
    assert loaded(script, "x.py", cwd=tmp_path) == set()


@both
def test_a_file_with_bn_loads_libcst_and_no_tensorflow(tmp_path: Path, script: str) -> None:
    (tmp_path / "x.py").write_text(SEED)
    assert loaded(script, "x.py", cwd=tmp_path) - {"yaml", "packaging"} == {"libcst"}


@both
def test_training_a_local_model_with_bn_is_analysed(tmp_path: Path, script: str) -> None:
    (tmp_path / "train.py").write_text("from pkg.models import build\nbuild().fit([[1]], [1])\n")
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "__init__.py").write_text("")
    (tmp_path / "pkg" / "models.py").write_text("from .blocks import bn\n")
    (tmp_path / "pkg" / "blocks.py").write_text("import keras\nbn = keras.layers.BatchNormalization\n")
    assert "libcst" in loaded(script, "train.py", cwd=tmp_path)


@both
def test_the_static_side_never_imports_what_it_reads_about(script: str) -> None:
    found = loaded(script, FIXTURES)
    assert "libcst" in found
    assert found <= {"libcst", "yaml", "packaging"}


@both
def test_the_linted_code_is_not_run(tmp_path: Path, script: str) -> None:
    trap = "open('fired', 'w').close()\n"
    for name in ("x.py", "models.py", "conftest.py", "sitecustomize.py", "setup.py", "keras.py", "tensorflow.py"):
        (tmp_path / name).write_text(trap + "from models import build\n" + SEED)
    loaded(script.replace("import atexit, sys\n", "import atexit, sys\nsys.path.remove('')\n"), ".", cwd=tmp_path)
    assert not (tmp_path / "fired").exists()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_does_not_import_the_others(name: str) -> None:
    others = {command.module for other, command in COMMANDS.items() if other != name}
    script = (
        f"import sys\nfrom bnlint.cli import main\ntry:\n    main([{name!r}, '--help'])\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', *({others!r} & {{*sys.modules}}))"
    )
    assert python("-c", script).stdout.rpartition("LOADED")[2].split() == []


def test_the_list_of_commands_imports_none() -> None:
    script = (
        "import sys\nfrom bnlint.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', *({ {command.module for command in COMMANDS.values()}!r} & {{*sys.modules}}))"
    )
    shown, _, loaded = python("-c", script).stdout.rpartition("LOADED")
    assert loaded.split() == []
    assert all(name in shown for name in COMMANDS)

"""Keras 3 on other backends, as far as that can be tested without them; ``nox -s backends`` runs them."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from bnlint.runtime.backends import numbers, size_of
from bnlint.runtime.cli import main
from bnlint.runtime.confirmation import Job, Outcome, Row, on, trouble
from bnlint.runtime.merging import MergeError, read
from bnlint.runtime.programs import Program, find_programs, own_programs, read_program, runs_on
from bnlint.runtime.report import row_data
from bnlint.runtime.verify import environment, jobs_for
from bnlint.runtime.worker import _without_tensorflow

TENSORFLOW, JAX, TORCH = ("tensorflow",), ("jax",), ("torch",)
EVERY = ("tensorflow", "jax", "torch")


@pytest.mark.parametrize(
    ("text", "backends"),
    [
        ("import keras", EVERY),
        ("from tensorflow import keras", EVERY),
        ("from tensorflow.keras import layers", EVERY),
        ("import tensorflow.keras.layers as L", EVERY),
        ("import tensorflow as tf\ntf.keras.utils.set_random_seed(1)", EVERY),
        ("import tensorflow as tf\ntf.random.set_seed(1)", TENSORFLOW),
        ("import tensorflow\ntensorflow.constant(1)", TENSORFLOW),
        ("from tensorflow import nn", TENSORFLOW),
        ("from tensorflow.data import Dataset", TENSORFLOW),
        ("import tf_keras", TENSORFLOW),
        ("import keras\nfrom jax import numpy", JAX),
        ("import keras, optax", JAX),
        ("import keras\nimport torch.nn as nn", TORCH),
        ("import jax\nimport torch", ()),
    ],
)
def test_what_a_program_runs_on(text: str, backends: tuple[str, ...]) -> None:
    assert runs_on([text, "import numpy"]) == backends


def program(folder: Path, text: str) -> Program:
    path = folder / "bad_x.py"
    path.write_text(text, encoding="utf-8")
    return read_program(path, "BNL109")


def test_a_header_says_where_the_verdict_holds(tmp_path: Path) -> None:
    found = program(tmp_path, "# why: because\n# backends: jax tensorflow\nimport keras\nx()  # expect: BNL109\n")
    assert found.backends == ("tensorflow", "jax")
    assert [job.backend for job in jobs_for([found], (1, 2, 3), "jax")] == ["jax"]
    assert jobs_for([found], (1, 2, 3), "torch") == []
    assert [job.dialect for job in jobs_for([found], (1, 2, 3))] == [2, 3]


def test_an_exception_of_one_backend(tmp_path: Path) -> None:
    found = program(tmp_path, '# raises: 3 on jax ValueError [>=3.4] "no", 3 on torch KeyError "gone"\nimport keras\n')
    assert trouble(Job(found, 3, backend="jax"), "ValueError", "no, thanks", "3.15.1") == ""
    assert trouble(Job(found, 3, backend="jax"), None, "", "3.15.1") == "did not raise ValueError"
    assert trouble(Job(found, 3, backend="jax"), None, "", "3.3.0") == ""
    assert trouble(Job(found, 3, backend="torch"), "KeyError", "it is gone", "3.15.1") == ""
    assert trouble(Job(found, 3), None, "", "3.15.1") == ""


@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_rules_that_have_programs_on_a_backend(backend: Any) -> None:
    jobs = jobs_for(find_programs(own_programs()), (1, 2, 3), backend)
    assert {job.dialect for job in jobs} == {3}
    assert len({job.program.code for job in jobs if job.shows}) >= 20
    assert all(backend in job.program.backends and job.program.code != "BNL203" for job in jobs)


def test_the_environment_of_a_worker() -> None:
    assert environment(3)["KERAS_BACKEND"] == "tensorflow"
    assert environment(3, "torch")["KERAS_BACKEND"] == "torch"
    assert environment(3, "jax")["JAX_PLATFORMS"] == "cpu"


def test_a_backend_is_missing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "torch" else find(name))
    assert main(["--backend", "torch"]) == 2
    assert "torch is not installed, and verify runs programs on it: pip install 'bnlint[verify-torch]'" in (
        capsys.readouterr().err
    )


def test_keras_2_has_one_backend(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--backend", "jax", "--keras", "2"])
    assert "Keras 2 does not run on jax" in capsys.readouterr().err


def test_a_rule_says_why_it_is_not_on_a_backend(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bnlint.runtime.cli._missing", lambda dialects, backend: "")
    assert main(["--backend", "jax", "--rule", "BNL203"]) == 2
    assert "BNL203: tf.distribute and its strategies are TensorFlow's" in capsys.readouterr().err


def test_evidence_is_about_one_backend(tmp_path: Path) -> None:
    found = program(tmp_path, "import keras\n")
    row = Row("BNL109", 3, [Outcome(Job(found, 3, backend="jax"), "", keras="3.15.1", below="0.10.2")], "jax")
    assert row.keras == "Keras 3.15.1 on JAX"
    assert (row_data(row)["backend"], row_data(row)["jax"]) == ("jax", "0.10.2")
    path = tmp_path / "evidence.json"
    document = {"date": "2026-11-28", "rows": [json.loads(json.dumps(row_data(row)))]}
    path.write_text(json.dumps(document), encoding="utf-8")
    evidence = read(path)
    assert (evidence.backend, evidence.versions) == ("jax", {3: ("3.15.1", "0.10.2")})
    evidence.merge([row], ["BNL109"])
    with pytest.raises(MergeError, match="holds nothing about Keras 3 on PyTorch"):
        evidence.check_installed({3}, "torch")
    other = Row("BNL109", 3, [Outcome(Job(found, 3, backend="jax"), "", keras="3.15.1", below="0.9")], "jax")
    with pytest.raises(MergeError, match=r"and jax 0\.10\.2, but here run keras 3\.15\.1 and jax 0\.9"):
        read(path).merge([other], ["BNL109"])


def test_how_a_backend_is_named() -> None:
    assert [on("tensorflow"), on("jax"), on("torch")] == ["", " on JAX", " on PyTorch"]


class Tangent:
    """What JAX hands around under a gradient."""

    def __init__(self, primal: Any) -> None:
        self.primal = primal


class OfTorch:
    """What PyTorch hands around."""

    dtype = "torch.float32"

    def detach(self) -> OfTorch:
        return self

    def cpu(self) -> OfTorch:
        return self

    def numpy(self) -> Any:
        return VALUES


VALUES = np.array([1.0, -3.0])


@pytest.mark.parametrize("value", [Tangent(Tangent(VALUES)), OfTorch(), VALUES])
def test_numbers_of_tensors(value: Any) -> None:
    found = numbers(value)
    assert np.array_equal(found, VALUES)
    assert not np.shares_memory(found, VALUES)
    assert size_of(value) == 3.0


def test_what_holds_no_numbers() -> None:
    with pytest.raises(TypeError):
        numbers(Tangent(None))
    assert size_of(None) is None


def test_an_import_is_told_of_without_wrapt(tmp_path: Path) -> None:
    """Where TensorFlow is missing, so may be the package that it requires."""
    (tmp_path / "wanted").mkdir()
    (tmp_path / "wanted" / "__init__.py").write_text("import wanted.inner\nvalue = 3\n", encoding="utf-8")
    (tmp_path / "wanted" / "inner.py").write_text("", encoding="utf-8")
    script = (
        "import importlib.util, bnlint.runtime.imports as imports\n"
        "imports.find_spec = lambda name: None if name == 'wrapt' else importlib.util.find_spec(name)\n"
        "told = []\n"
        "imports.announce('wanted', lambda module: told.append(module.value))\n"
        "imports.announce('wanted', print)\n"
        "import wanted, wanted.inner, json\n"
        "assert type(wanted.__loader__).__name__ == 'SourceFileLoader'\n"
        "assert 'exec_module' not in vars(wanted.__loader__)\n"
        "print(told, wanted.__spec__.name)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[3] wanted\n", "")


@pytest.mark.parametrize(
    ("name", "names", "there"),
    [
        ("tensorflow.lite", None, True),
        ("tensorflow.lite", {"__file__": np.__file__}, True),
        ("tensorflow.lite", {"__file__": "program.py"}, False),
        ("tensorflow", {"__file__": "program.py"}, False),
        ("json", {"__file__": "program.py"}, True),
    ],
)
def test_only_the_programs_themselves_have_no_tensorflow(
    monkeypatch: pytest.MonkeyPatch, name: str, names: dict[str, str] | None, there: bool
) -> None:
    """Keras on PyTorch imports an installed TensorFlow, which calls ``__import__`` itself, without the globals."""
    monkeypatch.setitem(sys.modules, "keras", ModuleType("keras"))
    asked: list[str] = []
    imported = _without_tensorflow(lambda name, *rest: asked.append(name))
    if not there and "." in name:
        with pytest.raises(ModuleNotFoundError):
            imported(name, names)
    else:
        imported(name, names)
    assert asked == ([name] if there else [])

"""A traced program finds the world as it does under plain Python, and its exit code is kept.

The programs here import no TensorFlow: they are quick, and trace has nothing to record.
"""

from __future__ import annotations

import importlib.util
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bnlint.runtime.trace import cli

TRACE = (sys.executable, "-m", "bnlint", "trace")

WORLD = """
import inspect, json, os, sys
import helper
def function():
    return 1
main = sys.modules["__main__"]
print(json.dumps({
    "argv": sys.argv, "cwd": os.getcwd(), "path": sys.path[0], "name": __name__, "file": __file__,
    "spec": __spec__ and __spec__.name, "package": __package__, "main": main.__dict__ is globals(),
    "source": inspect.getsource(function), "helper": helper.__file__, "builtins": type(__builtins__).__name__,
}))
"""


def run(command: tuple[str, ...], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    package = tmp_path / "package"
    package.mkdir()
    (tmp_path / "helper.py").write_text("", encoding="utf-8")
    (package / "__init__.py").write_text("", encoding="utf-8")
    for path in (tmp_path / "world.py", package / "world.py", package / "__main__.py"):
        path.write_text(WORLD, encoding="utf-8")
    (package / "helper.py").write_text("", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ("world.py",),
        ("./package/world.py", "--steps", "7", "-m", "x"),
        ("package", "a b"),
        ("-m", "package.world", "--html", "x", "--"),
        ("-m", "package", "train"),
    ],
    ids=["script", "script with options", "folder", "module", "package"],
)
def test_same_world(folder: Path, words: tuple[str, ...]) -> None:
    plain = run((sys.executable, *words), folder)
    traced = run((*TRACE, *words), folder)
    assert plain.returncode == 0, plain.stderr
    assert json.loads(traced.stdout.splitlines()[0]) == json.loads(plain.stdout)
    assert "ran to its end after 0 training steps" in traced.stdout
    assert traced.returncode == 0
    assert f"bnlint trace executes {words[1] if words[0] == '-m' else words[0]}" in traced.stderr


@pytest.mark.parametrize(
    ("last", "code", "said"),
    [
        ("sys.exit()", 0, "exited with code 0"),
        ("sys.exit(5)", 5, "exited with code 5"),
        ("sys.exit('no data')", 1, "exited with code 1"),
        ("raise KeyError('mine')", 1, "raised KeyError"),
        ("raise KeyboardInterrupt", 130, "was interrupted"),
        ("sys.exit(", 1, "raised SyntaxError"),
    ],
)
def test_exit_code(tmp_path: Path, last: str, code: int, said: str) -> None:
    (tmp_path / "program.py").write_text(f"import sys\n{last}\n", encoding="utf-8")
    plain, traced = run((sys.executable, "program.py"), tmp_path), run((*TRACE, "program.py"), tmp_path)
    assert traced.returncode == code
    assert plain.returncode in (code, -signal.SIGINT)
    assert f"program.py {said}" in traced.stdout
    assert traced.stderr.removeprefix("bnlint trace executes program.py\n") == plain.stderr


def _heed_control_c() -> None:
    """A shell starts what runs in the background deaf to Control-C, and the tests may run so."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [(signal.SIGINT, 130, "was interrupted"), (signal.SIGTERM, 143, "was terminated")],
    ids=["Control-C", "SIGTERM"],
)
def test_a_signal_leaves_the_report(tmp_path: Path, number: signal.Signals, code: int, said: str) -> None:
    (tmp_path / "program.py").write_text("import time\nprint('here', flush=True)\ntime.sleep(60)\n", encoding="utf-8")
    process = subprocess.Popen(
        (*TRACE, "program.py"), cwd=tmp_path, stdout=subprocess.PIPE, text=True, preexec_fn=_heed_control_c
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n"
    time.sleep(0.1)
    process.send_signal(number)
    shown, _ = process.communicate(timeout=60)
    assert f"program.py {said}" in shown
    assert process.returncode == code


def test_a_programs_own_handler_of_sigterm_counts(tmp_path: Path) -> None:
    text = """
import os, signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
os.kill(os.getpid(), signal.SIGTERM)
"""
    (tmp_path / "program.py").write_text(text, encoding="utf-8")
    traced = run((*TRACE, "program.py"), tmp_path)
    assert (traced.returncode, "exited with code 7" in traced.stdout) == (7, True)


def test_child_processes_are_not_seen(tmp_path: Path) -> None:
    text = """
import multiprocessing, subprocess, sys
def train(queue):
    queue.put("trained")
if __name__ == "__main__":
    spawn = multiprocessing.get_context("spawn")
    queue = spawn.Queue()
    child = spawn.Process(target=train, args=(queue,))
    child.start()
    print(queue.get(timeout=50), flush=True)
    child.join()
    subprocess.run([sys.executable, "-c", "print('other')"], check=True)
    subprocess.run(["true"], check=True)
"""
    (tmp_path / "program.py").write_text(text, encoding="utf-8")
    traced = run((*TRACE, "program.py"), tmp_path)
    assert "The program started 2 child processes: what they do is not seen here." in traced.stdout
    assert traced.returncode == 2
    assert traced.stdout.splitlines()[0] == "trained"


_LAYER = "import keras\nkeras.layers.BatchNormalization().build((None, 2))\n"


def test_a_notebook_runs_like_a_script(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Title"]},
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "source": ["%time x = 1\n", "!ls\n", "def f():\n    return 2\n"],
        },
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "source": ["import inspect\n", "print(inspect.getsource(f))"],
        },
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": [_LAYER, "raise KeyError(x)"]},
    ]
    document = {"cells": cells, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "train.ipynb").write_text(json.dumps(document), encoding="utf-8")
    traced = run((*TRACE, "train.ipynb"), tmp_path)
    assert traced.stdout.startswith("def f():\n    return 2\n")
    assert "train.ipynb raised KeyError" in traced.stdout
    assert "batch_normalization (train.ipynb:cell 4:2)" in traced.stdout
    assert "raise KeyError(x)" in traced.stderr


def test_an_unknown_backend_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "program.py").write_text("print('ran')\n", encoding="utf-8")
    monkeypatch.setenv("KERAS_BACKEND", "openvino")
    traced = run((*TRACE, "program.py"), tmp_path)
    assert (traced.returncode, traced.stdout) == (2, "")
    assert traced.stderr == (
        "bnlint trace: program.py runs Keras on openvino, and bnlint trace records Keras on TensorFlow, JAX and "
        "PyTorch only\n"
    )


def test_the_preview_of_keras_3_is_named(tmp_path: Path) -> None:
    (tmp_path / "keras_core.py").write_text("__version__ = '0.1.7'\n", encoding="utf-8")
    (tmp_path / "program.py").write_text("import keras_core\n", encoding="utf-8")
    traced = run((*TRACE, "program.py"), tmp_path)
    assert "Nothing was seen of Keras Core 0.1.7: bnlint trace records Keras on TensorFlow" in traced.stdout


def test_json_has_standard_output_for_itself(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import os\nprint('one')\nos.system('echo two')\n", encoding="utf-8")
    traced = run((*TRACE, "--output-format", "json", "program.py"), tmp_path)
    report = json.loads(traced.stdout)
    assert report["ending"] == {"how": "finished", "exit_code": 0, "exception": None}
    assert "one\n" in traced.stderr
    assert "two\n" in traced.stderr


def test_output_file_and_changed_directory(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import os\nos.chdir('/')\nprint('mine')\n", encoding="utf-8")
    traced = run((*TRACE, "-o", "report.txt", "program.py"), tmp_path)
    assert traced.stdout == "mine\n"
    assert "program.py ran to its end" in (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert not list(tmp_path.glob("*.partial"))


@pytest.mark.parametrize("words", [("missing.py",), ("-m", "no_such_module_at_all")])
def test_nothing_to_run(tmp_path: Path, words: tuple[str, ...]) -> None:
    traced = run((*TRACE, *words), tmp_path)
    assert traced.returncode == 2
    assert "cannot run" in traced.stderr


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    for argv in ([], ["--steps", "0", "x.py"], ["--no-such-option", "x.py"]):
        with pytest.raises(SystemExit) as stopped:
            cli.main(argv)
        assert stopped.value.code == 2
    assert "name the script to run" in capsys.readouterr().err


@pytest.mark.parametrize("package", ["tensorflow", "jinja2", "matplotlib"])
def test_something_is_missing(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == package else find(name))
    assert cli.main(["--html", "x.html", str(tmp_path / "program.py")]) == 2
    said = capsys.readouterr().err
    assert f"{package} is not installed" in said
    assert "pip install 'bnlint[trace]'" in said


def test_the_report_grows_but_takes_little_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    steps: list[str] = []

    def render() -> list[str]:
        steps.append(f"step {clock[0]:.0f}")
        clock[0] += 1.0  # it takes a second
        return steps

    growing = cli._Growing(str(tmp_path / "report.txt"), render)
    for _ in range(200):
        growing.write()
        clock[0] += 1.0
    assert steps == ["step 100", "step 151", "step 202", "step 253"]
    assert (tmp_path / "report.txt").read_text(encoding="utf-8").splitlines() == steps

"""Runs programs under the recorder in a process of their own, one dialect and backend per process.

Reads one job per line from standard input, ``{"path": ..., "code": ...}``, and writes one result per line to the
standard output that it was started with. What the programs themselves print goes nowhere.
"""

from __future__ import annotations

import builtins
import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import io
import json
import os
import random
import re
import runpy
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import astuple
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from bnlint.events import Testimony
from bnlint.experiments import Measurement, needs_replays, symptom_of
from bnlint.libraries.keras_versions import Backend
from bnlint.runtime.curves import curves
from bnlint.runtime.keras_api import keras_2_package
from bnlint.runtime.recorder import Recording, record
from bnlint.runtime.sites import kind_of_file

LOGICAL_DEVICES = 4
"""CPU devices for programs with a distribution strategy."""

SEED = 7


def main(argv: Sequence[str]) -> int:
    """Serve jobs until standard input ends.

    Args:
        argv: the dialect, "1", "2" or "3", and what Keras 3 runs on.
    """
    dialect, backend = int(argv[0]), cast("Backend", argv[1])
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    try:
        module = prepare(dialect, backend)
        reply: dict[str, Any] = {"ready": True}
    except Exception as error:
        print(json.dumps({"ready": False, "error": f"{type(error).__name__}: {error}"}), file=out, flush=True)
        return 1
    print(json.dumps(reply), file=out, flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        print(json.dumps(run_job(module, dialect, Path(job["path"]), job["code"])), file=out, flush=True)
    return 0


def prepare(dialect: int, backend: Backend = "tensorflow") -> Any:
    """Import what a dialect runs on; returns that package."""
    warnings.simplefilter("ignore")
    module = _prepare_tensorflow(dialect) if backend == "tensorflow" else _prepare_other(backend)
    # Each program begins with a collection (clear_session); a million objects of others need not be looked at.
    gc.freeze()
    return module


def _prepare_other(backend: Backend) -> Any:
    """Import Keras 3 on another backend: what programs write as ``tf.keras`` is that Keras, and no more is there."""
    importlib.import_module("keras")
    builtins.__import__ = _without_tensorflow(builtins.__import__)
    return importlib.import_module(backend)


def _prepare_tensorflow(dialect: int) -> Any:
    """Import TensorFlow for a dialect and set up its devices."""
    tensorflow = importlib.import_module("tensorflow")
    tensorflow.get_logger().setLevel("ERROR")
    cpu = tensorflow.config.list_physical_devices("CPU")[0]
    device = tensorflow.config.LogicalDeviceConfiguration()
    tensorflow.config.set_logical_device_configuration(cpu, [device] * LOGICAL_DEVICES)
    if dialect in (1, 2):
        # Programs of that age import ``keras`` and mean Keras 2; others import it by the name that it has today.
        package = keras_2_package()
        sys.meta_path.insert(0, _Alias("keras" if package == "tf_keras" else "tf_keras", package))
    if dialect == 1:
        tensorflow.compat.v1.disable_v2_behavior()
    return tensorflow


def run_job(module: Any, dialect: int, path: Path, code: str) -> dict[str, Any]:
    """Run one program and its rule's experiment.

    Returns:
        plain data: what was measured, how often BN ran, the exception and where it was raised, the lines of the user's
        that ran, Keras version, lines the rules report on the testimony.
    """
    started = time.monotonic()
    _reset(module, dialect)
    recording = run_program(path, needs_replays(code))
    errors = list(recording.errors)
    try:
        measurement = symptom_of(code)(recording)
    except Exception:
        errors.append("the experiment failed: " + traceback.format_exc(limit=-2))
        measurement = Measurement("the experiment failed")
    lines, problem = rule_lines(code, recording.testimony, dialect, path)
    return {
        "text": measurement.text,
        "details": {name: float(value) for name, value in measurement.details.items()},
        "curves": curves(recording),
        "readings": [[*astuple(r.quantity), float(r.value)] for r in measurement.readings],
        "runs": normalised_runs(recording),
        "exception": type(recording.exception).__name__ if recording.exception is not None else None,
        "message": str(recording.exception) if recording.exception is not None else "",
        "raised_at": raised_at(recording.exception, path),
        "visited": sorted({(Path(name).name, line) for name, line in recording.visited if _belongs(name, path)}),
        "keras": recording.keras_version,
        "below": str(module.__version__).partition("+")[0],  # PyTorch names its kind of build behind it
        "replicas": recording.replicas,
        "reported": lines,
        "rule_problem": problem,
        "witnessed": witnessed(code, recording.testimony, dialect, path),
        "errors": errors,
        "seconds": round(time.monotonic() - started, 2),
    }


def run_program(path: Path, replay: bool = False) -> Recording:
    """Run a program as its own ``__main__`` under the recorder; what it prints is dropped."""
    sink = io.StringIO()
    with _as_script(path), redirect_stdout(sink), redirect_stderr(sink):
        try:
            with record(replay=replay, swallow=True) as recording:
                runpy.run_path(str(path), run_name="__main__")
        except SystemExit:
            pass
    return recording


def normalised_runs(recording: Recording) -> int:
    """Count how often BN ran, session runs over a graph with BN included."""
    return len(recording.calls) + sum(bool(span.after) for span in recording.spans_of("session.run"))


def raised_at(error: BaseException | None, path: Path) -> list[tuple[str, int]]:
    """Return the innermost places of the program's from which an exception, and what it was made of, was raised.

    TensorFlow raises an exception of traced code anew; where that was is in the message.
    """
    found: list[tuple[str, int]] = []
    known: set[int] = set()
    while error is not None and id(error) not in known:
        known.add(id(error))
        frames = [(f.filename, f.lineno) for f in traceback.extract_tb(error.__traceback__)]
        named = [(match["file"], int(match["line"])) for match in _NAMED_PLACE.finditer(str(error))]
        for places in (frames, named):
            own = [(Path(name).name, line) for name, line in places if line is not None and _belongs(name, path)]
            found += own[-1:]
        error = error.__cause__ or error.__context__
    return list(dict.fromkeys(found))


_NAMED_PLACE = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+)')


def _belongs(name: str, path: Path) -> bool:
    """Say whether a file is one of the program's."""
    return Path(name).parent == path.parent.resolve() or Path(name) == path


@contextmanager
def _as_script(path: Path) -> Iterator[None]:
    """Give a program its own command line and import path, and forget the modules it brought."""
    argv, search, known = sys.argv[:], sys.path[:], set(sys.modules)
    folder = str(path.parent.resolve())
    sys.argv, sys.path = [str(path)], [folder, *sys.path]
    try:
        yield
    finally:
        sys.argv, sys.path = argv, search
        for name in set(sys.modules) - known:
            if str(getattr(sys.modules[name], "__file__", None) or "").startswith(folder + os.sep):
                del sys.modules[name]


def rule_lines(code: str, testimony: Testimony, dialect: int, path: Path) -> tuple[list[list[Any]] | None, str]:
    """Run the rule on the recorder's testimony.

    Returns:
        the places it reports as (file name, line), None when the rule does not exist (yet) or fails; and why.
    """
    from bnlint import rules  # start-up: the recorder is installed first

    try:
        rule = rules.rule(code)
    except (ModuleNotFoundError, KeyError):
        return None, "not written"
    if min(dialect, 3) not in rule.dialects and not (dialect == 1 and 2 in rule.dialects):
        return [], ""
    try:
        sites = {(Path(r.site.path).name, r.site.line) for r in rule.check(testimony)}
    except Exception:
        return None, traceback.format_exc(limit=-3)
    return [list(site) for site in sorted(sites)], ""


def witnessed(code: str, testimony: Testimony, dialect: int, path: Path) -> list[list[Any]]:
    """Run all rules on the recorder's testimony, opt-in ones only if the program is theirs.

    Returns:
        what they report as (code, file name, line); a rule that fails counts as one that reports nothing.
    """
    from bnlint import rules  # start-up: the recorder is installed first

    wanted = [rule.code for rule in rules.all_rules() if not rule.can_be_enabled or rule.code == code]
    return [[one, *site] for one in wanted for site in rule_lines(one, testimony, dialect, path)[0] or ()]


def _reset(module: Any, dialect: int) -> None:
    """Clear what an earlier program left behind and fix the seeds.

    Args:
        module: what Keras runs on.
        dialect: of the program.
    """
    random.seed(SEED)
    importlib.import_module("numpy").random.seed(SEED)
    if module.__name__ == "tensorflow":
        _reset_tensorflow(module, dialect)
    else:
        keras = importlib.import_module("keras")
        _reset_keras(keras)
        keras.mixed_precision.set_global_policy("float32")
        keras.utils.set_random_seed(SEED)


def _reset_keras(keras: Any) -> None:
    keras.backend.clear_session()
    keras.backend.set_image_data_format("channels_last")
    keras.backend.set_floatx("float32")


def _reset_tensorflow(tensorflow: Any, dialect: int) -> None:
    keras = tensorflow.keras
    _reset_keras(keras)
    keras.mixed_precision.set_global_policy("float32") if dialect != 1 else None
    _forget_conversions()
    if dialect == 1:
        tensorflow.compat.v1.reset_default_graph()
        tensorflow.compat.v1.set_random_seed(SEED)
    else:
        tensorflow.config.run_functions_eagerly(False)
        tensorflow.random.set_seed(SEED)


def _forget_conversions() -> None:
    """Have AutoGraph convert functions anew.

    It keeps conversions by code, and code is equal in two programs where it says the same at the same line; what runs
    in the second program would then seem to stand in the first one.
    """
    module = importlib.import_module("tensorflow.python.autograph.impl.api")
    kept = getattr(getattr(module, "_TRANSPILER", None), "_cache", None)
    conversions = getattr(kept, "_cache", None)
    if conversions is not None:
        conversions.clear()


def _without_tensorflow(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return what imports for programs where ``tf.keras`` is the Keras that runs, and TensorFlow may be missing.

    Only the programs' own imports are meant: Keras asks for itself whether there is a TensorFlow.
    """
    keras = importlib.import_module("keras")
    stand_in = ModuleType("tensorflow")
    vars(stand_in)["keras"] = keras

    def imported(name: str, names: Any = None, values: Any = None, fromlist: Any = (), level: int = 0) -> Any:
        first, _, rest = name.partition(".")
        # Where TensorFlow is installed Keras imports it to look, and TensorFlow calls __import__ itself, for nobody.
        asking = (names or {}).get("__file__")
        if level or first != "tensorflow" or asking is None or kind_of_file(str(asking)) != "user":
            return original(name, names, values, fromlist, level)
        if rest and rest.partition(".")[0] != "keras":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        found = importlib.import_module(rest) if rest else stand_in
        return found if fromlist else stand_in

    return imported


class _Alias(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Makes one package importable under another's name, submodules included."""

    def __init__(self, name: str, target: str) -> None:
        self.name = name
        self.target = target

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name and not fullname.startswith(self.name + "."):
            return None
        try:
            found = importlib.util.find_spec(self.target + fullname[len(self.name) :])
        except ModuleNotFoundError:
            found = None
        if found is None:
            # Not handed to the next finder: that would find the other generation.
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        return importlib.machinery.ModuleSpec(fullname, self, is_package=found.submodule_search_locations is not None)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return importlib.import_module(self.target + spec.name[len(self.name) :])

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is left to do: the target is loaded already."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

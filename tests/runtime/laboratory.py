"""A process with one Keras dialect that runs programs for the tests and describes what the recorder saw.

Started by ``conftest.py``. Each line of standard input is a request, each line of standard output a reply, as JSON.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np

from bnlint.api import check_source
from bnlint.events import Arg, LayerBuilt, LayerCalled
from bnlint.results.grouping import grouped
from bnlint.runtime import worker
from bnlint.runtime.judging import findings_of
from bnlint.runtime.recorder import Recording, record
from bnlint.runtime.trace.launch import Ending
from bnlint.runtime.trace.verdicts import judge as verdicts_of
from bnlint.settings.config import Config
from bnlint.settings.loading import Settings
from bnlint.syntax.source import Source


def main() -> None:
    dialect = int(sys.argv[1])
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    tensorflow = worker.prepare(dialect)
    for line in sys.stdin:
        request = json.loads(line)
        answer = ANSWERS[request["do"]]
        print(json.dumps(answer(tensorflow, dialect, Path(request["path"]))), file=out, flush=True)


def describe_program(tensorflow: Any, dialect: int, path: Path) -> dict[str, Any]:
    worker._reset(tensorflow, dialect)
    before = patched_attributes(tensorflow)
    recording = worker.run_program(path, replay=True)
    return describe(recording) | {"restored": patched_attributes(tensorflow) == before}


def patched_attributes(tensorflow: Any) -> list[Any]:
    """What the recorder replaces, as the classes themselves hold it."""
    keras = tensorflow.keras
    owners = [keras.layers.Layer, keras.Model, keras.Sequential, tensorflow.GradientTape, tensorflow.data.Dataset]
    names = ("__call__", "__new__", "fit", "compile", "add", "gradient", "batch", "__iter__")
    return [vars(cls).get(name) for owner in owners for cls in owner.__mro__[:4] for name in names]


def compare(tensorflow: Any, dialect: int, path: Path) -> dict[str, Any]:
    """Run a program twice, with and without the recorder, and compare its ``RESULT``, a list of arrays."""
    source = compile(path.read_text(encoding="utf-8"), str(path), "exec")

    def run(recorded: bool) -> list[Any]:
        worker._reset(tensorflow, dialect)
        names: dict[str, Any] = {"__name__": "__main__"}
        if recorded:
            with record():
                exec(source, names)
        else:
            exec(source, names)
        return [np.asarray(value) for value in names["RESULT"]]

    plain, watched, again = run(False), run(True), run(False)
    return {
        "same": len(plain) > 0 and all(np.array_equal(a, b) for a, b in zip(plain, watched, strict=True)),
        "repeatable": all(np.array_equal(a, b) for a, b in zip(plain, again, strict=True)),
    }


def execute(tensorflow: Any, dialect: int, path: Path) -> dict[str, Any]:
    """Run a program without any recorder and return its ``RESULT``, a dictionary of plain data."""
    worker._reset(tensorflow, dialect)
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    return dict(names["RESULT"]) | {"restored": all(not hasattr(v, "__wrapped__") for v in owned(tensorflow))}


def judge_again(tensorflow: Any, dialect: int, path: Path) -> dict[str, Any]:
    """Do as ``judge``, with the opt-in rules that the program names and with models called once more."""
    named = re.findall(r"BNL\d{3}", path.read_text(encoding="utf-8"))
    return judge(tensorflow, dialect, path, frozenset(named), replay=True)


def judge(
    tensorflow: Any, dialect: int, path: Path, enable: frozenset[str] = frozenset(), replay: bool = False
) -> dict[str, Any]:
    """Run a program as ``bnlint trace`` does and return the verdicts on what the linter says of it."""
    worker._reset(tensorflow, dialect)
    recording = worker.run_program(path, replay)
    error = recording.exception
    ending = Ending("finished") if error is None else Ending("raised", 1, error)
    text = path.read_text(encoding="utf-8")
    config = Config("2" if dialect == 2 else "3", enable, follow_imports=False)
    said = grouped(check_source(text, str(path), config), Source(str(path), text))
    seen = findings_of(recording.testimony, Settings(enable=enable))
    verdicts, more = verdicts_of(said, seen, recording, ending)
    return {
        "verdicts": [[v.finding.line, v.finding.code, v.status, v.evidence] for v in verdicts],
        "more": [[v.finding.line, v.finding.code, v.evidence] for v in more],
        "errors": recording.errors,
    }


def owned(tensorflow: Any) -> list[Any]:
    """What the recorder replaces and Keras itself does not wrap."""
    layers = tensorflow.keras.layers
    return [layers.BatchNormalization.call, layers.Layer.__new__, tensorflow.GradientTape.gradient]


def describe(recording: Recording) -> dict[str, Any]:
    return {
        "dialect": recording.testimony.dialect,
        "errors": recording.errors,
        "exception": type(recording.exception).__name__ if recording.exception else None,
        "events": [event(e) for e in recording.testimony.events],
        "calls": [
            {
                "line": c.event.site.line,
                "mode": c.mode,
                "traced": c.traced,
                "values": c.values,
                "moved": c.moved,
                "fresh": c.fresh,
                "untouched": c.output.untouched if c.output else None,
                "equals_beta": c.output.equals_beta if c.output else None,
            }
            for c in recording.calls
        ],
        "spans": [
            {
                "kind": s.kind,
                "line": s.site.line,
                "moved": max((s.moved(layer) or 0.0 for layer in s.after), default=None),
                "moves": max((s.moves(layer) for layer in s.after), default=0),
                "weights": s.weights_moved(),
            }
            for s in recording.spans
        ],
        "steps": recording.steps,
        "trainings": [steps for layers, steps in recording.trainings.items() if layers],
        "moves": [r.moves for r in recording.layers.values()],
        "given": [layer.given for layer in recording.layers],
    }


def event(found: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"event": type(found).__name__, "line": found.site.line, "column": found.site.column}
    for name, value in vars(found).items():
        if isinstance(value, str | int | float | bool | None):
            data[name] = value
        elif isinstance(value, Arg):
            data[name] = argument(value)
    if isinstance(found, LayerCalled):
        data |= called(found)
    if isinstance(found, LayerBuilt):
        data["args"] = {name: argument(arg) for name, arg in found.layer.args.items()}
    if hasattr(found, "layer"):
        data["class"] = found.layer.class_name
    if getattr(found, "layers", None) is not None:
        data["layers"] = [layer.class_name for layer in found.layers]
    if hasattr(found, "model"):
        data["class"] = found.model.class_name
    return data


def called(call: LayerCalled) -> dict[str, Any]:
    return {
        "kind": call.input.kind,
        "shape": call.input.shape,
        "batch_line": call.input.batch_site.line if call.input.batch_site else None,
        "layout": call.input.layout,
        "direct": call.input.direct.kind if call.input.direct else None,
        "per_replica": call.input.per_replica,
        "outer_line": call.outer.site.line if call.outer else None,
        "decided_line": call.decided_by.site.line if call.decided_by else None,
        "baked_line": call.baked_at.site.line if call.baked_at else None,
        "tapes": [tape.site.line for tape in call.tapes],
        "trainer": call.trainer.class_name if call.trainer else None,
        "scopes": [[s.name, s.site.line, s.keras_method, s.tf_function] for s in call.scopes],
    }


def argument(arg: Arg) -> dict[str, Any]:
    return {
        "value": arg.value if isinstance(arg.value, str | int | float | bool | None) else repr(arg.value),
        "known": arg.known,
        "line": arg.site.line if arg.site else None,
        "column": arg.site.column if arg.site else None,
        "origin": arg.origin,
        "given_line": arg.given_at.line if arg.given_at else None,
    }


ANSWERS = {
    "record": describe_program,
    "compare": compare,
    "execute": execute,
    "judge": judge,
    "judge again": judge_again,
}


if __name__ == "__main__":
    main()

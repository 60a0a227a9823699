"""The second witness: runs alongside a program and testifies what happened to its BN layers.

``record()`` patches the Keras that is in use (Keras 3 or tf_keras) and TensorFlow's tapes, data sets and functions,
and puts everything back at the end. It only looks: no operation is added to a graph (that would shift the seeds of
random operations), so the program computes what it would have computed.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bnlint.events import ApiUsed, Arg, LearningPhaseSet, Site
from bnlint.runtime.calls import CallTracker
from bnlint.runtime.construction import ConstructionTracker
from bnlint.runtime.datasets import Datasets
from bnlint.runtime.gradients import GradientTracker
from bnlint.runtime.graph_mode import GraphTracker
from bnlint.runtime.keras_api import loaded, start_tensorflow
from bnlint.runtime.loops import LoopTracker
from bnlint.runtime.normalization import NormalizationTracker, initial_stats
from bnlint.runtime.patching import Patches
from bnlint.runtime.probes import run_probes
from bnlint.runtime.recording import Recording
from bnlint.runtime.replays import run_replays
from bnlint.runtime.sites import boundary, caller, kind_of_file
from bnlint.runtime.sources import source_of
from bnlint.runtime.state import State
from bnlint.runtime.switches import SwitchTracker

__all__ = ["Recording", "record"]


@contextmanager
def record(*, probe: bool = False, replay: bool = False, swallow: bool = False) -> Iterator[Recording]:
    """Record what the code in the ``with`` block does with BN layers.

    TensorFlow is imported here if it is not yet.

    Args:
        probe: after the block, run copies of the BN layers on known data (``Recording.layers[...].probe``).
        replay: after the block, run fitted models once more on their own data (``Recording.replays``).
        swallow: keep an exception of the block in ``Recording.exception`` and do not raise it.

    Yields:
        the recording; complete when the block has ended.

    Raises:
        ImportError: TensorFlow is not installed.
    """
    tensorflow = start_tensorflow()
    kerases = loaded()
    state = State(tensorflow, kerases)
    patches = Patches()
    datasets = Datasets(state)
    graphs = GraphTracker(state)
    loops = LoopTracker(state, datasets)
    constructions, calls = ConstructionTracker(state), CallTracker(state)
    parts = (
        constructions,
        calls,
        NormalizationTracker(state, calls, constructions),
        loops,
        GradientTracker(state),
        SwitchTracker(state),
        datasets,
        graphs,
    )
    recording = state.recording
    preferred = _preferred(kerases)
    recording.testimony.dialect = preferred.generation if preferred else 3
    recording.keras_version = preferred.version if preferred else ""
    # Behind this generator and contextlib stands whoever opened the ``with`` block.
    opener = caller(skip=2)
    try:
        for part in parts:
            part.install(patches)
        with boundary(opener):
            yield recording
    except BaseException as error:
        recording.exception = error
        with state.guarded():
            _testify_exception(state, error)
        if not swallow or not isinstance(error, Exception):
            raise
    finally:
        with state.guarded():
            _finish(state, graphs)
        if replay and tensorflow.executing_eagerly():
            with state.guarded():
                run_replays(state, loops.fits)
        state.active = False
        patches.undo()
        if probe and tensorflow.executing_eagerly():
            with state.guarded():
                run_probes(recording, state.registry)


def _preferred(kerases: list[Any]) -> Any:
    """Return the Keras that ``tf.keras`` stands for."""
    legacy = os.environ.get("TF_USE_LEGACY_KERAS", "").lower() in ("1", "true")
    return next((k for k in kerases if (k.generation == 2) == legacy), kerases[0] if kerases else None)


def _finish(state: State, graphs: GraphTracker) -> None:
    """Take the last measurements and what only the end shows."""
    recording = state.recording
    state.registry.refresh_all()
    state.snapshot()
    graphs.finish()
    for value, layer in state.registry.entries():
        layer.consumers = _consumers(value)
    for layer, record in recording.layers.items():
        value = state.registry.object(layer)
        if value is None:
            continue
        record.config = {name: getattr(value, name, None) for name in ("momentum", "epsilon", "axis", "renorm")}
        if record.last is not None:
            record.initial = initial_stats(value, record.last)
    recording.testimony.float16 = _uses_float16(state)
    recording.testimony.graph_mode = graphs.used or not state.tf.executing_eagerly()


def _consumers(value: Any) -> int:
    """Count the different layers and operations that a layer's output goes into in Functional graphs."""
    nodes = getattr(value, "_outbound_nodes", None) or ()
    return len({id(getattr(node, "operation", None) or getattr(node, "layer", None)) for node in nodes})


def _uses_float16(state: State) -> bool:
    def is_half(value: Any) -> bool:
        return "float16" in str(getattr(value, "compute_dtype", "")) and "bfloat16" not in str(value.compute_dtype)

    policies = [getattr(k.module.mixed_precision, "global_policy", None) for k in state.kerases]
    current = [policy() for policy in policies if callable(policy)]
    return any(is_half(value) for value, _ in state.registry.entries()) or any(is_half(p) for p in current)


def _testify_exception(state: State, error: BaseException) -> None:
    """Turn an error that the target Keras raises into the event that could not be seen otherwise.

    An API that does not exist cannot be patched: its use shows only as an AttributeError or ImportError.
    """
    site, text = _raised_at(error)
    state.recording.exception_site = site
    if site is None:
        return
    name = getattr(error, "name", None)
    if isinstance(error, AttributeError) and name in ("set_learning_phase", "learning_phase", "learning_phase_scope"):
        state.emit(LearningPhaseSet(site, _literal_argument(text)), site)
        state.emit(ApiUsed(site, f"keras.backend.{name}"), (site, name))
    elif isinstance(error, AttributeError) and isinstance(name, str):
        state.emit(ApiUsed(site, name), (site, name))
    elif isinstance(error, ImportError):
        module = error.name or ""
        state.emit(ApiUsed(site, module.replace("tensorflow.keras", "keras")), (site, module))


def _raised_at(error: BaseException) -> tuple[Site | None, str]:
    """Return the innermost place of the user's in a traceback, and its line."""
    found: traceback.FrameSummary | None = None
    for frame in traceback.extract_tb(error.__traceback__):
        if kind_of_file(frame.filename) == "user":
            found = frame
    if found is None or found.lineno is None:
        return None, ""
    source = source_of(found.filename)
    statement = source.statement_at(found.lineno) if source is not None else None
    column = source.column(statement) if source is not None and statement is not None else 0
    return Site(found.filename, found.lineno, column), found.line or ""


def _literal_argument(line: str) -> Arg:
    """Read the 0 or 1 out of ``K.set_learning_phase(1)``."""
    inside = line.partition("(")[2].partition(")")[0].strip()
    values = {"0": 0, "1": 1, "True": 1, "False": 0}
    return Arg(values[inside], True) if inside in values else Arg()

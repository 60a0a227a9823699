"""The second witness: runs alongside a program and testifies what happened to its BN layers.

``record()`` patches each Keras that is imported (Keras 3, tf_keras) and TensorFlow's tapes, data sets and functions,
and puts everything back at the end. It only looks: no operation is added to a graph (that would shift the seeds of
random operations), so the program computes what it would have computed.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from bnlint.events import ApiUsed, Arg, Fitted, LearningPhaseSet, Site, always
from bnlint.libraries.keras_models import switches
from bnlint.libraries.keras_versions import KERAS_PREVIEW
from bnlint.libraries.packages import FRAMEWORKS
from bnlint.runtime import frozen_later, replays
from bnlint.runtime.autograph import AutoGraphRules
from bnlint.runtime.backends import TensorFlow, Torch, below
from bnlint.runtime.calls import CallTracker
from bnlint.runtime.construction import ConstructionTracker
from bnlint.runtime.copying import CopyTracker
from bnlint.runtime.datasets import Datasets
from bnlint.runtime.gradients import GradientTracker
from bnlint.runtime.graph_mode import GraphTracker
from bnlint.runtime.imports import announce
from bnlint.runtime.jax_steps import JaxTracker
from bnlint.runtime.keras_api import backend_of, beyond, keras_of_module
from bnlint.runtime.keras_api import start as start_keras
from bnlint.runtime.loops import LoopTracker
from bnlint.runtime.normalization import NormalizationTracker
from bnlint.runtime.patching import Patches
from bnlint.runtime.recording import Recording
from bnlint.runtime.sites import boundary, caller, kind_of_file
from bnlint.runtime.sources import source_of
from bnlint.runtime.state import THOROUGH, Guard, Pace, State
from bnlint.runtime.stateless import StatelessTracker
from bnlint.runtime.switches import SwitchTracker
from bnlint.runtime.torch_loops import TorchTracker

__all__ = ["Recorder", "Recording", "record"]


def record(
    *,
    replay: bool = False,
    swallow: bool = False,
    wait: bool = False,
    after_step: Callable[[int], None] | None = None,
) -> AbstractContextManager[Recording]:
    """Record what the code in the ``with`` block does with BN layers.

    Args:
        replay: after the block, run fitted models, and BN layers that only ran in inference mode, once more on their
            own data (``Recording.replays``).
        swallow: keep an exception of the block in ``Recording.exception`` and do not raise it.
        wait: do not import TensorFlow here but begin when the block imports it. What a program sets before its
            imports (``TF_USE_LEGACY_KERAS``, ``CUDA_VISIBLE_DEVICES``) then counts as it does without a recorder.
        after_step: called after each training step with the number of steps so far. What it raises reaches the
            program.

    Returns:
        A context manager that yields the recording, which is complete when the block has ended.

    Raises:
        ImportError: TensorFlow is not installed.
    """
    return Recorder(after_step).watch(replay=replay, swallow=swallow, wait=wait)


class Recorder:
    """Looks on while a program runs, from the moment when a Keras is there.

    Args:
        after_step: see ``record``.
        pace: how often the statistics are read.
        refuse: called with what the program runs on where that cannot be recorded. What it raises reaches the program.
    """

    def __init__(
        self,
        after_step: Callable[[int], None] | None = None,
        pace: Pace = THOROUGH,
        refuse: Callable[[str], None] | None = None,
    ) -> None:
        self.recording = Recording()
        self.state: State | None = None
        self._after_step = after_step
        self._pace = pace
        self._refuse = refuse
        self._patches = Patches()
        self._parts: tuple[Any, ...] = ()
        self._waiting: list[Any] = []
        self._keeps_inputs = self._holds = False

    @contextmanager
    def watch(
        self,
        *,
        replay: bool = False,
        revisit: bool = False,
        swallow: bool = False,
        wait: bool = False,
    ) -> Iterator[Recording]:
        """Record a block; see ``record``.

        Args:
            revisit: after the block, call models once more in inference mode on a batch they were trained on, where
                their BN layers' batches were not visible.
            replay, swallow, wait: see ``record``.
        """
        # Behind this generator and contextlib stands whoever opened the ``with`` block.
        opener = caller(skip=2)
        self._keeps_inputs, self._holds = replay, replay or revisit
        try:
            self.start(wait)
            with boundary(opener):
                yield self.recording
        except BaseException as error:
            self.recording.exception = error
            with self.guarded():
                _testify_exception(self, error)
            if not swallow or not isinstance(error, Exception):
                raise
        finally:
            self.stop(replay, revisit)

    def start(self, wait: bool = False) -> None:
        """Begin now, or as soon as the program imports TensorFlow.

        Raises:
            ImportError: TensorFlow is not installed, and there is no waiting for it.
        """
        if not wait:
            start_keras()
        _running.append(self)
        for name in (*FRAMEWORKS, "jax", KERAS_PREVIEW):
            module = sys.modules.get(name)
            if module is not None:
                self.imported(module)
            else:
                announce(name, _has_been_imported)

    def guarded(self) -> Guard:
        """Keep an error of the recorder from reaching the program."""
        return Guard(self.recording)

    def imported(self, module: Any) -> None:
        """Patch a Keras or what it runs on, which has just been imported."""
        other = beyond(module)
        if other:
            self.recording.unsupported = other
            if self._refuse is not None and module.__name__ != KERAS_PREVIEW:  # which a library may import beside Keras
                self._refuse(other)
            return
        if module.__name__ == "jax":
            with self.guarded():
                self._begun()
                self.jax.look_at(module, self._patches)
        elif module.__name__ == "tensorflow":
            self._look_at_tensorflow(module)
            # TensorFlow imports a Keras while it is being imported itself.
            waiting, self._waiting = self._waiting, []
            for keras in waiting:
                self.imported(keras)
        elif self._needs_tensorflow(module):
            self._waiting.append(module)
        else:
            with self.guarded():
                self._look_at_keras(module, self._begun())

    def _needs_tensorflow(self, keras: Any) -> bool:
        """Say whether a Keras runs on TensorFlow, which is not there yet."""
        known = self.state is not None and self.state.tf is not None
        return not known and backend_of(keras) == "tensorflow"

    def _look_at_tensorflow(self, tensorflow: Any) -> None:
        state = self._begun()
        state.tf = tensorflow
        state.below.append(TensorFlow(tensorflow))
        for part in self._parts:
            if hasattr(part, "install"):
                with self.guarded():
                    part.install(self._patches)

    def _begun(self) -> State:
        """Return the state, with everything that looks on; TensorFlow may come later, or never."""
        if self.state is not None:
            return self.state
        state = self.state = State(self.recording, self._after_step, self._pace)
        state.keeps_inputs, state.holds = self._keeps_inputs, self._holds
        self.datasets = Datasets(state)
        self.graphs = GraphTracker(state)
        self.loops = LoopTracker(state, self.datasets)
        self.gradients = GradientTracker(state)
        self.torch = TorchTracker(state, self.gradients)
        constructions, calls = ConstructionTracker(state), CallTracker(state)
        self.stateless = StatelessTracker(state, self.gradients.uses, calls)
        self.jax = JaxTracker(state, self.gradients, self.stateless)
        self._parts = (
            AutoGraphRules(),
            constructions,
            calls,
            NormalizationTracker(state, calls, constructions),
            self.loops,
            self.gradients,
            SwitchTracker(state),
            CopyTracker(state),
            self.stateless,
            self.torch,
            self.jax,
            self.datasets,
            self.graphs,
        )
        return state

    def _look_at_keras(self, module: Any, state: State) -> None:
        keras = keras_of_module(module)
        if keras is None or any(known.module is module for known in state.kerases):
            return  # one Keras may go by two names
        state.kerases.append(keras)
        engine = below(keras.backend)
        if engine is not None:
            state.below.append(engine)
            state.recording.testimony.runs_on = always(engine.name)  # the models may be there already
            if isinstance(engine, Torch):
                # What it compiles it reads: our code must not be a part of that.
                self._patches.aside = engine.compiles
        for part in self._parts:
            if hasattr(part, "adopt"):
                part.adopt(keras, self._patches)

    def stop(self, replay: bool = False, revisit: bool = False) -> None:
        """Take the last measurements and put everything back; see ``watch`` for the arguments."""
        if self not in _running:
            return  # stopped already
        _running.remove(self)
        state = self.state
        if state is None:
            return
        with self.guarded():
            _finish(state, self.graphs)
            self.stateless.finish()
        with self.guarded():
            self.torch.finish()
            self.jax.finish()
            self.gradients.uses.finish()
        if replay and state.eager:
            with self.guarded():
                replays.run_replays(state, self.loops.fits.values())
        if replay and self.graphs.used:
            with self.guarded():
                self.graphs.replay()
        if (replay or revisit) and state.eager:
            with self.guarded():
                replays.differentiate(state)
        if revisit and state.eager:
            with self.guarded():
                replays.revisit(state, (*self.loops.fits.values(), *self.gradients.batches.values()))
        self.loops.release()
        state.active = False
        self._patches.undo()


_running: list[Recorder] = []


def _has_been_imported(module: Any) -> None:
    for recorder in tuple(_running):
        recorder.imported(module)


def _preferred(kerases: list[Any]) -> Any:
    """Return the Keras that ``tf.keras`` stands for."""
    legacy = os.environ.get("TF_USE_LEGACY_KERAS", "").lower() in ("1", "true")
    return next((k for k in kerases if (k.generation == 2) == legacy), kerases[0] if kerases else None)


def _finish(state: State, graphs: GraphTracker) -> None:
    """Take the last measurements and what only the end shows."""
    recording = state.recording
    preferred = _preferred(state.kerases)
    if not recording.keras_version and preferred is not None:
        # No BN layer was constructed, which would have said it.
        state.ran_on(preferred)
    state.registry.refresh_all()
    state.snapshot()
    graphs.finish()
    for layer, record in recording.layers.items():
        value = state.registry.object(layer)
        if value is not None:
            record.describe(value)
    _note_given(state)
    _note_times(recording)
    frozen_later.settle(recording.testimony.events)
    recording.testimony.float16 = _uses_float16(state)
    recording.testimony.graph_mode = graphs.used or not state.eager


def _note_given(state: State) -> None:
    """Note the layers whose statistics have moved although no call of theirs moves any: the program puts them there.

    In a compiled function nobody sees with which statistics a layer begins.
    """
    for layer, record in state.recording.layers.items():
        if layer not in state.learning and record.initial is not None and record.last is not None:
            layer.given = layer.given or record.last.distance(record.initial) > 0.0


def _note_times(recording: Recording) -> None:
    """Note with the calls of the program's own how often they moved a layer's statistics, all told with the first."""
    testimony = recording.testimony
    by_keras: dict[int, int] = {}
    for event in testimony.events:
        if isinstance(event, Fitted):
            by_keras[id(event.model)] = by_keras.get(id(event.model), 0) + (event.steps or 0) * (event.epochs or 0)
    for layer, record in recording.layers.items():
        calls = [event for event in recording.events_of(layer) if event.mode == "training"]
        own = [call for call in calls if call.root.driver == "user" and call.trainer is None]
        fitted = sum(by_keras.get(model, 0) for model in {id(c.root.layer) for c in calls if c.root.driver == "fit"})
        total = max(record.moves, recording.steps_of(layer)) - fitted
        for number, call in enumerate(own):
            call.times = max(total, 0) if number == 0 else 0


def _uses_float16(state: State) -> bool:
    policies = [getattr(k.module.mixed_precision, "global_policy", None) for k in state.kerases]
    current = [policy() for policy in policies if callable(policy)]
    return state.registry.float16 or any(getattr(p, "compute_dtype", None) == "float16" for p in current)


def _testify_exception(recorder: Recorder, error: BaseException) -> None:
    """Turn an error that the target Keras raises into the event that could not be seen otherwise.

    An API that does not exist cannot be patched: its use shows only as an AttributeError or ImportError.
    """
    stack, text = _raised_at(error)
    site = stack[-1] if stack else None
    state = recorder.state
    recorder.recording.exception_site, recorder.recording.exception_stack = site, stack
    if site is None or state is None:
        return
    name = getattr(error, "name", None)
    if isinstance(error, AttributeError) and name in switches("learning phase"):
        state.emit(LearningPhaseSet(site, _literal_argument(text)), site)
        state.emit(ApiUsed(site, f"keras.backend.{name}"), (site, name))
    elif isinstance(error, AttributeError) and isinstance(name, str):
        state.emit(ApiUsed(site, name), (site, name))
    elif isinstance(error, ImportError):
        module = error.name or ""
        state.emit(ApiUsed(site, module.replace("tensorflow.keras", "keras")), (site, module))


def _raised_at(error: BaseException) -> tuple[tuple[Site, ...], str]:
    """Return the places of the user's in a traceback, outermost first, and the last one's line."""
    found: list[Site] = []
    line = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if kind_of_file(frame.filename) == "user" and frame.lineno is not None:
            found.append(_statement_site(frame.filename, frame.lineno))
            line = frame.line or ""
    # Within a tf.function the frames are those of generated code; AutoGraph says where they come from.
    translated = getattr(getattr(error, "ag_error_metadata", None), "translated_stack", None) or ()
    inner = [origin for origin in reversed(translated) if kind_of_file(origin.filename) == "user"]
    return (*found, *(_statement_site(origin.filename, origin.lineno) for origin in inner)), line


def _statement_site(path: str, line: int) -> Site:
    source = source_of(path)
    statement = source.statement_at(line) if source is not None else None
    return Site(path, line, source.column(statement) if source is not None and statement is not None else 0)


def _literal_argument(line: str) -> Arg:
    """Read the 0 or 1 out of ``K.set_learning_phase(1)``."""
    inside = line.partition("(")[2].partition(")")[0].strip()
    values = {"0": 0, "1": 1, "True": 1, "False": 0}
    return Arg(values[inside], True) if inside in values else Arg()

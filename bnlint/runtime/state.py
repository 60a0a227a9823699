"""The state that the parts of a running recorder share."""

from __future__ import annotations

import threading
import traceback
import weakref
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import numpy as np

from bnlint.events import Arg, Driver, Event, Fitted, Layer, LayerCalled, Mode, Site, Tape, always
from bnlint.libraries.keras_models import STATISTICS
from bnlint.runtime.backends import Below, numbers
from bnlint.runtime.keras_api import Keras
from bnlint.runtime.measurements import BNCall, LayerRecord, Sample, Span, Stats, batch_behind, broken, read_stats
from bnlint.runtime.recording import Recording
from bnlint.runtime.registry import Registry
from bnlint.runtime.sites import Place, kind_of_file, place_of, user_frames
from bnlint.runtime.tensors import Tags, Weak, flatten

MAX_REPEATS = 4
"""How often the same event is testified; loops repeat themselves."""

MAX_BYPASSES = 256
"""How many calls that bypass ``__call__`` are known again; the oldest is forgotten first."""

MAX_CALLS = 400
"""How many runs of one BN layer are measured one by one."""

MAX_SPANS = 3000
"""How many runs of loops and steps of the user's own are kept one by one; then every second one goes."""

FIRST_SPANS = 100
"""Spans at the beginning that stay."""

MAX_HELD = 30_000_000
"""How many numbers all spans hold together before every second one goes."""


@dataclass(frozen=True)
class Pace:
    """How often the statistics are read.

    Args:
        dense: steps at first, all of which have the statistics read after them.
        sparse: of later steps only two in so many are read: two in a row show what a batch did to the statistics.
        rare: the same from ``SETTLED`` steps on; None where it stays as it is.
    """

    dense: int
    sparse: int
    rare: int | None = None

    def interval(self, step: int) -> int:
        """Return in how many steps, around one of them, two are read."""
        return self.sparse if self.rare is None or step < SETTLED else self.rare

    def reads(self, step: int) -> bool:
        """Say whether the statistics are read after a step (counted from 0): each one at first, then two in a row."""
        return step < self.dense or step % self.interval(step) < 2


SETTLED = 400
"""Steps after which statistics have settled, or never will: some seventy readings have shown which."""

THOROUGH, LIGHT = Pace(300, 20), Pace(50, 50, 200)
"""For proofs, and for programs that somebody waits for."""

MAX_WEIGHED = 5
"""How many runs of one training step have their effect on the weights measured."""

MAX_ERRORS = 100

MAX_COMPARED = 20
"""How many runs of one BN layer have their output compared with their input."""

MAX_TRAIL = 5000
"""How many values of one layer's statistics are kept."""

MAX_HISTORY = 1000
"""How many readings of one layer are kept beside the batches; then every second one goes."""

MAX_NUMBERS = 200_000
"""How many numbers of one layer are kept of each kind, however wide it is and however long the run."""


Updates = dict[Layer, int | None]
"""How often BN layers run in training mode in a compiled step; None where a loop in the graph decides."""

UNWRITTEN: Any = object()
"""Stands for an argument that is not passed."""


@dataclass(frozen=True)
class Kept:
    """An outermost call that can be made again.

    Args:
        layer: what is called.
        value: the same as Keras's object.
        args: its positional arguments.
        kwargs: its keywords.
    """

    layer: Layer
    value: Any
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


@dataclass
class ActiveCall:
    """A ``__call__`` that is running, innermost last on the stack.

    Args:
        value: the Keras layer; ``layer`` stands for it.
        frame: the frame that called.
        by_keras: Keras made the call (a training loop, a Functional model), not the user.
        flag: the value passed as ``training``, ``UNWRITTEN`` when none is.
        inputs: the first argument.
        node: for a layer inside a Functional model the symbolic call that put it there.
        event: the event, made when needed.
    """

    keras: Keras
    value: Any
    layer: Layer
    frame: FrameType | None
    by_keras: bool
    flag: Any = UNWRITTEN
    inputs: Any = None
    node: LayerCalled | None = None
    event: LayerCalled | None = None


@dataclass(frozen=True)
class CallInfo:
    """What is remembered of a ``LayerCalled`` beside the event.

    Args:
        generation: the Keras generation of the layer.
        driven: a built-in loop of Keras made the call.
        inside: Keras made the call while it ran a model.
        forwarded: the flag is a parameter of the function around, handed on.
        default: the default of the ``training`` parameter.
    """

    generation: int
    driven: bool = False
    inside: bool = False
    forwarded: bool = False
    default: Any = None


@dataclass
class DriverRun:
    """A built-in loop of Keras that is running.

    Args:
        kind: what the calls it makes are driven by.
        method: the method of the model.
        model: whose it is.
        site: the user's line.
        batch: examples per step; ``per_replica`` where a strategy splits them.
        span: the measurements.
        weights: copies of the weights from before the training, per layer.
        start: how many events there were before it; ``taken`` how many training steps.
        fitted: what is testified of it when its first step begins; ``announced`` where that stands.
        settled: every layer is built and copied, ``begun`` the first step has begun.
        part: each batch is a part of the data, as in ``Tensor``.
        in_rest: the model runs on the one row that the batches leave over: where steps are not traced, each is seen.
        makers: the models whose answers it gets.
        trained: layers and models of whose weights a step of the program's own takes a gradient while it is traced.
    """

    kind: Driver
    method: str
    model: Layer
    site: Site
    batch: Arg = field(default_factory=Arg)
    per_replica: int | None = None
    span: Span | None = None
    weights: dict[Layer, list[Any]] = field(default_factory=dict)
    settled: bool = False
    begun: bool = False
    start: int = 0
    taken: int = 0
    fitted: Fitted | None = None
    announced: int | None = None
    part: bool | None = None
    in_rest: bool = False
    makers: frozenset[Layer | None] = frozenset()
    trained: tuple[Layer, ...] = ()


class Afloat:
    """The weights of a model whose variables are empty: on JAX a step takes them and gives them back.

    Args:
        model: whose they are.
        state: what the step takes or gives: the trainable ones, the others, the optimizer's, and more.
    """

    def __init__(self, model: Any, state: Any) -> None:
        self._model = model
        self._state = state
        self._values: dict[int, Any] | None = None

    def value(self, variable: Any) -> Any:
        """Return the value of a variable, or what the variable itself has if it is not one of the model's."""
        if self._values is None:
            model, self._values = self._model, {}
            for names, values in zip(
                (model.trainable_variables, model.non_trainable_variables, model.optimizer.variables),
                self._state,
                strict=False,
            ):
                self._values.update(zip(map(id, names), values, strict=False))
        return self._values.get(id(variable), variable)


class Local(threading.local):
    """What belongs to one thread: each replica of a distribution strategy runs in its own."""

    def __init__(self) -> None:
        self.stack: list[ActiveCall] = []
        self.tapes: list[tuple[Any, Tape]] = []
        self.spoken: LayerCalled | None = None
        self.stateless: LayerCalled | None = None
        self.in_stateless = 0
        self.suppressed = 0

    def is_tried(self, keras: Keras) -> bool:
        """Whether Keras runs layers only to find out shapes, for which old releases used a stateless scope, too."""
        return not self.in_stateless and keras.dry_run

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Note no calls of layers meanwhile."""
        self.suppressed += 1
        try:
            yield
        finally:
            self.suppressed -= 1


class State:
    """What a recorder knows while it runs.

    Args:
        recording: where everything goes.
        after_step: called after each training step with the number of steps so far.
        pace: how often the statistics are read.
    """

    def __init__(
        self,
        recording: Recording,
        after_step: Callable[[int], None] | None = None,
        pace: Pace = THOROUGH,
    ) -> None:
        self.tf: Any = None
        """TensorFlow, None as long as the program has not imported it."""
        self.below: list[Below] = []
        """What the Kerases run on."""
        self.afloat: Afloat | None = None
        """Where the weights are while a step of Keras on JAX carries them around."""
        self.recording = recording
        self.after_step = after_step
        self.pace = pace
        self._guard = Guard(recording)
        self.settle: Callable[[], None] = lambda: None
        """To be called before something else than a gradient of the program's own changes weights."""
        self.fed: Callable[[Any], None] = lambda inputs: None
        """To be called with what an outermost call gets while tapes record."""
        self._trainable: dict[tuple[Layer, ...], frozenset[Layer]] = {}
        self._trainable_version = -1
        self.kerases: list[Keras] = []
        self.registry = Registry(self._is_held)
        self.tags = Tags()
        self.local = Local()
        self.drivers: list[DriverRun] = []
        self.nodes: Weak[LayerCalled] = Weak()
        """Symbolic calls by the nodes of Functional graphs."""
        self.infos: weakref.WeakKeyDictionary[LayerCalled, CallInfo] = weakref.WeakKeyDictionary()
        self.bypasses: dict[Hashable, LayerCalled] = {}
        """The latest calls that bypass ``__call__``."""
        self.stand_ins: Weak[Any] = Weak()
        """By tensor: the variable that it stands for in a stateless call."""
        self.testified_tapes: set[Tape] = set()
        """Tapes that calls in the testimony lie in."""
        self.busy: dict[int, int] = {}
        """By ids of the BN layers that run: the thread."""
        self.active = True
        self.replaying = False
        self.keeps_inputs = False
        self.holds = False
        """Whether models and batches are kept, to be run once more after the program."""
        self.inputs: dict[Layer, Any] = {}
        """The first input of each BN layer that was called outside of graphs, where they are kept."""
        self.differentiated: weakref.WeakKeyDictionary[Tape, Kept] = weakref.WeakKeyDictionary()
        """By tape: the last outermost call that it recorded, where models and batches are kept."""
        self.penalised: dict[Layer, Kept] = {}
        """The last such call of each model whose gradient by the inputs another tape recorded."""
        self.lock = threading.RLock()
        self.traced_layers: set[Layer] = set()
        """BN layers whose code ran to build a graph since somebody last emptied this."""
        self.learning: set[Layer] = set()
        """BN layers that have run in training mode, or may have."""
        self.roots: list[tuple[Any, Any]] = []
        """Outermost calls in a graph since this was last emptied: the layer and its input."""
        self.last_batch: tuple[int | None, Site, bool | None] | None = None
        self.batches_drawn = 0
        """How many batches the program has drawn from data sets itself."""
        self.updates: dict[Layer, Counter[int]] = {}
        """How often each BN layer runs in training mode in each graph that was built since this was last emptied."""
        self.looped: set[Layer] = set()
        """BN layers in the body of a loop of a graph: they run who knows how often."""
        self._repeats: Counter[Hashable] = Counter()
        self._calls: Counter[Layer] = Counter()
        self._keep_alive: list[Any] = []
        self._spans = 0
        self._held = 0

    @property
    def eager(self) -> bool:
        """Whether Python computes here, and does not only describe a computation: a graph, a function to compile."""
        return all(one.is_eager() for one in self.below)

    def graph(self) -> tuple[int, bool] | None:
        """Return which graph is being built, and whether it is a loop's body; None for one that counts elsewhere."""
        return next((one.graph() for one in self.below if not one.is_eager()), None)

    # -- events ------------------------------------------------------------------------------------------------

    def emit(self, event: Event, key: Hashable) -> bool:
        """Add an event unless it is the repetition of one that was there often enough.

        Args:
            event: the event.
            key: equal for events that say the same.

        Returns:
            whether it was added.
        """
        if self.replaying:
            return False
        with self.lock:
            full_key = (type(event), key)
            self._repeats[full_key] += 1
            if self._repeats[full_key] > MAX_REPEATS:
                return False
            self.recording.testimony.events.append(event)
            if isinstance(event, LayerCalled):
                self.testified_tapes.update(event.tapes)
            return True

    def makers_of(self, inputs: Any) -> frozenset[Layer | None]:
        """Return the models whose answers some inputs are."""
        tags = [self.tags.get(each) for each in flatten(inputs)]
        return frozenset(tag.maker for tag in tags if tag is not None and tag.maker is not None)

    def keep(self, value: Any) -> None:
        """Hold an object until the recording ends, because its id is used as a key."""
        self._keep_alive.append(value)

    def guarded(self) -> Guard:
        """Keep an error of the recorder from reaching the program."""
        return self._guard

    def attempt(self, function: Callable[[], Any]) -> Any:
        """Run a piece of observation; None when it fails."""
        with self._guard:
            return function()
        return None

    def ran_on(self, keras: Keras) -> None:
        """Note which Keras the program uses."""
        testimony = self.recording.testimony
        testimony.dialect, testimony.runs_on = keras.generation, always(keras.backend)
        self.recording.keras_version = keras.version

    # -- places ------------------------------------------------------------------------------------------------

    def keras_of(self, value: Any) -> Keras | None:
        """Return the Keras that an object belongs to."""
        return next((k for k in self.kerases if isinstance(value, k.layer_classes)), None)

    @property
    def layer_types(self) -> tuple[type, ...]:
        """Keras's layer classes."""
        return tuple(cls for keras in self.kerases for cls in keras.layer_classes)

    def user_place(self, frame: FrameType | None, method: str = "", owner: Any = None) -> Place | None:
        """Return the innermost place in the user's code.

        Args:
            frame: where to start.
            method: skip the user's own override of this method (``super().fit(...)``) for the place that calls it.
            owner: the object whose method it is.
        """
        for found in user_frames(frame, owner):
            if method and found.name == method and found.frame.f_locals.get("self") is owner:
                continue
            return found.place
        return None

    def visit(self, frame: FrameType | None) -> None:
        """Note that a line of the user's runs."""
        if frame is not None:
            kind = kind_of_file(frame.f_code.co_filename)
            if kind == "user":
                self.recording.visited.add((frame.f_code.co_filename, frame.f_lineno))
            elif kind == "generated":
                place = place_of(frame)
                if place is not None:
                    self.recording.visited.add((place.path, place.line))

    def _is_held(self) -> bool:
        """Say whether layers are kept: in TF1 a graph lives on without the layers that it was made with."""
        return self.holds or (self.tf is not None and not self.tf.compat.v1.executing_eagerly_outside_functions())

    # -- measurements ------------------------------------------------------------------------------------------

    @contextmanager
    def carrying(self, model: Any, values: Any) -> Iterator[None]:
        """Know where a model's weights are while its variables are empty.

        Args:
            model: the model; None where the variables have them as ever.
            values: arguments or results of a step, the last of which is the state.
        """
        if model is not None:
            self.afloat = Afloat(model, values[-1])
        try:
            yield
        finally:
            self.afloat = None

    def held(self, variable: Any) -> Any:
        """Return what has a variable's value at the moment."""
        return variable if self.afloat is None else self.afloat.value(variable)

    def record_of(self, layer: Layer) -> LayerRecord:
        """Return the measurements of a BN layer."""
        found = self.recording.layers.get(layer)
        return found if found is not None else self.recording.layers.setdefault(layer, LayerRecord(layer))

    def stats(self, value: Any) -> Stats | None:
        """Read a BN layer's moving statistics; None where that is not possible."""
        if not self.eager:
            return None
        mean, variance = map(vars(value).get, STATISTICS)
        if mean is None or variance is None:
            return None
        found = read_stats(self.held(mean), self.held(variance))
        if found is not None:
            self.note(value, found)
            # What has the numbers; an array of JAX is replaced with every change.
            keras = self.keras_of(value)
            within = keras is None or keras.backend != "jax"
            self.registry.remember(value, (mean, variance) if not within else (_inside(mean), _inside(variance)))
        return found

    def note(self, value: Any, stats: Stats) -> None:
        """Enter freshly read statistics into a layer's measurements."""
        layer = self.registry.known(value)
        if layer is None or self.replaying:
            return
        record = self.record_of(layer)
        if record.first is None:
            record.first = record.last = stats
            record.channels = int(stats.mean.size)
            record.describe(value)
        self._note(record, stats)

    def bury(self) -> None:
        """Let go of layers that the program has let go of; what became of their statistics is noted."""
        if not self.eager:
            return
        for layer, statistics in self.registry.bury():
            found = read_stats(*statistics)
            if found is not None and layer in self.recording.layers:
                self._note(self.recording.layers[layer], found)

    def _note(self, record: LayerRecord, stats: Stats) -> None:
        if record.last is not None and stats.distance(record.last) > 0.0:
            record.moves += 1
            if len(record.trail) < allowed(MAX_TRAIL, stats):
                record.trail.append(stats)
        if record.broken is None:
            record.broken = broken(stats, self.recording.steps, record.read_at)
        record.last, record.read_at = stats, self.recording.steps

    def sample(
        self,
        layer: Layer,
        stats: Stats,
        batch: Stats | None,
        mode: Mode | None,
        exact: bool = False,
        updates: int = 1,
    ) -> None:
        """Enter statistics and a batch beside each other into a layer's history; the arguments are those of Sample."""
        if self.replaying:
            self.record_of(layer).revisited = batch
            return
        with self.lock:
            history = self.record_of(layer).history
            history.append(Sample(self.recording.steps, stats, batch, mode, exact, updates))
            if len(history) > allowed(MAX_HISTORY, stats, 4):
                del history[1::2]

    def sample_step(
        self, before: dict[Layer, Stats], after: dict[Layer, Stats], updates: Updates, times: int = 1
    ) -> None:
        """Enter what a compiled step did into the histories; it hides the batches themselves.

        Args:
            before: statistics before the step; ``after`` after it.
            updates: which layers run in the step, and how often in training mode.
            times: how often the step ran.
        """
        for layer, stats in after.items():
            history = self.record_of(layer).history
            if history and history[-1].step == self.recording.steps:
                continue  # it ran eagerly, and the batch itself was seen
            if layer not in updates:  # compiled before the recorder came
                self.sample(layer, stats, None, None)
                continue
            count, batch = updates[layer], None
            if count and layer in before and stats.distance(before[layer]) > 0.0:  # what is dropped shows no batch
                momentum = getattr(self.registry.object(layer), "momentum", None)
                batch = batch_behind(before[layer], stats, momentum, count * times)
            self.sample(layer, stats, batch, "inference" if count == 0 else "training", updates=(count or 1) * times)

    def collect_updates(self, known: Updates, unrolled: bool = False) -> None:
        """Take over what the building of graphs since the last time has shown about a step.

        TensorFlow may build a graph more than once; each of them runs the whole step.

        Args:
            known: what is known of the step.
            unrolled: the loop of the graph is one over steps, and how many they are is known.
        """
        for layer, counts in self.updates.items():
            endless = layer in self.looped and not unrolled
            known[layer] = None if endless else max(counts.values(), default=0)
        self.updates.clear()
        self.looped.clear()

    def is_read(self, step: int) -> bool:
        """Say whether the statistics are read after a step (counted from 0)."""
        return self.pace.reads(step)

    def count_steps(self, trained: tuple[Layer, ...], steps: int = 1, own: Mapping[Layer, int] | None = None) -> None:
        """Count training steps, also for each BN layer that they train.

        Args:
            trained: the layers and models whose weights change.
            steps: how many steps one run of a compiled function is.
            own: how many of them train a layer, where it is not all of them.
        """
        with self.lock:
            self.recording.steps += steps
            with self.guarded():
                free = self._free(trained)
                fewer = {count for layer, count in own.items() if layer in free} - {steps} if own else ()
                for count in fewer:
                    layers = frozenset(layer for layer in free if own and own.get(layer) == count)
                    self.recording.trainings[layers] += count
                    free -= layers
                self.recording.trainings[free] += steps

    def note_loss(self, found: Any) -> None:
        """Keep the loss of the step that was just taken: the first number among what it returned.

        Args:
            found: a tensor, or what holds some; a dictionary with the key "loss" means that one.
        """
        if isinstance(found, dict):
            found = found.get("loss")
        for value in flatten(found)[:4]:
            if getattr(value, "shape", None) == () and "float" in str(getattr(value, "dtype", "")):
                self.recording.losses.append((self.recording.steps, float(numbers(value))))
                if len(self.recording.losses) > MAX_HISTORY:
                    del self.recording.losses[1::2]
                return

    def note_scores(self, scores: dict[str, float]) -> None:
        """Keep what an evaluation returned."""
        if scores and not self.replaying:
            self.recording.evaluations.append((self.recording.steps, scores))
            if len(self.recording.evaluations) > MAX_HISTORY:
                del self.recording.evaluations[1::2]

    def _free(self, trained: tuple[Layer, ...]) -> frozenset[Layer]:
        """Return the BN layers within some layers that are not frozen."""
        if self._trainable_version != self.registry.version:
            self._trainable.clear()
            self._trainable_version = self.registry.version
        if trained not in self._trainable:
            inside = {layer for outer in trained for layer in outer.walk() if layer.is_bn}
            self._trainable[trained] = frozenset(layer for layer in inside if self.registry.is_trainable(layer))
        return self._trainable[trained]

    def stepped(self) -> None:
        """Tell the listener that the program has taken a training step; what it raises goes to the program."""
        if not self.replaying and self.after_step is not None:
            self.after_step(self.recording.steps)

    def snapshot(self, within: Layer | None = None, only: frozenset[Layer] | None = None) -> dict[Layer, Stats]:
        """Read the statistics of every BN layer, of those inside one model, or of some."""
        if within is not None:
            value = self.registry.object(within)
            if value is not None:
                self.registry.refresh(value)
            only = frozenset(layer for layer in within.walk() if layer.is_bn)
        self.bury()
        found, own = {}, threading.get_ident()
        for layer in self.registry.bn_layers:
            if only is not None and layer not in only:
                continue
            value = self.registry.object(layer)
            if value is None or self.busy.get(id(value), own) != own:
                continue  # in another thread its mean may be new and its variance old
            stats = self.stats(value)
            if stats is not None:
                found[layer] = stats
        return found

    def weights(self, layers: list[Layer]) -> dict[Layer, list[Any]]:
        """Copy the weights that layers themselves own."""
        found: dict[Layer, list[Any]] = {}
        if not self.eager:
            return found
        for layer in layers:
            variables = self.registry.weights(layer)
            copies = [copy for v in variables if (copy := copy_of(self.held(v))) is not None]
            if copies and len(copies) == len(variables):
                found[layer] = copies
        return found

    def add_span(self, span: Span) -> None:
        """Keep a finished span, with its place in the order."""
        if self.replaying:
            return
        with self.lock:
            span.index = self._spans
            self._spans += 1
            spans = self.recording.spans
            spans.append(span)
            self._held += span.numbers
            if len(spans) > MAX_SPANS or (self._held > MAX_HELD and len(spans) > 2 * FIRST_SPANS):
                self._thin(spans)

    def _thin(self, spans: list[Span]) -> None:
        """Let every second of the later spans go, so that a run of days takes no more memory than one of minutes."""
        dropped = spans[FIRST_SPANS::2]
        del spans[FIRST_SPANS::2]
        self.recording.skipped_spans += len(dropped)
        self._held -= sum(span.numbers for span in dropped)

    def add_call(self, call: BNCall) -> None:
        """Keep the measurements of a call, up to the limit per layer."""
        if self.replaying:
            self.recording.replays.append(call)
            return
        with self.lock:
            self._calls[call.layer] += 1
            if self._calls[call.layer] <= MAX_CALLS:
                self.recording.calls.append(call)
            else:
                self.recording.skipped_calls += 1

    def wants_output(self, layer: Layer) -> bool:
        """Say whether a further call's output would be looked at: the first ones, then now and then."""
        count = self._calls[layer]
        return self.replaying or count < MAX_COMPARED or (count % self.pace.interval(count) == 0)

    def wants_call(self, layer: Layer) -> bool:
        """Say whether a further call of a layer would be kept."""
        count = self._calls[layer]
        record = self.recording.layers.get(layer)
        most = MAX_CALLS if record is None or record.last is None else allowed(MAX_CALLS, record.last, 4)
        return self.replaying or (count < most and self.is_read(count))


class Guard(AbstractContextManager[None]):
    """Keeps an error of the recorder from reaching the program; it is noted in the recording.

    It is entered several times in each step, so it is one object, and no generator.
    """

    __slots__ = ("_errors",)

    def __init__(self, recording: Recording) -> None:
        self._errors = recording.errors

    def __enter__(self) -> None:
        """Begin to look out for errors."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> bool:
        """Note an error; Ctrl-C and the like go on."""
        if not isinstance(error, Exception):
            return False
        if len(self._errors) < MAX_ERRORS:
            self._errors.append("".join(traceback.format_exception(kind, error, trace, limit=-4)))
        return True


def allowed(most: int, stats: Stats, parts: int = 2) -> int:
    """Return how many statistics are kept of a layer as wide as this one: a wide one's are large.

    Args:
        most: of any layer.
        stats: some of its statistics.
        parts: arrays that are kept each time.
    """
    return max(60, min(most, MAX_NUMBERS // max(1, parts * int(stats.mean.size))))


def _inside(variable: Any) -> Any:
    """Return what a variable of Keras 3 wraps, or the variable."""
    return getattr(variable, "_value", variable)


def copy_of(variable: Any) -> Any:
    """Copy a variable's numbers; None where it has none: a step of JAX that raised has taken them along."""
    try:
        return numbers(variable)
    except Exception:  # each backend raises its own
        return None


def weight_changes(before: dict[Layer, list[Any]], after: dict[Layer, list[Any]]) -> dict[Layer, float]:
    """Return the largest absolute change per layer; a change to NaN counts as infinite."""
    found = {}
    for layer, old in before.items():
        new = after.get(layer)
        if new is None or len(new) != len(old):
            continue
        change = max((float(np.max(np.abs(a - b), initial=0.0)) for a, b in zip(old, new, strict=True)), default=0.0)
        found[layer] = float("inf") if change != change else change
    return found


_PASS_THROUGH = frozenset(
    {
        "__setattr__",
        "error_handler",
        "converted_call",
        "_call_unconverted",
        "_fall_back_unconverted",
        "_method_wrapper",
        "method_wrapper",
        "do_not_convert",
    }
)


def real_caller(frame: FrameType | None, value: Any) -> FrameType | None:
    """Return the frame that made a call, behind Keras's and AutoGraph's wrappers and ours."""
    while frame is not None:
        path, name = frame.f_code.co_filename, frame.f_code.co_name
        kind = kind_of_file(path)
        if kind == "own" or name in _PASS_THROUGH or "/autograph/impl/" in path.replace("\\", "/"):
            frame = frame.f_back
            continue
        if name == "__call__" and kind in ("keras", "tensorflow") and frame.f_locals.get("self") is value:
            frame = frame.f_back
            continue
        return frame
    return None


def is_user(frame: FrameType | None) -> bool:
    """Say whether a frame is the user's own."""
    return frame is not None and kind_of_file(frame.f_code.co_filename) in ("user", "generated")


def is_keras(frame: FrameType | None) -> bool:
    """Say whether a frame belongs to Keras."""
    return frame is not None and kind_of_file(frame.f_code.co_filename) == "keras"


def place_in(frame: FrameType | None, target: Any = None) -> Place | None:
    """Return the place of a frame of the user's."""
    return place_of(frame, target) if is_user(frame) and frame is not None else None

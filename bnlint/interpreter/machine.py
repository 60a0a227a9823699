"""What all parts of the interpreter share: its state, and the steps by which they call each other.

Reading a program is one recursion: an expression calls a function, whose statements hold expressions. Each part knows
only this base, and ``core.Interpreter`` binds the steps to those that take them, so that no module imports a later one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import field
from functools import cached_property
from typing import Any, Literal, NamedTuple, Protocol

import bnlint.events as ev
from bnlint.interpreter.budget import Budget, OutOfBudget
from bnlint.interpreter.domain.flow import Attempt, Flow, Raised
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.store import State
from bnlint.interpreter.domain.uniform import Uniform
from bnlint.interpreter.domain.values import (
    Class,
    External,
    File,
    Foreign,
    Function,
    Module,
    Object,
    Partial,
    Selection,
    Strategy,
    TensorValue,
    Value,
    serial,
)
from bnlint.interpreter.modules import Project
from bnlint.libraries.flags import SPEAKS_OF_TRAINING
from bnlint.records import dataclass
from bnlint.syntax.words import names_in


@dataclass(frozen=True)
class Decision:
    """The training flag in force: its value (None unset, "?" unknown), the call that decided it and why."""

    value: bool | None | str
    by: ev.LayerCalled | None
    reason: str


@dataclass(eq=False)
class Cell:
    """The call context that all calls below one outermost Keras call share."""

    decision: Decision | None = None


class Constructor(NamedTuple):
    """The constructor of a class of the program runs: how many ``scopes`` and tapes are around, and who called it."""

    scopes: int
    tapes: int
    site: ev.Site


@dataclass(eq=False)
class Context:
    """What surrounds the code that runs at this moment.

    Args:
        scopes: the functions of the program that are running, outermost first.
        tapes: the gradient tapes that record.
        calls: the calls of layers and models that are running.
        cells: the call contexts of Keras 3, one for each outermost call.
        flags: the training flag in force in each of ``calls``.
        keras_depth: how many of ``calls`` are inside of each other.
        driver: which loop runs the code.
        trainer: the model whose loop that is.
        loops: the kinds of the loops around: "data" over batches, else "other".
        doubts: the branches around that a training flag decides which nobody knows, in a step or a ``call``.
        objects: what ``calls`` call.
        constructors: of the program's classes that run, outermost first.
        stepping: PyTorch's ``backward`` is called in the loop or function around.
        graphless: how many ``torch.no_grad`` are around.
    """

    scopes: list[ev.Scope] = field(default_factory=list)
    tapes: list[ev.Tape] = field(default_factory=list)
    calls: list[ev.LayerCalled] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    flags: list[Decision] = field(default_factory=list)
    keras_depth: int = 0
    driver: ev.Driver = "user"
    trainer: ev.Layer | None = None
    loops: list[str] = field(default_factory=list)
    doubts: int = 0
    objects: list[Object] = field(default_factory=list)
    constructors: list[Constructor] = field(default_factory=list)
    stepping: bool = False
    graphless: int = 0


@dataclass(eq=False)
class Defaults:
    """What a program sets for all layers that come after it.

    Args:
        data_format: "channels_last", "channels_first", or "?" where it is not known; "" as long as the program has not
            set it.
        by_option: the default of an option decides that.
        learning_phase: the training flag that Keras 2 takes from the global phase.
        traced: ``trainable`` by ``id`` of a layer, as the train function that runs has taken it over.
        fitting: the model whose callbacks run.
    """

    data_format: str = ""
    by_option: bool = False
    learning_phase: Decision | None = None
    traced: dict[int, Value] = field(default_factory=dict)
    fitting: ev.Layer | None = None

    @property
    def phased(self) -> bool:
        """Whether the global phase is 1."""
        return self.learning_phase is not None and self.learning_phase.value is True


UNKNOWN_PHASE = Decision("?", None, "learning phase")


class ScopedArguments(NamedTuple):
    """What an ``arg_scope`` supplies.

    Args:
        functions: the last names of the functions that get it, those of the program by what ``language.scoped`` calls
            them; None if they are not known.
        values: the arguments.
        sites: where they are written.
        sure: it does so on each way of the program that comes here.
    """

    functions: frozenset[str] | None
    values: dict[str, Value]
    sites: dict[str, ev.Site]
    sure: bool = True


@dataclass(eq=False)
class Graph:
    """What is known of a TF1 graph as a whole.

    Args:
        options: command-line flags by name, with their defaults.
        stored: the settings that the program has put into a library's store, by name.
        control: what the ``control_dependencies`` around hold.
        has_arg_scopes: the program uses ``arg_scope``.
        reads_keras_updates: it asks Keras's layers for their updates.
        updates_run: the update operations are run by a session or a group.
        updates_hang: operations were made that run them, and nobody knows who runs those.
        holds_updates: tensors were made that run them; who fetches those is in sight.
        fetches_unknown: a session fetched what nobody knows.
        updates_read: how much had happened when they were read last.
        updates_named: how the names begin of those that were read; None where that is not known.
        began: how much had happened when the graph began that is read now: a program's, that of a function which nobody
            in sight calls, or that of such a class.
        rest: how much had happened when the reading of what nobody calls began.
        layers: how many layers were made since then.
        names: what the name and variable scopes around are called; None where that is not known.
        normalized: how the names of the normalisations so far begin; None where that is not known.
        computes_all: ``compute_gradients`` had no list of variables.
        applies_gradients: it puts gradients to use at all.
        thrown_away: how many default graphs were thrown away.
        differentiated: the functions, as they run, that have taken gradients of tensors, each with the calls that led
            to the normalisations which those are made of.
        learns_from: what all losses are made from that gradients were taken of so far; None where that is not known.
        read: how much had happened when a graph was read from a file last.
        loaded: the networks that a library has made with weights of theirs.
        defaults: of flags that have one where sessions are fed none.
        eager: there is none: the program has TF1 run everything at once.
    """

    options: dict[str, Value] = field(default_factory=dict)
    stored: dict[str, Value] = field(default_factory=dict)
    control: tuple[Value, ...] = ()
    has_arg_scopes: bool = False
    reads_keras_updates: bool = False
    updates_run: bool = False
    updates_hang: bool = False
    holds_updates: bool = False
    fetches_unknown: bool = False
    updates_read: int = 0
    updates_named: tuple[str | None, ...] = ()
    began: int = 0
    rest: int = 0
    layers: int = 0
    names: tuple[str | None, ...] = ()
    normalized: list[str | None] = field(default_factory=list)
    loaded: list[ev.Layer] = field(default_factory=list)
    computes_all: bool = False
    applies_gradients: bool = False
    thrown_away: int = 0
    differentiated: list[tuple[Frame, set[tuple[int, ...]]]] = field(default_factory=list)
    learns_from: frozenset[Any] | None = frozenset()
    read: int = 0
    defaults: list[ev.FlagDefault] = field(default_factory=list)
    eager: bool = False

    def read_updates(self, events: int, named: str | None = "") -> None:
        """Note that a program asks for the UPDATE_OPS.

        Args:
            events: how much has happened.
            named: how the names begin of those that it asks for, "" for all, None where that is not known.
        """
        self.updates_read = events
        others = (name for name in self.updates_named if name != "")
        self.updates_named = ("",) if named == "" else (*others, named)

    def begin(self, events: int) -> None:
        """Read something that may be another program's.

        Args:
            events: how much had happened when its graph began.
        """
        self.began, self.layers = events, 0


class Offered(NamedTuple):
    """A ``functools.partial`` of a BN class, which may be for somebody else to call."""

    partial: Partial
    call: Call


@dataclass(eq=False)
class Read:
    """What of the program has been read so far.

    Args:
        ran: functions that ran, by ``id`` of their syntax.
        inherited: methods that ran for a class below their own, by ``id`` of the syntax of both.
        ended: functions that ran to their end once.
        functions: all that were defined.
        classes: all that were defined.
        instances: by ``id`` of a class's syntax.
        stacks: the Sequential models.
        partials: of BN classes; ``used`` has the ``id`` of those that were called.
        named_elsewhere: names in code for another version of a library: nobody runs them here.
        alone: the program itself has ended; what nobody in sight calls is read on its own.
        called: what runs now is called by a program in sight, this one or one that uses it.
        options: the command line has options.
        slices: whether loops take data in parts, by ``id`` of their syntax.
        steps: whether loops and functions call PyTorch's ``backward`` themselves, by ``id`` of their syntax.
        fates: what becomes of gradients, by the ``id`` of the function around and that of the call that takes them.
        places: where something was done with layers, by ``id`` of the syntax, as far as ``counted`` of the events.
        repeats: only what happens at other places is worth more work.
        brought: what is read just now has brought some.
        sizing: functions that make a network in one of its sizes, by ``id`` of their syntax.
        sizes: what their builders got so far.
        choices: the names that functions choose by, by ``id`` of their syntax.
        given_up: the words in statements that took too much, by ``id`` of those.
        stem: the call that the program makes just now for what it does only.
        laid: the last call of functions that lay out layers, by ``id`` of their syntax.
        layouts: what those have laid out, by that and what they got; None for what cannot be copied.
        settings: the names of modules that functions read, and those that they call, by ``id`` of their syntax.
        held: values that ``layouts`` tells apart by ``id``, kept so that no other value gets it.
        reckons: whether functions only answer questions, by ``id`` of their syntax.
        reckoned: the answers of such, by what they were asked.
    """

    ran: set[int] = field(default_factory=set)
    inherited: set[tuple[int, int]] = field(default_factory=set)
    ended: set[int] = field(default_factory=set)
    functions: list[Function] = field(default_factory=list)
    classes: list[Class] = field(default_factory=list)
    instances: dict[int, list[Object]] = field(default_factory=dict)
    stacks: list[Object] = field(default_factory=list)
    partials: list[Offered] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    named_elsewhere: set[str] = field(default_factory=set)
    alone: bool = False
    called: bool = True
    options: bool = False
    slices: dict[int, bool] = field(default_factory=dict)
    steps: dict[int, bool] = field(default_factory=dict)
    fates: dict[tuple[int, int], Literal["used", "returned", "measured"]] = field(default_factory=dict)
    places: set[int] = field(default_factory=set)
    counted: int = 0
    repeats: bool = False
    given_up: dict[int, set[str]] = field(default_factory=dict)
    stem: Any = None
    brought: bool = False
    sizing: set[int] = field(default_factory=set)
    sizes: set[Any] = field(default_factory=set)
    choices: dict[int, frozenset[str]] = field(default_factory=dict)
    laid: dict[int, Any] = field(default_factory=dict)
    layouts: dict[tuple[int, Any], Any] = field(default_factory=dict)
    settings: dict[int, tuple[tuple[Module, str], ...]] = field(default_factory=dict)
    held: list[Any] = field(default_factory=list)
    reckons: dict[int, bool] = field(default_factory=dict)
    reckoned: dict[Any, Value] = field(default_factory=dict)

    def is_new(self, node: Any) -> bool:
        """Whether nothing was at a place before."""
        if id(node) in self.places:
            return False
        self.places.add(id(node))
        self.brought = True
        return True


@dataclass(eq=False)
class Nesting:
    """How deep the reading is nested; what is given up half-way goes back to a copy of it.

    Args:
        depth: calls of the program's own functions.
        muted: only shapes are worked out, no event is written down.
        attempts: the ``try`` statements around that handle something, outermost first.
        active: the functions that are running, by ``id`` of their syntax.
        strategies: the scopes of distribution strategies around.
        arg_scopes: what the ``arg_scope`` blocks around supply.
        loop_depths: for each loop of unknown length, how deep its branches begin.
        loop_names: the names that the loops around run over.
        for_loops: the syntax of the ``for`` statements around.
        tests: what the branches around ask, each with how many functions may be around what it decides.
        switches: the switches of the command line that the branches around ask for, and whether they are on here.
        premises: what is taken for granted on this side of the branches around that nobody can decide.
        newest: the newest release of the library for which questions about its version let the program come here, by
            major and minor; None for the last one.
        in_turn: what is called is one of the layers of a container, and nobody knows which one.
        optional: how many branches around are only taken because of an option's default.
    """

    depth: int = 0
    muted: int = 0
    attempts: list[Attempt] = field(default_factory=list)
    active: list[int] = field(default_factory=list)
    strategies: list[Strategy] = field(default_factory=list)
    arg_scopes: list[list[ScopedArguments]] = field(default_factory=list)
    loop_depths: list[int] = field(default_factory=list)
    loop_names: list[str] = field(default_factory=list)
    for_loops: list[Any] = field(default_factory=list)
    tests: list[tuple[Any, int]] = field(default_factory=list)
    switches: dict[str, bool] = field(default_factory=dict)
    premises: list[ev.Premise] = field(default_factory=list)
    newest: tuple[int, int] | None = None
    in_turn: bool = False
    optional: int = 0

    def supplied(self) -> Iterator[ScopedArguments]:
        """Yield what the ``arg_scope`` blocks around supply, the outermost first."""
        for entries in self.arg_scopes:
            yield from entries

    def answers(self) -> dict[str, bool]:
        """Return the switches that the branches around ask for, and the flags of which nobody knows the answer."""
        if not self.premises:
            return self.switches
        return {**self.switches, **{flag: bool(held) for flag, held in self.premises if not flag.startswith("test ")}}

    def copy(self) -> Nesting:
        """Return what to go back to."""
        return Nesting(
            self.depth,
            self.muted,
            list(self.attempts),
            list(self.active),
            list(self.strategies),
            list(self.arg_scopes),
            list(self.loop_depths),
            list(self.loop_names),
            list(self.for_loops),
            list(self.tests),
            dict(self.switches),
            list(self.premises),
            self.newest,
            self.in_turn,
            self.optional,
        )


class Own(Protocol):
    """What the user says of libraries that cannot be read."""

    def call(self, run: Machine, name: str, call: Call) -> Value | None:
        """Call something by its canonical name; None if the user says nothing of it."""

    def call_method(self, run: Machine, instance: Foreign | Object, name: str, call: Call) -> Value | None:
        """Call a method of an instance of a library's class, or of a class of the program below one."""

    def construct(self, obj: Object, call: Call) -> None:
        """Run the constructor of a library's class below a class of the program."""


def asks_for_training(test: Any) -> bool:
    """Whether a test speaks of training or inference; one that is not told may do so."""
    return test is None or any(word in name.lower() for name in names_in(test) for word in SPEAKS_OF_TRAINING)


@dataclass(eq=False, slots=True)
class Saved:
    """What the program has put into a file.

    Args:
        model: that, or None where it may be one of several.
        trainable: by ``id`` of each layer in it, its ``trainable`` at that moment.
    """

    model: Object | None
    trainable: dict[int, Value]


@dataclass(eq=False)
class Autograd:
    """What PyTorch keeps of calls, so that ``backward`` finds its way back; nothing on other backends.

    Args:
        calls: by ``id`` of its record, each outermost call in a step.
        made: the records, in order.
        arrived: records along which ``backward`` has gone since the program began.
        taken: by ``id`` of the tape of some gradients, that and the records that they were taken along.
    """

    calls: dict[int, ev.LayerCalled] = field(default_factory=dict)
    made: list[ev.Tape] = field(default_factory=list)
    arrived: list[ev.Tape] = field(default_factory=list)
    taken: dict[int, tuple[ev.Tape, frozenset[ev.Tape]]] = field(default_factory=dict)

    def behind(self, gradients: frozenset[ev.Tape]) -> frozenset[ev.Tape]:
        """Return the records that gradients were taken along which ``torch.autograd.grad`` gave."""
        return frozenset[ev.Tape]().union(*(self.taken[id(tape)][1] for tape in gradients if id(tape) in self.taken))

    def record(self, call: ev.LayerCalled) -> ev.Tape:
        """Return a record of a call."""
        made = ev.Tape(call.site, "graph")
        self.calls[id(made)] = call
        self.made.append(made)
        return made

    def order(self, records: frozenset[ev.Tape]) -> list[ev.Tape]:
        """Return records in the order of their calls."""
        return [record for record in self.made if record in records]


AS_BEFORE = nullcontext()
"""Surroundings in which nothing is different."""
_MAX_DEPTH = 60
"""Nested calls of the program's own functions."""
_PER_BLOCK = 500
"""The work that a normalisation of TF1 earns: what stands between it and the next one is no layer to us."""


class Machine:
    """The state of one reading.

    Args:
        dialect: the Keras dialect, 2 or 3.
        project: where imported modules are found.
        runs_on: says what Keras runs on; asked where it matters only.
    """

    def __init__(self, dialect: int, project: Project, runs_on: Callable[[], str]) -> None:
        self.dialect = dialect
        self.project = project
        self.own: Own | None = None
        self.testimony = ev.Testimony(dialect=dialect, runs_on=runs_on)
        self.state = State()
        self.budget = Budget()
        self.context = Context()
        self.nesting = Nesting()
        self.defaults = Defaults()
        self.graph = Graph()
        self.autograd = Autograd()
        self.read = Read()
        self.built = 0
        """Layers constructed so far."""
        self.unused = False
        """The result of the call that is evaluated is thrown away."""
        self.asked: tuple[Any, Any] | None = None
        """The call of the program itself that is followed, behind the code that it stands in."""
        self.cached = 0
        """Functions around whose results are kept."""
        self.guards = 0
        """Tests around that ask whether something is missing yet."""
        self.rounds: list[tuple[int, int | None, int]] = []
        """The loops around: ``serial`` as each began, and how many rounds what is read stands for, where that is known;
        more where some may be left out."""
        self.eager = 0
        """Parts of steps around that no tape records."""
        self.answers: list[ev.LayerCalled] = []
        """Outermost calls without a gradient whose results are followed."""
        self.returns_state = False
        """Some stateless call has returned moving statistics."""
        self.uniform = Uniform()
        self.saved: dict[str | File, Saved] = {}
        """By file, the models that the program has saved."""
        self.stored: dict[str, tuple[Object, ...]] = {}
        """By file, those whose variables it has put into an array or a pickle."""
        self.zips_weights = False
        """Some loop has gone through the trainable variables of layers side by side with something else."""
        self.rehearsing = False
        """What a ``call`` does at inference is tried out."""
        self.twins: dict[int, list[ev.Layer]] = {}
        """By ``id`` of the syntax, the layers with a bias that were constructed there."""
        self.of_many: set[int] = set()
        """By ``id``, what an index took out of a list that a loop of unknown length filled; another takes another."""
        self.users: dict[int, tuple[ev.Layer, dict[int, object]]] = {}
        """By ``id`` of a layer, what takes its output outside of Functional graphs."""

    @property
    def backend(self) -> str:
        """What Keras runs on. To find out may take a look at the whole project: ask last."""
        return self.testimony.backend

    @property
    def on_torch(self) -> bool:
        """Keras runs on PyTorch."""
        return self.dialect == 3 and self.backend == "torch"

    # -- steps of the recursion, bound by ``core.Interpreter`` -----------------------------------------------------

    def evaluate(self, node: Any, frame: Frame) -> Value:
        """Return the abstract value of an expression."""
        raise NotImplementedError

    def block(self, node: Any, frame: Frame) -> Flow:
        """Run the body of a compound statement; return how control leaves it."""
        raise NotImplementedError

    def assign_target(self, target: Any, value: Value, frame: Frame) -> None:
        """Assign a value to a name, attribute, element or unpacking."""
        raise NotImplementedError

    def load_member(self, value: Value, name: str, frame: Frame, node: Any) -> Value | None:
        """Return an attribute that Python itself does not explain (a layer's, a tensor's), None where none is known."""
        raise NotImplementedError

    def store_trainable(self, owner: Object, value: Value, frame: Frame, node: Any) -> None:
        """Run ``layer.trainable = value``."""
        raise NotImplementedError

    def store_number(self, owner: Object, name: str, value: Value, frame: Frame, node: Any) -> None:
        """Run ``bn.momentum = value`` and its kin."""
        raise NotImplementedError

    def store_selected(self, layers: Selection, name: str, value: Value, frame: Frame, node: Any) -> None:
        """Set an attribute of the layers of a model that a loop selects."""
        raise NotImplementedError

    def note_built(self, layer: ev.Layer, attempted: bool = False, inside: tuple[ev.Scope, ...] = ()) -> None:
        """Write down that a BN layer was built, see ``keras.layers``."""
        raise NotImplementedError

    def instantiate(self, cls: Class, call: Call) -> Value:
        """Construct an instance of a class of the program."""
        raise NotImplementedError

    def call_object(self, obj: Object, call: Call, *, unused: bool = False) -> Value:
        """Call a layer or model."""
        raise NotImplementedError

    def call_external(self, callee: External, call: Call) -> Value:
        """Call a function or class of a library."""
        raise NotImplementedError

    def call_method(self, instance: Value, name: str, call: Call) -> Value:
        """Call a library's method of an abstract object."""
        raise NotImplementedError

    def import_module(self, module: Module) -> None:
        """Run a module for another one."""
        raise NotImplementedError

    # -- events ------------------------------------------------------------------------------------------------

    def emit(self, event: ev.Event) -> None:
        """Write an event down, unless only shapes are being worked out, or what comes before it has raised."""
        if self.state.failed:
            return
        if isinstance(event, ev.ApiUsed):
            if self.nesting.attempts:
                return  # inside try: the program is ready for its absence
            event.newest = self.nesting.newest
        elif isinstance(event, ev.LayerCalled):
            event.alone = not self.read.called
            event.asked = self.asked
        elif isinstance(event, ev.GraphFetched):
            event.by_default = self.read.called and not any(self.nesting.switches.values())
        self.earn(_PER_BLOCK if isinstance(event, ev.GraphNormalized) else 100, event.site.node)
        if not self.nesting.muted:
            self.testimony.events.append(event)

    @contextmanager
    def counting(self, rounds: int | None) -> Iterator[None]:
        """Read what stands for so many rounds of a loop, or for as many as somebody else decides."""
        self.rounds.append((serial(), rounds, len(self.testimony.events)))
        try:
            yield
        finally:
            self.rounds.pop()

    def times(self, born: int) -> int | None:
        """Return how often what is read runs, from the loops around that began after something was made.

        Args:
            born: the ``serial`` of what was made: a loop around that, too, makes another one in each round.
        """
        times = 1
        for begun, rounds, _ in self.rounds:
            if begun > born:
                if rounds is None:
                    return None
                times *= rounds
        return times

    def begun(self) -> tuple[int, ...]:
        """Return how much had happened when the loops around began, without those read round by round."""
        return tuple(happened for _, rounds, happened in self.rounds if rounds != 1)

    def earn(self, steps: int, node: Any) -> None:
        """Allow more work because something is done with a layer.

        Args:
            steps: how much.
            node: the syntax of what does it.
        """
        if not self.read.repeats or self.read.is_new(node):
            self.budget.earn(steps)

    def uses(self, value: Value, by: object) -> None:
        """Note that something takes what comes right out of a layer, where no graph of Keras's says so.

        Args:
            value: what it takes.
            by: what that is, the same each time it runs.
        """
        if isinstance(value, TensorValue) and value.info.direct is not None and value.node is None:
            if self.context.calls and self.context.calls[-1].layer.is_bn:
                return  # by then BN has it
            layer = value.info.direct
            _, users = self.users.setdefault(id(layer), (layer, {}))  # both are kept, for the next one may lie there
            users[id(by)] = by
            layer.consumers = max(layer.consumers, len(users))

    def among_twins(self, layer: ev.Layer) -> None:
        """Note a layer with a bias beside those that were constructed at the same place."""
        layer.twins = self.twins.setdefault(id(layer.site.node), [])
        layer.twins.append(layer)

    @cached_property
    def assumed_format(self) -> str:
        """The data format of layers that name none where the program sets none: "channels_last", or "?"."""
        return self.project.assumed_format()

    def cut_short(self, why: str, path: str, node: Any) -> None:
        """Note that a part of a module is not read to its end."""
        self.testimony.unread.append(ev.Unread(ev.Site(path, 0, 0, node), why))

    def is_handled(self, kinds: Iterable[str]) -> bool:
        """Whether the program is ready for one of some exceptions."""
        return any(attempt.handles(kind) for attempt in self.nesting.attempts for kind in kinds)

    def tried(self, there: bool | None, kind: str) -> None:
        """Note that a statement needs something of a library, which may be what a ``try`` around it asks for.

        Args:
            there: whether the library has it; None where that is not known.
            kind: the exception that is raised if it has not.

        Raises:
            Raised: it has not, and the statement stands in a ``try`` that handles that.
        """
        attempt = self.nesting.attempts[-1] if self.nesting.attempts else None
        if attempt is None or there is None or not attempt.handles(kind):
            return
        if there:
            attempt.settled = True
        elif attempt.place == (self.state.depth, self.nesting.depth):
            raise Raised(kind)

    def fails(self, kind: str) -> None:
        """Note that what is read raises for certain; what the program is ready for does not keep it from going on.

        Args:
            kind: the name of the exception's class.
        """
        if not self.rehearsing and not self.is_handled((kind,)):
            self.state.failed = True

    def site(self, frame: Frame, node: Any) -> ev.Site:
        """Return the place of a node of the frame's module (or the place itself, if it is already one)."""
        if type(node) is ev.Site:
            return node
        return ev.Site(frame.module.path, 0, 0, node)

    def calls_of(self, layer: ev.Layer) -> Iterator[ev.LayerCalled]:
        """Yield the calls of a layer so far."""
        for event in self.testimony.events:
            if isinstance(event, ev.LayerCalled) and event.layer is layer:
                yield event

    def in_branch(self) -> bool:
        """Whether a branch that nobody can decide runs, other than any number of rounds of the innermost loop."""
        depths = self.nesting.loop_depths
        return self.state.depth > (depths[-1] if depths else 0)

    def progress(self) -> int:
        """Return a number that grows with every event and every layer built."""
        return len(self.testimony.events) + self.built

    # -- two Kerases ------------------------------------------------------------------------------------------

    @contextmanager
    def in_keras(self, dialect: int) -> Iterator[None]:
        """Run what belongs to a Keras of its own; 0 for the Keras that the program runs on."""
        saved, self.dialect = self.dialect, dialect or self.testimony.dialect
        try:
            yield
        finally:
            self.dialect = saved

    def made_in(self, dialect: int, made: Value) -> Value:
        """Note in which Keras of its own a layer or model was made, and what is inside."""
        if dialect and isinstance(made, Object) and made.layer is not None:
            for layer in made.layer.walk():
                layer.dialect = dialect
        return made

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Do what an import does, at no cost for the importer; what takes too much is cut short."""
        left, before = self.budget.left, self.nesting.copy()
        self.nesting.attempts = []  # a statement of the importer is tried, not those of the module
        try:
            with self.budget.importing():
                yield
        except (OutOfBudget, RecursionError):
            pass
        self.nesting = before
        self.budget.grant(left)

    # -- surroundings ------------------------------------------------------------------------------------------

    @contextmanager
    def elsewhere(self) -> Iterator[None]:
        """Forget the surroundings: an imported module runs outside of tapes, calls and functions of the importer."""
        saved, self.context = self.context, Context(trainer=self.context.trainer)
        try:
            yield
        finally:
            self.context = saved

    @contextmanager
    def recording(self, tape: ev.Tape) -> Iterator[None]:
        """Run with a tape recording."""
        self.context.tapes.append(tape)
        try:
            yield
        finally:
            self.context.tapes.remove(tape)

    @contextmanager
    def untaped(self) -> Iterator[None]:
        """Run with no tape recording (``stop_gradient``, ``stop_recording``), still inside a step."""
        context = self.context
        saved, context.tapes = context.tapes, []
        self.eager += bool(saved)
        try:
            yield
        finally:
            self.eager -= bool(saved)
            context.tapes = saved

    def stepping(self, steps: bool) -> AbstractContextManager[None]:
        """Run code in which PyTorch's ``backward`` is called, if it is."""
        return self._stepping() if steps else AS_BEFORE

    @contextmanager
    def _stepping(self) -> Iterator[None]:
        context = self.context
        saved, context.stepping = context.stepping, True
        try:
            yield
        finally:
            context.stepping = saved

    def graphless(self, graphless: bool = True) -> AbstractContextManager[None]:
        """Run under ``torch.no_grad()``, if it is there."""
        return self._graphless() if graphless else AS_BEFORE

    @contextmanager
    def _graphless(self) -> Iterator[None]:
        context = self.context
        context.graphless += 1
        try:
            yield
        finally:
            context.graphless -= 1

    @contextmanager
    def driven_by(self, driver: ev.Driver, trainer: ev.Layer | None) -> Iterator[None]:
        """Run as a built-in loop of Keras, or as somebody unknown."""
        context = self.context
        saved = context.driver, context.trainer
        context.driver, context.trainer = driver, trainer
        try:
            yield
        finally:
            context.driver, context.trainer = saved

    @contextmanager
    def silently(self) -> Iterator[None]:
        """Run without writing events down."""
        self.nesting.muted += 1
        try:
            yield
        finally:
            self.nesting.muted -= 1

    def asking(self, test: Any, known: bool | None, inside: int = 0) -> AbstractContextManager[None]:
        """Run the sides of a branch.

        What stands under a test of the training flag that nobody can decide is not proved to run at all.

        Args:
            test: what is asked, None where that is not told.
            known: the answer.
            inside: 1 where the sides are functions.
        """
        return _Asking(self, test, known, inside)

    def until(self, newest: tuple[int, int] | None) -> AbstractContextManager[None]:
        """Run what only releases up to one come to.

        Args:
            newest: the last of them, None for all.
        """
        return AS_BEFORE if newest is None else self._until(newest)

    @contextmanager
    def _until(self, newest: tuple[int, int]) -> Iterator[None]:
        saved = self.nesting.newest
        if saved is None or newest < saved:
            self.nesting.newest = newest
        try:
            yield
        finally:
            self.nesting.newest = saved

    def under_a_flag(self) -> bool:
        """Whether a branch of the function that runs asks for the training flag."""
        depth = len(self.context.scopes)
        return any(depth <= limit and asks_for_training(test) for test, limit in self.nesting.tests)

    def too_deep(self) -> bool:
        """Whether calls of the program's own functions are nested too deeply to go on."""
        return self.nesting.depth >= _MAX_DEPTH


class _Asking:
    """See ``Machine.asking``; no generator, for no other surroundings are entered as often."""

    __slots__ = ("_context", "_doubtful", "_run")

    def __init__(self, run: Machine, test: Any, known: bool | None, inside: int) -> None:
        self._run, self._context = run, run.context
        run.nesting.tests.append((test, len(self._context.scopes) + inside))
        in_step = known is None and bool(self._context.tapes or self._context.calls)
        self._doubtful = in_step and asks_for_training(test)

    def __enter__(self) -> None:
        if self._doubtful:
            self._context.doubts += 1
            self._run.nesting.muted += self._run.rehearsing

    def __exit__(self, *_: object) -> None:
        if self._doubtful:
            self._run.nesting.muted -= self._run.rehearsing
            self._context.doubts -= 1
        self._run.nesting.tests.pop()

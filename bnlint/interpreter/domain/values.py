"""Abstract values: what the interpreter knows of a program's objects.

Everything that is not understood is ``UNKNOWN``, and unknown never becomes a finding. Mutable state lives in plain
dicts and lists that are changed only through ``store.State``, which can undo and join branches.
"""

from __future__ import annotations

from dataclasses import field
from itertools import count
from pathlib import Path
from typing import Any, Literal, NamedTuple

import bnlint.events as ev
from bnlint.records import dataclass
from bnlint.syntax.tree import Tree

_serial = count()


class Table(dict[Any, Any]):
    """A dict that knows when it was made, so that a branch can tell its own objects from older ones."""

    __slots__ = ("born",)

    def __init__(self, content: Any = ()) -> None:
        super().__init__(content)
        self.born = next(_serial)


def serial() -> int:
    """Return a number greater than the ``born`` of everything made so far."""
    return next(_serial)


class Value:
    """Base of all abstract values."""

    __slots__ = ()


@dataclass(eq=False)
class Module:
    """One parsed file.

    Args:
        path: as findings name it.
        file: where it lies, None for a source without a file.
        text: its source.
        names: its global names.
        ran: whether the interpreter has run its body.
        running: whether it is just doing so.
        imported: whether that was for another module, which leaves out the ``__main__`` block.
    """

    path: str
    file: Path | None
    tree: Tree
    text: str = ""
    names: dict[str, Value] = field(default_factory=dict)
    ran: bool = False
    running: bool = False
    imported: bool = False
    said: dict[str, bool] = field(default_factory=dict)

    def speaks_of(self, word: str) -> bool:
        """Return whether a word stands in the text, so that nobody looks for what cannot be there."""
        if word not in self.said:
            self.said[word] = word in self.text
        return self.said[word]


class Unknown(Value):
    """A value the interpreter knows nothing about."""

    __slots__ = ()


UNKNOWN = Unknown()


class Fallback(Unknown):
    """A flag of a TF1 graph that has a value where a session is fed none.

    Args:
        default: that value, and whether it is ever fed another one.
    """

    __slots__ = ("default",)

    def __init__(self, default: ev.FlagDefault) -> None:
        self.default = default


class LongText(Unknown):
    """A text that is too long for an option or the name of a layer, but may be all the settings.

    Args:
        text: it.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


class Span(Unknown):
    """A number that a search tries: any of those between two others.

    Args:
        least: the smallest of them.
        most: the largest.
    """

    __slots__ = ("least", "most")

    def __init__(self, least: float, most: float) -> None:
        self.least, self.most = least, most


class File(Unknown):
    """A file that nobody knows the name of, but that the program has put a model into."""

    __slots__ = ()


class Opened(Unknown):
    """What ``open`` gives.

    Args:
        path: of the file.
    """

    __slots__ = ("path",)

    def __init__(self, path: Value) -> None:
        self.path = path


class Restored(Unknown):
    """A model read from a file: where a branch builds the model instead, that one stands for both."""

    __slots__ = ()


RESTORED = Restored()


class NoEntry(Unknown):
    """What an empty table has for any key: where a branch finds a layer, or what makes one, in another one, that it is.

    A program that comes there ends, or somebody in no sight fills the table.
    """

    __slots__ = ()


NO_ENTRY = NoEntry()


class NameOf(Unknown):
    """The name that Keras makes up for a layer or model.

    Args:
        owner: whose it is.
    """

    __slots__ = ("owner",)

    def __init__(self, owner: Object) -> None:
        self.owner = owner


class Counter(Unknown):
    """A number that counts the layers of a model, each of which a loop meets once.

    Args:
        numbers: those that it takes.
        layer: what stands at it in ``enumerate(model.layers)``; None for the number of a ``range`` loop.
    """

    __slots__ = ("layer", "numbers")

    def __init__(self, numbers: slice, layer: Value | None = None) -> None:
        self.numbers, self.layer = numbers, layer


class Beyond(Unknown):
    """The number of a model's layers, so many more or fewer, or a part of that number.

    Args:
        more: how many more; below 0 for fewer.
        part: which part of it; below 0 where it is counted from the end.
        count: how many layers there are at least.
    """

    __slots__ = ("count", "more", "part")

    def __init__(self, more: int = 0, part: float = 1, count: int = 0) -> None:
        self.more, self.part, self.count = more, part, count

    @property
    def end(self) -> int | None:
        """Where a slice ends, or begins, at it; None for the very end."""
        return (self.more or None) if self.part == 1 else int(self.part * self.count) + self.more


class Numbered(Unknown):
    """What a comparison of a counter says: true for some of a model's layers.

    Args:
        layer: what stands at the counter, None where that is the number of a loop alone.
        true: where it is true.
        false: where it is not.
    """

    __slots__ = ("false", "layer", "true")

    def __init__(self, layer: Value | None, true: slice, false: slice) -> None:
        self.layer, self.true, self.false = layer, true, false


class Default(Unknown):
    """What a field of a record holds where nothing is given, as long as nobody has asked for it.

    Args:
        factory: makes it.
        call: the call of the factory.
    """

    __slots__ = ("call", "factory", "made")

    def __init__(self, factory: Value, call: Any) -> None:
        self.factory, self.call = factory, call
        self.made: Value | None = None


class Unset(Unknown):
    """What a variable of the environment holds, or whether there is one: whatever stands for it elsewhere holds.

    Attributes:
        name: the variable's.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class Single(Unknown):
    """A part of a list that nobody knows, or of an array, that holds one item: ``files[i : i + 1]``.

    Attributes:
        site: where it is cut.
    """

    __slots__ = ("site",)

    def __init__(self, site: ev.Site) -> None:
        self.site = site


class Made(Unknown):
    """An instance of a class that nobody knows, made with a number of units: a layer with weights, as a rule."""

    __slots__ = ()


@dataclass(frozen=True)
class Text(Unknown):
    """A text of which parts are known: ``"{}_conv".format(name)``.

    Args:
        parts: its parts in their order, None for one that is not known.
    """

    __slots__ = ("parts",)

    parts: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an enum whose members are nothing else: it equals itself alone, not what it stands for.

    Args:
        enum: the class.
        name: its name there.
        value: what it stands for: a constant of Python's, or any other value of the program.
    """

    enum: Class
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Const(Value):
    """A Python constant: number, string, bytes, bool, None, Ellipsis or member of an enum.

    Args:
        value: the constant.
        origin: "" or where it comes from ("parameter default", "command-line default", SWITCH, "argument", "keras").
        given_at: the call that bound it to a parameter.
        written: the expression that is this number or flag; the way from there to where it is used does not matter.
        instead: what it may be as well, because the command line says which: those constants, () for any; None where
            it can be nothing else. This one is the default, and holds for all but the choice of layers.
        option: of a switch, its name.
        beside: the number that it is instead, where a switch of the command line is on.
        told: what commands in the project's documents and scripts make of it: constants other than this one.
    """

    value: Any
    origin: str = ""
    given_at: ev.Site | None = None
    written: ev.Site | None = field(default=None, compare=False)
    instead: tuple[Any, ...] | None = field(default=None, compare=False)
    option: str = field(default="", compare=False)
    beside: Const | None = field(default=None, compare=False)
    told: tuple[Any, ...] = field(default=(), compare=False)

    def with_origin(self, origin: str, given_at: ev.Site | None = None) -> Const:
        """Return the same constant as it comes from somewhere."""
        return Const(self.value, origin, given_at, self.written, self.instead, self.option, self.beside, self.told)


@dataclass(frozen=True, slots=True)
class Either(Value):
    """One of some numbers with a fraction: which one, a branch decides that nobody can.

    Args:
        sides: the numbers.
    """

    sides: tuple[Const, ...]


SWITCH = "command-line switch"
"""The origin of an option that is off unless the command line turns it on."""
OFF = ("", "0", "false", "False", "FALSE", "no", "off", "n", "f")
"""What texts say of an option that is off."""


@dataclass(eq=False, slots=True)
class Various(Value):
    """What follows from the version of a library: one constant for each release that may run the program.

    Args:
        package: whose releases they are; "" where all releases agree.
        values: the constants, in the order of the releases; one where they agree.
    """

    package: str
    values: tuple[Any, ...]


NONE = Const(None)
MAX_INTEGER = 2**63 - 1
"""Larger ones count, index and repeat nothing: Python itself refuses them there, so they are unknown."""
MAX_TEXT = 500
"""Longer texts are nobody's option or name of a layer."""

MAX_SIZE = 20_000
"""Values inside values, each as often as it is reached: forty lines of ``l = (l, l)`` hold a million million."""
_MAX_ITEMS = 4_096
"""No rule asks how long a longer list is, and sixty lines of ``a = a + a`` need more memory than there is."""


@dataclass(eq=False, slots=True)
class Items(Value):
    """A list, tuple or set.

    Args:
        items: those known.
        open: there may be more or other ones.
        element: what the others are.
        grown: a loop of unknown length added items: each stands for any number of its kind.
        born: when it was made, among all lists and tables.
        size: how many values are inside, each counted as often as a walk comes by.
    """

    items: list[Value]
    kind: str = "list"
    open: bool = False
    element: Value = UNKNOWN
    grown: bool = False
    born: int = field(default_factory=serial)
    size: int = 0

    def __post_init__(self) -> None:
        if len(self.items) > _MAX_ITEMS:
            self.items, self.open = self.items[:_MAX_ITEMS], True
        self.measure()

    def measure(self) -> None:
        """Work the size out; too large a list loses what it holds."""
        self.size = sum(map(size_of, self.items))
        if self.size > MAX_SIZE:
            self.items, self.open, self.size = [], True, 0

    @property
    def counted(self) -> bool:
        """Whether the number of items is known."""
        return not self.open and not self.grown


@dataclass(eq=False, slots=True)
class Mapping(Value):
    """A dict.

    Args:
        items: those known.
        open: there may be more.
        namespace: its keys are attributes.
        sites: where entries are written.
        overlaid: something unknown was laid over it, and may have replaced what is known.
        of: the object whose ``__dict__`` it is.
        describes: the layer whose configuration it is: what it does not say is as that has it.
        otherwise: makes an entry where somebody asks for one that there is not.
        size: as of ``Items``.
    """

    items: dict[Any, Value]
    open: bool = False
    namespace: bool = False
    sites: dict[Any, ev.Site] = field(default_factory=dict)
    overlaid: bool = False
    of: Object | None = None
    describes: Object | None = None
    otherwise: Function | None = None
    size: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.items, Table) or self.of is None:
            self.items = Table(self.items)
        self.measure()

    def measure(self) -> None:
        """Work the size out; too large a dict loses what it holds."""
        self.size = sum(map(size_of, self.items.values()))
        if self.size > MAX_SIZE:
            self.items, self.open, self.size = Table({}), True, 0


def size_of(value: Value) -> int:
    """Return how many values a walk over a value meets, the value itself included."""
    return 1 + value.size if isinstance(value, (Items, Mapping)) else 1


@dataclass(frozen=True, slots=True)
class External(Value):
    """Something of a library.

    Args:
        name: its canonical dotted name ("keras.layers.Dense", "tf.reduce_mean", "np.zeros").
        written: its name in the package that it comes from, where that is not quite what the canonical name says.
        left_out: a star should have brought it, and some dialect of Keras lacks it: whoever uses it finds no such name.
    """

    name: str
    written: str = field(default="", compare=False)
    left_out: bool = field(default=False, compare=False)


UPDATE_OPS = External("tf1.#update_ops")
"""TF1's collection of the operations that move the statistics, as a program has fetched it."""


@dataclass(eq=False, slots=True)
class ModuleValue(Value):
    """A project-local module."""

    module: Module


@dataclass(eq=False, slots=True)
class Function(Value):
    """A function or lambda of the program.

    Args:
        node: the libcst FunctionDef or Lambda.
        module: the module it is written in.
        env: the frame it closes over (None at module level).
        name: its name.
        defaults: the values of its parameters' defaults.
        owner: the class it is a method of.
        kind: "function", "static", "class" or "property".
        compiled: decorated with ``tf.function``.
        graphless: decorated with ``torch.no_grad()``.
        scoped: a decorator of the program's own runs it under arguments of TF1's ``arg_scope``.
        takes_scopes: it takes arguments from the ``arg_scope`` blocks around a call.
        manager: decorated with ``contextlib.contextmanager``: a call of it waits for a ``with``.
        variants: of one under ``functools.singledispatch``, types and the functions that run for them.
        hidden: a wrapper has taken its place that shows its own parameters, and ``training`` is none of them.
        attrs: what the program keeps in it: ``opt = lambda: None; opt.rate = 0.1``.
        answers: what ``functools.lru_cache`` keeps of it, by what it was asked.
    """

    node: Any
    module: Module
    env: Any
    name: str
    defaults: dict[str, Value] = field(default_factory=dict)
    owner: Class | None = None
    kind: str = "function"
    compiled: bool = False
    graphless: bool = False
    cached: bool = False
    scoped: bool = False
    takes_scopes: bool = False
    manager: bool = False
    variants: list[tuple[Value, Function]] | None = None
    hidden: bool = False
    attrs: dict[str, Value] = field(default_factory=dict)
    answers: dict[Any, Value] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Bound(Value):
    """A method of the program bound to an object."""

    function: Function
    instance: Value


@dataclass(eq=False, slots=True)
class Suspended(Value):
    """A call of a ``@contextmanager`` function, which runs when a ``with`` enters it."""

    function: Function
    call: Any
    instance: Value | None = None


@dataclass(eq=False, slots=True)
class Method(Value):
    """A library method, by name, of an abstract object (``model.fit``, ``dataset.batch``)."""

    instance: Value
    name: str


@dataclass(eq=False, slots=True)
class Selection(Value):
    """Some of the layers of a model, as a loop or a lookup picks them.

    Args:
        model: whose layers they are.
        which: "some" (a loop runs over all), "stretch" (many in a row, of all kinds), "part" (nobody knows which),
            "norms" or "others" (a test told the BN layers from the rest).
        base: the library's network whose layers stand first among them, one by one.
        behind: the layers that stand behind those.
    """

    model: Object
    which: Literal["some", "stretch", "part", "norms", "others"]
    base: Object | None = None
    behind: tuple[Object, ...] = ()


@dataclass(eq=False, slots=True)
class Configuration(Value):
    """``model.get_config()`` or ``to_json()``, from which the same model can be made."""

    model: Object


@dataclass(eq=False, slots=True)
class Manager(Value):
    """A context manager of a library.

    Args:
        kind: what entering it changes: "learning phase", "stop recording", "no graph", "arg scope", "control" or
            "name"; a "stack" enters others.
        content: what it was made with; of a stack that has been entered, what leaves the others.
    """

    kind: Literal["learning phase", "stop recording", "no graph", "arg scope", "control", "name", "stack"]
    content: Any = None


@dataclass(eq=False, slots=True)
class Partial(Value):
    """``functools.partial``, or a callable with some arguments already there.

    Args:
        method: an object's class has it for a method: the object is given first (``functools.partialmethod``).
    """

    function: Value
    args: list[Value]
    kwargs: dict[str, Value]
    sites: dict[int | str, ev.Site]
    method: bool = False


@dataclass(eq=False, slots=True)
class Class(Value):
    """A class of the program.

    Args:
        kind: "Model", "Layer", "BatchNormalization", "Module" (tf.Module), "Callback", "plain", or "unknown" where a
            base is not understood. Other Keras layer names ("Dense") for subclasses of them.
        dataclass: its constructor fills in its annotated names (dataclasses, attrs, pydantic, ``NamedTuple``).
        fields: the names that its constructor fills in, where no class body gives them (``namedtuple``).
        heirs: the classes of the program below this one, in the order they are made.
    """

    node: Any
    module: Module
    name: str
    bases: list[Value]
    attrs: dict[str, Value]
    kind: str = "plain"
    dataclass: bool = False
    fields: tuple[str, ...] = ()
    heirs: list[Class] = field(default_factory=list)


class Record:
    """Typed fields that a branch may change: written to only through ``State.changing``, which can undo them."""

    __slots__ = ("born",)

    def __init__(self) -> None:
        self.born = next(_serial)


class History(Record):
    """What the program has done to a layer or model so far.

    Attributes:
        stack: the layers of a Sequential, or one for all BN layers of a library's network; None for other models.
        compiled: ``trainable`` by ``id`` of each layer, as ``compile`` saw it.
        traced: the same as the train function has it, and what ``events.traced_anew`` says of that.
        eager: it runs eagerly, so that every fit looks anew.
        edited: its configuration was taken apart, so that a model made from it may be another.
    """

    __slots__ = FIELDS = ("compiled", "eager", "edited", "stack", "traced")

    def __init__(self, stack: list[Value] | None = None) -> None:
        super().__init__()
        self.stack = stack
        self.compiled: dict[int, Value] | None = None
        self.traced: tuple[dict[int, Value] | None, Any] | None = None
        self.eager = False
        self.edited = False


@dataclass(eq=False, slots=True)
class Wiring:
    """The graph of a Functional model; ``order`` is worked out when it is first asked for."""

    inputs: list[Node]
    outputs: list[Node]
    order: list[tuple[Node, bool]] | None = None


@dataclass(eq=False, slots=True)
class Known:
    """What is known of an object beside its attributes, for good.

    Args:
        input: the shape of the input that it declares.
        input_site: where its batch size is written.
        rank: of a library's network, the rank of its output.
        layers: of one, how many layers it has at least, 0 where that is not known.
        layout: of one, where the channels of its output are.
        data_format: of a library's layer, the default data format when it was made, "" for the present one.
        open: there may be more in it than is known.
        strategy: the distribution strategy that it was made under.
        owners: what it is a part of.
        users: the ``id`` of the layers that take its output in a Functional graph.
        builtin: the library's class behind the program's own.
        mapping: the dict that an instance of a subclass of dict is.
        listed: the list that one of a subclass of list is.
        made_up: nobody in sight makes it: it was made to read its methods.
        fitted: a built-in loop trains it.
        recorded: a tape records its calls.
        handed: something unknown got it, which may train it.
        has_bn: a BN layer was seen inside on some branch, which need not be looked for again.
        built: its own ``build`` ran.
        wiring: of a Functional model.
        given: the tensor that a library's network was built on.
        begin: the input of its graph, where that is not known step by step.
        end: the output of that.
        keeps_shape: its output is shaped like its input.
        switches: the switches of the command line under which it was made, and whether they were on.
        overlaid: something unknown has written attributes of it.
        foreign: the part of it that a library's class below its own has made, if a user's row speaks of that class.
    """

    input: tuple[int | None, ...] | None = None
    input_site: ev.Site | None = None
    rank: int | None = None
    data_format: str = ""
    open: bool = False
    strategy: Strategy | None = None
    owners: list[Object] = field(default_factory=list)
    users: set[int] = field(default_factory=set)
    builtin: External | None = None
    mapping: Mapping | None = None
    listed: Items | None = None
    made_up: bool = False
    fitted: bool = False
    recorded: bool = False
    handed: bool = False
    has_bn: bool = False
    built: bool = False
    wiring: Wiring | None = None
    given: TensorValue | None = None
    begin: Node | None = None
    end: Node | None = None
    keeps_shape: bool = False
    layers: int = 0
    layout: ev.Layout | None = None
    switches: dict[str, bool] = field(default_factory=dict)
    overlaid: bool = False
    foreign: Foreign | None = None


@dataclass(eq=False, slots=True)
class Foreign(Value):
    """An instance of a class of which a user's row speaks: nothing is known but how it was made.

    Args:
        name: the class's canonical dotted name.
        parameters: the names of its constructor's positional arguments, as far as known.
        made: the constructor's ``Call``.
    """

    name: str
    parameters: tuple[str, ...]
    made: Any

    def argument(self, name: str) -> Value | None:
        """Return what the constructor was given under a name; instances keep that under the same one, as a rule."""
        value: Value | None = self.made.get(self.parameters.index(name) if name in self.parameters else None, name)
        return value


@dataclass(eq=False)
class Object(Value):
    """An instance: of a class of the program, or a Keras layer or model.

    Args:
        cls: its class in the program, None for the library's own layers.
        kind: "plain", "layer" (a library layer), "subclass", "sequential", "functional", "application", "wrapper".
        layer: what the events say of it, None for plain objects.
        attrs: its attributes.
        config: the arguments of a library layer's constructor.
        history: what the program did to it, branch by branch.
        known: what is known of it for good.
    """

    cls: Class | None
    kind: str
    layer: ev.Layer | None = None
    attrs: dict[str, Value] = field(default_factory=dict)
    config: dict[str, Value] = field(default_factory=dict)
    history: History = field(default_factory=History)
    known: Known = field(default_factory=Known)

    def __post_init__(self) -> None:
        self.attrs = Table(self.attrs)

    @property
    def stack(self) -> list[Value]:
        """The layers of a Sequential, in order."""
        return self.history.stack or []


@dataclass(eq=False, slots=True)
class Slice(Value):
    """A slice; its ends are values, or None where they are left out.

    Args:
        width: how many entries it takes, where the ends are not known but that is (``x[i : i + 1]``).
    """

    lower: Value | None
    upper: Value | None
    step: Value | None
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Super(Value):
    """``super()`` inside a method."""

    instance: Value
    cls: Class


@dataclass(eq=False, slots=True)
class Node:
    """One step of a Functional graph: a layer applied to inputs, or (``obj`` None) an input, an op or a join.

    Args:
        obj: the layer.
        inputs: the nodes before it.
        call: the symbolic call event.
        flag: the ``training`` argument baked in.
        joined: alternatives of a branch nobody can decide; nodes behind only one of them may not be there.
        chosen: they may be, because a switch of the command line decides that branch.
        constants: the other constants that are handed to ``call`` whenever the graph runs, by name.
        repeated: more blocks stand behind it that are like the one it ends.
    """

    obj: Object | None
    inputs: tuple[Node, ...]
    call: ev.LayerCalled | None = None
    flag: ev.Arg = ev.ABSENT
    tensor: Any = None
    joined: tuple[Node, ...] = ()
    chosen: bool = False
    constants: dict[str, Const] = field(default_factory=dict)
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class TensorValue(Value):
    """A tensor or array; ``info`` is what the events say of it, ``node`` its place in a Functional graph.

    Args:
        values: the constant content, where it is small and known (for ranges of ``ones``/``zeros`` it is not).
        weights: True for the variables of a layer (``layer.weights``).
        of: objects whose forward pass it is the result of (for ``Model(inputs, base.output)``).
    """

    info: ev.Tensor
    node: Node | None = None


@dataclass(frozen=True, slots=True)
class Variables(Value):
    """A list of trainable variables: those of the given objects.

    Args:
        owners: whose they are.
        unknown: there may be others.
        every: the moving statistics are among them.
        listed: where they are asked for.
        calculated: it holds no variables, nor copies of them, but what is calculated from them.
        kept: of copies, when they were made.
    """

    owners: tuple[Object, ...]
    unknown: bool = False
    every: bool = False
    listed: Listed | None = field(default=None, compare=False)
    calculated: bool = False
    kept: Kept | None = None


class Kept(NamedTuple):
    """When variables were copied.

    Args:
        happened: how much had happened by then.
        loops: how much had happened when each of the loops around began.
    """

    happened: int
    loops: tuple[int, ...]

    def since(self, loops: tuple[int, ...]) -> int:
        """Return how much had happened before the first step that may lie between the copy and a place.

        Args:
            loops: the loops around that place. What stands in a loop that it is behind may have run after the copy.
        """
        left = [begun for begun in self.loops if begun not in loops]
        return min(left, default=self.happened)


@dataclass(frozen=True, slots=True)
class Listed:
    """Where a program asks for the variables of a layer.

    Args:
        site: the place.
        function: the function around, None for a module.
    """

    site: ev.Site
    function: Function | None = None


@dataclass(frozen=True, slots=True)
class Weight(Value):
    """One of the trainable variables of layers, or what is calculated from some.

    Args:
        owners: whose they are.
        site: where the program goes through them.
        calculated: it is no variable, nor a copy of one.
        kept: of a copy, when it was made.
    """

    owners: tuple[Object, ...]
    site: ev.Site | None = field(default=None, compare=False)
    calculated: bool = False
    kept: Kept | None = None


@dataclass(eq=False, slots=True)
class TrainableVariables(Value):
    """``tf.trainable_variables()``, or some of them.

    Args:
        alone: nothing else has been put into the list.
    """

    alone: bool = True


@dataclass(frozen=True, slots=True)
class ScopedVariables(Value):
    """The trainable variables of a graph of TF1 whose names begin with a scope's, or one of them.

    Args:
        scope: the scope.
        beside: other scopes, whose variables are in the same list.
    """

    scope: str
    beside: tuple[str, ...] = ()

    @property
    def scopes(self) -> tuple[str, ...]:
        """All of the scopes."""
        return self.scope, *self.beside


@dataclass(eq=False, slots=True)
class Beginnings(Value):
    """``model.get_weights()`` of a model that nobody has trained yet: whoever gets them begins as it does.

    Args:
        changed: the program has changed the list.
    """

    changed: bool = False


@dataclass(eq=False, slots=True)
class Saver(Value):
    """A saver of TF1.

    Args:
        site: where it is made.
        trainables: it is for trainable variables alone, None where nobody knows.
    """

    site: ev.Site
    trainables: bool | None


@dataclass(frozen=True, slots=True)
class Statistics(Value):
    """Weights of layers that no optimizer trains, moving statistics among them: one, or a list of them.

    Args:
        owners: whose they are.
        states: the stateless calls that returned them (``StateReturned``); none for those in the layers.
    """

    owners: tuple[Object, ...]
    states: frozenset[Any] = frozenset()


@dataclass(eq=False, slots=True)
class Asked(Value):
    """Weights that a gradient is taken of and nobody knows whose: of the layers that are called with them.

    Args:
        owners: the layers that were.
    """

    owners: list[Object] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Differentiated(Value):
    """What ``jax.grad`` makes of a function.

    Args:
        function: the function.
        numbers: the positions of the arguments that the gradient is taken of.
        with_value: a call gives the function's value beside it.
    """

    function: Value
    numbers: tuple[int, ...]
    with_value: bool


@dataclass(eq=False, slots=True)
class TapeValue(Value):
    """A gradient tape."""

    tape: ev.Tape
    seen: list[ev.Layer] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Optimizer(Value):
    """An optimizer of Keras, TF1 or PyTorch.

    Args:
        graph: it is TF1's.
        trains: the weights that it was made with, as PyTorch's are; None for the others.
    """

    graph: bool = False
    trains: Value | None = None


@dataclass(frozen=True, slots=True)
class Scaler(Value):
    """What PyTorch scales losses with, and steps optimizers through."""


@dataclass(frozen=True, slots=True)
class Mapped(Value):
    """What ``jax.vmap`` makes of a function: it runs on one row of what that is called with.

    Args:
        function: the function.
    """

    function: Value


@dataclass(frozen=True, slots=True)
class Dataset(Value):
    """A data set or generator of batches.

    Args:
        batch: examples per batch with the site that decided it; not ``known`` before ``.batch``.
        size: examples (before ``.batch``) or None.
        element: the structure of one element, batched if ``batched``.
        batched: whether ``.batch`` ran.
        drop: ``drop_remainder``.
        per_replica: the batch is this many examples per replica of a strategy.
        repeated: without end.
        rounds: how often the batches come (``repeat`` after ``batch``).
    """

    element: Value = UNKNOWN
    batch: ev.Arg = ev.ABSENT
    size: int | None = None
    batched: bool = False
    drop: bool = False
    per_replica: int | None = None
    repeated: bool = False
    rounds: int = 1

    @property
    def part(self) -> bool:
        """Whether a batch is not all the data, as far as anybody knows."""
        batch = self.batch.value if self.batch.known else None
        return self.repeated or self.size is None or not isinstance(batch, int) or self.size > batch

    @property
    def batches(self) -> int | None:
        """How many batches there are, where that is known."""
        if self.repeated or self.size is None:
            return None
        if not self.batched:
            return self.size  # each element is a batch of its own
        if not self.batch.known or not isinstance(self.batch.value, int) or not self.batch.value:
            return None
        whole, rest = divmod(self.size, self.batch.value)
        return self.rounds * (whole + (rest > 0 and not self.drop))


@dataclass(eq=False, slots=True)
class DataStep(Value):
    """What ``dataset.apply`` is given by a function of TensorFlow's.

    Args:
        name: the function's.
        call: the call of it.
    """

    name: str
    call: Any


@dataclass(eq=False, slots=True)
class Strategy(Value):
    """A distribution strategy; ``replicas`` may be unknown."""

    replicas: int | None = None


@dataclass(frozen=True, slots=True)
class PerReplica(Value):
    """A number of ``factor`` times the number of replicas."""

    factor: int
    strategy: Strategy


@dataclass(eq=False, slots=True)
class Parser(Value):
    """A parser of argparse or optparse, or absl flags holder: option names with their default values.

    Args:
        options: the defaults, by the options' names.
        pairs: what is parsed comes with the words that are no options, as optparse has it.
        records: the classes whose fields are the options, where it makes instances of them.
        commands: the parsers of its sub-commands, by name.
    """

    options: dict[str, Value] = field(default_factory=dict)
    pairs: bool = False
    records: tuple[Class, ...] = ()
    commands: dict[str, Parser] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Experiment(Value):
    """An experiment of Sacred.

    Args:
        settings: its settings, by name.
        taking: the functions that get them.
    """

    settings: dict[str, Value] = field(default_factory=dict)
    taking: list[Function] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Command(Value):
    """What a sub-command of a command line runs.

    Args:
        function: the function or class.
        parsed: what the command line says, whichever the sub-command is.
        said: its content, before the program changed any of it.
        own: the options of this sub-command.
    """

    function: Value
    parsed: Mapping
    said: dict[str, Value]
    own: dict[str, Value]


@dataclass(eq=False, slots=True)
class Choice(Value):
    """One of several values, a branch decides which; whoever uses it uses each in turn.

    Args:
        options: the values.
        by_default: the first one is an option's default: what it makes counts where no choice can be made of it.
        in_turn: they are those of a container, for a place in it that nobody knows: another place is another one.
    """

    options: tuple[Value, ...]
    by_default: bool = False
    in_turn: bool = False


@dataclass(eq=False, slots=True)
class Lazy(Value):
    """A name imported from a project-local module that is read when the name is first used.

    Args:
        name: the module's dotted name, with ``level`` leading dots.
        item: the name inside it, None for the module itself.
        importer: the module that imports it.
    """

    name: str
    level: int
    item: str | None
    importer: Module


@dataclass(eq=False, slots=True)
class Optional(Value):
    """A value that a branch may have left unset or None; using it at all means that it is there."""

    value: Value


def origin_of(*values: Value) -> str:
    """Return the first soft origin among constants."""
    for value in values:
        if isinstance(value, Const) and value.origin:
            return value.origin
    return ""


def flag_of(value: Value | None, site: ev.Site | None) -> ev.Arg:
    """Return a value as the argument of an event."""
    if value is None:
        return ev.ABSENT
    if isinstance(value, Const):
        origin = "command-line default" if value.option else value.origin
        sides = () if value.beside is None else (flag_of(value.beside, site),)
        return ev.Arg(value.value, True, site, origin, value.given_at, value.written, sides)
    if isinstance(value, Either):
        return ev.Arg(None, False, site, sides=tuple(flag_of(side, site) for side in value.sides))
    return ev.Arg(None, False, site, ends=(value.least, value.most) if isinstance(value, Span) else None)


def axes_of(value: Value, site: ev.Site | None) -> ev.Arg:
    """Return a value as the argument of an event; a list of constants (axes) becomes a tuple."""
    if isinstance(value, Items) and not value.open and all(isinstance(i, Const) for i in value.items):
        return ev.Arg(tuple(i.value for i in value.items if isinstance(i, Const)), True, site, decided_at=site)
    return flag_of(value, site)

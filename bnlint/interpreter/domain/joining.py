"""What holds of a value that is one of two: after a branch that nobody can decide, and after a loop."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain import states
from bnlint.interpreter.domain.keras_objects import contains_bn, holds_bn
from bnlint.interpreter.domain.values import (
    NO_ENTRY,
    NONE,
    RESTORED,
    UNKNOWN,
    Bound,
    Choice,
    Class,
    Const,
    Dataset,
    Default,
    Either,
    External,
    Function,
    Items,
    Kept,
    Lazy,
    Manager,
    Mapping,
    ModuleValue,
    Node,
    Object,
    Optimizer,
    Optional,
    Partial,
    PerReplica,
    Statistics,
    Strategy,
    TapeValue,
    TensorValue,
    Text,
    Unknown,
    Value,
    Variables,
    Various,
    Weight,
    serial,
)
from bnlint.libraries.keras_modules import MAKE_LAYERS

MISSING: Any = object()
"""Stands for an entry that is not there."""
MAX_ITEMS = 512
"""Lists longer than this are kept as open: nothing a rule asks needs more."""
_MAX_OPTIONS = 12
"""Models or factories that a choice keeps; all of them hold BN or may, so a dropped one only costs its own findings."""


def join(a: Any, b: Any) -> Any:
    """Return what holds of a value that is ``a`` or ``b``.

    None and "not set" give way to the other value as ``Optional``: whoever uses it knows that it is there.
    """
    if a is b:
        return a
    alike = _ALIKE.get((type(a), type(b)))
    return _join_unlike(a, b) if alike is None else alike(a, b)


def _join_unlike(a: Any, b: Any) -> Any:
    """Join what is of two types, or of one of which nothing special is known."""
    if a is MISSING or b is MISSING:
        there = b if a is MISSING else a
        return _optional(there) if isinstance(there, Value) else there
    if not (isinstance(a, Value) and isinstance(b, Value)):
        return a if a == b else None
    if a is RESTORED or b is RESTORED:
        return _rather(b if a is RESTORED else a)
    if a is NO_ENTRY or b is NO_ENTRY:
        found = b if a is NO_ENTRY else a
        return found if is_factory(found) else _rather(found)
    if isinstance(a, Optional) != isinstance(b, Optional):
        return _join_present(*(value.value if isinstance(value, Optional) else value for value in (a, b)))
    return _join_values(a, b)


def _rather(built: Value) -> Value:
    """Return the model that one branch builds, where the other one reads it from a file."""
    inner = built.value if isinstance(built, Optional) else built
    return built if isinstance(inner, (Object, Choice)) else UNKNOWN


def _join_present(a: Value, b: Value) -> Value:
    """Join values of which one may be missing: whoever uses it knows that it is there."""
    alike = _ALIKE.get((type(a), type(b)))
    joined: Value = _join_values(a, b) if alike is None else alike(a, b)
    return joined


def _join_values(a: Value, b: Value) -> Value:
    if a == NONE or b == NONE:
        return _optional(b if a == NONE else a)
    if isinstance(a, Choice) or isinstance(b, Choice) or _are_callable(a, b):
        return _join_choices(a, b)
    if _is_arg_scope(a) or _is_arg_scope(b):
        return _join_scopes(a, b)
    return a if a == b else _told_apart_no_more(a, b)


def _told_apart_no_more(a: Value, b: Value) -> Value:
    """Nothing is known of one of two values, and whoever gets it may get what an object of the program keeps."""
    if isinstance(a, Either) or isinstance(b, Either):
        return either(a, b)
    states.lose(a)
    states.lose(b)
    return UNKNOWN


def widen(before: Any, after: Any) -> Any:
    """Return what holds after any number of iterations, given the value before and after one."""
    if before is after or before is MISSING:
        return after
    if isinstance(before, Const) and isinstance(after, Const):
        return after if before.value == after.value else UNKNOWN
    if isinstance(after, Text):
        return after if before == after else UNKNOWN
    if isinstance(before, TensorValue) and isinstance(after, TensorValue):
        blurred = _join_tensors(before, after)
        return TensorValue(blurred.info, after.node)
    return after


# -- values that may not be there --------------------------------------------------------------------------------


def _optional(value: Value) -> Value:
    if isinstance(value, Const) and isinstance(value.value, bool):
        return UNKNOWN  # None is a third mode
    return value if value is UNKNOWN or isinstance(value, (Optional, Const, Either)) else Optional(value)


def unsettled(value: Value, by_caller: bool = False) -> Value:
    """Return what is left of an entry that something unknown may have replaced.

    Args:
        value: the entry.
        by_caller: only a caller who is not in sight may do that: numbers are defaults then, flags are not.
    """
    if isinstance(value, Const):
        is_number = isinstance(value.value, (int, float)) and not isinstance(value.value, bool)
        return value.with_origin("parameter default") if is_number and by_caller else UNKNOWN
    if isinstance(value, Mapping) and not by_caller:
        return Mapping(
            {key: unsettled(item) for key, item in value.items.items()}, True, value.namespace, overlaid=True
        )
    return doubtful(value)


def doubtful(value: Value) -> Value:
    """Return what is known of an entry that may not be there: models and layers are when they are used, numbers not."""
    return UNKNOWN if isinstance(value, (Const, Either)) else _optional(value)


def undecided(value: Any, before: Any) -> Any:
    """Return what is known behind what may never run: not which numbers a value is one of.

    Args:
        value: the joined value.
        before: what was there before.
    """
    return UNKNOWN if isinstance(value, Either) else value


def settled(value: Any, before: Any) -> Any:
    """Return what a branch has made of a value, counting what only one side made as there.

    Args:
        value: the joined value.
        before: what was there before the branch.
    """
    if isinstance(value, Optional) and not isinstance(before, Optional):
        return value.value
    if isinstance(value, list):
        known = {id(item) for item in before} if isinstance(before, list) else set()
        return [settled(item, item if id(item) in known else None) for item in value]
    return chosen(value)


def settled_layers(value: Any, before: Any) -> Any:
    """Return what an option of a program that is read has made of a list or a graph: its BN layers count as there.

    Args:
        value: the joined value.
        before: what was there before the branch.
    """
    if isinstance(value, list):
        known = {id(item) for item in before} if isinstance(before, list) else set()
        return [_normed(item) if id(item) not in known else item for item in value]
    return chosen(value)


def _normed(item: Any) -> Any:
    """Return a layer that is added if it is, or holds, BN: it changes no shape that another layer sees."""
    inner = item.value if isinstance(item, Optional) else None
    return inner if isinstance(inner, Object) and inner.layer is not None and contains_bn(inner) else item


def chosen(value: Any) -> Any:
    """Return a tensor of a graph that is made in one of two ways so that the layers of both count as there."""
    if isinstance(value, TensorValue) and value.node is not None and len(value.node.joined) > 1:
        return TensorValue(value.info, _chosen(value.node))
    return value


def by_default(value: Any) -> Any:
    """Return what an option chooses: of settings those for its default count where the others say something else."""
    if isinstance(value, Choice) and are_settings(*value.options):
        return replace(value, by_default=True)
    return chosen(value)


def _chosen(node: Node) -> Node:
    """Return a node of which each side is there for whoever chooses it, of more than two as well."""
    if len(node.joined) < 2:
        return node
    return replace(node, joined=tuple(map(_chosen, node.joined)), chosen=True)


# -- values of one type ------------------------------------------------------------------------------------------


def _join_constants(a: Const, b: Const) -> Value:
    if a.value == b.value and type(a.value) is type(b.value):
        return a
    if a.value is None or b.value is None:
        return _optional(b if a.value is None else a)
    return either(a, b)


def either(*values: Value) -> Value:
    """Return one of some numbers: those with a fraction stay known, which are rates and shares and never counts."""
    sides = [side for value in values for side in (value.sides if isinstance(value, Either) else (value,))]
    numbers = [side for side in sides if isinstance(side, Const) and type(side.value) in (int, float)]
    known = len(numbers) == len(sides) <= _MAX_SIDES and any(type(side.value) is float for side in numbers)
    return Either(tuple(dict.fromkeys(numbers))) if known else UNKNOWN


_MAX_SIDES = 4


def _join_tensors(a: TensorValue, b: TensorValue) -> TensorValue:
    x, y = a.info, b.info
    info = ev.Tensor(
        kind=_common(x.kind, y.kind),
        shape=_join_shapes(x.shape, y.shape),
        batch_site=_common(x.batch_site, y.batch_site),
        layout=_common(x.layout, y.layout),
        producers=x.producers | y.producers if x.producers is not None and y.producers is not None else None,
        direct=x.direct if x.direct is y.direct else None,
        fed=x.fed & y.fed,
        per_replica=_common(x.per_replica, y.per_replica),
        batch=_common(x.examples, y.examples),
        made_of=x.made_of | y.made_of,
        dropped=x.dropped if x.dropped is y.dropped else None,
        part=_common(x.part, y.part),
        makers=x.makers if x.makers == y.makers else x.makers | y.makers | {None},
        places=x.places and y.places,
        truths=x.truths and y.truths,
    )
    node = a.node if a.node is b.node else None
    if a.node is not None and b.node is not None and node is None:
        node = Node(None, (), joined=(a.node, b.node))
    return TensorValue(info, node)


def _common(x: Any, y: Any) -> Any:
    return x if x == y else None


def _join_shapes(x: tuple[int | None, ...] | None, y: tuple[int | None, ...] | None) -> tuple[int | None, ...] | None:
    if x is None or y is None or len(x) != len(y):
        return None
    return tuple(i if i == j else None for i, j in zip(x, y, strict=True))


def _join_items(a: Items, b: Items) -> Value:
    if a.kind != b.kind:
        return UNKNOWN
    if len(a.items) == len(b.items):
        items = [join(x, y) for x, y in zip(a.items, b.items, strict=True)]
        return Items(items, a.kind, a.open or b.open, join(a.element, b.element))
    return Items(_join_lists(a.items, b.items)[:MAX_ITEMS], a.kind, True)


def _join_lists(a: list[Any], b: list[Any]) -> list[Any]:
    common = 0
    while common < min(len(a), len(b)) and a[common] is b[common]:
        common += 1
    end = 0
    while end < min(len(a), len(b)) - common and a[-1 - end] is b[-1 - end]:
        end += 1
    rest = a[common : len(a) - end] + b[common : len(b) - end]
    joined = a[:common] + [on_one_side(x) if isinstance(x, Value) else x for x in rest] + a[len(a) - end :]
    return joined[: common + MAX_ITEMS + 1]  # one too many shows that some are missing


def on_one_side(value: Value) -> Value:
    """Mark an item of a list that only one branch puts there, so that nobody counts on it."""
    return value if isinstance(value, Optional) else Optional(UNKNOWN if isinstance(value, Const) else value)


def _join_mappings(a: Mapping, b: Mapping) -> Value:
    keys = [key for key in a.items if key in b.items]
    return Mapping({key: join(a.items[key], b.items[key]) for key in keys}, True, a.namespace)


def _join_variables(a: Variables, b: Variables) -> Value:
    same = set(a.owners) == set(b.owners) and a.unknown == b.unknown
    made = a if same else Variables(tuple(dict.fromkeys(a.owners + b.owners)), True)
    calculated, kept = _copies(a, b)
    return replace(made, calculated=calculated, kept=kept)


def _join_statistics(a: Statistics, b: Statistics) -> Value:
    return Statistics(tuple(dict.fromkeys(a.owners + b.owners)), a.states | b.states)


def _join_weights(a: Weight, b: Weight) -> Value:
    return Weight(tuple(dict.fromkeys(a.owners + b.owners)), a.site or b.site, *_copies(a, b))


def _copies(a: Variables | Weight, b: Variables | Weight) -> tuple[bool, Kept | None]:
    """Return whether either of two values may be calculated from variables, and when they were copied if neither is."""
    copies = [each.kept for each in (a, b) if each.kept is not None]
    calculated = a.calculated or b.calculated or len(copies) == 1
    return calculated, None if calculated else min(copies, default=None)


def _join_datasets(a: Dataset, b: Dataset) -> Value:
    return a if a.batch == b.batch and a.batched == b.batched else Dataset(batched=a.batched and b.batched)


def _is_arg_scope(value: Value) -> bool:
    return isinstance(value, Manager) and value.kind == "arg scope"


def _join_scopes(a: Value, b: Value) -> Value:
    """Join an ``arg_scope`` with another one, or with what supplies nothing: nobody knows what only one supplies.

    What both supply to the same functions is sure: a program that chooses a network chooses the scope written for it.
    """
    supplied = [value.content if isinstance(value, Manager) and _is_arg_scope(value) else [] for value in (a, b)]
    both = []
    for one, other in zip(*supplied, strict=False):
        if one is not other and not (one.sure and other.sure and one.functions == other.functions is not None):
            break
        both.append(one if one is other else _supplied_by_both(one, other))
    rest = [each._replace(sure=False) for content in supplied for each in content[len(both) :]]
    return Manager("arg scope", [*both, *rest])


def _supplied_by_both(a: Any, b: Any) -> Any:
    """Return what two scopes supply to the same functions: an argument that is not the same in both is not known."""
    same = {name for name in a.values.keys() & b.values.keys() if _are_same(a.values[name], b.values[name])}
    values = {name: a.values[name] if name in same else UNKNOWN for name in {**a.values, **b.values}}
    return a._replace(values=values, sites={name: site for name, site in a.sites.items() if name in same})


def _are_same(a: Value, b: Value) -> bool:
    """Whether two scopes give the same value, or tables of the same ones."""
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        closed = not (a.open or b.open) and a.items.keys() == b.items.keys()
        return closed and all(_are_same(value, b.items[key]) for key, value in a.items.items())
    return a is b or (isinstance(a, (Const, External)) and a == b)


def _join_strategies(a: Strategy, b: Strategy) -> Strategy:
    """How many replicas there are depends on the machine then."""
    return Strategy(_common(a.replicas, b.replicas))


def _join_per_replica(a: PerReplica, b: PerReplica) -> Value:
    same = a.factor == b.factor
    return PerReplica(a.factor, _join_strategies(a.strategy, b.strategy)) if same else UNKNOWN


def _first(a: Optimizer, b: Optimizer) -> Value:
    return a


def _join_modules(a: ModuleValue, b: ModuleValue) -> Value:
    return a if a.module is b.module else Choice((a, b))


def _join_imports(a: Lazy, b: Lazy) -> Value:
    """What two imports give is joined when the name is read."""
    return a if _import_alike(a, b) else Choice((a, b))


def _import_alike(a: Lazy, b: Lazy) -> bool:
    return a.importer is b.importer and (a.name, a.level, a.item) == (b.name, b.level, b.item)


# -- models, layers and what makes them --------------------------------------------------------------------------


def _join_objects(a: Object, b: Object) -> Value:
    """Two layers stay a choice, and so do two models: one without BN may stand beside a third one that has it.

    Objects of two classes of the program do, too: their methods may make the same in two ways. So do settings.
    """
    if a.layer is None or b.layer is None:
        of_classes = a.layer is b.layer is None and None not in (a.cls, b.cls) and a.cls is not b.cls
        return Choice((a, b)) if of_classes or are_settings(a, b) else _told_apart_no_more(a, b)
    if a.kind == b.kind == "layer" and not a.layer.is_bn and a.layer.kind == b.layer.kind:
        return UNKNOWN if holds_bn(a) or holds_bn(b) else _either(a, b)
    alike = a.layer.is_bn == b.layer.is_bn and (contains_bn(a) or contains_bn(b) or holds_bn(a) and holds_bn(b))
    return Choice((a, b)) if alike or layers_of(a) == layers_of(b) else UNKNOWN


def are_settings(*values: Value, depth: int = 0) -> bool:
    """Whether values are plain data, or objects of the program that keep nothing else, as configurations do."""
    if depth > _MAX_DEPTH:
        return False
    for value in values:
        if isinstance(value, Object) and value.layer is None and value.cls is not None:
            inside = list(value.attrs.values())
        elif isinstance(value, Items):
            inside = value.items
        elif isinstance(value, Mapping):
            inside = list(value.items.values())
        elif isinstance(value, (Const, Either)) or type(value) in (Unknown, Default, Text):
            continue
        else:
            return False
        if not are_settings(*inside, depth=depth + 1):
            return False
    return True


_MAX_DEPTH = 5
"""Objects, lists and tables inside each other in a configuration."""


def with_and_without(value: Value) -> bool:
    """Whether a choice is one among networks with BN and such without, or among such without alone."""
    networks = [each for each in _options(value) if isinstance(each, Object) and not layers_of(each)]
    holding = {holds_bn(each) for each in networks}
    return len(holding) > 1 or holding == {False} and all(each.layer is not None for each in networks)


def layers_of(obj: Object) -> bool:
    """Whether an object is one layer: of a library, or of the program's own with no other layer that matters inside."""
    if obj.layer is None:
        return False
    is_own = obj.cls is not None and obj.cls.kind == "Layer" and not holds_bn(obj)
    return obj.kind == "layer" or obj.layer.is_bn or is_own


def _either(a: Object, b: Object) -> Object:
    """Return one layer for two of a kind: what they were made with is known where it is the same."""
    x, y = a.config, b.config
    config = {key: join(x[key], y[key]) if key in x and key in y else UNKNOWN for key in {**x, **y}}
    if x.keys() == y.keys() and all(config[key] is x[key] for key in x):
        return a
    history = copy(a.history)
    history.born = serial()
    return Object(None, a.kind, a.layer, dict(a.attrs), config, history, copy(a.known))


def _join_choices(a: Value, b: Value) -> Value:
    """Layers, models of which one holds BN, and callables stay a choice: an option says which one it is."""
    options = list(_options(a))
    for other in _options(b):
        if any(_are_one(one, other) for one in options):
            continue
        if not _may_stand_beside(options[0], other):
            return UNKNOWN
        options.append(other)
    return Choice(tuple(options[:_MAX_OPTIONS])) if len(options) > 1 else options[0]


def _are_one(one: Value, other: Value) -> bool:
    if isinstance(one, Lazy) and isinstance(other, Lazy):
        return _import_alike(one, other)
    if isinstance(one, ModuleValue) and isinstance(other, ModuleValue):
        return one.module is other.module
    return one is other or one == other


def _options(value: Value) -> tuple[Value, ...]:
    return value.options if isinstance(value, Choice) else (value,)


def _may_stand_beside(one: Value, other: Value) -> bool:
    if isinstance(one, Object) and isinstance(other, Object):
        return _join_objects(one, other) is not UNKNOWN
    if isinstance(one, TapeValue) and isinstance(other, TapeValue):
        return True  # each side of a branch has its own, and the gradient behind it is taken with one of them
    return type(one) is type(other) in (Lazy, ModuleValue) or _are_callable(one, other)


def _are_callable(one: Value, other: Value) -> bool:
    """Whether two values of different types are called alike: what makes layers, or a layer and what stands for one."""
    if isinstance(one, Object) or isinstance(other, Object):
        layer, function = (one, other) if isinstance(one, Object) else (other, one)
        return isinstance(layer, Object) and layers_of(layer) and isinstance(function, _FUNCTIONS)
    return is_factory(one) and is_factory(other)


_FUNCTIONS = (Function, Bound, Partial, External)
"""What programs put where a layer may stand: ``norm = BatchNormalization() if wanted else tf.identity``."""


def is_factory(value: Value) -> bool:
    """Whether calling the value may make a layer or a model: a function or class of the program or of Keras."""
    if isinstance(value, External):
        return value.name.startswith(MAKE_LAYERS) and value.name.rpartition(".")[2][:1].isupper()
    return isinstance(value, (Function, Class, Partial, Bound, Lazy))


def _join_versions(a: Various, b: Various) -> Value:
    """A version may be asked for in two ways: ``keras.__version__``, or ``keras.version()`` where that is missing."""
    return a if (a.package, a.values) == (b.package, b.values) else _told_apart_no_more(a, b)


_ALIKE: dict[tuple[type, type], Callable[[Any, Any], Any]] = {
    (kind, kind): how
    for kind, how in (
        (list, _join_lists),
        (Const, _join_constants),
        (TensorValue, _join_tensors),
        (Items, _join_items),
        (Mapping, _join_mappings),
        (Object, _join_objects),
        (Variables, _join_variables),
        (Statistics, _join_statistics),
        (Weight, _join_weights),
        (Dataset, _join_datasets),
        (Strategy, _join_strategies),
        (PerReplica, _join_per_replica),
        (Optimizer, _first),
        (ModuleValue, _join_modules),
        (Lazy, _join_imports),
        (TapeValue, _join_choices),
        (Various, _join_versions),
    )
}
"""How values are joined that are both of one type."""

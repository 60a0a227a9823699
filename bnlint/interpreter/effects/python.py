"""Builtins and the standard library."""

from __future__ import annotations

import builtins
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain import releases, tensors
from bnlint.interpreter.domain.classes import as_mapping, with_fields
from bnlint.interpreter.domain.containers import (
    UNNAMED,
    any_of,
    content,
    distinct,
    element_of,
    hashable,
    is_grown,
    is_printable,
    layers_perhaps,
    least_layers,
    sequence,
)
from bnlint.interpreter.domain.containers import truth as known_truth
from bnlint.interpreter.domain.defaults import soft
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.joining import doubtful, unsettled
from bnlint.interpreter.domain.values import (
    MAX_INTEGER,
    NONE,
    SWITCH,
    UNKNOWN,
    Beyond,
    Bound,
    Class,
    Const,
    Counter,
    Dataset,
    External,
    Function,
    Items,
    Manager,
    Mapping,
    ModuleValue,
    Object,
    Optional,
    Partial,
    Selection,
    Slice,
    Statistics,
    TensorValue,
    Value,
    Variables,
    Various,
    Weight,
)
from bnlint.interpreter.effects import containers
from bnlint.interpreter.effects.operands import is_missing, number_of
from bnlint.interpreter.keras.copies import clone
from bnlint.interpreter.language import answers, calling, fields, literals, operators
from bnlint.interpreter.language.iterated import counted
from bnlint.interpreter.language.narrowing import keep
from bnlint.interpreter.language.subscripts import width_of_numbers
from bnlint.interpreter.language.unknown import call_unknown, run_callbacks
from bnlint.interpreter.machine import Machine, Offered
from bnlint.libraries.keras_layers import NORMALISATION
from bnlint.syntax.words import dotted

_MAX_LOOP = 256
"""More rounds than that are read as a loop of unknown length."""

# -- containers ----------------------------------------------------------------------------------------------------


def length(run: Machine, call: Call) -> Value:
    """``len(obj)``."""
    value = content(call.role("x") or UNKNOWN)
    known = sequence(value) if isinstance(value, (Items, Mapping, Const)) else None
    if known is not None and not (isinstance(value, Items) and value.grown):
        return Const(len(known))
    if isinstance(value, TensorValue) and value.info.shape and value.info.shape[0] is not None:
        return Const(value.info.shape[0])
    if isinstance(value, Items) and isinstance(value.element, Selection):
        return Beyond(count=least_layers(value.element.model))
    return counted(run, value, call.node, call.frame)


def slice_(run: Machine, call: Call) -> Value:
    """``slice(lower, upper, step)``."""
    if call.open:
        return UNKNOWN
    ends = [None if each == NONE else each for each in call.args]
    if len(ends) == 1:
        return Slice(None, ends[0], None)
    lower, upper, step = (ends[i] if i < len(ends) else None for i in range(3))
    start, stop = call.sites.get(0), call.sites.get(1)
    return Slice(lower, upper, step, width_of_numbers(run, start, stop, call.frame) if step is None else None)


def range_(run: Machine, call: Call) -> Value:
    """``range(lower, upper, step)``."""
    ends = [a.value for a in call.args if isinstance(a, Const) and isinstance(a.value, int)]
    if len(ends) == len(call.args) and ends and not call.open:
        try:
            numbers = range(*ends)
        except (TypeError, ValueError):
            return UNKNOWN
        if len(numbers) <= _MAX_LOOP:
            return Items([Const(n) for n in numbers], "range")
    if len(call.args) == 2 and width_of_numbers(run, call.sites.get(0), call.sites.get(1), call.frame) == 1:
        return Items([UNKNOWN], "range")
    return Items([], "range", True, _counter(call.args))


def _counter(ends: list[Value]) -> Value:
    """Return what a loop over the numbers of a model's layers counts: ``range(len(model.layers) - 20)``."""
    known = [end.end if isinstance(end, Beyond) else end.value for end in ends if isinstance(end, _ENDS)]
    if len(known) != len(ends) or not any(isinstance(end, Beyond) for end in ends) or len(ends) > 2:
        return UNKNOWN
    lower = known[0] if len(known) == 2 else None
    return Counter(slice(lower or None, known[-1]))


_ENDS = (Beyond, Const)


def list_(run: Machine, call: Call) -> Value:
    """``list(iterable)``."""
    value = call.role("x")
    if value is None:
        return Items([])
    if isinstance(value, Items):
        return Items(list(value.items), "list", value.open, value.element, value.grown)
    if isinstance(value, Variables):
        return value
    known = sequence(value)
    if known is not None:
        return Items(list(known))
    return Items([], "list", True, element_of(value))


def queue(run: Machine, call: Call) -> Value:
    """``collections.deque(iterable, maxlen)``: of one that forgets, nobody counts the items."""
    value = list_(run, call)
    forgets = call.open or not is_missing(call, "maxlen")
    return replace(value, grown=value.grown or forgets) if isinstance(value, Items) else value


def drawn_one(run: Machine, call: Call) -> Value:
    """``random.choice(seq)``."""
    return any_of(call.role("x") or UNKNOWN)


def drawn_some(run: Machine, call: Call) -> Value:
    """``random.sample(population, k)``."""
    item, count = any_of(call.role("x") or UNKNOWN), number_of(call, "count")
    known = count is not None and 0 <= count <= _MAX_LOOP
    return Items([item] * (count or 0)) if known else Items([], "list", True, item)


def tuple_(run: Machine, call: Call) -> Value:
    """``tuple(iterable)``."""
    value = list_(run, call)
    return replace(value, kind="tuple") if isinstance(value, Items) else value


def set_(run: Machine, call: Call) -> Value:
    """``set(iterable)``."""
    value = list_(run, call)
    return replace(value, kind="set", items=distinct(value.items)) if isinstance(value, Items) else value


def sorted_(run: Machine, call: Call) -> Value:
    """``sorted(iterable)``."""
    _judge(run, call)
    value = list_(run, call)
    return containers.in_order(value, call) if isinstance(value, Items) else value


def reversed_(run: Machine, call: Call) -> Value:
    """``reversed(sequence)``."""
    value = call.role("x")
    known = sequence(value) if value is not None else None
    return Items([], "list", True) if known is None or value is None else Items(known[::-1], grown=is_grown(value))


def zip_(run: Machine, call: Call) -> Value:
    """``zip(a, b)``."""
    columns = [sequence(a) for a in call.args]
    if columns and all(c is not None for c in columns) and not call.open:
        rows = zip(*(c for c in columns if c is not None), strict=False)
        tuples: list[Value] = [Items(list(row), "tuple", grown=call.grown) for row in rows]
        return Items(tuples, grown=any(map(is_grown, call.args)))
    data = next((a for a in call.args if isinstance(a, Dataset)), None)
    rest = _walked(run, call, call.rest)
    element = Items(
        [*(_walked(run, call, a) for a in call.args), *([] if rest is UNKNOWN else [rest])], "tuple", call.open
    )
    if data is not None:
        return replace(data, element=element)
    if any(map(_is_of_examples, call.args)):
        return Dataset(element, batched=False)
    return Items([], "list", True, element)


def _walked(run: Machine, call: Call, value: Value) -> Value:
    """Return an entry of what is zipped; variables asked for in the same function are gone through here."""
    found = element_of(value)
    if isinstance(found, Weight) and isinstance(value, Variables):
        run.zips_weights = True
        if value.listed is not None and value.listed.function is call.frame.function:
            return replace(found, site=run.site(call.frame, call.node))
    return found


def enumerate_(run: Machine, call: Call) -> Value:
    """``enumerate(iterable, start)``."""
    value = call.role("x") or UNKNOWN
    known = sequence(value)
    start = call.role("start")
    if known is not None:
        kind = value.kind if isinstance(value, Items) and value.kind == "range" else "list"
        first = start.value if isinstance(start, Const) and isinstance(start.value, int) else 0
        counted = [
            UNKNOWN if start is not None and not isinstance(start, Const) else Const(i + first)
            for i in range(len(known))
        ]
        pairs: list[Value] = [Items([i, v], "tuple") for i, v in zip(counted, known, strict=True)]
        return Items(pairs, kind, grown=is_grown(value))
    layer = element_of(value)
    counts = isinstance(layer, Selection) and is_missing(call, "start")
    element = Items([Counter(slice(None), layer) if counts else UNKNOWN, layer], "tuple")
    if isinstance(value, Dataset):
        return replace(value, element=element)
    if _is_of_examples(value):
        return Dataset(element)
    return Items([_with_some_number(item) for item in layers_perhaps(value) or ()], "list", True, element)


def _is_of_examples(value: Value) -> bool:
    """Whether an array may hold examples: one of plain numbers may be the settings of layers."""
    return isinstance(value, TensorValue) and (value.info.shape is None or len(value.info.shape) > 1)


def _with_some_number(item: Value) -> Value:
    """Return a pair that ``enumerate`` makes of a layer that comes behind others that may not be there."""
    if isinstance(item, Optional):
        return Optional(_with_some_number(item.value))
    return Items([UNKNOWN, item], "tuple")


def next_(run: Machine, call: Call) -> Value:
    """``next(iterator)``."""
    value = call.role("x")
    written = getattr(call.written(0, "x"), "value", None)
    if isinstance(value, Items) and value.items and value.counted and _is_fresh(written):
        return value.items[0]
    return element_of(value) if value is not None else UNKNOWN


def _is_fresh(written: Any) -> bool:
    """Whether an iterator is made where it is written: nobody has taken its first item."""
    is_made = type(written) is cst.Call and dotted(written.func) == "iter"
    return is_made or type(written) is cst.GeneratorExp


def map_(run: Machine, call: Call) -> Value:
    """``map(function, iterable)``."""
    if len(call.args) < 2:
        return UNKNOWN
    if isinstance(call.args[0], External) and answers.asks(call.args[0], None):
        answers.taken(run, call.args[1:])
    known = sequence(call.args[1])
    if known is not None and len(known) <= _MAX_LOOP and len(call.args) == 2:
        made = [calling.call_value(run, call.args[0], call.passing([v])) for v in known]
        return Items(made, grown=is_grown(call.args[1]))
    over_weights = any(isinstance(element_of(given), (Statistics, Weight)) for given in call.args[1:])
    if isinstance(call.args[0], Object) or over_weights:
        each = calling.call_value(run, call.args[0], call.passing([element_of(given) for given in call.args[1:]]))
        return Items([], "list", True, each)
    run_callbacks(run, call)
    return Items([], "list", True)


def star_mapped(run: Machine, call: Call) -> Value:
    """``itertools.starmap(function, iterable)``: each item is a call's arguments."""
    known = sequence(call.args[1]) if len(call.args) == 2 else None
    given = [sequence(item) for item in known or ()]
    if known is None or len(known) > _MAX_LOOP or None in given:
        run_callbacks(run, call)
        return Items([], "list", True)
    made = [calling.call_value(run, call.args[0], call.passing(list(args or ()))) for args in given]
    return Items(made, grown=is_grown(call.args[1]))


def filter_(run: Machine, call: Call) -> Value:
    """``filter(function, iterable)``."""
    if len(call.args) != 2:
        return UNKNOWN
    test, source = call.args
    known = sequence(source)
    if known is None or len(known) > _MAX_LOOP:
        run_callbacks(run, call)
        return Items([], "list", True, _kept(run, test, element_of(source)))
    passed = [known_truth(calling.call_value(run, test, call.passing([item]))) for item in known]
    kept = [
        item if answer else doubtful(item) for item, answer in zip(known, passed, strict=True) if answer is not False
    ]
    return Items(kept, "list", None in passed, grown=is_grown(source))


def _kept(run: Machine, test: Value, layers: Value) -> Value:
    """Return which of a model's layers a lambda keeps that tells BN layers from the rest."""
    if not isinstance(layers, Selection) or not isinstance(test, Function) or type(test.node) is not cst.Lambda:
        return UNKNOWN
    names = [parameter.name.value for parameter in test.node.params.params]
    inner = Frame(test.module, dict.fromkeys(names, layers), test.env, test)
    return inner.names[names[0]] if len(names) == 1 and keep(run, test.node.body, inner) else UNKNOWN


def stack(run: Machine, call: Call) -> Value:
    """``contextlib.ExitStack()``."""
    return Manager("stack", [])


def reduce_(run: Machine, call: Call) -> Value:
    """``functools.reduce(function, iterable, initial)``."""
    known = _folded(call.args[1]) if len(call.args) > 1 else None
    if known is None or len(known) > _MAX_LOOP:
        run_callbacks(run, call)
        return UNKNOWN
    values = [*call.args[2:3], *known]
    if not values:
        return UNKNOWN
    result = values[0]
    for value in values[1:]:
        result = calling.call_value(run, call.args[0], call.passing([result, value]))
    return result


def _folded(value: Value) -> list[Value] | None:
    """Return what is taken one after the other; of layers that a loop has collected each stands for all of its kind."""
    known = sequence(value)
    if known is None:
        return layers_perhaps(value)
    return None if is_grown(value) and any(isinstance(item, (Const, TensorValue)) for item in known) else known


def one_for_all(run: Machine, call: Call) -> Value:
    """``dict.fromkeys(keys, value)``: every key has the very same value."""
    keys, value = sequence(call.role("keys") or UNKNOWN), call.role("value") or NONE
    known = [key.value for key in keys or () if isinstance(key, Const) and hashable(key.value)]
    is_open = keys is None or len(known) < len(keys)
    if is_open:
        known.append(UNNAMED)
    return Mapping(dict.fromkeys(known, value), is_open, overlaid=is_open)


def dict_(run: Machine, call: Call) -> Value:
    """``dict(other, key=value)``, where the other one may be a list of pairs."""
    content: dict[Any, Value] = {}
    sites: dict[Any, ev.Site] = {}
    is_open, overlaid = call.open, False
    if call.args:
        base = call.args[0]
        paired = _paired(base)
        if isinstance(base, Mapping):
            content.update(base.items)
            sites.update(base.sites)
            is_open = is_open or base.open
            overlaid = base.overlaid
        elif paired is not None:
            content.update(paired)
        else:
            is_open = overlaid = True
    if call.laid_over:
        content = {key: unsettled(item) for key, item in content.items()}
    content.update(call.kwargs)
    sites.update({key: run.site(call.frame, call.sites[key]) for key in call.kwargs if key in call.sites})
    return Mapping(content, is_open, sites=sites, overlaid=overlaid or call.laid_over)


def dict_by_default(run: Machine, call: Call) -> Value:
    """``collections.defaultdict(lambda: 0.1)``."""
    factory = call.role("default_factory")
    if not isinstance(factory, Function) or len(call.args) != 1 or call.kwargs or call.open:
        return call_unknown(run, call)
    return Mapping({}, open=True, otherwise=factory)


def locals_(run: Machine, call: Call) -> Value:
    """``locals()`` in a function."""
    names = {name: value for name, value in call.frame.names.items() if not name.startswith(UNNAMED)}
    return ModuleValue(call.frame.module) if call.frame.function is None else Mapping(names)


def _paired(value: Value) -> dict[Any, Value] | None:
    """Return what a list of pairs is as a dict, None where not all of it is known."""
    items = sequence(value) if isinstance(value, Items) and not is_grown(value) else None
    pairs = [None] if items is None else [sequence(item) for item in items]
    if any(pair is None or len(pair) != 2 for pair in pairs):
        return None
    entries = {pair[0]: pair[1] for pair in pairs if pair is not None}
    found = {key.value: item for key, item in entries.items() if isinstance(key, Const) and hashable(key.value)}
    return found if len(found) == len(entries) else None


def chain(run: Machine, call: Call) -> Value:
    """``itertools.chain(a, b)``."""
    owners = tuple(o for v in call.args if isinstance(v, Variables) for o in v.owners)
    if owners:
        return Variables(owners, not all(isinstance(v, Variables) and not v.unknown for v in call.args))
    known = [sequence(a) for a in call.args]
    if all(k is not None for k in known):
        return Items([v for k in known if k is not None for v in k])
    return UNKNOWN


def again(run: Machine, call: Call) -> Value:
    """``itertools.repeat(value, times)``."""
    value, count = call.role("x") or UNKNOWN, number_of(call, "count")
    known = count is not None and 0 <= count <= _MAX_LOOP
    return Items([value] * (count or 0)) if known else Items([], "list", True, value)


def endless(run: Machine, call: Call) -> Value:
    """``itertools.cycle(iterable)``."""
    value = call.role("x") or UNKNOWN
    if isinstance(value, Dataset):
        return replace(value, repeated=True, size=None)
    return Items([], "list", True, any_of(value)) if isinstance(value, Items) else value


def copied(run: Machine, call: Call) -> Value:
    """``copy.copy(x)``."""
    value = call.role("x") or UNKNOWN
    if isinstance(value, Object):
        return clone(run, value, call.node, call.frame, weights=True) if value.layer is not None else UNKNOWN
    if isinstance(value, Mapping):
        return Mapping(dict(value.items), value.open, value.namespace, dict(value.sites))
    if isinstance(value, Items):
        return Items(list(value.items), value.kind, value.open, value.element, value.grown)
    return value


def copied_whole(run: Machine, call: Call) -> Value:
    """``copy.deepcopy(x)``: lists and tables in lists and tables are others, too."""
    made = copied(run, call)
    if isinstance(made, Mapping):
        made.items.update({key: _copy_of(item) for key, item in made.items.items()})
    elif isinstance(made, Items):
        made.items[:] = map(_copy_of, made.items)
    return made


_MAX_COPIED = 4
"""How deep lists and tables in each other are copied."""


def _copy_of(value: Value, depth: int = _MAX_COPIED) -> Value:
    if isinstance(value, Mapping) and depth:
        entries = {key: _copy_of(item, depth - 1) for key, item in value.items.items()}
        return Mapping(entries, value.open, value.namespace, dict(value.sites), value.overlaid)
    if isinstance(value, Items) and depth:
        inner = [_copy_of(item, depth - 1) for item in value.items]
        return Items(inner, value.kind, value.open, value.element, value.grown)
    return value


# -- numbers and texts ---------------------------------------------------------------------------------------------


def integer(run: Machine, call: Call) -> Value:
    """``int(x)``."""
    value = call.role("x")
    return value if isinstance(value, Beyond) else _number(call, int)


def float_(run: Machine, call: Call) -> Value:
    """``float(x)``."""
    return _number(call, float)


def truth(run: Machine, call: Call) -> Value:
    """``bool(x)``."""
    return _number(call, bool)


def _number(call: Call, kind: type) -> Value:
    value = call.role("x")
    if isinstance(value, Various):
        return releases.computed(kind, value) or UNKNOWN
    if isinstance(value, Const) and isinstance(value.value, (int, float, str, bool)):
        try:
            return _known(kind(value.value), value)
        except (TypeError, ValueError, OverflowError):
            return UNKNOWN
    return value if isinstance(value, TensorValue) else UNKNOWN


def _known(number: Any, of: Const = NONE) -> Value:
    """Return a number that was worked out from a constant."""
    if isinstance(number, int) and abs(number) > MAX_INTEGER:
        return UNKNOWN
    if of.instead is not None:
        return soft(Const(number, written=of.written), of.option)
    return Const(number, of.origin, written=of.written, option=of.option if of.origin == SWITCH else "")


def text(run: Machine, call: Call) -> Value:
    """``str(object)``."""
    value = call.role("x")
    if isinstance(value, Various):
        return releases.computed(str, value) or UNKNOWN
    return Const(str(value.value)) if isinstance(value, Const) and is_printable(value) else UNKNOWN


def calculated(run: Machine, call: Call) -> Value:
    """``math.ceil(number)`` and its kin."""
    numbers = [v.value for v in call.args if isinstance(v, Const) and isinstance(v.value, (int, float))]
    if call.open or call.kwargs or len(numbers) != len(call.args):
        return UNKNOWN
    try:
        home, _, name = call.name.rpartition(".")
        return _known(getattr(math if home == math.__name__ else builtins, name)(*numbers))
    except (TypeError, ValueError, ArithmeticError):
        return UNKNOWN  # this raises


def compared(run: Machine, call: Call) -> Value:
    """``operator.ge(a, b)`` and its kin."""
    if call.open or call.kwargs or len(call.args) != 2:
        return UNKNOWN
    return operators.compared(call.name.rpartition(".")[2], *call.args)


def matched(run: Machine, call: Call) -> Value:
    """``re.match(pattern, string)`` and its kin, of a text that follows from a version."""
    pattern, text = call.role("pattern"), call.role("x")
    if pattern is None or text is None or len(call.args) + len(call.kwargs) != 2 or call.open:
        return UNKNOWN
    return releases.matched(call.name.rpartition(".")[2], pattern, text)


def largest(run: Machine, call: Call) -> Value:
    """``max``."""
    return _extreme(run, call, max)


def smallest(run: Machine, call: Call) -> Value:
    """``min``."""
    return _extreme(run, call, min)


def _judge(run: Machine, call: Call) -> None:
    """Run the ``key`` of ``max``, ``min`` or ``sorted`` for one of the items: what it says decides."""
    key = call.kwargs.get("key")
    if isinstance(key, (Function, Bound, Partial)) and len(call.args) == 1:
        with run.counting(None):
            answers.taken(run, [calling.call_value(run, key, call.passing([any_of(call.args[0])], {}))])


def _extreme(run: Machine, call: Call, choose: Callable[..., Any]) -> Value:
    _judge(run, call)
    values = call.args
    if len(values) == 1:
        values = sequence(values[0]) or []
    numbers = [v.value for v in values if isinstance(v, Const) and isinstance(v.value, (int, float))]
    return Const(choose(numbers)) if numbers and len(numbers) == len(values) else _of_answers(run, call)


def sum_(run: Machine, call: Call) -> Value:
    """``sum(lists, [])``, of lists of variables, or ``sum`` of numbers or answers."""
    value = call.role("x")
    content = value.items if isinstance(value, Items) else []
    owners = tuple(o for v in content if isinstance(v, Variables) for o in v.owners)
    numbers = [v.value for v in content if isinstance(v, Const) and type(v.value) in (int, float)]
    if isinstance(value, Items) and value.counted and 0 < len(numbers) == len(content) and len(call.args) == 1:
        return _known(sum(numbers))
    return Variables(owners) if owners else _of_answers(run, call)


def _of_answers(run: Machine, call: Call) -> Value:
    """Return what is calculated from a list: of models' answers it is still known that it comes from them."""
    if not run.answers:
        return UNKNOWN
    made_of = tensors.made_of(tensor for value in call.args for tensor in tensors.flat(value))
    return TensorValue(ev.Tensor(made_of=made_of)) if made_of else UNKNOWN


def version(run: Machine, call: Call) -> Value:
    """``packaging.version.parse(version)``, ``LooseVersion(version)``."""
    return releases.parsed(call.role("x") or UNKNOWN)


def specified(run: Machine, call: Call) -> Value:
    """``packaging.specifiers.SpecifierSet(specifiers)``."""
    return UNKNOWN if len(call.args) != 1 or call.kwargs else releases.specified(call.args[0])


def installed(run: Machine, call: Call) -> Value:
    """``importlib.metadata.version(distribution)``."""
    asked = call.role("x")
    known = isinstance(asked, Const) and isinstance(asked.value, str)
    return releases.of_package(asked.value, run.dialect) if known and isinstance(asked, Const) else UNKNOWN


def distribution(run: Machine, call: Call) -> Value:
    """``pkg_resources.get_distribution(name)``, of which programs ask the version."""
    found = installed(run, call)
    return Mapping({"version": found, "parsed_version": releases.parsed(found)}, open=True, namespace=True)


# -- functions and classes -----------------------------------------------------------------------------------------


def partial(run: Machine, call: Call) -> Value:
    """``functools.partial(function, ...)``."""
    if not call.args:
        return UNKNOWN
    sites: dict[int | str, ev.Site] = {
        k - 1 if isinstance(k, int) else k: run.site(call.frame, v) for k, v in call.sites.items() if k != 0
    }
    function = call.args[0]
    made = Partial(function, list(call.args[1:]), dict(call.kwargs), sites)
    if isinstance(function, External) and function.name.rpartition(".")[2] in NORMALISATION:
        run.read.partials.append(Offered(made, call))
    return made


def partial_method(run: Machine, call: Call) -> Value:
    """``functools.partialmethod(function, ...)``, which the body of a class gives a name."""
    made = partial(run, call)
    return replace(made, method=True) if isinstance(made, Partial) else made


def wraps(run: Machine, call: Call) -> Value:
    """``functools.wraps(function)``, which gives its wrapper back; nobody calls either."""
    return External("functools.update_wrapper")


def namespace(run: Machine, call: Call) -> Value:
    """``types.SimpleNamespace(name=value)``."""
    return Mapping(dict(call.kwargs), call.open or bool(call.args), namespace=True)


def settings(run: Machine, call: Call) -> Value:
    """``easydict.EasyDict(mapping, name=value)``, ``yacs.config.CfgNode()``: entries are attributes, at any depth."""
    given = call.role("x") or (call.args[0] if call.args else None)
    content = dict(given.items) if isinstance(given, Mapping) else {}
    is_open = call.open or (given is not None and not (isinstance(given, Mapping) and not given.open))
    names = {key: value for key, value in call.kwargs.items() if key not in (*_OF_SETTINGS, *call.roles)}
    return _as_settings(Mapping({**content, **names}, is_open), 0)


_OF_SETTINGS = ("new_allowed", "init_dict", "type_safe", "convert_dict", "allow_dotted_keys")
"""Arguments of such classes that are no entries."""
_DEEP = 8


def _as_settings(value: Value, depth: int) -> Value:
    if not isinstance(value, Mapping) or depth > _DEEP:
        return value
    content = {key: _as_settings(item, depth + 1) for key, item in value.items.items()}
    return Mapping(content, value.open, namespace=True)


def record(run: Machine, call: Call) -> Value:
    """``collections.namedtuple(name, fields)``."""
    given = call.role("field_names") or UNKNOWN
    if isinstance(given, Const) and isinstance(given.value, str):
        names = given.value.replace(",", " ").split()
    else:
        names = [str(item.value) for item in sequence(given) or () if isinstance(item, Const)]
    if not names:
        return UNKNOWN
    called = call.role("typename")
    title = str(called.value) if isinstance(called, Const) else "namedtuple"
    made = Class(call.node, call.frame.module, title, [], {}, dataclass=True, fields=tuple(names))
    defaults = sequence(call.role("defaults") or Items([]))
    made.attrs.update(zip(reversed(names), reversed(defaults or ()), strict=False))
    made.attrs["_fields"] = Items([Const(name) for name in names], "tuple")
    return made


def layered(run: Machine, call: Call) -> Value:
    """``collections.ChainMap(first, second)``: of two entries of one key that of the first counts."""
    if call.open:
        return UNKNOWN
    made = Mapping({})
    for each in reversed(call.args):
        literals.add_all(made, each)
    made.measure()
    return made


def as_dict(run: Machine, call: Call) -> Value:
    """``dataclasses.asdict`` of an instance whose fields are known."""
    value = call.role("x")
    found = as_mapping(value) if isinstance(value, Object) else None
    return UNKNOWN if found is None else found


def fields_(run: Machine, call: Call) -> Value:
    """``dataclasses.fields`` of an instance whose fields are known: their names."""
    value = call.role("x")
    found = as_mapping(value) if isinstance(value, Object) else None
    named: list[Value] = [Mapping({"name": Const(name)}, True, namespace=True) for name in found.items] if found else []
    return Items(named, "tuple") if found else UNKNOWN


def replaced(run: Machine, call: Call) -> Value:
    """``dataclasses.replace(x, field=value)``."""
    value = call.role("x")
    found = with_fields(value, call.kwargs) if isinstance(value, Object) and not call.open else None
    return call_unknown(run, call) if found is None else found


def field(run: Machine, call: Call) -> Value:
    """``dataclasses.field(default=..., default_factory=...)``, ``attr.ib(default=..., factory=...)``."""
    default, factory = call.role("default"), call.role("default_factory")
    if call.role("converter") is not None:
        return UNKNOWN
    if default is not None:
        return default
    return fields.made_by(run, factory, call) if factory is not None else UNKNOWN

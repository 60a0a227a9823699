"""Statements: assignments, branches, loops, definitions, imports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.classes import mro, setter_of
from bnlint.interpreter.domain.containers import content, element_of, sequence, truth
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.joining import doubtful
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Class,
    Const,
    Dataset,
    External,
    Function,
    Items,
    Mapping,
    Object,
    Selection,
    TensorValue,
    Value,
)
from bnlint.interpreter.keras.keras_table import BN_CLASSES, LAYERS
from bnlint.interpreter.language import attributes, calling, contexts, imports, names, operators
from bnlint.interpreter.language.binding import bind
from bnlint.interpreter.machine import Machine
from bnlint.syntax.words import dotted, words_of


class Flow(Enum):
    """How control leaves a block."""

    ON = "falls through"
    BREAK = "break"
    CONTINUE = "continue"
    OUT = "return or raise"


_MAX_UNROLL = 40
"""Iterations of a known loop that are read one by one."""
_IDLE_STEPS = 500
"""Work in a known loop without any event or layer, after which the rest is read as a loop of unknown length."""


def execute(run: Machine, body: Sequence[Any], frame: Frame) -> Flow:
    """Run statements in order."""
    for statement in body:
        flow = _statement(run, statement, frame)
        if flow is not Flow.ON:
            return flow
    return Flow.ON


def _statement(run: Machine, node: Any, frame: Frame) -> Flow:
    run.budget.step()
    if type(node) is cst.SimpleStatementLine:
        return _small(run, node.body[0], frame)
    handler = _COMPOUND.get(type(node))
    return handler(run, node, frame) if handler else Flow.ON


def block(run: Machine, node: Any, frame: Frame) -> Flow:
    """Run the body of a compound statement."""
    return execute(run, node.body, frame)


def _small(run: Machine, node: Any, frame: Frame) -> Flow:
    # The types themselves are compared: libcst's classes are abstract, which makes `isinstance` ten times slower.
    kind = type(node)
    if kind is cst.Expr:
        if type(node.value) is cst.SimpleString:
            return Flow.ON
        run.unused = type(node.value) is cst.Call
        run.evaluate(node.value, frame)
        run.unused = False
    elif kind is cst.Assign:
        value = run.evaluate(node.value, frame)
        for target in node.targets:
            assign_target(run, target.target, value, frame)
    elif kind is cst.AnnAssign:
        if node.value is not None:
            assign_target(run, node.target, run.evaluate(node.value, frame), frame)
    elif kind is cst.AugAssign:
        _augmented(run, node, frame)
    elif kind is cst.Return:
        frame.returns.append(NONE if node.value is None else run.evaluate(node.value, frame))
        return Flow.OUT
    elif kind is cst.Raise:
        return Flow.OUT
    elif kind is cst.Break:
        return Flow.BREAK
    elif kind is cst.Continue:
        return Flow.CONTINUE
    elif kind is cst.Global:
        frame.shared.update(item.name.value for item in node.names)
    elif kind is cst.Nonlocal:
        frame.outer_names.update(item.name.value for item in node.names)
    elif kind is cst.Import:
        imports.run_import(run, node, frame)
    elif kind is cst.ImportFrom:
        imports.run_import_from(run, node, frame)
    elif kind is cst.Assert:
        run.evaluate(node.test, frame)
    elif kind is cst.Del:
        _delete(run, node.target, frame)
    return Flow.ON


def _augmented(run: Machine, node: Any, frame: Frame) -> None:
    old = run.evaluate(node.target, frame)
    value = run.evaluate(node.value, frame)
    name = type(node.operator).__name__.removesuffix("Assign")
    if isinstance(old, Items) and isinstance(value, Items) and name == "Add":
        run.state.replace(old, old.items + value.items)
        return
    assign_target(run, node.target, operators.binary(run, name, old, value), frame)


def _delete(run: Machine, target: Any, frame: Frame) -> None:
    """Delete entries of containers and attributes; a name that is gone is read no more."""
    kind = type(target)
    if kind is cst.Tuple:
        for element in target.elements:
            _delete(run, element.value, frame)
    elif kind is cst.Attribute:
        owner = run.evaluate(target.value, frame)
        if isinstance(owner, Object):
            run.state.remove(owner.attrs, target.attr.value)
    elif kind is cst.Subscript:
        owner, key = _entry(run, target, frame)
        if isinstance(owner, Mapping):
            attributes.forget(run, owner, key)
        elif isinstance(owner, Items):
            _replace_item(run, owner, key, [])


def _entry(run: Machine, target: Any, frame: Frame) -> tuple[Value, Value]:
    """Return the container and the key of ``container[key]``; slices and tuples are keys that are not known."""
    owner = content(run.evaluate(target.value, frame))
    single = len(target.slice) == 1 and isinstance(target.slice[0].slice, cst.Index)
    return owner, run.evaluate(target.slice[0].slice.value, frame) if single else UNKNOWN


def _replace_item(run: Machine, owner: Items, key: Value, new: list[Value]) -> None:
    """Put values in the place of an item; where it is not known which one any item may be another."""
    at = _position(owner, key)
    if at is None:
        run.state.replace(owner, [doubtful(item) for item in owner.items])
        owner.open = True
    else:
        run.state.replace(owner, [*owner.items[:at], *new, *owner.items[at + 1 :]])


def _position(items: Items, key: Value) -> int | None:
    """Return the index of the item that a key means, None where that is not known."""
    if (
        not isinstance(key, Const)
        or type(key.value) is not int
        or not -len(items.items) <= key.value < len(items.items)
    ):
        return None
    if key.value < 0 and items.open:
        return None
    return key.value % len(items.items)


def assign_target(run: Machine, target: Any, value: Value, frame: Frame) -> None:
    """Assign a value to a name, attribute, element or unpacking."""
    kind = type(target)
    if kind is cst.Name:
        bind(run, target.value, value, frame)
    elif kind is cst.Tuple or kind is cst.List:
        _unpack(run, target, value, frame)
    elif kind is cst.Attribute:
        owner = run.evaluate(target.value, frame)
        attributes.store(run, owner, target.attr.value, value, frame, target)
    elif kind is cst.Subscript:
        owner, key = _entry(run, target, frame)
        if isinstance(owner, Mapping):
            if isinstance(key, Const) and isinstance(key.value, (str, int, bool)):
                run.state.store(owner.items, key.value, value)
                owner.sites[key.value] = run.site(frame, target)
            else:
                attributes.unsettle(run, owner)
        elif isinstance(owner, Items):
            _replace_item(run, owner, key, [value])


def _unpack(run: Machine, target: Any, value: Value, frame: Frame) -> None:
    elements = [element.value for element in target.elements]
    starred = [i for i, element in enumerate(target.elements) if isinstance(element, cst.StarredElement)]
    known = sequence(value)
    if known is None and isinstance(value, Items) and value.open and len(value.items) == len(elements):
        known = value.items
    if known is not None and not starred and len(known) == len(elements):
        for element, item in zip(elements, known, strict=True):
            assign_target(run, element, item, frame)
        return
    if known is not None and starred and len(known) >= len(elements) - 1:
        at, extra = starred[0], len(known) - len(elements) + 1
        for i, element in enumerate(elements):
            if i < at:
                assign_target(run, element, known[i], frame)
            elif i == at:
                assign_target(run, element, Items(list(known[at : at + extra])), frame)
            else:
                assign_target(run, element, known[i + extra - 1], frame)
        return
    single = tensors.unpacked(value)
    for i, element in enumerate(elements):
        assign_target(run, element, Items([], "list", True, single) if i in starred else single, frame)


# -- compound statements ---------------------------------------------------------------------------------------


def _if(run: Machine, node: Any, frame: Frame) -> Flow:
    narrowed = _narrow(run, node, frame)
    if narrowed is not None:
        return narrowed
    if _is_missing_test(node.test):
        run.guards += 1
        try:
            return _branch(run, node, frame)
        finally:
            run.guards -= 1
    return _branch(run, node, frame)


def _is_missing_test(test: Any) -> bool:
    """Whether a test asks if something does not exist yet: ``x is None``, ``not hasattr(...)``, ``key not in d``."""
    if isinstance(test, cst.Comparison):
        last = test.comparisons[-1]
        if isinstance(last.operator, cst.NotIn):
            return True
        return (
            isinstance(last.operator, cst.Is)
            and isinstance(last.comparator, cst.Name)
            and (last.comparator.value == "None")
        )
    return isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not)


def _narrow(run: Machine, node: Any, frame: Frame) -> Flow | None:
    """``if isinstance(layer, BatchNormalization)`` in a loop over a model's layers: both sides run, each for its own.

    Returns None when the test is none of that kind.
    """
    test, positive = node.test, True
    if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        test, positive = test.expression, False
    name, about_bn = _layer_test(run, test, frame)
    if name is None:
        return None
    layer = names.load_name(run, name, frame)
    if not isinstance(layer, Selection) or layer.which != "some" or about_bn is None:
        return None
    run.state.store(frame.names, name, Selection(layer.model, "norms" if positive else "others"))
    block(run, node.body, frame)
    run.state.store(frame.names, name, Selection(layer.model, "others" if positive else "norms"))
    _orelse(run, node.orelse, frame)
    run.state.store(frame.names, name, layer)
    return Flow.ON


def _layer_test(run: Machine, test: Any, frame: Frame) -> tuple[str | None, bool | None]:
    """Return the tested name, and whether the test selects BN layers (None: something else)."""
    if isinstance(test, cst.Call) and isinstance(test.func, cst.Name) and test.func.value == "isinstance":
        if len(test.args) == 2 and isinstance(test.args[0].value, cst.Name):
            wanted = run.evaluate(test.args[1].value, frame)
            kinds = wanted.items if isinstance(wanted, Items) else [wanted]
            selects = any(_is_bn_class(kind) for kind in kinds)
            return test.args[0].value.value, True if selects else None
    if isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
        target = test.comparisons[0]
        text = test.left if isinstance(test.left, cst.SimpleString) else target.comparator
        other = target.comparator if text is test.left else test.left
        if isinstance(text, cst.SimpleString) and _speaks_of_bn(text.value):
            words = words_of(other)
            if words and isinstance(target.operator, (cst.In, cst.Equal)):
                return words[0], True
    if isinstance(test, cst.Call) and isinstance(test.func, cst.Attribute) and test.args:
        text = test.args[0].value
        if test.func.attr.value in ("endswith", "startswith") and isinstance(text, cst.SimpleString):
            words = words_of(test.func.value)
            if words and _speaks_of_bn(text.value):
                return words[0], True
    return None, None


def _speaks_of_bn(text: str) -> bool:
    lowered = text.strip("'\"").lower().strip("_")
    return lowered in ("bn", "batch_norm", "batchnorm", "batch_normalization", "batchnormalization")


def _is_bn_class(kind: Value) -> bool:
    if isinstance(kind, External):
        return kind.name.rpartition(".")[2].endswith(("BatchNormalization", "BatchNormalizationV1"))
    return isinstance(kind, Class) and kind.kind == "BatchNormalization"


def _branch(run: Machine, node: Any, frame: Frame) -> Flow:
    known = truth(_condition(run, node.test, frame))
    if known is True:
        return block(run, node.body, frame)
    if known is False:
        return _orelse(run, node.orelse, frame)
    flows: list[Flow] = []

    def side(body: Callable[[], Flow]) -> Callable[[], bool]:
        def read() -> bool:
            flows.append(body())
            return flows[-1] is Flow.ON

        return read

    if _is_main_guard(node.test):
        return _orelse(run, node.orelse, frame) if frame.module.imported else block(run, node.body, frame)
    run.state.branches(side(lambda: block(run, node.body, frame)), side(lambda: _orelse(run, node.orelse, frame)))
    if Flow.ON in flows:
        return Flow.ON
    inside = [flow for flow in flows if flow is not Flow.OUT]  # where one side stays in the function it goes on there
    return Flow.OUT if not inside else inside[0] if len(set(inside)) == 1 else Flow.CONTINUE


def is_main_block(statement: Any) -> bool:
    """Whether a statement is ``if __name__ == "__main__":``."""
    return isinstance(statement, cst.If) and _is_main_guard(statement.test)


def _is_main_guard(test: Any) -> bool:
    return (
        isinstance(test, cst.Comparison)
        and isinstance(test.left, cst.Name)
        and test.left.value == "__name__"
        and isinstance(test.comparisons[0].operator, cst.Equal)
    )


def _condition(run: Machine, test: Any, frame: Frame) -> Value:
    return run.evaluate(test, frame)


def _orelse(run: Machine, node: Any, frame: Frame) -> Flow:
    if node is None:
        return Flow.ON
    if isinstance(node, cst.If):
        return _if(run, node, frame)
    return block(run, node.body, frame)


def _for(run: Machine, node: Any, frame: Frame) -> Flow:
    source = run.evaluate(node.iter, frame)
    known = sequence(source)
    kind = "data" if isinstance(source, Dataset) or _is_stack_of_batches(source) else "other"
    run.context.loops.append(kind)
    before = len(run.nesting.loop_names)
    run.nesting.loop_names.extend(words_of(node.iter))
    try:
        if known is not None and len(known) <= _MAX_UNROLL:
            begun, marks = run.budget.steps, run.progress()
            for item in known:
                if run.budget.steps - begun > _IDLE_STEPS and run.progress() == marks:
                    assign_target(run, node.target, UNKNOWN, frame)
                    _blurred_loop(run, lambda: block(run, node.body, frame))
                    return Flow.ON
                assign_target(run, node.target, item, frame)
                flow = block(run, node.body, frame)
                if flow is Flow.BREAK:
                    return Flow.ON
                if flow is Flow.OUT:
                    return flow
        else:
            item = element_of(source)

            def body() -> Flow:
                assign_target(run, node.target, item, frame)
                return block(run, node.body, frame)

            if _blurred_loop(run, body) is Flow.OUT:
                return Flow.ON
    finally:
        run.context.loops.pop()
        del run.nesting.loop_names[before:]
    if node.orelse is not None:
        return block(run, node.orelse.body, frame)
    return Flow.ON


def _is_stack_of_batches(source: Value) -> bool:
    """Whether a loop over a tensor gets whole examples; over a list of numbers it may try out settings."""
    return isinstance(source, TensorValue) and source.info.shape is not None and len(source.info.shape) > 1


def _blurred_loop(run: Machine, body: Callable[[], Flow]) -> Flow:
    """Read a loop of unknown length: once, and once more when the first round changed what is trainable."""
    flow = Flow.ON

    def once() -> None:
        nonlocal flow
        flow = body()

    before = len(run.testimony.events)
    run.nesting.loop_depths.append(run.state.depth + 1)
    try:
        return _rounds(run, once, before, lambda: flow)
    finally:
        run.nesting.loop_depths.pop()


def _rounds(run: Machine, once: Callable[[], None], before: int, said: Callable[[], Flow]) -> Flow:
    run.state.widen_after(once)
    if said() is Flow.ON and any(isinstance(e, ev.TrainableSet) for e in run.testimony.events[before:]):
        run.state.widen_after(once)
    return said()


def _while(run: Machine, node: Any, frame: Frame) -> Flow:
    known = truth(run.evaluate(node.test, frame))
    if known is False:
        return Flow.ON
    run.context.loops.append("other")
    try:
        flow = _blurred_loop(run, lambda: block(run, node.body, frame))
    finally:
        run.context.loops.pop()
    return flow if flow is Flow.OUT and known and not _breaks(node.body) else Flow.ON


def _breaks(block: Any) -> bool:
    """Whether a block breaks out of the loop that it is in."""
    return any(map(_may_break, block.body))


def _may_break(node: Any) -> bool:
    """Whether a statement, or a clause of one, breaks out of the loop that it is in."""
    if isinstance(node, cst.SimpleStatementLine):
        return isinstance(node.body[0], cst.Break)
    ends = [getattr(node, name, None) for name in ("orelse", "finalbody")]
    clauses = [*getattr(node, "handlers", ()), *getattr(node, "cases", ()), *(end for end in ends if end is not None)]
    apart = isinstance(node, (cst.For, cst.While, cst.FunctionDef, cst.ClassDef, cst.Match))
    return (not apart and _breaks(node.body)) or any(map(_may_break, clauses))


def _with(run: Machine, node: Any, frame: Frame) -> Flow:
    return contexts.within(run, node.items, node, frame, lambda: block(run, node.body, frame))


def _try(run: Machine, node: Any, frame: Frame) -> Flow:
    run.nesting.attempts += bool(node.handlers)
    try:
        flow = block(run, node.body, frame)
    finally:
        run.nesting.attempts -= bool(node.handlers)
    for handler in node.handlers:

        def read(handler: Any = handler) -> bool:
            if handler.name is not None:
                assign_target(run, handler.name.name, UNKNOWN, frame)
            return block(run, handler.body, frame) is Flow.ON

        run.state.branches(read, fall_through=True)
    if node.orelse is not None and flow is Flow.ON:
        flow = block(run, node.orelse.body, frame)
    if node.finalbody is not None:
        block(run, node.finalbody.body, frame)
    return flow


def _match(run: Machine, node: Any, frame: Frame) -> Flow:
    """Read the case that matches, or each that may."""
    subject = run.evaluate(node.subject, frame)
    possible: list[Any] = []
    exhaustive = False
    for case in node.cases:
        answer = _matches(run, case.pattern, subject, frame)
        if answer is not False and case.guard is not None:
            allowed = truth(run.evaluate(case.guard, frame))
            answer = answer if allowed is True else allowed
        if answer is not False:
            possible.append(case)
        if answer is True:
            exhaustive = True
            break
    if exhaustive and len(possible) == 1:
        return block(run, possible[0].body, frame)
    flows: list[Flow] = []

    def read(case: Any) -> bool:
        flows.append(block(run, case.body, frame))
        return flows[-1] is Flow.ON

    run.state.branches(*(partial(read, case) for case in possible), fall_through=not exhaustive)
    return Flow.OUT if exhaustive and all(flow is Flow.OUT for flow in flows) else Flow.ON


def _matches(run: Machine, pattern: Any, subject: Value, frame: Frame) -> bool | None:
    """Whether a pattern matches for certain; None where that is not known."""
    if isinstance(pattern, cst.MatchAs) and pattern.pattern is None:
        if pattern.name is not None:
            bind(run, pattern.name.value, subject, frame)
        return True
    if isinstance(pattern, cst.MatchOr):
        answers = [_matches(run, element.pattern, subject, frame) for element in pattern.patterns]
        return True if True in answers else None if None in answers else False
    if isinstance(pattern, (cst.MatchValue, cst.MatchSingleton)) and isinstance(subject, Const):
        value = run.evaluate(pattern.value, frame)
        return subject.value == value.value if isinstance(value, Const) else None
    return None


def _function(run: Machine, node: Any, frame: Frame) -> Flow:
    value = calling.make_function(run, node, node.name.value, frame)
    calling.decorate(run, value, node.decorators, frame)
    bind(run, setter_of(node.name.value) if value.kind == "setter" else node.name.value, value, frame)
    return Flow.ON


_KERAS_BASES = {
    "Model": "Model",
    "Functional": "Model",
    "Network": "Model",
    "Sequential": "Model",
    "Layer": "Layer",
    "Wrapper": "Layer",
    "AbstractRNNCell": "Layer",
    "Callback": "Callback",
    "Sequence": "Sequence",
    "PyDataset": "Sequence",
}


def _class(run: Machine, node: Any, frame: Frame) -> Flow:
    bases = [run.evaluate(arg.value, frame) for arg in node.bases if arg.keyword is None and not arg.star]
    made = Class(node, frame.module, node.name.value, bases, {}, _class_kind(bases))
    made.dataclass = any(_fills_in(dotted(d.decorator)) for d in node.decorators) or any(
        isinstance(base, External) and base.name in _RECORDS for cls in mro(made) for base in cls.bases
    )
    run.read.classes.append(made)
    for base in mro(made)[1:]:
        base.heirs.append(made)
    inner = Frame(frame.module, made.attrs, frame if frame.function is not None else None)
    block(run, node.body, inner)
    for value in made.attrs.values():
        if isinstance(value, Function) and value.owner is None:
            value.owner = made
            value.env = frame if frame.function is not None else None
    bind(run, node.name.value, made, frame)
    for decorator in node.decorators:
        calling.run_decorator(run, made, decorator.decorator, frame)
    return Flow.ON


_RECORDS = ("typing.NamedTuple", "pydantic.BaseModel", "pydantic.BaseSettings")


def _fills_in(decorator: str) -> bool:
    """Whether a class decorator writes a constructor for the annotated names."""
    return "dataclass" in decorator or decorator in (
        "attr.s",
        "attr.attrs",
        "attr.define",
        "attr.frozen",
        "attrs.define",
        "attrs.frozen",
        "define",
    )


def _class_kind(bases: list[Value]) -> str:
    kinds: list[str] = []
    for base in bases:
        if isinstance(base, Class):
            kinds.append(base.kind)
        elif isinstance(base, External):
            last = base.name.rpartition(".")[2]
            if base.name.startswith(("keras.", "tf1.keras")):
                if last in BN_CLASSES:
                    kinds.append("BatchNormalization")
                else:
                    kinds.append(_KERAS_BASES.get(last, last if last in LAYERS else "unknown"))
            elif base.name in ("tf.Module", "tf1.Module"):
                kinds.append("Module")
            elif base.name.startswith(("builtins.", "abc.", "typing.")):
                kinds.append("plain")
            else:
                kinds.append("unknown")
        else:
            kinds.append("unknown")
    for kind in kinds:
        if kind not in ("plain", "unknown"):
            return kind
    return "unknown" if "unknown" in kinds else "plain"


_COMPOUND: dict[type, Callable[[Machine, Any, Frame], Flow]] = {
    cst.If: _if,
    cst.For: _for,
    cst.While: _while,
    cst.With: _with,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.Match: _match,
    cst.FunctionDef: _function,
    cst.ClassDef: _class,
}

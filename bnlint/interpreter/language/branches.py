"""``if`` and ``match``: the side that is known is run, else each side, and what they did is joined."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import libcst as cst

from bnlint.events import Premise
from bnlint.interpreter.domain import releases
from bnlint.interpreter.domain.classes import mro
from bnlint.interpreter.domain.containers import choice, hashable, truth
from bnlint.interpreter.domain.flow import Flow, Left
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.values import UNKNOWN, Const, Items, Mapping, Object, Table, Value, Various
from bnlint.interpreter.language import options
from bnlint.interpreter.language.attributes import load
from bnlint.interpreter.language.binding import bind
from bnlint.interpreter.language.gathered import full
from bnlint.interpreter.language.inspection import instance_of
from bnlint.interpreter.language.names import load_name
from bnlint.interpreter.language.narrowing import narrow, picked
from bnlint.interpreter.language.parameters import given, in_place, left_out
from bnlint.interpreter.language.skipped import before, note_chosen
from bnlint.interpreter.machine import Machine
from bnlint.libraries.flags import FLAG_NAMES
from bnlint.libraries.python import ENDS
from bnlint.syntax.words import dotted


def if_(run: Machine, node: Any, frame: Frame) -> Flow:
    """``if test``, ``elif test`` and ``else``."""

    def body() -> Flow:
        return run.block(node.body, frame)

    def orelse() -> Flow:
        return _orelse(run, node.orelse, frame)

    if narrow(run, node.test, frame, body, orelse):
        return Flow.ON
    missing = _is_missing_test(node.test) and not _stays_off(run, node.test, frame)
    run.guards += missing
    try:
        test = run.evaluate(node.test, frame)
        if run.state.failed:
            return Flow.OUT
        known = None if _picks_a_mode(node, test, frame) else options.answer(run, test)
        if known is None and is_main_guard(node.test):
            known = not frame.module.imported
        if known is not None and isinstance(test, Various):
            begun = before(frame)
            flow = body() if known else orelse()
            note_chosen(run, frame, begun, node.orelse if known else node.body)
            return flow
        stops = known is not None and options.of_test(test) and _stops(run, node, known, frame)
        with run.asking(node.test, None if stops else known):
            if known is None or stops:
                granted = partial(_granted, run, node.test, frame)
                hold = partial(_hold, run, node.test, frame)
                return _either(run, test, frame, partial(granted, True, body), partial(granted, False, orelse), hold)
            sides = (body, orelse) if known else (orelse, body)
            if not options.of_test(test):
                return _taken(run, node.test, frame, sides[0])
            return _by_default(run, test, known, node.orelse if known else node.body, sides)
    finally:
        run.guards -= missing


def _by_default(
    run: Machine, test: Value, known: bool, other: Any, sides: tuple[Callable[[], Flow], Callable[[], Flow]]
) -> Flow:
    """Read the side for an option's default; one that only assigns is read beside it."""
    run.nesting.optional += 1
    try:
        if options.only_assigns(other):
            return _beside(run, test, known, *sides)
        with options.switched(run, test, known):
            return sides[0]()
    finally:
        run.nesting.optional -= 1


def _taken(run: Machine, test: Any, frame: Frame, side: Callable[[], Flow]) -> Flow:
    """Read the side that a test decides; a flag that it gives to a parameter which is None is that one's default."""
    asked = left_out(test, frame)
    flow = side()
    if asked is not None:
        name, held = asked
        run.state.store(frame.names, name, in_place(frame.names[name], held))
    return flow


def _beside(run: Machine, test: Value, known: bool, side: Callable[[], Flow], other: Callable[[], Flow]) -> Flow:
    """Read the side for an option's default, and keep of the other one the layers that it chooses."""
    flows: list[Flow] = []

    def read(each: Callable[[], Flow]) -> bool:
        with options.switched(run, test, known if each is side else not known):
            flows.append(each() if each is side else _otherwise(run, each))
        return flows[-1] is not Flow.OUT

    run.state.beside(partial(read, side), partial(read, other), options.is_kept)
    return flows[0]


def _otherwise(run: Machine, side: Callable[[], Flow]) -> Flow:
    """Read the side for another choice than an option's default: what such defaults have set may be another, too."""
    chosen = run.defaults.data_format
    if run.defaults.by_option:
        run.defaults.data_format = "?"
    try:
        return side()
    finally:
        run.defaults.data_format = chosen


def _picks_a_mode(node: Any, test: Value, frame: Frame) -> bool:
    """Whether a program trains if an option is left at its default, and does something else if not: it is run twice.

    Any option does that by which the project's documents or scripts run it twice, unless that only sets something.

    Args:
        node: the ``if``.
        test: what it tests.
        frame: where.
    """
    if frame.function is not None and frame.function.node.name.value != "main":
        return False
    if isinstance(test, Const) and test.told and test.option and isinstance(test.value, bool):
        other = node.orelse if test.value else node.body
        if other is not None and not options.only_assigns(other):
            return True
    if node.orelse is None:
        return False
    by_default = isinstance(test, Const) and test.value is True and test.origin == "command-line default"
    return by_default and dotted(node.test).rpartition(".")[2] in FLAG_NAMES


def _stops(run: Machine, node: Any, known: bool | None, frame: Frame) -> bool:
    """Whether a program ends where an option is left at its default: somebody who runs it says another value.

    Args:
        run: the interpreter.
        node: the ``if`` that asks for the option.
        known: what it is answered by default.
        frame: where it is asked.
    """
    side = node.body if known else node.orelse
    if type(side) is not cst.If:
        block = side.body if type(side) is cst.Else else side
        return known is not None and block is not None and _ends(block.body[-1], frame)
    last: Any = side
    while type(last) is cst.If:
        last = last.orelse
    if last is None or not _ends(last.body.body[-1], frame):
        return False
    return _stops(run, side, choice(run.evaluate(side.test, frame)), frame)


def _ends(statement: Any, frame: Frame) -> bool:
    """Whether the last statement of a block ends the program."""
    if type(statement) is cst.SimpleStatementLine:
        statement = statement.body[-1]
    if type(statement) is cst.Expr and type(statement.value) is cst.Call:
        return dotted(statement.value.func) in ENDS
    of_main = frame.function is not None and frame.function.node.name.value == "main"
    return type(statement) is cst.Raise or (type(statement) is cst.Return and of_main)


def _orelse(run: Machine, node: Any, frame: Frame) -> Flow:
    if node is None:
        return Flow.ON
    return if_(run, node, frame) if type(node) is cst.If else run.block(node.body, frame)


def _granted(run: Machine, test: Any, frame: Frame, answer: bool, side: Callable[[], Flow]) -> Flow:
    before = len(run.nesting.premises)
    run.nesting.premises.extend(_held(run, test, frame, answer))
    try:
        with picked(run, test, frame, answer), full(run, test, frame, answer):
            return side()
    finally:
        del run.nesting.premises[before:]  # an import on this side has put others in their place


def _hold(run: Machine, test: Any, frame: Frame, answer: bool) -> None:
    """Take an answer for granted from here to the end of the function: the other side has left it."""
    run.nesting.premises.extend(_held(run, test, frame, answer))


def _held(run: Machine, test: Any, frame: Frame, answer: bool) -> list[Premise]:
    return [(f"test {id(test)}", answer), *_premises(run, test, frame, answer)]


def _premises(run: Machine, test: Any, frame: Frame, answer: bool) -> Iterator[Premise]:
    """Yield which flags are true, or not, where a test has this answer."""
    if type(test) is cst.UnaryOperation and type(test.operator) is cst.Not:
        yield from _premises(run, test.expression, frame, not answer)
    elif type(test) is cst.BooleanOperation and type(test.operator) is (cst.And if answer else cst.Or):
        yield from _premises(run, test.left, frame, answer)
        yield from _premises(run, test.right, frame, answer)
    elif type(test) is cst.Comparison and (text := _compared(test)):
        named = f" {text}"
        for flag, held in _premises(run, test.left, frame, True):
            yield f"{flag}{named}", held is (answer is (type(test.comparisons[0].operator) is cst.Equal))
    elif type(test) in (cst.Name, cst.Attribute, cst.Subscript):
        path, holding = _path(test, frame)
        name, _, attribute = path.partition(".")
        holder = load_name(run, name, holding)
        if attribute and isinstance(holder, Object) and isinstance(holder.attrs, Table):
            yield f"{holder.attrs.born} {attribute}", answer
        elif name:
            own = holding.names if name in holding.names else None
            yield f"{own.born if isinstance(own, Table) else holding.module.path} {name}.{attribute}", answer
        if type(test) is cst.Name and (there := _given(test, frame)) is not None:
            yield from _premises(run, *there, answer)


def _compared(test: cst.Comparison) -> str:
    """Return the constant that something is compared with, as it is written; "" for any other comparison."""
    last = test.comparisons[-1]
    known = len(test.comparisons) == 1 and type(test.left) in (cst.Name, cst.Attribute, cst.Subscript)
    if not known or type(last.operator) not in (cst.Equal, cst.NotEqual):
        return ""
    return last.comparator.value if isinstance(last.comparator, (cst.SimpleString, cst.Integer)) else ""


_MAX_CALLERS = 16


def _given(name: cst.Name, frame: Frame) -> tuple[Any, Frame] | None:
    """Return what a caller gives for a parameter, with the caller's names; None for any other name."""
    node = given(frame, name.value)
    return None if node is None or frame.called is None else (node, frame.called.frame)


def _path(node: Any, frame: Frame) -> tuple[str, Frame]:
    """Return what `params["norm"]` or `config.norm` is called where its first name comes from, with the names there."""
    entries = ""
    while type(node) in (cst.Attribute, cst.Subscript):
        entry = f".{node.attr.value}" if type(node) is cst.Attribute else _entry(node)
        node, entries = node.value, f"{entry}{entries}" if entry else ""
        if not entry:
            return "", frame
    for _ in range(_MAX_CALLERS):
        there = _given(node, frame) if type(node) is cst.Name and entries else None
        if there is None:
            break
        node, frame = there
    return f"{dotted(node)}{entries}" if dotted(node) else "", frame


def _entry(node: cst.Subscript) -> str:
    index = node.slice[0].slice if len(node.slice) == 1 else None
    key = index.value if type(index) is cst.Index else None
    return f".[{key.raw_value}]" if type(key) is cst.SimpleString else ""


def _either(
    run: Machine,
    test: Value,
    frame: Frame,
    body: Callable[[], Flow],
    orelse: Callable[[], Flow],
    hold: Callable[[bool], None],
) -> Flow:
    """Read both sides of a test of which nobody knows the answer.

    Args:
        run: the interpreter.
        test: what is known of it.
        frame: where it is asked.
        body: runs the one side.
        orelse: runs the other one.
        hold: told the answer behind the statement, where one side alone goes on.
    """
    flows: list[Flow] = []

    def read(side: Callable[[], Flow]) -> bool | Left:
        before = len(frame.returns)
        newest = releases.newest_where(test, side is body, run.dialect)
        with options.switched(run, test, side is body), run.until(newest):
            flows.append(side())
        return flows[-1].goes_on(len(frame.returns) > before)

    off = options.is_off(test)
    run.state.branches(partial(read, body), partial(read, orelse), settles=options.settles(run, test), last_first=off)
    if Flow.ON in flows:
        if Flow.OUT in flows:
            hold(flows[0] is Flow.ON)
            options.settle(run, test, flows[0] is Flow.ON)
        return Flow.ON
    inside = [flow for flow in flows if flow is not Flow.OUT]  # where one side stays in the function it goes on there
    return Flow.OUT if not inside else inside[0] if len(set(inside)) == 1 else Flow.CONTINUE


def _is_missing_test(test: Any) -> bool:
    """Whether a test asks if something does not exist yet: ``x is None``, ``not hasattr(...)``, ``key not in d``."""
    if type(test) is cst.BooleanOperation:
        asked = _is_missing_test(test.left), _is_missing_test(test.right)
        return any(asked) if type(test.operator) is cst.And else all(asked)
    if type(test) is cst.Comparison:
        last = test.comparisons[-1]
        if type(last.operator) is cst.NotIn:
            return True
        return type(last.operator) is cst.Is and type(last.comparator) is cst.Name and last.comparator.value == "None"
    return type(test) is cst.UnaryOperation and type(test.operator) is cst.Not


def _stays_off(run: Machine, test: Any, frame: Frame) -> bool:
    """Whether a test is ``not self.ready``, and nothing that is read of the program sets that but to False."""
    asked = test.expression if type(test) is cst.UnaryOperation else None
    if type(asked) is not cst.Attribute or type(asked.value) is not cst.Name:
        return False
    owner, name = load_name(run, asked.value.value, frame), asked.attr.value
    if not isinstance(owner, Object) or owner.cls is None or owner.attrs.get(name) != Const(False) or name == "built":
        return False
    if any(each.module.speaks_of(word) for each in mro(owner.cls) for word in _SET_BY_NAME):
        return False
    return not any(_sets(each.text, name) for each in run.project.modules.values() if each is not None)


_SET_BY_NAME = ("setattr", "__dict__", "vars(")
"""How code sets attributes without naming them."""


def _sets(text: str, name: str) -> bool:
    """Whether code gives an attribute, of whatever object, something else than False."""
    found = re.findall(rf"\.{name}\b[^=\n]*=(?!=)[ ]*(.*)", text)
    return not all(re.match(r"(False|None|0)[ ]*(#|;|$)", value) for value in found)


def is_main_block(statement: Any) -> bool:
    """Whether a statement is ``if __name__ == "__main__":``."""
    return type(statement) is cst.If and is_main_guard(statement.test)


def is_main_guard(test: Any) -> bool:
    """Whether a test is ``__name__ == "__main__"``."""
    return (
        type(test) is cst.Comparison
        and type(test.left) is cst.Name
        and test.left.value == "__name__"
        and type(test.comparisons[0].operator) is cst.Equal
    )


def match(run: Machine, node: Any, frame: Frame) -> Flow:
    """``match subject``: the case that matches is read, or each that may."""
    subject = run.evaluate(node.subject, frame)
    possible: list[Any] = []
    exhaustive = False
    for case in node.cases:
        answer = _takes(run, case, subject, frame)
        if answer is not False:
            possible.append(case)
        if answer is True:
            exhaustive = True
            break
    if exhaustive and len(possible) == 1:
        return run.block(possible[0].body, frame)
    flows: list[Flow] = []

    def read(case: Any) -> bool | Left:
        before = len(frame.returns)
        flows.append(run.block(case.body, frame))
        return flows[-1].goes_on(len(frame.returns) > before)

    run.state.branches(*(partial(read, case) for case in possible), fall_through=not exhaustive)
    return Flow.OUT if exhaustive and all(flow is Flow.OUT for flow in flows) else Flow.ON


def _takes(run: Machine, case: Any, subject: Value, frame: Frame) -> bool | None:
    """Whether a case is run if none before it is; None where that is not known."""
    answer = _matches(run, case.pattern, subject, frame)
    if answer is False or case.guard is None:
        return answer
    allowed = truth(run.evaluate(case.guard, frame))
    return answer if allowed is True else allowed


def _matches(run: Machine, pattern: Any, subject: Value, frame: Frame) -> bool | None:
    """Whether a pattern matches for certain; None where that is not known."""
    if type(pattern) is cst.MatchAs and pattern.pattern is None:
        if pattern.name is not None:
            bind(run, pattern.name.value, subject, frame)
        return True
    if type(pattern) is cst.MatchOr:
        answers = [_matches(run, element.pattern, subject, frame) for element in pattern.patterns]
        return True if True in answers else None if None in answers else False
    if type(pattern) is cst.MatchList:
        return _match_parts(run, pattern.patterns, subject, frame)
    if type(pattern) is cst.MatchMapping:
        return _match_entries(run, pattern, subject, frame)
    if type(pattern) is cst.MatchClass:
        return _match_object(run, pattern, subject, frame)
    if not isinstance(pattern, (cst.MatchValue, cst.MatchSingleton)) or not isinstance(subject, (Const, Various)):
        return None
    value = run.evaluate(pattern.value, frame)
    if isinstance(subject, Various):
        return truth(releases.compared(operator.eq, subject, value) or UNKNOWN)
    return subject.value == value.value if isinstance(value, Const) else None


def _all(answers: Sequence[bool | None]) -> bool | None:
    return False if False in answers else None if None in answers else True


def _match_entries(run: Machine, pattern: Any, subject: Value, frame: Frame) -> bool | None:
    """Whether a dict has the entries of ``{"kind": "batch", "momentum": m}``."""
    if not isinstance(subject, Mapping) or subject.namespace:
        return None
    answers: list[bool | None] = []
    for element in pattern.elements:
        key = run.evaluate(element.key, frame)
        known = isinstance(key, Const) and hashable(key.value) and key.value in subject.items
        if known and isinstance(key, Const):
            answers.append(_matches(run, element.pattern, subject.items[key.value], frame))
        else:
            answers.append(None if subject.open or not isinstance(key, Const) else False)
    if pattern.rest is not None:
        bind(run, pattern.rest.value, UNKNOWN, frame)
    return _all(answers)


def _match_object(run: Machine, pattern: Any, subject: Value, frame: Frame) -> bool | None:
    """Whether an instance of a class of the program is what ``Batch(momentum=m)`` says, or ``Batch(m)`` of a record."""
    answer = instance_of(subject, run.evaluate(pattern.cls, frame))
    if answer is not True or not isinstance(subject, Object) or subject.cls is None:
        return None if answer is not False and (pattern.patterns or pattern.kwds) else answer
    names = subject.cls.fields or tuple(subject.attrs)
    parts = [(name, each.value) for name, each in zip(names, pattern.patterns, strict=False)]
    parts += [(each.key.value, each.pattern) for each in pattern.kwds]
    if pattern.patterns and not (subject.cls.dataclass and len(names) >= len(pattern.patterns)):
        return None
    return _all([_matches(run, each, load(run, subject, name, frame, each), frame) for name, each in parts])


def _match_parts(run: Machine, patterns: Sequence[Any], subject: Value, frame: Frame) -> bool | None:
    """Whether the parts of a list match the patterns for them, one of which may stand for any number of parts."""
    if not isinstance(subject, Items) or not subject.counted:
        return None
    star = next((number for number, each in enumerate(patterns) if type(each) is cst.MatchStar), None)
    rest = len(subject.items) - len(patterns) + 1 if star is not None else 0
    if rest < 0 or star is None and len(subject.items) != len(patterns):
        return False
    parts = subject.items
    if star is not None:
        if patterns[star].name is not None:
            bind(run, patterns[star].name.value, Items(parts[star : star + rest]), frame)
        patterns = [*patterns[:star], *patterns[star + 1 :]]
        parts = [*parts[:star], *parts[star + rest :]]
    pairs = zip(patterns, parts, strict=True)
    answers = [_matches(run, pattern.value, part, frame) for pattern, part in pairs]
    return _all(answers)

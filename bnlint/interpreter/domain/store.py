"""Mutable state with undo, so that both sides of an undecidable branch can be read and then joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import reduce
from typing import Any, TypeVar

from bnlint.interpreter.domain.flow import Left
from bnlint.interpreter.domain.joining import MAX_ITEMS, MISSING, by_default, join, settled, widen
from bnlint.interpreter.domain.values import MAX_SIZE, History, Items, Table, Value, serial, size_of

Changed = TypeVar("Changed", bound=History)

_Entries = dict[tuple[int, Any], tuple[dict[Any, Any], Any, Any]]
"""Table, key and value of what was written, by the table's identity and the key."""
Settles = Callable[[Any, Any], Any]
"""Makes of a joined value, and of what was there before, what is there for whoever asks."""


class State:
    """Writes to dicts, remembered while a branch is being read."""

    def __init__(self) -> None:
        self._trail: list[tuple[dict[Any, Any], Any, Any]] = []
        self._leaving: dict[Left, list[list[_Entries]]] = {kind: [] for kind in Left}
        self._loops: list[int] = []
        self.depth = 0
        self.failed = False
        """What is read has raised for certain, and nothing behind it happens."""

    def store(self, table: dict[Any, Any], key: Any, value: Any) -> None:
        """Write one entry."""
        if self.depth:
            self._trail.append((table, key, table.get(key, MISSING)))
        table[key] = value

    @contextmanager
    def instead(self, table: dict[Any, Any], values: Mapping[Any, Any]) -> Iterator[None]:
        """Let others stand for some entries; those that are not written meanwhile are put back."""
        before = {key: table[key] for key in values}
        for key, value in values.items():
            self.store(table, key, value)
        try:
            yield
        finally:
            for key, value in values.items():
                if table.get(key) is value:
                    self.store(table, key, before[key])

    def remove(self, table: dict[Any, Any], key: Any) -> None:
        """Delete one entry, if it is there."""
        if self.depth:
            self._trail.append((table, key, table.get(key, MISSING)))
        table.pop(key, None)

    def append(self, items: Items, value: Value) -> None:
        """Append to an abstract list."""
        self._grow(items)
        size = items.size + size_of(value)
        if len(items.items) >= MAX_ITEMS or size > MAX_SIZE:
            items.open = True
            return
        items.size = size
        if self.depth:
            before = items.items
            self._trail.append((_Slot(items), "items", before))
            items.items = [*before, value]
        else:
            items.items.append(value)

    def changing(self, record: Changed) -> Changed:
        """Return a record whose fields are about to be written."""
        if self.depth:
            fields = _Fields(record)
            self._trail += [(fields, name, getattr(record, name)) for name in record.FIELDS]
        return record

    def replace(self, items: Items, content: list[Value]) -> None:
        """Replace an abstract list's content."""
        if len(content) > len(items.items):
            self._grow(items)
        if self.depth:
            self._trail.append((_Slot(items), "items", items.items))
        _fill(items, content)

    def _grow(self, items: Items) -> None:
        """A list that is older than the loop around holds what all rounds so far have put in, not one."""
        if self._loops and items.born < self._loops[-1]:
            items.grown = True

    def branches(
        self,
        *sides: Callable[[], bool | Left],
        fall_through: bool = False,
        settles: Settles | None = None,
        last_first: bool = False,
    ) -> list[bool]:
        """Run alternatives from the same state and join what they wrote.

        Args:
            sides: each runs one alternative and says whether control goes on behind it, or what it has left.
            fall_through: none of them may run at all.
            settles: what is there of what only one of them makes, given what was joined and what was there before.
            last_first: what the last one has made is named first: it is there if nobody says otherwise.

        Returns:
            Which sides go on. Writes of the others are dropped.
        """
        begun = serial()
        before: _Entries = {}
        alive: list[bool] = []
        outcomes: list[_Entries] = []
        stays = fall_through
        fails = False
        for side in sides:
            goes_on, written, failed = self._undone(side, before)
            fails, stays = fails or failed, stays or goes_on is not False
            alive.append(goes_on is True)
            if goes_on is True:
                outcomes.append(written)
            elif isinstance(goes_on, Left) and written and self._leaving[goes_on]:
                self._leaving[goes_on][-1].append(written)
        if fall_through:
            outcomes.append({})
        self.failed = self.failed or (fails and not stays)
        if outcomes:
            self._join_outcomes(outcomes, before, begun, settles, last_first)
        return alive

    def beside(self, side: Callable[[], bool], other: Callable[[], bool], keeps: Callable[[Any, bool], bool]) -> None:
        """Run an alternative, and another one of which little is kept.

        Args:
            side: what counts.
            other: what is kept of it, if it goes on, are values that say so when they are joined.
            keeps: whether a joined value is kept, told whether what counts has none of its own.
        """
        begun = serial()
        before: _Entries = {}
        _, written, _ = self._undone(side, before)
        goes_on, beside, _ = self._undone(other, before)
        for slot in written | (beside if goes_on else {}):
            if slot not in before:  # the side returns what it has made
                continue
            table, key, old = before[slot]
            now = written[slot][2] if slot in written else old
            if goes_on and slot in beside:
                joined = beside[slot][2] if _born(table) > begun else join(now, beside[slot][2])
                if _born(table) > begun or keeps(joined, now is MISSING):
                    now = settled(joined, now) if isinstance(joined, list) else by_default(joined)
            self._put(table, key, old, now)

    def _undone(self, side: Callable[[], bool | Left], before: _Entries) -> tuple[bool | Left, _Entries, bool]:
        """Run one alternative and undo it.

        Args:
            side: runs it and says whether control goes on behind it.
            before: gets what was there before.

        Returns:
            What the side said, what it wrote, and whether it has raised. What it wrote into things of its own stays
            where it does not go on: it may have returned them.
        """
        mark, begun = len(self._trail), serial()
        saved, self.failed = self.failed, False
        self.depth += 1
        try:
            goes_on = side()
            failed = self.failed
        finally:
            self.depth -= 1
            self.failed = saved
        goes_on = goes_on if not failed else False
        trail = self._trail[mark:]
        del self._trail[mark:]
        written = {(_identity(table), key): (table, key, _read(table, key)) for table, key, _ in trail}
        for table, key, old in reversed(trail):
            if goes_on is not True and _born(table) > begun:
                continue
            _write(table, key, old)
            before[_identity(table), key] = (table, key, old)
        return goes_on, written, failed

    def _join_outcomes(
        self, outcomes: list[_Entries], before: _Entries, begun: int, settles: Settles | None, last_first: bool
    ) -> None:
        """Write what holds after one of several alternatives.

        Args:
            outcomes: what each of them wrote.
            before: what was there before.
            begun: what was born later was made by one of them.
            settles: as for ``branches``.
            last_first: as for ``branches``.
        """
        slots = {slot: None for written in outcomes for slot in written}
        # What new objects hold comes first: whether two models may be joined depends on what is inside.
        for slot in sorted(slots, key=lambda slot: _born(before[slot][0]) <= begun):
            table, key, old = before[slot]
            if _born(table) > begun:  # there is nothing older to join with
                merged = [written[slot][2] for written in outcomes if slot in written][-1]
            else:
                made = [written[slot][2] if slot in written else old for written in outcomes]
                merged = reduce(join, reversed(made) if last_first else made)
                merged = merged if settles is None else settles(merged, old)
            self._put(table, key, old, merged)

    def _put(self, table: dict[Any, Any], key: Any, old: Any, new: Any) -> None:
        if self.depth:
            self._trail.append((table, key, old))
        _write(table, key, new)

    @contextmanager
    def on_its_own(self) -> Iterator[None]:
        """Read what need not happen: where it raises, the program goes on without it."""
        saved, self.failed = self.failed, False
        try:
            yield
        finally:
            self.failed = saved

    def leaving(self, left: Left, names: dict[str, Any] | None = None) -> _Leaving:
        """Read what some alternatives may leave early: behind it holds, too, what they have written.

        Args:
            left: what is read.
            names: what nobody reads behind it.
        """
        return _Leaving(self, self._leaving[left], names)

    def join_left(self, leaving: list[_Entries], names: dict[str, Any] | None) -> None:
        """Join what alternatives have written that left something early with what holds behind it.

        Args:
            leaving: what they have written.
            names: what nobody reads behind it.
        """
        for written in leaving:
            for table, key, value in sorted(written.values(), key=lambda entry: -_born(entry[0])):
                now = _read(table, key)
                joined = now if table is names else join(now, value)
                if joined is not now:
                    self._put(table, key, now, joined)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Write for good even inside a branch: a module runs once, whatever becomes of the branch that imports it."""
        saved = self._trail, self.depth
        self._trail, self.depth = [], 0
        try:
            with self.on_its_own():
                yield
        finally:
            self._trail, self.depth = saved

    def widen_after(self, body: Callable[[], None]) -> None:
        """Run a loop's body once for any number of iterations >= 1: what differs from before is blurred."""
        mark = len(self._trail)
        begun = serial()
        self.depth += 1
        self._loops.append(begun)
        with self.on_its_own():
            body()
        self._loops.pop()
        self.depth -= 1
        before = {(_identity(table), key): (table, key, old) for table, key, old in reversed(self._trail[mark:])}
        if not self.depth:
            del self._trail[mark:]
        for table, key, old in before.values():
            if _born(table) > begun:
                continue
            if isinstance(table, _Slot):
                table.target.grown = True
                continue
            now = _read(table, key)
            blurred = widen(old, now)
            if blurred is not now:
                self._put(table, key, now, blurred)


class _Leaving:
    """See ``State.leaving``; no generator, for each call of a function of the program enters one."""

    __slots__ = ("_around", "_names", "_state")

    def __init__(self, state: State, around: list[list[_Entries]], names: dict[str, Any] | None) -> None:
        self._state, self._around, self._names = state, around, names

    def __enter__(self) -> None:
        self._around.append([])

    def __exit__(self, kind: object, *_: object) -> None:
        leaving = self._around.pop()
        if leaving and kind is None:
            self._state.join_left(leaving, self._names)


class _Slot(dict[Any, Any]):
    """Stands for the ``items`` attribute of a list in the trail."""

    def __init__(self, target: Items) -> None:
        super().__init__()
        self.target = target


class _Fields(dict[Any, Any]):
    """Stands for the fields of a record in the trail."""

    def __init__(self, target: History) -> None:
        super().__init__()
        self.target = target


def _born(table: dict[Any, Any]) -> int:
    if isinstance(table, (_Slot, _Fields)):
        return table.target.born
    return table.born if isinstance(table, Table) else -1


def _identity(table: dict[Any, Any]) -> int:
    return id(table.target) if isinstance(table, (_Slot, _Fields)) else id(table)


def _read(table: dict[Any, Any], key: Any) -> Any:
    if isinstance(table, _Fields):
        return getattr(table.target, key)
    return table.target.items if isinstance(table, _Slot) else table.get(key, MISSING)


def _write(table: dict[Any, Any], key: Any, value: Any) -> None:
    if isinstance(table, _Slot):
        _fill(table.target, value)
    elif isinstance(table, _Fields):
        setattr(table.target, key, value)
    elif value is MISSING:
        table.pop(key, None)
    else:
        table[key] = value


def _fill(items: Items, content: list[Value]) -> None:
    """Give a list its content. Without a bound, lists that grow in every branch double with every branch."""
    items.open = items.open or len(content) > MAX_ITEMS
    items.items = content if len(content) <= MAX_ITEMS else content[:MAX_ITEMS]
    items.measure()

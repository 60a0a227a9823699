"""How much work one analysis may do: a program earns more only by touching layers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

STEPS_BASE = 50_000
STEPS_PER_STATEMENT = 200
"""Budget of evaluated nodes; a program that needs more is read no further (and what is not read is unknown)."""
_MAX_STEPS = 300_000
"""The most that one analysis does, a few seconds."""
_MAX_FOR_IMPORTS = 150_000
"""The most of it that imported modules take, however many there are: the program itself must be read, too."""
_MAX_FOR_USERS, _MAX_FOR_USER = 150_000, 80_000
"""The most of it that all modules take which use the program, and each of them."""
_RESERVE, _RESERVE_FOR_USER = 25_000, 10_000
"""The rest of it, for what stands after a statement that took too much; that of a module that uses the program."""
_LEAST = 50
"""What any statement may take."""
_IDLE_STEPS = 6_000
"""Work in one function without any event or layer, after which its results are taken as unknown."""
_IDLE_PER_LAYER = 100
"""How much more that is with each layer and event elsewhere: what large networks call for each of their layers."""
_SHORT = 25_000
"""What must be left for that: otherwise the end of the program would not be read."""


class OutOfBudget(Exception):
    """The program is too large or too recursive to be read to the end."""


class OutOfTime(BaseException):
    """The time that one file may take is over; no handler of errors on the way keeps it."""


def limit_of(error: BaseException) -> str:
    """Return which limit an exception says is reached."""
    return "it is nested too deeply" if isinstance(error, RecursionError) else "following it takes too much work"


class Budget:
    """Counts steps (``steps`` so far, ``allowed`` in all), each an evaluated expression, statement or call."""

    def __init__(self) -> None:
        self.steps = 0
        self.allowed = STEPS_BASE
        self._most = _MAX_STEPS
        self._limit = _MAX_STEPS - _RESERVE
        self._sharing = 0
        self._left_for_imports = _MAX_FOR_IMPORTS
        self._left_for_users = _MAX_FOR_USERS
        self._idle: dict[int, int] = {}

    def step(self, cost: int = 1) -> None:
        """Count work.

        Args:
            cost: in steps.

        Raises:
            OutOfBudget: the program needs more than it is worth.
        """
        self.steps += cost
        if self.steps > self.allowed:
            raise OutOfBudget

    @property
    def left(self) -> int:
        """The steps that are still allowed."""
        return self.allowed - self.steps

    def grant(self, steps: int) -> None:
        """Allow so many more steps from here."""
        self.allowed = min(max(self.allowed, self.steps + steps), self._limit)

    def earn(self, steps: int) -> None:
        """Allow more work because the work done so far was about layers."""
        self.allowed = min(self.allowed + steps, self._limit)

    def open_reserve(self) -> None:
        """Allow the rest, after a statement that took too much."""
        self._limit = self._most

    @property
    def is_spent(self) -> bool:
        """Whether what one analysis may do is done, its reserve aside."""
        return self.steps >= _MAX_STEPS - _RESERVE

    @property
    def is_shared(self) -> bool:
        """Whether what runs has only a share of the rest."""
        return self._sharing > 0

    @contextmanager
    def share(self, parts: int) -> Iterator[None]:
        """Allow one of so many parts of what is left, or a fourth; all of it until the reserve is open.

        However many statements take too much, the last one is read: each may take a little in any case.
        """
        if self._limit < self._most or self._sharing:
            yield
            return
        limit = self._limit
        share = max((limit - self.steps) // min(parts, 4), _LEAST)
        self.allowed = self._limit = self.steps + share
        self._sharing += 1
        try:
            yield
        finally:
            self._sharing -= 1
            self._limit = limit

    def is_idle(self, key: int, progress: int) -> bool:
        """Whether a function has taken a lot of work since it last touched a layer, measured by the layers elsewhere.

        Args:
            key: which function.
            progress: how many layers and events there are.
        """
        more = _IDLE_PER_LAYER * progress if self.left > _SHORT else 0
        return self._idle.get(key, 0) > _IDLE_STEPS + more

    def idled(self, key: int, steps: int) -> None:
        """Note the work of a function that touched no layer."""
        self._idle[key] = self._idle.get(key, 0) + steps

    def touched(self, key: int) -> None:
        """Note that a function touched a layer."""
        self._idle.pop(key, None)

    @contextmanager
    def sparing(self, steps: int) -> Iterator[None]:
        """Allow so many steps and what they earn, whatever was left before."""
        allowed = self.allowed
        self.allowed = min(self.steps + steps, self._limit)
        try:
            yield
        finally:
            self.allowed = max(allowed, self.allowed)

    @contextmanager
    def importing(self) -> Iterator[None]:
        """Take the steps of an import, and of the imports in it, out of what all imports may take."""
        begun, left = self.steps, self._left_for_imports
        try:
            with self._at_most(left):
                yield
        finally:
            self._left_for_imports = left - (self.steps - begun)

    @contextmanager
    def using(self) -> Iterator[None]:
        """Take the steps of a module that uses the program out of what all of them may take.

        Each runs by itself: what one of them asks a function for in vain says nothing of what the next one gets.
        """
        begun, left, idle = self.steps, self._left_for_users, self._idle
        self._idle = {}
        try:
            with self._at_most(min(left, _MAX_FOR_USER), _RESERVE_FOR_USER):
                yield
        finally:
            self._left_for_users, self._idle = left - (self.steps - begun), idle

    @contextmanager
    def _at_most(self, steps: int, reserve: int = 0) -> Iterator[None]:
        limit, most = self._limit, self._most
        self._most = min(limit, self.steps + steps)
        self._limit = max(self._most - reserve, self.steps)
        self.allowed = min(self.allowed, self._limit)
        try:
            yield
        finally:
            self._limit, self._most = limit, most

"""The interpreter itself: walks a module in execution order with abstract values and writes down events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.store import State
from bnlint.interpreter.domain.values import UNKNOWN, Class, External, Function, Lazy, ModuleValue, Object, Value
from bnlint.interpreter.language import statements
from bnlint.interpreter.program import Module, Project

_STEPS_BASE = 20_000
_STEPS_PER_STATEMENT = 200
"""Budget of evaluated nodes; a program that needs more is read no further (and what is not read is unknown)."""
_MAX_STEPS = 250_000
"""The most that one analysis does, a few seconds."""
_MAX_FOR_IMPORTS = 150_000
"""The most of it that imported modules take, however many there are: the program itself must be read, too."""
_RESERVE = 25_000
"""The rest of it, for what stands after a statement that took too much."""
_IDLE_STEPS = 6_000
"""Work in one function without any event or layer, after which its results are taken as unknown."""
_LASTING = (Class, External, Function, Lazy, ModuleValue)
"""What a name still holds after a statement that was given up, give or take a second definition."""
_MAX_DEPTH = 60
"""Nested calls of the program's own functions."""


class OutOfBudget(Exception):
    """The program is too large or too recursive to be read to the end."""


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


class Interpreter:
    """Reads one program.

    Args:
        dialect: the Keras dialect, 2 or 3.
        project: where imported modules are found.
    """

    def __init__(self, dialect: int, project: Project) -> None:
        self.dialect = dialect
        self.project = project
        self.testimony = ev.Testimony(dialect=dialect)
        self.calls_of: dict[int, list[ev.LayerCalled]] = {}
        self.state = State()
        self.steps = 0
        self.budget = _STEPS_BASE
        self.limit = _MAX_STEPS - _RESERVE
        self.left_for_imports = _MAX_FOR_IMPORTS
        self.depth = 0
        self.scopes: list[ev.Scope] = []
        self.tapes: list[ev.Tape] = []
        self.calls: list[ev.LayerCalled] = []
        self.cells: list[Cell] = []
        self.flags: list[Decision] = []
        self.keras_depth = 0
        self.driver: ev.Driver = "user"
        self.trainer: ev.Layer | None = None
        self.fitting: ev.Layer | None = None
        self.traced: dict[int, Value] = {}
        """``trainable`` by ``id`` of a layer, as the train function that runs has taken it over."""
        self.learning_phase: Decision | None = None
        self.unknown_phase = Decision("?", None, "learning phase")
        self.data_format = "channels_last"
        self.ran: set[int] = set()
        self.active: list[int] = []
        self.runs: dict[int, int] = {}
        self.functions: list[Function] = []
        self.classes: list[Class] = []
        self.instances: dict[int, list[Object]] = {}
        self.strategies: list[Any] = []
        self.muted = 0
        self.arg_scopes: list[list[tuple[frozenset[str] | None, dict[str, Value]]]] = []
        self.graph: dict[str, Any] = {}
        self.loop_kinds: list[str] = []
        self.unused = False
        self.cached = 0
        self.guards = 0
        self.partials: list[tuple[Any, Any, Frame]] = []
        self.used: set[int] = set()
        self.attempts = 0
        self.objects = 0
        self.idle: dict[int, int] = {}
        self.eager = 0
        self.reading = False
        self.loop_depths: list[int] = []
        self.loop_names: list[str] = []

    # -- events ------------------------------------------------------------------------------------------------

    def emit(self, event: ev.Event) -> None:
        """Write an event down, unless only shapes are being worked out."""
        if self.attempts and isinstance(event, ev.ApiUsed):
            return  # inside try: the program is ready for its absence
        self.earn(100)
        if not self.muted:
            self.testimony.events.append(event)
            if isinstance(event, ev.LayerCalled):
                self.calls_of.setdefault(id(event.layer), []).append(event)

    def site(self, frame: Frame, node: Any) -> ev.Site:
        """Return the place of a node of the frame's module (or the place itself, if it is already one)."""
        if isinstance(node, ev.Site):
            return node
        return ev.Site(frame.module.path, node=node)

    def step(self) -> None:
        """Count one unit of work.

        Raises:
            OutOfBudget: the program needs more than it is worth.
        """
        self.steps += 1
        if self.steps > self.budget:
            raise OutOfBudget

    def grant(self, steps: int) -> None:
        """Allow so many more steps from here."""
        self.budget = min(max(self.budget, self.steps + steps), self.limit)

    def earn(self, steps: int) -> None:
        """Allow more work because the work done so far was about layers."""
        self.budget = min(self.budget + steps, self.limit)

    def progress(self) -> int:
        """Return a number that grows with every event and every layer built."""
        return len(self.testimony.events) + self.objects

    def is_idle(self, key: int) -> bool:
        """Whether a function has taken a lot of work and never touched a layer."""
        return self.idle.get(key, 0) > _IDLE_STEPS

    # -- running -----------------------------------------------------------------------------------------------

    def run_module(self, module: Module) -> None:
        """Run a module's body once, as a program; of one that was imported before, what an import leaves out."""
        body = (
            [s for s in module.tree.root.body if statements.is_main_block(s)]
            if module.imported
            else module.tree.root.body
        )
        module.imported = False
        self._run_module(module, body)

    def import_module(self, module: Module) -> None:
        """Run a module for another one: without its ``__main__`` block, and at no cost for the importer.

        Whatever it takes, the importer has the budget that it had before: a large library that is imported in the
        first line must not keep the program from being read. One that takes too much is itself cut short.
        """
        if module.ran or module.running:
            return
        left, before = self.budget - self.steps, self.nesting()
        module.imported = True
        try:
            with self._importing():
                self._run_module(module, module.tree.root.body)
        except (OutOfBudget, RecursionError):
            self.return_to(before)
        self.grant(left)

    @contextmanager
    def _importing(self) -> Iterator[None]:
        """Take the steps of an import, and of the imports in it, out of what all imports may take."""
        begun, limit, left = self.steps, self.limit, self.left_for_imports
        self.limit = min(limit, begun + left)
        self.budget = min(self.budget, self.limit)
        try:
            yield
        finally:
            self.limit, self.left_for_imports = limit, left - (self.steps - begun)

    def _run_module(self, module: Module, body: Sequence[Any]) -> None:
        module.running = True
        self.grant(_STEPS_BASE // 10 + _STEPS_PER_STATEMENT * len(body))
        frame = Frame(module, module.names)
        try:
            with self.elsewhere(), self.state.apart():
                if module.imported:
                    statements.execute(self, body, frame)
                else:
                    self._run_program(body, frame)
        finally:
            module.running = False
            module.ran = True

    def _run_program(self, body: Sequence[Any], frame: Frame) -> None:
        """Run statements; one that takes too much is given up, and with it all that it may have changed."""
        for statement in body:
            before = self.nesting()
            try:
                with self.state.apart():
                    if statements.execute(self, [statement], frame) is not statements.Flow.ON:
                        return
            except (OutOfBudget, RecursionError):
                self.return_to(before)
                for name, value in frame.names.items():
                    frame.names[name] = value if isinstance(value, _LASTING) else UNKNOWN
                self.limit = _MAX_STEPS
                self.grant(_STEPS_BASE // 10)

    def nesting(self) -> tuple[tuple[int, int, int], list[list[Any]]]:
        """Return how deeply nested the reading is, where an exception may leave that as it was inside."""
        stacks = (self.active, self.strategies, self.arg_scopes, self.loop_depths, self.loop_names)
        return (self.depth, self.muted, self.attempts), [list(stack) for stack in stacks]

    def return_to(self, before: tuple[tuple[int, int, int], list[list[Any]]]) -> None:
        """Go on as deeply nested as ``nesting`` said before a part of the program was given up."""
        (self.depth, self.muted, self.attempts), stacks = before
        self.active, self.strategies, self.arg_scopes, self.loop_depths, self.loop_names = stacks

    @contextmanager
    def elsewhere(self) -> Iterator[None]:
        """Forget the surroundings: an imported module runs outside of tapes, calls and functions of the importer."""
        saved = (self.scopes, self.tapes, self.calls, self.cells, self.flags, self.keras_depth, self.driver)
        self.scopes, self.tapes, self.calls, self.cells, self.flags = [], [], [], [], []
        self.keras_depth, self.driver = 0, "user"
        loops, self.loop_kinds = self.loop_kinds, []
        try:
            yield
        finally:
            (self.scopes, self.tapes, self.calls, self.cells, self.flags, self.keras_depth, self.driver) = saved
            self.loop_kinds = loops

    @contextmanager
    def recording(self, tape: ev.Tape) -> Iterator[None]:
        """Run with a tape recording."""
        self.tapes.append(tape)
        try:
            yield
        finally:
            self.tapes.remove(tape)

    @contextmanager
    def untaped(self) -> Iterator[None]:
        """Run with no tape recording (``stop_gradient``, ``stop_recording``), still inside a step."""
        saved, self.tapes = self.tapes, []
        self.eager += bool(saved)
        try:
            yield
        finally:
            self.eager -= bool(saved)
            self.tapes = saved

    @contextmanager
    def driven_by(self, driver: ev.Driver, trainer: ev.Layer | None) -> Iterator[None]:
        """Run as a built-in loop of Keras, or as somebody unknown."""
        saved = self.driver, self.trainer
        self.driver, self.trainer = driver, trainer
        try:
            yield
        finally:
            self.driver, self.trainer = saved

    def too_deep(self) -> bool:
        """Whether calls of the program's own functions are nested too deeply to go on."""
        return self.depth >= _MAX_DEPTH

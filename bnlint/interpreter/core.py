"""The interpreter itself: binds the steps of the recursion, and runs modules in execution order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bnlint.interpreter.budget import STEPS_BASE, STEPS_PER_STATEMENT
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.values import Module
from bnlint.interpreter.effects import library, methods
from bnlint.interpreter.keras import classes, forward, freezing, layers, members, settings
from bnlint.interpreter.language import assignment, branches, expressions, statements
from bnlint.interpreter.machine import Machine


class Interpreter(Machine):
    """Walks a module in execution order with abstract values and writes down events."""

    evaluate = expressions.evaluate
    block = statements.block
    assign_target = assignment.assign_target
    load_member = members.load
    store_trainable = freezing.set_trainable
    store_number = settings.set_number
    store_selected = freezing.set_selected
    note_built = layers.note_built
    instantiate = classes.instantiate
    call_object = forward.call_object
    call_external = library.call_external
    call_method = methods.call_method

    def run_module(self, module: Module, statements: Sequence[Any] | None = None) -> None:
        """Run a module's body once, as a program; of one that was imported before, what an import leaves out.

        Args:
            module: the module.
            statements: those of its body that are to run; None for all.
        """
        body = module.tree.root.body if statements is None else statements
        if module.imported:
            body = [statement for statement in body if branches.is_main_block(statement)]
        module.imported = False
        self._run_module(module, body)

    def import_module(self, module: Module) -> None:
        """Run a module for another one: without its ``__main__`` block, and at no cost for the importer.

        Whatever it takes, the importer has the budget that it had before: a large library that is imported in the
        first line must not keep the program from being read. One that takes too much is itself cut short.
        """
        if module.ran or module.running:
            return
        module.imported = True
        with self.aside():
            self._run_module(module, module.tree.root.body)

    def _run_module(self, module: Module, body: Sequence[Any]) -> None:
        module.running = True
        self.budget.grant(STEPS_BASE // 10 + STEPS_PER_STATEMENT * len(body))
        frame = Frame(module, module.names, spine=not module.imported)
        try:
            with self.elsewhere(), self.state.apart():
                statements.execute(self, body, frame)
                if module is self.project.main:
                    self.testimony.raises = self.state.failed
        finally:
            module.running = False
            module.ran = True

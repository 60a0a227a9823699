"""What the fields of a record hold where nothing is given: made when somebody asks for it.

Settings of large packages are records in records in records, and a file that imports one of them asks for few. A module
that is imported makes them when the first record is made, or never; they do what they would have done when it was
imported, and one stands for all. ``lab/shortcuts.py`` holds this against making them at once.
"""

from __future__ import annotations

from bnlint.interpreter.budget import STEPS_BASE
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import UNKNOWN, Class, Default, Function, Value
from bnlint.interpreter.language.calling import call_value
from bnlint.interpreter.machine import Machine


def made_by(run: Machine, factory: Value, call: Call) -> Value:
    """Return what ``default_factory`` makes, or what stands for it as long as nobody asks.

    Args:
        run: the interpreter.
        factory: makes it.
        call: says so; its arguments are not the factory's.
    """
    return Default(factory, call.passing()) if waits(factory, call) else call_value(run, factory, call.passing())


def waits(factory: Value, call: Call) -> bool:
    """Whether a factory is not called before somebody asks: one of the program's own, in a module that is imported."""
    return call.frame.module.imported and isinstance(factory, (Class, Function))


def settled(run: Machine, value: Value) -> Value:
    """Return what a field holds that may have waited."""
    if not isinstance(value, Default):
        return value
    if value.made is None:
        value.made = UNKNOWN  # for whoever asks for it while it is made
        with run.aside(), run.elsewhere(), run.state.apart():
            run.nesting.active = []
            run.budget.grant(STEPS_BASE // 10)
            value.made = call_value(run, value.factory, value.call)
    return value.made

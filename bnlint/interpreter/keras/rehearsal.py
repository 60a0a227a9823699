"""What a ``call`` of the program does at inference, tried out where only training has run it.

A constant ``training=True`` is right in a branch that only a training call takes. There are many ways to write such a
branch (an early return, ``training == 1``, ``training and self.trainable``), and one way to tell: run the ``call`` as
``predict`` does, and see whether it comes by.
"""

from __future__ import annotations

import bnlint.events as ev
from bnlint.interpreter.budget import OutOfBudget
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.frames import NOWHERE
from bnlint.interpreter.domain.values import Object
from bnlint.interpreter.keras import loops
from bnlint.interpreter.machine import Machine

_ROOM = 4_000
"""Budget for each rehearsal."""


def settle(run: Machine) -> None:
    """Mark the constants that no call at inference comes by."""
    calls = [event for event in run.testimony.events if isinstance(event, ev.LayerCalled)]
    constants = [(leaf, by) for leaf in calls if (by := _constant(leaf)) is not None and by.outer is not None]
    if not constants:
        return
    reached = {id(by.site.node) for leaf, by in constants if _at_inference(leaf)}
    owners = {id(obj.layer): obj for made in run.read.instances.values() for obj in made}
    rehearsed: set[int] = set()
    for leaf, by in constants:
        owner = next((owners[id(c.layer)] for c in reversed(list(leaf.chain())) if id(c.layer) in owners), None)
        if owner is not None and id(owner) not in rehearsed and id(by.site.node) not in reached:
            rehearsed.add(id(owner))
            reached |= _rehearse(run, owner)
    for _, by in constants:
        by.guarded = id(by.site.node) not in reached


def _constant(call: ev.LayerCalled) -> ev.LayerCalled | None:
    """Return the call whose own flag of True puts a BN layer into training mode."""
    if call.mode == "training" and call.reason == "flag":
        by = call.decided_by
        return by if by is not None and by.flag.known and by.flag.origin != "keras" else None
    return None


def _at_inference(leaf: ev.LayerCalled) -> bool:
    """Whether the program itself runs a layer where nobody asks for training."""
    root = leaf.root
    if root.driver != "user":
        return root.driver in ("predict", "evaluate")
    return not root.tapes and root.flag.known and not root.flag.value


def _rehearse(run: Machine, owner: Object) -> set[int]:
    """Return the ``id`` of the syntax of the constants that a call at inference comes by."""
    saved, run.testimony.events = run.testimony.events, []
    before = run.nesting.copy()
    run.budget.grant(_ROOM)
    run.rehearsing = True
    try:
        with run.state.apart():
            loops.keras_call(run, owner, tensors.CONCRETE, False, "predict", None, NOWHERE)
    except (OutOfBudget, RecursionError):
        run.nesting = before
    finally:
        run.rehearsing = False
        events, run.testimony.events = run.testimony.events, saved
    calls = [event for event in events if isinstance(event, ev.LayerCalled)]
    return {id(by.site.node) for call in calls if (by := _constant(call)) is not None}

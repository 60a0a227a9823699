"""What a ``call`` of the program does at inference, tried out where only training has run it.

A constant ``training=True`` is right in a branch that only a training call takes. There are many ways to write such a
branch (an early return, ``training == 1``, ``training and self.trainable``), and one way to tell: run the ``call`` as
``predict`` does, and see whether it comes by.

In a graph of TF1 a ``call`` is tried out without a flag, where nobody passes one, for what it leaves in inference mode.
"""

from __future__ import annotations

from collections.abc import Iterator

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


def settle_graph(run: Machine) -> None:
    """Note what stays in inference mode inside of the program's own layers, which a graph of TF1 calls without flag."""
    trained = run.testimony.stepped if run.testimony.graph_mode else ()
    if not trained:
        return
    owners = {id(obj.layer): obj for made in run.read.instances.values() for obj in made if id(obj.layer) in trained}
    inside: dict[int, list[ev.LayerCalled]] = {}
    for event in [event for event in run.testimony.events if isinstance(event, ev.LayerCalled)]:
        owner = owners.get(id(event.layer))
        if owner is not None and _is_without_flag(event):
            if id(owner) not in inside:
                inside[id(owner)] = _tried_out(run, owner, None)
            event.left = tuple(_left(event, inside[id(owner)]))


def _is_without_flag(call: ev.LayerCalled) -> bool:
    """Whether the program itself makes an outermost call of a layer on a tensor of its graph, and passes no flag."""
    outermost = call.outer is None and call.driver == "user" and not call.tapes
    return outermost and call.flag is ev.ABSENT and call.input.kind != "symbolic"


def _left(event: ev.LayerCalled, inside: list[ev.LayerCalled]) -> Iterator[ev.LayerCalled]:
    """Yield the calls that would have to pass a flag to the BN layers that a call of the program's own layer runs."""
    for leaf in inside:
        if leaf.mode == "inference" and leaf.reason == "nothing" and leaf.trainable is True and not leaf.layer.opaque:
            chain = (call for call in leaf.chain() if call.flag is ev.ABSENT and not _is_within_library(call))
            lacks = next(chain, event)
            yield event if lacks.outer is None else lacks


def _is_within_library(call: ev.LayerCalled) -> bool:
    """Whether a model of Keras makes a call, which hands its own flag on."""
    return call.outer is not None and call.outer.layer.kind in ("Sequential", "Functional")


def _rehearse(run: Machine, owner: Object) -> set[int]:
    """Return the ``id`` of the syntax of the constants that a call at inference comes by."""
    calls = _tried_out(run, owner, False)
    return {id(by.site.node) for call in calls if (by := _constant(call)) is not None}


def _tried_out(run: Machine, owner: Object, training: bool | None) -> list[ev.LayerCalled]:
    """Return the calls that a layer or model makes when it is called, given a flag, or (None) no flag."""
    saved, run.testimony.events = run.testimony.events, []
    before = run.nesting.copy()
    run.budget.grant(_ROOM)
    run.rehearsing = True
    try:
        with run.state.apart():
            if training is None:
                loops.driven_call(run, owner, tensors.CONCRETE, None, "unknown", None, NOWHERE)
            else:
                loops.keras_call(run, owner, tensors.CONCRETE, training, "predict", None, NOWHERE)
    except (OutOfBudget, RecursionError):
        run.nesting = before
    finally:
        run.rehearsing = False
        events, run.testimony.events = run.testimony.events, saved
    return [event for event in events if isinstance(event, ev.LayerCalled)]

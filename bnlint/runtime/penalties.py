"""Which gradients of inputs are part of the loss that another tape trains by, and which make an example for a model."""

from __future__ import annotations

import contextlib
import weakref
from collections import Counter
from dataclasses import dataclass
from typing import Any

from bnlint.events import Site, Tape
from bnlint.runtime.state import MAX_COMPARED, Kept, State
from bnlint.runtime.tensors import flatten


@dataclass(eq=False)
class Followed:
    """A gradient of inputs that was taken while other tapes recorded.

    Args:
        tape: the tape that gave it.
        gradients: what it gave.
        shadow: a tape of our own that records what is made of it; None in a graph, which knows that.
        call: the last call of a model that the tape recorded, where it is kept.
        example: a model was given what was made of it.
    """

    tape: Tape
    gradients: list[Any]
    shadow: Any
    call: Kept | None
    example: bool = False


class Penalties:
    """Follows gradients of inputs to the loss, each place of the program for its first rounds.

    A tape of our own says what a tensor is made of: operations do not know their results once they have run. In a graph
    they do, and nothing may be added there: the seeds of random operations count how many stand before them.

    Args:
        state: what the recorder knows.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._followed: weakref.WeakKeyDictionary[Tape, list[Followed]] = weakref.WeakKeyDictionary()
        self._counted: Counter[tuple[Site, ...]] = Counter()
        # As they are before they are patched: nobody notes what these tapes do.
        kind = state.tf.GradientTape
        self._begin, self._end, self._gradient, self._pause = (
            kind.__enter__,
            kind.__exit__,
            kind.gradient,
            kind.stop_recording,
        )

    def taken(self, tape: Tape, gradients: Any, call: Kept | None) -> None:
        """Follow what is made of a gradient of inputs, if another tape records."""
        around = [outer for _, outer in self._state.local.tapes if outer is not tape and outer.kind == "tape"]
        tensors = [each for each in flatten(gradients) if self._state.tf.is_tensor(each)]
        places = (tape.site, *(outer.site for outer in around))
        if not around or not tensors or self._counted[places] >= MAX_COMPARED:
            return
        self._counted[places] += 1
        symbolic = any(not hasattr(each, "numpy") for each in tensors)
        shadow = None if symbolic else self._state.tf.GradientTape(persistent=True)
        followed = Followed(tape, tensors, shadow, call)
        for outer in around:
            self._followed.setdefault(outer, []).append(followed)
        if shadow is not None:
            self._begin(shadow)
            shadow.watch(tensors)

    def fed(self, inputs: Any) -> None:
        """Note which gradients an example was made of that a model is given."""
        for _, outer in self._state.local.tapes:
            for followed in self._followed.get(outer, ()):
                followed.example = followed.example or self._hangs_on(inputs, followed, frozenset())

    def ended(self, outer: Tape) -> None:
        """Stop following what was taken inside of a tape that ends."""
        for followed in self._followed.get(outer, ()):
            if followed.shadow is not None:
                with contextlib.suppress(ValueError):  # of two tapes around it the inner one has ended before
                    self._end(followed.shadow, None, None, None)

    def part_of(self, outer: Tape, loss: Any) -> frozenset[Tape]:
        """Return the tapes whose gradients are part of a loss whose gradient a tape takes; their calls are kept."""
        found = [
            each for each in self._followed.get(outer, ()) if not each.example and self._hangs_on(loss, each, _FLAT)
        ]
        for each in found:
            if each.call is not None:
                self._state.penalised[each.call.layer] = each.call
        return frozenset(each.tape for each in found)

    def _hangs_on(self, made: Any, followed: Followed, flat: frozenset[str]) -> bool:
        """Whether something is made of a gradient that is followed; False for what is of another graph.

        Args:
            made: tensors.
            followed: the gradient.
            flat: kinds of operations in a graph behind which nothing is looked for.
        """
        tensors = [each for each in flatten(made) if self._state.tf.is_tensor(each) and each.dtype.is_floating]
        shadow = followed.shadow
        if shadow is None:
            return _is_above(tensors, {id(each) for each in followed.gradients}, flat)
        try:
            with self._pause(shadow) if shadow._recording else contextlib.nullcontext():
                by = self._gradient(shadow, tensors, followed.gradients)
        except (ValueError, TypeError, RuntimeError, LookupError, AttributeError):
            return False
        return any(each is not None for each in by)


_FLAT = frozenset({"StopGradient", "Sign"})
"""Operations whose result has no slope."""


def _is_above(tensors: list[Any], wanted: set[int], flat: frozenset[str]) -> bool:
    """Whether some tensors of a graph are made of others, beyond operations of some kinds."""
    waiting = [each for each in tensors if not hasattr(each, "numpy")]
    seen = {id(each) for each in waiting}
    while waiting:
        tensor = waiting.pop()
        if id(tensor) in wanted:
            return True
        if tensor.op.type not in flat:
            fresh = [each for each in tensor.op.inputs if id(each) not in seen]
            seen.update(id(each) for each in fresh)
            waiting += fresh
    return False

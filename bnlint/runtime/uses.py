"""Which gradients change weights, and which are only looked at: Fisher information, a norm, a saliency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np

from bnlint.events import GradientTaken, Layer, Site
from bnlint.runtime.backends import Array, numbers
from bnlint.runtime.state import MAX_WEIGHED
from bnlint.runtime.tensors import Weak, flatten

SAMPLE = 2000
"""Numbers of each variable that are compared: an optimizer changes more than a few of them."""


class GradientUses:
    """Tells by the weights, and by what optimizers get, which places take gradients that change something.

    Nothing is said of places in Keras's loops and under distribution strategies; ``applied`` stays True there.

    Args:
        moved: takes how far weights are seen to have moved that the program itself updates, by their layers and models.
    """

    def __init__(self, moved: dict[Layer, float]) -> None:
        self._told: dict[GradientTaken, None] = {}
        self._used: set[Site] = set()
        self.by_hand: set[Site] = set()
        """Places whose gradients the program itself takes off the weights, without an optimizer."""
        self._moved = moved
        self._waiting: dict[Site, tuple[GradientTaken, list[Any], list[Array]]] = {}
        self._counted: Counter[Site] = Counter()
        self._made: Weak[Site] = Weak()
        """Gradients that are still around, and where they were taken."""
        self.replaced: set[Layer] = set()
        """Layers and models that are called with other weights than before, without a variable that has changed."""
        self._compiled: dict[Site, frozenset[Layer]] = {}
        """Places in compiled functions that left the weights alone, and whose weights the gradient is taken of."""

    def taken(self, event: GradientTaken, variables: list[Any], gradients: Any, testified: bool) -> None:
        """Note a gradient that is taken eagerly, with the weights as they are."""
        if testified:
            self._told[event] = None
        site = event.site
        for tensor in flatten(gradients):
            self._made.set(tensor, site)
        if site in self._used:
            return
        self._counted[site] += 1
        if not is_looked_at(self._counted[site]) or (site in self._waiting and not self._settle(site)):
            return
        if site not in self._used and self._counted[site] <= MAX_WEIGHED:
            copies = [copy for variable in variables if (copy := sample(variable)) is not None]
            if len(copies) < len(variables):
                self._used.add(site)
            else:
                self._waiting[site] = (event, variables, copies)

    def compiled(self, events: Iterable[GradientTaken], layers: Iterable[Layer], changed: bool) -> None:
        """Note the gradients of a compiled function: whether its run has changed weights."""
        for event in events:
            self._told[event] = None
            if changed:
                self._used.add(event.site)
            else:
                self._compiled.setdefault(event.site, frozenset(layers))

    def changed(self, layers: Iterable[Layer]) -> bool:
        """Note that weights changed in a function without a gradient of its own: it may apply what others have taken.

        Returns:
            whether there are such.
        """
        moved = frozenset(layers)
        found = [site for site, owners in self._compiled.items() if not moved.isdisjoint(owners)]
        self._used.update(found)
        return bool(found)

    def steps(self, event: GradientTaken | None = None, gradients: Iterable[Any] = ()) -> None:
        """Note that a step begins which changes weights: gradients before it have not.

        Args:
            event: the latest gradient of these weights, if one is known.
            gradients: what the optimizer gets; where they are what a tape gave, that tells better.
        """
        for site in tuple(self._waiting):
            self._settle(site)
            self._waiting.pop(site, None)
        exact = {site for site in map(self._made.get, gradients) if site is not None}
        if exact:
            self._used |= exact
        elif event is not None:
            self._used.add(event.site)

    def is_used(self, event: GradientTaken) -> bool:
        """Say whether a gradient is known to change weights so far."""
        return event.site in self._used

    def finish(self) -> None:
        """Say it of all gradients so far."""
        for site in tuple(self._waiting):
            self._settle(site)
        for event in self._told:
            event.applied = event.site in self._used or not self.replaced.isdisjoint(event.layers or ())

    def _settle(self, site: Site) -> bool:
        """Compare the weights with what they were when a place took its gradient first; returns whether they differ."""
        event, variables, before = self._waiting[site]
        pairs = [(sample(variable), old) for variable, old in zip(variables, before, strict=True)]
        if all(new is not None and np.array_equal(new, old) for new, old in pairs):
            return False
        del self._waiting[site]
        self._used.add(site)
        self.by_hand.add(site)
        known = [np.max(np.abs(new - old), initial=0.0) for new, old in pairs if new is not None]
        for layer in event.layers or ():
            self._moved[layer] = max(self._moved.get(layer, 0.0), float(max(known, default=0.0)))
        return True


def is_looked_at(run: int) -> bool:
    """Say whether weights are compared after this run of a place that has changed none so far.

    Gradients are often accumulated over 4, 8, 10, 16 steps: a prime number meets them all.
    """
    return run <= 64 or run % 19 == 0


def sample(variable: Any) -> Array | None:
    """Copy some of a variable's numbers; None where they cannot be read, as with those of another replica."""
    try:
        values = numbers(variable).reshape(-1)
    except Exception:
        return None
    return np.array(values[:: max(1, values.size // SAMPLE)])

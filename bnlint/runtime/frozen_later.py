"""Constants ``training=True`` in a ``call`` whose layers the program freezes before it asks for an answer.

A frozen layer runs in inference mode whatever its flag says: nothing of such a constant is left at inference. The
linter tries out what ``predict`` would do once the program has ended; where the program never asked, so must the run.
"""

from __future__ import annotations

from collections.abc import Iterable

from bnlint.events import Event, Layer, LayerCalled, Site, TrainableSet
from bnlint.libraries.keras_models import INFERENCE


def settle(events: Iterable[Event]) -> None:
    """Mark the constants that no call at inference comes by, since their layers are frozen by then."""
    events = list(events)
    frozen = _frozen(events)
    reached: dict[Site, bool] = {}
    constants: list[LayerCalled] = []
    for leaf in (event for event in events if isinstance(event, LayerCalled)):
        by = leaf.decided_by
        if leaf.mode != "training" or leaf.reason != "flag" or by is None or by.outer is None:
            continue
        if by.flag.known and by.flag.origin != "keras":
            constants.append(by)
            reached[by.site] = reached.get(by.site, False) or leaf.layer not in frozen or _at_inference(leaf)
    for by in constants:
        by.guarded = by.guarded or not reached[by.site]


def _frozen(events: list[Event]) -> set[Layer]:
    """Return the layers whose ``trainable`` was set last to False."""
    found: set[Layer] = set()
    for event in events:
        if isinstance(event, TrainableSet):
            inside = set(event.layer.walk())
            found = found | inside if event.value is False else found - inside
    return found


def _at_inference(leaf: LayerCalled) -> bool:
    """Say whether the program itself ran a layer where nobody asks for training."""
    root = leaf.root
    if root.driver != "user":
        return root.driver in INFERENCE
    return not root.tapes and root.flag.known and not root.flag.value

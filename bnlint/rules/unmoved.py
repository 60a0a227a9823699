"""BN layers whose statistics never move, because nobody passes the flag where they are trained."""

from __future__ import annotations

from bnlint.events import Site, Testimony
from bnlint.rules import bnl102, facts


def unmoved(testimony: Testimony) -> frozenset[Site]:
    """Return where BN layers are built that are in inference mode in training, and in training mode nowhere.

    BNL102 says so: until that is mended, no number of theirs says how the statistics move.
    """
    left = {found.call.layer.site for found in bnl102.unswitched(testimony)}
    if not left:
        return frozenset()
    trained = (call for call in facts.leaves(testimony) if call.mode == "training" or call.root.driver == "fit")
    return frozenset(left - {call.layer.site for call in trained})

"""Events in words."""

from __future__ import annotations

from collections.abc import Callable, Collection

from bnlint.events import Layer, LayerCalled
from bnlint.libraries.keras_models import LOOPS

_REASONS = {
    "flag": "the training argument said so",
    "default": "the default of training said so",
    "nothing": "nobody passed training",
    "frozen": "trainable is False",
    "learning phase": "the learning phase said so",
}
_SIZES = 3
"""Sizes of batches that are named."""


def describe_modes(
    calls: list[LayerCalled], loops: Callable[[Collection[Layer]], Collection[str]] = lambda layers: ()
) -> str:
    """Say in which modes BN layers ran, why, and on batches of which sizes.

    Args:
        calls: the runs.
        loops: returns the methods of Keras that ran some layers, as far as that is known.
    """
    layers: dict[tuple[str, str], set[Layer]] = {}
    sizes: dict[tuple[str, str], dict[int, None]] = {}
    for call in calls:
        key = (call.mode or "", call.reason)
        layers.setdefault(key, set()).add(call.layer)
        known = sizes.setdefault(key, {})
        if call.input.examples:
            known[call.input.examples] = None
    several = len({call.layer for call in calls}) > 1
    same = len({tuple(known) for known in sizes.values()}) == 1
    texts = []
    for (mode, reason), which in layers.items():
        noun = f"{len(which)} BN layer{'s' if len(which) > 1 else ''} in " if several else ""
        said = _reason(reason, loops(which))
        why = f" ({said})" if said else ""
        texts.append(f"{noun}{mode} mode{why}{'' if same else _batches(sizes[mode, reason])}")
    return ", ".join(texts) + (_batches(next(iter(sizes.values()))) if same and sizes else "")


def _reason(reason: str, loops: Collection[str]) -> str:
    """Put a reason in words; of Keras's loops the one that ran: ``train_on_batch`` counts as ``fit``."""
    if reason not in LOOPS:
        return _REASONS.get(reason, "")
    ran = sorted(name for name in loops if name in LOOPS and LOOPS[name].driver == reason)
    return f"{' and '.join(ran) or reason} said so"


def _batches(sizes: dict[int, None]) -> str:
    if not sizes:
        return ""
    shown = [str(size) for size in list(sizes)[:_SIZES]]
    return f", batches of {', '.join(shown[:-1])}{' and ' if len(shown) > 1 else ''}{shown[-1]}"

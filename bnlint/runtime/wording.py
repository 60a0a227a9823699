"""Events in words."""

from __future__ import annotations

from bnlint.events import Layer, LayerCalled

_REASONS = {
    "flag": "the training argument said so",
    "default": "the default of training said so",
    "fit": "fit said so",
    "predict": "predict said so",
    "evaluate": "evaluate said so",
    "nothing": "nobody passed training",
    "frozen": "trainable is False",
    "learning phase": "the learning phase said so",
}
_SIZES = 3
"""Sizes of batches that are named."""


def describe_modes(calls: list[LayerCalled]) -> str:
    """Say in which modes BN layers ran, why, and on batches of which sizes."""
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
        why = f" ({_REASONS[reason]})" if reason in _REASONS else ""
        texts.append(f"{noun}{mode} mode{why}{'' if same else _batches(sizes[mode, reason])}")
    return ", ".join(texts) + (_batches(next(iter(sizes.values()))) if same and sizes else "")


def _batches(sizes: dict[int, None]) -> str:
    if not sizes:
        return ""
    shown = [str(size) for size in list(sizes)[:_SIZES]]
    return f", batches of {', '.join(shown[:-1])}{' and ' if len(shown) > 1 else ''}{shown[-1]}"

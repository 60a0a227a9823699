"""Events in words."""

from __future__ import annotations

from collections import Counter

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


def describe_modes(calls: list[LayerCalled]) -> str:
    """Say in which modes BN layers ran, and why."""
    layers: dict[tuple[str, str], set[Layer]] = {}
    for call in calls:
        layers.setdefault((call.mode or "", call.reason), set()).add(call.layer)
    texts = []
    several = len({call.layer for call in calls}) > 1
    for (mode, reason), which in layers.items():
        noun = f"{len(which)} BN layers in " if several else ""
        why = f" ({_REASONS[reason]})" if reason in _REASONS else ""
        texts.append(f"{noun}{mode} mode{why}")
    sizes = Counter(call.input.examples for call in calls if call.input.examples)
    size = f", batches of {sizes.most_common(1)[0][0]}" if sizes else ""
    return f"{', '.join(texts)}{size}"

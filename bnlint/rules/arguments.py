"""Reading the constructor's arguments of BN layers."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import Arg, LayerBuilt, Testimony
from bnlint.rules import facts


def numbers(testimony: Testimony, name: str) -> Iterator[tuple[LayerBuilt, Arg, float]]:
    """Yield the BN layers that learn and have this argument as a known number."""
    for event in facts.built(testimony):
        arg = event.layer.args.get(name)
        if arg is None or not arg.known or isinstance(arg.value, bool) or not isinstance(arg.value, (int, float)):
            continue
        if not _frozen_at_birth(event):
            yield event, arg, float(arg.value)


def _frozen_at_birth(event: LayerBuilt) -> bool:
    trainable = event.layer.args.get("trainable")
    return trainable is not None and trainable.known and not trainable.value

"""What a gradient is taken of: weights of layers, or tensors."""

from __future__ import annotations

import bnlint.events as ev
from bnlint.interpreter.domain.keras_objects import refresh
from bnlint.interpreter.domain.values import (
    Asked,
    Items,
    Mapping,
    Optional,
    TapeValue,
    TensorValue,
    Value,
    Variables,
    Weight,
)

Sources = tuple[tuple[ev.Layer, ...] | None, bool]
"""Layers whose weights a gradient is taken of (None where that is not known), and whether it is of tensors, too."""


def sources_of(value: Value | None) -> Sources:
    """Return the layers whose weights are meant, and whether tensors (inputs) are meant."""
    if isinstance(value, Optional):
        value = value.value
    if isinstance(value, (Variables, Weight)):
        for owner in value.owners:
            refresh(owner)
        return tuple(o.layer for o in value.owners if o.layer is not None), False
    if isinstance(value, Asked):
        return tuple(o.layer for o in value.owners if o.layer is not None) or None, False
    if isinstance(value, TensorValue):
        return (), True
    if isinstance(value, TapeValue):
        return tuple(value.seen), False
    return _sources_in(value) if isinstance(value, (Items, Mapping)) else (None, False)


def _sources_in(value: Items | Mapping) -> Sources:
    items = list(value.items) if isinstance(value, Items) else list(value.items.values())
    found = [sources_of(item) for item in items]
    known = all(layers is not None for layers, _ in found)
    if isinstance(value, Items) and value.open:
        found.append(sources_of(value.element))
    layers = tuple(layer for inner, _ in found for layer in inner or ())
    return (layers if known or layers else None), any(of_inputs for _, of_inputs in found)

"""Layers of other libraries, as far as BatchNormalization goes."""

from __future__ import annotations

from bnlint.libraries.schema import Layer

LAYERS: tuple[Layer, ...] = (Layer("WeightNormalization", "layer", weights=True, role="wrapper"),)

"""What the interpreter asks of Keras's classes by name: views of the rows in ``bnlint/libraries``."""

from __future__ import annotations

from bnlint.libraries import keras_layers, keras_networks
from bnlint.libraries.schema import Layer


def _applications(contains_bn: bool) -> frozenset[str]:
    return frozenset(
        row.name.rpartition(".")[2] for row in keras_networks.APPLICATIONS if row.contains_bn == contains_bn
    )


def _is_used_directly(row: Layer) -> bool:
    return row.role not in ("base", "not a layer")


LAYERS: dict[str, tuple[str, ...]] = {
    row.name: tuple(row.positional.split()) for row in keras_layers.LAYERS if _is_used_directly(row)
}
"""Layer class name -> names of its positional arguments."""

BN_CLASSES = frozenset(row.name for row in keras_layers.LAYERS if row.role == "normalisation")

WEIGHTLESS = frozenset(row.name for row in keras_layers.LAYERS if _is_used_directly(row) and not row.weights)
"""Layers without weights: what they put out still is the output of the layer before them."""

APPLICATIONS_WITH_BN = _applications(contains_bn=True)
"""``keras.applications`` models that contain BN; a test builds each with ``weights=None``."""

APPLICATIONS_WITHOUT_BN = _applications(contains_bn=False)

FUNCTIONAL_MERGES = keras_layers.FUNCTIONS
"""Functions of ``keras.layers`` that build a layer and call it at once."""

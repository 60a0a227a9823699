"""Keras's modules, and what ``from keras.layers import *`` brings."""

from __future__ import annotations

from typing import NamedTuple

from bnlint.libraries import keras_layers, keras_networks


class Module(NamedTuple):
    """A module that programs import with a star.

    Args:
        name: the module.
        names: what a star brings of it, as far as the analysis knows what to do with it; separated by blanks.
    """

    name: str
    names: str


MODULES = {
    row.name: row
    for row in (
        Module("keras", "Model Sequential Input layers models optimizers losses backend applications"),
        Module("keras.models", "Model Sequential load_model clone_model"),
        Module("keras.optimizers", "Adam SGD RMSprop Adagrad Adadelta Adamax Nadam Ftrl AdamW"),
        Module(
            "keras.layers",
            " ".join(
                (
                    *sorted(keras_layers.USED),
                    *keras_layers.FUNCTIONS,
                    "Input Layer",
                )
            ),
        ),
        Module("keras.applications", " ".join(row.name.rpartition(".")[2] for row in keras_networks.APPLICATIONS)),
    )
}
"""By name."""

MAKE_LAYERS = ("keras.layers.", "keras.applications.", "tensorflow_addons.layers.")
"""Where what begins with a capital letter makes a layer or a model."""

HOLD_FUNCTIONS = ("tf.nn", "keras.activations", "keras.layers")
"""Modules that hold functions and classes, and no constants."""

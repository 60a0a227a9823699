"""Canonical names of library objects, however they were imported."""

from __future__ import annotations

from functools import lru_cache

from bnlint.libraries import packages
from bnlint.libraries.keras_versions import KERAS_2_PACKAGE

_PREFIXES = (
    ("tensorflow.compat.v2.keras", "keras"),
    ("tensorflow.python.keras", "keras"),
    ("tensorflow.contrib.keras.api.keras", "keras"),
    ("tensorflow.contrib.keras.python.keras", "keras"),
    ("tensorflow.contrib.keras", "keras"),
    ("tensorflow.contrib.slim", "slim"),
    ("tensorflow.contrib", "contrib"),
    ("tensorflow.compat.v1.keras", "keras"),
    ("tensorflow.compat.v1", "tf1"),
    ("tensorflow.compat.v2", "tf"),
    ("tensorflow.keras", "keras"),
    ("tensorflow.layers", "tf1.layers"),
    ("tensorflow.python.layers.normalization", "tf1.layers"),
    ("tensorflow.python.layers.layers", "tf1.layers"),
    ("tensorflow", "tf"),
    ("tf_keras", "keras"),
    ("keras_core", "keras"),
    ("tf_slim", "slim"),
    ("numpy", "np"),
    ("jax.numpy", "np"),
    ("tf.compat.v1", "tf1"),
    ("tf.compat.v2", "tf"),
    ("tf.keras", "keras"),
    ("tf1.keras", "keras"),
    ("tf.contrib.slim", "slim"),
    ("tf.contrib.keras", "keras"),
    ("tf.contrib", "contrib"),
    ("contrib.layers.python.layers.layers", "contrib.layers"),
    ("contrib.layers.python.layers", "contrib.layers"),
    ("contrib.framework.python.ops", "contrib.framework"),
    ("contrib.framework.arg_scope.arg_scope", "contrib.framework.arg_scope"),  # a function hides its module
    ("contrib.framework.arg_scope.add_arg_scope", "contrib.framework.add_arg_scope"),
    ("slim.layers.layers", "slim"),
    ("contrib.slim", "slim"),
    ("contrib.keras", "keras"),
    ("tf1.contrib", "contrib"),
    ("tf.layers", "tf1.layers"),
    ("tf.optimizers", "keras.optimizers"),
    ("keras.src", "keras"),
    ("keras.api", "keras"),
    ("keras._tf_keras.keras", "keras"),
)

_BEGINNINGS = tuple(prefix for prefix, _ in _PREFIXES)
_KNOWN = packages.KNOWN.union(short.partition(".")[0] for _, short in _PREFIXES)
"""Packages that are known, also by the short names that stand for them here."""


@lru_cache(4096)
def canonical(name: str) -> str:
    """Return the canonical dotted name: ``tensorflow.keras.layers.Dense`` is ``keras.layers.Dense``."""
    changed = name.startswith(_BEGINNINGS)
    while changed:
        changed = False
        for prefix, short in _PREFIXES:
            if name == prefix or name.startswith(prefix + "."):
                new = short + name[len(prefix) :]
                changed = new != name
                name = new
                break
    return name


def is_library(name: str) -> bool:
    """Whether a canonical name belongs to a library known to leave Keras objects alone."""
    return name.partition(".")[0] in _KNOWN


_APART = ("tensorflow.python.keras", KERAS_2_PACKAGE)


def is_apart(name: str) -> bool:
    """Whether a name, as it is written, is that of a Keras beside the one that its canonical name stands for."""
    return name.startswith(_APART)

"""Classes of libraries that a program's own class may be below, whichever file has their rows."""

from __future__ import annotations

from functools import cache

from bnlint.libraries import keras_layers, keras_models, python_classes, torch
from bnlint.libraries.schema import below


def _of_kind(kind: str) -> frozenset[str]:
    return frozenset(name for row in python_classes.BASES if row.kind == kind for name in below(row.names, row.homes))


ENUMS = _of_kind("enum")
"""Enumerations whose members are no strings or numbers themselves."""
RECORDS = _of_kind("record")
"""Classes whose heirs get a constructor that fills in the annotated names."""
SETTINGS = _of_kind("settings")
"""Classes whose heirs are filled from the command line: their attributes are the defaults."""

NORMALISATION = "BatchNormalization"
"""What a program's class below one of Keras's normalisations is."""
UNKNOWN, PLAIN = "unknown", "plain"

_OF_KERAS = {
    **{name: name for name in keras_layers.USED},
    **{row.name: NORMALISATION for row in keras_layers.LAYERS if row.role == "normalisation"},
    **{name: row.kind for row in keras_models.BASES for name in row.names.split()},
}
_OTHERS = {name: row.kind for row in (*keras_models.BASES, *torch.BASES) for name in below(row.names, row.homes)}


def kind_in_keras(last: str) -> str:
    """Return what a program's class below a class of Keras is, wherever Keras has that.

    Args:
        last: the class's name without its modules.
    """
    return _OF_KERAS.get(last, UNKNOWN)


@cache
def kind_below(name: str) -> str:
    """Return what a program's class below a library's class is.

    Args:
        name: the canonical dotted name of the library's class.

    Returns:
        The kind of a ``Base``, the name of a layer, "plain" where the class changes nothing, else "unknown".
    """
    if name.startswith("keras."):
        return kind_in_keras(name.rpartition(".")[2])
    return _OTHERS.get(name) or (PLAIN if name.startswith(python_classes.PLAIN_HOMES) else UNKNOWN)

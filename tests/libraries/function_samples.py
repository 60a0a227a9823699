"""Calls of the functions that rows know: what each effect is tried with, and what a function needs besides.

``test_function_samples.py`` lets the interpreter read the calls and the libraries run them.
"""

from __future__ import annotations

from bnlint.libraries.effect_names import Effect
from bnlint.libraries.schema import Function, roles

START = """
import numpy as np
import tensorflow as tf
import keras

tf1 = tf.compat.v1
GENERATOR = np.random.default_rng(0)
"""

SETUP = {
    "np": """
X, ROW, COLUMN = np.ones((4, 3)), np.ones(3), np.ones((4, 1))
ONE, CUBE, SQUARE = np.ones((1, 3)), np.ones((2, 4, 3)), np.eye(3)
NUMBERS, PLACES, IMAGES = np.ones((4, 3), dtype="int32"), np.array([0, 2]), np.ones((2, 8, 8, 3))
""",
    "tf": """
X, ROW, COLUMN = tf.ones((4, 3)), tf.ones((3,)), tf.ones((4, 1))
ONE, CUBE, SQUARE = tf.ones((1, 3)), tf.ones((2, 4, 3)), tf.eye(3)
NUMBERS, PLACES, IMAGES = tf.ones((4, 3), dtype="int32"), tf.constant([0, 2]), tf.ones((2, 8, 8, 3))
""",
}
"""What the calls are about, for arrays and for tensors."""

_AXES = ("0", "1", "-1")

CALLS: dict[str, list[dict[str, str]]] = {
    Effect.SAME: [{"x": "X"}],
    Effect.ALONG: [{"x": "X"}, *({"x": "X", "axis": axis} for axis in _AXES)],
    Effect.CHOSEN: [{"condition": "X > 0", "x": "X", "y": "ROW"}, {"condition": "X > 0"}],
    Effect.SUMMED: [{"values": "[X, X]"}],
    Effect.PERMUTED: [{"x": "X"}, {"x": "5"}],
    Effect.REDUCED: [
        {"x": "X"},
        *({"x": "CUBE", "axis": axis} for axis in _AXES),
        {"x": "CUBE", "axis": "1", "keepdims": "True"},
    ],
    Effect.MOMENTS: [{"x": "X", "axis": "[0]"}, {"x": "X", "axis": "[1]", "keepdims": "True"}],
    Effect.SCALAR: [{"": "X"}],
    Effect.CONCATENATED: [{"values": "[X, ONE]", "axis": "0"}, {"values": "[X, COLUMN]", "axis": "-1"}],
    Effect.APPENDED: [{"x": "X", "values": "ONE", "axis": "0"}, {"x": "X", "values": "ROW"}],
    Effect.STACKED: [{"values": "[X, X]"}, *({"values": "[X, X]", "axis": axis} for axis in _AXES)],
    Effect.ROWS_STACKED: [{"values": "[X, ONE]"}, {"values": "[ROW, ROW]"}, {"values": "[ROW]"}],
    Effect.COLUMNS_STACKED: [{"values": "[X, COLUMN]"}, {"values": "[ROW, ROW]"}],
    Effect.SPLIT: [
        {"x": "X", "cuts": "2", "sizes": "2"},
        {"x": "X", "cuts": "[1]", "sizes": "[1, 2]", "axis": "1"},
        {"x": "X", "cuts": "3", "sizes": "3", "axis": "-1"},
    ],
    Effect.UNSTACKED: [{"x": "X"}, *({"x": "CUBE", "axis": axis} for axis in _AXES)],
    Effect.REPEATED: [{"x": "ONE", "repeats": "3", "axis": "0"}, {"x": "X", "repeats": "2", "axis": "1"}],
    Effect.TILED: [{"x": "ONE", "repeats": "(5, 1)"}, {"x": "X", "repeats": "(1, 2)"}],
    Effect.PADDED: [{"x": "X", "widths": "[[0, 0], [1, 2]]"}, {"x": "X", "widths": "[[2, 1], [0, 0]]"}],
    Effect.GATHERED: [{"x": "CUBE", "indices": "PLACES", "axis": axis} for axis in _AXES],
    Effect.LOOKED_UP: [{"x": "X", "indices": "PLACES"}, {"x": "X", "indices": "[[1], [2]]"}],
    Effect.TOP: [{"x": "X", "k": "2"}],
    Effect.LOOSE: [{"x": "X", "axis": axis} for axis in _AXES],
    Effect.OTHER_ROWS: [{"x": "X"}],
    Effect.OTHER_COLUMNS: [{"x": "X"}],
    Effect.VECTOR: [{"x": "ROW"}],
    Effect.KEEPS_BATCH: [{"x": "IMAGES"}],
    Effect.RESHAPED: [{"x": "X", "shape": shape} for shape in ("(2, 6)", "(-1, 2)", "(1, -1)")],
    Effect.FLAT: [{"x": "X"}],
    Effect.BATCH_FLAT: [{"x": "CUBE"}],
    Effect.EXPANDED: [{"x": "X", "axis": axis} for axis in ("0", "1", "-1", "2")],
    Effect.SQUEEZED: [{"x": "ONE", "axis": "0"}, {"x": "COLUMN", "axis": "-1"}, {"x": "ONE"}],
    Effect.TRANSPOSED: [{"x": "CUBE", "order": "(1, 0, 2)"}, {"x": "CUBE", "order": "(0, 2, 1)"}, {"x": "CUBE"}],
    Effect.SWAPPED: [{"x": "CUBE", "first": "0", "second": "-1"}, {"x": "CUBE", "first": "1", "second": "2"}],
    Effect.MOVED: [{"x": "CUBE", "source": "0", "destination": "-1"}, {"x": "CUBE", "source": "2", "destination": "1"}],
    Effect.SHAPED: [{"x": "ONE", "shape": "(5, 3)"}],
    Effect.ONE_HOT: [{"x": "PLACES", "depth": "4"}, {"x": "NUMBERS", "depth": "4"}],
    Effect.CATEGORICAL: [{"x": "np.array([0, 2])", "depth": "4"}, {"x": "np.array([[0], [2]])", "depth": "4"}],
    Effect.RESIZED: [
        {"x": "IMAGES", "size": "(4, 5)", "height": "4", "width": "5"},
        {"x": "IMAGES[0]", "size": "(4, 5)", "height": "4", "width": "5"},
    ],
    Effect.PRODUCT: [{"a": "X", "b": "SQUARE"}, {"a": "CUBE", "b": "np.ones((2, 3, 5), dtype='float32')"}],
    Effect.DOT: [{"a": "X", "b": "SQUARE"}, {"a": "CUBE", "b": "SQUARE"}],
    Effect.EINSUM: [{"": "'ij,jk->ik', X, SQUARE"}, {"": "'bij->ib', CUBE"}],
    Effect.CONSTANT: [{"value": "[[1, 2, 3]]"}, {"value": "[1.0, 2.0]"}, {"value": "X"}],
    Effect.CONVERTED: [{"value": "[[1, 2, 3]]"}, {"value": "X"}],
    Effect.FILLED: [{"shape": "(2, 3)"}],
    Effect.DRAWN: [{"shape": "(2, 3)"}, {"shape": "5"}, {}],
    Effect.BY_DIMENSIONS: [{"": "2, 3"}, {"": ""}],
    Effect.IDENTITY: [{"rows": "3"}, {"rows": "2", "columns": "4"}],
    Effect.NUMBERS: [{"start": "5"}, {"start": "1", "stop": "9"}, {"start": "0.0", "stop": "1.0", "step": "0.3"}],
    Effect.SPACED: [{"start": "0.0", "stop": "1.0", "count": "5"}],
    Effect.RANK: [{"x": "X"}],
    Effect.SHAPE: [{"x": "X"}],
}
"""The arguments, by role; "" are such as have none."""

OPERANDS = ("X", "ROW", "COLUMN")
"""For operations on several operands."""

NEEDED = {
    "kth": "1",
    "q": "0.5",
    "dtype": "'float32'",
    "sorted_sequence": "ROW",
    "bins": "[0.0, 1.0]",
    "scalar": "2.0",
}
"""Arguments that functions cannot do without, by their names."""


def call(name: str, row: Function, given: dict[str, str], needed: dict[str, str]) -> str:
    """Return a call of a function.

    Args:
        name: the function.
        row: what is known of it.
        given: arguments by role.
        needed: arguments by name.
    """
    places = roles(row.parameters)
    named = {places[role].name: text for role, text in given.items() if role in places}
    listed = [given[""]] if "" in given else []
    first = [
        place.name for place in places.values() if place.position is not None and place.name in named and not listed
    ]
    return (
        f"{name}({', '.join([*listed, *(f'{key}={text}' for key, text in {**named, **needed}.items())])})"
        + f"{first and ''}"
    )

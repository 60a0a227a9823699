"""Which row a name leads to, and whose rows come out of the functions that rows are about."""

from __future__ import annotations

import pytest

from bnlint.events import always
from bnlint.interpreter.core import Interpreter
from bnlint.interpreter.domain.values import Items, Module, TensorValue
from bnlint.interpreter.modules import Project
from bnlint.libraries.effect_names import Effect, KerasEffect
from bnlint.libraries.registry import FUNCTIONS, LIBRARY, Library
from bnlint.libraries.schema import Family, Function, Layer, Network
from bnlint.syntax.trees import parse


@pytest.mark.parametrize(
    ("name", "effect"),
    [
        ("tf.reduce_mean", Effect.REDUCED),
        ("tf.range", Effect.COUNTED),
        ("tf.data.Dataset.range", Effect.RANGE_OF_DATA),
        ("keras.ops.add", Effect.ELEMENTWISE),
        ("keras.layers.add", KerasEffect.MERGED),
        # the same last name elsewhere in the library, the nearest one
        ("tf.to_float", Effect.SAME),
        ("tf1.data.Dataset.zip", Effect.ZIPPED),
        ("tf.experimental.numpy.mean", Effect.REDUCED),
        ("keras.layers.merge.add", KerasEffect.MERGED),
        ("tf.flags.DEFINE_integer", "flag"),
        # what holds for names that no row has
        ("contrib.opt.LazyAdamOptimizer", Effect.GRAPH_OPTIMIZER),
        ("keras.optimizers.legacy.Adam", Effect.OPTIMIZER),
        ("keras.layers.LayerOfTomorrow", KerasEffect.LAYER),
        ("keras.callbacks.EarlyStopping", KerasEffect.INSTANCE),
        ("tf.summary.SummaryWriter", Effect.INSTANCE),
        ("tf.function_of_tomorrow", Effect.DERIVED),
        ("np.function_of_tomorrow", Effect.ARRAY),
        ("cv2.imread", Effect.READ),
        ("matplotlib.pyplot.imread", Effect.READ),
        ("librosa.feature.melspectrogram", Effect.READ),
        # methods of objects are no functions of the same name
        ("keras.preprocessing.image.ImageDataGenerator().flow", Effect.BATCHES),
        ("keras.preprocessing.text.Tokenizer().get", Effect.DERIVED),
    ],
)
def test_a_name_leads_to_the_nearest_row(name: str, effect: str) -> None:
    row = LIBRARY.resolve(name)
    assert isinstance(row, (Function, Family))
    assert row.effect == effect


def test_layers_are_found_below_their_module_only() -> None:
    assert isinstance(LIBRARY.resolve("keras.layers.core.Dense"), Layer)
    assert isinstance(LIBRARY.resolve("keras.initializers.Identity"), Family)


def test_networks_are_found_wherever_the_library_has_them() -> None:
    assert isinstance(LIBRARY.resolve("keras.applications.resnet.ResNet50"), Network)


@pytest.mark.parametrize("name", ["torch.mean", "mylib.reduce_mean", "scipy.signal.convolve"])
def test_of_other_libraries_nothing_is_known(name: str) -> None:
    assert LIBRARY.resolve(name) is None


def test_rows_in_front_come_first() -> None:
    own = Function("reduce_mean", "tf", Effect.SAME, "x")
    assert Library(functions=(own, *FUNCTIONS)).resolve("tf.reduce_mean") == own


START = """
import numpy as np
import tensorflow as tf

ROW = np.zeros(3)
ONE = ROW[None]
PICTURE = np.zeros((8, 8, 3))
"""


def result(text: str) -> TensorValue:
    module = Module("program.py", None, parse(f"{START}\nresult = {text}\n"))
    Interpreter(3, Project(), always("tensorflow")).run_module(module)
    value = module.names["result"]
    if isinstance(value, Items):
        value = value.items[0]
    assert isinstance(value, TensorValue)
    return value


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("np.tile(ONE, (12, 1))", 12),
        ("np.repeat(ONE, 12, axis=0)", 12),
        ("tf.repeat(input=ONE, repeats=12, axis=0)", 12),
        ("tf.broadcast_to(tf.expand_dims(ROW, 0), (12, 3))", 12),
        ("tf.gather(ONE, [0, 0])", 2),
        ("np.vstack([ONE, ONE])", 2),
        ("np.concatenate([ONE, ONE])", 2),
        ("np.pad(ONE, [[0, 1], [0, 0]])", 2),
        ("np.transpose(ONE)", 3),
        ("np.swapaxes(ONE, 0, 1)", 3),
        ("np.squeeze(ONE, 0)", 3),
        ("tf.boolean_mask(ONE, [True])", None),
        ("tf.gather_nd(ONE, [[0]])", None),
        ("np.delete(ONE, 0, axis=0)", None),
        ("np.unique(ONE)", None),
    ],
)
def test_a_batch_of_one_is_one_no_longer(text: str, rows: int | None) -> None:
    info = result(text).info
    assert info.examples == rows
    assert info.batch_site is None


@pytest.mark.parametrize(
    "text",
    [
        "np.tile(ONE, (1, 4))",
        "np.cumsum(ONE, axis=1)",
        "tf.split(ONE, 3, axis=1)",
        "tf.pad(ONE, [[0, 0], [1, 1]])",
        "tf.image.resize(PICTURE[None], (4, 4))",
        "np.reshape(ROW, (1, -1))",
        "np.expand_dims(ROW, axis=0)",
        "np.vstack([ROW])",
    ],
)
def test_a_batch_of_one_stays_one(text: str) -> None:
    info = result(text).info
    assert info.examples == 1
    assert info.batch_site is not None

"""What BNL501 says about names that some Keras lacks, and about graph code that no installed TensorFlow runs."""

from __future__ import annotations

import pytest

from bnlint.api import check_source
from bnlint.rules import rule
from bnlint.settings.config import Config


def codes(source: str, dialect: int) -> list[tuple[int, str, str]]:
    config = Config(keras="3" if dialect == 3 else "2")
    return [(found.line, found.code, found.message) for found in check_source(source, config=config)]


@pytest.mark.parametrize(
    ("source", "dialects", "words"),
    [
        ("from tensorflow.python.keras.layers import BatchNormalization\n", (2, 3), "import tensorflow.keras"),
        ("from keras.layers.normalization import BatchNormalization\n", (2, 3), "from keras.layers"),
        ("from keras.layers.normalization import *\nBatchNormalization()\n", (2, 3), "from keras.layers"),
        ("from tensorflow.keras.layers import Dense, BatchNormalizationV2\n", (2, 3), "exports no such class"),
        ("from blocks import BatchNormalizationV2\n", (), ""),
        (
            "try:\n    from keras.layers.normalization import *\nexcept ImportError:\n    from keras.layers import *\n"
            "BatchNormalization()\n",
            (),
            "",
        ),
        ("import keras\nkeras.layers.experimental.SyncBatchNormalization()\n", (3,), "synchronized=True"),
        ("from tensorflow.keras.layers import SyncBatchNormalization\n", (3,), "synchronized=True"),
        ("from horovod.tensorflow import SyncBatchNormalization\n", (), ""),
        (
            "import tensorflow as tf\nx = tf.zeros((4, 3))\n"
            "tf.compat.v1.layers.batch_normalization(x, training=True)\n",
            (3,),
            "this raises",
        ),
        ("from tensorflow.contrib.layers import batch_norm\n", (), ""),
    ],
)
@pytest.mark.parametrize("dialect", [2, 3])
def test_names_that_a_dialect_lacks(source: str, dialects: tuple[int, ...], words: str, dialect: int) -> None:
    found = [(line, message) for line, code, message in codes(source, dialect) if code == "BNL501" and words in message]
    expected = 1 if "*" in source else source.count("\n")
    assert [line for line, _ in found] == ([expected] if dialect in dialects else [])


def test_contrib_trains_at_inference_without_its_flag() -> None:
    source = "import tensorflow as tf\nx = tf.placeholder(tf.float32, [8, 3])\ny = tf.contrib.layers.batch_norm(x)\n"
    ((line, code, message),) = codes(source, 2)
    assert (line, code) == (3, "BNL112")
    assert message == (
        "without is_training batch normalization is in training mode at inference, too; pass is_training"
    )


def test_there_is_no_other_rule() -> None:
    with pytest.raises(KeyError, match="BNL999"):
        rule("BNL999")

"""What the Keras dialects lack, as data; a test checks it against the installed packages' real signatures."""

from __future__ import annotations

from typing import NamedTuple


class Missing(NamedTuple):
    """An argument of ``BatchNormalization`` that some dialects reject.

    Args:
        dialects: where it raises.
        instead: what to write.
        source: where that is known from.
        droppable: whether the layer is still what the program means when the argument is dropped.
        defaults: values that can be dropped without any change.
        new_name: the name of the same argument in Keras.
    """

    dialects: tuple[int, ...]
    instead: str
    source: str
    droppable: bool = False
    defaults: tuple[object, ...] = ()
    new_name: str = ""


_SIGNATURE = "BatchNormalization.__init__ of keras 3.15 and tf_keras 2.21"
_KERAS_1 = "Keras 1 documentation; rejected by keras 3.15 and tf_keras 2.21"

MISSING_ARGUMENTS: dict[str, Missing] = {
    "fused": Missing((3,), "drop it", _SIGNATURE, droppable=True, defaults=(None, True)),
    "virtual_batch_size": Missing(
        (3,), "drop it, or split the batch yourself", _SIGNATURE, droppable=True, defaults=(None,)
    ),
    "adjustment": Missing((3,), "drop it", _SIGNATURE, droppable=True, defaults=(None,)),
    "weights": Missing((3,), "call set_weights after building", _SIGNATURE, defaults=(None,)),
    "batch_size": Missing((3,), "give the batch size to Input", _SIGNATURE),
    "batch_input_shape": Missing((3,), "use Input(batch_shape=...)", _SIGNATURE),
    "mode": Missing((2, 3), "drop it; mode 2 is training=True at the call", _KERAS_1, droppable=True, defaults=(0,)),
    "decay": Missing(
        (2, 3), "use momentum", "tf.contrib's name; rejected by keras 3.15 and tf_keras 2.21", new_name="momentum"
    ),
    "eps": Missing(
        (2, 3), "use epsilon", "PyTorch's name; rejected by keras 3.15 and tf_keras 2.21", new_name="epsilon"
    ),
    "training": Missing((2, 3), "pass it where the layer is called", "rejected by keras 3.15 and tf_keras 2.21"),
    "is_training": Missing((2, 3), "pass training where the layer is called", "rejected by keras 3.15, tf_keras 2.21"),
    "num_features": Missing(
        (2, 3), "drop it", "PyTorch's name; rejected by keras 3.15 and tf_keras 2.21", droppable=True
    ),
    "affine": Missing(
        (2, 3), "use center and scale", "PyTorch's name; rejected by keras 3.15 and tf_keras 2.21", defaults=(True,)
    ),
    "track_running_stats": Missing(
        (2, 3), "drop it", "PyTorch's name; rejected by keras 3.15 and tf_keras 2.21", defaults=(True,)
    ),
    "dynamic": Missing((3,), "drop it", "rejected by keras 3.15", droppable=True, defaults=(False,)),
    "beta_init": Missing((2, 3), "use beta_initializer", _KERAS_1, new_name="beta_initializer"),
    "gamma_init": Missing((2, 3), "use gamma_initializer", _KERAS_1, new_name="gamma_initializer"),
}
"""Argument -> who rejects it."""


_PRIVATE = tuple(f"keras.layers.BatchNormalization{end}" for end in ("Base", "V1", "V2"))
"""Classes behind BatchNormalization; neither keras 3.15 nor tf_keras 2.21 exports them."""


def missing_api(name: str, argument: str | None, dialect: int) -> str | None:
    """Return what to say about an API that the dialect lacks, None if it has it.

    Args:
        name: dotted name as imported or canonical.
        argument: a detail of its use.
        dialect: 2 or 3.
    """
    if argument == "positional training":
        return "Keras 3 takes only tensors by position, this raises: write training=..." if dialect == 3 else None
    if "layers.normalization" in name and not name.startswith("tensorflow.python"):
        return (
            "keras.layers.normalization is not importable since 2.6 (gone in 3): import BatchNormalization from "
            "keras.layers"
        )
    if name.startswith("tensorflow.python.keras"):
        return "tensorflow.python.keras is gone since TensorFlow 2.16 and was private before: import tensorflow.keras"
    if name.endswith(_PRIVATE):
        return "keras.layers exports no such class, this raises: import BatchNormalization"
    if name == "tf.compat.v1.layers.batch_normalization":
        return "tf.compat.v1.layers does not exist beside Keras 3, this raises" if dialect == 3 else None
    if "SyncBatchNormalization" in name and dialect == 3:
        return "Keras 3 has no experimental.SyncBatchNormalization: use BatchNormalization(synchronized=True)"
    return None

"""The words by which a text shows that it may hold BatchNormalization (BN).

Whatever contains BN by a row of another file must be found by one of these words; ``tests/libraries`` asks each row.
This module is imported in every run of flake8, so it needs nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Signs = Mapping[str, "str | None"]
"""Plain strings to look for, each with the expression that must be found too, if any."""

NAMES = (
    # BatchNormalization, SyncBatchNormalization, tf.layers.batch_normalization, slim.batch_norm, BATCH_NORM = ...
    *"BatchNorm Batchnorm Batch_Norm Batch_norm batchNorm batchnorm batch_Norm batch_norm BATCHNORM BATCH_NORM".split(),
    # The networks of keras.applications that contain BN; VGG and ConvNeXt do not.
    *"DenseNet EfficientNet Inception MobileNet NASNet RegNet ResNet ResNeXt Xception".split(),
    # Networks of slim normalise by default.
    r"slim\b",
)
r"""Parts of names; ``\b`` is the end of one."""

PACKAGES: Signs = {
    "keras_": r"(?:import|from)[^\n#]*keras_(?:applications|cv|hub|nlp|unet)",
    "classification_models": r"classification_models\b",
    "segmentation_models": r"segmentation_models\b",
    "official.vision": r"official\.vision",
    "tensorflow_models": None,
    "sonnet": r"(?:import|from)[ \t]+sonnet\b",
}
"""Packages whose networks contain BN under any names (``Unet``, ``ImageClassifier``). A package of PyTorch's with a
longer name is none of them, and a sonnet may be a poem. Half of the files of keras_hub import one that registers names
under "keras_nlp", which is no import."""

FRAMEWORKS: Signs = {
    "keras": None,
    "tensorflow": None,
    # Look-behinds stand behind what they look at, so that the engine has a plain string to skip to.
    "tf": r"tf(?<!\wtf)\b",
    "segmentation_models": PACKAGES["segmentation_models"],
}
"""What a program with layers of Keras names. The last one makes models for programs that need name nothing else; what
uses classification_models or efficientnet names their modules ``keras`` or ``tfkeras``."""


def expression(names: Iterable[str]) -> str:
    r"""Return an expression that finds each of some names, written so that RE2 (Arrow, BigQuery) and Java read it, too.

    The first letters stand in front of all the rest: an engine then skips with one class of characters. Few first
    letters, and rare ones, make it fast. A few more names are found by it ("Matchnorm", of the first letter of
    "MobileNet" and the rest of "Batchnorm"), which costs a needless look.

    Args:
        names: letters, digits, ``_`` and ``\b``.
    """
    known = set(names)
    firsts = "".join(sorted({name[0] for name in known}))
    return f"[{firsts}](?:{'|'.join(sorted({name[1:] for name in known}))})"

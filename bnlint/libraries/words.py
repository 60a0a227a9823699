r"""The words by which a text shows that it may hold BatchNormalization (BN).

Whatever contains BN by a row of another file must be found by one of these words; ``tests/libraries`` asks each row.
They are one expression and no list of strings because looking for one is what most files cost.

This module is imported in every run of flake8, so it needs nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

WORDS = (
    # BatchNormalization, SyncBatchNormalization, tf.layers.batch_normalization, slim.batch_norm, BATCH_NORM = ...
    *"BatchNorm Batchnorm Batch_Norm Batch_norm batchNorm batchnorm batch_Norm batch_norm BATCHNORM BATCH_NORM".split(),
    # The networks of keras.applications that contain BN; VGG and ConvNeXt do not.
    *"DenseNet EfficientNet Inception MobileNet NASNet RegNet ResNet Xception".split(),
    # Networks of slim normalise by default.
    r"slim\b",
)
"""Beginnings of names, or parts of them; ``\\b`` is the end of a name."""


def expression(words: Iterable[str]) -> str:
    r"""Return an expression that finds each of the words, written so that RE2 (Arrow, BigQuery) and Java read it, too.

    The first letters stand in front of all the rest: an engine then skips with one class of characters, four times
    faster than with a plain list. A few more words are found by it ("Matchnorm" for the "M" of "MobileNet" and the rest
    of "Batchnorm"), which costs nothing but a needless look.

    Args:
        words: letters, digits, ``_`` and ``\b``.
    """
    known = sorted(set(words))
    firsts = "".join(sorted({word[0] for word in known}))
    return f"[{firsts}](?:{'|'.join(sorted({word[1:] for word in known}))})"

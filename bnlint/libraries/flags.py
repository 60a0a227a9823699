"""The names under which public code hands a training flag around."""

from __future__ import annotations

from collections.abc import Iterable

FLAG_NAMES = frozenset(
    "training is_training istraining isTraining train is_train istrain isTrain train_mode training_mode phase_train "
    "train_phase is_train_mode in_training training_flag trainig bn_training bn_train phase training_phase "
    "is_training_phase".split()
)
"""Keras itself fills in only the first one.

``mode`` is none of them: it mostly holds a word ("train", "same") or one of an ``Estimator``'s ``ModeKeys``.
"""

SPEAKS_OF_TRAINING = ("train", "phase", "mode", "infer", "learn", "fit", "eval", "test", "predict", "freez", "frozen")
"""Parts of the names in a test that tells training from inference (``self.mode == "train"``)."""


def flag_among(parameters: Iterable[str]) -> str | None:
    """Return the name of the parameter that carries a training flag; of several the last one.

    Args:
        parameters: the names of a function's parameters, in order.
    """
    found = None
    for name in parameters:
        if name in FLAG_NAMES:
            found = name
    return found

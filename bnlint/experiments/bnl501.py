"""BNL501: the target Keras does not have the argument or API: the program raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import with_exceptions

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Look for the exception of an argument, attribute or module that is not there."""
    return with_exceptions(recording, Measurement("runs to its end"))

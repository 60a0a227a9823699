"""What a user can set, in one place for the flake8 plugin, the command and the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bnlint.records import dataclass
from bnlint.settings.limits import MIN_VALUES, TIME_LIMIT

if TYPE_CHECKING:
    from bnlint.libraries.user import Row

KerasTarget = Literal["auto", "2", "3"]
"""The Keras dialect that the linted code will run on."""

BackendTarget = Literal["auto", "tensorflow", "jax", "torch"]
"""What Keras 3 will run on there."""


@dataclass(frozen=True)
class Config:
    """Settings of one analysis.

    Args:
        keras: the target Keras dialect; "auto" reads the file's imports, then the project's declared
            requirements, then installed metadata, else 3 (see ``bnlint.analysis.dialect``).
        enable: codes of opt-in rules to switch on, e.g. ``{"BNL204"}``.
        follow_imports: read project-local modules when a question needs them.
        library: what the user says of code that cannot be read (see ``bnlint.libraries.user``).
        backend: what Keras 3 runs on; "auto" reads what the file and its project set and use, else TensorFlow (see
            ``bnlint.analysis.backend``).
        min_values: how many values a statistic is to be made of at least (BNL206).
        time_limit: seconds that each part of the analysis of one file may take, 0 for any number.
    """

    keras: KerasTarget = "auto"
    enable: frozenset[str] = frozenset()
    follow_imports: bool = True
    library: tuple[Row, ...] = ()
    backend: BackendTarget = "auto"
    time_limit: float = TIME_LIMIT
    min_values: int = MIN_VALUES

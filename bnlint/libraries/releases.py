"""Releases of Keras and TensorFlow, and how programs ask which one they run on."""

from __future__ import annotations

from typing import NamedTuple

from bnlint.libraries.keras_layers import BY_NAME
from bnlint.libraries.keras_versions import (
    SIGNS,
    TENSORFLOW_1_FUNCTIONS,
    TENSORFLOW_1_NAMES,
    TENSORFLOW_1_NAMESPACES,
    TENSORFLOW_BESIDE_KERAS_2,
)


class Releases(NamedTuple):
    """The releases of a package that a dialect may run on.

    Args:
        package: its name.
        dialect: 2 or 3.
        versions: of each minor release the first one, and patches that programs ask for; separated by blanks.
    """

    package: str
    dialect: int
    versions: str


RELEASES = (
    Releases(
        "keras",
        2,
        "2.0.0 2.0.8 2.1.0 2.1.6 2.2.0 2.2.4 2.2.5 2.3.0 2.3.1 2.4.0 2.4.3 2.5.0 2.6.0 2.7.0 2.8.0 2.9.0 2.10.0 2.11.0 "
        "2.12.0 2.13.1 2.14.0 2.15.0 2.16.0 2.17.0 2.18.0 2.19.0 2.20.0 2.21.0",
    ),
    Releases(
        "keras",
        3,
        "3.0.0 3.0.5 3.1.0 3.2.0 3.3.3 3.4.0 3.5.0 3.6.0 3.7.0 3.8.0 3.9.0 3.10.0 3.11.0 3.12.0 3.13.0 3.14.0 3.15.1",
    ),
    # TensorFlow from 2.16 runs Keras 2, too: with TF_USE_LEGACY_KERAS, or through tf_keras.
    Releases(
        "tensorflow",
        2,
        "1.4.0 1.8.0 1.10.0 1.12.0 1.13.1 1.14.0 1.15.0 1.15.5 2.0.0 2.1.0 2.2.0 2.3.0 2.4.0 2.5.0 2.6.0 2.7.0 2.8.0 "
        "2.9.0 2.10.0 2.11.0 2.12.0 2.13.0 2.14.0 2.15.0 2.16.1 2.17.0 2.18.0 2.19.0 2.20.0 2.21.0",
    ),
    Releases("tensorflow", 3, "2.16.1 2.17.0 2.18.0 2.19.0 2.20.0 2.21.0"),
)
"""What a version may be. ``tf_keras`` counts as ``keras``."""

LEGACY_SWITCH = "TF_USE_LEGACY_KERAS"
"""The variable of the environment that gives ``tf.keras`` the dialect 2, whatever the release."""

PACKAGES = {"tf": "tensorflow", "tensorflow": "tensorflow", "keras": "keras"}
"""The package behind a name that programs import it by."""

VERSIONS = {
    "keras.__version__": "keras",
    "keras.version.__version__": "keras",
    "tf.VERSION": "tensorflow",
    "tf.__version__": "tensorflow",
    "tf.version.VERSION": "tensorflow",
    "tf1.VERSION": "tensorflow",
    "tf1.__version__": "tensorflow",
    "tf1.version.VERSION": "tensorflow",
}
"""The package whose version is behind a canonical name."""

_VERSIONS = {(row.package, row.dialect): tuple(row.versions.split()) for row in RELEASES}


def versions(package: str, dialect: int) -> tuple[str, ...]:
    """Return the versions of a package that a dialect may run on; none of other packages."""
    return _VERSIONS.get((package, dialect), ())


# -- what is there -----------------------------------------------------------------------------------------------------

_DIALECT_OF = {name: sign for sign in SIGNS for name in sign.names.split()}
_TENSORFLOW_1 = frozenset(
    f"tf.{name}"
    for names in (TENSORFLOW_1_FUNCTIONS, TENSORFLOW_1_NAMESPACES, TENSORFLOW_1_NAMES, TENSORFLOW_BESIDE_KERAS_2)
    for name in names
)
_TENSORFLOW_1_HOMES = ("tf1.layers", "contrib", "slim")


def is_telling(name: str) -> bool:
    """Whether something of Keras, by its canonical name, is there in one dialect only."""
    return name.partition(".")[2] in _DIALECT_OF


_NEEDED = {2: "tf", 3: "keras"}
"""What has to be installed where a dialect's layers run; Keras 3 does without TensorFlow."""


def exists(name: str, dialect: int) -> bool | None:
    """Whether a dialect has something, None where releases of it differ or nobody knows.

    Args:
        name: its canonical name.
        dialect: 2 or 3.
    """
    if name in _TENSORFLOW_1 or name.startswith(_TENSORFLOW_1_HOMES):
        return False if dialect == 3 else None
    if name == _NEEDED[dialect]:
        return True
    parts = name.split(".")
    if parts[0] != "keras":
        return None
    for count in range(2, len(parts) + 1):
        sign = _DIALECT_OF.get(".".join(parts[1:count]))
        if sign is not None:
            if sign.dialect != dialect:
                return None if sign.alone else False
            return True if count == len(parts) and not (sign.alone or sign.old) else None
    row = BY_NAME.get(parts[-1]) if name.startswith("keras.layers.") and len(parts) == 3 else None
    if row is None or row.home or dialect in row.dialects or (row.old and dialect == 2):
        return None
    return False

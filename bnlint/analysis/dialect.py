"""Which Keras dialect a file will run on, read from text and metadata only: nothing is imported or run.

Dialect 2 is ``tf.keras`` of TensorFlow up to 2.15 and the package ``tf_keras``; dialect 3 is ``keras`` from 3.0 and
``tf.keras`` of TensorFlow from 2.16. In this order: the user's option, what the file itself says, what its project
requires (``bnlint.project.requirements``), what is installed beside bnlint, else 3.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import Literal, NamedTuple

from bnlint.libraries import keras_versions as versions
from bnlint.project import requirements
from bnlint.settings.config import Config
from bnlint.sources.notebooks.magics import UNKNOWN

Dialect = Literal[2, 3]


class Target(NamedTuple):
    """A dialect and where the decision comes from, for messages."""

    dialect: Dialect
    why: str


_MODULE = r"(?:tensorflow\.|tf\.)?keras"
_TF_KERAS_PACKAGE = re.compile(rf"^[ \t]*(?:import|from)[ \t]+{versions.KERAS_2_PACKAGE}\b", re.MULTILINE)
_STANDALONE = re.compile(r"^[ \t]*(?:import|from)[ \t]+keras\b", re.MULTILINE)
_THROUGH_TENSORFLOW = re.compile(
    r"\btf\.(?:compat\.v\d\.)?keras\b|\btensorflow(?:\.\w+){0,9}\.keras\b"
    r"|^[ \t]*from[ \t]+tensorflow[ \t]+import\b.*\bkeras\b",
    re.MULTILINE,
)
_KERAS_3_MODULES = "|".join(versions.KERAS_3_MODULES)
_KERAS_3_IMPORT = re.compile(
    rf"^(?:import|from)[ \t]+{_MODULE}\.(?:{_KERAS_3_MODULES})\b"
    rf"|^from[ \t]+{_MODULE}[ \t]+import[ \t]+\(?(?:\w+,[ \t]*)*(?:{_KERAS_3_MODULES})\b"
    rf"|^(?:import|from)[ \t]+{versions.KERAS_3_PACKAGE}\b",
    re.MULTILINE,
)
_KERAS_3_CALL = re.compile(r"^[^#\"'\n]*\bkeras\.ops\.\w+\(", re.MULTILINE)
_VERSION_SWITCH = re.compile(r"__version__|\bhasattr\(|except (?:\(|Import|Attribute|ModuleNotFound|Exception)|except:")
_KERAS_3_BACKEND = re.compile(
    rf"^[^#\n]*\bKERAS_BACKEND[\"']?\]?[ \t]*[=,][ \t]*[\"'](?:{'|'.join(versions.KERAS_3_BACKENDS)})[\"']",
    re.MULTILINE,
)
_TENSORFLOW_1 = re.compile(
    rf"^[ \t]*(?:import|from)[ \t]+tensorflow\.(?:{'|'.join(map(re.escape, versions.TENSORFLOW_1_MODULES))})\b"
    rf"|^[^#\"'\n]*\btf\.(?:(?:{'|'.join(versions.TENSORFLOW_1_NAMESPACES)})\.\w"
    rf"|(?:{'|'.join(versions.TENSORFLOW_1_FUNCTIONS)})\()",
    re.MULTILINE,
)


def target(source: str, path: str, config: Config | None = None) -> Target:
    """Decide the dialect that a module is analysed for.

    Args:
        source: the module's text.
        path: its file; the project's requirements are looked up from there.
        config: the user's settings.
    """
    if config is not None and config.keras != "auto":
        return Target(3 if config.keras == "3" else 2, "option")
    lone_keras = _lone_keras(source)
    return (
        _from_source(source, lone_keras)
        or _from_project(path, lone_keras)
        or _from_installation()
        or Target(3, "default")
    )


def deciding_line(source: str) -> int:
    """Return the first line, from 1, by which a file decides its dialect.

    Args:
        source: the text of a module that decides it itself.
    """
    lone_keras = _lone_keras(source)
    decided = _from_source(source, lone_keras)
    lines = source.split("\n")
    return 1 + bisect_left(
        range(1, len(lines)), True, key=lambda count: _from_source("\n".join(lines[:count]), lone_keras) == decided
    )


def _lone_keras(source: str) -> bool:
    """Whether the file uses the package ``keras`` and not ``tf.keras`` (two packages with two versions)."""
    return _STANDALONE.search(source) is not None and _THROUGH_TENSORFLOW.search(source) is None


def _from_source(source: str, lone_keras: bool) -> Target | None:
    # The substring tests are there for speed: most files hold none of the words.
    if "tf_keras" in source and _TF_KERAS_PACKAGE.search(source):
        return Target(2, "the file imports tf_keras")
    if not lone_keras and "TF_USE_LEGACY_KERAS" in source and requirements.LEGACY_SWITCH.search(source):
        return Target(2, "the file sets TF_USE_LEGACY_KERAS")
    if _TENSORFLOW_1.search(source):
        return Target(2, "the file is TensorFlow 1 graph code")
    if "KERAS_BACKEND" in source and _KERAS_3_BACKEND.search(source):
        return Target(3, "the file chooses a backend that only Keras 3 has")
    if _KERAS_3_IMPORT.search(source):
        return Target(3, "the file imports a module that only Keras 3 has")
    if UNKNOWN in source:
        installed = requirements.installed(source, lone_keras)
        if installed is not None:
            return Target(3 if installed[0] == 3 else 2, installed[1])
    if "keras.ops." in source and _KERAS_3_CALL.search(source) and not _VERSION_SWITCH.search(source):
        return Target(3, "the file uses keras.ops, which only Keras 3 has")
    return None


def _from_project(path: str, lone_keras: bool) -> Target | None:
    found = requirements.declared(path, lone_keras)
    return None if found is None else Target(3 if found[0] == 3 else 2, found[1])


@cache
def _from_installation() -> Target | None:
    """Read the metadata of the environment bnlint is installed in."""
    for name in ("keras", *versions.TENSORFLOW_DISTRIBUTIONS):
        version = _installed(name)
        if version is not None:
            since = versions.KERAS_3_FROM[name.partition("-")[0]]
            return Target(3 if version >= since else 2, f"{name} {version[0]}.{version[1]} is installed")
    return None


def _installed(distribution: str) -> tuple[int, int] | None:
    """Return the major and minor version of an installed distribution, None when it is absent or its data broken."""
    from importlib import metadata  # start-up: most projects say which Keras they need

    try:
        numbers = re.match(r"(\d+)\.(\d+)", metadata.version(distribution))
    except Exception:  # broken metadata raises whatever it likes; it must not decide anything
        return None
    return (int(numbers[1]), int(numbers[2])) if numbers else None

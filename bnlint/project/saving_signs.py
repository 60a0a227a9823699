"""What a file saves models under: names that Keras 3 refuses show Keras 2."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bnlint.patterns import pattern
from bnlint.project.code_text import arguments_of, code_of, outside_brackets

WORDS = ("save_format", "save_weights", "ModelCheckpoint", ".save(", "load_model", "load_weights")
"""One of these is in a file that shows anything."""
_TF_FORMAT = pattern(r"save_format ?= ?[\"']tf[\"']")
_CHECKPOINT = pattern(r"\bModelCheckpoint\(")
_PATH = pattern(r"[\"'](?P<path>[^\"'\n]*)[\"'][\s)]*$|^(?:filepath ?= ?)?(?P<name>\w+)\s*$")
_NAME = pattern(r"(?:filepath ?= ?)?(?P<name>\w+)\s*$")
_TOLD = r"^[ \t]*{name} ?= ?[^\n]*[\"'](?P<path>[^\"'\n]+)[\"']\)*[ \t]*$"
_MADE = r"^[ \t]*{name} ?= ?(?P<made>[^\n]*)$"
_WEIGHTS_ONLY = pattern(r"\bsave_weights_only ?= ?True\b")
_BARE_PATH = pattern(r"\b\w*model\w*\.save(?:_weights)?\(\s*f?[\"'](?:[^\"'\n]*/)?[^\"'\n./]+/?[\"']\s*[,)]")
"""A model is saved under a name without a dot, in TensorFlow's format."""
_SAVES_WEIGHTS = pattern(r"\.save_weights\(")
_H5 = pattern(r"[\"'][^\"'\n]*(?<!\.weights)\.(?:h5|hdf5)[\"']")
_LOADED = pattern(r"\bload_model\(\s*f?[\"'](?:[^\"'\n]*/)?[^\"'\n./]+/?[\"']\s*[,)]")
"""A model is loaded from a folder."""
_LATEST = pattern(r"\.load_weights\(\s*[\w.]*latest_checkpoint\(|\.load_weights\(\s*f?[\"'][^\"'\n]*\.ckpt[\"']")
_NAMED_LATEST = pattern(r"\b(?P<name>\w+) ?= ?[\w.]*\blatest_checkpoint\(")


def of(source: str) -> Iterator[tuple[int, str]]:
    """Yield the dialect that the names of files show, with the reason."""
    if not any(word in source for word in WORDS):
        return
    code = code_of(source, strings=True)
    if _TF_FORMAT.search(code):
        yield 2, "the file saves a model with save_format='tf', which only Keras 2 does"
    elif any(map(_H5.search, _weights_written(code))):
        yield 2, "the file saves weights under a name that Keras 3 does not take"
    elif _loads_the_latest(code):
        yield 2, "the file loads weights from a checkpoint of TensorFlow's, which only Keras 2 does"
    elif _LOADED.search(code) and "def load_model(" not in code:
        yield 2, "the file loads a model from a folder, which only Keras 2 does"
    elif _BARE_PATH.search(code) or any(map(_is_refused, _checkpoints(code))):
        yield 2, "the file saves a model under a name that Keras 3 does not take"


def _weights_written(code: str) -> Iterator[str]:
    """Yield how each name is made that weights are saved under, as it is written there or where it is told."""
    for match in _SAVES_WEIGHTS.finditer(code):
        first = _first_of(arguments_of(code[match.end() :]))
        name = _NAME.match(first.strip())
        told = re.search(_MADE.format(name=name["name"]), code, re.MULTILINE) if name else None
        yield told["made"] if told is not None else first


def _loads_the_latest(code: str) -> bool:
    """Whether a model gets its weights from a checkpoint of TensorFlow's, directly or by a name for it."""
    if "latest_checkpoint(" not in code and ".ckpt" not in code:
        return False
    names = (match["name"] for match in _NAMED_LATEST.finditer(code))
    return _LATEST.search(code) is not None or any(re.search(rf"\.load_weights\(\s*{n}\b", code) for n in names)


def _checkpoints(code: str) -> Iterator[tuple[str, bool]]:
    """Yield the path that each ``ModelCheckpoint`` writes to, as far as it is told, and whether it writes weights."""
    for match in _CHECKPOINT.finditer(code):
        arguments = arguments_of(code[match.end() :])
        path = _PATH.search(_first_of(arguments))
        if path is not None:
            name = path["name"]
            told = re.search(_TOLD.format(name=name), code, re.MULTILINE) if name else path
            if told is not None:
                yield told["path"], _WEIGHTS_ONLY.search(arguments) is not None


def _first_of(arguments: str) -> str:
    """Return the first of some arguments."""
    return arguments[: len(outside_brackets(arguments).partition(",")[0])]


def _is_refused(checkpoint: tuple[str, bool]) -> bool:
    """Whether Keras 3 raises for a path (keras/src/callbacks/model_checkpoint.py)."""
    path, weights = checkpoint
    return not path.endswith(".weights.h5" if weights else (".keras", ".h5"))

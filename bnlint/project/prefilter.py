"""Cheap word filters that decide whether a file is worth an analysis, or even an import of the analyzer.

flake8 runs the plugin on every file of a repository and most of them have nothing to do with BatchNormalization (BN),
so these filters are the plugin's whole cost there. They read text, not syntax: a needless analysis only costs time,
while a skipped one loses findings. ``concerns`` looks twice, for a comment on ResNet in one file of keras_hub made two
hundred others worth an analysis.

Looking for a plain string is ten times faster than a regular expression, so each expression waits for one of its
strings. Measured on 12 MB of Python without BN: 0.1 us per line for ``may_concern``, 0.2 us for ``needs_imports``,
0.2 us for ``serves_training`` (flake8 itself: about 75 us per line).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bnlint.libraries import packages
from bnlint.libraries.words import FRAMEWORKS, NAMES, PACKAGES, Signs, expression
from bnlint.project.search_paths import LOADERS

__all__ = ["BN_WORD", "concerns", "may_concern", "needs_imports", "serves_training"]


def _shows(source: str, signs: Signs) -> bool:
    """Whether a text shows one of the signs.

    ``re`` compiles and keeps the expressions that a source needs: the plugin is imported in every run of flake8, mostly
    to find nothing.
    """
    return any(plain in source and (exact is None or _found(exact, source)) for plain, exact in signs.items())


def _found(expression: str, source: str) -> bool:
    return re.search(expression, source, re.ASCII) is not None


_BN_NAME = expression(NAMES)
BN_WORD = "|".join((_BN_NAME, *(exact or re.escape(plain) for plain, exact in PACKAGES.items())))
"""What ``may_concern`` cannot do without; written so that RE2 (Arrow, BigQuery, DuckDB) and Java read it too."""

_TRAINING: Signs = {
    "GradientTape": None,
    "train_step": None,
    "train_on_batch": None,
    "learning_phase": None,
    "momentum": r"momentum\s*=",
    "training": r"training\s*=",
    "train=True": None,
    "(True": r"\b[A-Z]\w*\(True\b",
    "def call": r"def call\b",
    ".fit": r"\.fit(?:_generator)?\b",
    ".trainable": r"\.trainable(?:_variables|_weights)?\b",
    ".batch": r"\.batch\b",
    ".minimize": r"\.minimize\b",
    ".apply_gradients": r"\.apply_gradients\b",
    ".call": r"\.call\b",
    ".restore": r"\.restore\b",
    ".compile": r"\.compile\b(?<!\bre\.compile)(?<!\bregex\.compile)",
}

_MODEL_NAMES = "actor backbone critic decoder discriminator encoder generator model net network student".split()
_MODEL_CALLS: Signs = dict.fromkeys(f"{name}(" for name in _MODEL_NAMES)
_LAYERS: Signs = dict.fromkeys(("layers", "layer(", "norm(", "bn("))
"""What a file shows that lays out networks of its project's parts, or tries such a part."""

_IMPORT = r"^[ \t]*(?:from[ \t]+(?P<one>[\w.]+)|import[ \t]+(?P<several>[^\n#;]+))"


def may_concern(source: str, words: Iterable[str] = (), package: str = "") -> bool:
    """Whether a module speaks of both Keras (or TensorFlow) and something that is or contains BN.

    Args:
        source: the module's text.
        words: names of more that contains BN; of those each will do.
        package: the package that the module is part of: what it imports from there is read, so the name says nothing.
    """
    return any(word in source for word in words) or _speaks_of_bn(source, package)


def concerns(source: str, words: Iterable[str] = (), package: str = "") -> bool:
    """Whether a module does so in its code, and not in comments and long strings only.

    Args:
        source: the module's text.
        words: names of more that contains BN.
        package: the package that the module is part of.
    """
    if not may_concern(source, words, package):
        return False
    from bnlint.project.code_text import code_of  # start-up: most files speak of none of it

    return may_concern(code_of(source, strings=True), words, package)


def names_bn(code: str) -> bool:
    """Whether a piece of a module that speaks of Keras names something that is or contains BN.

    Args:
        code: the piece.
    """
    return _found(_BN_NAME, code) or _shows(code, PACKAGES)


def _speaks_of_bn(source: str, package: str) -> bool:
    if not _shows(source, FRAMEWORKS):
        return False
    if _found(_BN_NAME, source):
        return True
    return _shows(source.replace(package, "") if package else source, PACKAGES)


def needs_imports(source: str, words: Iterable[str] = ()) -> bool:
    """Whether a module trains, freezes or calls something that may come from a module of the same project.

    Meant for files that fail ``may_concern``: ``from models import build`` and ``build().fit(x, batch_size=1)`` can
    be wrong without any word about BN. TensorFlow need not be mentioned either; where it is, a call of a model is
    enough, for a closure that calls ``encoder(x)`` may be handed to a training step of the project, and so are layers,
    between which the project's own blocks may stand.

    Args:
        source: the module's text.
        words: names of more that trains or infers.
    """
    trains = (
        _shows(source, _TRAINING)
        or (_shows(source, FRAMEWORKS) and (_shows(source, _MODEL_CALLS) or _shows(source, _LAYERS)))
        or any(word in source for word in words)
    )
    return trains and _imports_own_module(source)


_BY_NAME = ("import_module", "__import__", "entry_points", "resolve_name", *LOADERS)
"""What imports modules by their names, or paths."""


def _imports_own_module(source: str) -> bool:
    if any(word in source for word in _BY_NAME):
        return True
    for match in re.finditer(_IMPORT, source, re.MULTILINE | re.ASCII):
        for name in (match["one"] or match["several"]).split(","):
            if name.partition(".")[0].partition(" as ")[0].strip() not in packages.KNOWN:
                return True
    return False


_CALL_OF_A_MIXIN = (
    r"(?:^|\n)class[ \t]+\w+(?:\((?![^)]*(?:Layer|Model|Module|Cell|Loss))[^()]*\))?:"
    r"[^\n]*(?:\n(?:[ \t][^\n]*)?)*\n[ \t]+def call\("
)
"""How a class shows that another file may put it beside Keras's own."""

_STEPS: Signs = {
    "GradientTape": None,
    "train_step": None,
    "training": r"training\s*=\s*(?:True|False)",
    ".minimize": r"\.minimize\b",
    ".apply_gradients": r"\.apply_gradients\b",
    ".train_on_batch": r"\.train_on_batch\b",
    ".batch": r"\.batch\b",
    "batch_size": r"\bbatch_size\s*=",
    "epochs": r"\bepochs\s*=",
    ".trainable": r"\.trainable(?:_variables|_weights)?\b",
    ".assign": r"\.assign\b",
    "norm": r"\bself\.\w*norm\w*\(",
    "bn": r"\bself\.\w*bn\w*\(",
    "def call": _CALL_OF_A_MIXIN,
    **_MODEL_CALLS,
}


def serves_training(source: str, words: Iterable[str] = ()) -> bool:
    """Whether a module defines steps for models, or blocks around layers, that another file may hand to it.

    Args:
        source: the module's text.
        words: names of more that trains or infers.
    """
    return "def " in source and (_shows(source, _STEPS) or any(word in source for word in words))

"""What program text shows about the Keras it was written for: imports and calls that exist in one of them only.

Words in comments, docstrings and other strings show nothing, nor does what stands behind a question about versions. A
**proof** is a name that makes the program raise in the other Keras; a **hint** is a call that could be something
else's, like a method ``fit_generator``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from bnlint.libraries import keras_versions as versions
from bnlint.patterns import pattern
from bnlint.project import saving_signs
from bnlint.project.code_text import arguments_of, code_of

_MAX_BYTES = 1_000_000


class Signs(NamedTuple):
    """What a text shows: a dialect with a few words for it, 0 and "" where it shows none, or both.

    Args:
        proof: by a name that only one Keras has.
        hint: by a call that only one Keras has, if it is Keras's.
        lasting: the proof is code for TensorFlow 1 that still runs, beside files for either Keras.
        newest: the newest release of Keras 2 that has all that it uses, or that programs of its kind were written for,
            None for the last one.
    """

    proof: tuple[int, str] = (0, "")
    hint: tuple[int, str] = (0, "")
    lasting: bool = False
    newest: tuple[int, int] | None = None


NO_SIGNS = Signs()


# -- names -------------------------------------------------------------------------------------------------------------


_FROM = pattern(
    r"^(?P<indent>[ \t]*)from[ \t]+(?P<module>[\w.]+)[ \t]+import[ \t]*(?P<names>\([^()]{0,5000}\)|[^\n;]*)",
    re.MULTILINE,
)
_IMPORT = pattern(r"^(?P<indent>[ \t]*)import[ \t]+(?P<names>[^\n;]*)", re.MULTILINE)
_ALIAS = pattern(r"^(?P<alias>\w+) ?= ?(?P<name>(?:tf|tensorflow|keras)(?:\.\w+){0,5}) ?$", re.MULTILINE)
_MAX_NAMES = 5_000
_KERAS = pattern(r"(?:(?P<through>tensorflow|tf)\.(?:compat\.v\d\.)?)?keras(?P<rest>(?:\.\w+)*)$")


class Names(NamedTuple):
    """The names of Keras that a text uses.

    Args:
        imported: by imports that always run.
        tried: by those in ``try``, ``if`` or a function.
        used: by their full names.
        packages: first parts of what is imported by imports that always run.
    """

    imported: frozenset[str]
    tried: frozenset[str]
    used: frozenset[str]
    packages: frozenset[str]


def names_in(code: str) -> Names:
    """Return the names of Keras in code: ``keras.ops``, ``tf.keras.backend``.

    Args:
        code: as ``code_of`` returns it.
    """
    aliases = {"tf": "tf", "tensorflow": "tf"}
    imported: set[str] = set()
    tried: set[str] = set()
    packages: set[str] = set()
    for name, alias, always in _imports(code):
        if always:
            packages.add(name.partition(".")[0])
        canonical = _canonical(name)
        if canonical is None:
            continue
        (imported if always else tried).add(canonical)
        aliases[alias or name.partition(".")[0]] = canonical if alias else _canonical(name.partition(".")[0]) or "keras"
    for match in _ALIAS.finditer(code):
        canonical = _canonical(match["name"])
        if canonical is not None and match["name"] != match["alias"]:
            aliases.setdefault(match["alias"], canonical)
    return Names(frozenset(imported), frozenset(tried), frozenset(_used(code, aliases)), frozenset(packages))


def _imports(code: str) -> Iterator[tuple[str, str, bool]]:
    """Yield what is imported, the name it gets ("" for its own first part), and whether that always happens."""
    for match in _FROM.finditer(code):
        for part in match["names"][:_MAX_NAMES].strip("()").split(","):
            words = part.split()
            if words:
                yield f"{match['module']}.{words[0]}", words[-1], not match["indent"]
    for match in _IMPORT.finditer(code):
        for part in match["names"][:_MAX_NAMES].split(","):
            words = part.split()
            if words:
                yield words[0], words[2] if len(words) == 3 else "", not match["indent"]


def _canonical(name: str) -> str | None:
    """Return ``keras...`` for the package, ``tf.keras...`` for TensorFlow's, None for what is no Keras's."""
    if name in ("tf", "tensorflow"):
        return "tf"
    match = _KERAS.match(name) if len(name) < 300 else None
    if match is None:
        return None
    return f"{'tf.' if match['through'] else ''}keras{match['rest']}"


def _used(code: str, aliases: dict[str, str]) -> Iterator[str]:
    code = _IMPORT.sub("", _FROM.sub("", code))
    known = "|".join(sorted(map(re.escape, aliases), key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w.])(?P<alias>{known})(?P<rest>(?:\.\w+){{1,6}})", code):
        start = aliases[match["alias"]]
        if start == "tf" and not match["rest"].startswith(".keras"):
            continue
        yield start + match["rest"]


# -- signs -------------------------------------------------------------------------------------------------------------

_VERSION_QUESTION = pattern(r"__version__|\bhasattr\((?:keras|tf|tensorflow|K|layers|backend|model)\b|version\.parse")
_ANY_QUESTION = pattern(r"__version__|\bhasattr\(|except (?:\(|Import|Attribute|ModuleNotFound|Exception)|except:")
_TENSORFLOW_1 = pattern(
    rf"^[ \t]*(?:import|from)[ \t]+tensorflow\.(?:{'|'.join(map(re.escape, versions.TENSORFLOW_1_MODULES))})\b"
    rf"|\btf\.(?:(?:{'|'.join(versions.TENSORFLOW_1_NAMESPACES)})\.\w"
    rf"|(?:{'|'.join(versions.TENSORFLOW_1_FUNCTIONS)})\()",
    re.MULTILINE,
)
_OPTIMIZER = pattern(
    rf"(?<![\w.])(?P<name>(?:\w{{1,50}}\.){{0,4}}(?:{'|'.join(versions.KERAS_2_OPTIMIZERS.split())}))\("
)
_TENSORFLOW_1_WORDS = (
    *versions.TENSORFLOW_1_MODULES,
    *(f".{name}(" for name in versions.TENSORFLOW_1_FUNCTIONS),
    *(f"tf.{name}." for name in versions.TENSORFLOW_1_NAMESPACES),
)
"""Looked for first: plain strings are found ten times faster."""
_MAX_CALLS, _MAX_ARGUMENTS = 50, 300
_GRAPH = "the file is TensorFlow 1 graph code"
_LAST_OF_1 = (1, 15)
"""The last release of TensorFlow 1."""
_LAYERS_OF_1 = pattern(r"\bcompat\.v1\.layers\.\w|\bcompat\.v1[ \t]+import[ \t]+layers\b")
_OLD_CALL = pattern(rf"\b(?P<name>{'|'.join(versions.KERAS_2_ARGUMENTS)})\(")
_GUARD = pattern(
    r"^(?:assert[ \t]+(?P<kept>PACKAGE)(?:[ \t]*==[ \t]*|\.startswith\()"
    r"|if[ \t]+not[ \t]+\(?(?P<wanted>PACKAGE)(?:[ \t]*==[ \t]*|\.startswith\()"
    r"|if[ \t]+\(?(?P<other>PACKAGE)[ \t]*!=[ \t]*)"
    r"[\"'](?P<major>\d)(?:\.(?P<minor>\d{1,3}))?[^\n:]*(?P<leaves>:\s*(?:raise\b|(?:sys\.)?exit\())?".replace(
        "PACKAGE", r"(?:tf|tensorflow|keras)\.__version__"
    ),
    re.MULTILINE,
)
"""A module that ends, or does not begin, where another release is installed."""
_LR = pattern(rf"\b{versions.KERAS_2_OPTIMIZER_ARGUMENT} ?=")


@cache
def _table() -> dict[str, tuple[int, bool]]:
    """Return dialect, and whether only the package ``keras`` is concerned, by name below ``keras``."""
    return {name: (sign.dialect, sign.alone) for sign in versions.SIGNS for name in sign.names.split()}


def signs(source: str) -> Signs:
    """Return what a module's text shows.

    Args:
        source: the text, which may be broken.
    """
    if len(source) > _MAX_BYTES or not ("keras" in source or "tensorflow" in source or "tf." in source):
        return NO_SIGNS
    code = code_of(source)
    names = names_in(code)
    proofs: dict[int, str] = {}
    hints: dict[int, str] = {}
    if any(word in code for word in _TENSORFLOW_1_WORDS) and _TENSORFLOW_1.search(code):
        proofs[2] = _GRAPH
    for dialect, text in (*_guards(source), *_proofs(code, names)):
        proofs.setdefault(dialect, text)
    for dialect, text in _hints(source, code, names):
        hints.setdefault(dialect, text)
    graph, through_2 = proofs.get(2) == _GRAPH, "compat.v1" in code
    newest = _newest(code, names)
    if graph and not through_2 and not _VERSION_QUESTION.search(code):
        newest = min(newest or _LAST_OF_1, _LAST_OF_1)
    return Signs(_only(proofs), _only(hints), list(proofs.values()) == [_GRAPH] and through_2, newest)


def _only(found: dict[int, str]) -> tuple[int, str]:
    return next(iter(found.items())) if len(found) == 1 else (0, "")


def _proofs(code: str, names: Names) -> Iterator[tuple[int, str]]:
    for package in versions.KERAS_2_COMPANIONS:
        if package in names.packages:
            yield 2, f"the file imports {package}, which only Keras 2 runs with"
    for name in sorted(names.imported):
        dialect, what = _dialect_of(name)
        if dialect:
            yield dialect, f"the file imports {what}, which only Keras {dialect} has"
    for name in sorted(names.used - names.tried):
        dialect, what = _dialect_of(name)
        # A program that asks for what is new runs on both; an old one has other reasons to catch exceptions.
        if dialect and not (_ANY_QUESTION if dialect == 3 else _VERSION_QUESTION).search(code):
            yield dialect, f"the file uses {what}, which only Keras {dialect} has"


def _guards(source: str) -> Iterator[tuple[int, str]]:
    """Yield the dialect of the only release that a module goes on with."""
    if "__version__" not in source:
        return
    for match in _GUARD.finditer(code_of(source, strings=True)):
        name = match["kept"] or match["wanted"] or match["other"]
        package = "keras" if name.startswith("keras") else "tensorflow"
        since = versions.KERAS_3_FROM[package]
        major, minor = int(match["major"]), match["minor"]
        if (match["kept"] or match["leaves"]) and (minor or major != since[0] or not since[1]):
            release = f"{major}.{minor}" if minor else f"{major}"
            is_3 = (major, int(minor or 0)) >= since
            yield 3 if is_3 else 2, f"the file runs with {package} {release} only"


def _dialect_of(name: str) -> tuple[int, str]:
    """Return the dialect that a name proves, and how much of it does; 0 for none."""
    through_tensorflow = name.startswith("tf.")
    for part in _parts(name):
        found = _table().get(part)
        if found is not None and not (found[1] and through_tensorflow):
            return found[0], f"keras.{part}"
    return 0, ""


def _newest(code: str, names: Names) -> tuple[int, int] | None:
    """Return the last release of Keras 2 that has what a program uses for certain, None for the last one of all."""
    found = list(_lost(names))
    if names.imported or names.used:
        found += [
            end
            for method, end in versions.LOST_METHODS.items()
            if f".{method}(" in code and f"def {method}(" not in code and not _ANY_QUESTION.search(code)
        ]
    return min(found, default=None)


def _lost(names: Names) -> Iterator[tuple[int, int]]:
    """Yield the last release of each name in use that later ones lack."""
    ends = _ends()
    for name in (*names.imported, *(names.used - names.tried)):
        through_tensorflow = name.startswith("tf.")
        for part in _parts(name):
            if part in ends:
                yield ends[part]
            elif part in _eras() and not through_tensorflow:
                yield _eras()[part]
            elif through_tensorflow and part in versions.LOST_IN_TENSORFLOW:
                yield versions.LOST_IN_TENSORFLOW[part]


@cache
def _ends() -> dict[str, tuple[int, int]]:
    return {name: sign.until for sign in versions.SIGNS if sign.until is not None for name in sign.names.split()}


@cache
def _eras() -> dict[str, tuple[int, int]]:
    return {name: sign.era for sign in versions.SIGNS if sign.era is not None for name in sign.names.split()}


def _parts(name: str) -> Iterator[str]:
    """Yield what a canonical name begins with below ``keras``."""
    parts = name.split(".")[2 if name.startswith("tf.") else 1 :]
    for count in range(1, min(len(parts), 3) + 1):
        yield ".".join(parts[:count])


def _hints(source: str, code: str, names: Names) -> Iterator[tuple[int, str]]:
    found = list(_layers_of_1(code))
    if names.imported or names.tried or names.used:
        found += [*_calls(code, names), *saving_signs.of(source)]
    if found and not _VERSION_QUESTION.search(code):
        yield from found


def _layers_of_1(code: str) -> Iterator[tuple[int, str]]:
    """Yield Keras 2 for what TensorFlow takes from there, and has no more beside Keras 3: whoever wrote it ran it."""
    if "compat.v1" in code and _LAYERS_OF_1.search(code):
        yield 2, "the file uses tf.compat.v1.layers, which TensorFlow has beside Keras 2 only"


def _calls(code: str, names: Names) -> Iterator[tuple[int, str]]:
    keras_2 = (*versions.KERAS_2_METHODS, *versions.LOST_METHODS)
    for dialect, methods in ((2, keras_2), (3, versions.KERAS_3_METHODS)):
        for method in methods:
            if f".{method}(" in code and f"def {method}(" not in code:
                yield dialect, f"the file calls {method}, which only Keras {dialect} has"
    for match in islice(_OLD_CALL.finditer(code), _MAX_CALLS):
        arguments = arguments_of(code[match.end() : match.end() + _MAX_ARGUMENTS])
        for word in versions.KERAS_2_ARGUMENTS[match["name"]].split():
            if re.search(rf"\b{word} ?=(?!=)", arguments):
                yield 2, f"the file gives {match['name']} {word}, which Keras 3 rejects"
                return
    for match in islice(_LR.finditer(code), _MAX_CALLS):
        optimizer = _called_with(code[max(0, match.start() - _MAX_ARGUMENTS) : match.start()])
        if optimizer and _is_keras_optimizer(optimizer, names):
            yield 2, "the file gives an optimizer lr, which only Keras 2 takes"
            return


def _called_with(before: str) -> str:
    """Return the name of the optimizer whose call is still open at the end of some code, "" if there is none."""
    found = list(_OPTIMIZER.finditer(before))[-1:]
    is_open = found and before.count("(", found[0].end()) == before.count(")", found[0].end())
    return found[0]["name"] if is_open else ""


def _is_keras_optimizer(name: str, names: Names) -> bool:
    """Whether an optimizer is Keras's, and not PyTorch's: by its full name, or by what was imported."""
    last = name.rpartition(".")[2]
    everything = names.imported | names.tried | names.used
    return any(f"keras.{home}.{last}" in each for each in everything for home in ("optimizers", "optimizers.legacy"))


# -- files -------------------------------------------------------------------------------------------------------------

SETS_SWITCH = pattern(
    r"(?<!get\([\"'])(?<!getenv\([\"'])\bTF_USE_LEGACY_KERAS[\"'](?: ?\] ?=(?!=)| ?,) ?[\"']?(?:1|[Tt]rue)\b"
)
"""The legacy switch, set by the code itself."""


def sets_switch(source: str) -> bool:
    """Whether a module sets ``TF_USE_LEGACY_KERAS`` for itself.

    Args:
        source: its text.
    """
    return "TF_USE_LEGACY_KERAS" in source and SETS_SWITCH.search(code_of(source, strings=True)) is not None


_known: dict[str, tuple[tuple[int, int], Signs]] = {}
"""By file: the version that was read, and what it shows."""
_MAX_ENTRIES = 10_000


def signs_of(file: str) -> Signs:
    """Return what a file shows, read once per version; nothing where it cannot be read.

    Args:
        file: an absolute path.
    """
    try:
        status = os.stat(file)
        version = (status.st_mtime_ns, status.st_size)
        kept = _known.get(file)
        if kept is not None and kept[0] == version:
            return kept[1]
        if status.st_size > _MAX_BYTES:
            return NO_SIGNS
        with open(file, encoding="utf-8", errors="replace") as stream:
            source = stream.read()
    except OSError:
        return NO_SIGNS
    found = signs(source) if worth_a_look(source) else NO_SIGNS
    if len(_known) >= _MAX_ENTRIES:
        _known.clear()
    _known[file] = version, found
    return found


@cache
def _words() -> tuple[str, ...]:
    """Return words of which a text holds one if it shows anything."""
    last = {name.rpartition(".")[2] for sign in versions.SIGNS if not sign.alone for name in sign.names.split()}
    return tuple(
        sorted(
            last
            | {*versions.KERAS_2_COMPANIONS, *versions.KERAS_2_METHODS, *versions.KERAS_3_METHODS}
            | {
                *versions.TENSORFLOW_1_FUNCTIONS,
                *versions.TENSORFLOW_1_MODULES,
                "tf.layers",
                "v1.layers",
                "backend",
                "preprocessing",
            }
            | {word for words in versions.KERAS_2_ARGUMENTS.values() for word in words.split()}
            | {
                "__version__",
                "lr=",
                "lr =",
                "save_format",
                "save_weights",
                "ModelCheckpoint",
                ".save(",
                *versions.LOST_METHODS,
            }
        )
    )


def worth_a_look(source: str) -> bool:
    """Whether a text can show anything: most files hold none of the words."""
    return ("keras" in source or "tensorflow" in source) and any(word in source for word in _words())

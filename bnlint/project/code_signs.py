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
from bnlint.project import call_signs, code_guards, saving_signs
from bnlint.project.code_names import Names, inner_imports, names_in
from bnlint.project.code_text import code_of, laid_out
from bnlint.syntax.python_2 import STATEMENTS

_MAX_BYTES = 1_000_000
_MAX_NAMES, _MAX_LINES = 20, 2_000


class Signs(NamedTuple):
    """What a text shows: a dialect with a few words for it, 0 and "" where it shows none, or both.

    Args:
        proof: by a name that only one Keras has.
        hint: by a call that only one Keras has, if it is Keras's.
        lasting: the proof is code for TensorFlow 1 that still runs, beside files for either Keras.
        newest: the newest release of Keras 2 that has all that it uses, or that programs of its kind were written for,
            None for the last one.
        phase: the proof of Keras 2 is that the program sets the learning phase, and nothing else.
    """

    proof: tuple[int, str] = (0, "")
    hint: tuple[int, str] = (0, "")
    lasting: bool = False
    newest: tuple[int, int] | None = None
    phase: bool = False


NO_SIGNS = Signs()


# -- signs -------------------------------------------------------------------------------------------------------------

_VERSION_QUESTION = pattern(r"__version__|\bhasattr\((?:keras|tf|tensorflow|K|layers|backend|model)\b|version\.parse")
_ANY_QUESTION = pattern(r"__version__|\bhasattr\(|except (?:\(|Import|Attribute|ModuleNotFound|Exception)|except:")
_TENSORFLOW_1 = pattern(
    rf"^[ \t]*(?:import|from)[ \t]+tensorflow\.(?:{'|'.join(map(re.escape, versions.TENSORFLOW_1_MODULES))})\b"
    rf"|\btf\.(?:(?:{'|'.join(versions.TENSORFLOW_1_NAMESPACES)})\.\w"
    rf"|(?:{'|'.join(versions.TENSORFLOW_1_FUNCTIONS)})\()",
    re.MULTILINE,
)
_TENSORFLOW_1_WORDS = (
    *versions.TENSORFLOW_1_MODULES,
    *(f".{name}(" for name in versions.TENSORFLOW_1_FUNCTIONS),
    *(f"tf.{name}." for name in versions.TENSORFLOW_1_NAMESPACES),
)
"""Looked for first: plain strings are found ten times faster."""
_OLD_NAME = pattern(
    rf"tf\.(?<!\wtf\.)(?:{'|'.join(map(re.escape, versions.TENSORFLOW_1_NAMES))}"
    rf"|(?P<beside>{'|'.join(versions.TENSORFLOW_BESIDE_KERAS_2)}))\b(?! ?=(?!=))"
)
"""It begins with plain text, which is found ten times faster."""
_OTHER_TF = pattern(
    r"\bcompat(?:\.v1| import v1) as tf\b|\btf ?= ?[\w.]*compat\.v1\b|^ ?tf(?:\.\w+)+ ?=(?!=)", re.MULTILINE
)
"""``tf`` is not TensorFlow as it was installed."""
_CONDITION = pattern(r"[ \t]*(?:try|except|if|elif|else)\b(?!.*__name__)")
_GRAPH = "the file is TensorFlow 1 graph code"
_LAST_OF_1 = (1, 15)
"""The last release of TensorFlow 1."""
_NAMED_1 = pattern(r"^(?P<name>\w{1,50}) ?= ?(?:tf|tensorflow)\.compat\.v1 ?$", re.MULTILINE)
_LAYERS_OF_1 = pattern(r"\bcompat\.v1\.layers\.\w|\bcompat\.v1[ \t]+import[ \t]+layers\b")


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
    for text in _of_tensorflow_1(source, code):
        proofs.setdefault(2, text)
    if STATEMENTS.search(code):
        proofs.setdefault(2, "the file is written in Python 2, for which there is no Keras 3")
    shown = [*code_guards.decided(source), *_proofs(code, names)]
    for dialect, text in shown:
        proofs.setdefault(dialect, text)
    for dialect, text in _hints(source, code, names):
        hints.setdefault(dialect, text)
    graph, through_2 = proofs.get(2) == _GRAPH, "compat.v1" in code
    newest = _newest(code, names)
    if graph and not through_2 and not _VERSION_QUESTION.search(code):
        newest = min(newest or _LAST_OF_1, _LAST_OF_1)
    of_2 = [text for dialect, text in shown if dialect == 2]
    phase = proofs.get(2) in of_2 and all("learning_phase" in text for text in of_2) and any(map(_sets_phase, of_2))
    return Signs(_only(proofs), _only(hints), list(proofs.values()) == [_GRAPH] and through_2, newest, phase)


def _sets_phase(text: str) -> bool:
    return "set_learning_phase" in text or "learning_phase_scope" in text


def _only(found: dict[int, str]) -> tuple[int, str]:
    return next(iter(found.items())) if len(found) == 1 else (0, "")


def _proofs(code: str, names: Names) -> Iterator[tuple[int, str]]:
    for package in versions.KERAS_2_COMPANIONS:
        if package in names.packages:
            yield 2, f"the file imports {package}, which only Keras 2 runs with"
    for name in sorted(names.imported):
        dialect, why = _of_import(name)
        if dialect:
            yield dialect, why
    asks: dict[int, bool] = {}
    for name in sorted(names.used - names.tried):
        dialect, what = _dialect_of(name)
        if dialect and dialect not in asks:
            # A program that asks for what is new runs on both; an old one has other reasons to catch exceptions.
            asks[dialect] = (_ANY_QUESTION if dialect == 3 else _VERSION_QUESTION).search(code) is not None
        if dialect and not asks[dialect]:
            yield dialect, f"the file uses {what}, which only Keras {dialect} has"


def _of_tensorflow_1(source: str, code: str) -> Iterator[str]:
    """Yield why what a text uses of TensorFlow, whatever it finds installed, is gone where Keras 3 is."""
    if not _OLD_NAME.search(code) or _OTHER_TF.search(code) or _VERSION_QUESTION.search(code):
        return
    text = laid_out(source)
    for match in islice(_OLD_NAME.finditer(text), _MAX_NAMES):
        if not _is_conditional(text, match.start()):
            yield f"the file uses tf.{match['beside']}, gone where Keras 3 is" if match["beside"] else _GRAPH
            return


def _is_conditional(text: str, at: int) -> bool:
    """Whether what stands somewhere in a text is below a condition, or tried."""
    first, *above = reversed(text[:at].split("\n"))
    indent = _indent_of(first)
    for line in islice(above, _MAX_LINES):
        if indent and line.strip() and _indent_of(line) < indent:
            indent = _indent_of(line)
            if _CONDITION.match(line):
                return True
    return _CONDITION.match(first) is not None


def _indent_of(line: str) -> int:
    return len(line) - len(line.lstrip())


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
    found = list(_lost(code, names))
    if names.imported or names.used:
        found += [
            end
            for method, end in versions.LOST_METHODS.items()
            if f".{method}(" in code and f"def {method}(" not in code and not _ANY_QUESTION.search(code)
        ]
    return min(found, default=None)


def _lost(code: str, names: Names) -> Iterator[tuple[int, int]]:
    """Yield the last release of each name in use that later ones lack."""
    ends = _ends()
    if calls_merge(code, names):
        yield versions.LAST_WITH_MERGE
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


def calls_merge(code: str, names: Names) -> bool:
    """Whether a program calls ``merge`` of ``keras.layers``, which was a function up to Keras 2.2.

    Args:
        code: as ``code_of`` returns it.
        names: those of Keras in it.
    """
    return "keras.layers.merge" in names.imported and _MERGES.search(code) is not None


_MERGES = pattern(r"(?<![\w.])merge\(")


def is_of_keras_1(code: str, names: Names) -> bool:
    """Whether a program gives what it calls the arguments of Keras 1, more than one, and none that only Keras 2 has.

    Args:
        code: as ``code_of`` returns it.
        names: those of Keras in it.
    """
    given = set(_ARGUMENT.findall(code))
    old = len(given & _OF_KERAS_1) + calls_merge(code, names)
    return old > 1 and given.isdisjoint(_OF_KERAS_2) and not _FITS_EPOCHS.search(code)


def needs_keras_2(code: str) -> bool:
    """Whether a program trains by ``fit(epochs=...)``, which Keras 1 rejects, and gives nothing that only Keras 1 has.

    Args:
        code: as ``code_of`` returns it.
    """
    return _FITS_EPOCHS.search(code) is not None and _OF_KERAS_1.isdisjoint(_ARGUMENT.findall(code))


_ARGUMENT = pattern(r"[(,]\s*(\w+) ?=(?!=)")
_FITS_EPOCHS = pattern(r"\.fit(?:_generator)?\((?:[^()]{0,400},)?\s*epochs ?=")
_OF_KERAS_1 = frozenset(versions.KERAS_1_ARGUMENTS.split())
_OF_KERAS_2 = frozenset(versions.KERAS_1_RENAMED.split())


def _parts(name: str) -> Iterator[str]:
    """Yield what a canonical name begins with below ``keras``."""
    parts = name.split(".")[2 if name.startswith("tf.") else 1 :]
    for count in range(1, min(len(parts), 3) + 1):
        yield ".".join(parts[:count])


def _hints(source: str, code: str, names: Names) -> Iterator[tuple[int, str]]:
    found = [*_layers_of_1(code), *_imported_inside(source, code)]
    found += [
        (2, f"the file imports {package}, which is of the time of Keras 2")
        for package in versions.KERAS_2_CONTEMPORARIES
        if package in names.packages
    ]
    if names.imported or names.tried or names.used:
        found += [*call_signs.of(code, names), *saving_signs.of(source)]
    if found and not _VERSION_QUESTION.search(code):
        yield from found


def _imported_inside(source: str, code: str) -> Iterator[tuple[int, str]]:
    """Yield what functions import, whatever else they do: somebody may call them, or nobody does."""
    shown = ((*_of_import(name), at) for name, at in inner_imports(code))
    text = ""
    for dialect, why, at in islice((each for each in shown if each[0]), _MAX_NAMES):
        text = text or laid_out(source)  # it has the lines of the code, each where it was
        start = _start_of_line(text, code.count("\n", 0, at))
        if not _is_conditional(text, len(text) - len(text[start:].lstrip())):
            yield dialect, why


def _of_import(name: str) -> tuple[int, str]:
    """Return the dialect that an import shows, and why; 0 for none."""
    package = name.partition(".")[0]
    if package in versions.KERAS_2_COMPANIONS:
        return 2, f"the file imports {package}, which only Keras 2 runs with"
    dialect, what = _dialect_of(name)
    return dialect, f"the file imports {what}, which only Keras {dialect} has"


def _start_of_line(text: str, number: int) -> int:
    at = 0
    for _ in range(number):
        at = text.index("\n", at) + 1
    return at


def _layers_of_1(code: str) -> Iterator[tuple[int, str]]:
    """Yield Keras 2 for what TensorFlow takes from there, and has no more beside Keras 3: whoever wrote it ran it."""
    if "compat.v1" not in code:
        return
    names = {match["name"] for match in islice(_NAMED_1.finditer(code), _MAX_NAMES)}
    if _LAYERS_OF_1.search(code) or any(re.search(rf"(?<![\w.]){name}\.layers\.\w", code) for name in names):
        yield 2, "the file uses tf.compat.v1.layers, which TensorFlow has beside Keras 2 only"


# -- files -------------------------------------------------------------------------------------------------------------

_NAME, _ON = r"TF_USE_LEGACY_KERAS[\"']", r" ?(?:str\()?[\"']?(?:1|[Tt]rue)\b"
SETS_SWITCH = pattern(
    rf"(?<!get\([\"'])(?<!getenv\([\"'])\b{_NAME}(?: ?\] ?=(?!=)| ?,){_ON}"
    rf"|\benviron(?: ?\|= ?|\.update\()\{{[^{{}}]{{0,500}}\b{_NAME} ?:{_ON}"
    rf"|\benviron\.update\([^()]{{0,500}}\bTF_USE_LEGACY_KERAS ?={_ON}"
    rf"|\bfor (?P<key>\w{{1,50}}), ?(?P<value>\w{{1,50}}) in \{{[^{{}}]{{0,500}}\b{_NAME} ?:{_ON}"
    r"[^{}]{0,500}\}\.items\(\):\s{1,9}(?:os\.)?environ\[(?P=key)\] ?= ?(?:str\()?(?P=value)\b"
    rf"|^(?P<constant>\w{{1,50}}) ?= ?[\"']{_NAME}[^\0]{{0,5000}}?\b"
    rf"(?:environ\[(?P=constant)\] ?=|environ\.setdefault\((?P=constant) ?,){_ON}",
    re.MULTILINE,
)
"""The legacy switch, set by the code itself."""

_USES_KERAS = pattern(
    r"^(?:from|import)[ \t]+tensorflow\.keras\b|^(?!\s)[^\n]*\b(?:tf|tensorflow)\.keras\.\w", re.MULTILINE
)
"""TensorFlow chooses its Keras here for good (measured); its own import, and ``import keras`` from it, choose none."""
_AT_THE_EDGE = pattern(r"^(?:@|(?:async )?def (?P<name>\w+)|\w)", re.MULTILINE)


def sets_switch(source: str) -> bool:
    """Whether a module sets ``TF_USE_LEGACY_KERAS`` for itself.

    Args:
        source: its text.
    """
    if "TF_USE_LEGACY_KERAS" not in source:
        return False
    code = code_of(source, strings=True)
    return any(not name or is_spoken_of(name, code) for _, name in switches(code))


def switches(code: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield where code sets ``TF_USE_LEGACY_KERAS`` in time, and the name of the function that does, "" for none.

    Args:
        code: as ``code_of`` returns it, with strings.
    """
    for match in SETS_SWITCH.finditer(code):
        name = _function_around(code, match.start())
        if name or not _USES_KERAS.search(code, 0, match.start()):
            yield match, name


def is_spoken_of(name: str, code: str, times: int = 2) -> bool:
    """Whether code names a function so many times; its definition is one."""
    return len(list(islice(re.finditer(rf"\b{name}\b", code), times))) == times


def _function_around(code: str, at: int) -> str:
    """Return the name of the function at the edge of the text that a place is in, "" for none."""
    start = code.rfind("\n", 0, at) + 1
    if code[start : start + 1] not in (" ", "\t"):
        return ""
    *_, last = [None, *_AT_THE_EDGE.finditer(code, 0, start)]
    return last["name"] or "" if last is not None else ""


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
        with open(file, encoding="utf-8-sig", errors="replace") as stream:
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
            | {*versions.KERAS_2_COMPANIONS, *versions.KERAS_2_CONTEMPORARIES, *call_signs.WORDS}
            | {
                *versions.TENSORFLOW_1_FUNCTIONS,
                *versions.TENSORFLOW_1_MODULES,
                "tf.layers",
                "v1.layers",
                "backend",
                "preprocessing",
                'print "',
                "print '",
            }
            | {"__version__", *saving_signs.WORDS}
        )
    )


def worth_a_look(source: str) -> bool:
    """Whether a text can show anything: most files hold none of the words."""
    if "keras" not in source and "tensorflow" not in source:
        return False
    return any(word in source for word in _words()) or _OLD_NAME.search(source) is not None

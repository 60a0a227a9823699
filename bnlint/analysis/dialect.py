"""Which Keras dialect a file will run on, read from text and metadata only: nothing is imported or run.

Dialect 2 is ``tf.keras`` of TensorFlow up to 2.15 and the package ``tf_keras``; dialect 3 is ``keras`` from 3.0 and
``tf.keras`` of TensorFlow from 2.16. The order of what decides stands in ``target``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from bnlint.events import ABSENT, ApiUsed, Event, LayerBuilt, LayerCalled, LearningPhaseSet, Testimony
from bnlint.libraries import keras_versions as versions
from bnlint.patterns import pattern
from bnlint.project import code_signs, code_text
from bnlint.project.code_names import names_in
from bnlint.project.code_signs import Signs
from bnlint.settings.config import Config
from bnlint.syntax.notebooks import UNKNOWN

Dialect = Literal[2, 3]


class Target(NamedTuple):
    """A dialect and where the decision comes from, for messages.

    Args:
        dialect: 2 or 3.
        why: what decided, "option" for the user.
        assumed: nothing in the project says so.
    """

    dialect: Dialect
    why: str
    assumed: bool = False


OTHER: dict[int, Dialect] = {2: 3, 3: 2}
_DEFAULT = Target(3, "default", True)
_STANDALONE = pattern(r"^[ \t]*(?:import|from)[ \t]+keras\b", re.MULTILINE)
_STANDALONE_ALWAYS = pattern(r"^(?:import|from)[ \t]+keras\b", re.MULTILINE)
_THROUGH_TENSORFLOW = pattern(
    r"\btf\.(?:compat\.v\d\.)?keras\b|\btensorflow(?:\.\w+){0,9}\.keras\b"
    r"|^[ \t]*from[ \t]+tensorflow[ \t]+import\b.*\bkeras\b",
    re.MULTILINE,
)
_KERAS_2_PACKAGE = pattern(rf"^[ \t]*(?:import|from)[ \t]+{versions.KERAS_2_PACKAGE}\b", re.MULTILINE)
_KERAS_3_PACKAGE = pattern(rf"^(?:import|from)[ \t]+(?P<name>{'|'.join(versions.KERAS_3_PACKAGES)})\b", re.MULTILINE)
_KERAS_3_BACKEND = pattern(rf"\bKERAS_BACKEND[\"']?\]? ?[=,] ?[\"'](?:{'|'.join(versions.KERAS_3_BACKENDS)})[\"']")


def target(source: str, path: str, config: Config | None = None) -> Target:
    """Decide the dialect that a module is analysed for.

    Args:
        source: the module's text.
        path: its file; the project's requirements are looked up from there.
        config: the user's settings.
    """
    file = _File(source)
    named = _from_package(file)
    if named is not None:
        return named
    if config is not None and config.keras != "auto":
        return Target(3 if config.keras == "3" else 2, "option")
    for found in _from_file(file):
        return _required(path, file) or found if found == _target(file.signs.proof) else found
    from bnlint.analysis import surroundings  # start-up: many files say it themselves

    told = surroundings.told(path, source, file.lone_keras, file.signs.hint)
    return _target(told) if told else _from_installation() or _DEFAULT


UNSAID = (0, 0)
"""The release that runs a program whose project names none: what later ones lost says that it was an early one."""


def newest(source: str, path: str, testimony: Testimony, assumed: bool) -> tuple[int, int] | None:
    """Return the newest release of Keras 2 that may run a module, None for the last one, or for Keras 3.

    Args:
        source: the module's text.
        path: its file.
        testimony: what it does: few modules use something that only some releases of Keras 2 have.
        assumed: nothing says which Keras it is.
    """
    uses = (event for event in testimony.events if isinstance(event, ApiUsed))
    may_be_old = testimony.dialect == 2 or assumed
    if not may_be_old or not any(versions.was_there_once(use.name, use.argument) for use in uses):
        return None
    from bnlint.project import neighbours, requirements  # start-up: as said above

    file = _File(source)
    here = requirements.newest(path, file.lone_keras), file.signs.newest
    shown = min(filter(None, here), default=None) or neighbours.newest(path)
    return _newest(path, file.lone_keras, shown)


def newest_package(source: str, path: str, testimony: Testimony, assumed: bool) -> tuple[int, int] | None:
    """Return the newest release of the package ``keras`` before 3 that may run a module, None for the last one.

    It is None, too, where the module uses ``tf.keras``, or gives ``BatchNormalization`` nothing that only old releases
    take. Of the code the arguments count that Keras 1 has for all layers, a call of ``merge``, and a ``fit`` that
    Keras 1 rejects.

    Args:
        source: the module's text.
        path: its file.
        testimony: what it does.
        assumed: nothing says which Keras it is.
    """
    given = {name for event in testimony.events if isinstance(event, LayerBuilt) for name in event.layer.args}
    may_be_old = testimony.dialect == 2 or assumed
    if not may_be_old or not any(map(versions.was_taken_once, given)):
        return None
    file = _File(source)
    if not file.lone_keras:
        return None
    from bnlint.project import requirements  # start-up: as said above

    found = _newest(path, True, requirements.newest(path, True) or _shown_by(file.code))
    return versions.FIRST_OF_KERAS_2 if found == UNSAID and code_signs.needs_keras_2(file.code) else found


def lays_out_graphs(source: str, path: str, testimony: Testimony) -> bool:
    """Whether the releases that a module's project declares, or that it uses, lay out graphs for ``fit`` and its kin.

    TensorFlow 1 does so unless it is told otherwise, and the package ``keras`` below 2.4 in any case. It is asked where
    the module sets the learning phase, which is then part of the graph.

    Args:
        source: the module's text.
        path: its file.
        testimony: what it does.
    """
    if testimony.dialect != 2 or not any(isinstance(event, LearningPhaseSet) for event in testimony.events):
        return False
    from bnlint.project import requirements  # start-up: as said above

    file = _File(source)
    releases = (requirements.newest(path, True), file.signs.newest) if file.lone_keras else ()
    package = min(filter(None, releases), default=None)
    if package is not None and package < versions.FIRST_WITHOUT_GRAPHS:
        return True
    tensorflow = requirements.newest(path)
    return tensorflow is not None and tensorflow < (2, 0) and not any(word in source for word in _EAGER)


def none_asks(path: str, testimony: Testimony) -> bool:
    """Whether a module's project declares a Keras 3 to which an explicit training flag of None is none.

    It is asked where a call inside of another one gets such a flag.

    Args:
        path: its file.
        testimony: what it does.
    """
    if testimony.dialect != 3 or not any(map(_gets_none, testimony.events)):
        return False
    from bnlint.project import requirements  # start-up: as said above

    package = requirements.newest(path, True)
    return package is not None and package < versions.FIRST_TO_TAKE_NONE


def _gets_none(event: Event) -> bool:
    """Whether an event is a call inside of another one with a None written for its flag."""
    if not isinstance(event, LayerCalled) or event.outer is None or event.flag is ABSENT:
        return False
    return event.flag.known and event.flag.value is None


_EAGER = ("enable_eager_execution", "enable_v2_behavior")
"""How a program tells TensorFlow 1 to lay out no graphs."""


def _shown_by(code: str) -> tuple[int, int] | None:
    """Return the last release of the package before 3 that code shows itself to be for, None for any."""
    names = names_in(code)
    if code_signs.is_of_keras_1(code, names):
        return versions.LAST_OF_KERAS_1
    return versions.LAST_WITH_MERGE if code_signs.calls_merge(code, names) else None


def _newest(path: str, lone_keras: bool, shown: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return what is shown, or the end that what else the project requires puts to it; the first one without either."""
    from bnlint.project import requirements  # start-up: as said above

    found = min(filter(None, (shown, requirements.newest_beside(path))), default=None)
    return UNSAID if found is None and requirements.names_no_release(path, lone_keras) else found


def deciding_line(source: str) -> int:
    """Return the first line, from 1, by which a file decides its dialect.

    Args:
        source: the text of a module that decides it itself.
    """
    whole = _File(source)
    decided = _from_text(whole)
    lines = source.split("\n")
    return 1 + bisect_left(
        range(1, len(lines)),
        True,
        key=lambda count: _from_text(_File("\n".join(lines[:count]), whole.lone_keras)) == decided,
    )


class _File:
    """What is read of a module's text, as far as somebody asks.

    Args:
        source: the text.
        lone_keras: whether it uses the package ``keras`` and not ``tf.keras`` (two packages with two versions); read
            from the text when None.
    """

    def __init__(self, source: str, lone_keras: bool | None = None) -> None:
        self.source = source
        self.code = code_text.code_of(source) if "keras" in source else ""
        if lone_keras is None:
            lone_keras = _STANDALONE.search(self.code) is not None and _THROUGH_TENSORFLOW.search(self.code) is None
        self.lone_keras = lone_keras
        self._signs: Signs | None = None

    @property
    def signs(self) -> Signs:
        """What its code shows."""
        if self._signs is None:
            self._signs = code_signs.signs(self.source)
        return self._signs


def _required(path: str, file: _File) -> Target | None:
    """Return Keras 3 where a project requires it, and all that a file shows of Keras 2 is that it sets the phase."""
    if not file.signs.phase:
        return None
    from bnlint.project import requirements  # start-up: as said above

    required = requirements.declared(path, file.lone_keras)
    return _target(required) if required is not None and required[0] == 3 else None


def _target(answer: tuple[int, str]) -> Target:
    return Target(3 if answer[0] == 3 else 2, answer[1])


def _from_text(file: _File) -> Target | None:
    """Return what a text alone decides, in the order of ``target``."""
    found = _from_package(file) or next(_from_file(file), None)
    if found is None and file.signs.hint[0]:
        found = _target(file.signs.hint)
    return found


def _from_package(file: _File) -> Target | None:
    """Return what the import of a package says that is one dialect and nothing else, whatever the user's option."""
    if "tf_keras" in file.code and _KERAS_2_PACKAGE.search(file.code):
        # Beside the package keras it is one of two: the other one is what is judged.
        if not _STANDALONE_ALWAYS.search(file.code):
            return Target(2, "the file imports tf_keras")
    package = _KERAS_3_PACKAGE.search(file.code)
    return Target(3, f"the file imports {package['name']}") if package else None


def _from_file(file: _File) -> Iterator[Target]:
    """Yield what a file says of itself, what counts most first."""
    if not file.lone_keras and code_signs.sets_switch(file.source):
        yield Target(2, "the file sets TF_USE_LEGACY_KERAS")
    if "KERAS_BACKEND" in file.source and _KERAS_3_BACKEND.search(code_text.code_of(file.source, strings=True)):
        yield Target(3, "the file chooses a backend that only Keras 3 has")
    if UNKNOWN in file.source or "get_ipython()" in file.source:
        from bnlint.analysis import surroundings  # start-up: few files are notebooks

        yield from map(_target, surroundings.in_cells(file.source, file.lone_keras))
    if file.signs.proof[0]:
        yield _target(file.signs.proof)


@cache
def _from_installation() -> Target | None:
    """Read the metadata of the environment bnlint is installed in."""
    for name in ("keras", *versions.TENSORFLOW_DISTRIBUTIONS):
        version = _installed(name)
        if version is not None:
            since = versions.KERAS_3_FROM[name.partition("-")[0]]
            return Target(3 if version >= since else 2, f"{name} {version[0]}.{version[1]} is installed", True)
    return None


def _installed(distribution: str) -> tuple[int, int] | None:
    """Return the major and minor version of an installed distribution, None when it is absent or its data broken."""
    from importlib import metadata  # start-up: most projects say which Keras they need

    try:
        numbers = re.match(r"(\d+)\.(\d+)", metadata.version(distribution))
    except Exception:  # broken metadata raises whatever it likes; it must not decide anything
        return None
    return (int(numbers[1]), int(numbers[2])) if numbers else None

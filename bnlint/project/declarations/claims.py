"""What a declaration means: a package, and the dialect that every release it admits speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from bnlint.libraries import keras_versions as versions
from bnlint.patterns import pattern

if TYPE_CHECKING:
    from packaging.version import Version

Package = Literal["tensorflow", "keras", "python", "beside"]
"""``beside``: something else that TensorFlow requires, or that requires it, as what it says of TensorFlow."""


class Claim(NamedTuple):
    """One requirement on TensorFlow, Keras or Python.

    Args:
        package: which of them.
        dialect: the Keras dialect of every release it admits; None when it admits both.
        text: as a person would write it, with the file.
        newest: the newest release that it admits, by major and minor; None where there is no end.
        named: it names a release at all.
    """

    package: Package
    dialect: int | None
    text: str
    newest: tuple[int, int] | None = None
    named: bool = False


class Declared(NamedTuple):
    """What a file says.

    Args:
        requirements: names of packages, normalised, with version specifiers ("" for any); "python" is one of them.
        switch: whether it sets ``TF_USE_LEGACY_KERAS``, None where it does neither that nor the contrary.
        backend: what it sets ``KERAS_BACKEND`` to; None where it does not, "" where it does so to several.
        extras: requirements, too, of those who ask for more than the project itself.
        included: files that belong to it, from its own folder.
        started: the scripts for which alone the switch is set, from some folder; none where it is set for all.
    """

    requirements: tuple[tuple[str, str], ...] = ()
    switch: bool | None = None
    backend: str | None = None
    extras: tuple[tuple[str, str], ...] = ()
    included: tuple[str, ...] = ()
    started: tuple[str, ...] = ()


NOTHING = Declared()

NAME = (
    r"(?:intel[-_.]tensorflow|tensorflow(?:[-_.](?:aarch64|cpu[-_.]aws|cpu|directml|gpu|intel|macos|rocm))?"
    r"|keras(?:[-_.](?:core|hub))?|tf[-_.]keras|tf[-_.]nightly|jax|(?:py)?torch"
    r"|h5py|numpy|protobuf|tensorboard|tensorflow[-_.](?:addons|estimator))"
)
"""A package that says which Keras runs, or on what; compared without regard to case."""
_MAX_SPECIFIER = 200
_WORDS = pattern(r"keras|tensorflow|tf[-_.]nightly", re.IGNORECASE)
_PYTHON_LIMIT = 30
_NO_END = (4, 0)
"""No release comes so far; what admits it has no end."""


def speaks_of_keras(text: str) -> bool:
    """Whether a text names one of the packages at all."""
    return _WORDS.search(text) is not None


def normalised(name: str) -> str:
    """Return a package's name as PyPI writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def claims(requirements: Iterable[tuple[str, str]], where: str) -> Iterator[Claim]:
    """Yield what requirements mean.

    Args:
        requirements: as in ``Declared``.
        where: the file, for the text.
    """
    pythons: dict[str, int | None] = {}
    for name, specifier in requirements:
        text = f"{name}{specifier} in {where}"
        if name == "python":
            pythons[text] = _python_dialect(specifier)
        elif name in versions.ONE_DIALECT_DISTRIBUTIONS:
            package, dialect = versions.ONE_DIALECT_DISTRIBUTIONS[name]
            yield Claim(
                "keras" if package == "keras" else "tensorflow", dialect, text, _newest(specifier), bool(specifier)
            )
        elif name == "keras":
            yield Claim("keras", _dialect("keras", specifier), text, _newest(specifier), bool(specifier))
        elif name in versions.TENSORFLOW_NAMES:
            yield Claim("tensorflow", _dialect("tensorflow", specifier), text, _newest(specifier), bool(specifier))
        elif (end := _of_tensorflow(name, specifier)) is not None:
            yield Claim("beside", 2 if end < versions.KERAS_3_FROM["tensorflow"] else None, text, end)
    # Several Pythons in one file are those it is tested with: all of them count.
    if len(set(pythons.values())) == 1:
        text = next(iter(pythons))
        yield Claim("python", pythons[text], text)


def _dialect(package: Literal["tensorflow", "keras"], specifier: str) -> int | None:
    """Return the dialect that all releases admitted by a specifier share."""
    dialects = {3 if release >= versions.KERAS_3_FROM[package] else 2 for release in _admitted(specifier)}
    return dialects.pop() if len(dialects) == 1 else None


def _of_tensorflow(name: str, specifier: str) -> tuple[int, int] | None:
    """Return the newest TensorFlow that goes with another package, None where all may."""
    if name in versions.LAST_BESIDE:
        return versions.LAST_BESIDE[name]
    newest = _newest(specifier)
    if newest is None or name in versions.NUMBERED_LIKE_TENSORFLOW:
        return newest
    ends = versions.BESIDE_TENSORFLOW.get(name, ())
    return next((end for before, end in ends if newest < before), None)


def _newest(specifier: str) -> tuple[int, int] | None:
    """Return the newest release that a specifier admits, None where it has no end."""
    newest = max(_admitted(specifier), default=_NO_END)
    return newest if newest < _NO_END else None


@cache
def _admitted(specifier: str) -> frozenset[tuple[int, int]]:
    """Return the major and minor numbers of the releases that a specifier admits."""
    if not 0 < len(specifier) <= _MAX_SPECIFIER:
        return frozenset()
    # start-up: only where a requirement names Keras
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version

    try:
        admitted = SpecifierSet(specifier)
        named = [Version(text.rstrip(".*")) for text in re.findall(r"\d[\w.+!-]*", specifier)]
    except ValueError:
        return frozenset()
    return frozenset(
        (version.major, version.minor)
        for version in [*_releases(), *named]
        if admitted.contains(version, prereleases=True)
    )


@cache
def _releases() -> list[Version]:
    """Return versions dense enough to stand for all releases of both packages, past and to come."""
    from packaging.version import Version  # start-up: only where a requirement names Keras

    minors = [(1, minor) for minor in range(31)] + [(2, minor) for minor in range(41)] + [(3, m) for m in range(41)]
    return [Version(f"{major}.{minor}.{patch}") for major, minor in minors for patch in (0, 1, 2, 3, 9)] + [
        Version("4.0")
    ]


@cache
def _python_dialect(specifier: str) -> int | None:
    """Return the dialect of every TensorFlow that runs on the Pythons a specifier admits."""
    if not 0 < len(specifier) <= _MAX_SPECIFIER:
        return None
    # start-up: only where a project pins its Python
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version

    try:
        admitted = SpecifierSet(specifier)
    except ValueError:
        return None
    minors = [
        minor
        for minor in range(_PYTHON_LIMIT)
        for patch in (0, 1, 9, 30)
        if admitted.contains(Version(f"3.{minor}.{patch}"))
    ]
    if not minors:
        return 2 if admitted.contains("2.7.18") else None
    if max(minors) < versions.KERAS_3_PYTHON:
        return 2
    return 3 if min(minors) > versions.KERAS_2_PYTHON else None


def of_python(text: str) -> str:
    """Return the specifier of a Python as people write it: ``3.7.9``, ``python-3.7``, ``py37``, ``3.6-dev``."""
    found = re.match(r"\s*(?:c?python[-=:]*|py)?(\d)\.?(\d{1,2})?(?!\d)(?:\.\d+)?", text[:50])
    if found is None:
        return ""
    return f"=={found[1]}.{found[2]}.*" if found[2] else ""

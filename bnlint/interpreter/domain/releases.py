"""What follows from the version of a library: worked out for each release that may run the program."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bnlint.interpreter.domain.values import UNKNOWN, Const, Items, Slice, Value, Various
from bnlint.libraries import releases

_ERRORS = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, re.error)
_SCALARS = (str, int, float, bool)


def version_of(name: str, dialect: int) -> Value | None:
    """Return the version that a library's canonical name stands for, None for other names."""
    package = releases.VERSIONS.get(name)
    return None if package is None else of_package(package, dialect)


def of_package(package: str, dialect: int) -> Value:
    """Return the version of a package, unknown for packages whose releases are not known."""
    found = releases.versions(package, dialect)
    return Various(package, found) if found else UNKNOWN


def newest_where(test: Value, side: bool, dialect: int) -> tuple[int, int] | None:
    """Return the newest release on one side of a question about a version, by major and minor.

    Args:
        test: the answer to the question, for each release.
        side: whether the side is that where it is true.
        dialect: 2 or 3.

    Returns:
        None where the question is another one, or no release gets there.
    """
    if not isinstance(test, Various):
        return None
    answers = zip(releases.versions(test.package, dialect), test.values, strict=False)
    here = [version for version, value in answers if bool(value) is side]
    if not here:
        return None
    major, minor = here[-1].split(".")[:2]
    return int(major), int(minor)


def answer(known: bool | None) -> Value:
    """Return the answer to a question about what a library has."""
    return UNKNOWN if known is None else Various("", (known,))


def switched_off(default: Value | None) -> Value:
    """Return what the switch to the legacy Keras holds where it is off: what stands for it unless that is on.

    Args:
        default: what stands for it where nobody sets it; None for none.
    """
    if default is None or not isinstance(default, Const):
        return Various("", (None,)) if default is None else UNKNOWN
    return Various("", ("0" if str(default.value).lower() in ("1", "true") else default.value,))


class _Names:
    """The names of a module of a library, as far as known.

    Args:
        has: whether it has one, None where that is not known.
    """

    def __init__(self, has: Callable[[str], bool | None]) -> None:
        self._has = has

    def __contains__(self, name: object) -> bool:
        """Whether the module has a name.

        Raises:
            LookupError: it is not known.
        """
        known = self._has(name) if isinstance(name, str) else None
        if known is None:
            raise LookupError
        return known


def names(has: Callable[[str], bool | None]) -> Value:
    """Return the names of a module, as ``dir`` lists them.

    Args:
        has: whether the module has one, None where that is not known.
    """
    return Various("", (_Names(has),))


def matched(how: str, pattern: Value, text: Value) -> Value:
    """Return what a function of the module ``re`` finds in a text that follows from a version."""
    known = isinstance(pattern, Const) and isinstance(pattern.value, str) and len(pattern.value) < _LONG_PATTERN
    return computed(getattr(re, how), pattern, text) or UNKNOWN if known else UNKNOWN


_LONG_PATTERN = 100
"""Characters of a regular expression that asks more than which version it is."""


def specified(value: Value) -> Value:
    """Return a text as a set of versions."""
    from packaging.specifiers import SpecifierSet  # start-up: only where a program asks for a version

    try:
        return Various("", (SpecifierSet(str(value.value)),)) if isinstance(value, Const) else UNKNOWN
    except ValueError:
        return UNKNOWN


def parsed(value: Value) -> Value:
    """Return a text as a version that can be compared."""
    from packaging.version import Version  # start-up: only where a program asks for a version

    if isinstance(value, Const) and isinstance(value.value, str):
        try:
            return Various("", (Version(value.value),))
        except ValueError:
            return UNKNOWN
    return computed(lambda text: Version(str(text)), value) or UNKNOWN


def is_version(value: Value) -> bool:
    """Whether a value was parsed as a version."""
    return isinstance(value, Various) and hasattr(value.values[0], "release")


def constant(value: Value) -> Value:
    """Return what all releases agree on as the constant that it is."""
    if isinstance(value, Various) and isinstance(value.values[0], _SCALARS) and len(set(value.values)) == 1:
        return Const(value.values[0])
    return value


def computed(function: Callable[..., Any], *operands: Value) -> Value | None:
    """Return ``function(*operands)``, for each release.

    Args:
        function: of Python values.
        operands: constants, versions, and lists of them.

    Returns:
        Unknown where an operand is, or the call raises; None where no operand follows from a version.
    """
    found = [each for operand in operands for each in _inside(operand)]
    if not found:
        return None
    packages = {each.package for each in found} - {""}
    if len(packages) > 1:
        return UNKNOWN
    count = max(len(each.values) for each in found)
    try:
        results = [function(*(_at(operand, number) for operand in operands)) for number in range(count)]
    except _ERRORS:
        return UNKNOWN
    return _value_of("".join(packages), results)


def _inside(value: Value) -> Iterator[Various]:
    if isinstance(value, Various):
        yield value
    elif isinstance(value, Items):
        for item in value.items:
            yield from _inside(item)


def _at(value: Value, number: int) -> Any:
    """Return a value as one of the releases has it.

    Raises:
        LookupError: it is not known.
    """
    if isinstance(value, Various):
        return value.values[number if value.package else 0]
    if isinstance(value, Const):
        return value.value
    if isinstance(value, Items) and value.counted:
        items = [_at(item, number) for item in value.items]
        return tuple(items) if value.kind == "tuple" else items
    if isinstance(value, Slice):
        return slice(*(None if end is None else _at(end, number) for end in (value.lower, value.upper, value.step)))
    raise LookupError


def _value_of(package: str, results: Sequence[Any]) -> Value:
    first = results[0]
    if isinstance(first, (list, tuple)):
        if any(len(result) != len(first) for result in results):
            return UNKNOWN
        columns = [_value_of(package, column) for column in zip(*results, strict=True)]
        return Items(columns, "tuple" if isinstance(first, tuple) else "list")
    return Various(package, tuple(results))


# -- what programs do with versions ------------------------------------------------------------------------------------

_PARTS: dict[str, Callable[[Any], Any]] = {
    "major": lambda version: version.major,
    "minor": lambda version: version.minor,
    "micro": lambda version: version.micro,
    "release": lambda version: version.release,
    "version": lambda version: version.release,
    "public": lambda version: version.public,
    "base_version": lambda version: version.base_version,
    "vstring": str,
}
"""Attributes of versions, those of ``packaging`` and of ``distutils``."""
_TEXT_METHODS = frozenset(
    "startswith endswith split rsplit partition rpartition strip rstrip lstrip removeprefix removesuffix replace "
    "count find index isdigit isnumeric lower upper __contains__ __ge__ __gt__ __le__ __lt__ __eq__ __ne__ "
    "contains group groups".split()
)


def part(value: Various, name: str) -> Value | None:
    """Return an attribute of a version, None where it has none of that name."""
    take = _PARTS.get(name) if is_version(value) else None
    return None if take is None else computed(take, value)


def call_method(value: Various, name: str, args: Sequence[Value]) -> Value:
    """Return what a method of a text, a number, a match or a set of versions answers."""
    if name not in _TEXT_METHODS:
        return UNKNOWN
    return computed(lambda text, *given: getattr(text, name)(*given), value, *args) or UNKNOWN


def compared(compare: Callable[[Any, Any], Any], left: Value, right: Value) -> Value | None:
    """Return the answer of a comparison, None where no side follows from a version."""

    def alike(a: Any, b: Any) -> bool:
        if is_text(a) != is_text(b):  # LooseVersion takes a text beside a version
            a, b = (_parsed(side) for side in (a, b))
        return bool(compare(a, b))

    def is_text(side: Any) -> bool:
        return isinstance(side, str)

    versions = is_version(left) or is_version(right)
    return computed(alike if versions else lambda a, b: bool(compare(a, b)), left, right)


def _parsed(side: Any) -> Any:
    if not isinstance(side, str):
        return side
    from packaging.version import Version  # start-up: only where a program compares versions

    return Version(side)

"""Finds the row of a library's function by the name under which a program calls it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from bnlint.libraries import keras_functions, numpy, python, tensorflow
from bnlint.libraries.schema import Family, Function

FUNCTIONS = (*python.FUNCTIONS, *numpy.FUNCTIONS, *tensorflow.FUNCTIONS, *keras_functions.FUNCTIONS)
FAMILIES = (*numpy.FAMILIES, *tensorflow.FAMILIES, *keras_functions.FAMILIES)

SAME_LIBRARY = {
    "tf.experimental.numpy": "np",
    "tf1": "tf",
    "contrib": "tf",
    "slim": "tf",
    "keras_applications": "keras",
    "classification_models": "keras",
    "efficientnet": "keras",
}
"""Libraries whose functions are those of another one, for what no row says of them."""


class Library:
    """What is known of all libraries.

    Args:
        functions: rows of functions.
        families: what holds for names without a row; the first that fits counts.
    """

    def __init__(self, functions: Iterable[Function] = FUNCTIONS, families: Iterable[Family] = FAMILIES) -> None:
        self._families = tuple(families)
        self._by_last_name: dict[str, list[Function]] = {}
        for row in functions:
            for last in row.names.split():
                self._by_last_name.setdefault(last, []).append(row)
        self._found: dict[str, Function | Family | None] = {}

    def resolve(self, name: str) -> Function | Family | None:
        """Return what is known of a canonical name.

        That is the row with this name; else that of the same last name whose home in the same library is nearest
        ("tf.to_float" of TensorFlow 1 is "tf1.to_float"); else what holds for all such names there; else None.
        """
        if name not in self._found:
            self._found[name] = self._row(name)
        return self._found[name]

    def _row(self, name: str) -> Function | Family | None:
        home, _, last = name.rpartition(".")
        rows = self._by_last_name.get(last, ())
        exact = next((row for row in rows if home in row.homes.split()), None)
        return exact or _nearest(read_as(home), rows) or self._family(read_as(home), last)

    def _family(self, home: str, last: str) -> Family | None:
        for family in self._families:
            if fnmatchcase(last, family.pattern) and any(_is_below(home, known) for known in family.homes.split()):
                return family
        return None


def _nearest(home: str, rows: Sequence[Function]) -> Function | None:
    best, most = None, 0
    of_object = home.endswith(")")
    for row in rows:
        for own in row.homes.split():
            shared = _shared(home, read_as(own))
            if shared > most and (not of_object or _is_class(own)):
                best, most = row, shared
    return best


def _is_class(home: str) -> bool:
    return home.rpartition(".")[2][:1].isupper()


def read_as(name: str) -> str:
    """Return a name as that of the library whose functions are meant."""
    for prefix, library in SAME_LIBRARY.items():
        if _is_below(name, prefix):
            return library + name[len(prefix) :]
    return name


def _is_below(name: str, home: str) -> bool:
    return name == home or name.startswith(home + ".")


def _shared(home: str, other: str) -> int:
    """Return how many parts two names begin with alike."""
    pairs = enumerate(zip(home.split("."), other.split("."), strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(home.count("."), other.count(".")) + 1)


LIBRARY = Library()

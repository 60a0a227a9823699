"""Finds what is known of a library's name: of a function, a layer or a network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from bnlint.libraries import (
    jax,
    keras_addons,
    keras_functions,
    keras_layers,
    keras_networks,
    numpy,
    package_networks,
    python,
    readers,
    searches,
    tensorflow,
    torch,
)
from bnlint.libraries.schema import Addon, Family, Function, Layer, Network

Row = Function | Family | Layer | Network | Addon

FUNCTIONS = (
    *python.FUNCTIONS,
    *numpy.FUNCTIONS,
    *tensorflow.FUNCTIONS,
    *keras_functions.FUNCTIONS,
    *jax.FUNCTIONS,
    *torch.FUNCTIONS,
    *searches.FUNCTIONS,
)
FAMILIES = (*numpy.FAMILIES, *readers.FAMILIES, *tensorflow.FAMILIES, *keras_functions.FAMILIES, *torch.FAMILIES)

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

LAYERS_HOME = "keras.layers"


class Library:
    """What is known of all libraries.

    Args:
        functions: rows of functions.
        families: what holds for names without a row; the first that fits counts.
        layers: rows of the classes of ``keras.layers``.
        applications: rows of ``keras.applications``, which programs get from many modules.
        networks: rows of what else makes whole models.
        addons: rows of the layers of other packages.
    """

    def __init__(
        self,
        functions: Iterable[Function] = FUNCTIONS,
        families: Iterable[Family] = FAMILIES,
        layers: Iterable[Layer] = keras_layers.LAYERS,
        applications: Iterable[Network] = keras_networks.APPLICATIONS,
        networks: Iterable[Network] = package_networks.NETWORKS,
        addons: Iterable[Addon] = keras_addons.ADDONS,
    ) -> None:
        self._families = tuple(families)
        self._layers = {row.name: row for row in layers}
        self._functions: dict[str, list[Function]] = {}
        for row in functions:
            for last in row.names.split():
                self._functions.setdefault(last, []).append(row)
        self._applications = {row.name.rpartition(".")[2]: row for row in applications}
        self._packages: dict[str, Network | Addon] = {
            **{f"{home}.{row.name}": row for row in addons for home in row.homes.split()},
            **{name: made for row in networks for name, made in _ways_to_make(row)},
        }

    def resolve(self, name: str) -> Row | None:
        """Return what is known of a canonical name.

        That is the row with this name; else that of the same last name whose home in the same library is nearest
        ("tf.to_float" of TensorFlow 1 is "tf1.to_float"); else what holds for all such names there; else None.
        """
        package = self._packages.get(name)
        if package is not None:
            return package
        home, _, last = name.rpartition(".")
        functions = self._functions.get(last, ())
        exact = next((row for row in functions if home in row.homes.split()), None)
        if exact is not None:
            return exact
        home = read_as(home)
        if last in self._layers and _is_below(home, LAYERS_HOME):
            return self._layers[last]
        network = self._applications.get(last) if _is_below(home, "keras") else None
        return network or _nearest(home, functions) or self._family(home, last)

    def _family(self, home: str, last: str) -> Family | None:
        for family in self._families:
            if fnmatchcase(last, family.pattern) and any(_is_below(home, known) for known in family.homes.split()):
                return family
        return None


def _ways_to_make(row: Network) -> Iterator[tuple[str, Network]]:
    """Yield a network's own name, and those of the class methods that load it with its weights."""
    yield row.name, row
    for constructor in row.constructors.split():
        yield f"{row.name}.{constructor}", row._replace(parameters=PRESET, weights="load_weights", pretrained=True)


PRESET = "preset load_weights"
"""The parameters of ``from_preset``, as keras_hub and keras_cv have it."""


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

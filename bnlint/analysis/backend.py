"""Which backend Keras 3 runs a file on, read from text only: nothing is imported or run.

Keras 2 has none but TensorFlow. The order of what decides stands in ``target``.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from bnlint.libraries.keras_versions import BACKENDS
from bnlint.settings.config import Config


class Backend(NamedTuple):
    """A backend and where the decision comes from, for messages.

    Args:
        name: "tensorflow", "jax" or "torch".
        why: what decided, "option" for the user, "default" for nobody.
        assumed: nothing in the project says so.
    """

    name: str
    why: str
    assumed: bool = False


KERAS_2 = Backend("tensorflow", "Keras 2 has no other backend")
DEFAULT = Backend("tensorflow", "default", True)


class Choice:
    """The backend that a module is analysed for, decided when somebody asks.

    Most answers do not depend on it, and where the module says nothing itself its whole project is looked at.

    Args:
        source: the module's text.
        path: its file.
        number: the dialect of the Keras that it is analysed for.
        config: the user's settings.
    """

    def __init__(self, source: str, path: str, number: int, config: Config) -> None:
        self._asked = source, path, number, config

    @cached_property
    def made(self) -> Backend:
        """The backend, with what decided."""
        return target(*self._asked)

    def name(self) -> str:
        """Return the backend's name."""
        return self.made.name


def also_read(source: str, runs_on: Choice) -> list[str]:
    """Return the other backends that a module is read for: where nothing says which, all that it has branches for.

    Args:
        source: the module's text.
        runs_on: what it is read for.
    """
    if "backend()" not in source or not runs_on.made.assumed:
        return []
    return [name for name in BACKENDS if name != runs_on.name() and _quotes(source, name)]


def target(source: str, path: str, dialect: int, config: Config | None = None) -> Backend:
    """Decide the backend that a module is analysed for.

    Args:
        source: the module's text.
        path: its file; what the project says is looked up from there.
        dialect: of the Keras that it is analysed for.
        config: the user's settings.
    """
    if dialect == 2:
        return KERAS_2
    if config is not None and config.backend != "auto":
        return Backend(config.backend, "option")
    from bnlint.project import backends  # start-up: Keras 2 and the user's own word need none of it

    for said in (backends.chosen(source), backends.used(source)):
        if said is not None:
            return Backend(*said) if said != backends.OPEN else DEFAULT
    around = backends.around(path, source, config is None or config.follow_imports)
    if around == backends.OPEN:
        return DEFAULT
    said = around or backends.imported(source)
    return DEFAULT if said is None else Backend(*said)


def _quotes(source: str, name: str) -> bool:
    return f'"{name}"' in source or f"'{name}'" in source

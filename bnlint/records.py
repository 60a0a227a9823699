"""The decorator of ``dataclasses``, made for a short start.

Eighty classes of bnlint are loaded before the first file is read, and the standard decorator compiles the text of up to
six methods for each: a third of the time that bnlint's own modules take to load. Here ``__init__`` alone is compiled,
when the first object is made: a program uses half of the classes. Comparing and hashing go through
``operator.attrgetter``, all classes share one ``__repr__``, and that nobody assigns to a frozen class is what mypy
proves: without the guard an object is also made two to three times as fast.

The classes are dataclasses in all else: ``fields``, ``replace`` and ``asdict`` work, and they pickle.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["changed", "dataclass"]

T = TypeVar("T")


def changed(obj: T, /, **changes: Any) -> T:
    """Return an object with some fields changed: ``dataclasses.replace`` for those that are made by the thousand.

    It takes a seventh of the time where there are many fields, for it asks none of them for its options.

    Args:
        obj: of a class without slots and without ``__post_init__``.
        changes: new values by field.
    """
    made = object.__new__(type(obj))
    made.__dict__.update(obj.__dict__, **changes)
    return made


if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        cls: type[T] | None = None,
        /,
        *,
        frozen: bool = False,
        eq: bool = True,
        order: bool = False,
        slots: bool = False,
    ) -> Any:
        """Make a dataclass, see ``dataclasses.dataclass`` for the arguments.

        Args:
            cls: the class; None where the decorator is written with arguments.
            frozen: its objects are never changed, so that they have a hash. Checked by mypy alone.
            eq: objects with the same fields are equal; else each is equal to itself only.
            order: they can be sorted by their fields.
            slots: objects have these fields and nothing else.
        """

        def make(cls: type[T]) -> type[T]:
            made = dataclasses.dataclass(init=False, repr=False, eq=order, order=order, slots=slots)(cls)
            _initialise_late(made)
            if "__repr__" not in cls.__dict__:
                made.__repr__ = _shown
            if eq:
                _compare(made, frozen)
            return made

        return make if cls is None else make(cls)


def _initialise_late(cls: type) -> None:
    """Give the class an ``__init__`` that takes the fields, and that is compiled when it is called first."""

    def initialise(self: object, *args: Any, **kwargs: Any) -> None:
        compiled = _compiled(cls)
        setattr(cls, "__init__", compiled)  # noqa: B010 - mypy wants no assignment to a method
        compiled(self, *args, **kwargs)

    setattr(cls, "__init__", initialise)  # noqa: B010


def _compiled(cls: type) -> Callable[..., None]:
    """Return the ``__init__`` of a class with fields, as ``dataclasses`` would write it."""
    names: dict[str, Any] = {"_missing": dataclasses.MISSING}
    parameters, lines = ["self"], []
    for field in dataclasses.fields(cls):
        value = name = field.name
        if field.default_factory is not dataclasses.MISSING:
            names[f"_make_{name}"] = field.default_factory
            parameters.append(f"{name}=_missing")
            value = f"_make_{name}() if {name} is _missing else {name}"
        elif field.default is not dataclasses.MISSING:
            names[f"_default_{name}"] = field.default
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        lines.append(f" self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    exec("\n".join([f"def __init__({', '.join(parameters)}):", *(lines or [" pass"])]), names)
    made: Callable[..., None] = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _compare(cls: type, hashed: bool) -> None:
    """Give the class an ``__eq__`` by its fields, and a ``__hash__`` that fits."""
    values = _values([f.name for f in dataclasses.fields(cls) if f.compare])

    def equal(self: object, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def number(self: object) -> int:
        return hash(values(self))

    methods = {"__eq__": equal, "__hash__": number if hashed else None}
    for name, method in methods.items():
        setattr(cls, name, method)


def _values(names: list[str]) -> Callable[[object], Any]:
    """Return what gives the tuple of these attributes: a tuple even of one, in which NaN equals itself."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple([getattr(self, name) for name in names])


def _shown(self: Any) -> str:
    """Show an object with its fields, as ``dataclasses`` does; objects that hold each other are cut short."""
    if id(self) in _showing:
        return "..."
    _showing.add(id(self))
    try:
        shown = (f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr)
        return f"{type(self).__qualname__}({', '.join(shown)})"
    finally:
        _showing.discard(id(self))


_showing: set[int] = set()
"""The objects that are just being shown, by identity."""

"""Decorators that change what a function or class is.

A decorator counts by the last part of its name, wherever it comes from: many libraries have a ``cached_property``.
"""

from __future__ import annotations

from bnlint.libraries.schema import Decorator, below

DECORATORS = (
    Decorator("staticmethod", "builtins", "static"),
    Decorator("classmethod", "builtins", "class"),
    Decorator("property", "builtins", "property"),
    Decorator("setter", "builtins.property", "setter"),
    Decorator("cached_property", "functools", "cached property"),
    Decorator("lazyproperty lazy_property", "", "cached property", "classes that public projects have of their own"),
    Decorator("lru_cache cache", "functools", "cached"),
    Decorator("singledispatch", "functools", "dispatched"),
    Decorator("contextmanager asynccontextmanager", "contextlib", "manager"),
    Decorator("no_grad inference_mode", "torch", "without graph", "torch 2.14"),
    Decorator("option", "click", "option", "click 8.3"),
    Decorator("grad value_and_grad vmap pmap", "jax", "another function", "jax 0.10"),
    Decorator("partial", "functools", "another function"),
    Decorator("function", "tf", "compiled"),
    Decorator("add_arg_scope", "slim contrib.framework", "takes scopes", "tf_slim 1.1: ops/arg_scope.py"),
    Decorator("defun", "contrib.eager", "compiled", "tensorflow 1: contrib/eager/python/tfe.py"),
)

DOES = {name: row.does for row in DECORATORS for name in row.names.split()}
"""What a decorator of a function or method does, by the last part of its name."""

FILLS = (Decorator("main", "hydra", "settings", "hydra-core 1.3"),)
"""Decorators that give a function its settings when it is called with nothing; these count by their whole name."""

GIVES_SETTINGS = frozenset(name for row in FILLS for name in below(row.names, row.homes))

TELLS_OF_FLAG = frozenset(
    "wraps wrap wrapped update_wrapper __wrapped__ __signature__ signature decorator make_decorator training True "
    "learning_phase".split()
)
"""Words in a decorator that shows the parameters of what it wraps, or that sees to the training flag itself."""

RECORDS = (
    Decorator("dataclass", "dataclasses", "record"),
    Decorator("dataclass", "pydantic.dataclasses", "record", "pydantic 2.14"),
    Decorator("s attrs dataclass define frozen mutable", "attr", "record", "attrs 26.1"),
    Decorator("define frozen mutable", "attrs", "record", "attrs 26.1"),
)
"""Decorators that write a class's constructor, which fills in the annotated names."""

_RECORD_NAMES = frozenset(name for row in RECORDS for name in below(row.names, row.homes))


def makes_record(name: str) -> bool:
    """Whether a class decorator writes a constructor; what has "dataclass" in its name does in every library.

    Args:
        name: its dotted name.
    """
    return name in _RECORD_NAMES or "dataclass" in name

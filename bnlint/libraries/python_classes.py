"""Python's own names and types, and the classes of its standard library (and beside it) that programs inherit from."""

from __future__ import annotations

from bnlint.libraries.python import FUNCTIONS
from bnlint.libraries.schema import Base

BASES = (
    Base("Enum", "enum", "enum"),
    Base("NamedTuple", "record", "typing"),
    Base("BaseModel", "record", "pydantic", source="pydantic 2.14"),
    Base("BaseSettings", "record", "pydantic_settings", source="pydantic-settings: pydantic_settings/main.py"),
    Base("BaseSettings", "record", "pydantic", (), source="pydantic 2.14, which says where it went"),
    Base("Tap", "settings", "tap", source="typed-argument-parser 1.10"),
)
"""Classes that change how instances are made or compared."""

NAMED_TUPLES = ("typing.NamedTuple",)
"""Bases whose instances are tuples of their fields."""

FIELDS = frozenset(("ib", "attrib", "field"))
"""What makes a name in the body of a class a field of it, annotated or not: of attrs."""

PLAIN_HOMES = ("builtins.", "abc.", "typing.")
"""Modules whose other classes change nothing that the analysis asks for."""

SETTLED_HOMES = ("keras.", "builtins.", "abc.")
"""Modules whose classes are told by their name: what is below another one is below none of them."""

COPIES = ("_replace", "replace")
"""Methods of records that give a copy with some fields changed: of named tuples, and of the states of Flax."""

FILLS = ("parse_args",)
"""Methods that fill the fields of such settings from the command line, and give the object back."""

ADDS_OPTIONS = ("configure", "process_args")
"""Methods by which a program makes the fields of such settings others than their class says."""

OPERATORS = {
    "Add": "add",
    "Subtract": "sub",
    "Multiply": "mul",
    "MatrixMultiply": "matmul",
    "Divide": "truediv",
    "FloorDivide": "floordiv",
    "Modulo": "mod",
    "Power": "pow",
    "LeftShift": "lshift",
    "RightShift": "rshift",
    "BitAnd": "and",
    "BitOr": "or",
    "BitXor": "xor",
}
"""The methods by which classes say what operators do, without the underscores."""

AS_DICTS = ("_asdict", "model_dump")
"""Methods of records that give a dict of the fields: of named tuples, and of pydantic's models."""

BUILTIN = "builtins."
"""What the names of Python's own functions and types begin with."""

BUILTINS = frozenset(
    (
        *(name for row in FUNCTIONS if "builtins" in row.homes.split() for name in row.names.split()),
        *"abs all any callable filter issubclass object open round super".split(),
    )
)
"""What a name is where the program binds none: builtins with a row, and others that programs hand around."""

TYPES: dict[str, type] = {
    f"{BUILTIN}{kind.__name__}": kind for kind in (bool, int, float, complex, str, bytes, list, tuple, dict, set)
}
"""Types of which it is known whether a value has them."""

"""Rows that users write about their own code: the tables of ``[[tool.bnlint.library]]``, checked and typed.

Here and in ``schema`` a row is a claim about a library; of a user's library nothing is known but what the row says.
So every key has one meaning, and whatever is not understood is an error that says what is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple


class RowError(ValueError):
    """A table is no row; the message names the table by its number and name, the key, and what is allowed."""


class UserLayer(NamedTuple):
    """A class whose instances are called like layers of Keras, or a function that makes such a layer.

    Args:
        name: the dotted name under which programs import it.
        contains_bn: whether BatchNormalization is inside.
        keeps_shape: whether its output is shaped like its input; else nothing is known of its shape.
    """

    name: str
    contains_bn: bool
    keeps_shape: bool = False


class UserNetwork(NamedTuple):
    """A class or function that makes a whole model.

    Args:
        name: the dotted name; a class method has a row of its own ("mylib.ResNet.from_pretrained").
        contains_bn: whether BatchNormalization is inside.
        weights: the argument that names pretrained weights (or says whether there are any), "" for none.
        pretrained: whether it has pretrained weights where that argument is left out.
    """

    name: str
    contains_bn: bool
    weights: str = ""
    pretrained: bool = False


class UserFunction(NamedTuple):
    """A function that programs call on tensors, or on models.

    Args:
        name: the dotted name.
        does: one of ``DOES``.
        contains_bn: whether it makes layers with BatchNormalization and calls them on its first argument.
    """

    name: str
    does: str
    contains_bn: bool = False


class UserLoop(NamedTuple):
    """A function or method that runs a model over data.

    An argument that a field names is looked for in the loop's call, then in the call of the class's constructor.

    Args:
        name: the dotted name: "mylib.train", or "mylib.Trainer.run" for a method.
        mode: "training" or "inference".
        model: the argument that is the model; "" for whichever argument is one.
        data: the argument that holds the data; "" for the first tensor or data set among the loop's arguments.
        batch_size: the argument that says how many examples are in a batch, "" for none.
        default_batch_size: how many are in a batch where that is not said, 0 for "the data decides".
        epochs: the argument that says how often the data is gone through, "" for none.
        steps: the argument that says how many batches an epoch has, "" for none.
        step: the argument that is a function of the program (or the method of a class of the program below the
            loop's class) which runs for each batch, "" where the loop calls the model itself. In training it returns
            the loss, which the loop differentiates with respect to the model's weights.
        step_takes: what that function is given by position, each one of ``STEP_TAKES``.
        parameters: the names of the loop's positional arguments, in order, without ``self``.
        constructor: the names of the positional arguments of the class, in order.
    """

    name: str
    mode: str
    model: str = ""
    data: str = ""
    batch_size: str = ""
    default_batch_size: int = 0
    epochs: str = ""
    steps: str = ""
    step: str = ""
    step_takes: tuple[str, ...] = ("batch",)
    parameters: tuple[str, ...] = ()
    constructor: tuple[str, ...] = ()


Row = UserLayer | UserNetwork | UserFunction | UserLoop

MODES = ("training", "inference")
DOES = ("elementwise", "keeps-shape", "changes-shape", "returns-argument", "nothing")
"""What a function does: computes element by element with all its tensors; gives back a tensor shaped like its first
argument; gives back one of unknown shape; gives back its first argument (a model that is prepared); leaves models and
data alone (a log, a plot)."""
STEP_TAKES = ("model", "batch", "x", "y", "other")
"""What a step is given: the model, a whole batch, its inputs, its targets, something else."""


class Words(NamedTuple):
    """What a text must hold to use rows: their last names.

    Args:
        bn: those of what contains BatchNormalization.
        loops: those of what trains and infers.
    """

    bn: tuple[str, ...] = ()
    loops: tuple[str, ...] = ()


@lru_cache(64)
def words(rows: tuple[Row, ...]) -> Words:
    """Return the words by which a file shows that it uses some rows."""
    return Words(
        tuple(last_name(row) for row in rows if not isinstance(row, UserLoop) and row.contains_bn),
        tuple(last_name(row) for row in rows if isinstance(row, UserLoop)),
    )


def last_name(row: Row) -> str:
    """Return the part of a row's name that every file that uses it must hold."""
    return row.name.rpartition(".")[2]


def kind_of(row: Row) -> str:
    """Return what a row is, as ``is`` says it."""
    return next(kind for kind, (type_of_row, _) in _KINDS.items() if isinstance(row, type_of_row))


def keys(kind: str) -> tuple[str, ...]:
    """Return the keys that a kind of row has beside its name."""
    return tuple(_KINDS[kind][1])


def rows(tables: Any) -> tuple[Row, ...]:
    """Turn the tables of a TOML file into rows.

    Args:
        tables: the value of ``tool.bnlint.library``.

    Raises:
        RowError: one of them is not right.
    """
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        raise RowError("is no list of tables: each row begins with [[tool.bnlint.library]]")
    found: dict[str, int] = {}
    made: list[Row] = []
    for number, table in enumerate(tables, 1):
        try:
            row = _row(table)
            if row.name in found:
                raise RowError(f"the name is taken by row {found[row.name]}")
        except RowError as error:
            name = table.get("name")
            raise RowError(f"row {number}{f' ({name})' if isinstance(name, str) else ''}: {error}") from None
        found[row.name] = number
        made.append(row)
    return tuple(made)


def _row(table: Mapping[str, Any]) -> Row:
    if "name" not in table:
        raise RowError("the key 'name' is missing")
    _checked("name", _dotted_name, table["name"])
    if "is" not in table:
        raise RowError(f"the key 'is' is missing ({_list(_KINDS)})")
    kind = _checked("is", _one_of(_KINDS), table["is"])
    type_of_row, keys = _KINDS[kind]
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key in keys:
            values[key.replace("-", "_")] = _checked(key, keys[key], value)
        elif key not in ("name", "is"):
            raise RowError(f"unknown key {key!r}{_guess(key, keys)} (a {kind} has {_list(keys)})")
    required = (name for name in type_of_row._fields if name not in type_of_row._field_defaults)
    for name in required:
        key = name.replace("_", "-")
        if key not in table:
            raise RowError(f"the key {key!r} is missing (a {kind} must have it)")
    row: Row = type_of_row(name=table["name"], **values)
    if isinstance(row, UserLoop):
        _check_arguments(row)
    return row


ARGUMENTS = ("model", "data", "batch_size", "epochs", "steps", "step")
"""The fields of a loop that name an argument of it, or of its class's constructor."""


def _check_arguments(row: UserLoop) -> None:
    """Refuse the name of an argument that is spelled almost like one that ``parameters`` or ``constructor`` lists.

    Arguments that can only be given by name stand in neither, so a name that is like none of them is let pass.
    """
    for key, name in unlisted(row).items():
        meant = _misspelled(name, (*row.parameters, *row.constructor))
        if meant:
            raise RowError(f"{key}: {name!r} is neither in parameters nor in constructor: did you mean {meant!r}?")


def unlisted(row: Row) -> dict[str, str]:
    """Return the arguments that a loop's row names and does not list, by the key that names each."""
    if not isinstance(row, UserLoop):
        return {}
    named = {field.replace("_", "-"): getattr(row, field) for field in ARGUMENTS}
    return {key: name for key, name in named.items() if name and name not in (*row.parameters, *row.constructor)}


def _misspelled(word: str, known: Iterable[str]) -> str:
    """Return the known word that another one is a misspelling of, "" if there is none.

    One that has an "s" more is another word: a loop may have ``step`` and ``steps``.
    """
    from difflib import get_close_matches  # start-up time: only who names arguments of loops

    close = [name for name in get_close_matches(word, list(known), 3, _LIKE) if name.rstrip("s") != word.rstrip("s")]
    return close[0] if close else ""


_LIKE = 0.8
"""How like a known word a misspelled one is: ``modle`` and ``model`` are, ``batch`` and ``batch_size`` are not."""


def _checked(key: str, check: Callable[[Any], Any], value: Any) -> Any:
    try:
        return check(value)
    except RowError as error:
        raise RowError(f"{key}: {error}") from None


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)


def _guess(word: str, known: Iterable[str]) -> str:
    """Return a question whether a known word was meant, if one is like it."""
    from difflib import get_close_matches  # start-up time: only where something is wrong

    close = get_close_matches(word.replace("_", "-"), list(known), 1)
    return f": did you mean {close[0]!r}?" if close else ""


def _dotted_name(value: Any) -> str:
    parts = value.split(".") if isinstance(value, str) else ()
    if len(parts) < 2 or not all(part.isidentifier() for part in parts):
        raise RowError(f"{value!r} is no dotted name: write module and name, as in 'mylib.layers.ConvBN'")
    return str(value)


def _one_of(allowed: Iterable[str]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in allowed:
            guess = _guess(value, allowed) if isinstance(value, str) else ""
            raise RowError(f"{value!r} is not one of {_list(allowed)}{guess}")
        return value

    return check


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise RowError(f"{value!r} is not true or false")
    return value


def _argument(value: Any) -> str:
    if not isinstance(value, str) or not value.isidentifier():
        raise RowError(f"{value!r} is no name of an argument")
    return value


def _several(check_one: Callable[[Any], str]) -> Callable[[Any], tuple[str, ...]]:
    def check(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise RowError(f"{value!r} is no list of names")
        return tuple(check_one(item) for item in value)

    return check


def _positive(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise RowError(f"{value!r} is no positive number")
    return value


_KINDS: Mapping[str, tuple[type[Any], Mapping[str, Callable[[Any], Any]]]] = {
    "layer": (UserLayer, {"contains-bn": _switch, "keeps-shape": _switch}),
    "network": (UserNetwork, {"contains-bn": _switch, "weights": _argument, "pretrained": _switch}),
    "function": (UserFunction, {"does": _one_of(DOES), "contains-bn": _switch}),
    "loop": (
        UserLoop,
        {
            "mode": _one_of(MODES),
            "model": _argument,
            "data": _argument,
            "batch-size": _argument,
            "default-batch-size": _positive,
            "epochs": _argument,
            "steps": _argument,
            "step": _argument,
            "step-takes": _several(_one_of(STEP_TAKES)),
            "parameters": _several(_argument),
            "constructor": _several(_argument),
        },
    ),
}
"""What each kind of row is made into, and its keys with what checks their values."""

KINDS: Sequence[str] = tuple(_KINDS)
"""What ``is`` may say."""

"""A network in one of its sizes is not read again where its builder gets the like of what it got for another size.

Packages of networks define dozens of functions that set numbers and hand them to one builder (``syntax/variants.py``).
The first is read to its end, the others for what their arguments change. Where those say nothing new, there is nothing
to change: what the builder gets is what it got before, but for how long, how wide and how many things are, what they
are called and how often something is dropped. Nobody asks for the network that is made so, for such a function only
hands it on.

What this forgets is what numbers above one choose by themselves: a builder that names a parameter in a test, an index
or a look-up gets it as it is, and so do those numbers that rules ask for (momentum, axis, batches of one), with the
places where they are written. ``lab/shortcuts.py`` holds this against the full reading.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import Const, Either, External, Function, Items, Mapping, Unknown, Value
from bnlint.interpreter.language import repeats
from bnlint.interpreter.machine import Machine
from bnlint.libraries.flags import SPEAKS_OF_TRAINING
from bnlint.syntax.variants import made_by
from bnlint.syntax.words import dotted, names_in, nodes_in

_MAX_DEPTH = 3
"""Sizes of networks that are made of other networks in one of their sizes."""


def is_read(run: Machine, function: Function, call: Call, names: dict[str, Value]) -> bool:
    """Whether a builder has been read that got the like for another size of a network; else note what it gets.

    Args:
        run: the interpreter, which reads a function that makes a network in one of its sizes.
        function: what is called.
        call: how, in a function of that kind: a module that is imported meanwhile keeps what it makes.
        names: its parameters.
    """
    active, caller = run.nesting.active, call.frame.function
    if caller is None or len(active) > _MAX_DEPTH or not run.read.sizing.issuperset((*active, id(caller.node))):
        return False
    if function.module.tree.tells(function.node, made_by) is not None:
        run.read.sizing.add(id(function.node))
    like = _like(run, function, names)
    if like in run.read.sizes:
        return run.read.repeats
    run.read.sizes.add(like)
    run.read.held += [*names.values(), *repeats.around_now(run, function)]
    return False


def _like(run: Machine, function: Function, names: dict[str, Value]) -> Any:
    """Return what is comparable about a call of a builder."""
    chooses = _choices(run, function)
    parts = tuple(_of(name, value, chooses) for name, value in names.items())
    return id(function.node), repeats.around(run), repeats.read_around(run, function), parts


def _choices(run: Machine, function: Function) -> frozenset[str]:
    """Return the names that a function, or one that it names, chooses by."""
    key = id(function.node)
    if key not in run.read.choices:
        found = (each.module.tree.tells(each.node.body, _chosen_by) for each in repeats.functions_in(function))
        run.read.choices[key] = frozenset[str]().union(*found)
    return run.read.choices[key]


def _chosen_by(body: Any) -> frozenset[str]:
    """Return the names in tests, indices and look-ups of some code."""
    return frozenset(name for node in nodes_in(body) for part in _choosing(node) for name in names_in(part))


def _choosing(node: Any) -> tuple[Any, ...]:
    kind = type(node)
    if kind in (cst.If, cst.IfExp, cst.While):
        return (node.test,)
    if kind is cst.Subscript:
        return tuple(node.slice)
    if kind is cst.Call and dotted(node.func).rpartition(".")[2] in _LOOK_UPS:
        return tuple(node.args)
    return (node,) if kind is cst.Comparison else ()


_LOOK_UPS = frozenset(("get", "pop", "setdefault", "getattr", "startswith", "endswith"))
_NAMES = re.compile(r"(?:.*_)?name")
_FILES = re.compile(r"weights(?:_.*)?|pretrained")
_ASKED = re.compile(r".*(?:ax[ie]s|batch|moment|decay|eps|train|freez).*")
"""Parameters whose numbers rules ask for."""
_TELLS = re.compile(r".*(?:shape.*|depth|layers|version|steps|epochs)")
"""Parameters by which networks are told apart."""


def _of(name: str, value: Value, chooses: frozenset[str]) -> Any:
    """Return what is comparable about a parameter.

    Args:
        name: what it is called.
        value: what it holds.
        chooses: the names that are chosen by.
    """
    if isinstance(value, Const) and value.instead is None and value.beside is None and not value.option:
        return _of_constant(name, value, name in chooses)
    if isinstance(value, Items):
        return value.kind, value.open, value.grown, tuple(_of(name, item, chooses) for item in value.items)
    if isinstance(value, Mapping):
        entries = tuple((key, _of(str(key), item, chooses)) for key, item in value.items.items())
        return value.open, value.overlaid, entries
    if isinstance(value, Either):
        return repeats.of_either(value)
    if isinstance(value, External):
        return "external", value.name, value.written
    return "unknown" if type(value) is Unknown else id(value)


def _of_constant(name: str, value: Const, chooses: bool) -> Any:
    told = value.value
    if isinstance(told, str):
        return "text" if _is(_FILES, name) or not chooses and _is(_NAMES, name) else told
    if isinstance(told, bool):
        asked = any(word in name.lower() for word in SPEAKS_OF_TRAINING)
        return told, value.origin, (_place(value.given_at), _place(value.written)) if asked else ()
    if not isinstance(told, (int, float)):
        return told if told is None else id(told)
    if 0 < told < 1 or _is(_ASKED, name):
        return _of_asked(name, value)
    return "size" if told > 1 and not chooses and not _is(_TELLS, name) else (type(told), told, value.origin)


def _of_asked(name: str, value: Const) -> Any:
    """Return what is comparable about a number for which a rule may ask."""
    if 0 < value.value < 1 and repeats.is_rate(name):
        return "rate"
    given_at = _place(value.given_at) if "batch" in name else 0
    return type(value.value), value.value, value.origin, _place(value.written), given_at


def _place(site: ev.Site | None) -> int:
    return 0 if site is None else id(site.node)


@lru_cache(2_000)
def _is(pattern: re.Pattern[str], name: str) -> bool:
    return pattern.fullmatch(name) is not None

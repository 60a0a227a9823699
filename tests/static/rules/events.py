"""Events as a witness would report them, for tests that show rules what no single program does.

Each maker gives a plain event of its kind; keywords change what matters to a test.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

from bnlint.events import Arg, Event, Layer, LayerBuilt, LayerCalled, Mode, Scope, Site, Tensor, Testimony, always
from bnlint.rules import Report, rule

_lines = count(1)


def site() -> Site:
    """Return a place that nothing else has."""
    return Site("program.py", next(_lines), node=object())


def arg(value: Any, origin: str = "") -> Arg:
    """Return a known argument that is written somewhere."""
    return Arg(value, known=True, site=site(), origin=origin, given_at=site() if origin else None)


def unknown() -> Arg:
    """Return an argument that is written, whose value nobody knows (and so means nothing)."""
    return Arg(False, known=False, site=site())


def bn(**arguments: Arg) -> Layer:
    return Layer("BatchNormalization", site(), "BatchNormalization", arguments)


def layer(kind: str, *children: Layer, **more: Any) -> Layer:
    return Layer(kind, site(), kind, children=list(children), **more)


def model(*children: Layer) -> Layer:
    """Return a model that contains a BN layer."""
    return layer("Sequential", *(children or (bn(),)))


def scope(name: str, **more: Any) -> Scope:
    return Scope(name, site(), **more)


def built(of: Layer | None = None, **more: Any) -> LayerBuilt:
    of = of or bn()
    return LayerBuilt(of.site, of, **more)


def called(of: Layer, shape: tuple[int | None, ...] | None = None, **more: Any) -> LayerCalled:
    """Return an outermost call of a layer on a concrete tensor."""
    more.setdefault("input", Tensor("concrete", shape))
    more.setdefault("site", site())
    return LayerCalled(layer=of, **more)


def within(outer: LayerCalled, mode: Mode | None, reason: str, **more: Any) -> tuple[LayerCalled, LayerCalled]:
    """Return the call of a model and that of the first BN layer in it."""
    inside = next(inner for inner in outer.layer.walk() if inner.is_bn)
    more.setdefault("tapes", outer.tapes)
    return outer, called(inside, outer=outer, mode=mode, reason=reason, driver=outer.driver, **more)


def witnessed(*events: Event, dialect: int = 3, backend: str = "tensorflow", **more: Any) -> Testimony:
    return Testimony(dialect, list(events), runs_on=always(backend), **more)


def reports(code: str, *events: Event, dialect: int = 3, **more: Any) -> list[Report]:
    return list(rule(code).check(witnessed(*events, dialect=dialect, **more)))


def passes_over(code: str, ignored: Iterable[Event], reported: Iterable[Event], dialect: int = 3) -> bool:
    """Whether a rule ignores the first events and reports what comes after them."""
    later = list(reported)
    alone = reports(code, *later, dialect=dialect)
    return bool(alone) and reports(code, *ignored, *later, dialect=dialect) == alone


def places(found: Iterable[Report]) -> list[int]:
    """Return the lines of reports."""
    return [report.site.line for report in found]

"""What of a recording one finding is about: the runs of BN layers at its line, and how far things moved in them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from bnlint.events import Fitted, GradientTaken, Layer, LayerBuilt, LayerCalled, Site, Tape, TrainableSet
from bnlint.libraries.keras_models import TRAINING
from bnlint.results.findings import Finding
from bnlint.results.wording import plural
from bnlint.runtime.measurements import BNCall, Span
from bnlint.runtime.recording import Recording

NAMED = 3
"""Layers that are named one by one."""


Thing = TypeVar("Thing", BNCall, Layer)


class Run:
    """A recording, with what several findings ask of it."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording

    @cached_property
    def _by_tape(self) -> dict[Tape, set[Layer]]:
        found: dict[Tape, set[Layer]] = {}
        for event in self.recording.testimony.events:
            if isinstance(event, GradientTaken) and event.applied and event.tape is not None and event.layers:
                found.setdefault(event.tape, set()).update(i for layer in event.layers for i in layer.walk())
        return found

    @cached_property
    def _calls(self) -> dict[Layer, list[BNCall]]:
        found: dict[Layer, list[BNCall]] = {}
        for call in self.recording.calls:
            found.setdefault(call.layer, []).append(call)
        return found

    def calls_of(self, layer: Layer) -> list[BNCall]:
        """Return the measured runs of a BN layer."""
        return self._calls.get(layer, [])

    def trains(self, call: BNCall) -> bool:
        """Say whether a run of a BN layer is part of a training step of its own weights."""
        if call.driver == "fit":
            return True
        return any(call.layer in self._by_tape.get(tape, ()) for tape in call.event.tapes)

    def spans(self, layer: Layer) -> list[Span]:
        """Return the measured stretches in which a model around a BN layer was trained."""
        return [
            span
            for span in self.recording.spans
            if span.kind in (*TRAINING, "stateless")
            and layer in span.after
            or any(layer is inner for outer in span.trained for inner in outer.walk())
        ]

    def weights_moved(self, layers: Iterable[Layer]) -> float | None:
        """Return how far the weights around BN layers moved in training; None where that was not measured."""
        wanted = list(layers)
        moved = [span.weights_moved() for layer in wanted for span in self.spans(layer) if span.weights]
        by_hand = self.recording.moved_by_hand
        moved += [way for model, way in by_hand.items() if any(inner in wanted for inner in model.walk())]
        return max(moved, default=None)

    def moved(self, calls: Iterable[BNCall]) -> float | None:
        """Return how far runs of BN layers moved their moving statistics.

        A compiled run hides that, but what its step moved is known. Of a loop's eager runs only some are read
        (``--every``): they stand for the others.

        Returns:
            None where it was not measured, or where others of the layer's runs may have moved them.
        """
        found: list[float | None] = []
        runs = list(calls)
        read = {call.layer for call in runs if call.moved is not None}
        for call in runs:
            if call.moved is not None:
                found.append(call.moved)
            elif not call.traced and call.layer in read:
                continue
            elif not call.traced or (call.mode == "inference" and self.also_learns(call.layer)):
                return None
            else:
                found.append(max(self._compiled(call.layer), default=None))
        return max((way for way in found if way is not None), default=None)

    def _compiled(self, layer: Layer) -> list[float]:
        """Return how far a BN layer's statistics came in each compiled stretch in which it was trained."""
        ran = [s for s in self.recording.spans if s.kind == "tf.function" and not s.trained and layer in s.after]
        ways = [moved_in(span, layer) for span in (*self.spans(layer), *ran)]
        return [way for way in ways if way is not None]

    def also_learns(self, layer: Layer) -> bool:
        """Say whether some run of a BN layer is not in inference mode."""
        return any(call.mode != "inference" for call in self.calls_of(layer))

    def name(self, layer: Layer) -> str:
        """Return a layer's own name."""
        record = self.recording.layers.get(layer)
        return record.name if record is not None and record.name else layer.class_name

    def names(self, layers: Iterable[Layer]) -> str:
        """Name layers, "bn_1 and 4 more" where they are many."""
        unique = list(dict.fromkeys(map(self.name, dict.fromkeys(layers))))
        if len(unique) <= NAMED:
            return ", ".join(unique)
        return f"{', '.join(unique[: NAMED - 1])} and {len(unique) - NAMED + 1} more"

    def steps(self, layers: Iterable[Layer]) -> str:
        """Count the training steps of layers: of the one that had most."""
        return plural(max(map(self.recording.steps_of, layers), default=0), "training step")


def moved_in(span: Span, layer: Layer) -> float | None:
    """Return the farthest that a BN layer's statistics came within a stretch."""
    series = span.series(layer)
    ends = [span.moved(layer)] if span.moved(layer) is not None else []
    ways = [stats.distance(series[0]) for stats in series[1:]]
    return max([*ways, *(end for end in ends if end is not None)], default=None)


@dataclass(frozen=True)
class Scene:
    """What one finding is about.

    Args:
        run: everything that was seen.
        finding: the finding.
        calls: runs of BN layers that are written at its line, or whose layer is built there.
        layers: the BN layers of these runs, and those that are built there and never ran.
    """

    run: Run
    finding: Finding
    calls: list[BNCall]
    layers: list[Layer]

    @property
    def recording(self) -> Recording:
        """What was seen."""
        return self.run.recording

    @property
    def training(self) -> list[BNCall]:
        """The runs that are part of a training step."""
        return [call for call in self.calls if self.run.trains(call)]

    @property
    def inferring(self) -> list[BNCall]:
        """The runs that are part of none."""
        return [call for call in self.calls if not self.run.trains(call)]

    @property
    def switched(self) -> list[Layer]:
        """The layers and models whose ``trainable`` is set at the line."""
        events = self.recording.testimony.events
        found = [e.layer for e in events if isinstance(e, TrainableSet) and is_at(e.site, self.finding)]
        return list(dict.fromkeys(found))


def scene(run: Run, finding: Finding) -> Scene:
    """Find what a finding is about: calls at its line, layers that are built there, batches that are made there."""
    for places in _orders(finding.code):
        calls = _exact(finding, [(call, list(places(call.event))) for call in run.recording.calls])
        built: list[Layer] = []
        if places is _build_sites:
            built = _exact(finding, [(layer, list(_sites_of(layer))) for layer in _constructed(run)])
            calls = [call for call in calls if call.layer in built] or calls
        if calls or built:
            return Scene(run, finding, calls, list(dict.fromkeys((*(call.layer for call in calls), *built))))
    fitted = [
        inner
        for event in run.recording.testimony.events
        if isinstance(event, Fitted) and (is_at(event.site, finding) or is_at(event.batch_size.site, finding))
        for inner in event.model.walk()
        if inner.is_bn
    ]
    calls = [call for call in run.recording.calls if call.layer in fitted]
    return Scene(run, finding, calls, list(dict.fromkeys(fitted)))


def _orders(code: str) -> Iterator[Callable[[LayerCalled], Iterator[Site | None]]]:
    """Yield in which places of a call a finding of some rule is looked for, in turn."""
    if code in ("BNL202", "BNL203", "BNL204", "BNL206"):
        yield _batch_sites
        yield _call_sites
    elif code[:4] in ("BNL3", "BNL4", "BNL5") and code != "BNL405" or code in ("BNL110", "BNL205"):
        yield _build_sites
        yield _call_sites
    else:
        yield _call_sites
        yield _build_sites
        yield _batch_sites


def _call_sites(event: LayerCalled) -> Iterator[Site | None]:
    for call in event.chain():
        yield call.site
        yield call.layer.call_site
        yield call.flag.site
        yield call.flag.given_at


def _build_sites(event: LayerCalled) -> Iterator[Site | None]:
    for call in event.chain():
        yield from _sites_of(call.layer)


def _sites_of(layer: Layer) -> Iterator[Site | None]:
    yield layer.site
    yield from (arg.site for arg in layer.args.values())


def _batch_sites(event: LayerCalled) -> Iterator[Site | None]:
    yield from (call.input.batch_site for call in event.chain())


def _constructed(run: Run) -> list[Layer]:
    built = [e.layer for e in run.recording.testimony.events if isinstance(e, LayerBuilt)]
    return [layer for layer in dict.fromkeys((*built, *run.recording.layers)) if layer.is_bn]


def _exact(finding: Finding, things: list[tuple[Thing, list[Site | None]]]) -> list[Thing]:
    """Return what stands at the line of a finding; of several, those that stand where exactly it does."""
    near = [(thing, [site for site in sites if is_at(site, finding)]) for thing, sites in things]
    place = (finding.line, finding.column)
    exact = [thing for thing, here in near if any(site and (site.line, site.column) == place for site in here)]
    return exact or [thing for thing, here in near if here]


def is_at(site: Site | None, finding: Finding) -> bool:
    """Say whether a place is where a finding is."""
    return site is not None and site.line in lines(finding) and real(site.path) == real(finding.path)


def lines(finding: Finding) -> range:
    """Return the lines of a finding."""
    return range(finding.line, max(finding.line, finding.end_line) + 1)


_reals: dict[str, str] = {}


def real(path: str) -> str:
    """Return a file's real name."""
    if path not in _reals:
        _reals[path] = os.path.realpath(path)
    return _reals[path]

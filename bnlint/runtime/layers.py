"""What a recording shows of each BN layer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bnlint.events import Layer, LayerBuilt, LayerCalled
from bnlint.runtime.comparison import Comparison, compare
from bnlint.runtime.judging import is_project_file, relative
from bnlint.runtime.measurements import Broken, LayerRecord
from bnlint.runtime.recording import Recording
from bnlint.runtime.wording import describe_modes


@dataclass(frozen=True)
class LayerResult:
    """What the run showed of one BN layer.

    Args:
        name: the layer's own name.
        place: where the user's code constructs it, "file:line"; "" for a layer of a ready-made model.
        modes: in which modes it ran and why, in words.
        shape: shape of its usual input, batch first; None where a dimension varies.
        values: values per statistic with that shape.
        record: the measurements; None for a layer that was never built.
        comparison: its moving statistics against the batches.
        momentum: the layer's.
    """

    name: str
    place: str
    modes: str
    shape: tuple[int | None, ...] | None
    values: int | None
    record: LayerRecord | None
    comparison: Comparison
    momentum: float | None

    @property
    def broken(self) -> Broken | None:
        """The first reading of its statistics that was not finite."""
        return self.record.broken if self.record is not None else None


def layer_results(recording: Recording, folder: str) -> list[LayerResult]:
    """Describe each BN layer that the program constructed or ran."""
    calls: dict[Layer, list[LayerCalled]] = {}
    for event in recording.testimony.events:
        if isinstance(event, LayerCalled) and event.layer.is_bn and event.mode is not None:
            calls.setdefault(event.layer, []).append(event)
    trained = trained_layers(recording)
    return [_result(recording, layer, calls.get(layer, []), layer in trained, folder) for layer in _layers(recording)]


def trained_layers(recording: Recording) -> set[Layer]:
    """Return the BN layers that were free to learn in some training step."""
    return {layer for layers, steps in recording.trainings.items() if steps for layer in layers}


def _layers(recording: Recording) -> Iterator[Layer]:
    built = [e.layer for e in recording.testimony.events if isinstance(e, LayerBuilt) and e.layer.is_bn]
    yield from dict.fromkeys((*built, *recording.layers))


def _result(recording: Recording, layer: Layer, calls: list[LayerCalled], trained: bool, folder: str) -> LayerResult:
    record = recording.layers.get(layer)
    measured = recording.calls_of(layer)
    training = [call for call in measured if call.mode == "training"]
    shapes = Counter(call.shape for call in training or measured)
    usual = next((c for c in training or measured if c.shape == shapes.most_common(1)[0][0]), None)
    # What tries a base out before it is frozen is no training.
    frozen = not trained and any(call.trainable is False for call in calls)
    steps = recording.steps_of(layer)
    ran = trained or bool(calls) or bool(record and record.moves)
    momentum = record.config.get("momentum") if record is not None else None
    site = layer.site
    return LayerResult(
        name=record.name if record is not None else layer.class_name,
        place=f"{relative(folder, site.path)}:{site.line}" if site.line and is_project_file(site.path) else "",
        modes=describe_modes(calls, recording.loops_of) if calls else "",
        shape=usual.shape if usual is not None else None,
        values=usual.values if usual is not None else None,
        record=record,
        comparison=compare(record, trained, frozen, ran, steps) if record is not None else Comparison("never ran"),
        momentum=float(momentum) if isinstance(momentum, (int, float)) else None,
    )

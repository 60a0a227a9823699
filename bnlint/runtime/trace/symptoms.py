"""The measured number behind each rule: what a finding says must happen, looked for where it says so.

A finding is only ever confirmed by one of these, never because its rule fires on what was seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import isnan, sqrt
from typing import Literal

import numpy as np

from bnlint.events import Layer, LayerCalled
from bnlint.experiments.common import batch_noise, between_batches, infers, taken_by_steps
from bnlint.libraries.keras_models import INFERENCE, TRAINING
from bnlint.results.wording import plural
from bnlint.runtime import leftovers
from bnlint.runtime.comparison import number
from bnlint.runtime.measurements import Array, BNCall, LayerRecord, Sample, Span, Stats
from bnlint.runtime.trace.scene import Run, Scene, is_at, moved_in

Kind = Literal["shown", "denied", "open"]

NOTICEABLE = 0.05
"""A batch whose mean is this far from 0, or variance from 1, would have been changed by its own statistics."""

NO_VARIANCE = 1e-3
"""A batch variance below this share of the moving variance is rounding: float32 carries 7 digits, over 1 - m = 0.01."""

HALF = 0.45
"""Share of the newest batch in the moving statistics from which on they are called those of the last batches."""

LEFT = 0.1
"""Share of the initial statistics that is too much at the end of a run."""

SHIFTED = 1.15
"""Ratio of a moving variance to that of a batch which chance does not explain."""

FOREIGN = 0.01
"""Share of a gradient that belongs to other samples which rounding does not explain."""

APART = 0.5
"""Standard deviations between the means of two batches in a row that chance does not explain."""

BETWEEN = 0.1
"""Share of the variance between time steps that chance does not explain."""

NOISY = 0.3
"""Scatter of the means of batches, in standard deviations, that eight values (0.354) do not stay below by chance."""

ROUNDED = 1e-3
"""Difference between two answers, as a share of their spread, that rounding does not explain."""

FLAT = 0.955
"""Spread of the output that is called flattened; 1 is what normalisation gives."""

HUGE = 1e6
"""No data has statistics beyond this."""


@dataclass(frozen=True)
class Measured:
    """What a run says to a finding.

    Args:
        kind: "shown" (the number is there), "denied" (what the finding is about happened, and the number says
            otherwise), "open" (it did not happen, or nothing could be measured).
        text: the number, or why there is none.
        final: it is a number of the program's end: a program that somebody stops before says nothing.
    """

    kind: Kind
    text: str
    final: bool = False


def shown(text: str, final: bool = False) -> Measured:
    """Make the measurement of a symptom that is there."""
    return Measured("shown", text, final)


def denied(text: str) -> Measured:
    """Make the measurement of a symptom that is not there although it should be."""
    return Measured("denied", text)


def left_open(text: str) -> Measured:
    """Make the measurement of what the run does not decide."""
    return Measured("open", text)


_NOTHING_RAN = left_open("no BatchNormalization layer ran at this line")


def measure(scene: Scene) -> Measured:
    """Look for the symptom of a finding."""
    experiment = _EXPERIMENTS.get(scene.finding.code)
    return left_open("nothing is measured for this rule") if experiment is None else experiment(scene)


# -- training that leaves the statistics where they are ------------------------------------------------------------


def _untrained(scene: Scene) -> Measured:
    """Look whether weights were trained while the moving statistics stayed where they were."""
    return _untrained_among(scene, scene.training)


def _untrained_among(scene: Scene, training: list[BNCall]) -> Measured:
    run = scene.run
    if not training:
        return left_open(_why_untrained(scene))
    free = [call for call in training if not call.frozen]
    if not free:
        return left_open("the layers were frozen (trainable is False) whenever the line ran in training")
    still = [call for call in free if call.mode == "inference"]
    if not still:
        moved = run.moved(free)
        if not moved:
            return left_open("the line ran in training mode, and what it moved could not be measured")
        return denied(f"it ran in training mode: {_moved_by(run, free, moved)}")
    weights = run.weights_moved(call.layer for call in still)
    if weights == 0.0:
        return left_open("no weight moved in the steps that were measured")
    if weights is None and not any(run.recording.steps_of(call.layer) for call in still):
        return left_open("no training step of its layers was finished")
    moved = run.moved(still)
    if moved is None and any(run.also_learns(call.layer) for call in still):
        return left_open("the line ran in inference mode in training, other calls of its layers moved their statistics")
    if moved is None:
        return left_open("the line ran in inference mode in training; its moving statistics could not be read")
    if moved > 0.0:
        return denied(_moved_by(run, still, moved))
    how = "were trained" if weights is None else f"moved by {number(weights)}"
    others = [call.layer for call in still if run.also_learns(call.layer)]
    if others:
        whose = run.names(list(dict.fromkeys(call.layer for call in still)))
        text = f"these calls moved the moving statistics of {whose} by 0, other calls of the same layers moved them"
        return shown(f"weights {how}, {text}")
    return shown(f"weights {how}, {_moved_by(run, still, 0.0)}")


def _moved_by(run: Run, calls: Iterable[BNCall], moved: float) -> str:
    layers = list(dict.fromkeys(call.layer for call in calls))
    whose = run.names(layers)
    return f"the moving statistics of {whose} by {number(moved)} in {run.steps(layers)}"


def _why_untrained(scene: Scene) -> str:
    if not scene.calls:
        return "no BatchNormalization layer ran at this line"
    if not any(scene.recording.steps_of(layer) for layer in scene.layers):
        return "no training step of its layers was seen, only calls outside of training"
    return "the line ran, but in no training step"


def _fit_untrained(scene: Scene) -> Measured:
    return _untrained_among(scene, [call for call in scene.training if call.driver == "fit"])


def _dropped_flag(scene: Scene) -> Measured:
    """Look whether a call that is told to train runs in inference mode."""
    told = [call for call in scene.calls if _told(call) and not call.frozen]
    if not told:
        return left_open("the function was never told to train")
    still = [call for call in told if call.mode == "inference"]
    if not still:
        moved = scene.run.moved(told)
        return (
            denied(f"told to train, it did: {_moved_by(scene.run, told, moved)}")
            if moved
            else left_open("what it moved could not be measured")
        )
    if any(scene.run.trains(call) for call in still):
        return _untrained_among(scene, [call for call in still if scene.run.trains(call)])
    moved = scene.run.moved(still)
    if moved == 0.0:
        names = scene.run.names(call.layer for call in still)
        return shown(f"told to train, {names} ran in inference mode: the call moved the moving statistics by 0")
    return left_open("told to train, it ran in inference mode in a compiled function; no training step was seen")


def _told(call: BNCall) -> bool:
    return any(scope.flag.known and scope.flag.value in (True, "train", "training") for scope in call.event.scopes)


def _bypassed(scene: Scene) -> Measured:
    calls = [call for call in scene.calls if any(outer.bypass for outer in call.event.chain())]
    return _untrained_among(scene, [call for call in calls if scene.run.trains(call)])


def _stateless(scene: Scene) -> Measured:
    """Look whether stateless calls trained a model whose own statistics stayed where they were."""
    calls = [call for call in scene.calls if call.event.root.stateless and call.mode == "training"]
    layers = list(dict.fromkeys(call.layer for call in calls))
    # A step of the program's own in a fit: there Keras itself puts the weights into the model.
    fits = [span for span in scene.recording.spans_of("fit") if any(layer in span.after for layer in layers)]
    spans = [*scene.recording.spans_of("stateless"), *fits]
    if not calls or not spans:
        return left_open("no stateless call of a program's own ran in training mode at this line")
    weights = max(span.weights_moved() for span in spans)
    if weights == 0.0:
        return left_open("the weights that it trained never came into the model either")
    moved = {}
    for layer in layers:
        own = [span for span in spans if span.model is None or any(inner is layer for inner in span.model.walk())]
        if any(span.weights_moved() > 0.0 for span in own):
            moved[layer] = max(span.moved(layer) or 0.0 for span in own)
    still = [layer for layer, distance in moved.items() if distance == 0.0]
    whose, distance = scene.run.names(still or layers), 0.0 if still else max(moved.values(), default=0.0)
    how = f"the weights in the model moved by {number(weights)}"
    text = f"{how}, the moving statistics of {whose} by {number(distance)}"
    return shown(text) if still else denied(text)


def _never_learnt(scene: Scene) -> Measured:
    """Look for layers that are trained around and end with the statistics that they began with."""
    found = leftovers.never_learnt(scene.recording)
    own = {layer: moved for layer, moved in found.items() if layer in scene.layers}
    if not own:
        return left_open("no weight around the layer moved in the steps that were measured")
    names, moved = scene.run.names(own), min(own.values())
    text = f"weights around {names} were trained, its moving statistics are {number(moved)} from the initial ones"
    return shown(text, final=True) if moved == 0.0 else denied(text)


def _left_behind(scene: Scene) -> Measured:
    """Look for a layer in inference mode whose statistics are not those that belong to its weights."""
    found = leftovers.left_behind(scene.recording)
    if found is None:
        return left_open("no layer in inference mode was seen beside one that has learnt statistics")
    text = f"{scene.run.name(found.layer)} is {number(found.share)} of the way from the statistics that were learnt"
    return shown(text) if found.share > leftovers.MOST else denied(text)


def _session(scene: Scene) -> Measured:
    """Look whether runs of a session moved weights and left the moving statistics alone."""
    spans = [s for s in scene.recording.spans if s.kind == "session.run" and s.trained and s.weights_moved() > 0.0]
    if not spans:
        return left_open("no run of a session trained anything")
    layers = scene.layers or list(dict.fromkeys(layer for span in spans for layer in span.after))
    moved = {layer: max((s.moved(layer) or 0.0 for s in spans), default=0.0) for layer in layers}
    if not moved:
        return left_open("the moving statistics could not be read from the graph")
    still = [layer for layer, distance in moved.items() if distance == 0.0]
    weights = number(max(span.weights_moved() for span in spans))
    runs = plural(len(spans), "measured training run") + " of the session"
    names = scene.run.names(still or moved)
    distance = 0.0 if still else max(moved.values())
    text = f"{runs} moved the weights by {weights}, the moving statistics of {names} by {number(distance)}"
    return shown(text) if still else denied(text)


# -- inference that uses or moves what it should not ---------------------------------------------------------------


def _fresh(scene: Scene) -> Measured:
    """Look for a call of a fresh layer whose output is its input, scaled by a constant."""
    calls = [call for call in scene.calls if call.event.outer is None or call.layer in scene.layers]
    if not calls:
        return _NOTHING_RAN
    still = [call for call in calls if call.mode == "inference" and not call.frozen]
    if not still:
        moved = scene.run.moved(call for call in calls if call.mode == "training")
        return (
            denied(f"it ran in training mode and moved the statistics by {number(moved)}")
            if moved
            else left_open("what it moved could not be measured")
        )
    fresh = [call for call in still if call.fresh]
    if not fresh and all(call.fresh is False for call in still):
        return denied("the layer had learnt statistics before the line ran: they are not 0 and 1")
    for call in fresh:
        if call.output is not None and call.output.untouched:
            mean = float(np.max(np.abs(call.output.batch_mean), initial=0.0))
            off = float(np.max(np.abs(call.output.batch_variance - 1.0), initial=0.0))
            if max(mean, off) > NOTICEABLE:
                return shown(
                    f"a batch with a mean up to {number(mean)} and a variance up to {number(off)} away from 1 comes "
                    f"out with mean {number(call.output.mean)}, spread {number(call.output.spread)}: its input over "
                    "sqrt(1 + epsilon); the moving statistics moved by 0"
                )
            return left_open("its batch has mean 0 and variance 1 already: normalising would have changed nothing")
    return left_open("the line ran in a compiled function, where its output is not seen")


def _sticking(scene: Scene) -> Measured:
    """Look for inference that runs in training mode and moves the moving statistics."""
    calls = [call for call in scene.inferring if not call.frozen]
    if not calls:
        return left_open(
            "the line ran in training only" if scene.calls else "no BatchNormalization layer ran at this line"
        )
    trained = [call for call in calls if call.mode == "training"]
    if not trained:
        return denied("outside of training it ran in inference mode: the moving statistics moved by 0")
    if all(call.event.root.stateless and call.driver == "user" for call in trained):
        return _other_answers(scene, trained)
    moved = 0.0
    for call in trained:
        moved = max(moved, call.moved or 0.0)
        kinds = INFERENCE if call.driver in ("predict", "evaluate") else ("tf.function",)
        spans = [s for s in scene.recording.spans if s.kind in kinds and not s.trained]
        moved = max([moved, *(moved_in(span, call.layer) or 0.0 for span in spans)]) if call.traced else moved
    who = {"user": "a call outside of training", "unknown": "a call"}.get(trained[0].driver, trained[0].driver)
    if moved > 0.0:
        names = scene.run.names(call.layer for call in trained)
        return shown(f"{who} ran in training mode and moved the moving statistics of {names} by {number(moved)}")
    return left_open(f"{who} ran in training mode; what it moved could not be measured")


def _other_answers(scene: Scene, calls: list[BNCall]) -> Measured:
    """Look whether stateless calls, which move nothing, answer otherwise than they would in inference mode."""
    known = scene.recording.answers
    found = [known[call.event.root] for call in calls if call.event.root in known]
    if not found:
        return left_open("a stateless call ran in training mode; what it was given is hidden in a compiled function")
    text = f"in training mode its answers are up to {number(max(found))} of their spread off those of inference mode"
    return shown(text) if max(found) > ROUNDED else left_open(text)


def _overridden(scene: Scene) -> Measured:
    """Look for layers whose mode in Keras's loops is another than the graph says, or that train at ``predict``."""
    calls = [call for call in scene.calls if call.event.baked is not None and call.driver != "user"]
    if not calls:
        return left_open("no loop of Keras ran the layers behind this line")
    free = [call for call in calls if not call.frozen]
    if not free:
        return left_open("its BatchNormalization was frozen (trainable is False) in every loop that was seen")
    for call in free:
        written = bool(call.event.baked.value) if call.event.baked is not None else False
        kinds = TRAINING if call.driver == "fit" else INFERENCE
        spans = [s for s in scene.recording.spans if s.kind in kinds and call.layer in s.after]
        spans = [span for span in spans if span.trainable.get(call.layer, True)]
        moved = max((moved_in(span, call.layer) or 0.0 for span in spans), default=0.0)
        text = f"training={written} is in the graph, {call.driver} ran {scene.run.name(call.layer)} in {call.mode} mode"
        if call.mode == "training" and moved > 0.0 and (not written or call.driver != "fit"):
            return shown(f"{text}: its moving statistics moved by {number(moved)} in {plural(len(spans), call.driver)}")
        if written and call.mode == "inference" and spans and moved == 0.0:
            return shown(f"{text}: its moving statistics moved by 0")
    fitted = [call for call in free if call.driver == "fit" and scene.run.spans(call.layer)]
    if any(call.mode == "inference" for call in fitted):
        return denied("the constant in the graph was honoured: the moving statistics moved by 0")
    if all(call.event.baked is not None and call.event.baked.value for call in free):
        return left_open("neither predict nor evaluate ran the layers behind this line")
    return left_open("the model was never trained with these layers free to learn")


def _frozen(scene: Scene) -> Measured:
    """Look for layers that are asked for training mode and stay in inference mode."""
    asked = [c for c in scene.calls if any(o.flag.known and o.flag.value is True for o in c.event.chain())]
    frozen = [call for call in asked if call.frozen and call.mode == "inference"]
    if frozen:
        moved = scene.run.moved(frozen)
        out = next((f"; its output has spread {number(c.output.spread)}" for c in frozen if c.output is not None), "")
        names = scene.run.names(call.layer for call in frozen)
        calls = plural(len(frozen), "measured call")
        return shown(f"asked for training mode, {names} moved by {number(moved or 0.0)} in {calls}{out}")
    moved = scene.run.moved(call for call in asked if call.mode == "training")
    if moved:
        return denied(f"asked for training mode, it trained: its moving statistics moved by {number(moved)}")
    return left_open("nothing asked a frozen layer for training mode here")


def _lost_switch(scene: Scene) -> Measured:
    """Look for training that does not follow ``trainable`` as it was set."""
    layers = list(dict.fromkeys(inner for outer in scene.switched for inner in outer.walk()))
    spans = [s for s in scene.recording.spans if s.kind in TRAINING]
    name, text = scene.run.name, ""
    for span in spans:
        for layer in layers:
            trainable, moved = span.trainable.get(layer), moved_in(span, layer)
            if trainable is False and moved and not span.frozen:
                return shown(
                    f"{span.kind} moved the moving statistics of {name(layer)} by {number(moved)}, frozen as it was"
                )
            if (
                trainable
                and moved == 0.0
                and any(s.index < span.index and s.trainable.get(layer) is False for s in spans)
            ):
                return shown(f"{span.kind} after unfreezing moved the moving statistics of {name(layer)} by 0")
            if trainable is False and moved == 0.0 and not span.frozen:
                text = f"{span.kind} left the frozen {name(layer)} alone: its moving statistics moved by 0"
    for model in scene.switched:
        own = [span for span in spans if span.model is model and span.weights]
        weights = max((span.weights_moved() for span in own), default=None)
        runs = f"{plural(len(own), 'measured run')} of {' and '.join(sorted({s.kind for s in own}))}"
        if weights == 0.0:
            return shown(f"{runs} moved the weights of {model.class_name} by 0")
        if weights:
            text = f"{runs} moved the weights of {model.class_name} by {number(weights)}"
    return denied(text) if text else left_open("nothing was trained after the change that would show it")


def _rebuilt(scene: Scene) -> Measured:
    """Look for several layers of one line, each of which ran once on fresh statistics."""
    ran = {layer: scene.run.calls_of(layer) for layer in scene.layers}
    once = [layer for layer, calls in ran.items() if len(calls) == 1 and calls[0].fresh is not False]
    if len(once) > 1:
        return shown(f"{len(once)} calls ran {len(once)} different layers, each once and on fresh statistics")
    several = [layer for layer, calls in ran.items() if len(calls) > 1]
    if len(ran) == 1 and several:
        calls = len(ran[several[0]])
        return denied(f"one layer was built here, and ran {calls} times on the same statistics")
    return left_open("the line built a layer once" if ran else "the line built no layer")


def _phase(scene: Scene) -> Measured:
    """Look for calls whose mode nobody but the learning phase decided."""
    calls = [call for call in scene.recording.calls if call.event.reason == "learning phase"]
    if not calls:
        return left_open("every call's mode was decided by the call itself")
    moved = scene.run.moved(calls)
    how = "" if moved is None else f" and moved the moving statistics by {number(moved)}"
    return shown(f"{plural(len(calls), 'measured call')} ran in {calls[0].mode} mode by the learning phase{how}")


# -- batches -------------------------------------------------------------------------------------------------------


def _one_value(scene: Scene) -> Measured:
    return _empty_batches(scene, some=False)


def _last_batch(scene: Scene) -> Measured:
    return _empty_batches(scene, some=True)


def _empty_batches(scene: Scene, some: bool) -> Measured:
    """Look for training-mode batches without variance.

    Args:
        scene: what the finding is about.
        some: it says that some batches of a run are such, not all of a loop.
    """
    training = [call for call in scene.calls if call.mode == "training"]
    silent = [c for c in training if c.values == 1 and c.output is not None and c.output.equals_beta]
    if silent:
        return shown(
            f"a batch of shape {silent[0].shape} left {scene.run.name(silent[0].layer)} 1 value per statistic: its "
            "output is beta everywhere"
        )
    counted = {layer: _count_empty(scene, layer) for layer in scene.layers}
    layer = max(counted, key=lambda one: counted[one][1], default=None)
    steps, empty = counted[layer] if layer is not None else (0, 0)
    if layer is not None and empty and (some or _whole_loop(scene, layer)):
        return shown(f"{scene.run.name(layer)} saw no variance in {empty} of {plural(steps, 'measured training step')}")
    if steps:
        least = min((c.values for c in training if c.values is not None), default=None)
        values = f", at least {least} values per statistic" if least is not None else ""
        return denied(
            f"its batches had variance in {steps - empty} of {plural(steps, 'measured training step')}{values}"
        )
    seen = [c for c in training if c.output is not None]
    if seen:
        return denied(f"its batches had at least {min(c.values or 0 for c in seen)} values per statistic")
    return left_open("it ran in inference mode only" if scene.calls else "no BatchNormalization layer ran here")


def _whole_loop(scene: Scene, layer: Layer) -> bool:
    """Say whether all batches of some loop of a layer's model were without variance."""
    counts = [_empty_of(scene.recording.layers[layer], span) for span in _loops(scene, layer)]
    return any(steps and empty == steps for steps, empty in counts)


def _loops(scene: Scene, layer: Layer) -> list[Span]:
    spans = [s for s in scene.recording.spans if s.kind in TRAINING and layer in s.after]
    return spans if layer in scene.recording.layers else []


def _count_empty(scene: Scene, layer: Layer) -> tuple[int, int]:
    counts = [_empty_of(scene.recording.layers[layer], span) for span in _loops(scene, layer)]
    return sum(steps for steps, _ in counts), sum(empty for _, empty in counts)


def _empty_of(record: LayerRecord, span: Span) -> tuple[int, int]:
    """Count the measured steps of a loop, and those whose batch had no variance, from the moving variance."""
    momentum = record.config.get("momentum")
    if not isinstance(momentum, (int, float)) or not 0.0 <= momentum < 1.0:
        return 0, 0
    steps = empty = 0
    for old, new in pairwise(span.series(record.layer)):
        batch = (new.variance - momentum * old.variance) / (1.0 - momentum)
        scale = float(np.max(np.abs(old.variance), initial=1e-30))
        steps += 1
        empty += float(np.max(np.abs(batch), initial=0.0)) / scale < NO_VARIANCE
    return steps, empty


def _step_by_step(scene: Scene) -> Measured:
    """Measure the variance between time steps that are normalised one by one."""
    found = [one for one in taken_by_steps(scene.calls) if one[1] > 1]
    if found:
        share, steps, values = max(found)
        text = f"{steps} time steps were normalised one by one, with {plural(values, 'value')} per statistic: "
        text += f"{share:.0%} of the variance of what went in lies between them"
        return shown(text) if values == 1 or share > BETWEEN else denied(text)
    traced = [call for call in scene.calls if call.traced and call.mode == "training"]
    for layer in dict.fromkeys(call.layer for call in traced if call.values == 1):
        empty, steps = _without_variance(scene.recording.layers[layer])
        if empty and empty == steps:
            name = scene.run.name(layer)
            return shown(
                f"{name} got 1 value per statistic in each time step, and no variance in {empty} of {steps}"
                " training steps"
            )
    if traced:
        return left_open("it ran in a compiled step, where its time steps are not seen")
    return left_open("it ran in inference mode only" if scene.calls else "no BatchNormalization layer ran here")


def _few_values(scene: Scene) -> Measured:
    """Measure how far the means of the batches scatter, in standard deviations of what the layer gets."""
    missing = _not_trained(scene)
    if missing is not None:
        return missing
    measured = [(seen, record) for record in _records(scene) if (seen := batch_noise(record)) is not None]
    if not measured:
        hidden = any(sample.updates > 1 for record in _records(scene) for sample in record.history)
        why = ": a step runs the layer more than once, and hides the single ones" if hidden else ""
        return left_open(f"too few batches were seen to tell how far their means scatter{why}")
    (noise, batches), record = max(measured, key=lambda one: one[0])
    text = f"the means of {batches} batches of {record.name} scatter by {number(noise)} standard deviations"
    values = [c.values for c in scene.run.calls_of(record.layer) if c.mode == "training" and c.values is not None]
    text += f", with {plural(min(values), 'value')} per statistic" if values else ""
    # Where the user asks for more than eight values, fewer scatter by less.
    enough = min(NOISY, 0.8 / sqrt(min(values))) if values else NOISY
    return shown(text) if noise > enough else denied(text)


def _without_variance(record: LayerRecord) -> tuple[int, int]:
    """Count the batches without variance among those that were seen, or worked out from all updates of a step."""
    seen = [sample for sample in record.history if sample.batch is not None and sample.mode == "training"]
    empty = 0
    for sample in seen:
        assert sample.batch is not None
        scale = max(float(np.max(np.abs(sample.stats.variance), initial=0.0)), 1e-30)
        empty += float(np.max(sample.batch.variance, initial=0.0)) / scale < NO_VARIANCE
    return empty, len(seen)


# -- numbers of the layer ------------------------------------------------------------------------------------------


def _records(scene: Scene) -> list[LayerRecord]:
    found = [scene.recording.layers[layer] for layer in scene.layers if layer in scene.recording.layers]
    return [record for record in found if record.last is not None]


def _not_trained(scene: Scene) -> Measured | None:
    """Return why a number of training cannot be there; None where the layers ran in training mode."""
    if not scene.layers:
        return left_open("the line built no layer")
    calls = [call for layer in scene.layers for call in scene.run.calls_of(layer)]
    if not calls:
        return left_open("the layer never ran")
    if all(call.mode == "inference" for call in calls):
        return left_open("the layer ran in inference mode only, where this makes no difference")
    return None


def _diverging(scene: Scene) -> Measured:
    """Look for moving statistics that leave all bounds."""
    for record in _records(scene):
        worst = next((text for stats in _path(record) if (text := _diverged(record, stats))), "")
        if worst:
            return shown(f"{worst} after {plural(record.moves, 'move')} of the moving statistics")
    missing = _not_trained(scene)
    if missing is not None:
        return missing
    for record in _records(scene):
        way = [b.distance(a) for a, b in pairwise(_path(record))]
        if len(way) > 1 and way[-1] > 1.2 * way[0] > 0.0:
            return shown(
                f"each batch moves the statistics of {record.name} farther: by {number(way[0])} at first, by "
                f"{number(way[-1])} in the end"
            )
    low = min((float(r.last.variance.min()) for r in _records(scene) if r.last is not None), default=0.0)
    high = max((float(r.last.variance.max()) for r in _records(scene) if r.last is not None), default=0.0)
    return left_open(f"so far the moving variance lies within {number(low)} and {number(high)}")


def _path(record: LayerRecord) -> list[Stats]:
    """Return the statistics after each change that was seen, with where they began."""
    start = [record.first] if record.first is not None else []
    return [*start, *record.trail] or ([record.last] if record.last is not None else [])


def _diverged(record: LayerRecord, stats: Stats) -> str:
    variance = stats.variance
    if np.isnan(variance).any() or np.isnan(stats.mean).any():
        return f"the moving statistics of {record.name} are NaN"
    if variance.min(initial=0.0) < 0.0:
        share = float(np.mean(variance < 0.0))
        lowest = number(float(variance.min()))
        return f"the moving variance of {record.name} is {lowest}, negative in {share:.0%} of the channels,"
    largest = max(np.abs(variance).max(initial=0.0), np.abs(stats.mean).max(initial=0.0))
    return f"the moving statistics of {record.name} are at {number(float(largest))}" if largest > HUGE else ""


def _stuck(scene: Scene) -> Measured:
    """Look for training-mode runs that do not move the statistics."""
    missing = _not_trained(scene)
    if missing is not None:
        return missing
    calls = [c for layer in scene.layers for c in scene.run.calls_of(layer) if c.mode == "training"]
    moved = max((record.moved for record in _records(scene)), default=None)
    if moved is None:
        return left_open("its moving statistics could not be read")
    steps = scene.run.steps(scene.layers) if any(map(scene.recording.steps_of, scene.layers)) else ""
    text = f"training mode moved the moving statistics of {scene.run.names(c.layer for c in calls)} by {number(moved)}"
    text += f" in {steps}" if steps else f" in {plural(len(calls), 'measured call')}"
    return denied(text) if moved > 0.0 else shown(text)


def _hasty(scene: Scene) -> Measured:
    """Measure the share of the newest batch in the moving statistics."""
    missing = _not_trained(scene)
    if missing is not None:
        return missing
    shares = [(share, record) for record in _records(scene) if (share := newest_share(record)) is not None]
    if not shares:
        return left_open("too few moves of its moving statistics to tell what share of a batch enters them")
    share, record = max(shares, key=lambda pair: pair[0])
    text = f"each batch replaced {min(share, 1.0):.0%} of the moving statistics of {record.name} "
    text += f"({plural(record.moves, 'move')} measured)"
    return shown(text) if share >= HALF else denied(text)


def newest_share(record: LayerRecord) -> float | None:
    """Work out from a layer's history which share of a batch enters its moving statistics.

    Each training step does ``new = old + share * (batch - old)``. Where the batches were seen that says it; else they
    scatter around their mean, whatever the old statistics were, and the share is a slope: of ``new - old`` over
    ``mean - old``.

    Returns:
        None where fewer than three moves were seen.
    """
    history = record.history
    known = [
        (b.stats.mean - a.stats.mean, b.batch.mean - a.stats.mean)
        for a, b in pairwise(history)
        if b.exact and b.mode == "training" and b.batch is not None and b.stats.mean.shape == a.stats.mean.shape
    ]
    if known:
        return _slope(known)
    path = [stats for stats in _path(record) if np.all(np.isfinite(stats.mean))][:100]
    path = [stats for stats in path if stats.mean.shape == path[-1].mean.shape]
    if len(path) < 4:
        return None
    reads = _updates_per_move(history)
    share = max(
        _slope([(b - a, np.mean(values[1:], axis=0) - a) for a, b in pairwise(values)])
        for values in ([s.mean for s in path], [s.variance for s in path])
    )
    return float(1.0 - (1.0 - min(share, 0.9999)) ** (1.0 / reads))


def _slope(pairs: list[tuple[Array, Array]]) -> float:
    above = sum(float(np.sum(change * distance)) for change, distance in pairs)
    below = sum(float(np.sum(distance * distance)) for _, distance in pairs)
    return above / below if below > 0.0 else 0.0


def _updates_per_move(history: list[Sample]) -> int:
    """Return how many steps lie between two readings (``steps_per_execution``)."""
    ways = sorted(b.step - a.step for a, b in pairwise(history) if b.step > a.step)
    return max(1, ways[len(ways) // 2]) if ways else 1


def _unfinished(scene: Scene) -> Measured:
    """Measure the share of the initial statistics that the run leaves."""
    missing = _not_trained(scene)
    if missing is not None:
        return missing
    found = []
    for record in _records(scene):
        momentum = record.config.get("momentum")
        if isinstance(momentum, (int, float)) and record.moves:
            updates = max(record.moves, scene.recording.steps_of(record.layer))
            found.append((abs(float(momentum)) ** updates, updates, record))
    if not found:
        return left_open("its moving statistics never moved")
    left, updates, record = max(found, key=lambda one: one[0])
    text = f"{left:.0%} of the initial statistics of {record.name} are left after {plural(updates, 'training step')}"
    return shown(text, final=True) if left > LEFT else denied(text)


def _not_finite(scene: Scene) -> Measured:
    """Look for NaN and infinity in outputs, losses and statistics."""
    calls = [call for layer in scene.layers for call in scene.run.calls_of(layer)]
    if not calls:
        return left_open("the layer never ran")
    bad = [call for call in calls if call.output is not None and call.output.nan]
    if bad:
        return shown(f"the output of {scene.run.name(bad[0].layer)} is not finite in {bad[0].mode} mode")
    lost = [r for r in _records(scene) if r.last is not None and not _is_finite(r.last)]
    if lost:
        return shown(f"the moving statistics of {lost[0].name} are not finite")
    losses = [x for layer in scene.layers for span in scene.run.spans(layer) for x in span.losses]
    if any(map(isnan, losses)):
        return shown(f"{sum(map(isnan, losses))} of {len(losses)} losses are NaN")
    batches = [s.batch.variance for r in _records(scene) for s in r.history if s.batch is not None]
    least = min((float(b.min()) for b in batches if b.size), default=None)
    why = "" if least is None else f": the smallest variance of a feature in a batch was {number(least)}"
    return left_open(f"everything that was seen is finite{why}")


def _is_finite(stats: Stats) -> bool:
    return bool(np.all(np.isfinite(stats.mean)) and np.all(np.isfinite(stats.variance)))


def _flattened(scene: Scene) -> Measured:
    """Measure the spread of the normalised output."""
    outputs = [
        (c.output.spread, c.layer)
        for layer in scene.layers
        for c in scene.run.calls_of(layer)
        if c.output is not None and c.mode == "training" and c.values != 1
    ]
    for record in _records(scene):
        epsilon = record.config.get("epsilon")
        batches = [s.batch.variance for s in record.history if s.batch is not None]
        if batches and isinstance(epsilon, (int, float)):
            variance = np.mean(batches, axis=0)
            outputs.append((float(np.mean(np.sqrt(variance / (variance + epsilon)))), record.layer))
    if not outputs:
        return _not_trained(scene) or left_open("its batches were not visible")
    spread, layer = min(outputs, key=lambda one: one[0])
    text = f"the batches of {scene.run.name(layer)} come out with a spread of {number(spread)} before gamma"
    return shown(text) if spread < FLAT else denied(text)


# -- structure -----------------------------------------------------------------------------------------------------


def _wrong_axis(scene: Scene) -> Measured:
    """Compare the number of statistics with the number of features of the layer before."""
    known = [r for r in _records(scene) if r.features is not None and r.channels is not None]
    for record in known:
        if record.channels != record.features:
            features = f"the {record.features} features of the layer before"
            return shown(f"{record.name} keeps {record.channels} statistics for {features}")
    if known:
        return denied(f"{known[0].name} keeps {known[0].channels} statistics, as many as the layer before has features")
    return left_open("how many features the layer before has was not seen")


def _shared(scene: Scene) -> Measured:
    """Compare what one layer gets from different layers."""
    found: list[str] = []
    for layer in scene.layers:
        calls = [c for c in scene.run.calls_of(layer) if c.output is not None]
        for a, b in combinations(calls[:60], 2):
            sources = a.event.input.producers, b.event.input.producers
            apart = sources[0] != sources[1] or a.event.again != b.event.again
            if a.mode != b.mode or None in sources or not apart or a.output is None or b.output is None:
                continue
            if a.output.batch_mean.shape != b.output.batch_mean.shape:
                continue
            low, high = sorted((float(a.output.batch_variance.mean()), float(b.output.batch_variance.mean())))
            spread = np.sqrt((a.output.batch_variance + b.output.batch_variance) / 2.0) + 1e-12
            ratio = high / max(low, 1e-12)
            shift = float(np.max(np.abs(a.output.batch_mean - b.output.batch_mean) / spread))
            text = f"{scene.run.name(layer)} gets inputs whose variances differ {number(ratio)}-fold and whose means "
            text += f"differ by {number(shift)} standard deviations"
            if ratio > 1.5 or shift > 0.5:
                return shown(text)
            found.append(text)
    if found:
        return denied(found[0])
    return left_open("its inputs from several layers were not visible: they ran in a compiled step")


def _of_kinds(scene: Scene) -> Measured:
    """Say how far the means of batches in a row lie apart, of layers that run in inference mode, too."""
    recording = scene.recording
    layers = [layer for layer in scene.layers if infers(recording, layer)]
    if not layers:
        return left_open("its BatchNormalization layers did not run in inference mode")
    found = [(far, layer) for layer in layers if (far := between_batches(recording, layer)) is not None]
    if not found:
        return left_open("the single batches were not visible: they ran in a compiled step")
    far, layer = max(found, key=lambda one: one[0])
    text = f"the means of two batches in a row lie {number(far)} standard deviations apart for {scene.run.name(layer)}"
    return shown(text) if far > APART else denied(text)


def _dropped(scene: Scene) -> Measured:
    """Compare the variance that BN gets in training with the one it gets at inference, or which it has learnt."""
    shares = []
    layers = [call.layer for call in scene.recording.calls if _is_behind(call.event, scene)]
    for layer in dict.fromkeys(layers):
        record = scene.recording.layers.get(layer)
        still = [c.output.batch_variance for c in scene.run.calls_of(layer) if c.output and c.mode == "inference"]
        still += [record.revisited.variance] if record is not None and record.revisited is not None else []
        if record is None or record.last is None or not still or still[-1].shape != record.last.variance.shape:
            continue
        known = still[-1] > 1e-6
        if known.any() and record.moves:
            shares.append((float(np.median(record.last.variance[known] / still[-1][known])), layer))
    if not layers:
        return left_open("no BatchNormalization layer ran behind this line")
    if not shares:
        return left_open("what it gets at inference was not visible")
    share, layer = max(shares, key=lambda one: one[0])
    text = f"the moving variance of {scene.run.name(layer)} is {number(share)} times that of what it gets at inference"
    return shown(text) if share > SHIFTED else denied(text)


def _is_behind(event: LayerCalled, scene: Scene) -> bool:
    """Say whether a BN layer gets what the Dropout of the finding puts out."""
    return event.input.dropped is not None and is_at(event.input.dropped.site, scene.finding)


def _penalised(scene: Scene) -> Measured:
    """Say how much of the gradient of one answer belongs to other samples than its own."""
    ran = [call.event.root.layer for call in scene.calls if call.mode == "training" and call.event.tapes]
    if not ran:
        return left_open("no BatchNormalization layer ran in training mode under a tape at this line")
    shares = [scene.recording.reach[layer] for layer in ran if layer in scene.recording.reach]
    if not shares:
        return left_open("its gradient with respect to the inputs was not taken once more, as --revisit does")
    text = f"{number(max(shares))} of the gradient of one answer belongs to other samples of the batch"
    return shown(text) if max(shares) > FOREIGN else denied(text)


def _useless_bias(scene: Scene) -> Measured:
    """Compare the gradient of a bias with that of the other weights of its layer."""
    known = {
        layer: sizes
        for layer, sizes in scene.recording.bias_gradients.items()
        if layer.site.line in range(scene.finding.line, max(scene.finding.line, scene.finding.end_line) + 1)
    }
    sizes = [(bias / other, bias, other) for bias, other in known.values() if other > 0.0]
    if not sizes:
        return left_open("the gradient of the bias was not visible: it is taken in a compiled step")
    behind = [call.mode for call in scene.recording.calls if call.event.input.direct in known]
    if behind and "training" not in behind:
        return left_open("the BatchNormalization behind it ran in inference mode, in which it leaves the bias alone")
    share, bias, other = min(sizes)
    text = f"the gradient of the bias is at most {number(bias)}, that of the other weights {number(other)}"
    return shown(text) if share < 1e-3 else denied(text)


def _torch_switch(scene: Scene) -> Measured:
    """Look whether what PyTorch's switches were set on is steered by them."""
    if scene.calls:
        return _untrained(scene)
    off = [call for call in scene.recording.calls if call.switched_off]
    moved = scene.run.moved(off)
    if moved is None:
        return left_open("no layer ran that was in eval(), or without gradients")
    text = f"layers in eval(), or without gradients, moved their statistics by {number(moved)}"
    return shown(text) if moved > 0.0 else denied(text)


def _raises(scene: Scene) -> Measured:
    """Say of an argument or a name that should not exist that its line ran."""
    if scene.layers:
        return denied("the line ran without an exception")
    return left_open("the line did not raise in this run")


_EXPERIMENTS: dict[str, Callable[[Scene], Measured]] = {
    "BNL101": _fresh,
    "BNL102": _untrained,
    "BNL103": _fit_untrained,
    "BNL104": _untrained,
    "BNL105": _sticking,
    "BNL106": _overridden,
    "BNL107": _dropped_flag,
    "BNL108": _frozen,
    "BNL109": _lost_switch,
    "BNL110": _rebuilt,
    "BNL111": _bypassed,
    "BNL112": _session,
    "BNL113": _phase,
    "BNL114": _stateless,
    "BNL115": _torch_switch,
    "BNL116": _left_behind,
    "BNL117": _of_kinds,
    "BNL118": _never_learnt,
    "BNL201": _one_value,
    "BNL202": _one_value,
    "BNL203": _one_value,
    "BNL204": _last_batch,
    "BNL205": _step_by_step,
    "BNL206": _few_values,
    "BNL301": _diverging,
    "BNL302": _stuck,
    "BNL303": _hasty,
    "BNL304": _unfinished,
    "BNL311": _not_finite,
    "BNL312": _flattened,
    "BNL401": _wrong_axis,
    "BNL402": _shared,
    "BNL403": _useless_bias,
    "BNL404": _dropped,
    "BNL405": _penalised,
    "BNL501": _raises,
}

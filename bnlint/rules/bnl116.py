"""The moving statistics are left behind: trainable variables alone are saved, copied or averaged.

## What it does
Reports where a program puts the trainable variables of one model into another one that then runs in inference mode (a
copy, the soft update of a target network, an average over models), or saves them, and leaves out the moving statistics
of BN, which are no trainable variables; and where a program of TF1 restores nothing else, and only asks. So does a
model that gets its own variables of an earlier step back (the best ones, at the end of training) and runs in inference
mode before it is trained again.

## Why is this bad?
The other model normalises with the statistics that it began with, mean 0 and variance 1, while its weights have learnt
to go with those of the data. It answers differently from the model whose weights it has, often beyond any use, and no
error says so. Old weights that are put back meet the statistics of the last steps.

## Example
```python
for t, w in zip(target.trainable_variables, online.trainable_variables):
    t.assign(tau * w + (1 - tau) * t)
```

## Use instead
```python
for t, w in zip(target.weights, online.weights):
    t.assign(tau * w + (1 - tau) * t)
```

With TensorFlow 1 save all that there is: `tf.train.Saver()`, or `tf.train.Saver(tf.global_variables())`. A target
network there is given `tf.global_variables(scope)` of the other one, not `tf.trainable_variables(scope)`.

## Symptoms
- A restored or copied model is bad

## Fix safety
No fix: the same list of variables may be meant for an optimizer as well.

## References
- [tinghuiz/SfMLearner#17](https://github.com/tinghuiz/SfMLearner/issues/17)
- [DLR-RM/stable-baselines3#996](https://github.com/DLR-RM/stable-baselines3/issues/996)
- Measured: a model restored from such a checkpoint has a loss of 6915 instead of 10; a target network differs by up to
  411 from the one whose weights it has. After the best weights were put back alone, the loss was 32.8 instead of 28.3,
  and 6.8 instead of 5.8.
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import (
    ABSENT,
    Event,
    GraphCopied,
    GraphFetched,
    GraphMinimized,
    GraphNormalized,
    GraphRestored,
    GraphSaved,
    Layer,
    LayerCalled,
    Testimony,
    WeightsCopied,
)
from bnlint.results.messages import Message
from bnlint.rules import facts, sessions
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report what goes on without the statistics that belong to it."""
    copies = list(_copies(testimony))
    seen: set[tuple[int, int]] = set()
    for event in copies:
        report = _saved(testimony, event) if event.target is None else _given(testimony, event, event.target)
        key = id(event.site.node), event.site.line
        if report is not None and key not in seen:
            seen.add(key)
            yield report
    yield from _graphs(testimony)
    yield from _restored_graphs(testimony)
    yield from _scopes(testimony)


def _given(testimony: Testimony, event: WeightsCopied, target: Layer) -> Report | None:
    if event.since is not None:
        return _restored(testimony, event, target, event.since)
    return _copied(testimony, event, target)


def _restored(testimony: Testimony, event: WeightsCopied, target: Layer, since: int) -> Report | None:
    """Report weights of an earlier step that a model gets back, and with which it infers as it is."""
    norms = _norms(target)
    if any(norm.given or norm.given_back for norm in norms):
        return None
    inside, at = {id(norm) for norm in norms}, testimony.events.index(event)
    learnt = next(filter(_learns, _leaves_in(testimony.events[since:at], inside)), None)
    used = next(_leaves_in(testimony.events[at:], inside), None)
    if learnt is None or used is None or used.mode != "inference" or used.driver == "unknown":
        return None
    return Report(
        event.site,
        Message(
            "trainable variables alone are put back, without the moving statistics",
            "keep get_weights(), which holds the statistics too, and put it back with set_weights()",
            f"the moving statistics of {facts.named(target)} stay those of the steps since then, and with them it runs "
            "in inference mode",
        ),
        (
            (norms[0].site, "BatchNormalization built here"),
            (learnt.root.site, "moves the statistics in between"),
            (used.root.site, "runs in inference mode here"),
        ),
    )


def _leaves_in(events: list[Event], inside: set[int]) -> Iterator[LayerCalled]:
    """Yield the calls of some BN layers among events, those that lay out a graph aside."""
    for event in events:
        if isinstance(event, LayerCalled) and id(event.layer) in inside and event.mode is not None:
            yield event


def _copies(testimony: Testimony) -> Iterator[WeightsCopied]:
    """Yield the copies; one stands for those right behind it, of other variables from the same layer into the same."""
    before: Event | None = None
    for event in testimony.events:
        if isinstance(event, WeightsCopied) and not _goes_on(event, before):
            yield event
        before = event


def _goes_on(event: WeightsCopied, before: Event | None) -> bool:
    if not isinstance(before, WeightsCopied) or event.target is None or event.site == before.site:
        return False
    return event.target is before.target and event.sources == before.sources


def _copied(testimony: Testimony, event: WeightsCopied, target: Layer) -> Report | None:
    """Report a copy into a model that never learns statistics of its own and normalises with those it has."""
    norms = _norms(target)
    if not norms or not any(_is_trained(testimony, source, event) for source in event.sources):
        return None
    if any(norm.given for norm in norms) or any(layer.pretrained is not False for layer in target.walk()):
        return None
    modes = list(_modes(testimony, norms))
    used = next((call.site for call, mode in modes if mode == "inference" and call.driver != "unknown"), None)
    if used is None or any(mode != "inference" for _, mode in modes):
        return None
    source = event.sources[0]
    return Report(
        event.site,
        Message(
            "only trainable variables are copied, without the moving statistics",
            "take weights, which hold the statistics too",
            f"the moving statistics of {facts.named(target)} stay at mean 0 and variance 1, and with them it runs in "
            "inference mode",
        ),
        (
            (source.site, "the variables come from the model built here"),
            (norms[0].site, "BatchNormalization built here"),
            (used, "runs in inference mode here"),
        ),
    )


def _saved(testimony: Testimony, event: WeightsCopied) -> Report | None:
    """Report a checkpoint of a model that has learnt statistics, and that infers."""
    for source in event.sources:
        norms = _norms(source)
        infers = any(mode == "inference" for _, mode in _modes(testimony, norms))
        if norms and infers and _is_trained(testimony, source, event):
            return Report(
                event.site,
                Message(
                    _LEFT_OUT,
                    "save the model, or its weights",
                    f"whoever restores the variables of {facts.named(source)} {_INITIAL}",
                ),
                ((norms[0].site, "BatchNormalization built here"),),
            )
    return None


_LEFT_OUT = "only trainable variables are saved, without the moving statistics"
_INITIAL = "gets moving statistics of mean 0 and variance 1 with them"


def _norms(layer: Layer) -> list[Layer]:
    return [inner for inner in layer.walk() if inner.is_bn]


def _modes(testimony: Testimony, norms: list[Layer]) -> Iterator[tuple[LayerCalled, str | None]]:
    """Yield the outermost calls that run BN layers, with the mode of those; on something unknown, as the flag says."""
    inside = {id(norm) for norm in norms}
    for call in facts.leaves(testimony):
        lays_out = call.mode is None and call.input.kind == "symbolic"  # a graph, which runs when it is called
        if id(call.layer) in inside and not lays_out:
            yield call.root, call.mode
    for call in facts.calls(testimony):
        unknown = call.outer is None and call.input.kind is None and call.flag.known and call.flag is not ABSENT
        if unknown and not call.layer.is_bn and any(id(inner) in inside for inner in call.layer.walk()):
            yield call, "training" if call.flag.value else "inference"


def _is_trained(testimony: Testimony, source: Layer, event: WeightsCopied) -> bool:
    """Whether a model has learnt statistics by the time when its weights are taken."""
    inside = {id(norm) for norm in _norms(source)}
    for other in testimony.events:
        if other is event and not event.again:
            return False
        if isinstance(other, LayerCalled) and id(other.layer) in inside and _learns(other):
            return True
    return False


def _learns(call: LayerCalled) -> bool:
    """Whether a call of a BN layer moves its statistics for certain."""
    return call.mode == "training" and call.is_there() and not call.stateless


def _graphs(testimony: Testimony) -> Iterator[Report]:
    """Report savers of TF1 for the trainable variables alone, in a graph whose statistics are trained and used."""
    saved = [event for event in testimony.events if isinstance(event, GraphSaved)]
    if not saved or any(event.trainables is not True for event in saved):
        return
    norms = facts.normalizers(testimony)
    trained = any(isinstance(event, GraphMinimized) for event in testimony.events)
    moved = next((norm for norm in facts.graph_normalizers(testimony) if norm.collected is False), None)
    if not trained or moved is None or any(norm.collected is not False for norm in norms):
        return
    if all(facts.graph_flag(norm) is True for norm in norms) or not facts.reads_statistics(testimony):
        return
    places = dict.fromkeys((event.site.path, event.site.line, id(event.site.node)) for event in saved)
    for event in saved:
        if places.pop((event.site.path, event.site.line, id(event.site.node)), 0) is None:
            yield Report(
                event.site,
                Message(
                    _LEFT_OUT,
                    "save tf.global_variables(), or all that there is with Saver()",
                    f"whoever restores the variables {_INITIAL}",
                ),
                ((moved.site, "batch normalization whose statistics are left out"),),
            )


def _restored_graphs(testimony: Testimony) -> Iterator[Report]:
    """Report savers of TF1 by which a program that only asks gets the trainable variables alone."""
    restored = [event for event in testimony.events if isinstance(event, GraphRestored)]
    if not restored or any(event.trainables is not True for event in restored):
        return
    if any(isinstance(event, (GraphMinimized, GraphSaved)) for event in testimony.events):
        return
    norms = list(facts.normalizers(testimony))
    asked = next(filter(None, (_asked(event, norms) for event in testimony.events)), None)
    if asked is None or any(norm.collected is not False for norm in norms):
        return
    norm, fetch = asked
    yield Report(
        restored[0].site,
        Message(
            "only trainable variables are restored, without the moving statistics",
            "restore tf.global_variables(), or all that there is with Saver()",
            "the moving statistics stay at mean 0 and variance 1, and with them it runs in inference mode",
        ),
        (
            (norm.site, "batch normalization whose statistics are left out"),
            (fetch.site, "runs in inference mode here"),
        ),
    )


def _asked(event: Event, norms: list[GraphNormalized]) -> tuple[GraphNormalized, GraphFetched] | None:
    """Return a normalisation in inference mode, and the session that is asked for what comes from it."""
    if not isinstance(event, GraphFetched) or event.trains is not False or sessions.is_fed_true_alone(event):
        return None
    inside = frozenset().union(*(output.made_of for output in event.outputs))
    return next(((norm, event) for norm in norms if norm in inside and facts.graph_flag(norm) is not True), None)


def _scopes(testimony: Testimony) -> Iterator[Report]:
    """Report copies from one scope of a TF1 graph to another one, whose statistics nobody moves and who needs them."""
    if not any(isinstance(event, GraphMinimized) for event in testimony.events):
        return
    norms = facts.normalizers(testimony)
    seen: set[int] = set()
    for event in testimony.events:
        if not isinstance(event, GraphCopied) or id(event.site.node) in seen:
            continue
        targets, sources = (
            [norm for norm in norms if norm.name is not None and norm.name.startswith(f"{scope}/")]
            for scope in (event.target, event.source)
        )
        still = all(norm.flag.known and facts.graph_flag(norm) is False for norm in targets)
        moved = next((norm for norm in sources if facts.graph_flag(norm) is not False), None)
        if targets and still and moved is not None and all(norm.collected is False for norm in (*targets, moved)):
            seen.add(id(event.site.node))
            yield Report(
                event.site,
                Message(
                    "only trainable variables are copied, without the moving statistics",
                    "take tf.global_variables() of both scopes, which hold the statistics too",
                    f"the moving statistics in {event.target} stay at mean 0 and variance 1, and with them it runs in "
                    "inference mode",
                ),
                (
                    (moved.site, "batch normalization whose statistics are left out"),
                    (targets[0].site, "runs in inference mode here"),
                ),
            )


RULE = Rule(
    "BNL116",
    "statistics-left-behind",
    "moving statistics left behind where weights are saved or copied",
    check,
)

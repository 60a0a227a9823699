"""A BN layer is frozen before it has learnt anything, in a model that is trained from scratch (opt-in).

## What it does
Reports a BN layer that is built with `trainable=False`, or set so before it is used for the first time, where the model
around it is trained and the program puts no weights into it. Of a GAN it reports the generator that is frozen for the
combined model in place of the discriminator, which is trained on its own, too.

## Why is this bad?
A frozen BN layer runs in inference mode, with the moving mean 0 and variance 1 that it began with: its output is its
input over sqrt(1 + epsilon), whatever the data. It normalises nothing, and gamma and beta never learn. The rest of the
model is trained as if there were no such layer.

## Example
```python
x = keras.layers.BatchNormalization(trainable=False)(x)
```

## Use instead
```python
x = keras.layers.BatchNormalization()(x)
```

Freeze it when it has learnt: after `load_weights`, or after the first `fit` (and then compile again).

## Symptoms
- Output equals input
- Statistics still 0 and 1
- Freezing or unfreezing has no effect

## Fix safety
No fix: the layer may be meant to learn, or the weights that it was frozen for are missing.

## References
- [BatchNormalization, "About setting layer.trainable = False"](https://keras.io/api/layers/normalization_layers/batch_normalization/)
- Measured: in Keras 3 on TensorFlow, `model.trainable = True` thaws no layer that was frozen by itself, where the
  model's own `trainable` is `True` already; Keras drops the assignment. In Keras 2 it does.
- Measured after training: inputs of mean 8.6 and spread 3.22, outputs of mean 8.6 and spread 3.21; gamma, beta and both
  statistics moved by 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import Layer, LayerCalled, Site, Testimony, TrainableSet
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report layers that are frozen whenever they run, and that nobody gives statistics."""
    if testimony.restores or testimony.graph_mode:
        return
    calls: dict[int, list[LayerCalled]] = {}
    for call in testimony.events:
        if isinstance(call, LayerCalled) and call.layer.is_bn:
            calls.setdefault(id(call.layer), []).append(call)
    if not any(call.trainable is False for own in calls.values() for call in own):
        return
    training, fitted = facts.Training(testimony), {id(e.model) for e in facts.fits(testimony) if not e.may}
    for own in calls.values():
        layer = own[0].layer
        if any(call.trainable is not False or call.mode != "inference" for call in own if not _is_symbolic(call)):
            continue
        if any(_may_have_learnt(around) for around in _around(own)):
            continue
        trained = next((call for call in own if _is_trained(call, training, fitted)), None)
        if trained is not None:
            frozen_at, message = _frozen_at(testimony, layer), _ALONE
        else:
            trained = next((call for call in own if call.root.driver == "fit" and id(call.root.layer) in fitted), None)
            frozen_at, message = None if trained is None else _mistaken_at(testimony, trained), _WITH_ITS_NETWORK
        if trained is not None and frozen_at is not None:
            built = layer.site, "BatchNormalization built here"
            yield Report(frozen_at, message, (built, (trained.root.site, "trained here")))


_ALONE = Message(
    "this BatchNormalization is frozen before it has learnt anything",
    "freeze it later, or not at all",
    "nothing is loaded into it: it divides by sqrt(1 + epsilon) and normalises nothing while the weights "
    "around it learn",
)
_WITH_ITS_NETWORK = Message(
    "this freezes what has not learnt anything, its BatchNormalization included",
    "freeze the other network, which learns by itself",
    "what is trained together is left with the weights of a network that is trained on its own, too: a combined GAN "
    "model trains the critic once more, and never the generator",
)


def _is_symbolic(call: LayerCalled) -> bool:
    return call.root.input.kind == "symbolic"


def _is_trained(call: LayerCalled, training: facts.Training, fitted: set[int]) -> bool:
    """Whether weights around a layer learn in a call; where they may all be frozen, nobody knows."""
    if not call.is_there() or any(around.trainable is not True for around in call.chain() if around is not call):
        return False
    if call.root.driver == "fit":
        return id(call.root.layer) in fitted
    return call.outer is not None and training.by_tape(call) is not None


def _frozen_at(testimony: Testimony, layer: Layer) -> Site | None:
    """Return where the program freezes a BN layer, and it alone; None where it may do otherwise."""
    switches = [e for e in testimony.events if isinstance(e, TrainableSet) and facts.holds(e.layer, layer)]
    if any(event.value is not False or not event.certain or event.layer is not layer for event in switches):
        return None
    arg = layer.args.get("trainable")
    if arg is not None and arg.known and arg.value is False:
        return arg.site or layer.site  # what freezes it once more is not to blame
    if not switches:
        return None
    site = switches[0].site
    others = [e for e in testimony.events if isinstance(e, TrainableSet) and not e.layer.is_bn]
    return None if any(_is_at(other.site, site) for other in others) else site


def _mistaken_at(testimony: Testimony, call: LayerCalled) -> Site | None:
    """Return where the one network of two is frozen that never learns, for a fit of both; None where that is not so.

    The other one is fitted by itself, and never frozen: a GAN whose generator is frozen in place of its critic.
    """
    inside = next((each for each in call.chain() if each.outer is call.root), None)
    if inside is None or inside.layer.is_bn or call.root.trainable is not True or not call.is_there():
        return None
    part, whole = inside.layer, call.root.layer
    switches = [event for event in testimony.events if isinstance(event, TrainableSet)]
    of_part = [event for event in switches if facts.holds(event.layer, part) or facts.holds(part, event.layer)]
    if any(event.value is not False or not event.certain or event.layer is not part for event in of_part):
        return None
    frozen = {id(inner) for event in switches for inner in event.layer.walk() if event.value is not True}
    alone = (fit.model for fit in facts.fits(testimony) if not fit.may and fit.model is not whole)
    others = [model for model in alone if model is not part and facts.holds(whole, model)]
    return of_part[0].site if of_part and any(id(model) not in frozen for model in others) else None


def _is_at(one: Site, other: Site) -> bool:
    return (one.path, one.line, one.column) == (other.path, other.line, other.column) and one.node is other.node


def _around(calls: list[LayerCalled]) -> list[Layer]:
    return [around.layer for call in calls for around in call.chain()]


def _may_have_learnt(layer: Layer) -> bool:
    """Whether weights may come from elsewhere."""
    return layer.pretrained is not False or layer.given or layer.handed or layer.opaque


RULE = Rule("BNL118", "frozen-before-it-learnt", "BN frozen before it ever learnt", check, opt_in=True)

"""A BN layer is called on a concrete tensor without ``training``.

## What it does
Reports `bn(x)` outside of any Keras model or layer, where `x` is an eager tensor or an array. Not reported where the
program gives the layer its statistics (initializers, `assign`, `set_weights`, weights loaded around it), and not beside
BNL102 in the same place. A layer that is trained later has no statistics yet, either, when it is called before that.

## Why is this bad?
Outside of `fit` nobody sets the training flag, so the layer runs in inference mode: it normalises with its moving
statistics, which are still mean 0 and variance 1, and returns `x / sqrt(1 + epsilon)`, almost `x` itself. Changing
`momentum` changes nothing, because inference mode never updates the statistics.

## Example
```python
bn = tf.keras.layers.BatchNormalization()
y = bn(x)
```

## Use instead
```python
y = bn(x, training=True)   # the batch's statistics
y = bn(x, training=False)  # the moving statistics, on purpose
```

## Symptoms
- Output equals input
- Momentum has no effect

## Fix safety
Unsafe: `training=True` is passed, which changes what the layer returns. Where inference is meant, pass
`training=False` instead. There is no fix where the batch holds one value per channel (BNL201).

## References
- [BatchNormalization](https://keras.io/api/layers/normalization_layers/batch_normalization/)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import Arg, Layer, LayerCalled, Testimony
from bnlint.results.messages import Message
from bnlint.rules import facts, remedies
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report outermost calls of BN layers on concrete tensors that nobody put into training mode."""
    rebuilt = {id(event.layer) for event in facts.built(testimony) if event.rebuilt_in not in (None, "loop")}
    trained = _trained(testimony)
    builders = {
        id(c.site.node) for c in facts.calls(testimony) if c.site.node is not None and c.input.kind != "concrete"
    }
    recorded = _recorded(testimony)
    tried: dict[object, bool] = {}
    if testimony.graph_mode:
        return
    for call in facts.leaves(testimony):
        if call.outer is not None or call.driver != "user" or call.bypass or call.mode != "inference":
            continue
        if call.reason != "nothing" or call.input.kind != "concrete":
            continue
        if call.trainable is not True or call.layer.opaque or call.layer.pretrained or _has_statistics(call.layer):
            continue
        if id(call.layer) in rebuilt or any(map(facts.flag_taken, call.scopes)):
            continue
        if id(call.layer) in trained and not _comes_first(testimony, call):
            continue
        if id(call.site.node) in builders or any(map(facts.is_test, call.scopes)):
            continue
        if facts.in_keras_method(call, "call", "train_step") or facts.place(call) in recorded:
            continue
        if facts.tries_shapes(call, tried):
            continue
        alone = facts.values_per_channel(call) == 1
        if alone and call.unused_result and _is_kept(call):
            continue  # it only builds the layer
        yield Report(
            call.site,
            _message(alone),
            remedy=None if alone else remedies.flag(testimony, call, "True"),
        )


def _message(alone: bool) -> Message:
    return Message(
        "BatchNormalization returns its input almost unchanged: it runs in inference mode",
        _ONE_VALUE if alone else "pass training=True to normalise with this batch",
        "nobody passes training, so it normalises with its moving statistics, which are still mean 0 and variance 1",
    )


_ONE_VALUE = "give it a batch (with training=True one value per channel becomes zero)"


def _is_kept(call: LayerCalled) -> bool:
    """Whether the layer is there after the call: it is not constructed in the same expression."""
    from bnlint.syntax import words  # start-up: libcst, which a recorder does without

    built, called = call.layer.site.node, call.site.node
    return built is None or called is None or not words.holds(called, built)


def _comes_first(testimony: Testimony, call: LayerCalled) -> bool:
    """Whether a call that the program itself makes, once, stands before any that trains the layer.

    One whose result nobody reads builds the layer.
    """
    if call.scopes or call.loops or facts.is_dropped(call) or facts.is_shown(call):
        return False
    for event in testimony.events:
        if event is call:
            return True
        if isinstance(event, LayerCalled) and event.layer is call.layer and _learns(event):
            return False
    return False


def _trained(testimony: Testimony) -> set[int]:
    """Return the layers that some call puts into training mode: their statistics are not the initial ones."""
    return {id(call.layer) for call in facts.calls(testimony) if _learns(call)}


def _recorded(testimony: Testimony) -> set[object]:
    """Return where a tape that trains a layer records its calls: others from there only build it, or look at it."""
    training = facts.Training(testimony)
    return {facts.place(call) for call in facts.leaves(testimony) if training.by_tape(call) is not None}


def _has_statistics(layer: Layer) -> bool:
    """Whether the program has put moving statistics into a layer by itself, or may have."""
    return layer.given or any(not _is_default(layer.args.get(name), value) for name, value in _DEFAULTS.items())


_DEFAULTS = {
    "moving_mean_initializer": ("zeros", "Zeros"),
    "moving_variance_initializer": ("ones", "Ones"),
    "weights": (),
}
"""Arguments that say what the statistics are in the beginning, with the names of what they are by default."""


def _is_default(arg: Arg | None, names: tuple[str, ...]) -> bool:
    return arg is None or (arg.known and (arg.value is None or arg.value in names))


def _learns(call: LayerCalled) -> bool:
    return call.layer.is_bn and (call.mode == "training" or (call.flag.site is not None and not call.flag.known))


RULE = Rule(
    "BNL101",
    "bn-called-without-training",
    "BN layer called on a tensor without training=True",
    check,
    yields_to=("BNL102", "BNL115"),  # the same argument is missing, and there it is known that the layer should learn
)

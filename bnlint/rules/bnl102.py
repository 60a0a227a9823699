"""A model, layer or block that contains BN is called without ``training=True`` where its weights are trained.

## What it does
Reports `model(x)` inside a `GradientTape`, an overridden `train_step` or a loss closure whose gradient is taken of
the model's own weights.

## Why is this bad?
Only `fit` sets the training flag. In a custom step the call runs in inference mode: the weights are trained against
moving statistics that stay at mean 0 and variance 1 for ever.

## Example
```python
with tf.GradientTape() as tape:
    logits = model(x)
    loss = loss_fn(y, logits)
grads = tape.gradient(loss, model.trainable_variables)
```

## Use instead
```python
with tf.GradientTape() as tape:
    logits = model(x, training=True)
```

## Fix safety
Unsafe: `training=True` (or the flag of the called function) is passed, so from now on the layers train.

## References
- [Writing a training loop from scratch](https://keras.io/guides/writing_a_custom_training_loop_in_tensorflow/)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import GradientTaken, LayerCalled, Site, Tape, Testimony
from bnlint.fixes.changes import PassArgument, Remedy
from bnlint.rules import facts, remedies
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report the outermost calls that leave a trained BN layer in inference mode because nobody passes the flag."""
    training = facts.Training(testimony)
    for call in facts.leaves(testimony):
        if call.mode != "inference" or call.reason not in ("nothing", "default", "flag") or call.trainable is not True:
            continue
        root = call.root
        if root.driver != "user" or any(c.bypass for c in call.chain()):
            continue
        tape = training.by_tape(call)
        if tape is None:
            continue
        by = facts.flagged(call)
        if by is not None and not _leaked(call, by):
            forgetful = _forgetful_caller(by)
            if forgetful is None:
                continue
            site, remedy = forgetful
        elif not facts.passes_nothing(root) or _has_flag_parameter(root):
            continue
        else:
            site, remedy = root.site, remedies.flag(testimony, root, "True")
        yield Report(
            site,
            f"{facts.called_layer(root)} runs in inference mode here although its weights are trained: they learn "
            "against moving statistics that this call never moves; pass training=True",
            tuple(_chain(testimony, call, tape)),
            remedy,
        )


def _chain(testimony: Testimony, call: LayerCalled, tape: Tape) -> Iterator[tuple[Site, str]]:
    """Yield the places that the finding rests on, in the order of the story."""
    if not call.root.layer.is_bn:
        yield call.root.layer.site, "the model is built here"
    yield call.layer.site, "BatchNormalization built here"
    yield tape.site, "the tape that trains it"
    for event in testimony.events:
        if isinstance(event, GradientTaken) and event.tape is tape and event.site != tape.site:
            yield event.site, "its gradient is taken here"
            return


def _leaked(call: LayerCalled, by: LayerCalled) -> bool:
    """Whether the flag is a constant of another layer of the graph, which Keras 3 lets reach the layers behind it."""
    return by.baked_at is not None and all(around is not by for around in call.chain())


def _forgetful_caller(by: LayerCalled) -> tuple[Site, Remedy | None] | None:
    """Return the call of a wrapper function that leaves the wrapper's flag at its default of False, and its repair."""
    if by.outer is not None or by.flag.origin != "parameter default" or by.flag.value is not False:
        return None
    site = by.flag.given_at
    name = next((s.flag_name for s in by.scopes if s.flag_name and s.flag.given_at == site), None)
    if site is None or name is None:
        return None
    return site, Remedy("unsafe", f"pass {name}=True", (PassArgument(site, name, "True"),))


def _has_flag_parameter(call: LayerCalled) -> bool:
    """Whether an enclosing plain function takes a flag that it drops (that is BNL107)."""
    return any(scope.flag_name and scope.keras_method is None for scope in call.scopes[:1])


RULE = Rule("BNL102", "model-called-without-training", "model with BN called without training=True in a step", check)

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

## References
- [Writing a training loop from scratch](https://keras.io/guides/writing_a_custom_training_loop_in_tensorflow/)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import LayerCalled, Testimony
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report the outermost calls that leave a trained BN layer in inference mode because nobody passes the flag."""
    training = facts.Training(testimony)
    for call in facts.leaves(testimony):
        if call.mode != "inference" or call.reason != "nothing" or call.trainable is not True or call.bypass:
            continue
        root = call.root
        if root.driver != "user" or root.bypass or any(c.bypass for c in call.chain()):
            continue
        tape = training.by_tape(call)
        if tape is None or not _nobody_passes(call) or _has_flag_parameter(root):
            continue
        yield Report(
            root.site,
            f"{facts.called_layer(root)} runs in inference mode here although its weights are trained, so the moving "
            "statistics never move: pass training=True",
            ((tape.site, "the tape that trains it"), (call.layer.site, "BatchNormalization built here")),
        )


def _nobody_passes(call: LayerCalled) -> bool:
    """Whether a flag at the outermost call would reach the layer: no call in between has a say of its own."""
    return facts.passes_nothing(call.root)


def _has_flag_parameter(call: LayerCalled) -> bool:
    """Whether an enclosing plain function takes a flag that it drops (that is BNL107)."""
    return any(scope.flag_name and scope.keras_method is None for scope in call.scopes[:1])


RULE = Rule("BNL102", "model-called-without-training", "model with BN called without training=True in a step", check)

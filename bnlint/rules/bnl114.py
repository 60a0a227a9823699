"""The moving statistics that a stateless call returns are dropped, or never put into the layers.

## What it does
Reports `model.stateless_call(..., training=True)` in a training step where the program lets go of the second value
that it returns, or carries it from step to step and then uses the model itself, into whose layers it has never been
written.

## Why is this bad?
A stateless call changes nothing in the model: what the batch made of the moving statistics is in the value that it
returns, and there alone. The weights learn while the statistics stay at mean 0 and variance 1, so that `predict`,
`evaluate` and a saved model normalise with numbers that have nothing to do with the data.

## Example
```python
def loss_of(weights, state, x, y):
    logits, _ = model.stateless_call(weights, state, x, training=True)
    return loss_fn(y, logits)
```

## Use instead
```python
def loss_of(weights, state, x, y):
    logits, state = model.stateless_call(weights, state, x, training=True)
    return loss_fn(y, logits), state

(loss, state), grads = jax.value_and_grad(loss_of, has_aux=True)(weights, state, x, y)
...
for variable, value in zip(model.non_trainable_variables, state):
    variable.assign(value)
```

## Symptoms
- Loss fine in training and bad in validation
- Statistics still 0 and 1
- A restored or copied model is bad

## Fix safety
No fix: the state has to find its way through the program's own functions.

## References
- [Writing a training loop from scratch in JAX](https://keras.io/guides/writing_a_custom_training_loop_in_jax/)
- [keras-team/keras#20378](https://github.com/keras-team/keras/issues/20378)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import LayerCalled, Predicted, Site, StateReturned, Testimony
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report the stateless calls of a training step whose statistics go nowhere."""
    returned = [event for event in testimony.events if isinstance(event, StateReturned)]
    if not returned:
        return
    trains = _moving(testimony)
    for event in returned:
        if id(event.call) not in trains:
            continue
        others = [e for e in returned if e.call.layer is event.call.layer and id(e.call) in trains]
        if any(e.written or e.escaped for e in others):
            continue
        why = f"the call moves nothing in {facts.called_layer(event.call)} itself"
        if event.dropped is not None and not any(e.carried for e in others):
            yield Report(
                event.call.site,
                Message(
                    "the moving statistics that this call returns are dropped",
                    "keep the second value, hand it to the next step and write it back",
                    f"{why}, so its statistics stay as they were",
                ),
                ((event.dropped, "nobody reads it from here on"),),
            )
        elif event.dropped is None and (use := _used_later(testimony, event)) is not None:
            yield Report(
                event.call.site,
                Message(
                    "the moving statistics that this call returns are never written back",
                    "assign them to model.non_trainable_variables after the last step",
                    f"{why}, which is used with the statistics that it began with",
                ),
                ((use, "the model is used here, with the statistics that it began with"),),
            )


def _moving(testimony: Testimony) -> set[int]:
    """Return, by ``id``, the outermost calls in training mode that train the BN layers in them."""
    training = facts.Training(testimony)
    return {
        id(call.root)
        for call in facts.leaves(testimony)
        if call.mode == "training" and not call.layer.given and training.by_tape(call) is not None
    }


def _used_later(testimony: Testimony, event: StateReturned) -> Site | None:
    """Return where the model's own statistics count after the step."""
    later = testimony.events[testimony.events.index(event) :]
    inside = {id(layer) for layer in event.call.layer.walk()}
    for use in later:
        if isinstance(use, Predicted) and use.model is event.call.layer:
            return use.site
        if isinstance(use, LayerCalled) and use.layer.is_bn and id(use.layer) in inside and not use.stateless:
            if use.mode == "inference" and not use.tapes and use.reason != "frozen":
                return use.root.site
    return None


RULE = Rule(
    "BNL114",
    "stateless-statistics-lost",
    "moving statistics of a stateless call dropped or never kept",
    check,
    dialects=(3,),
)

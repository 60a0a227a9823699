"""The moving statistics that a stateless call returns are dropped, or never put into the layers.

## What it does
Reports `model.stateless_call(..., training=True)` in a training step where the program lets go of the second value
that it returns, or carries it from step to step, in names, containers or attributes, and then uses or saves the model
itself, into whose layers it has never been written. Where somebody unknown gets the state, or an object that holds it,
nothing is said.

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

from bnlint.events import LayerCalled, ModelSaved, Predicted, Site, StateReturned, Testimony
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report the stateless calls of a training step whose statistics go nowhere."""
    returned = [event for event in testimony.events if isinstance(event, StateReturned)]
    if not returned:
        return
    learn = [leaf for leaf in facts.leaves(testimony) if leaf.mode == "training" and not leaf.layer.given]
    training = facts.Training(testimony)
    trains = {id(leaf.root) for leaf in learn if training.by_tape(leaf) is not None}
    moving = {id(leaf.root) for leaf in learn}  # a call beside that of the loss may be there for the state
    for event in returned:
        if id(event.call) not in trains:
            continue
        others = [e for e in returned if e.call.layer is event.call.layer and id(e.call) in moving]
        goes_on = any(e.written or e.escaped for e in others)
        why = f"the call moves nothing in {facts.called_layer(event.call)} itself"
        if event.dropped is not None:
            if not goes_on and not any(e.carried for e in others):
                yield Report(
                    event.call.site,
                    Message(
                        "the moving statistics that this call returns are dropped",
                        "keep the second value, hand it to the next step and write it back",
                        f"{why}, so its statistics stay as they were",
                    ),
                    ((event.dropped, "nobody reads it from here on"),),
                )
            continue
        kept = [e.kept_until for e in others if e.kept_until is not None]
        # What functions that nobody calls would do with the state comes too late for the program itself.
        end = min(kept) if goes_on and len(kept) == len(others) else None
        if goes_on and end is None:
            continue
        if (use := _used_later(testimony, event, end)) is not None:
            yield Report(
                event.call.site,
                Message(
                    "the moving statistics that this call returns are never written back",
                    "assign them to model.non_trainable_variables after the last step",
                    f"{why}, which is used with the statistics that it began with",
                ),
                ((use, "the model is used here, with the statistics that it began with"),),
            )


def _used_later(testimony: Testimony, event: StateReturned, end: int | None) -> Site | None:
    """Return where the model's own statistics count after the step.

    Args:
        testimony: what happens.
        event: the step's call.
        end: how many events count.
    """
    later = testimony.events[testimony.events.index(event) : end]
    own = {id(other.call) for other in later if isinstance(other, StateReturned) and other.own}
    inside = {id(layer) for layer in event.call.layer.walk()}
    for use in later:
        if isinstance(use, (Predicted, ModelSaved)) and facts.holds(use.model, event.call.layer):
            return use.site
        if isinstance(use, LayerCalled) and use.layer.is_bn and id(use.layer) in inside:
            if use.mode != "inference" or use.tapes or use.reason == "frozen":
                continue
            if not use.stateless or id(use.root) in own:
                return use.root.site
    return None


RULE = Rule(
    "BNL114",
    "stateless-statistics-lost",
    "moving statistics of a stateless call dropped or never kept",
    check,
    dialects=(3,),
)

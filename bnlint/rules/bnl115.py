"""A switch of PyTorch's modules is set on a Keras model, whose BN does not ask for it.

## What it does
Keras 3 on PyTorch: reports a training step in which `model(x)` gets no `training=True` after `model.train()` was
called on it; `eval()` on a part of a model that is then trained with `training=True`; and `requires_grad = False` on
all parameters of a part whose BN then runs in training mode.

## Why is this bad?
On PyTorch every Keras layer is a `torch.nn.Module` and takes these switches without a word, but Keras decides the mode
by `training=` alone, and freezes by `trainable` alone. After `train()` BN still normalises with statistics that never
move; after `eval()` it still uses the batch's own where `training=True` is passed; what has no gradient still moves its
statistics, towards data that the frozen weights were never trained on.

## Example
```python
model.train()
for x, y in loader:
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.step()
```

## Use instead
```python
for x, y in loader:
    loss = loss_fn(model(x, training=True), y)
    loss.backward()
    optimizer.step()
```

To freeze a part, set `part.trainable = False`.

## Symptoms
- Statistics still 0 and 1
- Fine-tuning destroys the backbone
- Freezing or unfreezing has no effect

## Fix safety
Unsafe, as for BNL102: `training=True` is passed, so the model is trained in another way from then on. Nothing is
changed where a part was to be frozen.

## References
- [Writing a training loop from scratch in PyTorch](https://keras.io/guides/writing_a_custom_training_loop_in_torch/)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import LayerCalled, Testimony, TorchSwitched
from bnlint.results.messages import Message
from bnlint.rules import bnl102, facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report switches of PyTorch's that were to steer BN."""
    if not any(isinstance(event, TorchSwitched) for event in testimony.events):
        return
    yield from _never_in_training(testimony)
    yield from _never_frozen(testimony)


def _never_in_training(testimony: Testimony) -> Iterator[Report]:
    for found in bnl102.forgotten(testimony):
        switch = facts.switched_on(testimony, found.call, found.root)
        if switch is None:
            continue
        yield Report(
            found.site,
            Message(
                "train() does not put Keras's BatchNormalization into training mode",
                "pass training=True",
                f"{facts.called_layer(found.root)} runs in inference mode here although its weights are trained: its "
                "statistics move only where it gets the flag",
            ),
            ((switch.site, "train() is called here"), *bnl102.chain(testimony, found)),
            found.remedy,
        )


def _never_frozen(testimony: Testimony) -> Iterator[Report]:
    reported: set[int] = set()
    for call in facts.leaves(testimony):
        if call.mode != "training" or not (call.tapes or call.root.driver == "fit"):
            continue
        for switch in (
            facts.last_switch(testimony, call, "requires_grad"),
            facts.last_switch(testimony, call, "train"),
        ):
            if switch is None or switch.value or id(switch) in reported:
                continue
            if switch.switch == "train" and not _is_part_kept_in_inference(testimony, switch, call):
                continue
            reported.add(id(switch))
            yield Report(
                switch.site,
                Message(
                    f"{_SAID[switch.switch]} does not freeze Keras's BatchNormalization",
                    "set trainable = False",
                    "a later call in training mode uses the batch's statistics and moves the layer's own",
                ),
                ((call.root.site, "it runs in training mode here"), (call.layer.site, "BatchNormalization built here")),
            )


_SAID = {"train": "eval()", "requires_grad": "requires_grad = False"}


def _is_part_kept_in_inference(testimony: Testimony, switch: TorchSwitched, call: LayerCalled) -> bool:
    """Whether only a part of what is trained was switched off, and nobody asked that part for an answer then."""
    if call.root.driver != "user" or facts.holds(switch.layer, call.root.layer):
        return False
    later = testimony.events[testimony.events.index(switch) :]
    return not any(
        isinstance(event, LayerCalled) and event.outer is None and event.layer is switch.layer for event in later
    )


_ONLY_TORCH = "Keras's layers have these methods on PyTorch only"
RULE = Rule(
    "BNL115",
    "torch-switch-without-effect",
    "train(), eval() or requires_grad meant to steer Keras's BN",
    check,
    dialects=(3,),
    not_on=(("tensorflow", _ONLY_TORCH), ("jax", _ONLY_TORCH)),
)

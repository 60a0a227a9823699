"""A model whose ``call`` has no ``training`` parameter is trained by ``fit``.

## What it does
Reports the `def call` of a `keras.Model` subclass that contains BN, has no parameter named `training`, and is itself
trained by `fit` (or may be, for all the program says). In both dialects it reports a flag under another name
(`is_training`), which Keras never fills in. In Keras 3 it also reports a `call` whose decorator puts a wrapper without
`functools.wraps` in its place: Keras looks at the wrapper's parameters, and `**kwargs` is not enough.

## Why is this bad?
In Keras 3 `fit` passes `training=True` only to a `call` that has this parameter. Without it the whole forward pass
runs in inference mode and the BN layers never learn their statistics. Keras 2 trains such a model.

## Example
```python
class Net(keras.Model):
    def call(self, x):
        return self.head(self.bn(self.hidden(x)))
```

## Use instead
```python
class Net(keras.Model):
    def call(self, x, training=None):
        return self.head(self.bn(self.hidden(x), training=training))
```

## Symptoms
- Loss fine in training and bad in validation
- Statistics still 0 and 1
- Works in TF 2.15 and not in 2.16

## Fix safety
Unsafe: the parameter `training=None` is added and passed to the calls in the same `call` that reach BN; a flag under
another name is renamed to `training`, unless somebody passes it by its old name. The model trains from now on, and
its results change.

## References
- `Trainer.train_step` in keras/src/backend/tensorflow/trainer.py
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import ABSENT, Layer, LayerCalled, Site, Testimony
from bnlint.fixes.changes import AddParameter, Change, PassArgument, Remedy, RenameParameter
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report fitted models whose BN layers no flag reaches."""
    training = facts.Training(testimony)
    raising = _raising(testimony)
    for call in facts.leaves(testimony):
        fitted = call.root.driver == "fit"
        if call.mode != "inference" or call.trainable is not True or not (fitted or training.by_tape(call)):
            continue
        renamed = _renamed_flag(call)
        if renamed is not None:
            site, name = renamed
            yield Report(
                site,
                Message(
                    f"Keras never sets {facts.quoted(name)}, so BatchNormalization never trains",
                    f"rename {name} to training",
                    f"Keras fills in only a parameter named 'training': '{name}' keeps its default during "
                    f"{'fit' if fitted else 'this training step'}",
                ),
                remedy=Remedy("unsafe", f"rename {name} to training", (RenameParameter(site, name, "training"),)),
            )
        elif (
            fitted
            and testimony.dialect_of(call.root.layer) == 3
            and (call.reason in ("nothing", "default") or facts.untold(call) is not None)
            and facts.lacks_training(call)
            and id(call.layer) not in raising
        ):
            layer = call.root.layer
            method = layer.call_site
            if method is not None:
                yield Report(
                    method,
                    _hidden(layer) if layer.flag_hidden else _lacking(layer),
                    ((call.layer.site, "BatchNormalization built here"),),
                    None if layer.flag_hidden else _take_flag(testimony, method),
                )


def _lacking(layer: Layer) -> Message:
    return Message(
        "call takes no training flag, so its BatchNormalization never trains",
        "add the parameter training=None and pass it on",
        f"in Keras 3 fit passes no training flag to {layer.class_name}.call, which has no such parameter",
    )


def _hidden(layer: Layer) -> Message:
    return Message(
        "a decorator hides the training flag of call: its BatchNormalization never trains",
        "put functools.wraps on the wrapper, and let it take and hand on all arguments",
        f"in Keras 3 fit passes no training flag to {layer.class_name}.call, whose decorator hides that parameter",
    )


def _take_flag(testimony: Testimony, site: Site) -> Remedy:
    """Add the parameter, and hand it to the calls in the same ``call`` that pass nothing and reach BN.

    Among them are methods of the program's own that have a flag and are left at its default.
    """
    inner: dict[object, Change] = {
        facts.place(call): PassArgument(call.site, "training", "training")
        for call in facts.calls(testimony)
        if call.outer is not None and call.scopes and call.scopes[0].site.node is site.node
        if call.flag is ABSENT and call.layer.takes_training is True and not call.bypass
    }
    for call in facts.leaves(testimony):
        for scope, caller in zip(call.scopes, call.scopes[1:], strict=False):
            name, given_at = facts.flag_taken(scope), scope.flag.given_at
            is_left = scope.flag.origin == "parameter default" and scope.flag.known and scope.flag.value is None
            if name is not None and given_at is not None and is_left and caller.site.node is site.node:
                inner[given_at] = PassArgument(given_at, name, "training")
    changes = (AddParameter(site, "training", "None"), *inner.values())
    return Remedy("unsafe", "add the parameter training=None and pass it on", changes)


def _raising(testimony: Testimony) -> set[int]:
    """Return the layers that ``call`` builds anew: ``fit`` raises there, before it shows anything else (BNL110)."""
    if testimony.backend != "tensorflow":
        return set()
    return {id(event.layer) for event in facts.built(testimony) if event.rebuilt_in in ("call", "locked call")}


def _renamed_flag(call: LayerCalled) -> tuple[Site, str] | None:
    """Return the ``call`` method whose differently named flag stayed at its default, and the flag's name.

    Where the program itself calls what it trains, it can pass that flag (BNL102).
    """
    for event in call.chain():
        if event.flag.origin == "parameter default" and event.flag.known and not event.flag.value:
            for scope in event.scopes:
                if scope.keras_method == "call":
                    if event.outer is call.root and call.root.driver == "user":
                        return None
                    return None if scope.flag_name in (None, "training") else (scope.site, scope.flag_name)
    return None


RULE = Rule("BNL103", "call-without-training-parameter", "fitted Model whose call takes no training flag", check)

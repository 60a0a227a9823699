"""A function or plain class takes a training flag and does not hand it to BN.

## What it does
Reports a call of a BN layer (or of something that contains one) without a flag inside a function, `tf.Module` or plain
class that has a `training` parameter, where no Keras call around carries the flag.

## Why is this bad?
Only a Keras layer or model keeps a call context. A `tf.Module` or a plain function has to pass the flag itself;
otherwise BN runs in inference mode whatever the caller asks for.

On JAX that is also true of the `call` of the model that is fitted: Keras 3 runs it there by `stateless_call`, which
keeps no context. The same model trains on TensorFlow and on PyTorch.

## Example
```python
class Block(tf.Module):
    def __call__(self, x, training):
        return self.bn(x)
```

## Use instead
```python
class Block(tf.Module):
    def __call__(self, x, training):
        return self.bn(x, training=training)
```

## Symptoms
- Output equals input
- Statistics still 0 and 1
- Trains on TensorFlow and not on JAX or PyTorch

## Fix safety
Safe: the function's flag is passed on, which is what callers that set it ask for. There is no fix where the called
object may be one that takes no flag.

## References
- [tf.Module](https://www.tensorflow.org/guide/intro_to_modules)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import LayerCalled, Scope, Testimony
from bnlint.results.messages import Message
from bnlint.rules import facts, remedies
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report outermost calls without a flag inside functions that have one."""
    graph = {id(c.baked_at) for c in facts.calls(testimony) if c.baked_at is not None}
    for call in facts.calls(testimony):
        if not _is_outermost(call) or not _is_made_here(call) or call.bypass or not facts.passes_nothing(call):
            continue
        if not call.certain or id(call) in graph or call.input.kind == "symbolic" or call.trainable is not True:
            continue
        scope = _flag_scope(call)
        if scope is None or not _matters(call, testimony) or facts.for_inference(call) is not None:
            continue  # where a function draws or evaluates, a flag may be about the pictures that it saves
        yield Report(
            call.site,
            Message(
                f"{facts.quoted(scope.flag_name)} is not passed on: BatchNormalization is in inference mode",
                f"pass training={scope.flag_name}",
                f"{facts.called_layer(call)} gets no training flag although {scope.name}() takes "
                f"'{scope.flag_name}'{_BY_ITSELF if call.driver == 'fit' else ''}",
            ),
            ((scope.site, "the flag is a parameter here"),),
            remedies.flag(testimony, call, f"{scope.flag_name}", "safe"),
        )


_BY_ITSELF = ", and fit on JAX runs call() by itself, without a context that carries the flag"


def _is_outermost(call: LayerCalled) -> bool:
    """Whether no call context of Keras is around: ``stateless_call`` runs ``call`` without one."""
    return call.outer is None or call.outer.stateless


def _is_made_here(call: LayerCalled) -> bool:
    """Whether the program makes the call, also in the ``call`` of a model that ``fit`` runs by ``stateless_call``."""
    return call.driver == "user" or call.driver == "fit" and call.outer is not None and call.outer.stateless


def _flag_scope(call: LayerCalled) -> Scope | None:
    """Return the enclosing plain function with a flag that may be true."""
    if not call.scopes:
        return None
    scope = call.scopes[0]
    if facts.flag_taken(scope) is None:
        return None
    in_context = not scope.plain or any(around.keras_method == "call" for around in call.scopes)
    if call.outer is None and in_context:
        return None
    return None if scope.flag.known and not scope.flag.value else scope


def _matters(call: LayerCalled, testimony: Testimony) -> bool:
    """Whether BN is inside for certain and runs in inference mode for want of the flag."""
    if call.layer.is_bn:
        if call.mode is None:
            return call.input.kind is None and call.scopes[0].name == "__call__" and not call.scopes[0].keras_method
        return call.reason == "nothing"
    return any(
        call in leaf.chain() and leaf.mode == "inference" and leaf.reason == "nothing" and leaf.trainable is True
        for leaf in facts.leaves(testimony)
    )


RULE = Rule("BNL107", "training-flag-dropped", "training flag taken but not handed to BN", check)

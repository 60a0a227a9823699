"""A ``training`` constant is baked into a Functional graph.

## What it does
Reports `bn(inputs, training=...)` and `base(inputs, training=False)` on symbolic inputs, where the constant does not do
what it says in the target Keras.

## Why is this bad?
In Keras 3 `fit` and `predict` override a constant that was passed when the Functional model was built. The well-known
fine-tuning recipe (`base(inputs, training=False)`, later `base.trainable = True`, compile, fit) kept BN frozen in
Keras 2 and updates its statistics in Keras 3. In Keras 2 a baked `training=True` stays in force at `predict`;
where a Dropout of the same file is kept in training mode, too, as in pix2pix, or a comment beside it says that this is
intended, that is what the program means, and is not reported. Neither is a network that is trained on one example at a
time and asked for answers of one in the same way: its moving statistics know nothing of how examples differ, and
predictions by them are worse. A constant True is left alone, too, in a program that only trains what has it, and
neither saves it nor hands it on, such as the discriminator of a GAN (in Keras 3 its weights alone may be saved), and
either constant in a model of which the program only takes the weights, or saves them alone where an option says so.

## Example
```python
x = base(inputs, training=False)
...
base.trainable = True
model.compile(...)
model.fit(...)
```

## Use instead
```python
base.trainable = True
for layer in base.layers:
    if isinstance(layer, keras.layers.BatchNormalization):
        layer.trainable = False
```

## Symptoms
- Fine-tuning destroys the backbone
- Works in TF 2.15 and not in 2.16
- Different result with other rows in the batch

## Fix safety
Unsafe: a baked `training=True` is dropped; a layer that is built where it is called with `training=False` gets
`trainable=False`. There is no fix for a whole model that is called with `training=False`: which of its layers to
freeze, and where, is a decision.

## References
- [Transfer learning and fine-tuning](https://keras.io/guides/transfer_learning/)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bnlint.events import Arg, Event, Fitted, Layer, LayerCalled, ModelSaved, Testimony
from bnlint.fixes.changes import PassArgument, Remedy
from bnlint.results.messages import Message
from bnlint.rules import facts, remedies
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report constants in Functional graphs that the dialect overrides or keeps against what is meant."""
    if testimony.graph_mode:
        return
    ran = _ran(testimony)
    training = facts.Training(testimony)
    for call in facts.calls(testimony):
        if call.outer is not None or call.input.kind == "concrete" or call.mode is not None or call.unused_result:
            continue  # a call whose result nobody takes only builds the layers
        flag = call.flag
        if not flag.known or flag.value not in (True, False) or flag.origin == "keras":
            continue
        if flag.origin and facts.in_keras_method(call, "call"):
            continue  # the flag of a ``call`` that lays out a graph (``Model(x, self.call(x))``), not a constant
        if call.input.kind is None and id(call) not in ran and not _built_in_place(call):
            continue
        keras = testimony.dialect_of(call.layer)
        if keras == 2 and flag.value and call.site.path in testimony.sampled:
            continue  # as pix2pix means it: its generator infers with Dropout and the statistics of the batch
        if flag.value and _is_as_meant(call, ran, testimony, keras):
            continue
        if _is_donor(call) or keras == 3 and _is_behind_tensorflow(call):
            continue
        if flag.value and call.trainable is not False and _has_bn(call):
            written = facts.is_constant(flag, True)
            remedy = remedies.drop(call.site, flag.site, "training=True", "unsafe") if written else None
            yield Report(
                call.site,
                _true(flag, keras),
                remedy=remedy,
                cause=flag.decided_at,
            )
        elif not flag.value and keras == 3 and _has_bn(call):
            uses = ran.get(id(call), [])
            trained = [u for u in uses if u.mode == "training" and training.trains(u)]
            unseen = not uses and call.trainable is True and _never_used(call) and not _stays_inside(call)
            if trained or unseen:
                yield Report(call.site, _OVERRIDDEN, remedy=_freeze(call), cause=flag.decided_at)


def _freeze(call: LayerCalled) -> Remedy | None:
    """Freeze a BN layer that is built where it is called; to freeze parts of a model takes a loop."""
    built = call.layer.site
    if (
        not call.layer.is_bn
        or not facts.is_constant(call.flag, False)
        or built.node is None
        or getattr(call.site.node, "func", None) is not built.node
    ):
        return None
    return Remedy("unsafe", "pass trainable=False", (PassArgument(built, "trainable", "False"),))


def _is_donor(call: LayerCalled) -> bool:
    """Whether the graph is there for its weights: they go elsewhere, and nobody asks it for an answer."""
    node, body = call.site.node, _body(call)
    if node is None or body is None or call.input.kind != "symbolic":
        return False
    from bnlint.syntax import uses  # start-up time: libcst, which a recorder does without

    return uses.gives_weights_only(body, node)


def _is_behind_tensorflow(call: LayerCalled) -> bool:
    """Whether a function of TensorFlow makes what the call gets: these raise on the KerasTensors of Keras 3."""
    node, body = call.site.node, _body(call)
    if body is None or not getattr(node, "args", ()):
        return False
    from bnlint.syntax import uses  # start-up time: libcst, which a recorder does without

    return uses.is_made_by_tensorflow(body, node)


def _body(call: LayerCalled) -> Any:
    """Return the function or module that a call stands in, None where that is not known."""
    return call.scopes[0].site.node if call.scopes else call.asked and call.asked[0]


def _built_in_place(call: LayerCalled) -> bool:
    """Whether ``BatchNormalization()(x, training=...)`` stands in a builder whose input is not in sight."""
    return call.layer.is_bn and bool(call.scopes) and not call.loops and call.scopes[0].plain


def _has_bn(call: LayerCalled) -> bool:
    return any(layer.is_bn for layer in call.layer.walk())


def _ran(testimony: Testimony) -> dict[int, list[LayerCalled]]:
    """Return, by ``id`` of the symbolic call, the calls of BN layers that run below it."""
    found: dict[int, list[LayerCalled]] = {}
    for leaf in facts.leaves(testimony):
        for event in leaf.chain():
            if event.baked_at is not None:
                found.setdefault(id(event.baked_at), []).append(leaf)
    return found


def _is_as_meant(call: LayerCalled, ran: dict[int, list[LayerCalled]], testimony: Testimony, keras: int) -> bool:
    """Whether a constant True changes nothing that the program does, or what it does is right.

    Args:
        call: the call that has the constant.
        ran: what runs below such calls.
        testimony: what happens.
        keras: the dialect of the layer.
    """
    uses = [use for each in ran.values() for use in each if use.baked_at is not None and _are_alike(use.baked_at, call)]
    if not uses:
        return False
    if keras == 2 and (all(map(_is_step, uses)) and not _infers(call, testimony) or _are_single(uses)):
        return True
    return not testimony.spent and all(_is_in_fit(use) for use in uses) and not _is_kept(uses, testimony, keras)


def _are_alike(one: LayerCalled, other: LayerCalled) -> bool:
    """Whether two calls stand at the same place and have the same flag, which a builder may be given."""
    return one.site == other.site and one.flag.value == other.flag.value


def _is_step(use: LayerCalled) -> bool:
    """Whether a use is no inference: a tape is what it is for, or it is frozen by then."""
    return use.reason == "frozen" or bool(use.tapes)


def _is_in_fit(use: LayerCalled) -> bool:
    """Whether a loop of Keras that the program runs trains by a use, or around it where it is frozen by then."""
    return use.root.driver == "fit" and not use.alone


def _are_single(uses: Sequence[LayerCalled]) -> bool:
    """Whether the program trains with one example at a time, and asks for answers of one in the same way.

    Its answers are what was trained. The moving statistics are not: they know nothing of how examples differ. Measured
    on a classifier of images that was so trained: right in 64 % of them, and in 43 % after the constant was dropped.
    """
    running = [use for use in uses if use.mode == "training"]
    trains = [use for use in running if use.root.driver == "fit" or use.tapes]
    asked = len(trains) < len(running) or not any(use.alone for use in running)
    return bool(trains) and asked and all(1 in (use.input.examples, use.root.input.examples) for use in running)


def _is_kept(uses: Sequence[LayerCalled], testimony: Testimony, keras: int) -> bool:
    """Whether somebody out of sight may ask for answers what some uses train: it is saved, or handed on.

    In Keras 3 weights alone may go into another graph, where a flag of this one means nothing.
    """
    layers = {id(around.layer): around.layer for use in uses for around in use.chain()}
    saved = {id(inner) for event in testimony.events for inner in _saved(event, keras)}
    return any(key in saved or layer.handed for key, layer in layers.items())


def _saved(event: Event, keras: int) -> Iterator[Layer]:
    """Yield what an event puts into a file, or hands to callbacks that may do so."""
    if isinstance(event, ModelSaved) and (keras == 2 or event.graph) or isinstance(event, Fitted) and event.watched:
        yield from event.model.walk()


def _infers(call: LayerCalled, testimony: Testimony) -> bool:
    """Whether a model of which this is a part is called for inference on something of which nothing is known."""
    return any(
        other.outer is None
        and other.input.kind is None
        and not other.tapes
        and (facts.is_constant(other.flag, False) or facts.for_inference(other) is not None)
        and any(part is call.layer for part in other.layer.walk())
        for other in facts.calls(testimony)
    )


def _never_used(call: LayerCalled) -> bool:
    """Whether the graph is handed to somebody who is not in sight: built in a function and never run here.

    A program's ``main`` hands nothing on.
    """
    built_in = call.scopes[0].name if call.scopes else "main"
    return built_in != "main" and call.input.kind == "symbolic" and not call.layer.opaque


def _stays_inside(call: LayerCalled) -> bool:
    """Whether the graph is in sight from beginning to end: made for an export, in a function that hands nothing on."""
    return call.kept and not any(layer.handed for layer in call.layer.walk())


_OVERRIDDEN = Message(
    "in Keras 3 fit overrides this training=False: BatchNormalization trains",
    "keep its BatchNormalization layers at trainable=False instead",
    "a flag in a Functional graph gives way to that of the call that runs the model",
)


def _true(flag: Arg, keras: int) -> Message:
    """Return what is said of a constant True: what must become of it, where it is written, so that something changes.

    A caller that leaves an argument out may get the same True as its default.
    """
    instead = "drop training=True" if flag.origin == "" else _INSTEAD.get(flag.origin, "drop the flag")
    if keras == 2:
        return Message(
            "in Keras 2 this training=True stays: predictions depend on their batch",
            f"{instead}, which fit sets by itself",
            "it normalises with the batch's statistics at inference, too, and tf.keras of TensorFlow 2 moves the "
            "moving ones",
        )
    return Message(
        "in Keras 3 predict overrides this training=True, which then has no effect",
        f"{instead}, or call the model with True where batch statistics are wanted",
        "a flag in a Functional graph gives way to that of the call that runs the model",
    )


_INSTEAD = {"argument": "hand on training=None", "parameter default": "let the default be training=None"}


RULE = Rule(
    "BNL106", "training-baked-into-graph", "training constant baked into a Functional graph", check, arguable=(2,)
)

"""``training=False`` is hard-coded where the layer is meant to learn.

## What it does
Reports a constant `training=False` on the way to a BN layer in a training step: an inner call of a trained subclass,
or the call of a trained model inside a tape. So is a False that the class keeps since it was made
(`self.training = training`) or that one of its methods hands to another, unless its name speaks of BN: `train_bn` is
a switch for it alone, left off on purpose. In Keras 2 also the constant in a Functional graph on a layer that has
never learnt; Keras 3 overrides that one in `fit` (BNL106). So is, in Keras 2, `training=K.learning_phase()` in a tape:
nobody sets the phase there, and it is 0.

In a TF1 graph whose every variable is trained it reports the constant, and a call that leaves the flag of a function of
the program's own at its default of False (`block(x, 64)`). Left out are a copy beside one that trains (a teacher, a
target network), programs whose sessions run no train op, and, unless the same function gets its flag elsewhere in that
network, programs that restore weights: a backbone with weights of its own may be meant to stay as it is.

In Keras 3 it reports a `training=None` as well that gets to a layer inside of `call`: the constant, or the default of a
method whose caller leaves it. From 3.10 on Keras takes it for an answer, and asks the call around no more: the layer is
in inference mode, and what follows it without a flag of its own is, too. Not reported where the project requires a
Keras before that, or where `call` itself gets no flag.

A comment in the lines of the call or right above them that says that this is intended, on purpose, deliberate or by
design is believed.

## Why is this bad?
The layer stays in inference mode while the weights around it are trained; its moving statistics never move.

## Example
```python
def call(self, x, training=None):
    return self.bn(self.conv(x), training=False)
```

## Use instead
```python
def call(self, x, training=None):
    return self.bn(self.conv(x), training=training)
```

To freeze a layer on purpose set `bn.trainable = False`: that also stops its weights and says what is meant.

## Symptoms
- Loss fine in training and bad in validation
- Statistics still 0 and 1

## Fix safety
Unsafe: inside `call` the constant gives way to the method's own flag, or is dropped where there is none (Keras
carries the flag along); in a step it becomes `training=True`. Layers that were kept in inference mode train from now
on.

## References
- [Freezing layers](https://keras.io/guides/transfer_learning/)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bnlint.events import (
    ABSENT,
    Arg,
    GraphFetched,
    GraphMinimized,
    GraphNormalized,
    LayerCalled,
    LearningPhaseSet,
    Scope,
    Site,
    Testimony,
    TrainableSet,
)
from bnlint.fixes.changes import PassArgument, Remedy
from bnlint.results.messages import Message
from bnlint.rules import facts, remedies
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report the constants that keep a trained BN layer in inference mode."""
    yield from _in_graph(testimony)
    training = facts.Training(testimony)
    learnt = {
        (id(tape), id(leaf.layer))
        for leaf in facts.leaves(testimony)
        if leaf.mode == "training"
        for tape in (*leaf.root.tapes, leaf.root)
    }
    moved = {layer for _, layer in learnt}
    steered = {
        id(inner) for event in testimony.events if isinstance(event, TrainableSet) for inner in event.layer.walk()
    }
    chosen = {facts.place(by) for leaf in facts.leaves(testimony) if leaf.mode == "training" for by in leaf.chain()}
    for call in facts.leaves(testimony):
        if call.mode != "inference" or call.trainable is not True:
            continue
        if any((id(tape), id(call.layer)) in learnt for tape in (*call.root.tapes, call.root)):
            continue  # the same step moves the statistics with another batch
        unset = _left_at_none(testimony, call)
        if unset is not None and training.trains(call):
            yield _none_in_call(testimony, unset)
        by = facts.flagged(call)
        if by is None or by.bypass or by.guarded or not training.trains(call):
            continue
        if by.baked_at is not None and (testimony.dialect == 3 or id(call.layer) in moved | steered):
            continue  # Keras 3 overrides it, which is BNL106; in Keras 2 it is how one fine-tunes
        if _frozen_on_purpose(by) or facts.in_own_bn(by):
            continue
        if facts.is_constant(by.flag, False):
            yield Report(
                by.site,
                _CONSTANT,
                remedy=_repair(testimony, by),
                cause=by.flag.decided_at,
            )
        elif by.flag.origin == "learning phase":
            if not any(isinstance(event, LearningPhaseSet) for event in testimony.events):
                yield Report(by.site, _PHASE, remedy=_repair(testimony, by), cause=by.flag.decided_at)
        elif by.outer is None and by.flag.value is False:
            yield from _handed_in(by)
        elif by.baked_at is not None and _is_built_off(by):
            yield Report(by.site, _OF_BUILDER, cause=by.flag.decided_at)
        elif _is_kept_off(by) and facts.place(by) not in chosen:
            left = _left_by_a_call(by)
            if left is None:
                yield Report(by.site, _OF_OBJECT, cause=by.flag.decided_at)
            else:
                yield Report(left, _LEFT_INSIDE, ((by.site, "the flag is used here"),), cause=by.flag.decided_at)


def _left_by_a_call(by: LayerCalled) -> Site | None:
    """Return the call of a function around that leaves its flag at a default of False, None where there is none."""
    flag = by.flag
    given = any(scope.flag_name and scope.flag.given_at == flag.given_at for scope in by.scopes)
    return flag.given_at if flag.origin == "parameter default" and given else None


def _handed_in(by: LayerCalled) -> Iterator[Report]:
    """Report a flag that the program keeps somewhere, or hands to the function around."""
    if by.flag.origin == "parameter default":
        if not any(scope.flag.given_at == by.flag.given_at for scope in by.scopes if scope.flag_name):
            yield Report(by.site, _STORED, cause=by.flag.decided_at)
    elif by.flag.origin == "argument":
        yield Report(
            by.flag.given_at or by.site,
            Message(
                "this call leaves the training flag at False while BatchNormalization is trained",
                "pass training=True",
                _NEVER_MOVE,
            ),
            ((by.site, "the flag is used here"),),
            cause=by.flag.decided_at,
        )


def _is_kept_off(by: LayerCalled) -> bool:
    """Whether a class of Keras hands its own False to a layer.

    It keeps the flag since it was made, or one of its methods hands it to another. A flag whose name speaks of BN is a
    switch for it alone, which somebody has left off on purpose; one that ``call`` takes is not the class's own.
    """
    flag = by.flag
    if not _is_given_false(flag):
        return False
    from bnlint.syntax import words  # start-up: libcst, which a recorder does without

    read = words.names_read(None if flag.site is None else flag.site.node)
    if not facts.in_keras_method(by, "call") or any(_comes_by(scope, by, read) for scope in by.scopes):
        return False
    return not _is_switch(by)


def _is_switch(by: LayerCalled) -> bool:
    """Whether the name of a flag speaks of BN, or of freezing."""
    from bnlint.syntax import words  # start-up: libcst, which a recorder does without

    flag = by.flag
    names = words.names_in(flag.site.node) if flag.site is not None else set()
    return any(_SWITCH.search(name) for name in names)


def _is_built_off(by: LayerCalled) -> bool:
    """Whether the function that lays out a graph gets False for its flag, by its caller or by default."""
    return _is_given_false(by.flag) and not _is_switch(by)


def _is_given_false(flag: Arg) -> bool:
    return flag.known and flag.value is False and flag.origin in ("argument", "parameter default")


def _comes_by(scope: Scope, by: LayerCalled, read: frozenset[str]) -> bool:
    """Whether a flag is the one that a ``call`` of Keras takes, or may be: that one is False as well.

    What an object keeps is another one, unless both come from one place.

    Args:
        scope: a function around the call.
        by: the call that is given the flag.
        read: the names in what it is given.
    """
    if scope.keras_method != "call" or scope.flag_name is None:
        return False
    is_kept = by.flag.given_at is None and "self" in read and scope.flag_name not in read
    same = scope.flag.given_at == by.flag.given_at and not is_kept
    return same or scope.flag.known and scope.flag.value is False


_SWITCH = re.compile(r"(?:^|_)(?:bn|norm|batch_?norm)|norm(?:_|$)|freez|froze|trainable", re.IGNORECASE)
"""In the names of options that say whether BN is to learn."""


def _left_at_none(testimony: Testimony, call: LayerCalled) -> LayerCalled | None:
    """Return the inner call whose None keeps a BN layer out of the training mode of the call around."""
    by = call.decided_by
    if by is None or by.outer is None or call.reason != "nothing" or testimony.none_asks:
        return None
    is_none = by.flag is not ABSENT and by.flag.known and by.flag.value is None and by.flag.origin != "keras"
    if not is_none or testimony.dialect_of(call.layer) != 3 or by.baked_at is not None or by.bypass or by.guarded:
        return None
    flags = [around.flag for around in by.chain()][1:]
    fitted = call.root.driver == "fit"
    if fitted and facts.lacks_training(call):
        return None  # there is no flag to hand on yet, which is BNL103
    is_told = fitted or (flags[-1].known and flags[-1].value is True)
    if not is_told or any(flag.known and flag.value is False for flag in flags):
        return None
    return None if _frozen_on_purpose(by) or facts.in_own_bn(by) else by


def _none_in_call(testimony: Testimony, by: LayerCalled) -> Report:
    """Report the None of an inner call where it is written, or where a caller leaves it."""
    site = by.flag.given_at
    if site is None:
        return Report(by.site, _NONE, remedy=remedies.hand_on(testimony, by))
    return Report(site, _NONE, ((by.site, "the flag is used here"),), _from_caller(by, site))


def _from_caller(by: LayerCalled, site: Site) -> Remedy | None:
    """Hand on the flag of the function that leaves another one's at None."""
    for scope, caller in zip(by.scopes, by.scopes[1:], strict=False):
        name, own = scope.flag_name, facts.flag_taken(caller)
        if name is not None and own is not None and scope.flag.given_at == site:
            return Remedy("unsafe", f"pass {name}={own}", (PassArgument(site, name, own),))
    return None


_NEVER_MOVE = "it runs in inference mode, so its weights learn while its moving statistics never move"
_CONSTANT = Message(
    "training=False keeps BatchNormalization in inference mode while it is trained",
    "pass the training flag on (or set trainable=False to freeze it)",
    "its weights learn while its moving statistics never move",
)
_NONE = Message(
    "training=None keeps BatchNormalization in inference mode while it is trained",
    "pass the training flag on",
    "from 3.10 on Keras 3 takes training=None for an answer: it asks no call around, and the statistics never move",
)
_STORED = Message(
    "the training flag is False here while BatchNormalization is trained",
    "pass training=True in training steps",
    _NEVER_MOVE,
)
_PHASE = Message(
    "the learning phase is 0 in your own step: BatchNormalization does not learn",
    "pass training=True",
    "only fit sets the phase, for what it calls itself; nobody sets it here, and the moving statistics never move",
)
_OF_BUILDER = Message(
    "the graph is built with training=False: BatchNormalization never learns in it",
    "pass no training flag to it, which fit sets by itself",
    _NEVER_MOVE,
)
_OF_OBJECT = Message(
    "training=False comes from the layer itself: BatchNormalization never learns here",
    "take the flag as an argument of call, and pass it on (or set trainable=False to freeze it)",
    _NEVER_MOVE,
)
_LEFT_INSIDE = Message(
    "this call leaves the training flag at False: BatchNormalization never learns",
    "pass the flag on",
    _NEVER_MOVE,
)


def _repair(testimony: Testimony, by: LayerCalled) -> Remedy | None:
    if by.outer is not None:
        return remedies.hand_on(testimony, by)
    return remedies.flag(testimony, by, remedies.own_flag(by) or "True")


def _in_graph(testimony: Testimony) -> Iterator[Report]:
    """Report the constants of TF1 graphs whose every variable is trained, and defaults that nobody overrides."""
    steps = [event for event in testimony.events if isinstance(event, GraphMinimized) and not event.partly]
    if not steps:
        return
    runs = [event for event in testimony.events if isinstance(event, GraphFetched) and not event.beside]
    trains = not runs or any(event.trains is not False for event in runs)
    for event in testimony.events:
        if not isinstance(event, GraphNormalized) or not event.trainable or event.guarded:
            continue
        if any(map(facts.is_test, event.scopes)):
            continue
        if trains and event.flag.given_at is not None and _is_left_at_default(testimony, event, steps):
            yield Report(
                event.flag.given_at,
                _LEFT,
                ((event.site, "the batch normalization"),),
                cause=event.flag.decided_at,
            )
        elif facts.is_constant(event.flag, False) and not _is_in_both_modes(testimony, event):
            yield Report(
                event.site,
                Message(
                    "batch normalization is in inference mode in the training graph, too",
                    "pass training=is_training",
                    "training=False stands there for good, so its moving statistics never move",
                ),
                remedy=remedies.graph_flag(event),
                cause=event.flag.decided_at,
            )


_LEFT = Message(
    "the training flag is left at False: batch normalization is in inference mode",
    "pass the training flag",
    "the default of the function that is called holds in the graph that is trained: its moving statistics never move",
)


def _is_left_at_default(testimony: Testimony, event: GraphNormalized, steps: Sequence[GraphMinimized]) -> bool:
    """Whether a trained normalisation is in inference mode by the default of a function whose flag nobody passes.

    It may be a network with weights of its own that is to stay as it is, where the program puts weights into some; but
    not where the same function gets its flag in the same network. Nor is a copy beside one that trains a mistake.
    """
    flag = event.flag
    if not flag.known or flag.value is not False or flag.origin != "parameter default":
        return False
    if not any(event in (step.made_of or ()) for step in steps):
        return False
    alike = [
        each
        for each in facts.normalizers(testimony)
        if each.site.node is event.site.node and facts.graph_flag(each) is not False
    ]
    if any(event not in each.input.made_of and each not in event.input.made_of for each in alike):
        return False
    return bool(alike) or not testimony.restores


def _is_in_both_modes(testimony: Testimony, event: GraphNormalized) -> bool:
    """Whether the same call, or one beside it, normalises the same in training mode, too: something chooses."""
    return any(
        (other.site.node is event.site.node or _is_beside(event, other)) and facts.graph_flag(other) is not False
        for other in facts.normalizers(testimony)
    )


def _is_beside(one: GraphNormalized, other: GraphNormalized) -> bool:
    """Whether both normalise the very same tensor.

    One of which nothing is known is the same where one run of a function calls it by the same words, and neither call
    is made of the other.
    """
    if one.input is other.input:
        return True
    together = [scope.site for scope in one.scopes] == [scope.site for scope in other.scopes]
    if not one.scopes or not together or one.made_by != other.made_by:
        return False
    if one in other.input.made_of or other in one.input.made_of:
        return False
    from bnlint.syntax import words  # start-up: libcst, which a recorder does without

    return words.first_spelled(one.site.node) == words.first_spelled(other.site.node) != ""


def _frozen_on_purpose(by: LayerCalled) -> bool:
    """Whether the constant is on a pretrained backbone: inference mode there is how one fine-tunes.

    Its weights come from a file, or the program puts them there itself.
    """
    inside = list(by.layer.walk())
    norms = [each for each in inside if each.is_bn]
    return (
        any(layer.pretrained is not False and not layer.resumed for layer in inside)
        or all(each.opaque for each in norms)
        or all(each.given and not each.resumed for each in norms)
    )


RULE = Rule(
    "BNL104",
    "training-false-while-training",
    "training=False hard-coded where BN is meant to learn",
    check,
    arguable=(2, 3),
)

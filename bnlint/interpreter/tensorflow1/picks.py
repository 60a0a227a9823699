"""Normalisations of a TF1 graph: which of two a condition picks, and which ones classify."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.values import TensorValue, Value


def noted(one: Value, other: Value, inside: Collection[ev.Event] = ()) -> None:
    """Note which normalisations a condition picks from that run whatever it picks, and which it decides about.

    What a condition decides about is in training mode only where the other side is in none.

    Args:
        one: what one side comes to.
        other: what the other one does.
        inside: what has happened in the functions of the condition, which runs those of one side alone.
    """
    sides = [tensors.made_of(tensors.flat(side)) for side in (one, other)]
    for own, others in (sides, reversed(sides)):
        if not any(_is_added(each, True) for each in others - own):
            _decide(own - others, inside)
        beside = next((each for each in others - own if _is_added(each, False)), None)
        for event in own - others if beside is not None else ():
            if _is_added(event, True) and not any(event is each for each in inside):
                event.beside = beside


def in_one_mode(one: Value, other: Value) -> None:
    """Note that a condition chooses no mode where both of its sides normalise the same tensor in inference mode.

    Args:
        one: what one side comes to; its normalisation stands for both.
        other: what the other one does.
    """
    own, others = (tensors.made_of(tensors.flat(side)) for side in (one, other))
    for event in own - others:
        if _is_added(event, False) and any(
            _is_added(each, False) and each.input is event.input for each in others - own
        ):
            event.guarded = False


def compared(one: TensorValue, other: TensorValue) -> None:
    """Note of which normalisations the answers are classes that are held against labels: ``tf.equal(labels, classes)``.

    Args:
        one: what is compared.
        other: what it is compared with.
    """
    for classes, labels in ((one.info, other.info), (other.info, one.info)):
        if classes.places and not any(isinstance(each, ev.GraphNormalized) for each in labels.made_of):
            for event in classes.made_of:
                if isinstance(event, ev.GraphNormalized):
                    event.classifies = True


def _decide(about: Collection[Any], inside: Collection[ev.Event]) -> None:
    """Note that a condition decides about those normalisations that have happened in its functions."""
    for event in inside:
        if isinstance(event, ev.GraphNormalized) and event in about:
            event.picked = True


def _is_added(event: Any, flag: bool) -> bool:
    return isinstance(event, ev.GraphNormalized) and event.flag.known and event.flag.value is flag

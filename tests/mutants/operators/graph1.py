"""Mistakes in TF1 graph code."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tests.mutants.operators.base import Operator
from tests.mutants.trees import Edits, Subject, changing, found, keyword, last_name, text, with_keyword, without_keyword


def _graph_bn(subject: Subject) -> Iterator[cst.Call]:
    if subject.is_graph:
        for call in subject.calls:
            if last_name(call.func) == "batch_normalization" and keyword(call, "training") is not None:
                yield call


def _no_flag(subject: Subject) -> Iterator[Edits]:
    for call in _graph_bn(subject):
        yield {call: lambda node: without_keyword(node, "training")}


def _constant_false(subject: Subject) -> Iterator[Edits]:
    """``training=False``, where all is trained: of a critic's step alone the generator's BN learns nothing."""
    if 'trainable_variables("critic")' in subject.source and subject.source.count(".minimize(") == 1:
        return
    for call in _graph_bn(subject):
        flag = keyword(call, "training")
        if flag is not None and text(flag.value) != "False":
            yield {call: lambda node: with_keyword(node, "training", "False")}


def _no_dependencies(subject: Subject) -> Iterator[Edits]:
    """The body of ``with tf.control_dependencies(...)`` without the ``with``, which no other train op has either.

    A graph that is only ever asked in training mode does not miss its statistics, be it by an option's default; one
    whose train op no session runs has none to miss.
    """
    if "is_training=False" in subject.source and ".run(model.answer" in subject.source:
        return
    flags = [keyword(call, "training") for call in _graph_bn(subject)]
    in_training = ("True", "not FLAGS.test")
    if not subject.is_graph or flags and all(flag is not None and text(flag.value) in in_training for flag in flags):
        return
    blocks = [
        block
        for block in found(subject.tree, cst.With)
        if "control_dependencies" in text(block.items[0])
        and isinstance(block.body, cst.IndentedBlock)
        and ("minimize(" in text(block.body) or "apply_gradients(" in text(block.body))
    ]
    if len(blocks) == 1:
        yield {blocks[0]: lambda node: cst.FlattenSentinel(node.body.body)}


def _not_fetched(subject: Subject) -> Iterator[Edits]:
    """``sess.run([train_op, updates])`` without the updates."""
    for call in subject.calls:
        if (
            subject.is_graph
            and "updates = tf.get_collection" in subject.source
            and last_name(call.func) == "run"
            and isinstance(call.args[0].value, cst.List)
        ):
            elements = call.args[0].value.elements
            if any(text(e.value) == "updates" for e in elements):
                kept = [e.with_changes(comma=cst.MaybeSentinel.DEFAULT) for e in elements if text(e.value) != "updates"]
                yield {call.args[0].value: changing(elements=kept)}


OPERATORS = (
    Operator("TF1 without the flag", "BNL112", _no_flag, (2,)),
    Operator("TF1 with training=False", "BNL104", _constant_false, (2,)),
    Operator("TF1 without control dependencies", "BNL112", _no_dependencies, (2,)),
    Operator("TF1 updates not fetched", "BNL112", _not_fetched, (2,)),
)

"""Functions that make sequences of sequences: recurrent cells of TF1, and what decodes classes to symbols."""

from __future__ import annotations

from dataclasses import replace

from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import sequence
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.tensors import Shape
from bnlint.interpreter.domain.values import UNKNOWN, Items, TensorValue, Value
from bnlint.interpreter.effects.operands import all_of, number_of, tensor_of, tensors_in, with_other_rows
from bnlint.interpreter.effects.tensors import derived
from bnlint.interpreter.machine import Machine


def unrolled(run: Machine, call: Call) -> Value:
    """``tf.nn.dynamic_rnn(cell, x)``: what comes out at each step, and the state behind the last one."""
    return Items([_steps(call), derived(run, call)], "tuple")


def unrolled_twice(run: Machine, call: Call) -> Value:
    """``tf.nn.bidirectional_dynamic_rnn(cell_fw, cell_bw, x)``: pairs, of one for each direction."""
    outputs, state = _steps(call), derived(run, call)
    return Items([Items([outputs, outputs], "tuple"), Items([state, state], "tuple")], "tuple")


def unrolled_list(run: Machine, call: Call) -> Value:
    """``tf.nn.static_rnn(cell, [x, ...])``: a list of what comes out, and the state behind the last step."""
    steps = sequence(call.role("x") or UNKNOWN)
    if not steps:
        return derived(run, call)
    shape = tensors.of_kind(steps[0]).info.shape
    made = _of_all(call, (shape[0], None) if shape else None)
    return Items([Items([made] * len(steps), "list"), derived(run, call)], "tuple")


def symbols(run: Machine, call: Call) -> Value:
    """``tf.nn.ctc_beam_search_decoder(x, sequence_length)``: sequences, and how likely each one is.

    The classes stand last in what is decoded, the steps first.
    """
    shape = tensor_of(call).info.shape
    rows = shape[1] if shape is not None and len(shape) > 1 else None
    decoded = with_other_rows(_of_all(call, (rows, None)), (rows, None))
    paths = number_of(call, "paths") if "paths" in call.roles else 1
    named = TensorValue(replace(decoded.info, places=True), decoded.node)
    return Items([Items([named] * (paths or 1), "list"), decoded], "tuple")


def _steps(call: Call) -> TensorValue:
    shape = tensor_of(call).info.shape
    return _of_all(call, (*shape[:2], None) if shape and len(shape) > 1 else (None, None, None))


def _of_all(call: Call, shape: Shape | None) -> TensorValue:
    """Return what is made of all tensors among the arguments: no image, whatever it has for a shape."""
    found = tensors_in(all_of(call)) or [tensor_of(call)]
    made = tensors.merge(found, shape)
    return TensorValue(replace(made.info, places=True), made.node)

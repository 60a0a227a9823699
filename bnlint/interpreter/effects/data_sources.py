"""Functions that make data sets."""

from __future__ import annotations

from dataclasses import replace

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import truth
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Const,
    Dataset,
    DataStep,
    Items,
    Mapping,
    TensorValue,
    Value,
    flag_of,
)
from bnlint.interpreter.language import calling
from bnlint.interpreter.machine import Machine


def from_rows(run: Machine, call: Call) -> Value:
    """``tf.data.Dataset.from_tensor_slices(tensors)``."""
    value = call.role("tensors") or UNKNOWN
    return Dataset(_rows(value), size=_count_of_slices(value))


def _count_of_slices(value: Value) -> int | None:
    """Return how many slices a structure of arrays has; a list is an array."""
    if isinstance(value, Items) and value.kind != "list" or isinstance(value, Mapping):
        parts = value.items if isinstance(value, Items) else value.items.values()
        return next((count for count in map(_count_of_slices, parts) if count is not None), None)
    shape = value.info.shape if isinstance(value, TensorValue) else tensors.literal_shape(value)
    return shape[0] if shape else None


def _rows(value: Value) -> Value:
    if isinstance(value, TensorValue):
        return tensors.row(value)
    if isinstance(value, Items):
        shape = tensors.literal_shape(value) if value.kind == "list" else None
        if shape is not None:
            return tensors.concrete(shape[1:])
        return Items([_rows(v) for v in value.items], value.kind, value.open)
    if isinstance(value, Mapping):
        return Mapping({k: _rows(v) for k, v in value.items.items()}, value.open)
    return tensors.concrete(None) if value is UNKNOWN else UNKNOWN


def of_one_element(run: Machine, call: Call) -> Value:
    """``tf.data.Dataset.from_tensors(tensors)``."""
    return Dataset(call.role("tensors") or UNKNOWN, size=1)


def generated(run: Machine, call: Call) -> Value:
    """``tf.data.Dataset.from_generator(generator)``."""
    calling.call_value(run, call.role("generator") or UNKNOWN, call.passing())
    return Dataset()


def zipped(run: Machine, call: Call) -> Value:
    """``tf.data.Dataset.zip((a, b))``."""
    value = call.get(0, "datasets")
    parts = value.items if isinstance(value, Items) else call.args
    sets = [p for p in parts if isinstance(p, Dataset)]
    if not sets or len(sets) != len(parts):
        return Dataset()
    element = Items([tensors.dataset_element(s) for s in sets], "tuple")
    ends = [s.size for s in sets if not s.repeated]
    size = None if None in ends else min((end for end in ends if end is not None), default=None)
    batches = {(s.batched, s.batch.value, s.batch.known, s.drop, s.rounds) for s in sets}
    return replace(
        sets[0],
        element=element,
        batched=all(s.batched for s in sets),
        size=size if len(batches) == 1 else None,
        repeated=not ends,
    )


def of_numbers(run: Machine, call: Call) -> Value:
    """``tf.data.Dataset.range(n)``."""
    count = call.args[0] if len(call.args) == 1 else None
    size = count.value if isinstance(count, Const) and isinstance(count.value, int) else None
    return Dataset(tensors.concrete(()), size=size)


def in_batches(run: Machine, call: Call) -> Value:
    """``keras.utils.image_dataset_from_directory(directory, batch_size=32)`` and its kin."""
    place = call.roles["batch_size"]
    given = call.get(place.position, place.name)
    return _in_batches(ev.Arg(place.default, True) if given is None else _batch(run, call, given))


def of_tables(run: Machine, call: Call) -> Value:
    """``tf.data.experimental.make_csv_dataset(pattern, batch_size, label_name="price")``."""
    batches = _in_batches(_batch(run, call, call.role("batch_size")))
    return batches if call.role("labels") not in (None, NONE) else replace(batches, element=UNKNOWN)


def _batch(run: Machine, call: Call, given: Value | None) -> ev.Arg:
    """Return the batch size that a call is given, and where."""
    argument = call.role_written("batch_size")
    site = run.site(call.frame, call.node if argument is None else argument)
    return flag_of(given, site) if isinstance(given, Const) else ev.Arg()


def _in_batches(batch: ev.Arg) -> Dataset:
    size = batch.value if batch.known and isinstance(batch.value, int) else None
    inputs = tensors.concrete(None, batch=size, batch_site=batch.site)
    return Dataset(Items([inputs, tensors.concrete((size,))], "tuple"), batch, None, True)


def loaded(run: Machine, call: Call) -> Value:
    """``torch.utils.data.DataLoader(dataset, batch_size)``."""
    by_others = any(call.role(name) is not None for name in ("batch_sampler", "collate_fn"))
    return Dataset() if by_others else in_batches(run, call)


def step(run: Machine, call: Call) -> Value:
    """``tf.data.experimental.map_and_batch(function, batch_size)``, for ``dataset.apply``."""
    return DataStep(call.name.rpartition(".")[2], call)


def of_anything(run: Machine, call: Call) -> Value:
    """A data set of what nobody knows."""
    return Dataset()


def of_a_collection(run: Machine, call: Call) -> Value:
    """``tensorflow_datasets.load(name, split="train", as_supervised=True, with_info=True)``."""
    split = call.role("split")
    if split is None or split == NONE:
        found: Value = Mapping({name: _of_collection(run, call) for name in _PARTS}, True)
    elif isinstance(split, Items) and not split.open:
        found = Items([_of_collection(run, call) for _ in split.items], split.kind)
    else:
        found = _of_collection(run, call) if isinstance(split, Const) else UNKNOWN
    with_info = _is_set(call.role("with_info"))
    if with_info is None:
        return UNKNOWN
    return Items([found, UNKNOWN], "tuple") if with_info else found


_PARTS = ("train", "validation", "test", "trainA", "trainB", "testA", "testB")
"""How the parts of a data set are called, as far as it has them (those with letters: of ``cycle_gan``)."""


def _is_set(value: Value | None) -> bool | None:
    return False if value is None else truth(value)


def _of_collection(run: Machine, call: Call) -> Dataset:
    size = call.role("batch_size")
    supervised = _is_set(call.role("as_supervised"))
    batches = None if size in (None, NONE) else _in_batches(_batch(run, call, size))
    pair = Items([tensors.concrete(None), tensors.concrete(None)], "tuple") if batches is None else batches.element
    element: Value = UNKNOWN if supervised is None else pair if supervised else Mapping({}, True)
    return Dataset(element) if batches is None else replace(batches, element=element)

"""Distribution strategies: what each replica runs, and on how many rows."""

from __future__ import annotations

from dataclasses import replace

from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import UNKNOWN, Dataset, Items, Mapping, Strategy, TensorValue, Value
from bnlint.interpreter.keras.batches import shared_out
from bnlint.interpreter.language import calling, unknown
from bnlint.interpreter.machine import Machine


def scope(run: Machine, value: Strategy, call: Call) -> Value:
    """``strategy.scope()``."""
    return value


def run_on_replicas(run: Machine, value: Strategy, call: Call) -> Value:
    """``strategy.run(fn, args=(...), kwargs={...})``."""
    function = call.role("fn")
    handed = call.role("args")
    named = call.role("kwargs")
    inner = call.passing()
    if isinstance(handed, Items):
        inner.args = [tensors.each(item, _on_replica, lambda other: other) for item in handed.items]
        inner.open = handed.open
    elif handed is not None:
        inner.open = True
    if isinstance(named, Mapping):
        inner.kwargs = {str(k): v for k, v in named.items.items()}
    return calling.call_value(run, function if function is not None else UNKNOWN, inner)


def _on_replica(tensor: TensorValue) -> TensorValue:
    count = tensor.info.per_replica
    if count is None:
        return tensor
    shape = tensor.info.shape
    return TensorValue(replace(tensor.info, shape=(count, *shape[1:]) if shape else shape, batch=count))


def distribute_data(run: Machine, value: Strategy, call: Call) -> Value:
    """``strategy.experimental_distribute_dataset(dataset)``."""
    data = call.role("dataset")
    batch = data.batch.value if isinstance(data, Dataset) and data.batch.known else None
    if isinstance(data, Dataset) and isinstance(batch, int) and data.per_replica is None and value.replicas:
        per = max(1, batch // value.replicas)
        return replace(data, per_replica=per, element=shared_out(tensors.dataset_element(data), per))
    return data if data is not None else UNKNOWN


def distribute_made_data(run: Machine, value: Strategy, call: Call) -> Value:
    """``strategy.distribute_datasets_from_function(dataset_fn)``."""
    made = calling.call_value(run, call.role("dataset_fn") or UNKNOWN, call.passing([UNKNOWN]))
    if isinstance(made, Dataset) and made.batch.known and isinstance(made.batch.value, int):
        per = made.batch.value
        return replace(made, per_replica=per, element=shared_out(tensors.dataset_element(made), per))
    return made


def reduce_replicas(run: Machine, value: Strategy, call: Call) -> Value:
    """``strategy.reduce(op, value)``."""
    return call.role("value") or UNKNOWN


def not_understood(run: Machine, value: Strategy, call: Call) -> Value:
    """A method that may run the functions that it is given."""
    unknown.run_callbacks(run, call)
    return UNKNOWN

"""What runs below a Keras, behind one face: TensorFlow, JAX, PyTorch.

Only what a program has imported itself is looked at: nothing here imports one of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bnlint.libraries.keras_versions import Backend

Array = NDArray[Any]


class TensorFlow:
    """TensorFlow, where a function is compiled by running its Python in a graph.

    Args:
        module: the package.
    """

    name: Backend = "tensorflow"

    def __init__(self, module: Any) -> None:
        self._tf = module

    def is_eager(self) -> bool:
        """Say whether Python computes here, and does not only describe a computation."""
        return bool(self._tf.executing_eagerly())

    def graph(self) -> tuple[int, bool] | None:
        """Return which graph is being built, and whether it is the body of a loop; None for one that counts elsewhere.

        One replica of a distribution strategy stands for all. Its public number is a constant that is made for who
        asks: no number in a graph that is being built, and one operation more there.
        """
        replica = getattr(self._tf.distribute.get_replica_context(), "_replica_id_in_sync_group", 0)
        if isinstance(replica, int) and replica > 0:
            return None
        innermost = graph = self._tf.compat.v1.get_default_graph()
        looped = False
        while graph is not None:
            # A loop over a data set becomes a function that the data set runs.
            name = str(getattr(graph, "name", ""))
            looped = looped or type(graph).__name__ == "WhileBodyFuncGraph" or name.startswith("Dataset_")
            graph = getattr(graph, "outer_graph", None)
        return id(innermost), looped


class Jax:
    """JAX, where ``jit`` and its kin run Python with tracers. A gradient alone still computes with numbers."""

    name: Backend = "jax"

    def is_eager(self) -> bool:
        """Say whether Python computes here, and does not only describe a computation."""
        return not self._traces()

    def graph(self) -> tuple[int, bool] | None:
        """Return which graph is being built, and whether it is the body of a loop."""
        traces = self._traces()
        return (id(traces[0]) if traces else 0), False

    def depth(self) -> int:
        """Return how many functions are being compiled within one another here."""
        return len(self._traces())

    def _traces(self) -> list[Any]:
        """Return the traces around this code that hold no numbers, innermost first.

        Which trace runs is not public; of a JAX that keeps it elsewhere all that can be asked is what it makes of a
        constant.
        """
        core: Any = sys.modules.get("jax._src.core")
        context = getattr(core, "trace_ctx", None)
        if context is None:
            jax: Any = sys.modules["jax"]
            constant = jax.numpy.zeros(())
            return [constant] if isinstance(constant, jax.core.Tracer) else []
        found, trace = [], context.trace
        while trace is not None:
            if type(trace).__name__ not in _CONCRETE:
                found.append(trace)
            trace = getattr(trace, "parent_trace", None)
        return found


_CONCRETE = ("EvalTrace", "JVPTrace", "LinearizeTrace")
"""Traces of JAX within which values are numbers, perhaps with a tangent."""


class Torch:
    """PyTorch, which computes at once unless ``torch.compile`` looks at the code."""

    name: Backend = "torch"

    def __init__(self) -> None:
        torch: Any = sys.modules["torch"]
        self.compiles: Callable[[], bool] = torch.compiler.is_compiling

    def is_eager(self) -> bool:
        """Say whether Python computes here, and does not only describe a computation."""
        return not self.compiles()

    def graph(self) -> tuple[int, bool] | None:
        """Return which graph is being built: there is one at a time."""
        return 0, False


Below = TensorFlow | Jax | Torch


def below(name: str) -> Below | None:
    """Return what is below a Keras 3 that does not run on TensorFlow; None where that is unknown."""
    return Jax() if name == "jax" else Torch() if name == "torch" else None


def numbers(value: Any) -> Array:
    """Return what a tensor or variable of any backend holds; it stays when the variable changes.

    Raises:
        Exception: there are no numbers, as in a graph.
    """
    inner = getattr(value, "_value", value)  # a variable of Keras 3 wraps the backend's
    kind = type(inner)
    if kind not in _READERS:
        _READERS[kind] = _reader(inner)
    return _READERS[kind](inner)


def _reader(inner: Any) -> Callable[[Any], Array]:
    """Choose how objects of a type are read: to ask one of TensorFlow for what it has not is dear."""
    if type(inner).__name__ == "ResourceVariable":
        return _of_variable
    return _of_torch if hasattr(inner, "detach") else _of_tensorflow if hasattr(inner, "numpy") else _of_array


def _of_tensorflow(tensor: Any) -> Array:
    return np.asarray(tensor.numpy())


def _of_variable(variable: Any) -> Array:
    """Read a variable by its handle, which takes a sixth of the time of its own method.

    What is more than one variable (a replica's, a sharded one) knows itself how it is read.
    """
    read = sys.modules["tensorflow"].raw_ops.ReadVariableOp
    return np.asarray(read(resource=variable.handle, dtype=variable.dtype).numpy())


def _of_torch(tensor: Any) -> Array:
    here = tensor.detach().cpu()
    return np.array((here.float() if "bfloat16" in str(here.dtype) else here).numpy())


def _of_array(array: Any) -> Array:
    while hasattr(array, "primal"):
        array = array.primal  # with a tangent, under a gradient of JAX
    if not hasattr(array, "__array__"):
        raise TypeError(f"{type(array).__name__} holds no numbers")
    return np.array(array)


def size_of(tensor: Any) -> float | None:
    """Return the largest absolute number of a tensor; None where it has none."""
    try:
        return float(np.max(np.abs(numbers(tensor)), initial=0.0))
    except Exception:  # a tensor of a graph, a sparse one: each backend raises its own
        return None


_READERS: dict[type, Callable[[Any], Array]] = {}

"""Files in which a program keeps variables of its models, and from which it takes them again."""

from __future__ import annotations

from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import NONE, UNKNOWN, Const, Opened, Value
from bnlint.interpreter.keras import weights
from bnlint.interpreter.language import unknown
from bnlint.interpreter.machine import Machine


def opened(run: Machine, call: Call) -> Value:
    """``open(path, mode)``."""
    return Opened(call.role("file") or UNKNOWN)


def stored(run: Machine, call: Call) -> Value:
    """``np.savez(path, *arrays)``, ``pickle.dump(values, file)``."""
    unknown.run_callbacks(run, call)
    name = _name(call.role("file"))
    if name is not None:
        weights.stored(run, name, (*call.args, *call.kwargs.values(), call.rest))
    return NONE


def loaded(run: Machine, call: Call) -> Value:
    """``np.load(path)``: variables, if the program has put some there; else an array."""
    name = _name(call.role("file"))
    return tensors.concrete(None) if name is None else weights.loaded(run, name) or tensors.concrete(None)


def unpickled(run: Machine, call: Call) -> Value:
    """``pickle.load(file)``."""
    name = _name(call.role("file"))
    return UNKNOWN if name is None else weights.loaded(run, name) or UNKNOWN


def _name(file: Value | None) -> str | None:
    """Return the path of a file without the ending that NumPy adds."""
    path = file.path if isinstance(file, Opened) else file
    if not isinstance(path, Const) or not isinstance(path.value, str):
        return None
    return path.value.removesuffix(".npz").removesuffix(".npy")

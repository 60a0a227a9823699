"""An argument or API that the target Keras does not have.

## What it does
Reports arguments of `BatchNormalization`, import paths and functions that the target Keras rejects. An import path that
earlier releases had is reported where the project names a release that lacks it, and in a file that belongs to no
project: old code without any requirement runs on an old release. So are a training flag by position, and what the
package `keras` took up to 2.3 (`mode=0`, `beta_init`, `gamma_init`) or in Keras 1 (any other `mode`), unless the other
arguments of the program are those of Keras 1, too.

## Why is this bad?
The program raises when the layer is built or the module imported. Keras 3 dropped `fused`, `virtual_batch_size`,
`adjustment`, `weights` and lists of axes; `mode` and the `*_init` names are Keras 1. On JAX and PyTorch Keras 3 also
rejects `synchronized=True`. Keras 3 had no `renorm` up to 3.12 and has it since 3.14.1: no rule
reports it, so install a newer Keras.

## Example
```python
BatchNormalization(fused=True)
```

## Use instead
```python
BatchNormalization()
```

## Symptoms
- Works in TF 2.15 and not in 2.16
- An exception is raised

## Fix safety
Safe, because the program raises before: arguments that only have another name are renamed, arguments that say what is
so anyway (`fused=True`) are dropped, `keras.layers.normalization` becomes `keras.layers`, a flag passed by position
gets its keyword. Unsafe: other arguments without a counterpart are dropped (`fused=False`, `virtual_batch_size=8`,
`synchronized=True`), and `tensorflow.python.keras` becomes `tensorflow.keras`.

## References
- The constructors' signatures of keras 3.15 and tf_keras 2.21 (`bnlint/libraries/keras_versions.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from bnlint.events import ApiUsed, Arg, LayerBuilt, Testimony
from bnlint.fixes.changes import ImportFrom, PassArgument, Remedy, RenameArgument
from bnlint.libraries import keras_versions
from bnlint.libraries.keras_versions import Missing
from bnlint.results.edits import Safety
from bnlint.results.messages import Message
from bnlint.rules import facts, remedies
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report what the target Keras lacks."""
    for built in facts.built(testimony):
        if not built.attempted and built.layer.class_name in keras_versions.CONSTRUCTORS:
            dialect = testimony.dialect_of(built.layer)
            yield from _arguments(built, dialect, testimony)
            if dialect == 3:
                yield from _on_another_backend(built, testimony)
    for event in testimony.events:
        if isinstance(event, ApiUsed) and event.name == keras_versions.CONSTRUCTOR:
            gone = keras_versions.rejection(event.argument or "", testimony.dialect)
            if gone is not None and not _ran_then(gone, event.value, testimony):
                yield Report(event.site, _says(testimony.dialect, event.argument, gone), cause=event.site)
        elif isinstance(event, ApiUsed):
            newest = min(filter(None, (event.newest, testimony.newest)), default=None)
            gone_api = keras_versions.missing_api(event.name, event.argument, testimony.dialect, newest)
            if gone_api is not None:
                # A package that is imported in many lines is one mistake; a flag by position is one at each call.
                cause = gone_api.said if event.argument is None else None
                message = Message(gone_api.said, gone_api.instead, gone_api.why)
                yield Report(event.site, message, remedy=_api_remedy(event), cause=cause)


def _ran_then(gone: Missing, arg: Arg, testimony: Testimony) -> bool:
    """Whether an old release runs the program that takes an argument which later ones reject."""
    return testimony.newest_package is not None and testimony.newest_package <= gone.took(arg.value, arg.known)


def _arguments(event: LayerBuilt, dialect: int, testimony: Testimony) -> Iterator[Report]:
    """Report arguments; one that many layers get is one habit, whatever its value comes from."""
    for name, arg in event.layer.args.items():
        gone = keras_versions.rejection(name, dialect)
        if gone is not None and not _ran_then(gone, arg, testimony):
            yield Report(
                arg.site or event.site,
                _says(dialect, name, gone),
                remedy=_argument_remedy(event, arg, name, gone),
                cause=arg.site,
            )
    axis = event.layer.args.get("axis")
    if axis is None or not axis.known:
        return
    if isinstance(axis.value, float) and (dialect == 2 or not isfinite(axis.value)):  # Keras 3 takes the whole part
        yield Report(
            axis.site or event.site,
            Message(
                f"the first argument is axis: {axis.value:g} raises in Keras {dialect}",
                f"write momentum={axis.value:g} if that is meant",
                "momentum is the second argument of BatchNormalization",
            ),
            remedy=remedies.as_momentum(event, axis, "safe"),
        )
    if dialect == 3 and isinstance(axis.value, (list, tuple)):
        yield Report(
            axis.site or event.site,
            Message(
                "Keras 3 takes no list of axes: this raises", "pass one integer", "it keeps statistics along one axis"
            ),
            remedy=_only_axis(event, axis),
        )


def _on_another_backend(event: LayerBuilt, testimony: Testimony) -> Iterator[Report]:
    name = keras_versions.TENSORFLOW_ONLY
    arg = event.layer.args.get(name)
    if arg is not None and arg.known and arg.value is True and testimony.backend != "tensorflow":
        where = keras_versions.BACKEND_TITLES[testimony.backend]
        yield Report(
            arg.site or event.site,
            Message(f"on {where} {name}=True raises", f"drop {name}", "Keras has it on TensorFlow only"),
            remedy=remedies.drop(event.site, arg.site, name, "unsafe"),
        )


def _says(dialect: int, name: str | None, gone: Missing) -> Message:
    return Message(f"Keras {dialect} has no argument '{name}' here: this raises", gone.instead, gone.why)


def _argument_remedy(event: LayerBuilt, arg: Arg, name: str, gone: Missing) -> Remedy | None:
    """Rename what only has another name; drop what says what is so anyway, or means nothing to Keras."""
    if gone.new_name:
        if arg.site is None:
            return None
        return Remedy(
            "safe", f"rename {name} to {gone.new_name}", (RenameArgument(event.site, arg.site, gone.new_name),)
        )
    default = arg.known and any(arg.value is value for value in gone.defaults)
    if not (default or gone.droppable):
        return None
    safety: Safety = "safe" if default else "unsafe"
    return remedies.drop(event.site, arg.site, name, safety)


def _only_axis(event: LayerBuilt, axis: Arg) -> Remedy | None:
    if len(axis.value) != 1 or not isinstance(axis.value[0], int):
        return None
    change = PassArgument(event.site, "axis", str(axis.value[0]), axis.site)
    return Remedy("safe", "pass the axis itself", (change,))


def _api_remedy(event: ApiUsed) -> Remedy | None:
    if event.argument == keras_versions.POSITIONAL_FLAG and event.value.site is not None:
        return Remedy("safe", "write training=", (RenameArgument(event.site, event.value.site, "training"),))
    for move in keras_versions.MOVES:
        if move.old in event.name:
            change = ImportFrom(event.site, move.old, move.new)
            return Remedy("safe" if move.safe else "unsafe", f"import from {move.new or 'keras.layers'}", (change,))
    return None


RULE = Rule("BNL501", "not-in-target-keras", "an argument or API that the target Keras does not have", check)

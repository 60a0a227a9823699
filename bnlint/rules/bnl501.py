"""An argument or API that the target Keras does not have.

## What it does
Reports arguments of `BatchNormalization`, import paths and functions that the target Keras rejects.

## Why is this bad?
The program raises when the layer is built or the module imported. Keras 3 dropped `fused`, `virtual_batch_size`,
`adjustment`, `weights` and lists of axes; `mode` and the `*_init` names are Keras 1.

## Example
```python
BatchNormalization(fused=True)
```

## Use instead
```python
BatchNormalization()
```

## References
- The constructors' signatures of keras 3.15 and tf_keras 2.21 (`bnlint/rules/versions.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import ApiUsed, LayerBuilt, Testimony
from bnlint.rules import facts, versions
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report what the target Keras lacks."""
    for built in facts.built(testimony):
        if not built.attempted and built.layer.class_name in _CLASSES:
            yield from _arguments(built, testimony.dialect)
    for event in testimony.events:
        if isinstance(event, ApiUsed):
            text = versions.missing_api(event.name, event.argument, testimony.dialect)
            if text is not None:
                yield Report(event.site, text)


_CLASSES = ("BatchNormalization", "BatchNormalizationV1", "BatchNormalizationV2")


def _arguments(event: LayerBuilt, dialect: int) -> Iterator[Report]:
    for name, arg in event.layer.args.items():
        gone = versions.MISSING_ARGUMENTS.get(name)
        if gone is not None and dialect in gone.dialects:
            yield Report(
                arg.site or event.site, f"Keras {dialect} has no argument '{name}' here, this raises: {gone.instead}"
            )
    axis = event.layer.args.get("axis")
    if dialect == 2 and axis is not None and axis.known and isinstance(axis.value, float):
        yield Report(
            axis.site or event.site,
            f"the first argument of BatchNormalization is axis, and {axis.value:g} raises in Keras 2: write "
            f"momentum={axis.value:g} if that is meant",
        )
    if dialect == 3 and axis is not None and axis.known and isinstance(axis.value, (list, tuple)):
        yield Report(axis.site or event.site, "Keras 3 takes no list of axes, this raises: pass one integer")


RULE = Rule("BNL501", "not-in-target-keras", "an argument or API that the target Keras does not have", check)

"""What the calls and attributes in program text show about its Keras, if they are Keras's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bnlint.libraries import keras_versions as versions
from bnlint.patterns import pattern
from bnlint.project.code_names import Names
from bnlint.project.code_text import arguments_of, outside_brackets

_MAX_CALLS, _MAX_ARGUMENTS = 50, 300
_OLD_CALL = pattern(rf"\b(?P<name>{'|'.join(versions.KERAS_2_ARGUMENTS)})\(")
_OLD_ARGUMENTS = sorted({word for words in versions.KERAS_2_ARGUMENTS.values() for word in words.split()})
_OLD_ARGUMENT = pattern(rf"\b(?:{'|'.join(_OLD_ARGUMENTS)}) ?=(?!=)")
_LR = pattern(rf"\b{versions.KERAS_2_OPTIMIZER_ARGUMENT} ?=")
_OPTIMIZER = pattern(
    rf"(?<![\w.])(?P<name>(?:\w{{1,50}}\.){{0,4}}(?:{'|'.join(versions.KERAS_2_OPTIMIZERS.split())}))\("
)
_RENAMED = pattern(
    rf"\b(?P<name>{'|'.join(versions.KERAS_2_OPTIMIZERS.split())}) as (?P<alias>\w+)(?=[ \t]*(?:[,;)\n]|$))"
)
_LEGACY = pattern(rf"\b{versions.KERAS_2_OPTIMIZERS_HOME}\.(?:{'|'.join(versions.KERAS_2_OPTIMIZERS.split())})\(")
_OF_OPTIMIZERS = pattern(
    rf"\b\w*opt(?:imi[sz]er)?\w*\.(?P<name>{'|'.join(versions.KERAS_2_OF_OPTIMIZERS)})\b(?! ?=(?!=))"
)
_OF_LAYERS = pattern(rf"\blayers?(?:\[[^\]\n]*\])?\.(?P<name>{'|'.join(versions.KERAS_2_OF_LAYERS)})\b(?! ?=(?!=)|\()")
_OF_ANY_LAYER = pattern(rf"[(,]\s*{versions.KERAS_2_OF_ANY_LAYER} ?=(?!=)")
_NAMED_WEIGHT = pattern(r"\bself\.add_weight\(\s*f?['\"]")
WORDS = (
    *versions.KERAS_2_METHODS,
    *versions.LOST_METHODS,
    *versions.KERAS_3_METHODS,
    *versions.KERAS_2_OF_LAYERS,
    *(f".{name}" for name in versions.KERAS_2_OF_OPTIMIZERS),
    *(word for words in versions.KERAS_2_ARGUMENTS.values() for word in words.split()),
    versions.KERAS_2_OPTIMIZERS_HOME,
    *(versions.KERAS_2_OF_ANY_LAYER, "add_weight", "lr=", "lr ="),
)
"""One of these is in a file that shows anything."""


def of(code: str, names: Names) -> Iterator[tuple[int, str]]:
    """Yield the dialect that each kind of call shows, with the reason.

    Args:
        code: as ``code_of`` returns it, without strings.
        names: those of Keras in it.
    """
    keras_2 = (*versions.KERAS_2_METHODS, *versions.LOST_METHODS)
    for dialect, methods in ((2, keras_2), (3, versions.KERAS_3_METHODS)):
        for method in methods:
            if f".{method}(" in code and f"def {method}(" not in code:
                yield dialect, f"the file calls {method}, which only Keras {dialect} has"
    yield from _arguments(code, names)
    yield from _attributes(code, names)


def _arguments(code: str, names: Names) -> Iterator[tuple[int, str]]:
    """Yield Keras 2 for arguments that Keras 3 rejects."""
    old_calls = _OLD_CALL.finditer(code) if _OLD_ARGUMENT.search(code) else ()
    for match in islice(old_calls, _MAX_CALLS):
        name = match["name"]
        arguments = outside_brackets(arguments_of(code[match.end() : match.end() + _MAX_ARGUMENTS]))
        word = next(
            (w for w in versions.KERAS_2_ARGUMENTS[name].split() if re.search(rf"\b{w} ?=(?!=)", arguments)), ""
        )
        if word and not re.search(rf"\b(?:class|def) {name}\b", code):
            yield 2, f"the file gives {name} {word}, which Keras 3 rejects"
            break
    renamed = {match["alias"]: match["name"] for match in islice(_RENAMED.finditer(code), _MAX_CALLS)}
    for match in islice(_LR.finditer(code), _MAX_CALLS):
        before = code[max(0, match.start() - _MAX_ARGUMENTS) : match.start()]
        for alias, name in renamed.items():
            before = re.sub(rf"(?<![\w.]){alias}\(", f"{name}(", before)
        optimizer = _called_with(before)
        if optimizer and _is_keras_optimizer(optimizer, names):
            yield 2, "the file gives an optimizer lr, which only Keras 2 takes"
            break
    if _LEGACY.search(code) or any(f"keras.{versions.KERAS_2_OPTIMIZERS_HOME}." in name for name in names.imported):
        yield 2, f"the file uses keras.{versions.KERAS_2_OPTIMIZERS_HOME}, from which only Keras 2 builds"
    if _OF_ANY_LAYER.search(code):
        yield 2, f"the file gives a layer {versions.KERAS_2_OF_ANY_LAYER}, which Keras 3 rejects"
    if _NAMED_WEIGHT.search(code):
        yield 2, "the file gives add_weight a name by position, which Keras 3 rejects"


def _attributes(code: str, names: Names) -> Iterator[tuple[int, str]]:
    """Yield Keras 2 for attributes that the layers and optimizers of Keras 3 do not have."""
    layer = _OF_LAYERS.search(code)
    if layer is not None:
        yield 2, f"the file reads {layer['name']} of a layer, which only Keras 2 has"
    optimizer = _OF_OPTIMIZERS.search(code)
    of_keras = any("keras.optimizers." in name for name in (*names.imported, *names.used))
    if optimizer is not None and (of_keras or ".optimizer." in code) and "tf.train." not in code:
        yield 2, f"the file uses {optimizer['name']} of an optimizer, which only Keras 2 has"


def _called_with(before: str) -> str:
    """Return the name of the optimizer whose call is still open at the end of some code, "" if there is none."""
    for found in list(_OPTIMIZER.finditer(before))[-1:]:
        behind = before[found.end() :]
        if arguments_of(behind) == behind and behind.count("(") == behind.count(")"):
            return found["name"]
    return ""


def _is_keras_optimizer(name: str, names: Names) -> bool:
    """Whether an optimizer is Keras's, and not PyTorch's: by its full name, or by what was imported."""
    last = name.rpartition(".")[2]
    everything = names.imported | names.tried | names.used
    return any(f"keras.{home}.{last}" in each for each in everything for home in ("optimizers", "optimizers.legacy"))

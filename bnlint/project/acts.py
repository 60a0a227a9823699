"""Whether the classes of a file do more with models than lay them out."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, NamedTuple

from bnlint.syntax import parsing

_ON_MODELS = frozenset(
    "GradientTape train_on_batch learning_phase set_learning_phase fit fit_generator trainable trainable_variables "
    "trainable_weights minimize apply_gradients backward compile restore assign predict evaluate run "
    "save save_weights save_model load_weights load_model".split()
)
_STEPS = frozenset(("train_step", "test_step", "predict_step"))


class Acts(NamedTuple):
    """Where a file trains, freezes, asks, saves or loads a model.

    Args:
        anywhere: in some function, or at the top.
        in_a_class: in a method. What a function does with a model that it gets is seen where it is called; a method
            may have the model from the object that a user of the file makes, and be called by nobody.
    """

    anywhere: bool
    in_a_class: bool


def of(source: str, tree: ast.Module | None = None) -> Acts:
    """Return where a file does so.

    Args:
        source: the module's text; one that does not parse may do anything.
        tree: its syntax tree, if it is at hand.
    """
    if not any(word in source for word in (*_ON_MODELS, *_STEPS, "training")):
        return Acts(False, False)
    try:
        tree = tree or parsing.parse(source)
    except parsing.UNPARSABLE:
        return Acts(True, True)
    anywhere, classes = False, list[ast.AST]()
    for node in ast.walk(tree):
        if type(node) is ast.ClassDef:
            classes.append(node)
        anywhere = anywhere or _acts(node)
    return Acts(anywhere, anywhere and any(_acts(node) for cls in classes for node in ast.walk(cls)))


def _acts(node: ast.AST) -> bool:
    kind = _KINDS.get(type(node))
    return kind is not None and kind(node)


def _attribute(node: Any) -> bool:
    """``model.fit``; not ``super().compile``, which the class's own users call, nor ``self.table.assign``."""
    owner = node.value
    if node.attr not in _ON_MODELS or isinstance(owner, ast.Call) and ast.unparse(owner.func) == "super":
        return False
    own_variable = isinstance(owner, ast.Attribute) and isinstance(owner.value, ast.Name) and owner.value.id == "self"
    return not (node.attr == "assign" and own_variable)


_KINDS: dict[type, Callable[[Any], bool]] = {
    ast.Attribute: _attribute,
    ast.Name: lambda node: node.id in _ON_MODELS,
    ast.FunctionDef: lambda node: node.name in _STEPS,
    ast.keyword: lambda node: node.arg == "training" and isinstance(node.value, ast.Constant),
}

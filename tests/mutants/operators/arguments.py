"""Mistakes in the arguments of BatchNormalization, written in all the ways in which an argument gets there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import libcst as cst

from tests.mutants.operators.base import Operator
from tests.mutants.trees import Edits, Subject, keyword, text, with_keyword, without_keyword

Way = Callable[[Subject, cst.Call, str, str], Edits]


def _literal(subject: Subject, call: cst.Call, name: str, value: str) -> Edits:
    """``BatchNormalization(momentum=0.1)``."""
    return {call: lambda node: with_keyword(node, name, value)}


def _constant(subject: Subject, call: cst.Call, name: str, value: str) -> Edits:
    """``MOMENTUM = 0.1`` among the constants of the module."""
    return {
        call: lambda node: with_keyword(node, name, "BN_SETTING"),
        subject.tree: lambda tree: _after_imports(tree, f"BN_SETTING = {value}"),
    }


def _table(subject: Subject, call: cst.Call, name: str, value: str) -> Edits:
    """``CONFIG["bn"]["momentum"]``."""
    return {
        call: lambda node: with_keyword(node, name, f'BN_CONFIG["bn"]["{name}"]'),
        subject.tree: lambda tree: _after_imports(tree, f'BN_CONFIG = {{"bn": {{"{name}": {value}}}}}'),
    }


def _unpacked(subject: Subject, call: cst.Call, name: str, value: str) -> Edits:
    """``BatchNormalization(**ARGUMENTS)``."""

    def unpack(node: cst.Call) -> cst.Call:
        rest = without_keyword(node, name)
        return rest.with_changes(args=[*rest.args, cst.Arg(cst.Name("BN_ARGUMENTS"), star="**")])

    return {call: unpack, subject.tree: lambda tree: _after_imports(tree, f"BN_ARGUMENTS = dict({name}={value})")}


def _partial(subject: Subject, call: cst.Call, name: str, value: str) -> Edits:
    """``functools.partial(BatchNormalization, momentum=0.1)()``."""

    def bind(node: cst.Call) -> cst.Call:
        rest = without_keyword(node, name)
        made = cst.parse_expression(f"functools.partial(_, {name}={value})")
        assert isinstance(made, cst.Call)
        return rest.with_changes(func=made.with_changes(args=[cst.Arg(node.func), *made.args[1:]]))

    return {call: bind, subject.tree: lambda tree: _after_imports(tree, "import functools")}


def _parameter(subject: Subject, call: cst.Call, name: str, value: str) -> Edits:
    """``def block(..., bn_setting=0.1)``: the default of the function around, or of a factory where there is none."""
    around = subject.owner(call, cst.FunctionDef)
    if around is None or around.params.kwonly_params or around.params.star_kwarg is not None:
        return {
            call: lambda node: cst.parse_expression("made_bn()"),
            subject.tree: lambda tree: _after_imports(
                tree,
                f"def made_bn(setting={value}):\n    return {tree.code_for_node(with_keyword(call, name, 'setting'))}",
            ),
        }

    def take(function: cst.FunctionDef) -> cst.FunctionDef:
        param = cst.Param(cst.Name("bn_setting"), default=cst.parse_expression(value))
        return function.with_changes(params=function.params.with_changes(params=[*function.params.params, param]))

    return {call: lambda node: with_keyword(node, name, "bn_setting"), around: take}


def _after_imports(tree: cst.Module, code: str) -> cst.Module:
    lines = [i for i, s in enumerate(tree.body) if _is_import(s)]
    at = lines[-1] + 1 if lines else 0
    statement = cst.parse_module(code + "\n").body[0]
    return tree.with_changes(body=[*tree.body[:at], statement, *tree.body[at:]])


def _is_import(statement: cst.CSTNode) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and isinstance(
        statement.body[0], (cst.Import, cst.ImportFrom)
    )


WAYS: dict[str, Way] = {
    "literal": _literal,
    "constant": _constant,
    "table": _table,
    "unpacked": _unpacked,
    "partial": _partial,
    "parameter": _parameter,
}
VALUES = {
    ("momentum", "99"): "BNL301",
    ("momentum", "-0.1"): "BNL301",
    ("momentum", "1.0"): "BNL302",
    ("momentum", "0.1"): "BNL303",
    ("momentum", "0"): "BNL303",
    ("epsilon", "0"): "BNL311",
    ("epsilon", "-1e-3"): "BNL311",
    ("epsilon", "1.0"): "BNL312",
    ("axis", "0"): "BNL401",
}


def _setting(name: str, value: str, way: Way) -> Callable[[Subject], Iterator[Edits]]:
    """An argument of a layer; inside a ``try`` it may never be used, or the program be ready for it."""

    def sites(subject: Subject) -> Iterator[Edits]:
        for call in subject.constructors:
            if any(arg.star for arg in call.args) or subject.owner(call, cst.Try) is not None:
                continue
            if name in _OF_KERAS_1 and text(call.func).startswith("tf.layers."):
                continue  # that one is TensorFlow 1's, not Keras's
            if name == "momentum" and _UNREAD.search(subject.source):
                continue  # statistics that a program gives a layer rest, and nobody reads those of a critic
            if keyword(call, "trainable") is None or name == "axis":  # a frozen layer's statistics rest
                yield way(subject, call, name, value)

    return sites


_UNREAD = re.compile(r"\.moving_variance = |discriminator|Nothing trains")
_OF_KERAS_1 = ("mode", "gamma_init")


def _momentum_by_position(subject: Subject) -> Iterator[Edits]:
    for call in subject.constructors:
        if subject.owner(call, cst.Try) is not None or text(call.func).startswith("tf.layers."):
            continue  # that one is TensorFlow 1's, not Keras's
        if not call.args or call.args[0].keyword is not None:
            if (
                keyword(call, "axis") is None
                and keyword(call, "momentum") is None
                and not any(a.star for a in call.args)
            ):
                yield {call: lambda node: node.with_changes(args=[cst.Arg(cst.Float("0.8")), *node.args])}


OPERATORS = (
    *(
        Operator(f"{name}={value}, {way}", code, _setting(name, value, WAYS[way]))
        for (name, value), code in VALUES.items()
        for way in WAYS
    ),
    Operator("momentum by position", "BNL401", _momentum_by_position, (3,)),
    Operator("momentum by position", "BNL501", _momentum_by_position, (2,)),
    Operator("fused=True", "BNL501", _setting("fused", "True", _literal), (3,)),
    Operator("virtual_batch_size=8", "BNL501", _setting("virtual_batch_size", "8", _literal), (3,)),
    Operator("axis=[-1]", "BNL501", _setting("axis", "[-1]", _literal), (3,)),
    Operator("mode=0", "BNL501", _setting("mode", "0", _literal)),
    Operator("gamma_init", "BNL501", _setting("gamma_init", '"ones"', _literal)),
)

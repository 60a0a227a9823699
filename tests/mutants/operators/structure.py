"""Mistakes in where layers are built, shared, frozen and compiled, and in the batch size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import libcst as cst
import libcst.matchers as m

from tests.mutants.operators.base import Operator
from tests.mutants.operators.flags import named_layers
from tests.mutants.trees import (
    Edits,
    Subject,
    changing,
    every,
    found,
    is_constant,
    keyword,
    last_name,
    text,
    with_keyword,
    without_keyword,
)


def _uses(subject: Subject, name: str) -> list[cst.Call]:
    return [c for c in subject.calls if last_name(c.func) == name and not isinstance(c.func, cst.Subscript)]


def _is_constant_call(call: cst.Call) -> bool:
    return all(isinstance(a.value, (cst.Float, cst.Integer, cst.SimpleString, cst.UnaryOperation)) for a in call.args)


def _build_in_call(subject: Subject) -> Iterator[Edits]:
    """The constructor moves from ``__init__`` to where ``call`` uses the layer, or from before a loop into it."""
    for name, made in named_layers(subject):
        uses = _uses(subject, name)
        if not _is_constant_call(made) or len(uses) != 1 or isinstance(uses[0].func, cst.Call):
            continue
        use = uses[0]
        if subject.keras_call(use) or (subject.tape(use) and subject.owner(use, cst.For)):
            constructor = made.deep_clone()
            yield {use: changing(func=constructor)}


def _share(subject: Subject) -> Iterator[Edits]:
    """The second of two BN layers that one ``__init__`` or function makes gives way to the first.

    Layers with statistics of the program's own are asked in inference mode, where one does for several.
    """
    if re.search(r"moving_(mean|variance) =", subject.source):
        return
    groups: dict[cst.CSTNode, list[str]] = {}
    for name, made in named_layers(subject):
        around = subject.owner(made, cst.FunctionDef) or subject.tree
        if len(_uses(subject, name)) == 1:
            groups.setdefault(around, []).append(name)
    for names in groups.values():
        for second in names[1:]:
            use = _uses(subject, second)[0]
            first = _uses(subject, names[0])[0]
            if _inner_layer(use) != _inner_layer(first):
                yield {use: changing(func=first.func.deep_clone())}


def _inner_layer(call: cst.Call) -> str:
    """Return what stands before the layer, as far as it can be seen."""
    return (
        text(call.args[0].value)
        if isinstance(call.args[0].value, cst.Call)
        else text(call.args[0].value) + str(id(call))
    )


def _forget_compile(subject: Subject) -> Iterator[Edits]:
    """No compile between a change of ``trainable`` after a fit and the next fit."""
    for block in every(subject.tree):
        if not isinstance(block, (cst.Module, cst.IndentedBlock)):
            continue
        state, model = "", ""
        for statement in block.body:
            code = text(statement)
            fitted = re.search(r"(\w+)\.fit\(", code)
            if "isinstance(" in code and "BatchNormalization" in code and state == "changed":
                continue
            if fitted:
                state, model = "fitted", fitted[1]
            elif ".trainable = " in code and state == "fitted":
                state = "changed"
            elif state == "changed" and code.strip().startswith(f"{model}.compile("):
                if not re.search(r"trainable = True\n(.*\n)*.*trainable = False", text(block)):
                    yield {statement: lambda _: cst.RemoveFromParent()}
                state = ""


def _compile_before_freeze(subject: Subject) -> Iterator[Edits]:
    """``compile`` changes places with the freeze before it."""
    for block in every(subject.tree):
        if not isinstance(block, (cst.Module, cst.IndentedBlock)):
            continue
        for before, after in pairwise(block.body):
            if m.matches(before, m.SimpleStatementLine()) and ".trainable = False" in text(before):
                if m.matches(after, m.SimpleStatementLine()) and ".compile(" in text(after):
                    yield {
                        before: changing(**_fields(after)),
                        after: changing(**_fields(before)),
                    }


def _fields(statement: cst.BaseStatement) -> dict[str, Any]:
    assert isinstance(statement, cst.SimpleStatementLine)
    return {"body": statement.body, "trailing_whitespace": statement.trailing_whitespace}


_ROWS_ONLY = re.compile(r"Conv|Embedding|LSTM|GRU|Flatten\(\).*Conv|Reshape|renorm|synchronized|MirroredStrategy")


def _batch_of_one(subject: Subject) -> Iterator[Edits]:
    return _batch_of(subject, 1)


def _batch_of_four(subject: Subject) -> Iterator[Edits]:
    """Four rows of more; renormalisation uses the moving statistics, and a strategy shares the rows out."""
    if not re.search(r"renorm|synchronized|virtual_batch|Strategy|TimeDistributed", subject.source):
        return _batch_of(subject, 4)
    return iter(())


def _batch_of(subject: Subject, size: int) -> Iterator[Edits]:
    """Models of dense layers only, trained in batches, nothing frozen and no BN layer called by the step itself."""
    if _ROWS_ONLY.search(subject.source) or ".trainable = " in subject.source or "trainable=False" in subject.source:
        return
    if any(subject.tape(call) for name, _ in named_layers(subject) for call in _uses(subject, name)):
        return
    for call in subject.calls:
        if last_name(call.func) == "fit" and keyword(call, "batch_size") is not None:
            model = last_name(call.func.value) if isinstance(call.func, cst.Attribute) else ""
            if model in subject.normalized and "train_step" not in subject.functions:
                yield {call: lambda node: with_keyword(node, "batch_size", str(size))}
        elif last_name(call.func) == "batch" and call.args and call.args[0].keyword is None:
            if "val" not in text(call) and len([c for c in subject.calls if last_name(c.func) == "batch"]) == 1:
                yield {call.args[0]: lambda arg: arg.with_changes(value=cst.Integer(str(size)))}


def _batch_constant(subject: Subject) -> Iterator[Edits]:
    """The module's constant that says the batch size."""
    if _ROWS_ONLY.search(subject.source):
        return
    for assign in found(subject.tree, cst.Assign):
        if re.fullmatch(r"BATCH(_SIZE)?", last_name(assign.targets[0].target)) and isinstance(
            assign.value, cst.Integer
        ):
            yield {assign: lambda node: node.with_changes(value=cst.Integer("1"))}


def _one_row(subject: Subject) -> Iterator[Edits]:
    """A layer of its own gets the first row alone; its rows must be known to be rows."""
    names = {name for name, _ in named_layers(subject)}
    for call in subject.calls:
        if not isinstance(keyword(call, "training"), cst.Arg) or text(call).find("training=True") < 0:
            continue
        if subject.keras_call(call) or subject.tape(call) or not isinstance(call.args[0].value, cst.Name):
            continue
        if call.func in subject.constructors or last_name(call.func) in names:
            if "Conv" not in subject.source and re.search(r"normal\(\(\d+, \d+\)|constant\(\[\[", subject.source):
                yield {call.args[0]: lambda arg: arg.with_changes(value=cst.parse_expression(f"{text(arg.value)}[:1]"))}


def _one_per_replica(subject: Subject) -> Iterator[Edits]:
    if "MirroredStrategy" not in subject.source:
        return
    replicas = len(re.findall(r"/cpu:\d", subject.source))
    for call in subject.calls:
        if last_name(call.func) == "fit" and keyword(call, "batch_size") is not None and replicas:
            yield {call: lambda node: with_keyword(node, "batch_size", str(replicas))}


def _keep_remainder(subject: Subject) -> Iterator[Edits]:
    for call in subject.calls:
        if last_name(call.func) == "batch" and keyword(call, "drop_remainder") is not None:
            yield {call: lambda node: without_keyword(node, "drop_remainder")}


def _step_by_step(subject: Subject) -> Iterator[Edits]:
    """The wrapper of the layer before goes around BN too."""
    for call in subject.constructors:
        func = call.func
        if isinstance(func, cst.Attribute):
            wrapper = func.with_changes(attr=cst.Name("TimeDistributed"))
            if _stands_behind(subject, call).startswith(text(wrapper)):
                yield {call: changing(func=wrapper, args=[cst.Arg(call.deep_clone())])}


def _stands_behind(subject: Subject, call: cst.Call) -> str:
    """Return the element of a list before the one that a call is in."""
    owners = [call, *subject.owners(call)]
    for inner, outer in pairwise(owners):
        if isinstance(outer, cst.List):
            at = [element is inner for element in outer.elements].index(True)
            return text(outer.elements[at - 1]) if at else ""
    return ""


def _wrong_axis(subject: Subject) -> Iterator[Edits]:
    """The axis of the other layout, where the layer stands right behind a two-dimensional convolution."""
    for call in subject.constructors:
        before = _convolution_before(subject, call)
        named = keyword(call, "axis") is not None
        first = any("channels_first" in each for each in (before, *_formats_set(subject)))
        if before and named and first:
            yield {call: lambda node: without_keyword(node, "axis")}
        elif before and not named and "channels_first" not in subject.source and not any(a.star for a in call.args):
            yield {call: lambda node: with_keyword(node, "axis", "1")}


def _formats_set(subject: Subject) -> Iterator[str]:
    return (text(call) for call in subject.calls if "set_image_data_format" in text(call.func))


def _convolution_before(subject: Subject, call: cst.Call) -> str:
    """Return the statement, list element or ``add`` before that makes the output of a Conv2D, "" if it does not."""
    owners = [call, *subject.owners(call)]
    for inner, outer in pairwise(owners):
        siblings = outer.elements if isinstance(outer, (cst.List, cst.Tuple)) else getattr(outer, "body", None)
        if isinstance(siblings, (list, tuple)) and inner in siblings and len(siblings) > 1:
            at = list(siblings).index(inner)
            before = text(siblings[at - 1]) if at > 0 else ""
            is_plain = re.search(r"Conv2D(Transpose)?\(", before) and "TimeDistributed" not in before
            return before if is_plain else ""
    return ""


def _idle_bias(subject: Subject) -> Iterator[Edits]:
    for call in subject.calls:
        bias = keyword(call, "use_bias")
        shared = isinstance(subject.parents[call], cst.Assign)  # a layer with a name may be used in several places
        if bias is not None and text(bias.value) == "False" and not shared and _bn_follows(subject, call):
            yield {call: lambda node: without_keyword(node, "use_bias")}


def _bn_follows(subject: Subject, call: cst.Call) -> bool:
    owners = [call, *subject.owners(call)]
    for inner, outer in pairwise(owners):
        siblings = outer.elements if isinstance(outer, (cst.List, cst.Tuple)) else getattr(outer, "body", None)
        if isinstance(siblings, (list, tuple)) and inner in siblings and len(siblings) > 1:
            if subject.owner(call, cst.FunctionDef) is not None and "self." in text(inner):
                return False
            at = list(siblings).index(inner)
            return at + 1 < len(siblings) and bool(re.search(r"BatchNormalization\(", text(siblings[at + 1])))
    return False


def _drop_before(subject: Subject) -> Iterator[Edits]:
    """A Dropout before a BN layer that stands in the list of a model that is fitted, behind another layer."""
    if ".fit(" not in subject.source or re.search(r"trainable|training=|steps?_per|Distributed", subject.source):
        return
    for call in subject.constructors:
        before = _stands_behind(subject, call)
        element = subject.parents[call]
        if not re.match(r"(tf\.keras\.|keras\.)?layers\.(Dense|Conv)", before) or not isinstance(element, cst.Element):
            continue
        dropout = cst.parse_expression(f"{before.partition('layers.')[0]}layers.Dropout(0.5)")
        yield {element: _behind(cst.Element(dropout, cst.Comma(cst.SimpleWhitespace(" "))))}


def _behind(first: cst.Element) -> Callable[[Any], Any]:
    return lambda node: cst.FlattenSentinel([first, node])


def _learning_phase(subject: Subject) -> Iterator[Edits]:
    """``set_learning_phase`` as the first thing that the program does, and a bare call that reads it."""
    if "import tensorflow as tf" in subject.source and not subject.is_graph and subject.constructors:
        statement = cst.parse_statement("tf.keras.backend.set_learning_phase(1)")
        call = cst.parse_statement("print(tf.keras.layers.BatchNormalization()(tf.ones((8, 4))))")
        index = next(i for i, s in enumerate(subject.tree.body) if "import tensorflow as tf" in text(s))
        here = subject.tree.body[index]
        yield {here: lambda node: cst.FlattenSentinel([node, statement, call])}


def _old_path(subject: Subject) -> Iterator[Edits]:
    for statement in found(subject.tree, cst.ImportFrom):
        names = statement.names if not isinstance(statement.names, cst.ImportStar) else ()
        if [text(n.name) for n in names] == ["BatchNormalization"] and statement.module is not None:
            old = cst.parse_expression(text(statement.module) + ".normalization")
            yield {statement: changing(module=old)}


def _drop_statistics(subject: Subject) -> Iterator[Edits]:
    """The second value of a ``stateless_call`` in training mode gets a name that nobody reads."""
    for statement in found(subject.tree, cst.Assign):
        call, target = statement.value, statement.targets[0].target
        if not isinstance(call, cst.Call) or not isinstance(target, cst.Tuple) or len(target.elements) != 2:
            continue
        if last_name(call.func) == "stateless_call" and is_constant(keyword(call, "training"), "True"):
            state = target.elements[1].value
            if isinstance(state, cst.Name) and state.value != "_":
                yield {state: changing(value="_")}


def _leave_statistics(subject: Subject) -> Iterator[Edits]:
    """A loop that assigns all weights of one model to those of another one goes through the trainable ones alone."""
    for loop in found(subject.tree, cst.For):
        zipped = loop.iter
        if not isinstance(zipped, cst.Call) or last_name(zipped.func) != "zip" or ".assign(" not in text(loop.body):
            continue
        lists = [arg.value for arg in zipped.args]
        if len(lists) == 2 and all(isinstance(each, cst.Attribute) and each.attr.value == "weights" for each in lists):
            yield {each: changing(attr=cst.Name("trainable_weights")) for each in lists}


_GIVES_WEIGHTS = re.compile(r"trainable|load|set_weights|weights=|restore|assign|clone_model|training=")


def _frozen_early(subject: Subject) -> Iterator[Edits]:
    """A layer of a model that is fitted from scratch is built with ``trainable=False``."""
    if _GIVES_WEIGHTS.search(subject.source) or subject.is_graph:
        return
    fitted = {
        last_name(call.func.value)
        for call in subject.calls
        if last_name(call.func) == "fit" and isinstance(call.func, cst.Attribute)
    }
    alone = len(re.findall(r"(?:Sequential|Model)\(", subject.source)) == 1
    if len(fitted) == 1 and fitted <= subject.normalized and alone and "class " not in subject.source:
        for call in subject.constructors:
            if not any(arg.star for arg in call.args):
                yield {call: lambda node: with_keyword(node, "trainable", "False")}


_WORD = re.compile(r"\w+")


def _save_trainables(subject: Subject) -> Iterator[Edits]:
    """A saver of a graph that is restored is made for the trainable variables alone; its statistics are read."""
    if not {"False", "restore"} <= set(_WORD.findall(subject.source)) or "add_argument" in subject.source:
        return  # all of it is in training mode, or an option decides who trains and who restores
    for call in subject.calls:
        if subject.is_graph and last_name(call.func) == "Saver" and keyword(call, "var_list") is None:
            if not call.args or call.args[0].keyword is not None:
                yield {call: lambda node: with_keyword(node, "var_list", "tf.trainable_variables()")}


def _penalise_bn(subject: Subject) -> Iterator[Edits]:
    """BN in the place of LayerNormalization, in a model whose gradient by its inputs is penalised."""
    if "penalty" in subject.source and len(re.findall("GradientTape", subject.source)) > 1:
        for call in subject.calls:
            if last_name(call.func) == "LayerNormalization" and isinstance(call.func, cst.Attribute):
                yield {call.func: changing(attr=cst.Name("BatchNormalization"))}


def _train_apart(subject: Subject) -> Iterator[Edits]:
    """Each of two batches by itself in the place of both put together, where names tell their kinds apart."""
    if "training=False" not in subject.source and "trainable = False" not in subject.source:
        return
    for call in subject.calls:
        joined = call.args[0].value if call.args else None
        if not isinstance(joined, cst.Call) or last_name(joined.func) != "concat" or not subject.tape(call):
            continue
        parts = joined.args[0].value
        if isinstance(parts, cst.List) and {text(part.value) for part in parts.elements} in _KINDS:
            each = cst.List([cst.Element(_on(call, part.value)) for part in parts.elements])
            made = _on(joined, each)
            yield {call: changing(func=made.func, args=made.args)}


def _on(call: cst.Call, value: cst.BaseExpression) -> cst.Call:
    """Return a call with another first argument."""
    return call.with_changes(args=[call.args[0].with_changes(value=value), *call.args[1:]])


_KINDS = ({"real", "made"}, {"x_source", "x_target"})
"""Names of batches in the programs that are of different kinds."""


OPERATORS = (
    Operator("recompiling forgotten", "BNL109", _forget_compile),
    Operator("frozen after compile", "BNL109", _compile_before_freeze, (2,)),
    Operator("built where it is called", "BNL110", _build_in_call),
    Operator("the learning phase", "BNL113", _learning_phase),
    Operator("statistics dropped", "BNL114", _drop_statistics, (3,)),
    Operator("one row", "BNL201", _one_row),
    Operator("batch of one", "BNL202", _batch_of_one),
    Operator("batch of one, constant", "BNL202", _batch_constant),
    Operator("one example per replica", "BNL203", _one_per_replica),
    Operator("remainder kept", "BNL204", _keep_remainder),
    Operator("each step by itself", "BNL205", _step_by_step, (3,)),
    Operator("batch of four", "BNL206", _batch_of_four),
    Operator("the other layout's axis", "BNL401", _wrong_axis),
    Operator("one layer for two", "BNL402", _share),
    Operator("idle bias", "BNL403", _idle_bias),
    Operator("Dropout before BN", "BNL404", _drop_before),
    Operator("a penalty across samples", "BNL405", _penalise_bn),
    Operator("batches of one kind", "BNL117", _train_apart),
    Operator("old import path", "BNL501", _old_path),
    Operator("statistics not copied", "BNL116", _leave_statistics),
    Operator("statistics not saved", "BNL116", _save_trainables, (2,)),
    Operator("frozen when it is built", "BNL118", _frozen_early),
)

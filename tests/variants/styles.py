"""Ways of writing the same program differently. Each takes a program's text and returns another, or None."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import libcst as cst

from tests.mutants.trees import Subject, edited, every, found, last_name, text

MAGIC = re.compile(r"getattr|setattr|__dict__|asdict|amedtuple|__name__\]|globals\(|NamedTuple|AttrDict|Enum")
"""Programs that use names as data: renaming would change what they do."""
_WORDS = re.compile(
    r"train|fit|update|loss|test|eval|val|predict|infer|sample|generate|serv|score|accuracy|embed|export|demo|visuali|"
    r"plot|show|save|flag|step|main|calibrat|dev|holdout|teacher|target|frozen|ema|^_|^on_|call"
)
"""Names that mean something to a rule keep their words."""


@dataclass(frozen=True)
class Style:
    """One way of rewriting.

    Args:
        name: what is done.
        rewrite: from text to text; None where there is nothing to do.
        moves: statements are split, so a finding may move to another line: only the codes are compared.
    """

    name: str
    rewrite: Callable[[str], str | None]
    moves: bool = False


def _imports_end(tree: cst.Module) -> int:
    """Return the index after the last import at the top level before any other code, a docstring excepted."""
    end = 0
    for index, statement in enumerate(tree.body):
        if _is_import(statement):
            end = index + 1
        elif not (index == 0 and re.match(r"\s*(#.*\n|\s)*[\"']", text(statement))):
            break
    return end


def _is_import(statement: cst.CSTNode) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and all(
        isinstance(part, (cst.Import, cst.ImportFrom)) for part in statement.body
    )


def _statements(code: str) -> list[Any]:
    return list(cst.parse_module(code).body)


def renamed(source: str) -> str | None:
    """Variables, functions, classes, parameters and attributes get other names."""
    if MAGIC.search(source):
        return None
    subject = Subject(source)
    local = {*subject.functions, *subject.classes}
    api = {
        "training",
        "is_training",
        "self",
        "cls",
        "super",
        "optimizer",
        "loss",
        "name",
        "layers",
        "trainable",
        "units",
        "metrics",
        "model",
        "batch_size",  # of a Sequence: what it holds is read off its name
    }
    for definition in subject.classes.values():
        if definition.bases:
            api |= {f.name.value for f in definition.body.body if isinstance(f, cst.FunctionDef)}
            inits = (f for f in definition.body.body if isinstance(f, cst.FunctionDef) and f.name.value == "__init__")
            api |= {p.name.value for f in inits if f.params.star_kwarg for p in found(f.params, cst.Param)}
    defined: list[str] = []
    for node in every(subject.tree):
        if isinstance(node, (cst.FunctionDef, cst.ClassDef, cst.Param)):
            defined.append(node.name.value)
        elif isinstance(node, cst.AssignTarget):
            defined += (
                [n.value for n in found(node.target, cst.Name)] if not isinstance(node.target, cst.Subscript) else []
            )
        elif isinstance(node, (cst.For, cst.CompFor)):
            defined += [n.value for n in found(node.target, cst.Name)]
        elif isinstance(node, cst.AsName):
            defined += [n.value for n in found(node.name, cst.Name)] if subject.owner(node, cst.With) else []
        elif isinstance(node, cst.Attribute) and not (isinstance(node.value, cst.Name) and node.value.value == "self"):
            api.add(node.attr.value)
        elif isinstance(node, cst.Call) and last_name(node.func) not in local:
            api |= {a.keyword.value for a in node.args if a.keyword is not None}
        elif isinstance(node, (cst.ImportAlias, cst.Lambda)):
            api |= {n.value for n in found(node, cst.Name)}
        elif isinstance(node, (cst.SimpleString, cst.FormattedStringText)):
            api |= set(re.findall(r"\w+", node.value))
    new: dict[str, str] = {}
    for name in dict.fromkeys(defined):
        if name not in api and not name.startswith("__"):
            new[name] = f"{name}_other" if _WORDS.search(name) else f"q{len(new)}"
    if not new:
        return None
    names = [n for n in found(subject.tree, cst.Name) if n.value in new]
    return edited(subject.tree, {n: lambda node: node.with_changes(value=new[node.value]) for n in names})


def reordered(source: str) -> str | None:
    """Neighbouring definitions that do not need one another while they are made change places; so do methods."""

    def swap(body: Any) -> list[Any]:
        result = list(body)
        for i in range(len(result) - 1):
            first, second = result[i], result[i + 1]
            if not isinstance(first, (cst.FunctionDef, cst.ClassDef)):
                continue
            if isinstance(second, (cst.FunctionDef, cst.ClassDef)) and not second.decorators and not first.decorators:
                needed = text(second.with_changes(body=cst.IndentedBlock([cst.parse_statement("pass")])))
                needed = text(second) if isinstance(second, cst.ClassDef) else needed
                if not re.search(rf"\b{first.name.value}\b", needed) and first.name.value != second.name.value:
                    result[i], result[i + 1] = second, first
        return result

    tree = cst.parse_module(source)
    classes: dict[Any, Any] = {
        c.body: lambda node: node.with_changes(body=swap(node.body)) for c in found(tree, cst.ClassDef)
    }
    code = edited(tree, {**classes, tree: lambda node: node.with_changes(body=swap(node.body))})
    return code if code != source else None


def annotated(source: str) -> str | None:
    """Type hints for parameters, results and variables."""
    subject = Subject(source)
    if subject.tree.body and re.search(r"^\s*(global|nonlocal) ", source, re.MULTILINE):
        return None
    hint = cst.Annotation(cst.parse_expression('"object"'))
    edits: dict[Any, Any] = {}
    for function in found(subject.tree, cst.FunctionDef):
        for param in [*function.params.params, *function.params.kwonly_params]:
            if param.annotation is None:
                edits[param] = lambda node: node.with_changes(
                    annotation=hint, equal=cst.AssignEqual() if node.default else cst.MaybeSentinel.DEFAULT
                )
        if function.returns is None:
            edits[function] = lambda node: node.with_changes(returns=cst.Annotation(cst.parse_expression('"object"')))
    seen: set[tuple[Any, str]] = set()
    for assign in found(subject.tree, cst.Assign):
        target = assign.targets[0].target
        around = next(
            (o for o in subject.owners(assign) if isinstance(o, (cst.FunctionDef, cst.ClassDef))), subject.tree
        )
        if (
            len(assign.targets) == 1
            and isinstance(target, (cst.Name, cst.Attribute))
            and not isinstance(around, cst.ClassDef)
        ):
            if (around, text(target)) not in seen:
                seen.add((around, text(target)))
                edits[assign] = lambda node: cst.AnnAssign(node.targets[0].target, hint, node.value)
    return edited(subject.tree, edits)


def padded(source: str) -> str | None:
    """Code that nobody uses: imports, constants, a function, a class, a variable in each function."""
    tree = cst.parse_module(source)
    more = _statements(
        "import itertools as unused_itertools\nUNUSED = {'a': [1, 2], 'b': (3.0, None)}\n\n\n"
        "def unused_helper(values, scale=2, *rest, key=None):\n    for value in values:\n        if value > scale:\n"
        "            yield value * scale\n\n\nclass Unused:\n    size = 3\n\n    def half(self):\n        "
        "return self.size / 2\n"
    )
    at = _imports_end(tree)
    line = cst.parse_statement("unused_value = 0\n")

    def start(node: cst.FunctionDef) -> cst.FunctionDef:
        if not isinstance(node.body, cst.IndentedBlock):
            return node
        first = 1 if re.match(r"\s*[\"']", text(node.body.body[0])) else 0
        body = [*node.body.body[:first], line, *node.body.body[first:]]
        return node.with_changes(body=node.body.with_changes(body=body))

    edits: dict[Any, Any] = dict.fromkeys(found(tree, cst.FunctionDef), start)
    edits[tree] = lambda node: node.with_changes(body=[*node.body[:at], *more, *node.body[at:]])
    return edited(tree, edits)


def in_main(source: str) -> str | None:
    """Everything but the imports goes into a function that is called."""
    tree = cst.parse_module(source)
    at = _imports_end(tree)
    rest = tree.body[at:]
    if not rest or re.search(r"^\s*global |import \*", "".join(text(s) for s in rest), re.MULTILINE):
        return None
    main = cst.FunctionDef(cst.Name("main"), cst.Parameters(), cst.IndentedBlock(list(rest)))
    call = cst.parse_statement("main()\n")
    return tree.with_changes(body=[*tree.body[:at], main, call]).code


def guarded(source: str) -> str | None:
    """What is no import and no definition runs under ``if __name__ == "__main__"``."""
    tree = cst.parse_module(source)
    at = max(
        (i + 1 for i, s in enumerate(tree.body) if isinstance(s, (cst.FunctionDef, cst.ClassDef))),
        default=_imports_end(tree),
    )
    rest = tree.body[at:]
    if not rest or "__main__" in source:
        return None
    block = cst.If(cst.parse_expression('__name__ == "__main__"'), cst.IndentedBlock(list(rest)))
    return tree.with_changes(body=[*tree.body[:at], block]).code


def _assigned_calls(subject: Subject) -> Iterator[cst.SimpleStatementLine]:
    """Yield the lines ``x = f(...)`` outside of class bodies."""
    for line in found(subject.tree, cst.SimpleStatementLine):
        if len(line.body) == 1 and isinstance(line.body[0], cst.Assign) and isinstance(line.body[0].value, cst.Call):
            around = subject.owner(line, cst.ClassDef)
            function = subject.owner(line, cst.FunctionDef)
            if around is None or (function is not None and around in subject.owners(function)):
                yield line


def through_identity(source: str) -> str | None:
    """``x = same(f(...))`` with a function that gives back its argument."""
    subject = Subject(source)
    at = _imports_end(subject.tree)
    helper = _statements("\n\ndef same(value):\n    return value\n\n\n")
    calls = [call for line in _assigned_calls(subject) for call in line.body[0].children if isinstance(call, cst.Call)]
    if not calls:
        return None
    edits: dict[Any, Any] = {call: lambda node: cst.Call(cst.Name("same"), [cst.Arg(node)]) for call in calls}
    edits[subject.tree] = lambda node: node.with_changes(body=[*node.body[:at], *helper, *node.body[at:]])
    return edited(subject.tree, edits)


def in_helpers(source: str) -> str | None:
    """``x = f(...)`` becomes ``x = made()`` after ``def made(): return f(...)``."""
    subject = Subject(source)

    def helper(number: int) -> Callable[[cst.SimpleStatementLine], Any]:
        def change(line: cst.SimpleStatementLine) -> Any:
            assign = line.body[0]
            assert isinstance(assign, cst.Assign)
            back = cst.SimpleStatementLine([cst.Return(assign.value)], trailing_whitespace=line.trailing_whitespace)
            made = cst.FunctionDef(
                cst.Name(f"made_{number}"),
                cst.Parameters(),
                cst.IndentedBlock([back]),
                leading_lines=line.leading_lines,
            )
            use = assign.with_changes(value=cst.Call(cst.Name(f"made_{number}")))
            return cst.FlattenSentinel([made, cst.SimpleStatementLine([use])])

        return change

    lines = [line for line in _assigned_calls(subject) if not re.search(r":=|super\(\)|yield|await", text(line))]
    return edited(subject.tree, {line: helper(i) for i, line in enumerate(lines)}) if lines else None


_KEPT = (cst.Name, cst.Attribute, cst.Lambda, cst.GeneratorExp, cst.ListComp, cst.SimpleString)


def arguments_first(source: str) -> str | None:
    """The arguments of ``x = f(...)`` get names of their own first."""
    subject = Subject(source)
    count = 0

    def change(line: cst.SimpleStatementLine) -> Any:
        nonlocal count
        assign = line.body[0]
        assert isinstance(assign, cst.Assign)
        assert isinstance(assign.value, cst.Call)
        before, args = [], []
        for arg in assign.value.args:
            if arg.star or isinstance(arg.value, _KEPT):
                args.append(arg)
                continue
            count += 1
            name = cst.Name(f"argument_{count}")
            before.append(cst.SimpleStatementLine([cst.Assign([cst.AssignTarget(name)], arg.value)]))
            args.append(arg.with_changes(value=name))
        if not before:
            return line
        before[0] = before[0].with_changes(leading_lines=line.leading_lines)
        last = line.with_changes(
            body=[assign.with_changes(value=assign.value.with_changes(args=args))], leading_lines=[]
        )
        return cst.FlattenSentinel([*before, last])

    lines = [line for line in _assigned_calls(subject) if "super()" not in text(line)]
    code = edited(subject.tree, dict.fromkeys(lines, change))
    return code if count else None


_EQUAL = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
_PARAMETERS = {
    "Dense": ("units",),
    "Conv1D": ("filters", "kernel_size"),
    "Conv2D": ("filters", "kernel_size"),
    "Conv2DTranspose": ("filters", "kernel_size"),
    "Input": ("shape",),
    "Dropout": ("rate",),
    "Activation": ("activation",),
    "Sequential": ("layers",),
    "fit": ("x", "y"),
    "gradient": ("target", "sources"),
    "apply_gradients": ("grads_and_vars",),
    "batch": ("batch_size",),
    "compile": ("optimizer", "loss"),
    "predict": ("x",),
    "from_tensor_slices": ("tensors",),
}


def with_keywords(source: str) -> str | None:
    """Arguments by position get their keywords, those of the program's own functions included."""
    subject = Subject(source)
    if subject.is_graph:
        return None
    names = [f.name.value for f in found(subject.tree, cst.FunctionDef)]
    edits: dict[Any, Any] = {}
    for call in subject.calls:
        name = last_name(call.func)
        own = subject.functions.get(name) if names.count(name) == 1 and isinstance(call.func, cst.Name) else None
        params = _PARAMETERS.get(name, ()) if name not in names else ()
        if own is not None and not own.decorators:
            if own.params.star_arg is not cst.MaybeSentinel.DEFAULT:
                continue
            params = tuple(p.name.value for p in own.params.params)
        plain = [a for a in call.args if a.keyword is None]
        bare = any(isinstance(a.value, cst.GeneratorExp) for a in plain)  # without parentheses it takes no keyword
        if plain and len(plain) <= len(params) and not bare and not any(a.star for a in call.args):
            for arg, param in zip(plain, params, strict=False):
                edits[arg] = lambda node, param=param: node.with_changes(keyword=cst.Name(param), equal=_EQUAL)
    return edited(subject.tree, edits) if edits else None


def without_keywords(source: str) -> str | None:
    """Keyword arguments of the program's own functions go by position."""
    subject = Subject(source)
    names = [f.name.value for f in found(subject.tree, cst.FunctionDef)]
    edits: dict[Any, Any] = {}
    for call in subject.calls:
        name = last_name(call.func)
        if names.count(name) != 1 or not isinstance(call.func, cst.Name) or subject.functions[name].decorators:
            continue
        params = [p.name.value for p in subject.functions[name].params.params]
        given = [
            a.keyword.value if a.keyword is not None else params[i] for i, a in enumerate(call.args) if i < len(params)
        ]
        if given == params[: len(call.args)] and not any(a.star for a in call.args):
            edits.update(
                {
                    a: lambda node: node.with_changes(keyword=None, equal=cst.MaybeSentinel.DEFAULT)
                    for a in call.args
                    if a.keyword is not None
                }
            )
    return edited(subject.tree, edits) if edits else None


def _plain_names(subject: Subject, names: dict[str, str]) -> dict[Any, Any]:
    """Return edits for the names as expressions: no attributes, keywords or parts of imports."""
    edits: dict[Any, Any] = {}
    for name in found(subject.tree, cst.Name):
        parent = subject.parents[name]
        if name.value not in names or subject.owner(name, cst.ImportAlias) or subject.owner(name, cst.ImportFrom):
            continue
        if (
            isinstance(parent, cst.Attribute)
            and parent.attr is name
            or isinstance(parent, cst.Arg)
            and parent.keyword is name
        ):
            continue
        edits[name] = lambda node: node.with_changes(value=names[node.value])
    return edits


def aliased(source: str) -> str | None:
    """Every import gets another name."""
    subject = Subject(source)
    names: dict[str, str] = {}
    edits: dict[Any, Any] = {}
    for alias in found(subject.tree, cst.ImportAlias):
        name = alias.asname.name.value if alias.asname is not None else last_name(alias.name)  # type: ignore[union-attr]
        if (
            alias.asname is None
            and isinstance(alias.name, cst.Attribute)
            or "__future__" in text(subject.parents[alias])
        ):
            continue
        names[name] = f"{name}_"
        edits[alias] = lambda node, name=name: node.with_changes(asname=cst.AsName(cst.Name(f"{name}_")))
    defined = {p.name.value for p in found(subject.tree, cst.Param)} | {
        n.value for t in found(subject.tree, cst.AssignTarget) for n in found(t, cst.Name)
    }
    if not names or defined & set(names):
        return None
    return edited(subject.tree, {**edits, **_plain_names(subject, names)})


def imported_whole(source: str) -> str | None:
    """``from a.b import c`` becomes ``import a.b as module`` and ``module.c``."""
    subject = Subject(source)
    edits: dict[Any, Any] = {}
    names: dict[str, str] = {}
    for number, statement in enumerate(found(subject.tree, cst.ImportFrom)):
        module = text(statement.module) if statement.module is not None else ""
        if (
            isinstance(statement.names, cst.ImportStar)
            or statement.relative
            or not re.match(r"(tensorflow|keras)\b", module)
        ):
            continue
        if any(isinstance(a.name, cst.Attribute) or a.asname for a in statement.names) or "normalization" in module:
            continue
        if subject.owner(statement, cst.FunctionDef) is not None or re.fullmatch("tensorflow|keras", module):
            continue
        for alias in statement.names:
            names[last_name(alias.name)] = f"module_{number}.{last_name(alias.name)}"
        new = cst.parse_statement(f"import {module} as module_{number}\n")
        assert isinstance(new, cst.SimpleStatementLine)
        edits[statement] = lambda _, new=new: new.body[0]
    defined = {p.name.value for p in found(subject.tree, cst.Param)} | {
        n.value for t in found(subject.tree, cst.AssignTarget) for n in found(t, cst.Name)
    }
    if not names or defined & set(names):
        return None
    plain = {n: lambda node: cst.parse_expression(names[node.value]) for n in _plain_names(subject, names)}
    return edited(subject.tree, {**edits, **plain})


def commented(source: str) -> str | None:
    """A comment and a blank line before each statement, and brackets around what is assigned."""
    tree = cst.parse_module(source)
    line = cst.EmptyLine(comment=cst.Comment("# a remark: nothing to see, training=False"))
    edits: dict[Any, Any] = {}
    for node in every(tree):
        if isinstance(node, (cst.SimpleStatementLine, cst.BaseCompoundStatement)):
            edits[node] = lambda n: n.with_changes(leading_lines=[cst.EmptyLine(indent=False), line, *n.leading_lines])
    for assign in found(tree, cst.Assign):
        if isinstance(assign.value, cst.Call):
            edits[assign.value] = lambda n: n.with_changes(
                lpar=[cst.LeftParen(), *n.lpar], rpar=[*n.rpar, cst.RightParen()]
            )
    return edited(tree, edits)


def split_lines(source: str) -> str:
    """Windows line endings."""
    return source.replace("\n", "\r\n")


def tabbed(source: str) -> str | None:
    """Tabs for indentation."""
    if '"""' in source or "'''" in source:
        return None
    return re.sub(r"^(    )+", lambda match: "\t" * (len(match[0]) // 4), source, flags=re.MULTILINE)


STYLES = (
    Style("renamed", renamed),
    Style("reordered", reordered),
    Style("annotated", annotated),
    Style("padded", padded),
    Style("in main", in_main),
    Style("guarded", guarded),
    Style("through identity", through_identity),
    Style("in helpers", in_helpers),
    Style("arguments first", arguments_first, moves=True),
    Style("with keywords", with_keywords),
    Style("without keywords", without_keywords),
    Style("aliased", aliased),
    Style("imported whole", imported_whole),
    Style("commented", commented),
    Style("CRLF", split_lines),
    Style("tabs", tabbed),
)

"""The reverse of the mistakes: repairs of what is reported, which do not use bnlint's own fixes.

A repair changes the code that a finding underlines and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import CodeRange

from bnlint.results.findings import Finding
from bnlint.rules import rule
from tests.mutants.experiment import codes, findings
from tests.mutants.trees import (
    Edits,
    Subject,
    changing,
    edited,
    is_constant,
    keyword,
    last_name,
    with_keyword,
    without_keyword,
)

Repairing = Callable[[cst.CSTNode, Subject], Edits | None]


def underlined(subject: Subject, finding: Finding) -> Iterator[cst.CSTNode]:
    """Yield the nodes that a finding underlines exactly, outermost first."""
    wanted = CodeRange((finding.line, finding.column), (finding.end_line, finding.end_column))
    found = [node for node, there in subject.ranges.items() if there == wanted]
    yield from sorted(found, key=lambda node: len(list(subject.owners(node))))


@dataclass(frozen=True)
class Repair:
    """A way to repair what some rules report.

    Args:
        name: what is done.
        codes: the rules whose findings it repairs.
        edits: the change, from the node that is underlined; None when it does not apply.
    """

    name: str
    codes: tuple[str, ...]
    edits: Repairing


def _pass(value: str) -> Repairing:
    def edits(node: cst.CSTNode, subject: Subject) -> Edits | None:
        if not isinstance(node, cst.Call) or len(node.args) != 1 + _has_flag(node):
            return None
        return {node: lambda call: with_keyword(call, "training", value)}

    return edits


def _hand_on(node: cst.CSTNode, subject: Subject) -> Edits | None:
    function = subject.owner(node, cst.FunctionDef)
    if function is None or all(param.name.value != "training" for param in function.params.params):
        return None
    return _pass("training")(node, subject)


def _at_inference(node: cst.CSTNode, subject: Subject) -> Edits | None:
    function = subject.owner(node, cst.FunctionDef)
    return None if function is not None and function.name.value == "call" else _pass("False")(node, subject)


def _has_flag(call: cst.Call) -> bool:
    return keyword(call, "training") is not None


def _drop(node: cst.CSTNode, subject: Subject) -> Edits | None:
    if not isinstance(node, cst.Call) or not _has_flag(node):
        return None
    return {node: lambda call: without_keyword(call, "training")}


def _call_the_layer(node: cst.CSTNode, subject: Subject) -> Edits | None:
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Attribute) or last_name(node.func) != "call":
        return None
    return {node: lambda call: call.with_changes(func=call.func.value)}


def _value(text: str) -> Repairing:
    """Write another value where the number is that is underlined, or in the keyword argument that is."""

    def edits(node: cst.CSTNode, subject: Subject) -> Edits | None:
        if isinstance(node, cst.Arg) and node.keyword is not None:
            return {node: changing(value=cst.parse_expression(text))}
        if isinstance(node, (cst.Integer, cst.Float, cst.UnaryOperation)):
            return {node: lambda old: cst.parse_expression(text)}
        return None

    return edits


def _more_rows(node: cst.CSTNode, subject: Subject) -> Edits | None:
    if isinstance(node, cst.Integer):
        return {node: changing(value="8")}
    if isinstance(node, cst.Call):
        ones = [arg.value for arg in node.args if is_constant(arg, "1")]
        return {one: changing(value="8") for one in ones} or None
    return None


REPAIRS = (
    Repair("the flag is True in the training step", ("BNL101", "BNL102"), _pass("True")),
    Repair("the flag is handed on", ("BNL103", "BNL104", "BNL105", "BNL107"), _hand_on),
    Repair("the flag is False at inference", ("BNL105",), _at_inference),
    Repair("the flag is left to Keras", ("BNL106", "BNL108"), _drop),
    Repair("the layer is called, not its method", ("BNL111",), _call_the_layer),
    Repair("a batch has eight rows", ("BNL202", "BNL203"), _more_rows),
    Repair("momentum is 0.9", ("BNL301", "BNL302", "BNL303"), _value("0.9")),
    Repair("epsilon is 0.001", ("BNL311", "BNL312"), _value("0.001")),
    Repair("the axis is the last", ("BNL401",), _value("-1")),
)
"""All repairs."""


@dataclass(frozen=True)
class Repaired:
    """A program in which one finding was repaired.

    Args:
        finding: what was reported.
        repair: what was done about it.
        before: the program.
        source: what became of it.
        dialect: the Keras it is read for.
    """

    finding: Finding
    repair: Repair
    before: str
    source: str
    dialect: int

    @property
    def better(self) -> bool:
        """Whether the rule has fewer findings, and no rule that is on by default has more."""
        was, now = codes(self.before, self.dialect), codes(self.source, self.dialect)
        more = {code for code in now if now[code] > was[code] and not rule(code).can_be_enabled}
        return now[self.finding.code] < was[self.finding.code] and not more


def repaired(source: str, dialect: int, code: str | None = None) -> Iterator[Repaired]:
    """Repair each finding in a program, one at a time.

    Args:
        source: the program.
        dialect: the Keras it is read for.
        code: repair only this rule's findings.
    """
    said = [finding for finding in findings(source, dialect) if code in (None, finding.code)]
    subject = Subject(source)
    for finding in said:
        for repair in REPAIRS:
            if finding.code in repair.codes:
                changes = (repair.edits(node, subject) for node in underlined(subject, finding))
                text = next((edited(subject.tree, change) for change in changes if change), source)
                if text != source:
                    yield Repaired(finding, repair, source, text, dialect)

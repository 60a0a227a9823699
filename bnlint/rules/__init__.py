"""The rules, one module each, named by code: ``bnlint/rules/bnl101.py`` holds ``RULE`` of BNL101."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from bnlint.rules.base import Report, Rule

if TYPE_CHECKING:
    from bnlint.events import Testimony

__all__ = ["ALL_CODES", "CODES", "Report", "Rule", "all_rules", "judge", "rule"]

CODES = (
    "BNL101",
    "BNL102",
    "BNL103",
    "BNL104",
    "BNL105",
    "BNL106",
    "BNL107",
    "BNL108",
    "BNL109",
    "BNL110",
    "BNL111",
    "BNL112",
    "BNL113",
    "BNL114",
    "BNL115",
    "BNL116",
    "BNL117",
    "BNL118",
    "BNL201",
    "BNL202",
    "BNL203",
    "BNL204",
    "BNL205",
    "BNL206",
    "BNL301",
    "BNL302",
    "BNL303",
    "BNL304",
    "BNL311",
    "BNL312",
    "BNL401",
    "BNL402",
    "BNL403",
    "BNL404",
    "BNL405",
    "BNL501",
)
"""The rules about programs."""

ABOUT_COMMENTS = ("BNL002",)
"""The rules about comments in programs: what they say, and how it is repaired; no program shows a symptom of theirs."""

ALL_CODES = (*ABOUT_COMMENTS, *CODES)


@cache
def rule(code: str) -> Rule:
    """Return the rule with this code.

    Raises:
        KeyError: there is no such rule.
    """
    if code not in ALL_CODES:
        raise KeyError(code)
    found: Rule = import_module(f"bnlint.rules.{code.lower()}").RULE
    return found


def judge(testimony: Testimony, enable: Container[str]) -> Iterator[tuple[str, Report | Exception]]:
    """Run the rules on a testimony.

    Args:
        testimony: of either witness.
        enable: the opt-in rules that are switched on.

    Yields:
        A code with each report of its rule, unless a rule that tells more reports the same place (``yields_to``). A
        rule that fails must not cost the reports of the others: it yields its exception.
    """
    found: dict[str, list[Report | Exception]] = {}
    for code in CODES:
        one = rule(code)
        if one.opt_in and code not in enable:
            continue
        said = found.setdefault(code, [])
        try:
            said.extend(report for report in one.check(testimony) if not report.opt_in or code in enable)
        except Exception as error:
            said.append(error)
    for code, said in found.items():
        better = {
            report.site
            for other in rule(code).yields_to
            for report in found.get(other, ())
            if isinstance(report, Report)
        }
        for report in said:
            if isinstance(report, Exception) or report.site not in better:
                yield code, report


def all_rules() -> tuple[Rule, ...]:
    """Return every rule, in the order of the codes."""
    return tuple(rule(code) for code in CODES)

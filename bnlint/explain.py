"""``bnlint rule``: what a rule says, from the rule's own module."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from inspect import cleandoc

from bnlint.rules import CODES, rule


def explain(code: str) -> Iterator[str]:
    """Yield the lines that explain one rule.

    Args:
        code: ``BNLxxx``.

    Raises:
        KeyError: there is no such rule.
    """
    entry = rule(code)
    yield f"{entry.code} {entry.name}"
    yield entry.summary
    dialects = " and ".join(str(dialect) for dialect in entry.dialects)
    default = f"off unless enabled (--enable {code})" if entry.opt_in else "on"
    yield f"Keras {dialects}. Default: {default}."
    text = import_module(f"bnlint.rules.{code.lower()}").__doc__
    if text:
        yield ""
        yield from cleandoc(text).splitlines()


def explain_all() -> Iterator[str]:
    """Yield the lines that explain every rule, in the order of the codes."""
    for number, code in enumerate(CODES):
        if number:
            yield from ("", "-" * 80, "")
        yield from explain(code)

"""Where the project's pages are."""

from __future__ import annotations

DOCUMENTATION = "https://bnlint.readthedocs.io/en/latest/"


def rule_page(code: str) -> str:
    """Return the address of a rule's page.

    Args:
        code: ``BNLxxx``.
    """
    return f"{DOCUMENTATION}rules/{code}.html"

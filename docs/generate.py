"""Writes the pages of the rules, of their symptoms, and the table of the settings: ``python -m docs.generate``."""

from __future__ import annotations

from pathlib import Path

from bnlint import evidence
from bnlint.explain import explanation
from bnlint.explain.markdown import below, keras, render, table
from bnlint.rules import ALL_CODES, CODES, Rule
from bnlint.settings.catalogue import CATALOGUE
from docs import symptoms

RULES = Path(__file__).resolve().parent / "rules"
SYMPTOMS = RULES.parent / "symptoms.md"
SETTINGS = RULES.parent / "settings.md"
GROUPS = {
    "BNL1": "Training context",
    "BNL2": "Batch size",
    "BNL3": "Momentum and epsilon",
    "BNL4": "Shape and structure",
    "BNL5": "Version",
    "BNL0": "Comments",
}


def figure(code: str) -> str:
    """Return the place of a rule's figure, relative to the pages; "" if there is none."""
    names = [f"figures/{code}-keras{target}.svg" for target in ("3", "2", "1", "3-jax", "3-torch")]
    return next((name for name in names if (RULES / name).is_file()), "")


def pages() -> dict[str, str]:
    """Return the text of each page, by file name."""
    return {f"{code}.md": page(code) for code in ALL_CODES} | {"index.md": index()}


def page(code: str) -> str:
    """Return the text of a rule's page."""
    found = explanation(code)
    return symptoms.linked(found, render(found, figure(code)))


def by_symptom() -> str:
    """Return the page that leads from symptoms to rules."""
    return symptoms.page([explanation(code) for code in CODES])


def index() -> str:
    """Return the page with the table of all rules."""
    parts = [
        "# Rules",
        "Each rule has a page: what it reports, why that is bad, what to do instead, and what was measured when its "
        "bad and good programs ran on TensorFlow.",
    ]
    for prefix, title in GROUPS.items():
        parts += [f"## {title}", table(("code", "reported", "Keras", "default"), _rows(prefix))]
    parts += ["## Measured in", _versions(), _toctree()]
    return "\n\n".join(parts) + "\n"


def settings_page(text: str) -> str:
    """Return the page of the settings with the table of their keys as they are.

    Args:
        text: the page as it was.
    """
    rows = [(f"`{key}`", f"{about.value}; default: {about.default}", about.meaning) for key, about in CATALOGUE.items()]
    before, rest = text.split("| key | value |", 1)
    return before + table(("key", "value", "meaning"), rows) + "\n\n" + rest.split("\n\n", 1)[1]


def _rows(prefix: str) -> list[tuple[str, ...]]:
    found = [explanation(code) for code in ALL_CODES if code.startswith(prefix)]
    return [(f"[{e.rule.code}]({e.rule.code}.md)", e.rule.summary, e.keras, _default(e.rule)) for e in found]


def _default(rule: Rule) -> str:
    return "off" if rule.opt_in else "partly on" if rule.opt_in_part else "on"


def _versions() -> str:
    """Return the table of runs, with how many rules each confirmed."""
    rows = []
    for run in evidence.runs():
        rules = [c for c in evidence.all_confirmations() if evidence.run_of(c) == run]
        confirmed = sum(c.confirmed for c in rules)
        rows.append((keras(rules[0]), below(rules[0]), rules[0].date, f"{confirmed} of {len(rules)}"))
    return table(("Keras", "on", "measured on", "rules confirmed"), rows)


def _toctree() -> str:
    return "\n".join(("```{toctree}", ":hidden:", "", *ALL_CODES, "```"))


def main() -> None:
    """Write every page; a rule that is gone takes its page along."""
    wanted = pages()
    for path in RULES.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (RULES / name).write_text(text, encoding="utf-8")
    SYMPTOMS.write_text(by_symptom(), encoding="utf-8")
    SETTINGS.write_text(settings_page(SETTINGS.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()

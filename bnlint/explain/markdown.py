"""An explanation as Markdown: ``bnlint rule --output-format markdown``, and the rule's page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bnlint.evidence import Confirmation, Measured
from bnlint.explain import Explanation
from bnlint.libraries.keras_versions import BACKEND_TITLES
from bnlint.links import rule_page

LAST = "References"
"""The section that the evidence stands before."""


def render(found: Explanation, figure: str = "") -> str:
    """Return the whole text.

    Args:
        found: the rule.
        figure: where the rule's figure is, relative to the text; "" for none.
    """
    rule = found.rule
    parts = [
        f"# {rule.code} {rule.name}",
        found.lead,
        f"Keras {found.keras}. Default: {found.default}.",
    ]
    before = [s for s in found.sections if s.heading != LAST]
    after = [s for s in found.sections if s.heading == LAST]
    parts += (f"## {section.heading}\n{section.body}" for section in before)
    if found.confirmations:
        parts.append("## Evidence\n" + "\n\n".join(_evidence(found, figure)))
    parts += (f"## {section.heading}\n{section.body}" for section in after)
    return "\n\n".join(part for part in parts if part) + "\n"


def without_evidence(found: Explanation) -> str:
    """Return the text with a link to what was measured instead of its tables.

    Args:
        found: the rule.
    """
    text = render(replace(found, confirmations=()))
    return f"{text}\n[What was measured]({rule_page(found.rule.code)})\n" if found.confirmations else text


def _evidence(found: Explanation, figure: str) -> Iterator[str]:
    """Yield what the newest version of each dialect showed, and in which versions that was confirmed."""
    newest_of = {_kind_of(c): c for c in reversed(found.confirmations)}
    for number, target in enumerate(dict.fromkeys(map(_kind_of, found.confirmations))):
        newest = newest_of[target]
        yield f"`bnlint verify` with {keras(newest)} and {below(newest)} measured:"
        yield table(
            ("program", "measured"),
            [(f"{_kind(p)}: {_file(p.program)}", p.text) for p in _bad_first(newest)],
        )
        if figure and number == 0:
            yield f"![What was measured on a bad and on a good program of {found.rule.code}]({figure})"
    yield table(
        ("Keras", "on", "confirmed", "measured on"),
        [(keras(c), below(c), "yes" if c.confirmed else "**no**", c.date) for c in found.confirmations],
    )
    yield from _differences(found)
    if len(found.confirmed_on) + len(found.elsewhere) > 1:
        titles = [BACKEND_TITLES[backend] for backend in found.confirmed_on]
        said = [f"Confirmed in Keras 3 on {', '.join(titles)}."] if titles else []
        said += [f"{BACKEND_TITLES[backend]}: {why}." for backend, why in found.elsewhere.items()]
        yield " ".join(said)


def _differences(found: Explanation) -> Iterator[str]:
    """Yield programs that other versions than the newest ended in another way: with an exception, or not confirmed."""
    lines = []
    for confirmation in found.confirmations:
        newest = next(c for c in found.confirmations if _kind_of(c) == _kind_of(confirmation))
        usual = {p.program: _ending(p.text) for p in newest.programs}
        for program in confirmation.programs:
            if program.problem or _ending(program.text) != usual.get(program.program, ""):
                said = program.problem or program.text
                lines.append(f"- {keras(confirmation)}{_on(confirmation)}, {_file(program.program)}: {_escaped(said)}")
    if lines:
        yield "In other versions:\n\n" + "\n".join(lines)


def _kind_of(confirmation: Confirmation) -> tuple[int, str]:
    return confirmation.dialect, confirmation.backend


def _ending(text: str) -> str:
    """Return the class of the exception that a measurement names, "" without one."""
    _, found, rest = text.partition("raised ")
    return rest.partition(":")[0] if found else ""


def keras(confirmation: Confirmation) -> str:
    """Name what ran: the package of Keras 2 is tf_keras."""
    graph = " (TF1 graph)" if confirmation.dialect == 1 else ""
    return f"{'Keras' if confirmation.dialect == 3 else 'tf_keras'} {confirmation.keras}{graph}"


def _on(confirmation: Confirmation) -> str:
    return "" if confirmation.backend == "tensorflow" else f" on {BACKEND_TITLES[confirmation.backend]}"


def below(confirmation: Confirmation) -> str:
    """Name what Keras ran on."""
    return f"{BACKEND_TITLES[confirmation.backend]} {confirmation.below}"


def table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [heading, tuple("---" for _ in heading), *(tuple(map(_escaped, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _kind(program: Measured) -> str:
    """Say what a program shows; one that is bad in the other dialect only is right in this one."""
    if program.bad:
        return "bad"
    return "good in this Keras" if "/bad_" in program.program else "good"


def _bad_first(confirmation: Confirmation) -> list[Measured]:
    return sorted(confirmation.programs, key=lambda p: not p.bad)


def _file(program: str) -> str:
    return f"`{program.partition('/')[2]}`"


def _escaped(text: str) -> str:
    """Return a cell's text; the double underscores of a name are no mark for bold outside of backquotes."""
    parts = text.replace("|", "\\|").replace("<", "&lt;").split("`")
    parts[::2] = (part.replace("__", r"\_\_") for part in parts[::2])
    return "`".join(parts)

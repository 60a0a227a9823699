"""Command: ``python -m lab.reality --programs 1000``."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypedDict

from lab.reality.grammar import program, scenarios
from lab.reality.laboratory import Laboratory
from lab.reality.shrinking import shrink
from lab.reality.worker import Reply

SHRUNK = 3
"""Programs per kind of difference that are made small."""

Difference = tuple[str, str]
"""missed, false, elsewhere, error or lost, and the code."""

KINDS = ("agreed", "elsewhere", "missed", "false", "unreached")
"""The columns of the summary; of the last one a run says nothing."""


class Entry(TypedDict):
    """A program and what came of it."""

    seed: int
    dialect: int
    reply: Reply | None


def examine(
    dialect: int,
    seeds: range,
    keep: Path | None,
    shrinking: bool,
    seconds: float = float("inf"),
    only: Sequence[str] = (),
) -> list[Entry]:
    """Examine programs of one dialect.

    Args:
        dialect: 2 or 3.
        seeds: one program each.
        keep: a folder for the programs that the witnesses differ on.
        shrinking: keep a small form of the first ones of each kind, too.
        seconds: begin no further program after this time.
        only: scenarios; those that the dialect has not are left out.
    """
    there = [name for name in only if name in scenarios(dialect)]
    if only and not there:
        return []
    end = time.monotonic() + seconds
    laboratory = Laboratory(dialect)
    found: list[Entry] = []
    known: Counter[Difference] = Counter()
    try:
        for seed in seeds:
            if time.monotonic() > end:
                break
            text = program(seed, dialect, there)
            reply = laboratory.examine(text)
            found.append(Entry(seed=seed, dialect=dialect, reply=reply))
            wrong = differences(reply)
            if not wrong or keep is None:
                continue
            print(f"Keras {dialect}, seed {seed}: {wrong}", file=sys.stderr, flush=True)
            (keep / f"keras{dialect}-{seed}.py").write_text(text, encoding="utf-8")
            new = [difference for difference in sorted(set(wrong)) if known[difference] < SHRUNK]
            known.update(new)
            for difference in new if shrinking else ():
                small = shrink(text, partial(_shows, laboratory, difference))
                name = "-".join((f"keras{dialect}", str(seed), *difference))
                (keep / f"{name}.py").write_text(small + "\n", encoding="utf-8")
    finally:
        laboratory.close()
    return found


def _shows(laboratory: Laboratory, difference: Difference, text: str) -> bool:
    return difference in differences(laboratory.examine(text))


def differences(reply: Reply | None) -> list[Difference]:
    """Return where the witnesses differ, and the code.

    What both report, but at different lines, is "elsewhere".
    """
    if reply is None:
        return [("lost", "-")]
    missed, false = Counter(code for code, _ in reply["missed"]), Counter(code for code, _ in reply["false"])
    found: list[Difference] = []
    for kind, counts in (("elsewhere", missed & false), ("missed", missed - false), ("false", false - missed)):
        found += [(kind, code) for code in counts.elements()]
    return found + [("error", "-") for _ in reply["errors"][:1]]


def table(entries: list[Entry]) -> str:
    """Draw the summary: a row per rule, its agreements, misses and false alarms per dialect."""
    lines = []
    for dialect in (3, 2):
        own = [e["reply"] for e in entries if e["dialect"] == dialect]
        counts: Counter[tuple[str, str]] = Counter()
        for reply in own:
            if reply is not None:
                counts.update((code, "agreed") for code, _ in reply["agreed"])
                counts.update((code, "unreached") for code, _ in reply["unreached"])
                counts.update((code, kind) for kind, code in differences(reply) if code != "-")
        raised = sum(1 for r in own if r is not None and r["exception"])
        lost, errors = sum(r is None for r in own), sum(bool(r and r["errors"]) for r in own)
        alike = sum(not differences(r) for r in own)
        lines.append(
            f"Keras {dialect}: {len(own)} programs, {alike} alike; {raised} raised, {lost} lost, {errors} with errors"
        )
        lines.append(f"{'rule':10}" + "".join(f"{kind:>10}" for kind in KINDS))
        lines += [
            f"{code:10}" + "".join(f"{counts[code, kind]:10}" for kind in KINDS)
            for code in sorted({code for code, _ in counts})
        ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run; 1 when the witnesses differ anywhere."""
    parser = argparse.ArgumentParser(prog="python -m lab.reality", description=__doc__)
    parser.add_argument("--programs", type=int, default=1000, help="per dialect")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--dialect", type=int, choices=(2, 3), action="append", help="default: both")
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side, one per dialect at most")
    parser.add_argument("--keep", type=Path, help="a folder for the programs that the witnesses differ on")
    parser.add_argument("--shrink", action="store_true", help="make those programs small, too")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="per dialect: draw no program after this")
    names = sorted(scenarios(2) | scenarios(3))
    parser.add_argument("--only", nargs="+", choices=names, default=(), metavar="SCENARIO", help=", ".join(names))
    options = parser.parse_args()
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
    seeds = range(options.first, options.first + options.programs)
    dialects = options.dialect or [3, 2]
    with ThreadPoolExecutor(options.jobs) as pool:
        runs = [
            pool.submit(examine, d, seeds, options.keep, options.shrink, options.seconds, options.only)
            for d in dialects
        ]
        entries = [entry for run in runs for entry in run.result()]
    if options.keep is not None:
        (options.keep / "replies.json").write_text(json.dumps(entries), encoding="utf-8")
    sys.stdout.write(table(entries))
    return int(any(differences(e["reply"]) for e in entries))


if __name__ == "__main__":
    sys.exit(main())

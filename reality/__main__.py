"""Command: ``python -m reality --programs 1000``."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from reality.grammar import program
from reality.laboratory import Laboratory
from reality.shrinking import shrink
from reality.worker import Reply


def examine(dialect: int, seeds: range, keep: Path | None, shrinking: bool) -> list[dict[str, Any]]:
    """Examine programs of one dialect."""
    laboratory = Laboratory(dialect)
    found: list[dict[str, Any]] = []
    known: Counter[tuple[str, str]] = Counter()
    try:
        for seed in seeds:
            text = program(seed, dialect)
            reply = laboratory.examine(text)
            entry: dict[str, Any] = {"seed": seed, "dialect": dialect, "reply": reply}
            found.append(entry)
            wrong = differences(reply)
            if wrong:
                print(f"Keras {dialect}, seed {seed}: {wrong}", file=sys.stderr, flush=True)
            if keep is not None and wrong:
                (keep / f"keras{dialect}-{seed}.py").write_text(text, encoding="utf-8")
                for kind, code in sorted(set(wrong)) if shrinking else ():
                    known[kind, code] += 1
                    if known[kind, code] > 3:
                        continue
                    small = shrink(text, lambda t, k=(kind, code): k in differences(laboratory.examine(t)))  # type: ignore[misc]
                    (keep / f"keras{dialect}-{seed}-{kind}-{code}.py").write_text(small + "\n", encoding="utf-8")
    finally:
        laboratory.close()
    return found


def differences(reply: Reply | None) -> list[tuple[str, str]]:
    """Return where the witnesses differ: missed or false, and the code."""
    if reply is None:
        return [("lost", "-")]
    wrong = [("missed", code) for code, _ in reply["missed"]] + [("false", code) for code, _ in reply["false"]]
    return wrong + [("error", "-") for _ in reply["errors"][:1]]


def table(entries: list[dict[str, Any]]) -> str:
    """Draw the summary: a row per rule, its agreements, misses and false alarms per dialect."""
    lines = []
    for dialect in (3, 2):
        own = [e["reply"] for e in entries if e["dialect"] == dialect]
        counts: Counter[tuple[str, str]] = Counter()
        for reply in own:
            if reply is not None:
                for kind in ("agreed", "missed", "false"):
                    counts.update((code, kind) for code, _ in reply[kind])
        raised = sum(1 for r in own if r is not None and r["exception"])
        lost, errors = sum(r is None for r in own), sum(bool(r and r["errors"]) for r in own)
        alike = sum(not differences(r) for r in own)
        lines.append(
            f"Keras {dialect}: {len(own)} programs, {alike} alike; {raised} raised, {lost} lost, {errors} with errors"
        )
        lines.append(f"{'rule':8}{'agreed':>8}{'missed':>8}{'false':>8}")
        lines += [
            f"{code:8}" + "".join(f"{counts[code, kind]:8}" for kind in ("agreed", "missed", "false"))
            for code in sorted({code for code, _ in counts})
        ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run; 1 when the witnesses differ anywhere."""
    parser = argparse.ArgumentParser(prog="python -m reality", description=__doc__)
    parser.add_argument("--programs", type=int, default=1000, help="per dialect")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--dialect", type=int, choices=(2, 3), action="append")
    parser.add_argument("--keep", type=Path, help="a folder for the programs that the witnesses differ on")
    parser.add_argument("--shrink", action="store_true", help="make those programs small, too")
    options = parser.parse_args()
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
    seeds = range(options.first, options.first + options.programs)
    dialects = options.dialect or [3, 2]
    with ThreadPoolExecutor(len(dialects)) as pool:
        runs = [pool.submit(examine, d, seeds, options.keep, options.shrink) for d in dialects]
        entries = [entry for run in runs for entry in run.result()]
    if options.keep is not None:
        (options.keep / "replies.json").write_text(json.dumps(entries), encoding="utf-8")
    sys.stdout.write(table(entries))
    return int(any(differences(e["reply"]) for e in entries))


if __name__ == "__main__":
    sys.exit(main())

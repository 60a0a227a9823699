"""All ways of breaking all fixtures, rules and experiments: ``python -m lab.sabotage``.

Exits with 1 when ``bnlint verify`` still confirms one, or does not confirm a pair of programs that is as it should be.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bnlint.rules import CODES, rule
from bnlint.runtime.confirmation import Row
from bnlint.runtime.programs import find_programs, own_programs
from bnlint.runtime.verify import jobs_for, measure
from lab.sabotage.programs import Pair, Variant, variants
from lab.sabotage.rules import Sabotage, noticed, run, sabotages


def main() -> int:
    """Break everything and print what was confirmed nevertheless."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("codes", nargs="*", default=CODES, metavar="CODE", help="only these rules")
    parser.add_argument("--keras", type=int, choices=(2, 3), help="only this Keras generation")
    parser.add_argument("--only", choices=("programs", "rules"), help="break nothing else")
    parser.add_argument("--together", action="store_true", help="break all rules at once, on one pair of each")
    options = parser.parse_args()
    dialects = {2: (1, 2), 3: (3,)}.get(options.keras, (1, 2, 3))
    wrong: list[str] = []
    codes = [code for code in options.codes if not _backend(code) or find_spec("torch") is not None]
    for code in set(options.codes) - set(codes):
        print(f"{code} is left out: PyTorch is not installed", file=sys.stderr)
    if options.only != "rules":
        wrong += programs(codes, dialects)
    if options.only != "programs":
        if options.together:
            wrong += together(codes, dialects)
        else:
            wrong += rules(codes, ("--keras", str(options.keras)) if options.keras else ())
    for line in wrong:
        print(line)
    return 1 if wrong else 0


def pairs(codes: Collection[str], dialects: tuple[int, ...]) -> list[Pair]:
    """Return each bad program, in each dialect, with the good one beside it: its namesake, else the rule's first."""
    there = [program for program in find_programs(own_programs()) if program.code in codes]
    elsewhere = [program for program in there if _backend(program.code)]
    jobs = jobs_for(there, dialects) + jobs_for(elsewhere, dialects, "torch")
    good = [j for j in jobs if not j.program.bad and j.program.path.is_file()]
    found = []
    for job in jobs:
        if not job.shows or not job.program.path.is_file():
            continue
        name = job.program.path.name.replace("bad_", "good_", 1)
        beside = [j for j in good if (j.program.code, j.dialect) == (job.program.code, job.dialect)]
        beside.sort(key=lambda j: (j.program.path.name != name, j.program.path.name))
        if beside:
            found.append(Pair(job.program.code, job.dialect, job.program.path, beside[0].program.path, job.backend))
    return found


def programs(codes: list[str], dialects: tuple[int, ...]) -> list[str]:
    """Break the programs; return what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        made = [variant for pair in pairs(codes, dialects) for variant in variants(pair, Path(folder))]
        return judged(made)


def judged(made: list[Variant]) -> list[str]:
    """Run variants and return what is wrong: a broken one that is confirmed, or a whole one that is not."""
    jobs = list(dict.fromkeys(job for variant in made for job in variant.jobs))
    outcomes = {o.job: o for o in measure(jobs, lambda text, share: print(text, file=sys.stderr))}
    wrong, counts = [], Counter[str]()
    for variant in made:
        row = Row(variant.code, variant.dialect, [outcomes[job] for job in variant.jobs])
        way = variant.name.partition(" ")[0]
        counts[way] += 1
        if row.confirmed != (way == "unbroken"):
            texts = "; ".join(f"{failure.part}: {failure.text}" for failure in row.failures)
            wrong.append(f"{variant.name}: {'confirmed' if row.confirmed else 'not confirmed: ' + texts}")
    for way, count in counts.items():
        print(f"{way:24}{count:5}", file=sys.stderr)
    return wrong


def rules(codes: list[str], options: tuple[str, ...]) -> list[str]:
    """Break the rules and experiments one at a time, on all their programs; return what is wrong."""
    wrong = []
    for sabotage in (found for code in codes for found in sabotages(code)):
        with tempfile.TemporaryDirectory() as folder:
            code, said = run([sabotage], Path(folder), own_programs(), *options, *_backend(sabotage.code))
        wrong += told(sabotage, code, said)
    return wrong


def together(codes: list[str], dialects: tuple[int, ...]) -> list[str]:
    """Break all rules or experiments in one way at a time, on one pair of each; return what is wrong.

    An experiment is asked for its own rule only, so it does not matter that the others are broken, too. What other
    rules report does matter, hence ``noticed``. And a single pair cannot hide behind another one.
    """
    wrong, left = [], set(codes)
    for dialect in sorted(dialects, reverse=True):
        chosen = {pair.code: pair for pair in reversed(pairs(left, (dialect,)))}
        left -= set(chosen)
        ways = zip(*(sabotages(code) for code in sorted(chosen)), strict=True)
        for broken in ((), *ways) if chosen else ():
            with tempfile.TemporaryDirectory() as folder:
                fixtures = Path(folder) / "fixtures"
                for code, pair in chosen.items():
                    (fixtures / code).mkdir(parents=True)
                    for program in (pair.bad, pair.good):
                        shutil.copy(program, fixtures / code)
                keras = ("--keras", str(max(dialect, 2)))
                result, said = run(broken, Path(folder) / "copy", fixtures, *keras)
            if not broken:
                wrong += [f"unbroken {row['rule']}: {row['failed']}" for row in said["rows"] if row["failed"]]
            for sabotage in broken:
                wrong += told(sabotage, result, said)
    return wrong + rules([code for code in sorted(left) if _backend(code) and 3 in dialects], ())


def told(sabotage: Sabotage, code: int, said: dict[str, Any]) -> list[str]:
    """Print what came of a broken module; return what is wrong."""
    rows = [row for row in said.get("rows", ()) if row["rule"] == sabotage.code]
    failed = sorted({part for row in rows for part in row["failed"]})
    print(f"{sabotage.name}: exit code {code}, {', '.join(failed)}", file=sys.stderr, flush=True)
    right = code % 2 == 1 and rows and all(noticed(sabotage.code, row) for row in rows)
    return [] if right else [f"{sabotage.name}: exit code {code}, {', '.join(failed) or 'confirmed'}"]


def _backend(code: str) -> tuple[str, ...]:
    """Return the option for a rule that TensorFlow does not have."""
    return ("--backend", "torch") if rule(code).absence("tensorflow") else ()


if __name__ == "__main__":
    sys.exit(main())

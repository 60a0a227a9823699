"""Which of the generated programs hold a mistake of which rule: ``python -m lab.reality.seeds`` looks for them anew.

A rule without such a program is one that TensorFlow is never asked about, beyond its own fixtures.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from bnlint.api import check_source
from bnlint.rules import CODES, rule
from bnlint.settings.config import Config
from lab.reality.grammar import program

FILE = Path(__file__).with_name("seeds.json")
"""For each rule the seed and the dialect of a program with such a mistake."""


def mistakes(seed: int, dialect: int) -> set[str]:
    """Return the rules that the linter reports in a program, the opt-in ones included."""
    enable = frozenset(code for code in CODES if rule(code).can_be_enabled)
    findings = check_source(program(seed, dialect), "<program>", Config("3" if dialect == 3 else "2", enable))
    return {finding.code for finding in findings}


def search(limit: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the first program of each rule, as they come.

    Args:
        limit: of seeds.
    """
    left = set(CODES)
    for seed in range(limit):
        for dialect in (3, 2):
            if not left:
                return
            for code in sorted(mistakes(seed, dialect) & left):
                left.remove(code)
                yield code, (seed, dialect)


def main() -> int:
    """Write the file; 1 when a rule is in no program."""
    parser = argparse.ArgumentParser(prog="python -m lab.reality.seeds", description=__doc__)
    parser.add_argument("--limit", type=int, default=2_000, help="seeds to try (default: 2000, a minute)")
    found = dict(search(parser.parse_args().limit))
    lines = ",\n".join(f"  {json.dumps(code)}: {json.dumps(found[code])}" for code in sorted(found))
    FILE.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    missing = [code for code in CODES if code not in found and not rule(code).absence("tensorflow")]
    if missing:
        print(f"in no program: {', '.join(missing)}; lab/reality/scenarios.py is the place for one", file=sys.stderr)
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())

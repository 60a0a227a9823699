"""All mutants of all programs: ``python -m lab.mutants``. Exits with 1 when one is not reported."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from tests.mutants.experiment import Mutant, mutants
from tests.mutants.programs import good, read
from tests.mutants.repairs import repaired


def main() -> int:
    """Run the experiment, repair each mutant, and print a table of operators and what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", nargs="*", type=Path, help="other programs to make mutants of")
    parser.add_argument("--survivors", type=Path, help="a folder for the texts of the mutants that are not reported")
    options = parser.parse_args()
    made: Counter[tuple[str, str]] = Counter()
    killed: Counter[tuple[str, str]] = Counter()
    survivors: list[Mutant] = []
    cured: Counter[bool] = Counter()
    for mutant in mutants([p for p in read(options.programs) if p.good] if options.programs else good()):
        key = (mutant.operator.code, mutant.operator.name)
        made[key] += 1
        if mutant.reported:
            killed[key] += 1
            for again in repaired(mutant.source, mutant.dialect, mutant.operator.code):
                cured[again.better] += 1
                if not again.better:
                    print("not repaired:", mutant.name, "line", again.finding.line, again.repair.name)
        else:
            survivors.append(mutant)
    print(f"{'rule':8}{'operator':40}{'mutants':>8}{'reported':>9}")
    for code, name in sorted(made):
        print(f"{code:8}{name:40}{made[code, name]:8}{killed[code, name]:9}")
    print(f"{'':8}{'all':40}{made.total():8}{killed.total():9}")
    print(f"repairs of them: {cured.total()}, not enough: {cured[False]}")
    for index, mutant in enumerate(survivors):
        print("survived:", mutant.name)
        if options.survivors is not None:
            options.survivors.mkdir(parents=True, exist_ok=True)
            header = f"# {mutant.name}\n"
            (options.survivors / f"{index:03}_keras{mutant.dialect}.py").write_text(header + mutant.source, "utf-8")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())

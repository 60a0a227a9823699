"""All variants of all programs: ``python -m lab.variants``. Exits with 1 when a verdict changes."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from tests.mutants.programs import programs, read
from tests.variants.styles import STYLES
from tests.variants.verdicts import of_modules, of_style


def main() -> int:
    """Print a table of styles, and each change of a verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", nargs="*", type=Path, help="other programs to rewrite")
    parser.add_argument("--broken", type=Path, help="a folder for the texts whose verdict changes")
    options = parser.parse_args()
    made: Counter[str] = Counter()
    broken: list[str] = []
    for program in read(options.programs) if options.programs else programs():
        for dialect in program.dialects:
            results = {style.name: of_style(program, style, dialect) for style in STYLES}
            results["two modules"] = of_modules(program, dialect)
            for name, result in results.items():
                if result is None:
                    continue
                made[name] += 1
                if result[1]:
                    broken.append(f"{name}: {program.name} keras{dialect}: {'; '.join(result[1])}")
                    if options.broken is not None:
                        options.broken.mkdir(parents=True, exist_ok=True)
                        (options.broken / f"{len(broken):03}.py").write_text(f"# {broken[-1]}\n{result[0]}", "utf-8")
    for name, count in made.items():
        print(f"{name:20}{count:6}{sum(b.startswith(name + ':') for b in broken):6}")
    print(f"{'all':20}{made.total():6}{len(broken):6}")
    for line in broken:
        print("changed:", line)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

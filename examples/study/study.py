"""A study from start to end: which rules matter in which Keras dialect?

``python study.py FOLDER`` makes a corpus of some thousand files (what is installed here, and bnlint's own programs),
mines it once for Keras 2 and once for Keras 3, and draws the findings per rule. Needs ``pip install 'bnlint[mine]'
matplotlib``.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import matplotlib.pyplot as plt
import pyarrow as pa
import pyarrow.parquet as pq

DIALECTS = ("2", "3")
MOST = 5_000
"""Files of the corpus that are not bnlint's own programs."""


def make_corpus(corpus: Path) -> int:
    """Write the corpus, in the columns of The Stack, and return how many files it has."""
    programs = Path(__file__).parents[2] / "fixtures"
    installed = Path(sysconfig.get_path("purelib"))
    others = [file for file in sorted(installed.rglob("*.py")) if "bnlint" not in file.parts]
    files = [*programs.rglob("*.py"), *others[:MOST]]
    records = [
        {
            "max_stars_repo_name": file.relative_to(programs if programs in file.parents else installed).parts[0],
            "max_stars_repo_path": file.name,
            "content": file.read_text(encoding="utf-8", errors="replace"),
        }
        for file in files
    ]
    pq.write_table(pa.Table.from_pylist(records), corpus, compression="zstd", row_group_size=500)
    return len(files)


def mine(corpus: Path, keras: str) -> dict[str, int]:
    """Return the findings per rule for one dialect."""
    findings = corpus.with_name(f"findings-keras{keras}.parquet")
    subprocess.run(
        [sys.executable, "-m", "bnlint", "mine", str(corpus), "-o", str(findings), "--keras", keras], check=True
    )
    counts = pq.read_table(findings).group_by("code").aggregate([("row", "count")]).to_pylist()
    return {row["code"]: row["row_count"] for row in counts}


def plot(found: dict[str, dict[str, int]], files: int, picture: Path) -> None:
    """Draw one group of bars for each rule, one bar for each dialect."""
    codes = sorted(set().union(*found.values()))
    figure, axes = plt.subplots(figsize=(10, 4), layout="constrained")
    for index, keras in enumerate(DIALECTS):
        places = [place + 0.4 * index for place in range(len(codes))]
        axes.bar(places, [found[keras].get(code, 0) for code in codes], width=0.4, label=f"Keras {keras}")
    axes.set_xticks([place + 0.2 for place in range(len(codes))], codes, rotation=60)
    axes.set_ylabel("findings")
    axes.set_title(f"Findings per rule in {files:,} files, by the Keras they would run on")
    axes.legend()
    figure.savefig(picture)


def main(folder: str) -> None:
    """Run the study in a folder."""
    corpus = Path(folder) / "corpus.parquet"
    files = make_corpus(corpus)
    plot({keras: mine(corpus, keras) for keras in DIALECTS}, files, Path(folder) / "findings.svg")


if __name__ == "__main__":
    main(*sys.argv[1:])

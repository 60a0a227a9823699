"""A coverage-guided fuzzer of the analyzer (https://github.com/google/atheris).

Usage: ``python -m lab.robustness.fuzz CORPUS -max_total_time=600`` (``nox -s fuzz``); the options are libFuzzer's. An
input is a list of choices for ``lab.robustness.guided``, the grammar of ``lab.reality`` or the splicing of fixtures;
inputs that reach new code of bnlint's are kept in the folder CORPUS. The first program with trouble ends the run, is
written to ``fuzzed.py`` in the working directory, and leaves its input as ``crash-*``, which can be named instead of
the corpus to see it again.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bnlint"]):
    import bnlint.analysis.pipeline
    import bnlint.fixes.drafts  # noqa: F401
    from lab.robustness.probing import analysed

from bnlint.syntax.source import Source
from lab.robustness.guided import guided


def try_one(data: bytes) -> None:
    """Analyse the program that an input stands for.

    Raises:
        RuntimeError: there is trouble with it.
    """
    provider = atheris.FuzzedDataProvider(data)
    text = guided(lambda count: provider.ConsumeIntInRange(0, count - 1))
    troubles = list(analysed(Source("<fuzzed>", text), None))
    if troubles:
        Path("fuzzed.py").write_text(text, encoding="utf-8")
        raise RuntimeError(f"{troubles} (see fuzzed.py)")


if __name__ == "__main__":
    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()

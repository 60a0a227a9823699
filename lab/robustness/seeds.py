"""Seeds of the nightly runs: fresh ones unless one is named, always printed, so that a failure can be had again."""

from __future__ import annotations

import argparse
import os
import secrets


def add_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--seed`` to a command."""
    parser.add_argument(
        "--seed", type=int, default=secrets.randbelow(10**6), metavar="N", help="(default: a fresh one)"
    )


def repeat(module: str, seed: int, *options: str) -> None:
    """Print the command that shows a failure again."""
    print(f"  again: python -m lab.robustness.{module} --seed {seed} {' '.join(options)}".rstrip(), flush=True)


def environment(hash_seed: int) -> dict[str, str]:
    """Return the environment with a hash seed, in which sets have an order of their own."""
    return {**os.environ, "PYTHONHASHSEED": str(hash_seed), "PYTHONUTF8": "1"}

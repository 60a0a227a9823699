"""What the action of ``action.yml`` does, on Linux, macOS and Windows alike: install bnlint, and check.

It runs under the Python that the action sets up, with the standard library alone. Inputs come as ``INPUT_...``.
"""

from __future__ import annotations

import glob
import os
import shlex
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping
from pathlib import Path


def main(step: str, env: Mapping[str, str]) -> int:
    """Run a step of the action; return its exit code.

    Args:
        step: ``install`` or ``check``.
        env: the environment of the step.
    """
    home = Path(env["RUNNER_TEMP"]) / "bnlint"
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    if step == "install":
        venv.create(home, with_pip=True)
        version = env["INPUT_VERSION"].strip()
        what = f"bnlint=={version}" if version else str(Path(__file__).resolve().parent)
        return subprocess.run(
            [programs / "python", "-I", "-m", "pip", "install", "--quiet", what], check=False
        ).returncode
    return subprocess.run([programs / "bnlint", *command(env)], check=False).returncode


def command(env: Mapping[str, str]) -> list[str]:
    """Return the arguments of bnlint.

    Args:
        env: the environment of the step.
    """
    reports = {"sarif": env["INPUT_SARIF_FILE"].strip(), "junit": env["INPUT_JUNIT_FILE"].strip()}
    reports["markdown"] = env.get("GITHUB_STEP_SUMMARY", "") if env["INPUT_SUMMARY"].strip() == "true" else ""
    also = [f"--report={name}={file}" for name, file in reports.items() if file]
    options = words(env["INPUT_ARGS"])
    return ["check", "--output-format=github", *also, *options, "--", *paths(env["INPUT_PATHS"])]


def words(text: str) -> list[str]:
    """Return the words of an input; blanks and lines separate them, quotes hold them together.

    Args:
        text: as it stands in the workflow. A backslash is a character like others: Windows has it in paths.
    """
    lexer = shlex.shlex(text, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.escape, lexer.commenters = True, "", ""
    return list(lexer)


def paths(text: str) -> list[str]:
    """Return the files and directories that an input names; what is no pattern, or matches nothing, is left as it is.

    Args:
        text: one path or pattern in each line (blanks belong to it then), or several words in a single line.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    named = lines if len(lines) > 1 or lines and os.path.exists(lines[0]) else words(text)
    return [path for name in named for path in _matches(name)] or ["."]


def _matches(name: str) -> Iterator[str]:
    found = [] if os.path.exists(name) else sorted(glob.glob(name, recursive=True))
    yield from found or [name]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], os.environ))

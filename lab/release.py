"""Makes a release of a clean checkout: ``nox -s release``. Nothing leaves the machine; it says how to publish."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = "fixtures/BNL101/bad_seed.py"
"""What the built packages lint."""

_HEADING = re.compile(r"^## \[(?P<version>[^]]+)\](?: - (?P<date>\d{4}-\d{2}-\d{2}))?$", re.MULTILINE)


class Part(NamedTuple):
    """What the changelog says of one version; ``date`` is "" for what is not released."""

    version: str
    date: str
    text: str


def changelog(text: str) -> list[Part]:
    """Return the versions of a changelog, the newest first."""
    found = list(_HEADING.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    return [
        Part(match["version"], match["date"] or "", text[match.end() : end].strip())
        for match, end in zip(found, ends, strict=True)
    ]


def released(root: Path) -> list[Part]:
    """Return the versions with a date that the changelog of a checkout names."""
    return [part for part in changelog((root / "CHANGELOG.md").read_text(encoding="utf-8")) if part.date]


def version(root: Path) -> str:
    """Return the version of the package in a checkout."""
    text = (root / "bnlint" / "__init__.py").read_text(encoding="utf-8")
    return next(match[1] for match in re.finditer(r'^__version__ = "(.*)"$', text, re.MULTILINE))


def obstacles(root: Path) -> list[str]:
    """Return what keeps a checkout from being released."""
    number, found = version(root), []
    changed = _output("git", "status", "--porcelain", cwd=root)
    if changed:
        found.append(f"the checkout has changes; commit them first:\n{changed}")
    if _output("git", "tag", "--list", f"v{number}", cwd=root):
        found.append(f"the tag v{number} is there already; a new release needs a new version")
    parts = changelog((root / "CHANGELOG.md").read_text(encoding="utf-8"))
    if any(part.text for part in parts if not part.date):
        found.append("CHANGELOG.md has changes that belong to no version yet")
    dated = [part.version for part in parts if part.date]
    if dated[:1] != [number]:
        found.append(f"CHANGELOG.md begins with {''.join(dated[:1]) or 'no version'}, the package is {number}")
    return found


def build(root: Path, folder: Path) -> list[Path]:
    """Build the sdist, the wheel out of it, and check what they say of themselves.

    Args:
        root: the checkout.
        folder: where the two files go.
    """
    made = f"bnlint-{version(root)}"
    for old in folder.glob(f"{made}*"):
        old.unlink()
    _run(sys.executable, "-m", "build", "--outdir", folder, root, cwd=root)
    files = sorted(folder.glob(f"{made}*"))
    if [path.name for path in files] != [f"{made}-py3-none-any.whl", f"{made}.tar.gz"]:
        raise SystemExit(f"not a wheel and an sdist: {', '.join(path.name for path in files)}")
    _run(sys.executable, "-m", "twine", "check", "--strict", *files, cwd=root)
    return files


def check(package: Path, program: Path, number: str) -> None:
    """Install a package in a fresh environment and lint a program there, through flake8 and the command.

    Args:
        package: a wheel or an sdist.
        program: its name is that of a fixture, below the folder of its rule.
        number: the version that the command must say.
    """
    code = program.parent.name
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        venv.create(place / "venv", with_pip=True)
        tools = place / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
        shutil.copy(program, place)
        _run(tools / "python", "-m", "pip", "install", "--quiet", package, cwd=place)
        for command, code_wanted, wanted in (
            (("bnlint", "--version"), 0, number),
            (("flake8", "--version"), 0, f"bnlint: {number}"),
            (("flake8", "--isolated", "--select=BNL", program.name), 1, code),
            (("bnlint", "check", "--isolated", program.name), 1, code),
        ):
            line = (tools / command[0], *command[1:])
            done = subprocess.run(line, cwd=place, capture_output=True, text=True, check=False)
            if done.returncode != code_wanted or wanted not in done.stdout:
                raise SystemExit(f"{package.name}: {' '.join(command)} fails\n{done.stdout}{done.stderr}")
            print(f"{package.name}: {' '.join(command)} is right", flush=True)


def main() -> None:
    """Refuse what is not ready, build, check, tag, and say how to publish."""
    found = obstacles(ROOT)
    if found:
        raise SystemExit("\n".join(("no release:", *found)))
    number = version(ROOT)
    files = build(ROOT, ROOT / "dist")
    for path in files:
        check(path, ROOT / PROGRAM, number)
    text = f"bnlint {number}\n\n{released(ROOT)[0].text}\n"
    # The changelog's headings begin like comments, which git would strip.
    _run("git", "tag", "--annotate", "--cleanup=verbatim", f"--message={text}", f"v{number}", cwd=ROOT)
    print(f"Tagged v{number}. {how_to_publish(ROOT, files)}")


def how_to_publish(root: Path, files: list[Path]) -> str:
    """Return the steps that are left when the release was made."""
    steps = [
        f"git push origin v{version(root)}",
        f"python -m twine upload {' '.join(path.relative_to(root).as_posix() for path in files)}",
        "the documentation: Read the Docs builds it from the pushed commit by .readthedocs.yaml",
        "README.md, docs/index.md, install.md, precommit.md, ci.md, editors.md: what they say until then goes",
    ]
    urls = (root / "pyproject.toml").read_text(encoding="utf-8").partition("[project.urls]")[2].partition("\n[")[0]
    missing = [name for name in ("Source", "Issues") if f"\n{name} = " not in urls]
    if missing:
        steps.insert(0, f"pyproject.toml names no {' and no '.join(missing)}: is there a public address by now?")
    return "\n  ".join(("To publish:", *steps))


def _output(*command: str, cwd: Path) -> str:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True).stdout.strip()


def _run(*command: str | Path, cwd: Path) -> None:
    done = subprocess.run(list(map(str, command)), cwd=cwd, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ends with {done.returncode}")


if __name__ == "__main__":
    main()

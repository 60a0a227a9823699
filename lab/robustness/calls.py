"""What the system is asked for while commands read a hostile project: ``strace`` of every command that runs no code.

Usage: ``python -m lab.robustness.calls``. Each file of the project is a trap that leaves a trace when it runs; there is
one with the name of every module of the standard library. No command may start anything but itself and Python, speak
to a network, or write, rename or remove anything but what was named, its own temporary files and locks. ``trace`` and
``verify``, which are there to execute code, are left out. Linux with ``strace`` only; the exit code is 1 if anything
was found.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lab.robustness import seeds
from tests.static.helpers import SEED
from tests.static.test_hostile import COMMANDS, CONFIG, FLAKE8_CONFIG, MAIN, NOTEBOOK, TRAP, TRAPS

BIN = Path(sys.executable).parent
STARTED = """import multiprocessing, sys
from bnlint.cli import main
if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    sys.exit(main(sys.argv[2:]))
"""
_WATCHED = (
    "execve,execveat,connect,sendto,open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,"
    "link,linkat,symlink,symlinkat,chmod,fchmodat,chown,fchownat,truncate,utimensat"
)
_CALL = re.compile(r"(?:\d+ +)?(?P<name>\w+)\((?P<rest>.*)\) += (?P<result>-?\d+)")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")
_OWN = re.compile(r"/dev/(null|tty|shm/\S*|fd/\d+)|/proc/\S*|/tmp/(pymp-|bnlint-|tmp)\S*|/tmp/[\w.]{8}|listener-\w+")
_STARTED = re.compile(r"python[\d.]*|bnlint|flake8")
_OUTSIDE = ("AF_INET", "AF_INET6", "AF_NETLINK")


@dataclass(frozen=True)
class Call:
    """A call of the system.

    Args:
        name: of the call.
        rest: its arguments, as strace shows them.
        result: what it returned.
    """

    name: str
    rest: str
    result: int

    @property
    def paths(self) -> list[str]:
        """The texts among its arguments."""
        return [text.encode().decode("unicode_escape") for text in _TEXT.findall(self.rest)]


def read(log: str) -> Iterator[Call]:
    """Yield the calls of a log that came to an end; those that another process interrupted are put together."""
    begun: dict[str, str] = {}
    for line in log.splitlines():
        process, _, text = line.partition(" ")
        if text.rstrip().endswith("<unfinished ...>"):
            begun[process] = text.rstrip().removesuffix("<unfinished ...>")
            continue
        if resumed := re.match(r" *<\.\.\. \w+ resumed>", text):
            text = begun.pop(process, "") + text[resumed.end() :]
        if match := _CALL.match(f"{process} {text.lstrip()}"):
            yield Call(match["name"], match["rest"], int(match["result"]))


def judged(calls: Iterator[Call], project: Path, allowed: Sequence[Path]) -> Iterator[str]:
    """Yield the calls that must not be.

    Args:
        calls: of one command.
        project: in which it worked.
        allowed: folders in which it may write.
    """
    for call in calls:
        if call.result < 0:
            continue
        if call.name in ("execve", "execveat"):
            program = os.path.join(project, call.paths[0])
            if not _STARTED.match(os.path.basename(program)) or not _inside(program, BIN):
                yield f"{call.name}({call.rest[:200]})"
        elif call.name in ("connect", "sendto"):
            if any(family in call.rest for family in _OUTSIDE):
                yield f"{call.name}({call.rest[:200]})"
        elif call.name not in ("open", "openat") or _WRITING.search(call.rest):
            for path in call.paths:
                whole = os.path.join(project, path)
                own = _OWN.fullmatch(path) or any(_inside(whole, folder) for folder in allowed)
                if not own and not ("O_DIRECTORY" in call.rest or "O_TMPFILE" in call.rest):
                    yield f"{call.name}({call.rest[:200]})"


def _inside(path: str, folder: Path) -> bool:
    return Path(os.path.abspath(path)).is_relative_to(folder)


def make(project: Path) -> None:
    """Write the project full of traps."""
    start = TRAP.format(fired=str(project / "fired"))
    for name in {*TRAPS, *sys.stdlib_module_names, "bnlint", "venv", "pip"}:
        (project / f"{name}.py").write_text(f"{start}\n{SEED}", encoding="utf-8")
    (project / "train.py").write_text(f"{start}\n{MAIN.format(imports='from models import *')}")
    for name in ("--exit-zero", "--baseline=models.py", "-o"):
        (project / f"{name}.py").write_text(SEED)
    (project / "trap.pth").write_text(f"import os; open({str(project / 'fired')!r}, 'a')\n")
    (project / "pyproject.toml").write_text(CONFIG)
    (project / "setup.cfg").write_text(FLAKE8_CONFIG)
    (project / "run.ipynb").write_text(json.dumps(NOTEBOOK))
    (project / ".git").mkdir()
    (project / ".git" / "config").write_text("[core]\n\tfsmonitor = touch fired\n\tpager = touch fired\n")
    for name in ("flake8", "git", "python", "bnlint", "pip", "flake8.exe"):
        (project / name).write_text(f"#!/bin/sh\ntouch {project / 'fired'}\n")
        (project / name).chmod(0o755)
    os.mkfifo(project / "pipe.py")


def session(project: Path) -> bytes:
    """Return what an editor sends to the language server in its life."""
    document = {"uri": (project / "train.py").as_uri(), "languageId": "python", "version": 1, "text": SEED}
    messages: list[dict[str, object]] = [
        {
            "id": 1,
            "method": "initialize",
            "params": {"processId": None, "rootUri": project.as_uri(), "capabilities": {}},
        },
        {"method": "initialized", "params": {}},
        {"method": "textDocument/didOpen", "params": {"textDocument": document}},
        {"id": 2, "method": "shutdown"},
        {"method": "exit"},
    ]
    bodies = (json.dumps({"jsonrpc": "2.0", **message}).encode() for message in messages)
    return b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies)


def lines(outside: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the commands, each with a name."""
    script = outside / "started.py"
    script.write_text(STARTED)
    for command in [*COMMANDS, ["check", "--no-such-option"], ["rule", "BNL101"]]:
        yield f"bnlint {' '.join(command)}", [str(BIN / "bnlint"), *command]
    for options in (["check", "--show-files", "."], ["check", "--show-settings", "."], ["check", "--statistics", "."]):
        yield f"bnlint {' '.join(options)}", [str(BIN / "bnlint"), *options]
    for method in ("fork", "spawn", "forkserver"):
        for command in (["check", "--jobs=2", "."], ["mine", "--jobs=2", "-o", "../named/mined.parquet", "."]):
            yield f"{method}: {' '.join(command)}", [sys.executable, str(script), method, *command]
    yield "python -P -m bnlint", [sys.executable, "-P", "-m", "bnlint", "check", "."]
    yield "flake8", [str(BIN / "flake8"), "--isolated", "-j1", "--select=BNL", "train.py", "models.py"]
    yield "bnlint lsp", [str(BIN / "bnlint"), "lsp"]


def main(argv: Sequence[str] | None = None) -> int:
    """Trace commands, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m lab.robustness.calls", description=__doc__.partition("\n")[0])
    parser.add_argument("--command", metavar="TEXT", help="only those with this text in their names")
    parsed = parser.parse_args(argv)
    if shutil.which("strace") is None:
        parser.error("there is no strace")
    bad = commands = seen = 0
    with tempfile.TemporaryDirectory(prefix="calls-") as name:
        top = Path(os.path.realpath(name))
        project, named, home = (top / each for each in ("project", "named", "home"))
        for folder in (project, named, home):
            folder.mkdir()
        make(project)
        before = sorted(project.iterdir())
        env = {**seeds.environment(0), "HOME": str(home), "XDG_CACHE_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
        for title, line in lines(top):
            if parsed.command and parsed.command not in title:
                continue
            log = top / "log"
            done = subprocess.run(
                ["strace", "-f", "--seccomp-bpf", "-qq", "-s", "300", "-e", f"trace={_WATCHED}", "-o", str(log), *line],
                cwd=project,
                env=env,
                input=session(project) if title.endswith("lsp") else b"",
                capture_output=True,
                timeout=600,
                check=False,
            )
            calls = list(read(log.read_text(errors="replace")))
            troubles = list(dict.fromkeys(judged(iter(calls), project, [named])))
            if b"Traceback" in done.stderr:
                troubles.append(done.stderr[-500:].decode(errors="replace"))
            if sorted(project.iterdir()) != before:
                troubles.append("something of the project ran")
            if not any(str(project) in call.rest or "train.py" in call.rest for call in calls):
                print(f"  (nothing of the project is opened by {title})")
            print(f"{title}: exit code {done.returncode}, {len(calls)} calls, {len(troubles)} troubles", flush=True)
            for trouble in troubles:
                print(f"TROUBLE {title}: {trouble}", flush=True)
            commands, seen, bad = commands + 1, seen + len(calls), bad + bool(troubles)
    print(f"{commands} commands, {seen} calls, {bad} commands with trouble", flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())

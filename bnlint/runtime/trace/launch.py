"""Starts a script or a module in this process as ``python train.py`` and ``python -m train`` do.

The program gets its own ``__main__``, command line and ``sys.path[0]``; the working directory stays. ``runpy`` is not
used: it takes the program's globals away when it ends, while threads and ``atexit`` functions may still need them.
"""

from __future__ import annotations

import builtins
import importlib.machinery
import importlib.util
import linecache
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import CodeType, ModuleType, TracebackType
from typing import Any, Literal

from bnlint.processes import sigterm_raises
from bnlint.sources import files
from bnlint.syntax.notebooks import UNKNOWN
from bnlint.syntax.texts import NOTEBOOK

How = Literal["finished", "exited", "raised", "interrupted", "terminated", "stopped", "running"]

INTERRUPTED = 130
"""The exit code of a program that Ctrl-C ends: 128 + SIGINT, as shells report it."""


TERMINATED = 143
"""The exit code of a program that SIGTERM ends: 128 + SIGTERM."""


class NotFoundError(Exception):
    """There is no such script or module; the message says so."""


class StepLimit(BaseException):
    """The program has taken the training steps it was allowed."""


class Terminated(BaseException):
    """Somebody, mostly a cluster's scheduler, asked the program to end."""


class NotSupported(BaseException):
    """The program runs on something that cannot be recorded; the message says on what."""


@dataclass(frozen=True)
class Ending:
    """How a program ended.

    Args:
        how: by itself, through ``sys.exit``, an exception, Ctrl-C, SIGTERM or the step limit; or it has not ended.
        code: the exit code Python would have given.
        error: what ended it, None when it ran to its end.
    """

    how: How
    code: int = 0
    error: BaseException | None = None


@dataclass(frozen=True)
class Program:
    """A program to start.

    Args:
        name: as the user named it.
        arguments: its own command line arguments.
        is_module: named like ``python -m`` wants it.
    """

    name: str
    arguments: Sequence[str]
    is_module: bool = False

    @property
    def folder(self) -> str:
        """The directory that ``sys.path`` starts with."""
        if self.is_module:
            return os.getcwd()
        path = os.path.realpath(self.name)
        return path if os.path.isdir(path) else os.path.dirname(path)


@dataclass(frozen=True)
class _Main:
    """What ``__main__`` is to be."""

    code: CodeType
    file: str
    spec: importlib.machinery.ModuleSpec | None
    loader: Any


def check(program: Program) -> None:
    """Look whether there is something to run; modules are only found when they are run, like Python finds them.

    Raises:
        NotFoundError: there is no such file.
    """
    if not program.is_module and not os.path.isfile(_script(program.name)):
        raise NotFoundError(f"cannot run {program.name}: no such file")


def main_file(program: Program) -> str:
    """Return the file that is to be ``__main__``, of a module where it lies below the working directory."""
    if not program.is_module:
        return _script(program.name)
    path = os.path.join(os.getcwd(), *program.name.split("."))
    return os.path.join(path, "__main__.py") if os.path.isdir(path) else f"{path}.py"


def run(program: Program, recording: AbstractContextManager[Any]) -> Ending:
    """Run a program to its end.

    Args:
        program: what to run.
        recording: entered right before the first line of the program and left after its last.

    Returns:
        How it ended. The traceback of an exception has been printed, by the program's own ``sys.excepthook`` if it
        has one.

    Raises:
        NotFoundError: there is no such script or module.
        NotSupported: the program runs on something that cannot be recorded.
    """
    sys.argv = [program.name, *program.arguments]
    if not getattr(sys.flags, "safe_path", False):  # unless the user asked Python to leave sys.path alone
        sys.path[0] = program.folder
    try:
        with recording, sigterm_raises(Terminated):  # so that there is a report
            main = _module(program.name) if program.is_module else _file(program.name)
            sys.argv[0] = main.file if program.is_module else program.name
            module = _become(main)
            if main.file.endswith(NOTEBOOK):
                vars(module).update(_cell_names())
            exec(main.code, vars(module))
    except StepLimit as error:
        return Ending("stopped", 0, error)
    except Terminated as error:
        return Ending("terminated", TERMINATED, error)
    except SystemExit as error:
        return Ending("exited", _exit_code(error), error)
    except KeyboardInterrupt as error:
        _print_exception(error)
        return Ending("interrupted", INTERRUPTED, error)
    except (NotFoundError, NotSupported):
        raise
    except BaseException as error:
        _print_exception(error)
        return Ending("raised", 1, error)
    return Ending("finished")


def _script(name: str) -> str:
    """Return the file of a script, under the name that Python gives it: absolute, not normalized."""
    path = os.path.join(os.getcwd(), name)
    return os.path.join(path, "__main__.py") if os.path.isdir(path) else path


def _file(name: str) -> _Main:
    path = _script(name)
    if path.endswith(NOTEBOOK):
        # AutoGraph and tracebacks ask linecache for the source; without a time it keeps what it is given.
        text = files.read(path).text
        linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)
        code = compile(text, path, "exec", dont_inherit=True)
    else:
        with open(path, "rb") as stream:
            code = compile(stream.read(), path, "exec", dont_inherit=True)
    # Python gives the __main__.py of a folder a spec, and a script none.
    spec = importlib.util.spec_from_file_location("__main__", path) if os.path.isdir(name) else None
    return _Main(code, path, spec, importlib.machinery.SourceFileLoader("__main__", path))


def _module(name: str) -> _Main:
    """Find a module; its packages are imported on the way, which runs code of the program."""
    spec = _spec(name)
    if spec is not None and spec.submodule_search_locations is not None:
        spec = _spec(f"{name}.__main__")
    loader: Any = spec.loader if spec is not None else None
    code = loader.get_code(spec.name) if spec is not None and hasattr(loader, "get_code") else None
    if spec is None or code is None:
        raise NotFoundError(f"cannot run -m {name}: no such module (in a package, __main__ is run)")
    return _Main(code, spec.origin or "", spec, loader)


def _spec(name: str) -> importlib.machinery.ModuleSpec | None:
    try:
        return importlib.util.find_spec(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(f"{error.name}.")):
            return None
        raise  # the package itself misses something


def _become(main: _Main) -> ModuleType:
    """Make a new ``__main__``; it stays when the program has ended, as long as Python runs."""
    module = ModuleType("__main__")
    vars(module).update(
        __file__=main.file,
        __loader__=main.loader,
        __package__=main.spec.parent if main.spec is not None else None,
        __spec__=main.spec,
        __builtins__=builtins,
    )
    if main.spec is not None:
        vars(module)["__cached__"] = main.spec.cached
    sys.modules["__main__"] = module
    return module


class _Shell:
    """Stands for IPython's shell and what its magics give: there is none."""

    def __getattr__(self, name: str) -> _Shell:
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> _Shell:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())


def _cell_names() -> dict[str, Any]:
    """Return the names that cells find beside those of Python; what is shown or sent to a shell goes nowhere."""
    return {"get_ipython": lambda: _Shell(), "display": lambda *args, **kwargs: None, UNKNOWN: _Shell()}


def _exit_code(error: SystemExit) -> int:
    """Do with the argument of ``sys.exit`` what Python does at its end."""
    if error.code is None:
        return 0
    if isinstance(error.code, int):
        return error.code
    print(error.code, file=sys.stderr)
    return 1


def _print_exception(error: BaseException) -> None:
    """Print a traceback that begins with the program's first line, not with ours."""
    trace = error.__traceback__
    own = {run.__code__, _file.__code__, _module.__code__}
    while trace is not None and (trace.tb_frame.f_code in own):
        trace = trace.tb_next
    error = error.with_traceback(trace)  # what Python's own hook shows
    if any(frame.filename.endswith(NOTEBOOK) for frame in traceback.extract_tb(trace)):
        traceback.print_exception(type(error), error, trace)  # the interpreter's own would show lines of the file
        return
    hook: Callable[[type[BaseException], BaseException, TracebackType | None], Any] = sys.excepthook
    try:
        hook(type(error), error, trace)
    except Exception:  # a broken hook of the program's
        traceback.print_exception(type(error), error, trace)
    sys.stderr.flush()

"""What a rule may propose to change in a program: the vocabulary of fixes. Data only; ``drafts`` knows who writes them.

A change that cannot be written (an argument that comes from ``**options``, a name that is taken) makes no fix, so a
rule proposes what it means and need not look at the syntax.
"""

from __future__ import annotations

from bnlint.events import Site
from bnlint.records import dataclass
from bnlint.results.edits import Safety


@dataclass(frozen=True)
class PassArgument:
    """Pass an argument by keyword, in place of what is passed now.

    Args:
        call: the call, or an argument of it.
        name: the keyword.
        value: the code of the value.
        instead_of: the argument that has this meaning now, if it may stand there by position.
        of: the name of the called function or method, where ``call`` may be another call around it.
        to_any: whether everything that may be called here takes the argument; if not, a called loop variable or
            parameter makes no fix, because it may stand for other layers too.
    """

    call: Site
    name: str
    value: str
    instead_of: Site | None = None
    of: str = ""
    to_any: bool = True


@dataclass(frozen=True)
class SetNumber:
    """Change a number that is passed as an argument, where it is written: there, or where it comes from.

    Args:
        call: the call.
        argument: the argument.
        value: the code of the new number.
        old: the number itself.
        decided_at: where it comes from.
    """

    call: Site
    argument: Site
    value: str
    old: float = 0.0
    decided_at: Site | None = None


@dataclass(frozen=True)
class DropArgument:
    """Drop an argument.

    Args:
        call: the call.
        argument: the argument.
    """

    call: Site
    argument: Site


@dataclass(frozen=True)
class RenameArgument:
    """Pass an argument under another keyword, or under a keyword instead of by position.

    Args:
        call: the call.
        argument: the argument.
        name: the keyword.
    """

    call: Site
    argument: Site
    name: str


@dataclass(frozen=True)
class CallObject:
    """Call an object instead of its method ``call``.

    Args:
        call: the call of the method.
    """

    call: Site


@dataclass(frozen=True)
class AddParameter:
    """Give a function one more parameter.

    Args:
        function: the function.
        name: the parameter's name.
        default: the code of its default value.
    """

    function: Site
    name: str
    default: str


@dataclass(frozen=True)
class RenameParameter:
    """Rename a parameter of a function, in its body too.

    Args:
        function: the function.
        old: its name.
        new: its new name.
    """

    function: Site
    old: str
    new: str


@dataclass(frozen=True)
class RunUpdates:
    """Put the statement that makes a TF1 train op under the control of the UPDATE_OPS.

    Args:
        operation: the call that makes the train op.
        built: the call inside of it that builds the normalisation, which has to come before; None for none.
    """

    operation: Site
    built: Site | None = None


@dataclass(frozen=True)
class ImportFrom:
    """Import names from another module.

    Args:
        statement: the ``from ... import ...`` statement, or one of its names.
        old: the module's name, or its end.
        new: what to write for it.
    """

    statement: Site
    old: str
    new: str


Change = (
    PassArgument
    | SetNumber
    | DropArgument
    | RenameArgument
    | CallObject
    | AddParameter
    | RenameParameter
    | RunUpdates
    | ImportFrom
)


@dataclass(frozen=True)
class Remedy:
    """How one report is repaired.

    Args:
        safety: who may apply it; see ``bnlint.results.edits.Safety``.
        description: what it does, as an imperative without a full stop.
        changes: all of them, or none, are made.
    """

    safety: Safety
    description: str
    changes: tuple[Change, ...]

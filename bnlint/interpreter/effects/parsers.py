"""Command lines: the options of ``argparse``, with their defaults."""

from __future__ import annotations

from collections import abc
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from typing import NamedTuple

from bnlint.interpreter.domain import releases
from bnlint.interpreter.domain.containers import sequence
from bnlint.interpreter.domain.defaults import is_text, soft, soft_fields
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.joining import is_factory, join
from bnlint.interpreter.domain.values import (
    NONE,
    OFF,
    SWITCH,
    UNKNOWN,
    Choice,
    Class,
    Command,
    Const,
    External,
    Items,
    Mapping,
    Parser,
    Unknown,
    Unset,
    Value,
)
from bnlint.interpreter.machine import Machine
from bnlint.libraries.releases import LEGACY_SWITCH


def add_option(run: Machine, value: Parser, call: Call) -> Value:
    """``parser.add_argument("--name", default=...)``."""
    run.read.options = True
    _add_option(run, value, call)
    return UNKNOWN


def parse(run: Machine, value: Parser, call: Call) -> Value:
    """``parser.parse_args(args)``."""
    parsed = _parsed_options(value, call)
    return Items([parsed, UNKNOWN], "tuple") if value.pairs else parsed


class Parsed(NamedTuple):
    """What a command line says: as the program has it, and as it was at first."""

    content: Mapping
    said: dict[str, Value]


def _parsed_options(value: Parser, call: Call) -> Mapping:
    given = _given_options(value, call)
    parsed = Parsed(Mapping({}, True, namespace=True), {})
    parsed.said.update(_options(value, parsed, None if given is None else _words(call)))
    if given is not None:
        parsed.said.update({**{name: _settled(item) for name, item in parsed.said.items()}, **given})
    parsed.content.items.update(parsed.said)
    parsed.content.measure()
    return parsed.content


def _options(parser: Parser, parsed: Parsed, words: Sequence[Value] | None) -> dict[str, Value]:
    """Return the options of a parser and of its sub-commands: of the same name, what these agree on.

    Args:
        parser: the parser.
        parsed: what the command line says, which is not all known yet.
        words: the command line, where the program writes it itself.
    """
    said = {word.value for word in words or () if isinstance(word, Const)}
    chosen = [each for name, each in parser.commands.items() if words is None or name in said]
    several = [_options(each, parsed, words) for each in chosen]
    names = dict.fromkeys(name for each in several for name in each)
    return {**parser.options, **{name: _of_commands(name, several, parsed) for name in names}}


def _of_commands(name: str, several: Sequence[dict[str, Value]], parsed: Parsed) -> Value:
    """Return an option of sub-commands; what they run gets the options of its own."""
    given = [each for each in several if name in each]
    if all(isinstance(each[name], (Command, Choice)) or is_factory(each[name]) for each in given):
        runs = [run for each in given for run in _commands(each[name], parsed, each)]
        return runs[0] if len(runs) == 1 else Choice(tuple(runs))
    joined: Value = reduce(join, (each[name] for each in given))
    return Unknown() if joined is UNKNOWN else joined  # which is told apart from what the program puts in its place


def _commands(value: Value, parsed: Parsed, own: dict[str, Value]) -> Sequence[Value]:
    if isinstance(value, Choice):
        return value.options
    return (value if isinstance(value, Command) else Command(value, *parsed, own),)


def parse_some(run: Machine, value: Parser, call: Call) -> Value:
    """``parser.parse_known_args(args)``."""
    return Items([_parsed_options(value, call), UNKNOWN], "tuple")


def parse_records(run: Machine, value: Parser, call: Call) -> Value:
    """``parser.parse_args_into_dataclasses()``: a tuple with an instance of each class."""
    told = call.role("args")
    if not value.records or call.open or told is not None and told is not NONE:
        return UNKNOWN
    rest = [] if call.role("return_remaining_strings") is None else [UNKNOWN]
    return Items([*(_filled(run, wanted, call) for wanted in value.records), *rest], "tuple")


def group(run: Machine, value: Parser, call: Call) -> Value:
    """``parser.add_argument_group()``: its options are the parser's."""
    return value


def set_defaults(run: Machine, value: Parser, call: Call) -> Value:
    """``parser.set_defaults(name=value)``."""
    if call.open:
        value.options.update(dict.fromkeys(value.options, UNKNOWN))
    for key, item in call.kwargs.items():
        value.options[key] = item if is_factory(item) else soft(item, key)
    return NONE


def add_commands(run: Machine, value: Parser, call: Call) -> Value:
    """``parser.add_subparsers(dest="command")``."""
    name = call.kwargs.get("dest")
    if isinstance(name, Const) and isinstance(name.value, str):
        value.options[name.value] = UNKNOWN
    return value


def add_command(run: Machine, value: Parser, call: Call) -> Value:
    """``commands.add_parser("train")``: the options of a sub-command are there where it is chosen."""
    name = call.role("name")
    key = name.value if isinstance(name, Const) and isinstance(name.value, str) else f"{id(call.node)}"
    made = value.commands[key] = Parser(_of_parents(call))
    return made


def not_understood(run: Machine, value: Parser, call: Call) -> Value:
    """Any other method."""
    return UNKNOWN


def _words(call: Call) -> list[Value] | None:
    """Return the command line that a program writes itself; None for the user's own, of which the defaults hold."""
    given = call.get(0, "args")
    return None if given is None or given == NONE else sequence(given)


def _given_options(parser: Parser, call: Call) -> dict[str, Value] | None:
    """Return what an explicit argument list sets; None where the user writes it."""
    words = _words(call)
    if words is None:
        return None
    found: dict[str, Value] = {}
    for index, word in enumerate(words):
        if isinstance(word, Const) and isinstance(word.value, str) and word.value.startswith("--"):
            key, _, inline = word.value[2:].partition("=")
            following = words[index + 1] if index + 1 < len(words) else UNKNOWN
            found[key.replace("-", "_")] = _parsed(Const(inline) if inline else following)
    return found


def _settled(value: Value) -> Value:
    """Return a switch that nobody turns on: the program writes the command line itself."""
    if not isinstance(value, Const):
        return value
    settled = replace(value, instead=None)
    return settled.with_origin("command-line default") if value.origin == SWITCH else settled


def _parsed(value: Value) -> Value:
    if not isinstance(value, Const) or not isinstance(value.value, str):
        return UNKNOWN
    for kind in (int, float):
        try:
            return Const(kind(value.value))
        except ValueError:
            continue
    return value


def _add_option(run: Machine, parser: Parser, call: Call) -> None:
    names = [a.value for a in call.args if isinstance(a, Const) and isinstance(a.value, str)]
    long = [n for n in names if n.startswith("--")] or names
    dest = call.kwargs.get("dest")
    if isinstance(dest, Const):
        key = str(dest.value)
    elif long:
        key = long[0].lstrip("-").replace("-", "_")
    else:
        return
    default = call.kwargs.get("default")
    required = call.kwargs.get("required")
    action = call.kwargs.get("action")
    if default is None and isinstance(action, Const) and action.value in ("store_true", "store_false"):
        default = Const(action.value == "store_false")
    positional = bool(names) and not names[0].startswith("-")
    is_required = positional or (isinstance(required, Const) and bool(required.value))
    if default is None or is_required:
        parser.options[key] = UNKNOWN
        return
    said = _as_flag(soft(default, key, call.kwargs.get("choices")), action, key)
    parser.options[key] = _told(run, call, said, [key, *(name.lstrip("-").replace("-", "_") for name in names)])


def _as_flag(default: Value, action: Value | None, name: str) -> Value:
    """Return the default of an option, which is a switch where it is True and the option there to turn it off."""
    if isinstance(default, Const) and default.value is True and _is_flag(action):
        return replace(default, origin=SWITCH, option=name)
    return default


def _is_flag(action: Value | None) -> bool:
    """Whether an option has no value of its own: one that is on is there to be turned off."""
    if isinstance(action, External):
        return action.name == "argparse.BooleanOptionalAction"
    return action == Const("store_false")


def _told(run: Machine, call: Call, default: Value, names: Sequence[str]) -> Value:
    """Return the default of an option with what the commands of the project's documents and scripts say instead.

    Args:
        run: the interpreter.
        call: what defines the option.
        default: the value.
        names: how commands may call it.
    """
    file = call.frame.module.file
    if file is None or not run.project.follow or not isinstance(default, Const):
        return default
    if default.value is not True and not is_text(default):
        return default
    from bnlint.project.commands import options_of  # start-up time: few files have options

    programs = options_of(str(file.parent))
    own = programs.get(file.stem)
    if own is None and call.frame.module.speaks_of("__main__"):
        return default  # a program that no command runs
    commands = own if own is not None else _of_all(programs)
    said = {value for name in names for value in commands.get(name, ())}
    if default.value is True:
        off = not said.isdisjoint(_TURNED_OFF) or any(f"no{name}" in commands for name in names)
        return replace(default, told=(False,), option=names[0]) if off else default
    return replace(default, told=tuple(sorted(said - {"", default.value}))[:_MAX_TOLD])


_TURNED_OFF = frozenset((*OFF, *map(str.upper, OFF))) - {""}
_MAX_TOLD = 16


def _of_all(programs: abc.Mapping[str, abc.Mapping[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    """Return what the commands of all programs say: a module that others import defines options for these."""
    found: dict[str, frozenset[str]] = {}
    for options in programs.values():
        for name, values in options.items():
            found[name] = found.get(name, frozenset()) | values
    return found


# -- functions -----------------------------------------------------------------------------------------------------


def new(run: Machine, call: Call) -> Value:
    """``argparse.ArgumentParser()``; what reads files of the user's may find other defaults there."""
    return Parser(_of_parents(call)) if call.role("files") is None else UNKNOWN


def _of_parents(call: Call) -> dict[str, Value]:
    """Return the options of other parsers that a new one begins with."""
    parents = sequence(call.kwargs.get("parents", NONE)) or []
    return {name: value for each in parents if isinstance(each, Parser) for name, value in each.options.items()}


def new_of_pairs(run: Machine, call: Call) -> Value:
    """``optparse.OptionParser()``."""
    return Parser(pairs=True)


def new_of_records(run: Machine, call: Call) -> Value:
    """``transformers.HfArgumentParser((Config, TrainConfig))``."""
    given = call.role("x") or UNKNOWN
    wanted = [given] if isinstance(given, Class) else sequence(given) or []
    records = tuple(each for each in wanted if isinstance(each, Class) and each.dataclass)
    return Parser(records=records if len(records) == len(wanted) else ())


def define_flag(run: Machine, call: Call) -> Value:
    """``absl.flags.DEFINE_integer(name, default)``."""
    key, default = call.role("name"), call.role("default")
    run.read.options = True
    value: Value = UNKNOWN
    if isinstance(key, Const) and isinstance(key.value, str):
        said = UNKNOWN if default is None else _told(run, call, soft(default, key.value), [key.value])
        value = run.graph.options[key.value] = said
    return Mapping({"value": value, "default": value}, namespace=True)


def default(run: Machine, call: Call) -> Value:
    """``os.environ.get(name, default)``: what holds where nobody sets it."""
    value, name = call.role("default"), call.role("name")
    run.read.options = True
    told = name if name is not None else next((arg for arg in call.args[1:] if isinstance(arg, Const)), None)
    key = str(told.value) if isinstance(told, Const) else f"{id(call.node)}"
    if name is not None and key == LEGACY_SWITCH and run.dialect == 3:
        return releases.switched_off(value)
    if value is None:
        return UNKNOWN if name is None else Unset(key)
    return soft(value, key)


def filled(run: Machine, call: Call) -> Value:
    """``tyro.cli(Config)``: an instance of a class of settings, as the command line leaves it."""
    wanted = call.role("x")
    told = any(call.role(name) is not None for name in ("default", "args", "config_path", "return_unknown_args"))
    return UNKNOWN if told or not isinstance(wanted, Class) else _filled(run, wanted, call)


def _filled(run: Machine, wanted: Class, call: Call) -> Value:
    if not wanted.dataclass:
        return UNKNOWN
    run.read.options = True
    made = run.instantiate(wanted, call.passing())
    return soft_fields(made, wanted.name)


def store(run: Machine, call: Call) -> Value:
    """``ConfigStore.instance()``: there is one for all, which its class stands for."""
    return External(call.name.rpartition(".")[0])


def stored(run: Machine, call: Call) -> Value:
    """``ConfigStore.instance().store(name="config", node=Config)``, which ``@hydra.main`` takes its settings from."""
    name, wanted = call.role("name"), call.role("x")
    if isinstance(name, Const) and call.role("group") is None:
        run.graph.stored[str(name.value)] = _filled(run, wanted, call) if isinstance(wanted, Class) else UNKNOWN
    return NONE

"""Command lines: the options of ``argparse``, with their defaults."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bnlint.interpreter.domain.containers import sequence
from bnlint.interpreter.domain.defaults import soft, soft_fields
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import (
    NONE,
    SWITCH,
    UNKNOWN,
    Class,
    Const,
    External,
    Items,
    Mapping,
    Parser,
    Unset,
    Value,
)
from bnlint.interpreter.machine import Machine


def add_option(run: Machine, value: Parser, call: Call) -> Value:
    """``parser.add_argument("--name", default=...)``."""
    run.read.options = True
    _add_option(value, call)
    return UNKNOWN


def parse(run: Machine, value: Parser, call: Call) -> Value:
    """``parser.parse_args(args)``."""
    parsed = _parsed_options(value, call)
    return Items([parsed, UNKNOWN], "tuple") if value.pairs else parsed


def _parsed_options(value: Parser, call: Call) -> Mapping:
    given = _given_options(value, call)
    options = value.options if given is None else {name: _settled(item) for name, item in value.options.items()}
    content: dict[Any, Value] = {**options, **(given or {})}
    return Mapping(content, True, namespace=True)


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
        value.options[key] = soft(item, key)
    return NONE


def not_understood(run: Machine, value: Parser, call: Call) -> Value:
    """Any other method."""
    return UNKNOWN


def _given_options(parser: Parser, call: Call) -> dict[str, Value] | None:
    """Return what an explicit argument list sets; None where the user writes it."""
    given = call.get(0, "args")
    if given is None or (isinstance(given, Const) and given.value is None):
        return None
    words = sequence(given)
    if words is None:
        return None  # sys.argv[1:] and its like: the user's own words, the defaults hold without them
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


def _add_option(parser: Parser, call: Call) -> None:
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
    parser.options[key] = UNKNOWN if default is None or is_required else soft(default, key, call.kwargs.get("choices"))


# -- functions -----------------------------------------------------------------------------------------------------


def new(run: Machine, call: Call) -> Value:
    """``argparse.ArgumentParser()``; what reads files of the user's may find other defaults there."""
    return Parser() if call.role("files") is None else UNKNOWN


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
        value = run.graph.options[key.value] = UNKNOWN if default is None else soft(default, key.value)
    return Mapping({"value": value, "default": value}, namespace=True)


def default(run: Machine, call: Call) -> Value:
    """``os.environ.get(name, default)``: what holds where nobody sets it."""
    value, name = call.role("default"), call.role("name")
    run.read.options = True
    told = name if name is not None else next((arg for arg in call.args[1:] if isinstance(arg, Const)), None)
    key = str(told.value) if isinstance(told, Const) else f"{id(call.node)}"
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

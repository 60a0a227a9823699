"""Whether the programs that come to a file do nothing with their TF1 graph but train it.

Whether moving statistics are kept up to date matters to nobody there, nor whether answers hang on their batch. This has
to be proven: each ``session.run`` must be one that was followed, and nothing may keep what is learnt.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain.values import External, Module
from bnlint.interpreter.machine import Machine
from bnlint.interpreter.modules import Project
from bnlint.patterns import pattern
from bnlint.syntax.words import dotted, names_in, names_read, nodes_in, parts_of, spelled, words_of

_HANDS = (
    r"\.(?:export(?!_meta_graph)\w*|predict\w*|evaluate\w*|load_weights)\b"
    r"|\.(?:make_callable|partial_run\w*|learning|evaluation|run_step_fn|function)\b|\w*(?:saved|Saved)_?[mM]odel|[eE]stimator"
    r"|Supervisor|MonitoredSession|MonitoredTrainingSession|managed_session"
    r"|freeze_graph|convert_variables_to_constants|save_npz|(?<![\w.])(?:getattr|exec|eval)[ \t]*\("
)
_HANDS_OUT = pattern(_HANDS)
"""What hands a graph on to others, asks it for answers, or may do anything."""
_KEEPS = pattern(
    r"(?<!\bnp)(?<!\bnumpy)\.save\b|\.(?:restore|save_\w+|export_meta_graph)\b|SaverHook|SaverDef|[cC]heckpoint|"
    f"{_HANDS}"
)
"""What does so, or keeps a graph."""
_RUNS = ("run", "eval")
"""Methods that run a session."""
_RUNS_NO_GRAPH = pattern(
    r"(?:^|\.)(?:app|subprocess|asyncio|FLAGS|args)\.run$|(?:^|\.)(?:init(?:_op)?|\w*initializer|initialize_\w+)\.run$"
)
"""What starts ``main`` or another program, is an option, or gives variables their first values."""
_SESSIONS = frozenset("sess session _sess _session".split())
_OF_TESTS = pattern(
    r"(?:^|_)(?:va|val|valid|validation|validate|test|testing|eval|evaluation|holdout|dev|infer\w*|sampl\w*)(?:_|$|\d)"
)


def only_trains(run: Machine, module: Module, project: Project) -> bool:
    """Whether all that the programs which come to a module do with its graph is to train it.

    Args:
        run: the interpreter, which has read them.
        module: the module.
        project: its project.
    """
    testimony = run.testimony
    fetched = [event for event in testimony.events if isinstance(event, ev.GraphFetched) and not event.beside]
    steps = [event for event in fetched if event.trains]
    if not steps or module.file is None or testimony.restores or testimony.unread or run.budget.is_spent:
        return False
    modules = files_read(module, project)
    if invent_their_data(steps, modules):
        return False
    if not all(_is_training(event, steps, modules) for event in fetched) or _has_copies(testimony):
        return False
    return project.knows_all_of(module) and is_all_seen(modules, fetched, project)


def files_read(module: Module, project: Project) -> dict[str, Module]:
    """Return a module and all that were read for it, by their paths."""
    return {each.path: each for each in (module, *filter(None, project.modules.values()))}


def invent_their_data(steps: list[ev.GraphFetched], modules: dict[str, Module]) -> bool:
    """Whether programs learn from random numbers: small ones are so that somebody wants to know the mistakes of."""
    files = (modules.get(path) for path in {step.site.path for step in steps})
    return any(file is None or bool(_INVENTS.search(file.text)) for file in files)


_INVENTS = pattern(
    r"\b(?:np|numpy)\.random\.(?:rand|randn|random|random_sample|normal|uniform|standard_normal|default_rng)\b"
)


def _is_training(event: ev.GraphFetched, steps: list[ev.GraphFetched], modules: dict[str, Module]) -> bool:
    """Whether what a session is asked for is a step of training, belongs to its batch, or is no answer at all."""
    if event.exported or event.specified or _speaks_of_tests(event.site.node):
        return False
    if event.trains is not False or not event.outputs:
        return event.trains is not None
    return bool(event.fed) and any(has_the_same_batch(event, step, modules) for step in steps)


def _speaks_of_tests(call: Any) -> bool:
    """Whether what a session is asked for, or fed, is named for a test; ``eval`` itself is not."""
    asked = [call.args, getattr(call.func, "value", None)] if isinstance(call, cst.Call) else call
    return any(map(_OF_TESTS.search, names_in(asked)))


def _has_copies(testimony: ev.Testimony) -> bool:
    """Whether there are normalisations that no train op is known to train: they may be a copy's, for answers."""
    steps = [event for event in testimony.events if isinstance(event, ev.GraphMinimized)]
    trained = {each for step in steps for each in step.made_of or ()}
    known = {id(each.site.node) for each in trained if isinstance(each, ev.GraphNormalized)}
    added = (event for event in testimony.events if isinstance(event, ev.GraphNormalized))
    return any(id(each.site.node) in known and each not in trained for each in added)


def has_the_same_batch(asked: ev.GraphFetched, step: ev.GraphFetched, modules: dict[str, Module]) -> bool:
    """Whether a session is fed the very values for an answer that it is fed for a step, in the same round of a loop."""
    given = _fed(asked.site.node)
    if not given or _spelled(given) != _spelled(_fed(step.site.node)):
        return False
    scope, module = next(iter(asked.scopes), None), modules.get(asked.site.path)
    if module is None or (scope and scope.site) != next((each.site for each in step.scopes), None):
        return False
    nodes = list(in_order(scope.site.node if scope is not None else module.tree.root, None))
    places = {id(node): number for number, (node, _) in enumerate(nodes)}
    first, last = sorted(places.get(id(each.site.node), -1) for each in (asked, step))
    if first < 0 or nodes[first][1] is not nodes[last][1]:
        return False
    names = names_read(list(given.values()))
    return not any(names & bound(node) for node, _ in nodes[first:last])


def in_order(node: Any, loop: Any) -> Iterator[tuple[Any, Any]]:
    """Yield all nodes of a function in order, each with the innermost loop around."""
    for part in node if isinstance(node, (list, tuple)) else parts_of(node):
        if isinstance(part, (list, tuple)):
            yield from in_order(part, loop)
        elif not isinstance(part, (cst.FunctionDef, cst.ClassDef, cst.Lambda)):
            yield part, loop
            yield from in_order(part, part if isinstance(part, (cst.For, cst.While)) else loop)


def _fed(call: Any) -> dict[str, Any]:
    """Return what a session is fed, by the placeholders, numbers aside; nothing where a call makes it anew.

    What is laid out elsewhere has no placeholder here.
    """
    given = [arg.value for arg in call.args if arg.keyword is not None and arg.keyword.value == "feed_dict"]
    given = given or [arg.value for arg in call.args if arg.keyword is None][-1:]
    if not given or any(isinstance(node, (cst.Call, cst.NamedExpr)) for node in nodes_in(given)):
        return {}
    if not isinstance(given[0], cst.Dict):
        return {"": given[0]}
    elements = [each for each in given[0].elements if isinstance(each, cst.DictElement)]
    if len(elements) < len(given[0].elements):
        return {}
    return {spelled(e.key): e.value for e in elements if not isinstance(e.value, (cst.Integer, cst.Float))}


def _spelled(given: dict[str, Any]) -> dict[str, str]:
    return {key: spelled(value) for key, value in given.items()}


def bound(node: Any) -> set[str]:
    """Return the names that a statement gives values, or whose entries it changes."""
    if isinstance(node, cst.Assign):
        return {name for target in node.targets for name in names_in(target.target)}
    if isinstance(node, (cst.AnnAssign, cst.AugAssign, cst.For, cst.CompFor, cst.NamedExpr)):
        return names_in(node.target)
    return names_in(node.name) if isinstance(node, cst.AsName) else set()


def is_all_seen(
    modules: dict[str, Module], followed: list[ev.GraphFetched], project: Project, kept: Collection[str] = ()
) -> bool:
    """Whether no file that has to do with a module's programs does more than what was followed.

    Args:
        modules: the files that were read.
        followed: what sessions were asked for.
        project: where the others are.
        kept: the paths of those that may keep their graph, and go on from what was kept.
    """
    from bnlint.project import importers  # start-up time
    from bnlint.syntax.texts import text_of  # start-up time

    main = str(project.main and project.main.file)
    users = [main, *importers.all_users_of(main)]
    files = {file for user in users for file in (user, *importers.imported_by(user))}
    loaded = {str(each.file): each for each in modules.values()}
    runs = {id(event.site.node.func) for event in followed if isinstance(event.site.node, cst.Call)}
    return all(
        _is_seen(loaded[file].text if file in loaded else text_of(file), loaded.get(file), runs, kept)
        for file in files | loaded.keys()
    )


def _is_seen(text: str, module: Module | None, runs: set[int], kept: Collection[str]) -> bool:
    """Whether a file keeps no graph, and runs none where that was not followed.

    Args:
        text: its own.
        module: what was read of it; None where nothing was.
        runs: what is called where sessions run, by ``id``.
        kept: the paths of files that may keep their graph.
    """
    from bnlint.project.code_text import code_of  # start-up time

    code = code_of(text)
    if not _OF_GRAPHS.search(code):
        return True
    keeps = _HANDS_OUT if module is not None and module.path in kept else _KEEPS
    if keeps.search(code):
        return False
    if module is None:
        return not any(f".{name}(" in code for name in _RUNS)
    return all(_is_followed(node, module, runs) for node in nodes_in(module.tree.root))


_OF_GRAPHS = pattern(r"tensorflow|keras|\b_?sess\b|session\b|saver\b", re.IGNORECASE)
"""What a file speaks of that has to do with graphs."""


def _is_followed(node: Any, module: Module, runs: set[int]) -> bool:
    """Whether a node runs no session but those that were followed, and hands none to another package."""
    if isinstance(node, cst.Attribute) and node.attr.value in _RUNS:
        return id(node) in runs or _RUNS_NO_GRAPH.search(dotted(node)) is not None
    if isinstance(node, cst.Call) and any(not _SESSIONS.isdisjoint(words_of(arg.value)[-1:]) for arg in node.args):
        taken = module.names.get(dotted(node.func).partition(".")[0])
        return not isinstance(taken, External) or taken.name.startswith(_TENSORFLOW)
    return True


_TENSORFLOW = ("tf", "slim")
"""How the names of what belongs to TensorFlow begin."""

"""Whether programs ask what a TF1 graph has learnt only in batches like those that it learns from.

Its answers in training mode are then those that it gave in training. That is so for the pictures which a generator
draws, a batch of them, from noise that is made as in the steps: in the graph, or by the same words outside of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain.values import Module
from bnlint.interpreter.machine import Machine
from bnlint.interpreter.modules import Project
from bnlint.interpreter.tensorflow1 import purposes
from bnlint.libraries.habits import DISCRIMINATORS, GENERATORS, SHORT_DISCRIMINATORS, SHORT_GENERATORS
from bnlint.patterns import pattern
from bnlint.syntax.words import names_in, names_read, nodes_in, spelled

_MANY = 32
"""So many rows are about as good as those of a step whose number is not known."""
_OF_TESTS = pattern(r"(?:^|_)(?:va|val|valid|validation|test|testing|eval|evaluation|holdout|dev)(?:_|$|\d)")
_OF_NOISE = pattern(r"(?:^|[^a-z])(?:z|noise|latent)(?:[^a-z]|$)", re.IGNORECASE)
_OF_DATA = pattern(r"(?:^|[^a-z])(?:real|images?|imgs?|labels?)(?:[^a-z]|$)", re.IGNORECASE)
"""What a discriminator is fed, which a generator never sees, is named with these words."""
_STARTS = pattern(r"init", re.IGNORECASE)
"""What gives variables their first values is called so."""
_DEPTH = 4
"""How many names in a row are followed to what they stand for."""


def asked_as_trained(run: Machine, module: Module, project: Project) -> frozenset[int]:
    """Return which calls add normalisations that the programs which come to a module ask only as they train them.

    Those of a network that is asked nothing are among them. The calls are given by the ``id`` of their nodes.

    Args:
        run: the interpreter, which has read them.
        module: the module.
        project: its project.
    """
    testimony = run.testimony
    none = frozenset[int]()
    if module.file is None or testimony.unread or run.budget.is_spent or not any(map(_stays_so, testimony.events)):
        return none
    graph = _Graph(testimony, purposes.files_read(module, project))
    found = graph.asked_as_trained() if graph.steps else none
    if not found or not project.knows_all_of(module):
        return none
    kept = {step.site.path for step in graph.steps} if graph.draws() else set()
    if not kept and (testimony.restores or purposes.invent_their_data(graph.steps, graph.modules)):
        return none
    return found if purposes.is_all_seen(graph.modules, graph.fetched, project, kept) else none


def _stays_so(added: ev.Event) -> bool:
    """Whether an event is a normalisation in training mode by a constant, or by the default of its function."""
    if not isinstance(added, ev.GraphNormalized):
        return False
    return added.default_flag if added.flag is ev.ABSENT else added.flag.known and added.flag.value is True


def _starts(event: ev.GraphFetched) -> bool:
    """Whether a session only gives variables their first values."""
    return not event.outputs and not event.fed and any(map(_STARTS.search, names_in(_args(event))))


def _args(event: ev.GraphFetched) -> Any:
    """Return what a session is asked for and fed, as it is written."""
    call = event.site.node
    return [call.args, getattr(call.func, "value", None)] if isinstance(call, cst.Call) else call


class _Graph:
    """What a program builds, trains and asks.

    Args:
        testimony: what happens.
        modules: the files that were read, by their paths.
    """

    def __init__(self, testimony: ev.Testimony, modules: dict[str, Module]) -> None:
        self.modules = modules
        self._events = testimony.events
        self.fetched = [event for event in self._events if isinstance(event, ev.GraphFetched) and not event.beside]
        self.steps = [event for event in self.fetched if event.trains]
        self._asked = [event for event in self.fetched if not event.trains and not _starts(event)]
        self._unfed = not any(step.fed for step in self.steps)
        self._added = [event for event in testimony.events if isinstance(event, ev.GraphNormalized)]
        self._sites = frozenset(map(_site, self._added))
        minimized = (event for event in testimony.events if isinstance(event, ev.GraphMinimized))
        self._trained = {each for step in minimized for each in step.made_of or ()}

    def asked_as_trained(self) -> frozenset[int]:
        """Return which calls add normalisations that no session asks for what steps do not give.

        Where none asks for anything, what is kept may be asked, but for a generator's pictures.
        """
        if not self._asked and not self.draws():
            return frozenset()
        return self._sites.difference(*map(self._asked_otherwise, self._asked))

    def draws(self) -> bool:
        """Whether all answers, numbers aside, are what generators draw; in summaries, where nothing else is asked."""
        answers = [tensor for event in self._asked for tensor in self._outputs(event)]
        answers = answers or [_stand_in(self._events)]
        shown = {each for tensor in answers if tensor.shape != () for each in self._of(tensor)}
        return bool(shown) and all(_draws(each) for each in shown if not _judges(each))

    def _asked_otherwise(self, event: ev.GraphFetched) -> frozenset[int]:
        """Return which calls add normalisations of which a session asks something that steps do not give."""
        if self._is_as_trained(event):
            return frozenset()
        known = event.trains is False and event.outputs and all(tensor.made_of for tensor in event.outputs)
        return frozenset(map(_site, self._used(event))) if known else self._sites

    def _is_as_trained(self, event: ev.GraphFetched) -> bool:
        """Whether what a session is asked for is what steps give, or is made of as many rows of the same kind."""
        if event.exported or event.specified or event.trains is None or any(map(_OF_TESTS.search, self._names(event))):
            return False
        if event.fed and any(purposes.has_the_same_batch(event, step, self.modules) for step in self.steps):
            return True
        used = self._used(event)
        drawn = bool(used) and all(map(_draws, used))
        fed = _for_generators(self._fed(event)) if drawn else self._fed(event)
        if fed and used and not drawn or not all(self._is_learnt(key, value) for key, value in fed.items()):
            return False
        alike = used if fed else used & self._trained if drawn or self._unfed else set()
        return all(
            self._has_rows_of_steps(each, tensor.examples, each in alike)
            for tensor in self._outputs(event)
            for each in self._of(tensor)
        )

    def _names(self, event: ev.GraphFetched) -> set[str]:
        return names_in(_args(event)) - {"eval"}

    def _used(self, event: ev.GraphFetched) -> set[ev.GraphNormalized]:
        return {each for tensor in self._outputs(event) for each in self._of(tensor)}

    def _outputs(self, event: ev.GraphFetched) -> tuple[ev.Tensor, ...]:
        return event.outputs or (_stand_in(self._events[: self._events.index(event)]),)

    def _of(self, tensor: ev.Tensor) -> Iterator[ev.GraphNormalized]:
        yield from (each for each in tensor.made_of if isinstance(each, ev.GraphNormalized))

    def _has_rows_of_steps(self, added: ev.GraphNormalized, made: int | None, fed_alike: bool) -> bool:
        """Whether a normalisation gets as many rows as in the steps.

        Args:
            added: the normalisation.
            made: how many rows come out in the end, as far as known.
            fed_alike: what it gets comes from the same place as in the steps.
        """
        rows = made if added.input.examples is None else added.input.examples
        if rows is None:
            return fed_alike
        beside = [each for each in self._added if each.site.node is added.site.node]
        known = {each.input.examples for each in beside if each in self._trained or not self._trained}
        return known <= {rows} or known <= {rows, None} and rows >= _MANY

    def _is_learnt(self, key: str, value: str | None) -> bool:
        """Whether a step is fed what is written in the same way."""
        return value is not None and value in self._learnt.get(key, ())

    @cached_property
    def _learnt(self) -> dict[str, set[str]]:
        """What the steps are fed, by the placeholders: how each value is written out."""
        found: dict[str, set[str]] = {}
        for step in self.steps:
            for key, value in self._fed(step).items():
                if value is not None:
                    found.setdefault(key, set()).add(value)
        return found

    def _fed(self, event: ev.GraphFetched) -> dict[str, str | None]:
        """Return how what a session is fed is written out, by the placeholders, numbers aside; None for the unknown."""
        call, scope = event.site.node, next(iter(event.scopes), None)
        module = self.modules.get(event.site.path)
        if not event.fed or not isinstance(call, cst.Call) or module is None:
            return {}
        given = [arg.value for arg in call.args if arg.keyword is not None and arg.keyword.value == "feed_dict"]
        given = given or [arg.value for arg in call.args if arg.keyword is None][-1:]
        writing = _Writing(module.tree.root, scope.site.node if scope is not None else None, call)
        laid_out = writing.stands_for(given[0]) if given else None
        if not isinstance(laid_out, cst.Dict) or any(not isinstance(e, cst.DictElement) for e in laid_out.elements):
            return {"": None}
        pairs = [(each.key, each.value) for each in laid_out.elements if isinstance(each, cst.DictElement)]
        return {
            spelled(key): writing.out(value) for key, value in pairs if not isinstance(value, (cst.Integer, cst.Float))
        }


def _site(added: ev.GraphNormalized) -> int:
    return id(added.site.node)


def _stand_in(events: list[ev.Event]) -> ev.Tensor:
    """Return a tensor that stands for those of which nobody knows what they are made of, pictures and numbers."""
    added = (each for each in events if isinstance(each, ev.GraphNormalized))
    return ev.Tensor(made_of=frozenset(each for each in added if not _is_alone(each) and not _judges(each)))


def _for_generators(fed: dict[str, str | None]) -> dict[str, str | None]:
    """Return what of the things that are fed a generator gets: the noise, or whatever is no picture."""
    noise = [key for key in fed if _OF_NOISE.search(key)]
    return {key: fed[key] for key in noise or fed if noise or not _OF_DATA.search(key)}


def _is_alone(added: ev.GraphNormalized) -> bool:
    """Whether a normalisation stands in a function that was read by itself."""
    return bool(added.made_by and added.scopes) and added.made_by[-1].node is added.scopes[-1].site.node


def _draws(added: ev.GraphNormalized) -> bool:
    """Whether a normalisation is a generator's."""
    return _is_called(added, GENERATORS, SHORT_GENERATORS)


def _judges(added: ev.GraphNormalized) -> bool:
    """Whether a normalisation is that of a network which judges what a generator draws."""
    return _is_called(added, (*DISCRIMINATORS, "critic"), SHORT_DISCRIMINATORS)


def _is_called(added: ev.GraphNormalized, parts: tuple[str, ...], names: frozenset[str]) -> bool:
    """Whether a function or class around a normalisation has one of some names, or one with one of these parts."""
    around = [name.lower() for scope in added.scopes for name in (scope.name, scope.owner)]
    return not names.isdisjoint(around) or any(part in name for name in around for part in parts)


class _Writing:
    """How the values that names have at a call are written.

    Args:
        root: the module.
        function: the innermost function around the call, None for none.
        call: the call.
    """

    def __init__(self, root: Any, function: Any, call: Any) -> None:
        self._function = function
        self._imported = names_in([node for node in nodes_in(root) if isinstance(node, cst.ImportAlias)])
        around = [node for node, _ in purposes.in_order(root, None)]
        own = [] if function is None else list(_up_to(function, call))
        self._before = own, list(_up_to(root, call)) if function is None else around

    def stands_for(self, node: Any) -> Any:
        """Return the expression that a name stands for, the node itself where it is none."""
        return self._value_of(node.value) or node if isinstance(node, cst.Name) else node

    def out(self, node: Any, depth: int = _DEPTH) -> str | None:
        """Return how an expression is written without names for its parts; None where one has an unknown value."""
        text = spelled(node)
        for name in sorted(names_read(node) - _KNOWN - self._imported):
            value = self._value_of(name)
            if value is None and not self._is_known(name):
                return None
            written = self.out(value, depth - 1) if value is not None and depth else None
            if value is not None and written is None:
                return None
            text = re.sub(rf"\b{name}\b", (written or name).replace("\\", r"\\"), text)
        return text

    def _value_of(self, name: str) -> Any:
        """Return the expression that a name got last, None where there is none, or something else binds it."""
        for nodes in self._before:
            last = next((node for node in reversed(nodes) if name in purposes.bound(node)), None)
            if last is not None:
                one = isinstance(last, cst.Assign) and len(last.targets) == 1
                return last.value if one and isinstance(last.targets[0].target, cst.Name) else None
            if self._function is not None and name in _parameters(self._function):
                return None
        return None

    def _is_known(self, name: str) -> bool:
        """Whether a name stands for the same everywhere: an object whose method this is, or what is bound once."""
        if self._function is not None and name in _parameters(self._function):
            return name == "self"
        own, around = ([node for node in nodes if name in purposes.bound(node)] for nodes in self._before)
        return not own and len(around) < 2


_KNOWN = frozenset(("True", "False", "None"))


def _up_to(root: Any, call: Any) -> Iterator[Any]:
    """Yield the nodes before a call, in order."""
    for node, _ in purposes.in_order(root, None):
        if node is call:
            return
        yield node


def _parameters(function: Any) -> set[str]:
    params = function.params
    return {each.name.value for each in (*params.params, *params.kwonly_params, *params.posonly_params)}

"""Questions that several rules ask of a testimony. Pure functions; unknown is never an answer that reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from bnlint.events import (
    ABSENT,
    Arg,
    Fitted,
    GradientTaken,
    GraphFetched,
    GraphMinimized,
    GraphNormalized,
    Layer,
    LayerBuilt,
    LayerCalled,
    Premise,
    Scope,
    Site,
    Tape,
    Tensor,
    Testimony,
    TorchSwitched,
    TrainableSet,
)
from bnlint.libraries.habits import DISCRIMINATORS, DRAWS, DROPS, GENERATORS, GROWS, SHORT_DISCRIMINATORS, SHRINKS
from bnlint.libraries.keras_layers import BY_NAME, CLASSES, STEPWISE
from bnlint.libraries.keras_models import INFERENCE_STEPS

_INFERENCE_WORDS = (
    "eval",
    "test",
    "valid",
    "predict",
    "infer",
    "sample",
    "generate_and",
    "generate_image",
    "generate_sample",
    "serve",
    "serving",
    "score",
    "accuracy",
    "embed",
    "export",
    "demo",
    "visuali",
    "plot",
    "show",
    "save_image",
)


_WORD = re.compile(r"(?:^|_)(?:va|val|valid|validation|test|eval|evaluation|holdout|dev)(?:_|$|\d)", re.IGNORECASE)


def ends_unused(testimony: Testimony) -> bool:
    """Whether a program raises for certain before it trains a network or asks one."""
    uses = (Fitted, GradientTaken, GraphFetched, GraphMinimized)
    return testimony.raises and not any(isinstance(event, uses) for event in testimony.events)


def calls(testimony: Testimony) -> Iterator[LayerCalled]:
    """Yield all calls."""
    for event in testimony.events:
        if isinstance(event, LayerCalled):
            yield event


def leaves(testimony: Testimony) -> Iterator[LayerCalled]:
    """Yield the calls of BN layers that are there for certain."""
    for call in testimony.events:
        if isinstance(call, LayerCalled) and call.layer.is_bn and call.is_there():
            yield call


def built(testimony: Testimony) -> Iterator[LayerBuilt]:
    """Yield the constructions of BN layers."""
    for event in testimony.events:
        if isinstance(event, LayerBuilt):
            yield event


def trained_by(testimony: Testimony) -> dict[int, list[Layer]]:
    """Return, by ``id`` of a tape, the layers whose weights its gradients change."""
    found: dict[int, list[Layer]] = {}
    for event in testimony.events:
        if isinstance(event, GradientTaken) and event.layers and event.applied:
            found.setdefault(id(event.tape), []).extend(event.layers)
    return found


class Training:
    """Which calls train which layers."""

    def __init__(self, testimony: Testimony) -> None:
        self._testimony = testimony
        self._of_tape = {
            tape: {id(inner) for layer in layers for inner in layer.walk()}
            for tape, layers in trained_by(testimony).items()
        }
        self._untrained = {
            id(event.tape)
            for event in testimony.events
            if isinstance(event, GradientTaken) and (event.inputs and not event.layers or not event.applied)
        } - set(self._of_tape)

    def by_tape(self, call: LayerCalled) -> Tape | None:
        """Return a tape that records the call and whose gradient trains the called layer's own weights.

        A call whose innermost tape differentiates by an input (an attack, a gradient penalty), or whose gradient is
        only looked at, is no training step; that tape may stand inside the outermost call, which others record. Where
        a step has no other call of the layer, its loss is made of that one (score matching, a differential equation).
        """
        if self._is_inside(call) and id(call.layer) in self._called_plainly:
            return None
        return self._learning_tape(call)

    def _learning_tape(self, call: LayerCalled) -> Tape | None:
        """Return a tape around whose gradient trains the called layer, whatever other tapes are inside of it."""
        return next((tape for tape in call.tapes if id(call.layer) in self._of_tape.get(id(tape), ())), None)

    def _is_inside(self, call: LayerCalled) -> bool:
        """Whether the innermost tape around a call does not train."""
        innermost = (call.root.tapes or call.tapes)[-1:]
        return bool(innermost) and id(innermost[0]) in self._untrained

    @cached_property
    def _called_plainly(self) -> set[int]:
        """The layers that are called in a training step, or by ``fit``, without such a tape around."""
        plain = (call for call in calls(self._testimony) if not self._is_inside(call))
        return {id(call.layer) for call in plain if call.root.driver == "fit" or self._learning_tape(call) is not None}

    def recorded(self, call: LayerCalled) -> bool:
        """Whether a tape records the call and some gradient is taken from it."""
        return any(id(tape) in self._of_tape or id(tape) in self._untrained for tape in call.root.tapes)

    def trains(self, call: LayerCalled) -> bool:
        """Whether the call is part of a training step of the called layer's weights."""
        return call.root.driver == "fit" or self.by_tape(call) is not None


def holds(outer: Layer, inner: Layer) -> bool:
    """Whether a layer is another one, or a part of it."""
    return any(layer is inner for layer in outer.walk())


def last_switch(testimony: Testimony, call: LayerCalled, which: str) -> TorchSwitched | None:
    """Return the last switch of PyTorch's that was set on a layer, or on what it is in, before it was called.

    Args:
        testimony: what happens.
        call: the call of the layer.
        which: the switch.
    """
    last: TorchSwitched | None = None
    for event in testimony.events:
        if event is call:
            return last
        if isinstance(event, TorchSwitched) and event.switch == which and holds(event.layer, call.layer):
            last = event
    return last


def switched_on(testimony: Testimony, call: LayerCalled, root: LayerCalled) -> TorchSwitched | None:
    """Return the ``train()`` of a whole model that was to bring a BN layer in it into training mode.

    Args:
        testimony: what happens.
        call: the call of the BN layer.
        root: that of the model.
    """
    last = last_switch(testimony, call, "train")
    meant = last is not None and last.value and holds(last.layer, root.layer)
    return last if meant and testimony.backend == "torch" else None


def outermost_under(tape: Tape, call: LayerCalled) -> LayerCalled:
    """Return the outermost call around a call that a tape records: the tape may stand in a ``call`` itself."""
    return [around for around in call.chain() if any(each is tape for each in around.tapes)][-1]


def is_test(scope: Scope) -> bool:
    """Whether a function is a unit test, or prepares one."""
    name = scope.name
    if name.startswith("test") and name[4:5].isupper() and is_of_tests(scope.site):
        return True  # testForwardPass
    return name.startswith("test_") or name in ("setUp", "setUpClass", "setup_method", "setup_class")


def is_of_tests(site: Site) -> bool:
    """Whether a file is named as test runners look for it: a function ``test`` there tests the code, not a model."""
    name = site.path.replace("\\", "/").rpartition("/")[2]
    return name.startswith("test_") or name.endswith("_test.py")


def is_drawn(call: LayerCalled) -> bool:
    """Whether a function around says that it draws from a model whose Dropout is at work (Monte Carlo dropout).

    A function that is only named for Dropout does not where the model has none.
    """
    said = {part for scope in call.scopes for part in DRAWS if part in scope.name.lower()}
    return bool(said) and (said != {"dropout"} or any(map(_may_drop, call.layer.walk())))


def _may_drop(layer: Layer) -> bool:
    """Whether a layer is a Dropout, or what is in it is not known."""
    if layer.kind in ("Sequential", "Functional"):
        return False
    row = BY_NAME[layer.kind] if layer.kind in CLASSES else None
    known = row is not None and row.shape != "unknown" and "dropout" not in row.positional.split()
    return layer.kind in DROPS or layer.opaque or not known


def is_translation(call: LayerCalled, testimony: Testimony) -> bool:
    """Whether a model is a generator of pix2pix, which infers as it is trained.

    It turns an image into another one, and its name says so, or that of the function that asks it; or Dropout gives it
    its noise, and it is trained against a critic of its images.
    """
    kinds = {layer.kind for layer in call.layer.walk()}
    if "Dense" in kinds or not kinds & SHRINKS:
        return False
    names = [call.layer.class_name.lower(), *(scope.name.lower() for scope in call.scopes)]
    if any(part in name for name in names for part in GENERATORS):
        return True
    noisy = kinds & DROPS and kinds & GROWS
    return bool(noisy) and any(other.judged and other.layer is call.layer for other in calls(testimony))


def is_discriminator(scopes: tuple[Scope, ...]) -> bool:
    """Whether functions are those of a GAN's discriminator, which judges in training and is not asked afterwards.

    ``D_conv`` is one that is made of convolutions, ``d_conv`` any convolution.
    """
    written = [name for scope in scopes for name in (scope.name, scope.owner)]
    names = [name.lower() for name in written]
    short = any(map(SHORT_DISCRIMINATORS.__contains__, names)) or any(name.startswith("D_") for name in written)
    return short or any(part in name for name in names for part in DISCRIMINATORS)


def judges(added: GraphNormalized) -> bool:
    """Whether a normalisation is of a GAN's discriminator, and of none that tells the classes of what it is asked."""
    return not added.classifies and is_discriminator(added.scopes)


def normalizers(testimony: Testimony) -> list[GraphNormalized]:
    """Return all normalisations of TF1."""
    return [event for event in testimony.events if isinstance(event, GraphNormalized)]


def always_train(added: Sequence[GraphNormalized]) -> bool:
    """Whether there are normalisations of TF1, and all of them are in training mode whatever happens."""
    return bool(added) and all(event.flag.known and event.flag.value is True for event in added)


def is_renormalised(added: GraphNormalized) -> bool:
    """Whether a normalisation goes by the moving statistics in training mode, too (``renorm=True``)."""
    renorm = added.args.get("renorm")
    return renorm is not None and not (renorm.known and not renorm.value)


def is_called(added: Sequence[GraphNormalized], parts: tuple[str, ...]) -> bool:
    """Whether the name of a function around one of some normalisations has one of these parts."""
    names = {_BUILDS.sub("", scope.name.lower()) for event in added for scope in event.scopes}
    return any(part in name for name in names for part in parts)


_BUILDS = re.compile(r"generate_?(?:model|net|graph|layer|block)")
"""``generate_model`` makes a network, no images."""


def reads_statistics(testimony: Testimony, *, if_fewer: bool = False) -> bool:
    """Whether the normalisations of TF1 ever use their moving statistics.

    They do not where the program's own function for them is in training mode whatever happens, as in pix2pix, or where
    all are in a GAN whose networks take no flag, or in one whose function that draws samples has them so, too, as in
    DCGAN. What a function does that is read by itself, with its defaults, counts only where the program never calls it.

    Args:
        testimony: what happens.
        if_fewer: whether they count as used where such a GAN, or function, gets smaller batches than training: what it
            makes is not as good as there.
    """
    added = normalizers(testimony)
    begun = [_begun_by(event) for event in added]
    called = {
        id(scope.site.node)
        for event, start in zip(added, begun, strict=True)
        for scope in event.scopes
        if scope.site.node is not start
    }
    added = [event for event, start in zip(added, begun, strict=True) if start is None or id(start) not in called]
    if not added:
        return True
    in_gan = all(map(_is_always_so, added)) and is_called(added, (*GENERATORS, *DISCRIMINATORS))
    in_gan = in_gan and not any(event.classifies for event in added)
    draws = in_gan or (always_train(added) and is_called(added, _DRAWS))
    if draws and not (if_fewer and draws_fewer(added)):
        return False
    from bnlint.syntax import words  # start-up: libcst, which a recorder does without

    return not all(
        is_constant(event.flag, True)
        and event.scopes
        and words.only_returns(event.scopes[0].site.node, event.site.node)
        for event in added
    )


def draws_fewer(added: Sequence[GraphNormalized]) -> bool:
    """Whether a network of TF1, no discriminator, gets batches of less than half the size in one copy than in another.

    Args:
        added: normalisations of a program.
    """
    sizes: dict[tuple[int, str], set[int]] = {}
    for event in added:
        if event.name is not None and event.input.examples is not None and not is_discriminator(event.scopes):
            sizes.setdefault((id(event.site.node), event.name), set()).add(event.input.examples)
    return any(2 * min(known) < max(known) for known in sizes.values())


def _begun_by(added: GraphNormalized) -> object:
    """Return the function that is read by itself and leads to a normalisation, None where the program runs that far."""
    outermost = added.scopes[-1].site.node if added.scopes else None
    return outermost if added.made_by and added.made_by[-1].node is outermost else None


def _is_always_so(added: GraphNormalized) -> bool:
    """Whether a normalisation is in training mode by a constant: its own, or its function's that no network changes."""
    if is_constant(added.flag, True):
        return True
    if not (added.flag.known and added.flag.value is True and added.flag.origin == "parameter default"):
        return False
    return len(added.scopes) > 1 and all(flag_taken(scope) is None for scope in added.scopes[1:])


def graph_flag(event: GraphNormalized) -> object:
    """Return the flag that a normalisation of TF1 runs with, its function's default too; None where nobody knows.

    An option of the command line is there to be changed.
    """
    if event.flag is ABSENT:
        return event.default_flag
    flag = event.flag
    by_option = flag.origin == "command-line default" or flag.value is True and flag.origin == "command-line switch"
    return flag.value if flag.known and not by_option else None


def graph_normalizers(testimony: Testimony, *, untold: bool = False) -> Iterator[GraphNormalized]:
    """Yield the batch normalisations of TF1 that may run in training mode, those of unit tests aside.

    Args:
        testimony: what a witness saw.
        untold: whether to yield those as well that are in inference mode because nobody passes their flag.
    """
    dummies = normalizers_of_tests(testimony)
    for event in normalizers(testimony):
        if testimony.dialect == 2 and event not in dummies and not any(map(is_test, event.scopes)):
            if graph_flag(event) is not False or (untold and event.flag is ABSENT):
                yield event


def normalizers_of_tests(testimony: Testimony) -> set[GraphNormalized]:
    """Return the normalisations of TF1 in networks that only test cases make: those are dummies."""
    added = normalizers(testimony)
    of_tests = {event for event in added if any(map(_is_test_case, event.scopes))}
    made = {id(event.scopes[0].site.node) for event in of_tests}
    alone = (event for event in added if len(event.scopes) == 1)  # what is read by itself, beside the tests
    return of_tests | {event for event in alone if id(event.scopes[0].site.node) in made}


def _is_test_case(scope: Scope) -> bool:
    return bool(scope.owner) and is_test(scope) and is_of_tests(scope.site)


def passes_nothing(call: LayerCalled) -> bool:
    """Whether no training flag is passed at this call (``training=None`` included)."""
    return call.flag is ABSENT or (call.flag.known and call.flag.value is None)


def is_constant(flag: Arg, value: bool) -> bool:
    """Whether a flag is this constant, written at the call itself: Keras takes any number but 0 for True."""
    return flag.known and isinstance(flag.value, (bool, int)) and bool(flag.value) == value and flag.origin == ""


def flagged(call: LayerCalled) -> LayerCalled | None:
    """Return the call whose own argument decided the mode of a BN layer's call."""
    by = call.decided_by
    return by if by is not None and call.reason == "flag" else None


def untold(call: LayerCalled) -> LayerCalled | None:
    """Return the call around a BN layer's that decides its mode because nobody tells it: ``if training is None: ...``.

    What it takes for a ``training`` of None is a default of its own, as in ``training=True``.
    """
    by = flagged(call)
    if by is None or by.flag.origin != "parameter default":
        return None
    scope = next((scope for scope in by.scopes if scope.keras_method == "call"), None)
    if scope is None or scope.flag_name != "training" or not scope.flag.known or scope.flag.value is not None:
        return None
    return next((each for each in call.chain() if each.layer.call_site == scope.site), None)


def lacks_training(call: LayerCalled) -> bool:
    """Whether the outermost call is that of a subclass of Model whose ``call`` has no training flag."""
    return call.root.layer.takes_training is False and call.root.layer.kind == "Model"


def place(call: LayerCalled | Fitted) -> object:
    """Return a key that is the same for calls, and runs of loops, written at the same place."""
    return id(call.site.node) if call.site.node is not None else (call.site.path, call.site.line, call.site.column)


def flag_taken(scope: Scope) -> str | None:
    """Return the name of the training flag that a function takes; a ``phase`` that holds a word ("test") is none."""
    return None if isinstance(scope.flag.value, str) else scope.flag_name


_DRAWS = ("sample", "generate")
"""In the names of functions that draw from a generator."""


def in_keras_method(call: LayerCalled, *names: str) -> bool:
    """Whether the call is written in (a function called from) one of these methods of a Keras class."""
    return any(scope.keras_method in names for scope in call.scopes)


def for_inference(call: LayerCalled) -> str | None:
    """Return the name of the enclosing function where it says that inference happens, None otherwise."""
    if is_over_test_data(call) and not any("train" in s.name for s in call.scopes):
        return "this loop"
    for scope in call.scopes:
        name = scope.name.lower()
        if name.startswith("on_") and name.endswith(("_begin", "_end")):
            return "this callback"
        if "train" in name or name.startswith(("fit", "update", "calibrat")):
            return None
        if "loss" in name and not _WORD.search(name):  # loss_fn, but not validation_loss
            return None
        if says_inference(scope):
            return scope.name
    return None


def says_inference(scope: Scope) -> bool:
    """Whether a function is there for inference, as its name says, or Keras."""
    name = scope.name.lower()
    if scope.keras_method in INFERENCE_STEPS or any(word in name for word in _INFERENCE_WORDS):
        return True
    return "val" in name.split("_")


def go_together(premises: tuple[Premise, ...], others: tuple[Premise, ...]) -> bool:
    """Whether what holds in the branches around one place may hold in those around another one."""
    held = dict(premises)
    return all(held.get(what, value) == value for what, value in others)


def is_over_test_data(call: LayerCalled) -> bool:
    """Whether the names of what loops run over, or of what the call is given, say that it is the data of a test."""
    return any(_WORD.search(word) for word in call.words)


def is_within_test(call: LayerCalled) -> bool:
    """Whether a function that tests what has been learnt calls the one that a call stands in."""
    names = [scope.name.lower() for scope in call.scopes]
    return any(_TESTS.search(name) for name in names[1:]) and not any("train" in name for name in names)


_TESTS = re.compile(r"(?:^|_)(?:val|valid|validate|validation|eval|evaluate|evaluation|test_step|test_epoch)(?:_|$)")


def tests_by_name(words: Iterable[str], scopes: tuple[Scope, ...]) -> bool:
    """Whether names say that something is a test: of the data, or of the functions around, innermost first."""
    if any(_WORD.search(word) for word in words):
        return True
    names = [scope.name.lower() for scope in scopes]
    return bool(names) and "train" not in names[0] and any(word in names[0] for word in _INFERENCE_WORDS)


def is_asked(call: LayerCalled) -> bool:
    """Whether an answer is what the program wants of a call.

    It is shown, or returned by a function that is named for that, or that answers what a web server is asked.
    """
    if call.feeds:
        return False
    names = [scope.name.lower() for scope in call.scopes]
    if call.answers or any("train" in name or name.startswith(("fit", "update")) for name in names):
        return call.answers
    return bool(names) and (not _ANSWERS.isdisjoint(names[0].split("_")) or _is_served(call))


def _is_served(call: LayerCalled) -> bool:
    """Whether what a call makes is what a web server answers with."""
    around = _function_around(call)
    if around is None:
        return False
    from bnlint.syntax import words  # start-up: as above

    return words.is_served(around) and words.is_returned(around, call.site.node)


def is_kept_from_gradients(call: LayerCalled) -> bool:
    """Whether the program wants what PyTorch makes without a record, and not to adapt the statistics by the call."""
    if not call.graphless or call.feeds or is_dropped(call):
        return False
    return not any(part in scope.name.lower() for scope in call.scopes for part in _ADAPTS)


_ADAPTS = ("train", "fit", "update", "calibr", "adapt", "statistic", "stats")
"""In the names of functions that train, or run batches for the sake of the statistics."""

_ANSWERS = frozenset(
    "act action actions classify detect recognize recognise transcribe translate reconstruct denoise segment answer "
    "choose decide infer forecast feature features extract handler".split()
)
"""Words in the names of functions that return what a model says."""


def fits(testimony: Testimony) -> Iterator[Fitted]:
    """Yield the runs of built-in training loops."""
    for event in testimony.events:
        if isinstance(event, Fitted):
            yield event


def values_per_channel(call: LayerCalled) -> int | None:
    """Return how many values go into each statistic of a BN layer's call, None when not known."""
    virtual = virtual_batch(call.layer)
    if virtual is None:
        return values_in(call.input, call.layer.args.get("axis"))
    size = virtual.value if virtual.known and isinstance(virtual.value, int) else None
    parts = replace(call.input, per_replica=size) if size is not None else Tensor()
    return values_in(parts, call.layer.args.get("axis"))


def virtual_batch(layer: Layer) -> Arg | None:
    """Return the ``virtual_batch_size`` of a BN layer, by which Keras 2 cuts its batches into smaller ones."""
    arg = layer.args.get("virtual_batch_size")
    return None if arg is None or (arg.known and arg.value is None) else arg


def values_in(tensor: Tensor, axis: Arg | None) -> int | None:
    """Return how many values of a tensor go into each statistic, None when not known."""
    shape = tensor.shape
    if shape is None:
        return None
    kept = -1 if axis is None else axis.value if axis.known else None
    if isinstance(kept, (list, tuple)) and len(kept) == 1:  # Keras 2 writes it so into configurations
        kept = kept[0]
    if not isinstance(kept, int):
        return None
    at = kept % len(shape) if shape else -1
    count = 1
    for index, size in enumerate(shape):
        if index != at:
            if index == 0 and tensor.per_replica is not None:
                size = tensor.per_replica
            if size is None:
                return None
            count *= size
    return count


def is_synchronized(layer: Layer) -> bool | None:
    """Whether a BN layer uses statistics of more than its own batch (``renorm``, ``synchronized``)."""
    answer: bool | None = False
    for name in ("renorm", "synchronized"):
        arg = layer.args.get(name)
        if arg is not None:
            if not arg.known:
                answer = None
            elif arg.value:
                return True
    return answer


def normalised_by_batch(testimony: Testimony) -> Iterator[LayerCalled]:
    """Yield the calls of BN layers in training mode that use no other statistics than those of their own batch.

    Unit tests are left out, where their file is named as one: their rows are dummies. So is what only tries shapes out,
    or takes the time.
    """
    of_tests = set(_fits_of_tests(testimony))
    tried: dict[object, bool] = {}
    timed: dict[object, bool] = {}
    for call in leaves(testimony):
        unknown = call.layer.opaque and not call.layer.copied
        if call.mode != "training" or unknown or is_synchronized(call.layer) is not False:
            continue
        if _is_within_unit_test(call.scopes) or id(call.root) in of_tests or _only_builds(call.root):
            continue
        if testimony.dialect == 3 and virtual_batch(call.layer) is not None:
            continue  # this raises
        if tries_shapes(call.root, tried) or _warms_up(call.root, timed):
            continue
        if step_by_step(testimony, call) is None:
            yield call


def tries_shapes(call: LayerCalled, known: dict[object, bool]) -> bool:
    """Whether the program looks at nothing but the shape of what comes out of rows that it made up for this call.

    Args:
        call: an outermost one.
        known: what was found out of others.
    """
    if call.asked is None or call.tapes or call.driver != "user":
        return False
    if call.asked not in known:
        from bnlint.syntax import tryouts  # start-up: libcst, which a recorder does without

        known[call.asked] = tryouts.is_tryout(*call.asked)
    return known[call.asked]


def is_shown(call: LayerCalled) -> bool:
    """Whether a script makes up what it calls a layer or model with, and reads nothing of what comes out.

    Args:
        call: an outermost one.
    """
    if call.asked is None or call.scopes or call.tapes or call.driver != "user":
        return False
    from bnlint.syntax import tryouts  # start-up: libcst, which a recorder does without

    return tryouts.is_shown(*call.asked)


def _warms_up(call: LayerCalled, known: dict[object, bool]) -> bool:
    """Whether the program makes up what it calls a model with, and throws away what comes out.

    Args:
        call: an outermost one.
        known: what was found out of others.
    """
    node = call.site.node
    around = call.scopes[0].site.node if call.scopes else call.asked and call.asked[0]
    if node is None or around is None or call.tapes or call.driver != "user" or call.layer.is_bn:
        return False
    if node not in known:
        from bnlint.syntax import tryouts  # start-up: libcst, which a recorder does without

        known[node] = tryouts.is_warm_up(around, node)
    return known[node]


def _only_builds(call: LayerCalled) -> bool:
    """Whether a script calls a model for its variables alone, and puts weights into them or goes on to train them."""
    alone = call.unused_result and not call.scopes and not call.loops and call.driver == "user" and not call.tapes
    return alone and not call.layer.is_bn and passes_nothing(call)


def _fits_of_tests(testimony: Testimony) -> Iterator[int]:
    """Yield the outermost calls, by ``id``, that loops of Keras make for a unit test."""
    last: dict[int, Fitted] = {}
    for event in testimony.events:
        if isinstance(event, Fitted):
            last[id(event.site.node)] = event
        elif isinstance(event, LayerCalled) and event.outer is None and event.driver != "user":
            fitted = last.get(id(event.site.node))
            if fitted is not None and _is_within_unit_test(fitted.scopes):
                yield id(event)


def _is_within_unit_test(scopes: Iterable[Scope]) -> bool:
    return any(is_test(scope) and is_of_tests(scope.site) for scope in scopes)


def starved(testimony: Testimony) -> Iterator[LayerCalled]:
    """Yield those of them that get one value per channel."""
    yield from (call for call in normalised_by_batch(testimony) if values_per_channel(call) == 1)


def distributed(call: LayerCalled) -> LayerCalled | None:
    """Return the call of ``TimeDistributed`` around a call, None where there is none."""
    return next((around for around in call.chain() if around.layer.kind in STEPWISE), None)


def step_by_step(testimony: Testimony, call: LayerCalled) -> LayerCalled | None:
    """Return the call of a ``TimeDistributed`` that runs a BN layer for one time step after the other.

    Keras 2 hands it all steps at once.

    Args:
        testimony: what happens.
        call: of the BN layer.
    """
    around = distributed(call)
    if around is None or testimony.dialect_of(around.layer) != 3:
        return None
    shape = around.input.shape
    return None if shape is not None and len(shape) > 1 and shape[1] == 1 else around


def batch_is_given(call: LayerCalled) -> bool:
    """Whether what the model gets is one example, or some place in the program decides that this layer gets one."""
    return call.input.batch_site is not None or call.root.input.examples == 1


def called_by_program(call: LayerCalled) -> bool:
    """Whether the program's own code calls the layer, not a model around it."""
    outermost = as_called(call)
    return outermost.outer is None and outermost.driver == "user" and outermost.baked_at is None


def as_called(call: LayerCalled) -> LayerCalled:
    """Return the call of the layer; that of the library's BN inside the program's own subclass is a part of one."""
    return call.outer if call.outer is not None and in_own_bn(call) else call


def in_own_bn(call: LayerCalled) -> bool:
    """Whether the call is inside the program's own subclass of BN: a layer made to use these statistics."""
    return call.layer.is_bn and call.outer is not None and call.outer.layer is call.layer


def is_handed_on(call: LayerCalled) -> bool:
    """Whether a function puts a layer into a graph, for whoever trains it; a program's ``main`` hands nothing on."""
    if call.input.kind == "concrete" or not call.certain or call.trainable is not True:
        return False
    return bool(call.scopes) and call.scopes[0].name != "main"


def learns(testimony: Testimony, norm: Layer) -> bool:
    """Whether nothing in the program says of a BN layer, or of something around it, that it is not to learn."""
    arg = norm.args.get("trainable")
    if arg is not None and not (arg.known and arg.value is True):
        return False
    switched = (event for event in testimony.events if isinstance(event, TrainableSet) and event.value is not True)
    return not any(holds(event.layer, norm) for event in switched)


def soft(arg: Arg) -> str:
    """Return where a value comes from that somebody may override, "" for others."""
    if arg.origin in ("command-line default", "command-line switch"):
        return "an option's default"
    return "a parameter's default" if arg.origin == "parameter default" else ""


def is_own_default(call: LayerCalled) -> bool:
    """Whether a call hands on the default of the training flag that the function around takes."""
    arg, scope = call.flag, call.scopes[0] if call.scopes else None
    if scope is None or scope.flag_name is None or arg.origin != "parameter default" or arg.decided_at is None:
        return False
    from bnlint.syntax import words  # start-up: as above

    return arg.decided_at.node is not None and words.is_default_of(
        scope.site.node, scope.flag_name, arg.decided_at.node
    )


def is_dropped(call: LayerCalled) -> bool:
    """Whether nobody gets to see what comes out of a call, so that no loss depends on it."""
    if call.unused_result:
        return True
    around = _function_around(call)
    if around is None:
        return False
    from bnlint.syntax import words  # start-up: as above

    return words.is_dropped(around, call.site.node)


def is_returned(call: LayerCalled) -> bool:
    """Whether what a call makes is in what the function around returns."""
    around = _function_around(call)
    if around is None:
        return False
    from bnlint.syntax import words  # start-up: as above

    return words.is_returned(around, call.site.node)


def is_unrecorded(call: LayerCalled) -> bool:
    """Whether no gradient gets to what a call makes: the function around only asks which entry is the largest."""
    around = _function_around(call)
    if around is None:
        return False
    from bnlint.syntax import uses  # start-up: as above

    return uses.is_unrecorded(around, call.site.node)


def _function_around(call: LayerCalled) -> Any:
    """Return the syntax of the function that a call stands in; None where that is none, or nobody knows."""
    return call.scopes[0].site.node if call.scopes and call.site.node is not None else None


def called_layer(call: LayerCalled) -> str:
    """Return how a message names what is called."""
    return named(call.layer)


_LONG_NAME = 20
"""Characters of a name that a headline has room for."""


def brief(layer: Layer) -> str:
    """Return how a headline names a layer or model that is or holds BN."""
    if layer.is_bn:
        return "this BatchNormalization layer"
    name = layer.class_name or layer.kind
    return f"this {name}" if len(name) <= _LONG_NAME else "this model"


def quoted(flag: str | None) -> str:
    """Return the name of a flag for a headline, other words where there is none or it is too long."""
    return f"'{flag}'" if flag and len(flag) <= _LONG_NAME else "this flag"


def named(layer: Layer) -> str:
    """Return how a message names a layer or model."""
    if layer.is_bn:
        return "this BatchNormalization layer"
    return f"this {layer.class_name or layer.kind} (it contains BatchNormalization)"

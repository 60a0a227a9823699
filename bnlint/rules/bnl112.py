"""TF1 graph code that never trains batch normalization.

## What it does
Reports `tf.layers.batch_normalization`, `tf.contrib.layers.batch_norm`, `slim.batch_norm` and Keras's own layers in a
graph without their flag, and a train op that is made without running the UPDATE_OPS (for Keras's layers: their
`updates`).

## Why is this bad?
`tf.layers.batch_normalization` defaults to inference mode, also in the training graph; contrib and slim default to
training mode, also at inference. And in graph mode the moving statistics are updated by ops in the collection
UPDATE_OPS: unless the train op depends on them they never run. A `keras.layers.BatchNormalization` in such a graph (or
in an Estimator's `model_fn`) is in inference mode as well, in layers and models of the program's own, too, and adds
nothing to that collection. What an optimizer's `get_updates` gives to a `K.function` changes weights only: the layers'
own updates are in `model.updates`. Layers that are put into the graph with `training=1` keep to their own batch,
whether their statistics move or not.

The discriminator of a GAN, a function or class of that name, may stay in training mode without its updates: it is not
asked at inference, so nobody reads its moving statistics. The head for the codes of an InfoGAN (`mutual_info`) is not,
either. Nor does anybody where the program's own function for BN passes `training=True` whatever happens, as in pix2pix,
or where a network adapts to the task at hand by a gradient of its own, as in MAML. A train op without the updates is
right where the program's own option says that there is no BN (`if use_batch_norm: ... else: ...`). With `renorm=True`
training mode normalises by the moving statistics, too: there the default of contrib and slim is no mistake. Nor is it,
or a train op without the updates, in programs that only train in training mode, and not on random numbers: each
`session.run` has the train op, or is fed the same batch as one, and nothing saves, restores or exports the graph. Nor
is it in a network that nobody can bring into inference mode and that is asked, if at all, in batches like those of
training: as many rows that the graph draws itself, or a generator's pictures of noise that is drawn in the same way;
and none where one image at a time is learnt from and asked for. Where all is in training mode, and so is a copy that
gives the answers, that mode is the mistake (BNL105), not the updates; nor are they where each session is fed True, also
for predictions.

## Example
```python
h = tf.layers.batch_normalization(h, training=is_training)
train_op = optimizer.minimize(loss)
```

## Use instead
```python
h = tf.layers.batch_normalization(h, training=is_training)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train_op = optimizer.minimize(loss)
```

## Symptoms
- Loss fine in training and bad in validation
- Statistics still 0 and 1
- Different result with other rows in the batch

## Fix safety
Unsafe: the flag of the function around is passed, or the statement that makes the train op is put under
`tf.control_dependencies` of the UPDATE_OPS, behind a loss that it builds itself. The statistics move from now on, and
the graph's ops change. What a file leaves out everywhere is one finding, and one fix where a flag can be passed on.

## References
- [tf.compat.v1.layers.batch_normalization](https://www.tensorflow.org/api_docs/python/tf/compat/v1/layers/batch_normalization)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bnlint.events import (
    ABSENT,
    GraphFetched,
    GraphMinimized,
    GraphNormalized,
    Layer,
    LayerCalled,
    LearningPhaseSet,
    Site,
    Testimony,
)
from bnlint.fixes.changes import Remedy, RunUpdates
from bnlint.libraries.habits import TARGET
from bnlint.libraries.tensorflow1 import NETWORK_BASE_ENDING
from bnlint.results.findings import Habit
from bnlint.results.messages import Message
from bnlint.rules import facts, remedies, sessions
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report graph normalizations without a flag, and train ops without the updates."""
    if facts.ends_unused(testimony):
        return
    waiting: dict[GraphNormalized, int] = {}
    keras: list[LayerCalled] = []
    steps = [event for event in testimony.events if isinstance(event, GraphMinimized)]
    reads = facts.reads_statistics(testimony) and not sessions.infers_in_training_mode(testimony)
    fed_true = sessions.is_fed_true_always(testimony)
    blamed = fed_true and sessions.blames_feeds(testimony)
    trained = _last_step(testimony) if steps else -1
    only_restored = testimony.restores and not steps and not testimony.by_weights
    phase, dummies = _is_phase_fed(testimony), facts.normalizers_of_tests(testimony)
    # What an `arg_scope` puts into inference mode for another graph has its flag from there.
    steered = {id(each.site.node) for each in facts.normalizers(testimony) if each.flag.value is False}
    adapted = {id(each.site.node) for each in facts.normalizers(testimony) if each.adapted}
    for number, event in enumerate(testimony.events):
        if isinstance(event, LearningPhaseSet):
            phase = phase or not (event.value.known and not event.value.value)
        if testimony.graph_mode and isinstance(event, LayerCalled) and _trains_in_graph(event, phase):
            keras.append(event)
        if isinstance(event, GraphNormalized) and event.trainable is not False and event not in dummies:
            if facts.judges(event) and facts.graph_flag(event) is not False:
                continue  # nobody reads its moving statistics
            if id(event.site.node) in adapted and facts.graph_flag(event) is True:
                continue  # MAML goes by the statistics of the task at hand, in training and later
            if event.flag is ABSENT and not event.default_flag and only_restored:
                continue  # what is only restored from a file is meant to be in inference mode
            if event.flag is ABSENT and event.default_flag and facts.is_renormalised(event):
                continue  # its answers do not hang on their batch
            if testimony.only_trains and _stays_in_training_mode(event, testimony):
                continue  # nobody ever reads its moving statistics, nor wants an answer
            if facts.graph_flag(event) is True and _is_for_good(event) and _is_asked_as_trained(event, testimony):
                continue  # nobody can bring it into inference mode, nor asks it for other batches than its own
            if number < trained and _is_left_off(event):
                yield Report(event.site, _UNFED)
                continue
            if event.flag is ABSENT and id(event.site.node) not in steered:
                said, remedy = _without_flag(event), remedies.graph_flag(event)
                yield Report(event.site, said, remedy=remedy, cause=_habit(said, remedy))
            elif reads and event.in_place is False and facts.graph_flag(event) is not False:
                waiting[event] = number
        elif isinstance(event, GraphMinimized) and event.weights:
            if not event.keras_updates_run and (left := _left_by_function(event, testimony)) is not None:
                yield Report(event.site, _BY_FUNCTION, ((left.site, "BatchNormalization built here"),))
        elif isinstance(event, GraphMinimized) and not event.keras_updates_run and (called := _in_graph(event, keras)):
            if fed_true:
                continue  # its answers are made in training mode, too
            yield Report(
                event.site,
                Message(
                    "this train op never updates the moving statistics of BatchNormalization",
                    "run layer.updates with it, or use tf.layers.batch_normalization",
                    "Keras's BatchNormalization adds nothing to UPDATE_OPS in a TF1 graph",
                ),
                ((_trained(called).site, "BatchNormalization called here"),),
            )
        elif isinstance(event, GraphMinimized) and event.updates_run is False:
            if any(map(facts.is_test, event.scopes)):
                continue  # it shows that the weights move; nobody infers with what it leaves
            if _is_switched_off(event, steps):
                continue  # the program's own switch for BN is off there, and on the other side the updates run
            if blamed:
                continue  # its answers are made in training mode, too, and that is the mistake
            near = (each for each, when in waiting.items() if when >= event.began or each.site.path == event.site.path)
            unread = sessions.never_read(testimony, event)
            left_out = [each for each in near if each not in unread and _is_left(each, event, steps)]
            if not left_out:
                continue
            added = max(left_out, key=lambda each: _shared(each, event))
            yield Report(
                event.site,
                Message(
                    "this train op does not run the UPDATE_OPS: moving statistics are never updated",
                    "make it inside tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS))",
                    "in a TF1 graph batch normalization puts the updates of its moving statistics there, and nothing "
                    "else runs them",
                ),
                ((added.site, "batch normalization added here"),),
                Remedy(
                    "unsafe",
                    "make the train op run the UPDATE_OPS",
                    (RunUpdates(event.site, _built_in(event, left_out)),),
                ),
            )
    if testimony.graph_mode:
        yield from _unflagged_layers(testimony)


def _last_step(testimony: Testimony) -> int:
    """Return when a program in sight last runs a train op; -1 for never, or where a session may run one."""
    last = -1
    for number, event in enumerate(testimony.events):
        if isinstance(event, GraphFetched) and not event.beside:
            if event.trains is None:
                return -1
            last = number if event.trains and not event.alone else last
    return last


def _is_left_off(added: GraphNormalized) -> bool:
    """Whether a flag is False by the default of its placeholder, which no session is fed."""
    default = added.fallback
    return default is not None and not default.value and not default.fed and not added.guarded and not added.picked


_UNFED = Message(
    "no session is fed the training flag (default False): statistics never move",
    "feed True to the placeholder in the runs that train",
    "batch normalization is in inference mode in training, too",
)


def _stays_in_training_mode(added: GraphNormalized, testimony: Testimony) -> bool:
    """Whether a normalisation is in training mode wherever a program that only trains comes to it."""
    if facts.graph_flag(added) is True:
        return True
    steps = (event for event in testimony.events if isinstance(event, GraphFetched) and (event.outputs or event.trains))
    return not added.flag.known and all(map(sessions.is_fed_true_alone, steps))


def _is_for_good(added: GraphNormalized) -> bool:
    """Whether nobody who builds a network with a normalisation can choose its mode."""
    return added.flag is ABSENT or facts.is_constant(added.flag, True)


def _is_asked_as_trained(added: GraphNormalized, testimony: Testimony) -> bool:
    """Whether the answers that a normalisation has a part in are those of batches like the ones it is trained with."""
    return id(added.site.node) in testimony.asked_as_trained or sessions.gets_one_image(testimony, added.site)


def _is_phase_fed(testimony: Testimony) -> bool:
    """Whether a session gets the mode of Keras's layers with its data: ``{backend.learning_phase(): True}``."""
    return testimony.phase_given or any(
        "learning_phase" in written
        for event in testimony.events
        if isinstance(event, GraphFetched)
        for _, written in event.fed
    )


def _may_be_together(added: GraphNormalized, step: GraphMinimized) -> bool:
    """Whether a normalisation may be of the network that a train op trains.

    It is not where a flag is true for one and not for the other, where they are made by methods of one class for two
    of its objects, and where the graph was thrown away in between.
    """
    return facts.go_together(step.premises, added.premises)


def _is_left(added: GraphNormalized, step: GraphMinimized, steps: Sequence[GraphMinimized]) -> bool:
    """Whether nobody moves the statistics of a normalisation that a train op may be for: no train op beside it does."""
    if not _may_be_together(added, step) or _is_fixed(added, step) or _is_of_another(added, step):
        return False
    beside = [other for other in steps if set(other.premises) == set(step.premises)]
    return not any(each is added for other in beside for each in other.moves)


def _is_of_another(added: GraphNormalized, step: GraphMinimized) -> bool:
    """Whether a train op trains variables by their names, and none of the network that a normalisation is in."""
    if not step.trained or added.name is None:
        return False
    return not any(f"/{name}" in f"/{added.name}" for name in step.trained)


def _is_fixed(added: GraphNormalized, step: GraphMinimized) -> bool:
    """Whether the network of another file writes its mode by itself: nobody who calls it ever reads the statistics."""
    flag = added.flag
    place = flag.decided_at or flag.given_at or added.site
    if not flag.known or flag.value is not True or flag.origin.endswith("default") or place.path == step.site.path:
        return False
    writes = next((scope for scope in added.scopes if scope.site.path == place.path), None)
    return writes is not None and facts.flag_taken(writes) is None


def _built_in(step: GraphMinimized, left_out: Sequence[GraphNormalized]) -> Site | None:
    """Return the call that builds one of some normalisations while a train op is made; None where all are there before.

    The collection has to be asked after it.
    """
    if step.site.node is None:
        return None
    from bnlint.syntax import words  # start-up: libcst, which a recorder does without

    inside = {id(node) for node in words.nodes_in(step.site.node)} - {id(step.site.node)}
    calls = (site for each in left_out for site in (each.site, *each.made_by))
    return next((site for site in calls if id(site.node) in inside), None)


def _shared(added: GraphNormalized, step: GraphMinimized) -> tuple[bool, int, bool]:
    """Return how near a normalisation is to a train op.

    Its loss is made through it, as far as known; then it counts how many functions around they share, and whether the
    file.
    """
    around = {(scope.site.path, id(scope.site.node)) for scope in step.scopes}
    both = sum((scope.site.path, id(scope.site.node)) in around for scope in added.scopes)
    return added in (step.made_of or ()), both, added.site.path == step.site.path


def _is_switched_off(step: GraphMinimized, steps: Sequence[GraphMinimized]) -> bool:
    """Whether a train op is for networks without BN, or with BN that is frozen, as an option named after BN says.

    Another train op, where that option says the contrary, runs the updates.
    """
    return any(
        _AFTER_BN.search(what) is not None
        and value is (_TAKES_AWAY.search(what) is not None)
        and any(other.updates_run and dict(other.premises).get(what) is (not value) for other in steps)
        for what, value in step.premises
    )


_AFTER_BN = re.compile(r"(?:^|[^a-z])(?:bn|batch_?norm[a-z]*)\W*$", re.IGNORECASE)
"""How a premise ends that is an option about BN: ``params.use_batch_norm``."""
_TAKES_AWAY = re.compile(r"(?:^|[^a-z])(?:freeze|frozen|fix|fixed|no|not|without|skip|disable)_\w*\W*$", re.IGNORECASE)


def _in_graph(step: GraphMinimized, calls: Sequence[LayerCalled]) -> list[LayerCalled]:
    """Return those of some calls that belong to the graph of a train op."""
    return [call for call in calls if step.layers is None or any(layer is call.layer for layer in step.layers)]


def _left_by_function(step: GraphMinimized, testimony: Testimony) -> Layer | None:
    """Return a BN layer whose weights a ``K.function`` changes, and whose statistics nobody moves; None for none.

    Where the program sets the learning phase for good, it may never read them.
    """
    if any(isinstance(event, LearningPhaseSet) for event in testimony.events):
        return None
    elsewhere = {id(inner) for event in facts.fits(testimony) for inner in event.model.walk()}
    unread = _with_constant(testimony)
    for layer in step.weights:
        if _learns(layer) and elsewhere.isdisjoint(map(id, layer.walk())):
            left = next((inner for inner in layer.walk() if inner.is_bn and id(inner) not in unread), None)
            if left is not None:
                return left
    return None


def _with_constant(testimony: Testimony) -> set[int]:
    """Return, by ``id``, the BN layers whose mode a constant of the program decides wherever it asks for answers.

    Keras 2 lets ``training=1`` in a Functional graph stay, so that predictions go by their own batch, too. With
    ``training=0`` there are no updates that could be run.
    """
    calls = [call for call in facts.calls(testimony) if call.layer.is_bn]
    answers = [call for call in calls if call.driver in ("predict", "evaluate")]
    asked = {id(call.layer) for call in answers}
    laid_out = [call for call in calls if id(call.layer) not in asked and call.input.kind == "symbolic"]
    decided, others = set[int](), set[int]()
    for call in (*answers, *laid_out):
        flag = call.flag if call.baked is None else call.baked
        (decided if flag.known and flag.value is not None else others).add(id(call.layer))
    return decided - others


def _trained(calls: Sequence[LayerCalled]) -> LayerCalled:
    """Return one of some calls that a train op trains: where tapes record, one that they do."""
    return next((call for call in calls if call.tapes), calls[0])


def _trains_in_graph(call: LayerCalled, phase: bool) -> bool:
    """Whether a Keras BN layer, or a model with some, is put into the graph in (possible) training mode."""
    given = call.flag.site is not None and not (call.flag.known and not call.flag.value)
    if phase and _is_unflagged(call):
        given = True
    return given and call.trainable is True and call.certain and _learns(call.layer)


def _learns(layer: Layer) -> bool:
    """Whether BN is inside that has everything to learn; what lies in a network that keeps its weights has not."""
    learnt = (network for network in layer.walk() if _is_learnt(network))
    known = {id(inner) for network in learnt for inner in network.walk()}
    return any(inner.is_bn and id(inner) not in known for inner in layer.walk())


def _is_learnt(layer: Layer) -> bool:
    """Whether weights that come from elsewhere are still there."""
    return bool(layer.pretrained) and (not layer.reset or layer.given)


def _unflagged_layers(testimony: Testimony) -> Iterator[Report]:
    """Report Keras's layers that a trained graph leaves in inference mode, because nobody passes their flag.

    Where the program sets the learning phase, or asks for the updates that only training mode has, something else
    decides. A layer that is trained elsewhere may be used so.
    """
    steps = [event for event in testimony.events if isinstance(event, GraphMinimized)]
    if any(step.keras_updates_run for step in steps):
        return
    elsewhere = {id(inner) for event in facts.fits(testimony) if not event.may for inner in event.model.walk()}
    calls = list(facts.calls(testimony))
    for call in calls:
        if not facts.passes_nothing(call) and call.driver != "fit":
            elsewhere.update(id(inner) for inner in call.layer.walk())
    if any(isinstance(event, LearningPhaseSet) for event in testimony.events) or _is_phase_fed(testimony):
        return
    of_models = {call.site for call in calls if call.input.kind == "symbolic"}
    for call in calls:
        if not (_is_unflagged(call) and call.certain and call.trainable is True and _learns(call.layer)):
            continue
        if call.input.kind is None and call.site in of_models and not _is_laid_out_with(call, steps):
            continue  # a block of a Functional model, read by itself
        if _is_of_target(call, calls):
            continue  # inference mode is what it wants
        step = next((step for step in steps if _in_graph(step, [call])), None)
        if step is None or not elsewhere.isdisjoint(map(id, call.layer.walk())):
            continue
        for left in call.left or (call,):
            yield _left_unflagged(testimony, left, step)


def _left_unflagged(testimony: Testimony, call: LayerCalled, step: GraphMinimized) -> Report:
    """Report a call that passes no flag in a graph that is trained."""
    at_once = call.site.node is call.layer.site.node  # where a network is made of a tensor there is no call
    name = None if at_once else remedies.own_flag(call)
    remedy = remedies.flag(testimony, call, name) if name else None
    said = Message(
        "without training= BatchNormalization is trained in inference mode",
        f"{_CALL_IT if at_once else 'pass training='}, and run its updates with the train op",
        f"{facts.called_layer(call)} is in inference mode in the graph that is trained, and its moving "
        "statistics stay at 0 and 1",
    )
    return Report(call.site, said, ((step.site, "the graph is trained here"),), remedy, cause=_habit(said, remedy))


_CALL_IT = "make the network without input_tensor and call it with training="


def _is_laid_out_with(call: LayerCalled, steps: Sequence[GraphMinimized]) -> bool:
    """Whether the function that comes to a call makes a train op, too: it lays out that graph."""
    around = call.scopes[-1].site.node if call.scopes else None
    return around is not None and any(step.scopes and step.scopes[-1].site.node is around for step in steps)


def _is_of_target(call: LayerCalled, calls: Sequence[LayerCalled]) -> bool:
    """Whether a call is the target's of an agent, which nobody trains; what learns calls the same network elsewhere."""
    others = [other for other in calls if other.layer is call.layer and other.outer is None]
    return _makes_target(call) and not all(map(_makes_target, others))


def _makes_target(call: LayerCalled) -> bool:
    return any(TARGET in scope.name.lower() for scope in call.scopes)


_BY_LIBRARY = ("BatchNormalization", "Sequential", "Functional")
"""Kinds of layers whose ``call`` has no flag but that of its caller; one of the program's own is tried out."""


def _is_unflagged(call: LayerCalled) -> bool:
    """Whether nobody passes a flag at an outermost call in a graph."""
    outermost = call.outer is None and call.driver == "user" and not call.bypass and not call.tapes
    return (
        outermost
        and facts.passes_nothing(call)
        and (call.layer.kind in _BY_LIBRARY or bool(call.left))
        and not call.layer.opaque
        and call.input.kind != "symbolic"
        and call.baked_at is None
        and call.reason in ("", "nothing")
        and not facts.in_keras_method(call, "call")
    )


_BY_FUNCTION = Message(
    "these updates never move the moving statistics of BatchNormalization",
    "add model.updates to what K.function runs",
    "get_updates gives the optimizer's own, which change weights only; predictions go by statistics of 0 and 1",
)


def _habit(said: Message, remedy: Remedy | None) -> Habit:
    """Return what the normalisations of a file have in common that are all written without a flag, and mended alike."""
    return Habit(f"{said.headline}: {remedy.description if remedy is not None else 'by hand'}")


def _is_base(event: GraphNormalized) -> bool:
    """Whether a normalisation is in a network of slim's whose function takes no flag."""
    from bnlint.syntax import words  # start-up: libcst, which a recorder does without

    return words.dotted(event.site.node).endswith(NETWORK_BASE_ENDING)


def _without_flag(event: GraphNormalized) -> Message:
    if event.default_flag:
        return Message(
            "without is_training batch normalization is in training mode at inference, too",
            "pass is_training by slim.arg_scope" if _is_base(event) else "pass is_training",
            "it is true by default, so that predictions are normalised with the statistics of their own batch",
        )
    return Message(
        "without training= batch normalization is in inference mode in training, too",
        "pass training=is_training",
        "it is false by default, so that the moving statistics never move",
    )


RULE = Rule(
    "BNL112", "graph-bn-not-updated", "TF1 batch normalization without flag or UPDATE_OPS", check, dialects=(2,)
)

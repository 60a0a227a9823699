"""``training=True`` is hard-coded where inference happens too.

## What it does
Reports a constant `training=True` inside the `call` of a layer or model, and on calls of a trained model in test
steps, evaluation, sampling and serving code, in a function that the training step and a loop over test data share, or
whose results the program shows, writes down, compares or decides by. Where only loops of Keras train, what a function
returns is such a result, too, and so is what it makes with a BN layer that it calls itself. A default of True is
reported where it stands, and so is the one that `call` takes where `training` is None: it is in a call that passes
nothing, and not in `fit` or `predict`.

In a TF1 graph it reports a constant that normalises what a session fetches without the train op: in a copy of the
network that nobody trains, or in the trained one where it is fed test data, or in one that is only restored; such a
copy, too, whose `val_loss` is fetched with the train op; a session that is fed True for training where a test asks for
answers; what is exported so; what an Estimator's `model_fn` hands on without a train op; and a normalisation with
`updates_collections=None` that is built outside of the functions of `tf.cond`, which then runs, and moves its
statistics, whatever the condition picks. The default of an option (`not args.freeze`) counts where one run without
options trains and asks. Where an object's plain bool is the flag, it reports the line that turns it
off for an answer, after the graph was built with it. Left out are a fetch that is fed as training is, or whose results
are fed to training, an image that is made of an image as in training (pix2pix), a network that follows a gradient of
its batch (MAML), the loss of an auxiliary head, a function of that name, which no answer passes, and made-up data by
which a program looks at the shape of an answer alone.

On PyTorch a call of a trained model under `torch.no_grad()` counts as inference, unless a step is taken in the same
loop or function (a target for its loss), nobody uses the result, or the function's name says that statistics are
adapted. How good a training step's own batch is may be asked as it was trained.

A comment in the lines of the call or above them that says that this is intended, on purpose, deliberate or by
design is believed, and so is an argument with such a name: `evaluate(use_batch_statistics=True)`. In a class that hands
on such an option as its flag, other flags are meant, too.

In a TF1 graph the default of an option counts, too, where a program that only restores and asks defines it. What a GAN
draws is as good as in training, and left out, unless it is drawn in batches of less than half the size. So is a
network that gets one image at a time, in training mode, in training and for answers.

A flag of a `call` under another name (`is_training=True`) counts too: Keras fills in only `training`, so it stays at
its default where `predict` runs, where a caller passes `training=False`, and where nobody hands it on. So does a
`training=True` of a layer inside, in Keras 3, where the outermost `call` takes no flag.

## Why is this bad?
`predict` and `evaluate` then normalise with the statistics of whatever batch they get, so a prediction depends on its
neighbours, and every inference changes the moving statistics. Where the data are sorted by class, the batches hold one
class each: a small classifier that was right in 98 % of shuffled validation data was right in 30 % of the same data,
sorted.

Functions that say that they draw with Dropout at work (`mc_dropout`, `predict_with_uncertainty`) are left out, and so
are generators that turn an image into an image with Dropout for noise and are trained against a critic (pix2pix): they
infer as they are trained.

A constant in a branch that only a training call takes (`if training:`, `if not training: return ...`) is right and not
reported.

## Example
```python
def call(self, x, training=None):
    return self.bn(x, training=True)
```

## Use instead
```python
def call(self, x, training=None):
    return self.bn(x, training=training)
```

## Symptoms
- Different result with other rows in the batch
- Inference changes the model
- Loss fine in training and bad in validation

## Fix safety
Unsafe: inside `call` the constant gives way to the method's own flag, or is dropped where there is none; in inference
code it becomes `training=False`. Results at inference change.

## References
- [BatchNormalization](https://keras.io/api/layers/normalization_layers/batch_normalization/)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import LayerCalled, Site, Testimony
from bnlint.libraries.habits import DROPS
from bnlint.results.messages import Message
from bnlint.rules import facts, remedies, sessions, unfilled
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report constants that put BN layers into training mode outside of training."""
    training = facts.Training(testimony)
    yield from _in_call(testimony, training)
    yield from _at_inference(testimony, training)
    yield from sessions.check(testimony)


def _in_call(testimony: Testimony, training: facts.Training) -> Iterator[Report]:
    """Report constants inside a ``call``, unless every use in sight is a training step of the program's own."""
    uses_of: dict[object, list[LayerCalled]] = {}
    for leaf in _lasting(testimony):
        if _is_left_to_default(leaf):
            yield from _left_to_default(leaf)
            continue
        by = facts.flagged(leaf)
        inner = by is not None and by.outer is not None and facts.in_keras_method(by, "call")
        if by is None or not inner or by.baked_at is not None or by.guarded or leaf.mode != "training":
            continue
        if _is_option_of_own_bn(by):
            continue
        unset = unfilled.unfilled(leaf)
        if unset is not None:
            answers = _answers(leaf.root)
            if answers or unfilled.told_otherwise(leaf) is not None:
                yield from unfilled.never_set(unset, leaf, answers)
            continue
        if not _is_true(by):
            if _answers(leaf.root) and by.flag.known and by.flag.value is True and by.flag.origin in _KEPT:
                yield Report(by.site, _OF_OBJECT, cause=by.flag.decided_at)
            continue
        uses_of.setdefault(facts.place(by), []).append(leaf)
    for uses in uses_of.values():
        by = uses[0].decided_by
        if by is not None and any(use.root.driver == "fit" or not training.trains(use) for use in uses):
            yield Report(
                by.site,
                _IN_CALL,
                remedy=remedies.hand_on(testimony, by),
                cause=by.flag.decided_at,
            )


def _lasting(testimony: Testimony) -> Iterator[LayerCalled]:
    """Yield the calls of BN layers but those that ``call`` builds anew (BNL110).

    With TensorFlow the program raises there before it asks for an answer.
    """
    raises = ("call", "locked call") if testimony.backend == "tensorflow" else ()
    raising = {id(event.layer) for event in facts.built(testimony) if event.rebuilt_in in raises}
    yield from (leaf for leaf in facts.leaves(testimony) if id(leaf.layer) not in raising)


def _is_left_to_default(leaf: LayerCalled) -> bool:
    """Whether a layer's own default of True decides for an answer: Keras 3 tells nothing to a ``call`` without flag."""
    return leaf.root.driver in _ANSWERING and _decides_by_default(leaf) is not None


def _decides_by_default(leaf: LayerCalled) -> LayerCalled | None:
    """Return the call around a BN layer in training mode whose own default of True decides, if one's does."""
    if leaf.mode != "training":
        return None
    if leaf.reason == "default":
        return next((each for each in leaf.chain() if each is leaf.decided_by), None)
    return facts.untold(leaf)


def _left_to_default(leaf: LayerCalled) -> Iterator[Report]:
    by = _decides_by_default(leaf)
    if by is None or by.outer is None or by.baked_at is not None or by.guarded or by.layer.call_site is None:
        return
    if facts.in_keras_method(by, "call") and remedies.own_flag(by) is None:
        yield Report(by.site, _LEFT_TO_DEFAULT, ((by.layer.call_site, "the flag and its default"),))


def _answers(root: LayerCalled) -> bool:
    """Whether an outermost call wants an answer: a loop of Keras makes it, or the program, with training=False."""
    return root.driver in _ANSWERING or root.driver == "user" and facts.is_constant(root.flag, False)


_ANSWERING = ("evaluate", "predict")
_KEPT = ("argument", "parameter default")


def _is_option_of_own_bn(by: LayerCalled) -> bool:
    """Whether an option of a subclass of BN decides, which not every layer has: ``if not self.track_running_stats``."""
    return facts.in_own_bn(by) and by.outer is not None and not set(by.premises) <= set(by.outer.premises)


def _is_true(by: LayerCalled) -> bool:
    """Whether a flag is a constant of the code, or of the subclass of BN that decides it for itself."""
    if facts.in_own_bn(by):
        return by.flag.known and by.flag.value is True and by.flag.origin != "keras"
    return facts.is_constant(by.flag, True)


def _at_inference(testimony: Testimony, training: facts.Training) -> Iterator[Report]:
    """Report outermost calls in code that says it is inference, or whose results the program asks for."""
    leaves = list(facts.leaves(testimony))
    by_default = {
        id(leaf.root)
        for leaf in leaves
        if leaf.mode == "training" and (_decides_by_default(leaf) or unfilled.unfilled(leaf))
    }
    candidates = {
        number: call
        for number, call in enumerate(facts.calls(testimony))
        if call.outer is None and _may_answer(call) and (_is_told_true(call) or id(call) in by_default)
    }
    if not candidates:
        return
    learnt, first = _trained(testimony, training)
    steps = [each for each in facts.calls(testimony) if training.recorded(each)]
    of_steps = {facts.place(each) for each in steps}
    learnt_from = {(id(each.layer), each.batch) for each in steps if each.batch is not None}
    in_steps = {scope.site for each in steps for scope in each.scopes}
    both = {
        _question(call) for call in facts.calls(testimony) if call.outer is None and facts.is_constant(call.flag, False)
    }
    frozen = _frozen(testimony)
    by_loops = not any(call.tapes for call in facts.calls(testimony)) and testimony.backend == "tensorflow"
    for number, call in candidates.items():
        if training.recorded(call) or id(call) in frozen:
            continue
        if (id(call.layer), call.batch) in learnt_from and not facts.is_over_test_data(call):
            continue  # how good the batch is that this round learns from, in the mode in which it does
        inside = [layer for layer in call.layer.walk() if layer.is_bn]
        known = any(id(layer) in learnt for layer in inside)
        if facts.is_translation(call, testimony) or _is_part_of_step(call, in_steps):
            continue
        filled = bool(inside) and all(each.given for each in inside)
        loaded = filled or any(inner.pretrained is True for inner in call.layer.walk())
        alone = facts.is_kept_from_gradients(call)
        handed_out = by_loops and _is_handed_out(call)
        if call.layer.is_bn:
            answers = known and _is_answer_of_function(call, handed_out)
            answers = answers and (call.scopes[0].site not in in_steps or _is_of_net(call))
        else:
            answers = facts.is_asked(call) or known and (alone or handed_out)
        asked = (known or loaded) and answers and _question(call) not in both
        tests = facts.is_over_test_data(call) or facts.is_within_test(call) or alone
        told = known and any(scope.flag.known and scope.flag.value is False for scope in call.scopes)
        shared = known and not call.feeds and (told or facts.place(call) in of_steps and tests)
        over = known and not call.feeds and call.loops > 0 and facts.is_over_test_data(call)
        wanted = asked or shared or over or _is_inference(call, known, bool(inside))
        if not wanted or facts.is_drawn(call) or (known and _is_one_image_always(call, leaves)):
            continue
        if _is_tried_out(call) if not known and not asked else _is_first_look(call, number, first):
            continue
        if shared and facts.is_constant(call.flag, True):
            yield Report(call.site, _SHARED, cause=call.flag.decided_at)
        elif facts.is_constant(call.flag, True):
            said = _STATELESS if call.stateless else _MESSAGE
            yield Report(call.site, said, remedy=remedies.flag(testimony, call, "False"), cause=call.flag.decided_at)
        elif (by := _trains_by_default(call, testimony)) is not None:
            yield _by_default(testimony, by)
        elif unset := list(unfilled.at_inference(call, testimony)):
            yield unset[0]
        elif (
            call.flag.known
            and call.flag.value is True
            and (call.flag.origin == "argument" or facts.is_own_default(call))
        ):
            said = _STATELESS if call.stateless else _MESSAGE
            yield Report(call.flag.given_at or call.site, said, cause=call.flag.decided_at)


def _is_one_image_always(call: LayerCalled, leaves: list[LayerCalled]) -> bool:
    """Whether all BN in what is called gets one image at a time, in training mode, whoever calls it.

    It goes by the statistics of that image in training and for answers, and nobody reads the moving ones.

    Args:
        call: an outermost call.
        leaves: all calls of BN layers.
    """
    inside = {id(layer): layer for layer in call.layer.walk() if layer.is_bn}
    ran = [leaf for leaf in leaves if id(leaf.layer) in inside and leaf.input.kind != "symbolic"]
    return not any(layer.handed for layer in inside.values()) and all(map(_gets_one_image, ran))


def _gets_one_image(leaf: LayerCalled) -> bool:
    """Whether the program gives one image, or its features, to a BN layer in training mode."""
    shape = leaf.input.shape or ()
    large = len(shape) > 3 and shape[0] == 1 and shape[1:-1] != (1,) * (len(shape) - 2)
    return large and leaf.mode == "training" and leaf.root.driver == "user"


def _may_answer(call: LayerCalled) -> bool:
    """Whether the program makes a call that may be there for its answer."""
    if call.driver != "user" or call.bypass or call.unused_result or call.guarded:
        return False
    return call.input.kind != "symbolic" and call.trainable is True


def _is_told_true(call: LayerCalled) -> bool:
    return facts.is_constant(call.flag, True) or call.flag.known and call.flag.value is True


def _frozen(testimony: Testimony) -> set[int]:
    """Return the outermost calls in which all BN is frozen, be the model itself frozen or not."""
    leaves = list(facts.leaves(testimony))
    return {id(leaf.root) for leaf in leaves} - {id(leaf.root) for leaf in leaves if leaf.trainable is not False}


def _is_part_of_step(call: LayerCalled, in_steps: set[Site]) -> bool:
    """Whether a function that says it evaluates was read by itself: the program calls it in a training step.

    Args:
        call: a call in it.
        in_steps: the functions that run in training steps.
    """
    return bool(call.scopes) and call.scopes[-1].site in in_steps and facts.says_inference(call.scopes[-1])


def _is_inference(call: LayerCalled, known: bool, holds_bn: bool) -> bool:
    """Whether the names around a call say that it is inference.

    Args:
        call: the call.
        known: the program trains BN layers in what is called.
        holds_bn: there are any.
    """
    where = facts.for_inference(call)
    if where is None or known:
        return where is not None
    named = not where.removeprefix("_").startswith("test_") and not facts.is_of_tests(call.site)
    return holds_bn and named and not call.layer.is_bn and call.input.kind is not None


def _is_fresh(call: LayerCalled) -> bool:
    """Whether nobody has put weights into what is called."""
    return not any(inner.pretrained is not False or inner.given or inner.handed for inner in call.layer.walk())


def _is_tried_out(call: LayerCalled) -> bool:
    """Whether a network is only run through that is fresh, and thrown away: nobody infers with it.

    A script does so in a loop that it leaves, a function with a network that it builds itself.
    """
    if not _is_fresh(call):
        return False
    if not call.scopes:
        return call.loops > 0
    from bnlint.syntax import words  # start-up: libcst, which a recorder does without

    function, built = call.scopes[0].site.node, call.layer.site.node
    return built is not None and words.holds(function, built)


def _trained(testimony: Testimony, training: facts.Training) -> tuple[set[int], dict[int, int]]:
    """Return the BN layers that are trained for certain, and the number of the first call that may train each one."""
    learnt: set[int] = set()
    first: dict[int, int] = {}
    for number, call in enumerate(facts.calls(testimony)):
        if call.layer.is_bn and training.trains(call):
            first.setdefault(id(call.layer), number)
            if call.is_there():
                learnt.add(id(call.layer))
    return learnt, first


def _is_handed_out(call: LayerCalled) -> bool:
    """Whether a function gives what a call makes to its caller, in a program in which only loops of Keras train.

    No gradient is taken there of what a call makes, so it can only be wanted for what it says. Dropout may be what it
    is in training mode for.
    """
    if call.alone or call.feeds or not call.scopes or facts.is_dropped(call) or facts.is_of_tests(call.site):
        return False
    if any(part in scope.name.lower() for scope in call.scopes for part in _NO_ANSWERS):
        return False
    return not any(inner.kind in DROPS for inner in call.layer.walk()) and facts.is_returned(call)


def _is_answer_of_function(call: LayerCalled, handed_out: bool) -> bool:
    """Whether what a function makes with a BN layer that it calls itself is an answer of the network around.

    Args:
        call: the call of the layer, outside of every call of Keras's.
        handed_out: the function gives it to its caller, in a program in which only loops of Keras train.
    """
    if not call.scopes or any(scope.keras_method is not None for scope in call.scopes) or call.feeds:
        return False
    return handed_out or call.answers and facts.is_returned(call)


def _is_of_net(call: LayerCalled) -> bool:
    """Whether a BN layer is called by a net that is no model of Keras's, which a script calls when its loops are over.

    The training steps call the same net, but what this call makes goes into none.
    """
    return call.scopes[0].name in _CALLS and len(call.scopes) == 1 and call.loops == 0


_CALLS = ("__call__", "forward", "call")
"""The methods by which a net is called."""

_NO_ANSWERS = ("train", "fit", "update", "learn", "loss", "target", "calibr", "adapt", "warm", "build", "init", "stat")
"""In the names of functions that make what is learnt from, or run a model for something else than its answer."""


def _is_first_look(call: LayerCalled, number: int, first: dict[int, int]) -> bool:
    """Whether a script looks at what a fresh network says before it is trained: there is nothing to spoil yet."""
    if call.scopes or not _is_fresh(call):
        return False
    return all(number < first.get(id(inner), number) for inner in call.layer.walk() if inner.is_bn)


def _question(call: LayerCalled) -> tuple[object, ...]:
    """Return what is asked where: the same of both modes is a comparison of them."""
    return id(call.layer), call.scopes[0].site if call.scopes else None, call.words, call.loops


def _by_default(testimony: Testimony, call: LayerCalled) -> Report:
    """Report a default of True where it stands, if that is known."""
    remedy = remedies.flag(testimony, call, "False")
    if call.layer.call_site is None:
        return Report(call.site, _MESSAGE, remedy=remedy)
    return Report(
        call.layer.call_site,
        Message(unfilled.BY_DEFAULT.format("training"), "let the default be False", unfilled.BY_DEFAULT_WHY),
        ((call.root.site, "called for an answer here"),),
        remedy,
    )


_IN_CALL = Message(
    "training=True is hard-coded in call: predict uses the statistics of its batch",
    "pass the training flag on",
    "predict and evaluate normalise with batch statistics, so that predictions depend on the batch; from TensorFlow 2 "
    "on they move the moving statistics, too",
)
_LEFT_TO_DEFAULT = Message(
    "training=True by default here: predict uses the statistics of its batch",
    "let the calls around take training, and pass it on",
    "Keras 3 tells predict's flag only to a call that takes it, so that the default decides; predictions depend on "
    "their batch, and move the moving statistics",
)
_OF_OBJECT = Message(
    "training=True comes from the layer itself: predict uses its batch's statistics",
    "take the flag as an argument of call, and pass it on",
    "predict and evaluate normalise with batch statistics, so that predictions depend on the batch; from TensorFlow 2 "
    "on they move the moving statistics, too",
)
_MESSAGE = Message(
    "training=True in inference code: each answer changes the moving statistics",
    "pass training=False",
    "BatchNormalization uses this batch's own statistics, so that results depend on the batch, and updates the moving "
    "ones",
)

_STATELESS = Message(
    "training=True in inference code: an answer depends on the rest of its batch",
    "pass training=False",
    "BatchNormalization uses this batch's own statistics, not those that it has learnt",
)

_SHARED = Message(
    "training=True holds for test data, too: validation changes the moving statistics",
    "let the function take the flag",
    "the training step and a loop over test data run this same call, and BatchNormalization uses the batch's own "
    "statistics in both",
)


def _trains_by_default(call: LayerCalled, testimony: Testimony) -> LayerCalled | None:
    """Return the call to which nothing is passed and whose callee decides by its default of True: this one, or inside.

    Args:
        call: an outermost call.
        testimony: what happens.
    """
    if not facts.passes_nothing(call):
        return None
    for leaf in facts.leaves(testimony):
        if leaf.root is call and (by := _decides_by_default(leaf)) is not None:
            return by if facts.passes_nothing(by) else None
    return None


RULE = Rule(
    "BNL105",
    "training-true-at-inference",
    "training=True hard-coded where inference happens too",
    check,
    arguable=(2, 3),
)

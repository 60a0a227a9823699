"""The one vocabulary of bnlint: what happens to BatchNormalization (BN) layers and to models that contain them.

Two witnesses speak it. The interpreter (``bnlint.interpreter``) reads a program and says what it proves; the
recorder (``bnlint.runtime.recorder``) runs a program on TensorFlow and says what it saw. The rules
(``bnlint.rules``) read only these events, so the same rule judges both testimonies.

Everywhere ``None`` means "not known"; a rule never reports what is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Any, Literal

from bnlint.records import dataclass

Mode = Literal["training", "inference"]
"""Training mode normalises with the batch's statistics and moves the moving ones; inference mode uses the latter."""

Driver = Literal["user", "fit", "predict", "evaluate", "unknown"]
"""Who makes an outermost call: the user's code, a built-in loop of Keras, or somebody who is not in sight."""


@dataclass(frozen=True)
class Site:
    """A place in the source.

    Args:
        path: the file as it was named to the witness.
        line: 1-based first line; 0 while unresolved (the interpreter resolves only what is reported).
        column: 0-based first column in code points.
        node: the interpreter's syntax node, compared by identity; None from the recorder.
    """

    path: str
    line: int = 0
    column: int = 0
    node: Any = None


@dataclass(frozen=True)
class Arg:
    """The value of one argument as far as known.

    Args:
        value: the Python value; meaningless unless ``known``.
        known: whether the value is known.
        site: where the argument stands in the source; None when the argument was not written.
        origin: "" for a plain constant, else where the value comes from: "parameter default" and "command-line
            default" are soft (what happens unless somebody overrides them), "argument" was handed in by a caller,
            "keras" was filled in by Keras, "computed" is what a function of the program gave back.
        given_at: the call that handed the value in, or left the parameter at its default.
        decided_at: the expression that is the number or flag, wherever it is handed on from; None when not known.
        sides: the numbers that it may be as well, or is one of, as a branch decides.
        ends: the smallest and the largest of the numbers that a search tries.
    """

    value: Any = None
    known: bool = False
    site: Site | None = None
    origin: str = ""
    given_at: Site | None = None
    decided_at: Site | None = None
    sides: tuple[Arg, ...] = ()
    ends: tuple[float, float] | None = None


ABSENT = Arg(value=None, known=True, site=None)
"""An argument that is not written and has no value of its own (``training=None`` reads the same to Keras)."""


@dataclass(eq=False)
class Layer:
    """A BN layer, or a layer or model that contains one, or another layer next to one. Compared by identity.

    Args:
        kind: the Keras class ("BatchNormalization", "Conv2D", "Sequential", "Functional", ...), or "Model",
            "Layer", "Module" for the user's own subclasses (``class_name`` then has their name).
        site: where it was constructed.
        class_name: the name of the class as the user knows it.
        args: the constructor's arguments that matter (momentum, epsilon, axis, use_bias, ...), by name. For a BN
            layer every documented argument that was written is there, positional ones under their name.
        children: the layers and models directly inside.
        call_site: for a user's subclass the ``def call`` line; None when inherited.
        takes_training: whether its ``call`` has a parameter named ``training``; None when not known.
        flag_hidden: it has one, behind a decorator whose wrapper has none.
        consumers: layers that its output goes into, in a Functional graph.
        handed: somebody unknown got it, who may put weights into it.
        given: of a BN layer: the program puts its moving statistics there itself (``assign``, ``set_weights``, weights
            loaded into a model around it).
        given_back: of a BN layer: the program puts statistics there that come from the layer itself.
        opaque: stands for all BN layers inside a library model (``keras.applications``) or a loaded one.
        copied: an opaque one that is a single layer all the same: the run saw how it was loaded or copied.
        pretrained: weights come from outside (``weights="imagenet"``, ``load_weights``); None when not known.
        reset: a session of TF1 has given its variables their first values since, and nothing was restored then.
        phased: of a BN layer: it was made while the global learning phase of Keras 2 was 1.
        resumed: all of that an earlier run of the same program has saved, if there was one.
        twins: the layers with a bias that were constructed at the same place, this one among them; empty for others.
        dialect: 2 for what is made with ``tf_keras`` beside another Keras; 0 for the Keras that the program runs on.
        loops: how many loops of the user's were around its constructor; None where that is not known.
        renumbered: the numbers ("momentum") that a copy of the network has otherwise.
    """

    kind: str
    site: Site
    class_name: str = ""
    args: dict[str, Arg] = field(default_factory=dict)
    children: list[Layer] = field(default_factory=list)
    call_site: Site | None = None
    takes_training: bool | None = True
    flag_hidden: bool = False
    pretrained: bool | None = False
    given: bool = False
    given_back: bool = False
    phased: bool = False
    resumed: bool = False
    handed: bool = False
    reset: bool = False
    opaque: bool = False
    copied: bool = False
    consumers: int = 0
    twins: list[Layer] = field(default_factory=list, repr=False)
    dialect: int = 0
    loops: int | None = None
    renumbered: frozenset[str] = frozenset()

    @property
    def is_bn(self) -> bool:
        """Whether this is itself a BN layer."""
        return self.kind == "BatchNormalization"

    def walk(self) -> Iterator[Layer]:
        """Yield this layer and everything inside it, each once."""
        seen: set[int] = set()
        stack = [self]
        while stack:
            layer = stack.pop()
            if id(layer) not in seen:
                seen.add(id(layer))
                yield layer
                stack.extend(layer.children)


Layout = Literal["channels_first", "channels_last"]
"""Where the channels of an image tensor are."""


@dataclass(frozen=True)
class Tensor:
    """What is known of a tensor that goes into a layer.

    Args:
        kind: "symbolic" (a KerasTensor of a Functional graph), "concrete" (an eager or in-step value), None unknown.
        shape: one int or None per dimension, batch first; None when the rank is not known.
        batch: examples in the batch where it is known although the rank is not.
        batch_site: where a batch size of this tensor was decided (``fit(batch_size=1)``, ``.batch(1)``,
            ``x[None]``, ``Input(batch_size=1)``).
        layout: "channels_first" or "channels_last" where a layer's data format decided it.
        producers: the layers with weights (or inputs) whose output this is, through shape- and value-only ops.
        direct: the layer whose output this is with nothing in between, else None.
        fed: where a layer with weights made it, what that layer had its input from (as ``producers``).
        per_replica: values in the batch of each replica under a distribution strategy, if one splits it.
        dropped: the Dropout layer whose output this is, through layers and operations without weights.
        made_of: the outermost calls (``LayerCalled``) whose answers it is made from, the tapes (``Tape``) whose
            gradients, the normalisations of a TF1 graph (``GraphNormalized``), the runs of its sessions
            (``GraphFetched``) and what runs its updates (``UpdatesFirst``), as far as known.
        part: it is one of the batches that the data is cut into; False where it is all the data, None for others.
        makers: the outermost models (or layers with weights) whose answers the examples are, as far as known; with
            None beside them, something else is among the examples, or was worked in.
        places: it says where the largest numbers of another one are, as a map of classes does, or how large they are
            beside the others; or it is what a recurrent cell gives: it is no image, whatever its shape.
        truths: it says where something is true of another one.
    """

    kind: Literal["symbolic", "concrete"] | None = None
    shape: tuple[int | None, ...] | None = None
    batch_site: Site | None = None
    layout: Layout | None = None
    producers: frozenset[Any] | None = None
    direct: Layer | None = None
    fed: frozenset[Any] = frozenset()
    per_replica: int | None = None
    batch: int | None = None
    made_of: frozenset[Any] = frozenset()
    dropped: Layer | None = None
    part: bool | None = None
    makers: frozenset[Layer | None] = frozenset()
    places: bool = False
    truths: bool = False

    @property
    def examples(self) -> int | None:
        """Examples in the batch."""
        return self.shape[0] if self.shape else self.batch


@dataclass(eq=False)
class Tape:
    """One gradient tape.

    Or a loss closure that is handed to an optimizer, what PyTorch keeps of one outermost call ("graph"), or the
    gradients that it has made of such calls ("grad").
    """

    site: Site
    kind: Literal["tape", "closure", "graph", "grad"] = "tape"


OWN_CALL = "__call__"
"""The method of a layer's class that stands before Keras's own where the program defines it."""


@dataclass(frozen=True)
class Scope:
    """A function of the user's around a call, innermost first in ``LayerCalled.scopes``.

    Args:
        name: the function's name.
        site: its ``def``.
        keras_method: set where Keras runs the method itself ("call", "train_step", "test_step", "predict_step",
            "build", "__init__"), and the class is Keras's; "__call__" where such a class has its own.
        flag_name: its parameter that carries a training flag (``training``, ``is_training``, ...), if it has one.
        flag: the value of that parameter in this call.
        tf_function: compiled by ``tf.function``.
        owner: the name of the class whose method it is, "" for none.
    """

    name: str
    site: Site
    keras_method: str | None = None
    flag_name: str | None = None
    flag: Arg = ABSENT
    tf_function: bool = False
    owner: str = ""

    @property
    def plain(self) -> bool:
        """Whether the program's own code runs it: no call context of Keras is opened for it."""
        return self.keras_method in (None, OWN_CALL)


@dataclass(eq=False)
class LayerBuilt:
    """A BN layer was constructed.

    Args:
        rebuilt_in: set where the construction runs again on each call or batch: "call", "step", "tf.function",
            "loop over batches", "loop over slices" of an array, any other "loop"; "lazy call" for
            ``if self.bn is None`` inside ``call``, "locked call" where Keras 3 has closed the layer around by then.
        attempted: inside a ``try`` that handles the error of an argument that is not there.
        made_at: where the call builds the block whose constructor this is, None where that is ``site``.
        loops: how many loops of the user's are around; None where that is not known.
    """

    site: Site
    layer: Layer
    rebuilt_in: str | None = None
    scopes: tuple[Scope, ...] = ()
    attempted: bool = False
    made_at: Site | None = None
    loops: int | None = None


@dataclass(eq=False)
class LayerCalled:
    """A BN layer, or a layer or model that contains one (or may), was called.

    A call of a model is followed by the calls of what it contains, down to each BN layer, whose ``outer`` chain
    leads back to the outermost call.

    Args:
        site: where the call is written; for a layer inside a Functional or Sequential model the place where it
            was put there.
        layer: what is called.
        flag: the ``training`` argument of this very call; ABSENT when not passed.
        input: the first argument.
        outer: the enclosing Keras call (``__call__``), None for an outermost call.
        driver: who made the outermost call.
        trainer: the model whose ``fit``/``train_on_batch``/... drives it, where ``driver`` is not "user".
        tapes: the tapes that record at this moment.
        scopes: the user's functions around it, innermost first.
        loops: how many loops of the user's enclose the call in its own function.
        bypass: ``layer.call(...)`` instead of ``layer(...)``.
        unbuilt: a bypassed BN layer has no weights yet.
        trainable: the layer's effective ``trainable`` at this moment (False when any owner froze it).
        certain: False when the layer may not be part of what is called (a branch decides).
        mode: BN layers only: the mode it runs in.
        decided_by: BN layers only: the call whose ``flag`` (or missing flag) decided the mode.
        reason: BN layers only: "flag" (an argument at ``decided_by``), "default" (the default of ``decided_by``'s
            own ``call``), "fit"/"predict"/"evaluate" (Keras passed it), "nothing" (nobody passed anything:
            inference), "frozen" (trainable=False), "learning phase".
        baked: BN layers only: the constant put into a Functional graph for this layer or for a model around it
            (K3 overrides it inside ``fit``/``predict``), with ``baked_at`` that symbolic call.
        unused_result: the value of the call is thrown away.
        kept: the function around hands on nothing that it makes: it returns nothing, and puts nothing anywhere.
        words: names that the call's loops run over and that its arguments have, as written.
        guarded: a training flag around decides whether the call is made (a constant that only a call in training mode
            comes by), or nobody knows whether it does.
        answers: what comes out is shown, compared, or decides something: it is what the program has asked for.
        feeds: what comes out goes into a training step.
        stateless: ``stateless_call``: the layers' own statistics neither count nor move. Of ``fit`` and its kin on JAX,
            which make such a call and put the statistics back, the outermost call only.
        judged: under a tape, what comes out goes into another network that learns: a generator's, into a critic.
        premises: what holds in the branches around that nobody can decide.
        graphless: PyTorch keeps no record of it (``torch.no_grad()``), in no loop or function that takes steps.
        in_turn: it is one of several layers that a program keeps side by side, and may not be the one that is called.
        alone: no program in sight makes it; what stands around is read by itself.
        times: how often it happens, or at most; None where that is not known. What Keras's loops do is in ``Fitted``.
        batch: in a loop of the program's, what it is given, by the name that it has there: calls in one round that are
            given the same have the same here. None where no name says it.
        again: what it is given comes from a layer with weights that got what this very layer had made.
        asked: the call of the program itself, or of what is read by itself, that leads here, behind the code around it.
        left: of an outermost call of the program's own layer in a graph of TF1, the calls inside of it, or itself, that
            leave BN layers in inference mode because they pass no flag.
    """

    site: Site
    layer: Layer
    flag: Arg = ABSENT
    input: Tensor = Tensor()
    outer: LayerCalled | None = None
    driver: Driver = "user"
    trainer: Layer | None = None
    tapes: tuple[Tape, ...] = ()
    scopes: tuple[Scope, ...] = ()
    loops: int = 0
    bypass: bool = False
    unbuilt: bool = False
    trainable: bool | None = True
    certain: bool = True
    mode: Mode | None = None
    decided_by: LayerCalled | None = None
    reason: str = ""
    baked: Arg | None = None
    baked_at: LayerCalled | None = None
    unused_result: bool = False
    kept: bool = False
    words: tuple[str, ...] = ()
    guarded: bool = False
    answers: bool = False
    feeds: bool = False
    stateless: bool = False
    judged: bool = False
    premises: tuple[Premise, ...] = ()
    graphless: bool = False
    in_turn: bool = False
    alone: bool = False
    times: int | None = None
    batch: tuple[int, int, str] | None = None
    again: bool = False
    asked: tuple[Any, Any] | None = None
    left: tuple[LayerCalled, ...] = ()

    @property
    def root(self) -> LayerCalled:
        """The outermost call of the chain."""
        call = self
        while call.outer is not None:
            call = call.outer
        return call

    def chain(self) -> Iterator[LayerCalled]:
        """Yield this call and its enclosing calls, innermost first."""
        call: LayerCalled | None = self
        while call is not None:
            yield call
            call = call.outer

    def is_there(self) -> bool:
        """Whether this call and its enclosing calls happen for certain."""
        call: LayerCalled | None = self
        while call is not None:
            if not call.certain:
                return False
            call = call.outer
        return True


@dataclass(eq=False)
class GradientTaken:
    """A gradient was taken.

    Args:
        tape: which tape; None for TF1 graphs.
        layers: the layers and models whose weights the gradient is taken of; None when not known.
        inputs: True when it is taken of a tensor (an image, a noise vector) rather than of weights.
        applied: it may change weights; False where it is only looked at (Fisher information, its norm).
        penalised: the tapes whose gradients it is the gradient of: a penalty on them is part of the loss.
    """

    site: Site
    tape: Tape
    layers: tuple[Layer, ...] | None
    inputs: bool = False
    applied: bool = True
    penalised: frozenset[Tape] = frozenset()


@dataclass(eq=False)
class StateReturned:
    """``stateless_call`` returned the moving statistics of its batch: the layers themselves keep those they had.

    Args:
        call: the call, of a layer or model with BN.
        dropped: where the program lets go of what was returned; None where it does not.
        carried: it goes into another stateless call.
        written: it is put into the layers.
        escaped: somebody unknown gets it.
        own: the call was given the statistics that are in the layers, not those that another one returned.
        kept_until: how many events there were when the program had been read to its end, if by then the state was
            neither written nor escaped. Functions that nobody calls are read behind that.
    """

    call: LayerCalled
    dropped: Site | None = None
    carried: bool = False
    written: bool = False
    escaped: bool = False
    own: bool = False
    kept_until: int | None = None

    @property
    def site(self) -> Site:
        """Where the call is written."""
        return self.call.site


@dataclass(eq=False)
class ModelSaved:
    """A model was saved, or its weights were, moving statistics included.

    Args:
        site: where.
        model: what was saved.
        served: it was, for programs that only ask it.
        graph: what it is made of is in the file, flags in a graph included, not its weights alone.
    """

    site: Site
    model: Layer
    served: bool = False
    graph: bool = True


@dataclass(eq=False)
class WeightsCopied:
    """The trainable variables of layers were put into another model, or into a checkpoint, and nothing else of them.

    Args:
        sources: the layers and models that they come from, or are calculated from.
        target: the layer or model that gets them; None for a checkpoint.
        again: it happens more than once, so also after training that stands behind it.
        since: how much had happened when they were copied from the target itself, None where they are others'.
    """

    site: Site
    sources: tuple[Layer, ...]
    target: Layer | None = None
    again: bool = False
    since: int | None = None


@dataclass(eq=False)
class Compiled:
    """``model.compile(...)`` ran.

    Args:
        eager: ``run_eagerly`` is (or may be) set: each step looks at ``trainable`` anew.
    """

    site: Site
    model: Layer
    eager: bool = False


@dataclass(eq=False)
class Fitted:
    """A built-in training loop ran: ``fit``, ``fit_generator``, ``train_on_batch``.

    Args:
        batch_size: examples per step, with the site that decided it.
        per_replica: examples per replica and step where a strategy splits the batch.
        size: examples in the data set, if known; ``epochs``; ``steps`` per epoch (given or computed).
        drop_remainder: the last, smaller batch is dropped.
        validation: validation data is given.
        may: nothing in the program fits the model, but nothing says that it is not fitted elsewhere either.
        live: the loop is not Keras's own: it compiles nothing, and each step looks at ``trainable`` anew.
        scopes: the user's functions around it, innermost first, as far as known.
        varies: its length is a default that somebody may override, or a loop around runs it again.
        label: of a step on one batch, the number that all its targets are; None where that is not known.
        watched: it has callbacks of a library, which may save the model, or ask it for answers.
    """

    site: Site
    model: Layer
    method: str = "fit"
    batch_size: Arg = Arg()
    per_replica: int | None = None
    size: int | None = None
    epochs: int | None = None
    steps: int | None = None
    drop_remainder: bool | None = None
    validation: bool | None = None
    may: bool = False
    live: bool = False
    scopes: tuple[Scope, ...] = ()
    varies: bool = False
    label: float | None = None
    watched: bool = False


@dataclass(frozen=True)
class Trace:
    """A train function that Keras has built: for batches of one size, or (None) of any."""

    batch: int | None


def traced_anew(fitted: Fitted, trace: Trace | None) -> Trace | None:
    """Return what Keras 3 builds for a fit; None when it runs what it has.

    It builds again for batches of another size, the second time for any (``tf.function`` with ``reduce_retracing``);
    where the last batch is smaller than the others it does so at once.

    Args:
        fitted: the fit.
        trace: what was built last, None when nothing was.
    """
    size = fitted.batch_size.value if fitted.batch_size.known else None
    if trace is None:
        uneven = fitted.size is not None and isinstance(size, int) and size > 0 and fitted.size % size != 0
        return Trace(None if uneven and not fitted.drop_remainder else size)
    if trace.batch is None or size is None or size == trace.batch:
        return None
    return Trace(None)


@dataclass(eq=False)
class Predicted:
    """A built-in inference loop ran: ``predict``, ``evaluate``, ``predict_on_batch``, ``test_on_batch``."""

    site: Site
    model: Layer
    method: str = "predict"


@dataclass(eq=False)
class TrainableSet:
    """``layer.trainable = value`` ran.

    Args:
        value: the value, None when not known.
        certain: False inside a branch that may not run.
        fitting: the model whose ``fit`` runs meanwhile, for a callback of it.
        of_some: the value of some BN layers of a library network, where the value of the others stays what it was.
    """

    site: Site
    layer: Layer
    value: bool | None
    certain: bool = True
    fitting: Layer | None = None
    of_some: bool | None = None


@dataclass(eq=False)
class TorchSwitched:
    """A switch of PyTorch's modules was set on a layer or model of Keras, which runs as such a module there.

    Args:
        switch: "train" (``train()`` is True, ``eval()`` False), or "requires_grad" of all its parameters.
        value: what it was set to.
    """

    site: Site
    layer: Layer
    switch: Literal["train", "requires_grad"]
    value: bool


@dataclass(eq=False)
class LearningPhaseSet:
    """The global learning phase was set: ``K.set_learning_phase`` or ``K.learning_phase_scope``.

    Args:
        certain: False inside a branch that may not run.
        scope: only the statements of a ``with`` block run under it.
        as_program: it stands below ``if __name__ == "__main__":``, which others that import the module do not run.
        until: how many events there were when the function around had been read that nobody in sight calls, or the
            other program that ran it: what comes then may run before it, or without it. None where the program itself
            runs it.
    """

    site: Site
    value: Arg = Arg()
    certain: bool = True
    scope: bool = False
    as_program: bool = False
    until: int | None = None


@dataclass(eq=False)
class ApiUsed:
    """An API or argument was used whose existence depends on the Keras dialect.

    Args:
        name: canonical name, "keras.layers.BatchNormalization", "keras.layers.normalization", ...
        argument: the keyword argument in question, or None for the API itself.
        value: its value.
        newest: the newest release of the library for which questions about its version let the program come here, by
            major and minor; None for the last one.
    """

    site: Site
    name: str
    argument: str | None = None
    value: Arg = Arg()
    newest: tuple[int, int] | None = None


Premise = tuple[str, bool | int]
"""What holds where something happens: a flag of an object or function and whether it is true, which object of a class
is ``self``, which graph is built."""


@dataclass(eq=False)
class FlagDefault:
    """What a flag of a TF1 graph is where a session is fed none for it (``placeholder_with_default``).

    Args:
        value: the flag.
        fed: a session is fed one, or may be.
    """

    value: bool
    fed: bool = False


@dataclass(eq=False)
class GraphNormalized:
    """A TF1 graph batch normalization op was added (``tf.layers.batch_normalization``, contrib, slim).

    Args:
        api: the canonical name of the function.
        flag: its ``training``/``is_training`` argument, after ``arg_scope``; ABSENT when it falls to the default.
        default_flag: the API's default (False for tf.layers, True for contrib and slim).
        in_place: ``updates_collections=None``: the update runs with the op itself.
        trainable: the value of its ``trainable`` argument.
        scopes: the user's functions around it, innermost first.
        guarded: it stands in a branch that the training flag decides.
        args: its axis, momentum (of contrib and slim the ``decay``), epsilon and renorm, as far as they are written.
        input: the tensor that it normalises.
        premises: what holds in the branches around that nobody can decide, and in the methods around.
        made_by: the calls of the program's own functions that lead to it, innermost first.
        adapted: one of these functions has taken a gradient before, which the network may follow (MAML).
        collected: the program says in which collections its variables are; None where that is not known.
        beside: the normalisation in inference mode beside which ``tf.cond`` picks this one, where both are built
            outside of its functions: it runs whichever of them is picked.
        picked: a condition of the graph runs it, and something else for its other answer (``tf.cond``).
        name: how the names of its variables begin, None where that is not known.
        classifies: the classes that come from it are compared with others, which are labels.
        fallback: what its flag is where sessions are fed none, None where it has no such default.
    """

    site: Site
    api: str
    flag: Arg = ABSENT
    default_flag: bool = False
    in_place: bool | None = False
    trainable: bool | None = True
    scopes: tuple[Scope, ...] = ()
    guarded: bool = False
    args: dict[str, Arg] = field(default_factory=dict)
    input: Tensor = Tensor()
    premises: tuple[Premise, ...] = ()
    made_by: tuple[Site, ...] = ()
    adapted: bool = False
    collected: bool | None = False
    beside: GraphNormalized | None = None
    picked: bool = False
    name: str | None = None
    classifies: bool = False
    fallback: FlagDefault | None = None


@dataclass(eq=False)
class GraphFlagKept:
    """In a TF1 graph an object of the program's own keeps a plain bool under the name of a training flag.

    Args:
        name: the attribute.
        value: the bool.
        owner: which object, as in a premise.
        scopes: the functions around, innermost first.
    """

    site: Site
    name: str
    value: bool
    owner: int
    scopes: tuple[Scope, ...] = ()


@dataclass(eq=False)
class UpdatesFirst:
    """An operation of a TF1 graph has the UPDATE_OPS run before it; what is made from its result may do so, too.

    Args:
        site: the call that makes the operation.
        waits: it only hands on a number, so that gradients are taken without it.
    """

    site: Site
    waits: bool = False


@dataclass(eq=False)
class GraphDifferentiated:
    """``tf.gradients`` of tensors by other tensors of a TF1 graph.

    Args:
        made_of: what is differentiated is made from these, as in ``Tensor``.
        made_by: the calls of the program's own functions that lead to it, innermost first.
    """

    site: Site
    made_of: frozenset[Any]
    made_by: tuple[Site, ...] = ()


@dataclass(eq=False)
class GraphMinimized:
    """A TF1 train op was made (``minimize``, ``apply_gradients``, ``create_train_op``).

    Args:
        updates_run: the UPDATE_OPS run with it (control dependencies, or fetched in ``session.run``, or
            ``create_train_op``, which takes care of them).
        keras_updates_run: the ``updates`` of Keras layers run with it.
        partly: it trains a chosen list of variables (``var_list``).
        layers: the Keras layers and models that were called in the same graph before; None where that is not known.
        premises: what holds in the branches around that nobody can decide, and in the methods around.
        moves: normalisations whose updates run with it for certain.
        made_of: what the loss is made from, as in ``Tensor``; None where that is not known.
        scopes: the functions around, innermost first.
        began: how many events came before what nobody calls was read, where that makes it; else 0.
        weights: whose weights it changes, where it is what ``get_updates`` of Keras 2 gives.
        trained: how the names begin of the variables that it trains; () where that is not known.
    """

    site: Site
    updates_run: bool | None = None
    keras_updates_run: bool | None = False
    partly: bool = False
    layers: tuple[Layer, ...] | None = None
    premises: tuple[Premise, ...] = ()
    moves: tuple[GraphNormalized, ...] = ()
    made_of: frozenset[Any] | None = None
    scopes: tuple[Scope, ...] = ()
    began: int = 0
    weights: tuple[Layer, ...] = ()
    trained: tuple[str, ...] = ()


@dataclass(eq=False)
class GraphFetched:
    """A session of TF1 ran, or tensors of its graph were exported.

    Args:
        outputs: the tensors that are wanted.
        trains: a train op is wanted, too; None where that is not known.
        fed: what is fed, as it is written, each with the function around.
        words: the names that what is fed is written with, and that the loops around run over.
        flags: what is fed True or False, with that: ``is_training,True``.
        scopes: the user's functions around, innermost first.
        exported: the tensors are what a saved model answers with.
        specified: they are what an Estimator answers with, or is judged by.
        premises: what holds in the branches around, as for a normalisation; of what an Estimator answers with only.
        feeds: what comes out is fed to a run that trains.
        beside: it is one tensor of a run that trains, under the name that it has there; that run is an event, too.
        by_default: the program comes here when it is started without options.
        loops: how many loops are around.
        data: the names of what is fed, of data only.
        rows: how many examples there are in each thing that is fed, flags and numbers aside; None for unknown ones.
        alone: no program in sight comes here.
        tried: what is fed was made up, and of what comes out nothing but the shape is looked at.
    """

    site: Site
    outputs: tuple[Tensor, ...] = ()
    trains: bool | None = False
    fed: frozenset[tuple[int, str]] = frozenset()
    words: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ()
    flags: tuple[str, ...] = ()
    exported: bool = False
    specified: bool = False
    premises: tuple[Premise, ...] = ()
    feeds: bool = False
    beside: bool = False
    by_default: bool = False
    loops: int = 0
    data: frozenset[str] = frozenset()
    rows: frozenset[int | None] = frozenset()
    alone: bool = False
    tried: bool = False


@dataclass(eq=False)
class GraphSaved:
    """A ``Saver`` of TF1 has written variables of a graph to a file.

    Args:
        site: where the saver is made.
        trainables: it was made for the trainable variables alone; None where that is not known.
    """

    site: Site
    trainables: bool | None = None


@dataclass(eq=False)
class GraphRestored:
    """A ``Saver`` of TF1 has read variables of a graph from a file.

    Args:
        site: where the saver is made.
        trainables: it was made for the trainable variables alone; None where that is not known, or others may get
            their values in another way.
    """

    site: Site
    trainables: bool | None = None


@dataclass(eq=False)
class GraphCopied:
    """The trainable variables in one scope of a TF1 graph got values that come from those in another one.

    Args:
        site: where the assignment is made.
        target: the scope of the variables that get the values.
        source: the scope of those that they come from.
    """

    site: Site
    target: str
    source: str


Event = (
    LayerBuilt
    | LayerCalled
    | GradientTaken
    | StateReturned
    | ModelSaved
    | WeightsCopied
    | Compiled
    | Fitted
    | Predicted
    | TrainableSet
    | TorchSwitched
    | LearningPhaseSet
    | ApiUsed
    | GraphNormalized
    | GraphFlagKept
    | GraphDifferentiated
    | GraphMinimized
    | GraphFetched
    | GraphSaved
    | GraphRestored
    | GraphCopied
)


@dataclass(frozen=True)
class Unread:
    """A part of a program that a witness could not follow.

    Args:
        site: where it stands.
        why: what kept it.
        failed: an error of bnlint's own did, else a limit.
    """

    site: Site
    why: str
    failed: bool = False


def always(backend: str) -> Callable[[], str]:
    """Return what says of a program whose backend is known what Keras runs on."""
    return lambda: backend


@dataclass
class Testimony:
    """Everything one witness says about one program, in the order in which it happens.

    Args:
        events: what happens.
        dialect: the Keras dialect, 2 or 3.
        runs_on: says what Keras runs on, "tensorflow", "jax" or "torch"; asked where it matters only.
        float16: whether the program computes in float16 (mixed precision policy or dtype).
        graph_mode: TF1 graph code: nothing is eager, and Keras layers add nothing to UPDATE_OPS.
        sampled: the files that keep Dropout and its kin in training mode by a constant: what they infer is drawn on
            purpose.
        unread: what could not be followed.
        spent: the analysis has done all that one may do, so anything may have been left out.
        restores: some line puts weights into layers, nobody knows whether into which.
        by_weights: a line takes the gradient of a TF1 graph by its weights, as a step of the program's own does.
        formats_differ: a layer that asks for channels_first gets what one in the default format makes: the program
            counts on a default that something else sets.
        format_assumed: a layer of images names no data format, and is read in Keras's own default.
        format_shown: something shows that this is the program's default: a layer that asks for it, the shape of an
            image, an import of TensorFlow.
        min_values: how many values the user wants each statistic to be made of at least (BNL206).
        newest: of Keras 2 the newest release, by major and minor, that may run the program; None for the last one and
            for Keras 3.
        newest_package: the same of the package ``keras``; None where the module uses ``tf.keras``, too.
        contrib: a module of the program speaks of ``tf.contrib``: TensorFlow 1 runs it.
        phase_given: in graph mode one gives Keras's learning phase a value in a dict, as sessions are fed.
        old_graphs: the releases that the project declares lay out graphs for ``fit`` and its kin, the phase in them.
        none_asks: the project declares a Keras 3 that takes a training flag of None for none, and asks the call around.
        updates_hang: other operations of a TF1 graph than train ops, a loss say, run the UPDATE_OPS.
        only_trains: the programs do nothing with a TF1 graph but train it: nobody keeps it, or asks it for answers.
        asked_as_trained: the ``id`` of the nodes of the calls whose normalisations programs ask, if at all, in batches
            like those that they learn from.
        raises: the program ends in an error, whatever it is told.
        numbered: the names of numbers ("momentum") that a walk over finished layers gives those that it comes by.
        numbered_unknown: those that such a walk gives a layer which nobody knows.
    """

    dialect: int = 3
    events: list[Event] = field(default_factory=list)
    float16: bool = False
    graph_mode: bool = False
    newest: tuple[int, int] | None = None
    newest_package: tuple[int, int] | None = None
    sampled: set[str] = field(default_factory=set)
    runs_on: Callable[[], str] = field(default_factory=lambda: always("tensorflow"))
    unread: list[Unread] = field(default_factory=list)
    spent: bool = False
    restores: bool = False
    by_weights: bool = False
    formats_differ: bool = False
    format_assumed: bool = False
    format_shown: bool = False
    min_values: int = 8
    contrib: bool = False
    phase_given: bool = False
    old_graphs: bool = False
    none_asks: bool = False
    updates_hang: bool = False
    only_trains: bool = False
    asked_as_trained: frozenset[int] = frozenset()
    raises: bool = False
    numbered: set[str] = field(default_factory=set)
    numbered_unknown: set[str] = field(default_factory=set)

    @property
    def backend(self) -> str:
        """What Keras runs on."""
        return self.runs_on()

    @property
    def stepped(self) -> frozenset[int]:
        """The ``id`` of the layers that train ops of TF1 graphs train, as far as known."""
        steps = (event for event in self.events if isinstance(event, GraphMinimized))
        return frozenset(id(layer) for step in steps for layer in step.layers or ())

    def dialect_of(self, layer: Layer) -> int:
        """Return the Keras dialect that a layer or model belongs to."""
        return layer.dialect or self.dialect

"""Keras's models: their loops, methods, weights, the classes to inherit from, callbacks, and global switches."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from bnlint.libraries.schema import BOTH, Base, Loop, Method

# -- loops -------------------------------------------------------------------------------------------------------

_ARRAYS = 32
"""Examples in each batch of arrays where nobody says how many."""

LOOPS = {
    row.name: row
    for row in (
        Loop(
            "fit",
            "training",
            "fit",
            "x y batch_size epochs verbose callbacks split=validation_split validation=validation_data shuffle "
            "class_weight sample_weight initial_epoch steps=steps_per_epoch validation_steps validation_batch_size "
            "validation_freq",
            default_batch=_ARRAYS,
        ),
        Loop(
            "fit_generator",
            "training",
            "fit",
            "x=generator steps=steps_per_epoch epochs verbose callbacks validation=validation_data validation_steps "
            "validation_freq class_weight",
            dialects=(2,),
        ),
        Loop("train_on_batch", "training", "fit", "x y sample_weight class_weight", one_batch=True),
        Loop("predict", "inference", "predict", "x batch_size verbose steps callbacks", default_batch=_ARRAYS),
        Loop(
            "evaluate",
            "inference",
            "evaluate",
            "x y batch_size verbose sample_weight steps callbacks",
            default_batch=_ARRAYS,
        ),
        Loop("predict_on_batch", "inference", "predict", "x", one_batch=True),
        Loop("test_on_batch", "inference", "evaluate", "x y sample_weight", one_batch=True),
        Loop("predict_generator", "inference", "predict", "x=generator steps callbacks", dialects=(2,)),
        Loop("evaluate_generator", "inference", "evaluate", "x=generator steps callbacks", dialects=(2,)),
    )
}
"""Methods of Keras's models that run them over data, by name."""

EPOCHS_IN_KERAS_1 = "nb_epoch"
"""The name of ``epochs`` until Keras 2."""

TRAINING = tuple(name for name, row in LOOPS.items() if row.mode == "training")
INFERENCE = tuple(name for name, row in LOOPS.items() if row.mode == "inference")

# -- what a program's class may override ---------------------------------------------------------------------------


class Step(NamedTuple):
    """A method that Keras calls, and that a program's layer or model may have a version of.

    Args:
        name: the method.
        of: the class that has it.
        when: it runs at "construction", at "building" (when the input's shape is known), at each "call", for each batch
            of "training", or of "inference".
        driver: of a step, the loop whose batches it runs.
        maker: of a step, the method that makes the compiled function around it.
        parameters: what Keras passes.
    """

    name: str
    of: Literal["Layer", "Model"]
    when: Literal["construction", "building", "call", "training", "inference"]
    driver: Literal["", "fit", "evaluate", "predict"] = ""
    maker: str = ""
    parameters: str = ""


STEPS = {
    row.name: row
    for row in (
        Step("__init__", "Layer", "construction"),
        Step("build", "Layer", "building", parameters="input_shape"),
        Step("call", "Layer", "call"),
        Step("train_step", "Model", "training", "fit", "make_train_function", "data"),
        Step("test_step", "Model", "inference", "evaluate", "make_test_function", "data"),
        Step("predict_step", "Model", "inference", "predict", "make_predict_function", "data"),
    )
}
"""By name."""

CALL, BUILD = (next(name for name, row in STEPS.items() if row.when == when) for when in ("call", "building"))
INFERENCE_STEPS = tuple(name for name, row in STEPS.items() if row.when == "inference")
STEP_OF: dict[str, str] = {row.driver: name for name, row in STEPS.items() if row.driver}
"""By the loop that runs it."""
MAKERS = tuple(row.maker for row in STEPS.values() if row.maker)


class Hook(NamedTuple):
    """A method of a callback.

    Args:
        name: the method.
        driver: the loop that calls it.
        when: "first" is before the first step of a loop, "last" behind its last one; an "epoch" and a "batch" begin
            and end in between. Keras builds its train function in the first batch: what runs before counts for it.
        parameters: what Keras passes.
    """

    name: str
    driver: Literal["fit", "evaluate", "predict"]
    when: Literal["first", "epoch begins", "batch begins", "batch ends", "epoch ends", "last"]
    parameters: str = ""


HOOKS = {
    row.name: row
    for row in (
        Hook("on_train_begin", "fit", "first", "logs"),
        Hook("on_epoch_begin", "fit", "epoch begins", "epoch logs"),
        Hook("on_train_batch_begin", "fit", "batch begins", "batch logs"),
        Hook("on_batch_begin", "fit", "batch begins", "batch logs"),
        Hook("on_train_batch_end", "fit", "batch ends", "batch logs"),
        Hook("on_batch_end", "fit", "batch ends", "batch logs"),
        Hook("on_epoch_end", "fit", "epoch ends", "epoch logs"),
        Hook("on_train_end", "fit", "last", "logs"),
        Hook("on_test_begin", "evaluate", "first", "logs"),
        Hook("on_test_batch_begin", "evaluate", "batch begins", "batch logs"),
        Hook("on_test_batch_end", "evaluate", "batch ends", "batch logs"),
        Hook("on_test_end", "evaluate", "last", "logs"),
        Hook("on_predict_begin", "predict", "first", "logs"),
        Hook("on_predict_batch_begin", "predict", "batch begins", "batch logs"),
        Hook("on_predict_batch_end", "predict", "batch ends", "batch logs"),
        Hook("on_predict_end", "predict", "last", "logs"),
    )
}
"""By name; in the order in which they run in a loop."""


@cache
def hooks(*when: str) -> tuple[str, ...]:
    """Return the hooks of a training loop that run at some time, in their order.

    Args:
        when: as in ``Hook``.
    """
    return tuple(name for name, row in HOOKS.items() if row.driver == "fit" and row.when in when)


BASES = (
    Base("Model Sequential", "Model", "keras keras.models"),
    Base("Functional Network", "Model", "keras.models keras.engine.functional keras.engine.network", ()),
    Base("Layer Wrapper", "Layer", "keras.layers"),
    Base("AbstractRNNCell", "Layer", "keras.layers", (2,)),
    Base("Callback", "Callback", "keras.callbacks"),
    Base("Sequence", "Sequence", "keras.utils"),
    Base("PyDataset", "Sequence", "keras.utils", (3,)),
    Base("Module", "Module", "tf tf1"),
)
"""Layers that programs inherit from have a row as a layer, Python's own classes one in ``python_classes``."""

SEQUENTIAL = "Sequential"
EVERY_MODEL = frozenset(("Model", "Network"))
"""Classes that every model is an instance of."""
EVERY_LAYER = frozenset(("Layer",))
"""Classes that every layer and model is an instance of."""

# -- methods and attributes -----------------------------------------------------------------------------------------

MODEL_METHODS = {
    name: row
    for row in (
        Method("layer", "__call__", "calls"),
        Method("layer", "call", "calls past the context"),
        Method("model", "compile", "compiles", "optimizer loss"),
        Method("sequential", "add", "adds a layer", "layer"),
        Method("sequential", "pop", "drops the last layer"),
        Method("model", "get_layer", "finds a layer", "name index"),
        Method("model", "load_weights", "restores weights", "filepath"),
        Method("layer", "set_weights", "restores weights", "weights"),
        Method("layer", "get_config", "describes itself"),
        Method("model", "to_json", "describes itself"),
        Method("layer", "build", "builds", "input_shape"),
        Method("model", "save", "saves itself", "filepath"),
        Method("model", "save_weights", "saves its weights"),
        Method("model", "export", "exports itself"),
        Method("model", "summary", "shows or saves"),
        Method("layer", "get_weights", "gives its weights"),
        Method("layer", "count_params", "shows or saves"),
        Method("model", "reset_states", "shows or saves", dialects=(2,)),
        Method("layer", "_flatten_layers", "lists layers"),
        Method("layer", "stateless_call", "calls without state", "trainable_variables non_trainable_variables", (3,)),
        Method("model", "compute_loss compute_metrics", "computes", "x y y_pred sample_weight"),
        Method(
            "model",
            "stateless_compute_loss",
            "computes without state",
            "trainable_variables non_trainable_variables metrics_variables x y",
            (3,),
        ),
    )
    for name in row.names.split()
}
"""Methods of layers and models that are neither loops nor steps, by name."""

RESTORING = tuple(name for name, row in MODEL_METHODS.items() if row.effect == "restores weights")
SAVING = tuple(name for name, row in MODEL_METHODS.items() if row.effect == "saves itself")


class Attribute(NamedTuple):
    """Attributes of layers and models.

    Args:
        names: the attributes, separated by blanks.
        of: the class that has them.
        holds: "weights" (a list of variables), "variables" (each is one), "statistics" (moving ones), "settings"
            (numbers that the constructor was given), "layers" (a list), "tensors" (of a Functional graph), "updates"
            (TensorFlow 1 operations), "switch", or "other".
        which: of weights, whether they are the "trainable" ones, the "non-trainable" ones, or "all"; "own" are those of
            the layer itself that an optimizer may be given, without the layers inside.
        dialects: where they exist.
    """

    names: str
    of: Literal["layer", "model", "BatchNormalization", "Dense"]
    holds: Literal["weights", "variables", "statistics", "settings", "layers", "tensors", "updates", "switch", "other"]
    which: Literal["", "trainable", "non-trainable", "all", "own"] = ""
    dialects: tuple[int, ...] = BOTH


ATTRIBUTES = {
    name: row
    for row in (
        Attribute("trainable_variables trainable_weights", "layer", "weights", "trainable"),
        Attribute("variables weights", "layer", "weights", "all"),
        Attribute("non_trainable_variables non_trainable_weights", "layer", "weights", "non-trainable"),
        Attribute("_trainable_weights", "layer", "weights", "own", (2,)),
        Attribute("_trainable_variables", "layer", "weights", "own", (3,)),
        Attribute("gamma beta", "BatchNormalization", "variables"),
        Attribute("kernel bias", "Dense", "variables"),
        Attribute("moving_mean moving_variance", "BatchNormalization", "statistics"),
        Attribute("momentum epsilon axis", "BatchNormalization", "settings"),
        Attribute("layers", "model", "layers"),
        Attribute("_layers", "layer", "layers", dialects=(3,)),
        Attribute("submodules", "layer", "layers", dialects=(2,)),
        Attribute("input output", "layer", "tensors"),
        Attribute("inputs outputs", "model", "tensors"),
        Attribute("updates", "layer", "updates", dialects=(2,)),
        Attribute("trainable", "layer", "switch"),
        Attribute("name built losses", "layer", "other"),
        Attribute("history metrics optimizer stop_training", "model", "other"),
    )
    for name in row.names.split()
}
"""By name."""

GRAPHS = ("Model", "Functional")
"""Classes that make a model of the tensors between its inputs and its outputs."""

LISTS_LAYERS = frozenset(("get_layer", *(name for name, row in ATTRIBUTES.items() if row.holds == "layers")))
"""What gives the layers of a model."""

GIVES_WEIGHTS = frozenset(
    (
        *("get_weights", "save_weights"),
        *(name for name, row in ATTRIBUTES.items() if row.holds in ("weights", "variables", "statistics")),
    )
)
"""What gives weights of a layer or model, and nothing else of it."""

OF_WEIGHTS = frozenset((*GIVES_WEIGHTS, *RESTORING, "summary", "count_params", "name", "built", "trainable"))
"""What is about weights, or tells of a layer or model, and neither runs it nor hands it on."""

OF_NETWORKS = frozenset(("summary", "trainable", *GIVES_WEIGHTS, *MODEL_METHODS, *LOOPS)) - {"call", "__call__"}
"""What layers or models have, and neither functions nor methods do."""

UPDATES = frozenset((*(name for name, row in ATTRIBUTES.items() if row.holds == "updates"), "get_updates_for"))
"""Attributes, and the method, by which programs get the operations that move the statistics of Keras 2's layers."""
SETTINGS = tuple(name for name, row in ATTRIBUTES.items() if row.holds == "settings")
STATISTICS = tuple(name for name, row in ATTRIBUTES.items() if row.holds == "statistics")
OWN_WEIGHTS = {dialect: name for name, row in ATTRIBUTES.items() if row.which == "own" for dialect in row.dialects}
"""By dialect."""

# -- switches ------------------------------------------------------------------------------------------------------


class Switch(NamedTuple):
    """Functions that set something for the whole program.

    Args:
        names: their names below each of the homes, separated by blanks.
        homes: where they live.
        of: what is set: the "learning phase", the "float type", the "precision policy", the "data format", "eager"
            (each step of a loop runs as Python).
        does: whether it "sets" that, sets it in a "scope" (a ``with`` block), "reads" it, or "makes" a value for it.
        parameter: the argument that says what to set.
        dialects: where they exist; () for what only older releases have.
    """

    names: str
    homes: str
    of: Literal["learning phase", "float type", "precision policy", "data format", "eager"]
    does: Literal["sets", "scope", "reads", "makes"]
    parameter: str = ""
    dialects: tuple[int, ...] = BOTH


SWITCHES = (
    Switch("set_learning_phase", "keras.backend", "learning phase", "sets", "value", (2,)),
    Switch("learning_phase_scope", "keras.backend", "learning phase", "scope", "value", (2,)),
    Switch("learning_phase", "keras.backend", "learning phase", "reads", dialects=(2,)),
    Switch("set_floatx", "keras.backend keras.config", "float type", "sets", "value"),
    Switch("floatx", "keras.backend keras.config", "float type", "reads"),
    Switch("set_image_data_format", "keras.backend keras.config", "data format", "sets", "data_format"),
    Switch("image_data_format", "keras.backend keras.config", "data format", "reads"),
    Switch("set_global_policy", "keras.mixed_precision", "precision policy", "sets", "policy"),
    Switch("set_dtype_policy", "keras.mixed_precision keras.config", "precision policy", "sets", "policy", (3,)),
    Switch("set_policy", "keras.mixed_precision.experimental", "precision policy", "sets", "policy", ()),
    Switch("Policy", "keras.mixed_precision keras.mixed_precision.experimental", "precision policy", "makes", "name"),
    Switch("DTypePolicy", "keras keras.dtype_policies", "precision policy", "makes", "name", (3,)),
    Switch("run_functions_eagerly", "tf.config", "eager", "sets", "run_eagerly"),
)


class TorchSwitch(NamedTuple):
    """A method by which PyTorch switches its modules, which the layers of Keras are there.

    Args:
        of: what is switched.
        value: to what, where it gets no argument.
    """

    of: Literal["train", "requires_grad"]
    value: bool


TORCH_SWITCHES = {
    "train": TorchSwitch("train", True),
    "eval": TorchSwitch("train", False),
    "requires_grad_": TorchSwitch("requires_grad", True),
}
"""By the method's name."""


def switches(of: str, *does: str) -> tuple[str, ...]:
    """Return the names of functions around something that is set for the whole program.

    Args:
        of: what is set.
        does: what they do with it; nothing for all of them.
    """
    return tuple(
        name for row in SWITCHES if row.of == of and (not does or row.does in does) for name in row.names.split()
    )

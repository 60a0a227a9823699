"""Which API exists in which Keras: what raises in a dialect, and what to write there."""

from __future__ import annotations

from typing import Literal, NamedTuple

# -- BatchNormalization's arguments --------------------------------------------------------------------------------

CONSTRUCTORS = ("BatchNormalization", "BatchNormalizationV1", "BatchNormalizationV2")
"""The classes whose arguments the rows below are about."""


CONSTRUCTOR = "keras.layers.BatchNormalization.__init__"
"""What a subclass calls."""


class Missing(NamedTuple):
    """An argument of ``BatchNormalization`` that some dialects reject.

    Args:
        dialects: where it raises.
        instead: what to write.
        why: why it is not there.
        source: where that is known from.
        droppable: whether the layer is still what the program means when the argument is dropped.
        defaults: values that can be dropped without any change.
        new_name: the name of the same argument in Keras.
        last: the last release of the package ``keras`` that takes it, by major and minor; ``tf.keras`` never did.
        last_default: the last one that takes those values, where that is another one.
    """

    dialects: tuple[int, ...]
    instead: str
    why: str
    source: str
    droppable: bool = False
    defaults: tuple[object, ...] = ()
    new_name: str = ""
    last: tuple[int, int] = (0, 0)
    last_default: tuple[int, int] = (0, 0)

    def took(self, value: object, known: bool) -> tuple[int, int]:
        """Return the last release of the package ``keras`` that takes a value, if it is known."""
        default = known and any(value is each for each in self.defaults)
        return max(self.last, self.last_default) if default else self.last


_SIGNATURE = "BatchNormalization.__init__ of keras 3.15 and tf_keras 2.21"
_KERAS_1 = "Keras 1 documentation, keras/legacy/interfaces.py of keras 2.3; rejected by keras 3.15 and tf_keras 2.21"
_ONE, _LEGACY = (1, 2), (2, 3)
"""The last release of Keras 1, and the last one that translates some of its arguments."""
_CONTRIB = "tf.contrib's name; rejected by keras 3.15 and tf_keras 2.21"
_PYTORCH = "PyTorch's name; rejected by keras 3.15 and tf_keras 2.21"
_MISPLACED = "an argument of the call; rejected by keras 3.15 and tf_keras 2.21"
_INPUT = "in Keras 3 an Input says the size of batches"
_CALLS = "one layer serves both modes: each call has its own flag"
_SPLIT = "drop virtual_batch_size, or split the batch yourself"
_AT_CALL = "drop mode, or for mode 2 pass training=True at the call"

MISSING_ARGUMENTS: dict[str, Missing] = {
    "fused": Missing(
        (3,),
        "drop fused",
        "the backend of Keras 3 chooses the kernel",
        _SIGNATURE,
        droppable=True,
        defaults=(None, True),
    ),
    "virtual_batch_size": Missing(
        (3,), _SPLIT, "Keras 3 normalises whole batches only", _SIGNATURE, droppable=True, defaults=(None,)
    ),
    "adjustment": Missing(
        (3,),
        "drop adjustment",
        "Keras 3 scales and shifts by gamma and beta only",
        _SIGNATURE,
        droppable=True,
        defaults=(None,),
    ),
    "weights": Missing(
        (3,),
        "call set_weights after building",
        "a layer of Keras 3 has no variables before it is built",
        _SIGNATURE,
        defaults=(None,),
    ),
    "batch_size": Missing((3,), "give the batch size to Input", _INPUT, _SIGNATURE),
    "batch_input_shape": Missing((3,), "use Input(batch_shape=...)", _INPUT, _SIGNATURE),
    "mode": Missing(
        (2, 3),
        _AT_CALL,
        "it is an argument of Keras 1",
        _KERAS_1,
        droppable=True,
        defaults=(0,),
        last=_ONE,
        last_default=_LEGACY,
    ),
    "decay": Missing((2, 3), "rename decay to momentum", "tf.contrib calls it so", _CONTRIB, new_name="momentum"),
    "eps": Missing((2, 3), "rename eps to epsilon", "PyTorch calls it so", _PYTORCH, new_name="epsilon"),
    "training": Missing((2, 3), "pass it where the layer is called", _CALLS, _MISPLACED),
    "is_training": Missing((2, 3), "pass training where the layer is called", _CALLS, _MISPLACED),
    "num_features": Missing(
        (2, 3),
        "drop num_features",
        "it is PyTorch's argument: Keras reads the number from the input",
        _PYTORCH,
        droppable=True,
    ),
    "affine": Missing((2, 3), "use center and scale", "it is PyTorch's name for both", _PYTORCH, defaults=(True,)),
    "track_running_stats": Missing(
        (2, 3),
        "drop track_running_stats",
        "it is PyTorch's argument: in Keras the layer always keeps moving statistics",
        _PYTORCH,
        defaults=(True,),
    ),
    "dynamic": Missing(
        (3,),
        "drop dynamic",
        "in Keras 3 compile decides what runs eagerly: run_eagerly=True",
        _SIGNATURE,
        droppable=True,
        defaults=(False,),
    ),
    "beta_init": Missing(
        (2, 3),
        "rename beta_init to beta_initializer",
        "Keras 1 calls it so",
        _KERAS_1,
        new_name="beta_initializer",
        last=_LEGACY,
    ),
    "gamma_init": Missing(
        (2, 3),
        "rename gamma_init to gamma_initializer",
        "Keras 1 calls it so",
        _KERAS_1,
        new_name="gamma_initializer",
        last=_LEGACY,
    ),
}
"""Argument -> who rejects it."""

_OF_BN = (
    "axis momentum epsilon center scale beta_initializer gamma_initializer moving_mean_initializer "
    "moving_variance_initializer beta_regularizer gamma_regularizer beta_constraint gamma_constraint renorm "
    "renorm_clipping renorm_momentum synchronized"
)
_LAYOUTS = "beta_layout gamma_layout moving_mean_layout moving_variance_layout"
"""Of DTensor; a decorator in Keras 2.9 to 2.15 takes one for each initializer (tf_keras/src/dtensor/utils.py)."""
_OF_LAYERS = "activity_regularizer autocast dtype input_dim input_shape name trainable"

TAKEN_ARGUMENTS = {
    2: frozenset(f"{_OF_BN} {_OF_LAYERS} {_LAYOUTS} adjustment fused implementation virtual_batch_size".split()),
    3: frozenset(f"{_OF_BN} {_OF_LAYERS}".split()),
}
"""By dialect: what ``BatchNormalization`` takes, beside what the rows above allow it."""

_NOBODYS = Missing((2, 3), "drop it", "a layer takes no arguments that it does not know", _SIGNATURE)


def rejection(name: str, dialect: int) -> Missing | None:
    """Return why ``BatchNormalization`` of a dialect rejects an argument, None if it takes it."""
    row = MISSING_ARGUMENTS.get(name)
    if row is not None:
        return row if dialect in row.dialects else None
    taken = name in TAKEN_ARGUMENTS[dialect] or name.startswith("_")
    return None if taken or not name.isidentifier() else _NOBODYS


TENSORFLOW_ONLY = "synchronized"
"""An argument of ``BatchNormalization`` that raises a ValueError when true and Keras 3 runs on another backend."""


def was_taken_once(name: str) -> bool:
    """Whether a release of the package ``keras`` took an argument of ``BatchNormalization`` that later ones reject."""
    row = MISSING_ARGUMENTS.get(name)
    return row is not None and row.last > (0, 0)


REJECTED_WITH = {2: "TypeError", 3: "ValueError"}
"""The exception that a layer raises for an argument that it does not know, by dialect."""


def errors_met(dialect: int) -> tuple[str, ...]:
    """Return what a program catches that is ready for a layer or an argument that a dialect has not."""
    return (REJECTED_WITH[dialect], "ImportError", "ModuleNotFoundError", "AttributeError", *ALL_EXCEPTIONS)


ALL_EXCEPTIONS = ("Exception", "BaseException")
"""Classes above all of them."""


def is_rejected(name: str, dialect: int) -> bool:
    """Whether ``BatchNormalization`` of a dialect rejects an argument."""
    return rejection(name, dialect) is not None


# -- names ---------------------------------------------------------------------------------------------------------

POSITIONAL_FLAG = "positional training"
"""The detail of a use in which a call's second positional argument is the training flag."""


class MissingApi(NamedTuple):
    """An API that some dialects lack.

    Args:
        names: what its name begins with, ends with, holds or is, separated by blanks; "" for any name.
        place: which of these.
        dialects: where it raises.
        said: what a report says of it.
        instead: what to write.
        why: why it is not there, or what else there is to know.
        detail: the detail of the use that raises, "" for any use.
        since: the first release of TensorFlow that lacks it, by major and minor; Keras 2's have the same numbers. The
            files of the wheels on PyPI tell.
    """

    names: str
    place: Literal["begins", "ends", "holds", "is"]
    dialects: tuple[int, ...]
    said: str
    instead: str
    why: str
    detail: str = ""
    since: tuple[int, int] = (0, 0)

    def matches(self, name: str, detail: str) -> bool:
        """Whether this is the API of a dotted name, as imported or canonical, and of a detail of its use."""
        if self.detail not in ("", detail):
            return False
        names = tuple(self.names.split())
        if self.place == "begins":
            return not names or name.startswith(names)
        if self.place == "ends":
            return name.endswith(names)
        return name in names if self.place == "is" else any(each in name for each in names)


MISSING_APIS = (
    MissingApi(
        "",
        "begins",
        (3,),
        "Keras 3 takes only tensors by position: this raises",
        "write training=...",
        "a call takes what stands behind its inputs by keyword",
        detail=POSITIONAL_FLAG,
        since=(2, 16),
    ),
    MissingApi(
        "tensorflow.python.keras.applications",
        "begins",
        (2, 3),
        "tensorflow.python.keras has no applications since TensorFlow 2.8",
        "import tensorflow.keras",
        "the package is private, and lost its normalization layers and its applications",
        since=(2, 8),
    ),
    MissingApi(
        "tensorflow.python.keras.layers.BatchNormalization tensorflow.python.keras.layers.SyncBatchNormalization "
        "tensorflow.python.keras.layers.normalization",
        "begins",
        (2, 3),
        "tensorflow.python.keras has no BatchNormalization since TensorFlow 2.8",
        "import tensorflow.keras",
        "the package is private, and lost its normalization layers and its applications",
        since=(2, 8),
    ),
    MissingApi(
        "keras.layers.normalization",
        "holds",
        (2, 3),
        "keras.layers.normalization cannot be imported since TensorFlow 2.6",
        "import BatchNormalization from keras.layers",
        "Keras 3 has no such module, either",
        since=(2, 6),
    ),
    MissingApi(
        "keras.layers.BatchNormalizationBase keras.layers.BatchNormalizationV1 keras.layers.BatchNormalizationV2",
        "ends",
        (2, 3),
        "keras.layers exports no such class: this raises",
        "import BatchNormalization",
        "the class is a part of Keras's own code, BatchNormalization its public name",
    ),
    MissingApi(
        "tf.compat.v1.layers.batch_normalization",
        "is",
        (3,),
        "tf.compat.v1.layers does not exist beside Keras 3: this raises",
        "use keras.layers.BatchNormalization, or install tf_keras and set TF_USE_LEGACY_KERAS=1",
        "TensorFlow takes these functions from Keras 2",
    ),
    MissingApi(
        "SyncBatchNormalization",
        "holds",
        (3,),
        "Keras 3 has no experimental.SyncBatchNormalization",
        "use BatchNormalization(synchronized=True)",
        "what was a class of its own is an argument there",
    ),
)
"""The first one that matches counts."""


def missing_api(
    name: str, detail: str | None, dialect: int, newest: tuple[int, int] | None = None
) -> MissingApi | None:
    """Return the row of an API that the dialect lacks, None if it has it.

    Args:
        name: dotted name as imported or canonical.
        detail: a detail of its use.
        dialect: 2 or 3.
        newest: the newest release of Keras 2 that may run it, None for the last one and for Keras 3.
    """
    row = next((row for row in MISSING_APIS if row.matches(name, detail or "")), None)
    if row is None or dialect not in row.dialects:
        return None
    return None if newest is not None and newest < row.since else row


def was_there_once(name: str, detail: str | None) -> bool:
    """Whether earlier releases have what later ones lack: an API, or a detail of its use."""
    return any(row.since > (0, 0) and row.matches(name, detail or "") for row in MISSING_APIS)


def is_missing_import(module: str, item: str | None) -> bool:
    """Whether an import brings something of Keras, and for BatchNormalization, that some dialect lacks.

    Args:
        module: the module's name as it is written.
        item: what is imported from it, None for the module itself.
    """
    if "keras" not in module.split("."):
        return False  # classes of the same names in other libraries
    return is_missing(f"{module}.{item}" if item else module)


def is_missing(name: str) -> bool:
    """Whether some dialect lacks what a name, as it is written, stands for."""
    return any(row.matches(name, "") for row in MISSING_APIS)


class Move(NamedTuple):
    """A part of a module's name, and what to write for it; ``safe`` where the program means the same classes then."""

    old: str
    new: str
    safe: bool = True


MOVES = (
    Move(".normalization.batch_normalization", ""),
    Move(".normalization", ""),
    Move("tensorflow.python.keras", "tensorflow.keras", safe=False),
)

# -- by what a program shows its dialect ----------------------------------------------------------------------------


class Sign(NamedTuple):
    """Names that exist in one Keras only.

    Args:
        names: below ``keras``, separated by blanks; what begins with one of them counts, too.
        dialect: the Keras that has them.
        alone: only the package ``keras`` of the other dialect lacks them; ``tf.keras`` has them.
        old: releases from before the newest of that dialect have them, the newest has them no more.
        until: the last release that has them, by major and minor, where that tells what else is still there.
        era: the release after which nobody was told any more to import them from the package ``keras``, though some
            later ones have them: what else a program imports that is gone since then says nothing new of it.
    """

    names: str
    dialect: int
    alone: bool = False
    old: bool = False
    until: tuple[int, int] | None = None
    era: tuple[int, int] | None = None


SIGNS = (
    Sign(
        "Function KerasTensor Operation Quantizer RematScope StatelessScope Variable activations.glu "
        "callbacks.SwapEMAWeights config device distribution dtype_policies layers.FlaxLayer layers.JaxLayer "
        "layers.TFSMLayer layers.TorchModuleWrapper losses.Dice losses.Tversky ops optimizers.Lamb quantizers random "
        "tree utils.PyDataset version",
        3,
    ),
    Sign(
        "backend.function backend.in_test_phase backend.in_train_phase backend.learning_phase "
        "backend.learning_phase_scope backend.local_conv1d backend.local_conv2d backend.manual_variable_initialization "
        "backend.normalize_batch_in_training backend.placeholder backend.print_tensor backend.random_binomial "
        "backend.reset_uids backend.set_learning_phase estimator experimental layers.AbstractRNNCell "
        "layers.DenseFeatures layers.LocallyConnected1D layers.LocallyConnected2D layers.experimental "
        "optimizers.experimental",
        2,
    ),
    Sign(
        "applications.keras_applications backend.get_session backend.set_session engine layers.CuDNNGRU "
        "layers.CuDNNLSTM mixed_precision.experimental utils.conv_utils utils.data_utils utils.generic_utils "
        "utils.io_utils utils.layer_utils utils.multi_gpu_model utils.np_utils utils.training_utils "
        "utils.vis_utils wrappers.scikit_learn layers.normalization",
        2,
        old=True,
    ),
    Sign(
        "layers.advanced_activations layers.convolutional layers.convolutional_recurrent layers.core layers.embeddings "
        "layers.local layers.merge layers.noise layers.pooling layers.recurrent layers.wrappers",
        2,
        old=True,
        era=(2, 5),
    ),
    Sign(
        "backend.image_dim_ordering backend.set_image_dim_ordering callbacks.callbacks initializations "
        "layers.AtrousConvolution2D layers.Merge objectives utils.visualize_util",
        2,
        old=True,
        until=(2, 5),  # neither the package of Keras 2.6 nor TensorFlow 2.6 has them
    ),
    Sign(
        "applications.imagenet_utils._obtain_input_shape backend.common backend.tensorflow_backend backend.tf "
        "engine.InputSpec engine.Layer engine.topology legacy.interfaces legacy.layers",
        2,
        old=True,
        until=(2, 3),  # of the package on its own; Keras 2.4 hands all to TensorFlow
    ),
    Sign(
        "backend.abs backend.all backend.any backend.arange backend.argmax backend.argmin backend.batch_dot "
        "backend.batch_flatten backend.batch_get_value backend.batch_normalization backend.batch_set_value "
        "backend.binary_crossentropy backend.binary_focal_crossentropy backend.cast backend.cast_to_floatx "
        "backend.categorical_crossentropy backend.clip backend.concatenate backend.constant backend.conv1d "
        "backend.conv2d backend.conv2d_transpose backend.conv3d backend.cos backend.count_params "
        "backend.ctc_batch_cost backend.ctc_decode backend.ctc_label_dense_to_sparse backend.cumprod "
        "backend.cumsum backend.depthwise_conv2d backend.dot backend.dropout backend.elu backend.equal "
        "backend.eval backend.exp backend.expand_dims backend.eye backend.flatten backend.foldl backend.foldr "
        "backend.gather backend.get_value backend.gradients backend.greater backend.greater_equal "
        "backend.hard_sigmoid backend.in_top_k backend.int_shape backend.is_sparse backend.l2_normalize "
        "backend.less backend.less_equal backend.log backend.map_fn backend.max backend.maximum backend.mean "
        "backend.min backend.minimum backend.moving_average_update backend.ndim backend.not_equal "
        "backend.one_hot backend.ones backend.ones_like backend.permute_dimensions backend.pool2d backend.pool3d "
        "backend.pow backend.prod backend.random_normal backend.random_normal_variable backend.random_uniform "
        "backend.random_uniform_variable backend.relu backend.repeat backend.repeat_elements backend.reshape "
        "backend.resize_images backend.resize_volumes backend.reverse backend.rnn backend.round "
        "backend.separable_conv2d backend.set_value backend.shape backend.sigmoid backend.sign backend.sin "
        "backend.softmax backend.softplus backend.softsign backend.sparse_categorical_crossentropy "
        "backend.spatial_2d_padding backend.spatial_3d_padding backend.sqrt backend.square backend.squeeze "
        "backend.stack backend.std backend.stop_gradient backend.sum backend.switch backend.tanh "
        "backend.temporal_padding backend.tile backend.to_dense backend.transpose backend.truncated_normal "
        "backend.update backend.update_add backend.update_sub backend.var backend.variable backend.zeros "
        "backend.zeros_like preprocessing.image.ImageDataGenerator "
        "preprocessing.sequence.TimeseriesGenerator preprocessing.text",
        2,
        alone=True,
    ),
)

KERAS_PREVIEW = "keras_core"
"""Keras 3 before it had that name: with its import path, but not with what the recorder patches in it."""

KERAS_2_PACKAGE, KERAS_3_PACKAGES = "tf_keras", (KERAS_PREVIEW, "keras_hub")
"""Packages that are one dialect and nothing else."""

KERAS_2_COMPANIONS = (
    *("keras_adabound", "keras_applications", "keras_bert", "keras_contrib", "keras_radam", "keras_retinanet"),
    "tensorflow_addons",
)
"""Packages that only run beside Keras 2: given up before Keras 3, whose names they import do not exist there.

Measured on Keras 3: keras_adabound 0.6.0 and keras_radam 0.20.0 build no optimizer, keras_bert 0.89.0 and
keras_retinanet 1.0.0 no model.
"""

KERAS_2_CONTEMPORARIES = ("efficientnet", "classification_models", "segmentation_models")
"""Packages of the time of Keras 2, given up since, that Keras 3 happens to run.

Measured: efficientnet 1.1.1 builds and trains, segmentation_models 1.0.1 and classification_models 1.0.0 do so, too,
through ``tf.keras``.
"""

KERAS_2_METHODS = (
    *("evaluate_generator", "fit_generator", "get_input_at", "get_output_at", "get_output_shape_at", "get_scaled_loss"),
    *("get_unscaled_gradients", "predict_generator", "reset_states"),
)
"""Methods of models, layers, optimizers and metrics that only Keras 2 has."""
KERAS_2_OF_LAYERS = ("input_shape", "output_shape")
"""Attributes of layers that only Keras 2 has; models have them in both."""
KERAS_2_OF_OPTIMIZERS = ("lr", "minimize")
"""What optimizers have in Keras 2 only."""

LAST_WITH_MERGE = (2, 2)
"""The last release of the package in which ``keras.layers.merge`` is a function (read in 2.1.6, 2.2.4 and 2.3.1)."""

LAST_OF_KERAS_1 = _ONE
FIRST_OF_KERAS_2 = (2, 0)
FIRST_TO_TAKE_NONE = (3, 10)
"""The first release of Keras 3 that takes a ``training=None`` for an answer, and asks the call around no more."""

FIRST_WITHOUT_GRAPHS = (2, 4)
"""The first release of the package that is ``tf.keras``; ``fit`` of those before runs graphs (read in 2.3.1)."""
KERAS_1_ARGUMENTS = (
    "W_constraint W_regularizer b_regularizer border_mode dim_ordering nb_col nb_epoch nb_filter nb_row nb_val_samples "
    "nb_worker samples_per_epoch subsample"
)
"""Arguments of layers and of ``fit`` that have other names from Keras 2 on, which takes these up to 2.3 all the same
(read in keras 1.2.2 and in keras/legacy/interfaces.py of keras 2.3.1)."""
KERAS_1_RENAMED = (
    "data_format kernel_initializer kernel_regularizer kernel_size padding steps_per_epoch use_bias validation_steps"
)
"""What they are called there, and others of the kind: Keras 1 rejects them."""

LOST_METHODS = {
    "_make_predict_function": (2, 1),
    "_make_train_function": (2, 1),
    "experimental_run_v2": (2, 3),
    "predict_classes": (2, 5),
}
"""Methods of models and strategies that releases of Keras 2 and TensorFlow 2 lost, with the last one that had them."""

LOST_IN_TENSORFLOW = {
    "experimental.export_saved_model": (2, 4),
    "experimental.load_from_saved_model": (2, 4),
    "mixed_precision.experimental": (2, 3),
}
"""Names below ``tf.keras`` that releases of TensorFlow lost, with the last one that had them; of mixed precision, which
some later ones have still, the last one that had it there only. ``tf.compat.v1`` and the package ``keras`` 2.6 have the
others still."""

KERAS_3_METHODS = ("stateless_apply", "stateless_call")
"""Methods of layers, models and optimizers that only Keras 3 has."""

KERAS_2_ARGUMENTS = {
    "fit": "nb_epoch workers use_multiprocessing max_queue_size",
    "predict": "workers use_multiprocessing max_queue_size",
    "evaluate": "workers use_multiprocessing max_queue_size",
    "compile": "sample_weight_mode target_tensors experimental_run_tf_function",
    "Model": "input output",
    "ModelCheckpoint": "period",
    "TensorBoard": "batch_size write_grads",
    "Conv2D": "border_mode dim_ordering subsample",
    "Convolution2D": "border_mode dim_ordering subsample",
    "MaxPooling2D": "border_mode dim_ordering",
}
"""Arguments of functions that Keras 2 or its releases before take, and Keras 3 rejects (keras 3.15)."""

KERAS_2_OF_ANY_LAYER = "batch_input_shape"
"""An argument that any layer takes in Keras 2, and none in Keras 3."""

KERAS_2_OPTIMIZERS = "Adadelta Adagrad Adam Adamax Ftrl Nadam RMSprop SGD"
KERAS_2_OPTIMIZERS_HOME = "optimizers.legacy"
"""Where Keras 2 has optimizers that raise an ImportError when Keras 3 builds them."""
KERAS_2_OPTIMIZER_ARGUMENT = "lr"
"""What the optimizers of Keras 2 take for ``learning_rate``; those of Keras 3 raise."""

Backend = Literal["tensorflow", "jax", "torch"]
"""What a Keras runs on."""

KERAS_3_BACKENDS: tuple[Backend, ...] = ("jax", "torch")
"""What only Keras 3 runs on, beside TensorFlow."""

BACKENDS: tuple[Backend, ...] = ("tensorflow", *KERAS_3_BACKENDS)
"""All of them."""

BACKEND_TITLES = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}
"""How people write them."""

BACKEND_USES = {
    "tensorflow": ("GradientTape",),
    "jax": ("jax.grad", "jax.value_and_grad", "jax.jit", "jax.lax.scan", "jax.vmap", "jax.pmap"),
    "torch": (".backward", "torch.no_grad", "torch.inference_mode", "torch.optim"),
}
"""What a program that trains Keras's models with a backend calls, beside its import."""

BACKEND_WORDS = ("jax", "torch", "GradientTape")
"""Of which a text holds one if it shows anything."""

TENSORFLOW_1_MODULES = ("contrib", "compat.v1")
"""Modules of TensorFlow that only graph code imports."""

TENSORFLOW_1_FUNCTIONS = ("placeholder", "Session", "get_collection", "disable_v2_behavior")
"""Functions of TensorFlow 1 that its version 2 has only in ``tf.compat.v1``."""

TENSORFLOW_1_NAMESPACES = ("contrib", "layers")
"""Modules of TensorFlow 1 that its version 2 does not have in ``tf``."""

TENSORFLOW_1_NAMES = tuple(
    "AUTO_REUSE ConfigProto FIFOQueue FixedLenFeature GPUOptions GraphDef GraphKeys InteractiveSession Print "
    "RunMetadata RunOptions TFRecordReader VarLenFeature WholeFileReader add_to_collection all_variables app assign "
    "assign_add assign_sub decode_csv decode_raw disable_eager_execution enable_eager_execution flags "
    "get_collection_ref get_default_graph get_default_session get_local_variable get_variable get_variable_scope "
    "gfile global_variables global_variables_initializer glorot_normal_initializer glorot_uniform_initializer "
    "initialize_all_variables local_variables local_variables_initializer log logging make_template multinomial "
    "parse_single_example placeholder_with_default py_func python_io random_crop random_normal random_shuffle "
    "random_uniform read_file report_uninitialized_variables reset_default_graph rsqrt set_random_seed "
    "sparse_placeholder sparse_tensor_to_dense sparse_to_dense string_split tables_initializer to_double to_float "
    "to_int32 to_int64 trainable_variables truncated_normal truncated_normal_initializer variable_op_scope "
    "variable_scope variables_initializer variance_scaling_initializer write_file data.make_initializable_iterator "
    "data.make_one_shot_iterator image.resize_bilinear image.resize_image_with_pad image.resize_images "
    "image.resize_nearest_neighbor losses.absolute_difference losses.add_loss losses.get_losses "
    "losses.get_regularization_loss losses.get_regularization_losses losses.get_total_loss "
    "losses.sigmoid_cross_entropy losses.softmax_cross_entropy losses.sparse_softmax_cross_entropy "
    "nn.bidirectional_dynamic_rnn nn.dynamic_rnn nn.fused_batch_norm nn.rnn_cell "
    "nn.softmax_cross_entropy_with_logits_v2 nn.static_rnn saved_model.builder saved_model.simple_save "
    "summary.FileWriter summary.merge summary.merge_all train.AdadeltaOptimizer train.AdagradOptimizer "
    "train.AdamOptimizer train.FtrlOptimizer train.GradientDescentOptimizer train.MomentumOptimizer "
    "train.MonitoredTrainingSession train.RMSPropOptimizer train.Saver train.SyncReplicasOptimizer train.batch "
    "train.create_global_step train.exponential_decay train.get_global_step train.get_or_create_global_step "
    "train.import_meta_graph train.polynomial_decay train.shuffle_batch train.start_queue_runners "
    "train.string_input_producer".split()
)
"""What else ``tf`` has in TensorFlow 1 and in no release of its version 2; programs for both ask before they use it."""

TENSORFLOW_BESIDE_KERAS_2 = ("estimator",)
"""Modules that ``tf`` lost in TensorFlow 2.16, with Keras 2."""

# -- by what a project requires ------------------------------------------------------------------------------------

KERAS_3_FROM = {"keras": (3, 0), "tensorflow": (2, 16)}
"""The first release of a package that means Keras 3."""

KERAS_3_PYTHON, KERAS_2_PYTHON = 9, 11
"""The first Python 3 of TensorFlow 2.16, and the last one of TensorFlow 2.15 (their wheels on PyPI)."""

KERAS_2_NVIDIA_IMAGES = (24, 3)
"""Year and month of the last image ``nvcr.io/nvidia/tensorflow`` that surely holds a TensorFlow before 2.16."""

KERAS_2_JUPYTER_IMAGES, KERAS_3_JUPYTER_IMAGES = "2024-03-07", "2024-04-01"
"""The last and the first day whose ``jupyter/tensorflow-notebook`` surely holds a TensorFlow before 2.16, and one from
there on: each takes the newest release of its day, and 2.16.1 came on 8 March 2024."""

LATEST_WITH_PYTHON_IN_ITS_TAG = "<2.3"
"""``tensorflow/tensorflow:latest-py3`` and its like: from TensorFlow 2.2 on no tag says so, and these stayed behind."""

TENSORFLOW_DISTRIBUTIONS = ("tensorflow", "tensorflow-cpu", "tensorflow-macos", "tensorflow-gpu", "tensorflow-intel")
"""Distributions that install ``tensorflow``, in the order in which an installation is asked for them."""

TENSORFLOW_NAMES = frozenset(
    (
        *TENSORFLOW_DISTRIBUTIONS,
        "intel-tensorflow",
        "tensorflow-aarch64",
        "tensorflow-cpu-aws",
        "tensorflow-directml",
        "tensorflow-rocm",
    )
)
"""All of them."""

BESIDE_TENSORFLOW: dict[str, tuple[tuple[tuple[int, int], tuple[int, int]], ...]] = {
    "h5py": (((3, 10), (2, 15)),),
    "numpy": (((1, 20), (2, 7)), ((1, 22), (2, 11)), ((1, 23), (2, 13))),
    "protobuf": (((3, 20), (2, 11)),),
}
"""By what TensorFlow requires: the last release of TensorFlow that takes one before a version, oldest first.

The metadata of the wheels on PyPI: TensorFlow 2.8 requires numpy>=1.20, 2.12 numpy>=1.22 and protobuf>=3.20.3, 2.14
numpy>=1.23.5, 2.16 h5py>=3.10.
"""

NUMBERED_LIKE_TENSORFLOW = ("tensorboard", "tensorflow-estimator")
"""What TensorFlow requires in a release of its own number, or a later one."""

LAST_BESIDE = {"tensorflow-addons": (2, 15)}
"""The last TensorFlow of what was given up before Keras 3."""

BACKEND_DISTRIBUTIONS = {"jax": "jax", "torch": "torch", "pytorch": "torch"}
"""Distributions that a backend of Keras 3 comes with, beside TensorFlow's."""

ONE_DIALECT_DISTRIBUTIONS = {
    "tensorflow-gpu": ("tensorflow", 2),  # its last release is 2.12
    "tensorflow-directml": ("tensorflow", 2),  # 1.15
    "keras-core": ("keras", 3),  # the name of Keras 3 before its release
    "keras-hub": ("keras", 3),  # requires it
}
"""Distributions of which every release is one dialect."""

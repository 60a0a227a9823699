"""TensorFlow 1: functions that normalise, functions around them, and what builds and runs a graph.

Canonical names: ``tf1`` is ``tf.compat.v1`` (and ``tf.layers`` below it), ``contrib`` is ``tf.contrib``, ``slim`` is
``tf.contrib.slim`` or ``tf_slim``. Sources: tensorflow 1.15 (``contrib``), tf_slim 1.1, ``tf.compat.v1`` of 2.21.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from bnlint.libraries.schema import Method


class Normalizer(NamedTuple):
    """A function that normalises by the statistics of a batch, and makes the operations that update the moving ones.

    Args:
        names: the canonical names, separated by blanks.
        flag: the argument that says whether it trains.
        default: what it does without that argument.
        position: where the flag stands among the positional arguments, None where no program writes it so.
        parameters: its positional parameters in order, as in ``Function``, those that are numbers under Keras's names.
    """

    names: str
    flag: str
    default: bool
    position: int | None = None
    parameters: str = "inputs axis momentum epsilon"


NORMALIZERS = (
    Normalizer("tf1.layers.batch_normalization tf1.layers.batch_norm", "training", False),
    Normalizer("tf1.layers.BatchNormalization", "training", False, parameters="axis momentum epsilon"),
    Normalizer(
        "tf1.layers.BatchNormalization.__call__",
        "training",
        False,
        position=1,
        parameters="inputs training * axis momentum epsilon",
    ),
    Normalizer(
        "contrib.layers.batch_norm contrib.layers.python.layers.layers.batch_norm slim.batch_norm "
        "slim.layers.batch_norm",
        "is_training",
        True,
        parameters="inputs momentum=decay center scale epsilon",
    ),
)
NORMALIZER_LAYER = "tf1.layers.BatchNormalization"
"""The one class among them: its instances are called."""

KERAS_LAYERS = {
    "conv1d": "Conv1D",
    "conv2d": "Conv2D",
    "conv3d": "Conv3D",
    "separable_conv1d": "SeparableConv1D",
    "separable_conv2d": "SeparableConv2D",
    "conv2d_transpose": "Conv2DTranspose",
    "conv3d_transpose": "Conv3DTranspose",
    "dense": "Dense",
    "flatten": "Flatten",
    "dropout": "Dropout",
    "max_pooling1d": "MaxPooling1D",
    "max_pooling2d": "MaxPooling2D",
    "max_pooling3d": "MaxPooling3D",
    "average_pooling1d": "AveragePooling1D",
    "average_pooling2d": "AveragePooling2D",
    "average_pooling3d": "AveragePooling3D",
}
"""Functions of ``tf.layers`` whose arguments, behind the input, are those of a layer of Keras."""
KERAS_LAYERS_ELSEWHERE = frozenset(("flatten",))
"""Those among them that contrib and slim have as well."""

INPUT = "inputs"
"""What all of them call the tensor that they get."""


class Dropout(NamedTuple):
    """A function that drops.

    Args:
        names: the canonical names, separated by blanks.
        parameters: its positional parameters in order, as in ``Function``: ``rate`` is the share that goes, ``kept``
            the one that stays, ``flag`` says whether it drops at all.
        default: what it does without that flag.
    """

    names: str
    parameters: str
    default: bool


DROPOUTS = (
    Dropout("tf1.layers.dropout", "inputs rate noise_shape seed flag=training", False),
    Dropout(
        "slim.dropout slim.layers.dropout contrib.layers.dropout",
        "inputs kept=keep_prob noise_shape flag=is_training",
        True,
    ),
)

WITH_NORMALIZER = frozenset(
    "conv2d fully_connected convolution convolution2d separable_conv2d conv2d_transpose separable_convolution2d conv3d "
    "convolution2d_transpose linear".split()
)
"""Functions of ``contrib.layers`` and slim that call a normaliser themselves (``normalizer_fn=batch_norm``)."""
WITH_NORMALIZER_HOMES = ("slim.", "contrib.layers.")

REPEAT, STACK = "repeat", "stack"
"""Functions of the same homes that call one of them several times: with the same arguments, or with each of a list."""
REPEATED = {REPEAT: "inputs times=repetitions layer", STACK: "inputs layer each=stack_args"}
"""Their positional parameters, as in ``Function``; what else they get is for the layer."""

KERNELS = {
    "conv2d": "Conv2D",
    "convolution": "Conv2D",
    "convolution2d": "Conv2D",
    "conv2d_transpose": "Conv2DTranspose",
    "convolution2d_transpose": "Conv2DTranspose",
    "fully_connected": "Dense",
    "linear": "Dense",
}
"""Those among them that do what a layer of Keras does, where no normaliser is given."""
ACTIVATION, BIAS, NORMALIZER = "activation_fn", "biases_initializer", "normalizer_fn"
"""What these functions call such things; None says that there is none, and without an activation it is a ReLU."""
WITHOUT_ACTIVATION = frozenset(("linear",))
"""Those that have no activation of their own."""

OUTPUTS, OUTPUTS_AT = "num_outputs", 1
"""What says how many channels, or numbers, come out of them: their second argument."""
FORMAT, FORMAT_AT = "data_format", 5
"""What says how images are laid out: the argument of these functions, of the convolutions the sixth one."""
LAYOUTS: dict[str, Literal["channels_first", "channels_last"]] = {
    "NHWC": "channels_last",
    "NCHW": "channels_first",
}
"""What it names; None is the former."""

NETWORKS_HOMES = ("slim.nets.", "slim.python.slim.nets.", "tf.models.research.slim.nets.", "nets.")
"""Where slim has whole networks: they normalise as the ``arg_scope`` around says. Its folder ``nets`` is not installed:
programs have it on their path, or inside of ``tensorflow.models``."""
NETWORK_BLOCK_ENDINGS = ("_block", "Block")
"""How those functions end there that only describe a part of a network: nothing is built yet."""
NETWORK_SCOPES = ("inception_", "resnet_")
"""How the ``..._arg_scope`` functions begin by which these networks normalise."""
NETWORK_SCOPE_ENDING = "arg_scope"
PLAIN_NETWORK_SCOPES = ("vgg_", "alexnet_", "overfeat_", "lenet_", "cifarnet_")
"""How those functions begin whose scopes say nothing of normalisers."""
TRAINING_SCOPE, TRAINING_NETWORKS = "training_scope", "mobilenet"
"""The function whose scope says whether the networks of that name train: they do, where it is told nothing."""
NETWORK_NUMBERS = {"batch_norm_decay": "decay", "batch_norm_epsilon": "epsilon"}
"""Their arguments that are numbers of the normaliser, and what that calls them."""
NETWORK_BASE_ENDING = "_base"
"""How the functions end that lay out such a network up to its features, and take no ``is_training``."""
NETWORK_BASES = "inception_"
"""How those of them begin whose own scopes give them none either: what sets it is an ``arg_scope`` of the program's."""
NETWORK_NORMALIZED = frozenset(("conv2d", "convolution2d"))
"""What those scopes give a normaliser; the author's own dense layers behind such a network get none."""

SCOPED_HOMES = ("slim", "contrib")
"""Functions of these take arguments from an ``arg_scope`` around."""

_SCOPES = ("arg_scope", "add_arg_scope")
_LAYERS = ("batch_norm", "layer_norm", "dropout", "flatten", "avg_pool2d", "max_pool2d", REPEAT, STACK)
STARS = {
    "contrib.layers": (*sorted(WITH_NORMALIZER), *_LAYERS),
    "contrib.framework": _SCOPES,
    "slim": (*sorted(WITH_NORMALIZER), *_LAYERS, *_SCOPES),
}
"""What ``from slim import *`` brings, as far as the analysis knows what to do with it, or somebody lists it."""

GRAPH = (
    Method("graph", "arg_scope", "scope arguments", "scope=list_ops_or_scope"),
    Method("graph", "group", "group"),
    Method("graph", "tuple", "tie together", "tensors * control_inputs"),
    Method(
        "graph",
        "local_variables_initializer variables_initializer tables_initializer initialize_local_variables "
        "summary.merge_all",
        "run without training",
    ),
    Method("graph", "global_variables_initializer initialize_all_variables", "put first values"),
    Method("graph", "placeholder", "make placeholder", "dtype shape name"),
    Method("graph", "placeholder_with_default", "make placeholder with default", "input shape name"),
    Method("graph", "train.batch train.shuffle_batch", "make batches", "tensors batch_size * many=enqueue_many"),
    Method(
        "graph",
        "EstimatorSpec TPUEstimatorSpec",
        "specify answers",
        "mode predictions loss train_op metrics=eval_metric_ops * metrics=eval_metrics",
    ),
    Method(
        "graph",
        "create_estimator_spec",
        "specify by a head",
        "features mode logits labels optimizer * step=train_op_fn variables=trainable_variables",
    ),
    Method("graph", "disable_v2_behavior disable_eager_execution", "be a graph"),
    Method("graph", "enable_eager_execution enable_v2_behavior", "be eager"),
    Method(
        "graph",
        "Session InteractiveSession train.MonitoredTrainingSession train.MonitoredSession "
        "train.SingularMonitoredSession",
        "open session",
    ),
    Method("graph", "reset_default_graph", "begin another graph"),
    Method("graph", "variable_scope", "be a graph under a name", "name=name_or_scope default_name"),
    Method("graph", "name_scope", "be under a name", "name"),
    Method("graph", "create_train_op", "train with updates", "loss=total_loss * updates=update_ops"),
    Method("graph", "optimize_loss", "train with updates", "loss * updates=update_ops"),
    Method("graph", "get_collection get_collection_ref", "get collection", "key scope"),
    Method("graph", "add_to_collection", "put into a collection", "name value"),
    Method("graph", "gradients", "take gradients", "ys xs"),
    Method("graph", "trainable_variables", "list trainables", "scope"),
    Method("graph", "Saver", "make saver", "variables=var_list"),
    Method("graph", "simple_save", "export", "session export_dir inputs outputs"),
    Method("graph", "build_signature_def predict_signature_def", "export", "inputs outputs"),
    Method("graph", "build_tensor_info", "described tensor", "tensor"),
    Method("graph", "from_session", "export", "sess input_tensors outputs=output_tensors"),
    Method("graph", "import_meta_graph import_graph_def", "read a graph"),
    Method("graph", "convert_variables_to_constants", "export by names", "sess input_graph_def output_node_names"),
)
"""Functions by their last name, wherever in TF1, contrib or slim they live."""

MODEL_FN = frozenset(("features", "mode"))
"""Parameters by which the function is known that an Estimator builds its graph with (tensorflow_estimator 2.15)."""

OF_GRAPHS = frozenset(("get_collection", "get_collection_ref"))
"""Functions that graphs have as methods, too: ``tf.get_default_graph().get_collection(key)``."""

OF_HEADS = frozenset(("create_estimator_spec",))
"""Methods of an Estimator's heads (tensorflow_estimator 2.15); those of TF1 run UPDATE_OPS with the train op."""

ALSO_WITHOUT_COMPAT = frozenset(
    "tf.global_variables_initializer tf.local_variables_initializer tf.variables_initializer tf.tables_initializer "
    "tf.initialize_all_variables tf.initialize_local_variables tf.summary.merge_all tf.get_collection "
    "tf.get_collection_ref tf.add_to_collection tf.placeholder tf.placeholder_with_default tf.group tf.tuple "
    "tf.Session tf.disable_v2_behavior tf.InteractiveSession tf.gradients tf.saved_model.simple_save "
    "tf.saved_model.build_tensor_info tf.saved_model.utils.build_tensor_info "
    "tf.saved_model.signature_def_utils.build_signature_def "
    "tf.saved_model.signature_def_utils.predict_signature_def tf.lite.TFLiteConverter.from_session "
    "tf.graph_util.convert_variables_to_constants tf.train.import_meta_graph tf.variable_scope "
    "tf.name_scope tf.disable_eager_execution tf.enable_eager_execution tf.enable_v2_behavior tf.metrics.accuracy "
    "tf.metrics.auc tf.metrics.mean tf.metrics.mean_iou tf.metrics.mean_per_class_accuracy tf.metrics.precision "
    "tf.metrics.recall tf.estimator.EstimatorSpec tf.estimator.tpu.TPUEstimatorSpec tf.trainable_variables "
    "tf.train.batch tf.train.shuffle_batch tf.train.Saver tf.train.MonitoredTrainingSession tf.train.MonitoredSession "
    "tf.train.SingularMonitoredSession".split()
)
"""Names of TF1 that are read as such below ``tf``, too: TensorFlow 2 has none of these there, but for ``tf.group``,
``tf.tuple``, ``tf.gradients`` and estimators, which make graphs there as well."""

WITHOUT_OPERATIONS = frozenset(
    "control_dependencies get_collection get_collection_ref name_scope variable_scope device Session Graph arg_scope "
    "get_global_step get_or_create_global_step global_variables trainable_variables local_variables "
    "get_variable".split()
)
"""Functions that add nothing to a graph which somebody runs for its own sake; optimizers are such classes, too."""

PASSES_ON = frozenset(("identity", "tuple"))
"""Functions that hand on what they get, when what they wait for has run."""

WATCHES = ("tf.summary.", "tf1.summary.", "tf.print", "tf.shape", "tf.rank")
"""How the names of functions begin that only look at tensors."""

STREAMS = ("tf.metrics.", "tf1.metrics.", "contrib.metrics.streaming_", "slim.metrics.streaming_")
"""How the functions begin that give a number over all batches so far, and the operation that takes one more in."""

EAGER_HOME = "contrib.eager."
"""What is for programs that run everything at once."""

CONTRIB = ("tensorflow.contrib", "tf.contrib")
"""What programs call the part of TensorFlow that only 1 has."""

TOPS = ("tf1", "contrib", "slim")
"""What the canonical names of TF1 begin with."""

PHASE = "keras_learning_phase"
"""How Keras 2 names the placeholder of its learning phase in a graph."""
SESSION = "tf1.Session()"
RUNS_MAIN = ("tf.app.run", "tensorflow.app.run", "tf.compat.v1.app.run", "app.run")
"""As these are written without an argument, they run ``main`` of the program (tensorflow/python/platform/app.py)."""
SESSION_RUN = "tf1.Session().run"
LAYERS_HOME = "tf1.layers."
SAVE, RESTORE = "save", "restore"
"""The methods of a saver that write a file, and read one."""
ASSIGNS = ("assign", "assign_add", "assign_sub")
"""Methods of variables that give them a value."""
OPTIMIZER_WRAPPERS = frozenset(("clip_gradients_by_norm", "enable_mixed_precision_graph_rewrite"))
"""Functions that make an optimizer out of another one (tensorflow/contrib/estimator, tensorflow/train/experimental)."""
OPTIMIZER_ENDING, OPTIMIZER_HOMES = "Optimizer", ("tf.train.", "tf1.train.", "contrib.")
TRAINABLES = "TRAINABLE_VARIABLES"
UPDATE_OPS = "UPDATE_OPS"
"""The collection that holds the operations which move the statistics."""

"""Methods of what programs handle beside layers and models: lists, dicts, texts, tensors, data sets, tapes, strategies.

A method without a row is one that is not understood: each receiver has its own way to stay careful then (a list may
hold anything in any order, a data set may have any batch size).
"""

from __future__ import annotations

from functools import cache

from bnlint.libraries.schema import Method

METHODS = (
    # Lists and sets: https://docs.python.org/3/library/stdtypes.html
    Method("list", "append", "append", "item"),
    Method("list", "insert", "insert", "index item"),
    Method("list", "extend", "extend", "items"),
    Method("list", "appendleft", "append in front", "item"),
    Method("list", "popleft", "take out first"),
    Method("list", "pop", "take out", "index"),
    Method("list", "copy", "copy"),
    Method("list", "reverse", "reverse"),
    Method("list", "clear", "clear"),
    Method("list", "sort", "sort"),
    Method("list", "remove", "remove", "item"),
    Method("list", "index", "find", "item"),
    Method("list", "count", "ask"),
    Method("set", "add", "add", "item"),
    Method("set", "update", "unite", "items"),
    Method("set", "discard", "drop", "item"),
    Method("set", "pop", "take out"),
    Method("set", "copy", "copy"),
    Method("set", "clear", "clear"),
    Method("set", "remove", "remove", "item"),
    Method("set", "union intersection difference issubset issuperset isdisjoint", "ask"),
    # Dicts
    Method("dict", "get", "look up", "key default"),
    Method("dict", "pop", "take entry", "key default"),
    Method("dict", "setdefault", "look up or put", "key default"),
    Method("dict", "items", "pairs"),
    Method("dict", "keys", "keys"),
    Method("dict", "values", "values"),
    Method("dict", "update", "update", "other"),
    Method("dict", "clear", "empty"),
    Method("dict", "copy", "copy dict"),
    # Settings that are dicts and objects in one: yacs.config.CfgNode, ml_collections.ConfigDict, and their like
    Method("settings", "clone", "copy dict"),
    Method("settings", "freeze defrost lock unlock is_frozen", "leave"),
    Method("settings", "merge_from_file merge_from_list merge_from_other_cfg merge_with", "lay others over"),
    # The same of TensorFlow 1's contrib.training.HParams
    Method("settings", "parse", "lay a text over", "values"),
    Method("settings", "parse_json override_from_dict", "lay others over"),
    Method("settings", "add_hparam set_hparam", "put entry", "key=name value"),
    # Texts
    Method("text", "lower upper strip startswith endswith replace split title capitalize", "compute text"),
    Method("text", "format", "fill in"),
    Method("text", "join", "join texts"),
    # Tensors, arrays and variables of TensorFlow and NumPy
    Method("tensor", "numpy astype copy assign assign_add assign_sub read_value clip round", "same tensor"),
    Method("tensor", "eval", "evaluated", "feed_dict session"),
    Method("tensor", "reshape view", "reshape"),
    Method("tensor", "mean sum max min std var prod all any argmax", "reduce", "axis"),
    Method("tensor", "flatten ravel", "flatten"),
    Method("tensor", "tolist", "list"),
    Method("tensor", "repeat", "repeated", "repeats axis"),
    Method("tensor", "take", "gathered", "indices axis"),
    Method("tensor", "squeeze", "squeezed", "axis"),
    Method("tensor", "swapaxes", "swapped", "first=axis1 second=axis2"),
    Method("tensor", "get_shape", "shape"),
    # tf.data: https://www.tensorflow.org/api_docs/python/tf/data/Dataset
    Method("data set", "batch", "batch", "batch_size drop_remainder"),
    Method("data set", "padded_batch", "batch", "batch_size padded_shapes padding_values drop_remainder"),
    Method("data set", "ragged_batch", "batch", "batch_size drop_remainder"),
    Method(
        "data set",
        "bucket_by_sequence_length",
        "batch by length",
        "element_length_func bucket_boundaries batch_sizes=bucket_batch_sizes padded_shapes padding_values "
        "pad_to_bucket_boundary no_padding drop_remainder",
    ),
    Method("data set", "map", "map", "map_func"),
    Method("data set", "shuffle prefetch cache with_options ignore_errors snapshot", "same data"),
    Method("data set", "apply", "apply", "step=transformation_func"),
    Method("data set", "repeat", "repeat", "count"),
    Method("data set", "take", "rows taken", "count"),
    Method("data set", "skip filter shard", "some rows"),
    Method("data set", "unbatch", "unbatch"),
    Method("data set", "as_numpy_iterator", "same data"),
    Method("data set", "enumerate", "enumerate"),
    Method("data set", "cardinality", "nothing known"),
    Method("iterator", "get_next next __next__", "next element"),
    # tf.GradientTape
    Method("tape", "gradient jacobian", "take gradient", "target sources"),
    Method("tape", "batch_jacobian", "take gradient", "target sources=source"),
    Method("tape", "watched_variables", "watched"),
    Method("tape", "stop_recording", "stop recording"),
    Method("tape", "__enter__", "begin recording"),
    Method("tape", "__exit__", "end recording"),
    # Optimizers of Keras and of TF1
    Method("optimizer", "minimize", "minimize", "loss var_list"),
    Method("optimizer", "apply_gradients apply", "apply gradients"),
    Method(
        "optimizer",
        "stateless_apply",
        "apply without state",
        "optimizer_variables grads weights=trainable_variables",
        (3,),
    ),
    Method("optimizer", "get_updates", "make updates", "loss params", (2,)),
    Method("optimizer", "compute_gradients", "compute gradients", "loss var_list"),
    # What jax.grad makes of a function
    Method("gradient function", "__call__", "take gradient of arguments"),
    Method("mapped function", "__call__", "map over rows"),
    # tf.distribute.Strategy
    Method("strategy", "scope", "scope"),
    Method("strategy", "run experimental_run_v2", "run on replicas", "fn args kwargs"),
    Method("strategy", "experimental_run", "run on replicas", "fn args=input_iterator"),
    Method("strategy", "experimental_distribute_dataset", "distribute data", "dataset"),
    Method(
        "strategy",
        "distribute_datasets_from_function experimental_distribute_datasets_from_function",
        "distribute made data",
        "dataset_fn",
    ),
    Method("strategy", "reduce", "reduce replicas", "reduce_op value axis"),
    Method("strategy", "gather", "reduce replicas", "value axis"),
    # contextlib.ExitStack
    Method("stack", "enter_context", "enter", "cm"),
    # argparse
    Method("parser", "add_argument add_option", "add option"),
    Method("parser", "parse_args", "parse", "args"),
    Method("parser", "parse_known_args", "parse some", "args"),
    Method("parser", "add_argument_group add_mutually_exclusive_group", "group"),
    Method("parser", "set_defaults", "set defaults"),
    # configargparse 1.7, transformers 4
    Method("parser of a package", "add add_arg", "add option"),
    Method("parser of a package", "parse", "parse", "args"),
    Method("parser of a package", "parse_args_into_dataclasses", "parse records", "args return_remaining_strings"),
    Method("parser", "add_subparsers", "add commands"),
    Method("parser", "add_parser", "add command", "name"),
    # Sacred 0.8
    Method("experiment", "config", "settings of a function", "function"),
    Method("experiment", "add_config", "add settings", "settings=cfg_or_file"),
    Method("experiment", "capture main command", "take settings", "function"),
    Method("experiment", "automain", "take settings and run", "function"),
    # Others
    Method("function", "get_concrete_function", "traces itself"),
    Method("function", "python_function", "trace"),
    Method("variable scope", "get_collection", "get collection of a scope", "key=name"),
    Method("variables", "copy", "same variables"),
    Method("variables", "extend", "extend variables", "items"),
    Method("variables", "append insert", "put among variables"),
    Method("variables", "assign assign_add assign_sub", "assign"),
    Method("variable", "assign assign_add assign_sub", "assign"),
    Method("variable", "numpy value read_value", "same variables"),
    Method("checkpoint", "restore read", "restore", "save_path"),
    Method("checkpoint", "save write", "save", "file_prefix"),
)


@cache
def methods(receiver: str, effect: str) -> tuple[str, ...]:
    """Return the names of a receiver's methods with an effect."""
    return tuple(
        name for row in METHODS if (row.receiver, row.effect) == (receiver, effect) for name in row.names.split()
    )

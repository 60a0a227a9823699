"""Names by which programs speak of what they do, whatever library they use.

No row can be held against a library here: these are habits, read from public code.
"""

from __future__ import annotations

from bnlint.libraries.objects import methods

CALLED = {
    "tf": "tensorflow",
    "np": "numpy",
    "keras": "tensorflow.keras",
    "K": "tensorflow.keras.backend",
    "layers": "tensorflow.keras.layers",
}
"""What everybody calls these libraries, by whatever way the names come into a file."""

NORMALISATION = frozenset("bn batch_norm batchnorm batch_normalization batchnormalization".split())
"""Texts with which programs tell BN layers from others (``"bn" in layer.name``); in small letters, without ``_``."""

NORMALISATION_CLASSES = ("BatchNormalization", "BatchNormalizationV1")
"""How the names of classes end that are BN, of whatever library."""

DISCRIMINATORS = ("discriminator", "mutual_info")
"""Parts of the names of the functions and classes, in small letters, that are a GAN's network for training only; an
InfoGAN has a head for its codes, too."""
SHORT_DISCRIMINATORS = frozenset(("d", "dis", "disc", "discrim", "d_net", "netd"))
"""Whole names of them."""

GENERATORS = ("generator", "generate", "pix2pix")
"""Parts of the names of the functions and classes, in small letters, that make images with a GAN."""
SHORT_GENERATORS = frozenset(("g", "gen", "g_net", "netg"))
"""Whole names of them."""

SESSIONS = frozenset(("sess", "session"))
"""What everybody calls a session of TF1, a leading ``_`` aside."""

TARGET = "target"
"""Part of the names of the functions, in small letters, that make the network which an agent's own follows slowly."""

NOISE = ("noise", "latent")
"""Parts of the names of what a generator makes its images of."""

DOMAINS = (("source", "target"), ("src", "tgt"), ("src", "trg"), ("xs", "xt"), ("Xs", "Xt"), ("s", "t"))
"""Parts of names that differ where one batch is of one domain and the other of another: ``x_source``, ``x_target``."""

DRAWS = ("dropout", "montecarlo", "monte_carlo", "mc_", "_mc", "uncertain", "bayes", "stochastic_pass")
"""Parts of the names of functions, in small letters, that ask a model more than once with its Dropout at work."""

DROPS = frozenset("Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D GaussianDropout AlphaDropout".split())
"""Layers that are a generator's noise."""

SHRINKS = frozenset("Conv2D Conv3D SeparableConv2D".split())
GROWS = frozenset("Conv2DTranspose Conv3DTranspose UpSampling2D UpSampling3D".split())
"""Layers by which a network goes down from an image, and up to one again."""

DESCRIBES = "get_config"
"""The method of layers and models that gives a dict, which a program changes to make another layer of it."""

MAY_FREEZE = ("freez", "trainab", "finetun", "fine_tun", "lock", "prepare")
"""Parts of the names of functions that may change what is trainable in the models that they are given."""

JOINS = ("append", "concatenate", "vstack")
"""Functions of NumPy with which a loop collects rows."""

RESTORES = frozenset(
    "load_weights set_weights load_model load_checkpoint load_state_dict from_pretrained restore assign set_value "
    "batch_set_value load_pretrained loadmat copy_weights transfer_weights init_from_checkpoint "
    "assign_from_checkpoint assign_from_checkpoint_fn warm_start".split()
)
"""Methods by which a program puts weights that were learnt elsewhere into layers."""
RESTORES_BY = frozenset(("warm_start_from",))
"""Arguments of other functions that name such weights."""

APPLIES_GRADIENTS = frozenset(
    ("assign_sub", *methods("optimizer", "apply gradients"), *methods("optimizer", "minimize"))
)
"""Methods by which a program puts gradients to use."""

MAKES_TRAIN_OPS = ("minimize", "gradient", "optimi", "train_op", "train_step", "training")
"""Parts of the names of functions that make train ops of losses."""

MEASURES = frozenset(
    "square norm global_norm abs absolute fabs l2_loss squared_difference print len isinstance type str repr shape "
    "rank histogram scalar is_nan isnan is_finite isfinite is_inf isinf check_numerics count_nonzero".split()
)
"""Functions and methods whose results have no direction left in which a weight could be changed."""

ABOUT_TENSORS = frozenset("shape dtype ndim size device name".split())
"""What tensors say of themselves."""

PUTS_IN = frozenset("append extend insert add setdefault update".split())
"""Methods that put something into a container."""

ASSIGNS = tuple(
    "assign scatter Variable set_ batch_set update save moving_average Resource apply minimize train fit".split()
)
"""How the names of functions begin that change a variable, make one, or keep what they get for later."""

RUNS_FUNCTIONS = frozenset(
    "map filter reduce map_structure map_fn vectorized_map py_function numpy_function function cond case switch_case "
    "while_loop foldl foldr scan vectorize apply_along_axis jit custom_gradient recompute_grad".split()
)
"""Functions of libraries that run functions of the program."""

COMPUTES = frozenset("tf np keras math matplotlib".split())
"""Libraries whose functions keep nothing of what they get, those that change variables aside."""

BUILTINS = frozenset("zip enumerate list tuple dict sorted reversed sum max min any all iter next float int".split())
"""Built-in functions that give what they get, in another form."""

UNRECORDED = frozenset(("stop_gradient", "argmax", "argmin"))
"""Functions behind which no tape sees how their arguments were made."""

BREAKS = UNRECORDED | frozenset("argsort in_top_k equal not_equal shape size numpy print update_state".split())
"""They and others, methods of tensors among them, by which no gradient gets to what they are given."""

GOES_THROUGH = frozenset(("zip", "enumerate", "reversed", "list"))
"""Built-in functions by which a loop goes through what they get."""

TELLS_OF_OBJECTS = frozenset("isinstance hasattr len print type id int_shape plot_model plot".split())
"""Functions that ask something of what they get, or draw it, and do not hand it on: built-in ones, and Keras's."""

ANSWERS = frozenset(
    "print pprint argmax argmin top_k in_top_k argsort argpartition imshow imsave imwrite plot scatter bar hist "
    "display fit_transform fit_predict "
    "heatmap savefig savetxt save savez savez_compressed show write_png encode_png encode_jpeg array_to_img save_img "
    "to_csv fromarray DataFrame Series create_dataset tofile tobytes dump dumps write writelines write_file "
    "writerow writerows jsonify "
    "info debug warning str repr format allclose isclose array_equal "
    "update_state accuracy_score f1_score confusion_matrix classification_report decode_predictions ctc_decode "
    "ctc_greedy_decoder ctc_beam_search_decoder non_max_suppression combined_non_max_suppression".split()
)
"""Functions and methods, of whatever library, that show what they get or decide by it."""

SHOWS = (
    *("matplotlib.", "seaborn.", "sklearn.", "imageio.", "cv2.imwrite", "PIL."),
    *("tf.summary.", "logging.", "wandb.", "mlflow.log_"),
)
"""Libraries that do nothing else."""

METRICS = "keras.metrics."
"""Where Keras has the classes whose objects measure what they are called with."""

SERVES = frozenset("route get post put api_route".split())
"""Methods of web servers (Flask, FastAPI, aiohttp, Sanic) by which a function is decorated that answers a path."""

NEW_AXIS = "newaxis"
"""The constant that NumPy and TensorFlow have for a new axis in an index."""

LEARNS = "fit"
"""What a model of any library that is not known learns by: what it gets to learn from is an answer."""

RESHAPES = frozenset(("reshape",))
"""Methods that give whatever has them another shape."""

NOT_INSIDE = frozenset(("optimizer", "loss"))
"""Attributes of models that hold no part of them."""

UNITS = ("units", "filters", "channels", "out_channels", "features", "hidden_size")
"""Arguments by which a constructor of a layer says how wide its output is."""

WEIGHTLESS = (
    *("Pool", "Pad", "Crop", "Resiz", "Resize", "Up", "Drop", "Act", "Aug", "Random", "Flip", "Rot", "Noise"),
    *("Reshape", "Flat", "Shuffle", "Repeat", "Lambda", "Input", "Scal", "Quant", "Mask", "Slice", "Split", "Patch"),
    *("Concat", "Add", "Merge", "Permute", "Transpose", "Identity", "Sample", "Norm"),
)
"""Words in the names of layers that have no weights, or only normalise, although a number says how."""

SAVES = frozenset("ModelCheckpoint CheckpointManager save_weights save write".split())
"""Functions and methods that write weights to a file that one of their arguments, or what has them, names."""

LATEST = "latest_checkpoint"
"""What tells which checkpoint of a folder was written last, None where there is none."""

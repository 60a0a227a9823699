"""Calls of the functions that rows know: what each effect is tried with, and what a function needs besides.

``test_function_samples.py`` lets the interpreter read the calls and the libraries run them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from bnlint.libraries.effect_names import Effect
from bnlint.libraries.schema import Function, roles

START = """
import numpy as np
import tensorflow as tf
import keras
from keras._tf_keras.keras import backend as K

tf1 = tf.compat.v1
GENERATOR = np.random.default_rng(0)
"""

SETUP = {
    "np": """
X, ROW, COLUMN = np.ones((4, 3)), np.ones(3), np.ones((4, 1))
ONE, CUBE, SQUARE = np.ones((1, 3)), np.ones((2, 4, 3)), np.eye(3)
NUMBERS, PLACES, IMAGES = np.ones((4, 3), dtype="int32"), np.array([0, 1]), np.ones((2, 8, 8, 3))
""",
    "tf": """
X, ROW, COLUMN = tf.ones((4, 3)), tf.ones((3,)), tf.ones((4, 1))
ONE, CUBE, SQUARE = tf.ones((1, 3)), tf.ones((2, 4, 3)), tf.eye(3)
NUMBERS, PLACES, IMAGES = tf.ones((4, 3), dtype="int32"), tf.constant([0, 1]), tf.ones((2, 8, 8, 3))
""",
}
"""What the calls are about, for arrays and for tensors."""

_AXES = ("0", "1", "-1")

CALLS: dict[str, list[dict[str, str]]] = {
    Effect.SAME: [{"x": "X"}],
    Effect.CAST: [{"x": "X"}],
    Effect.EQUAL: [{"x": "X", "y": "ROW"}, {"x": "CUBE", "y": "X"}],
    Effect.ALONG: [{"x": "X"}, *({"x": "X", "axis": axis} for axis in _AXES)],
    Effect.CHOSEN: [{"condition": "X > 0", "x": "X", "y": "ROW"}, {"condition": "X > 0"}],
    Effect.SUMMED: [{"values": "[X, X]"}],
    Effect.PERMUTED: [{"x": "X"}, {"x": "5"}],
    Effect.REDUCED: [
        {"x": "X"},
        *({"x": "CUBE", "axis": axis} for axis in _AXES),
        {"x": "CUBE", "axis": "1", "keepdims": "True"},
    ],
    Effect.PLACES: [{"x": "X", "axis": "0"}, *({"x": "CUBE", "axis": axis} for axis in _AXES)],
    Effect.MOMENTS: [{"x": "X", "axis": "[0]"}, {"x": "X", "axis": "[1]", "keepdims": "True"}],
    Effect.SCALAR: [{"": "X"}],
    Effect.MASKED: [{"x": "CUBE", "mask": "[True, False]"}],
    Effect.SYMBOLS: [{"x": "CUBE", "lengths": "[2, 2, 2, 2]"}],
    Effect.CONCATENATED: [{"values": "[X, ONE]", "axis": "0"}, {"values": "[X, COLUMN]", "axis": "-1"}],
    Effect.APPENDED: [{"x": "X", "values": "ONE", "axis": "0"}, {"x": "X", "values": "ROW"}],
    Effect.STACKED: [{"values": "[X, X]"}, *({"values": "[X, X]", "axis": axis} for axis in _AXES)],
    Effect.ROWS_STACKED: [{"values": "[X, ONE]"}, {"values": "[ROW, ROW]"}, {"values": "[ROW]"}],
    Effect.COLUMNS_STACKED: [{"values": "[X, COLUMN]"}, {"values": "[ROW, ROW]"}],
    Effect.SPLIT: [
        {"x": "X", "cuts": "2", "sizes": "2"},
        {"x": "X", "cuts": "[1]", "sizes": "[1, 2]", "axis": "1"},
        {"x": "X", "cuts": "3", "sizes": "3", "axis": "-1"},
    ],
    Effect.UNSTACKED: [{"x": "X"}, *({"x": "CUBE", "axis": axis} for axis in _AXES)],
    Effect.REPEATED: [{"x": "ONE", "repeats": "3", "axis": "0"}, {"x": "X", "repeats": "2", "axis": "1"}],
    Effect.TILED: [{"x": "ONE", "repeats": "(5, 1)"}, {"x": "X", "repeats": "(1, 2)"}],
    Effect.PADDED: [{"x": "X", "widths": "[[0, 0], [1, 2]]"}, {"x": "X", "widths": "[[2, 1], [0, 0]]"}],
    Effect.GATHERED: [{"x": "CUBE", "indices": "PLACES", "axis": axis} for axis in _AXES],
    Effect.LOOKED_UP: [{"x": "X", "indices": "PLACES"}, {"x": "X", "indices": "[[1], [2]]"}],
    Effect.TOP: [{"x": "X", "k": "2"}],
    Effect.LOOSE: [{"x": "X", "axis": axis} for axis in _AXES],
    Effect.OTHER_ROWS: [{"x": "X"}],
    Effect.OTHER_COLUMNS: [{"x": "X"}],
    Effect.VECTOR: [{"x": "ROW"}],
    Effect.KEEPS_BATCH: [{"x": "IMAGES"}],
    Effect.RESHAPED: [{"x": "X", "shape": shape} for shape in ("(2, 6)", "(-1, 2)", "(1, -1)")],
    Effect.FLAT: [{"x": "X"}],
    Effect.BATCH_FLAT: [{"x": "CUBE"}],
    Effect.EXPANDED: [{"x": "X", "axis": axis} for axis in ("0", "1", "-1", "2")],
    Effect.AT_LEAST_A_ROW: [{"": "ROW"}, {"": "X"}],
    Effect.SQUEEZED: [{"x": "ONE", "axis": "0"}, {"x": "COLUMN", "axis": "-1"}, {"x": "ONE"}],
    Effect.TRANSPOSED: [{"x": "CUBE", "order": "(1, 0, 2)"}, {"x": "CUBE", "order": "(0, 2, 1)"}, {"x": "CUBE"}],
    Effect.SWAPPED: [{"x": "CUBE", "first": "0", "second": "-1"}, {"x": "CUBE", "first": "1", "second": "2"}],
    Effect.MOVED: [{"x": "CUBE", "source": "0", "destination": "-1"}, {"x": "CUBE", "source": "2", "destination": "1"}],
    Effect.SHAPED: [{"x": "ONE", "shape": "(5, 3)"}],
    Effect.ONE_HOT: [{"x": "PLACES", "depth": "4"}, {"x": "NUMBERS", "depth": "4"}],
    Effect.CATEGORICAL: [{"x": "np.array([0, 2])", "depth": "4"}, {"x": "np.array([[0], [2]])", "depth": "4"}],
    Effect.RESIZED: [
        {"x": "IMAGES", "size": "(4, 5)", "height": "4", "width": "5"},
        {"x": "IMAGES[0]", "size": "(4, 5)", "height": "4", "width": "5"},
    ],
    Effect.PRODUCT: [{"a": "X", "b": "SQUARE"}, {"a": "CUBE", "b": "np.ones((2, 3, 5), dtype='float32')"}],
    Effect.DOT: [{"a": "X", "b": "SQUARE"}, {"a": "CUBE", "b": "SQUARE"}],
    Effect.EINSUM: [{"": "'ij,jk->ik', X, SQUARE"}, {"": "'bij->ib', CUBE"}],
    Effect.CONSTANT: [{"value": "[[1, 2, 3]]"}, {"value": "[1.0, 2.0]"}, {"value": "X"}],
    Effect.VARIABLE: [{"value": "[[1, 2, 3]]"}, {"value": "[1.0, 2.0]"}, {"value": "X"}],
    Effect.CONVERTED: [{"value": "[[1, 2, 3]]"}, {"value": "X"}],
    Effect.FILLED: [{"shape": "(2, 3)"}],
    Effect.ZEROS: [{"shape": "(2, 3)"}],
    Effect.ONES: [{"shape": "(2, 3)"}],
    Effect.DRAWN: [{"shape": "(2, 3)"}, {"shape": "5"}, {}],
    Effect.BY_DIMENSIONS: [{"": "2, 3"}, {"": ""}],
    Effect.IDENTITY: [{"rows": "3"}, {"rows": "2", "columns": "4"}],
    Effect.NUMBERS: [{"start": "5"}, {"start": "1", "stop": "9"}, {"start": "0.0", "stop": "1.0", "step": "0.3"}],
    Effect.SPACED: [{"start": "0.0", "stop": "1.0", "count": "5"}],
    Effect.RANK: [{"x": "X"}],
    Effect.SHAPE: [{"x": "X"}],
}
"""The arguments, by role; "" are such as have none."""

OPERANDS = ("X", "ROW", "COLUMN")
"""For operations on several operands."""

NEEDED = {
    "kth": "1",
    "levels": "0.5",
    "form": "2.0",
    "a": "1.0",
    "b": "1.0",
    "n": "5",
    "p": "0.5",
    "df": "3",
    "scale": "1.0",
    "dfnum": "3",
    "dfden": "3",
    "nonc": "1.0",
    "ngood": "5",
    "nbad": "5",
    "nsample": "3",
    "mean": "1.0",
    "sigma": "1.0",
    "left": "0",
    "mode": "1",
    "right": "2",
    "low": "0",
    "high": "10",
    "mu": "0",
    "kappa": "1",
    "lam": "3.0",
    "scalar": "2.0",
    "sorted_sequence": "tf.sort(X)",
    "coeffs": "[1.0, 2.0]",
    "begin": "(0, 0)",
    "start_indices": "(0, 0)",
    "obj": "0",
    "condition": "[True, False, True]",
    "labels": "X",
    "offset_height": "1",
    "offset_width": "1",
}
"""Arguments that functions cannot do without, by their names."""

_WHOLE_NUMBERS = {"X": "NUMBERS", "ROW": "NUMBERS[0]", "COLUMN": "NUMBERS[:, :1]"}
_TRUTHS = {name: f"tf.cast({name}, 'bool')" for name in ("X", "ROW", "COLUMN", "CUBE")}
_EQUAL = {"ROW": "X", "COLUMN": "X"}
_PICTURES = {"X": "IMAGES"}
_OWN = {
    "np.bitwise_count np.bitwise_invert np.bitwise_not np.invert np.bitwise_and np.bitwise_or np.bitwise_xor "
    "np.bitwise_left_shift np.bitwise_right_shift np.left_shift np.right_shift np.gcd np.lcm np.ldexp "
    "tf.bitwise.invert tf.bitwise.bitwise_and tf.bitwise.bitwise_or tf.bitwise.bitwise_xor tf.bitwise.left_shift "
    "tf.bitwise.right_shift keras.ops.bitwise_invert keras.ops.bitwise_not keras.ops.gcd keras.ops.lcm keras.ops.ldexp "
    "keras.ops.bitwise_and keras.ops.bitwise_or keras.ops.bitwise_xor keras.ops.bitwise_left_shift "
    "keras.ops.bitwise_right_shift keras.ops.left_shift keras.ops.right_shift": _WHOLE_NUMBERS,
    "tf.logical_not tf.math.logical_not tf.logical_and tf.logical_or tf.math.logical_and tf.math.logical_or "
    "tf.math.logical_xor tf.reduce_all tf.reduce_any tf.math.reduce_all tf.math.reduce_any keras.backend.all "
    "keras.backend.any": _TRUTHS,
    "tf.math.betainc tf.nn.sigmoid_cross_entropy_with_logits tf.nn.weighted_cross_entropy_with_logits "
    "tf.nn.log_poisson_loss": _EQUAL,
    "np.linalg.inv np.linalg.cholesky np.linalg.matrix_power tf.matrix_square_root tf.linalg.cholesky tf.linalg.expm "
    "tf.linalg.inv tf.linalg.sqrtm keras.ops.cholesky keras.ops.cholesky_inverse keras.ops.inv": {"X": "SQUARE"},
    "tf.nn.local_response_normalization tf.nn.lrn tf.image.adjust_brightness tf.image.adjust_hue "
    "tf.image.adjust_saturation tf.image.convert_image_dtype tf.image.flip_left_right tf.image.flip_up_down "
    "tf.image.per_image_standardization tf.image.random_brightness tf.image.random_contrast "
    "tf.image.random_flip_left_right tf.image.random_flip_up_down tf.image.random_hue tf.image.random_saturation "
    "tf.image.stateless_random_brightness tf.image.stateless_random_contrast "
    "tf.image.stateless_random_flip_left_right tf.image.stateless_random_flip_up_down tf.image.stateless_random_hue "
    "tf.image.stateless_random_saturation tf.image.adjust_contrast tf.image.draw_bounding_boxes": _PICTURES,
    "tf.image.adjust_jpeg_quality tf.image.random_jpeg_quality tf.image.stateless_random_jpeg_quality": {
        "X": "IMAGES[0]"
    },
    "tf.linalg.logm": {"X": "tf.cast(SQUARE, 'complex64')"},
    "tf.signal.fft tf.signal.fft2d tf.signal.ifft tf.signal.ifft2d tf.signal.irfft": {"X": "tf.cast(X, 'complex64')"},
    "tf.signal.fft3d tf.signal.ifft3d": {"X": "tf.cast(CUBE, 'complex64')"},
    "tf.math.invert_permutation": {"X": "[1, 0, 2]"},
    "tf.strings.lower tf.strings.upper tf.strings.strip tf.strings.regex_replace tf.strings.regex_full_match "
    "tf.strings.to_hash_bucket_fast tf.strings.to_hash_bucket_strong tf.strings.substr tf.strings.length "
    "tf.strings.to_hash_bucket tf.strings.to_number": {"X": "tf.strings.as_string(X)"},
    "tf.image.grayscale_to_rgb": {"X": "IMAGES[..., :1]"},
    "tf.nn.avg_pool1d tf.nn.conv1d tf.nn.conv1d_transpose tf.nn.max_pool1d keras.backend.conv1d "
    "keras.backend.temporal_padding": {"IMAGES": "CUBE"},
    "tf.nn.avg_pool3d tf.nn.conv3d tf.nn.conv3d_transpose tf.nn.max_pool3d keras.backend.conv3d keras.backend.pool3d "
    "keras.backend.resize_volumes keras.backend.spatial_3d_padding": {"IMAGES": "IMAGES[:, None]"},
    "np.geomspace keras.ops.geomspace": {"0.0": "0.5"},
    "np.hamming np.hanning np.bartlett np.blackman np.kaiser keras.ops.hamming keras.ops.hanning keras.ops.bartlett "
    "keras.ops.blackman keras.ops.kaiser tf.signal.hamming_window tf.signal.hann_window tf.signal.kaiser_window "
    "tf.signal.vorbis_window tf.signal.kaiser_bessel_derived_window": {"(2, 3)": "6"},
    "keras.ops.array_split": {"[1]": "3"},
    "np.vsplit": {"3": "2"},
    "np.polyval": {"0.5": "[1.0, 2.0]"},
    "np.searchsorted": {"1.0": "ROW"},
    "keras.ops.searchsorted": {"tf.sort(X)": "ROW", "X": "ROW"},
    "np.random.zipf np.random.generator.zipf": {"1.0": "2.0"},
    "tf.image.pad_to_bounding_box": {"4": "12", "5": "12"},
    "tf.nn.softmax_cross_entropy_with_logits tf1.nn.softmax_cross_entropy_with_logits_v2": {"X": "CUBE"},
    "tf.image.non_max_suppression": {"ROW": "tf.ones((3, 4)), ROW, 2"},
    "tf1.nn.xw_plus_b tf1.nn.relu_layer": {"CUBE": "X", "np.ones((2, 3, 5), dtype='float32')": "SQUARE"},
    "tf1.losses.sparse_softmax_cross_entropy": {"X": "np.zeros(4, dtype='int32'), X"},
    "tf.ensure_shape": {"(5, 3)": "(1, 3)"},
    "tf.slice keras.ops.slice": {"(5, 3)": "(1, 2)"},
    "tf.image.random_crop tf1.random_crop tf.image.stateless_random_crop": {"ONE": "X", "(5, 3)": "(2, 3)"},
    "tf1.image.resize_area tf1.image.resize_bicubic tf1.image.resize_bilinear tf1.image.resize_nearest_neighbor": {
        "IMAGES[0]": "IMAGES"
    },
}
"""What functions take in place of the usual operands."""

_MORE = {
    "tf1.losses.absolute_difference tf1.losses.hinge_loss tf1.losses.huber_loss tf1.losses.log_loss "
    "tf1.losses.sigmoid_cross_entropy tf1.losses.softmax_cross_entropy": "X",
    "tf1.losses.cosine_distance": "X, axis=1",
    "np.astype": "float",
    "np.interp": "[0.0, 1.0], [0.0, 1.0]",
    "np.piecewise": "[X > 0], [1]",
    "np.digitize keras.ops.digitize": "bins=[0.0, 1.0]",
    "np.full_like np.full keras.ops.full_like keras.ops.full": "fill_value=1",
    "np.roll tf.roll": "shift=1, axis=0",
    "keras.ops.roll": "shift=1",
    "np.linalg.matrix_power": "2",
    "np.isin": "[1]",
    "keras.ops.isin": "[1.0]",
    "np.insert": "values=1.0",
    "np.extract": "ROW",
    "np.union1d np.intersect1d np.setdiff1d np.setxor1d": "ROW",
    "np.kaiser keras.ops.kaiser": "beta=1.0",
    "np.clip": "0, 1",
    "keras.ops.clip keras.backend.clip": "0.0, 1.0",
    "tf.cast tf.dtypes.cast tf.saturate_cast tf.dtypes.saturate_cast tf.image.convert_image_dtype keras.ops.cast "
    "keras.ops.saturate_cast keras.backend.cast": "dtype='float64'",
    "tf.nn.batch_normalization": "mean=0.0, variance=1.0, offset=None, scale=None, variance_epsilon=0.1",
    "keras.ops.batch_normalization": "mean=ROW, variance=ROW, axis=-1",
    "keras.backend.batch_normalization": "ROW, ROW, ROW, ROW",
    "tf.nn.dropout": "rate=0.5",
    "keras.random.dropout": "rate=0.5",
    "keras.backend.dropout": "level=0.5",
    "tf.reverse tf1.reverse_v2": "axis=[0]",
    "keras.backend.reverse": "axes=0",
    "tf.tensor_scatter_nd_add tf.tensor_scatter_nd_max tf.tensor_scatter_nd_min tf.tensor_scatter_nd_sub "
    "tf.tensor_scatter_nd_update": "indices=[[0]], updates=ONE",
    "tf.debugging.check_numerics": "message='no number'",
    "tf1.verify_tensor_all_finite": "msg='no number'",
    "tf.clip_by_norm": "clip_norm=1.0",
    "tf.clip_by_value": "clip_value_min=0.0, clip_value_max=1.0",
    "tf.reverse_sequence": "seq_lengths=[1, 1, 1, 1], seq_axis=1",
    "tf.linalg.band_part": "num_lower=1, num_upper=1",
    "tf.linalg.set_diag": "diagonal=ROW",
    "tf.quantization.quantize_and_dequantize tf.quantization.quantize_and_dequantize_v2": (
        "input_min=0.0, input_max=1.0"
    ),
    "tf.strings.regex_replace": "pattern='1', rewrite='2'",
    "tf.strings.regex_full_match": "pattern='1'",
    "tf.strings.to_hash_bucket_fast tf.strings.to_hash_bucket": "num_buckets=5",
    "tf.strings.to_hash_bucket_strong": "num_buckets=5, key=[1, 2]",
    "tf.strings.substr": "pos=0, len=1",
    "tf.nn.bias_add keras.backend.bias_add": "bias=ROW",
    "tf.image.adjust_brightness tf.image.adjust_hue": "delta=0.1",
    "tf.image.adjust_jpeg_quality": "jpeg_quality=50",
    "tf.image.adjust_saturation": "saturation_factor=2.0",
    "tf.image.adjust_contrast": "contrast_factor=2.0",
    "tf.image.random_brightness tf.image.random_hue": "max_delta=0.1",
    "tf.image.random_contrast tf.image.random_saturation": "lower=0.1, upper=0.2",
    "tf.image.random_jpeg_quality": "min_jpeg_quality=10, max_jpeg_quality=20",
    "tf.image.stateless_random_brightness tf.image.stateless_random_hue": "max_delta=0.1, seed=(1, 2)",
    "tf.image.stateless_random_contrast tf.image.stateless_random_saturation": "lower=0.1, upper=0.2, seed=(1, 2)",
    "tf.image.stateless_random_jpeg_quality": "min_jpeg_quality=10, max_jpeg_quality=20, seed=(1, 2)",
    "tf.image.stateless_random_flip_left_right tf.image.stateless_random_flip_up_down "
    "tf.image.stateless_random_crop": "seed=(1, 2)",
    "tf.image.draw_bounding_boxes": "boxes=tf.zeros((2, 1, 4)), colors=None",
    "tf.quantization.fake_quant_with_min_max_vars": "min=0.0, max=1.0",
    "tf.quantization.fake_quant_with_min_max_vars_per_channel": "min=tf.zeros(3), max=tf.ones(3)",
    "tf1.Print": "data=[X]",
    "tf.nn.weighted_cross_entropy_with_logits": "pos_weight=1.0",
    "tf.math.segment_max tf.math.segment_mean tf.math.segment_min tf.math.segment_prod tf.math.segment_sum "
    "keras.ops.segment_max keras.ops.segment_min keras.ops.segment_prod keras.ops.segment_sum": (
        "segment_ids=tf.constant([0, 0, 1, 1])"
    ),
    "tf.math.unsorted_segment_max tf.math.unsorted_segment_mean tf.math.unsorted_segment_min "
    "tf.math.unsorted_segment_prod tf.math.unsorted_segment_sqrt_n tf.math.unsorted_segment_sum": (
        "segment_ids=[0, 0, 1, 1], num_segments=2"
    ),
    "tf.nn.atrous_conv2d": "filters=tf.ones((2, 2, 3, 4)), rate=1, padding='SAME'",
    "tf.nn.atrous_conv2d_transpose": (
        "filters=tf.ones((2, 2, 4, 3)), output_shape=(2, 8, 8, 4), rate=1, padding='SAME'"
    ),
    "tf.nn.avg_pool tf.nn.avg_pool2d tf.nn.max_pool tf.nn.max_pool2d tf.nn.avg_pool1d tf.nn.max_pool1d "
    "tf.nn.avg_pool3d tf1.nn.avg_pool_v2 tf1.nn.max_pool_v2": "ksize=2, strides=2, padding='VALID'",
    "tf.nn.max_pool3d": "ksize=[1, 1, 2, 2, 1], strides=[1, 1, 2, 2, 1], padding='VALID'",
    "tf.nn.conv1d": "filters=tf.ones((2, 3, 4)), stride=1, padding='SAME'",
    "tf.nn.conv1d_transpose": "filters=tf.ones((2, 5, 3)), output_shape=(2, 8, 5), strides=2",
    "tf.nn.conv2d tf.nn.convolution": "filters=tf.ones((2, 2, 3, 4)), strides=1, padding='SAME'",
    "tf.conv": "filter=tf.ones((2, 2, 3, 4)), strides=[1, 1, 1, 1], padding='SAME'",
    "tf.nn.conv3d": "filters=tf.ones((1, 2, 2, 3, 4)), strides=[1, 1, 1, 1, 1], padding='SAME'",
    "tf.nn.conv2d_transpose tf.nn.conv_transpose": (
        "filters=tf.ones((2, 2, 4, 3)), output_shape=(2, 16, 16, 4), strides=2"
    ),
    "tf.nn.conv3d_transpose": "filters=tf.ones((1, 2, 2, 4, 3)), output_shape=(2, 1, 8, 8, 4), strides=1",
    "tf.nn.space_to_depth keras.ops.space_to_depth": "block_size=2",
    "np.vdot keras.ops.vdot keras.ops.allclose": "X",
    "keras.ops.argpartition": "kth=1",
    "tf.nn.depthwise_conv2d": "filter=tf.ones((2, 2, 3, 2)), strides=[1, 1, 1, 1], padding='SAME'",
    "tf1.nn.depthwise_conv2d_native": "filter=tf.ones((2, 2, 3, 2)), strides=[1, 1, 1, 1], padding='SAME'",
    "tf.nn.dilation2d": (
        "filters=tf.ones((2, 2, 3)), strides=[1, 1, 1, 1], padding='SAME', data_format='NHWC', dilations=[1, 1, 1, 1]"
    ),
    "tf.nn.erosion2d": (
        "filters=tf.ones((2, 2, 3)), strides=[1, 1, 1, 1], padding='SAME', data_format='NHWC', dilations=[1, 1, 1, 1]"
    ),
    "tf.nn.pool": "window_shape=(2, 2), pooling_type='MAX'",
    "tf.nn.separable_conv2d": (
        "depthwise_filter=tf.ones((2, 2, 3, 2)), pointwise_filter=tf.ones((1, 1, 6, 4)), strides=[1, 1, 1, 1], "
        "padding='SAME'"
    ),
    "tf.image.extract_patches": ("sizes=[1, 2, 2, 1], strides=[1, 2, 2, 1], rates=[1, 1, 1, 1], padding='VALID'"),
    "tf1.image.extract_image_patches tf1.extract_image_patches": (
        "ksizes=[1, 2, 2, 1], strides=[1, 2, 2, 1], rates=[1, 1, 1, 1], padding='VALID'"
    ),
    "tf.random.categorical tf1.multinomial": "2",
    "tf.nn.ctc_greedy_decoder": "[2, 2, 2, 2]",
    "tf1.nn.xw_plus_b tf1.nn.relu_layer": "ROW",
    "tf.scatter_nd": "indices=[[0]]",
    "tf.image.central_crop": "central_fraction=0.5",
    "tf.fill": "value=1.0",
    "tf.random.stateless_normal tf.random.stateless_truncated_normal tf.random.stateless_uniform": "seed=(1, 2)",
    "tf.random.stateless_binomial": "seed=(1, 2), counts=5.0, probs=0.5",
    "keras.random.beta": "alpha=1.0, beta=1.0",
    "keras.random.binomial": "counts=5.0, probabilities=0.5",
    "keras.random.gamma": "alpha=1.0",
    "keras.random.randint": "minval=0, maxval=5",
    "keras.ops.conv": "kernel=tf.ones((2, 2, 3, 4))",
    "keras.ops.conv_transpose": "kernel=tf.ones((2, 2, 4, 3)), strides=2",
    "keras.ops.depthwise_conv": "kernel=tf.ones((2, 2, 3, 2))",
    "keras.ops.separable_conv": "depthwise_kernel=tf.ones((2, 2, 3, 2)), pointwise_kernel=tf.ones((1, 1, 6, 4))",
    "keras.ops.max_pool keras.ops.average_pool": "pool_size=2",
    "keras.ops.adaptive_average_pool keras.ops.adaptive_max_pool": "output_size=2",
    "keras.backend.conv1d": "kernel=tf.ones((2, 3, 4))",
    "keras.backend.conv2d": "kernel=tf.ones((2, 2, 3, 4))",
    "keras.backend.conv2d_transpose": "kernel=tf.ones((2, 2, 4, 3)), output_shape=(2, 9, 9, 4)",
    "keras.backend.conv3d": "kernel=tf.ones((1, 2, 2, 3, 4))",
    "keras.backend.depthwise_conv2d": "depthwise_kernel=tf.ones((2, 2, 3, 2))",
    "keras.backend.separable_conv2d": (
        "depthwise_kernel=tf.ones((2, 2, 3, 2)), pointwise_kernel=tf.ones((1, 1, 6, 4))"
    ),
    "keras.backend.pool2d": "pool_size=(2, 2)",
    "keras.backend.pool3d": "pool_size=(1, 2, 2)",
    "keras.backend.resize_images": "height_factor=2, width_factor=2, data_format='channels_last'",
    "keras.backend.resize_volumes": ("depth_factor=2, height_factor=2, width_factor=2, data_format='channels_last'"),
    "keras.backend.pow": "2",
    "keras.backend.random_normal_variable": "mean=0.0, scale=1.0",
    "keras.backend.random_uniform_variable": "low=0.0, high=1.0",
    "keras.ops.slice_update": "(0, 0), ONE",
    "keras.ops.scatter_update": "[[0]], ONE",
    "keras.ops.full_like": "fill_value=1.0",
    "keras.activations.threshold keras.ops.threshold": "0.0, 0.0",
}
"""Arguments that functions need besides, in front of those given by name."""


class Sample(NamedTuple):
    """A call of a function.

    Args:
        name: the function, by its canonical name.
        effect: what its row says.
        text: the call, as a program writes it.
    """

    name: str
    effect: str
    text: str


def _by_name(table: dict[str, Any]) -> dict[str, Any]:
    return {name: entry for names, entry in table.items() for name in names.split()}


OWN = _by_name(_OWN)
MORE = _by_name(_MORE)

NOT_RUN = {
    "np.isnat": "takes dates",
    "torch.rand": "is in no environment of the tests: lab/backends runs such programs",
    "torch.randn": "is in no environment of the tests",
    "keras.backend.random_binomial": "is only in Keras 2",
    "keras.backend.shape": "is a tensor, of which the interpreter keeps the entries",
    "tf.nn.depth_to_space": "takes images with more channels",
    "keras.ops.depth_to_space": "takes images with more channels",
    "tf1.sparse_tensor_to_dense": "takes a sparse tensor",
    "tf.parallel_stack": "works in graphs only",
    "tf.check_pinned": "needs memory of an accelerator",
    "tf.quantization.dequantize": "takes quantised numbers",
    "tf.random.stateless_parameterized_truncated_normal": "takes five tensors that decide its shape",
    "tf.random.Generator.normal": "a method: an object is needed",
    "tf.random.Generator.uniform": "a method: an object is needed",
    "tf.random.Generator.truncated_normal": "a method: an object is needed",
    "keras.backend.update": "takes a variable",
    "keras.backend.update_add": "takes a variable",
    "keras.backend.update_sub": "takes a variable",
    "keras.backend.moving_average_update": "takes a variable",
    "keras.backend.eval": "takes a variable",
    "keras.backend.get_value": "takes a variable",
}
"""Functions that no sample is run of."""

REFUSED = {"K.squeeze(ONE)", "K.permute_dimensions(CUBE)", "tf1.arg_max(X)", "tf1.arg_min(X)"}
"""Calls without an argument that others of the same effect can do without."""

OPEN = {"tf.image.central_crop", "tf.image.rot90", "tf.image.transpose", "tf1.image.transpose_image"}
"""Functions after which nobody knows height and width of an image."""

_WRITTEN = {"np.random.generator": "GENERATOR", "keras.backend": "K"}
"""How the samples name a home."""


def samples(row: Function) -> list[Sample]:
    """Return the calls that show what a row says."""
    found = []
    for home in row.homes.split():
        for name in row.names.split():
            full = f"{home}.{name}"
            calls = dict.fromkeys(_call(row, full, given) for given in _given(row))
            found += [Sample(full, row.effect, f"{_WRITTEN.get(home, home)}.{name}({call})") for call in calls]
    return [sample for sample in found if sample.text not in REFUSED]


def _given(row: Function) -> list[dict[str, str]]:
    if row.effect != Effect.ELEMENTWISE:
        return CALLS[row.effect]
    names = list(roles(row.parameters))
    return [dict(zip(names, operands, strict=False)) for operands in (OPERANDS, OPERANDS[::-1])]


def _call(row: Function, name: str, given: dict[str, str]) -> str:
    """Return the arguments of a call: those in front by position, the others by name."""
    own = OWN.get(name, {})
    if "" in given:
        return ", ".join(filter(None, [own.get(given[""], given[""]), MORE.get(name, "")]))
    by_position: list[str] = []
    by_name = []
    for role, place in roles(row.parameters).items():
        text = given.get(role, NEEDED.get(role))
        if text is not None and place.position == len(by_position):
            by_position.append(own.get(text, text))
        elif text is not None:
            by_name.append(f"{place.name}={own.get(text, text)}")
    return ", ".join(filter(None, [*by_position, MORE.get(name, ""), *by_name]))

"""Tensors of TensorFlow: which functions and indices give which shapes, and which stay KerasTensors."""
import sys

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import backend as K
from tensorflow.keras import layers

UNTOLD = len(sys.argv)
X = tf.zeros((8, 3))
IMAGES = tf.ones((4, 32, 32, 3))
INPUT = keras.Input((32, 32, 3))
VECTOR = keras.Input((3,))
FIXED = keras.Input((3,), batch_size=4)
W = tf.Variable(tf.zeros((3, 5)))

# made
constant = tf.constant([[1.0, 2.0]])  # is: tensor(1, 2)
constant_of_shape = tf.constant(0.0, shape=(2, 3))  # is: tensor(2, 3)
constant_by_name = tf.constant(value=[1.0, 2.0])  # is: tensor(2,)
constant_of_array = tf.constant(np.zeros((8, 3)))  # is: tensor(8, 3)
constant_of_unknown = tf.constant([float(UNTOLD), 2.0])  # is: tensor(...)
constant_of_row_of_unknown = tf.constant([[float(UNTOLD)]])  # is: tensor(...)
variable = tf.Variable([[1.0]])  # is: tensor(1, 1)
variable_of_tensor = tf.Variable(X)  # is: tensor(8, 3)
variable_by_name = tf.Variable(initial_value=[[1.0]])  # is: tensor(1, 1)
MAYBE = None if UNTOLD > 99 else X
converted = tf.convert_to_tensor([[1, 2], [3, 4]])  # is: tensor(2, 2)
converted_tensor = tf.convert_to_tensor(X)  # is: tensor(8, 3)
converted_unknown = tf.convert_to_tensor(sys.argv)  # is: tensor(...)
normal = tf.random.normal((8, 3))  # is: tensor(8, 3)
normal_by_name = tf.random.normal(shape=[8, 3])  # is: tensor(8, 3)
uniform = tf.random.uniform([4])  # is: tensor(4,)
stateless = tf.random.stateless_normal((2, 2), seed=(1, 2))  # is: tensor(2, 2)
filled = tf.fill((2, 3), 1.0)  # is: tensor(2, 3)
zeros_of_unknown = tf.zeros((UNTOLD, 3))  # is: tensor(?, 3)
zeros_like = tf.zeros_like(X)  # is: tensor(8, 3)
given_input = keras.Input(tensor=VECTOR)  # is: symbolic(?, 3)
input_of_batch = keras.Input(batch_shape=(4, 3))  # is: symbolic(4, 3)
fixed_input = FIXED  # is: symbolic(4, 3)

# derived
cast = tf.cast(X, tf.float16)  # is: tensor(8, 3)
relu = tf.nn.relu(X)  # is: tensor(8, 3)
relu_by_name = tf.nn.relu(features=X)  # is: tensor(8, 3)
reshaped = tf.reshape(X, (4, -1))  # is: tensor(4, 6)
reshaped_symbolic = tf.reshape(INPUT, (-1, 96)) if tf.__version__ < "2.16" else layers.Reshape((-1, 96))(INPUT)  # is: symbolic(?, 32, 96)
expanded = tf.expand_dims(X, 0)  # is: tensor(1, 8, 3)
expanded_by_name = tf.expand_dims(X, axis=-1)  # is: tensor(8, 3, 1)
squeezed = tf.squeeze(tf.zeros((1, 3, 1)), [0, 2])  # is: tensor(3,)
squeezed_one = tf.squeeze(tf.zeros((8, 1)), axis=-1)  # is: tensor(8,)
transposed = tf.transpose(IMAGES, [0, 3, 1, 2])  # is: tensor(4, 3, 32, 32)
transposed_by_name = tf.transpose(IMAGES, perm=(0, 3, 1, 2))  # is: tensor(4, 3, 32, 32)
transposed_all = tf.transpose(X)  # is: tensor(3, 8)
transposed_unknown = tf.transpose(IMAGES, tf.range(4))  # is: tensor(...)
permuted = K.permute_dimensions(IMAGES, (0, 3, 1, 2)) if hasattr(K, "permute_dimensions") else tf.transpose(IMAGES, (0, 3, 1, 2))  # is: tensor(4, 3, 32, 32)
concatenated = tf.concat([X, X], 0)  # is: tensor(16, 3)
concatenated_wide = tf.concat([X, X], axis=-1)  # is: tensor(8, 6)
concatenated_unknown = tf.concat([X, X], axis=UNTOLD % 2)  # is: tensor(?, ?)
stacked = tf.stack([X, X])  # is: tensor(2, 8, 3)
stacked_wide = tf.stack([X, X], axis=1)  # is: tensor(8, 2, 3)
product = tf.matmul(X, W)  # is: tensor(8, 5)
product_of_transposed = tf.matmul(X, tf.zeros((5, 3)), transpose_b=True)  # is: tensor(?, ?)
product_by_operator = X @ W  # is: tensor(8, 5)
product_in_batches = tf.matmul(tf.zeros((2, 8, 3)), tf.zeros((2, 3, 5)))  # is: tensor(2, 8, 5)
resized = tf.image.resize(IMAGES, (64, 16))  # is: tensor(4, 64, 16, 3)
resized_one = tf.image.resize(IMAGES[0], [8, 8])  # is: tensor(8, 8, 3)
resized_unknown = tf.image.resize(IMAGES, tf.shape(IMAGES)[1:3])  # is: tensor(4, ?, ?, 3)
cropped = tf.image.random_crop(IMAGES, (4, 8, 8, 3))  # is: tensor(4, 8, 8, 3)
flipped = tf.image.flip_left_right(IMAGES)  # is: tensor(4, 32, 32, 3)
mean = tf.reduce_mean(X)  # is: tensor()
mean_of_columns = tf.reduce_mean(X, axis=0)  # is: tensor(3,)
mean_kept = tf.reduce_mean(IMAGES, [1, 2], keepdims=True)  # is: tensor(4, 1, 1, 3)
mean_by_position = tf.reduce_mean(IMAGES, [1, 2], True)  # is: tensor(4, 1, 1, 3)
expanded_maybe = tf.expand_dims(MAYBE, 0)  # is: tensor(1, 8, 3)
stacked_maybe = tf.stack([MAYBE, X])  # is: tensor(2, 8, 3)
added_maybe = tf.add(MAYBE, 1.0)  # is: tensor(8, 3)
added_to_unknown = tf.add(float(UNTOLD), 1.0)  # is: ?(...)
product_of_unknown = tf.matmul([[float(UNTOLD)]], [[2.0]])  # is: ?(...)
product_of_anything = tf.matmul(locals()["X"], W)  # is: ?(...)
product_by_name = tf.matmul(a=X, b=W)  # is: tensor(8, 5)
concatenated_with_anything = tf.concat([locals()["X"], X], 0)  # is: ?(?, 3)
stacked_with_anything = tf.stack([locals()["X"], X])  # is: ?(2, 8, 3)
anything_with_tensor = tf.linalg.matvec(locals()["X"], tf.ones((3,)))  # is: ?(...)
mean_of_pair = tf.reduce_mean((VECTOR, VECTOR), 0) if UNTOLD > 99 else VECTOR  # is: symbolic(...)
recomputed = tf.recompute_grad(lambda x: x)(X)  # is: tensor(8, 3)
doubled = tf.function(lambda x: x * 2.0)
of_compiled = doubled(X)  # is: tensor(8, 3)
of_python_function = doubled.python_function(X)  # is: tensor(8, 3)
traces = doubled.experimental_get_tracing_count()  # is: ?
of_compiled_with_options = tf.function(reduce_retracing=True)(lambda x: x * 2.0)(X)  # is: tensor(8, 3)
rows_and_unknown = tf.map_fn(lambda pair: pair[0], (X, locals()["X"]), fn_output_signature=tf.float32)  # is: tensor(8, 3)
summed_of_unknown = tf.reduce_sum(X, axis=UNTOLD % 2)  # is: tensor(...)
one_hot = tf.one_hot([0, 1, 2], 4)  # is: tensor(3, 4)
one_hot_of_tensor = tf.one_hot(tf.constant([1, 2]), depth=10)  # is: tensor(2, 10)
categorical = keras.utils.to_categorical(np.array([0, 1, 2]), 4)  # is: tensor(3, 4)
added = tf.add(X, 1.0)  # is: tensor(8, 3)
added_broadcast = tf.add(X, tf.ones((3,)))  # is: tensor(8, 3)
added_literal = X + [1.0, 2.0, 3.0]  # is: tensor(8, 3)
added_many = tf.add_n([X, X])  # is: tensor(8, 3)
scaled = X * 0.5  # is: tensor(8, 3)
scaled_by_unknown = X * float(UNTOLD)  # is: ?(...)
negative = -X  # is: tensor(8, 3)
compared = X > 0  # is: tensor(8, 3)
stopped = tf.stop_gradient(X)  # is: tensor(8, 3)
identity = tf.identity(X)  # is: tensor(8, 3)
other_function = tf.linalg.normalize(X)[0]  # is: tensor(...)
of_nothing = tf.nn.relu(float(UNTOLD))  # is: ?(...)

# of KerasTensors
symbolic_sum = VECTOR + 1.0  # is: symbolic(?, 3)
symbolic_of_two = VECTOR + VECTOR  # is: symbolic(?, 3)
symbolic_row = INPUT[:, 0]  # is: symbolic(?, 32, 3)
symbolic_row_of_images = INPUT[:, :16, ::2]  # is: symbolic(?, 16, 16, 3)
activated = layers.Activation("relu")(INPUT)  # is: symbolic(?, 32, 32, 3)
symbolic_shape = VECTOR.shape  # is: (?, 3)
symbolic_rank = len(INPUT.shape)  # is: 4
symbolic_channels = INPUT.shape[-1]  # is: 3
int_shape = K.int_shape(INPUT) if hasattr(K, "int_shape") else INPUT.shape  # is: (?, 32, 32, 3)
int_shape_of_unknown = K.int_shape(layers.Lambda(lambda t: t * 2.0)(VECTOR)) if hasattr(K, "int_shape") else VECTOR.shape  # is: ?
cleared = K.clear_session()  # is: ?
data_format_unset = K.image_data_format()  # is: ?
K.set_image_data_format("channels_first")
data_format = K.image_data_format()  # is: 'channels_first'
channels_first = layers.Conv2D(4, 3)(keras.Input((3, 32, 32)))  # is: symbolic(?, 4, 30, 30)
K.set_image_data_format(keras.__dict__.get("no such name", "channels_last"))
data_format_unknown = K.image_data_format()  # is: ?
format_unknown = layers.Conv2D(4, 3)(INPUT)  # is: symbolic(...)
if UNTOLD > 99:
    K.set_image_data_format("channels_first")
else:
    K.set_image_data_format("channels_last")
data_format_of_either = K.image_data_format()  # is: ?

# methods and attributes
shape = X.shape  # is: (8, 3)
shape_list = X.shape[1]  # is: 3
get_shape = X.get_shape()  # is: (8, 3)
as_numpy = X.numpy()  # is: tensor(8, 3)
assigned = W.assign(tf.ones((3, 5)))  # is: tensor(3, 5)
assigned_add = W.assign_add(tf.ones((3, 5)))  # is: tensor(3, 5)
read = W.read_value()  # is: tensor(3, 5)
dtype = X.dtype.name  # is: ?
of_numpy = np.asarray(X)  # is: tensor(8, 3)
rows = X[:2]  # is: tensor(2, 3)
row = X[0]  # is: tensor(3,)
new_axis = X[tf.newaxis]  # is: tensor(1, 8, 3)
new_axis_last = X[..., tf.newaxis]  # is: tensor(8, 3, 1)
last_row = X[-1:]  # is: tensor(1, 3)
unpacked, _ = tf.split(X, 2)
first_half = unpacked  # is: tensor(4, 3)
switched = tf.cond(tf.reduce_sum(X) > 0, lambda: X, lambda: -X)  # is: tensor(8, 3)
switched_shape = tf.cond(tf.reduce_sum(X) > 0, lambda: X, lambda: tf.zeros((2, 3)))  # is: tensor(?, 3)
each = tf.map_fn(lambda r: r * 2.0, X)  # is: tensor(8, 3)
by_python = tf.py_function(lambda a: a, [X], tf.float32)  # is: tensor(...)
scanned = tf.scan(lambda total, r: total + r, X)  # is: tensor(...)
counted = [i for i in tf.range(2)]  # is: [tensor(), ..., tensor()]
decoded = tf.io.decode_png(tf.io.encode_png(tf.cast(IMAGES[0], tf.uint8)))  # is: tensor(?, ?, ?)
total = tf.foldl(lambda total, r: total + r, X)  # is: tensor(...)
counted_to = tf.while_loop(lambda i: i < 3, lambda i: (i + 1,), (tf.constant(0),))[0]  # is: tensor(...)
added_unknown = tf.add_n(list(tf.unstack(X)))  # is: tensor(3,)
row_by_row = tf.map_fn(lambda r: r[0] + r[1], (X, X), fn_output_signature=tf.float32)  # is: tensor(8, 3)
each_by_method = tf.map_fn(tf.nn.relu, X)  # is: tensor(...)

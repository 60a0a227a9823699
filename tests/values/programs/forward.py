"""What comes out of layers and models that are called, and shapes that an input or a first layer declares."""
import pickle
import sys

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

UNTOLD = len(sys.argv)
SOMETIMES = UNTOLD > 99
X = tf.zeros((8, 3))
IN = keras.Input((3,))
NAMES = dict(zip(*zip(*vars().items())))
ANY = keras.Input(shape=pickle.loads(pickle.dumps((3,))))
SERIES = keras.Input((5, 3))
FIXED = keras.Input((3,), batch_size=8)


def told_by_nobody(value):
    return pickle.loads(pickle.dumps(value))


class Plain(layers.Layer):
    pass


class Scaled(layers.Dense):
    def call(self, x):
        return super().call(x) * 2.0


class Doubled(layers.BatchNormalization):
    def call(self, x, training=None):
        return super().call(x) * 2.0


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(4)

    def call(self, images, training=None):
        return self.dense(images)


class Stack(keras.Sequential):
    def call(self, inputs, training=None, mask=None):
        return super().call(inputs, training=False)


class Named(layers.Layer):
    def call(self, inputs, scale=1.0):
        return inputs[:, :2]


# calls
reshaped = told_by_nobody(np.zeros((4, 3))).reshape((2, 6))  # is: ?(2, 6)
reshaped_by_two = told_by_nobody(np.zeros((4, 3))).reshape(2, -1)  # is: ?(2, ?)
by_plain_layer = Plain()(X) if SOMETIMES else X  # is: tensor(...)
by_scaled = Scaled(2)(X)  # is: tensor(...)
by_doubled = Doubled()(X)  # is: tensor(8, 3)
by_stack = Stack([layers.Dense(2)])(X)  # is: tensor(8, 2)
by_named_inputs = Named()(inputs=X, scale=2.0)  # is: tensor(8, 2)
by_other_name = Net()(images=X)  # is: tensor(8, 4)
by_wrapper = layers.TimeDistributed(layers.Dense(2))(tf.zeros((2, 5, 3)))  # is: tensor(2, 5, 2)
by_call = layers.Dense(4).call if SOMETIMES else 1  # is: ?

# graphs
GRAPH_OF_SUM = keras.Model(IN, layers.Dense(3)(IN) + layers.Dense(3)(IN))
of_sum = GRAPH_OF_SUM(X)  # is: tensor(...)
of_sum_and_layer = keras.Model(IN, layers.Dense(2)(layers.Dense(3)(IN) + IN))(X)  # is: tensor(8, 2)
of_any_input = keras.Model(ANY, layers.BatchNormalization()(ANY))(X)  # is: tensor(8, 3)
of_any_through_dense = keras.Model(ANY, layers.Dense(2)(layers.ReLU()(ANY)))(X)  # is: tensor(8, 2)
of_row = keras.Model(SERIES, layers.ReLU()(layers.Dense(4)(SERIES)[:, 0]))(tf.zeros((8, 5, 3)))  # is: tensor(8, 4)
of_fixed = keras.Model(FIXED, layers.Dense(2)(FIXED))(told_by_nobody(np.zeros((8, 3), "float32")))  # is: ?(8, 2)
with_open_arguments = keras.Model(**{told_by_nobody(name): IN for name in ["inputs", "outputs"]})  # is: ?
of_unknown_output = keras.Model(IN, NAMES["IN"]).layers  # is: [...]
open_stack = keras.Sequential([layers.Dense(3), *told_by_nobody([])]).layers  # is: [Dense, ...]
unknown_stack = keras.Sequential(told_by_nobody([])).layers  # is: [...]
stack_of_any = keras.Sequential([ANY, layers.Dense(3)])(X)  # is: tensor(8, 3)
stack_without_bn = keras.applications.VGG16(weights=None, include_top=False, input_shape=(32, 32, 3)).output  # is: symbolic(?, ?, ?, ?)

# declared inputs
UNKNOWN_ROWS = told_by_nobody(np.zeros((8, 12), "float32"))
UNKNOWN_SERIES = told_by_nobody(np.zeros((8, 4, 3), "float32"))
declared = keras.Sequential([layers.Flatten(input_shape=(4, 3))])(UNKNOWN_SERIES)  # is: ?(?, 12)
declared_dim = keras.Sequential([layers.Dense(2, input_dim=12)])(UNKNOWN_ROWS)  # is: ?(?, 2)
declared_by_layer = keras.Sequential([layers.InputLayer((4, 3)), layers.Flatten()])(UNKNOWN_SERIES)  # is: ?(?, 12)
declared_with_batch = keras.Sequential([layers.InputLayer((4, 3), batch_size=8), layers.Flatten()])(UNKNOWN_SERIES)  # is: ?(8, 12)
declared_whole = keras.Sequential([layers.InputLayer(batch_input_shape=(8, 4, 3)), layers.Flatten()])(UNKNOWN_SERIES)  # is: ?(8, 12)

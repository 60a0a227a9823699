"""Functions of TensorFlow raise on the KerasTensors of Keras 3: what they make goes into no Functional graph there."""
import tensorflow as tf
from tensorflow.keras import layers


def padded(x, kernel, bias, norm=True):
    with tf.name_scope("padded"):
        x = tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]], mode="REFLECT")
        x = tf.nn.conv2d(x, kernel, strides=1, padding="VALID")
        out = tf.nn.bias_add(x, bias)
        if norm:
            out = layers.BatchNormalization()(out, training=True)  # expect[2]: BNL106
        return tf.nn.relu(out)


def padded_before_a_layer(x):
    x = tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]])
    x = layers.Conv2D(8, 3)(x)
    return layers.BatchNormalization()(layers.ReLU()(x), training=True)  # expect[2]: BNL106


def padded_by_a_layer(x):
    x = layers.ZeroPadding2D()(x)
    x = layers.Conv2D(8, 3)(x)
    return layers.BatchNormalization()(layers.ReLU()(x), training=True)  # expect: BNL106


def with_a_constant_added(x):
    share = tf.constant(0.5)
    x = layers.Conv2D(8, 3)(x) * share
    return layers.BatchNormalization()(x, training=True)  # expect: BNL106


def padded_for_one_side_alone(x, same):
    with tf.name_scope("padded"):
        if same:
            x = tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]])
        x = layers.Conv2D(8, 3)(x)
        return layers.BatchNormalization()(x, training=True)  # expect: BNL106


def padded_elsewhere(x):
    y = tf.pad(tf.ones((1, 8, 8, 3)), [[0, 0], [1, 1], [1, 1], [0, 0]])
    print(y.shape)
    y = layers.ReLU()(x)
    return layers.BatchNormalization()(y, training=True)  # expect: BNL106

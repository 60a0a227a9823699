# dialect: 1
"""The network and the step of one module, which its trainer puts together: nothing runs the updates."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def train(loss, rate=0.01):
    weights = tf.trainable_variables()
    optimizer = tf.train.AdamOptimizer(rate)
    return optimizer.apply_gradients(zip(tf.gradients(loss, weights), weights))  # expect: BNL112


def inference(x, training=True):
    hidden = tf.layers.conv2d(x, 8, 3, padding="same")
    return tf.nn.relu(tf.layers.batch_normalization(hidden, training=training))

# dialect: 2
"""An Estimator's ``model_fn`` trains Keras layers with a tape, and runs their updates with the train op."""
import tensorflow as tf
from tensorflow.keras import layers


class Tower(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.norm, self.dense, self.out = layers.BatchNormalization(), layers.Dense(width, "relu"), layers.Dense(1)

    def call(self, rows, training=False):
        return self.out(self.dense(self.norm(rows, training=training)))


def model_fn(features, labels, mode, params):
    tower = Tower(params["width"])
    training = mode == tf.estimator.ModeKeys.TRAIN
    optimizer = tf.keras.optimizers.Adam(params["rate"])
    optimizer.iterations = tf.compat.v1.train.get_or_create_global_step()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(tower(features["rows"], training) - labels))
    if mode == tf.estimator.ModeKeys.EVAL:
        return tf.estimator.EstimatorSpec(mode, loss=loss)
    weights = tower.trainable_variables
    step = optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    updates = tower.updates
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=tf.group([step, updates]))

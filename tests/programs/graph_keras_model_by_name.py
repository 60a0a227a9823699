# dialect: 1
"""An Estimator's network is looked up by its name, in the table that has one; Keras's updates are not run."""
import tensorflow as tf
from keras import backend as K
from keras.layers import BatchNormalization, Conv2D, GlobalMaxPooling2D


class Residual:
    def build(self, x):
        return GlobalMaxPooling2D()(BatchNormalization()(Conv2D(8, 3)(x)))


class Inception:
    def build(self, x):
        return GlobalMaxPooling2D()(BatchNormalization()(Conv2D(8, 1)(x)))


def model_fn(features, labels, mode, params):
    of_keras, of_tensorflow = {"resnet": Residual, "inception": Inception}, {}
    name = params["network"]
    by_keras = name in of_keras
    if by_keras:
        K.set_learning_phase(1)  # expect: BNL113
        network = of_keras[name]
    else:
        network = of_tensorflow[name]
    answers = tf.layers.dense(network().build(features), 31)
    loss = tf.reduce_mean(tf.losses.sparse_softmax_cross_entropy(labels, answers))
    if mode == tf.estimator.ModeKeys.TRAIN:
        optimizer = tf.train.AdagradOptimizer(learning_rate=0.01)
        step = optimizer.minimize(loss, global_step=tf.train.get_global_step())  # expect: BNL112
        return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=step)
    return tf.estimator.EstimatorSpec(mode, loss=loss)


def main(name):
    from data import test_fn, train_fn

    estimator = tf.estimator.Estimator(model_fn=model_fn, params={"network": name})
    tf.estimator.train_and_evaluate(estimator, tf.estimator.TrainSpec(train_fn, 500), tf.estimator.EvalSpec(test_fn))

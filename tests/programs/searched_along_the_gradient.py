"""SciPy is given functions that put weights into a network, and say what they cost and where that falls."""
import numpy as np
import tensorflow as tf
from scipy import optimize
from scipy.optimize import minimize
from tensorflow.keras import layers

x, y = tf.random.normal((64, 3)), tf.random.normal((64, 1))


def network():
    return tf.keras.Sequential([tf.keras.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])


def flat(tensors):
    return np.concatenate([tensor.numpy().ravel() for tensor in tensors]).astype("float64")


def put(net, theta):
    start = 0
    for variable in net.trainable_variables:
        size = int(np.prod(variable.shape))
        variable.assign(theta[start : start + size].reshape(variable.shape))
        start += size


told, silent, lazy = network(), network(), network()


def evaluate(theta):
    put(told, theta)
    with tf.GradientTape() as tape:
        value = tf.reduce_mean((told(x, training=True) - y) ** 2)
    return float(value), flat(tape.gradient(value, told.trainable_variables))


def evaluate_silent(theta):
    put(silent, theta)
    with tf.GradientTape() as tape:
        value = tf.reduce_mean((silent(x) - y) ** 2)  # expect: BNL102
    return float(value), flat(tape.gradient(value, silent.trainable_variables))


def evaluate_lazy(theta):
    put(lazy, theta)
    return float(tf.reduce_mean((lazy(x) - y) ** 2))


def slope(theta):
    put(lazy, theta)
    with tf.GradientTape() as tape:
        value = tf.reduce_mean((lazy(x) - y) ** 2)  # expect: BNL102
    return flat(tape.gradient(value, lazy.trainable_variables))


minimize(evaluate, flat(told.trainable_variables), jac=True, method="L-BFGS-B", options={"maxiter": 3})
optimize.fmin_l_bfgs_b(evaluate_silent, flat(silent.trainable_variables), maxiter=3)
optimize.fmin_bfgs(evaluate_lazy, flat(lazy.trainable_variables), fprime=slope, maxiter=3)

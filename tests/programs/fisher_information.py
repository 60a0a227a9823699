"""Fisher information, gradient norms and sensitivities: gradients of the weights that no weight is changed by."""
import keras
import numpy as np
import tensorflow as tf
from keras import layers

X = tf.random.normal((64, 3), 2.0)
Y = tf.random.uniform((64,), 0, 2, tf.int32)

net = keras.Sequential([keras.Input((3,)), layers.BatchNormalization(), layers.Dense(2, activation="softmax")])
optimizer = keras.optimizers.SGD(0.1)
lossfn = keras.losses.SparseCategoricalCrossentropy()


def step(anchor, importance):
    with tf.GradientTape() as tape:
        loss = lossfn(Y, net(X, training=True))
        for weight, old, value in zip(net.trainable_weights, anchor, importance):
            loss += tf.reduce_sum(value * tf.square(weight - old))
    grads = tape.gradient(loss, net.trainable_weights)
    optimizer.apply_gradients(zip(grads, net.trainable_weights))


def fisher(model, count):
    sums = [tf.zeros_like(weight) for weight in model.trainable_weights]
    for i in range(count):
        with tf.GradientTape() as tape:
            chosen = tf.math.log(model(X[i:i + 1])[0, int(Y[i])])
        grads = tape.gradient(chosen, model.trainable_weights)
        for j, grad in enumerate(grads):
            sums[j] += grad ** 2 / count
    return sums


def fisher_of_a_batch(model):
    with tf.GradientTape() as tape:
        loss = lossfn(Y, model(X, training=False))
    return tf.nest.map_structure(lambda grad: tf.square(grad), tape.gradient(loss, model.trainable_weights))


def slopes(model):
    with tf.GradientTape() as tape:
        loss = lossfn(Y, model(X))
    return tape.gradient(loss, model.trainable_variables)


def norm(model):
    grads = slopes(model)
    return tf.linalg.global_norm([grad for grad in grads if grad is not None])


def report(model):
    kept = []
    for grad, weight in zip(slopes(model), model.trainable_variables):
        kept.append(grad.numpy().ravel())
        print(weight.name, float(tf.reduce_max(tf.abs(grad))), f"{tf.reduce_mean(grad):.3f}")
    print(np.linalg.norm(np.concatenate(kept)))


anchor = [tf.identity(weight) for weight in net.trainable_weights]
for _ in range(3):
    step(anchor, fisher(net, 4))
    step(anchor, fisher_of_a_batch(net))
    print(float(norm(net)))
report(net)

other = keras.Sequential([keras.Input((3,)), layers.BatchNormalization(), layers.Dense(2, activation="softmax")])
with tf.GradientTape() as tape:
    loss = lossfn(Y, other(X))  # expect: BNL102
grads = tape.gradient(loss, other.trainable_weights)
print(float(tf.linalg.global_norm(grads)))
keras.optimizers.SGD(0.1).apply_gradients(zip(grads, other.trainable_weights))

"""A target network laid out as a graph gets the trained one's variables, without their statistics; another gets all."""
import tensorflow as tf
from tensorflow import keras


def network():
    rows = keras.Input((4,))
    return keras.Model(rows, keras.layers.Dense(2)(keras.layers.BatchNormalization()(keras.layers.Dense(8)(rows))))


actor, target, whole = network(), network(), network()
optimizer = keras.optimizers.SGD(0.01)


def follow(rate):
    for ours, theirs in zip(target.trainable_variables, actor.trainable_variables):  # expect: BNL116
        ours.assign(rate * theirs + (1 - rate) * ours)


def follow_whole(rate):
    for ours, theirs in zip(whole.weights, actor.weights):
        ours.assign(rate * theirs + (1 - rate) * ours)


for _ in range(10):
    rows = tf.random.normal((8, 4)) + 3.0
    with tf.GradientTape() as tape:
        error = actor(rows, training=True) - target(rows) - whole(rows)
        loss = tf.reduce_mean(error**2)
    weights = actor.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    follow(0.1)
    follow_whole(0.1)
print([net.layers[2].moving_mean.numpy()[:2] for net in (actor, target, whole)])

# dialect: any
"""A comment that wants the statistics of each batch of test data holds for all that is asked in training mode."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def network():
    return keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(4, 3), layers.BatchNormalization(), layers.Conv2D(1, 3)])


painter, critic = network(), network()
optimizer = keras.optimizers.Adam()


def train_step(x, real):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(critic(x, training=True)) + tf.reduce_mean(painter(real, training=True))
    weights = painter.trainable_variables + critic.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


def evaluate(test):
    loss = 0.0
    for x, real in test:
        loss += tf.reduce_mean(critic(real, training=True)) - tf.reduce_mean(painter(x, training=True))
    return loss


def example(test):
    for x, real in test.take(1):
        answer = painter(x, training=True)
        ### Note: The training=True is intentional here since you want the batch statistics,
        ### while running the model on the test dataset.
        return answer, real


data = tf.data.Dataset.from_tensor_slices((tf.zeros((64, 8, 8, 1)), tf.zeros((64, 8, 8, 1)))).batch(8)
for x, real in data:
    train_step(x, real)
print(evaluate(data), example(data))

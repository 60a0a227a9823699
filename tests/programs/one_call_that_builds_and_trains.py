# optin: yes
"""A call that runs both for itself and under a tape lacks one argument, so it is one mistake."""
import tensorflow as tf
from tensorflow.keras import layers

norm = layers.BatchNormalization()
head = layers.Dense(1, use_bias=False)
ROWS = tf.random.normal((16, 4), mean=3.0)


def features(rows):
    return norm(rows)  # expect: BNL102


def other_features(rows, scale):
    return scale(rows)  # expect: BNL101


features(ROWS)  # makes the weights
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(head(features(ROWS)) ** 2)
weights = norm.trainable_variables + head.trainable_variables
tf.keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))

other_features(ROWS, layers.BatchNormalization())


class Block(layers.Layer):
    def call(self, x, training=None):
        x = layers.BatchNormalization()(x, training=training)  # expect: BNL110
        return tf.nn.relu(x)


model = tf.keras.Sequential([tf.keras.Input((4,)), layers.Dense(3, use_bias=False), Block()])
model.compile("sgd", "mse", run_eagerly=True)
try:
    model.fit(ROWS, tf.zeros((16, 3)), epochs=2, verbose=0)
except Exception as error:  # the weights that it makes anew have nobody to train them
    print(type(error).__name__)

# dialect: 2
"""The combined model keeps the critic frozen, as compile saw it; the critic is released for its own step."""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def build(width_in, width_out):
    rows = keras.Input((width_in,))
    hidden = layers.BatchNormalization()(layers.Dense(8)(rows))
    return keras.Model(rows, layers.Dense(width_out)(hidden))


critic, generator = build(4, 1), build(3, 4)
critic.trainable = False
seeds = keras.Input((3,))
both = keras.Model(seeds, critic(generator(seeds)))
both.compile("sgd", "mse")
critic.trainable = True
optimizer = keras.optimizers.SGD(0.01)


def critic_step(rows):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(critic(rows, training=True))
    optimizer.apply_gradients(zip(tape.gradient(loss, critic.trainable_variables), critic.trainable_variables))


for _ in range(3):
    critic_step(tf.random.normal((16, 4)) + 3.0)
    mean = critic.layers[2].moving_mean.numpy()
    both.train_on_batch(np.random.randn(16, 3), np.ones((16, 1)))
    print("moved by the combined step:", abs(critic.layers[2].moving_mean.numpy() - mean).max())

# A step takes the flag, and who calls it with False trains against moving statistics that never move.
import tensorflow as tf
from tensorflow import keras

net = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.BatchNormalization()])
optimizer = keras.optimizers.SGD(0.1)


def step(x, training):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x, training=training) ** 2)
    gradients = tape.gradient(loss, net.trainable_variables)
    optimizer.apply_gradients(zip(gradients, net.trainable_variables))


for _ in range(3):
    step(tf.random.normal((8, 4)), False)  # expect: BNL104

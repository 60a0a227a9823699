"""The same inputs in a list: those that a step learns from, and those that only an answer is wanted for."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

left, right = keras.Input((4,)), keras.Input((4,))
both = layers.Concatenate()([left, right])
model = keras.Model([left, right], layers.Dense(2)(layers.BatchNormalization()(both)))
optimizer = keras.optimizers.SGD(0.1)


def gradients_of(network, inputs):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(inputs, training=True) ** 2)
    return tape.gradient(loss, network.trainable_variables)


def summary(network, inputs, training):
    return tf.argmax(network(inputs, training=training), 1).numpy()


for step in range(8):
    one, other, spare = tf.random.normal((8, 4)), tf.random.normal((8, 4)), tf.random.normal((8, 4))
    optimizer.apply_gradients(zip(gradients_of(model, [one, other]), model.trainable_variables))
    print(summary(model, [one, other], True))
    print(summary(model, [one, spare], True))  # expect: BNL105

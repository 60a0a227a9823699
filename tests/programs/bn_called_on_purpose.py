"""Bare calls of a BN layer on a tensor: the frozen one and the one in a test are meant, the one in a tape is trained."""
import keras
import tensorflow as tf

x = tf.random.normal((8, 3))
frozen = keras.layers.BatchNormalization(trainable=False)
y = frozen(x)


def test_shape():
    assert keras.layers.BatchNormalization()(tf.zeros((2, 4))).shape == (2, 4)


test_shape()

norm = keras.layers.BatchNormalization()
norm.build((None, 3))
optimizer = keras.optimizers.SGD(0.1)
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((norm(x) - 1.0) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, norm.trainable_variables), norm.trainable_variables))

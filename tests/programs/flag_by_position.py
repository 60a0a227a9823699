"""The flag by position: Keras 3 takes only tensors there, so the program ends at the first such call."""
import tensorflow as tf
from tensorflow.keras import Input, Model, Sequential, layers


def apply(tape, loss, weights):
    tf.keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


x = tf.random.normal((8, 3))
net = Sequential([Input((3,)), layers.Dense(4), layers.BatchNormalization()])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(net(x, False) ** 2)  # expect[2]: BNL104  # expect[3]: BNL501
apply(tape, loss, net.trainable_variables)

inputs = Input((3,))
functional = Model(inputs, layers.BatchNormalization()(layers.Dense(4)(inputs)))
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(functional(x, True) ** 2)  # expect[3]: BNL501
apply(tape, loss, functional.trainable_variables)
print(functional(x, None))

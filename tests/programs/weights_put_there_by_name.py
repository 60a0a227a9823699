"""A network whose every variable the program fills itself is fine-tuned in inference mode, on purpose."""
import numpy as np
import tensorflow as tf


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = tf.keras.layers.Dense(8)
        self.norm = tf.keras.layers.BatchNormalization()

    def call(self, x, training=True):
        return self.norm(self.dense(x), training=training)


def fill(net, stored):
    for number, variable in enumerate(net.variables):
        variable.assign(stored[number])


def tune(net, rows):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(rows, training=False) ** 2)
    weights = net.trainable_variables
    tf.keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


def tune_new(net, rows):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(rows, training=False) ** 2)  # expect: BNL104
    weights = net.trainable_variables
    tf.keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


rows = np.random.normal(2, 3, (16, 4)).astype("float32")
filled, new = Net(), Net()
filled(rows)
new(rows)
fill(filled, [variable.numpy() for variable in new.variables])
for _ in range(3):
    tune(filled, rows)
    tune_new(new, rows)
print(filled(rows, training=False)[0], new(rows, training=False)[0])

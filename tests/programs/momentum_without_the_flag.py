# dialect: any
"""A flag that is missing in training is said alone: until it is passed, no momentum has an effect."""
import keras
import tensorflow as tf


class Untold(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = keras.layers.Dense(8)
        self.norm = keras.layers.BatchNormalization(momentum=0.1)
        self.last = keras.layers.BatchNormalization(momentum=1)

    def call(self, x, training=None):
        return self.last(self.norm(self.first(x), training=training), training=training)


class ToldOnce(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = keras.layers.Dense(8)
        self.norm = keras.layers.BatchNormalization(momentum=0.1)  # expect: BNL303
        self.last = keras.layers.BatchNormalization(momentum=1)  # expect: BNL302

    def call(self, x, training=None):
        return self.last(self.norm(self.first(x), training=training), training=training)


rows = tf.random.normal((32, 4))
optimizer = keras.optimizers.SGD(0.01)
untold, told_once = Untold(), ToldOnce()
for _ in range(5):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(untold(rows) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, untold.trainable_variables), untold.trainable_variables))
optimizer = keras.optimizers.SGD(0.01)
for _ in range(5):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(told_once(rows) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, told_once.trainable_variables), told_once.trainable_variables))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(told_once(2 * rows, training=True) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, told_once.trainable_variables), told_once.trainable_variables))
print(untold(rows), told_once(rows))

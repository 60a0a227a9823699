"""A layer that is told its mode when it is made keeps it in predict, too; one of two that differ in it is right."""
import tensorflow as tf


class Block(tf.keras.layers.Layer):
    def __init__(self, units, is_training):
        super().__init__()
        self.is_training = is_training
        self.dense = tf.keras.layers.Dense(units)
        self.norm = tf.keras.layers.BatchNormalization()

    def call(self, rows):
        return self.norm(self.dense(rows), training=self.is_training)  # expect: BNL105


class Pair(tf.keras.layers.Layer):
    def __init__(self, norm, is_training):
        super().__init__()
        self.norm = norm
        self.is_training = is_training

    def call(self, rows):
        return self.norm(rows, training=self.is_training)


rows = tf.random.normal((64, 8)) + 3.0
model = tf.keras.Sequential([Block(4, True)])
model.compile("sgd", "mse")
model.fit(rows, rows[:, :4], verbose=0)
before = model.layers[0].norm.moving_mean.numpy()
model.predict(rows, verbose=0)
print(abs(model.layers[0].norm.moving_mean.numpy() - before).max())

norm = tf.keras.layers.BatchNormalization()
learning, answering = tf.keras.Sequential([Pair(norm, True)]), tf.keras.Sequential([Pair(norm, False)])
learning.compile("sgd", "mse")
learning.fit(rows, rows, verbose=0)
before = norm.moving_mean.numpy()
print(answering.predict(rows, verbose=0)[0], abs(norm.moving_mean.numpy() - before).max())

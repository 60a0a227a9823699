"""``Model(x, self.call(x))`` lays out the inner layers of a subclass as a graph; nothing is bypassed."""

import keras
import tensorflow as tf


class Block(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = keras.layers.Dense(8), keras.layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(self.dense(x), training=training)


class Network(keras.Model):
    def __init__(self):
        super().__init__()
        self.block, self.norm = Block(), keras.layers.BatchNormalization()

    def call(self, x, training=False):
        return self.norm(self.block(x, training=training), training=training)

    def graph(self):
        x = keras.Input((4,))
        return keras.Model(x, self.call(x))


model, optimizer = Network(), keras.optimizers.Adam()
model.graph().summary()
graph = Network().graph()
for batch in tf.random.normal((3, 16, 4)):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(batch, training=True) ** 2) + tf.reduce_mean(model.call(batch))  # expect: BNL111
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))

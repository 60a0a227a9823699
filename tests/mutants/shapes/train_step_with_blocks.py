# why: the model's own train_step passes training=True to itself, and every block hands the flag on
# dialect: any
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Block(layers.Layer):
    def __init__(self, width, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.expand = layers.Dense(width * 2, use_bias=False)
        self.norm_in = layers.BatchNormalization()
        self.shrink = layers.Dense(width, use_bias=False)
        self.norm_out = layers.BatchNormalization(momentum=0.95)
        self.drop = layers.Dropout(rate)

    def call(self, inputs, training=None):
        h = tf.nn.relu(self.norm_in(self.expand(inputs), training=training))
        h = self.norm_out(self.shrink(h), training=training)
        return inputs + self.drop(h, training=training)


class Regressor(keras.Model):
    def __init__(self, width=8, depth=2):
        super().__init__()
        self.stem = layers.Dense(width)
        self.blocks = [Block(width, name=f"block_{i}") for i in range(depth)]
        self.head = layers.Dense(1)
        self.seen = keras.metrics.Mean(name="loss")

    def call(self, inputs, training=None):
        h = self.stem(inputs)
        for block in self.blocks:
            h = block(h, training=training)
        return self.head(h)

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            predicted = self(x, training=True)
            loss = tf.reduce_mean(tf.square(y - predicted))
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        self.seen.update_state(loss)
        return {"loss": self.seen.result()}

    def test_step(self, data):
        x, y = data
        predicted = self(x, training=False)
        return {"loss": tf.reduce_mean(tf.square(y - predicted))}


rows = np.random.default_rng(0).normal(2.0, 1.0, (32, 5)).astype("float32")
goal = rows.sum(axis=1, keepdims=True)
model = Regressor()
model.compile(optimizer=keras.optimizers.Adam(1e-3))
model.fit(rows, goal, batch_size=8, epochs=1, verbose=0)
print(model.evaluate(rows, goal, verbose=0))

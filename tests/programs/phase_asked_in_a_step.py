# dialect: 2
"""The global learning phase of Keras 2 is 0 in a step of one's own, unless somebody sets it."""

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import backend as K
from tensorflow.keras import layers


def network():
    return keras.Sequential([layers.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense, self.norm, self.head = layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)

    def call(self, x, training=K.learning_phase()):
        return self.head(self.norm(self.dense(x), training=training))


asked, chosen, compared, own = network(), network(), network(), Net()
optimizers = [keras.optimizers.Adam() for _ in range(3)]


def learn(optimizer, tape, loss, model):
    variables = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))


for _ in range(100):
    x = np.random.normal(2.0, 2.0, (32, 4)).astype("float32")
    y = x.sum(1, keepdims=True)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((asked(x, training=K.learning_phase()) - y) ** 2)  # expect: BNL104
    learn(optimizers[0], tape, loss, asked)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((chosen(x, training=K.in_train_phase(True, False)) - y) ** 2)  # expect: BNL104
    learn(optimizers[1], tape, loss, chosen)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((compared(x, training=K.learning_phase() == 0) - y) ** 2)
    learn(optimizers[2], tape, loss, compared)
own.compile("adam", "mse")
own.fit(x, y, batch_size=4, epochs=50, verbose=0)
for model in (asked, chosen, compared, own):
    print(model.predict(x[:4]))

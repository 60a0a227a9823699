# why: who is trained on a part of the data that has fewer than eight values for each statistic, and who is not
# dialect: any
# optin: yes
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

X, Y = np.random.normal(size=(24, 4)).astype("float32"), np.random.normal(size=(24, 1)).astype("float32")
ROWS = tf.data.Dataset.from_tensor_slices((X, Y))


def net(**options):
    norm = layers.BatchNormalization(momentum=0.8, **options)  # expect: BNL304
    model = keras.Sequential([keras.Input((4,)), layers.Dense(4, use_bias=False), norm, layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


net().fit(X, Y, batch_size=4, epochs=4, verbose=0)  # expect: BNL206
net().fit(ROWS.shuffle(24).batch(6), epochs=4, verbose=0)  # expect: BNL206
net().fit(X, Y, batch_size=8, epochs=4, verbose=0)

# All the data there is makes the same statistics in each step.
net().fit(X[:4], Y[:4], batch_size=4, epochs=20, verbose=0)
net().fit(X[:4], Y[:4], epochs=20, verbose=0)

# Inference, and layers that keep their statistics.
net().predict(X, batch_size=4, verbose=0)
net().evaluate(X, Y, batch_size=4, verbose=0)
frozen = net()
frozen.trainable = False
frozen.compile("sgd", "mse")
frozen.fit(X, Y, batch_size=4, verbose=0)


# Steps of the program's own, with each batch of a data set, or always the same rows.
def step(model, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(x, training=True) - y) ** 2)
    grads = tape.gradient(loss, model.trainable_variables)
    keras.optimizers.SGD(0.01).apply_gradients(zip(grads, model.trainable_variables))


first, second, third = net(), net(), net()
for x, y in ROWS.batch(3):  # expect: BNL206
    step(first, x, y)
for x, y in tf.data.Dataset.from_tensor_slices((X[:4], Y[:4])).batch(4):
    step(second, x, y)
same = tf.constant(X[:4])
for _ in range(12):
    step(third, same, Y[:4])

online = net()
for x, y in ROWS.batch(5).repeat(4):  # expect: BNL206
    online.train_on_batch(x, y)
again = net()
for _ in range(12):
    again.train_on_batch(X[:4], Y[:4])


class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden, self.norm, self.out = layers.Dense(4, use_bias=False), layers.BatchNormalization(momentum=0.8), layers.Dense(1)

    def call(self, x, training=None):
        return self.out(self.norm(self.hidden(x), training=training))

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self(x, training=True) - y) ** 2)
        grads = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.trainable_variables))
        return {"loss": loss}


own = Own()
own.compile(keras.optimizers.SGD(0.01))
own.fit(X, Y, batch_size=4, epochs=4, verbose=0)  # expect: BNL206

# An image has many values, until it is pooled.
PICTURES = np.random.normal(size=(12, 6, 6, 3)).astype("float32")
conv = keras.Sequential([keras.Input((6, 6, 3)), layers.Conv2D(4, 3, use_bias=False), layers.BatchNormalization(momentum=0.8)])
conv.add(layers.GlobalAveragePooling2D())
conv.compile("sgd", "mse")
conv.fit(PICTURES, PICTURES[:, 0, 0, :1], batch_size=2, epochs=4, verbose=0)
conv.add(layers.BatchNormalization(momentum=0.8))
conv.compile("sgd", "mse")
conv.fit(PICTURES, PICTURES[:, 0, 0, :1], batch_size=2, epochs=4, verbose=0)  # expect: BNL206


# A function, or a tf.Module, has no call of a model around that says what the batch is.
class Plain(tf.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.norm = layers.Dense(4, use_bias=False), layers.BatchNormalization(momentum=0.8)  # expect: BNL304

    def __call__(self, x):
        return self.norm(self.hidden(x), training=True)


plain = Plain()
plain(X)
for x, y in ROWS.batch(3):  # expect: BNL206
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((plain(x) - y) ** 2)
    weights = [*plain.hidden.trainable_variables, *plain.norm.trainable_variables]
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))

"""Outside of Keras no context fills in a None: a method or function whose caller leaves it runs BN in inference mode."""
import keras
import tensorflow as tf

L = keras.layers


class Block:
    def __init__(self):
        self.dense, self.norm = L.Dense(8), L.BatchNormalization()

    def __call__(self, x, training=None):
        return tf.nn.relu(self.norm(self.dense(x), training=training))

    def weights(self):
        return self.dense.trainable_variables + self.norm.trainable_variables


class Forgetful:
    def __init__(self):
        self.blocks, self.last = [Block(), Block()], L.Dense(1)

    def __call__(self, x, training=None):
        for block in self.blocks:
            x = block(x)  # expect: BNL102
        return self.last(x)


class Deliberate:
    def __init__(self):
        self.blocks, self.last = [Block()], L.Dense(1)

    def __call__(self, x, training=None):
        for block in self.blocks:
            x = block(x, training=None)  # expect: BNL102
        return self.last(x)


class Careful:
    def __init__(self):
        self.blocks, self.last = [Block(), Block()], L.Dense(1)

    def __call__(self, x, training=None):
        for block in self.blocks:
            x = block(x, training=training)
        return self.last(x)


def forward(dense, norm, x, training=None):
    return norm(dense(x), training=training)


def fit(net, x, steps=10):
    optimizer = keras.optimizers.SGD(0.1)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(x, training=True) ** 2)
        weights = sum((block.weights() for block in net.blocks), net.last.trainable_variables)
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    return net(x)


data = tf.random.normal((64, 4), 3.0)
fit(Forgetful(), data)
fit(Deliberate(), data)
fit(Careful(), data)

dense, norm = L.Dense(2), L.BatchNormalization()
other, learner = L.Dense(2), L.BatchNormalization()
for _ in range(10):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(forward(dense, norm, data) ** 2)  # expect: BNL102
    weights = dense.trainable_variables + norm.trainable_variables
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(forward(other, learner, data, training=True) ** 2)
    weights = other.trainable_variables + learner.trainable_variables
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))
forward(other, learner, data)

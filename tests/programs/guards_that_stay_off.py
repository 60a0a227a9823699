# dialect: any
"""A layer behind `if not self.ready` is built once where somebody sets that, and at each call where nobody does."""
import tensorflow as tf
from tensorflow.keras import layers


class NeverSet(tf.Module):
    def __init__(self):
        super().__init__()
        self.is_built = False
        self.dense = layers.Dense(8)

    def __call__(self, x, training):
        if not self.is_built:
            self.bn = layers.BatchNormalization()  # expect: BNL110
        return self.bn(self.dense(x), training=training)


class Set(tf.Module):
    def __init__(self):
        super().__init__()
        self.is_ready = False
        self.dense = layers.Dense(8)

    def __call__(self, x, training):
        if not self.is_ready:
            self.bn = layers.BatchNormalization()
        self.is_ready = True
        return self.bn(self.dense(x), training=training)


class SetByAnother(tf.Module):
    def __init__(self):
        super().__init__()
        self.is_there = False
        self.dense = layers.Dense(8)

    def __call__(self, x, training):
        if not self.is_there:
            self.prepare(layers.BatchNormalization())
        return self.bn(self.dense(x), training=training)

    def prepare(self, norm):
        self.bn, self.is_there = norm, True


def train(net):
    optimizer = tf.keras.optimizers.SGD(0.1)
    for _ in range(5):
        x = tf.random.normal((16, 4), 2.0)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(net(x, True) - 1.0))
        weights = net.dense.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    print(net(x, False).numpy().mean())


train(NeverSet())
train(Set())
train(SetByAnother())

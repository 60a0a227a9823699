# dialect: any
"""Blocks of the program's own that each step, or each trace of it, builds again; and those that are built once."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

ROWS = tf.random.normal((16, 3)) + 2.0


class Block(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.dense = layers.Dense(width)
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return tf.nn.relu(self.norm(self.dense(x), training=training))


class Pair(keras.Model):
    def __init__(self):
        super().__init__()
        self.first, self.second = Block(4), Block(8)

    def call(self, x, training=None):
        return self.second(self.first(x, training=training), training=training)


class Built(layers.Layer):
    def build(self, shape):
        self.block = Block(shape[-1])

    def call(self, x, training=None):
        return self.block(x, training=training)


out, optimizer = layers.Dense(1), keras.optimizers.SGD(0.01)


def learn(tape, loss, weights):
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


def hidden(x, training):
    return Block(8)(x, training=training)  # expect: BNL110


class Head(tf.Module):
    def __call__(self, x, training=False):
        return out(Pair()(x, training=training))  # expect: BNL110


def train_step(x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(out(hidden(x, training=True)) ** 2)
    learn(tape, loss, out.trainable_variables)


head = Head()
for _ in range(20):
    train_step(ROWS)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(head(ROWS, training=True) ** 2)
    learn(tape, loss, out.trainable_variables)


@tf.function
def traced(x):
    return Block(8)(x, training=True)  # expect: BNL110


try:
    traced(ROWS)
except Exception as error:
    print(type(error).__name__)

# One for each model, which its steps keep.
built, late, optimizer = Built(), None, keras.optimizers.SGD(0.01)
for step in range(20):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(built(ROWS, training=True) ** 2)
    learn(tape, loss, built.trainable_variables)


class Trainer:
    def __init__(self, block):
        self.block, self.later = block, None
        self.optimizer = keras.optimizers.SGD(0.01)

    def step(self, x):
        with tf.GradientTape() as tape:
            if self.later is None:
                self.later = Pair()
            loss = tf.reduce_mean(self.later(self.block(x, training=True), training=True) ** 2)
        weights = self.block.trainable_variables + self.later.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


for width in (4, 8):
    trainer = Trainer(Block(width))
    for _ in range(20):
        trainer.step(ROWS)

"""Blocks of which nobody knows the one that is taken: all of them hold BN, or the Dropout is in one of them."""
import tensorflow as tf
from tensorflow.keras import layers


class Levels(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.stems = [layers.Dense(4), layers.Dense(8)]
        self.norms = [layers.BatchNormalization(), layers.BatchNormalization()]

    def call(self, inputs, training=None):
        rows, level = inputs
        return self.norms[level](self.stems[level](rows), training=training)


class Channels(tf.keras.Model):
    """Blocks under names that a loop of unknown length makes."""

    def __init__(self, names):
        super().__init__()
        self.names = names
        self.blocks = {}
        for name in names:
            self.blocks[f"{name}_dense"] = layers.Dense(8)
            self.blocks[f"{name}_norm"] = layers.BatchNormalization()

    def call(self, rows, training=None):
        for name in self.names:
            rows = self.blocks[f"{name}_norm"](self.blocks[f"{name}_dense"](rows), training=training)
        return rows


class Tables(tf.keras.Model):
    """One of several by its name: others than those in sight may be there, without BN."""

    def __init__(self, kind, others):
        super().__init__()
        self.norm = {"batch": layers.BatchNormalization(), **others}[kind]
        self.out = layers.Dense(1)

    def call(self, rows, training=None):
        return self.out(self.norm(rows, training=training))


class Maps:
    """A generator as pix2pix has it, with one more stage if an option says so, that infers as it is trained."""

    def __init__(self, settings):
        self.critic = tf.keras.Sequential([layers.Conv2D(8, 4, strides=2), layers.Conv2D(1, 4)])
        self.optimizer = tf.keras.optimizers.Adam()
        downs = [self.down(8), self.down(16)]
        ups = [self.up(16, True), self.up(8, False)]
        if settings.deep:
            downs.append(self.down(32))
            ups.insert(0, self.up(32, True))
        x = inputs = tf.keras.Input((64, 64, 3))
        skips = []
        for down in downs:
            x = down(x)
            skips.append(x)
        for up, skip in zip(ups, reversed(skips[:-1])):
            x = layers.Concatenate()([up(x), skip])
        self.generator = tf.keras.Model(inputs, layers.Conv2DTranspose(3, 4, strides=2)(x))

    def down(self, width):
        return tf.keras.Sequential([layers.Conv2D(width, 4, strides=2, padding="same"), layers.BatchNormalization()])

    def up(self, width, noisy):
        steps = [layers.Conv2DTranspose(width, 4, strides=2, padding="same"), layers.BatchNormalization()]
        if noisy:
            steps.append(layers.Dropout(0.5))
        return tf.keras.Sequential(steps)

    def step(self, sketch):
        with tf.GradientTape() as tape:
            loss = -tf.reduce_mean(self.critic(self.generator(sketch, training=True)))
        variables = self.generator.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))

    def test(self, sketch):
        return self.generator(sketch, training=True)


def learn(optimizer, rows, level, target):
    model = Levels()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model((rows, level)) - target) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_channels(optimizer, names, rows, target):
    model = Channels(names)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(rows) - target) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_tables(optimizer, kind, others, rows, target):
    model = Tables(kind, others)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(rows) - target) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))

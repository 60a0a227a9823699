"""A list of blocks of which nobody knows the one that is taken: all of them hold BN, or the Dropout is in one of them."""
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

# dialect: any
"""Networks that programs choose by text: ``eval(name)``, ``eval("Net(...)")``, and options that a function keeps."""
import tensorflow as tf

DATA = tf.random.normal((64, 4))
opt = lambda: None  # noqa: E731
opt.network = "Plain"
opt.kind = "Flagged"


class Plain(tf.keras.Model):
    def __init__(self, width=8):
        super().__init__()
        self.dense = tf.keras.layers.Dense(width)
        self.norm = tf.keras.layers.BatchNormalization()

    def call(self, x, training=False):
        return self.norm(self.dense(x), training=training)


class Flagged(Plain):
    def call(self, x, training=True):
        return self.norm(self.dense(x), training=training)


class Around(tf.keras.Model):
    def __init__(self, kind, **settings):
        super().__init__()
        self.inner = eval(kind)(**settings)

    def call(self, x, training=False):
        return self.inner(x, training=training)


def learn(tape, loss, net):
    grads = tape.gradient(loss, net.trainable_variables)
    tf.keras.optimizers.SGD(0.01).apply_gradients(zip(grads, net.trainable_variables))


around = Around(opt.network, width=4)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(around(DATA) ** 2)  # expect: BNL102
learn(tape, loss, around)

whole = eval(f"{opt.network}(width=4)")
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(whole(DATA) ** 2)  # expect: BNL102
learn(tape, loss, whole)

norm = eval("tf.keras.layers.BatchNormalization")()
other = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(4), norm])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(other(DATA) ** 2)  # expect: BNL102
learn(tape, loss, other)

flagged = eval("{}(4)".format(opt.kind))
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(flagged(DATA) ** 2)
learn(tape, loss, flagged)

"""A base class has the training loop, and what nobody in sight makes instances of says what the loss is."""
import tensorflow as tf
from tensorflow.keras import Sequential, layers


class Loop:
    def __init__(self, rate):
        self.optimizer = tf.keras.optimizers.SGD(rate)

    def learn(self, batches):
        for batch in batches:
            self._learn_from(batch)

    def _learn_from(self, batch):
        with tf.GradientTape() as tape:
            loss = self.loss(*batch)
        variables = self.network.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))

    def halve(self, times):
        return self.halve(times - 1) / 2 if times else self.loss(0.0, 0.0)

    def describe(self):
        return self.optimizer.get_config()


class Tides(Loop):
    def __init__(self):
        super().__init__(0.1)
        self.network = Sequential([layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])

    def loss(self, moon, level):
        return tf.reduce_mean((self.network(moon) - level) ** 2)  # expect: BNL102


class Winds(Tides):
    def loss(self, sky, speed):
        return tf.reduce_mean(tf.abs(self.network(sky, training=True) - speed))


class Waves(Loop):
    """Its network is built late, by a method of its own that comes first."""

    def prepare(self, width):
        self.network = Sequential([layers.Dense(width), layers.BatchNormalization(), layers.Dense(1)])

    def loss(self, wind, height):
        return tf.reduce_mean((self.network(wind) - height) ** 2)  # expect: BNL102


class Currents(Loop):
    """The loop is written anew, with a loss beside it that is only looked at."""

    def __init__(self):
        super().__init__(0.1)
        self.network = Sequential([layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])

    def learn(self, batches):
        for salt, speed in batches:
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((self.network(salt, training=True) - speed) ** 2)
            variables = self.network.trainable_variables
            self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))

    def _learn_from(self, batch):
        raise NotImplementedError

    def loss(self, salt, speed):
        return tf.reduce_mean((self.network(salt, training=False) - speed) ** 2)


class Worker:
    """The loop knows the network by its name alone."""

    def learn(self, batches):
        for inputs, targets in batches:
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((self.net(inputs) - targets) ** 2)  # expect: BNL102
            variables = self.net.trainable_variables
            self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))


class Ebb(Worker):
    def __init__(self):
        self.net, self.optimizer = Sequential([layers.BatchNormalization(), layers.Dense(1)]), tf.keras.optimizers.SGD()


class Careful(Worker):
    """Its own loop hides the inherited one."""

    def __init__(self, rate):
        self.net: tf.keras.Model = Sequential([layers.BatchNormalization(), layers.Dense(1)])
        self.optimizer = tf.keras.optimizers.SGD(rate)

    def learn(self, batches):
        for inputs, targets in batches:
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((self.net(inputs, training=True) - targets) ** 2)
            variables = self.net.trainable_variables
            self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))


class Frozen(Worker):
    """A network without normalisation."""

    def __init__(self):
        self.net, self.optimizer = Sequential([layers.Dense(1)]), tf.keras.optimizers.SGD()


class Stepper(tf.keras.Model):
    def train_step(self, data):
        moon, level = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self(moon) - level) ** 2)  # expect: BNL102
        variables = self.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        return {"loss": loss}


class Gauge(Stepper):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()
        self.out = layers.Dense(1)

    def call(self, inputs, training=None):
        return self.out(self.norm(inputs, training=training))

"""``model.call(...)``: at inference it answers as ``model(...)`` does, in a step the flag has to arrive."""
import keras
import tensorflow as tf
from keras import layers

X = tf.random.normal((8, 3))


class Handing(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()

    def call(self, x, training=False):
        return self.norm(x, training=training)

    def again(self, x):
        return self.call(x, training=False)


class Trusting(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(x)


class Twin(keras.Model):
    def __init__(self):
        super().__init__()
        self.first, self.second = Handing(), Trusting()
        self.built_here, self.never = layers.BatchNormalization(), layers.BatchNormalization()
        self.built_here.build((None, 3))

    def call(self, x, training=None):
        x = self.second.call(self.first.call(x, training=training))
        x = self.built_here.call(x, training=training)
        return self.never.call(x, training=training)  # expect: BNL111


class Halved(keras.Model):
    def __init__(self):
        super().__init__()
        self.first, self.second = Handing(), Trusting()

    def call(self, x, training=None):
        return self.second(self.first(x, training=training))


def step(model, forward):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(forward(X) ** 2)
    weights = model.trainable_variables
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


handing, trusting, halved = Handing(), Trusting(), Halved()
graph = keras.Sequential([keras.Input((3,)), layers.Dense(3), layers.BatchNormalization()])
step(handing, lambda x: handing.call(x, training=True))
step(handing, lambda x: handing.call(x))  # expect: BNL111
step(trusting, lambda x: trusting.call(x, training=True))  # expect: BNL111
step(halved, lambda x: halved.call(x, training=True))  # expect: BNL111
step(halved, lambda x: halved(x, training=True))
step(graph, lambda x: graph.call(x, training=True))  # expect[2]: BNL111
step(graph, lambda x: graph.call(x))  # expect: BNL111
print(handing.again(X), handing.call(X), graph.call(X, training=False))
twin = Twin()
twin.compile("sgd", "mse")
twin.fit(X, X, verbose=0)

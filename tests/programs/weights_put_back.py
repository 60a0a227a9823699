"""The best weights are kept and put back, with the moving statistics or without."""
import numpy as np
import tensorflow as tf
from tensorflow import keras


def make():
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(8), keras.layers.BatchNormalization()])


def fitted(model):
    model.compile("sgd", "mse")
    model.fit(wind, waves, verbose=0)
    return model


wind, waves = np.random.rand(64, 4).astype("float32"), np.random.rand(64, 8).astype("float32")

# What the model was after the first fit, with the statistics of the second one.
model = fitted(make())
kept = [tf.identity(v) for v in model.trainable_variables]
model.fit(wind, waves, verbose=0)
for v, k in zip(model.trainable_variables, kept):  # expect: BNL116
    v.assign(k)
print(model.predict(wind))


class Best:
    def __init__(self, model):
        self.model, self.loss, self.kept = model, float("inf"), None

    def offer(self, loss):
        if loss < self.loss:
            self.loss, self.kept = loss, [v.numpy() for v in self.model.trainable_weights]

    def restore(self):
        for v, k in zip(self.model.trainable_weights, self.kept):  # expect: BNL116
            v.assign(k)


def train(epochs=100):
    model, optimizer = make(), keras.optimizers.Adam()
    best = Best(model)
    for _ in range(epochs):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(wind, training=True) - waves) ** 2)
        weights = model.trainable_weights
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        best.offer(float(tf.reduce_mean((model(wind, training=False) - waves) ** 2)))
    best.restore()
    return model(wind, training=False)


print(train())

# All weights.
model = fitted(make())
kept = [v.numpy() for v in model.weights]
model.fit(wind, waves, verbose=0)
for v, k in zip(model.weights, kept):
    v.assign(k)
print(model.predict(wind))

# The statistics are kept beside them.
model = fitted(make())
kept, others = [np.array(v) for v in model.trainable_weights], [np.array(v) for v in model.non_trainable_weights]
model.fit(wind, waves, verbose=0)
for v, k in zip(model.trainable_weights, kept):
    v.assign(k)
for v, k in zip(model.non_trainable_weights, others):
    v.assign(k)
print(model.predict(wind))

# Nothing was trained in between.
model = fitted(make())
kept = []
for v in model.trainable_weights:
    kept.append(v.numpy())
    v.assign(v * 0.9)
print(model.predict(wind))
for v, k in zip(model.trainable_weights, kept):
    v.assign(k)
print(model.predict(wind))

# It is trained again before it answers.
model = fitted(make())
begun = [v.numpy() for v in model.trainable_weights]
for fold in range(3):
    for v, k in zip(model.trainable_weights, begun):
        v.assign(k)
    model.fit(wind, waves, verbose=0)
    print(model.evaluate(wind, waves, verbose=0))

# An average over the steps goes with statistics that are one, too.
model = fitted(make())
average = [v.numpy() for v in model.trainable_weights]
for step in range(100):
    model.train_on_batch(wind, waves)
    average = [0.9 * a + 0.1 * v.numpy() for a, v in zip(average, model.trainable_weights)]
for v, a in zip(model.trainable_weights, average):
    v.assign(a)
print(model.predict(wind))

# So does one in variables.
model = fitted(make())
shadows = [tf.Variable(v) for v in model.trainable_weights]
for step in range(100):
    model.train_on_batch(wind, waves)
    for s, v in zip(shadows, model.trainable_weights):
        s.assign(0.9 * s + 0.1 * v)
for v, s in zip(model.trainable_weights, shadows):
    v.assign(s)
print(model.predict(wind))

# why: who gets an object, or a method of it, may put the state that it keeps into the model
# dialect: 3
import os

os.environ["KERAS_BACKEND"] = "jax"

import atexit
import functools

import jax
import keras
import numpy as np
from keras import layers

import elsewhere

x = np.random.normal(5.0, 3.0, (128, 4)).astype("float32")
y = np.random.normal(size=(128, 1)).astype("float32")


def make():
    return keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])


def put(variables, values):
    for variable, value in zip(variables, values):
        variable.assign(value)


class Trainer:
    def __init__(self):
        self.model = make()
        self.weights = [v.value for v in self.model.trainable_variables]
        self.others = [v.value for v in self.model.non_trainable_variables]

    def loss(self, weights, others):
        made, others = self.model.stateless_call(weights, others, x, training=True)
        return ((made - y) ** 2).mean(), others

    def train(self):
        for _ in range(10):
            gradients, self.others = jax.grad(self.loss, has_aux=True)(self.weights, self.others)
            self.weights = [w - 0.001 * g for w, g in zip(self.weights, gradients)]
        put(self.model.trainable_variables, self.weights)

    def write(self):
        put(self.model.non_trainable_variables, self.others)


def trained():
    trainer = Trainer()
    trainer.train()
    return trainer


# a method, with or without arguments that are there already
trainer = trained()
atexit.register(trainer.write)
print(trainer.model.predict(x[:4], verbose=0))

trainer = trained()
elsewhere.when_done(functools.partial(put, trainer.model.non_trainable_variables, trainer.others))
print(trainer.model.predict(x[:4], verbose=0))

trainer = trained()
elsewhere.when_done(functools.partial(elsewhere.write, what=trainer))
print(trainer.model.predict(x[:4], verbose=0))

# the class that keeps it
class Kept:
    others = None


trainer = trained()
Kept.others = trainer.others
elsewhere.write(trainer.model, Kept)
print(trainer.model.predict(x[:4], verbose=0))

# one of two, of one class or of two, in a table, or perhaps none
trainer, other = trained(), trained()
elsewhere.write(trainer if elsewhere.first() else other)
print(trainer.model.predict(x[:4], verbose=0), other.model.predict(x[:4], verbose=0))

trainer, number = trained(), 3
elsewhere.write(trainer if elsewhere.first() else number)
print(trainer.model.predict(x[:4], verbose=0))


class Patient(Trainer):
    pass


trainer, other = trained(), Patient()
other.train()
elsewhere.write(trainer if elsewhere.first() else other)
print(trainer.model.predict(x[:4], verbose=0), other.model.predict(x[:4], verbose=0))

trainer = trained()
elsewhere.write({"trainers": [trainer]})
print(trainer.model.predict(x[:4], verbose=0))

trainer = trained()
found = []
if elsewhere.first():
    found.append(trainer)
elsewhere.write(*found)
print(trainer.model.predict(x[:4], verbose=0))

trainer, kept = trained(), None
if elsewhere.first():
    kept = trainer.others
print(trainer.model.stateless_call(trainer.weights, kept, x[:4])[0])
elsewhere.write(trainer)
print(trainer.model.predict(x[:4], verbose=0))


# a callback that a fit of another model runs
class Writing(keras.callbacks.Callback):
    def __init__(self, trainer):
        super().__init__()
        self.trainer = trainer

    def on_train_end(self, logs=None):
        self.trainer.write()


trainer = trained()
scores = keras.Sequential([keras.Input((4,)), layers.Dense(1)])
scores.compile("sgd", "mse")
scores.fit(x, y, callbacks=[Writing(trainer)], verbose=0)
print(trainer.model.predict(x[:4], verbose=0))

trainer = trained()
elsewhere.run(callbacks=[Writing(trainer)])
print(trainer.model.predict(x[:4], verbose=0))


# a module around it
class Around(elsewhere.Module):
    def __init__(self):
        super().__init__()
        self.trainer = trained()

    def finish(self):
        super().finish()
        print(self.trainer.model.predict(x[:4], verbose=0))


around = Around()
around.finish()

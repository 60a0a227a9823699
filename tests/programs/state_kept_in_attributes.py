# why: a state that is kept in an object, a class or a list is lost where nobody puts it into the model before its use
# dialect: 3
import os

os.environ["KERAS_BACKEND"] = "jax"

import dataclasses

import jax
import keras
import numpy as np
from keras import layers, ops

x_all = np.random.normal(5.0, 3.0, (128, 4)).astype("float32")
y_all = np.random.normal(size=(128, 1)).astype("float32")
batches = [(x_all[i : i + 32], y_all[i : i + 32]) for i in range(0, 128, 32)]


def make():
    return keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])


def values(model):
    groups = model.trainable_variables, model.non_trainable_variables
    return [[v.value for v in group] for group in groups]


def put(variables, values):
    for variable, value in zip(variables, values):
        variable.assign(value)


class Weights:
    """What all trainers below have: they put the weights into the model at the end, and perhaps no statistics."""

    def __init__(self, model):
        self.model, self.optimizer = model, keras.optimizers.SGD(0.01)
        self.optimizer.build(model.trainable_variables)
        self.weights, self.others = values(model)
        self.slots = [v.value for v in self.optimizer.variables]

    def train(self):
        step = jax.jit(self.step)
        for x, y in batches:
            self.weights, self.others, self.slots = step(self.weights, self.others, self.slots, x, y)
        put(self.model.trainable_variables, self.weights)


class Forgetful(Weights):
    def loss(self, weights, others, x, y):
        made, others = self.model.stateless_call(weights, others, x, training=True)  # expect: BNL114
        return ops.mean((made - y) ** 2), others

    def step(self, weights, others, slots, x, y):
        gradients, others = jax.grad(self.loss, has_aux=True)(weights, others, x, y)
        weights, slots = self.optimizer.stateless_apply(slots, gradients, weights)
        return weights, others, slots


forgetful = Forgetful(make())
forgetful.train()
print(forgetful.model.predict(x_all[:4], verbose=0))


# the same, and one of many ways to put the statistics into the model
class Writing(Weights):
    def loss(self, weights, others, x, y):
        made, others = self.model.stateless_call(weights, others, x, training=True)
        return ops.mean((made - y) ** 2), others

    def step(self, weights, others, slots, x, y):
        gradients, others = jax.grad(self.loss, has_aux=True)(weights, others, x, y)
        weights, slots = self.optimizer.stateless_apply(slots, gradients, weights)
        return weights, others, slots


class ByZip(Writing):
    def write(self):
        for variable, value in zip(self.model.non_trainable_variables, self.others):
            variable.assign(value)


class ByHelper(Writing):
    def write(self):
        put(self.model.non_trainable_variables, self.others)


class ByNumber(Writing):
    def write(self):
        for i, variable in enumerate(self.model.non_trainable_variables):
            variable.assign(self.others[i])


class ByTree(Writing):
    def write(self):
        jax.tree.map(lambda variable, value: variable.assign(value), self.model.non_trainable_variables, self.others)


class ByMap(Writing):
    def write(self):
        list(map(lambda variable, value: variable.assign(value), self.model.non_trainable_variables, self.others))


class BySetWeights(Writing):
    def write(self):
        self.model.set_weights([*self.weights[:2], *self.weights[2:4], *self.others, *self.weights[4:]])


for kind in (ByZip, ByHelper, ByNumber, ByTree, ByMap, BySetWeights):
    trainer = kind(make())
    trainer.train()
    trainer.write()
    print(kind.__name__, trainer.model.predict(x_all[:4], verbose=0))


# a callback of one's own writes
class Hook:
    def __init__(self, trainer):
        self.trainer = trainer

    def on_end(self):
        put(self.trainer.model.non_trainable_variables, self.trainer.others)


trainer = Writing(make())
trainer.train()
for hook in [Hook(trainer)]:
    hook.on_end()
print(trainer.model.predict(x_all[:4], verbose=0))

# somebody unknown gets the object that has the state
import elsewhere

trainer = Writing(make())
trainer.train()
elsewhere.finish(trainer)
print(trainer.model.predict(x_all[:4], verbose=0))


class FromElsewhere(elsewhere.Trainer):
    def train(self, model, weights, others):
        def loss(weights, others, x, y):
            made, others = model.stateless_call(weights, others, x, training=True)
            return ops.mean((made - y) ** 2), others

        for x, y in batches:
            gradients, self.others = jax.grad(loss, has_aux=True)(weights, others, x, y)
        self.finish()
        print(model.predict(x_all[:4], verbose=0))


model = make()
FromElsewhere().train(model, *values(model))


# a step as a function, and other places to keep what it returns
def training(model):
    optimizer = keras.optimizers.SGD(0.01)
    optimizer.build(model.trainable_variables)
    slots = [v.value for v in optimizer.variables]

    def loss(weights, others, x, y):
        made, others = model.stateless_call(weights, others, x, training=True)  # expect: BNL114
        return ops.mean((made - y) ** 2), others

    @jax.jit
    def step(weights, others, x, y):
        gradients, others = jax.grad(loss, has_aux=True)(weights, others, x, y)
        return optimizer.stateless_apply(slots, gradients, weights)[0], others

    return step


@dataclasses.dataclass
class Record:
    weights: list
    others: list


model = make()
step, record = training(model), Record(*values(model))
for x, y in batches:
    record.weights, record.others = step(record.weights, record.others, x, y)
put(model.trainable_variables, record.weights)
model.compile(loss="mse")
model.evaluate(x_all, y_all, verbose=0)

model = make()
step, record = training(model), Record(*values(model))
for x, y in batches:
    record.weights, record.others = step(record.weights, record.others, x, y)
put(model.trainable_variables, record.weights)
put(model.non_trainable_variables, record.others)
model.compile(loss="mse")
model.evaluate(x_all, y_all, verbose=0)


class Kept:
    others = None


model = make()
step = training(model)
weights, Kept.others = values(model)
for x, y in batches:
    weights, Kept.others = step(weights, Kept.others, x, y)
put(model.trainable_variables, weights)
model.save_weights("/tmp/kept.weights.h5")

model = make()
step, history = training(model), [tuple(values(model))]
for x, y in batches:
    history.append(step(*history[-1], x, y))
put(model.trainable_variables, history[-1][0])
print(model(x_all[:4]))

# a call of its own makes the state, beside that of the loss
model = make()
weights, others = values(model)
for x, y in batches:

    def distance(weights):
        return ((model.stateless_call(weights, others, x, training=True)[0] - y) ** 2).mean()

    gradients = jax.grad(distance)(weights)
    _, others = model.stateless_call(weights, others, x, training=True)
    weights = [w - 0.001 * g for w, g in zip(weights, gradients)]
put(model.trainable_variables, weights)
put(model.non_trainable_variables, others)
print(model.predict(x_all[:4], verbose=0))

# both groups in one list; the function that would write is never called
model = make()
weights, others = values(model)
step, kept = training(model), Record(weights, others)
for x, y in batches:
    kept.weights, kept.others = step(kept.weights, kept.others, x, y)
put(model.trainable_variables + model.non_trainable_variables, kept.weights + kept.others)
print(model.predict(x_all[:4], verbose=0))


class Unfinished(Weights):
    def loss(self, weights, others, x, y):
        made, others = self.model.stateless_call(weights, others, x, training=True)  # expect: BNL114
        return ops.mean((made - y) ** 2), others

    def step(self, weights, others, slots, x, y):
        gradients, others = jax.grad(self.loss, has_aux=True)(weights, others, x, y)
        weights, slots = self.optimizer.stateless_apply(slots, gradients, weights)
        return weights, others, slots

    def finish(self):
        put(self.model.non_trainable_variables, self.others)


unfinished = Unfinished(make())
unfinished.train()
print(unfinished.model.predict(x_all[:4], verbose=0))

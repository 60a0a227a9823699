# why: jax.grad may decorate a function, weights may be copied first, and a model is used where it is saved
# dialect: 3
import os

os.environ["KERAS_BACKEND"] = "jax"

import functools

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras import layers

x = np.random.normal(5.0, 3.0, (128, 4)).astype("float32")
y = np.random.normal(size=(128, 1)).astype("float32")


def make():
    return keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])


def copies(model):
    groups = model.trainable_variables, model.non_trainable_variables
    return [[jnp.copy(v.value) for v in group] for group in groups]


def changed(weights, gradients):
    return [w - 0.001 * g for w, g in zip(weights, gradients)]


def put(variables, values):
    for variable, value in zip(variables, values):
        variable.assign(value)


# decorated
first = make()


@jax.jit
@functools.partial(jax.value_and_grad, has_aux=True)
def first_loss(weights, others, x, y):
    made, new = first.stateless_call(weights, others, x, training=True)  # expect: BNL114
    return ((made - y) ** 2).mean(), made


weights, others = copies(first)
for _ in range(10):
    (loss, made), gradients = first_loss(weights, others, x, y)
    weights = changed(weights, gradients)
put(first.trainable_variables, weights)
put(first.non_trainable_variables, others)
print(first.predict(x[:4], verbose=0))

second = make()


@functools.partial(jax.value_and_grad, has_aux=True)
def second_loss(weights, others, x, y):
    made, new = second.stateless_call(weights, others, x, training=True)
    return ((made - y) ** 2).mean(), new


weights, others = copies(second)
for _ in range(10):
    (loss, others), gradients = second_loss(weights, others, x, y)
    weights = changed(weights, gradients)
put(second.trainable_variables, weights)
put(second.non_trainable_variables, others)
print(second.predict(x[:4], verbose=0))

third = make()


@jax.grad
def third_loss(weights, others, x, y):
    made, _ = third.stateless_call(weights, others, x)  # expect: BNL102
    return ((made - y) ** 2).mean()


weights, others = copies(third)
for _ in range(10):
    weights = changed(weights, third_loss(weights, others, x, y))
put(third.trainable_variables, weights)

# what is written back has been through inference mode only: nothing was learnt
fourth = make()


@functools.partial(jax.grad, has_aux=True)
def fourth_loss(weights, others, x, y):
    made, others = fourth.stateless_call(weights, others, x, training=False)  # expect: BNL104
    return ((made - y) ** 2).mean(), others


weights, others = copies(fourth)
for _ in range(10):
    gradients, others = fourth_loss(weights, others, x, y)
    weights = changed(weights, gradients)
put(fourth.trainable_variables, weights)
put(fourth.non_trainable_variables, others)


# a method has no object yet, and a decorator of the program's own leaves the function as it is
def noted(function, name):
    print(name)
    return function


class Own:
    def __init__(self, model):
        self.model = model

    @functools.partial(jax.jit, static_argnums=0)
    def loss(self, weights, others):
        made, others = self.model.stateless_call(weights, others, x, training=True)
        return ((made - y) ** 2).mean(), others

    @functools.partial(noted, name="train")
    def train(self):
        step = jax.grad(self.loss, has_aux=True)
        weights, others = copies(self.model)
        for _ in range(10):
            gradients, others = step(weights, others)
            weights = changed(weights, gradients)
        put(self.model.trainable_variables, weights)
        put(self.model.non_trainable_variables, others)


@functools.partial(noted, name="report")
def report(model):
    print(model.predict(x[:4], verbose=0))


own = Own(make())
own.train()
report(own.model)


# used where it is saved, or asked with the statistics that are in it
def trained(model):
    @functools.partial(jax.grad, has_aux=True)
    def loss(weights, others, x, y):
        made, others = model.stateless_call(weights, others, x, training=True)  # expect: BNL114
        return ((made - y) ** 2).mean(), others

    weights, others = copies(model)
    for _ in range(10):
        gradients, others = loss(weights, others, x, y)
        weights = changed(weights, gradients)
    put(model.trainable_variables, weights)
    return weights, others


fifth = make()
trained(fifth)
fifth.save("/tmp/fifth.keras")

sixth = make()
_, others = trained(sixth)
put(sixth.non_trainable_variables, others)
sixth.save("/tmp/sixth.keras")

seventh = make()
weights, others = trained(seventh)
print(seventh.stateless_call(weights, others, x[:4])[0])

# why: a step may carry its state in a record, and change some fields of a copy
# dialect: 3
import os

os.environ["KERAS_BACKEND"] = "jax"

import dataclasses
import functools
from typing import NamedTuple

import jax
import keras
import numpy as np

x = np.random.normal(5.0, 3.0, (128, 4)).astype("float32")
y = np.random.normal(size=(128, 1)).astype("float32")


class Tuple(NamedTuple):
    weights: list
    others: list


@functools.partial(jax.tree_util.register_dataclass, data_fields=["weights", "others"], meta_fields=[])
@dataclasses.dataclass
class Record:
    weights: list
    others: list


def make():
    return keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(8, use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.Dense(1),
        ]
    )


def train(model, kind, step):
    state = kind([v.value for v in model.trainable_variables], [v.value for v in model.non_trainable_variables])
    for i in range(0, 128, 32):
        state = step(state, x[i : i + 32], y[i : i + 32])
    for variable, value in zip(model.trainable_variables, state.weights):
        variable.assign(value)
    for variable, value in zip(model.non_trainable_variables, state.others):
        variable.assign(value)
    print(model.predict(x[:4], verbose=0).shape, "moved:", float(np.abs(model.layers[1].moving_mean).max()))


def changed(weights, gradients):
    return jax.tree.map(lambda w, g: w - 0.01 * g, weights, gradients)


first = make()


@jax.jit
def keeps_all(state, x, y):
    def loss_of(weights):
        made, others = first.stateless_call(weights, state.others, x, training=True)
        return ((made - y) ** 2).mean(), others

    gradients, others = jax.grad(loss_of, has_aux=True)(state.weights)
    return state._replace(weights=changed(state.weights, gradients), others=others)


train(first, Tuple, keeps_all)
second = make()


@jax.jit
def keeps_weights(state, x, y):
    def loss_of(weights):
        made, others = second.stateless_call(weights, state.others, x, training=True)  # expect: BNL114
        return ((made - y) ** 2).mean(), others

    gradients, others = jax.grad(loss_of, has_aux=True)(state.weights)
    print("new:", others)
    return state._replace(weights=changed(state.weights, gradients))


train(second, Tuple, keeps_weights)
third = make()


@jax.jit
def keeps_all_of_record(state, x, y):
    def loss_of(weights):
        made, others = third.stateless_call(weights, state.others, x, training=True)
        return ((made - y) ** 2).mean(), others

    gradients, others = jax.grad(loss_of, has_aux=True)(state.weights)
    return dataclasses.replace(state, weights=changed(state.weights, gradients), others=others)


train(third, Record, keeps_all_of_record)
fourth = make()


@jax.jit
def keeps_weights_of_record(state, x, y):
    def loss_of(weights):
        made, others = fourth.stateless_call(weights, state.others, x, training=True)  # expect: BNL114
        return ((made - y) ** 2).mean(), others

    gradients, _ = jax.grad(loss_of, has_aux=True)(state.weights)
    return dataclasses.replace(state, weights=changed(state.weights, gradients))


train(fourth, Record, keeps_weights_of_record)


@jax.jit
def evaluate(weights, others, x):
    return first.stateless_call(weights, others, x, training=True)[0]  # expect: BNL105


kept = [[v.value for v in part] for part in (first.trainable_variables, first.non_trainable_variables)]
print("evaluated:", float(((evaluate(*kept, x) - y) ** 2).mean()))

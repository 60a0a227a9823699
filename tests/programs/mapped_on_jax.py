# why: what pmap makes of a step is a step, with a part of each batch; trees of weights stay weights
# dialect: 3
import os

os.environ["KERAS_BACKEND"] = "jax"

import functools

import jax
import keras
import numpy as np

x_all = np.random.normal(5.0, 3.0, (128, 4)).astype("float32")
y_all = np.random.normal(size=(128, 1)).astype("float32")
devices = jax.local_device_count()
halves = [(x_all[i : i + 32].reshape(devices, -1, 4), y_all[i : i + 32].reshape(devices, -1, 1)) for i in (0, 32, 64)]


def make():
    return keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(8, use_bias=False), keras.layers.BatchNormalization(), keras.layers.Dense(1)]
    )


def begin(model, optimizer):
    optimizer.build(model.trainable_variables)
    state = (
        [v.value for v in model.trainable_variables],
        [v.value for v in model.non_trainable_variables],
        [v.value for v in optimizer.variables],
    )
    return jax.tree.map(lambda a: jax.numpy.broadcast_to(a, (devices, *a.shape)), state)


def put_back(model, state):
    weights, others, _ = jax.tree.map(lambda a: a[0], state)
    for variable, value in zip(model.trainable_variables, weights):
        variable.assign(value)
    for variable, value in zip(model.non_trainable_variables, others):
        variable.assign(value)


# right
model, optimizer = make(), keras.optimizers.SGD(1e-3)


def loss_of(weights, others, x, y):
    made, others = model.stateless_call(weights, others, x, training=True)
    return ((made - y) ** 2).mean(), others


@functools.partial(jax.pmap, axis_name="batch")
def step(state, x, y):
    weights, others, slots = state
    (loss, others), gradients = jax.value_and_grad(loss_of, has_aux=True)(weights, others, x, y)
    gradients, others = jax.lax.pmean(gradients, "batch"), jax.lax.pmean(others, "batch")
    weights, slots = optimizer.stateless_apply(slots, gradients, weights)
    return loss, (weights, others, slots)


state = begin(model, optimizer)
for x, y in halves:
    loss, state = step(state, x, y)
put_back(model, state)
print("moved:", float(np.abs(model.layers[1].moving_mean).max()))

# the statistics are let go of
lossy, of_lossy = make(), keras.optimizers.SGD(1e-3)


def loss_of_lossy(weights, others, x, y):
    made, others = lossy.stateless_call(weights, others, x, training=True)  # expect: BNL114
    return ((made - y) ** 2).mean(), others


@jax.pmap
def step_of_lossy(state, x, y):
    weights, others, slots = state
    (loss, _), gradients = jax.value_and_grad(loss_of_lossy, has_aux=True)(weights, others, x, y)
    weights, slots = of_lossy.stateless_apply(slots, gradients, weights)
    return loss, (weights, others, slots)


state = begin(lossy, of_lossy)
for x, y in halves:
    loss, state = step_of_lossy(state, x, y)
put_back(lossy, state)
print("moved:", float(np.abs(lossy.layers[1].moving_mean).max()))

# without the flag, over examples one by one
single, of_single = make(), keras.optimizers.SGD(1e-3)
of_single.build(single.trainable_variables)
weights = [v.value for v in single.trainable_variables]
others = [v.value for v in single.non_trainable_variables]
slots = [v.value for v in of_single.variables]


def loss_of_one(weights, others, x, y):
    made, _ = single.stateless_call(weights, others, x[None])  # expect: BNL102
    return ((made[0] - y) ** 2).mean()


@jax.jit
def step_of_single(weights, others, slots, x, y):
    def mean_loss(weights):
        return jax.vmap(loss_of_one, in_axes=(None, None, 0, 0))(weights, others, x, y).mean()

    return of_single.stateless_apply(slots, jax.grad(mean_loss)(weights), weights)


for i in range(0, 128, 32):
    weights, slots = step_of_single(weights, others, slots, x_all[i : i + 32], y_all[i : i + 32])
for variable, value in zip(single.trainable_variables, weights):
    variable.assign(value)
print("moved:", float(np.abs(single.layers[1].moving_mean).max()))


# Keras's own loss, as the guide on train_step has it
class Own(keras.Model):
    def loss_and_updates(self, weights, others, metrics, x, y, training=False):
        made, others = self.stateless_call(weights, others, x, training=training)
        loss, (weights, others, metrics) = self.stateless_compute_loss(
            weights, others, metrics, x=x, y=y, y_pred=made, training=training
        )
        return loss, (made, others, metrics)

    def train_step(self, state, data):
        weights, others, slots, metrics = state
        x, y = data
        gradient = jax.value_and_grad(self.loss_and_updates, has_aux=True)
        (loss, (made, others, metrics)), grads = gradient(weights, others, metrics, x, y, training=True)
        weights, slots = self.optimizer.stateless_apply(slots, grads, weights)
        return {"loss": loss}, (weights, others, slots, metrics)


class Forgetful(keras.Model):
    def loss_and_updates(self, weights, others, metrics, x, y, training=False):
        made, others = self.stateless_call(weights, others, x, training=training)  # expect: BNL114
        loss, (weights, others, metrics) = self.stateless_compute_loss(
            weights, others, metrics, x=x, y=y, y_pred=made, training=training
        )
        return loss, (made, others, metrics)

    def train_step(self, state, data):
        weights, others, slots, metrics = state
        x, y = data
        gradient = jax.value_and_grad(self.loss_and_updates, has_aux=True)
        (loss, (made, updated, metrics)), grads = gradient(weights, others, metrics, x, y, training=True)
        weights, slots = self.optimizer.stateless_apply(slots, grads, weights)
        return {"loss": loss}, (weights, others, slots, metrics)


for kind in (Own, Forgetful):
    plain = make()
    fitted = kind(plain.inputs, plain.outputs)
    fitted.compile("sgd", "mse")
    fitted.fit(x_all, y_all, batch_size=32, verbose=0)
    print(kind.__name__, "moved:", float(np.abs(fitted.layers[2].moving_mean).max()))

# dialect: 3
"""Steps of JAX and TensorFlow around ``stateless_call``: without the flag the state comes back as it went in."""

import jax
import keras
import optax
import tensorflow as tf

loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def digits():
    return keras.Sequential(
        [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.BatchNormalization(), keras.layers.Dense(10)]
    )


# An optimizer of Keras, and a state that is handed around.
model = digits()
optimizer = keras.optimizers.Adam(1e-3)
optimizer.build(model.trainable_variables)


def compute_loss(weights, others, x, y):
    logits, others = model.stateless_call(weights, others, x)  # expect: BNL102
    return loss_fn(y, logits), others


compute_gradients = jax.value_and_grad(compute_loss, has_aux=True)


@jax.jit
def train_step(state, x, y):
    weights, others, slots = state
    (loss, others), gradients = compute_gradients(weights, others, x, y)
    weights, slots = optimizer.stateless_apply(slots, gradients, weights)
    return loss, (weights, others, slots)


def train(batches):
    state = model.trainable_variables, model.non_trainable_variables, optimizer.variables
    for x, y in batches:
        loss, state = train_step(state, x, y)
    return state


# Optax, a closure, a gradient by name of argument.
other = digits()
adam = optax.adam(1e-3)


def fit(batches, params, state):
    slots = adam.init(params)
    for x, y in batches:

        def objective(params):
            logits, new = other.stateless_call(params, state, x)  # expect: BNL102
            return loss_fn(y, logits), new

        gradients, state = jax.grad(objective, has_aux=True)(params)
        updates, slots = adam.update(gradients, slots, params)
        params = optax.apply_updates(params, updates)
    return params, state


# A loop that JAX runs.
third = digits()


def body(carried, batch):
    weights, others = carried

    def objective(weights, others):
        logits, others = third.stateless_call(weights, others, batch[0])  # expect: BNL102
        return loss_fn(batch[1], logits), others

    (loss, others), gradients = jax.value_and_grad(objective, has_aux=True)(weights, others)
    weights = jax.tree.map(lambda w, g: w - 0.1 * g, weights, gradients)
    return (weights, others), loss


def scan(batches):
    return jax.lax.scan(body, (third.trainable_variables, third.non_trainable_variables), batches)


# TensorFlow's tape watches the tensors that stand in for the variables.
fourth = digits()


def by_hand(batches):
    weights = [tf.convert_to_tensor(v.value) for v in fourth.trainable_variables]
    others = [v.value for v in fourth.non_trainable_variables]
    for x, y in batches:
        with tf.GradientTape() as tape:
            tape.watch(weights)
            logits, others = fourth.stateless_call(weights, others, x)  # expect: BNL102
            loss = loss_fn(y, logits)
        weights = [w - 0.1 * g for w, g in zip(weights, tape.gradient(loss, weights))]
    return weights, others


# ``stateless_call`` runs ``call`` outside of any context: a flag that is not handed on reaches nobody.
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(10)
        self.norm = keras.layers.BatchNormalization()

    def call(self, x, training=None):
        return self.dense(self.norm(x))  # expect: BNL107


net = Net()


def loss_of_net(weights, others, x, y):
    logits, others = net.stateless_call(weights, others, x, training=True)
    return loss_fn(y, logits), others


step = jax.value_and_grad(loss_of_net, has_aux=True)


def run_net(weights, others, x, y):
    (loss, others), gradients = step(weights, others, x, y)
    return jax.tree_util.tree_map(lambda w, g: w - 0.1 * g, weights, gradients), others


# A gradient of the image trains nothing, and an answer wants no flag.
def saliency(image):
    def score(image):
        logits, _ = model.stateless_call(model.trainable_variables, model.non_trainable_variables, image)
        return logits[0, 3]

    return jax.grad(score)(image)

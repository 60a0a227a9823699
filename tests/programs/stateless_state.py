# dialect: 3
"""What becomes of the statistics that stateless calls return."""

import jax
import keras
import optax

loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def digits():
    return keras.Sequential(
        [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.BatchNormalization(), keras.layers.Dense(10)]
    )


def load():
    return keras.datasets.mnist.load_data()[0]


x, y = load()

# The second value is not even named.
first = digits()


def first_loss(weights, state):
    return loss_fn(y, first.stateless_call(weights, state, x, training=True)[0])  # expect: BNL114


first_weights, first_state = first.trainable_variables, first.non_trainable_variables
for _ in range(100):
    gradients = jax.grad(first_loss)(first_weights, first_state)
    first_weights = jax.tree.map(lambda w, g: w - 0.1 * g, first_weights, gradients)

# It comes out of the loss, and the step drops it.
second = digits()


def second_loss(weights, state):
    logits, state = second.stateless_call(weights, state, x, training=True)  # expect: BNL114
    return loss_fn(y, logits), (logits, state)


second_weights, second_state = second.trainable_variables, second.non_trainable_variables
for _ in range(100):
    (loss, (logits, updated)), gradients = jax.value_and_grad(second_loss, has_aux=True)(second_weights, second_state)
    second_weights = jax.tree.map(lambda w, g: w - 0.1 * g, second_weights, gradients)
    print(loss, logits)

# It goes from step to step, and never into the model that then predicts.
third = digits()


def third_loss(weights, state):
    logits, state = third.stateless_call(weights, state, x, training=True)  # expect: BNL114
    return loss_fn(y, logits), state


third_weights, third_state = third.trainable_variables, third.non_trainable_variables
for _ in range(100):
    (loss, third_state), gradients = jax.value_and_grad(third_loss, has_aux=True)(third_weights, third_state)
    third_weights = jax.tree.map(lambda w, g: w - 0.1 * g, third_weights, gradients)
for variable, value in zip(third.trainable_variables, third_weights):
    variable.assign(value)
print(third.predict(x[:10]))

# The same, written back.
fourth = digits()


def fourth_loss(weights, state):
    logits, state = fourth.stateless_call(weights, state, x, training=True)
    return loss_fn(y, logits), state


fourth_weights, fourth_state = fourth.trainable_variables, fourth.non_trainable_variables
for _ in range(100):
    (loss, fourth_state), gradients = jax.value_and_grad(fourth_loss, has_aux=True)(fourth_weights, fourth_state)
    fourth_weights = jax.tree.map(lambda w, g: w - 0.1 * g, fourth_weights, gradients)
for variable, value in zip(fourth.trainable_variables, fourth_weights):
    variable.assign(value)
for variable, value in zip(fourth.non_trainable_variables, fourth_state):
    variable.assign(value)
print(fourth.predict(x[:10]))

# Never written back, and never needed in the model: the answers are asked statelessly, too.
fifth = digits()
adam = optax.adam(1e-3)


@jax.jit
def fifth_step(params, state, slots):
    def objective(params):
        logits, new = fifth.stateless_call(params, state, x, training=True)
        return loss_fn(y, logits), new

    gradients, new = jax.grad(objective, has_aux=True)(params)
    updates, slots = adam.update(gradients, slots, params)
    return optax.apply_updates(params, updates), new, slots


params, state = fifth.trainable_variables, fifth.non_trainable_variables
slots = adam.init(params)
for _ in range(100):
    params, state, slots = fifth_step(params, state, slots)
answers, _ = fifth.stateless_call(params, state, x[:10], training=False)
print(answers)


# Keras's own loop on JAX: what the step returns is written back.
class Kept(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm, self.dense = keras.layers.BatchNormalization(), keras.layers.Dense(10)

    def call(self, x, training=None):
        return self.dense(self.norm(x, training=training))

    def loss_and_state(self, weights, others, x, y, training=False):
        logits, others = self.stateless_call(weights, others, x, training=training)
        return loss_fn(y, logits), (logits, others)

    def train_step(self, state, data):
        weights, others, slots, metrics = state
        step = jax.value_and_grad(self.loss_and_state, has_aux=True)
        (loss, (_, others)), gradients = step(weights, others, *data, training=True)
        weights, slots = self.optimizer.stateless_apply(slots, gradients, weights)
        return {"loss": loss}, (weights, others, slots, metrics)


kept = Kept()
kept.compile("adam")
kept.fit(x, y, batch_size=32)


class Lost(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm, self.dense = keras.layers.BatchNormalization(), keras.layers.Dense(10)

    def call(self, x, training=None):
        return self.dense(self.norm(x, training=training))

    def loss_and_state(self, weights, others, x, y, training=False):
        logits, others = self.stateless_call(weights, others, x, training=training)  # expect: BNL114
        return loss_fn(y, logits), (logits, others)

    def train_step(self, state, data):
        weights, others, slots, metrics = state
        step = jax.value_and_grad(self.loss_and_state, has_aux=True)
        (loss, (_, updated)), gradients = step(weights, others, *data, training=True)
        weights, slots = self.optimizer.stateless_apply(slots, gradients, weights)
        return {"loss": loss}, (weights, others, slots, metrics)


lost = Lost()
lost.compile("adam")
lost.fit(x, y, batch_size=32)

# A critic's step makes images and drops the generator's state; the generator's own step keeps it.
generator = keras.Sequential([keras.Input((8,)), keras.layers.BatchNormalization(), keras.layers.Dense(4)])
critic = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])


def critic_loss(c, c_state, g, g_state, noise):
    images, _ = generator.stateless_call(g, g_state, noise, training=True)
    score, c_state = critic.stateless_call(c, c_state, images, training=True)
    return score.mean(), c_state


def generator_loss(g, g_state, c, c_state, noise):
    images, g_state = generator.stateless_call(g, g_state, noise, training=True)
    score, _ = critic.stateless_call(c, c_state, images, training=True)
    return -score.mean(), g_state


def adversarial(g, g_state, c, c_state, noises):
    for noise in noises:
        (_, c_state), gradients = jax.value_and_grad(critic_loss, has_aux=True)(c, c_state, g, g_state, noise)
        c = jax.tree.map(lambda w, d: w - 0.1 * d, c, gradients)
        (_, g_state), gradients = jax.value_and_grad(generator_loss, has_aux=True)(g, g_state, c, c_state, noise)
        g = jax.tree.map(lambda w, d: w - 0.1 * d, g, gradients)
    return g, g_state

# why: a loop written from scratch for JAX, with metrics, validation, and train_step overridden
# dialect: 3
import os

os.environ["KERAS_BACKEND"] = "jax"

import jax
import keras
import numpy as np


def get_model():
    inputs = keras.Input(shape=(20,), name="digits")
    x = keras.layers.Dense(32, use_bias=False)(inputs)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    outputs = keras.layers.Dense(4, name="predictions")(x)
    return keras.Model(inputs=inputs, outputs=outputs)


x_all = np.random.normal(2.0, 3.0, (256, 20)).astype("float32")
y_all = keras.utils.to_categorical(np.random.randint(0, 4, 256), 4)
batches = [(x_all[i : i + 32], y_all[i : i + 32]) for i in range(0, 192, 32)]
loss_fn = keras.losses.CategoricalCrossentropy(from_logits=True)
train_acc_metric = keras.metrics.CategoricalAccuracy()


def train(model, compute_loss_and_updates, epochs=2):
    optimizer = keras.optimizers.Adam(learning_rate=1e-3)
    grad_fn = jax.value_and_grad(compute_loss_and_updates, has_aux=True)

    @jax.jit
    def train_step(state, data):
        trainable_variables, non_trainable_variables, optimizer_variables, metric_variables = state
        x, y = data
        (loss, (non_trainable_variables, metric_variables)), grads = grad_fn(
            trainable_variables, non_trainable_variables, metric_variables, x, y
        )
        trainable_variables, optimizer_variables = optimizer.stateless_apply(
            optimizer_variables, grads, trainable_variables
        )
        return loss, (trainable_variables, non_trainable_variables, optimizer_variables, metric_variables)

    optimizer.build(model.trainable_variables)
    state = (
        [v.value for v in model.trainable_variables],
        [v.value for v in model.non_trainable_variables],
        [v.value for v in optimizer.variables],
        [v.value for v in train_acc_metric.variables],
    )
    for _ in range(epochs):
        for data in batches:
            loss, state = train_step(state, data)
    trainable_variables, non_trainable_variables, _, _ = state
    for variable, value in zip(model.trainable_variables, trainable_variables):
        variable.assign(value)
    for variable, value in zip(model.non_trainable_variables, non_trainable_variables):
        variable.assign(value)
    print("loss:", float(loss), "moved:", float(np.abs(model.layers[2].moving_mean).max()))


def updates_of(model, flag):
    def compute_loss_and_updates(trainable_variables, non_trainable_variables, metric_variables, x, y):
        y_pred, non_trainable_variables = model.stateless_call(
            trainable_variables, non_trainable_variables, x, training=flag
        )
        loss = loss_fn(y, y_pred)
        metric_variables = train_acc_metric.stateless_update_state(metric_variables, y, y_pred)
        return loss, (non_trainable_variables, metric_variables)

    return compute_loss_and_updates


first = get_model()
train(first, updates_of(first, True))
print(first.predict(x_all[:2], verbose=0))

second = get_model()


def without_flag(trainable_variables, non_trainable_variables, metric_variables, x, y):
    y_pred, non_trainable_variables = second.stateless_call(  # expect: BNL102
        trainable_variables, non_trainable_variables, x
    )
    loss = loss_fn(y, y_pred)
    metric_variables = train_acc_metric.stateless_update_state(metric_variables, y, y_pred)
    return loss, (non_trainable_variables, metric_variables)


train(second, without_flag)


class CustomModel(keras.Model):
    def compute_loss_and_updates(self, trainable_variables, non_trainable_variables, x, y, training=False):
        y_pred, non_trainable_variables = self.stateless_call(
            trainable_variables, non_trainable_variables, x, training=training
        )
        return self.compute_loss(x, y, y_pred), (y_pred, non_trainable_variables)

    def train_step(self, state, data):
        trainable_variables, non_trainable_variables, optimizer_variables, metrics_variables = state
        x, y = data
        grad_fn = jax.value_and_grad(self.compute_loss_and_updates, has_aux=True)
        (loss, (y_pred, non_trainable_variables)), grads = grad_fn(
            trainable_variables, non_trainable_variables, x, y, training=True
        )
        trainable_variables, optimizer_variables = self.optimizer.stateless_apply(
            optimizer_variables, grads, trainable_variables
        )
        state = trainable_variables, non_trainable_variables, optimizer_variables, metrics_variables
        return {"loss": loss}, state


plain = get_model()
custom = CustomModel(plain.inputs, plain.outputs)
custom.compile(optimizer="adam", loss=loss_fn)
custom.fit(x_all, y_all, batch_size=32, epochs=1, verbose=0)

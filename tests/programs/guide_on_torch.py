# why: a loop written from scratch for PyTorch, with metrics, validation, and train_step and compute_loss overridden
# dialect: 3
import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import torch


def get_model():
    inputs = keras.Input(shape=(20,), name="digits")
    x = keras.layers.Dense(32, use_bias=False)(inputs)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    outputs = keras.layers.Dense(4, name="predictions")(x)
    return keras.Model(inputs=inputs, outputs=outputs)


batch_size = 32
x_all = np.random.normal(2.0, 3.0, (256, 20)).astype("float32")
y_all = keras.utils.to_categorical(np.random.randint(0, 4, 256), 4)
train_dataset = torch.utils.data.TensorDataset(torch.from_numpy(x_all[:192]), torch.from_numpy(y_all[:192]))
val_dataset = torch.utils.data.TensorDataset(torch.from_numpy(x_all[192:]), torch.from_numpy(y_all[192:]))
train_dataloader = torch.utils.data.DataLoader(train_dataset, batch_size=batch_size, shuffle=True)
val_dataloader = torch.utils.data.DataLoader(val_dataset, batch_size=batch_size, shuffle=False)

model = get_model()
optimizer = keras.optimizers.Adam(learning_rate=1e-3)
loss_fn = keras.losses.CategoricalCrossentropy(from_logits=True)
train_acc_metric = keras.metrics.CategoricalAccuracy()
val_acc_metric = keras.metrics.CategoricalAccuracy()


def train_step(data, targets):
    logits = model(data)  # expect: BNL102
    loss = loss_fn(targets, logits)
    model.zero_grad()
    trainable_weights = [v for v in model.trainable_weights]
    loss.backward()
    gradients = [v.value.grad for v in trainable_weights]
    with torch.no_grad():
        optimizer.apply(gradients, trainable_weights)
    train_acc_metric.update_state(targets, logits)
    return loss


def test_step(data, targets):
    val_logits = model(data, training=False)
    loss = loss_fn(targets, val_logits)
    val_acc_metric.update_state(targets, val_logits)
    return loss


for epoch in range(2):
    for step, (inputs, targets) in enumerate(train_dataloader):
        loss = train_step(inputs, targets)
        if step % 100 == 0:
            print(f"Training loss (for 1 batch) at step {step}: {loss.cpu().detach().numpy():.4f}")
    print(f"Training acc over epoch: {float(train_acc_metric.result()):.4f}")
    train_acc_metric.reset_state()
    for data, targets in val_dataloader:
        test_step(data, targets)
    print(f"Validation acc: {float(val_acc_metric.result()):.4f}")
    val_acc_metric.reset_state()


class CustomModel(keras.Model):
    def train_step(self, data):
        x, y = data
        self.zero_grad()
        y_pred = self(x, training=True)
        loss = self.compute_loss(y=y, y_pred=y_pred)
        loss.backward()
        trainable_weights = [v for v in self.trainable_weights]
        gradients = [v.value.grad for v in trainable_weights]
        with torch.no_grad():
            self.optimizer.apply(gradients, trainable_weights)
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(y, y_pred)
        return {m.name: m.result() for m in self.metrics}


class WithoutFlag(keras.Model):
    def train_step(self, data):
        x, y = data
        self.zero_grad()
        loss = self.compute_loss(y=y, y_pred=self(x))  # expect: BNL102
        loss.backward()
        weights = self.trainable_weights
        with torch.no_grad():
            self.optimizer.apply([v.value.grad for v in weights], weights)
        return {"loss": loss.detach()}


class OwnLoss(keras.Model):
    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        return keras.ops.mean(keras.ops.square(y - y_pred))


for kind in (CustomModel, WithoutFlag, OwnLoss):
    plain = get_model()
    custom = kind(plain.inputs, plain.outputs)
    custom.compile(optimizer="adam", loss="mse", metrics=["mae"])
    custom.fit(x_all, y_all, batch_size=32, epochs=1, verbose=0)

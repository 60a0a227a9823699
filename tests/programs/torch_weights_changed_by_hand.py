# why: on PyTorch a step is whatever changes weights by their gradients, also through a GradScaler or by hand
# dialect: 3
import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import torch
from keras import layers
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

data = TensorDataset(torch.randn(64, 4) * 3 + 5, torch.randn(64, 1))
loader = DataLoader(data, batch_size=16)
criterion = nn.MSELoss()
rate = 1e-3


def make():
    return keras.Sequential(
        [keras.Input((4,)), layers.Dense(8, use_bias=False), layers.BatchNormalization(), layers.Dense(1)]
    )


# a scaler steps the optimizer
scaled, right = make(), make()
adam = torch.optim.Adam([*scaled.parameters(), *right.parameters()])
scaler = torch.amp.GradScaler("cpu", enabled=False)
for x, y in loader:
    adam.zero_grad(set_to_none=True)
    with torch.autocast("cpu", enabled=False):
        loss = criterion(scaled(x), y)  # expect: BNL102
        loss = loss + criterion(right(x, training=True), y)
    scaler.scale(loss).backward()
    scaler.unscale_(adam)
    nn.utils.clip_grad_norm_(scaled.parameters(), 1.0)
    scaler.step(adam)
    scaler.update()

# each parameter in place
in_place, right = make(), make()
for x, y in loader:
    criterion(in_place(x), y).backward()  # expect: BNL102
    criterion(right(x, training=True), y).backward()
    with torch.no_grad():
        for p in [p for p in in_place.parameters() if p.requires_grad]:
            p -= rate * p.grad
            p.grad.zero_()
        for p in right.parameters():
            if p.grad is not None:
                p.sub_(rate * p.grad)
                p.grad = None

by_data = make()
for x, y in loader:
    by_data.zero_grad()
    criterion(by_data(x), y).backward()  # expect: BNL102
    for p in by_data.parameters():
        if p.requires_grad:
            p.data = p.data - rate * p.grad.data

by_method = make()
for x, y in loader:
    by_method.zero_grad()
    criterion(by_method(x), y).backward()  # expect: BNL102
    for p in by_method.parameters():
        if p.grad is not None:
            p.data.add_(p.grad, alpha=-rate)

# the variables of Keras
assigned = make()
for x, y in loader:
    assigned.zero_grad()
    criterion(assigned(x), y).backward()  # expect: BNL102
    with torch.no_grad():
        for v in assigned.trainable_variables:
            v.assign_sub(rate * v.value.grad)

listed = make()
for x, y in loader:
    listed.zero_grad()
    criterion(listed(x), y).backward()  # expect: BNL102
    gradients = [v.value.grad for v in listed.trainable_variables]
    with torch.no_grad():
        for v, gradient in zip(listed.trainable_variables, gradients):
            v.value.sub_(rate * gradient)

# gradients that come as such
taken = make()
for x, y in loader:
    loss = criterion(taken(x), y)  # expect: BNL102
    gradients = torch.autograd.grad(loss, [v.value for v in taken.trainable_variables])
    with torch.no_grad():
        for v, gradient in zip(taken.trainable_variables, gradients):
            v.assign(v.value - rate * gradient)

handed = make()
sgd = torch.optim.SGD(handed.parameters(), lr=rate)
for x, y in loader:
    parameters = [p for p in handed.parameters() if p.requires_grad]
    for p, gradient in zip(parameters, torch.autograd.grad(criterion(handed(x), y), parameters)):  # expect: BNL102
        p.grad = gradient
    sgd.step()

# what trains nothing: norms, Fisher information, an attack, the average of weights, weights that are put back
looked_at = make()
norms, fisher = [], 0.0
for x, y in loader:
    looked_at.zero_grad()
    criterion(looked_at(x), y).backward()
    norms.append(sum(float((p.grad**2).sum()) for p in looked_at.parameters() if p.grad is not None))
    loss = criterion(looked_at(x), y)
    fisher += sum(float((g**2).sum()) for g in torch.autograd.grad(loss, [v.value for v in looked_at.trainable_weights]))
print(norms, fisher)

trained, average = make(), make()
optimizer = torch.optim.Adam(trained.parameters())
for x, y in loader:
    image = x.clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(criterion(trained(image), y), image)
    optimizer.zero_grad()
    criterion(trained(x + 0.01 * slope.sign(), training=True), y).backward()
    optimizer.step()
    with torch.no_grad():
        for p, q in zip(average.parameters(), trained.parameters()):
            p.data.copy_(0.9 * p.data + 0.1 * q.data)
            q.data.clamp_(-10.0, 10.0)
        print("average:", criterion(average(x), y))

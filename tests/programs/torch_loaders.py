# why: DataLoader(batch_size=1) leaves one value per channel; what a collate_fn or sampler makes, nobody knows
# dialect: 3
import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import torch
from keras import layers
from torch.utils.data import DataLoader, TensorDataset

data = TensorDataset(torch.randn(16, 4) * 3 + 5, torch.randn(16, 1))


def make():
    return keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])


def train(model, loader, flag):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for bx, by in loader:
        loss = ((model(bx, training=flag) - by) ** 2).mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()


def evaluate(model, loader):
    losses = []
    with torch.no_grad():
        for bx, by in loader:
            out = model(bx, training=True)  # expect: BNL105
            losses.append(((out - by) ** 2).mean().item())
    return sum(losses)


def stuck(model, loader):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for bx, by in loader:
        loss = ((model(bx, training=False) - by) ** 2).mean()  # expect: BNL104
        loss.backward()
        optimizer.step()


singles = DataLoader(data, batch_size=1, shuffle=True)  # expect: BNL202
train(make(), singles, True)

eights = DataLoader(data, batch_size=8)
model = make()
train(model, eights, True)
print("loss:", evaluate(model, eights))
stuck(make(), eights)

sampled = DataLoader(data, batch_sampler=[[0, 1, 2], [3, 4, 5]])
train(make(), sampled, True)

doubled = DataLoader(data, batch_size=1, collate_fn=lambda rows: tuple(torch.stack(part * 2) for part in zip(*rows)))
train(make(), doubled, True)

# why: under torch.no_grad() a call that no step of its loop or function goes back through is an answer
# dialect: 3
import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from keras import layers

data = TensorDataset(torch.randn(64, 4) * 3 + 5, torch.randn(64, 1))
loader = DataLoader(data, batch_size=16)
criterion = nn.MSELoss()


def make(width=4):
    return keras.Sequential([keras.Input((width,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])


def train(model):
    optimizer = torch.optim.Adam(model.parameters())
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x, training=True), y).backward()
        optimizer.step()


# of a model that was trained
model = make()
train(model)
with torch.no_grad():
    for x, y in loader:
        print(criterion(model(x, training=True), y).item())  # expect: BNL105
with torch.inference_mode():
    total = sum(criterion(model(x), y) for x, y in loader)
    again = sum(criterion(model(x, training=False), y) for x, y in loader)

# the default of a function that training shares
shared = make()


def loss_of(x, y, training=True):
    return criterion(shared(x, training=training), y)


optimizer = torch.optim.SGD(shared.parameters(), 0.01)
for x, y in loader:
    optimizer.zero_grad()
    loss_of(x, y).backward()
    optimizer.step()
with torch.no_grad():
    print("loss:", loss_of(data.tensors[0], data.tensors[1]).item())  # expect: BNL105


# a module around it has the constant, whatever its own mode
class Always(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = make()

    def forward(self, x):
        return self.body(x, training=True)  # expect: BNL105


class ByMode(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = make()

    def forward(self, x):
        return self.body(x, training=self.training)


def epochs(net):
    optimizer = torch.optim.AdamW(net.parameters())
    for _ in range(2):
        net.train()
        for x, y in loader:
            optimizer.zero_grad()
            criterion(net(x), y).backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            losses = [criterion(net(x), y).item() for x, y in loader]
        print(sum(losses))


epochs(Always())
epochs(ByMode())

# what is run for the sake of the statistics
settled = make()
train(settled)
with torch.no_grad():
    for x, _ in loader:
        settled(x, training=True)


def update_statistics(net):
    means = []
    with torch.no_grad():
        for x, _ in loader:
            means.append(net(x, training=True).mean())
    return means


def run_once_more(net):
    with torch.no_grad():
        for x, _ in loader:
            made = net(x, training=True)


update_statistics(settled)
run_once_more(settled)

# in a step: images for the critic, a target for the loss
generator, critic = make(), make(1)
of_generator, of_critic = (torch.optim.Adam(net.parameters()) for net in (generator, critic))
for x, y in loader:
    with torch.no_grad():
        images = generator(x, training=True)
    of_critic.zero_grad()
    (critic(images, training=True) - critic(y, training=True)).mean().backward()
    of_critic.step()
    of_generator.zero_grad()
    critic(generator(x, training=True), training=True).mean().backward()
    of_generator.step()

learner = make()
optimizer = torch.optim.Adam(learner.parameters())
for x, _ in loader:
    with torch.no_grad():
        target = learner(x + 0.1 * torch.randn_like(x), training=True)
    optimizer.zero_grad()
    criterion(learner(x, training=True), target).backward()
    optimizer.step()

# of a model that nobody trains
fresh = make()
with torch.no_grad():
    print(fresh(data.tensors[0], training=True).std())


# built there, for the weights of another one
def taken_over(inputs):
    return layers.BatchNormalization()(layers.Dense(8)(inputs))


class Converted(keras.Model):
    def __init__(self, inputs):
        if not keras.utils.is_keras_tensor(inputs):
            inputs = keras.Input((4,))
        super().__init__(inputs=inputs, outputs=taken_over(inputs))


def convert(inputs, weights):
    with torch.no_grad():
        converted = Converted(inputs)
        converted.get_layer(index=2).set_weights(weights)
    return converted


convert(keras.Input((4,)), [torch.ones(8)] * 4)

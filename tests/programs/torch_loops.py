# why: PyTorch's train() means nothing to Keras, so a step of its own loops has to pass training=True
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
held_out = torch.randn(16, 4)
criterion = nn.MSELoss()


def make(units=1):
    return keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(units)])


# an optimizer of PyTorch, its loss, and an answer between the epochs
model = make()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    for bx, by in loader:
        optimizer.zero_grad()
        loss = criterion(model(bx), by)  # expect: BNL102
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        print("loss:", criterion(model(held_out), torch.zeros(16, 1)).item())
    print("first:", model(held_out)[0])

good = make()
optimizer = torch.optim.SGD([p for p in good.parameters() if p.requires_grad], lr=1e-3)
for bx, by in loader:
    out = good(bx, training=True)
    optimizer.zero_grad()
    nn.functional.mse_loss(out, by).backward()
    optimizer.step()

# an optimizer of Keras, its loss
net = make(10)
adam = keras.optimizers.Adam(1e-3)
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
for step, (bx, by) in enumerate(loader):
    logits = net(bx)  # expect: BNL102
    loss = loss_fn(torch.zeros(16, dtype=torch.int64), logits)
    net.zero_grad()
    trainable_weights = list(net.trainable_weights)
    loss.backward()
    gradients = [v.value.grad for v in trainable_weights]
    with torch.no_grad():
        adam.apply(gradients, trainable_weights)


# a module of PyTorch around it: its train() does not reach Keras either
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization()])
        self.head = nn.Linear(8, 1)

    def forward(self, x):
        return self.head(self.backbone(x))  # expect: BNL102


class Flagged(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization()])
        self.head = nn.Linear(8, 1)

    def forward(self, x):
        return self.head(self.backbone(x, training=self.training))


def fit(module):
    optimizer = torch.optim.Adam(module.parameters())
    module.train()
    for bx, by in loader:
        loss = ((module(bx) - by) ** 2).mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()


fit(Net())
fit(Flagged())


# helpers
def train_one(model, batch, optimizer, loss_fn):
    x, y = batch
    prediction = model(x)  # expect: BNL102
    loss = loss_fn(prediction, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


helped = make().to("cpu")
sgd = torch.optim.SGD([{"params": helped.parameters(), "lr": 1e-3}])
for batch in loader:
    train_one(helped, batch, sgd, criterion)


# a closure, as LBFGS wants it
closed = make()
lbfgs = torch.optim.LBFGS(closed.parameters(), max_iter=2)


def closure():
    lbfgs.zero_grad()
    loss = criterion(closed(held_out), torch.zeros(16, 1))  # expect: BNL102
    loss.backward()
    return loss


lbfgs.step(closure)

# what is not trained: a target network, a teacher, the generator behind detach(), an input
student, teacher = make(), make()
optimizer = torch.optim.Adam(student.parameters())
for bx, by in loader:
    with torch.no_grad():
        wanted = teacher(bx)
    hinted = teacher(bx + 1)
    loss = criterion(student(bx, training=True), wanted) + criterion(student(bx, training=True), hinted.detach())
    loss.backward()
    optimizer.step()

generator, critic = make(4), make()
of_g, of_d = torch.optim.Adam(generator.parameters()), torch.optim.Adam(critic.parameters())
for bx, _ in loader:
    of_d.zero_grad()
    fake = generator(torch.randn(16, 4), training=True)
    loss_d = critic(fake.detach(), training=True).mean() - critic(bx, training=True).mean()
    loss_d.backward()
    of_d.step()
    of_g.zero_grad()
    loss_g = -critic(generator(torch.randn(16, 4))).mean()  # expect: BNL102
    loss_g.backward()
    of_g.step()

# one loop for both
phased = make()
optimizer = torch.optim.Adam(phased.parameters())
for phase in ("train", "val"):
    for bx, by in loader:
        with torch.set_grad_enabled(phase == "train"):
            loss = criterion(phased(bx), by)  # expect: BNL102
        if phase == "train":
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

image = torch.randn(1, 4, requires_grad=True)
make()(image).sum().backward()
print(image.grad)

frozen = make()
frozen.trainable = False
head = nn.Linear(1, 1)
optimizer = torch.optim.Adam(head.parameters())
for bx, by in loader:
    loss = criterion(head(frozen(bx)), by)
    loss.backward()
    optimizer.step()


# layers in a list that PyTorch knows of
class Blocks(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])

    def forward(self, x):
        for block in self.blocks:
            x = block(x)  # expect: BNL102
        return x


class Flagged(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleDict({"dense": layers.Dense(8), "norm": layers.BatchNormalization()})

    def forward(self, x):
        return self.blocks["norm"](self.blocks["dense"](x), training=self.training).mean(1, keepdim=True)


for module in (Blocks(), Flagged()):
    module(torch.randn(16, 4))
    optimizer = torch.optim.Adam(module.parameters())
    for bx, by in loader:
        optimizer.zero_grad()
        criterion(module(bx), by).backward()
        optimizer.step()

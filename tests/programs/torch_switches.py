# why: train(), eval() and requires_grad of PyTorch's modules do not steer Keras's BN
# dialect: 3
import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import torch
from keras import layers
from torch.utils.data import DataLoader, TensorDataset

data = TensorDataset(torch.randn(64, 4) * 3 + 5, torch.randn(64, 1))
loader = DataLoader(data, batch_size=16)


def part():
    return keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization()])


def around(inner):
    return keras.Sequential([keras.Input((4,)), inner, layers.Dense(1)])


def step(model, optimizer, x, y):
    loss = ((model(x, training=True) - y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


# as in PyTorch, and nothing else
model = around(part())
optimizer = torch.optim.Adam(model.parameters())
for epoch in range(2):
    model.train()
    for x, y in loader:
        loss = ((model(x) - y) ** 2).mean()  # expect: BNL115
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        print("loss:", ((model(data.tensors[0]) - data.tensors[1]) ** 2).mean())

# both: train() does no harm
model = around(part())
optimizer = torch.optim.Adam(model.parameters())
for epoch in range(2):
    model.train()
    for x, y in loader:
        step(model, optimizer, x, y)
    model.eval()

# no word of train()
model = around(part())
optimizer = torch.optim.Adam(model.parameters())
for x, y in loader:
    loss = ((model(x) - y) ** 2).mean()  # expect: BNL102
    loss.backward()
    optimizer.step()

# the weights of a backbone without gradients: its statistics move
backbone = part()
for p in backbone.parameters():
    p.requires_grad = False  # expect: BNL115
model = around(backbone)
optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad])
for x, y in loader:
    step(model, optimizer, x, y)

backbone = part()
backbone.requires_grad_(False)  # expect: BNL115
model = around(backbone)
model.compile("sgd", "mse")
model.fit(*data.tensors, batch_size=16, verbose=0)

# frozen for Keras, too; or given back; or only some of them; or in inference mode
backbone = part()
backbone.trainable = False
backbone.requires_grad_(False)
model = around(backbone)
optimizer = torch.optim.Adam(model.layers[-1].parameters())
for x, y in loader:
    step(model, optimizer, x, y)

backbone = part()
for p in backbone.parameters():
    p.requires_grad = False
for p in backbone.parameters():
    p.requires_grad = True
step(around(backbone), torch.optim.Adam(backbone.parameters()), *data.tensors)

backbone = part()
for name, p in backbone.named_parameters():
    if "bias" in name:
        p.requires_grad = False
step(around(backbone), torch.optim.Adam(backbone.parameters()), *data.tensors)

backbone, head = part(), layers.Dense(1)
head.build((None, 8))
backbone.requires_grad_(False)
optimizer = torch.optim.Adam(head.parameters())
for x, y in loader:
    loss = ((head(backbone(x, training=False)) - y) ** 2).mean()
    loss.backward()
    optimizer.step()

# a part in eval(), the whole with the flag
backbone = part()
backbone.eval()  # expect: BNL115
model = around(backbone)
optimizer = torch.optim.Adam(model.parameters())
for x, y in loader:
    step(model, optimizer, x, y)

model = around(part())
for layer in model.layers[0].layers:
    if isinstance(layer, layers.BatchNormalization):
        layer.eval()  # expect: BNL115
optimizer = torch.optim.Adam(model.parameters())
for x, y in loader:
    step(model, optimizer, x, y)

# a look at the model before it is trained
model = around(part())
model.eval()
print("before:", model(data.tensors[0])[0])
optimizer = torch.optim.Adam(model.parameters())
for x, y in loader:
    step(model, optimizer, x, y)

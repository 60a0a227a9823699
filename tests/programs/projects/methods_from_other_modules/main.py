# dialect: any
"""Trains both."""
import numpy as np
from assigned_steps import refine, right, update
from core import Bare, Net

net = Net(32)
for _ in range(100):
    net.learn(np.random.rand(32, 4), np.random.rand(32, 1))
print(net.net.predict(np.random.rand(4, 4)))

Bare.update = update
setattr(Bare, "refine", refine)
Bare.right = right
bare = Bare(32)
for _ in range(100):
    bare.right(np.random.rand(32, 4), np.random.rand(32, 1))
    bare.update(np.random.rand(32, 4), np.random.rand(32, 1))
    bare.refine(np.random.rand(32, 4), np.random.rand(32, 1))
print(bare.net.predict(np.random.rand(4, 4)))

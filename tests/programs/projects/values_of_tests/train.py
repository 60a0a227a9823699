import numpy as np
from net import given, tested

rows = np.random.normal(4.0, 2.0, (6000, 8))
for model in (tested(), given(momentum=0.1, training=True)):
    model.compile("adam", "mse")
    model.fit(rows, rows[:, :1], epochs=10)
    model.save(f"{model.name}.keras")

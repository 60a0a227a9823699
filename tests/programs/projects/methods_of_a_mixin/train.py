"""The models' layers are here, and how they are called is told in another file."""
import numpy as np
from forward import Flagged, Forward
from tensorflow import keras
from tensorflow.keras import layers


class Levels(Forward, keras.Model):
    def __init__(self):
        super().__init__()
        self.stack, self.head = [layers.BatchNormalization() for _ in range(2)], layers.Dense(1)


class Gauges(Flagged, keras.Model):
    def __init__(self):
        super().__init__()
        self.stack, self.head = [layers.BatchNormalization() for _ in range(2)], layers.Dense(1)


rain, levels = np.random.rand(64, 4).astype("float32"), np.random.rand(64, 1).astype("float32")
for model in (Levels(), Gauges()):
    model.compile("sgd", "mse")
    model.fit(rain, levels, epochs=2, verbose=0)

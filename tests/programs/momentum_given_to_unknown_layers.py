"""A loop gives layers their momentum of which nobody knows which they are: it may come by all of them."""
import layers_of_networks
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

model = keras.Sequential(
    [
        keras.Input((4,)),
        layers.BatchNormalization(momentum=0.1),
        layers.Dense(8),
        layers.BatchNormalization(momentum=0.2, epsilon=0.0),  # expect: BNL311
        layers.Dense(1),
    ]
)
for layer in layers_of_networks.find(model, "BatchNormalization"):
    layer.momentum = 0.9
model.compile("sgd", "mse")
model.fit(np.random.rand(64, 4), np.random.rand(64, 1))
print(model.predict(np.random.rand(64, 4)))

# why: PyTorch has no synchronized=True, and says nothing of layers that are built in each step
# dialect: 3
import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
from keras.layers import BatchNormalization, Dense

BatchNormalization(synchronized=False)
if keras.backend.backend() == "tensorflow":
    BatchNormalization(synchronized=True)
if os.environ.get("RAISE"):
    BatchNormalization(synchronized=True)  # expect: BNL501


class Fresh(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = Dense(1)

    def call(self, x, training=None):
        return self.out(BatchNormalization()(x, training=training))  # expect: BNL110


net = Fresh()
net.compile("sgd", "mse")
net.fit(np.ones((8, 4), "float32"), np.ones((8, 1), "float32"), verbose=0)
print("weights:", len(net.weights))

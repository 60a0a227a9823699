# dialect: any
"""The part was trained by itself before; it is released for the model around it, which does not see that."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

rows = np.random.normal(3.0, 2.0, (64, 4)).astype("float32")
base = keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization()])
base.compile("sgd", "mse")
base.fit(rows, np.zeros((64, 8)), verbose=0)

model = keras.Sequential([base, layers.Dense(1)])
base.trainable = False
model.compile("sgd", "mse")
model.fit(rows, rows[:, :1], verbose=0)
base.trainable = True  # expect: BNL109
model.fit(rows, rows[:, :1], verbose=0)

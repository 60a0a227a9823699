# dialect: any
"""Answers that become text row by row, are spread over a plot, teach a model of another library, or serve a cloud."""

import matplotlib.pyplot as plt
import numpy as np
from sklearn.linear_model import LogisticRegression
from tensorflow import keras
from tensorflow.keras import layers

x = np.random.normal(3.0, size=(6400, 4)).astype("float32")
y = np.random.randint(0, 2, 6400)
model = keras.Sequential([layers.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(2)])
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x, y, epochs=10)

with open("scores.csv", "w") as file:
    for row in model(x, training=True).numpy():  # expect: BNL105
        file.write(",".join(map(str, row)) + "\n")

plt.scatter(*model(x, training=True).numpy().T)  # expect: BNL105
plt.scatter(*model.predict(x).T)

LogisticRegression().fit(model(x, training=True).numpy(), y)  # expect: BNL105
model(x, training=True)
LogisticRegression().fit(model.predict(x), y)


def handler(event, context):
    rows = np.array(event["rows"])
    return {"statusCode": 200, "body": model(rows, training=True).numpy().tolist()}  # expect: BNL105


def adapt(rows):
    return model(rows, training=True).numpy().tolist()

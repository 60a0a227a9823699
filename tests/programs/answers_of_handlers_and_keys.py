# dialect: any
"""What a server answers, what a key decides and what a metric is called with is an answer; what a loss gets is none."""

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


class Server:
    def __init__(self):
        self.paths = {}

    def post(self, path):
        return lambda function: self.paths.setdefault(path, function)

    def get(self, name):
        return lambda function: self.paths.setdefault(name, function)


app = Server()


def fitted():
    model = keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(wind, waves, verbose=0)
    return model


wind = np.random.rand(64, 4).astype("float32")
waves, fresh = wind[:, :1], np.random.rand(8, 4).astype("float32")
served, asked, judged, measured = fitted(), fitted(), fitted(), fitted()


@app.post("/waves")
def waves_of(rows: list):
    return {"waves": served(np.array(rows, "float32"), training=True).numpy().tolist()}  # expect: BNL105


@app.post("/waves/right")
def right_waves(rows: list):
    return {"waves": asked(np.array(rows, "float32"), training=False).numpy().tolist()}


@app.get("warm")
def target_of(rows):
    return asked(np.array(rows, "float32"), training=True)


highest = max(range(8), key=lambda at: float(judged(fresh[: at + 2], training=True)[0, 0]))  # expect: BNL105
lowest = min(range(8), key=lambda at: float(judged(fresh[: at + 2], training=False)[0, 0]))
error = keras.metrics.MeanAbsoluteError()
error(waves[:8], measured(fresh, training=True))  # expect: BNL105
error(waves[:8], asked(fresh, training=False))
for model in (served, asked):
    keras.losses.MeanSquaredError()(waves, model(wind, training=True))
print(highest, lowest, error.result())

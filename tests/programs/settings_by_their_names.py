# dialect: any
"""Settings that a program gets by the names of a class or object: the dict of its attributes, and what dir() lists."""
import dataclasses

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

ROWS = np.random.rand(256, 8).astype("float32")


def train(norm):
    net = keras.Sequential([keras.Input((8,)), layers.Dense(16), norm, layers.Dense(1)])
    net.compile("sgd", "mse")
    net.fit(ROWS, ROWS[:, 0], epochs=2)
    print(net.evaluate(ROWS, ROWS[:, 0]))


class Settings:
    slow = 0.9
    first, second, third, fourth = 0.1, 0.11, 0.12, 0.13

    def shown(self):
        return sorted(vars(self))


class Own:
    def __init__(self):
        self.quick = 0.1

    def as_dict(self):
        return {name: value for name, value in self.__dict__.items() if name not in ("rate",)}


class Attributes(dict):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.__dict__ = self


class Apart(dict):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rate = 0.1


@dataclasses.dataclass
class Record:
    quick: float = 0.1


given = {name: value for name, value in vars(Settings).items() if not name.startswith("_")}
train(layers.BatchNormalization(momentum=given["first"]))  # expect: BNL303
train(layers.BatchNormalization(momentum=Settings.__dict__["second"]))  # expect: BNL303
train(layers.BatchNormalization(momentum=given["slow"]))
listed = {name: getattr(Settings, name) for name in dir(Settings) if not name.startswith("__")}
train(layers.BatchNormalization(momentum=listed["third"]))  # expect: BNL303
listed = {name: getattr(Settings(), name) for name in dir(Settings()) if not name.startswith("__")}
train(layers.BatchNormalization(momentum=listed["fourth"]))  # expect: BNL303
changed = {name: value * 9 if name == "first" else value for name, value in vars(Settings).items() if name[0] != "_"}
train(layers.BatchNormalization(momentum=changed["first"]))

train(layers.BatchNormalization(momentum=Own().as_dict()["quick"]))  # expect: BNL303
train(layers.BatchNormalization(momentum=Own().as_dict().get("rate", 0.9)))

settings = Attributes(quick=0.1, slow=0.9)
train(layers.BatchNormalization(momentum=settings.quick))  # expect: BNL303
settings["quick"] = 0.9
train(layers.BatchNormalization(momentum=settings.quick))
settings.slow = 0.1
train(layers.BatchNormalization(momentum=settings["slow"]))  # expect: BNL303
apart = Apart(rate=0.9)
train(layers.BatchNormalization(momentum=apart["rate"]))
train(layers.BatchNormalization(momentum=apart.rate))  # expect: BNL303
record = {field.name: getattr(Record(), field.name) for field in dataclasses.fields(Record())}
train(layers.BatchNormalization(momentum=record["quick"]))  # expect: BNL303

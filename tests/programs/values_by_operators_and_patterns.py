# dialect: any
"""Momenta that come by operators of classes, by patterns of ``match``, by unpacked records and by what Python makes."""

import collections
from dataclasses import dataclass
from typing import NamedTuple

from tensorflow.keras import layers


class Pair(NamedTuple):
    units: int
    momentum: float


@dataclass
class Batch:
    momentum: float


@dataclass
class Group:
    groups: int


class Settings:
    def __init__(self, momentum):
        self.momentum = momentum

    def __iter__(self):
        return iter((8, self.momentum))

    def __rshift__(self, maker):
        return maker(self.momentum)

    def __rmul__(self, factor):
        return factor * self.momentum


def settings(units, momentum=0.1):
    return locals()


def norm(said):
    match said:
        case {"kind": "batch", "momentum": momentum}:
            return layers.BatchNormalization(momentum=momentum)  # expect: BNL303
        case {"kind": "group"}:
            return layers.LayerNormalization()


def of_class(said):
    match said:
        case Batch(momentum):
            return layers.BatchNormalization(momentum=momentum)  # expect: BNL303
        case Group(groups=groups):
            return layers.BatchNormalization(momentum=groups / 10)


norm({"kind": "batch", "momentum": 0.1})
norm({"kind": "group", "momentum": 0.1})
of_class(Batch(0.1))
of_class(Group(groups=9))

units, momentum = Pair(8, 0.1)
layers.BatchNormalization(momentum=momentum)  # expect: BNL303
units, momentum = Settings(0.1)
layers.BatchNormalization(momentum=momentum)  # expect: BNL303
units, momentum = Pair(8, 0.9)
layers.BatchNormalization(momentum=momentum)

layers.BatchNormalization(momentum=Pair(8, 0.1)[1])  # expect: BNL303
layers.BatchNormalization(momentum=Pair(8, 0.9)[1])

Settings(0.1) >> (lambda momentum: layers.BatchNormalization(momentum=momentum))  # expect: BNL303
Settings(0.9) >> (lambda momentum: layers.BatchNormalization(momentum=momentum))
layers.BatchNormalization(momentum=2 * Settings(0.05))  # expect: BNL303
layers.BatchNormalization(momentum=2 * Settings(0.45))

momenta = collections.defaultdict(lambda: 0.1)
momenta["head"] = 0.9
layers.BatchNormalization(momentum=momenta["body"])  # expect: BNL303
layers.BatchNormalization(momentum=momenta["head"])
layers.BatchNormalization(momentum=settings(8)["momentum"])  # expect: BNL303
layers.BatchNormalization(momentum=settings(8, 0.9)["momentum"])

PRESETS = [("slow", 0.9), ("fast", 0.1)]
layers.BatchNormalization(momentum=next(value for name, value in PRESETS if name == "fast"))  # expect: BNL303
layers.BatchNormalization(momentum=next(value for name, value in PRESETS if name == "slow"))
layers.BatchNormalization(momentum=next(iter([0.1, 0.9])))  # expect: BNL303
layers.BatchNormalization(momentum=next(iter([0.9, 0.1])))
layers.BatchNormalization(momentum=round(0.1234, 1))  # expect: BNL303
layers.BatchNormalization(momentum=abs(-0.9))
layers.BatchNormalization(momentum=sum([0.05, 0.05]))  # expect: BNL303
layers.BatchNormalization(momentum=sum([0.45, 0.45]))

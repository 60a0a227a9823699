"""Values in dataclasses, NamedTuples and namedtuples, filled in by the constructor or after it."""
from collections import namedtuple
from dataclasses import dataclass, dataclass as record
from typing import NamedTuple, Optional

from tensorflow.keras import layers


@dataclass
class Norm:
    momentum: float = 0.1


@dataclass
class Config:
    norm: Optional[Norm] = None

    def __post_init__(self):
        self.norm = self.norm or Norm()


@record(frozen=True)
class Frozen:
    epsilon: float = 0.0


class Numbers(NamedTuple):
    momentum: float
    epsilon: float = 1e-3


Pair = namedtuple("Pair", ["momentum", "epsilon"])
Spelled = namedtuple("Spelled", "momentum, epsilon", defaults=(-1.0,))

a = layers.BatchNormalization(momentum=Config().norm.momentum)  # expect: BNL303
b = layers.BatchNormalization(momentum=Numbers(99).momentum)  # expect: BNL301
c = layers.BatchNormalization(momentum=Pair(0.99, 0.0).momentum)
d = layers.BatchNormalization(epsilon=Pair(0.99, epsilon=0.0).epsilon)  # expect: BNL311
e = layers.BatchNormalization(epsilon=Spelled(0.9).epsilon)  # expect: BNL311
f = layers.BatchNormalization(epsilon=Frozen().epsilon)  # expect: BNL311
g = layers.BatchNormalization(epsilon=Frozen(1e-3).epsilon)

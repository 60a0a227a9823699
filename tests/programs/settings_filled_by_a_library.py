"""A library fills a class of settings from the command line: its defaults hold, unless the program gives others."""

from dataclasses import dataclass, field

import keras
import pyrallis
import simple_parsing
import tyro
from keras import layers
from omegaconf import OmegaConf


@dataclass
class Norm:
    momentum: float = 0.2  # expect: BNL303
    epsilon: float = 1e-3
    scale: "float | None" = None


@dataclass
class Config:
    name: str
    norm: Norm = field(default_factory=Norm)
    width: int = 64


@dataclass
class Usual:
    momentum: float = 0.9


class Plain:

    def __init__(self, rate):
        self.rate = rate


config = tyro.cli(Config)
parsed = simple_parsing.parse(config_class=Norm)
merged = OmegaConf.structured(Norm)
read = pyrallis.parse(Norm, "settings.yaml")
told = tyro.cli(Norm, default=Norm(momentum=0.99))
called = tyro.cli(Plain)

model = keras.Sequential(
    [
        layers.Dense(config.width),
        layers.BatchNormalization(momentum=config.norm.momentum, epsilon=config.norm.epsilon),
        layers.BatchNormalization(momentum=parsed.momentum),
        layers.BatchNormalization(momentum=merged.momentum),
        layers.BatchNormalization(momentum=pyrallis.parse(config_class=Norm).momentum),
        layers.BatchNormalization(momentum=tyro.cli(Usual).momentum),
        layers.BatchNormalization(momentum=read.momentum),
        layers.BatchNormalization(momentum=told.momentum),
        layers.BatchNormalization(momentum=called.rate),
    ]
)

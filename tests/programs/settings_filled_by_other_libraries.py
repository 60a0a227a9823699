# dialect: any
"""Fields of settings that libraries fill: what stands as their default holds, unless the program or a file says more."""

from dataclasses import dataclass, field

import attr
import attrs
import configargparse
import hydra
import keras
import munch
from hydra.core.config_store import ConfigStore
from keras import layers
from omegaconf import OmegaConf
from pydantic import BaseModel, Field
from tap import Tap
from transformers import HfArgumentParser

from options import Options


class Checked(BaseModel):
    momentum: float = Field(0.1, ge=0, le=1)
    named: float = Field(default=0.11)
    needed: float = Field(...)


@attr.s
class Classic:
    momentum = attr.ib(default=0.12)
    converted = attr.ib(default=0.12, converter=lambda share: 1 - share)


@attrs.define
class Modern:
    momentum: float = attrs.field(default=0.13)


class Typed(Tap):
    momentum: float = 0.14

    def says(self):
        return f"momentum {self.momentum}"


class Configured(Tap):
    momentum: float = 0.15

    def configure(self):
        self.add_argument("--momentum", default=0.99)


class Foreign(Options):
    momentum = 0.15


@dataclass
class Norm:
    momentum: float = 0.16


@dataclass
class Read:
    momentum: float = 0.17


@dataclass
class Stored:
    norm: Norm = field(default_factory=Norm)


@dataclass
class OfFile:
    momentum: float = 0.18


@dataclass
class Told:
    momentum: float = 0.19


store = ConfigStore.instance()
store.store(name="stored", node=Stored)
store.store(name="of_file", node=OfFile)
store.store(group="norm", name="grouped", node=OfFile)


@hydra.main(version_base=None, config_name="stored")
def of_store(settings: Stored):
    print(OmegaConf.to_yaml(settings))
    return layers.BatchNormalization(momentum=OmegaConf.to_object(settings).norm.momentum)  # expect: BNL303


@hydra.main(version_base=None, config_path="conf", config_name="of_file")
def of_file(settings: OfFile):
    return layers.BatchNormalization(momentum=settings.momentum)


@hydra.main(config_name="grouped")
def of_group(settings: OfFile):
    return layers.BatchNormalization(momentum=settings.momentum)


parser = configargparse.ArgParser()
parser.add("--momentum", type=float, default=0.2)
parser.add_argument("--usual", type=float, default=0.9)
options = parser.parse()
of_files = configargparse.ArgParser(default_config_files=["settings.ini"])
of_files.add("--momentum", type=float, default=0.2)

told, rest = HfArgumentParser(Told).parse_args_into_dataclasses(return_remaining_strings=True)
(given,) = HfArgumentParser((Read,)).parse_args_into_dataclasses(args=["--momentum", "0.9"])
(read,) = HfArgumentParser([Read]).parse_json_file("settings.json")
mixed = HfArgumentParser([Read, print]).parse_args_into_dataclasses()

of_store()
of_file()
of_group()
network = keras.Sequential(
    [
        layers.BatchNormalization(momentum=Checked(needed=0.9).momentum),  # expect: BNL303
        layers.BatchNormalization(momentum=Checked(needed=0.9).named),  # expect: BNL303
        layers.BatchNormalization(momentum=Checked(needed=0.9).needed),
        layers.BatchNormalization(momentum=Classic().momentum),  # expect: BNL303
        layers.BatchNormalization(momentum=Classic(0.9).momentum),
        layers.BatchNormalization(momentum=Classic().converted),
        layers.BatchNormalization(momentum=Modern().momentum),  # expect: BNL303
        layers.BatchNormalization(momentum=Typed().parse_args().momentum),  # expect: BNL303
        layers.BatchNormalization(momentum=Configured().parse_args().momentum),
        layers.BatchNormalization(momentum=Foreign().parse_args().momentum),
        layers.BatchNormalization(momentum=munch.munchify({"norm": {"momentum": 0.21}}).norm.momentum),  # expect: BNL303
        layers.BatchNormalization(momentum=options.momentum),  # expect: BNL303
        layers.BatchNormalization(momentum=options.usual),
        layers.BatchNormalization(momentum=of_files.parse().momentum),
        layers.BatchNormalization(momentum=told.momentum),  # expect: BNL303
        layers.BatchNormalization(momentum=given.momentum),
        layers.BatchNormalization(momentum=read.momentum),
        layers.BatchNormalization(momentum=mixed[0].momentum),
    ]
)

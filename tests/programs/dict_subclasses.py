"""Classes that are dicts: a registry, and a configuration whose keys are attributes; a dataclass turned into a dict."""
import dataclasses

from tensorflow.keras import layers


class Registry(dict):
    def register(self, name):
        def note(builder):
            self[name] = builder
            return builder

        return note


class AttrDict(dict):
    __getattr__ = dict.__getitem__


@dataclasses.dataclass
class Norm:
    momentum: float = 0.05


norms = Registry()


@norms.register("slow")
def slow():
    return layers.BatchNormalization(momentum=1.0)  # expect: BNL302


config = AttrDict(momentum=99.0, epsilon=1e-3)
config["epsilon"] = 0.0
a = norms["slow"]()
b = layers.BatchNormalization(momentum=config.momentum)  # expect: BNL301
c = layers.BatchNormalization(epsilon=config["epsilon"])  # expect: BNL311
d = layers.BatchNormalization(**dataclasses.asdict(Norm()))  # expect: BNL303

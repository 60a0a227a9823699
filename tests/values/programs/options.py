"""Settings: options of a command line, namespaces, records, flags."""
import argparse
import copy
import dataclasses
import enum
import sys
import types
from typing import NamedTuple

from absl import flags

UNTOLD = sys.argv + ["more"] * 9

PARSER = argparse.ArgumentParser()
PARSER.add_argument("--momentum", type=float, default=0.9)
PARSER.add_argument("-b", "--batch-size", type=int, default=32)
PARSER.add_argument("--freeze", action="store_true")
PARSER.add_argument("--no-bn", dest="bn", action="store_false")
PARSER.add_argument("-q", default=3)
PARSER.add_argument("--needed", required=False, default="x")
PARSER.add_argument("--axis", type=int)
GROUP = PARSER.add_argument_group("more")
GROUP.add_argument("--epsilon", type=float, default=1e-3)
PARSER.set_defaults(renorm=False)
OPTIONS = PARSER.parse_args([])
GIVEN = PARSER.parse_args(["--momentum", "0.5", "--batch-size=1", "--needed", "word", "--axis", "3"])
KNOWN, REST = PARSER.parse_known_args([])
POSITIONAL = argparse.ArgumentParser()
POSITIONAL.add_argument("folder", default="data", nargs="?")
PLACE = POSITIONAL.parse_args([])

flags.DEFINE_float("bn_momentum", 0.95, "of the moving statistics")
flags.DEFINE_integer("bn_axis", None, "the axis")
flags.DEFINE_boolean("bn_" + "".join(sys.argv[99:]) + "fused", True, "a name that is not known")
FLAGS = flags.FLAGS
FLAGS(["program"])
HIDDEN = argparse.ArgumentParser()
HIDDEN.add_argument("".join(sys.argv[99:]) + "--hidden", default=3)
BY_HAND = PARSER.parse_args(["--momentum", "0." + str(len(UNTOLD))])

momentum = OPTIONS.momentum  # is: 0.9
batch_size = OPTIONS.batch_size  # is: 32
freeze = OPTIONS.freeze  # is: False
with_bn = OPTIONS.bn  # is: True
short = OPTIONS.q  # is: 3
needed = OPTIONS.needed  # is: 'x'
axis = OPTIONS.axis  # is: ?
epsilon = OPTIONS.epsilon  # is: 0.001
renorm = OPTIONS.renorm  # is: False
momentum_of_known = KNOWN.momentum  # is: 0.9
given_momentum = GIVEN.momentum  # is: 0.5
given_batch = GIVEN.batch_size  # is: 1
given_word = GIVEN.needed  # is: 'word'
given_axis = GIVEN.axis  # is: 3
folder = PLACE.folder  # is: ?
by_name = getattr(OPTIONS, "momentum")  # is: 0.9
by_name_of_unknown = getattr(OPTIONS, UNTOLD[0], 3)  # is: ?
with_default = getattr(OPTIONS, "nothing", 3)  # is: ?
as_dict = vars(OPTIONS)["momentum"]  # is: 0.9
by_hand_momentum = BY_HAND.momentum  # is: ?
hidden = HIDDEN.parse_args([]).hidden  # is: ?
usage = PARSER.format_usage()  # is: ?
flag_momentum = FLAGS.bn_momentum  # is: 0.95
flag_axis = FLAGS.bn_axis  # is: None
flag_of_unknown_name = FLAGS.bn_fused  # is: ?
contained = OPTIONS.__contains__("freeze")  # is: ?
still_frozen = OPTIONS.freeze  # is: False
OPTIONS.momentum = 0.99
changed = OPTIONS.momentum  # is: 0.99
setattr(OPTIONS, "momentum", 0.8)
changed_by_name = OPTIONS.momentum  # is: 0.8


SPACE = types.SimpleNamespace(momentum=0.9, name="bn")
space = SPACE.momentum  # is: 0.9
SPACE.axis = 1
space_axis = SPACE.axis  # is: 1


@dataclasses.dataclass
class Norm:
    momentum: float = 0.9
    axes: list = dataclasses.field(default_factory=lambda: [1, 2])
    name: str = dataclasses.field(default="bn")

    @property
    def doubled(self):
        return self.momentum * 2

    @staticmethod
    def half(value):
        return value / 2

    @classmethod
    def named(cls, name):
        return cls(name=name)


@dataclasses.dataclass(frozen=True)
class Frozen:
    momentum: float = 0.7


class Pair(NamedTuple):
    low: float = 0.1
    high: float = 0.9


class Kind(enum.Enum):
    BATCH = "batch"
    LAYER = "layer"


class Plain:
    default = 7

    def __init__(self, **settings):
        self.momentum = 0.5
        self.__dict__.update(settings)
        for key, value in settings.items():
            setattr(self, key, value)

    def __getattr__(self, name):
        return 0


class Table(dict):
    __getattr__ = dict.__getitem__

    def total(self):
        return self["momentum"] * 10


class Grid:
    def __init__(self):
        self.cells = {}

    def __len__(self):
        return 3


class Deep(Norm):
    momentum: float = 0.5

    def half(self, value):
        return super().half(value) + 1


norm_momentum = Norm().momentum  # is: 0.9
norm_given = Norm(0.5).momentum  # is: 0.5
norm_axes = Norm().axes  # is: [1, 2]
norm_name = Norm().name  # is: 'bn'
norm_dict = dataclasses.asdict(Norm(0.5, [3]))  # is: {'momentum': 0.5, 'axes': [3], 'name': 'bn'}
norm_property = Norm().doubled  # is: 1.8
norm_static = Norm.half(3)  # is: 1.5
norm_class_method = Norm.named("x").name  # is: 'x'
norm_replaced = dataclasses.replace(Norm(), momentum=0.1).momentum  # is: 0.1
deep_momentum = Deep().momentum  # is: 0.9
deep_half = Deep().half(3)  # is: 2.5
frozen_momentum = Frozen(0.6).momentum  # is: 0.6
dict_of_copy = dataclasses.asdict(copy.deepcopy(Norm()))  # is: ?
heirs = Norm.__subclasses__()  # is: ?
pair_low = Pair().low  # is: 0.1
pair_high = Pair(high=0.5).high  # is: 0.5
pair_dict = Pair(high=0.5)._asdict()  # is: {'low': 0.1, 'high': 0.5}
kind_value = Kind.BATCH.value  # is: 'batch'
kind_class = Kind.BATCH == Kind.LAYER  # is: False
plain_default = Plain().default  # is: 7
plain_given = Plain(momentum=0.7).momentum  # is: 0.7
plain_class_name = Plain().__class__.__name__  # is: 'Plain'
function_name = Norm.half.__name__  # is: 'half'
table_key = Table(momentum=0.5)["momentum"]  # is: 0.5
table_attribute = Table(momentum=0.5).momentum  # is: 0.5
table_method = Table(momentum=0.5).total()  # is: 5.0
table_get = Table({"a": 1}, b=2).get("b")  # is: 2
table_of_unknown = Table(dict.fromkeys(UNTOLD)).get("b")  # is: ?
has_it = hasattr(Norm(), "momentum")  # is: True
has_not = hasattr(Norm(), "nothing")  # is: ?
called_text = callable("bn")  # is: False
called_class = callable(Norm)  # is: True
called_none = hasattr(None, "__call__")  # is: False
called_function = hasattr(lambda x: x, "__call__")  # is: True
called_object = callable(Norm())  # is: ?
instance_of = isinstance(Deep(), Norm)  # is: True
instance_of_other = isinstance(Norm(), Pair)  # is: False
is_same_class = type(Norm()) is Norm  # is: True

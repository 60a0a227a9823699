"""Classes and their objects: inheritance, enums, attributes, and what two objects have in common."""
import contextlib
import enum
import functools
import pickle
import sys

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

UNTOLD = sys.argv + ["more"] * 9
SOMETIMES = len(sys.argv) > 99


class Base:
    size = 1

    def __init__(self, size=None):
        self.given = size

    @classmethod
    def of(cls, size):
        return cls(size)

    def name(self):
        return "base"


class Left(Base):
    def left(self):
        return "left"


class Right(Base):
    size = 2

    def name(self):
        return "right"


class Both(Left, Right):
    @classmethod
    def of(cls, size):
        return super().of(size * 10)

    def name(self):
        return super().name() + " of both"

    def inherited_size(self):
        return super().size

    scaled = functools.partial(lambda factor, size: factor * size, 3)


class Kind(enum.Enum):
    BATCH = "batch"
    LAYER = "layer"

    def spelled(self, suffix):
        return self.value + suffix

    @property
    def is_batch(self):
        return self == Kind.BATCH


class Silence(contextlib.ExitStack):
    def __enter__(self):
        return 3


class Note:
    def __init__(self):
        self.total = 0
        setattr(self, UNTOLD[0], 5)


@contextlib.contextmanager
def one_of_two():
    if SOMETIMES:
        yield 1
    else:
        yield 2


@contextlib.contextmanager
def same_of_two():
    if SOMETIMES:
        yield 4
    else:
        yield 4


class OwnCall(keras.Model):
    call = lambda self, x: super().call(x)  # noqa: E731


class Block(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.norm = layers.BatchNormalization()


STACK = keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.BatchNormalization()])
IN = keras.Input((3,))
GRAPH = keras.Model(IN, layers.BatchNormalization()(layers.Dense(4, name="first")(IN)))
EITHER = STACK if SOMETIMES else GRAPH
BASE = keras.applications.MobileNet(weights=None, include_top=False)
NORM = layers.BatchNormalization()
NORM.build((None, 4))
MAYBE = Both(7) if not SOMETIMES else None
MAYBE_LIST = [1, 2] if not SOMETIMES else None

# inheritance
shared_base = Both().size  # is: 2
shared_method = Both().name()  # is: 'right of both'
not_overridden = Both().left()  # is: 'left'
by_super = Both().inherited_size()  # is: 2
by_class_method = Both.of(2).given  # is: 20
partial_of_class = Both().scaled(4)  # is: 12
document = Both.name.__doc__  # is: ?
wrapped = functools.partial(max, 3).func  # is: ?

without_object = Both.name(pickle.loads(pickle.dumps(Both())))  # is: ?

# enums
member_method = Kind.BATCH.spelled("!")  # is: 'batch!'
member_property = Kind.BATCH.is_batch  # is: True
member_nothing = Kind.BATCH.__doc__  # is: ?
member_by_value = Kind("layer").name  # is: 'LAYER'
member_by_unknown = Kind(pickle.loads(pickle.dumps("layer")))  # is: ?

# attributes
set_by_unknown_name = Note().total  # is: ?
NORM.note = 3
note_of_layer = NORM.note  # is: 3
gamma = NORM.gamma  # is: variables or ?
moving_mean = NORM.moving_mean  # is: ?
MAYBE.given = 8
maybe_given = MAYBE.given  # is: 8
told = lambda: 0  # noqa: E731
told.note = 3
note_of_function = told.note  # is: 3
EITHER.note = 5
note_of_either = EITHER.note  # is: 5
either_trainable = EITHER.trainable  # is: True
EITHER.trainable = False
either_frozen = EITHER.trainable  # is: False
frozen_inside = GRAPH.layers[-1].trainable  # is: False
for LAYER in BASE.layers:
    LAYER.note = 3
base_trainable = BASE.trainable  # is: True
frozen_block = Block(trainable=False).trainable  # is: False
norm_of_frozen_block = Block(trainable=False).norm.trainable  # is: True
variables_of_object = vars(Both())  # is: {'given': None, ...}
layer_input = BASE.get_layer("conv_pw_1").input  # is: symbolic(...)
layer_of_unknown = pickle.loads(b"N.").get_layer("first").output if SOMETIMES else 1  # is: ?
output_of_own = OwnCall().get_layer("first").output if SOMETIMES else 1  # is: ?

# what it is
maybe_is_both = isinstance(MAYBE, Both)  # is: True
unknown_is_both = isinstance(UNTOLD[0], Both)  # is: ?
layer_is_module = isinstance(NORM, tf.Module)  # is: ?
object_is_layer = isinstance(Both(), layers.Dense)  # is: ?

# what may not be there
maybe_first = MAYBE_LIST[0]  # is: 1
maybe_each = [n + 1 for n in MAYBE_LIST]  # is: [2, 3]
MAYBE_ROWS = np.zeros((2, 3)) if not SOMETIMES else None
maybe_rows = [row for row in MAYBE_ROWS]  # is: [tensor(3,), ..., tensor(3,)]

# context managers
with Silence() as SILENT:
    pass
silent = SILENT  # is: 3
with one_of_two() as CHOSEN:
    pass
chosen = CHOSEN  # is: ?
with same_of_two() as SAME:
    pass
same = SAME  # is: 4

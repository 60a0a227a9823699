"""The rows in which knowledge about libraries is written down.

A row is a claim about a library: ``tests/libraries`` holds every one against the real packages, in both dialects of
Keras. The interpreter, the recorder, the prefilter, the fixes and the rules read the same rows. What a row cannot say
is done by a named function of ``bnlint/interpreter/effects`` (or ``keras``) that the row points to by its effect.

Rows are named tuples: 700 of them load in less than a millisecond, frozen dataclasses take four to ten times as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

BOTH = (2, 3)
"""The dialects of Keras: 2 is ``tf.keras`` up to TensorFlow 2.15 and ``tf_keras``, 3 is Keras from 3.0."""

NOT_SAID = (0,)
"""No dialect at all: what a row has that must say its own and does not; the tests name it."""


class Place(NamedTuple):
    """Where a call has an argument.

    Args:
        position: among the positional arguments, None where it can only be given by name.
        name: its name.
        others: names that it had before, or has elsewhere.
        default: what holds where it is not given, None for nothing in particular.
    """

    position: int | None
    name: str
    others: tuple[str, ...] = ()
    default: int | None = None


Roles = Mapping[str, Place]


@cache
def roles(parameters: str) -> Roles:
    """Return the place of each parameter of a row, by what it is to the effect.

    Args:
        parameters: names in the order of the positional arguments, separated by blanks. ``role=name`` where the effect
            knows an argument under another name ("x=input_tensor axis keepdims"), ``axis:-1`` for a default,
            ``*values`` for all arguments from there on. What follows a ``*`` alone is given by name; a role that is
            there for the second time, by another name ("axis * axis=dim").
    """
    places: dict[str, Place] = {}
    position: int | None = 0
    for word in parameters.split():
        if word == "*":
            position = None
            continue
        written, _, default = word.lstrip("*").partition(":")
        role, _, name = written.partition("=")
        before = places.get(role)
        if before is not None:
            places[role] = before._replace(others=(*before.others, name))
        else:
            places[role] = Place(position, name or role, default=int(default) if default else None)
        position = None if position is None else position + 1
    return places


def below(names: str, homes: str) -> list[str]:
    """Return the dotted names of what a row stands for: each of its names in each of its homes."""
    return [f"{home}.{name}" for name in names.split() for home in homes.split()]


class Layer(NamedTuple):
    """A public class of ``keras.layers``.

    Args:
        name: the class.
        positional: the names of its constructor's positional arguments, in order, separated by blanks.
        shape: how the output's shape follows from the input's: a name of ``Shape``.
        rank: the number of spatial dimensions (2 for ``Conv2D``), 0 where that means nothing.
        weights: whether it has weights; the output of one without still is the output of the layer before it.
        kind: the class that it is another name for, "" for none.
        role: "" or what else the analysis must know: "normalisation" (it is BatchNormalization), "wrapper" (its first
            argument is a layer), "input", "base" (programs inherit from it), "not a layer".
        dialects: where ``keras.layers`` has it; empty for a name of an older version.
        positional_2: the names in Keras 2, where they differ; else "".
        home: where it lives below ``keras.layers`` ("experimental"), "" for right there.
        old: the version that had it, where no dialect has it any more.
    """

    name: str
    positional: str = ""
    shape: str = "unknown"
    rank: int = 0
    weights: bool = False
    kind: str = ""
    role: str = ""
    dialects: tuple[int, ...] = BOTH
    positional_2: str = ""
    home: str = ""
    old: str = ""


class Shape:
    """How a layer's output shape follows from its input; ``interpreter/keras/shapes.py`` has a function for each."""

    SAME = "same"
    CONVOLUTION = "convolution"
    TRANSPOSED = "transposed convolution"
    DEPTHWISE = "depthwise convolution"
    POOL = "pool"
    ADAPTIVE_POOL = "adaptive pool"
    GLOBAL_POOL = "global pool"
    UNITS = "last dimension is units"
    FLAT = "flat"
    RESHAPE = "reshape"
    PERMUTE = "permute"
    REPEAT = "repeat"
    UPSAMPLE = "upsample"
    PAD = "pad"
    CROP = "crop"
    EMBED = "embed"
    RECURRENT = "recurrent"
    BIDIRECTIONAL = "recurrent in both directions"
    RECURRENT_CONVOLUTION = "recurrent convolution"
    CONCATENATE = "concatenate"
    BROADCAST = "broadcast"
    RESIZE = "resize"
    UNKNOWN = "unknown"


class Network(NamedTuple):
    """A function or class that makes a whole model.

    Args:
        name: the canonical dotted name ("keras.applications.ResNet50", "efficientnet.tfkeras.EfficientNetB0").
        contains_bn: whether BatchNormalization is inside, as long as nobody says otherwise.
        parameters: the names of its positional arguments, in order, separated by blanks.
        weights: the argument that names pretrained weights, "" where there is none.
        pretrained: whether it has pretrained weights when that argument is left out.
        rank: how the rank of its output is decided: "top" (as in ``keras.applications``: 2 with the top or with
            pooling, else 4), "4", "2", or "" (not known).
        constructors: class methods that make one, too, from pretrained weights ("from_preset"), separated by blanks.
        decides: the argument that says which network is inside, "" where the name says it all.
        families: what that argument's value begins with if the network contains BN, separated by blanks.
        switch: the argument that puts BN in or leaves it out ("use_batch_norm"); what ``decides`` names has its own.
        frozen: whether it is not trainable unless an argument says so.
        dialects: where the library works.
        parameters_2: the names in Keras 2, where they differ; else "".
        package: the distribution with the version that was read ("efficientnet 1.1.1"), "" where Keras itself has it.
        momentum: what all its BN layers have; None where it is not known.
        layers: how many layers it has without its top, or more; 0 where nobody has counted them.
    """

    name: str
    contains_bn: bool
    parameters: str = ""
    weights: str = ""
    pretrained: bool = False
    rank: str = ""
    constructors: str = ""
    decides: str = ""
    families: str = ""
    switch: str = ""
    frozen: bool = False
    dialects: tuple[int, ...] = BOTH
    parameters_2: str = ""
    package: str = ""
    momentum: float | None = None
    layers: int = 0


class Addon(NamedTuple):
    """A layer of another library that is, contains or wraps BatchNormalization, or is taken for it.

    Args:
        name: the class.
        homes: where programs find it, canonical dotted names separated by blanks.
        role: "normalisation" (it is BatchNormalization), "container" (layers of BN are inside), "wrapper" (its first
            argument is a layer), or "" (its name speaks of normalising, but it keeps no statistics of batches).
        positional: the names of its constructor's positional arguments, in order, separated by blanks.
        flag: the argument of its call that says whether it trains.
        required: whether a call without that argument fails.
        dialects: the Keras whose layer it is (``(2,)``, ``(3,)``, ``BOTH``); empty for one of its own. Must be said.
        package: the distribution with the version that was read.
    """

    name: str
    homes: str
    role: Literal["normalisation", "container", "wrapper", ""]
    positional: str
    flag: str = "training"
    required: bool = False
    dialects: tuple[int, ...] = NOT_SAID
    package: str = ""


class Function(NamedTuple):
    """A function (or a class that is only called) of a library.

    Args:
        names: its names below each of the homes, separated by blanks.
        homes: where it lives, canonical dotted names separated by blanks ("tf tf.math").
        effect: what a call does: a name of ``effect_names``.
        parameters: the parameters as far as they matter, separated by blanks, as ``roles`` reads them.
        gone: the last release that had it ("TensorFlow 0.12"), "" where the installed one has it.
    """

    names: str
    homes: str
    effect: str
    parameters: str = ""
    gone: str = ""


class Family(NamedTuple):
    """What holds for the names of a library that have no row.

    Args:
        pattern: the last names that are meant, as in file names ("*Optimizer").
        homes: where they live, or below.
        effect: as in ``Function``.
    """

    pattern: str
    homes: str
    effect: str


class Method(NamedTuple):
    """A method of a library's object.

    Args:
        receiver: what it is called on: a name of ``Receiver``.
        names: the method's names, separated by blanks.
        effect: what a call does: a name of ``Effect``.
        parameters: as in ``Function``.
        dialects: where it exists.
    """

    receiver: str
    names: str
    effect: str
    parameters: str = ""
    dialects: tuple[int, ...] = BOTH


class Loop(NamedTuple):
    """A method of Keras's models that runs one over batches; the loops of other packages are rows of their users.

    Args:
        name: the method ("fit").
        mode: "training" or "inference".
        driver: which of Keras's loops it is like: "fit", "predict" or "evaluate".
        parameters: its positional parameters in order, as far as they are known, ``role=name`` where the names differ;
            the roles are x, y, batch_size, epochs, steps, validation, split (of x), callbacks.
        default_batch: the batch size where none is given, 0 where the data decides.
        one_batch: it runs one batch and no loop (``train_on_batch``).
        dialects: where Keras has it.
    """

    name: str
    mode: Literal["training", "inference"]
    driver: Literal["fit", "predict", "evaluate"] = "fit"
    parameters: str = ""
    default_batch: int = 0
    one_batch: bool = False
    dialects: tuple[int, ...] = BOTH

    def place(self, role: str) -> Place | None:
        """Return the place of the parameter with a role, None where there is none."""
        return roles(self.parameters).get(role)


class Base(NamedTuple):
    """Base classes that a program's class may inherit from.

    Args:
        names: their names below each of the homes, separated by blanks.
        kind: what the program's class is then ("Model", "Layer", "Module", "TorchModule", "Callback", "Sequence",
            "record", "settings", "enum").
        homes: where they live, canonical dotted names separated by blanks.
        dialects: where Keras has them; () for what only older releases have.
        source: the versions that were read, of packages that no test environment needs.
    """

    names: str
    kind: str
    homes: str = "keras"
    dialects: tuple[int, ...] = BOTH
    source: str = ""


class Decorator(NamedTuple):
    """Decorators.

    Args:
        names: their names below each of the homes, separated by blanks.
        homes: where they live, canonical dotted names separated by blanks.
        does: what they make of a function or class.
        source: the version that was read, of packages that no test environment needs.
    """

    names: str
    homes: str
    does: Literal[
        "static",
        "class",
        "property",
        "setter",
        "cached property",
        "cached",
        "manager",
        "compiled",
        "takes scopes",
        "option",
        "without graph",
        "dispatched",
        "another function",
        "record",
        "settings",
    ]
    source: str = ""

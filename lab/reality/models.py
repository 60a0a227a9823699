"""Models with BN: how they are written, and what takes part in them."""

from __future__ import annotations

from dataclasses import dataclass

from lab.reality.drawing import Code, Draw

SIGNATURES = {
    "training=None": 5.0,
    "training=False": 3.0,
    "": 4.0,
    "training=True": 1.0,
    "training": 1.0,
    "is_training=False": 1.0,
}
"""What a ``call`` takes beside its input, and how often."""


@dataclass
class Made:
    """A model of a program.

    Args:
        create: the expression that makes it.
        kind: "graph" (Sequential and Functional), "Model", "Layer", "Module" or "BN".
        image: it takes images, not rows.
        flag: the parameter that takes its training flag; "" when it takes none.
        built: it has its variables from the start.
        one_pixel: a BN layer inside sees 1x1 maps.
        parts: attributes that hold a part of it with BN, for freezing.
        weights: the attribute or method that lists its weights.
        methods: names of methods that run a part of it outside of ``__call__``.
    """

    create: str
    kind: str
    image: bool = False
    flag: str = "training"
    built: bool = True
    one_pixel: bool = False
    parts: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    weights: str = "trainable_variables"

    @property
    def fits(self) -> bool:
        """Whether it has Keras's built-in loops."""
        return self.kind in ("graph", "Model")


class ModelMaker:
    """Writes the classes and functions that a model needs, and the expression that makes it."""

    def __init__(self, draw: Draw, code: Code) -> None:
        self.draw = draw
        self.code = code
        self.constants: dict[str, str] = {}

    def make(self) -> Made:
        """Write one model of any kind."""
        kind = self.draw.weighted(
            {"sequential": 4, "functional": 4, "Model": 6, "Layer": 1, "Module": 2, "BN": 1.5, "wrapper": 1}
        )
        image = self.draw.maybe(0.35)
        if kind == "sequential":
            return self.sequential(image)
        if kind == "functional":
            return self.functional(image)
        if kind == "BN":
            return Made(self.bn(), "BN", image, built=False)
        if kind == "wrapper":
            return self.wrapper()
        return self.subclass(kind, image)

    # -- layers ------------------------------------------------------------------------------------------------

    def bn(self) -> str:
        """Write the construction of a BN layer."""
        draw = self.draw
        arguments = []
        if draw.maybe(0.16):
            value = draw.weighted(
                {"0.9": 4, "0.1": 2, "0.0": 1, "1.0": 1.5, "0.5": 1, "99": 0.5, "-0.1": 0.5, "0.8": 1}
            )
            arguments.append(f"momentum={self._written('MOMENTUM', value)}")
        if draw.maybe(0.1):
            value = draw.weighted({"1e-5": 3, "0.0": 1, "0.1": 1, "-0.001": 0.5, "1e-3": 1})
            arguments.append(f"epsilon={self._written('EPSILON', value)}")
        if draw.maybe(0.05):
            arguments.append("axis=-1")
        if draw.maybe(0.04):
            arguments.append("trainable=False")
        if draw.maybe(0.02):
            arguments.append("synchronized=True")
        if draw.dialect == 2 and draw.maybe(0.02):
            arguments.append("renorm=True")
        if draw.maybe(0.04):
            arguments.append(draw.one(["center=False", "scale=False", "gamma_initializer='zeros'"]))
        return f"layers.BatchNormalization({', '.join(arguments)})"

    def _written(self, name: str, value: str) -> str:
        if self.draw.maybe(0.3):
            return name if self.constants.setdefault(name, value) == value else value
        return value

    def chain(self, image: bool, head: bool, blocks: bool = True) -> tuple[list[str], bool]:
        """Write layers that follow one another, at least one of them BN.

        Returns:
            the constructions, and whether a BN layer sees 1x1 maps.
        """
        draw, found, one_pixel = self.draw, list[str](), False
        for index in range(draw.count(1, 2)):
            found.append(self.hidden(image))
            if blocks and draw.maybe(0.2):
                found.append(self.block(image))
            elif index == 0 or draw.maybe(0.5):
                found.append(self.bn())
            if draw.maybe(0.6):
                found.append(draw.one(["layers.ReLU()", "layers.Activation('relu')", "layers.LeakyReLU()"]))
            if draw.maybe(0.2):
                found.append("layers.Dropout(0.25)")
        if image:
            pool = draw.one(["GlobalAveragePooling2D()", "Flatten()", "GlobalAveragePooling2D(keepdims=True)"])
            found.append(f"layers.{pool}")
            if "keepdims" in pool:
                if draw.maybe(0.5):
                    found += ["layers.Conv2D(4, 1)", self.bn()]
                    one_pixel = True
                found.append("layers.Flatten()")
            elif draw.maybe(0.3):
                found += ["layers.Dense(4)", self.bn()]
        if head:
            found.append("layers.Dense(2)")
        return found, one_pixel

    def hidden(self, image: bool) -> str:
        """Write a layer with weights."""
        bias = self.draw.weighted({"": 3, ", use_bias=False": 1})
        return f"layers.Conv2D(4, 3, padding='same'{bias})" if image else f"layers.Dense(4{bias})"

    def block(self, image: bool) -> str:
        """Write a reusable part: a Layer or Model subclass, or a small Sequential."""
        draw = self.draw
        if draw.maybe(0.3):
            inner = [self.hidden(image), self.bn(), "layers.ReLU()"]
            return f"keras.Sequential([{', '.join(inner)}])"
        return self.subclass(draw.weighted({"Layer": 3, "Model": 1}), image, block=True).create

    # -- graphs ------------------------------------------------------------------------------------------------

    def _shape(self, image: bool) -> str:
        return "(6, 6, 3)" if image else "(4,)"

    def sequential(self, image: bool, head: bool = True) -> Made:
        """Write a Sequential model."""
        draw = self.draw
        inside, one_pixel = self.chain(image, head)
        built = draw.maybe(0.7)
        if built:
            inside.insert(0, f"keras.Input({self._shape(image)})")
        form = draw.weighted({"list": 3, "add": 1, "function": 1})
        made = Made("", "graph", image, built=built, one_pixel=one_pixel, parts=("layers[-2]",))
        if form == "list":
            made.create = f"keras.Sequential([{', '.join(inside)}])"
            return made
        name = draw.fresh("make_model")
        body = Code()
        if form == "add":
            body.add("net = keras.Sequential()")
            for layer in inside:
                body.add(f"net.add({layer})")
            body.add("return net")
        else:
            body.add("return keras.Sequential(\n    [\n" + "".join(f"        {i},\n" for i in inside) + "    ]\n)")
        self._define(f"def {name}():", body)
        made.create = f"{name}()"
        return made

    def functional(self, image: bool, head: bool = True) -> Made:
        """Write a Functional model, in a builder function."""
        draw = self.draw
        name = draw.fresh("build_model")
        body = Code()
        body.add(f"inputs = keras.Input({self._shape(image)})")
        current = "inputs"
        inside, one_pixel = self.chain(image, head)
        if draw.maybe(0.25):
            base = self.base(image)
            flag = draw.weighted({"": 3, ", training=False": 2})
            body.add(f"base = {base.create}")
            if draw.maybe(0.4):
                body.add("base.trainable = False")
            body.add(f"x = base({current}{flag})")
            current = "x"
        for layer in inside:
            flag = ""
            if "BatchNormalization" in layer or layer.startswith("Block"):
                flag = draw.weighted({"": 12, ", training=False": 1, ", training=True": 1, ", training=training": 1})
            if flag == ", training=training":
                flag = ", training=None"
            if layer.startswith("Block") and flag and not self._takes_training(layer):
                flag = ""
            if draw.maybe(0.15):
                body.add(f"x_before = {current}")
                body.add(f"x = {layer}({current}{flag})")
                if "ReLU" in layer:
                    body.add("x = layers.Add()([x, x_before])")
            else:
                body.add(f"x = {layer}({current}{flag})")
            current = "x"
        body.add("return keras.Model(inputs, x)")
        self._define(f"def {name}():", body)
        return Made(f"{name}()", "graph", image, one_pixel=one_pixel, parts=("layers[-2]",))

    def base(self, image: bool) -> Made:
        """Write a backbone that keeps its input's rank."""
        inside = [f"keras.Input({self._shape(image)})", self.hidden(image), self.bn(), "layers.ReLU()"]
        return Made(f"keras.Sequential([{', '.join(inside)}])", "graph", image)

    def _takes_training(self, create: str) -> bool:
        name = create.partition("(")[0]
        text = self.code.text
        start = text.index(f"class {name}(")
        return "def call(self, x, training" in text[start:].partition("\nclass ")[0]

    # -- classes -----------------------------------------------------------------------------------------------

    def subclass(self, kind: str, image: bool, block: bool = False) -> Made:
        """Write a class.

        Args:
            kind: "Model", "Layer" or "Module".
            image: it takes images.
            block: it is a part of another model: the output has the input's rank.
        """
        draw = self.draw
        name = draw.fresh("Block" if block else {"Model": "Net", "Layer": "Part", "Module": "Plain"}[kind])
        if block:
            inside, one_pixel = [self.hidden(image), self.bn()], False
        else:
            inside, one_pixel = self.chain(image, head=True, blocks=kind != "Module")
        signature = draw.weighted(SIGNATURES)
        if signature == "training" and draw.dialect == 3 and block:
            signature = "training=None"
        method = "__call__" if kind == "Module" else "call"
        flag = signature.partition("=")[0]
        init, call = Code(), Code()
        init.add("super().__init__()")
        groups = draw.weighted({"attributes": 5, "list": 1.5, "sequential": 1.5})
        parts: tuple[str, ...] = ()
        attributes: list[str] = []
        if groups == "attributes" or block:
            attributes = [self._attribute(layer, index) for index, layer in enumerate(inside)]
            for attribute, layer in zip(attributes, inside, strict=True):
                init.add(f"self.{attribute} = {layer}")
                call.add(f"x = self.{attribute}(x{self._inner(layer, flag)})")
            parts = tuple(a for a in attributes if a.startswith(("bn", "block")))
        elif groups == "list":
            init.add(f"self.stack = [{', '.join(inside)}]")
            loop = Code()
            takes = "isinstance(layer, (layers.BatchNormalization, layers.Dropout))"
            if flag and draw.maybe(0.7):
                loop.add(f"x = layer(x, training={flag}) if {takes} else layer(x)")
            else:
                loop.add("x = layer(x)")
            call.block("for layer in self.stack:", loop)
        else:
            init.add(f"self.features = keras.Sequential([{', '.join(inside[:-1])}])")
            init.add(f"self.head = {inside[-1]}")
            call.add(f"x = self.features(x{self._inner('Sequential', flag)})")
            call.add("x = self.head(x)")
            parts = ("features",)
        methods: tuple[str, ...] = ()
        if kind != "Module" and not block and draw.maybe(0.12):
            # The forward pass in a method of its own, which ``call`` uses.
            methods = ("encode",)
            call.add("return x")
            encode = Code()
            encode.block(f"def encode(self, x{', ' + signature if signature else ''}):", call)
            call = Code()
            call.add(f"return self.encode(x{f', {flag}={flag}' if flag else ''})")
        else:
            encode = Code()
            call.add("return x" if not block or draw.maybe(0.7) else "return tf.nn.relu(x)")
        body = Code()
        body.block("def __init__(self):", init)
        body.add("\n")
        if encode.lines:
            body.lines += ["", *encode.lines, ""]
        body.block(f"def {method}(self, x{', ' + signature if signature else ''}):", call)
        owner = {"Model": "keras.Model", "Layer": "layers.Layer", "Module": "tf.Module"}[kind]
        weights = "trainable_variables"
        if kind == "Module" and (draw.dialect == 3 or draw.maybe(0.3)):
            # A tf.Module finds no weights in Keras 3 layers.
            weights = "weights()"
            owners = (
                ["*self.stack"]
                if groups == "list"
                else [a for a in attributes if "dense" in a or "bn" in a or "conv" in a]
            )
            if groups == "sequential":
                owners = ["self.features", "self.head"]
            elif groups == "attributes":
                owners = [f"self.{a}" for a in owners]
            gather = Code()
            gather.add(f"return [v for layer in [{', '.join(owners)}] for v in layer.trainable_variables]")
            body.lines.append("")
            body.block("def weights(self):", gather)
        self._define(f"class {name}({owner}):", body)
        return Made(
            f"{name}()",
            kind,
            image,
            flag,
            built=False,
            one_pixel=one_pixel,
            parts=parts,
            methods=methods,
            weights=weights,
        )

    def _attribute(self, layer: str, index: int) -> str:
        if "BatchNormalization" in layer and not layer.startswith("keras.Sequential"):
            return f"bn{index}"
        if layer.startswith(("Block", "keras.Sequential")):
            return f"block{index}"
        return f"{layer.removeprefix('layers.').partition('(')[0].lower()}{index}"

    def _inner(self, layer: str, flag: str) -> str:
        """Write the training argument of an inner call."""
        draw = self.draw
        if "BatchNormalization" not in layer and not layer.startswith(("Block", "Sequential", "layers.Dropout")):
            return ""
        if layer.startswith("Block") and not self._takes_training(layer):
            return ""
        options = {"": 3.0, ", training=True": 0.25, ", training=False": 0.25}
        if flag:
            options[f", training={flag}"] = 6.0
        if flag and draw.dialect == 2 and draw.maybe(0.05):
            return f", {flag}"
        return draw.weighted(options)

    def wrapper(self) -> Made:
        """Write a Model that holds another model and delegates to it."""
        draw = self.draw
        inner = self.sequential(False) if draw.maybe(0.5) else self.functional(False)
        name = draw.fresh("Wrapper")
        signature = draw.weighted(SIGNATURES)
        flag = signature.partition("=")[0]
        init, call, body = Code(), Code(), Code()
        init.add("super().__init__()\nself.inner = inner")
        call.add(f"return self.inner(x{self._inner('Sequential', flag)})")
        body.block("def __init__(self, inner):", init)
        body.lines.append("")
        body.block(f"def call(self, x{', ' + signature if signature else ''}):", call)
        self._define(f"class {name}(keras.Model):", body)
        return Made(f"{name}({inner.create})", "Model", False, flag, built=False, parts=("inner",))

    def _define(self, head: str, body: Code) -> None:
        self.code.block(head, body)
        self.code.lines += ["", ""]

"""Programs around the rules that the others seldom come near, each beside its right forms."""

from __future__ import annotations

from lab.reality.drawing import Code, Draw
from lab.reality.models import ModelMaker
from lab.reality.scenarios import Scenario

STEP = """\
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((y - {call}) ** 2)
grads = tape.gradient(loss, {owner}.trainable_variables)
keras.optimizers.SGD(0.01).apply_gradients(zip(grads, {owner}.trainable_variables))
"""


def _stack(*inside: str, shape: str = "(4,)") -> str:
    return f"keras.Sequential([keras.Input({shape}), {', '.join(inside)}])"


def told_to_train(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write calls with a constant of a model that is frozen, was, or is in part."""
    body = Code()
    norm = "layers.BatchNormalization(trainable=False)" if draw.maybe(0.25) else maker.bn()
    body.add(f"norm = {norm}\nmodel = {_stack('layers.Dense(4)', 'norm', 'layers.Dense(2)')}")
    freezes = {
        "model.trainable = False": 3,
        "norm.trainable = False": 3,
        "model.layers[0].trainable = False": 1,
        "for layer in model.layers:\n    layer.trainable = False": 1,
        "": 1,
    }
    freeze = draw.weighted(freezes)
    first = draw.maybe(0.6)
    if freeze and first:
        body.add(freeze)
    if freeze and first and draw.maybe(0.25):
        body.add(f"{draw.one(['model', 'norm'])}.trainable = True")
    flag = draw.weighted({", training=True": 4, ", training=False": 1, "": 1})
    target = draw.weighted({"model": 3, "norm": 1})
    form = draw.weighted({"call": 2, "tape": 3, "compiled": 1})
    if form == "call":
        body.add(f"out = {target}(x{flag})")
    elif form == "tape":
        body.add(STEP.format(call=f"model(x{flag})", owner="model"))
    else:
        step = Code()
        step.add(f"return model(batch{flag})")
        body.add("@tf.function")
        body.block("def forward(batch):", step)
        body.add("out = forward(tf.constant(x))")
    if freeze and not first:
        body.add(freeze)
        if draw.maybe(0.5):
            body.add(f"out = model(x{flag})")
    return body


def phases(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write the global phase around calls and loops, put back or not."""
    body = Code()
    model = _stack("layers.Dense(4)", maker.bn(), "layers.Dense(2)")
    value = draw.one(["0", "1", "True", "False"])
    setting = f"keras.backend.set_learning_phase({value})"
    before = draw.maybe(0.5)
    if before:
        body.add(setting)
    body.add(f"model = {model}")
    if not before and draw.maybe(0.8):
        body.add(setting)
    use = draw.weighted({"call": 3, "flag": 1, "tape": 2, "fit": 2, "predict": 1})
    if use == "call":
        body.add("out = model(x)")
    elif use == "flag":
        body.add(f"out = model(x, training={draw.one(['True', 'False'])})")
    elif use == "tape":
        body.add(STEP.format(call="model(x)", owner="model"))
    elif use == "fit":
        body.add('model.compile("sgd", "mse")\nmodel.fit(x, y, verbose=0)')
    else:
        body.add("model.predict(x, verbose=0)")
    if draw.maybe(0.3):
        body.add(f"keras.backend.set_learning_phase({draw.one(['0', '1'])})")
        if draw.maybe(0.5):
            body.add("out = model(x)")
    return body


def frozen_early(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a layer that is frozen before it has learnt, or after, or whose statistics are put in."""
    body = Code()
    built = draw.maybe(0.4)
    norm = f"layers.BatchNormalization({'trainable=False' if built else ''})"
    body.add(f"norm = {norm}\nmodel = {_stack('layers.Dense(4)', 'norm', 'layers.ReLU()', 'layers.Dense(2)')}")
    compile_it, fit = 'model.compile("sgd", "mse")', "model.fit(x, y, verbose=0)"
    learnt, freeze = draw.maybe(0.3), draw.weighted({"norm.trainable = False": 3, "model.trainable = False": 1, "": 1})
    if learnt:
        body.add(f"{compile_it}\n{fit}")
    elif draw.maybe(0.2):
        body.add("norm.set_weights([np.full(4, value, 'float32') for value in (1.0, 0.0, 0.5, 2.0)])")
    if freeze and not built:
        body.add(freeze)
    if draw.maybe(0.5):
        body.add(f"{compile_it}\n{fit}")
    else:
        body.add(STEP.format(call=f"model(x, training={draw.one(['True', 'True', 'False'])})", owner="model"))
    if draw.maybe(0.2):
        body.add(f"norm.trainable = True\n{compile_it}\n{fit}")
    return body


def pooled(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write BN behind a pool that leaves one pixel, or some, for batches of any size."""
    body = Code()
    body.add('x = np.random.normal(size=(8, 6, 6, 3)).astype("float32")')
    pools = {
        "layers.GlobalAveragePooling2D(keepdims=True)": 3,
        "layers.MaxPooling2D(6)": 1,
        "layers.AveragePooling2D(3)": 1,
        "layers.GlobalMaxPooling2D(), layers.Reshape((1, 1, 4))": 1,
    }
    last = draw.one(["layers.Conv2D(4, 1), ", ""])
    inside = ["layers.Conv2D(4, 3, padding='same')", draw.weighted(pools), f"{last}{maker.bn()}", "layers.Flatten()"]
    body.add(f"model = {_stack(*inside, 'layers.Dense(2)', shape='(6, 6, 3)')}")
    size = draw.weighted({"1": 4, "2": 1, "4": 1})
    form = draw.weighted({"fit": 3, "data set": 2, "tape": 2, "call": 1})
    if form == "fit":
        body.add(f'model.compile("sgd", "mse")\nmodel.fit(x, y, batch_size={size}, verbose=0)')
    elif form == "data set":
        body.add(f"rows = tf.data.Dataset.from_tensor_slices((x, y)).batch({size})")
        body.add('model.compile("sgd", "mse")\nmodel.fit(rows, verbose=0)')
    elif form == "tape":
        step = Code()
        step.add(STEP.format(call="model(x, training=True)", owner="model"))
        body.block(f"for x, y in tf.data.Dataset.from_tensor_slices((x, y)).batch({size}):", step)
    else:
        body.add(f"out = model(x[:{size}], training={draw.one(['True', 'False'])})")
    return body


def constants(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a Functional graph with a constant at BN or at a part, and what is done with the graph."""
    body, builder = Code(), Code()
    flag = draw.weighted({", training=True": 3, ", training=False": 2, "": 1})
    builder.add("inputs = keras.Input((4,))\nh = layers.Dense(4)(inputs)")
    if draw.maybe(0.5):
        builder.add(f"h = {maker.bn()}(h{flag})")
    else:
        part = _stack("layers.Dense(4)", maker.bn())
        builder.add(f"part = {part}")
        if draw.maybe(0.3):
            builder.add("part.trainable = False")
        builder.add(f"h = part(h{flag})")
    builder.add("return keras.Model(inputs, layers.Dense(2)(h))")
    code.block("def build():", builder)
    code.lines += ["", ""]
    body.add("model = build()")
    if draw.maybe(0.15):
        body.add("model.trainable = False")
    use = draw.weighted({"fit": 3, "predict": 2, "tape": 2, "both": 2, "nothing": 0.5})
    if use in ("fit", "both"):
        body.add('model.compile("sgd", "mse")\nmodel.fit(x, y, verbose=0)')
    if use in ("predict", "both"):
        body.add(draw.one(["model.predict(x, verbose=0)", "out = model(x, training=False)"]))
    if use == "tape":
        body.add(STEP.format(call=f"model(x{draw.one(['', ', training=True', ', training=False'])})", owner="model"))
    return body


def handed_on(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a class or a function that takes a flag and hands it on, or drops it."""
    body, init, call, methods = Code(), Code(), Code(), Code()
    handed = draw.weighted({"": 3, ", training=training": 3, ", training=True": 0.5, ", training=False": 0.5})
    taken = draw.weighted({"training=None": 3, "training": 1, "training=False": 2, "training=True": 1})
    if draw.maybe(0.4):
        body.add(f"net = {_stack('layers.Dense(4)', maker.bn(), 'layers.Dense(2)')}")
        call.add(f"return net(rows{handed})")
        body.block(f"def model(rows, {taken}):", call)
        owner = "net"
    else:
        init.add(f"super().__init__()\nself.one, self.norm, self.two = layers.Dense(4), {maker.bn()}, layers.Dense(2)")
        call.add(f"return self.two(self.norm(self.one(x){handed}))")
        methods.block("def __init__(self):", init)
        methods.lines.append("")
        methods.block(f"def call(self, x, {taken}):", call)
        name = draw.fresh("Net")
        code.block(f"class {name}({draw.weighted({'keras.Model': 3, 'layers.Layer': 1})}):", methods)
        code.lines += ["", ""]
        body.add(f"model = {name}()")
        owner = "model"
    given = draw.weighted({", training=True": 3, ", training=False": 1, "": 1})
    if given == "" and taken == "training" and owner == "net":
        given = ", training=True"
    if owner == "model" and draw.maybe(0.2):
        body.add("model(x, training=False)")
    body.add(STEP.format(call=f"model(x{given})", owner=owner))
    if draw.maybe(0.4):
        body.add("out = model(x, training=False)")
    return body


def settings(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write momentum and epsilon at the borders of what is sensible, trained for a while or not at all."""
    body = Code()
    written = []
    if draw.maybe(0.7):
        written.append(f"momentum={draw.one(['1.0', '1', '0.0', '0', '0.3', '0.5', '0.51', '1.1', '-0.5', '0.999'])}")
    if draw.maybe(0.7) or not written:
        written.append(f"epsilon={draw.one(['0', '0.0', '-1e-3', '1e-3', '1e-12', '0.05', '0.1', '1.0', '10.0'])}")
    norm = f"layers.BatchNormalization({', '.join(written)})"
    body.add(f"model = {_stack('layers.Dense(4, use_bias=False)', norm, 'layers.Dense(2)')}")
    if draw.maybe(0.2):
        body.add("model.trainable = False")
    use = draw.weighted({"fit": 3, "tape": 1, "call": 1, "predict": 1})
    if use == "fit":
        body.add(f'model.compile("sgd", "mse")\nmodel.fit(x, y, batch_size=4, epochs={draw.one([1, 20])}, verbose=0)')
    elif use == "tape":
        body.add(STEP.format(call="model(x, training=True)", owner="model"))
    elif use == "call":
        body.add(f"out = model(x, training={draw.one(['True', 'False'])})")
    else:
        body.add("model.predict(x, verbose=0)")
    return body


RARITIES: dict[Scenario, float] = {
    told_to_train: 1.0,
    phases: 0.7,
    frozen_early: 1.0,
    pooled: 1.0,
    constants: 1.0,
    handed_on: 1.0,
    settings: 1.0,
}
"""How often each is drawn."""

"""Programs of a special shape: each writes the model, and what is done with it, in one way that the others do not."""

from __future__ import annotations

from collections.abc import Callable

from lab.reality.drawing import Code, Draw
from lab.reality.models import ModelMaker

Scenario = Callable[[Draw, Code, ModelMaker], Code]
"""Adds definitions, and returns the statements that use them, on rows ``x`` and targets ``y`` or on images."""


def rebuilt(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a BN layer that is built once, or anew on each call."""
    body = Code()
    form = draw.one(["call", "step", "compiled", "loop"])
    built = draw.maybe(0.4)
    norm = "norm" if built else maker.bn()
    flag = draw.one(["", ", training=True", ", training=False"])
    if form == "call":
        init, call, methods = Code(), Code(), Code()
        init.add("super().__init__()\nself.dense = layers.Dense(4)")
        if built:
            init.add(f"self.norm = {maker.bn()}")
        call.add(f"return {'self.norm' if built else norm}(self.dense(x), training=training)")
        methods.block("def __init__(self):", init)
        methods.lines.append("")
        methods.block("def call(self, x, training=None):", call)
        name = draw.fresh("Net")
        code.block(f"class {name}({draw.one(['keras.Model', 'layers.Layer'])}):", methods)
        code.lines += ["", ""]
        body.add(f"model = {name}()\nfor _ in range(2):\n    out = model(x{flag})")
        return body
    if built:
        body.add(f"norm = {maker.bn()}")
    step = Code()
    if form == "loop":
        step.add(f"out = {norm}(batch{flag})")
        body.add("data = tf.data.Dataset.from_tensor_slices(x).batch(4)")
        body.block("for batch in data:", step)
        return body
    step.add(f"return {norm}(batch{flag})")
    if form == "compiled":
        if built:
            body.add("norm(x, training=False)")
        body.add("@tf.function")
    body.block("def train_step(batch):", step)
    body.add("for _ in range(2):\n    out = train_step(tf.constant(x))")
    return body


def bypass(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write calls of the method ``call``, beside right ones."""
    made = maker.subclass("Model", image=False) if draw.maybe(0.5) else maker.sequential(image=False)
    flag = draw.one(["", ", training=True", ", training=False"]) if made.flag == "training" else ""
    method = draw.weighted({".call": 3, "": 1})
    body = Code()
    body.add(f"model = {made.create}\nmodel(x)")
    if draw.maybe(0.5):
        body.add(f"out = model{method}(x{flag})")
        return body
    body.add("optimizer = keras.optimizers.SGD(0.01)")
    body.add(
        f"""
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((y - model{method}(x{flag})) ** 2)
        grads = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(grads, model.trainable_variables))
        """
    )
    return body


def layout(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a convolution and a BN layer, whose axis may not be the channels."""
    axis = draw.weighted({"": 3, "axis=1": 3, "axis=-1": 2, "axis=3": 1, "axis=2": 0.5, "axis=0": 0.5})
    data_format = draw.weighted({"": 3, ", data_format='channels_last'": 1, ", data_format='channels_first'": 2})
    layer = f"layers.BatchNormalization({axis})"
    if draw.dialect == 3 and draw.maybe(0.1):
        layer = "layers.BatchNormalization(0.8)"
    inside = [f"layers.Conv2D(4, 3, padding='same'{data_format})", layer, "layers.ReLU()", "layers.Flatten()"]
    body = Code()
    if draw.maybe(0.5):
        body.add(f"model = keras.Sequential([keras.Input((6, 6, 3)), {', '.join(inside)}, layers.Dense(2)])")
    else:
        body.add("inputs = keras.Input((6, 6, 3))\nh = inputs")
        for item in inside:
            body.add(f"h = {item}(h)")
        body.add("model = keras.Model(inputs, layers.Dense(2)(h))")
    body.add('model.compile("sgd", "mse")\nmodel.fit(x, y, batch_size=4, verbose=0)')
    return body


def shared(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write layers that are used twice: BN behind two layers, a branch on two inputs, a convolution on both."""
    form = draw.one(["bn", "block", "siamese", "class", "own"])
    body = Code()
    norm = maker.bn()
    if form == "class":
        init, call, methods = Code(), Code(), Code()
        init.add(f"super().__init__()\nself.one = layers.Dense(4)\nself.two = layers.Dense(4)\nself.norm = {norm}")
        call.add("h = tf.nn.relu(self.norm(self.one(x), training=training))")
        call.add("return self.norm(self.two(h), training=training)")
        methods.block("def __init__(self):", init)
        methods.lines.append("")
        methods.block("def call(self, x, training=None):", call)
        name = draw.fresh("Net")
        code.block(f"class {name}(keras.Model):", methods)
        code.lines += ["", ""]
        body.add(f"model = {name}()")
        y = "tf.ones((len(x), 4))"
    elif form == "siamese":
        body.add("left, right = keras.Input((4,)), keras.Input((4,))")
        base = maker.sequential(image=False)
        body.add(f"base = {base.create}")
        body.add("model = keras.Model([left, right], layers.Subtract()([base(left), base(right)]))")
        body.add("x = [x, x]")
        y = "y"
    else:
        body.add(f"inputs = keras.Input((4,))\nnorm = {norm}")
        if form == "block":
            body.add("dense = layers.Dense(4)\none, two = norm(dense(inputs)), norm(dense(inputs))")
        elif form == "own":
            body.add(f"one, two = norm(layers.Dense(4)(inputs)), {maker.bn()}(layers.Dense(4)(inputs))")
        else:
            body.add("one = norm(layers.Dense(4)(inputs))\ntwo = norm(layers.Dense(4)(inputs))")
        body.add("model = keras.Model(inputs, layers.Dense(2)(layers.Add()([one, two])))")
        y = "y"
    body.add(f'model.compile("sgd", "mse")\nmodel.fit(x, {y}, verbose=0)\nmodel.predict(x, verbose=0)')
    return body


def version(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write arguments and functions that only one Keras has."""
    body = Code()
    form = draw.weighted({"argument": 3, "phase": 1, "positional": 1, "sync": 1})
    if form == "argument":
        argument = draw.one(
            ["fused=True", "virtual_batch_size=4", "renorm=True", "name='norm'", "axis=[-1]", "fused=None"]
        )
        body.add(f"norm = layers.BatchNormalization({argument})\nout = norm(x, training=True)")
    elif form == "phase":
        body.add(f"keras.backend.set_learning_phase({draw.one(['0', '1'])})")
        body.add(f"model = {maker.sequential(image=False).create}\nout = model(x)")
    elif form == "positional":
        body.add(f"norm = {maker.bn()}\nout = norm(x, {draw.one(['True', 'False', 'training=True'])})")
    else:
        body.add("norm = layers.experimental.SyncBatchNormalization()\nout = norm(x, training=True)")
    return body


def replicas(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a model under a distribution strategy."""
    count = draw.weighted({1: 3, 2: 3})
    body = Code()
    devices = ", ".join(f'"/cpu:{i}"' for i in range(count))
    body.add(f"strategy = tf.distribute.MirroredStrategy(devices=[{devices}])")
    scope = Code()
    inside = ["keras.Input((4,))", "layers.Dense(4)", maker.bn(), "layers.Dense(2)"]
    scope.add(f"model = keras.Sequential([{', '.join(inside)}])")
    scope.add('model.compile("sgd", "mse")')
    body.block("with strategy.scope():", scope)
    size = draw.one(["2", "8", "1 * strategy.num_replicas_in_sync", "4 * strategy.num_replicas_in_sync"])
    if draw.maybe(0.5):
        body.add(f"model.fit(x, y, batch_size={size}, verbose=0)")
    else:
        body.add(f"data = tf.data.Dataset.from_tensor_slices((x, y)).batch({size})\nmodel.fit(data, verbose=0)")
    return body


def callbacks(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a callback that freezes or melts the model while it is fitted."""
    hook = draw.one(["on_epoch_begin(self, epoch, logs=None)", "on_train_begin(self, logs=None)"])
    value = draw.one(["True", "False"])
    inner, methods = Code(), Code()
    target = draw.one(["self.model.trainable", "self.model.layers[1].trainable"])
    inner.add(f"{target} = {value}")
    methods.block(f"def {hook}:", inner)
    name = draw.fresh("Switch")
    code.block(f"class {name}(keras.callbacks.Callback):", methods)
    code.lines += ["", ""]
    body = Code()
    inside = ["keras.Input((4,))", "layers.Dense(4)", maker.bn(), "layers.Dense(2)"]
    body.add(f"model = keras.Sequential([{', '.join(inside)}])")
    if draw.maybe(0.3):
        body.add("model.trainable = False")
    body.add('model.compile("sgd", "mse")')
    if draw.maybe(0.4):
        body.add("model.fit(x, y, batch_size=4, verbose=0)")
    body.add(f"model.fit(x, y, batch_size=4, epochs={draw.one([1, 2])}, callbacks=[{name}()], verbose=0)")
    return body


def copies(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a model that is cloned, or saved and loaded, and then used."""
    body = Code()
    inside = ["keras.Input((4,))", "layers.Dense(4)", maker.bn(), "layers.Dense(2)"]
    body.add(f"model = keras.Sequential([{', '.join(inside)}])")
    if draw.maybe(0.4):
        body.add("model.trainable = False")
    form = draw.one(["clone", "load", "config", "weights"])
    if form == "clone":
        body.add("other = keras.models.clone_model(model)")
    elif form == "config":
        body.add("other = keras.Sequential.from_config(model.get_config())")
    elif form == "load":
        code.lines.insert(0, "import os, tempfile")
        body.add('path = os.path.join(tempfile.mkdtemp(), "model.keras")')
        body.add("model.save(path)\nother = keras.models.load_model(path)")
    else:
        body.add(f"other = keras.Sequential([{', '.join(inside)}])\nother.set_weights(model.get_weights())")
    use = draw.weighted({"fit": 2, "tape": 3, "call": 1})
    size = draw.one(["", ", batch_size=4", ", batch_size=1"])
    flag = draw.one(["", ", training=True", ", training=False"])
    if use == "fit":
        body.add(f'other.compile("sgd", "mse")\nother.fit(x, y{size}, verbose=0)')
    elif use == "call":
        body.add(f"out = other(x{flag})")
    else:
        body.add(
            f"""
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((y - other(x{flag})) ** 2)
            grads = tape.gradient(loss, other.trainable_variables)
            keras.optimizers.SGD(0.01).apply_gradients(zip(grads, other.trainable_variables))
            """
        )
    return body


def helpers(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a context manager of the program's that holds the tape."""
    form = draw.one(["function", "class"])
    code.lines.insert(0, "from contextlib import contextmanager")
    name = draw.fresh("recorded")
    if form == "function":
        inner = Code()
        inner.add("with tf.GradientTape() as tape:\n    yield tape")
        code.add("@contextmanager")
        code.block(f"def {name}():", inner)
    else:
        enter, leave, init, methods = Code(), Code(), Code(), Code()
        init.add("self.tape = tf.GradientTape()")
        enter.add("return self.tape.__enter__()")
        leave.add("return self.tape.__exit__(*error)")
        methods.block("def __init__(self):", init)
        methods.block("def __enter__(self):", enter)
        methods.block("def __exit__(self, *error):", leave)
        code.block(f"class {name}:", methods)
    code.lines += ["", ""]
    made = maker.sequential(image=False)
    flag = draw.one(["", ", training=True", ", training=False"])
    body = Code()
    body.add(f"model = {made.create}\noptimizer = keras.optimizers.SGD(0.01)")
    body.add(
        f"""
        for _ in range(2):
            with {name}() as tape:
                loss = tf.reduce_mean((y - model(x{flag})) ** 2)
            grads = tape.gradient(loss, model.trainable_variables)
            optimizer.apply_gradients(zip(grads, model.trainable_variables))
        """
    )
    return body


def configured(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write settings as a dataclass with an enum, from which the model and the training take their numbers."""
    code.lines[0:0] = ["from dataclasses import dataclass", "from enum import Enum", ""]
    modes, fields = Code(), Code()
    modes.add('TRAIN = "train"\nTEST = "test"')
    code.block("class Mode(Enum):", modes)
    code.lines += ["", ""]
    momentum = draw.one(["0.99", "0.1", "1.0", "0.9"])
    fields.add(f"momentum: float = {momentum}\nbatch_size: int = {draw.one([1, 4])}\nmode: Mode = Mode.TRAIN")
    code.add("@dataclass")
    code.block("class Settings:", fields)
    code.lines += ["", ""]
    given = draw.one(["", "momentum=0.9", "batch_size=1", "batch_size=8", "mode=Mode.TEST"])
    norm = "layers.BatchNormalization(momentum=settings.momentum)"
    body = Code()
    body.add(f"settings = Settings({given})")
    body.add(f"model = keras.Sequential([keras.Input((4,)), layers.Dense(4), {norm}, layers.Dense(2)])")
    if draw.maybe(0.5):
        body.add('model.compile("sgd", "mse")\nmodel.fit(x, y, batch_size=settings.batch_size, verbose=0)')
    else:
        test = draw.one(["settings.mode is Mode.TRAIN", "settings.mode == Mode.TRAIN", "settings.mode != Mode.TEST"])
        body.add(
            f"""
            training = {test}
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((y - model(x, training=training)) ** 2)
            grads = tape.gradient(loss, model.trainable_variables)
            keras.optimizers.SGD(0.01).apply_gradients(zip(grads, model.trainable_variables))
            """
        )
    return body


def remainder(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a training whose last batch may hold a single row: seven of the eight rows make the first."""
    body = Code()
    inside = ["keras.Input((4,))", "layers.Dense(4)", maker.bn(), "layers.Dense(2)"]
    body.add(f"model = keras.Sequential([{', '.join(inside)}])")
    body.add('model.compile("sgd", "mse")')
    size = draw.one([7, 7, 3, 4])
    if draw.maybe(0.5):
        body.add(f"model.fit(x, y, batch_size={size}, epochs={draw.one([1, 2])}, verbose=0)")
    else:
        rest = draw.one(["", ", drop_remainder=True", ", drop_remainder=False"])
        body.add(f"rows = tf.data.Dataset.from_tensor_slices((x, y)).batch({size}{rest})\nmodel.fit(rows, verbose=0)")
    return body


def graph(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a TF1 graph with the functional layer of that time (Keras 2 only)."""
    flag = draw.one(["", ", training=True", ", training=is_training", ", training=False"])
    body, inside = Code(), Code()
    inside.add(
        "rows = tf.compat.v1.placeholder(tf.float32, (None, 4))\nis_training = tf.compat.v1.placeholder(tf.bool, ())"
    )
    inside.add("h = tf.compat.v1.layers.dense(rows, 4)")
    if draw.maybe(0.3):
        inside.add(f"h = tf.compat.v1.layers.BatchNormalization()(h{flag})")
    else:
        inside.add(f"h = tf.compat.v1.layers.batch_normalization(h{flag})")
    inside.add("loss = tf.reduce_mean(h**2)\noptimizer = tf.compat.v1.train.GradientDescentOptimizer(0.01)")
    form = draw.one(["plain", "dependent", "fetched"])
    updates = "tf.compat.v1.get_collection(tf.compat.v1.GraphKeys.UPDATE_OPS)"
    if form == "dependent":
        inside.add(f"with tf.control_dependencies({updates}):\n    train = optimizer.minimize(loss)")
    else:
        inside.add("train = optimizer.minimize(loss)")
    fetched = f"[train, {updates}]" if form == "fetched" else "train"
    inside.add(
        f"""
        with tf.compat.v1.Session() as session:
            session.run(tf.compat.v1.global_variables_initializer())
            for _ in range(2):
                session.run({fetched}, {{rows: x, is_training: True}})
        """
    )
    body.block("with tf.Graph().as_default():", inside)
    return body


def stateless(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a training step of stateless calls (Keras 3 only), which keeps or drops the statistics."""
    flag = draw.weighted({", training=True": 3, "": 1, ", training=False": 0.5})
    kept = draw.maybe(0.5)
    loss = Code()
    loss.add(f"out, {'state' if kept else '_'} = model.stateless_call(weights, state, x{flag})")
    loss.add("return tf.reduce_mean((out - y) ** 2), state")
    code.block("def loss_of(model, weights, state, x, y):", loss)
    code.lines += ["", ""]
    body, step = Code(), Code()
    body.add(f"model = keras.Sequential([keras.Input((4,)), layers.Dense(4), {maker.bn()}, layers.Dense(1)])")
    body.add("weights = [tf.convert_to_tensor(v.value) for v in model.trainable_variables]")
    body.add("state = [tf.convert_to_tensor(v.value) for v in model.non_trainable_variables]")
    step.add(
        """
        with tf.GradientTape() as tape:
            tape.watch(weights)
            loss, state = loss_of(model, weights, state, x, y[:, :1])
        gradients = tape.gradient(loss, weights)
        weights = [w - 0.01 * g for w, g in zip(weights, gradients)]
        """
    )
    body.block("for _ in range(2):", step)
    written = {"for v, w in zip(model.trainable_variables, weights):": "v.assign(w)"}
    if draw.maybe(0.5):
        written["for v, s in zip(model.non_trainable_variables, state):"] = "v.assign(s)"
    for head, line in written.items():
        inner = Code()
        inner.add(line)
        body.block(head, inner)
    if draw.maybe(0.7):
        body.add("model.predict(x, verbose=0)")
    return body


def target_network(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a model that gets weights of another one, all of them or the trainable ones."""
    names = ("trainable_variables", "trainable_weights", "weights", "variables")
    name = draw.weighted(dict(zip(names, (3, 2, 2, 1), strict=True)))
    network = Code()
    network.add(f"return keras.Sequential([keras.Input((4,)), layers.Dense(4), {maker.bn()}, layers.Dense(2)])")
    code.block("def network():", network)
    code.lines += ["", ""]
    body, copy = Code(), Code()
    body.add("online, target = network(), network()")
    if draw.maybe(0.85):
        body.add('online.compile("sgd", "mse")\nonline.fit(x, y, epochs=2, verbose=0)')
    copy.add(draw.one(["t.assign(w)", "t.assign(0.5 * w + 0.5 * t)", "t.assign_add(0.5 * (w - t))"]))
    body.block(f"for t, w in zip(target.{name}, online.{name}):", copy)
    if draw.maybe(0.2):
        body.add("target.set_weights(online.get_weights())")
    body.add(
        draw.one(["target.predict(x, verbose=0)", "out = target(x, training=False)", "out = target(x, training=True)"])
    )
    return body


def distributed(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a model of sequences, with TimeDistributed around BN or not (Keras 3 only)."""
    body = Code()
    body.add("x = np.random.normal(size=(8, 5, 4)).astype('float32') + np.arange(5.0, dtype='float32')[:, None]")
    norm, form = maker.bn(), draw.weighted({"wrapped": 3, "inside": 2, "plain": 1})
    inner = f"keras.Sequential([layers.Dense(4), {norm}, layers.ReLU()])" if form == "inside" else norm
    layer = inner if form == "plain" else f"layers.TimeDistributed({inner})"
    body.add(f"model = keras.Sequential([keras.Input((5, 4)), {layer}, layers.Flatten(), layers.Dense(2)])")
    body.add('model.compile("sgd", "mse")')
    body.add(f"model.fit(x, y, batch_size={draw.weighted({1: 3, 4: 2})}, verbose=0)")
    return body


def noisy(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a model with noise somewhere before BN, or behind it."""
    body = Code()
    noise = draw.one(["layers.Dropout(0.5)", "layers.GaussianDropout(0.3)", "layers.GaussianNoise(0.5)"])
    between = draw.weighted({"layers.ReLU()": 3, "layers.Reshape((2, 2)), layers.Flatten()": 1, "layers.Dense(4)": 1})
    inside = [noise, between, maker.bn()]
    if draw.maybe(0.3):
        inside.reverse()
    body.add(f"model = keras.Sequential([keras.Input((4,)), layers.Dense(4), {', '.join(inside)}, layers.Dense(2)])")
    body.add('model.compile("sgd", "mse")')
    body.add(draw.weighted({"model.fit(x, y, batch_size=4, verbose=0)": 4, "model.predict(x, verbose=0)": 1}))
    return body


def penalised(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a critic with a penalty on its gradient by the inputs, or with one that makes examples or is looked at."""
    norm = draw.weighted({maker.bn(): 4, "layers.LayerNormalization()": 1})
    flag = draw.weighted({", training=True": 4, ", training=False": 1})
    body, step, inner = Code(), Code(), Code()
    body.add(f"critic = keras.Sequential([keras.Input((4,)), layers.Dense(4), {norm}, layers.ReLU(), layers.Dense(1)])")
    body.add("opt, batch = keras.optimizers.SGD(0.01), tf.constant(x)")
    inner.add(f"inner.watch(batch)\nscore = critic(batch{flag})")
    step.block("with tf.GradientTape() as inner:", inner)
    step.add(draw.one(["slopes = inner.gradient(score, batch)", "slopes = inner.gradient(score, [batch])[0]"]))
    step.add("norm = tf.sqrt(tf.reduce_sum(tf.square(slopes), axis=1) + 1e-8)")
    worse = draw.one(["tf.sign(slopes)", "tf.stop_gradient(slopes)", "slopes / norm[:, None]"])
    example = f" + tf.reduce_mean(critic(batch + 0.1 * {worse}, training=True) ** 2)"
    used = draw.weighted({" + tf.reduce_mean((norm - 1.0) ** 2)": 4, example: 2, "": 1})
    step.add(f"loss = tf.reduce_mean(critic(batch, training=True)){used}")
    body.block("with tf.GradientTape() as tape:", step)
    body.add("grads = tape.gradient(loss, critic.trainable_variables)")
    body.add("opt.apply_gradients(zip(grads, critic.trainable_variables))")
    return body


def kinds(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a network that learns from two batches in a step, of data or of what another one makes."""
    body, step, loop = Code(), Code(), Code()
    norm = draw.weighted({maker.bn(): 4, "layers.LayerNormalization()": 1})
    body.add("makes = keras.Sequential([keras.Input((3,)), layers.Dense(4)])")
    body.add(f"judge = keras.Sequential([keras.Input((4,)), layers.Dense(4), {norm}, layers.ReLU(), layers.Dense(1)])")
    body.add("one, two = keras.optimizers.SGD(0.01), keras.optimizers.SGD(0.01)\nreal = tf.constant(x)")
    step.add("made = makes(tf.random.normal((len(x), 3)), training=True)")
    other = draw.weighted({"made": 4, "tf.nn.relu(real)": 1, "tf.concat([real, made], axis=0)": 1})
    first, second = draw.one([("real", other), (other, "real")])
    step.add(f"a, b = judge({first}, training=True), judge({second}, training=True)")
    step.add("loss, cost = tf.reduce_mean(a) - tf.reduce_mean(b), tf.reduce_mean(a) + tf.reduce_mean(b)")
    loop.block("with tf.GradientTape() as making, tf.GradientTape() as judging:", step)
    loop.add("grads = judging.gradient(loss, judge.trainable_variables)")
    loop.add("one.apply_gradients(zip(grads, judge.trainable_variables))")
    if "made" in other and draw.maybe(0.8):
        loop.add("grads = making.gradient(cost, makes.trainable_variables)")
        loop.add("two.apply_gradients(zip(grads, makes.trainable_variables))")
    body.block("for _ in range(3):", loop)
    body.add(draw.weighted({"out = judge(real, training=False)": 3, "judge.predict(x, verbose=0)": 2, "": 1}))
    return body


SCENARIOS: dict[Scenario, float] = {
    rebuilt: 1.0,
    bypass: 1.0,
    layout: 1.0,
    shared: 1.5,
    version: 1.0,
    replicas: 0.7,
    callbacks: 1.0,
    copies: 1.0,
    helpers: 0.7,
    configured: 1.0,
    remainder: 0.5,
}
"""How often each is drawn."""

LATER: dict[Scenario, float] = {target_network: 1.0, noisy: 1.0, penalised: 1.0, kinds: 1.0}
ONLY_KERAS_3: dict[Scenario, float] = {stateless: 1.0, distributed: 1.0}
ONLY_KERAS_2: dict[Scenario, float] = {graph: 1.0}
ON_IMAGES = (layout,)

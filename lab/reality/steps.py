"""What a program does with its model: calls, loops of its own, Keras's loops, freezes."""

from __future__ import annotations

from lab.reality.drawing import Code, Draw
from lab.reality.models import Made, ModelMaker


class StepMaker:
    """Writes the statements that use one model, ``model``, on the data ``x`` and ``y``."""

    def __init__(self, draw: Draw, code: Code, made: Made) -> None:
        self.draw = draw
        self.code = code
        self.made = made
        self.compiled = False

    def make(self, body: Code) -> None:
        """Write one to three steps."""
        draw = self.draw
        options = {self.bare: 2.0, self.loop: 4.0}
        if self.made.fits:
            options |= {self.fit: 5.0, self.fine_tune: 1.5, self.on_batch: 1.0, self.infer: 1.0}
        if self.made.kind in ("graph", "Model", "Layer"):
            options[self.freeze] = 1.0
        if self.made.kind != "BN":
            options[self.saliency] = 0.5
        for _ in range(draw.count(1, 3)):
            draw.weighted(options)(body)

    def flag(self, options: dict[str, float]) -> str:
        """Write the training argument of a call of the model; it gets none when the model takes none."""
        name = self.made.flag
        if not name:
            return ""
        value = self.draw.weighted(options)
        return f", {name}={value}" if value else ""

    # -- calls -------------------------------------------------------------------------------------------------

    def bare(self, body: Code) -> None:
        """Call the model on a batch."""
        draw = self.draw
        flag = self.flag({"": 3, "True": 2, "False": 2, "None": 0.3})
        size = draw.weighted({"x": 5, "x[:1]": 1, "x[:2]": 1, "tf.constant(x)": 1, "tf.expand_dims(x[0], 0)": 0.5})
        form = draw.weighted({"plain": 3, "loop": 1, "function": 1, "compiled": 1})
        if form == "plain":
            body.add(f"out = model({size}{flag})")
        elif form == "loop":
            body.add(f"for _ in range(2):\n    out = model({size}{flag})")
        else:
            name = draw.fresh(draw.one(["forward", "evaluate_batch", "run"]))
            inner = Code()
            inner.add(f"return model(batch{flag})")
            if form == "compiled":
                body.add("@tf.function")
            body.block(f"def {name}(batch):", inner)
            body.add(f"out = {name}({size})")

    def saliency(self, body: Code) -> None:
        """Take a gradient of the input."""
        flag = self.flag({"": 2, "False": 1, "True": 0.5})
        body.add(
            f"""
            image = tf.constant(x)
            with tf.GradientTape() as tape:
                tape.watch(image)
                score = tf.reduce_sum(model(image{flag})[:, 0])
            sensitivity = tape.gradient(score, image)
            """
        )

    # -- the program's own loops -------------------------------------------------------------------------------

    def loop(self, body: Code) -> None:
        """Train with a gradient tape."""
        draw = self.draw
        optimizer, step = draw.fresh("optimizer"), draw.fresh("train_step")
        body.add(f"{optimizer} = keras.optimizers.SGD(0.01)")
        weights = f"model.{self.made.weights}"
        if self.made.kind != "Module" and draw.maybe(0.2):
            weights = "model.trainable_weights"
        target = self.target()
        form = draw.weighted({"inline": 2, "function": 2, "compiled": 3, "flagged": 1})
        inner = Code()
        if form == "flagged" and self.made.flag:
            flag = f", {self.made.flag}=training"
        else:
            flag = self.flag({"": 3, "True": 5, "False": 0.7, "1": 0.2})
            form = "function" if form == "flagged" else form
        source, goal = ("x", "y") if form == "inline" else ("batch", "target")
        watched = Code()
        watched.add(f"pred = model({source}{flag})")
        if draw.maybe(0.15):
            watched.add(f"extra = model({source}{self.flag({'': 2, 'True': 2, 'False': 1})})")
            watched.add(f"loss = {target % (goal, 'pred')} + tf.reduce_mean(extra**2)")
        else:
            watched.add(f"loss = {target % (goal, 'pred')}")
        inner.block("with tf.GradientTape() as tape:", watched)
        if draw.maybe(0.25):
            inner.add(f"variables = {weights}\ngrads = tape.gradient(loss, variables)")
            weights = "variables"
        else:
            inner.add(f"grads = tape.gradient(loss, {weights})")
        inner.add(f"{optimizer}.apply_gradients(zip(grads, {weights}))")
        if form == "inline":
            body.block(f"for _ in range({draw.one([1, 2])}):", inner)
            return
        if draw.maybe(0.5):
            inner.add("return loss")
        if form == "compiled":
            body.add("@tf.function")
            if self.made.kind in ("Module", "Layer", "BN") or not self.made.built:
                # Variables are made outside of the compiled step.
                body.lines.pop()
                if draw.maybe(0.7):
                    body.add(f"model(x{self.flag({'False': 1})})")
                    body.add("@tf.function")
        parameters = "batch, target"
        arguments = ""
        if form == "flagged":
            parameters += draw.one([", training=True", ", training=False", ", training"])
            arguments = draw.one([", training=True", ", training=False", ", True"])
            if "=" in parameters and draw.maybe(0.5):
                arguments = ""
        body.block(f"def {step}({parameters}):", inner)
        self.batches(body, step, arguments)

    def target(self) -> str:
        """Write a loss with places for the target and the prediction."""
        if self.made.kind == "BN":
            # Not around 0, where neither beta nor a gamma of 0 has a gradient.
            return "tf.reduce_mean((%s[:, :1] * 0.0 + 1.0) * (tf.reduce_mean(%s) - 1.0) ** 2)"
        return self.draw.one(["tf.reduce_mean((%s - %s) ** 2)", "tf.reduce_mean(tf.square(%s - %s))"])

    def batches(self, body: Code, step: str, arguments: str) -> None:
        """Call a step on batches."""
        draw = self.draw
        form = draw.weighted({"once": 2, "range": 2, "data set": 2})
        if form == "once":
            body.add(f"{step}(x, y{arguments})")
        elif form == "range":
            body.add(f"for _ in range(2):\n    {step}(x, y{arguments})")
        else:
            size = draw.weighted({"4": 5, "2": 1, "1": 1})
            data = draw.fresh("data")
            body.add(f"{data} = tf.data.Dataset.from_tensor_slices((x, y)).batch({size})")
            body.add(f"for batch_x, batch_y in {data}:\n    {step}(batch_x, batch_y{arguments})")

    # -- Keras's loops -----------------------------------------------------------------------------------------

    def compile(self, body: Code, again: bool = False) -> None:
        """Compile the model, unless it is compiled already."""
        if self.compiled and not again:
            return
        eager = ", run_eagerly=True" if self.draw.maybe(0.12) else ""
        optimizer = self.draw.one(['"sgd"', "keras.optimizers.SGD(0.01)"])
        body.add(f'model.compile(optimizer={optimizer}, loss="mse"{eager})')
        self.compiled = True

    def fit(self, body: Code) -> None:
        """Fit the model."""
        self.compile(body, again=self.draw.maybe(0.15))
        self._fit(body)

    def _fit(self, body: Code) -> None:
        draw = self.draw
        form = draw.weighted({"arrays": 4, "data set": 2})
        extra = draw.weighted({"": 4, ", epochs=2": 1, ", validation_data=(x, y)": 1})
        if form == "arrays":
            size = draw.weighted({"": 2, ", batch_size=4": 4, ", batch_size=1": 0.7, ", batch_size=BATCH": 1})
            rows = draw.weighted({"x, y": 8, "x[:1], y[:1]": 0.4, "x[:4], y[:4]": 1})
            if "BATCH" in size:
                self.code.add("BATCH = 4")
            body.add(f"model.fit({rows}{size}{extra}, verbose=0)")
        else:
            size = draw.weighted({"4": 5, "2": 1, "1": 0.7, "4, drop_remainder=True": 1})
            name = draw.fresh("data")
            body.add(f"{name} = tf.data.Dataset.from_tensor_slices((x, y)).batch({size})")
            body.add(f"model.fit({name}{extra}, verbose=0)")

    def on_batch(self, body: Code) -> None:
        """Train on single batches."""
        self.compile(body)
        rows = self.draw.weighted({"x, y": 4, "x[:1], y[:1]": 0.5, "x[:4], y[:4]": 1, "x[None, 0], y[None, 0]": 0.3})
        body.add(f"for _ in range(2):\n    model.train_on_batch({rows})")

    def infer(self, body: Code) -> None:
        """Predict or evaluate."""
        if self.draw.maybe(0.5):
            body.add("model.predict(x, verbose=0)")
        else:
            self.compile(body)
            body.add("model.evaluate(x, y, verbose=0)")

    # -- freezing ----------------------------------------------------------------------------------------------

    def freeze(self, body: Code) -> None:
        """Change ``trainable``."""
        draw = self.draw
        value = draw.weighted({"False": 3, "True": 1})
        options = {"model": 2.0}
        if self.made.parts:
            options["part"] = 2.0
        if self.made.fits:
            options |= {"layers": 1.0, "BN layers": 1.0}
        form = draw.weighted(options)
        if form == "model":
            body.add(f"model.trainable = {value}")
        elif form == "part":
            body.add(f"model.{draw.one(self.made.parts)}.trainable = {value}")
        elif form == "layers":
            body.add(f"for layer in model.layers{draw.one(['', '[:-1]', '[:2]'])}:\n    layer.trainable = {value}")
        else:
            body.add(
                f"""
                for layer in model.layers:
                    if isinstance(layer, layers.BatchNormalization):
                        layer.trainable = {value}
                """
            )

    def fine_tune(self, body: Code) -> None:
        """Train, change what is trainable, train again."""
        draw = self.draw
        if draw.maybe(0.5):
            self.fit(body)
        else:
            self.compile(body)
        self.freeze(body)
        if draw.maybe(0.5):
            self.compile(body, again=True)
        self._fit(body)


def train_step_model(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a Model with a ``train_step`` of its own, and the statements that fit it."""
    inner = maker.sequential(False) if draw.maybe(0.6) else maker.functional(False)
    form = draw.weighted({"delegate": 3, "direct": 2})
    name = draw.fresh("Trainer")
    methods = Code()
    init, call, step = Code(), Code(), Code()
    init.add("super().__init__()\nself.net = net")
    methods.block("def __init__(self, net):", init)
    methods.lines.append("")
    signature = draw.weighted({"training=None": 4, "": 1, "training=False": 2})
    inner_flag = draw.weighted({"": 2, ", training=training": 5}) if signature else ""
    call.add(f"return self.net(x{inner_flag})")
    methods.block(f"def call(self, x{', ' + signature if signature else ''}):", call)
    methods.lines.append("")
    flag = draw.weighted({"": 3, ", training=True": 5, ", training=False": 0.7})
    target = "self.net" if form == "delegate" else "self"
    if form == "direct" and not signature:
        flag = ""
    step.add(
        f"""
        x, y = data
        with tf.GradientTape() as tape:
            pred = {target}(x{flag})
            loss = tf.reduce_mean((y - pred) ** 2)
        """
    )
    weights = draw.one(["self.trainable_variables", f"{target}.trainable_variables", f"{target}.trainable_weights"])
    if draw.dialect == 2 and draw.maybe(0.35):
        step.add(f"self.optimizer.minimize(loss, {weights}, tape=tape)")
    else:
        step.add(f"grads = tape.gradient(loss, {weights})")
        step.add(f"self.optimizer.apply_gradients(zip(grads, {weights}))")
    step.add('return {"loss": loss}')
    methods.block("def train_step(self, data):", step)
    if draw.maybe(0.3):
        methods.lines.append("")
        test = Code()
        flag = draw.weighted({"": 2, ", training=False": 3, ", training=True": 1})
        if form == "direct" and not signature:
            flag = ""
        test.add(f"x, y = data\npred = {target}(x{flag})")
        test.add('return {"loss": tf.reduce_mean((y - pred) ** 2)}')
        methods.block("def test_step(self, data):", test)
    code.block(f"class {name}(keras.Model):", methods)
    code.lines += ["", ""]
    body = Code()
    body.add(f"model = {name}({inner.create})")
    body.add('model.compile(optimizer="sgd"%s)' % (", run_eagerly=True" if draw.maybe(0.2) else ""))
    size = draw.weighted({"": 2, ", batch_size=4": 4, ", batch_size=1": 0.7})
    body.add(f"model.fit(x, y{size}, verbose=0)")
    if "test_step" in methods.text and draw.maybe(0.8):
        body.add("model.evaluate(x, y, verbose=0)")
    if draw.maybe(0.2):
        body.add("model.predict(x, verbose=0)")
    return body


def adversaries(draw: Draw, code: Code, maker: ModelMaker) -> Code:
    """Write a GAN: the idiom of compile and freeze, or a step with two tapes."""
    generator = maker.sequential(False, head=False).create
    critic = maker.sequential(False, head=True).create
    body = Code()
    body.add(f"G = {generator}\nD = {critic}")
    if draw.maybe(0.5):
        body.add('D.compile(optimizer="sgd", loss="mse")')
        if draw.maybe(0.3):
            body.add("D.train_on_batch(x, y)")
        if draw.maybe(0.8):
            body.add("D.trainable = False")
        body.add("noise = keras.Input((4,))\ngan = keras.Model(noise, D(G(noise)))")
        body.add('gan.compile(optimizer="sgd", loss="mse")')
        loop = Code()
        if draw.maybe(0.2):
            loop.add("D.trainable = True")
        loop.add("fake = G.predict(x, verbose=0)\nD.train_on_batch(fake, y)\nD.train_on_batch(x, y)")
        loop.add("gan.train_on_batch(x, y)")
        body.block("for _ in range(2):", loop)
        return body

    def flag() -> str:
        return draw.weighted({", training=True": 5, "": 1.5, ", training=False": 0.5})

    step = Code()
    two = draw.maybe(0.6)
    if two:
        step.add(
            f"""
            with tf.GradientTape() as g_tape, tf.GradientTape() as d_tape:
                fake = G(noise{flag()})
                real_score = D(real{flag()})
                fake_score = D(fake{flag()})
                g_loss = tf.reduce_mean((fake_score - 1.0) ** 2)
                d_loss = tf.reduce_mean((real_score - 1.0) ** 2) + tf.reduce_mean(fake_score**2)
            g_grads = g_tape.gradient(g_loss, G.trainable_variables)
            d_grads = d_tape.gradient(d_loss, D.trainable_variables)
            """
        )
    else:
        step.add(
            f"""
            fake = G(noise{flag()})
            with tf.GradientTape() as tape:
                d_loss = tf.reduce_mean((D(real{flag()}) - 1.0) ** 2) + tf.reduce_mean(D(fake{flag()}) ** 2)
            d_grads = tape.gradient(d_loss, D.trainable_variables)
            with tf.GradientTape() as tape:
                g_loss = tf.reduce_mean((D(G(noise{flag()}){flag()}) - 1.0) ** 2)
            g_grads = tape.gradient(g_loss, G.trainable_variables)
            """
        )
    step.add("d_opt.apply_gradients(zip(d_grads, D.trainable_variables))")
    step.add("g_opt.apply_gradients(zip(g_grads, G.trainable_variables))")
    body.add("d_opt, g_opt = keras.optimizers.SGD(0.01), keras.optimizers.SGD(0.01)")
    if draw.maybe(0.6):
        body.add("G(x, training=False), D(G(x, training=False), training=False)")
        body.add("@tf.function")
    body.block("def train_step(noise, real):", step)
    body.add(f"for _ in range(2):\n    train_step({draw.weighted({'x': 5, 'x[:1]': 1})}, x)")
    if draw.maybe(0.4):
        name = draw.one(["generate_samples", "show", "plot_images"])
        at_sampling = draw.weighted({"": 1, ", training=False": 2, ", training=True": 1})
        body.add(f"def {name}(noise):\n    return G(noise{at_sampling})")
        body.add(f"{name}(x)")
    return body

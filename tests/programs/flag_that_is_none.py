"""What ``call`` takes for a flag of None is a default: it decides for calls that pass nothing, not for predict."""
import numpy as np
import tensorflow as tf

ROWS = np.random.rand(8, 4).astype("float32") + 3.0


class Told(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.norm, self.out = tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)

    def call(self, rows, training=None):
        if training is None:
            training = True
        return self.out(self.norm(rows, training=training))


class ToldInOneLine(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.norm, self.out = tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)

    def call(self, rows, training=None):
        training = True if training is None else training
        return self.out(self.norm(rows, training=training))


class Asked(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.norm, self.out = tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)

    def call(self, rows, training=None):  # expect: BNL105
        if training is None:
            training = True
        return self.out(self.norm(rows, training=training))


class Untrue(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.norm, self.out = tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)

    def call(self, rows, training=None):
        if not training:
            training = True
        return self.out(self.norm(rows, training=training))  # expect: BNL105


class Learns(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.norm, self.out = tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)

    def call(self, rows, training=None):
        if training is None:
            training = False
        return self.out(self.norm(rows, training=training))


class Block(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = tf.keras.layers.BatchNormalization()

    def call(self, rows, training=None):
        if training is None:
            training = True
        return self.norm(rows, training=training)


class Around(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.block, self.out = Block(), tf.keras.layers.Dense(1)

    def call(self, rows):
        return self.out(self.block(rows))  # expect[3]: BNL105


class Off(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = tf.keras.layers.BatchNormalization()

    def call(self, rows, training=None):
        if training is None:
            training = False
        return self.norm(rows, training=training)


class AroundOff(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.block, self.out = Off(), tf.keras.layers.Dense(1)

    def call(self, rows):  # expect[3]: BNL103
        return self.out(self.block(rows))


def learn(model, **flag):
    optimizer = tf.keras.optimizers.SGD(0.01)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(ROWS, **flag) ** 2)
    weights = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


def moved(norm, ask):
    before = norm.moving_mean.numpy()
    ask(ROWS)
    return abs(norm.moving_mean.numpy() - before).max()


for model in (Told(), ToldInOneLine()):
    model(ROWS)  # builds the weights
    learn(model, training=True)
    print(moved(model.norm, model.predict), model(ROWS, training=False))

asked = Asked()
learn(asked, training=True)
answer = asked(ROWS)
print(answer)

untrue = Untrue()
learn(untrue, training=True)
print(moved(untrue.norm, untrue.predict))

learns = Learns()
optimizer = tf.keras.optimizers.SGD(0.01)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(learns(ROWS) ** 2)  # expect: BNL102
weights = learns.trainable_variables
optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
print(moved(learns.norm, learns))

for around in (Around(), AroundOff()):
    around.compile("sgd", "mse")
    around.fit(ROWS, ROWS[:, :1], verbose=0)
    print(around.block.norm.moving_mean.numpy(), moved(around.block.norm, around.predict))

# why: BN fits a batch of one kind later only where it was trained on batches of that kind alone, or of all kinds at once
# dialect: any
# optin: yes
import os

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

DATA = tf.random.normal((64, 4), 2.0)


def judge_net(norm=None):
    hidden = [layers.Dense(8, use_bias=False), norm or layers.BatchNormalization(momentum=0.9), layers.LeakyReLU(0.2)]  # expect: BNL304
    return keras.Sequential([keras.Input((4,)), *hidden, layers.Dense(1)])


def maker_net():
    return keras.Sequential([keras.Input((3,)), layers.Dense(8, activation="relu"), layers.Dense(4)])


def learn(tape, loss, net):
    grads = tape.gradient(loss, net.trainable_variables)
    keras.optimizers.SGD(0.01).apply_gradients(zip(grads, net.trainable_variables))


# One function judges both, and a model of Keras trains them.
class Gan(keras.Model):
    def __init__(self, maker, judge):
        super().__init__()
        self.maker = maker
        self.judge = judge
        self.judging = keras.optimizers.SGD(0.01)

    def learn(self, tape, loss, net, optimizer):
        grads = tape.gradient(loss, net.trainable_variables)
        optimizer.apply_gradients(zip(grads, net.trainable_variables))

    def score(self, images):
        return self.judge(images, training=True)  # expect: BNL117

    def train_step(self, real):
        noise = tf.random.normal((8, 3))
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.score(self.maker(noise, training=True))) - tf.reduce_mean(self.score(real))
        self.learn(tape, loss, self.judge, self.judging)
        with tf.GradientTape() as tape:
            cost = -tf.reduce_mean(self.judge(self.maker(noise, training=True), training=True))
        self.learn(tape, cost, self.maker, self.optimizer)
        return {"loss": loss}


gan = Gan(maker_net(), judge_net())
gan.compile(optimizer=keras.optimizers.SGD(0.01))
gan.fit(DATA, batch_size=8, verbose=0)
print(gan.judge(DATA[:2], training=False))


# The usual GAN: nobody asks the judge in inference mode.
maker, judge = maker_net(), judge_net()
for _ in range(3):
    with tf.GradientTape() as making, tf.GradientTape() as judging:
        made = maker(tf.random.normal((8, 3)), training=True)
        on_real, on_made = judge(DATA[:8], training=True), judge(made, training=True)
        loss, cost = tf.reduce_mean(on_made) - tf.reduce_mean(on_real), -tf.reduce_mean(on_made)
    learn(judging, loss, judge)
    learn(making, cost, maker)


# It is asked, but has learnt from both at once, or from what is between them, or normalises each sample by itself.
def at_once(maker, judge):
    with tf.GradientTape() as making, tf.GradientTape() as judging:
        made = maker(tf.random.normal((8, 3)), training=True)
        answer = judge(tf.concat([DATA[:8], made], axis=0), training=True)
        between = judge(0.5 * DATA[:8] + 0.5 * made, training=True)
        loss, cost = tf.reduce_mean(answer[8:]) - tf.reduce_mean(between), -tf.reduce_mean(answer[8:])
    learn(judging, loss, judge)
    learn(making, cost, maker)
    return judge(DATA, training=False)


def apart(maker, judge):
    with tf.GradientTape() as making, tf.GradientTape() as judging:
        made = tf.reshape(maker(tf.random.normal((8, 3)), training=True), (8, 4))
        on_real, on_made = judge(DATA[:8], training=True), judge(made, training=True)
        loss, cost = tf.reduce_mean(on_made) - tf.reduce_mean(on_real), -tf.reduce_mean(on_made)
    learn(judging, loss, judge)
    learn(making, cost, maker)
    return judge(DATA, training=False)


# The penalty looks at the judge in inference mode, between the kinds, and nobody else does.
def penalised(maker, judge):
    with tf.GradientTape() as making, tf.GradientTape() as judging:
        made = maker(tf.random.normal((8, 3)), training=True)
        on_real, on_made = judge(DATA[:8], training=True), judge(made, training=True)
        between = 0.5 * DATA[:8] + 0.5 * made
        with tf.GradientTape() as inner:
            inner.watch(between)
            score = judge(between, training=False)
        slope = tf.norm(inner.gradient(score, between), axis=1)
        loss = tf.reduce_mean(on_made) - tf.reduce_mean(on_real) + tf.reduce_mean((slope - 1.0) ** 2)
        cost = -tf.reduce_mean(on_made)
    learn(judging, loss, judge)
    learn(making, cost, maker)


penalised(maker_net(), judge_net())


# Who knows what comes to what was made, or instead of it.
def blurred(maker, judge, extra, flag):
    with tf.GradientTape() as making, tf.GradientTape() as judging:
        made = maker(tf.random.normal((8, 3)), training=True)
        given = made if flag else DATA[:8]
        on_real, on_some = judge(DATA[:8], training=True), judge(given, training=True)
        on_more, on_less = judge(tf.concat([made, extra], axis=0), training=True), judge(made * extra, training=True)
        loss = tf.reduce_mean(on_some) - tf.reduce_mean(on_real)
        cost = -tf.reduce_mean(on_more) - tf.reduce_mean(on_less)
    learn(judging, loss, judge)
    learn(making, cost, maker)
    return judge(DATA, training=False)


blurred(maker_net(), judge_net(), tf.constant(eval("[[1.0] * 4] * 8")), os.environ.get("FLAG"))


# A judge that is also told what the image belongs to.
def told(maker, tell):
    left, right = keras.Input((4,)), keras.Input((4,))
    hidden = layers.BatchNormalization()(layers.Dense(8, use_bias=False)(layers.Concatenate()([left, right])))  # expect: BNL304
    judge = keras.Model([left, right], layers.Dense(1)(layers.ReLU()(hidden)))
    with tf.GradientTape() as making, tf.GradientTape() as judging:
        made = maker(tf.random.normal((8, 3)), training=True)
        on_real = judge([tell, DATA[:8]], training=True)
        on_made = judge([tell, made], training=True)  # expect: BNL117
        loss, cost = tf.reduce_mean(on_made) - tf.reduce_mean(on_real), -tf.reduce_mean(on_made)
    learn(judging, loss, judge)
    learn(making, cost, maker)
    return judge([tell, DATA[:8]], training=False)


told(maker_net(), DATA[8:16])
for _ in range(3):
    at_once(maker_net(), judge_net())
    apart(maker_net(), judge_net(layers.LayerNormalization()))


# Two views of one batch have one distribution; so have the two halves of it.
def views(encoder, x):
    noisy = keras.Sequential([keras.Input((4,)), layers.GaussianNoise(0.1)])
    with tf.GradientTape() as tape:
        one, two = encoder(noisy(x, training=True), training=True), encoder(noisy(x, training=True), training=True)
        plain, half = encoder(x, training=True), encoder(x[:8], training=True)
        loss = tf.reduce_mean((one - two) ** 2) + tf.reduce_mean(plain) + tf.reduce_mean(half)
    learn(tape, loss, encoder)
    return encoder(x, training=False)


# What a network makes that learns nothing is data like any other, and so is what the model itself has made.
def prepared(model, features, x):
    with tf.GradientTape() as tape:
        first = model(features(x, training=False), training=True)
        again = model(first * tf.ones((1, 4)), training=True)
        loss = tf.reduce_mean(first) + tf.reduce_mean(again) + tf.reduce_mean(model(x, training=True))
    learn(tape, loss, model)
    return model(x, training=False)


views(judge_net(), DATA[:16])
prepared(judge_net(), keras.Sequential([keras.Input((4,)), layers.Dense(4)]), DATA[:8])


# Names that tell the domains apart, and names that do not.
def domains(encoder, x_source, x_target, first, second):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(encoder(x_source, training=True)) - tf.reduce_mean(
            encoder(x_target, training=True)  # expect: BNL117
        )
    learn(tape, loss, encoder)
    return encoder(x_source, training=False)


def parts(encoder, x_source, y_target, first, second):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(encoder(x_source, training=True)) - tf.reduce_mean(encoder(y_target, training=True))
        loss += tf.reduce_mean(encoder(first, training=True)) - tf.reduce_mean(encoder(second, training=True))
    learn(tape, loss, encoder)
    return encoder(x_source, training=False)


domains(judge_net(), DATA[:8], 2.0 * DATA[:8], DATA[:8], DATA[8:16])
parts(judge_net(), DATA[:8], DATA[8:16], DATA[:8], DATA[8:16])

"""A loss made of a network's slope: where a step calls the network nowhere else, that call trains it."""
import tensorflow as tf


def network():
    return tf.keras.Sequential(
        [tf.keras.layers.Dense(8, "tanh"), tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)]
    )


def learn(tape, loss, model):
    weights = model.trainable_variables
    tf.keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


def solve(model, points):
    with tf.GradientTape() as tape:
        with tf.GradientTape() as inner:
            inner.watch(points)
            values = model(points)  # expect: BNL102
        slope = inner.gradient(values, points)
        loss = tf.reduce_mean((slope - values) ** 2)
    learn(tape, loss, model)


def penalty(critic, points):
    with tf.GradientTape() as inner:
        inner.watch(points)
        answers = critic(points)
    slopes = inner.gradient(answers, points)
    return tf.reduce_mean((tf.norm(slopes, axis=1) - 1) ** 2)


def judge(critic, real, fake):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(critic(fake, training=True)) - tf.reduce_mean(critic(real, training=True))
        loss += penalty(critic, real)
    learn(tape, loss, critic)


def strengthen(model, rows):
    with tf.GradientTape() as attack:
        attack.watch(rows)
        loss = tf.reduce_mean(model(rows) ** 2)
    worse = rows + 0.1 * tf.sign(attack.gradient(loss, rows))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(worse, training=True) ** 2)
    learn(tape, loss, model)


solver, critic, strong = network(), network(), network()
rows = tf.random.normal((16, 4)) + 3.0
for _ in range(3):
    solve(solver, rows)
    judge(critic, rows, rows * 2.0)
    strengthen(strong, rows)
print(solver(rows)[0], critic(rows)[0], strong(rows)[0])

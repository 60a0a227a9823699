"""What counts the rounds of a loop, or the calls of a method, is no constant: each side of a test of it comes to pass."""
import tensorflow as tf


def make():
    return tf.keras.Sequential(
        [tf.keras.Input((8,)), tf.keras.layers.Dense(8), tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)]
    )


generator, critic, other = make(), make(), make()
optimizer = tf.keras.optimizers.SGD(0.01)


def apply(tape, loss, net):
    gradients = tape.gradient(loss, net.trainable_variables)
    optimizer.apply_gradients(zip(gradients, net.trainable_variables))


def train_step(noise, on_generator):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(generator(noise) ** 2)  # expect: BNL102
    if on_generator:
        apply(tape, loss, generator)


def train(dataset):
    i = 0
    for batch in dataset:
        i += 1
        train_step(batch, on_generator=not i % 5)


def train_by_turns(dataset):
    step = 0
    while True:
        for batch in dataset:
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(critic(batch) ** 2)  # expect: BNL102
            if step % 2 == 1:
                apply(tape, loss, critic)
            step = step + 1
        if step > 1000:
            break


class Trainer:
    def __init__(self):
        self.steps = 0

    def step(self, batch):
        self.steps += 1
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(other(batch) ** 2)  # expect: BNL102
        if self.steps % 10 == 0:
            apply(tape, loss, other)


data = tf.data.Dataset.from_tensor_slices(tf.random.normal((320, 8))).batch(32)
train(data)
trainer = Trainer()
for batch in data:
    trainer.step(batch)
train_by_turns(data)

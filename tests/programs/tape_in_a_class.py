"""A context manager of the program's that enters a tape and hands it out."""
import keras
import tensorflow as tf


class Recorded:
    def __init__(self):
        self.tape = tf.GradientTape()

    def __enter__(self):
        return self.tape.__enter__()

    def __exit__(self, *error):
        return self.tape.__exit__(*error)


model = keras.Sequential([keras.layers.Dense(4), keras.layers.BatchNormalization(), keras.layers.Dense(1)])
data = tf.random.normal((8, 3))
with Recorded() as tape:
    loss = tf.reduce_mean(model(data) ** 2)  # expect: BNL102
weights = model.trainable_variables
keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))
after = model(data, training=False)

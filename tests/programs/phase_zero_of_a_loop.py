# dialect: 2
"""Phase 0 leaves a loop of the program's own in inference mode, as no phase at all does; loaded statistics may stay."""
import tensorflow as tf
from tensorflow.keras import backend as K

keras = tf.keras
DATA = tf.random.normal((64, 4))


def network():
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(8), keras.layers.BatchNormalization()])


K.set_learning_phase(0)
bare, told, tuned, asked = network(), network(), network(), network()
for _ in range(4):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((bare(DATA) - 1.0) ** 2)  # expect: BNL102
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, bare.trainable_variables), bare.trainable_variables))

for _ in range(4):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((told(DATA, training=True) - 1.0) ** 2)
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, told.trainable_variables), told.trainable_variables))

told.save_weights("model.weights.h5")
tuned.load_weights("model.weights.h5")
for _ in range(4):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((tuned(DATA) - 1.0) ** 2)
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, tuned.trainable_variables), tuned.trainable_variables))

noise = tf.Variable(DATA)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((asked(noise) - 1.0) ** 2)
keras.optimizers.SGD(0.1).apply_gradients([(tape.gradient(loss, noise), noise)])

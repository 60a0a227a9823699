"""Each side of a branch imports its own network under one name: by function, by module, or from a table of modules."""
import sys

import normed
import smooth
import tensorflow as tf

kind = sys.argv[-1]
rows = tf.random.normal((16, 4))

if kind == "smooth":
    import smooth as module
    from smooth import bare, build
elif kind == "none":
    raise SystemExit("no network")
else:
    import normed as module
    from normed import bare, build

late = None
if kind != "smooth":
    from normed import build as late


def learn(network, outputs, tape):
    gradients = tape.gradient(tf.reduce_mean(outputs**2), network.trainable_variables)
    tf.keras.optimizers.SGD(0.1).apply_gradients(zip(gradients, network.trainable_variables))


by_function = build()
with tf.GradientTape() as tape:
    learn(by_function, by_function(rows), tape)  # expect: BNL102

by_module = module.build()
with tf.GradientTape() as tape:
    learn(by_module, by_module(rows), tape)  # expect: BNL102

by_late = late()
with tf.GradientTape() as tape:
    learn(by_late, by_late(rows), tape)  # expect: BNL102

by_table = {"smooth": smooth, "train.py": normed}[kind].build()
with tf.GradientTape() as tape:
    learn(by_table, by_table(rows), tape)  # expect: BNL102

told = module.build()
with tf.GradientTape() as tape:
    learn(told, told(rows, training=True), tape)

without, of_module = bare(), module.bare()
with tf.GradientTape(persistent=True) as tape:
    learn(without, without(rows), tape)
    learn(of_module, of_module(rows), tape)

"""What another file returns side by side is told apart by its place, where the network may be None, too."""
import networks
import tensorflow as tf

rows = tf.random.normal((16, 4))


def learn(network, outputs, tape):
    gradients = tape.gradient(tf.reduce_mean(outputs**2), network.trainable_variables)
    tf.keras.optimizers.SGD(0.1).apply_gradients(zip(gradients, network.trainable_variables))


network, first = networks.new("nowhere")
for _ in range(first, 4):
    with tf.GradientTape() as tape:
        outputs = network(rows)  # expect: BNL102
        learn(network, outputs, tape)

*_, student = networks.both("nowhere")
with tf.GradientTape() as tape:
    outputs = student(rows)  # expect: BNL102
    learn(student, outputs, tape)

told, first = networks.new("nowhere")
for _ in range(first, 4):
    with tf.GradientTape() as tape:
        outputs = told(rows, training=True)
        learn(told, outputs, tape)

step, teacher, _ = networks.both("nowhere")
with tf.GradientTape() as tape:
    outputs = teacher(rows, training=True)
    learn(teacher, outputs, tape)

plain, first = networks.plain("nowhere")
with tf.GradientTape() as tape:
    outputs = plain(rows)
    learn(plain, outputs, tape)

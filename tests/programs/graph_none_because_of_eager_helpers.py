# dialect: 1
"""What a module takes from ``tf.contrib.eager`` says that it runs at once, whoever asks for that (TF 1.13)."""
import tensorflow as tf
import tensorflow.contrib.eager as tfe


def answers(norm, out, rows, training):
    return out(norm(rows, training=training))


def learnt(data):
    norm, out = tf.layers.BatchNormalization(), tf.layers.Dense(1)
    optimizer = tf.train.AdamOptimizer(0.01)
    gradients = tfe.implicit_gradients(
        lambda rows, wanted: tf.losses.mean_squared_error(wanted, answers(norm, out, rows, True))
    )
    for rows, wanted in data:
        optimizer.apply_gradients(gradients(rows, wanted))
    return norm, out


def evaluate(data):
    norm, out = learnt(data)
    for rows, _ in data:
        print(answers(norm, out, rows, False))

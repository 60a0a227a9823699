# dialect: 2
"""The phase follows the mode that a graph is built for."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def outputs(rows, mode):
    training = mode == "train"
    tf.keras.backend.set_learning_phase(training)
    return tf.keras.layers.BatchNormalization()(rows, training=training)


def main():
    for mode in ("train", "infer"):
        with tf.Graph().as_default(), tf.Session() as session:
            made = outputs(tf.constant(np.random.normal(3.0, 2.0, (16, 4)), tf.float32), mode)
            session.run(tf.global_variables_initializer())
            print(mode, session.run(made).mean())


main()

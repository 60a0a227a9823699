# dialect: 1
"""Settings of a TensorFlow 1 program in its HParams, which the command line may change and by default does not."""
import sys

import numpy as np
import tensorflow as tf
from tensorflow.contrib import training as contrib_training

tf.app.flags.DEFINE_string("hparams", "", "Other settings: name=value,...")
FLAGS = tf.app.flags.FLAGS


def settings():
    found = tf.contrib.training.HParams(mels=8, slow=0.1, quick=0.2, told=0.3)
    found.add_hparam("last", 0.4)
    return found


def told(text):
    return contrib_training.HParams(first=0.1, second=0.2).parse(text)


def hidden(x, training, hp):
    x = tf.layers.batch_normalization(x, training=training, momentum=hp.slow)  # expect: BNL303
    x = tf.layers.batch_normalization(x, training=training, momentum=hp.last)  # expect: BNL303
    hp.set_hparam("told", 0.99)
    return tf.layers.batch_normalization(x, training=training, momentum=hp.told)


def main():
    hp = settings().parse(FLAGS.hparams)
    x = tf.placeholder(tf.float32, [None, hp.mels])
    training = tf.placeholder(tf.bool)
    x1 = hidden(x, training, hp)
    x1 = tf.layers.batch_normalization(x1, training=training, momentum=told("first=0.99").first)
    changed = settings()
    changed.set_hparam(sys.argv[1], 0.99)
    x1 = tf.layers.batch_normalization(x1, training=training, momentum=changed.quick)
    loss = tf.reduce_mean(tf.abs(tf.layers.dense(x1, hp.mels) - x))
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        train = tf.train.AdamOptimizer(1e-3).minimize(loss)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(100):
            session.run(train, {x: np.random.rand(16, hp.mels), training: True})
        print(session.run(loss, {x: np.random.rand(1, hp.mels), training: False}))


main()

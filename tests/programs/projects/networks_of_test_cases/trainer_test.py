# dialect: 2
"""A network that is there for a test of the loop: nobody trains it in earnest."""

import tensorflow.compat.v1 as tf
import trainer
from tensorflow.contrib import slim


def network(rows):
    return slim.fully_connected(slim.batch_norm(rows, decay=0.1), 1)


class TrainerTest(tf.test.TestCase):
    def test_that_it_trains(self):
        step = trainer.train(tf.reduce_mean(network(tf.ones((8, 4))) ** 2))
        with self.test_session() as session:
            session.run(tf.global_variables_initializer())
            session.run(step)

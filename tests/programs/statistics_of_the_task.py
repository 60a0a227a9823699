"""Few-shot learning may answer with the statistics of the task's own batch; then the name of the option says so."""
import tensorflow as tf


class Learner:
    def __init__(self, ways):
        self.model = tf.keras.Sequential(
            [tf.keras.layers.Dense(8), tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(ways)]
        )
        self.optimizer = tf.keras.optimizers.Adam(1e-3)

    def train(self, tasks):
        for x, y in tasks:
            with tf.GradientTape() as tape:
                logits = self.model(x, training=True)
                loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
            gradients = tape.gradient(loss, self.model.trainable_variables)
            self.optimizer.apply_gradients(zip(gradients, self.model.trainable_variables))

    def evaluate(self, tasks, use_batch_statistics):
        right = [tf.reduce_mean(tf.cast(self._answers(x, use_batch_statistics) == y, tf.float32)) for x, y in tasks]
        return tf.reduce_mean(right)

    def score(self, tasks, mode):
        return tf.reduce_mean([tf.reduce_mean(tf.cast(self._answers(x, mode) == y, tf.float32)) for x, y in tasks])

    def _answers(self, x, training):
        return tf.argmax(self.model(x, training=training), axis=1)


def main(train_tasks, test_tasks):
    learner = Learner(5)
    learner.train(train_tasks)
    print(learner.evaluate(test_tasks, use_batch_statistics=True))
    print(learner.evaluate(test_tasks, use_batch_statistics=False))
    print(
        learner.score(
            test_tasks,
            True,  # expect: BNL105
        )
    )

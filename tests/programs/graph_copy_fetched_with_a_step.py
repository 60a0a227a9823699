# dialect: 1
"""Each step of training asks for the loss of a copy for validation, too; the flag is one of the settings."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Settings:
    def __init__(self, is_training):
        self.is_training = is_training


class Network:
    def __init__(self, rows, settings):
        self.is_training, self.layers = settings.is_training, {"rows": rows}
        self.build(rows)

    def build(self, rows):
        hidden = tf.layers.dense(rows, 16, name="hidden")
        hidden = tf.layers.batch_normalization(hidden, training=self.is_training, name="norm")
        self.layers["logits"] = tf.layers.dense(tf.nn.relu(hidden), 1, name="logits")


def loss_of(network, labels):
    return tf.reduce_mean((network.layers["logits"] - labels) ** 2)


def queue(count):
    rows = tf.random.normal([count, 8])
    return rows, tf.reduce_sum(rows, axis=1, keepdims=True)


def train(settings, settings_of_copy):
    tf.reset_default_graph()
    rows, labels = queue(32)
    loss = loss_of(Network(rows, settings), labels)
    with tf.variable_scope("", reuse=True):
        rows, labels = queue(8)
        copy = Network(rows, settings_of_copy)  # expect: BNL105
        copy.val_loss = loss_of(copy, labels)
    weights = [each for each in tf.trainable_variables() if "beta" not in each.name]
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        step = tf.train.AdamOptimizer(1e-3).apply_gradients(zip(tf.gradients(loss, weights), weights))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(100):
            _, now, later = session.run([step, loss, copy.val_loss])
    return now, later


def train_and_validate():
    return train(Settings(True), Settings(True))


def train_and_validate_as_trained():
    return train(Settings(is_training=True), Settings(is_training=False))


if __name__ == "__main__":
    print(train_and_validate(), train_and_validate_as_trained())

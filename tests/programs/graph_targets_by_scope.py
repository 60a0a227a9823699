# dialect: 1
"""Target networks whose variables are taken by their scope: the moving statistics are no trainable variables."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Agent:
    def __init__(self, tau):
        self.states = tf.placeholder(tf.float32, [None, 4])
        self.next_states = tf.placeholder(tf.float32, [None, 4])
        self.training = tf.placeholder(tf.bool)
        with tf.variable_scope("actor"):
            self.value = self.network(self.states, "online", self.training)
            self.next_value = self.network(self.next_states, "target", False)
        online = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope="actor/online")
        target = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope="actor/target")
        self.follow = [
            tf.assign(old, (1 - tau) * old + tau * new)  # expect: BNL116
            for old, new in zip(target, online)
        ]
        loss = tf.reduce_mean((self.value - 0.9 * self.next_value) ** 2)
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS, scope="actor/online")):
            self.step = tf.train.AdamOptimizer().minimize(loss, var_list=online)

    def network(self, states, scope, training):
        with tf.variable_scope(scope):
            hidden = tf.layers.dense(states, 16)
            hidden = tf.layers.batch_normalization(hidden, training=training)
            return tf.layers.dense(tf.nn.relu(hidden), 1)


agent = Agent(0.01)


def chosen(states, scope, training):
    with tf.variable_scope(scope):
        hidden = tf.layers.batch_normalization(tf.layers.dense(states, 8), training=training)
        return tf.layers.dense(hidden, 1)


phase = tf.placeholder_with_default(False, [])
rows = tf.placeholder(tf.float32, [None, 3])
quick, slow = chosen(rows, "quick", phase), chosen(rows, "slow", False)
of_quick = [v for v in tf.trainable_variables() if v.name.startswith("quick/")]
of_slow = [v for v in tf.trainable_variables() if v.name.startswith("slow/")]
copies = tf.group(*[tf.assign(b, a) for a, b in zip(of_quick, of_slow)])  # expect: BNL116
numbers = range(len(of_slow))
moves = [of_slow[i].assign(0.9 * of_slow[i] + 0.1 * of_quick[i]) for i in numbers]  # expect: BNL116
first = of_slow[0].read_value()
shrunk = [old.assign(0.9 * old) for old in of_slow]
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train = tf.train.AdamOptimizer().minimize(tf.reduce_mean((quick - slow) ** 2), var_list=of_quick)

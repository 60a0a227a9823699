# dialect: 1
"""TF1: gradients that a program takes of its loss in a comprehension, and only looks at, adapt no network."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Norm:
    def __init__(self, name):
        with tf.variable_scope(name) as scope:
            self.scope = scope

    def __call__(self, x, is_training=True, **unused):
        with tf.variable_scope(self.scope):
            return tf.layers.batch_normalization(x, training=is_training, reuse=tf.AUTO_REUSE, name="norm")

    def weights(self):
        return {}


class Linear:
    def __init__(self, name, rows, columns):
        with tf.variable_scope(name):
            self.w = tf.get_variable("w", [rows, columns])

    def __call__(self, x, w=None, **unused):
        return tf.matmul(x, w)

    def weights(self):
        return {"w": self.w}


class Measured:
    def __init__(self, x, y, scope, learns=False):
        with tf.variable_scope(scope):
            layers = [Linear("a", 4, 4), Norm("b"), Linear("c", 4, 1)]
            weights = [layer.weights() for layer in layers]
        hidden = x
        for layer, own in zip(layers, weights):
            hidden = layer(hidden, is_training=True, **own)  # expect: BNL105
        loss = tf.reduce_mean((hidden - y) ** 2)
        self.slopes = [{name: tf.gradients(loss, [w])[0] for name, w in own.items()} for own in weights]
        self.answer, self.loss = hidden, loss
        if not learns:
            return
        self.step = tf.train.AdamOptimizer(0.001).minimize(self.loss)


x, y = tf.random_normal([8, 4]), tf.random_normal([8, 1])
with tf.variable_scope("params") as params:
    pass
net = Measured(x, y, params, True)
params.reuse_variables()
valid = Measured(x, y, params, False)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(100):
        sess.run([net.loss, net.step])
        print(sess.run([valid.loss, valid.answer]))

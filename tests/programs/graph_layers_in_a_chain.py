# dialect: 1
"""Layers that a decorator makes methods of give the network back, so that calls of them make a chain."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def layer(op):
    def decorated(self, *args, **kwargs):
        name = kwargs.setdefault("name", "%s_%d" % (op.__name__, len(self.layers)))
        if len(self.terminals) == 0:
            raise RuntimeError("no input for layer %s" % name)
        inputs = self.terminals[0] if len(self.terminals) == 1 else list(self.terminals)
        output = op(self, inputs, *args, **kwargs)
        self.layers[name] = output
        self.feed(output)
        return self

    return decorated


class Network:
    def __init__(self, inputs, is_training):
        self.terminals, self.layers, self.is_training = [], dict(inputs), is_training
        self.setup()

    def setup(self):
        raise NotImplementedError("of the subclass")

    def feed(self, *fed):
        self.terminals = []
        for each in fed:
            if isinstance(each, str):
                try:
                    each = self.layers[each]
                except KeyError:
                    raise KeyError("unknown layer %s" % each)
            self.terminals.append(each)
        return self

    @layer
    def fc(self, rows, units, name):
        return tf.layers.dense(rows, units, name=name)

    @layer
    def add(self, inputs, name):
        return tf.add_n(inputs, name=name)

    @layer
    def batch_normalization(self, rows, name, relu=False):
        rows = tf.layers.batch_normalization(rows, momentum=0.95, training=self.is_training, name=name)
        return tf.nn.relu(rows) if relu else rows


class Classifier(Network):
    def setup(self):
        self.feed("data").fc(16, name="fc1").batch_normalization(relu=True, name="bn1").fc(16, name="fc2")
        self.feed("fc2", "bn1").add(name="sum").batch_normalization(name="bn2").fc(4, name="logits")


def error(net, labels):
    return tf.losses.sparse_softmax_cross_entropy(labels, net.layers["logits"])


def evaluate(path):
    rows, labels = tf.placeholder(tf.float32, [None, 8]), tf.placeholder(tf.int32, [None])
    loss = error(Classifier({"data": rows}, is_training=True), labels)  # expect: BNL105
    with tf.Session() as session:
        tf.train.Saver().restore(session, path)
        return session.run(loss, {rows: np.ones((32, 8)), labels: np.zeros(32)})


if __name__ == "__main__":
    print(evaluate("weights"))

# dialect: 1
"""A large network whose helpers of the program's own do a lot of work that no layer has part in."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def layer(op):
    def decorated(self, *args, **kwargs):
        name = kwargs.setdefault("name", self.unique_name(op.__name__))
        if len(self.terminals) == 0:
            raise RuntimeError("no input for layer %s" % name)
        elif len(self.terminals) == 1:
            inputs = self.terminals[0]
        else:
            inputs = list(self.terminals)
        output = op(self, inputs, *args, **kwargs)
        self.layers[name] = output
        self.feed(output)
        return self

    return decorated


class Network:
    def __init__(self, rows, is_training):
        self.terminals, self.layers, self.is_training = [], {"rows": rows}, is_training
        self.setup()

    def feed(self, *fed):
        assert len(fed) != 0
        self.terminals = []
        for each in fed:
            if isinstance(each, str):
                try:
                    each = self.layers[each]
                except KeyError:
                    raise KeyError("unknown layer %s" % each)
            self.terminals.append(each)
        return self

    def unique_name(self, prefix):
        return "%s_%d" % (prefix, sum(name.startswith(prefix) for name in self.layers) + 1)

    def weights(self, name, shape):
        return tf.get_variable(name, shape)

    @layer
    def fc(self, rows, units, name, relu=False, biased=True):
        with tf.variable_scope(name):
            rows = tf.matmul(rows, self.weights("weights", [rows.get_shape()[-1], units]))
            if biased:
                rows = tf.nn.bias_add(rows, self.weights("biases", [units]))
            if relu:
                rows = tf.nn.relu(rows)
            return rows

    @layer
    def norm(self, rows, name, relu=False):
        rows = tf.layers.batch_normalization(rows, momentum=0.95, training=self.is_training, name=name)
        return tf.nn.relu(rows) if relu else rows

    @layer
    def add(self, inputs, name):
        return tf.add_n(inputs, name=name)

    def block(self, before, name):
        (
            self.feed(before)
            .fc(16, name=name + "_reduce", biased=False)
            .norm(name=name + "_reduce_bn", relu=True)
            .fc(16, name=name + "_middle", biased=False)
            .norm(name=name + "_middle_bn", relu=True)
            .fc(8, name=name + "_increase", biased=False)
            .norm(name=name + "_increase_bn")
        )
        self.feed(before, name + "_increase_bn").add(name=name)

    def setup(self):
        self.block("rows", "a1")
        self.block("a1", "a2")
        self.block("a2", "a3")
        self.block("a3", "a4")
        self.block("a4", "b1")
        self.block("b1", "b2")
        self.block("b2", "b3")
        self.block("b3", "b4")
        self.block("b4", "c1")
        self.block("c1", "c2")
        self.block("c2", "c3")
        self.block("c3", "c4")
        self.block("c4", "d1")
        self.block("d1", "d2")
        self.block("d2", "d3")
        self.block("d3", "d4")
        self.feed("d4").fc(1, name="logits")


def loss_of(network, labels):
    return tf.reduce_mean((network.layers["logits"] - labels) ** 2)


def queue(count):
    rows = tf.random.normal([count, 8])
    return rows, tf.reduce_sum(rows, axis=1, keepdims=True)


def main():
    rows, labels = queue(32)
    loss = loss_of(Network(rows, is_training=True), labels)
    with tf.variable_scope("", reuse=True):
        rows, labels = queue(8)
        val_loss = loss_of(Network(rows, is_training=True), labels)  # expect: BNL105
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        step = tf.train.AdamOptimizer(1e-3).minimize(loss)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(100):
            _, now, later = session.run([step, loss, val_loss])
    return now, later


if __name__ == "__main__":
    print(main())

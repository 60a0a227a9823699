"""A model that only wraps networks trained before, to be saved or to predict with them, leaves nothing untrained."""
import tensorflow as tf

layers = tf.keras.layers
images, labels = tf.random.normal((64, 4)), tf.random.normal((64, 2))


def network():
    return tf.keras.Sequential([layers.Dense(4), layers.BatchNormalization(), layers.Dense(2)])


class Probabilities(tf.keras.Model):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def call(self, x, training=None):
        return tf.nn.softmax(self.net(x, training=False))


class Ensemble(tf.keras.Model):
    def __init__(self, nets):
        super().__init__()
        self.nets = nets

    def call(self, x):
        return tf.add_n([net(x, training=False) for net in self.nets]) / len(self.nets)


class Served(tf.keras.Model):
    def __init__(self, net):
        super().__init__()
        self.body = net

    def call(self, x):
        return tf.sigmoid(self.body(x, training=False))


def train():
    net = network()
    net.compile("adam", "mse")
    net.fit(images, labels, epochs=2)
    return net


print(Probabilities(train()).predict(images))

nets = []
for seed in range(3):
    member = network()
    member.compile("adam", "mse")
    member.fit(images, labels)
    nets.append(member)
print(Ensemble(nets).predict(images))

net = network()
optimizer = tf.keras.optimizers.Adam()
for step in range(10):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((net(images, training=True) - labels) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
served = Served(net)
served(tf.zeros((1, 4)))
served.save("served.keras")

"""Networks whose modules ``__import__`` finds: the module itself with a ``fromlist``, else the package around it."""
import tensorflow as tf

x, y = tf.random.normal((64, 4)), tf.random.normal((64, 1))
optimizer = tf.keras.optimizers.SGD(0.1)


def apply(tape, loss, net):
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


module = __import__("nets.plain", fromlist=["build"])
net = module.build()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((net(x) - y) ** 2)  # expect: BNL102
apply(tape, loss, net)

package = __import__("nets.plain")
inner = package.plain.build()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((inner(x) - y) ** 2)  # expect: BNL102
apply(tape, loss, inner)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((inner(x, training=True) - y) ** 2)
apply(tape, loss, inner)

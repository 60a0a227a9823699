"""The path of a module has a part that nobody knows: it may be any of that folder."""
import importlib.util
import sys

import tensorflow as tf

name = sys.argv[1]
spec = importlib.util.spec_from_file_location(name, f"nets/{name}.py")
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
net = module.get_net()
optimizer = tf.keras.optimizers.Adam()
for _ in range(10):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(tf.random.normal((8, 5))) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))

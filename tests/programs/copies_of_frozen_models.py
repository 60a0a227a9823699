"""What is in a frozen model is frozen in its copies; the copied model itself only where Keras says so to it."""
import os
import tempfile

import keras
import tensorflow as tf

images = tf.random.normal((8, 4), mean=3.0)
chain = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4), keras.layers.BatchNormalization()])
inputs = keras.Input((4,))
graph = keras.Model(inputs, keras.layers.BatchNormalization()(keras.layers.Dense(4)(inputs)))
chain.trainable = graph.trainable = False

told = keras.Sequential.from_config(chain.get_config())
print(told(images, training=True))
cloned = keras.models.clone_model(chain)
print(cloned(images, training=True))  # expect[3]: BNL108
told = keras.Model.from_config(graph.get_config())
print(told(images, training=True))  # expect[3]: BNL108
cloned = keras.models.clone_model(graph)
print(cloned(images, training=True))

# So it is with models that are read back from files.
folder = tempfile.mkdtemp()
chain.save(os.path.join(folder, "chain.keras"))
loaded = keras.models.load_model(os.path.join(folder, "chain.keras"))
print(loaded(images, training=True))
file = os.path.join(folder, "graph.keras")
graph.save(file)
loaded = keras.models.load_model(file)
print(loaded(images, training=True))  # expect[3]: BNL108

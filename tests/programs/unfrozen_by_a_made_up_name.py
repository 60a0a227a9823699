"""A network inside a model is found by the name that Keras makes up for it."""
import numpy as np
from tensorflow import keras

base = keras.applications.MobileNetV2(weights=None, include_top=False, input_shape=(32, 32, 3), pooling="avg")
inputs = keras.Input((32, 32, 3))
model = keras.Model(inputs, keras.layers.Dense(2)(base(inputs)))
name = base.name
model.get_layer(name).trainable = False
model.compile("sgd", "mse")
images, labels = np.random.randn(8, 32, 32, 3).astype("float32"), np.ones((8, 2), "float32")
model.fit(images, labels, epochs=1, verbose=0)
model.get_layer(name).trainable = True  # expect: BNL109
model.fit(images, labels, epochs=1, verbose=0)

# dialect: any
# optin: yes
"""The networks of ``keras.applications`` have a momentum, too: a few steps leave their initial statistics."""
import numpy as np
from tensorflow import keras

images, classes = np.random.rand(3, 32, 32, 3), np.arange(3)


def trained(base):
    model = keras.Sequential([base, keras.layers.Dense(3, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    model.fit(images, classes, epochs=25, verbose=0)
    return model


trained(keras.applications.ResNet50(include_top=False, weights=None, pooling="avg"))  # expect: BNL304
trained(keras.applications.MobileNetV2(include_top=False, weights=None, pooling="avg"))  # expect: BNL304
trained(keras.applications.EfficientNetV2B0(include_top=False, weights=None, pooling="avg"))
trained(keras.applications.ResNet50(include_top=False, pooling="avg"))

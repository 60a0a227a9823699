"""An array of plain numbers holds settings of layers, one of rows holds examples."""
import keras
import numpy as np

GROUPS = np.array([4, 2])
KERNELS = [3, 5]


def conv_bn(x, filters, kernel):
    x = keras.layers.Conv2D(filters, kernel, padding="same", use_bias=False)(x)
    return keras.layers.BatchNormalization()(x)


def network():
    inputs = keras.Input((8, 8, 3))
    outs = []
    for i, group in enumerate(GROUPS):
        for _ in range(group):
            outs.append(conv_bn(inputs, 4, KERNELS[i]))
    for width, kernel in zip(np.array([4, 8]), np.array([1, 3])):
        outs.append(conv_bn(inputs, int(width), int(kernel)))
    return keras.Model(inputs, keras.layers.concatenate(outs))


model = network()
model.compile("sgd", "mse")
for _, rows in enumerate(np.ones((3, 4, 8), "float32")):
    print(keras.layers.BatchNormalization()(rows, training=True).shape)  # expect: BNL110

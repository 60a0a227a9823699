# dialect: any
"""Numbers are set on the BN layers of a finished model, told from the others by their class or by what they have."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

x, y = tf.random.normal((64, 4)), tf.random.normal((64, 1))


def network():
    return keras.Sequential(
        [keras.Input((4,)), layers.Dense(8, use_bias=False), layers.BatchNormalization(), layers.Dense(1)]
    )


def fitted(model):
    model.compile("sgd", "mse")
    model.fit(x, y, verbose=0)


first = network()
for layer in first.layers:
    if type(layer) == layers.BatchNormalization:
        layer.momentum = 0.1  # expect: BNL303
fitted(first)

second = network()
for layer in second.layers:
    if layer.__class__.__name__ == "BatchNormalization":
        layer.momentum = 0.2  # expect: BNL303
fitted(second)

third = network()
for layer in third.layers:
    if hasattr(layer, "momentum"):
        layer.momentum = 1.0  # expect: BNL302
fitted(third)

fourth = network()
for layer in filter(lambda each: isinstance(each, layers.BatchNormalization), fourth.layers):
    layer.epsilon = 0.0  # expect: BNL311
fitted(fourth)

fifth = network()
for layer in fifth.layers:
    if layer.__class__ in (layers.BatchNormalization, layers.LayerNormalization):
        layer.momentum = 0.3  # expect: BNL303
fitted(fifth)

sixth = network()
for layer in sixth.layers:
    if type(layer) is layers.Dense or not hasattr(layer, "epsilon"):
        continue
    layer.epsilon = 0.0  # expect: BNL311
fitted(sixth)

base = keras.applications.MobileNetV2(include_top=False, weights=None, input_shape=(32, 32, 3))
for layer in base.layers:
    if type(layer) is layers.BatchNormalization:
        layer.momentum = 0.01  # expect: BNL303
base(tf.zeros((2, 32, 32, 3)), training=True)

other = keras.applications.MobileNetV2(include_top=False, weights=None, input_shape=(32, 32, 3))
for layer in filter(lambda each: hasattr(each, "momentum"), other.layers):
    layer.momentum = 0.02  # expect: BNL303
other(tf.zeros((2, 32, 32, 3)), training=True)

mended = network()
for layer in mended.layers:
    if type(layer).__name__ == "BatchNormalization":
        layer.momentum = 0.1
for layer in mended.layers:
    if hasattr(layer, "momentum"):
        layer.momentum = 0.9
fitted(mended)

dense = network()
for layer in dense.layers:
    if type(layer) == layers.Dense:
        layer.momentum = 0.1
    if layer.__class__.__name__ in ("Dense", "LayerNormalization"):
        layer.epsilon = 0.0
for layer in filter(lambda each: not isinstance(each, layers.BatchNormalization), dense.layers):
    layer.momentum = 0.1
fitted(dense)

frozen = keras.applications.MobileNetV2(include_top=False, input_shape=(32, 32, 3))
frozen.trainable = False
for layer in [each for each in frozen.layers if not isinstance(each, layers.BatchNormalization)]:
    layer.trainable = True
for layer in filter(lambda each: type(each) != layers.BatchNormalization, frozen.layers):
    layer.momentum = 0.1

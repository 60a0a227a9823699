"""The data format that the program sets for all layers: axis -1 is no axis of channels then."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import backend as K
from tensorflow.keras import layers

K.set_image_data_format("channels_first")
image = keras.Input((3, 32, 32))
wrong = layers.BatchNormalization()(layers.Conv2D(8, 3)(image))  # expect: BNL401
right = layers.BatchNormalization(axis=1)(layers.Conv2D(8, 3)(image))
chosen = layers.BatchNormalization(axis=1 if K.image_data_format() == "channels_first" else -1)(layers.Conv2D(8, 3)(image))
K.set_image_data_format("channels_last")
last = layers.BatchNormalization()(layers.Conv2D(8, 3)(keras.Input((32, 32, 3))))
first = layers.BatchNormalization(axis=1)(layers.Conv2D(8, 3)(keras.Input((32, 32, 3))))  # expect: BNL401

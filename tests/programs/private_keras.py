"""``tensorflow.python.keras`` still imports; its BatchNormalization, and networks that hold it, are gone from it."""
import tensorflow as tf
from tensorflow.python.keras import Model, layers
from tensorflow.python.keras import backend as K
from tensorflow.python.keras import regularizers, utils
from tensorflow.python.keras.engine import training
from tensorflow.python.keras.layers import Conv2D, Dense
from tensorflow.python.keras.utils.layer_utils import get_source_inputs

norm = tf.keras.layers.BatchNormalization()
dense = Dense(3, kernel_regularizer=regularizers.l2(1e-4))


def block(x):
    x = layers.Conv2D(4, 3)(x)
    return layers.BatchNormalization()(x)  # expect: BNL501


def late():
    from tensorflow.python.keras.layers import BatchNormalization  # the same cause: a related place of line 16

    return BatchNormalization


def networks():
    from tensorflow.python.keras.applications import VGG16  # expect: BNL501
    from tensorflow.python.keras.applications.imagenet_utils import preprocess_input  # the same cause: a related place of line 26

    return VGG16, preprocess_input


def either():
    try:
        from tensorflow.python.keras.layers import BatchNormalization
    except ImportError:
        from tensorflow.keras.layers import BatchNormalization
    return BatchNormalization()

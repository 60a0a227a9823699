"""Arguments that a class of the same name has elsewhere; Keras's own raises, unless the program is ready for that."""
import keras
from keras.layers import BatchNormalization, Conv2D, Input

freeze = True


class OwnNorm(BatchNormalization):
    def __init__(self, freeze=False, **kwargs):
        super().__init__(**kwargs)
        self.frozen = freeze


def block(x):
    x = BatchNormalization(axis=-1, epsilon=1e-5, freeze=freeze)(Conv2D(4, 3)(x))  # expect: BNL501
    x = keras.layers.TimeDistributed(keras.layers.BatchNormalization(freeze=True))(x)  # expect: BNL501
    return OwnNorm(freeze=True)(x)


def either(x):
    try:
        return BatchNormalization(groups=4)(x)
    except (TypeError, ValueError):
        return BatchNormalization(name="norm", dtype="float32", trainable=True)(x)


block(Input((9, 9, 3)))
either(Input((9, 9, 3)))

# dialect: 2
from keras import backend as K
from keras.layers import BatchNormalization, Dense
from keras.models import Sequential

K.set_learning_phase(0)  # expect: BNL113


def network():
    return Sequential([Dense(8, input_shape=(4,)), BatchNormalization(), Dense(1)])

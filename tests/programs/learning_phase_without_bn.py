# dialect: 2
"""The learning phase of a program without BN, which imports it all the same."""
from tensorflow import keras
from tensorflow.keras import backend as K
from tensorflow.keras.layers import BatchNormalization, Dropout

K.set_learning_phase(1)
print(BatchNormalization.__name__, Dropout(0.5)(keras.backend.ones((2, 3))))

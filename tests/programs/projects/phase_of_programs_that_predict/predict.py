# dialect: 2
import numpy as np
from keras import backend as K
from asked_under_zero import network

K.set_learning_phase(0)

model = network()
model.load_weights("weights.h5")
print(model.predict(np.load("x.npy")))

# dialect: 2
import numpy as np
from keras import backend as K
from under_zero import network

K.set_learning_phase(0)  # expect: BNL113

model = network()
model.compile(loss="mse", optimizer="adam")
model.fit(np.load("x.npy"), np.load("y.npy"))

"""The script: one row at a time."""
import numpy as np
from net import Trained

trained = Trained()
for row in np.random.normal(size=(100, 15)):
    trained.train(np.expand_dims(row, axis=0), np.array([0.0]))

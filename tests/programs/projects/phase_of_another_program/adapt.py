# dialect: 2
"""Sets the phase in one function, and trains in another."""
import gan
import numpy as np

gan.tune(gan.in_test_mode(), np.zeros((4, 3)), np.zeros((4, 1)))

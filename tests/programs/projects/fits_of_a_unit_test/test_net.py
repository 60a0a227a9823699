"""The unit test."""
import unittest

import numpy as np
from net import Tried


class TestNet(unittest.TestCase):
    def setUp(self):
        self.net = Tried()

    def test_train(self):
        history = self.net.train(np.expand_dims(np.zeros(15), axis=0), np.array([0.0]))
        self.assertIsNotNone(history)

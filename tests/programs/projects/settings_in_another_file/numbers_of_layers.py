"""Numbers that layers and loops get, in a module that knows neither."""

NORM = {"momentum": 0.99, "epsilon": 0.0}
PLAIN = dict(momentum=0.9, epsilon=1e-3)
FIT = {"epochs": 3, "batch_size": 1}
ASK = {"batch_size": 1}

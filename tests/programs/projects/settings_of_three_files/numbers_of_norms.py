"""Numbers for layers, in a module that knows none."""

SHORT = dict(momentum=0.1, epsilon=1e-3)
USUAL = dict(momentum=0.9, epsilon=1e-3)
NET = {"width": 8, "norm": {"momentum": 1.5}}
STEADY = {"width": 8, "norm": {"momentum": 0.9}}

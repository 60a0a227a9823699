# dialect: 1
"""A script that wants inference mode."""
from solver import Solver

Solver(False).score("model.ckpt")

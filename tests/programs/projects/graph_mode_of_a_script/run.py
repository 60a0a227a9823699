# dialect: 1
"""A script decides the mode of a graph that another file makes; nothing in it speaks of networks."""
from solver import Solver

Solver(True).run_steps()  # expect: BNL105

from reader import *

sizes = (16, 32)

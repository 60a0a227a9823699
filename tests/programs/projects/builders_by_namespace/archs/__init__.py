from .big import *
from .small import *

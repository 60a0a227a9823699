from . import networks
from .parts import norms

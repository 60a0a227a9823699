from .registry import create
from . import nets

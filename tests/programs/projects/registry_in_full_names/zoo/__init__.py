from zoo.registry import create
from zoo import nets

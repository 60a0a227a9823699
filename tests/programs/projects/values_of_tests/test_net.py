from helpers import forgetful
from net import tested

LAST = tested(momentum=0.2)


def test_shapes(small, other):
    assert small.output_shape == other.output_shape == LAST.output_shape == forgetful().output_shape

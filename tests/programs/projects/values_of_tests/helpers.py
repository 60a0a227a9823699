"""Only the tests use it."""
from net import tested


def forgetful():
    return tested(momentum=1.0)

import pytest
from net import given, tested


@pytest.fixture
def small():
    return tested(momentum=0.0, training=True)


@pytest.fixture
def other():
    return given(momentum=0.0, training=True)

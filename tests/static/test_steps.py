"""Steps of ``fit``, as BNL304 counts them; ``tests/runtime/test_values.py`` counts them on TensorFlow."""

from __future__ import annotations

import re

import pytest

from bnlint.api import check_source
from bnlint.settings.config import Config
from tests.values.steps import FITS, SETUP


@pytest.mark.parametrize("fit", FITS)
def test_steps(fit: str) -> None:
    found = check_source(SETUP + fit, "steps.py", Config(keras="3", enable=frozenset(("BNL304",))))
    said = [re.search(r"after (?:the )?(\d+) training steps?\b", f.said.reason) for f in found if f.code == "BNL304"]
    assert [int(match[1]) for match in said if match] == ([] if FITS[fit] is None else [FITS[fit]])

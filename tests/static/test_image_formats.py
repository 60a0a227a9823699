"""The default data format that another file of the project sets: BNL401 takes none for granted then."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bnlint.api import check_file
from bnlint.settings.config import Config

BLOCKS = """from tensorflow import keras


def network(shape):
    inputs = keras.Input(shape)
    x = keras.layers.Conv2D(8, 3)(inputs)
    return keras.Model(inputs, keras.layers.BatchNormalization(axis=1)(x))
"""
SETS = 'K.set_image_data_format("channels_first")\n'
NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": [text]}
            for text in ("from keras import backend as K\n" + SETS, "from blocks import *\n", "network((3, 8, 8))\n")
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
)

OTHERS = {
    "a notebook that imports it": ({"main.ipynb": NOTEBOOK}, False),
    "a program that imports it": ({"tools/main.py": f"import sys\nfrom blocks import network\n{SETS}"}, False),
    "the name of Keras 1": ({"main.py": "import blocks\nK.set_image_dim_ordering('th')\n"}, False),
    "a name for the format": (
        {"main.py": "import blocks\nf = 'channels_first'\nK.set_image_data_format(f)\n"},
        False,
    ),
    "a name for something else": (
        {"main.py": "import blocks\ng = 'channels_first'\nK.set_image_data_format(f)\n"},
        True,
    ),
    "a program that imports it over another file": (
        {"middle.py": "from blocks import network\n", "main.py": f"import middle\n{SETS}"},
        False,
    ),
    "a program beside it": ({"main.py": f"from keras import backend as K\n{SETS}"}, True),
    "a format that is the default": ({"main.py": "import blocks\nK.set_image_data_format('channels_last')\n"}, True),
    "a format that is asked for": (
        {"main.py": "import blocks\nK.image_data_format() == 'channels_first'\n"},
        True,
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_format_that_another_file_sets(tmp_path: Path, name: str) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "blocks.py").write_text(BLOCKS)
    files, reported = OTHERS[name]
    for file, text in files.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text)
    found = check_file(tmp_path / "blocks.py", Config(keras="3"))
    assert [(one.line, one.code) for one in found] == ([(7, "BNL401")] if reported else [])


def test_a_module_of_the_package_sets_it(tmp_path: Path) -> None:
    (tmp_path / "setup.py").write_text("")
    package = tmp_path / "nets"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "backend.py").write_text(f"from keras import backend as K\n{SETS}")
    (package / "blocks.py").write_text(BLOCKS)
    assert check_file(package / "blocks.py", Config(keras="3")) == []
    assert [one.code for one in check_file(package / "blocks.py", Config(keras="3", follow_imports=False))] == [
        "BNL401"
    ]

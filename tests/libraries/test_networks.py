"""Every row of ``bnlint/libraries/keras_networks.py``, held against the installed libraries."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from bnlint.libraries.keras_networks import APPLICATIONS, is_default_name
from bnlint.libraries.schema import Network
from bnlint.project.prefilter import may_concern
from tests.libraries.real import ask
from tests.share import ALL

FILE = "bnlint/libraries/keras_networks.py"
DIALECTS = (2, 3)

FAMILIES = {
    3: "ConvNeXtTiny DenseNet121 EfficientNetB0 EfficientNetV2B0 InceptionResNetV2 InceptionV3 MobileNet MobileNetV2 "
    "MobileNetV3Large MobileNetV3Small NASNetMobile ResNet50 ResNet50V2 VGG16 VGG19 Xception",
    2: "RegNetX002 RegNetY002 ResNetRS50",
}
"""One model of each family of ``keras.applications``: the larger ones repeat the same blocks."""
QUICK = ("DenseNet121", "EfficientNetB0", "MobileNet", "ResNet50", "ResNetRS50", "VGG16")
"""Those that are built without ``nox -s rows``."""


def built(dialect: int) -> list[str]:
    """Return the networks that are built."""
    return [name for name in FAMILIES[dialect].split() if ALL or name in QUICK]


PROGRAM = """
def facts(name):
    function = getattr(keras.applications, name)
    layers = {}
    for top, pooling in ((True, None), (False, None), (False, "avg")) if name == "MobileNet" else ((False, None),):
        model = function(weights=None, include_top=top, pooling=pooling)
        layers[f"{top} {pooling}"] = len(model.output_shape)
        called = model.name
    inner = model._flatten_layers(include_self=False, recursive=True)
    norms = [layer for layer in inner if type(layer).__name__ == "BatchNormalization"]
    return {"contains_bn": bool(norms), "ranks": layers, "momenta": sorted({layer.momentum for layer in norms}),
            "name": called, "layers": len(model.layers)}

def defaults(function):
    found = inspect.signature(function).parameters.values()
    return {p.name: p.default for p in found if p.default is not inspect.Parameter.empty}

functions = {n: f for n, f in vars(keras.applications).items() if inspect.isfunction(f)}
print(json.dumps({
    "version": keras.__version__,
    "parameters": {name: positional(function) for name, function in functions.items()},
    "weights": {name: defaults(function).get("weights") for name, function in functions.items()},
    "built": {name: facts(name) for name in question["build"]},
}))
"""


@cache
def answers(dialect: int) -> dict[str, Any]:
    return ask(dialect, PROGRAM, build=built(dialect))


def last(row: Network) -> str:
    return row.name.rpartition(".")[2]


PLACES = [(dialect, row) for dialect in DIALECTS for row in APPLICATIONS if dialect in row.dialects]
applications = pytest.mark.parametrize(("dialect", "row"), PLACES, ids=[f"{last(row)}-{d}" for d, row in PLACES])


@applications
def test_positional_arguments_are_those_of_the_signature(dialect: int, row: Network) -> None:
    real = answers(dialect)["parameters"].get(last(row))
    assert real is not None, f"{row.name} is not in Keras {dialect}: take {dialect} from its row's dialects in {FILE}"
    ours = row.parameters_2 if dialect == 2 and row.parameters_2 else row.parameters
    assert ours.split() == real


@applications
def test_weights_are_pretrained_by_default(dialect: int, row: Network) -> None:
    assert row.weights == "weights"
    assert row.pretrained == (answers(dialect)["weights"][last(row)] is not None)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_application_has_a_row(dialect: int) -> None:
    known = {last(row) for row in APPLICATIONS if dialect in row.dialects}
    missing = sorted(set(answers(dialect)["parameters"]) - known)
    version = answers(dialect)["version"]
    assert not missing, f"keras.applications of Keras {version} also has {missing}: give each a row in {FILE}"


BUILT = [(dialect, name) for dialect in DIALECTS for name in built(dialect)]


@pytest.mark.parametrize(("dialect", "name"), BUILT)
def test_applications_contain_bn_as_the_row_says(dialect: int, name: str) -> None:
    (row,) = (row for row in APPLICATIONS if last(row) == name)
    assert answers(dialect)["built"][name]["contains_bn"] == row.contains_bn


@pytest.mark.parametrize(("dialect", "name"), BUILT)
def test_the_norms_of_applications_have_one_momentum(dialect: int, name: str) -> None:
    (row,) = (row for row in APPLICATIONS if last(row) == name)
    assert answers(dialect)["built"][name]["momenta"] == ([row.momentum] if row.contains_bn else [])


@pytest.mark.parametrize(("dialect", "name"), BUILT)
def test_applications_have_as_many_layers_as_the_row_says(dialect: int, name: str) -> None:
    (row,) = (row for row in APPLICATIONS if last(row) == name)
    assert answers(dialect)["built"][name]["layers"] >= row.layers


@pytest.mark.parametrize(("dialect", "name"), BUILT)
def test_the_model_of_an_application_has_the_name_of_its_own(dialect: int, name: str) -> None:
    called = answers(dialect)["built"][name]["name"]
    others = {each for each in FAMILIES[dialect].split() if is_default_name(each, called)}
    assert others == {name}


def test_the_rank_depends_on_the_top_and_the_pooling() -> None:
    assert {row.rank for row in APPLICATIONS} == {"top"}
    assert answers(3)["built"]["MobileNet"]["ranks"] == {"True None": 2, "False None": 4, "False avg": 2}
    assert answers(3)["built"]["ResNet50"]["ranks"] == {"False None": 4}


@pytest.mark.parametrize("row", [row for row in APPLICATIONS if row.contains_bn], ids=last)
def test_the_prefilter_lets_programs_with_bn_pass(row: Network) -> None:
    where, _, name = row.name.rpartition(".")
    assert may_concern(f"from {where} import {name}\nmodel = {name}()\n")

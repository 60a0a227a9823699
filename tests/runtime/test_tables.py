"""The static side's tables about Keras, checked against the installed Keras 3 and Keras 2."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from bnlint.interpreter.keras.keras_table import APPLICATIONS_WITH_BN, APPLICATIONS_WITHOUT_BN, LAYERS
from bnlint.libraries.keras_versions import MISSING_ARGUMENTS

FAMILIES = (
    "ConvNeXtTiny DenseNet121 EfficientNetB0 EfficientNetV2B0 InceptionResNetV2 InceptionV3 MobileNet MobileNetV2 "
    "MobileNetV3Large MobileNetV3Small NASNetMobile ResNet50 ResNet50V2 VGG16 VGG19 Xception"
).split()
"""One model of each family of ``keras.applications``: the larger ones repeat the same blocks."""

SHAPED = (
    "Dense Conv1D Conv2D Conv3D Conv2DTranspose SeparableConv2D DepthwiseConv2D MaxPooling2D AveragePooling2D Reshape "
    "Permute RepeatVector UpSampling2D Embedding Concatenate BatchNormalization TimeDistributed Bidirectional"
).split()
"""Layers whose positional arguments decide a shape or a setting that rules ask for."""

PROGRAM = """
import inspect, json, sys
question = json.load(sys.stdin)
if question["dialect"] == 2:
    import tf_keras as keras
else:
    import keras

values = {"fused": None, "weights": None, "batch_input_shape": (None, 3), "dynamic": False}

def accepts(name):
    try:
        keras.layers.BatchNormalization(**{name: values.get(name, 1)})
        return True
    except (TypeError, ValueError):
        return False

def parameters(name):
    cls = getattr(keras.layers, name)
    return [p for p in inspect.signature(cls.__init__).parameters if p != "self"]

def holds_bn(name):
    model = getattr(keras.applications, name)(weights=None)
    layers = model._flatten_layers(include_self=False, recursive=True)
    return any(type(layer).__name__ == "BatchNormalization" for layer in layers)

print(json.dumps({
    "accepts": {name: accepts(name) for name in question["arguments"]},
    "parameters": {name: parameters(name) for name in question["layers"]},
    "applications": {name: holds_bn(name) for name in question["applications"]},
    "known": [name for name in dir(keras.applications) if name[0].isupper()],
}))
"""


@cache
def answers(dialect: int) -> dict[str, Any]:
    question = {
        "dialect": dialect,
        "arguments": list(MISSING_ARGUMENTS),
        "layers": SHAPED,
        "applications": FAMILIES if dialect == 3 else [],
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        check=True,
    )
    reply: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return reply


@pytest.mark.parametrize("dialect", [2, 3])
def test_missing_arguments_are_those_that_keras_rejects(dialect: int) -> None:
    rejected = {name for name, accepted in answers(dialect)["accepts"].items() if not accepted}
    assert rejected == {name for name, gone in MISSING_ARGUMENTS.items() if dialect in gone.dialects}


def test_arguments_that_only_keras_2_has_are_in_the_table() -> None:
    only_keras_2 = set(answers(2)["parameters"]["BatchNormalization"]) - set(
        answers(3)["parameters"]["BatchNormalization"]
    )
    assert only_keras_2 - set(MISSING_ARGUMENTS) == set()


@pytest.mark.parametrize("dialect", [2, 3])
@pytest.mark.parametrize("layer", SHAPED)
def test_positional_arguments_have_the_names_of_the_signature(layer: str, dialect: int) -> None:
    real = answers(dialect)["parameters"][layer]
    ours = LAYERS[layer]
    assert tuple(real[: len(ours)]) == ours


@pytest.mark.parametrize("name", FAMILIES)
def test_applications_contain_bn_as_the_table_says(name: str) -> None:
    assert answers(3)["applications"][name] == (name in APPLICATIONS_WITH_BN)
    assert (name in APPLICATIONS_WITHOUT_BN) != (name in APPLICATIONS_WITH_BN)


def test_every_application_of_either_keras_is_in_a_table() -> None:
    known = set(answers(2)["known"]) | set(answers(3)["known"])
    assert known <= APPLICATIONS_WITH_BN | APPLICATIONS_WITHOUT_BN

"""Rows about packages beside Keras, held against those that are installed (``nox -s packages`` installs most)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pytest

from bnlint.libraries.keras_addons import ADDONS
from bnlint.libraries.package_networks import CHOOSERS, NETWORKS
from bnlint.libraries.schema import BOTH, Addon, Network
from bnlint.project.prefilter import may_concern
from tests.libraries.real import ask
from tests.static.helpers import ROOT, nothing

PROGRAM = """
import importlib

def find(name):
    parts = name.split(".")
    for end in range(len(parts) - 1, 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except ImportError:
            continue
        for part in parts[end:]:
            found = getattr(found, part)
        return found
    raise LookupError(name)

def parameters(name):
    found = find(name)
    return positional(found.__init__ if inspect.isclass(found) else found)

def built(name, text):
    find(name)
    top = name.partition(".")[0]
    model = eval(text, {top: importlib.import_module(top)})
    inside = any("BatchNorm" in type(layer).__name__ for layer in model._flatten_layers())
    shape = model.output_shape
    return {"bn": inside, "rank": len(shape) if isinstance(shape, tuple) else None}

print(json.dumps({
    "parameters": {name: parameters(name) for name in question["names"]},
    "built": {name: built(name, text) for name, text in question["build"].items()},
    "turned": {name: built(name, text) for name, text in question["turned"].items()},
}))
"""

SMALL = "(64, 64, 3)"
RESNET = f"keras_hub.models.ResNetBackbone([64], [7], [64], [1], [1], 'basic_block', image_shape={SMALL})"
DEEPER = RESNET.replace("[64], [1], [1]", "[64] * 4, [1] * 4, [1, 2, 2, 2]")
SCALED = f"include_rescaling=False, input_shape={SMALL}"
SEGMENTED = f"segmentation_models.{{}}(input_shape={SMALL}, encoder_weights=None{{}})"
BUILD = {
    "keras_hub.models.ResNetBackbone": RESNET,
    "keras_hub.models.DenseNetBackbone": f"keras_hub.models.DenseNetBackbone([1], {SMALL})",
    "keras_hub.models.XceptionBackbone": f"keras_hub.models.XceptionBackbone([[8], [8]], [True, False], {SMALL})",
    "keras_hub.models.ResNetImageClassifier": f"keras_hub.models.ResNetImageClassifier({RESNET}, 3)",
    "keras_hub.models.DeepLabV3Backbone": (
        f"keras_hub.models.DeepLabV3Backbone({DEEPER}, 'P5', 8, [6, 12], image_shape={SMALL})"
    ),
    "keras_hub.models.CSPNetBackbone": (
        f"keras_hub.models.CSPNetBackbone(8, 3, 1, [1], [1], [8], 'dark_block', stage_type='dark', image_shape={SMALL})"
    ),
    "keras_cv.models.DenseNetBackbone": f"keras_cv.models.DenseNetBackbone(stackwise_num_repeats=[1], {SCALED})",
    "keras_cv.models.ResNetBackbone": (
        f"keras_cv.models.ResNetBackbone(stackwise_filters=[64], stackwise_blocks=[1], stackwise_strides=[1], {SCALED})"
    ),
    "keras_cv.models.CSPDarkNetBackbone": (
        f"keras_cv.models.CSPDarkNetBackbone(stackwise_channels=[16, 32], stackwise_depth=[1, 1], {SCALED})"
    ),
    "efficientnet.tfkeras.EfficientNetB0": "efficientnet.tfkeras.EfficientNetB0(weights=None)",
    "keras_efficientnet_v2.EfficientNetV2B0": "keras_efficientnet_v2.EfficientNetV2B0(pretrained=None)",
    "keras_cv_attention_models.efficientnet.EfficientNetV1B0": (
        "keras_cv_attention_models.efficientnet.EfficientNetV1B0(pretrained=None)"
    ),
    "keras_cv_attention_models.resnest.ResNest50": "keras_cv_attention_models.resnest.ResNest50(pretrained=None)",
    **{f"segmentation_models.{name}": SEGMENTED.format(name, "") for name in ("Unet", "FPN", "Linknet")},
    "segmentation_models.PSPNet": "segmentation_models.PSPNet(encoder_weights=None)",
    "keras_unet.models.custom_unet": f"keras_unet.models.custom_unet({SMALL})",
    "keras_unet.models.satellite_unet": f"keras_unet.models.satellite_unet({SMALL})",
    "keras_unet.models.vanilla_unet": "keras_unet.models.vanilla_unet((572, 572, 1))",
    "keras_unet_collection.models.unet_2d": f"keras_unet_collection.models.unet_2d({SMALL}, [8, 16], 2)",
}
"""How a network is built, small where that can be chosen and without a download."""

TURNED = {
    "segmentation_models.Unet": SEGMENTED.format("Unet", ", decoder_use_batchnorm=False"),
    "segmentation_models.FPN": SEGMENTED.format("FPN", ", pyramid_use_batchnorm=False"),
    "segmentation_models.Linknet": SEGMENTED.format("Linknet", ", decoder_use_batchnorm=False"),
    "segmentation_models.PSPNet": "segmentation_models.PSPNet(encoder_weights=None, psp_use_batchnorm=False)",
    "keras_unet.models.custom_unet": f"keras_unet.models.custom_unet({SMALL}, use_batch_norm=False)",
    "keras_unet_collection.models.unet_2d": (
        f"keras_unet_collection.models.unet_2d({SMALL}, [8, 16], 2, batch_norm=True)"
    ),
}
"""The same with the switch of the row turned over; the backbone of the segmentation models is VGG16, without BN."""

ROWS: tuple[Network | Addon, ...] = (*NETWORKS, *CHOOSERS, *ADDONS)
PACKAGES = sorted({row.package for row in ROWS if " " in row.package})


def is_installed(package: str) -> bool:
    name, wanted = package.split()
    try:
        return version(name) == wanted
    except PackageNotFoundError:
        return False


def names(row: Network | Addon) -> list[str]:
    return [row.name] if isinstance(row, Network) else [f"{home}.{row.name}" for home in row.homes.split()]


def by_name(package: str, dialect: int) -> dict[str, Network | Addon]:
    rows = [row for row in ROWS if row.package == package and dialect in (row.dialects or (3,))]
    return {name: row for row in rows for name in names(row)}


@cache
def answers(package: str, dialect: int) -> dict[str, Any]:
    known = by_name(package, dialect)
    build, turned = ({name: text for name, text in texts.items() if name in known} for texts in (BUILD, TURNED))
    return ask(dialect, PROGRAM, names=list(known), build=build, turned=turned)


def replies(package: str) -> list[tuple[dict[str, Network | Addon], dict[str, Any]]]:
    """Return the rows of a package with the answers of each dialect; none where it is not installed."""
    dialects = (2, 3) if is_installed(package) else ()
    known = [(dialect, by_name(package, dialect)) for dialect in dialects]
    return [(rows, answers(package, dialect)) for dialect, rows in known if rows]


each_package = pytest.mark.parametrize("package", PACKAGES)


def unread(rows: Iterable[Network | Addon]) -> list[str]:
    """Return the names of rows that do not say which version of their package was read."""
    return [name for row in rows for name in names(row) if not re.fullmatch(r"[\w-]+ \d[\d.]*", row.package)]


def test_every_row_says_which_version_was_read() -> None:
    files = "bnlint/libraries/keras_addons.py or bnlint/libraries/package_networks.py"
    nothing(unread(ROWS), f"rows in {files} without their package, as in package='efficientnet 1.1.1'")


def test_a_row_without_its_version_is_named() -> None:
    block = Addon("Block", "mylib.layers", "container", "")
    assert unread([block, block._replace(package="mylib")]) == ["mylib.layers.Block"] * 2
    assert unread([block._replace(package="mylib 1.0")]) == []


def unsaid(rows: Iterable[Addon]) -> list[str]:
    """Return the names of rows that leave open for which Keras they are."""
    return [f"{row.name} of {row.package or row.homes}" for row in rows if not set(row.dialects) <= set(BOTH)]


def test_every_layer_says_whose_it_is() -> None:
    what = "rows of bnlint/libraries/keras_addons.py without their Keras: dialects=(2,), (3,), BOTH, () for none"
    nothing(unsaid(ADDONS), what)


def test_a_row_that_leaves_its_keras_open_is_named() -> None:
    assert unsaid([Addon("Block", "mylib.layers", "container", "units", package="mylib 1.0")]) == ["Block of mylib 1.0"]
    assert unsaid([Addon("Block", "mylib.layers", "container", "", dialects=())]) == []


LEFT_BEHIND = {"tensorflow-addons", "tf-agents", "tf-models-official"}
"""Packages that do not run beside the newest TensorFlow: nobody can hold their rows against them."""


def test_the_session_installs_every_package_that_still_runs() -> None:
    text = (ROOT / "noxfile.py").read_text(encoding="utf-8").replace("_", "-")
    wanted = [package.replace("_", "-").split() for package in PACKAGES]
    missing = {name for name, number in wanted if f'"{name}=={number}"' not in text}
    nothing(
        missing - LEFT_BEHIND, "rows about packages that `nox -s packages` does not install; _PACKAGES in noxfile.py"
    )
    assert missing >= LEFT_BEHIND


def test_every_switch_is_an_argument_of_its_network() -> None:
    for row in (*NETWORKS, *CHOOSERS):
        assert row.switch in ("", *row.parameters.split()), row
        assert bool(row.decides) == bool(row.families), row


@each_package
def test_positional_arguments_are_those_of_the_signature(package: str) -> None:
    for rows, reply in replies(package):
        for name, row in rows.items():
            ours = row.parameters if isinstance(row, Network) else row.positional
            assert ours.split() == reply["parameters"][name], name


@each_package
def test_networks_contain_bn_as_the_row_says(package: str) -> None:
    for rows, reply in replies(package):
        for name, found in reply["built"].items():
            row = rows[name]
            assert isinstance(row, Network)
            assert found["bn"] == row.contains_bn, name
            assert row.rank in ("", "top", str(found["rank"])), name


@each_package
def test_the_switch_of_a_network_puts_bn_in_or_leaves_it_out(package: str) -> None:
    for rows, reply in replies(package):
        for name, found in reply["turned"].items():
            row = rows[name]
            assert isinstance(row, Network)
            assert found["bn"] != row.contains_bn, name


CONCERNING = [
    name
    for row in ROWS
    for name in names(row)
    if (row.contains_bn or row.families if isinstance(row, Network) else row.role in ("normalisation", "container"))
]


@pytest.mark.parametrize("name", CONCERNING)
def test_the_prefilter_lets_programs_with_bn_pass(name: str) -> None:
    home, _, last = name.rpartition(".")
    finds = may_concern(f"import tensorflow as tf\nfrom {home} import {last}\nmodel = {last}()\n")
    assert finds, f"NAMES or PACKAGES of bnlint/libraries/words.py: a word that finds {name}"

"""Networks and layers of other packages: their rows say whether BatchNormalization is inside."""

from __future__ import annotations

import pytest

from bnlint.api import check_source
from bnlint.settings.config import Config

STEP = """
import tensorflow as tf
{lines}
optimizer = tf.keras.optimizers.Adam()

def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(y - model(x)))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
"""
"""A step that forgets ``training=True``: BNL102 where the model has BN."""

WITH_BN = {
    "backbone": "import keras_hub\nmodel = keras_hub.models.ResNetBackbone([64], [7], [64], [1], [1], 'basic_block')",
    "preset of a class": (
        "import keras_hub\nmodel = keras_hub.models.ResNetImageClassifier.from_preset('resnet_50', load_weights=False)"
    ),
    "preset decides": (
        "import keras_hub\n"
        "model = keras_hub.models.ImageClassifier.from_preset('resnet_50_imagenet', load_weights=False)"
    ),
    "a detector's head": (
        "import keras_cv\nmodel = keras_cv.models.YOLOV8Detector.from_preset('yolo_v8_m_backbone_coco', num_classes=3)"
    ),
    "segmentation_models": "import segmentation_models as sm\nmodel = sm.Unet('resnet34')",
    "an encoder whose weights nobody knows": (
        "import sys, segmentation_models as sm\nmodel = sm.Unet('resnet34', encoder_weights=sys.argv[1])"
    ),
    "its own name": "from segmentation_models import FPN\nmodel = FPN('efficientnetb3')",
    "efficientnet": "import efficientnet.tfkeras as efn\nmodel = efn.EfficientNetB0(weights=None)",
    "switched on": (
        "from keras_unet_collection import models\nmodel = models.unet_2d((64, 64, 3), [8, 16], 2, batch_norm=True)"
    ),
}
WITHOUT_BN = {
    "another preset": "import keras_hub\nmodel = keras_hub.models.ImageClassifier.from_preset('vit_base_patch16_224')",
    "a preset that nobody knows": (
        "import sys, keras_hub\nmodel = keras_hub.models.ImageClassifier.from_preset(sys.argv[1])"
    ),
    "not switched on": ("from keras_unet_collection import models\nmodel = models.unet_2d((64, 64, 3), [8, 16], 2)"),
    "a switch that nobody knows": (
        "import sys\nfrom keras_unet_collection import models\n"
        "model = models.unet_2d((64, 64, 3), [8, 16], 2, batch_norm=sys.argv[1] == 'bn')"
    ),
}


def codes(lines: str, keras: str = "3") -> list[str]:
    found = check_source(STEP.format(lines=lines), "<string>", Config(keras="2" if keras == "2" else "3"))
    return [finding.code for finding in found]


@pytest.mark.parametrize("name", WITH_BN)
def test_a_network_with_bn_is_known_by_its_row(name: str) -> None:
    assert codes(WITH_BN[name]) == ["BNL102"]


@pytest.mark.parametrize("name", WITHOUT_BN)
def test_a_network_that_may_have_none_is_no_reason_to_report(name: str) -> None:
    assert codes(WITHOUT_BN[name]) == []


@pytest.mark.parametrize(
    "lines",
    [
        "import efficientnet.tfkeras as efn\nmodel = efn.EfficientNetB0()",
        "import keras_hub\nmodel = keras_hub.models.ImageClassifier.from_preset('resnet_50_imagenet')",
    ],
)
def test_a_network_that_comes_with_its_statistics_may_keep_them(lines: str) -> None:
    (finding,) = check_source(STEP.format(lines=lines), "<string>", Config(keras="3"))
    assert finding.code == "BNL102"
    assert "or training=False if its statistics are to stay" in finding.said.remedy


def test_a_new_decoder_does_not_come_with_weights() -> None:
    lines = "import segmentation_models as sm\nmodel = sm.Unet('resnet18')"
    (finding,) = check_source(STEP.format(lines=lines), "<string>", Config(keras="2"))
    assert "training=False" not in finding.said.remedy


def test_a_frozen_layer_of_tensorflow_hub_is_left_alone() -> None:
    lines = "import tensorflow_hub as hub\nmodel = tf.keras.Sequential([hub.KerasLayer('https://tfhub.dev/x')])"
    assert codes(lines, "2") == []


BLOCK = """
from official.vision.modeling.layers.nn_blocks import ResidualBlock
model = tf.keras.Sequential([ResidualBlock(filters=8, strides=1), tf.keras.layers.Dense(1)])
"""


def test_a_layer_that_contains_bn_counts_in_the_keras_that_it_is_made_for() -> None:
    assert codes(BLOCK, "2") == ["BNL102"]
    assert codes(BLOCK, "3") == []

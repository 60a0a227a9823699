"""Where programs keep their settings: packages whose objects are dicts, the environment, and options of commands.

What an option holds by default counts; what a file or somebody unknown may replace is not known.
"""

from __future__ import annotations

import pytest

from bnlint.api import check_source
from bnlint.settings.config import Config

NETWORK = """
import tensorflow as tf


class Halved(tf.keras.layers.Layer):
    def call(self, inputs):
        return inputs / 2


def network(norm):
    inputs = tf.keras.Input((4,))
    x = tf.keras.layers.Dense(8)(inputs)
    if norm == "batch":
        x = tf.keras.layers.BatchNormalization()(x)
    elif norm == "half":
        x = Halved()(x)
    return tf.keras.Model(inputs, x)


def train(net):
    optimizer = tf.keras.optimizers.Adam()
    for rows in tf.random.normal((3, 16, 4)):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(rows) ** 2)
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


"""
EASY = "from easydict import EasyDict as edict\n"
YACS = "from yacs.config import CfgNode as CN\ncfg = CN()\ncfg.NET = CN()\ncfg.NET.NORM = 'half'\n"
COLLECTIONS = "import ml_collections\n"
ABSL = "from absl import flags\n"
CLICK = "import click\n\n\n@click.command()\n"
MAIN = "def main(norm):\n    train(network(norm))\n\n\nmain()\n"


def found(source: str) -> list[str]:
    return [finding.code for finding in check_source(NETWORK + source, "train.py", Config(keras="3"))]


@pytest.mark.parametrize(
    "source",
    [
        EASY + "cfg = edict()\ncfg.norm = 'batch'\ntrain(network(cfg.norm))\n",
        EASY + "cfg = edict({'net': {'norm': 'batch'}})\ntrain(network(cfg.net.norm))\n",
        EASY + "cfg = edict(norm='half')\ncfg['norm'] = 'batch'\ntrain(network(cfg.get('norm')))\n",
        YACS + "cfg.NET.NORM = 'batch'\ncfg.freeze()\ntrain(network(cfg.clone().NET.NORM))\n",
        COLLECTIONS + "cfg = ml_collections.ConfigDict({'norm': 'batch'})\ntrain(network(cfg.norm))\n",
        "from omegaconf import OmegaConf\ntrain(network(OmegaConf.create({'norm': 'batch'}).norm))\n",
        "from munch import Munch\ntrain(network(Munch(norm='batch').norm))\n",
        "from argparse import Namespace\ntrain(network(Namespace(norm='batch').norm))\n",
    ],
)
def test_what_the_program_says_is_known(source: str) -> None:
    assert found(source) == ["BNL102"]
    assert found(source.replace("batch", "none")) == []


@pytest.mark.parametrize(
    "source",
    [
        ABSL + "NORM = flags.DEFINE_enum('norm', 'batch', ['batch', 'half'], '')\ntrain(network(NORM.value))\n",
        "import os\ntrain(network(os.environ.get('NORM', 'batch')))\n",
        "import os\ntrain(network(os.getenv('NORM', default='batch')))\n",
        CLICK + "@click.option('--norm', default='batch')\n" + MAIN,
        CLICK + "@click.option('-n', '--norm-kind', 'norm', default='batch', show_default=True)\n" + MAIN,
        "import typer\n\n\ndef main(norm: str = typer.Option('batch')):\n    train(network(norm))\n\n\nmain()\n",
    ],
)
def test_an_options_default_is_known(source: str) -> None:
    assert found(source) == ["BNL102"]


def test_an_options_default_counts_as_a_number() -> None:
    layer = "tf.keras.layers.BatchNormalization(momentum={})\n"
    assert found(ABSL + "M = flags.DEFINE_float('m', 1.5, '')\n" + layer.format("M.value")) == ["BNL301"]
    assert found(CLICK + "@click.option('--m', default=1.5)\ndef main(m):\n    " + layer.format("m")) == ["BNL301"]


def test_what_a_file_lays_over_is_not_known() -> None:
    momentum = "tf.keras.layers.BatchNormalization(momentum=cfg.NET.M)\n"
    settings = YACS + "cfg.NET.M = 1.5\n"
    assert found(settings + momentum) == ["BNL301"]
    assert found(settings + "cfg.NET.merge_from_file('a.yaml')\n" + momentum) == []


def test_an_option_without_a_default_is_not_known() -> None:
    assert found("import os\ntf.keras.layers.BatchNormalization(momentum=os.environ.get('M'))\n") == []
    assert (
        found(CLICK + "@click.option('--m')\ndef main(m):\n    tf.keras.layers.BatchNormalization(momentum=m)\n") == []
    )

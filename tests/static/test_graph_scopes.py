"""TF1 graph code of slim and contrib, which no TensorFlow of today runs: arg_scope, and what runs the updates."""

from __future__ import annotations

import textwrap

import pytest

from bnlint.api import check_source
from bnlint.settings.config import Config
from tests.static.helpers import read_expectations

HEAD = """
import tensorflow as tf
slim = tf.contrib.slim
x = tf.placeholder(tf.float32, [None, 8, 8, 3])
flag = tf.placeholder(tf.bool, [])
optimizer = tf.train.AdamOptimizer(0.1)
"""
PROGRAMS = {
    "no flag": """
        y = slim.batch_norm(x)  # expect: BNL112
    """,
    "the flag of a scope": """
        with slim.arg_scope([slim.batch_norm], is_training=flag, updates_collections=None):
            y = slim.batch_norm(x)
        optimizer.minimize(tf.reduce_mean(y))
    """,
    "updates of a scope without in-place updates": """
        with slim.arg_scope([slim.batch_norm], is_training=True):
            y = slim.batch_norm(x)
        optimizer.minimize(tf.reduce_mean(y))  # expect: BNL112
    """,
    "a scope of other functions": """
        with tf.contrib.framework.arg_scope([slim.conv2d], activation_fn=None):
            y = tf.layers.batch_normalization(x)  # expect: BNL112
    """,
    "the inner scope adds to the outer one": """
        with slim.arg_scope([slim.batch_norm], is_training=True):
            with slim.arg_scope([slim.batch_norm], updates_collections=None):
                y = slim.batch_norm(x)
        optimizer.minimize(tf.reduce_mean(y))
    """,
    "a scope that is handed on": """
        with slim.arg_scope([slim.batch_norm], is_training=True) as scope:
            pass
        with slim.arg_scope(scope):
            y = slim.batch_norm(x)
        optimizer.minimize(tf.reduce_mean(y))  # expect: BNL112
    """,
    "a scope that somebody else made": """
        import nets
        with slim.arg_scope(nets.scope()):
            y = slim.batch_norm(x)
        optimizer.minimize(tf.reduce_mean(y))
    """,
    "the normalizer of a convolution": """
        y = slim.conv2d(x, 4, 3, normalizer_fn=slim.batch_norm)  # expect: BNL112
    """,
    "the normalizer's own arguments": """
        params = {"is_training": flag, "updates_collections": None}
        y = slim.conv2d(x, 4, 3, normalizer_fn=slim.batch_norm, normalizer_params=params)
        optimizer.minimize(tf.reduce_mean(y))
    """,
    "the normalizer's own arguments, without the updates": """
        y = slim.conv2d(x, 4, 3, normalizer_fn=slim.batch_norm, normalizer_params={"is_training": True})
        optimizer.minimize(tf.reduce_mean(y))  # expect: BNL112
    """,
    "the normalizer's arguments come from elsewhere": """
        import nets
        y = slim.conv2d(x, 4, 3, normalizer_fn=slim.batch_norm, normalizer_params=nets.params)
        optimizer.minimize(tf.reduce_mean(y))
    """,
    "the normalizer of a scope": """
        params = {"is_training": True}
        with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm, normalizer_params=params):
            y = slim.conv2d(x, 4, 3)
        optimizer.minimize(tf.reduce_mean(y))  # expect: BNL112
    """,
    "another normalizer": """
        y = slim.conv2d(x, 4, 3, normalizer_fn=slim.layer_norm)
        optimizer.minimize(tf.reduce_mean(y))
    """,
    "create_train_op runs the updates": """
        y = slim.batch_norm(x, is_training=True)
        slim.learning.create_train_op(tf.reduce_mean(y), optimizer)
    """,
    "optimize_loss runs the updates": """
        y = slim.batch_norm(x, is_training=True)
        tf.contrib.layers.optimize_loss(tf.reduce_mean(y), None, 0.1, "SGD")
    """,
    "grouped with the train op": """
        y = slim.batch_norm(x, is_training=True)
        step = optimizer.minimize(tf.reduce_mean(y))
        train_op = tf.group(step, tf.get_collection(tf.GraphKeys.UPDATE_OPS))
    """,
    "run by the session": """
        y = slim.batch_norm(x, is_training=True)
        step = optimizer.minimize(tf.reduce_mean(y))
        updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
        with tf.Session() as session:
            session.run([step, updates])
    """,
    "the session runs the train op alone": """
        y = slim.batch_norm(x, is_training=True)
        step = optimizer.minimize(tf.reduce_mean(y))  # expect: BNL112
        with tf.Session() as session:
            session.run(step)
            tf.train.Saver().save(session, "kept")
    """,
    "another collection": """
        y = slim.batch_norm(x, is_training=True)
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.SUMMARIES)):
            step = optimizer.minimize(tf.reduce_mean(y))  # expect: BNL112
    """,
    "updates in place if somebody says so": """
        import options
        y = slim.batch_norm(x, is_training=True, updates_collections=options.collections())
        optimizer.minimize(tf.reduce_mean(y))
    """,
    "gradients applied": """
        y = slim.batch_norm(x, is_training=True)
        gradients = optimizer.compute_gradients(tf.reduce_mean(y))
        optimizer.apply_gradients(gradients)  # expect: BNL112
    """,
    "gradients applied behind the updates": """
        y = slim.batch_norm(x, is_training=True)
        gradients = optimizer.compute_gradients(tf.reduce_mean(y))
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            optimizer.apply_gradients(gradients)
    """,
    "a frozen layer": """
        y = slim.batch_norm(x, is_training=True, trainable=False)
        optimizer.minimize(tf.reduce_mean(y))
    """,
    "inference": """
        y = slim.batch_norm(x, is_training=False)  # expect: BNL104
        optimizer.minimize(tf.reduce_mean(y))
    """,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_scopes_and_updates(name: str) -> None:
    source = HEAD + textwrap.dedent(PROGRAMS[name])
    found = {(finding.line, finding.code) for finding in check_source(source, "graph.py", Config(keras="2"))}
    assert found == {(line, code) for line, code, _ in read_expectations(source)}

"""Programs that ask a TF1 graph only in batches like those that it learns from: its answers are those of training."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.api import check_source
from bnlint.project import ttl_cache
from bnlint.settings.config import Config

NETS = """\
import tensorflow as tf
from tensorflow.contrib import layers


def generator(z):
    return tf.layers.dense(layers.batch_norm(tf.layers.dense(z, 64)), 784)


def discriminator(pictures):
    return tf.layers.dense(layers.batch_norm(tf.layers.dense(pictures, 64)), 1)


def decoder(code):
    return tf.layers.dense(layers.batch_norm(tf.layers.dense(code, 64)), 784)
"""
HEAD = """\
import nets
import numpy as np
import tensorflow as tf

rows, size = 64, 100
z, real = tf.placeholder(tf.float32, (None, 100)), tf.placeholder(tf.float32, (None, 784))
fake, drawn = nets.generator(z), nets.generator(z)
g_loss = -tf.reduce_mean(nets.discriminator(fake))
d_loss = tf.reduce_mean(nets.discriminator(fake) - nets.discriminator(real))
g_step, d_step = tf.train.AdamOptimizer().minimize(g_loss), tf.train.AdamOptimizer().minimize(d_loss)
saver = tf.train.Saver()
tf.summary.image("drawn", tf.reshape(drawn, (-1, 28, 28, 1)))
merged = tf.summary.merge_all()
"""
STEPS = (
    "noise, number = np.random.normal(size=(rows, size)), 1",
    "noise = np.random.normal(size=(rows, size))",
    "table = np.load('real.npy')",
    "session.run(d_step, {z: noise, real: table})",
    "session.run(g_step, feed_dict={z: noise})",
)
NOISE = "noise = np.random.normal(size=(rows, size))"


def train(*lines: str, head: str = HEAD) -> str:
    """Return a program that runs some lines in each round."""
    body = "".join(f"        {line}\n" for line in ("session.run(tf.global_variables_initializer())", *STEPS, *lines))
    return f"{head}with tf.Session() as session:\n    for number in range(9):\n{body}"


IN_THE_GRAPH = """\
import nets
import tensorflow as tf

table = tf.placeholder(tf.float32, (None, 784))
code = tf.layers.dense(table, 8)
loss = tf.reduce_mean((nets.decoder(code) - table) ** 2)
step = tf.train.AdamOptimizer().minimize(loss)
sampled = nets.decoder(tf.random_normal((ROWS, 8)))
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for rows in read("table.npy"):
        session.run(step, {table: rows})
    print(session.run(sampled))
"""
RESTORES = """\
import nets
import numpy as np
import tensorflow as tf

z = tf.placeholder(tf.float32, (None, 100))
drawn = nets.generator(z)
with tf.Session() as session:
    tf.train.Saver().restore(session, "gan")
    print(session.run(drawn, {z: np.random.normal(size=(64, 100))}))
"""


def lines(root: Path, files: dict[str, str]) -> list[int]:
    """Return the lines of the networks in which something is found."""
    ttl_cache.forget()
    (root / ".git").mkdir(exist_ok=True)
    for path, content in {"nets.py": NETS, **files}.items():
        (root / path).write_text(content)
    found = check_source((root / "nets.py").read_text(), str(root / "nets.py"), Config(keras="2"))
    return [finding.line for finding in found if finding.code == "BNL112"]


@pytest.mark.parametrize(
    "program",
    [
        train("print(session.run(drawn, {z: noise}))"),
        train(NOISE, "print(session.run(drawn, {z: noise}))"),
        train("print(session.run(drawn, {z: np.random.normal(size=(rows, size))}))"),
        train("print(drawn.eval(feed_dict={z: np.random.normal(size=(rows, size))}))"),
        train(NOISE, "session.run(merged, {z: noise})"),
        train(NOISE, "other = np.load('other.npy')", "session.run([merged, drawn], {real: other, z: noise})"),
        train(NOISE, "feed = {z: noise}", "print(session.run(drawn, feed))"),
        train(NOISE, "print(session.run(drawn, {z: noise}))", "saver.save(session, 'gan')"),
        train("saver.restore(session, 'gan')", "saver.export_meta_graph('gan')", "session.run(drawn, {z: noise})"),
        train("saver.save(session, 'gan')"),
        train("if FLAGS.run == 'all':", "    session.run(drawn, {z: noise})"),
        train("print(session.run(fake))", head=HEAD.replace("generator(z)", "generator(tf.zeros((64, 100)))")),
        train(
            "print(session.run(fake, {real: np.load('other.npy')}))",
            head=HEAD.replace("nets.generator(z)", "nets.generator(tf.random_normal(tf.shape(z)))"),
        ),
        IN_THE_GRAPH.replace("ROWS", "64"),
    ],
)
def test_answers_are_those_of_training(tmp_path: Path, program: str) -> None:
    assert not {6} & set(lines(tmp_path, {"train.py": program}))


@pytest.mark.parametrize(
    "files",
    [
        {"train.py": train("print(session.run(drawn, {z: np.random.normal(size=(16, 100))}))")},
        {"train.py": train("for noise in more:", "    print(session.run(drawn, {z: noise}))")},
        {"train.py": train("print(session.run(drawn, {z: unknown.noise()}))")},
        {"train.py": train("noise, _ = read()", "print(session.run(drawn, {z: noise}))")},
        {"train.py": train("code = noise = read()", "print(session.run(drawn, {z: code}))")},
        {"train.py": train(r"path = 'noise\d.npy'", "noise = np.load(path)", "print(session.run(drawn, {z: noise}))")},
        {"train.py": train("print(session.run(drawn, feed))")},
        {"train.py": train("print(session.run(drawn, {**feed, z: noise}))")},
        {"train.py": train("print(session.run(drawn_for_test, {z: noise}))")},
        {"train.py": train("tf.saved_model.simple_save(session, 'gan', {'z': z}, {'drawn': drawn})")},
        {"train.py": train("print(session.run(unknown, {z: noise}))")},
        {"train.py": train(), "draw.py": RESTORES},
        {"train.py": train("print(session.run(drawn, {z: noise}))"), "draw.py": RESTORES},
        {"train.py": HEAD},
    ],
)
def test_answers_may_be_others(tmp_path: Path, files: dict[str, str]) -> None:
    assert 6 in lines(tmp_path, files)


@pytest.mark.parametrize("program", [IN_THE_GRAPH.replace("ROWS", "4"), IN_THE_GRAPH.replace("ROWS", "None")])
def test_fewer_rows_than_in_training(tmp_path: Path, program: str) -> None:
    assert 14 in lines(tmp_path, {"train.py": program})


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("def draw(self):\n        noise = np.random.normal(size=(self.rows, 100))", "{z: noise}", False),
        ("def draw(self, noise):\n        pass", "{z: noise}", True),
        ("def draw(self, rows):\n        noise = np.random.normal(size=(rows, 100))", "{z: noise}", True),
        ("def draw(self):\n        pass", "{z: np.random.normal(size=(self.rows, 100))}", False),
        ("def draw(self):\n        noise = NOISE", "{z: noise}", True),
    ],
)
def test_methods_of_one_object(tmp_path: Path, before: str, after: str, found: bool) -> None:
    program = f"""{HEAD}
class Gan:
    def __init__(self, session, rows):
        self.session, self.rows = session, rows

    def learn(self):
        noise = np.random.normal(size=(self.rows, 100))
        self.session.run([g_step, d_step], {{z: noise, real: np.load("real.npy")}})

    {before}
        print(self.session.run(drawn, {after}))


gan = Gan(tf.Session(), 64)
gan.learn()
gan.draw()
"""
    assert (6 in lines(tmp_path, {"train.py": program})) is found

"""Programs that do nothing with a TF1 graph but train it: moving statistics matter to nobody there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.api import check_source
from bnlint.project import ttl_cache
from bnlint.settings.config import Config

NETS = """\
import tensorflow as tf
from tensorflow.contrib import slim


def network(images):
    with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm):
        hidden = slim.conv2d(images, 8, 3)
    return slim.fully_connected(tf.reduce_mean(hidden, (1, 2)), 10, activation_fn=None)
"""
HEAD = """\
import nets
import pictures
import tensorflow as tf

images, labels = tf.placeholder(tf.float32, (None, 32, 32, 3)), tf.placeholder(tf.int64, (None,))
logits = nets.network(images)
loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
step = tf.train.AdamOptimizer().minimize(loss)
"""
STEP = "_, value = session.run([step, loss], {images: x, labels: y})"
ASK = "def ask(x, y):\n    return session.run(loss, {images: x, labels: y})\n\n\n"
PICTURES = "from PIL import Image\n\n\ndef read(path):\n    Image.open(path).save('copy')\n"


def train(*lines: str, before: tuple[str, ...] = ()) -> str:
    """Return a program that runs some lines in each round."""
    rounds = ["x, y = pictures.read('a'), [1]", *lines]
    body = "".join(f"        {line}\n" for line in rounds)
    first = "".join(f"    {line}\n" for line in ("session.run(tf.global_variables_initializer())", *before))
    return f"{HEAD}with tf.Session() as session:\n{first}    for number in range(9):\n{body}"


def is_found(root: Path, files: dict[str, str], name: str = "nets.py") -> bool:
    """Whether something is found in a file of a project."""
    ttl_cache.forget()
    (root / ".git").mkdir(exist_ok=True)
    for path, content in {"nets.py": NETS, "pictures.py": PICTURES, "train.py": train(STEP), **files}.items():
        (root / path).write_text(content)
    found = check_source((root / name).read_text(), str(root / name), Config(keras="2"))
    return any(finding.code == "BNL112" for finding in found)


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"train.py": train(STEP, "print(session.run(loss, {images: x, labels: y}))")},
        {"train.py": train("print(loss.eval(feed_dict={labels: y, images: x}))", STEP)},
        {"train.py": train("if number == 3:", "    print(session.run(logits, {images: x, labels: y}))", STEP)},
        {"train.py": train("feed = {images: x, labels: y}", "session.run(step, feed)", "session.run(loss, feed)")},
        {"train.py": train(STEP, before=("tf.train.start_queue_runners(sess=session)", "saver = tf.train.Saver()"))},
        {"train.py": train(STEP, "# saver.save(session, 'kept')", "print('saver.save')")},
        {"other.py": "import tensorflow as tf\ntf.train.Saver().restore(tf.Session(), 'other')\n"},
        {"pictures.py": PICTURES + "\n\nimport subprocess\n\nsubprocess.run(['ls'])\n"},
    ],
)
def test_nobody_reads_the_statistics(tmp_path: Path, files: dict[str, str]) -> None:
    assert not is_found(tmp_path, files)


@pytest.mark.parametrize(
    "files",
    [
        {"train.py": HEAD},
        {"train.py": train("session.run([logits, loss], {images: x, labels: y})")},
        {"train.py": train(STEP, "print(session.run(loss, {images: other, labels: y}))")},
        {"train.py": train(STEP, "x = pictures.read('b')", "session.run(loss, {images: x, labels: y})")},
        {"train.py": train(STEP, "x[0] = 0", "session.run(loss, {images: x, labels: y})")},
        {"train.py": train(STEP, "x += 1", "session.run(loss, {images: x, labels: y})")},
        {"train.py": train(STEP, "with more() as x:", "    session.run(loss, {images: x, labels: y})")},
        {"train.py": train(STEP, "for x in more:", "    session.run(loss, {images: x, labels: y})")},
        {"train.py": train("session.run(step, {images: more()})", "session.run(loss, {images: more()})")},
        {"train.py": train("session.run(step, {**x, labels: y})", "session.run(loss, {**x, labels: y})")},
        {"train.py": train(STEP) + "    session.run(loss, {images: x, labels: y})\n"},
        {"train.py": train(STEP, "ask(x, y)").replace("step =", ASK + "step =")},
        {"train.py": "if False:\n    import ask\n" + train(STEP), "ask.py": f"import tensorflow\n{ASK}"},
        {"train.py": train(STEP, "session.run(logits)")},
        {"train.py": train(STEP, "session.run(unknown)")},
        {"train.py": train("session.run([step, loss, test_loss], {images: x, labels: y})")},
        {"train.py": train("session.run([step, loss], {images: x_val, labels: y})")},
        {"train.py": train(STEP) + "    tf.train.Saver().save(session, 'kept')\n"},
        {"train.py": train(STEP, before=("tf.train.Saver().restore(session, 'begun')",))},
        {"train.py": train(STEP) + "\n\ndef ask(session, x):\n    return session.run(logits, {images: x})\n"},
        {"train.py": train(STEP, "run = session.run", "print(run(logits, {images: x}))")},
        {"train.py": train(STEP, "third.look(session)").replace("import nets", "import nets\nimport third")},
        {"train.py": train(STEP, before=("copy = tf.reduce_sum(nets.network(images))",))},
        {"train.py": train(STEP), "ask.py": "import nets\nimport tensorflow as tf\ntf.train.Saver().restore(s, 'a')\n"},
        {"pictures.py": "import tensorflow as tf\n\n\ndef keep(s):\n    s.run(tf.zeros(3))\n"},
        {"nets.py": NETS.replace("normalizer_fn=slim.batch_norm", "normalizer_fn=tf.layers.batch_normalization")},
        {"setup.py": "from setuptools import setup\n"},
        {"train.py": train("x = numpy.random.rand(8, 32, 32, 3)", STEP)},
    ],
)
def test_somebody_may_read_the_statistics(tmp_path: Path, files: dict[str, str]) -> None:
    assert is_found(tmp_path, files)


def test_what_lies_nowhere_may_be_a_part_of_a_program() -> None:
    source = NETS + train(STEP).replace("import nets\n", "").replace("nets.network", "network")
    assert [finding.code for finding in check_source(source, "<stdin>", Config(keras="2"))] == ["BNL112"]

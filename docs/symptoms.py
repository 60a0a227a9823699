"""What people see when batch normalization is misused: the words that rules use below ``## Symptoms``, and checks."""

from __future__ import annotations

import re
from typing import NamedTuple

from bnlint.explain import Explanation

HEADING = "Symptoms"
"""The section of a rule's text that lists its symptoms, one in each line."""


class Symptom(NamedTuple):
    """Something that is seen from outside.

    Args:
        title: what the rules call it.
        words: how people put it.
        check: up to three lines of Python that show whether it is there.
        sign: what the check prints then.
        more: other causes, and other pages that help.
    """

    title: str
    words: str
    check: str
    sign: str
    more: str = ""

    @property
    def anchor(self) -> str:
        """The name of its heading in a link."""
        return re.sub(r"[^\w\s-]", "", self.title.lower()).replace(" ", "-")


_MOVED = """\
before = [w.numpy() for w in {0}.{1}]
{2}
print([abs(w.numpy() - old).max() for w, old in zip({0}.{1}, before)])"""

SYMPTOMS = (
    Symptom(
        "Loss fine in training and bad in validation",
        '"val_loss explodes with BatchNormalization", "accuracy 99 % in training, chance in evaluate", "only the '
        'training mode works".',
        'print("moving statistics:", float(loss_fn(y, model(x, training=False))))\n'
        'print("batch statistics:", float(loss_fn(y, model(x, training=True))))  # moves them',
        "two numbers far apart on the same training data",
        "The numbers agree? Then BN is not the cause. `fit` shows the mean loss of an epoch in which the weights still "
        "moved, with Dropout at work. They differ and no rule reports it? Then the statistics are those of other data: "
        "too few steps so far ([turn the knobs](statistics.md)), rows that nobody scaled, or another scaling in "
        "validation.",
    ),
    Symptom(
        "Output equals input",
        '"BatchNormalization returns its input unchanged", "the layer does nothing", "predict returns what goes in". '
        "[One sample](one-sample.md) has the whole answer.",
        "print(abs(bn(x).numpy() - x).max())\nprint(bn.moving_mean.numpy(), bn.moving_variance.numpy())",
        "a difference of 0.05 % of the values (epsilon), means 0 and variances 1",
        "`predict` of a model that was never trained does the same. In graphs of TensorFlow 1 it is "
        "`tf.layers.batch_normalization` without `training=`: [BNL112](rules/BNL112.md).",
    ),
    Symptom(
        "Output is all zeros",
        '"BatchNormalization returns 0 with batch size 1", "all-zero output with training=True", "every output is '
        'the same".',
        "axes = [i for i in range(x.ndim) if i != x.ndim - 1]  # x: what the BN layer gets\n"
        "print(x.shape, x.var(axis=tuple(axes)).max())",
        "a variance of 0: one value per channel",
        "One image is enough for a BN layer behind a convolution: it has height times width values per channel. It "
        "is not enough behind global pooling, `Flatten` or at a 1x1 bottleneck.",
    ),
    Symptom(
        "Statistics still 0 and 1",
        '"moving_mean is all zeros after training", "moving_variance is not updated", "moving mean not updated with'
        ' gradient tape".',
        "for bn in model.layers:\n"
        "    if isinstance(bn, keras.layers.BatchNormalization):\n"
        "        print(bn.name, abs(bn.moving_mean.numpy()).max(), bn.moving_variance.numpy().mean())",
        "0.0 and 1.0, or nearly so, after training",
        "Only training mode moves them: `fit`, `train_on_batch` and `model(x, training=True)`. `predict`, "
        "`evaluate` and `model(x)` do not.",
    ),
    Symptom(
        "NaN or infinite values",
        '"NaN at inference", "loss is NaN with BatchNormalization", "predict returns inf".',
        "for bn in model.layers:\n"
        "    if isinstance(bn, keras.layers.BatchNormalization):\n"
        "        print(bn.name, bn.epsilon, bn.momentum, bn.moving_variance.numpy().min())",
        "a variance below 0 or nan, a momentum outside 0 to 1, an epsilon of 0",
        "On a GPU, Keras 2 was seen to make the moving variance NaN where a 4-D input has one value per channel "
        "([tensorflow issue 34062](https://github.com/tensorflow/tensorflow/issues/34062)): "
        "[BNL201](rules/BNL201.md). There `fused=False` helped ([keras issue "
        "17204](https://github.com/keras-team/keras/issues/17204)). In training mode an empty batch makes both moving "
        "statistics NaN for good: that of a filter that left no row, or (Keras 2's `multi_gpu_model`, [keras issue "
        "11858](https://github.com/keras-team/keras/issues/11858)) a last batch with too few rows for all GPUs. If "
        "what the BN layer gets is already infinite, it comes from the layers before "
        "it: lower the learning rate.",
    ),
    Symptom(
        "Different result with other rows in the batch",
        '"prediction depends on the batch", "predict on one sample differs from predict on all", "results change '
        'with the batch size".',
        "print(abs(model.predict(x)[:1] - model.predict(x[:1])).max())",
        "more than a rounding error (the last digits of float32 differ without BN, too)",
        "Single rows all get the same answer? Then a BN layer runs in training mode and makes "
        "[zeros](#output-is-all-zeros) of each.",
    ),
    Symptom(
        "The two losses of a GAN contradict each other",
        '"discriminator accuracy 100 % and generator accuracy 100 %", "both networks near perfect", "impossible GAN '
        'losses".',
        "for images in (real, fake):  # the first call moves the statistics by one step\n"
        "    print([discriminator(images, training=mode).numpy().mean() for mode in (True, False)])",
        "two numbers far apart in a line: in training mode another discriminator answers than in inference mode",
        "The common advice to keep real and fake images in separate batches suits only a discriminator that never "
        "runs in inference mode; inside a combined model with `discriminator.trainable = False` it does.",
    ),
    Symptom(
        "Each answer depends on the whole batch in training",
        '"WGAN-GP does not converge with BatchNormalization", "gradient penalty and batch normalization".',
        "few, many = model(x[:2], training=True)[0], model(x, training=True)[0]\n"
        "print(abs(few.numpy() - many.numpy()).max())",
        "anything but 0",
    ),
    Symptom(
        "Inference changes the model",
        '"two calls of predict disagree", "evaluate makes the model worse", "weights change while predicting".',
        _MOVED.format("model", "non_trainable_weights", "model.predict(x)"),
        "anything but 0",
        "In Keras 2 a `training=True` in the graph does so, too: [BNL106](rules/BNL106.md). If you want the "
        "statistics of the batch at inference (pix2pix), call `model(x, training=True)` in place of `predict`, which "
        "in Keras 3 overrides a flag in the graph, and say so in a comment beside the call: [BNL105](rules/BNL105.md).",
    ),
    Symptom(
        "Fine-tuning destroys the backbone",
        '"accuracy drops as soon as I unfreeze", "transfer learning worse than random with BatchNormalization", '
        '"fine-tune ResNet50 doesn\'t work, VGG16 does".',
        _MOVED.format("base", "non_trainable_weights", "model.train_on_batch(x, y)"),
        "anything but 0, though its BN layers were meant to stay as they are",
        "[A fine-tuning story](finetuning.md) has the recipe that works in Keras 2 and 3. The zeros are there and the "
        "accuracy is not? Then scale the images as the backbone knows them (its `preprocess_input`). Before TensorFlow "
        "2.0 it can also be that [frozen layers](#freezing-or-unfreezing-has-no-effect) still used the batch's "
        "statistics.",
    ),
    Symptom(
        "Freezing or unfreezing has no effect",
        '"trainable=False is ignored", "weights are updated though trainable is False", "training=True does nothing'
        ' on a frozen layer".',
        _MOVED.format("layer", "weights", "model.train_on_batch(x, y)"),
        "numbers above 0 for a frozen layer, or zeros for one that should learn",
        "Since TensorFlow 2.0 a frozen BN layer runs in inference mode and moves nothing. Before, it normalised "
        "with the batch's statistics in training, so that validation saw another network (`bn(x, training=False)` "
        "prevents that), and before Keras 2.1.3 it moved its own.",
    ),
    Symptom(
        "The discriminator never learns",
        '"discriminator accuracy stays at 0.5", "discriminator accuracy 0 at inference", "D loss is constant", '
        '"discriminator stays non-trainable forever".',
        _MOVED.format("discriminator", "weights", "discriminator.train_on_batch(x, y)"),
        "zeros only",
        "A discriminator has to be compiled while it is trainable, and in Keras 3 to take its first step so: "
        "[BNL109](rules/BNL109.md). Where that is so, Keras 2's warning \"Discrepancy between trainable weights and "
        'collected trainable weights" is harmless. Numbers above 0, and it is useless at inference? See '
        "[the two losses](#the-two-losses-of-a-gan-contradict-each-other).",
    ),
    Symptom(
        "The loss does not fall",
        '"the network learns nothing with BatchNormalization", "the same prediction for every input", "same output '
        'for all inputs", "worse with BatchNormalization than without".',
        'print(model.predict(x).std(axis=0), "inference")\n'
        'print(model(x, training=True).numpy().std(axis=0), "training")  # moves the statistics',
        "0 in either line: nothing of the input arrives",
        "0 in the inference line alone? Then the statistics are wrong: see "
        "[loss fine in training](#loss-fine-in-training-and-bad-in-validation). It falls, but is worse than without "
        "BN? Then look at the size of the batches: below eight values per statistic what BN normalises with is noise "
        "([BNL206](rules/BNL206.md)). With larger ones that is no misuse: some networks learn better without BN.",
    ),
    Symptom(
        "Validation jumps from epoch to epoch",
        '"val_loss is noisy", "validation accuracy oscillates with BatchNormalization", "oscillating val loss".',
        _MOVED.format("bn", "non_trainable_weights", "model.train_on_batch(x, y)"),
        "changes as large as the statistics themselves after a single step",
        "Small changes, and it still jumps? Then the statistics lag behind weights that move fast: lower the "
        "learning rate, or try a momentum of 0.9. The statistics move in `fit` at a learning rate of 0, too.",
    ),
    Symptom(
        "Output too small or too large at inference",
        '"the spread of the activations shrinks", "predictions are all close to the mean", "BatchNormalization on the '
        'output layer".',
        "hidden = keras.Model(model.inputs, bn.output)  # Sequential and Functional models\n"
        "print(hidden(x, training=False).numpy().std(), hidden(x, training=True).numpy().std())",
        "a spread far from that in training, or in training far from gamma",
        "Epsilon counts where the input is small: at a spread of 0.01 and Keras's epsilon of 0.001 the output has a "
        "spread of 0.3. Scale the input, or lower epsilon. A BN layer as the last one of a regression gives each batch "
        "of predictions the same mean and spread, whatever its labels: in a small network, on batches of 32, the "
        "training loss rose from 0.004 to 1.7.",
    ),
    Symptom(
        "Momentum has no effect",
        '"momentum=0 changes nothing", "momentum=1 changes nothing".',
        "for momentum in (0.0, 0.99, 1.0):\n"
        "    bn = keras.layers.BatchNormalization(momentum=momentum)\n"
        "    print(momentum, bn(x).numpy()[0])",
        "three times the same",
        "With `momentum=0`, inference on the batch that was trained last equals training mode in Keras 3. In Keras 2 "
        "it is a little off: of n values per channel of a 4-D batch, the moving variance gets n / (n - 1) times "
        "theirs.",
    ),
    Symptom(
        "Wrong number of statistics",
        '"gamma has the width of the image", "shape of moving_mean is not the number of channels", "which axis does '
        'BatchNormalization normalise", "stripes in the output".',
        "print(bn.axis, bn.gamma.shape, x.shape)",
        "a gamma as long as another axis than that of the channels",
        "`axis` names the axis that keeps statistics of its own; in NumPy it names those over which means are taken. "
        "The default of -1 is right behind `Dense`, `Conv1D` and whatever has the channels last; with "
        '`data_format="channels_first"` it is 1, which Keras does not choose by itself: the `image_data_format` of '
        "`keras.json` is that of convolutions and pooling.",
    ),
    Symptom(
        "A restored or copied model is bad",
        '"load_weights gives another accuracy", "the target network with batch norm is far off", "the exported '
        'model is wrong", "accuracy is lost after save_weights".',
        "print(abs(model(x, training=False).numpy() - restored(x, training=False).numpy()).max())\n"
        "for a, b in zip(model.non_trainable_weights, restored.non_trainable_weights):\n"
        "    print(a.name, abs(a.numpy() - b.numpy()).max())",
        "anything but 0",
        "All 0 and yet another accuracy? Then look at the data: their scaling, the order of the classes; or, where the "
        "loss is the same, at the metric: `compile` anew. To take the "
        "statistics anew for weights that were averaged or copied, run 500 batches of training data through "
        "`model(x, training=True)`.",
    ),
    Symptom(
        "Works in TF 2.15 and not in 2.16",
        '"after the upgrade to Keras 3 my model does not train", "Keras 3 worse than Keras 2", "unexpected keyword '
        'argument fused".',
        'import os\n\nos.environ["TF_USE_LEGACY_KERAS"] = "1"  # first lines; pip install tf_keras, then compare',
        "the old result comes back",
        "Differences in the last digits are no error. The first releases of Keras 3 had errors of their own in BN "
        "([keras issue 19072](https://github.com/keras-team/keras/issues/19072)): take the newest one before you "
        "search.",
    ),
    Symptom(
        "An exception is raised",
        '"Unrecognized keyword arguments passed to BatchNormalization", "unexpected keyword argument", "Keyword '
        'argument not understood", "tf.function only supports singleton tf.Variables", "tf.function-decorated '
        'function tried to create variables on non-first call", "has no attribute".',
        "import keras\n\nprint(keras.__version__, keras.backend.backend())",
        "another version or backend than the one that the program was written for",
        '"Invalid value for `axis` argument" when a model is loaded: Keras 2 cannot read a saved model with '
        "`virtual_batch_size`. Build it in code and call `load_weights`.",
    ),
    Symptom(
        "Trains on TensorFlow and not on JAX or PyTorch",
        '"the same Keras 3 model learns on one backend only".',
        "import keras\n\nprint(keras.__version__, keras.backend.backend())",
        "another backend than the one that the program was written for",
        "The first releases of Keras 3 had errors of their own in BN: take the newest one. "
        "In a training loop of your own it can be [BNL114](rules/BNL114.md) on JAX and [BNL115](rules/BNL115.md) on "
        "PyTorch.",
    ),
    Symptom(
        "A weight never changes",
        '"the gradient of the bias is 0", "the bias before BatchNormalization does nothing", "redundant bias".',
        _MOVED.format("layer", "weights", "model.train_on_batch(x, y)"),
        "0 for the bias, or no more than a rounding error",
    ),
)


def named(found: Explanation) -> list[str]:
    """Return the symptoms that a rule names; none where its text has no such section."""
    bodies = (section.body for section in found.sections if section.heading == HEADING)
    return [line.removeprefix("- ") for body in bodies for line in body.splitlines()]


def linked(found: Explanation, text: str) -> str:
    """Make the symptoms in the text of a rule's page links to the page of symptoms."""
    anchors = {symptom.title: symptom.anchor for symptom in SYMPTOMS}
    for title in named(found):
        if title in anchors:
            text = text.replace(f"- {title}\n", f"- [{title}](../symptoms.md#{anchors[title]})\n")
    return text


def page(rules: list[Explanation]) -> str:
    """Return the page that leads from symptoms to rules.

    Args:
        rules: all rules.
    """
    parts = [
        "# What do you see?",
        "Find what you see; below it are the mistakes that can cause it, and lines of Python that check. They take "
        "`model`, one of its BN layers `bn`, a batch `x` (a NumPy array) with its labels `y`, and the program's "
        "`loss_fn`. `bnlint check train.py` names the line without running anything; `bnlint trace train.py` "
        "[runs the program](trace.md) and measures which of them it is.",
        "\n".join(f"- [{symptom.title}](#{symptom.anchor})" for symptom in SYMPTOMS),
    ]
    for symptom in SYMPTOMS:
        causes = [found for found in rules if symptom.title in named(found)]
        parts += [
            f"## {symptom.title}",
            symptom.words,
            f"```python\n{symptom.check}\n```",
            f"The sign: {symptom.sign}. `bnlint trace train.py` measures it in your program.",
            "\n".join(f"- [{found.rule.code}](rules/{found.rule.code}.md): {found.rule.summary}" for found in causes),
            symptom.more,
        ]
    return "\n\n".join(part for part in parts if part) + "\n"

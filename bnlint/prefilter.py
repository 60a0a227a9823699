"""Cheap word filters that decide whether a file is worth an analysis, or even an import of the analyzer.

flake8 runs the plugin on every file of a repository and most of them have nothing to do with BatchNormalization (BN),
so these filters are the plugin's whole cost there. They read text, not syntax: a word in a comment counts, because a
needless analysis only costs time while a skipped one loses findings. Measured on 36 MB of Python without a BN word:
0.6 us per line for ``may_concern`` and 0.5 us for ``needs_imports`` (flake8 itself: about 200 us per line).
"""

from __future__ import annotations

import re

__all__ = ["KNOWN_ELSEWHERE", "may_concern", "needs_imports", "serves_training"]

_FRAMEWORK = re.compile(r"keras|tensorflow|\btf\b", re.ASCII)

_BN_WORD = re.compile(
    # Factored by first letter: the engine then skips with one character class, four times faster than a plain list.
    # BatchNorm, batch_norm, batchnorm, BatchNormalization, SyncBatchNormalization; slim (its networks normalise by
    # default); the networks of keras.applications that contain BN (VGG and ConvNeXt do not).
    r"[BbsRMEDNIX](?:atch_?[Nn]orm|ATCH_?NORM|lim\b|(?:es|obile|fficient|ense|AS|eg)Net|n?ception)",
    re.ASCII,
)

_TRAINING_WORD = re.compile(
    # Every branch starts with a plain letter, which keeps the engine's fast skip; hence the look-behinds inside.
    r"GradientTape|train_step|train_on_batch|training\s*=|learning_phase|def call\b"
    r"|\.(?:fit|fit_generator|trainable|trainable_variables|trainable_weights|batch|minimize|apply_gradients|call"
    r"|(?<!\bre\.)(?<!\bregex\.)compile)\b",
    re.ASCII,
)

KNOWN_ELSEWHERE = frozenset(
    """
    PIL __future__ abc absl argparse ast asyncio atexit base64 builtins collections concurrent contextlib copy csv
    ctypes cv2 dataclasses datetime decimal enum functools gc glob gzip hashlib importlib inspect io itertools joblib
    json keras logging math matplotlib multiprocessing numba numpy operator os pandas pathlib pickle platform pprint
    psutil pytest queue random re requests scipy seaborn shutil signal six skimage sklearn socket statistics string
    struct subprocess sys tempfile tensorflow tensorflow_addons tensorflow_datasets tensorflow_hub
    tensorflow_probability textwrap tf_keras threading time timeit torch torchvision tqdm traceback types typing
    typing_extensions unittest urllib uuid warnings weakref yaml zipfile
    """.split()
)
"""Top-level packages that are never a project's own module, so that importing them cannot bring a project's model."""

_IMPORT = re.compile(r"^[ \t]*(?:from[ \t]+(?P<one>[\w.]+)|import[ \t]+(?P<several>[^\n#;]+))", re.MULTILINE | re.ASCII)


def may_concern(source: str) -> bool:
    """Whether a module speaks of both Keras (or TensorFlow) and something that is or contains BN.

    Args:
        source: the module's text.
    """
    return _FRAMEWORK.search(source) is not None and _BN_WORD.search(source) is not None


def needs_imports(source: str) -> bool:
    """Whether a module trains, freezes or calls something that may come from a module of the same project.

    Meant for files that fail ``may_concern``: ``from models import build`` and ``build().fit(x, batch_size=1)`` can
    be wrong without any word about BN. TensorFlow need not be mentioned either.

    Args:
        source: the module's text.
    """
    return _TRAINING_WORD.search(source) is not None and _imports_own_module(source)


def _imports_own_module(source: str) -> bool:
    for match in _IMPORT.finditer(source):
        for name in (match["one"] or match["several"]).split(","):
            if name.partition(".")[0].partition(" as ")[0].strip() not in KNOWN_ELSEWHERE:
                return True
    return False


_STEP_WORD = re.compile(
    r"GradientTape|train_step|training\s*=\s*(?:True|False)|\.(?:minimize|train_on_batch|batch)\b"
    r"|(?:model|net|network|generator|discriminator|critic|encoder|decoder|backbone|student|actor)\(",
    re.ASCII,
)


def serves_training(source: str) -> bool:
    """Whether a module defines training or inference steps for models that another file may hand to it.

    Args:
        source: the module's text.
    """
    return "def " in source and _STEP_WORD.search(source) is not None

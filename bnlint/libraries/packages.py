"""The packages that bnlint knows by name.

A row says two things. Importing one of these names never brings a module of the project, so nobody looks for such a
file; and its functions change no Keras object behind our back. Names that projects often give to folders of their own
(``slim``, ``utils``), and packages that projects copy into their tree (``efficientnet``), are none.

This module is imported in every run of flake8, so it needs nothing else.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Frames = Literal["keras", "tensorflow", "library", "program"]


class Package(NamedTuple):
    """Packages of one kind.

    Args:
        names: what is imported, separated by blanks.
        frames: what a running function of theirs is to the recorder. Of a "library" nothing is reported: the line that
            called it counts. What calls layers of its own accord counts as the "program".
    """

    names: str
    frames: Frames = "program"


PACKAGES = (
    Package("tensorflow", "tensorflow"),
    Package("keras tf_keras", "keras"),
    Package("absl numpy optree six tensorflow_estimator tf_estimator tf_slim wrapt", "library"),
    Package("_pytest pluggy pytest xdist", "library"),
    Package("tensorflow_addons tensorflow_datasets tensorflow_hub tensorflow_probability"),
    Package("jax optax torch", "library"),
    Package("chainer flax haiku horovod mxnet paddle torchvision"),
    Package("PIL cv2 h5py imageio joblib matplotlib numba pandas psutil requests scipy seaborn skimage sklearn tqdm"),
    Package("typing_extensions yaml"),
    # Of the standard library what such programs import, and no more: a project may well have a ``trace.py`` or a
    # ``calendar.py`` of its own, and the list of all names differs from one Python to the next.
    Package(
        "__future__ abc argparse ast asyncio atexit base64 builtins collections concurrent contextlib copy csv ctypes "
        "dataclasses datetime decimal enum functools gc glob gzip hashlib importlib inspect io itertools json logging "
        "math multiprocessing operator os pathlib pickle platform pprint queue random re shutil signal socket "
        "statistics string struct subprocess sys tempfile textwrap threading time timeit traceback types typing "
        "unittest urllib uuid warnings weakref zipfile",
        "library",
    ),
)

FRAMES: dict[str, Frames] = {name: package.frames for package in PACKAGES for name in package.names.split()}
"""Name -> what its functions are to the recorder."""

KNOWN = frozenset(FRAMES)
"""All names."""

FRAMEWORKS = tuple(name for name, frames in FRAMES.items() if frames in ("tensorflow", "keras"))
"""What the recorder looks at; TensorFlow, which imports a Keras, comes first."""

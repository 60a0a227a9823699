"""Images of containers, by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bnlint.libraries import keras_versions as versions
from bnlint.project.declarations.claims import of_python

_NGC = re.compile(r"(?P<year>\d\d)\.(?P<month>\d\d)(?:-tf(?P<tf>[12]))?-py\d")
_TAG = re.compile(r"(?P<version>\d+\.\d+(?:\.\d+)?)(?:[-.].*|rc\d+.*)?|.*[-_]tf(?P<inside>\d\.\d+)(?:[-_.].*)?")
_JUPYTER = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)|tensorflow-(?P<version>\d+\.\d+(?:\.\d+)?)")
_LATEST_PYTHON_3 = re.compile(r"(?:latest|nightly)(?:-(?:custom-op|devel|gpu))*-py3(?:-jupyter)?")
_PLATFORM = re.compile(r"tf2?-(?:gpu|cpu)\.(?P<major>\d)-(?P<minor>\d+)")
_BUILDS = ("intel-optimized-tensorflow", "l4t-tensorflow")
"""Images of others with TensorFlow's own numbers."""
_MAX_LENGTH = 300


def requirements(image: str) -> Iterator[tuple[str, str]]:
    """Yield what an image is known to hold.

    Args:
        image: as after ``FROM``, with its tag.
    """
    image = image.strip()[:_MAX_LENGTH]
    platform = _PLATFORM.search(image)
    if platform is not None:
        yield "tensorflow", f"=={platform['major']}.{platform['minor']}.*"
        return
    head, _, tag = image.partition("@")[0].rpartition(":")
    parts = head.split("/")
    if not tag or not head:
        return
    name = parts[-1]
    if name == "python":
        specifier = of_python(tag)
        if specifier:
            yield "python", specifier
    elif name == "tensorflow" and parts[0] == "nvcr.io":
        yield from _ngc(tag)
    elif name == "tensorflow-notebook":
        yield from _jupyter(tag)
    elif name == "tensorflow" and _LATEST_PYTHON_3.fullmatch(tag):
        yield "tensorflow", versions.LATEST_WITH_PYTHON_IN_ITS_TAG
    elif name.startswith(("tensorflow", *_BUILDS)) and not name.startswith("tensorflow-serving"):
        found = _TAG.fullmatch(tag)
        if found is not None:
            yield "tensorflow", f"=={found['version']}" if found["version"] else f"=={found['inside']}.*"


def _ngc(tag: str) -> Iterator[tuple[str, str]]:
    """Yield the TensorFlow of NVIDIA's images, which count months."""
    found = _NGC.match(tag)
    if found is None:
        return
    if found["tf"] == "1":
        yield "tensorflow", "<2"
    elif (int(found["year"]), int(found["month"])) <= versions.KERAS_2_NVIDIA_IMAGES:
        yield "tensorflow", "<2.16"


def _jupyter(tag: str) -> Iterator[tuple[str, str]]:
    """Yield the TensorFlow of Jupyter's images, which name it, or the day on which they were made."""
    found = _JUPYTER.fullmatch(tag)
    if found is None:
        return
    if found["version"]:
        yield "tensorflow", f"=={found['version']}"
    elif found["day"] <= versions.KERAS_2_JUPYTER_IMAGES:
        yield "tensorflow", "<2.16"
    elif found["day"] >= versions.KERAS_3_JUPYTER_IMAGES:
        yield "tensorflow", ">=2.16"

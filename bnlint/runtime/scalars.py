"""Moving statistics and batches as TensorBoard scalars."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from bnlint.events import Layer
from bnlint.runtime.keras_api import import_module
from bnlint.runtime.measurements import LayerRecord, Sample
from bnlint.runtime.recording import Recording

_SCALAR = 1
"""``DataClass.DATA_CLASS_SCALAR`` of TensorFlow's summary.proto."""


class ScalarWriter:
    """Writes what is new in a recording.

    ``tf.summary.scalar`` needs an installed TensorBoard; this writes the same records (``scalar_v2`` of TensorBoard's
    scalar plugin) without.

    Args:
        log_dir: the directory of the event file.
    """

    def __init__(self, log_dir: str | Path) -> None:
        self._folder = str(log_dir)
        self._summary: Any = None
        self._metadata: Any = None
        self._writer: Any = None
        self._written: dict[Layer, int] = {}
        self._names: dict[Layer, str] = {}

    def write(self, recording: Recording) -> None:
        """Write each layer's readings since the last time, averaged over the channels.

        Args:
            recording: may be in progress.
        """
        tensorflow = import_module("tensorflow")
        if not tensorflow.executing_eagerly():
            return
        if self._writer is None:
            self._summary = tensorflow.summary
            self._metadata = tensorflow.compat.v1.SummaryMetadata(data_class=_SCALAR)
            self._metadata.plugin_data.plugin_name = "scalars"
            self._writer = self._summary.create_file_writer(self._folder)
        with self._writer.as_default():
            for layer, record in list(recording.layers.items()):
                for sample in record.history:
                    if sample.step > self._written.get(layer, -1):
                        self._written[layer] = sample.step
                        self._write(self._name(layer, record), sample)
        self._writer.flush()

    def close(self) -> None:
        """Finish the event file."""
        if self._writer is not None:
            self._writer.close()

    def _name(self, layer: Layer, record: LayerRecord) -> str:
        if layer not in self._names:
            name = record.name or layer.class_name
            count = sum(1 for known in self._names.values() if known == name or known.startswith(f"{name}#"))
            self._names[layer] = f"{name}#{count + 1}" if count else name
        return self._names[layer]

    def _write(self, name: str, sample: Sample) -> None:
        values = {"moving_mean": sample.stats.mean, "moving_variance": sample.stats.variance}
        if sample.batch is not None:
            values |= {"batch_mean": sample.batch.mean, "batch_variance": sample.batch.variance}
        for kind, value in values.items():
            mean = np.asarray(value.mean(), dtype="float32")
            self._summary.write(f"{name}/{kind}", mean, step=sample.step, metadata=self._metadata)

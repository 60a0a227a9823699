"""Moving statistics and batches for TensorBoard: averages and gaps as scalars, what lies behind them as histograms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from bnlint.events import Layer
from bnlint.runtime.comparison import distances
from bnlint.runtime.keras_api import import_module
from bnlint.runtime.measurements import Array, LayerRecord, Sample
from bnlint.runtime.recording import Recording

_CLASSES = {"scalars": 1, "histograms": 2}
"""``DataClass`` of TensorFlow's summary.proto, by TensorBoard's plugin: a number, a tensor."""

BINS = 30


class ScalarWriter:
    """Writes what is new in a recording.

    ``tf.summary.scalar`` needs an installed TensorBoard; this writes the same records (``scalar_v2`` of TensorBoard's
    scalar plugin, ``histogram`` of its histogram plugin) without.

    Args:
        log_dir: the directory of the event file.
        first_step: training steps before this recording.
    """

    def __init__(self, log_dir: str | Path, first_step: int = 0) -> None:
        self._folder = str(log_dir)
        self._first_step = first_step
        self._summary: Any = None
        self._metadata: dict[str, Any] = {}
        self._writer: Any = None
        self._written: dict[Layer, int] = {}
        self._names: dict[Layer, str] = {}

    def write(self, recording: Recording) -> None:
        """Write each layer's readings since the last time, averaged over the channels, and the channels of the latest.

        Args:
            recording: may be in progress.
        """
        tensorflow = import_module("tensorflow")
        if not tensorflow.executing_eagerly():
            return
        if self._writer is None:
            self._summary = tensorflow.summary
            for plugin, data_class in _CLASSES.items():
                self._metadata[plugin] = tensorflow.compat.v1.SummaryMetadata(data_class=data_class)
                self._metadata[plugin].plugin_data.plugin_name = plugin
            self._writer = self._summary.create_file_writer(self._folder)
        with self._writer.as_default():
            for layer, record in list(recording.layers.items()):
                new = [sample for sample in record.history if sample.step > self._written.get(layer, -1)]
                for sample in new:
                    self._write(self._name(layer, record), sample)
                if new:
                    self._written[layer] = new[-1].step
                    self._write_channels(self._name(layer, record), new[-1])
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
        values = {kind: float(channels.mean()) for kind, channels in _channels(sample).items()}
        apart = distances(sample.stats, [sample.batch], sample.exact) if sample.batch is not None else None
        if apart is not None:
            values["mean_gap"], values["variance_ratio"] = apart
        for kind, value in values.items():
            self._put("scalars", f"{name}/{kind}", np.asarray(value, dtype="float32"), sample)

    def _write_channels(self, name: str, sample: Sample) -> None:
        """Write the channels one by one: of two that are off by as much, up and down, an average shows nothing."""
        for kind, channels in _channels(sample).items():
            finite = channels[np.isfinite(channels)]
            if finite.size:
                counts, edges = np.histogram(finite, bins=BINS)
                buckets = np.stack([edges[:-1], edges[1:], counts], axis=1).astype("float64")
                self._put("histograms", f"{name}/channels/{kind}", buckets, sample)

    def _put(self, plugin: str, tag: str, value: Array, sample: Sample) -> None:
        self._summary.write(tag, value, step=self._first_step + sample.step, metadata=self._metadata[plugin])


def _channels(sample: Sample) -> dict[str, Array]:
    """Return what was read, by the name that it goes by."""
    values = {"moving_mean": sample.stats.mean, "moving_variance": sample.stats.variance}
    if sample.batch is not None:
        values |= {"batch_mean": sample.batch.mean, "batch_variance": sample.batch.variance}
    return {kind: np.asarray(channels) for kind, channels in values.items()}

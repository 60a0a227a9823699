"""Watches BN layers from within a program: a Keras callback for ``fit``, a context manager for custom loops."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

from bnlint.events import Layer
from bnlint.libraries.keras_models import LOOPS, TRAINING
from bnlint.results.findings import Finding
from bnlint.runtime.judging import findings_of
from bnlint.runtime.layers import LayerResult, layer_results
from bnlint.runtime.recorder import Recorder
from bnlint.runtime.recording import Recording
from bnlint.runtime.scalars import ScalarWriter
from bnlint.runtime.state import LIGHT, DriverRun
from bnlint.settings.loading import Settings, load

_WATCHED = tuple(name for name in TRAINING if not LOOPS[name].one_batch)
WRITE_EVERY = 50
"""Training steps between two writes of scalars in a custom loop."""


class BatchNormWarning(UserWarning):
    """A BN layer misbehaves; the message begins with the rule's code, where a rule describes it."""


class Watch:
    """A recorder that speaks up.

    Args:
        log_dir: where to write TensorBoard scalars, None for nowhere.
        enable: opt-in rules to switch on, beside those of the project's settings.
        ignore: codes (or their beginnings) not to warn about, likewise.
        first_step: training steps before this watch, by which those of TensorBoard go on.

    Raises:
        SettingsError: the project's ``[tool.bnlint]`` is wrong.
    """

    def __init__(
        self,
        log_dir: str | Path | None = None,
        enable: Iterable[str] = (),
        ignore: Iterable[str] = (),
        first_step: int = 0,
    ) -> None:
        found = load(Path())
        self.settings: Settings = replace(
            found, enable=found.enable | frozenset(enable), ignore=(*found.ignore, *ignore)
        )
        self.recorder = Recorder(self._after_step, LIGHT, _refuse)
        self._scalars = ScalarWriter(log_dir, first_step) if log_dir is not None else None
        self._said: set[tuple[str, int, str]] = set()
        self.findings: list[Finding] = []

    @property
    def recording(self) -> Recording:
        """What was seen so far."""
        return self.recorder.recording

    @property
    def layers(self) -> list[LayerResult]:
        """What was seen of each BN layer so far; its moving statistics are compared with the batches."""
        return layer_results(self.recording, str(Path.cwd()))

    def start(self, *models: Any) -> None:
        """Begin to look, also at models that are there already.

        Raises:
            ImportError: TensorFlow is not installed.
        """
        self.recorder.start()
        state = self.recorder.state
        for model in models:
            keras = state.keras_of(model) if state is not None else None
            if state is not None and keras is not None:
                state.registry.layer(keras, model)

    def stop(self) -> None:
        """Stop looking, and say what there is to say."""
        self.recorder.stop()
        self.check()
        self.write()
        if self._scalars is not None:
            self._scalars.close()

    def check(self) -> None:
        """Warn about what has not been warned about yet, at the line of the program that is meant."""
        for finding in findings_of(self.recording.testimony, self.settings):
            if self._is_new(finding.path, finding.line, finding.code):
                self.findings.append(finding)
                text = f"{finding.code} {finding.message}"
                warnings.warn_explicit(text, BatchNormWarning, finding.path, finding.line)
        for layer, record in self.recording.layers.items():
            last = record.last
            if last is not None and not (np.all(np.isfinite(last.mean)) and np.all(np.isfinite(last.variance))):
                site = layer.site
                name = self._name(layer)
                if self._is_new(site.path, site.line, f"NaN {name}"):
                    first = f": first {record.broken.text}" if record.broken is not None else ""
                    text = f"the moving statistics of {name} hold NaN or infinity{first}"
                    warnings.warn_explicit(text, BatchNormWarning, site.path or "<unknown>", site.line)

    def write(self) -> None:
        """Write the scalars that are due; TensorFlow writes them, and no program gets one that it does not have."""
        if self._scalars is None:
            return
        if self.recording.testimony.backend == "tensorflow":
            self._scalars.write(self.recording)
        elif self._is_new("", 0, "log_dir"):
            text = "log_dir has no effect here: the scalars are written by TensorFlow, for Keras on TensorFlow"
            warnings.warn(text, BatchNormWarning, stacklevel=2)

    def _is_new(self, path: str, line: int, what: str) -> bool:
        key = (path, line, what)
        new = key not in self._said
        self._said.add(key)
        return new

    def _name(self, layer: Layer) -> str:
        value = self.recorder.state.registry.object(layer) if self.recorder.state is not None else None
        return str(getattr(value, "name", layer.class_name))

    def _after_step(self, steps: int) -> None:
        if steps % WRITE_EVERY == 0:
            self.write()


def _refuse(what: str) -> None:
    text = f"bnlint sees nothing of {what}: it watches Keras on TensorFlow, JAX and PyTorch only"
    warnings.warn(text, BatchNormWarning, stacklevel=2)


@contextmanager
def monitor(
    *models: Any,
    log_dir: str | Path | None = None,
    enable: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> Iterator[Watch]:
    """Watch the BN layers that run in a ``with`` block, and warn at its end.

    The block computes what it would have computed; see ``bnlint.runtime.recorder``.

    Args:
        models: models that the block uses and that exist already; others are found when they are called.
        log_dir: where to write TensorBoard scalars.
        enable: opt-in rules to switch on, beside those of the project's settings.
        ignore: codes (or their beginnings) not to warn about, likewise.

    Yields:
        The watch: ``check()`` warns at once, ``findings`` and ``layers`` hold what was found.

    Raises:
        ImportError: TensorFlow is not installed.
        SettingsError: the project's ``[tool.bnlint]`` is wrong.
    """
    watch = Watch(log_dir, enable, ignore)
    watch.start(*models)
    try:
        yield watch
    finally:
        watch.stop()


class BatchNormMonitor:
    """A callback for ``fit`` that warns when a BN layer misbehaves.

    It warns after the first batch, after each epoch and at the end, each thing once. It serves the models of ``keras``
    3, ``tf.keras`` and ``tf_keras`` alike, so it is nobody's subclass but has the methods that all of them call.

    Args:
        log_dir: where to write TensorBoard scalars: per layer the moving mean and variance and, where visible, those
            of the batches, averaged over the channels, how far they are apart, and histograms of the channels. Steps
            go on over several fits.
        enable: opt-in rules to switch on, beside those of the project's settings.
        ignore: codes (or their beginnings) not to warn about, likewise.

    Raises:
        SettingsError: the project's ``[tool.bnlint]`` is wrong.
    """

    _supports_tf_logs = True
    async_safe = True

    def __init__(
        self, log_dir: str | Path | None = None, enable: Iterable[str] = (), ignore: Iterable[str] = ()
    ) -> None:
        self._arguments = (log_dir, tuple(enable), tuple(ignore))
        self._run: DriverRun | None = None
        self._steps = 0
        self.watch = Watch(*self._arguments)
        self.model: Any = None
        self.params: Any = None

    def __deepcopy__(self, memo: dict[int, Any]) -> BatchNormMonitor:
        """Return one that watches fits of its own: tuners copy the callbacks for each trial."""
        return type(self)(*self._arguments)

    @property
    def findings(self) -> list[Finding]:
        """What was found in the latest ``fit``."""
        return self.watch.findings

    @property
    def layers(self) -> list[LayerResult]:
        """The BN layers in the latest ``fit``."""
        return self.watch.layers

    def set_params(self, params: Any) -> None:
        """Take what Keras says of the loop."""
        self.params = params

    def set_model(self, model: Any) -> None:
        """Begin: ``fit`` hands over the model right before it compiles the training step."""
        self.model = model
        frame = _loop_frame(model)
        if frame is None:  # evaluate and predict hand over their model too
            return
        if self._run is not None:  # an exception ended the fit before
            self.on_train_end()
        self._steps += self.watch.recording.steps
        self.watch = Watch(*self._arguments, self._steps)
        self.watch.start(model)
        if self.watch.recorder.state is not None:
            self._run = self.watch.recorder.loops.join(model, frame.f_code.co_name, frame)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Look after the first batch, when the training step is compiled."""
        if batch == 0 and self._run is not None:
            self.watch.check()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Look after each epoch."""
        if self._run is not None:
            self.watch.check()
            self.watch.write()

    def on_train_end(self, logs: Any = None) -> None:
        """Stop looking."""
        if self._run is not None:
            self.watch.recorder.loops.leave(self._run)
            self._run = None
            self.watch.stop()

    def _implements_train_batch_hooks(self) -> bool:
        return True

    def _implements_test_batch_hooks(self) -> bool:
        return False

    def _implements_predict_batch_hooks(self) -> bool:
        return False

    def _nothing(self, *args: Any, **kwargs: Any) -> None:
        """Do nothing: of no interest here."""

    on_train_begin = on_epoch_begin = on_train_batch_begin = on_batch_begin = on_batch_end = _nothing
    on_test_begin = on_test_end = on_test_batch_begin = on_test_batch_end = _nothing
    on_predict_begin = on_predict_end = on_predict_batch_begin = on_predict_batch_end = _nothing


def _loop_frame(model: Any) -> FrameType | None:
    """Return the running ``fit`` of a model."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_name in _WATCHED and frame.f_locals.get("self") is model:
            return frame
        frame = frame.f_back
    return None

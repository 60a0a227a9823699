"""The two Keras generations behind one face: what the recorder needs to know of a Keras object."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib import metadata
from typing import Any

from bnlint.libraries.keras_models import OWN_WEIGHTS
from bnlint.libraries.keras_versions import BACKENDS, KERAS_3_BACKENDS, KERAS_PREVIEW, Backend

import_module: Callable[[str], Any] = importlib.import_module


def _optional(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


class Keras:
    """One imported Keras.

    Args:
        generation: 2 or 3.
        module: the package, ``keras`` or ``tf_keras``.
    """

    def __init__(self, generation: int, module: Any) -> None:
        self.generation = generation
        self.module = module
        self.package: str = module.__name__.split(".", 1)[0]
        self.version: str = str(getattr(module, "__version__", ""))
        self.backend: Backend = module.config.backend() if generation == 3 else "tensorflow"
        self.layer: Any = module.layers.Layer
        self.model: Any = module.Model
        self.sequential: Any = module.Sequential
        if generation == 3:
            self._init_3()
        else:
            self._init_2()

    def _init_3(self) -> None:
        self.functional: Any = import_module("keras.src.models.functional").Functional
        self.keras_tensor: Any = self.module.KerasTensor
        self.bn_classes: tuple[Any, ...] = (self.module.layers.BatchNormalization,)
        self.layer_classes: tuple[Any, ...] = (self.layer,)
        self.model_classes: tuple[Any, ...] = (self.model,)
        common = _optional("keras.src.backend.common.symbolic_scope")
        stateless = import_module("keras.src.backend.common.stateless_scope")
        self._dry_run: Callable[[], bool] = (
            common.in_symbolic_scope
            if common is not None and hasattr(common, "in_symbolic_scope")
            else stateless.in_stateless_scope
        )

    def _init_2(self) -> None:
        engine = f"{self.package}.src.engine"
        normalization = f"{self.package}.src.layers.normalization"
        self.functional = import_module(f"{engine}.functional").Functional
        self.keras_tensor = import_module(f"{engine}.keras_tensor").KerasTensor
        base = import_module(f"{normalization}.batch_normalization")
        self.bn_classes = (base.BatchNormalizationBase,)
        v1 = _optional(f"{engine}.base_layer_v1")
        self.layer_classes = (self.layer,) if v1 is None else (self.layer, v1.Layer)
        training_v1 = _optional(f"{engine}.training_v1")
        self.model_classes = (self.model,) if training_v1 is None else (self.model, training_v1.Model)
        self._dry_run = lambda: False

    @property
    def dry_run(self) -> bool:
        """Whether layers run only to find out shapes (Keras 3 does that before the first real call)."""
        return self._dry_run()

    def owners(self, name: str, classes: Iterable[type] | None = None) -> list[type]:
        """Return the classes among the models' (or the given classes') ancestors that define a method."""
        found: list[type] = []
        for cls in classes if classes is not None else self.model_classes:
            for ancestor in cls.__mro__:
                if name in ancestor.__dict__ and ancestor not in found:
                    found.append(ancestor)
        return [c for c in found if c.__module__.split(".", 1)[0] == self.package]

    def is_bn(self, value: object) -> bool:
        """Say whether an object is a BN layer."""
        return isinstance(value, self.bn_classes)

    def is_builtin(self, cls: type) -> bool:
        """Say whether a class is Keras's own and not the user's."""
        return cls.__module__.split(".", 1)[0] in (self.package, "tensorflow")

    def children(self, layer: Any) -> list[Any]:
        """Return the layers directly inside a layer."""
        try:
            if isinstance(layer, self.model) and self.is_builtin(type(layer)):
                return list(layer.layers)
            if self.generation == 3:
                return list(layer._layers)
            return list(layer._flatten_layers(recursive=False, include_self=False))
        except (AttributeError, RuntimeError, TypeError, ValueError):
            # A layer whose __init__ has not run (or raised) tracks nothing yet.
            return []

    def own_weights(self, layer: Any) -> list[Any]:
        """Return the variables that a layer itself offers to the optimizer, frozen or not (BN: gamma and beta)."""
        return list(vars(layer).get(OWN_WEIGHTS[self.generation], ()))

    def takes_training(self, layer: Any) -> bool | None:
        """Say whether ``call`` has a parameter named ``training``."""
        parameters = _parameters_of_call(layer)
        return None if parameters is None else "training" in parameters

    def default_training(self, layer: Any) -> Any:
        """Return the default of the ``training`` parameter of ``call``, None when there is none."""
        parameter = (_parameters_of_call(layer) or {}).get("training")
        return None if parameter is None or parameter.default is inspect.Parameter.empty else parameter.default


def _parameters_of_call(layer: Any) -> Mapping[str, inspect.Parameter] | None:
    """Return the parameters of a layer's ``call``; None where they are not to be had."""
    try:
        if "call" in vars(layer):
            return inspect.signature(layer.call).parameters
        return _parameters(type(layer).call)
    except (TypeError, ValueError, AttributeError):
        return None


@lru_cache(maxsize=500)
def _parameters(call: Any) -> Mapping[str, inspect.Parameter]:
    """Return the parameters of a function; ``self`` among them is nobody's training flag."""
    return inspect.signature(call).parameters


def keras_2_package() -> str:
    """Return the package that is Keras 2: ``tf_keras``, the ``keras`` of TensorFlow before 2.16, "" for none."""
    if importlib.util.find_spec("tf_keras") is not None:
        return "tf_keras"
    try:
        return "keras" if int(metadata.version("keras").partition(".")[0]) < 3 else ""
    except (metadata.PackageNotFoundError, ValueError):
        return ""


def keras_of_module(module: Any) -> Keras | None:
    """Return the Keras that an imported ``keras`` or ``tf_keras`` is.

    None for Keras 3 on a backend that is not known, and for what is older than Keras 2.13 (TensorFlow 2.13).
    """
    if module.__name__ == "tf_keras":
        return Keras(2, module)
    if str(getattr(module, "__version__", "3")).split(".", 1)[0] < "3":
        # What TensorFlow before 2.16 brings as ``tf.keras``.
        return Keras(2, module) if _optional(f"{module.__name__}.src.engine") is not None else None
    return Keras(3, module) if module.config.backend() in BACKENDS else None


def beyond(module: Any) -> str:
    """Return which Keras it is that cannot be recorded, "Keras 3.9.0 on openvino"; "" for one that can."""
    version = str(getattr(module, "__version__", ""))
    if module.__name__ == KERAS_PREVIEW:
        return f"Keras Core {version}"
    if module.__name__ != "keras":
        return ""
    if version.split(".", 1)[0] < "3":
        return "" if _optional("keras.src.engine") is not None else f"Keras {version}"
    backend = backend_of(module)
    return "" if backend in BACKENDS else f"Keras {version} on {backend}"


def backend_of(module: Any) -> str:
    """Return what an imported ``keras`` or ``tf_keras`` runs on."""
    config: Any = getattr(module, "config", None)
    return str(config.backend()) if hasattr(config, "backend") else "tensorflow"


def start() -> None:
    """Import TensorFlow and the Keras that ``tf.keras`` stands for; nothing where Keras 3 runs on another backend.

    Raises:
        ImportError: TensorFlow is not installed.
    """
    keras = sys.modules.get("keras")
    if keras is not None and backend_of(keras) in KERAS_3_BACKENDS:
        return
    tensorflow = import_module("tensorflow")
    # ``tf.keras`` is a lazy module; touching it imports the Keras it stands for.
    getattr(tensorflow.keras, "layers", None)


def is_legacy(cls: type) -> bool:
    """Say whether a class is one of TF1's ``tf.layers``, which ``graph_mode`` reports as graph operations."""
    return any("legacy_tf_layers" in c.__module__ for c in cls.__mro__)

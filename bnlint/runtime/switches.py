"""Watches ``trainable``, the global learning phase and PyTorch's switches of modules being set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bnlint.events import Arg, LearningPhaseSet, TorchSwitched, TrainableSet
from bnlint.libraries import keras_models
from bnlint.runtime.keras_api import Keras, import_module
from bnlint.runtime.patching import Patches, Wrap
from bnlint.runtime.sites import argument_site, caller
from bnlint.runtime.state import State, is_user, place_in, real_caller


class SwitchTracker:
    """Turns assignments to ``trainable``, and calls of ``set_learning_phase`` and ``train()``, into events."""

    def __init__(self, state: State) -> None:
        self.state = state

    def adopt(self, keras: Keras, patches: Patches) -> None:
        """Patch the layer classes and, in Keras 2, the backend."""
        classes = (*keras.layer_classes, *keras.model_classes, *keras.bn_classes, keras.functional)
        for cls in keras.owners("trainable", classes):
            patches.setter(cls, "trainable", self._trainable(keras))
        if keras.generation == 2:
            backend = import_module(f"{keras.package}.src.backend")
            packages = (keras.package, "tensorflow")
            for name in keras_models.switches("learning phase", "sets", "scope"):
                patches.function(getattr(backend, name), self._phase, packages)
        if keras.backend == "torch":
            # Every layer is such a module there. What is set parameter by parameter cannot be seen.
            module = import_module("torch").nn.Module
            for name, switch in keras_models.TORCH_SWITCHES.items():
                patches.method(module, name, self._torch_switch(keras, switch))

    def _torch_switch(self, keras: Keras, switch: keras_models.TorchSwitch) -> Wrap:
        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            def switched(module: Any, *args: Any, **kwargs: Any) -> Any:
                state = self.state
                if state.active and isinstance(module, keras.layer):
                    frame = caller()
                    with state.guarded():
                        origin = real_caller(frame, module)
                        place = place_in(origin, module) if is_user(origin) else None
                        value = (*args, *kwargs.values(), switch.value)[0]
                        if place is not None and isinstance(value, bool):
                            known = state.registry.layer(keras, module)
                            state.registry.refresh(module)
                            event = TorchSwitched(place.site, known, switch.of, value)
                            state.emit(event, (place.site, known, switch.of, value))
                return original(module, *args, **kwargs)

            return switched

        return wrap

    def _trainable(self, keras: Keras) -> Wrap:
        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            def trainable(layer: Any, value: Any) -> None:
                original(layer, value)
                state = self.state
                state.registry.version += 1
                if not state.active:
                    return
                frame = caller()
                with state.guarded():
                    origin = real_caller(frame, layer)
                    place = place_in(origin, layer) if is_user(origin) else None
                    if place is not None:
                        known = state.registry.layer(keras, layer)
                        state.registry.refresh(layer)
                        driver = state.drivers[-1] if state.drivers else None
                        fitting = driver.model if driver is not None and driver.kind == "fit" else None
                        event = TrainableSet(place.site, known, bool(value), fitting=fitting)
                        state.emit(event, (place.site, known, bool(value), len(state.recording.spans)))

            return trainable

        return wrap

    def _phase(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def set_phase(*args: Any, **kwargs: Any) -> Any:
            state = self.state
            if state.active:
                frame = caller()
                with state.guarded():
                    place = place_in(real_caller(frame, None))
                    if place is not None:
                        value = args[0] if args else kwargs.get("value")
                        site = argument_site(place, "value", 0)
                        known = isinstance(value, (bool, int))
                        arg = Arg(int(value) if isinstance(value, (bool, int)) else None, known, site)
                        state.emit(LearningPhaseSet(place.site, arg), (place.site, arg.value))
            return original(*args, **kwargs)

        return set_phase

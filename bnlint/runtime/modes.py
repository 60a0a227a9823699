"""In which mode a BN layer runs, who decided it and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bnlint.events import LayerCalled, Mode
from bnlint.runtime.keras_api import Keras, import_module
from bnlint.runtime.state import CallInfo


def effective_training(keras: Keras, training: Any) -> bool | None:
    """Turn the ``training`` argument that reaches a BN layer's ``call`` into what it means.

    Returns:
        None when a tensor decides at run time.
    """
    if training is None:
        # tf_keras, BatchNormalizationBase._get_training_value: the global learning phase, 0 unless set.
        return bool(learning_phase(keras))
    if isinstance(training, (bool, int)):
        return bool(training)
    return None


def learning_phase(keras: Keras) -> int | None:
    """Return the global learning phase if the user has set it (Keras 2 only)."""
    if keras.generation == 3:
        return None
    backend = import_module(f"{keras.package}.src.backend")
    if not backend.global_learning_phase_is_set():
        return None
    value = backend.learning_phase()
    return int(value) if isinstance(value, (bool, int)) else None


def mode_of(training: bool | None, trainable: bool) -> Mode | None:
    """Return the mode: a frozen layer stays in inference mode whatever the flag says."""
    if not trainable:
        return "inference"
    if training is None:
        return None
    return "training" if training else "inference"


def decide(
    event: LayerCalled,
    infos: Mapping[LayerCalled, CallInfo],
    training: bool | None,
    phase: int | None,
    spoken: LayerCalled | None = None,
) -> tuple[LayerCalled | None, str]:
    """Find the call whose flag (or missing flag) decided the mode of a BN layer, and why.

    Follows Keras's order from the outermost call inwards: an argument, else what the calls around pass on, else the
    parameter's default (Keras 3: ``Layer._resolve_and_populate_arg``; Keras 2:
    ``_get_propagated_call_context_arguments``).

    Args:
        event: the BN layer's call.
        infos: what is remembered of each call.
        training: what reached the layer.
        phase: the global learning phase, if set.
        spoken: an earlier call beside this one that was given a flag (it reaches the later ones in Keras 3).

    Returns:
        the deciding call and the reason as in ``LayerCalled.reason``; None and "" when what reached the layer is
        not what the calls explain.
    """
    value: Any = None
    decider: LayerCalled = event.root
    reason = "nothing"
    for call in reversed(list(event.chain())):
        info = infos.get(call, CallInfo(2))
        if info.driven:
            if info.generation == 2 or call.layer.takes_training:
                value, decider, reason = call.driver == "fit", call, call.driver
            elif info.default is not None:
                value, decider, reason = info.default, call, "default"
            continue
        flag = call.flag
        written = flag.site is not None and not (flag.known and flag.value is None)
        if call.outer is not None and call.outer.stateless and not info.inside and not written:
            value, decider, reason = None, event.root, "nothing"  # a stateless call runs ``call`` without a context
        if written:
            overridden = info.inside and info.generation == 3 and value is not None
            explained = info.forwarded and flag.known and value is not None and bool(flag.value) == bool(value)
            if value is None and flag.origin == "keras" and flag.known and not flag.value:
                # Nobody around said so: in Keras 3 what an earlier layer runs with reaches the later ones, be it that
                # layer's own default (Dropout's is False).
                said = spoken if _says_inference(spoken) else None
                value, decider, reason = (False, said, "flag") if said is not None else (False, call, "default")
            elif not overridden and not explained:
                value, decider, reason = (flag.value if flag.known else None), call, "flag"
        elif value is None and info.default is not None:
            value, decider, reason = info.default, call, "default"
    if not event.trainable:
        return decider, "frozen"
    if training is not None and bool(value) != training:
        if phase is not None and bool(phase) == training:
            return event.root, "learning phase"
        if spoken is not None and spoken.flag.known and bool(spoken.flag.value) == training:
            return spoken, "flag"
        return None, ""
    if reason == "nothing" and phase is not None:
        return event.root, "learning phase"
    if reason == "nothing" and _says_inference(spoken):
        return spoken, "flag"
    return decider, reason


def _says_inference(spoken: LayerCalled | None) -> bool:
    """Say whether an earlier call beside a BN layer's was given False, as which it reaches the later ones."""
    return spoken is not None and spoken.flag.known and not spoken.flag.value

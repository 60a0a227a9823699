"""Repairs that several rules propose."""

from __future__ import annotations

from bnlint.events import Arg, GraphNormalized, Layer, LayerBuilt, LayerCalled, Site, Testimony
from bnlint.fixes.changes import Change, DropArgument, PassArgument, Remedy, RenameArgument, SetNumber
from bnlint.results.edits import Safety
from bnlint.rules import facts


def flag(testimony: Testimony, call: LayerCalled, value: str, safety: Safety = "unsafe") -> Remedy | None:
    """Pass a training flag at a call, in place of what is passed now.

    Keras 3 drops a flag that the callee's ``call`` has no parameter for; Keras 2 raises.

    Args:
        testimony: what the rule judges.
        call: the call.
        value: the code of the flag.
        safety: who may do it.
    """
    keras_3 = testimony.dialect_of(call.layer) == 3
    if call.layer.takes_training is not True and not keras_3:
        return None
    change = PassArgument(call.site, "training", value, call.flag.site, to_any=keras_3)
    return Remedy(safety, f"pass training={value}", (change,))


def hand_on(testimony: Testimony, call: LayerCalled) -> Remedy | None:
    """Repair a constant flag: hand on the flag of the function around, or leave it to the call context of Keras.

    Where a default of True takes the place of a constant that is dropped, nothing would change: Keras 3 knows of no
    context below a ``call`` that takes no flag.

    Args:
        testimony: what the rule judges.
        call: the call, inside a Keras ``call``.
    """
    name = own_flag(call)
    if name is not None:
        return flag(testimony, call, name)
    if testimony.dialect_of(call.layer) == 3 and call.flag.value and _is_true_by_default(call.layer):
        return None
    return drop(call.site, call.flag.site, "the constant", "unsafe")


def _is_true_by_default(layer: Layer) -> bool:
    if layer.call_site is None or layer.call_site.node is None:
        return False
    from bnlint.syntax import words  # start-up: libcst, which a recorder does without

    return words.is_true_by_default(layer.call_site.node, "training")


def graph_flag(event: GraphNormalized) -> Remedy | None:
    """Hand the flag of the function around to a TF1 graph batch normalization.

    Args:
        event: the normalization.
    """
    name = facts.flag_taken(event.scopes[0]) if event.scopes else None
    if name is None:
        return None
    keyword = "is_training" if event.default_flag else "training"
    change = PassArgument(event.site, keyword, name, event.flag.site, of=event.api.rpartition(".")[2])
    return Remedy("unsafe", f"pass {keyword}={name}", (change,))


def own_flag(call: LayerCalled) -> str | None:
    """Return the name of the training flag that the function around a call takes, None if it takes none."""
    return facts.flag_taken(call.scopes[0]) if call.scopes else None


def drop(call: Site, argument: Site | None, name: str, safety: Safety) -> Remedy | None:
    """Drop an argument.

    Args:
        call: the call.
        argument: the argument; None when it is not written.
        name: what it is called.
        safety: who may do it.
    """
    return None if argument is None else Remedy(safety, f"drop {name}", (DropArgument(call, argument),))


def number(layer: Layer, name: str, value: float) -> Remedy | None:
    """Set a number that the constructor of a BN layer gets, where it is written, or where it is not passed at all.

    Args:
        layer: the layer.
        name: the argument.
        value: the new number.
    """
    arg = layer.args.get(name)
    if arg is None:
        change: Change = PassArgument(layer.site, name, f"{value:g}")
    elif arg.site is not None and arg.origin in ("", "parameter default"):
        change = SetNumber(layer.site, arg.site, f"{value:g}", arg.value, arg.decided_at)
    else:
        return None
    return Remedy("unsafe", f"set {name}={value:g}", (change,))


def as_momentum(event: LayerBuilt, arg: Arg, safety: Safety) -> Remedy | None:
    """Give a momentum that stands where the axis belongs its keyword.

    Args:
        event: the construction.
        arg: the number, passed by position.
        safety: who may do it.
    """
    if arg.site is None:
        return None
    return Remedy(safety, "write momentum=", (RenameArgument(event.site, arg.site, "momentum"),))

"""Training flags under a name that Keras never fills, where they are True by default (BNL105)."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import LayerCalled, Scope, Testimony
from bnlint.fixes.changes import PassArgument, Remedy
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report


def unfilled(leaf: LayerCalled) -> Scope | None:
    """Return the ``call`` that puts a BN layer into training mode by the default of a flag that Keras never fills."""
    by = facts.flagged(leaf)
    if by is None or not by.flag.known or by.flag.value is not True or by.flag.origin != "parameter default":
        return None
    got = (scope for scope in reversed(by.scopes) if scope.flag.given_at == by.flag.given_at is not None)
    scope = next(got, None)  # the outermost one: those inside got its default handed on
    unset = scope is not None and scope.keras_method == "call" and scope.flag_name not in (None, "training")
    return scope if unset else None


def told_otherwise(leaf: LayerCalled) -> Scope | None:
    """Return the ``call`` around a BN layer in training mode that gets a flag which says inference."""
    of_keras = (scope for scope in leaf.scopes if scope.keras_method == "call" and scope.flag_name)
    return next((scope for scope in of_keras if scope.flag.known and scope.flag.value is False), None)


def never_set(scope: Scope, leaf: LayerCalled, answers: bool) -> Iterator[Report]:
    """Report a flag that stays at its default of True.

    Args:
        scope: the ``call`` that takes it.
        leaf: the call of a BN layer that gets it.
        answers: the outermost call itself says that an answer is wanted, in a way that Keras hears.
    """
    name, told = scope.flag_name or "", told_otherwise(leaf)
    made = next((call for call in leaf.chain() if call.site == scope.flag.given_at), None)
    in_reach = made is not None and told is not None and made.scopes[0].site == told.site
    if made is not None and told is not None and in_reach and facts.passes_nothing(made) and not answers:
        remedy = f"pass {name}={told.flag_name}"
        yield Report(
            made.site,
            Message(
                f"{facts.quoted(name)} stays True at inference: BatchNormalization is in training mode",
                remedy,
                f"the call around gets {told.flag_name}=False, and hands it to nobody here",
            ),
            ((scope.site, "the flag and its default"),),
            Remedy("unsafe", remedy, (PassArgument(made.site, name, told.flag_name or ""),)),
        )
        return
    also = "" if answers or told is not None else ", and pass training=False for an answer"
    yield Report(
        scope.site,
        Message(
            f"Keras never sets {facts.quoted(name)}: an answer uses the statistics of its batch",
            f"rename {name} to training wherever a call takes it{also}",
            f"Keras fills in only a parameter named 'training': '{name}' keeps its default of True at inference, too",
        ),
        ((leaf.site, "it puts BatchNormalization into training mode here"),),
    )


def at_inference(call: LayerCalled, testimony: Testimony) -> Iterator[Report]:
    """Report an outermost call in which a flag that Keras never fills stays at its default of True.

    Args:
        call: the call; where the flag is its own, it can pass it.
        testimony: what happens.
    """
    for leaf in facts.leaves(testimony):
        scope = unfilled(leaf) if leaf.root is call and leaf.mode == "training" and leaf.baked_at is None else None
        if scope is None:
            continue
        name = scope.flag_name or ""
        if scope.flag.given_at != call.site:
            yield from never_set(scope, leaf, answers=False)
            continue
        yield Report(
            scope.site,
            Message(BY_DEFAULT.format(name), "let the default be False", BY_DEFAULT_WHY),
            ((call.site, "called for an answer here"),),
            Remedy("unsafe", f"pass {name}=False", (PassArgument(call.site, name, "False"),)),
        )


BY_DEFAULT = "{}=True by default: an answer changes the moving statistics"
BY_DEFAULT_WHY = "a call that passes nothing uses batch statistics and updates the moving ones, at inference too"

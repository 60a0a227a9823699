"""BN in a critic that is trained with a penalty on its gradient per sample (opt-in).

## What it does
Reports the call of a model with BN in training mode where an inner tape takes the gradient with respect to its inputs,
that gradient is part of the loss, and an outer tape trains the model by it: the gradient penalty of WGAN-GP and its kin
(R1, DRAGAN), and derivatives in the loss of a physics-informed network.

## Why is this bad?
Such a loss is meant for the gradient of each answer with respect to its own sample. With the statistics of the batch
each answer depends on all samples, and a tape gives the sum over all answers. In a small critic 57 % of the gradient of
one answer belongs to other samples, without BN nothing; in a public WGAN-GP, before training, the norm that is pushed
to 1 is 0.46 where that of the sample's own gradient is 1.34. Behind BN and a linear layer alone the sum is 0 whatever
the input. The authors of WGAN-GP leave BN out of the critic for that reason.

In graphs of TensorFlow 1 it is `tf.gradients` by tensors that the loss is made of.

A gradient that is only looked at (Grad-CAM) or that makes another input (an adversarial example) is left alone, and so
is a call in inference mode.

## Example
```python
with tf.GradientTape() as inner:
    inner.watch(mixed)
    score = critic(mixed, training=True)
gradients = inner.gradient(score, mixed)
```

## Use instead
A critic with `LayerNormalization` in the place of BN, or without normalisation. The generator may keep its BN.

## Symptoms
- Each answer depends on the whole batch in training

## Fix safety
No fix: another normalisation is a decision, and a trained critic does not survive it.

## References
- [Improved Training of Wasserstein GANs](https://arxiv.org/abs/1704.00028), section 4: "No critic batch normalization"
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import (
    GradientTaken,
    GraphDifferentiated,
    GraphMinimized,
    GraphNormalized,
    LayerCalled,
    Site,
    Tape,
    Testimony,
)
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report calls in training mode whose gradient by the inputs is part of what trains the layer."""
    yield from _with_tapes(testimony)
    yield from _in_graph(testimony)


def _in_graph(testimony: Testimony) -> Iterator[Report]:
    """Report them in a graph of TF1."""
    added = list(facts.graph_normalizers(testimony))
    inputs = {id(event) for norm in added for event in norm.input.made_of}
    steps = [event for event in testimony.events if isinstance(event, GraphMinimized)]
    reported: set[object] = set()
    for taken in dict.fromkeys(event for step in steps for event in step.made_of or ()):
        if not isinstance(taken, GraphDifferentiated) or id(taken) in inputs:
            continue  # what is made of the gradient goes into a network, as an adversarial example does
        norm = next((each for each in added if each in taken.made_of and each.trainable is not False), None)
        if norm is not None and _key(taken.site) not in reported:
            reported.add(_key(taken.site))
            related = (norm.site, "batch normalization"), (taken.site, "the gradient of the inputs is taken here")
            yield Report(_called_from(norm, taken), _IN_GRAPH, related)


def _called_from(norm: GraphNormalized, taken: GraphDifferentiated) -> Site:
    """Return the call of the critic: the outermost one that is not around the gradient, too."""
    around = set(map(_key, taken.made_by))
    own = [site for site in norm.made_by if _key(site) not in around]
    return own[-1] if own else norm.site


def _key(site: Site) -> object:
    """Return what is the same for the same place."""
    return id(site.node) if site.node is not None else (site.path, site.line, site.column)


def _with_tapes(testimony: Testimony) -> Iterator[Report]:
    taken = [event for event in testimony.events if isinstance(event, GradientTaken)]
    examples = {id(source) for call in facts.calls(testimony) for source in call.input.made_of}
    of_inputs = {id(e.tape): e for e in taken if e.inputs and not e.layers and id(e.tape) not in examples}
    training = [event for event in taken if event.layers and event.applied and event.penalised]
    if not training:
        return
    reported: set[object] = set()
    for call in facts.leaves(testimony):
        if call.mode != "training" or call.trainable is not True or call.root.input.examples == 1:
            continue
        for event in training:
            inner = next((tape for tape in _inside(call.tapes, event) if id(tape) in of_inputs), None)
            if inner is None or not any(facts.holds(layer, call.layer) for layer in event.layers or ()):
                continue
            root = facts.outermost_under(inner, call)
            if facts.place(root) not in reported:
                reported.add(facts.place(root))
                yield Report(
                    root.site,
                    _message(root),
                    (
                        (call.layer.site, "BatchNormalization built here"),
                        (of_inputs[id(inner)].site, "the gradient of the inputs is taken here"),
                        (event.site, "what is made of it trains the model here"),
                    ),
                )


def _inside(tapes: tuple[Tape, ...], event: GradientTaken) -> Iterator[Tape]:
    """Yield the tapes of a call that stand inside of the one that trains, and whose gradients it trains by."""
    if any(tape is event.tape for tape in tapes):
        yield from (tape for tape in tapes if tape in event.penalised)


def _message(call: LayerCalled) -> Message:
    return _said(facts.brief(call.layer))


def _said(model: str) -> Message:
    return Message(
        "the gradient with respect to this call's inputs is not one per sample",
        "use LayerNormalization in this model, or no normalisation",
        f"with the statistics of the batch each answer of {model} depends on all samples in it, "
        "and the gradient is part of the loss",
    )


_IN_GRAPH = _said("this network")


RULE = Rule("BNL405", "bn-under-gradient-penalty", "BN in a critic with a gradient penalty", check, opt_in=True)

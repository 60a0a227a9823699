"""TF1 graph code that never trains batch normalization.

## What it does
Reports `tf.layers.batch_normalization`, `tf.contrib.layers.batch_norm` and `slim.batch_norm` without their flag, and a
train op that is made without running the UPDATE_OPS.

## Why is this bad?
`tf.layers.batch_normalization` defaults to inference mode, also in the training graph; contrib and slim default to
training mode, also at inference. And in graph mode the moving statistics are updated by ops in the collection
UPDATE_OPS: unless the train op depends on them they never run.

## Example
```python
h = tf.layers.batch_normalization(h, training=is_training)
train_op = optimizer.minimize(loss)
```

## Use instead
```python
h = tf.layers.batch_normalization(h, training=is_training)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train_op = optimizer.minimize(loss)
```

## Fix safety
Unsafe: the flag of the function around is passed, or the statement that makes the train op is put under
`tf.control_dependencies` of the UPDATE_OPS. The statistics move from now on, and the graph's ops change.

## References
- [tf.compat.v1.layers.batch_normalization](https://www.tensorflow.org/api_docs/python/tf/compat/v1/layers/batch_normalization)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import ABSENT, GraphMinimized, GraphNormalized, LayerCalled, Testimony
from bnlint.fixes.changes import Remedy, RunUpdates
from bnlint.rules import remedies
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report graph normalizations without a flag, and train ops without the updates."""
    waiting: list[GraphNormalized] = []
    keras: list[LayerCalled] = []
    for event in testimony.events:
        if testimony.graph_mode and isinstance(event, LayerCalled) and _trains_in_graph(event):
            keras.append(event)
        if isinstance(event, GraphNormalized) and event.trainable is not False:
            if event.flag is ABSENT:
                yield Report(event.site, _without_flag(event), remedy=remedies.graph_flag(event))
            elif event.in_place is False and not (event.flag.known and event.flag.value is False):
                waiting.append(event)
        elif isinstance(event, GraphMinimized) and keras and not event.keras_updates_run:
            yield Report(
                event.site,
                "Keras's BatchNormalization adds nothing to UPDATE_OPS in a TF1 graph, so this train op never updates "
                "its moving statistics: run layer.updates with it, or use tf.layers.batch_normalization",
                ((keras[0].site, "BatchNormalization called here"),),
            )
        elif isinstance(event, GraphMinimized) and event.updates_run is False and waiting:
            yield Report(
                event.site,
                "this train op does not run the UPDATE_OPS, so the moving statistics of batch normalization stay at 0 "
                "and 1: make it inside tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS))",
                ((waiting[0].site, "batch normalization added here"),),
                Remedy("unsafe", "make the train op run the UPDATE_OPS", (RunUpdates(event.site),)),
            )


def _trains_in_graph(call: LayerCalled) -> bool:
    """Whether a Keras BN layer is put into the graph in (possible) training mode."""
    given = call.flag.site is not None and not (call.flag.known and not call.flag.value)
    return call.layer.is_bn and given and call.trainable is True and call.certain


def _without_flag(event: GraphNormalized) -> str:
    if event.default_flag:
        return (
            "without is_training this batch normalization is in training mode at inference too, where it uses the "
            "batch's own statistics: pass is_training"
        )
    return (
        "without training= this batch normalization is in inference mode in the training graph too, so its moving "
        "statistics never move: pass training=is_training"
    )


RULE = Rule(
    "BNL112", "graph-bn-not-updated", "TF1 batch normalization without flag or UPDATE_OPS", check, dialects=(2,)
)

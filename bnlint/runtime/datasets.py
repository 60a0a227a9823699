"""Watches ``tf.data`` pipelines: which batch size they have and who decided it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bnlint.events import Site
from bnlint.libraries.objects import methods
from bnlint.runtime.patching import Patches
from bnlint.runtime.sites import caller
from bnlint.runtime.state import State
from bnlint.runtime.tensors import Tag, Weak, flatten


@dataclass(frozen=True)
class Batching:
    """How a data set is batched.

    Args:
        size: examples per batch.
        site: the user's ``.batch(...)``.
        drop_remainder: the last, smaller batch is dropped.
        examples: examples in the whole data set, if it is finite and known.
    """

    size: int | None
    site: Site | None
    drop_remainder: bool | None
    examples: int | None


class Datasets:
    """Remembers where data sets were batched, and what they yield."""

    def __init__(self, state: State) -> None:
        self.state = state
        # By data set and iterator, which go when the program lets them go: each holds threads and buffers.
        self._sites: Weak[Site] = Weak()
        self._iterated: Weak[Batching] = Weak()

    def install(self, patches: Patches) -> None:
        """Patch ``tf.data.Dataset``."""
        dataset = self.state.tf.data.Dataset
        for name in methods("data set", "batch"):
            patches.method(dataset, name, self._batch)
        patches.method(dataset, "__iter__", self._iter)
        iterator = getattr(self.state.tf.data, "Iterator", None)
        owned = _subclass_named(iterator, "OwnedIterator")
        if owned is not None:
            patches.method(owned, "__next__", self._next)

    def batching(self, dataset: Any) -> Batching | None:
        """Return how a data set is batched: the last ``.batch`` upstream; None for other things than data sets."""
        if not hasattr(dataset, "element_spec"):
            return None
        found = dataset
        for _ in range(100):
            size = _static(getattr(found, "_batch_size", None))
            if size is not None:
                upstream = getattr(found, "_input_dataset", None)
                examples = _cardinality(upstream)
                drops = _static(getattr(found, "_drop_remainder", None)) in (True, 1)
                return Batching(
                    size=1 if examples == 1 and not drops else size,
                    site=self._sites.get(found),
                    drop_remainder=drops,
                    examples=examples,
                )
            inputs = found._inputs() if hasattr(found, "_inputs") else []
            if not inputs:
                break
            found = inputs[0]
        return Batching(None, None, None, None)

    def _batch(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def batch(dataset: Any, *args: Any, **kwargs: Any) -> Any:
            result = original(dataset, *args, **kwargs)
            if self.state.active:
                with self.state.guarded():
                    place = self.state.user_place(caller())
                    if place is not None:
                        self._remember(result, place.site)
            return result

        return batch

    def _remember(self, dataset: Any, site: Site) -> None:
        while dataset is not None and getattr(dataset, "_batch_size", None) is None:
            inputs = dataset._inputs() if hasattr(dataset, "_inputs") else []
            dataset = inputs[0] if inputs else None
        if dataset is not None and self._sites.get(dataset) is None:
            self._sites.set(dataset, site)

    def _iter(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def iterate(dataset: Any) -> Any:
            iterator = original(dataset)
            if self.state.active and not self.state.drivers:
                with self.state.guarded():
                    info = self.batching(dataset)
                    if info is not None and info.size is not None:
                        self._iterated.set(iterator, info)
            return iterator

        return iterate

    def _next(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def advance(iterator: Any) -> Any:
            try:
                element = original(iterator)
            except StopIteration:
                self.state.last_batch = None  # what comes behind the loop is no batch of this data set
                raise
            info = self._iterated.get(iterator)
            if info is not None and self.state.active:
                with self.state.guarded():
                    self.state.batches_drawn += 1
                    if info.site is not None:
                        part = info.examples is None or info.size is None or info.examples > info.size
                        self.state.last_batch = (info.size, info.site, part)
                        for tensor in flatten(element):
                            self.state.tags.set(tensor, Tag(batch_site=info.site, part=part))
            return element

        return advance


def _static(value: Any) -> Any:
    """Return the value of an eager constant."""
    if value is None or isinstance(value, (int, bool)):
        return value
    try:
        return value.numpy().item()
    except (AttributeError, ValueError, NotImplementedError):
        return None


def _cardinality(dataset: Any) -> int | None:
    if dataset is None:
        return None
    try:
        count = int(dataset.cardinality().numpy())
    except (AttributeError, ValueError, NotImplementedError, TypeError):
        return None
    return count if count >= 0 else None


def _subclass_named(cls: Any, name: str) -> Any:
    """Find a class among the subclasses of another by name (TensorFlow does not export it)."""
    if cls is None:
        return None
    todo = [cls]
    while todo:
        found = todo.pop()
        if found.__name__ == name:
            return found
        todo.extend(found.__subclasses__())
    return None

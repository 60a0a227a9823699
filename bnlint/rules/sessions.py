"""Answers of a TF1 graph's session that normalisations give which a constant, or a feed, keeps in training mode."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from bnlint.events import (
    ABSENT,
    GraphFetched,
    GraphFlagKept,
    GraphMinimized,
    GraphNormalized,
    Premise,
    Site,
    Tensor,
    Testimony,
)
from bnlint.libraries.habits import DISCRIMINATORS, GENERATORS, NOISE
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report


def check(testimony: Testimony) -> Iterator[Report]:
    """Report what keeps normalisations in training mode where a session is asked for answers, or exports."""
    yield from _run_either_way(testimony)
    graph = _Graph(testimony)
    if not graph.fetched or not facts.reads_statistics(testimony, if_fewer=True) or _draws_only(testimony):
        return
    late = dict(graph.set_too_late())
    for kept, added in late.items():
        yield Report(kept.site, _TOO_LATE, ((added.site, "the graph was built with training=True here"),))
    if late:
        return
    for fetch in graph.fetched:
        if fetch.trains or fetch.feeds or fetch.tried:
            continue
        steady = graph.constant | graph.by_default if graph.trains_by_default(fetch) else graph.constant
        if fetch.trains is None:
            steady = frozenset(filter(graph.is_copy, steady))
        for added in sorted(_made_of(fetch) & steady, key=graph.position):
            place = graph.place(fetch, added)
            if place is not None and not _is_of_another_loss(fetch, added):
                said = _BY_OPTION if added in graph.by_default else _of(fetch, graph.steps)
                if said is _BY_OPTION and graph.asks_by_own_default(fetch):
                    place, said = added.flag.decided_at or place, _BY_OWN_OPTION
                said = _BY_PLACEHOLDER if added.fallback is not None else said
                yield Report(place, said, ((fetch.site, _how(fetch) + " here"),), cause=added.flag.decided_at)
                break
        plain = fetch.trains is False and not (fetch.exported or fetch.specified)
        if plain and _is_fed(fetch, "True") and graph.asks_in_training_mode(fetch):
            yield Report(fetch.site, graph.fed_true(fetch))
    yield from graph.tested_beside()


def _run_either_way(testimony: Testimony) -> Iterator[Report]:
    """Report normalisations that move their statistics by themselves, whichever one a condition picks."""
    for added in facts.normalizers(testimony):
        if added.beside is not None and added.in_place is True and _is_kept(added):
            yield Report(added.site, _EITHER_WAY, ((added.beside.site, "the one that is picked for an answer"),))


def _draws_only(testimony: Testimony) -> bool:
    """Whether a graph that is always in training mode makes a GAN's images: they are wanted as they are trained.

    They are not in smaller batches, nor where its functions take the flag and the moving statistics are kept up to date
    for its other value.
    """
    added = facts.normalizers(testimony)
    if not facts.always_train(added) or not facts.is_called(added, GENERATORS) or facts.draws_fewer(added):
        return False
    kept = any(isinstance(event, GraphMinimized) and event.updates_run for event in testimony.events)
    return not (kept and any(event.flag.origin == "parameter default" for event in added))


def infers_in_training_mode(testimony: Testimony) -> bool:
    """Whether a graph that is always in training mode is asked about other data than it learns from, or in a copy.

    Whoever does that reads no moving statistics, and has nothing from their updates. A copy in inference mode beside
    it, which no session ever asks, changes nothing.
    """
    added = facts.normalizers(testimony)
    if all(facts.graph_flag(each) is False for each in added):
        return False
    graph = _Graph(testimony)
    asked = [each for each in added if not graph.is_idle(each) and not (each.flag is ABSENT and each.default_flag)]
    if asked and not facts.always_train(asked):
        return False
    return any(map(graph.is_copy, graph.constant)) or any(
        fetch.trains is False and graph.is_asked_apart(fetch) and _may_be_made_of(fetch, added)
        for fetch in graph.fetched
    )


def is_fed_true_always(testimony: Testimony) -> bool:
    """Whether sessions are asked for answers, too, and each is fed True for training: none reads moving statistics."""
    fetched = [event for event in testimony.events if isinstance(event, GraphFetched) and not event.beside]
    counted = [event for event in fetched if event.outputs or event.trains is not False]
    return not all(event.trains for event in counted) and all(map(is_fed_true_alone, counted))


def never_read(testimony: Testimony, step: GraphMinimized) -> set[GraphNormalized]:
    """Return normalisations that a flag steers, and which have no part in any answer that is not fed True for it.

    A program that asks its classifier in inference mode reads nothing of the generator beside it. That can be said of
    functions none of whose normalisations are known to be in an answer, where all answers are known.

    Args:
        testimony: what happens.
        step: a train op of the program that asks.
    """
    fetched = [event for event in testimony.events if isinstance(event, GraphFetched) and not event.beside]
    asked = [event for event in fetched if event.outputs and not is_fed_true_alone(event)]
    known = all(output.made_of or output.shape is not None for event in asked for output in event.outputs)
    if not known or any(event.exported or event.specified or event.trains is not False for event in asked):
        return set()
    if not any(event.scopes[-1:] == step.scopes[-1:] for event in asked):
        return set()
    read = set(chain.from_iterable(map(_made_of, asked)))
    functions = {id(each.scopes[0].site.node) for each in read if isinstance(each, GraphNormalized) and each.scopes}
    steered = (each for each in facts.normalizers(testimony) if not each.flag.known and each.scopes)
    return {each for each in steered if functions and id(each.scopes[0].site.node) not in functions}


def blames_feeds(testimony: Testimony) -> bool:
    """Whether it is reported that sessions are fed True for training where predictions are wanted."""
    return any(report.message in (_FED, _FED_INTO_A_CONDITION, _FED_TO_BOTH) for report in check(testimony))


def _may_be_made_of(fetch: GraphFetched, added: Sequence[GraphNormalized]) -> bool:
    """Whether what a session is asked for is made of one of some normalisations, or nobody knows of what."""
    return not _made_of(fetch).isdisjoint(added) or any(not output.made_of for output in fetch.outputs)


def gets_one_image(testimony: Testimony, site: Site) -> bool:
    """Whether a normalisation of images gets one of them at a time, in training and for answers.

    It goes by the statistics of that image in both, and nobody reads the moving ones. Where a program comes to one of
    them only, the other one may be another program's, with other settings.

    Args:
        testimony: what happens.
        site: where it is added.
    """
    added = [each.input for each in facts.normalizers(testimony) if each.site.node is site.node]
    if not any(map(_is_map, added)) or not all(each.shape is None or _is_map(each) for each in added):
        return False
    fetched = [event for event in testimony.events if isinstance(event, GraphFetched) and not event.beside]
    fed = [event for event in fetched if event.fed]
    if any(event.exported or event.specified for event in fetched) or not all(_gets_one(event, site) for event in fed):
        return False
    trained = {event.alone for event in fed if event.trains}
    return any(event.alone in trained for event in fed if event.trains is False and event.outputs)


def _gets_one(fetch: GraphFetched, site: Site) -> bool:
    """Whether a session is fed one example, or one thing for a placeholder that takes no more than one example."""
    added = (each for each in _made_of(fetch) if isinstance(each, GraphNormalized) and each.site.node is site.node)
    return fetch.rows == {1} or fetch.rows == {None} and any(each.input.examples == 1 for each in added)


def _is_map(given: Tensor) -> bool:
    """Whether a tensor may be one image, or its features."""
    return given.shape is not None and len(given.shape) > 3 and given.shape[0] in (1, None)


def _is_of_another_loss(fetch: GraphFetched, added: GraphNormalized) -> bool:
    """Whether of what a fetch asks for only losses come from a normalisation, which stands in an auxiliary head."""
    inside = any(_AUXILIARY.search(scope.name) for scope in added.scopes)
    return inside and all(output.shape == () for output in fetch.outputs if added in output.made_of)


_AUXILIARY = re.compile(r"(?:^|_)aux(?:iliary)?(?:_|$)", re.IGNORECASE)
"""What the name of a function has that makes the head of a further loss, which helps to train."""


def _branches(added: GraphNormalized) -> set[Premise]:
    """Return what holds in the branches around a normalisation."""
    return {premise for premise in added.premises if not premise[0].startswith(("self of ", "default graph"))}


def _how(fetch: GraphFetched) -> str:
    if fetch.specified:
        return "the Estimator is asked for it"
    return "exported" if fetch.exported else "fetched without the train op"


def _of(fetch: GraphFetched, steps: Sequence[GraphMinimized]) -> Message:
    if fetch.specified:
        return _BY_ESTIMATOR
    return _MESSAGE if steps else _RESTORED


def _made_of(fetch: GraphFetched) -> frozenset[Any]:
    """Return what the tensors that a session is asked for are made of."""
    return frozenset(chain.from_iterable(output.made_of for output in fetch.outputs))


class _Graph:
    """What a program builds, trains and fetches.

    Args:
        testimony: what happens.
    """

    def __init__(self, testimony: Testimony) -> None:
        events = testimony.events
        self.position = {event: index for index, event in enumerate(events)}.__getitem__
        self.fetched = [event for event in events if isinstance(event, GraphFetched) and not event.beside]
        self.beside = [event for event in events if isinstance(event, GraphFetched) and event.beside]
        self.steps = [event for event in events if isinstance(event, GraphMinimized)]
        self.kept = [event for event in events if isinstance(event, GraphFlagKept)]
        self.added = facts.normalizers(testimony)
        self.restored = testimony.restores
        self.hangs = testimony.updates_hang
        self.constant = frozenset(each for each in events if isinstance(each, GraphNormalized) and _is_constant(each))
        # Of a network that follows a gradient of its batch the first pass goes by that batch, too.
        followed = {id(each.site.node) for each in self.added if each.adapted}
        self.by_default = frozenset(
            each for each in events if isinstance(each, GraphNormalized) and _is_option(each, followed)
        )
        self.fed = frozenset(chain.from_iterable(fetch.fed for fetch in self.fetched if fetch.trains is not False))
        self._asked = frozenset(chain.from_iterable(map(_made_of, chain(self.fetched, self.beside))))
        known = (fetch.trains is not None and all(out.made_of for out in fetch.outputs) for fetch in self.fetched)
        self._are_answers_known = all(known)

    def place(self, fetch: GraphFetched, added: GraphNormalized) -> Site | None:
        """Return where the constant is to blame for what a fetch gives, None where it is not."""
        if fetch.specified and not _branches(added) <= set(fetch.premises):
            return None  # another mode's
        if fetch.exported or fetch.specified:
            return added.flag.given_at or added.site
        if self.restored and (not self.steps or self._only_asks(fetch.site.path)):
            wanted = _is_fed(fetch, "False") or _is_of_rows(fetch) or self._is_score(fetch)
            return added.flag.given_at or added.site if wanted else None
        if not self.steps:
            return None
        if self._is_apart(added):
            copied = self._where_copied(added)
            shown = self._shows_what_it_learns_from(fetch, copied)
            return None if shown else added.flag.given_at or copied
        wanted = self._is_evaluation(fetch) or self._is_fed_in_vain(fetch, added) or self._is_asked_at_last(fetch)
        return added.flag.given_at or added.site if wanted else None

    def is_idle(self, added: GraphNormalized) -> bool:
        """Whether a normalisation in inference mode is in no network that is trained, or that a session asks."""
        if facts.graph_flag(added) is not False or not self._are_answers_known:
            return False
        return added not in self._asked and all(added not in (step.made_of or {added}) for step in self.steps)

    def trains_by_default(self, fetch: GraphFetched) -> bool:
        """Whether a program that is started without options comes to a fetch, and trains: one value holds for both.

        It need not train where the option is its own.
        """
        if self.asks_by_own_default(fetch):
            return True
        beside = (each for each in self.fetched if each.trains and each.site.path == fetch.site.path)
        return fetch.by_default and not fetch.specified and any(each.by_default for each in beside)

    def asks_by_own_default(self, fetch: GraphFetched) -> bool:
        """Whether a program only restores and asks, by the defaults of options that it defines itself."""
        if not (self.restored and fetch.by_default and self._only_asks(fetch.site.path)):
            return False
        places = {each.flag.decided_at for each in _made_of(fetch) & self.by_default}
        return bool(places) and all(place is not None and place.path == fetch.site.path for place in places)

    def set_too_late(self) -> Iterator[tuple[GraphFlagKept, GraphNormalized]]:
        """Yield where an object's flag is turned off for an answer, and a normalisation that was built with it on."""
        asked = [fetch for fetch in self.fetched if fetch.trains is not True and fetch.scopes]
        for kept in self.kept:
            before = [each for each in self.constant if self.position(each) < self.position(kept)]
            built = [each for each in before if isinstance(each, GraphNormalized) and _is_of(each, kept)]
            if kept.value or not built or not kept.scopes:
                continue
            again = any(self.position(each) > self.position(kept) and _is_of(each, kept) for each in self.added)
            here = [fetch for fetch in asked if fetch.scopes[0].site == kept.scopes[0].site]
            if not again and any(self.position(fetch) > self.position(kept) for fetch in here):
                yield kept, min(built, key=self.position)

    def tested_beside(self) -> Iterator[Report]:
        """Yield what makes copies in training mode whose losses on test data the steps of training ask for, too."""
        for fetch in self.beside:
            named = any(word in name.lower() for name in fetch.words for word in _SCORES)
            if not facts.tests_by_name(fetch.words, ()) or not (_ranks(fetch) <= {0, 1} or named):
                continue
            for added in sorted(_made_of(fetch) & self.constant, key=self.position):
                place = self._where_copied(added) if self.steps and self._is_apart(added) else None
                if place is not None:
                    yield Report(place, _MESSAGE, ((fetch.site, "fetched here"),), cause=added.flag.decided_at)
                    break

    def _only_asks(self, program: str) -> bool:
        """Whether a program's own sessions run no train op."""
        return all(each.trains is False for each in self.fetched if each.site.path == program)

    def is_copy(self, added: GraphNormalized) -> bool:
        """Whether a normalisation is of a copy, that no train op trains, of a network which one does."""
        return self._is_apart(added) and self._where_copied(added) is not None

    def _is_apart(self, added: GraphNormalized) -> bool:
        """Whether no train op trains through a normalisation: it is of a copy of the network."""
        return all(
            self.position(step) < self.position(added) or step.made_of is not None and added not in step.made_of
            for step in self.steps
        )

    def _where_copied(self, added: GraphNormalized) -> Site | None:
        """Return the call that makes a copy, by functions that also make what is trained; None if there is no such."""
        trained = [each for step in self.steps for each in step.made_of or () if isinstance(each, GraphNormalized)]
        known = {id(s.node) for each in trained if each.site.node is added.site.node for s in each.made_by}
        return next((site for site in added.made_by if id(site.node) not in known), None) if known else None

    def asks_in_training_mode(self, fetch: GraphFetched) -> bool:
        """Whether a test asks for numbers, not only for images, from normalisations that a placeholder steers."""
        steered = any(isinstance(e, GraphNormalized) and (e.picked or not e.flag.known) for e in _made_of(fetch))
        in_numbers = _ranks(fetch) <= {0, 1, 2} or self._is_score_of_maps(fetch) or self._is_of_classes(fetch)
        return steered and in_numbers and not _draws(fetch) and facts.tests_by_name(fetch.words, fetch.scopes)

    def trains_there(self, fetch: GraphFetched) -> bool:
        """Whether the program trains by the very call of a session that makes a fetch: a function does both."""
        return any(each.trains is not False and each.site == fetch.site for each in self.fetched)

    def fed_true(self, fetch: GraphFetched) -> Message:
        """Return what to say of a test that is fed True.

        A loss that hangs on updates which ``tf.cond`` makes in the functions that it picks from has none for False.
        """
        picked = any(isinstance(e, GraphNormalized) and e.picked and e.in_place is False for e in _made_of(fetch))
        if picked and self.hangs:
            return _FED_INTO_A_CONDITION
        return _FED_TO_BOTH if self.trains_there(fetch) else _FED

    def gets_other_data(self, fetch: GraphFetched) -> bool:
        """Whether a fetch is fed, and with nothing that the network learns from."""
        return bool(fetch.fed) and self.fed.isdisjoint(fetch.fed)

    def is_asked_apart(self, fetch: GraphFetched) -> bool:
        """Whether a fetch is fed other data than training is, or made by a program that only restores."""
        return self.gets_other_data(fetch) or self.restored and self._only_asks(fetch.site.path)

    def _is_fed_in_vain(self, fetch: GraphFetched, added: GraphNormalized) -> bool:
        """Whether a flag is fed False that does not reach a normalisation, whose function takes one and gets none."""
        return (
            added.flag.origin == "parameter default"
            and bool(self.fed)
            and self.gets_other_data(fetch)
            and _is_fed(fetch, "False")
        )

    def _is_asked_at_last(self, fetch: GraphFetched) -> bool:
        """Whether a program asks for numbers when it has trained, of data that it shares with no step.

        What is named after training may be a look at how well that went. What a GAN draws is wanted as it is trained.
        """
        place = fetch.site.path, fetch.scopes[-1:]
        steps = [each for each in self.fetched if each.trains is not False]
        begun = any(each.loops and (each.site.path, each.scopes[-1:]) == place for each in steps)
        if fetch.loops or not begun or max(map(self.position, steps)) > self.position(fetch):
            return False
        if not self.gets_other_data(fetch) or _draws(fetch) or not _ranks(fetch) <= {0, 1, 2}:
            return False
        learnt: set[str] = set().union(*(each.data for each in steps))
        if fetch.data & learnt or any("train" in name.lower() for name in fetch.data):
            return False
        return not facts.is_called(self.added, (*GENERATORS, *DISCRIMINATORS))

    def _is_score(self, fetch: GraphFetched) -> bool:
        """Whether a test asks for numbers, no images, as its names say."""
        return _ranks(fetch) <= {0, 1, 2} and facts.tests_by_name(fetch.words, fetch.scopes)

    def _shows_what_it_learns_from(self, fetch: GraphFetched, copied: Site | None) -> bool:
        """Whether a program that trains looks at images: no session is fed anything, so they are those it learns from.

        A score, or a row for each example, may come from another queue, and so does what a name says is for a test.

        Args:
            fetch: what it asks for.
            copied: the call that makes the copy of the network which it asks.
        """
        trains = any(each.trains is not False for each in self.fetched)
        if fetch.fed or self.fed or not trains or copied is None or copied.node is None:
            return False
        from bnlint.syntax import words  # start-up: libcst, which a recorder does without

        if facts.tests_by_name((*fetch.words, *words.words_of(copied.node)), fetch.scopes):
            return False
        return not any(output.places or _is_row(output) for output in fetch.outputs) and not _ranks(fetch) & {0, 1, 2}

    def _is_evaluation(self, fetch: GraphFetched) -> bool:
        """Whether a fetch is fed other data than training is, and says that it is for a test."""
        if not self.fed or not self.gets_other_data(fetch):
            return False
        if not self._is_of_numbers(fetch):
            return False  # an image that is made of another one, as pix2pix does
        if _draws(fetch):
            return False  # what a generator makes
        return facts.tests_by_name(fetch.words, fetch.scopes)

    def _is_score_of_maps(self, fetch: GraphFetched) -> bool:
        """Whether a fetch asks how good the maps are that it asks for, too: ``run([loss, logits])``, in no GAN."""
        scored = any(output.shape == () and output.made_of for output in fetch.outputs)
        return scored and None not in _ranks(fetch) and self._is_of_numbers(fetch)

    def _is_of_classes(self, fetch: GraphFetched) -> bool:
        """Whether a fetch asks for the class of each pixel, and for numbers beside it at most."""
        beside = replace(fetch, outputs=tuple(output for output in fetch.outputs if not output.places))
        return len(beside.outputs) < len(fetch.outputs) and _ranks(beside) <= {0, 1, 2}

    def _is_of_numbers(self, fetch: GraphFetched) -> bool:
        """Whether a fetch asks for numbers, not only for what may be an image, or is part of a GAN."""
        large = [output.shape for output in fetch.outputs if len(output.shape or ()) > 2 and not output.places]
        if not large:
            return True
        if facts.is_called(self.added, (*GENERATORS, *DISCRIMINATORS)):
            return False
        return not all(map(_may_be_image, large)) or any(output.shape == () for output in fetch.outputs)


_COLOURS = 4
"""An image has no more channels than this."""


def _may_be_image(shape: tuple[int | None, ...] | None) -> bool:
    """Whether what has a shape may be an image; maps of classes or joints have more channels."""
    return shape is None or shape[-1] is None or shape[-1] <= _COLOURS


def _is_of(added: GraphNormalized, kept: GraphFlagKept) -> bool:
    """Whether a normalisation's flag is what an object keeps: ``training=self.is_training`` in one of its methods."""
    objects = [number for what, number in added.premises if what.startswith("self of ")]
    if added.flag.site is None or kept.owner not in objects:
        return False
    from bnlint.syntax import words  # start-up: libcst, which a recorder does without

    return words.dotted(getattr(added.flag.site.node, "value", None)) == f"self.{kept.name}"


def _is_fed(fetch: GraphFetched, value: str) -> bool:
    """Whether a fetch feeds a constant to what is named after training."""
    texts = chain(fetch.flags, (written for _, written in fetch.fed))
    return any(re.search(rf"\w*(?:train|phase)\w*(?::0['\"])?[),]*,{value}\b", written) for written in texts)


def is_fed_true_alone(fetch: GraphFetched) -> bool:
    """Whether a session that is asked for something is fed True to what is named after training, and False nowhere."""
    return _is_fed(fetch, "True") and not _is_fed(fetch, "False")


_SCORES = ("loss", "cost", "err", "acc", "score")
"""Parts of the names of numbers that say how good a network is."""


def _is_of_rows(fetch: GraphFetched) -> bool:
    """Whether a fetch asks for a row of numbers for each example, or for a map of them, and for nothing else."""
    return bool(fetch.outputs) and all(map(_is_row, fetch.outputs)) and not _draws(fetch)


def _is_row(output: Tensor) -> bool:
    shape = output.shape
    return output.places or shape is not None and (len(shape) == 2 or len(shape) > 2 and not _may_be_image(shape))


def _ranks(fetch: GraphFetched) -> set[int | None]:
    """Return how many dimensions the tensors have that a fetch asks for; operations beside them have none."""
    tensors = [output for output in fetch.outputs if output.shape is not None or output.made_of]
    return {len(output.shape) if output.shape is not None else None for output in tensors}


def _draws(fetch: GraphFetched) -> bool:
    return any(word in name for name in fetch.words for word in NOISE)


_CONSTANT = ("", "argument", "parameter default")
_OPTION = ("command-line default", "command-line switch")
"""Origins of flags."""


def _is_constant(event: GraphNormalized) -> bool:
    """Whether a normalisation is kept in training mode by a constant, and gives what comes out."""
    return event.beside is None and not event.picked and _is_kept(event)


def _is_option(event: GraphNormalized, followed: set[int]) -> bool:
    """Whether an event is such a normalisation by the default of an option, which holds for all of a program's run."""
    return event.beside is None and id(event.site.node) not in followed and _is_kept(event, _OPTION)


def _is_kept(event: GraphNormalized, origins: tuple[str, ...] = _CONSTANT) -> bool:
    """Whether a constant keeps a normalisation in training mode, by mistake or for others to pick it."""
    if event.guarded or event.adapted or event.trainable is False or facts.is_renormalised(event):
        return False
    flag = event.flag
    known = flag.known and flag.value is True and flag.origin in origins
    unfed = event.fallback is not None and event.fallback.value and not event.fallback.fed and "" in origins
    return (known or unfed) and not facts.judges(event)


_BY_ESTIMATOR = Message(
    "training=True in every Estimator mode: an answer depends on what else is fed",
    "pass mode == tf.estimator.ModeKeys.TRAIN",
    "batch normalization uses this batch's own statistics at evaluation and prediction, too",
)
_TOO_LATE = Message(
    "the graph was built with training=True, which this does not change any more",
    "let the flag be a placeholder that is fed, or build the network with training=False (reuse=True)",
    "batch normalization uses this batch's own statistics: each prediction depends on the rest of the batch",
)
_FED = Message(
    "True is fed for training where predictions are wanted",
    "feed False here",
    "batch normalization then uses this batch's own statistics: each prediction depends on the rest of the batch",
)
_FED_INTO_A_CONDITION = Message(
    "True is fed for training where predictions are wanted",
    "pass the flag to batch normalization itself, without tf.cond, and feed False here",
    "batch normalization then uses this batch's own statistics; False alone fails where a loss waits for updates that "
    "tf.cond makes",
)
_FED_TO_BOTH = Message(
    "True is fed for training, also where predictions are wanted",
    "let the caller say which, and feed that",
    "batch normalization then uses this batch's own statistics: each prediction depends on the rest of the batch",
)
_MESSAGE = Message(
    "training=True where predictions are wanted: each depends on what else is fed",
    "build the network with training=False (reuse=True) for that",
    "batch normalization uses this batch's own statistics",
)
_RESTORED = replace(_MESSAGE, remedy="build the network with training=False here")
_BY_OPTION = Message(
    "an option's default leaves it at training=True where predictions are wanted",
    "build the network with training=False (reuse=True) for that",
    "batch normalization uses this batch's own statistics: each prediction depends on what else is fed",
)
_BY_OWN_OPTION = replace(_BY_OPTION, remedy="let this default be False, or build the network with training=False")
_BY_PLACEHOLDER = replace(
    _BY_OPTION,
    headline="its placeholder leaves it at training=True where predictions are wanted",
    remedy="let its default be False, and feed True in the runs that train",
)
_EITHER_WAY = Message(
    "this runs whatever the condition picks: each answer moves the statistics",
    "pass the condition as its flag, or build both inside the functions of tf.cond",
    "what is built outside of these functions runs on both sides, and with updates_collections=None its updates run "
    "with it",
)

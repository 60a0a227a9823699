"""When a rule counts as confirmed: what has to hold of its programs, and which part of that failed.

A row is one rule in one dialect. It is confirmed only if all five parts hold:

- ``linter``: flake8 reports the expected lines of each bad program, and nothing in a good one;
- ``recorder``: what was seen at run time leads all rules to the same lines, and the recorder had no error;
- ``symptom``: on each bad program a number of the rule's experiment lies beyond its threshold; an exception counts if
  it is the announced one, by type, text and line;
- ``good``: each good program runs BN to its end, and the numbers that show the symptom were measured there too and lie
  on the other side of their thresholds; the line that raises in the bad program is passed in its namesake;
- ``fix``: where bnlint repairs the bad program, the repaired one has lost the symptom.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bnlint.experiments import RAISES, Reading, raises_later
from bnlint.libraries.keras_versions import BACKEND_TITLES, Backend
from bnlint.runtime.messages import gist
from bnlint.runtime.passages import passes, same_statement
from bnlint.runtime.programs import Program

PARTS = {"linter": 4, "recorder": 8, "symptom": 16, "good": 32, "fix": 64}
"""The parts of a confirmation, each with its bit in the exit code."""

NOT_CONFIRMED = 1
"""The bit of the exit code that says that something is not confirmed."""


@dataclass(frozen=True)
class Job:
    """One program in one dialect.

    Args:
        program: what runs.
        dialect: 1 (TF1 graph), 2 or 3.
        repaired: it is a bad program after bnlint's fix.
        backend: what the dialect runs on.
    """

    program: Program
    dialect: int
    repaired: bool = False
    backend: Backend = "tensorflow"

    @property
    def shows(self) -> bool:
        """Whether the symptom is expected."""
        return not self.repaired and self.program.shows(self.dialect)

    @property
    def name(self) -> str:
        """The program's folder and file."""
        return f"{self.program.code}/{self.program.path.name}{' (fixed)' if self.repaired else ''}"


@dataclass(frozen=True)
class Outcome:
    """What came of a job.

    Args:
        text: what was measured.
        readings: the numbers that decide, each with its threshold.
        problem: why they do not count: time limit, crash, an exception that the program does not announce.
        runs: how often BN ran.
        raised_at: where an exception was raised, as (file, line); ``visited`` the lines known to have run.
        reported: places that the rule reports on the recorder's testimony, as (file, line); None when the rule did not
            run.
        witnessed: what all rules report on it, as (code, file, line).
        linted: what flake8 reports, as (code, file, line); None when it did not run, and ``lint_problem`` why.
        keras: the version of Keras that ran, ``below`` that of what it ran on.
        details: further numbers by name.
        curves: the moving statistics over time, see ``bnlint.runtime.curves``.
        errors: errors of the recorder, a rule or the experiment.
        fixed: what came of the program with bnlint's fix, where there is one; ``fix_problem`` why it was not run.
    """

    job: Job
    text: str
    readings: tuple[Reading, ...] = ()
    problem: str = ""
    runs: int = 0
    raised_at: tuple[tuple[str, int], ...] = ()
    visited: frozenset[tuple[str, int]] = frozenset()
    reported: frozenset[tuple[str, int]] | None = None
    witnessed: frozenset[tuple[str, str, int]] = frozenset()
    linted: frozenset[tuple[str, str, int]] | None = None
    lint_problem: str = ""
    keras: str = ""
    below: str = ""
    details: Mapping[str, float] = field(default_factory=dict)
    curves: Sequence[dict[str, Any]] = ()
    seconds: float = 0.0
    errors: tuple[str, ...] = ()
    fixed: Outcome | None = None
    fix_problem: str = ""

    @property
    def present(self) -> bool | None:
        """Whether a number lies beyond its threshold; None when the program could not be judged."""
        return None if self.problem else any(reading.beyond for reading in self.readings)

    @property
    def beyond(self) -> list[Reading]:
        """The numbers that show the symptom."""
        return [reading for reading in self.readings if reading.beyond]

    @property
    def numbers(self) -> dict[str, float]:
        """Everything measured, by name."""
        return {**{r.quantity.name: r.value for r in self.readings if r.quantity != RAISES}, **self.details}

    @property
    def right(self) -> bool:
        """The symptom is there exactly if it should be."""
        return self.present is not None and self.present == self.job.shows

    @property
    def agrees(self) -> bool | None:
        """The rule, run on what the recorder saw, reports exactly the expected lines; None when it did not run."""
        return None if self.reported is None else self.reported == self.job.program.lines(self.job.dialect)

    @property
    def disagreements(self) -> list[tuple[str, str, int, str]]:
        """Where the two witnesses differ in any rule: (code, file, line, who alone reports it)."""
        read = self.job.program.reports(self.job.dialect)
        alone = [(*place, "recorder") for place in self.witnessed - read]
        alone += [(*place, "interpreter") for place in read - self.witnessed]
        return sorted(alone)


@dataclass(frozen=True)
class Failure:
    """One thing that is not as it has to be.

    Args:
        part: which of ``PARTS`` it belongs to.
        outcome: the program.
        text: what is wrong.
    """

    part: str
    outcome: Outcome
    text: str


@dataclass
class Row:
    """One rule in one dialect on one backend."""

    code: str
    dialect: int
    outcomes: list[Outcome] = field(default_factory=list)
    backend: Backend = "tensorflow"

    @property
    def bad(self) -> list[Outcome]:
        """The programs that show the mistake."""
        return [o for o in self.outcomes if o.job.shows]

    @property
    def good(self) -> list[Outcome]:
        """The programs that do not."""
        return [o for o in self.outcomes if not o.job.shows]

    @property
    def failures(self) -> list[Failure]:
        """All that is wrong, in the order of the programs."""
        found = [f for o in self.outcomes for f in (*_linter(o), *_recorder(o))]
        for outcome in self.bad:
            found += (*_symptom(outcome), *_fix(outcome))
        for outcome in self.good:
            found += _good(outcome)
        for outcome in self.bad:
            found += _contrast(outcome, self.namesakes(outcome))
        order = {id(outcome): index for index, outcome in enumerate(self.outcomes)}
        unique = {(order[id(f.outcome)], list(PARTS).index(f.part), f.text): f for f in found}
        return [unique[key] for key in sorted(unique)]

    @property
    def failed(self) -> list[str]:
        """The parts that failed, in their order; without a bad or a good program there is nothing to see."""
        parts = {failure.part for failure in self.failures}
        parts |= {part for part, programs in (("symptom", self.bad), ("good", self.good)) if not programs}
        return [part for part in PARTS if part in parts]

    @property
    def confirmed(self) -> bool:
        """Every part holds, and there is at least one bad and one good program."""
        return not self.failed

    @property
    def agreement(self) -> str:
        """Whether the rule on the recorder's testimony agrees with the expectations: "yes", "no" or "-"."""
        verdicts = [o.agrees for o in self.outcomes]
        if any(v is None for v in verdicts):
            return "-"
        return "yes" if all(verdicts) else "no"

    @property
    def version(self) -> str:
        """The version of Keras that ran."""
        return next((o.keras for o in self.outcomes if o.keras), "?")

    @property
    def below(self) -> str:
        """The version of the backend that ran."""
        return next((o.below for o in self.outcomes if o.below), "?")

    @property
    def keras(self) -> str:
        """The dialect with the version that ran."""
        version = self.version
        if self.dialect == 3:
            return f"Keras {version}{on(self.backend)}"
        return f"{'Keras 2' if self.dialect == 2 else 'TF1 graph'} (tf_keras {version})"

    def namesakes(self, bad: Outcome) -> list[Outcome]:
        """Return the good program that is the bad one put right, by its name, or all good ones."""
        name = bad.job.program.path.name.replace("bad_", "good_", 1)
        return [o for o in self.good if o.job.program.path.name == name] or self.good


def exit_code(rows: Sequence[Row]) -> int:
    """Return 0 if every row is confirmed, else ``NOT_CONFIRMED`` and the bits of the parts that failed."""
    failed = {part for row in rows for part in row.failed}
    return NOT_CONFIRMED + sum(PARTS[part] for part in failed) if failed else 0


def label(dialect: int, backend: Backend = "tensorflow") -> str:
    """Name a dialect and, where it is not TensorFlow, its backend."""
    return {1: "TF1 graph", 2: "Keras 2", 3: "Keras 3"}[dialect] + on(backend)


def on(backend: Backend) -> str:
    """Name a backend behind a Keras; nobody says that it is TensorFlow."""
    return "" if backend == "tensorflow" else f" on {BACKEND_TITLES[backend]}"


def trouble(job: Job, raised: str | None, message: str, keras: str) -> str:
    """Say what is wrong with how a program ended: "" if it ended as it announces.

    Args:
        job: the program.
        raised: the class of the exception that ended it.
        message: its text.
        keras: the version that ran.
    """
    announced = job.program.exception(job.dialect, keras, job.backend)
    said = f"raised {raised}: {gist(message)[:160]}"
    if raised is None:
        return "" if announced is None else f"did not raise {announced.name}"
    if announced is None or raised != announced.name:
        return said
    if not announced.text:
        return f"{said}; the header announces no text of it"
    return "" if announced.text in message else f"{said}; announced is {announced.text!r}"


def measured(reading: Reading) -> str:
    """Write a number beside its threshold."""
    quantity = reading.quantity
    return f"{quantity.name}: {reading.value:.3g} (the symptom is a number {quantity.threshold})"


def _linter(outcome: Outcome) -> Iterator[Failure]:
    if outcome.linted is None:
        yield Failure("linter", outcome, outcome.lint_problem or "flake8 did not run")
        return
    expected = outcome.job.program.reports(outcome.job.dialect)
    missing, surplus = expected - outcome.linted, outcome.linted - expected
    if missing:
        yield Failure("linter", outcome, f"flake8 does not report {_places(missing)}")
    if surplus:
        yield Failure("linter", outcome, f"flake8 reports {_places(surplus)}")


def _places(places: frozenset[tuple[str, str, int]]) -> str:
    return ", ".join(f"{code} in {file}:{line}" for code, file, line in sorted(places))


def _recorder(outcome: Outcome) -> Iterator[Failure]:
    for error in outcome.errors:
        yield Failure("recorder", outcome, f"error: {error.strip().splitlines()[-1].strip()}")
    if outcome.problem and outcome.reported is None:
        return  # it did not run, which is said elsewhere
    if outcome.agrees is None:
        yield Failure("recorder", outcome, "the rule did not run on what was seen")
    for code, file, line, who in outcome.disagreements:
        yield Failure("recorder", outcome, f"only the {who} leads {code} to {file}:{line}")


def _symptom(outcome: Outcome) -> Iterator[Failure]:
    if outcome.problem:
        yield Failure("symptom", outcome, outcome.problem)
    elif not outcome.readings:
        yield Failure("symptom", outcome, f"expected the symptom, nothing could be measured: {outcome.text}")
    elif not outcome.beyond:
        numbers = "; ".join(map(measured, outcome.readings))
        yield Failure("symptom", outcome, f"expected the symptom, measured {numbers}")
    elif _raises(outcome) and not raises_later(outcome.job.program.code) and not _raised_lines(outcome):
        places = ", ".join(f"{file}:{line}" for file, line in outcome.raised_at) or "nowhere in the program"
        yield Failure("symptom", outcome, f"the exception is not raised at a reported line but at {places}")


def _raises(outcome: Outcome) -> bool:
    return any(reading.quantity == RAISES for reading in outcome.beyond)


def _raised_lines(outcome: Outcome) -> list[tuple[str, int]]:
    """Return the expected lines whose statement raised."""
    program = outcome.job.program
    return [
        (file, line)
        for file, line in sorted(program.lines(outcome.job.dialect))
        if any(file == name and same_statement(program.file(file), line, at) for name, at in outcome.raised_at)
    ]


def _good(outcome: Outcome) -> Iterator[Failure]:
    if outcome.problem:
        yield Failure("good", outcome, outcome.problem)
    elif outcome.runs == 0:
        yield Failure("good", outcome, "no BN layer ran")
    for reading in outcome.beyond:
        yield Failure("good", outcome, f"expected no symptom, measured {measured(reading)}")


def _contrast(bad: Outcome, good: Sequence[Outcome]) -> Iterator[Failure]:
    """Compare a bad program with the good ones: the same numbers, on the other side of the threshold."""
    if bad.problem or not good:
        return
    for reading in bad.beyond:
        if not any(reading.quantity in [r.quantity for r in o.readings] for o in good):
            said = f"{reading.quantity.name}: not measured here, but in {bad.job.program.path.name}"
            yield Failure("good", good[0], said)
    if _raises(bad) and not raises_later(bad.job.program.code):
        for file, line in _raised_lines(bad):
            for outcome in good:
                old, new = bad.job.program.file(file), outcome.job.program.file(file, other=bad.job.program)
                if not passes(old, line, new, {at for name, at in outcome.visited if name == new.name}):
                    said = f"what stands here for {file}:{line}, which raises, is not known to have run"
                    yield Failure("good", outcome, said)


def _fix(outcome: Outcome) -> Iterator[Failure]:
    fixed = outcome.fixed
    if outcome.fix_problem:
        yield Failure("fix", outcome, outcome.fix_problem)
    if fixed is None:
        return
    if fixed.problem:
        yield Failure("fix", outcome, f"the fixed program {fixed.problem}")
    elif fixed.runs == 0:
        yield Failure("fix", outcome, "no BN layer runs in the fixed program")
    for reading in fixed.beyond:
        yield Failure("fix", outcome, f"the fixed program still shows {measured(reading)}")
    for reading in outcome.beyond:
        if not reading.quantity.vanishes and reading.quantity not in [r.quantity for r in fixed.readings]:
            yield Failure("fix", outcome, f"{reading.quantity.name}: not measured on the fixed program")
    if fixed.reported:
        lines = ", ".join(str(line) for _, line in sorted(fixed.reported))
        yield Failure("fix", outcome, f"what was seen of the fixed program leads the rule to line {lines}")

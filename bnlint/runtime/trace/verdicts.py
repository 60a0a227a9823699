"""What a run says to the linter's findings, in measured numbers.

A finding is *confirmed* when its symptom was measured, or when the exception that it announces was raised at its line.
It is *contradicted* when the line ran in the way the finding is about and the number says otherwise. Everything else
was *not seen in this run*, with why. That the rule fires on what the recorder saw confirms nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bnlint.results.findings import Finding
from bnlint.results.grouping import single
from bnlint.results.wording import plural
from bnlint.runtime.messages import gist
from bnlint.runtime.recording import Recording
from bnlint.runtime.sites import kind_of_file
from bnlint.runtime.trace.agreement import has_run, is_same, visited
from bnlint.runtime.trace.launch import Ending
from bnlint.runtime.trace.scene import Run, Scene, is_at, scene
from bnlint.runtime.trace.symptoms import Measured, measure
from bnlint.runtime.wording import describe_modes

Status = Literal["confirmed", "contradicted", "not seen"]
STATUSES: tuple[Status, ...] = ("confirmed", "contradicted", "not seen")

_RAISES = re.compile(r"\b(raises?|raised|fails)\b")
_OF_AN_API = (TypeError, ValueError, AttributeError, ImportError)
_EARLY = {
    "stopped": "the program was stopped at the step limit",
    "interrupted": "the program was interrupted",
    "terminated": "the program was terminated",
    "running": "the program is still running",
    "raised": "the program raised {error}",
    "exited": "the program exited with code {code}",
}


@dataclass(frozen=True)
class Verdict:
    """What became of one finding.

    Args:
        finding: the linter's, or the rules' on what was seen.
        status: what the run says.
        evidence: what was measured, or why there is nothing to measure.
    """

    finding: Finding
    status: Status
    evidence: str


def judge(
    said: Iterable[Finding], seen: Iterable[Finding], recording: Recording, ending: Ending
) -> tuple[list[Verdict], list[Verdict]]:
    """Hold findings against what was measured.

    Args:
        said: the linter's findings.
        seen: findings of the same rules on the recorder's events.
        recording: what happened.
        ending: how the program ended.

    Returns:
        A verdict on each finding of the linter, and the confirmed ones among what only the run shows.
    """
    left, run, ran = single(seen), Run(recording), visited(recording)
    verdicts = []
    for finding in said:
        places = single([finding])
        left = [f for f in left if not any(is_same(place, f) for place in (finding, *places))]
        verdicts.append(_together(finding, [_verdict(place, run, ran, ending) for place in places]))
    more = [_verdict(finding, run, ran, ending) for finding in left]
    return verdicts, [verdict for verdict in more if verdict.status == "confirmed"]


def _together(finding: Finding, verdicts: list[Verdict]) -> Verdict:
    """Return the verdict on a finding that stands for several places: one of them is enough to confirm it."""
    if not finding.places:
        return verdicts[0]
    statuses = {verdict.status for verdict in verdicts}
    status: Status = "confirmed" if "confirmed" in statuses else "not seen"
    status = "contradicted" if statuses == {"contradicted"} else status
    alike = [verdict.evidence for verdict in verdicts if verdict.status == status]
    return Verdict(finding, status, f"in {len(alike)} of {len(verdicts)} places, in the first of them: {alike[0]}")


def _verdict(finding: Finding, run: Run, ran: set[tuple[str, int]], ending: Ending) -> Verdict:
    recording = run.recording
    raised = _raised(finding, recording)
    if raised:
        return Verdict(finding, "confirmed", raised)
    found = scene(run, finding)
    measured = measure(found)
    details = _details(found)
    early = _early(ending)
    if measured.kind == "shown" and not (measured.final and early):
        return Verdict(finding, "confirmed", _join(measured.text, details))
    if measured.kind == "denied" and not early:
        return Verdict(finding, "contradicted", _join(measured.text, details))
    return Verdict(finding, "not seen", _join(_why(finding, found, measured, ran), early, details))


def _join(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _why(finding: Finding, found: Scene, measured: Measured, ran: set[tuple[str, int]]) -> str:
    """Say why a finding was not seen."""
    if not found.calls and not found.layers and not has_run(finding, ran):
        return "the line did not run, or ran without touching a layer"
    if not found.recording.steps and measured.kind == "open" and "train" in measured.text:
        return f"{measured.text}: the program took no training step"
    return measured.text


def _early(ending: Ending) -> str:
    """Say what ended a program before its last line; "" where nothing did."""
    if ending.how == "exited" and not ending.code:
        return ""
    return _EARLY.get(ending.how, "").format(error=type(ending.error).__name__, code=ending.code)


def _raised(finding: Finding, recording: Recording) -> str:
    """Return the exception that a finding announces, if it ended the program at the finding's line; else ""."""
    error, site = recording.exception, recording.exception_site
    if error is None or not (finding.code == "BNL501" or _RAISES.search(finding.said.full)):
        return ""
    if not is_at(site, finding) and not any(is_at(one, finding) for one in recording.exception_stack):
        return ""
    if not isinstance(error, _OF_AN_API) or not _is_of_keras(error):
        return ""
    return f"raised {type(error).__name__}: {gist(str(error))[:200]}"


def _is_of_keras(error: BaseException) -> bool:
    """Say whether Keras or TensorFlow raised an error, or do not have the name that it misses."""
    if isinstance(error, ImportError):
        return str(error.name or "").split(".")[0] in ("keras", "tf_keras", "tensorflow")
    trace, kinds = error.__traceback__, []
    while trace is not None:
        kinds.append(kind_of_file(trace.tb_frame.f_code.co_filename))
        trace = trace.tb_next
    if isinstance(error, AttributeError):
        owner = str(getattr(getattr(error, "obj", None), "__name__", "")) or str(error)
        return "keras" in owner or "tensorflow" in owner or kinds[-1:] != ["user"]
    if isinstance(error, TypeError) and "__init__() got" in str(error):
        return True
    last = [kind for kind in kinds if kind != "own"]
    return last[-1:] not in ([], ["user"], ["library"])


def _details(found: Scene) -> str:
    """Say in which modes and on what the layers of a finding ran."""
    events = [call.event for call in found.calls if call.mode is not None]
    if not events:
        return ""
    values = [call.values for call in found.calls if call.values is not None]
    least = "" if len(found.layers) == 1 else "at least "
    modes = describe_modes(events, found.recording.loops_of)
    return _join(modes, f"{least}{plural(min(values), 'value')} per statistic" if values else "")

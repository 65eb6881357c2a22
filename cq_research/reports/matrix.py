"""Which reports there are to be: the overview, and one for each partner, theme and document found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cq_research.errors import ParameterError
from cq_research.parameters import suggest
from cq_research.paths import NOTEBOOKS

# A kind of report: the notebook of that name, and the parameter that says what it is about.
KINDS: dict[str, str | None] = {"overview": None, "partner": "partner", "theme": "theme", "document": "doc_id"}
DATA = "data"  # the tables themselves, made along with the reports
SUBJECTS = tuple(parameter for parameter in KINDS.values() if parameter)


@dataclass(frozen=True)
class Report:
    """One report: its kind, what it is about (None for the overview), and the notebook that makes it."""

    kind: str
    subject: str | None
    notebook: Path

    @property
    def name(self) -> str:
        """The name of its files without their ending: ``overview``, ``partner-JP``."""
        return self.kind if self.subject is None else f"{self.kind}-{self.subject}"

    @property
    def parameters(self) -> dict[str, object]:
        """What its notebook is given, besides the folder of seeds."""
        return {} if self.subject is None else {KINDS[self.kind]: self.subject}


def matrix(subjects: Mapping[str, Sequence[str]], notebooks: Path = NOTEBOOKS) -> list[Report]:
    """The reports on a corpus whose `subjects` are given by parameter (``partner``, ``theme``, ``doc_id``)."""
    reports = []
    for kind, parameter in KINDS.items():
        for subject in [None] if parameter is None else subjects[parameter]:
            reports.append(Report(kind, subject, notebooks / f"{kind}.ipynb"))
    return reports


def select(reports: Sequence[Report], only: Sequence[str]) -> list[Report]:
    """Those of `reports` that `only` names, as ``overview``, ``partner`` or ``partner=JP``; all where it is empty.

    ``data`` names none of them.
    Raises ParameterError for a kind or subject that is not there, naming those that are.
    """
    if not only:
        return list(reports)
    chosen = set()
    for wish in only:
        kind, equals, subject = wish.partition("=")
        kind = {"doc_id": "document"}.get(kind, kind)
        if wish == DATA:
            continue
        if kind not in KINDS:
            raise ParameterError(f"there are no reports of kind {kind!r}; {suggest(kind, [*KINDS, DATA])}")
        known = {r.subject: r for r in reports if r.kind == kind}
        if equals and subject not in known:
            raise ParameterError(f"there is no {kind} {subject!r}; {suggest(subject, [str(k) for k in known if k])}")
        chosen |= {known[subject]} if equals else set(known.values())
    return [report for report in reports if report in chosen]

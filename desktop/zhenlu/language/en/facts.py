"""Facts of an English visit, gathered by kind and settled into one list."""

from __future__ import annotations

from collections.abc import Sequence

from zhenlu.domain.facts import Fact
from zhenlu.domain.transcript import Segment
from zhenlu.language.en.account import remarks
from zhenlu.language.en.background import histories
from zhenlu.language.en.belongings import passed_over
from zhenlu.language.en.complaints import complaints
from zhenlu.language.en.decisions import decisions
from zhenlu.language.en.examination import examinations
from zhenlu.language.en.habits import habits
from zhenlu.language.en.intolerances import set_apart
from zhenlu.language.en.kinship import patient_relations
from zhenlu.language.en.measurements import measurements
from zhenlu.language.en.plausibility import without_impossible
from zhenlu.language.en.retractions import retractions
from zhenlu.language.en.settling import settle
from zhenlu.language.en.side_corrections import put_right
from zhenlu.language.en.treatment import treatments


def extract(segments: Sequence[Segment]) -> tuple[Fact, ...]:
    """All facts of a visit in the order of their mention; the last correction wins."""
    said = passed_over(remarks(segments))
    relations = patient_relations(said)
    found = [
        *complaints(said, relations),
        *histories(said, relations),
        *habits(said, relations),
        *measurements(said, relations),
        *examinations(said),
        *treatments(said, relations),
        *decisions(said, relations),
    ]
    found = put_right(set_apart(found, said, relations), said)
    return without_impossible(settle([*found, *retractions(said, found, relations)]))

"""A complaint as a fact, and which details of a sentence belong to which complaint."""

from __future__ import annotations

import re
from itertools import pairwise

from zhenlu.domain.facts import FactKind, Polarity, Subject
from zhenlu.language.en import mentions
from zhenlu.language.en.account import Remark
from zhenlu.language.en.asked import NOT_OF_COMPLAINT
from zhenlu.language.en.detail import details, places, wanted
from zhenlu.language.en.found import Found
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.timing import Detail, durations


def asked_for(remark: Remark) -> str:
    for question in reversed(remark.questions):
        if want := wanted(question.text):
            return want
    return ""


def all_details(remark: Remark, name: str, wants: str) -> list[Detail]:
    found = [*details(remark.text, name, wants=wants)]
    drugs = mentions.terms(remark.text, "drug", "drug_class")
    if drugs:
        # "I use my inhaler six times a day" counts puffs, not the complaint.
        found = [
            d for d in found if d.key not in ("frequency", "episode") or d.start < drugs[0].start
        ]
    if wants != "episode" and not mentions.terms(remark.text, "drug", "drug_class", "disease"):
        found += durations(remark.text, asked=wants == "duration" and _how_long(remark))
        found += counted_as_asked(remark)
    return found


_COUNTED_IN = re.compile(r"\bhow many (?P<unit>hours|days|weeks|months|years)\b", re.IGNORECASE)
_BARE_COUNT = re.compile(
    r"\W*(?:(?:oh|well|about|maybe|around|probably|yes|it's been|I'd say|going on)\W+)*"
    r"(?P<value>\d+)(?: (?:to|or) (?P<more>\d+))?\W*$",
    re.IGNORECASE,
)


def counted_as_asked(remark: Remark) -> list[Detail]:
    """As in "How many days has it been?" "Four or five": the unit stands in the question."""
    asked = next((m for q in remark.questions if (m := _COUNTED_IN.search(q.text))), None)
    told = _BARE_COUNT.match(remark.text)
    if asked is None or told is None or asked_for(remark) != "duration":
        return []
    if any(NOT_OF_COMPLAINT.search(q.text) for q in remark.questions):
        return []
    value = f"{told['value']}-{told['more']}" if told["more"] else told["value"]
    return [Detail("duration", "", told.start("value"), value, asked["unit"].lower())]


def _how_long(remark: Remark) -> bool:
    """Whether a bare "five days" answers: asked how long, or said at once to when it began."""
    return any(
        re.search(r"\bhow (?:long|many)\b|\d", q.text, re.IGNORECASE) for q in remark.questions
    ) or bool(
        re.match(r"\W*(?:(?:about|maybe|around|oh|well|like|yeah|I'd say)\W+)*\d", remark.text)
    )


def shared_out(
    remark: Remark, named: list[tuple[Said, str]], wants: str
) -> dict[int, list[Detail]]:
    """Details of a sentence shared out among the complaints it names."""
    given: dict[int, list[Detail]] = {said.start: [] for said, _ in named}
    if not named:
        return given
    joined = _joined(remark.text, [said for said, _ in named])
    for said, name in named:
        for detail in all_details(remark, name, wants):
            before = [s for s, _ in named if s.start <= detail.start]
            nearest = before[-1] if before else named[0][0]
            if detail.key in ("quality", "site", "radiation"):
                same = said is nearest or not any(
                    d.text == detail.text
                    for d in details(remark.text, next(n for s, n in named if s is nearest))
                )
            else:
                # "For three weeks I've been getting X, and Y": said before all, it holds for all.
                same = (
                    said is nearest
                    or (said in joined and nearest in joined)
                    or (detail.key == "duration" and not before)
                )
            if same and not (
                said.start <= detail.start < said.end
                and detail.key in ("aggravating", "relieving", "trigger")
            ):
                given[said.start].append(detail)
    if wants == "site" and (where := places(remark.text)):
        given[named[0][0].start].append(Detail("site", where, 0))
    return given


def _joined(text: str, named: list[Said]) -> list[Said]:
    """Complaints that stand in one list: what is said after it holds for all."""
    group = named[:1]
    for before, after in pairwise(named):
        if re.fullmatch(
            r"[\s,]*(?:and|with|or|plus)?\s*(?:a |an |some |the |also |bit of )*",
            text[before.end : after.start],
            re.IGNORECASE,
        ):
            group.append(after)
        else:
            group = [after]
    return group


_LISTED = frozenset({"quality", "aggravating", "relieving", "trigger"})


def noted(
    remark: Remark,
    name: str,
    start: int,
    end: int,
    polarity: Polarity,
    subject: Subject,
    given: list[Detail],
    asked: bool,
    question: Remark | None = None,
) -> Found:
    value = unit = ""
    attributes: dict[str, str] = {}
    for detail in given:
        if detail.key == "duration":
            if not value:
                value, unit = detail.value, detail.unit
        elif detail.key in _LISTED and detail.key in attributes:
            if detail.text not in attributes[detail.key].split(", "):
                attributes[detail.key] += f", {detail.text}"
        else:
            attributes.setdefault(detail.key, detail.text)
    also = (question.segment.id,) if question is not None else (remark.also if asked else ())
    fact = remark.fact(
        FactKind.SYMPTOM,
        name,
        start,
        end,
        polarity=polarity,
        value=value,
        unit=unit,
        attributes=attributes,
        subject=subject,
        also=tuple(s for s in also if s != remark.segment.id),
    )
    return Found(fact, remark.corrects or (asked and bool(value)))

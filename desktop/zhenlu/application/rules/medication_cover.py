"""Drugs of the plan that no check knows: said aloud, so that silence never means safe."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhenlu.application.rules import scope
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.medication_plan import given
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.domain.facts import FactKind, FactStatus, Polarity
from zhenlu.domain.transcript import Language

#: A name right before a dose: what stands there is a drug whether the lexicon has it or not.
_BEFORE_DOSE = {
    Language.ZH: re.compile(
        r"(?:^|[\n;；。,，、]|\d[.、)）])\s*(?:予|给予|口服|加用|开|用|服用?)?\s*"
        r"(?P<name>[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9α-ω-]{1,14}?)\s*"
        r"(?:\d+(?:\.\d+)?\s*(?:mg|g|μg|ug|毫克|克|微克|ml|毫升|万?单位|IU)(?![A-Za-z/])"
        r"|(?:每次)?[\d一两三]\s*[片粒袋支丸]\s*[,，]?\s*(?:口服|每[日天晚]|tid|bid|qd))"
    ),
    Language.EN: re.compile(
        r"(?:^|[\n;.]|\d\.)\s*(?:start|take|give|prescribe|add|begin)?\s*"
        r"(?P<name>[A-Za-z][A-Za-z-]{3,24}(?: [a-z-]{4,20})?)\s+"
        r"\d+(?:\.\d+)?\s*(?:mg|mcg|µg|g|ml|units?|IU)\b(?!/)",
        re.IGNORECASE,
    ),
}
_NO_DRUG = re.compile(
    r"饮水|多饮|喝水|食盐|钠盐|盐|体重|运动|步行|吸氧|补液|酒|蛋白|热量|主食|脂肪|尿量|water|salt|fluids?|weight"
    r"|diet|intake|alcohol|urine|protein",
    re.IGNORECASE,
)


def not_covered(note: Note, rule: Rule) -> Iterator[Hit]:
    """A drug that the tables do not have, or whose dose they cannot judge."""
    section = note.place("treatment_plan")
    seen: set[str] = set()
    for drug in given(note):
        limited = any(p.drug.single_max_mg or p.drug.daily_max_mg for p in drug.parts)
        dosed = drug.regimen.mg is not None and drug.is_systemic
        what = "drug" if not drug.parts else "dose" if dosed and not limited else ""
        if not what or drug.name in seen:
            continue
        seen.add(drug.name)
        params = {"drug": drug.name, "what": "".join(rule.words(what, note.language)[:1])}
        yield Hit(section, drug.prescribed.start, drug.prescribed.end, params=params)
    what = "".join(rule.words("drug", note.language)[:1])
    for name, start, end in (*_unlisted(note), *_by_fact(note)):
        if name not in seen:
            seen.add(name)
            yield Hit(section, start, end, params={"drug": name, "what": what})


def _unlisted(note: Note) -> Iterator[tuple[str, int, int]]:
    """Names before a dose that the lexicon does not know as anything."""
    text = note.text("treatment_plan")
    known = note.terms("treatment_plan")
    clauses = tuple(scope.clauses(text, note.language))
    for match in _BEFORE_DOSE[note.language].finditer(text):
        start, end = match.span("name")
        if any(term.start < end and start < term.end for term in known):
            continue
        clause = next((c for c in clauses if c.start <= start < c.end), None)
        ended = clause is not None and scope.stopped(clause, note.language)
        if not ended and not _NO_DRUG.search(match["name"]):
            yield match["name"], start, end


def _by_fact(note: Note) -> Iterator[tuple[str, int, int]]:
    """Drugs that were ordered under a name that the lexicon does not have."""
    text = note.text("treatment_plan")
    listed = {term.name for term in note.terms("treatment_plan", "drug")}
    for fact in note.record.facts:
        ordered = fact.kind is FactKind.MEDICATION and fact.status is FactStatus.ORDERED
        at = text.find(fact.name)
        unknown = fact.name not in listed and fact.polarity is Polarity.PRESENT
        if ordered and unknown and at >= 0 and not _stands_in_a_term(note, at):
            yield fact.name, at, at + len(fact.name)


def _stands_in_a_term(note: Note, at: int) -> bool:
    return any(t.start <= at < t.end for t in note.terms("treatment_plan", "drug", "drug_class"))


CHECKS: dict[str, Check] = {"not_covered": not_covered}

"""Finding patients by half a name, and records by their words, facts, dates and kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhenlu.domain.filed import KnownPatient
from zhenlu.domain.record import Record
from zhenlu.domain.search import FoundRecord, Question, WantedFact
from zhenlu.domain.visit import VisitState
from zhenlu.language import full_text
from zhenlu.storage.access import Access
from zhenlu.storage.record_document import record_of

_PATIENTS = """
    SELECT patient.id, name, sex, born, patient.number
    FROM patient_words JOIN found_in ON found_in.number = patient_words.rowid
    JOIN patient ON patient.id = found_in.id
    WHERE patient_words MATCH ? ORDER BY rank, name LIMIT ?
"""
_VISIT = """
    SELECT visit.id, visit.started, state, patient.id, name, sex, born, patient.number,
        coalesce(
            (SELECT document FROM record_version WHERE visit = visit.id ORDER BY number DESC),
            (SELECT document FROM draft WHERE visit = visit.id)
        )
    FROM visit JOIN patient ON patient.id = visit.patient WHERE visit.id = ?
"""
#: An English full stop ends a sentence where a space follows: 38.5 is no end.
_SENTENCE = re.compile(r"(?:[^。;；!！?？.\n]|\.(?! |$))+[。;；!！?？.]?")
_LONGEST_EXCERPT = 80
#: So many of the latest visits with the words are put in order of how well they match. A
#: word of thousands of records tells nothing by itself, and counting it in all takes longer
#: than a person waits.
_MOST_RANKED = 1000
_ANY_NUMBER = 2**62


@dataclass(frozen=True, slots=True)
class Search:
    """Patients and records as one person may look for them."""

    access: Access

    def patients(self, text: str, limit: int = 20) -> tuple[KnownPatient, ...]:
        """Patients by any part of the name, its pinyin or initials, or the number."""
        self.access.reading("search")
        words = full_text.asked([[text]])
        if not words:
            return ()
        rows = self.access.db.execute(_PATIENTS, [words, limit])
        return tuple(_patient(*row) for row in rows)

    def records(self, question: Question, limit: int = 20) -> tuple[FoundRecord, ...]:
        """Visits whose record in force answers a question.

        Those that state the wanted facts come first, the latest before older ones; then
        those that hold the words, the best match first (of the latest thousand). A question
        without words and facts lists the visits of its days.
        """
        self.access.reading("search")
        visits = self._stating(question, limit) if question.facts else []
        groups = [*question.words, *(fact.wordings for fact in question.facts)]
        if groups and all(groups) and len(visits) < limit:
            visits += self._holding(groups, question, limit)
        if not groups:
            visits = self._of_days(question, limit)
        return tuple(self._found(visit, question) for visit in list(dict.fromkeys(visits))[:limit])

    def _stating(self, question: Question, limit: int) -> list[str]:
        """Visits by their facts, and by the words that are asked for besides."""
        first, *others = question.facts
        where, values = _of_fact("fact", first)
        query = f"SELECT DISTINCT fact.visit FROM fact WHERE {where}"  # noqa: S608
        for number, other in enumerate(others):
            further, more = _of_fact(f"fact{number}", other)
            query += (
                f" AND EXISTS (SELECT 1 FROM fact AS fact{number}"  # noqa: S608
                f" WHERE fact{number}.visit = fact.visit AND {further})"
            )
            values += more
        bounds, days = _in_days("fact.started", question)
        query += bounds
        values += days
        if question.template:
            query += (
                " AND EXISTS (SELECT 1 FROM found_in WHERE kind = 'visit'"
                " AND id = fact.visit AND template = ?)"
            )
            values.append(question.template)
        if asked := full_text.asked(question.words):
            query += (
                " AND fact.visit IN (SELECT id FROM record_words JOIN found_in"
                " ON found_in.number = record_words.rowid WHERE record_words MATCH ?)"
            )
            values.append(asked)
        query += " ORDER BY fact.started DESC LIMIT ?"
        rows = self.access.db.execute(query, [*values, limit])
        return [str(visit) for (visit,) in rows]

    def _holding(
        self, groups: Sequence[Sequence[str]], question: Question, limit: int
    ) -> list[str]:
        """Visits by the words of their record."""
        asked = full_text.asked(groups)
        first, last = self._numbers(question)
        if not asked or first is None:
            return []
        bounds, values = _in_days("found_in.started", question)
        if question.template:
            bounds += " AND template = ?"
            values.append(question.template)
        query = f"""
            SELECT id FROM (
                SELECT found_in.id, found_in.started, record_words.rank AS score
                FROM record_words JOIN found_in ON found_in.number = record_words.rowid
                WHERE record_words MATCH ? AND record_words.rowid BETWEEN ? AND ?{bounds}
                ORDER BY record_words.rowid DESC LIMIT ?
            ) ORDER BY score, started DESC LIMIT ?
        """  # noqa: S608
        rows = self.access.db.execute(query, [asked, first, last, *values, _MOST_RANKED, limit])
        return [str(visit) for (visit,) in rows]

    def _numbers(self, question: Question) -> tuple[int | None, int | None]:
        """Between which numbers in the index the visits of the days lie.

        Visits are numbered as they are first filed, nearly in the order of their days, and
        the index can skip numbers but not days.
        """
        bounds, values = _in_days("started", question)
        if not bounds:
            return 0, _ANY_NUMBER
        query = f"SELECT min(number), max(number) FROM found_in WHERE kind = 'visit'{bounds}"  # noqa: S608
        first, last = self.access.db.execute(query, values).fetchone()
        return first, last

    def _of_days(self, question: Question, limit: int) -> list[str]:
        bounds, days = _in_days("started", question)
        if question.template:
            bounds += " AND template = ?"
            days.append(question.template)
        query = f"""
            SELECT id FROM found_in WHERE kind = 'visit'{bounds} ORDER BY started DESC LIMIT ?
        """  # noqa: S608
        return [str(visit) for (visit,) in self.access.db.execute(query, [*days, limit])]

    def _found(self, visit_id: str, question: Question) -> FoundRecord:
        visit, started, state, *known, document = self.access.db.execute(
            _VISIT, [visit_id]
        ).fetchone()
        record = record_of(document)
        section, excerpt = _excerpt(record, question)
        return FoundRecord(
            visit, _patient(*known), started, record.template, VisitState(state), section, excerpt
        )


def _of_fact(table: str, wanted: WantedFact) -> tuple[str, list[object]]:
    """A condition on rows of `fact`, and its values."""
    names = ", ".join("?" * len(wanted.names))
    where = [
        f"{table}.kind = ?",
        f"{table}.polarity = ?",
        f"{table}.subject = 'patient'",
        f"{table}.name IN ({names})",
    ]
    values: list[object] = [wanted.kind.value, wanted.polarity.value, *wanted.names]
    if wanted.at_least:
        reached = zip(("first", "second"), wanted.at_least, strict=False)
        where.append("(" + " OR ".join(f"{table}.{part} >= ?" for part, _ in reached) + ")")
        values += wanted.at_least
    if wanted.at_most is not None:
        where.append(f"{table}.first <= ?")
        values.append(wanted.at_most)
    return " AND ".join(where), values


def _in_days(column: str, question: Question) -> tuple[str, list[object]]:
    """Bounds on a local time, and their values."""
    bounds, values = "", list[object]()
    if question.since is not None:
        bounds += f" AND {column} >= ?"
        values.append(question.since.isoformat())
    if question.until is not None:
        bounds += f" AND {column} <> '' AND {column} < ?"
        values.append((question.until + timedelta(days=1)).isoformat())
    return bounds, values


def _excerpt(record: Record, question: Question) -> tuple[str, str]:
    """The first sentence that holds what was asked for, and its section."""
    wanted = [word for group in question.words for word in group]
    wanted += [word for fact in question.facts for word in (*fact.wordings, *fact.names)]
    folded = [word.casefold() for word in wanted]
    for section in record.sections:
        for sentence in _SENTENCE.findall(section.text):
            if any(word in sentence.casefold() for word in folded):
                return section.id, _shortened(sentence.strip())
    return "", ""


def _shortened(sentence: str) -> str:
    if len(sentence) <= _LONGEST_EXCERPT:
        return sentence
    return sentence[: _LONGEST_EXCERPT - 1] + "…"


def _patient(patient_id: str, name: str, sex: str, born: str, number: str) -> KnownPatient:
    known = date.fromisoformat(born) if born else None
    return KnownPatient(patient_id, name, sex, known, number)

"""What an answer leaves of one thing asked: a complaint, an allergy, an illness, a drug."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, FactStatus, Polarity, Subject
from zhenlu.language.lexicon import Term
from zhenlu.language.zh import complaints
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Asked, Conversation, Found
from zhenlu.language.zh.persons import OTHER, PATIENT

#: 家里有布洛芬吗: whether it is at hand, not whether it is taken.
_AT_HAND = re.compile(
    r"(?:家里|手头|家中|屋里|家)(?:还|也|都)?(?:有没有|有|剩|备)|备(?:着|了|有)|买了"
)


def note(asked: Asked, clause: Clause, visit: Conversation, polarity: Polarity) -> None:
    """Take what an answer says of one thing that was asked."""
    present = polarity is Polarity.PRESENT
    if asked.aspect == "symptom" and asked.term is not None:
        _complaint(asked, asked.term, clause, visit, present)
    elif asked.aspect == "allergy_to":
        _allergy(asked, clause, visit, polarity)
    elif asked.aspect == "intact" and present and asked.term is not None:
        found = complaints.absent(clause, asked.term, 0, len(clause.text), visit)
        found.rest_on(asked.clause)
    elif asked.aspect == "aggravating":
        if present and visit.main is not None:
            visit.main.add("aggravating", asked.name)
            visit.main.rest_on(clause, asked.clause)
    elif asked.aspect == "history":
        family = _asked_of_family(asked, visit) and not re.match(r"我|[他她](?!家)", clause.text)
        if present and _asked_of_absence(asked, clause.text):
            polarity = Polarity.ABSENT
        _history(asked, clause, visit, polarity, Subject.FAMILY if family else Subject.PATIENT)
    elif asked.aspect == "medication" and present:
        _takes(asked, clause, visit)


def _complaint(
    asked: Asked, term: Term, clause: Clause, visit: Conversation, present: bool
) -> None:
    end = len(clause.text)
    if asked.clause.about:
        return
    if asked.clause.past:
        if present:
            _history(asked, clause, visit, Polarity.PRESENT, Subject.PATIENT)
        elif visit.known(FactKind.SYMPTOM, asked.name) is None:
            complaints.absent(clause, term, 0, end, visit).rest_on(asked.clause)
        return
    wording = asked.clause.text[asked.start : asked.end + 2]
    if not present and complaints.is_only_a_kind(wording, asked.name, visit):
        return
    affirmed = present and not _asked_of_absence(asked, clause.text)
    take = complaints.present if affirmed else complaints.absent
    take(clause, term, 0, end, visit).rest_on(asked.clause)


def _allergy(asked: Asked, clause: Clause, visit: Conversation, polarity: Polarity) -> None:
    told = visit.known(FactKind.ALLERGY, asked.name)
    if told is not None and told.clause is asked.clause and polarity is Polarity.ABSENT:
        # 你是头孢过敏, 是吧 — 不是
        told.polarity = polarity
        told.rest_on(clause)
    elif told is None:
        end = len(clause.text)
        found = visit.add(
            Found(FactKind.ALLERGY, asked.name, clause, 0, end, polarity, term=asked.term)
        )
        found.rest_on(asked.clause)


def _asked_of_absence(asked: Asked, answer: str) -> bool:
    """没有发烧吗 — 对: agrees that there is none; 有 says that there is."""
    text = asked.clause.text
    denied = re.search(r"(?<!有)(?:没有?|不)[^,有]{0,3}$", text[: asked.start])
    told = re.search(r"没.{1,6}吧|不.{1,6}吧", text)
    agrees = re.match(r"[嗯对是]|没错", answer)
    asks = re.search(r"是不是|会不会|有没有", text)
    return bool(agrees and (told or (denied and not asks)))


def _asked_of_family(asked: Asked, visit: Conversation) -> bool:
    """脑梗得过没有, 家里有没有: what was asked before the family was is of the patient."""
    return asked.clause.about not in (PATIENT, OTHER) or any(
        a.aspect == "family"
        and a.clause.turn == asked.clause.turn
        and visit.place_of(a.clause) <= visit.place_of(asked.clause)
        for a in visit.asked
    )


def _takes(asked: Asked, clause: Clause, visit: Conversation) -> None:
    if visit.known(FactKind.MEDICATION, asked.name) or "过敏" in asked.clause.text:
        return
    if _AT_HAND.search(asked.clause.text):
        # 家里有布洛芬吗 — 有
        return
    found = Found(
        FactKind.MEDICATION, asked.name, clause, 0, len(clause.text),
        status=FactStatus.TAKEN, term=asked.term,
    )  # fmt: skip
    visit.medicine = visit.add(found)
    found.rest_on(asked.clause)


def _history(
    asked: Asked, clause: Clause, visit: Conversation, polarity: Polarity, subject: Subject
) -> None:
    name = asked.name
    relation = asked.clause.about if subject is Subject.FAMILY else ""
    relation = "" if relation in (OTHER, "家人") else relation
    known = visit.known(FactKind.HISTORY, name, subject, relation)
    if known is None:
        known = visit.add(
            Found(
                FactKind.HISTORY,
                name,
                clause,
                0,
                len(clause.text),
                subject=subject,
                term=asked.term,
            )
        )
    known.add("relation", relation)
    known.polarity = polarity
    known.rest_on(asked.clause)

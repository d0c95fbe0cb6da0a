"""Self-corrections: what a speaker takes back, and what stands in its place.

头疼, 不对, 牙疼 — the headache was never meant. 没有头疼, 哎等等, 有 — the denial is taken back.
Values (体温38度, 看错了, 37度5) are put right where they are read. Only what the same
turn told is ever withdrawn.
"""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, Polarity, Subject
from zhenlu.language.zh import persons
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found

#: The speaker takes back what was just said; nothing else stands in the clause.
_TAKEN_BACK = (
    r"(?:不对+|不是不是|不不+|(?:我)?[说看记讲拿量念写弄搞][错反混]了?|错了(?:错了)?|口误|[哦噢]不|"
    r"更正(?:1下|一下)?|改(?:1下|一下)|等(?:1下|一下|等|会儿?)|哎?等等)"
)
_LEAD = r"(?:啊|哦|呃|额|嗯|哎|唉|噢|诶|哟|那个|哎呀|瞧我|你看我|我)*"
_ALONE = re.compile(rf"{_LEAD}(?:{_TAKEN_BACK}|不是?)(?:啊|呀|哈|我|了|,)*")
_OPENING = re.compile(
    rf"{_LEAD}(?:{_TAKEN_BACK}(?:应该)?是?|应该是|(?:啊|哦|呃|"
    rf"哎)?不是[是 ](?:是)?)(?=[\u4e00-\u9fff\d])"
)
#: What stands alone after 哎等等, and turns the last statement round.
_BARE_YES = re.compile(r"(?:其实|应该|还是|是|也|好像|倒)*(?:有|有的|有过|有1?点)(?:的|啊|呢)?")
_BARE_NO = re.compile(
    r"(?:其实|应该|这回|这次|现在|我|自己|本人|是|还是|就)*(?:没有?|没得|不是)(?:的|啊|了|过)?"
)
#: 那是我哥, 是我妈有: said of someone else.
_OF_ANOTHER = re.compile(r"(?:那|这|应该)*(?:是|说的是)")
_REPLACED = (FactKind.SYMPTOM, FactKind.HISTORY, FactKind.DIAGNOSIS)


def hear(clause: Clause, visit: Conversation) -> None:
    """Withdraw what this clause corrects; runs after the readers have heard the clause."""
    if not visit.correcting:
        return
    if clause.clinician is not True and not clause.question and _took_back(clause, visit):
        _turn_round(clause, visit)
    withdrawn = _withdrawn(clause, visit)
    for new in [f for f in visit.found if f.clause is clause and f.is_present]:
        old = [f for f in visit.found if f.clause is withdrawn and _stands_for(new, f)]
        if len(old) == 1:
            visit.replace(old[0], new)


def stands_between(before: Clause, clause: Clause, visit: Conversation) -> bool:
    """Whether what the first clause told is taken back before the second one."""
    first, last = visit.place_of(before), visit.place_of(clause)
    between = visit.clauses[first + 1 : last]
    same = before.turn == clause.turn
    return same and (
        bool(_OPENING.match(clause.text)) or any(_ALONE.fullmatch(c.text) for c in between)
    )


def is_taken_back(text: str) -> bool:
    """Whether a clause says only that the words before it were wrong: 啊不对, 记错了."""
    return bool(_ALONE.fullmatch(text))


def _took_back(clause: Clause, visit: Conversation) -> bool:
    """Whether the speaker took something back earlier in this turn."""
    before = _before(clause, visit)
    while before is not None:
        if _ALONE.fullmatch(before.text):
            return True
        before = _before(before, visit)
    return False


def _withdrawn(clause: Clause, visit: Conversation) -> Clause | None:
    """The clause that this one corrects: the one before the words that take it back."""
    before = _before(clause, visit)
    taken_back = bool(_OPENING.match(clause.text))
    while before is not None and _ALONE.fullmatch(before.text):
        taken_back = True
        before = _before(before, visit)
    return before if taken_back else None


def _before(clause: Clause, visit: Conversation) -> Clause | None:
    place = visit.place_of(clause)
    before = visit.clauses[place - 1] if place else None
    return before if before is not None and before.turn == clause.turn else None


def _stands_for(new: Found, old: Found) -> bool:
    """Whether a fact is of the sort that another one corrects."""
    if new.kind is not old.kind or old.kind not in _REPLACED or old.also or not old.is_present:
        return False
    return new.name != old.name and new.subject is old.subject


def _turn_round(clause: Clause, visit: Conversation) -> None:
    """哎等等, 有 and 记错了, 这回没有: the last statement of the turn holds the other way."""
    told = [
        f
        for f in visit.of_kind(FactKind.SYMPTOM, FactKind.HISTORY)
        if f.clause.turn == clause.turn
        and f.clause is not clause
        and f.subject is Subject.PATIENT
    ]
    if not told:
        return
    last = told[-1]
    relation = persons.relation_in(clause.text) if _OF_ANOTHER.match(clause.text) else ""
    if relation and last.kind is FactKind.HISTORY:
        _of_relative(last, relation, clause, visit)
    if last.is_present and (relation or _BARE_NO.fullmatch(clause.text)):
        last.polarity = Polarity.ABSENT
        last.rest_on(clause)
    elif not last.is_present and _BARE_YES.fullmatch(clause.text):
        last.polarity = Polarity.PRESENT
        last.rest_on(clause)


def _of_relative(last: Found, relation: str, clause: Clause, visit: Conversation) -> None:
    found = Found(
        FactKind.HISTORY, last.name, clause, 0, len(clause.text),
        subject=Subject.FAMILY, term=last.term,
    )  # fmt: skip
    found.add("relation", relation)
    visit.found.insert(visit.found.index(last), found)
    found.rest_on(last.clause)

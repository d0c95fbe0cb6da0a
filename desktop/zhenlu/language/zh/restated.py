"""A regimen that is said anew: put right in a later turn, or told in answer to a question.

五毫升 — 五毫升啊 — 不对, 是四毫升; 甲氨蝶呤一天四片还是十片来着 — 一周一次, 一次四片.
What the clinician says last stands; what a patient only asked for never does.
"""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.language.zh import doses, drug_records, drug_wordings, mentions, refusals, regimens
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found
from zhenlu.language.zh.mentions import Named


def hear(clause: Clause, visit: Conversation) -> bool:
    """Take what a clinician says of a drug without naming it in this turn."""
    if visit.asked_medicine is not None and visit.told_by_clinician(clause):
        _about_asked(clause, visit.asked_medicine, visit)
        return True
    return clause.clinician is True and _puts_right(clause, visit)


#: 那改成一片半, a turn after the drug was ordered.
_CHANGED = re.compile(r"(?:那|就|还是|先|给你|你|您|好|行)*(?:改成|改为|加到|增到|减到|减成)(?=\d)")


def _puts_right(clause: Clause, visit: Conversation) -> bool:
    """五毫升 — 五毫升啊 — 不对, 是四毫升: the dose of a drug ordered before is said anew."""
    last = _ordered_just_before(clause, visit)
    if last is None:
        return False
    if regimens.leaves_in_doubt(clause.text, visit.correcting):
        regimens.withdraw(last, clause)
    elif _CHANGED.match(clause.text) or regimens.is_only_use(clause.text):
        regimens.apply(last, doses.read(clause.text, last.term), clause)
    else:
        return False
    visit.medicine, visit.medicine_segment = last, clause.segment
    return True


def _ordered_just_before(clause: Clause, visit: Conversation) -> Found | None:
    """The one drug of the clinician's last turns; None where there were several."""
    ordered = [
        f
        for f in visit.of_kind(FactKind.MEDICATION)
        if f.status is FactStatus.ORDERED and clause.turn - f.clause.turn in (2, 4)
    ]
    said_since = [c.text for c in visit.clauses if clause.turn - 2 < c.turn < clause.turn]
    names = {m.term.name for t in said_since for m in mentions.find(t, "drug", "drug_class")}
    one = len(ordered) == 1 and not names - {ordered[0].name}
    return ordered[0] if one else None


def _about_asked(clause: Clause, asked: Named, visit: Conversation) -> None:
    """先不吃, or how it is taken, after a patient's question about a drug."""
    text = clause.text
    named = Named(asked.term, 0, len(text))
    if _tells_how(clause):
        # 一天四片还是十片来着 — 一周一次, 一次四片
        found = drug_records.record(clause, named, FactStatus.ORDERED, visit)
        regimens.apply(found, doses.read(text, asked.term), clause)
        visit.medicine_segment = clause.segment
    elif not _OF_FOOD.search(text) and (
        drug_wordings.STOP.search(text) or _NOT_GIVEN.match(text)
    ):
        taken = drug_records.is_taken(asked.term.name, visit)
        status = FactStatus.STOPPED if taken else FactStatus.REFUSED
        if not taken and refusals.of_class(clause, named, visit):
            visit.asked_medicine = None
            return
        found = drug_records.record(clause, named, status, visit)
    else:
        return
    visit.medicine, visit.asked_medicine = found, None


_NOT_GIVEN = re.compile(
    r"(?:那|好|行|就|可以)*(?:先)?(?:不吃|别吃|不用(?!怕|担心|紧张|害怕|太|管)|不开|先不)"
)
#: 先别吃虾蟹, after a question about a cream: something else is not to be eaten.
_OF_FOOD = re.compile(r"(?:别|不要|不能|不)(?:再|老)?[吃喝碰](?![了它这那的吧啊呢药着行]|$)")


def _tells_how(clause: Clause) -> bool:
    """Whether a clinician answers a question about a drug with how it is taken."""
    use = doses.read(clause.text)
    told = use.value or "frequency" in use.details
    return bool(clause.clinician and told and regimens.is_only_use(clause.text))

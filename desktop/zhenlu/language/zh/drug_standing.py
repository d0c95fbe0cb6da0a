"""Where a drug stands by the words of one clause: taken, ordered, stopped, ruled out, or none."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, FactStatus, Polarity
from zhenlu.language.zh import doses, drug_names, drug_records, drug_wordings, refusals
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation
from zhenlu.language.zh.mentions import Named

#: 吃阿司匹林就别吃止疼片了: what is forbidden is the other drug.
_IF_TAKEN = re.compile(
    r"(?:的话|的时候|的人|期间|着)?(?:就|可|千万)*(?:别|不要|不能)(?:再|1起|一起)*[吃喝用碰打](?![了的吧啊]*$)[\u4e00-\u9fff]{2,}"
)


def of(
    clause: Clause, drug: Named, around: str, clinical: bool, visit: Conversation
) -> FactStatus | None:
    """Where the drug stands; None where the clause does not say that anyone takes it."""
    if clinical:
        ended = _ended_by_clinician(clause, drug, around, visit)
        return ended or _ordered(clause, drug, around, visit)
    declined = _is_declined(around)
    if declined and drug_records.is_ordered_class(drug.term, visit):
        return FactStatus.REFUSED
    if _is_untaken(clause, drug, around, visit) or _made_ill(clause, around, visit):
        return None
    allergy = visit.known(FactKind.ALLERGY, drug.term.name)
    allergic = allergy is not None and allergy.is_present
    if (allergic or _told_as_allergy(clause, drug, visit)) and not doses.read(around):
        return None
    if drug_wordings.STOP.search(around) or _is_over(clause, drug, around, visit):
        return FactStatus.STOPPED
    taken = not declined and _is_being_taken(clause, drug, visit)
    return FactStatus.TAKEN if taken else None


def _is_declined(around: str) -> bool:
    """他汀我不吃, in the mouth of the one who should."""
    refused = drug_wordings.REFUSE.search(around) or refusals.DECLINES.search(around)
    return bool(refused) and "吃了" not in around


def _is_untaken(clause: Clause, drug: Named, around: str, visit: Conversation) -> bool:
    """还没拆, 西替利嗪我家有, 中药也没有"""
    none = re.match(r"(?:也|都|倒|就)*没(?:有|得)?(?:了|过)?$", clause.text[drug.end :])
    untaken = drug_wordings.UNTAKEN.search(around)
    hearsay = drug_wordings.TOGETHER.search(clause.text)
    if none or untaken or hearsay or _only_at_hand(clause, visit):
        return True
    return _says_after(clause, drug, visit)


#: 在吃, 吃了, 以前吃: what tells of use; 那吃缬沙坦 only says the order again.
_TOLD_OF_USE = re.compile(
    r"[吃用喝打抹涂喷滴服贴输](?:了|着|过|的|完)|在[吃用]|[1一]直|以前|原来|平时|家里?[还也]?有|天天|每天都|停|买"
)


def _says_after(clause: Clause, drug: Named, visit: Conversation) -> bool:
    """开缬沙坦80毫克 — 好, 缬沙坦, 八十的: the order said again by the one who gets it."""
    ordered = any(
        f.name == drug.term.name
        and f.status is FactStatus.ORDERED
        and 0 < clause.turn - f.clause.turn <= 2
        for f in visit.of_kind(FactKind.MEDICATION)
    )
    return ordered and not visit.asked and not _TOLD_OF_USE.search(visit.turn_of(clause))


def _is_over(clause: Clause, drug: Named, around: str, visit: Conversation) -> bool:
    """降压药断了一个多月, 以前吃氨氯地平: taken once, and no more."""
    if drug_wordings.KEEP.search(around):
        return False
    if drug_wordings.HAS_ENDED.search(around):
        return True
    formerly = drug_wordings.FORMERLY.search(clause.text[: drug.start]) or re.match(
        r"(?:我|是|都)*(?:以前|原来|原先|从前|早先)[^,]{0,3}[吃用打服](?!了|着|到)",
        clause.text[drug.end :],
    )
    said = "".join(c.text for c in visit.clauses if c.sentence == clause.sentence)
    return bool(formerly) and not drug_wordings.STILL.search(said)


def _told_as_allergy(clause: Clause, drug: Named, visit: Conversation) -> bool:
    """磺胺过敏, 年轻时候吃复方新诺明起疹子: the drug by which the allergy was found."""
    classes = drug.term.extra.get("class", ())
    told = [
        f
        for f in visit.of_kind(FactKind.ALLERGY)
        if f.name in classes and f.polarity is not Polarity.ABSENT
    ]
    return bool(told) and told[-1].clause.turn == clause.turn


def _made_ill(clause: Clause, around: str, visit: Conversation) -> bool:
    """甲硝唑吃了恶心, told when allergies were asked about: no drug in use, no complaint."""
    asked = "allergy" in {a.aspect for a in visit.asked}
    if asked and drug_wordings.MADE_ILL.search(around):
        visit.reaction = clause
        return True
    return False


def _ended_by_clinician(
    clause: Clause, drug: Named, around: str, visit: Conversation
) -> FactStatus | None:
    if _IF_TAKEN.match(clause.text[drug.end :]):
        return None
    if re.match(r"[^,]{0,3}(?:换成|改成|换为|改为)(?!1次|每|\d)", clause.text[drug.end :]):
        return FactStatus.STOPPED
    ended = re.search(r"(?<!不)(?<!别)停(?:用|服|掉)?$", clause.text[: drug.start])
    if drug_wordings.KEEP.search(around) and not ended:
        return None
    if ended or drug_wordings.STOP.search(around):
        return FactStatus.STOPPED
    if drug_wordings.REFUSE.search(around):
        taken = drug_records.is_taken(drug.term.name, visit) and "吃" in around
        return FactStatus.STOPPED if taken else FactStatus.REFUSED
    return None


def _ordered(clause: Clause, drug: Named, around: str, visit: Conversation) -> FactStatus | None:
    text = clause.text
    if _IF_TAKEN.match(text[drug.end :]):
        return None
    if drug_wordings.NOT_NOW.search(text):
        # 非布司他等不疼了再吃
        return None
    together = drug_wordings.TOGETHER.search(text[drug.end :])
    if together or drug_wordings.INTENDED.search(text[: drug.start]):
        return None
    if re.search(
        r"你(?:现在|之前|一直|平时|以前)?(?:吃|用)的|你有|一吃|吃了.{0,4}(?:会|就)", around
    ) or _told_of_before(text[: drug.start], around):
        return None
    spoken = drug_wordings.KEEP.search(around) or drug_wordings.ORDER.search(around)
    told = spoken or doses.read(text[drug.end :])
    if told or dose_follows(clause, visit):
        return FactStatus.ORDERED
    alone = re.fullmatch(r"\W*", text[: drug.start] + text[drug.end :])
    return FactStatus.ORDERED if alone and visit.dictated else None


#: 您以前吃依那普利干咳, 上次开的阿莫西林: what a clinician recalls.
_BEFORE_THIS_VISIT = re.compile(
    r"(?:以前|之前|原来|原先|从前|上次|上回|那时候?|那会儿|当时|去年|前年|小时候)[^,]{0,4}[吃用打喝服]"
)


def _told_of_before(before: str, around: str) -> bool:
    recalled = _BEFORE_THIS_VISIT.search(before)
    kept = drug_wordings.KEEP.search(around) or re.search(r"再|换|改", before)
    return bool(recalled) and not kept


def _only_at_hand(clause: Clause, visit: Conversation) -> bool:
    """西替利嗪我家有: at home, but not said to be taken."""
    if not re.search(r"家(?:里)?(?:也|还)?有", clause.text):
        return False
    following = visit.next_of(clause)
    return following is None or not re.match(
        r"(?:就|我|给他|给她)?(?:吃|喝|用|抹|滴)", following.text
    )


def _is_being_taken(clause: Clause, drug: Named, visit: Conversation) -> bool:
    asked = {"medicines", "adherence"} & {a.aspect for a in visit.asked}
    return bool(
        asked
        or _asked_about(drug, visit)
        or visit.medicine is not None
        or visit.dictated
        or drug_wordings.TAKE.search(clause.text)
        or clause.text.startswith("还有")
        or drug_names.follows_use(clause, drug, visit)
        or doses.read(clause.text[drug.end :])
        or dose_follows(clause, visit)
    )


def _asked_about(drug: Named, visit: Conversation) -> bool:
    """头孢还在吃吗 — 头孢克洛: the drug asked about, or the one of its class."""
    names = {drug.term.name, *drug.term.extra.get("class", ())}
    return any(
        a.aspect == "medication"
        and a.name in names
        and re.search("[吃用喝打]", a.clause.text)
        and not drug_wordings.NO_USE.search(a.clause.text)
        for a in visit.asked
    )


def dose_follows(clause: Clause, visit: Conversation) -> bool:
    following = visit.next_of(clause)
    for _ in range(2):
        if following is None or following.turn != clause.turn or following.question:
            return False
        if drug_wordings.STOP.search(following.text):
            return False
        use = doses.read(following.text)
        if use.value or "frequency" in use.details or "route" in use.details:
            return True
        if drug_names.named(following, visit) or following.sentence != clause.sentence:
            return False
        following = visit.next_of(following)
    return False

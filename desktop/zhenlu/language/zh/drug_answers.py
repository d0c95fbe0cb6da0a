"""What answers and talk say of drugs: taken, suggested, how, or none at all."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, FactStatus, Polarity
from zhenlu.language.zh import (
    adherence,
    doses,
    drug_names,
    drug_records,
    drug_wordings,
    mentions,
    regimens,
)
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found
from zhenlu.language.zh.mentions import Named

#: What others told the patient to take is not taken yet.
_SUGGESTED = re.compile(
    r"(?<!大夫)(?<!医生)(?<!医院)(?:让|劝|叫|推荐|介绍|建议|非要|说)(?:给)?我?(?:们|也)?(?:吃|用|买|喝|打|试|开|抹|贴)(?!了|过)"
)
_TAKEN_AFTER_ALL = re.compile(r"停|吃了|用了|在[吃用]|还[吃用]|[1一]直|[吃用]着|不肯|嫌")
_TOOK_IT = re.compile(
    r"(?:我|就|也|便|于是|后来|结果|信了|听了|所以)*(?:买了|吃了|吃上|用上|用了|喝了|喝上|试了|开始吃|抹了|贴了)(?!没)"
)


def is_suggested(text: str) -> bool:
    """Whether someone else told the patient to take a drug, and no word says that it was."""
    return bool(_SUGGESTED.search(text)) and not _TAKEN_AFTER_ALL.search(text)


def suggested(clause: Clause, visit: Conversation) -> bool:
    """药店让我买布洛芬, 听说布洛芬好: whether it was taken, the next words may tell."""
    drugs = drug_names.named(clause, visit)
    if drugs and clause.clinician is False and not drug_wordings.NO_USE.search(clause.text):
        visit.suggested = drugs[-1]
    return bool(drugs)


def took_suggested(clause: Clause, visit: Conversation) -> None:
    if visit.suggested is None or not _TOOK_IT.match(clause.text):
        return
    found = drug_records.record(
        clause, Named(visit.suggested.term, 0, len(clause.text)), FactStatus.TAKEN, visit
    )
    visit.medicine, visit.medicine_segment, visit.suggested = found, clause.segment, None


#: 吃了两片晕车药, told after others: a medicine by what it is for.
_ANOTHER = re.compile(
    r"[吃喝用打抹贴]了?[^,]{0,4}(?:晕车|感冒|退烧|止痛|止疼|消炎|止咳|止泻|安眠|胃|中|减肥|降压|降糖|"
    r"助眠|抗过敏|过敏)药"
)


def answer_about_taken(clause: Clause, visit: Conversation) -> None:
    """五毫克的, 有时候忘: an answer about the drug that is taken."""
    asked = " ".join(a.clause.text for a in visit.asked)
    _regimen_asked(clause, visit)
    _adherence_asked(clause, visit)
    if _ended_asked(clause, visit):
        return
    taken = [f for f in visit.of_kind(FactKind.MEDICATION) if f.status is FactStatus.TAKEN]
    named = {m.term.name for m in mentions.find(visit.turn_of(clause), "drug")}
    if taken and (named - {taken[-1].name} or _ANOTHER.search(clause.text)):
        # 依那普利 was told before; 吃了五天 is said of what this turn names.
        return
    if not taken:
        _insulin_answer(clause, visit, asked)
        return
    if re.search(r"药|片|多大的|按时|忘|漏|单位|怎么吃", asked):
        regimens.apply(taken[-1], doses.read(clause.text, taken[-1].term), clause)
        adherence.details(clause.text, taken[-1])


def _regimen_asked(clause: Clause, visit: Conversation) -> None:
    """甲巯咪唑现在怎么吃的 — 一天两片: the answer's dose is that of the drug asked about."""
    asked = [
        a
        for a in visit.asked
        if a.aspect == "medication"
        and a.term is not None
        and re.search(r"怎么|多少|几[片粒次袋]|多大|[吃用喷吸打滴].*(?:吗|多)|"
            r"呢[?]?$", a.clause.text)
        and not re.search("过敏|家里", a.clause.text)
    ]
    use = doses.read(clause.text, asked[-1].term if asked else None)
    untaken = drug_wordings.UNTAKEN.search(clause.text)
    told = use.value or "frequency" in use.details
    if not asked or asked[-1].term is None or not told or untaken:
        return
    named = Named(asked[-1].term, 0, len(clause.text))
    found = drug_records.record(clause, named, FactStatus.TAKEN, visit)
    found.rest_on(asked[-1].clause)
    regimens.apply(found, doses.read(clause.text, found.term), clause)


def _adherence_asked(clause: Clause, visit: Conversation) -> None:
    """信必可呢, 每天都吸吗 — 有一顿没一顿的: how the drug asked about is taken."""
    asked = [a for a in visit.asked if a.aspect == "medication" and a.term is not None]
    if not asked or not any(pattern.search(clause.text) for pattern, _ in adherence.ADHERENCE):
        return
    last = asked[-1]
    if "过敏" in last.clause.text or last.term is None or "疫苗" in last.name:
        return
    found = drug_records.record(
        clause, Named(last.term, 0, len(clause.text)), FactStatus.TAKEN, visit
    )
    found.rest_on(last.clause)
    adherence.details(clause.text, found)


_USE_ASKED = re.compile(r"[吃用打喝服喷吸滴抹贴]")
#: 还吃吗, 吃完了吗: it was taken until some time.
_STILL_TAKEN = re.compile(r"还|在|停|继续|吃完|用完|接着|[1一]直|上次")


def _ended_asked(clause: Clause, visit: Conversation) -> bool:
    """普萘洛尔还吃吗 — 不吃了; 吃阿司匹林吗 — 不吃, 上回就不让吃了."""
    asked = [a for a in visit.asked if a.aspect == "medication"]
    last = asked[-1] if asked else None
    if last is None or last.term is None or "过敏" in last.clause.text:
        return False
    ended = drug_wordings.ASKED_AND_ENDED.fullmatch(clause.text)
    barred = re.search(r"(?:不让|不准|不许|不敢)(?:我|他|她|再)*[吃用喝打]了", clause.text)
    over = drug_wordings.HAS_ENDED.search(clause.text) and _USE_ASKED.search(last.clause.text)
    kept = drug_wordings.KEEP.search(clause.text)
    if kept or not (barred or over or (ended and _STILL_TAKEN.search(last.clause.text))):
        return False
    if mentions.find(clause.text, "drug", "drug_class"):
        return False
    named = Named(last.term, 0, len(clause.text))
    drug_records.record(clause, named, FactStatus.STOPPED, visit).rest_on(last.clause)
    return True


def _insulin_answer(clause: Clause, visit: Conversation, asked: str) -> None:
    if "胰岛素" not in asked or not adherence.INSULIN_PARTS.search(clause.text):
        return
    term = mentions.words().named("胰岛素", "drug")
    if term is None:
        return
    found = drug_records.record(clause, Named(term, 0, len(clause.text)), FactStatus.TAKEN, visit)
    visit.medicine = found
    adherence.insulin(clause.text, found, clause)


def nothing_taken(clause: Clause, visit: Conversation) -> None:
    match = re.search(r"(?:没|没有|未)(?:吃|用|服)(?:过|任何|什么|啥)*药", clause.text)
    if mentions.find(clause.text, "disease", "symptom", "vital", "test"):
        # 血脂高没吃药: no drug for that, and no word of others.
        return
    taken = any(f.status is FactStatus.TAKEN for f in visit.of_kind(FactKind.MEDICATION))
    if match and visit.told_by_patient(clause) and not taken:
        visit.add(
            Found(
                FactKind.MEDICATION, "药物", clause, match.start(), match.end(),
                Polarity.ABSENT, status=FactStatus.TAKEN,
            )
        )  # fmt: skip

"""Symptoms: named, denied, and told of in detail."""

from __future__ import annotations

import re
from dataclasses import replace

from zhenlu.domain.facts import FactKind
from zhenlu.language.zh import (
    complaints,
    descriptions,
    durations,
    mentions,
    nocturia,
    sides,
    unnamed,
)
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found
from zhenlu.language.zh.mentions import Named
from zhenlu.language.zh.persons import PATIENT

_FACTOR_AFTER = re.compile(
    r"^(?:的时候|时候|时|起来|一下)?(?:就|会)?(?:加重|更|疼|痛|厉害|震得|跟过电|放射|窜|难受|"
    r"受不了)|^(?:的时候|时候)"
)
_NOT_A_SYMPTOM_AFTER = re.compile(r"^(?:音|药|的药|门诊|科|针|贴|水|片|糖浆|膏)")
#: 你有点发烧: what a clinician states of the patient who sits there.
_STATED = re.compile(
    r"^(?:嗯|那|哦|看|我看|,)*(?:你|您|他|她|孩子|宝宝|娃|小朋友|老人家)(?:这|现在|今天|这会儿|也|确实|"
    r"这个|是)*(?:有点儿?|有些|还有点|还在|在|还)$"
)
#: 一吃就吐, 吃了三四天胃疼, 停了: what a drug did.
_BY_DRUG = re.compile(r"1?(?:吃|喝|打|用|贴|抹|服|喂)(?:了|完|上|过)?[^,]{0,7}$")
_GIVEN_UP = re.compile(r"停了|不敢|没喂|没再|不能(?:吃|用)|不吃了|没吃了|不用了")


def hear(clause: Clause, visit: Conversation) -> None:
    """Take the symptoms of a told clause, and details of the one spoken of."""
    if clause.clinician is True and not visit.dictated:
        _stated(clause, visit)
        return
    if not visit.told_by_patient(clause) or not clause.told or visit.reaction is clause:
        return
    if clause.past and not _asked_for_spells(visit):
        _past_complaint(clause, visit)
        return
    sides.contradict(clause, visit)
    _hear_told(clause, _named(clause, visit), visit)


def _named(clause: Clause, visit: Conversation) -> list[Named]:
    """The complaints of a clause, without what is none of its own."""
    named = [n for n in mentions.symptoms(clause.text) if not _is_no_symptom(clause, n)]
    named = [n for n in named if not _done_by_drug(clause, n, visit)]
    named = [n for n in named if not _passed_with_it(clause, n, visit)]
    named = [n for n in named if not _spat_out(clause, n, visit)]
    named = [n for n in named if n.term.name != "关节交锁" or _speaks_of_joint(clause, visit)]
    if visit.topic and descriptions.RADIATION.search(clause.text):
        named = [n for n in named if n.site is None]
    if visit.known(FactKind.HISTORY, "高血压"):
        named = [n for n in named if n.term.name != "血压升高"]
    if visit.aspects() & {"past", "history"}:
        named = [n for n in named if not _raised_pressure(clause, n, visit)]
    past = [n for n in named if not n.negated and _asked_of_the_past(n, visit)]
    if past:
        _past_complaint(clause, visit)
    return [n for n in named if n not in past]


def _speaks_of_joint(clause: Clause, visit: Conversation) -> bool:
    """卡住了 is said of a joint only where one was spoken of; a hernia is stuck, too."""
    places = [s.term.name for s in mentions.sites(clause.text)]
    places += [visit.place.name] if visit.place else []
    told = [f.name for f in visit.of_kind(FactKind.SYMPTOM)]
    return any(re.search("关节|膝|腿|指", name) for name in (*places, *told))


def _passed_with_it(clause: Clause, named: Named, visit: Conversation) -> bool:
    """黑的, 拉了三天: how long the black stool is passed, no diarrhoea."""
    topic = visit.topic
    if topic is None or topic.name not in ("黑便", "便血") or topic.clause is clause:
        return False
    passed = re.fullmatch(r"拉了?", clause.text[named.start : named.end])
    return topic.clause.turn == clause.turn and named.term.name == "腹泻" and bool(passed)


#: 她耳朵背, 我帮她讲: why somebody else speaks, not what the visit is about.
_SPEAKS_FOR = re.compile(r"(?:就)?(?:由)?我(?:来|就)?(?:帮|替)[她他](?:来)?[讲说答]")


def _is_aside(clause: Clause, visit: Conversation) -> bool:
    following = visit.next_of(clause)
    return (
        following is not None
        and following.turn == clause.turn
        and bool(_SPEAKS_FOR.match(following.text))
    )


def _spat_out(clause: Clause, named: Named, visit: Conversation) -> bool:
    """有痰没有 — 偶尔吐出来是白的: sputum that is brought up, no vomiting."""
    asked = any(a.name == "咳痰" for a in visit.asked)
    brought_up = re.match(r"吐(?:得|不)?(?:出|掉)", clause.text[named.start :])
    return asked and named.term.name == "呕吐" and bool(brought_up)


def _hear_told(clause: Clause, named: list[Named], visit: Conversation) -> None:
    if named and _is_aside(clause, visit):
        topic, complaints_of_turn, main = visit.topic, [*visit.complaints], visit.main
        for one in named:
            complaints.take(clause, one, visit)
        visit.topic, visit.complaints, visit.main = topic, complaints_of_turn, main
        return
    factors = [n for n in named if is_factor(clause, n)]
    taken = [complaints.take(clause, _as_asked(n, visit), visit) for n in named if n not in factors]
    taken += [
        complaints.absent(clause, n.term, n.start, n.end, visit)
        for n in mentions.normals(clause.text)
        if not named
    ]
    taken += [*unnamed.bleeding(clause, visit), *unnamed.menses(clause, visit, taken)]
    taken += unnamed.of_what_was_asked(clause, visit, taken)
    taken += unnamed.tiredness(clause, visit, taken)
    nocturia.hear(clause, visit)
    present = [f for f in taken if f.is_present]
    pain = unnamed.bare_pain(clause, visit, taken)
    if pain:
        present.append(pain)
    _site_alone(clause, visit)
    for factor in factors:
        if visit.topic and visit.topic.name != factor.term.name:
            visit.topic.add("aggravating", f"{factor.term.name}时")
    if visit.dosed is clause or visit.reaction is clause:
        return
    target = present[-1] if present else complaints.spoken_of(visit)
    if target is None or (not present and target.clause.turn != clause.turn and not visit.asked):
        _keep_factors(clause, visit)
    if target is None and "duration" in visit.aspects():
        visit.lasting = durations.find(clause.text)[-1:]
    if target and (present or _speaks_of_topic(clause, visit)):
        descriptions.describe(
            clause, target, visit, own=bool(present), denied=bool(taken) and not present
        )
        for other in present[:-1]:
            # 腹胀、反酸有半年了: one length of time for all that the clause names.
            if target.value and not other.value:
                other.value, other.unit, other.dated = target.value, target.unit, True
    for found in present:
        _inherit_length(found, clause, visit)
        descriptions.side_told_before(clause, found, visit)


def _inherit_length(found: Found, clause: Clause, visit: Conversation) -> None:
    """长了多久 — 一个月, 痒: told before its name; and what hurts since an injury."""
    if found.value:
        return
    if visit.lasting:
        descriptions.lasts(found, visit.lasting[0], clause)
    injured = visit.known(FactKind.SYMPTOM, "外伤")
    if injured and injured.value and injured.clause.turn == clause.turn and found is not injured:
        found.value, found.unit = injured.value, injured.unit
        found.rest_on(injured.clause)


def _stated(clause: Clause, visit: Conversation) -> None:
    """Take what a clinician says the patient has, in so many words."""
    if clause.supposed or clause.about != PATIENT or clause.past:
        return
    if re.match(r"(?:那)?(?:也)?就是|(?:那)?(?:一共|总共)", clause.text):
        # 那就是烧了两天: a length of time that the clinician sums up.
        for named in mentions.symptoms(clause.text):
            known = visit.known(FactKind.SYMPTOM, named.term.name)
            if known is not None and known.is_present:
                descriptions.describe(clause, known, visit, own=True, denied=True)
    if clause.question:
        return
    for named in mentions.symptoms(clause.text):
        if not named.negated and _STATED.match(clause.text[: named.start]):
            complaints.take(clause, named, visit)


def _done_by_drug(clause: Clause, named: Named, visit: Conversation) -> bool:
    """A complaint that made someone give a drug up belongs to the drug."""
    stopped_for = re.match(r"(?:得.{0,3})?(?:就|才)(?:停|没再吃|不吃)", clause.text[named.end :])
    if _told_of_tried_drug(clause, named, visit):
        return True
    if named.negated or not (stopped_for or _BY_DRUG.search(clause.text[: named.start])):
        return False
    same = [
        c.text for c in visit.clauses if c.turn == clause.turn and c.sentence == clause.sentence
    ]
    drugs = any(mentions.find(text, "drug", "drug_class") for text in same)
    if not drugs or not _GIVEN_UP.search(",".join(same)):
        return False
    taken = [
        f
        for f in visit.of_kind(FactKind.MEDICATION)
        if f.clause.sentence == clause.sentence and f.clause.turn == clause.turn
    ]
    if taken:
        taken[-1].add("effect", f"用后{named.term.name}", replace=True)
        taken[-1].rest_on(clause)
    return True


def _told_of_tried_drug(clause: Clause, named: Named, visit: Conversation) -> bool:
    """秋水仙碱吃过吗 — 吃过, 拉肚子拉得受不了: what the drug did when it was tried."""
    place = visit.place_of(clause)
    before = visit.clauses[place - 1].text if place else ""
    tried = re.fullmatch(r"(?:以前|之前|也|是)*[吃用打](?:了|过).{0,4}", before)
    asked = [a for a in visit.asked if a.aspect == "medication"]
    if named.negated or not (tried and asked):
        return False
    known = visit.known(FactKind.MEDICATION, asked[-1].name)
    if known is not None:
        known.add("effect", f"用后{named.term.name}", replace=True)
        known.rest_on(clause)
    return True


def _asked_for_spells(visit: Conversation) -> bool:
    """以前有过这样吗: earlier spells of what is complained of now, no past illness."""
    return any(re.search(r"这样|这种|类似|同样", a.clause.text) for a in visit.asked)


def _asked_of_the_past(named: Named, visit: Conversation) -> bool:
    return any(
        a.aspect == "symptom" and a.clause.past and a.name == named.term.name for a in visit.asked
    ) and visit.known(FactKind.SYMPTOM, named.term.name) is None


def _past_complaint(clause: Clause, visit: Conversation) -> None:
    """以前抽过筋没有 — 一岁多抽过一次: a complaint of the past is history."""
    for named in mentions.symptoms(clause.text):
        known = visit.known(FactKind.HISTORY, named.term.name)
        if named.negated or known is not None or not _asked_of_the_past(named, visit):
            continue
        found = Found(FactKind.HISTORY, named.term.name, clause, named.start, named.end)
        visit.add(found).rest_on(*(a.clause for a in visit.asked if a.name == named.term.name))


def _raised_pressure(clause: Clause, named: Named, visit: Conversation) -> bool:
    """血压也高点 in answer to past illness: a history that was never made out."""
    if named.term.name != "血压升高" or named.negated:
        return False
    if visit.known(FactKind.HISTORY, named.term.name) is None:
        visit.add(Found(FactKind.HISTORY, named.term.name, clause, named.start, named.end))
    return True


def _keep_factors(clause: Clause, visit: Conversation) -> None:
    """出来吹了风, 第二天就嗓子疼: the circumstance comes before what it led to."""
    for word in mentions.find(clause.text, "factor"):
        if word.term.extra.get("attribute") == "trigger":
            visit.loose.append(("trigger", word.term.name, clause))


def _as_asked(named: Named, visit: Conversation) -> Named:
    """有点痒 after a question about the eyes is the itching that was asked about.

    尿也不多, asked about much water, denies that: it is no complaint of too little.
    """
    for asked in visit.asked:
        if asked.name == "多尿" and asked.term and named.term.name == "尿量减少":
            much = asked.clause.text[asked.start : asked.end]
            if "多尿" in much and "不多" in named.said:
                return replace(named, term=asked.term, negated=True)
        sensation = named.term.name[-1]
        if named.term.name in ("瘙痒", "麻木") and asked.term and asked.name.endswith(sensation):
            return replace(named, term=asked.term)
    return named


def _site_alone(clause: Clause, visit: Conversation) -> None:
    """右下腹, 胸骨后头: a site told on its own places the pain that is spoken of."""
    found = mentions.sites(clause.text)
    if not found:
        return
    site = found[-1].term
    visit.place = site
    topic = visit.topic
    if topic is None or "痛" not in topic.name:
        return
    if mentions.symptoms(clause.text) or len(clause.text) - (found[-1].end - found[-1].start) > 8:
        return
    pain = str(site.extra.get("pain", ""))
    known = visit.known(FactKind.SYMPTOM, pain) or (topic if pain == topic.name else None)
    if known and known.is_present and site.name[:-1] not in known.name:
        known.add("site", site.name, replace=True)
        known.rest_on(clause)


def _speaks_of_topic(clause: Clause, visit: Conversation) -> bool:
    """A clause without a symptom continues the last one only while the turn or answer does."""
    topic = visit.topic
    if topic is None or re.search(r"烟|酒|\d[瓶支包]", clause.text):
        return False
    if visit.dictated and topic.clause.segment is not clause.segment:
        return False
    if mentions.find(clause.text, "factor") or (
        re.search(r"吃[了完]", clause.text) and not mentions.find(clause.text, "drug")
    ):
        return clause.turn - visit.topic_turn <= 2
    if mentions.find(
        clause.text, "drug", "drug_class", "test", "vital", "disease", "procedure", "allergen"
    ):
        return False
    return clause.turn - visit.topic_turn <= 2 or bool(
        visit.aspects()
        & {"duration", "site", "side", "quality", "severity", "trigger", "frequency", "factor"}
    )


def is_factor(clause: Clause, named: Named) -> bool:
    """一咳嗽就疼, 咳嗽打喷嚏的时候: the cough is when it hurts, not a complaint."""
    if re.search(
        r"(?:的时候|时)(?:会|就)?(?:加重|更|疼|痛|厉害)", clause.text[named.end :]
    ) and named.term.name in ("咳嗽", "打喷嚏"):
        return True
    before, after = clause.text[: named.start], clause.text[named.end :]
    if before.endswith("一") and not named.negated:
        return True
    return bool(_FACTOR_AFTER.match(after)) and named.term.name in ("咳嗽", "打喷嚏", "呼吸困难")


def _is_no_symptom(clause: Clause, named: Named) -> bool:
    after = clause.text[named.end :]
    if _NOT_A_SYMPTOM_AFTER.match(after):
        return True
    if re.search(r"(?:治|防|止|缓解|退|管|抗)$", clause.text[: named.start]):
        return True
    if named.term.name == "发热" and re.search("火烧", clause.text[: named.end + 1]):
        # 火烧火燎的
        return True
    return named.term.name == "疲劳"

"""Symptoms: named, denied, and told of in detail."""

from __future__ import annotations

import re
from dataclasses import replace

from zhenlu.domain.facts import FactKind, Polarity
from zhenlu.language.lexicon import Term
from zhenlu.language.zh import descriptions, mentions, nocturia
from zhenlu.language.zh.clauses import PATIENT, Clause
from zhenlu.language.zh.conversation import Conversation, Found
from zhenlu.language.zh.mentions import Named

_GONE = re.compile(
    r"(?:现在|已经|早|昨天|今天|今早|目前|这会儿|后来)[^,]{0,6}(?:不|没)|(?:不|没)(?:再|"
    r"怎么)?[^,]{1,4}了$|退了|退下来|没再|就好了$"
)
_FACTOR_AFTER = re.compile(
    r"^(?:的时候|时候|时|起来|一下)?(?:就|会)?(?:加重|更|疼|痛|厉害|震得|跟过电|放射|窜|难受|"
    r"受不了)|^(?:的时候|时候)"
)
_NOT_A_SYMPTOM_AFTER = re.compile(r"^(?:音|药|的药|门诊|科|针|贴|水|片|糖浆|膏)")
_BLEEDING = re.compile(
    r"(?:没|没有|没得|没看到|没见|无|不带|有|带|点|见)?(?:着|过|到)?(?:血丝|血块|血|脓血)(?:丝|"
    r"块)?(?!压|糖|脂|常规|氧|管|象|红蛋白|小板|栓|"
    r"清|酶|色|型|肌酐|钾|尿)"
)
_BLEEDING_OF = (
    (r"痰|咳", "咯血"),
    (r"尿|小便", "血尿"),
    (r"吐", "呕血"),
    (r"大便|拉|便|屎|蹿稀", "便血"),
)


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
    if clause.past:
        _past_complaint(clause, visit)
        return
    _hear_told(clause, _named(clause, visit), visit)


def _named(clause: Clause, visit: Conversation) -> list[Named]:
    """The complaints of a clause, without what is none of its own."""
    named = [n for n in mentions.symptoms(clause.text) if not _is_no_symptom(clause, n)]
    named = [n for n in named if not _done_by_drug(clause, n, visit)]
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


def _hear_told(clause: Clause, named: list[Named], visit: Conversation) -> None:
    factors = [n for n in named if is_factor(clause, n)]
    taken = [take(clause, _as_asked(n, visit), visit) for n in named if n not in factors]
    taken += [
        absent(clause, n.term, n.start, n.end, visit)
        for n in mentions.normals(clause.text)
        if not named
    ]
    taken += bleeding(clause, visit)
    nocturia.hear(clause, visit)
    present = [f for f in taken if f.is_present]
    pain = bare_pain(clause, visit, taken)
    if pain:
        present.append(pain)
    _site_alone(clause, visit)
    for factor in factors:
        if visit.topic and visit.topic.name != factor.term.name:
            visit.topic.add("aggravating", f"{factor.term.name}时")
    if visit.dosed is clause or visit.reaction is clause:
        return
    target = present[-1] if present else _spoken_of(visit)
    if target is None or (not present and target.clause.turn != clause.turn and not visit.asked):
        _keep_factors(clause, visit)
    if target and (present or _speaks_of_topic(clause, visit)):
        descriptions.describe(
            clause, target, visit, own=bool(present), denied=bool(taken) and not present
        )
        for other in present[:-1]:
            # 腹胀、反酸有半年了: one length of time for all that the clause names.
            if target.value and not other.value:
                other.value, other.unit, other.dated = target.value, target.unit, True


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
            take(clause, named, visit)


def _done_by_drug(clause: Clause, named: Named, visit: Conversation) -> bool:
    """A complaint that made someone give a drug up belongs to the drug."""
    if named.negated or not _BY_DRUG.search(clause.text[: named.start]):
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


def _spoken_of(visit: Conversation) -> Found | None:
    """What a clause without a symptom describes: circumstances belong to the main complaint."""
    return visit.main if "factor" in visit.aspects() else visit.topic


def _keep_factors(clause: Clause, visit: Conversation) -> None:
    """出来吹了风, 第二天就嗓子疼: the circumstance comes before what it led to."""
    for word in mentions.find(clause.text, "factor"):
        if word.term.extra.get("attribute") == "trigger":
            visit.loose.append(("trigger", word.term.name, clause))


def take(clause: Clause, named: Named, visit: Conversation) -> Found:
    """Note one symptom that the clause affirms or denies; later words win over earlier."""
    broad = visit.known(FactKind.SYMPTOM, str(named.term.extra.get("broad", "")))
    if (
        broad
        and broad.is_present
        and not named.negated
        and visit.known(FactKind.SYMPTOM, named.term.name) is None
    ):
        # 肚子疼, 心口窝疼: the second tells where, it is no second complaint.
        broad.add("site", str(named.term.extra.get("site", "")), replace=True)
        broad.rest_on(clause)
        visit.focus(broad)
        return broad
    named = _after_injury(named, visit)
    told = visit.known(FactKind.SYMPTOM, named.term.name)
    if told is not None and named.negated and is_only_a_kind(named.said, named.term.name, visit):
        return told
    polarity = Polarity.ABSENT if named.negated else Polarity.PRESENT
    known = visit.known(FactKind.SYMPTOM, named.term.name)
    if known is None:
        known = visit.add(
            Found(
                FactKind.SYMPTOM,
                named.term.name,
                clause,
                named.start,
                named.end,
                polarity,
                term=named.term,
            )
        )
        if named.negated and _GONE.search(clause.text):
            known.add("course", "已缓解")
    elif named.negated and known.is_present and _GONE.search(clause.text):
        known.add("course", "已缓解")
        known.rest_on(clause)
    elif _denies_complaint_of_then(named, known, visit):
        # What brought the patient here stays; 前天开始流鼻涕的, 不咳 tells of then.
        known.rest_on(clause)
    else:
        known.polarity = polarity
        if not known.attributes or polarity is Polarity.ABSENT or not known.value:
            known.move(clause, named.start, named.end)
        else:
            known.rest_on(clause)
    _site(clause, named, known)
    if known.is_present:
        if known.term is None or named.term.extra:
            known.term = named.term
        visit.focus(known)
    return known


def _denies_complaint_of_then(named: Named, known: Found, visit: Conversation) -> bool:
    """Whether what brought the patient here is denied without being asked for or corrected."""
    asked = any(a.name == known.name for a in visit.asked)
    told = named.negated and known.is_present and known is visit.main
    return told and not asked and not visit.correcting


def is_only_a_kind(said: str, name: str, visit: Conversation) -> bool:
    """没有黄鼻涕, after clear discharge was told of, denies the colour and not the discharge."""
    known = visit.known(FactKind.SYMPTOM, name)
    return known is not None and known.is_present and bool(re.search("[黄绿脓黑红]", said))


def _as_asked(named: Named, visit: Conversation) -> Named:
    """有点痒 after a question about the eyes is the itching that was asked about."""
    for asked in visit.asked:
        sensation = named.term.name[-1]
        if named.term.name in ("瘙痒", "麻木") and asked.term and asked.name.endswith(sensation):
            return replace(named, term=asked.term)
    return named


def _after_injury(named: Named, visit: Conversation) -> Named:
    """A swollen ankle after a sprain is no oedema."""
    site = next((s.term for s in mentions.sites(named.said)), None)
    swollen = str(site.extra.get("swell", "")) if site else ""
    injured = visit.known(FactKind.SYMPTOM, "外伤")
    if not (named.term.name == "下肢水肿" and injured and "关节" in swollen):
        return named
    return replace(named, term=Term(swollen, "symptom", source=named.term.source))


def present(clause: Clause, term: Term, start: int, end: int, visit: Conversation) -> Found:
    """Note a symptom that an answer affirms without naming it."""
    return take(clause, Named(term, start, end), visit)


def absent(clause: Clause, term: Term, start: int, end: int, visit: Conversation) -> Found:
    return take(clause, Named(term, start, end, negated=True), visit)


def bleeding(clause: Clause, visit: Conversation) -> list[Found]:
    """没血, 血没有, 有点血丝: which bleeding follows from what is spoken of."""
    match = _BLEEDING.search(clause.text)
    if match is None or any(
        n.term.name in dict(_BLEEDING_OF).values() for n in mentions.symptoms(clause.text)
    ):
        return []
    name = bleeding_of(clause, visit)
    term = mentions.words().named(name, "symptom") if name else None
    if term is None:
        return []
    rest = clause.text[match.end() :]
    if re.search(r"没|无|不", match.group()) or re.match(r"(?:也|倒|都)?(?:没有|没得|没|无)", rest):
        return [absent(clause, term, match.start(), match.end(), visit)]
    if re.search(r"有|带|见|点", match.group()):
        return [present(clause, term, match.start(), match.end(), visit)]
    return []


def bleeding_of(clause: Clause, visit: Conversation) -> str:
    """The bleeding meant by 血: by this clause, the question, then the topic."""
    asked = "".join(a.clause.text for a in (*visit.asked, *visit.asking) if "血" in a.clause.text)
    topic = visit.topic.name if visit.topic else ""
    for text in (clause.text, asked):
        for pattern, name in _BLEEDING_OF:
            if re.search(pattern, text):
                return name
    told = [f for f in visit.of_kind(FactKind.SYMPTOM) if f.is_present]
    if any(re.match("阴道|外阴|痛经|月经", f.name) for f in told):
        return "阴道出血"
    topics = {
        "咳嗽": "咯血",
        "咳痰": "咯血",
        "腹泻": "便血",
        "便秘": "便血",
        "呕吐": "呕血",
        "尿频": "血尿",
        "尿痛": "血尿",
    }
    named = [topics[f.name] for f in reversed(told) if f.name in topics]
    return topics.get(topic, named[0] if named else "")


def bare_pain(clause: Clause, visit: Conversation, taken: list[Found]) -> Found | None:
    """疼 without a site: pain of the site or pain that is spoken of."""
    swollen = _bare_swelling(clause, visit, taken)
    if swollen is not None:
        return swollen
    match = re.search(r"(?<![不没])(?:疼|痛)(?!快|苦|爱|药|片)", clause.text)
    if match is None or taken or mentions.find(clause.text, "sign"):
        return None
    if re.search(r"[不没](?:怎么|太|再|有)?(?:疼|痛)", clause.text):
        return None
    topic = _spoken_of(visit)
    for known in (topic, visit.main):
        if known and re.search("痛|疼", known.name):
            return known
    site = mentions.words().named(topic.attributes.get("site", ""), "site") if topic else None
    place = site or visit.place
    pain = place.extra.get("pain") if place else None
    if place is None or not pain:
        return None
    term = mentions.words().named(str(pain), "symptom") or Term(
        str(pain), "symptom", source=place.source
    )
    found = present(clause, term, match.start(), match.end(), visit)
    if topic and topic is not found and topic.value and not found.value:
        _inherit(found, topic)
        visit.main = found if visit.main is topic else visit.main
    return found


def _bare_swelling(clause: Clause, visit: Conversation, taken: list[Found]) -> Found | None:
    """肿得跟馒头似的, after the place was told."""
    match = re.search(r"(?:^|都|也|还|又|有点)肿(?:了|得|起来|着)", clause.text)
    swell = visit.place.extra.get("swell") if visit.place else None
    if match is None or taken or not swell or visit.place is None:
        return None
    term = mentions.words().named(str(swell), "symptom") or Term(
        str(swell), "symptom", source=visit.place.source
    )
    found = present(clause, term, match.start(), match.end(), visit)
    pain = visit.known(FactKind.SYMPTOM, str(visit.place.extra.get("pain", "")))
    injured = visit.known(FactKind.SYMPTOM, "外伤")
    sided = [f for f in (visit.topic, pain, injured) if f and "side" in f.attributes]
    found.add("side", sided[0].attributes["side"] if sided else "")
    return found


def _inherit(found: Found, topic: Found) -> None:
    """Pain at the site that was complained of: time and circumstances hold for both."""
    found.value, found.unit = topic.value, topic.unit
    for key, text in topic.attributes.items():
        found.attributes.setdefault(key, text)
    found.rest_on(topic.clause)


def _site(clause: Clause, named: Named, target: Found) -> None:
    site = named.site or _site_before(clause, named)
    if site is not None and site.name not in target.name and site.name[:-1] not in target.name:
        target.add("site", site.name, replace=True)
    elif site is not None and site.extra.get("paired"):
        target.attributes.setdefault("site", site.name)


def _site_before(clause: Clause, named: Named) -> Term | None:
    found = [s for s in mentions.sites(clause.text) if s.start <= named.end]
    placed = re.search("痛|受限", named.term.name)
    return found[-1].term if found and not named.negated and placed else None


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

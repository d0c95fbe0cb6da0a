"""Complaints told without their name: blood, and pain or swelling of the place spoken of."""

from __future__ import annotations

import re
from dataclasses import replace

from zhenlu.domain.facts import FactKind
from zhenlu.language.lexicon import Term
from zhenlu.language.zh import complaints, mentions
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found

_BLEEDING = re.compile(
    r"(?:没|没有|没得|没看到|没见|无|不带|有|带|点|见)?(?:着|过|到)?(?:血丝|血块|血|脓血)(?:丝|"
    r"块)?(?!压|糖|脂|常规|氧|管|象|红蛋白|小板|栓|"
    r"清|酶|色|型|肌酐|钾|尿)"
)
_BLEEDING_OF = (
    (r"下[面身体]|阴道|白带|月经|例假|胎动", "阴道出血"),
    (r"痰|咳", "咯血"),
    (r"尿|小便", "血尿"),
    (r"吐", "呕血"),
    (r"大便|拉|便|屎|蹿稀|擦|屁股|厕所|手纸|纸上", "便血"),
)


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
        return [complaints.absent(clause, term, match.start(), match.end(), visit)]
    if re.search(r"有|带|见|点", match.group()):
        return [complaints.present(clause, term, match.start(), match.end(), visit)]
    return []


def bleeding_of(clause: Clause, visit: Conversation) -> str:
    """The bleeding meant by 血: by this clause, the question, then the topic."""
    asked = "".join(a.clause.text for a in (*visit.asked, *visit.asking) if "血" in a.clause.text)
    topic = visit.topic.name if visit.topic else ""
    sentence = "".join(c.text for c in visit.clauses if c.sentence == clause.sentence)
    for text in (clause.text, sentence if re.search("大便|小便|痰", sentence) else "", asked):
        for pattern, name in _BLEEDING_OF:
            if re.search(pattern, text):
                return name
    told = [f for f in visit.of_kind(FactKind.SYMPTOM) if f.is_present]
    if re.search("尿|小便", "".join(visit.turn_of(a.clause) for a in visit.asked[:1])):
        return "血尿"
    if any(re.match("阴道|外阴|痛经|月经", f.name) for f in told):
        return "阴道出血"
    topics = {
        "咳嗽": "咯血",
        "咳痰": "咯血",
        "腹泻": "便血",
        "便秘": "便血",
        "呕吐": "呕血",
        "尿频": "血尿",
        "尿急": "血尿",
        "排尿困难": "血尿",
        "夜尿增多": "血尿",
        "尿痛": "血尿",
    }
    named = [topics[f.name] for f in reversed(told) if f.name in topics]
    return topics.get(topic, named[0] if named else "")


#: 量少了, 两个月没来: told when the periods were asked about.
_MENSES = (
    (
        re.compile(
            r"(?<!不)量(?:也|都|就|变|比.{1,4}|特别|挺|很|有点|还)*[多大](?!少|不)|大血块|血块(?:多|大)"
        ),
        "月经量多",
    ),
    (re.compile(r"量(?:也|都|就|变|比.{1,4}|特别|挺|很|有点|还)*少"), "月经量少"),
    (re.compile(r"\d个?多?月(?:都|也)?没来|[1一]直没来"), "停经"),
    (
        re.compile(r"(?:来了?|有)(?:\d+天|半个?月)了?还?[不没](?:干净|完|停|走)"),
        "经期延长",
    ),
    (
        re.compile(r"不(?:太|怎么)?(?:准|规律)|乱|推迟|提前|\d(?:-\d)?个?月(?:才)?来[1一]?[次回]"),
        "月经不调",
    ),
)


def menses(clause: Clause, visit: Conversation, taken: list[Found]) -> list[Found]:
    """What is wrong with the periods, told without naming them."""
    spoken = re.search("月经|例假|大姨妈|来事|周期", visit.turn_of(clause))
    if taken or not (spoken or "menses" in visit.aspects()):
        return []
    found = []
    for pattern, name in _MENSES:
        match = pattern.search(clause.text)
        term = mentions.words().named(name, "symptom")
        if match and term and not re.search(r"[吃喝药运]", clause.text):
            found.append(complaints.present(clause, term, match.start(), match.end(), visit))
    return found


#: 看东西呢, 体重呢: a question that names only what is asked after.
_ASKS_AFTER = re.compile(
    r"(?P<of>看东西|说话|体重|胃口|食欲|精神|小便|大便|嗓子|耳朵|眼睛|走路)(?:呢|怎么样|咋样|好吗|还好吗|好不好|有变化吗)?[?]?$"
)


_SO_SO = re.compile(r"(?:嗯|哦|啊|还行|还可以|还好|行|可以|就那样|凑合)+(?:吧)?")


def of_what_was_asked(clause: Clause, visit: Conversation, taken: list[Found]) -> list[Found]:
    """看东西呢 — 糊: the complaint that the question and its answer name together."""
    asked = next((m for a in visit.asked if (m := _ASKS_AFTER.search(a.clause.text))), None)
    less = re.search(r"比(?:平常|平时|以前|昨天)(?:要)?少", clause.text)
    term = mentions.words().named("尿量减少", "symptom")
    if asked and less and term and asked["of"] == "小便" and not taken:
        return [complaints.present(clause, term, less.start(), less.end(), visit)]
    before = visit.clauses[: visit.place_of(clause)]
    answered = any(c.turn == clause.turn and not _SO_SO.fullmatch(c.text) for c in before)
    if asked is None or taken or answered or mentions.symptoms(clause.text):
        return []
    lead = len(asked["of"])
    joined = [n for n in mentions.symptoms(asked["of"] + clause.text) if n.start < lead < n.end]
    return [
        complaints.take(clause, replace(n, start=0, end=n.end - lead), visit) for n in joined
    ]


#: 有什么感觉 — 累
_TIRED = re.compile(
    r"(?:就是|总|老是?|特别|挺|很|有点|觉得|感觉|人|整个人|,)*累(?:得很|得慌|得不行|啊|呀|嘛)*"
)


def tiredness(clause: Clause, visit: Conversation, taken: list[Found]) -> list[Found]:
    """累, where nothing else stands in the clause."""
    term = mentions.words().named("乏力", "symptom")
    if taken or term is None or not _TIRED.fullmatch(clause.text):
        return []
    return [complaints.present(clause, term, 0, len(clause.text), visit)]


def bare_pain(clause: Clause, visit: Conversation, taken: list[Found]) -> Found | None:
    """疼 without a site: pain of the site or pain that is spoken of."""
    felt = _bare_swelling(clause, visit, taken) or _bare_sensation(clause, visit, taken)
    if felt is not None:
        return felt
    match = re.search(r"(?<![不没])(?<!止)(?<!镇)(?:疼|痛)(?!快|苦|爱|药|片)", clause.text)
    if re.search(r"[不没](?:怎么|太|再|有)?(?:疼|痛)", clause.text):
        _pain_denied(clause, visit)
        return None
    palpated = "palpation" in {a.aspect for a in visit.asked}
    if (
        match is None
        or taken
        or palpated
        or mentions.symptoms(clause.text)
        or mentions.find(clause.text, "sign")
    ):
        return None
    topic = complaints.spoken_of(visit)
    for known in (topic, visit.main):
        if known and known.is_present and re.search("痛|疼", known.name):
            return known
    site = mentions.words().named(topic.attributes.get("site", ""), "site") if topic else None
    place = site or visit.place
    pain = place.extra.get("pain") if place else None
    if place is None or not pain:
        return None
    term = mentions.words().named(str(pain), "symptom") or Term(
        str(pain), "symptom", source=place.source
    )
    found = complaints.present(clause, term, match.start(), match.end(), visit)
    if "side" not in found.attributes:
        found.add("side", _side_of_place(clause, visit))
    if topic and topic is not found and topic.value and not found.value:
        _inherit(found, topic)
        visit.main = found if visit.main is topic else visit.main
    return found


_SWOLLEN = re.compile(
    r"(?:^|都|也|还|又|有点|今天|现在|就|老|[头前刚]?(?:几|两)天|刚?开始(?:的时候|那会)?|当时|那会儿?|先前|上个?(?:礼拜|周|星期|月)|[昨前]天|前阵子|前一阵|过)"
    r"肿(?:了|得|起来|着|过)"
)


def _bare_swelling(clause: Clause, visit: Conversation, taken: list[Found]) -> Found | None:
    """肿得跟馒头似的, after the place was told."""
    match = _SWOLLEN.search(clause.text)
    swell = _swelling_of(visit)
    if match is None or taken or not swell or visit.place is None:
        return None
    term = mentions.words().named(str(swell), "symptom") or Term(
        str(swell), "symptom", source=visit.place.source
    )
    found = complaints.present(clause, term, match.start(), match.end(), visit)
    pain = visit.known(FactKind.SYMPTOM, str(visit.place.extra.get("pain", "")))
    injured = visit.known(FactKind.SYMPTOM, "外伤")
    sided = [f for f in (visit.topic, pain, injured) if f and "side" in f.attributes]
    found.add("side", sided[0].attributes["side"] if sided else _side_just_said(clause, visit))
    return found


def _pain_denied(clause: Clause, visit: Conversation) -> None:
    """伤口有点痒, 不疼了; 胸口是闷还是疼 — 不疼: denied for the place that was named."""
    denied = re.fullmatch(
        r"(?:也|都|就|倒|现在|已经)*不(?:怎么|太)?(?:疼|痛)(?:了|啊|的)*", clause.text
    )
    place = visit.place_of(clause)
    before = visit.clauses[place - 1] if place else None
    if before is None or denied is None:
        return
    water = mentions.words().named("尿痛", "symptom")
    if before.turn == clause.turn and re.search(r"尿|小便", before.text) and water is not None:
        if visit.known(FactKind.SYMPTOM, water.name) is None:
            complaints.absent(clause, water, 0, len(clause.text), visit)
        return
    own = before.turn == clause.turn and any(
        f.clause is before for f in visit.of_kind(FactKind.SYMPTOM)
    )
    asked = next((a.clause for a in visit.asked if re.search("[疼痛]", a.clause.text)), None)
    sites = mentions.sites(before.text) if own else mentions.sites(asked.text) if asked else ()
    pain = sites[-1].term.extra.get("pain") if sites else None
    term = mentions.words().named(str(pain), "symptom") if pain else None
    if term is not None and visit.known(FactKind.SYMPTOM, term.name) is None:
        complaints.absent(clause, term, 0, len(clause.text), visit)


#: 又干又涩, 有点闷: felt at the place that was asked about.
_FELT = re.compile(
    r"(?:有点儿?|又|也|就是|老|特别|很|挺|发|是|有些|还|[1一]直|总是?|跟|像|好像|(?:[1一]?吃完?(?:了|点)?(?:饭|东西)?|饭后)|,)*"
    r"(?P<s>干涩|干|涩|痒|闷|堵|胀|[塞堵]了?(?:[1一]?[团个块])?棉花)"
    r"(?:得.{1,4}|又.{1,2}|似的|1样|一样|了|啊|的|呢)*"
)


def _bare_sensation(clause: Clause, visit: Conversation, taken: list[Found]) -> Found | None:
    match = _FELT.fullmatch(clause.text)
    if match is None or taken or visit.place is None:
        return None
    sensation = mentions.words().named(match["s"], "sensation")
    term = mentions.known_sensation(visit.place, sensation) if sensation else None
    if term is None:
        return None
    return complaints.present(clause, term, match.start("s"), match.end("s"), visit)


def _side_just_said(clause: Clause, visit: Conversation) -> str:
    """右手, 肿得跟馒头似的: the side of the place named right before."""
    place = visit.place_of(clause)
    before = visit.clauses[place - 1] if place else None
    if before is None or before.turn != clause.turn or not mentions.sites(before.text):
        return ""
    side = re.match(r"(?P<s>[左右])", before.text)
    return side["s"] if side else ""


def _side_of_place(clause: Clause, visit: Conversation) -> str:
    """左边波棱盖儿, 上楼费劲, 疼得直咧嘴: the side told with the place in this turn."""
    for before in reversed(visit.clauses[: visit.place_of(clause)]):
        if before.turn != clause.turn:
            return ""
        at = [s for s in mentions.sites(before.text) if s.term is visit.place]
        if at:
            side = re.search(r"(?P<s>[左右])(?:边|侧)?的?$", before.text[: at[-1].start])
            return side["s"] if side else ""
    return ""


def _swelling_of(visit: Conversation) -> str:
    """The swelling of the place spoken of: by the lexicon, or where it hurts or was hurt."""
    if visit.place is None:
        return ""
    hurts = visit.known(FactKind.SYMPTOM, str(visit.place.extra.get("pain", "")))
    injured = visit.known(FactKind.SYMPTOM, "外伤")
    name = f"{visit.place.name}肿胀" if hurts or injured else ""
    return str(visit.place.extra.get("swell", name))


def _inherit(found: Found, topic: Found) -> None:
    """Pain at the site that was complained of: time and circumstances hold for both."""
    found.value, found.unit = topic.value, topic.unit
    for key, text in topic.attributes.items():
        found.attributes.setdefault(key, text)
    found.rest_on(topic.clause)

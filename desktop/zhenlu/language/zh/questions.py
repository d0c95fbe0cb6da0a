"""Questions: what a clinician asks about, kept for the answer to come."""

from __future__ import annotations

import re
from dataclasses import replace

from zhenlu.language.zh import mentions, symptoms, unnamed
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Asked, Conversation
from zhenlu.language.zh.mentions import Named

_ASPECTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (aspect, re.compile(pattern))
    for aspect, pattern in (
        (
            "duration",
            r"多久|多长时间|(?<![吃用喝打])几天|几年|多少年|多少天|什么时候(?:开始|起|出|疼|咳|有)|几个月|"
            r"几个(?:礼拜|星期)|到现在有",
        ),
        ("side", r"哪[一1]?(?:边|侧|只|条)|左边还是|左[^,]{0,8}还是右|右[^,]{0,8}还是左|左右哪"),
        ("site", r"哪里|哪儿|什么地方|哪个地方|哪块|具体"),
        ("quality", r"什么样|怎么个|什么颜色|啥样|怎么疼|什么声|还是"),
        (
            "factor",
            r"什么(?:情况|时候)(?:下)?(?:会)?(?:加重|容易|犯|厉害|疼)|怎么起|怎么引起|"
            r"的时候.*(?:加重|疼)",
        ),
        ("frequency", r"几次|几回|多少次|多少回"),
        ("severity", r"厉不厉害|严不严重|多疼"),
        (
            "allergy",
            r"过敏(?!性)|药物?敏感|药[^,]{0,8}禁忌|(?:什么|啥|哪)[^,]{0,3}药[^,]{0,3}(?:不能|不可以|不行|用不了|碰不得)|(?:不能|"
            r"用不了)[^,]{0,3}的药",
        ),
        ("family", r"家里(?:人|有没有|有人)?|家族|父母|爸妈|遗传|兄弟姐妹"),
        ("past", r"以前|之前|过去|既往|老毛病|毛病|别的病|什么病|慢性病|身体(?:怎么样|咋样|好)"),
        (
            "medicines",
            r"什么.{0,4}药|啥药|啥子药|吃药|用药|平时(?:吃|用)什么|[吃用]着?(?:什么|啥|嘛)|[啥嘛](?:子)?药|用什么药|药.{0,4}(?:吃|"
            r"打)|几个单位|多少个?单位",
        ),
        ("surgery", r"手术|开过刀|住过院|住院"),
        ("temperature", r"多少度|几度|最高|体温|烧到多少"),
        ("pressure", r"血压"),
        ("glucose", r"血糖|餐后|饭后[^,]{0,5}小?时|空腹"),
        ("heart_rate", r"心率|心跳|脉搏"),
        ("oxygen", r"血氧|氧饱和|指氧"),
        ("weight", r"体重|多重|几公斤|多少斤"),
        ("height", r"身高|多高"),
        ("adherence", r"按时吃|忘了吃|漏|忘(?:记)?吃|坚持吃|规律"),
        ("menses", r"末次月经|例假|月经"),
        ("smoking", r"抽烟|吸烟|香烟|烟.{0,2}(?:戒|抽|呢)|烟酒"),
        ("alcohol", r"喝酒|饮酒|老酒|酒.{0,2}(?:戒|喝|呢)|烟酒"),
        ("exercise", r"活动|运动|锻炼"),
    )
)


_PRESUPPOSES = re.compile(
    r"多久|多长时间|几天|几年|多少年|多少天|什么时候(?:开始|起)|几个月|几个(?:礼拜|星期)|怎么个|"
    r"哪边|哪里|哪儿"
)


#: 嗓子也疼 tells; it is no item of the list of questions that follows it.
_TELLS = re.compile(r"[也还](?:有点|有些|挺|特别)?[疼痛痒晕麻胀吐咳](?:得|了)?$")


#: 我按按, 这儿疼不疼: what an examining hand asks is answered for the examiner.
_PALPATES = re.compile(
    r"(?:我|来)(?:给[你您他她])?(?:再|先)?(?:按|摸|敲|叩|压|捏|掰|动动)|按(?:着|这|下去)|这[儿里](?:按着|压着)?疼|这样疼"
)


def hear(clause: Clause, visit: Conversation) -> None:
    """Note what a question is about, for the answer to come."""
    text = clause.text
    if _TELLS.search(text):
        return
    if _PALPATES.search(visit.turn_of(clause)):
        visit.asking.append(Asked("palpation", clause))
        return
    before = len(visit.asking)
    _ask_complaints(clause, visit)
    _ask_blood(clause, visit)
    _ask_stool_colour(clause, visit)
    if re.search("过敏(?!性)", text):
        _ask_allergy(clause, visit)
    else:
        _ask_history(clause, visit)
        _ask_medicine(clause, visit)
    for aspect, pattern in _ASPECTS:
        if pattern.search(text):
            visit.asking.append(Asked(aspect, clause))
    for site in mentions.sites(text):
        visit.place = site.term
    if before == len(visit.asking):
        visit.asking.append(Asked("other", clause))


def _ask_complaints(clause: Clause, visit: Conversation) -> None:
    text = clause.text
    sure = clause.confirm or bool(_PRESUPPOSES.search(text) and not re.search(r"有没有|吗", text))
    for said in (*mentions.symptoms(text), *_sensations(clause, visit)):
        named = _at_place(said, visit)
        explains = re.match(r"就是|比如|像|也就是", text) and any(a.is_item for a in visit.asking)
        if explains or named.term.name == "不适":
            break
        if symptoms.is_factor(clause, named):
            visit.asking.append(
                Asked("aggravating", clause, named.term.name, named.term, named.start, named.end)
            )
            continue
        visit.asking.append(
            Asked(
                "symptom",
                clause,
                named.term.name,
                named.term,
                named.start,
                named.end,
                sure and not named.negated,
            )
        )
    for named in mentions.normals(text):
        visit.asking.append(
            Asked("intact", clause, named.term.name, named.term, named.start, named.end)
        )


def _ask_blood(clause: Clause, visit: Conversation) -> None:
    """有血吗: which bleeding follows from what is spoken of."""
    text = clause.text
    blood = (
        unnamed.bleeding_of(clause, visit) if re.search(r"血(?!压|糖|脂|常规|氧|管)", text) else ""
    )
    term = mentions.words().named(blood, "symptom") if blood else None
    if term and all(a.name != blood for a in visit.asking):
        at = text.index("血")
        visit.asking.append(Asked("symptom", clause, blood, term, at, at + 1))


def _at_place(named: Named, visit: Conversation) -> Named:
    """痒不痒 right after the eyes were spoken of asks about itching eyes."""
    sensation = mentions.words().named(named.term.name, "sensation")
    key = {"瘙痒": "itch", "麻木": "numb"}.get(named.term.name, "")
    own_place = re.search("皮肤|身上|浑身|全身", named.said)
    if sensation is None or own_place or visit.place is None or key not in visit.place.extra:
        return named
    return replace(named, term=mentions.sensation_at(visit.place, sensation))


def _sensations(clause: Clause, visit: Conversation) -> list[Named]:
    """麻不麻 without a site asks about the site spoken of."""
    place = visit.place
    match = re.search(
        r"(?P<s>[疼痛麻痒肿胀僵硬红])[不没](?P=s)|(?P<t>[疼痛麻痒肿胀僵硬红])过?吗|(?:有没有|"
        r"会不会)(?P<u>[疼痛麻痒肿胀僵硬红])|(?P<v>流水|流脓|流黄水)(?:了)?(?:没有?|吗|不)",
        clause.text,
    )
    if place is None or match is None or mentions.symptoms(clause.text):
        return []
    said = match["s"] or match["t"] or match["u"] or match["v"]
    sensation = mentions.words().named(said, "sensation")
    if sensation is None:
        return []
    return [Named(mentions.sensation_at(place, sensation), match.start(), match.end(), said=said)]


def _ask_stool_colour(clause: Clause, visit: Conversation) -> None:
    """黑不黑, while the stool is spoken of."""
    match = re.search(r"黑不黑|发黑(?:吗|没)|黑的?吗", clause.text)
    term = mentions.words().named("黑便", "symptom")
    if match is None or term is None or any(a.name == term.name for a in visit.asking):
        return
    spoken = "".join(c.text for c in visit.clauses if c.turn in (clause.turn, clause.turn - 1))
    bowel = ("便秘", "腹泻", "便血", "腹痛", "上腹痛")
    told = visit.topic is not None and visit.topic.name in bowel
    if told or re.search(r"大便|拉|便", spoken):
        visit.asking.append(
            Asked("symptom", clause, term.name, term, match.start(), match.end())
        )


def _ask_history(clause: Clause, visit: Conversation) -> None:
    for named in mentions.named(clause.text, "disease", "procedure"):
        if clause.text[named.end :].startswith(("疫苗", "门诊", "药")):
            continue
        visit.asking.append(
            Asked("history", clause, named.term.name, named.term, named.start, named.end)
        )
    pressure = re.search(r"(?:^|、|和|心脏病|糖尿病)血压(?=、|和|糖尿病|心脏病|都|"
        r"有没|$)", clause.text)
    term = mentions.words().named("高血压", "disease") if pressure else None
    listed = any(a.aspect == "history" for a in visit.asking)
    if pressure and term and listed and all(a.name != term.name for a in visit.asking):
        place = pressure.start(), pressure.end()
        visit.asking.append(Asked("history", clause, term.name, term, *place))
    for site in ("手术",):
        at = clause.text.find(site)
        if at >= 0 and all(a.name != site for a in visit.asking):
            visit.asking.append(Asked("history", clause, site, None, at, at + len(site)))


def _ask_allergy(clause: Clause, visit: Conversation) -> None:
    for mention in mentions.find(clause.text, "drug", "drug_class", "allergen"):
        if not mention.term.extra.get("generic"):
            visit.asking.append(
                Asked(
                    "allergy_to",
                    clause,
                    mention.term.name,
                    mention.term,
                    mention.start,
                    mention.end,
                )
            )


def _ask_medicine(clause: Clause, visit: Conversation) -> None:
    for mention in mentions.find(clause.text, "drug", "drug_class"):
        tested = "皮试" in clause.text[mention.end :]
        if mention.term.extra.get("generic") or tested:
            continue
        visit.asking.append(
            Asked("medication", clause, mention.term.name, mention.term, mention.start, mention.end)
        )

"""Questions and their answers: what was asked, and what a short answer says of it."""

from __future__ import annotations

import re
from dataclasses import replace

from zhenlu.domain.facts import FactKind, FactStatus, Polarity, Subject
from zhenlu.language.zh import mentions, symptoms
from zhenlu.language.zh.clauses import OTHER, PATIENT, Clause
from zhenlu.language.zh.conversation import Asked, Conversation, Found
from zhenlu.language.zh.mentions import Named

_ASPECTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (aspect, re.compile(pattern))
    for aspect, pattern in (
        ("duration", r"多久|多长时间|几天|几年|多少年|多少天|什么时候(?:开始|起|出|疼|咳|有)|几个月|几个(?:礼拜|星期)|到现在有"),
        ("side", r"哪边|左边还是|哪侧|哪只"),
        ("site", r"哪里|哪儿|什么地方|哪个地方|哪块|具体"),
        ("quality", r"什么样|怎么个|什么颜色|啥样|怎么疼|什么声|还是"),
        ("factor", r"什么(?:情况|时候)(?:下)?(?:会)?(?:加重|容易|犯|厉害|疼)|怎么起|怎么引起|的时候.*(?:加重|疼)"),
        ("frequency", r"几次|几回|多少次|多少回"),
        ("severity", r"厉不厉害|严不严重|多疼"),
        ("allergy", r"过敏"),
        ("family", r"家里(?:人|有没有|有人)?|家族|父母|爸妈|遗传|兄弟姐妹"),
        ("past", r"以前|之前|过去|既往|老毛病|别的病|什么病|慢性病|身体(?:怎么样|咋样|好)"),
        ("medicines", r"什么.{0,4}药|啥药|啥子药|吃药|用药|平时(?:吃|用)什么|吃什么|用什么药|药.{0,4}(?:吃|打)|几个单位|多少个?单位"),
        ("surgery", r"手术|开过刀|住过院|住院"),
        ("temperature", r"多少度|几度|最高|体温|烧到多少"),
        ("pressure", r"血压"),
        ("glucose", r"血糖|餐后|空腹"),
        ("heart_rate", r"心率|心跳|脉搏"),
        ("weight", r"体重|多重|几公斤|多少斤"),
        ("height", r"身高|多高"),
        ("adherence", r"按时吃|忘了吃|漏|忘(?:记)?吃|坚持吃|规律"),
        ("menses", r"末次月经|例假|月经"),
        ("smoking", r"抽烟|吸烟"),
        ("alcohol", r"喝酒|饮酒|酒还喝"),
        ("exercise", r"活动|运动|锻炼"),
    )
)
_FILLER = r"(?:嗯|啊|哦|呃|额|那个|这个|那|哎|就|诶|唉|这|倒|倒是|好像|应该|目前|现在|暂时|从来|一直|基本上?|真|可|反正|我|他|她|孩子|都|也|全|倒也|暂|别的|其他|其它|其余|这些|那些)*"
_NO = re.compile(
    rf"^{_FILLER}(?:没有没有|没有|没得|没|不是|不|无|否认|哪有|没啥|没什么|没听说过?|没发现|没事|没问题)(?:过|了|啊|呢|的|吧|呀|哦|有|事|问题|哈|什么|感觉|不舒服|打|做过|做|得过|犯过|动过)*$"
)
_YES = re.compile(
    rf"^{_FILLER}(?:有的|有过|有点儿?|有一点儿?|有些|有|是的|是|对的|对|会的|会|嗯嗯|可不是嘛?|没错|偶尔|经常|有时候|也有|得过|做过|吃着|在吃|还在吃|还吃|吃过|一直吃|打着|用着|在用)(?:啊|呢|的|吧|呀|哦|哈|嘛|有|会|对|是|了|过)*$"
)
_PRESUPPOSES = re.compile(r"多久|多长时间|几天|几年|多少年|多少天|什么时候(?:开始|起)|几个月|几个(?:礼拜|星期)|怎么个|哪边|哪里|哪儿")
_FILLER_ONLY = re.compile(r"^(?:嗯|啊|哦|呃|额|那个|这个|哎|诶|唉|这|嘛|行|好|好的)+$")
_PARTICLES = re.compile(r"(?:了|啊|呢|的|吧|呀|哦|嘛|哈|过|得很|着呢|上了|点儿?)+$")
_ELLIPTIC_NO = re.compile(
    r"^(?P<x>[\u4e00-\u9fff]{1,6}?)(?:倒是|倒|也|都|就|还|现在|那儿|这儿|那圈|这一块)*(?:没有过?|没得|没|没事|好好的|正常|还行|还好|还可以|不)(?:了|啊|的|呢)*$"
)
_ELLIPTIC_NEG = re.compile(r"^(?:倒|也|都|就|可|现在|我|他|她)*(?:没有?|不|没得|从来没|没听见|没看见|没看到|没发现)(?:怎么|太|咋|有|再)*(?P<x>[\u4e00-\u9fff]{1,6}?)(?:过|了|着|啊|呢|到|的)*$")


def ask(clause: Clause, visit: Conversation) -> None:
    """Note what a question is about, for the answer to come."""
    text = clause.text
    before = len(visit.asking)
    sure = clause.confirm or bool(_PRESUPPOSES.search(text) and not re.search(r"有没有|吗", text))
    for said in (*mentions.symptoms(text), *_sensations(clause, visit)):
        named = _at_place(said, visit)
        if re.match(r"就是|比如|像|也就是", text) or named.term.name == "不适":
            break
        if symptoms.is_factor(clause, named):
            visit.asking.append(Asked("aggravating", clause, named.term.name, named.term, named.start, named.end))
            continue
        visit.asking.append(
            Asked("symptom", clause, named.term.name, named.term, named.start, named.end, sure and not named.negated)
        )
    for named in mentions.normals(text):
        visit.asking.append(Asked("intact", clause, named.term.name, named.term, named.start, named.end))
    blood = symptoms.bleeding_of(clause, visit) if re.search(r"血(?!压|糖|脂|常规|氧|管)", text) else ""
    term = mentions.words().named(blood, "symptom") if blood else None
    if term and all(a.name != blood for a in visit.asking):
        at = text.index("血")
        visit.asking.append(Asked("symptom", clause, blood, term, at, at + 1))
    if "过敏" in text:
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


def _at_place(named: Named, visit: Conversation) -> Named:
    """痒不痒 right after the eyes were spoken of asks about itching eyes."""
    sensation = mentions.words().named(named.term.name, "sensation")
    key = {"瘙痒": "itch", "麻木": "numb"}.get(named.term.name, "")
    if sensation is None or visit.place is None or key not in visit.place.extra:
        return named
    return replace(named, term=mentions.sensation_at(visit.place, sensation))


def _sensations(clause: Clause, visit: Conversation) -> list[Named]:
    """麻不麻 without a site asks about the site spoken of."""
    place = visit.place
    match = re.search(r"(?P<s>[疼痛麻痒肿胀僵硬])[不没](?P=s)|(?P<t>[疼痛麻痒肿胀僵硬])过?吗|(?:有没有|会不会)(?P<u>[疼痛麻痒肿胀僵硬])", clause.text)
    if place is None or match is None or mentions.symptoms(clause.text):
        return []
    said = match["s"] or match["t"] or match["u"]
    sensation = mentions.words().named(said, "sensation")
    if sensation is None:
        return []
    return [Named(mentions.sensation_at(place, sensation), match.start(), match.end(), said=said)]


def _ask_history(clause: Clause, visit: Conversation) -> None:
    for named in mentions.named(clause.text, "disease", "procedure"):
        visit.asking.append(Asked("history", clause, named.term.name, named.term, named.start, named.end))
    for site in ("手术",):
        at = clause.text.find(site)
        if at >= 0 and all(a.name != site for a in visit.asking):
            visit.asking.append(Asked("history", clause, site, None, at, at + len(site)))


def _ask_allergy(clause: Clause, visit: Conversation) -> None:
    for mention in mentions.find(clause.text, "drug", "drug_class", "allergen"):
        if not mention.term.extra.get("generic"):
            visit.asking.append(
                Asked("allergy_to", clause, mention.term.name, mention.term, mention.start, mention.end)
            )


def _ask_medicine(clause: Clause, visit: Conversation) -> None:
    for mention in mentions.find(clause.text, "drug", "drug_class"):
        if mention.term.extra.get("generic"):
            continue
        visit.asking.append(
            Asked("medication", clause, mention.term.name, mention.term, mention.start, mention.end)
        )


def answer(clause: Clause, visit: Conversation) -> None:
    """Apply an answer to what the turn before asked."""
    items = [a for a in visit.asked if a.is_item]
    if not visit.asked or clause.supposed or _FILLER_ONLY.match(clause.text) and not _only_filler(clause, visit):
        return
    if clause.about not in (PATIENT, OTHER):
        _relative_answers(clause, visit)
        return
    if clause.about == OTHER or clause.question:
        return
    text = clause.text.strip()
    if not _NO.match(text):
        _affirm([a for a in items if a.presupposed], clause, visit)
    if re.match(r"^(?:对|嗯|是|行|好)", text) and "confirm" in {"confirm" for a in items if a.clause.confirm}:
        _affirm([a for a in items if a.clause.confirm], clause, visit)
        return
    if _NO.match(text):
        _deny(items, clause, visit, bare=True)
    elif re.search(r"有(?:过)?\d+[次回]", text) and not mentions.symptoms(text):
        _affirm(items[:1], clause, visit)
    elif _YES.match(text) or _only_filler(clause, visit):
        last = items[-1].clause if items else None
        _affirm([a for a in items if a.clause is last], clause, visit)
    else:
        _elliptic(text, items, clause, visit)


def _only_filler(clause: Clause, visit: Conversation) -> bool:
    turn = [c for c in visit.clauses if c.turn == clause.turn]
    return len(turn) == 1 and bool(re.match(r"^(?:嗯|是|对)+$", clause.text))


def _elliptic(text: str, items: list[Asked], clause: Clause, visit: Conversation) -> None:
    """血没有, 不模糊, 渴: an answer that repeats a word of the question."""
    if mentions.symptoms(text):
        return
    denied = _ELLIPTIC_NEG.match(text) or _ELLIPTIC_NO.match(text)
    if denied:
        word = denied["x"]
        _deny(_repeated(word, items), clause, visit, bare=False)
        return
    word = _PARTICLES.sub("", re.sub(r"^(?:有点|特别|很|挺|就是|可|是|老|就|还|都)+", "", text))
    if 1 <= len(word) <= 3 and not re.fullmatch(r"[没不有].*", word):
        _affirm(_repeated(word, items), clause, visit)
    for asked in [a for a in items if a.aspect == "symptom"]:
        key = re.search(r"[疼痛肿麻痒晕喘吐渴胀酸闷慌抖僵硬](?=[^疼痛肿麻痒晕喘吐渴胀酸闷慌抖僵硬]*$)", asked.clause.text[asked.start : asked.end])
        if key is None or key.group() not in text:
            continue
        denies = re.search(rf"(?:不|没有?|没得)(?:怎么|再|有|太|咋)*{key.group()}", text)
        (_deny([asked], clause, visit, bare=False) if denies else _affirm([asked], clause, visit))


def _repeated(word: str, items: list[Asked]) -> list[Asked]:
    """The asked items that an answer's word stands for: by their own words, else by their clause."""
    own = [a for a in items if word in a.clause.text[a.start : a.end] or a.name == word]
    if own or len(word) < 2:
        return own
    if mentions.find(word, "disease", "procedure", "drug"):
        return []
    return [a for a in items if word in a.clause.text]


def _deny(items: list[Asked], clause: Clause, visit: Conversation, bare: bool) -> None:
    several = len(items) > 1
    for asked in items:
        if id(asked) in visit.answered:
            continue
        visit.answered.add(id(asked))
        if bare and several and _stated(asked, clause, visit):
            continue
        _note(asked, clause, visit, Polarity.ABSENT)
    named = any(a.aspect == "allergy_to" for a in visit.asked)
    if bare and not named and any(a.aspect == "allergy" for a in visit.asked):
        _no_allergy(clause, visit)


def _stated(asked: Asked, clause: Clause, visit: Conversation) -> bool:
    known = visit.known(FactKind.SYMPTOM, asked.name) or visit.known(FactKind.HISTORY, asked.name)
    return known is not None and known.is_present and known.clause.turn == clause.turn


def _no_allergy(clause: Clause, visit: Conversation) -> None:
    if visit.known(FactKind.ALLERGY, "药物") or any(True for _ in visit.of_kind(FactKind.ALLERGY)):
        return
    uncertain = re.search(r"应该|好像|不知道|不清楚", "".join(c.text for c in visit.clauses if c.turn == clause.turn))
    found = visit.add(
        Found(
            FactKind.ALLERGY, "药物", clause, 0, len(clause.text),
            Polarity.UNCERTAIN if uncertain else Polarity.ABSENT,
        )
    )  # fmt: skip
    found.rest_on(*(a.clause for a in visit.asked if a.aspect == "allergy"))


def _affirm(items: list[Asked], clause: Clause, visit: Conversation) -> None:
    for asked in items:
        if id(asked) in visit.answered:
            continue
        visit.answered.add(id(asked))
        _note(asked, clause, visit, Polarity.PRESENT)


def _note(asked: Asked, clause: Clause, visit: Conversation, polarity: Polarity) -> None:
    end = len(clause.text)
    present = polarity is Polarity.PRESENT
    if asked.aspect == "symptom" and asked.term is not None:
        if asked.clause.past:
            if not present and visit.known(FactKind.SYMPTOM, asked.name) is None:
                symptoms.absent(clause, asked.term, 0, end, visit).rest_on(asked.clause)
            return
        inverted = bool(re.search(r"没.{1,6}吧|不.{1,6}吧", asked.clause.text))
        affirmed = present and not inverted
        note = symptoms.present if affirmed else symptoms.absent
        note(clause, asked.term, 0, end, visit).rest_on(asked.clause)
    elif asked.aspect == "allergy_to":
        if visit.known(FactKind.ALLERGY, asked.name) is None:
            found = visit.add(Found(FactKind.ALLERGY, asked.name, clause, 0, end, polarity, term=asked.term))
            found.rest_on(asked.clause)
    elif asked.aspect == "intact" and present and asked.term is not None:
        symptoms.absent(clause, asked.term, 0, end, visit).rest_on(asked.clause)
    elif asked.aspect == "aggravating":
        if present and visit.main is not None:
            visit.main.add("aggravating", asked.name)
            visit.main.rest_on(clause, asked.clause)
    elif asked.aspect == "history":
        family = any(a.aspect == "family" and a.clause.turn == asked.clause.turn for a in visit.asked)
        _history(asked, clause, visit, polarity, Subject.FAMILY if family else Subject.PATIENT)
    elif asked.aspect == "medication" and present and asked.term is not None:
        if visit.known(FactKind.MEDICATION, asked.name) is None and "过敏" not in asked.clause.text:
            found = visit.add(
                Found(FactKind.MEDICATION, asked.name, clause, 0, end, status=FactStatus.TAKEN, term=asked.term)
            )
            found.rest_on(asked.clause)
            visit.medicine = found


def _history(
    asked: Asked, clause: Clause, visit: Conversation, polarity: Polarity, subject: Subject
) -> None:
    name = asked.name
    known = visit.known(FactKind.HISTORY, name, subject)
    if known is None:
        known = visit.add(Found(FactKind.HISTORY, name, clause, 0, len(clause.text), subject=subject, term=asked.term))
    known.polarity = polarity
    known.rest_on(asked.clause)


def _relative_answers(clause: Clause, visit: Conversation) -> None:
    """我妈有, 我姐也是: the disease asked about, in a relative."""
    if not re.search(r"(?<![没不])(?:有|是|得过|得了)(?:的|啊|呢|这个)?$", clause.text):
        return
    if mentions.find(clause.text, "disease"):
        return
    diseases = [a for a in visit.asked if a.aspect == "history"]
    names = {a.name: a for a in diseases}
    last = next((f for f in reversed(visit.found) if f.kind is FactKind.HISTORY and f.subject is Subject.FAMILY), None)
    if last and last.clause.turn == clause.turn and last.name not in names:
        found = visit.add(Found(FactKind.HISTORY, last.name, clause, 0, len(clause.text), subject=Subject.FAMILY, term=last.term))
        found.add("relation", clause.about)
        return
    for asked in diseases:
        found = visit.add(Found(FactKind.HISTORY, asked.name, clause, 0, len(clause.text), subject=Subject.FAMILY, term=asked.term))
        found.add("relation", clause.about)
        found.rest_on(asked.clause)

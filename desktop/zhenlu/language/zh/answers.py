"""Answers: what a short answer says of what was asked."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, Polarity, Subject
from zhenlu.language.zh import answered, complaints, corrections, habits, mentions
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Asked, Conversation, Found
from zhenlu.language.zh.persons import OTHER, PATIENT

_FILLER = (
    r"(?:嗯|啊|哦|呃|额|那个|这个|那|哎|就|诶|唉|这|倒|倒是|好像|应该|目前|现在|暂时|还|从来|一直|"
    r"基本上?|真|可|反正|本人|自己|我|他|她|孩子|都|也|全|"
    r"倒也|暂|别的|其他|其它|其余|这些|那些|哪[个样]|啥|什么|[1一][个样点]儿?|统统|通通|1概|一概|所有)*"
)
_NO = re.compile(
    rf"^{_FILLER}(?:没有没有|没有|没得|没|不是|不|无|否认|哪有|没啥|没什么|没听说过?|没发现|没觉得|没感觉|没注意到|没这(?:个|回)?事|没事|"
    rf"没问题|不沾|不碰|不来|不会)(?:过|了|啊|呢|的|吧|呀|哦|有|事|问题|"
    rf"哈|什么|这个|那个|这种|这些|这样|情况|毛病|感觉|不舒服|打|做过|做|得过|犯过|动过|发过|发作过)*$"
)
_YES = re.compile(
    rf"^{_FILLER}(?:老有|常有|总有|是有点儿?|是有|有的|有过|有点儿?|有一点儿?|有些|有|是的|是|对的|对|会的|会|嗯嗯|可不是嘛?|"
    rf"没错|吃的|用的|偶尔|经常|有时候|也有|得过|做过|吃着|在吃|"
    rf"还在吃|还吃|吃过|想过|试过|一直吃|打着|用着|在用)(?:啊|呢|的|吧|呀|哦|哈|嘛|有|会|对|是|了|过)*$"
)
#: 青霉素没用过: whether it holds, nobody knows; a 没有 that follows is not said of it.
_UNTRIED = re.compile(
    r"没(?:有)?(?:用|吃|打|查|测|做|试|接触|注意)过?|不(?:知道|清楚|记得)|记不|说不"
)
_FILLER_ONLY = re.compile(r"^(?:嗯|啊|哦|呃|额|那个|这个|哎|诶|唉|这|嘛|行|好|好的)+$")
_PARTICLES = re.compile(r"(?:了|啊|呢|的|吧|呀|哦|嘛|哈|过|得很|着呢|上了|点儿?)+$")
_ELLIPTIC_NO = re.compile(
    r"^(?P<x>[\u4e00-\u9fff]{1,6}?)(?:倒是|倒|也|都|就|还|现在|那儿|这儿|那圈|这一块)*(?:没有过?|"
    r"没得|没|没事|好好的|正常|还行|还好|"
    r"还可以|不明显|不怕|不)(?:了|啊|的|呢)*$"
)
_ELLIPTIC_NEG = re.compile(
    r"^(?:倒|也|都|就|可|现在|这[次回]|我|他|她|肚子(?=没拉))*(?:没有?|不|没得|从来没|没听见|没看见|没看到|"
    r"没发现)(?:怎么|太|咋|有|"
    r"再)*(?P<x>[\u4e00-\u9fff]{1,6}?)(?:过|了|着|啊|呢|到|的)*$"
)


_ELLIPTIC_YES = re.compile(
    r"(?P<x>[\u4e00-\u9fff]{1,5}?)(?:倒|也|还|是)*(?:有(?:点儿?|1点|一点|些|的)?|会)"
)


#: 例假准吗 — 不太准: a function that was asked about is impaired.
_IMPAIRED = re.compile(
    r"(?:就|也|还|都|[1一]直|最近|现在)*不(?:太|怎么|大|是很|是太|咋)*(?:准|正常|规律|好|清楚|清|行|灵|稳|利索|利落|得劲)(?:了|的|啊)*"
)
#: 都正常: nothing of what was asked about.
_ALL_WELL = re.compile(
    r"(?:嗯|都|全|[1一]切|也|还|挺|目前|现在|反正)*(?:正常|挺好|好着呢|没毛病|没啥事|没问题)(?:的|啊|呢)*"
)
#: 鼻炎呢 — 换季会犯
_SEASONAL = re.compile(
    r"(?:[1一]?到|每到|每年|[1一]?)?(?:春天|夏天|秋天|冬天|换季|春秋|季节|偶尔|有时候?|老|常|经常)(?:的时候|时)?(?:会|都|就|要|也)*(?:犯|"
    r"发)(?:1次|[1一]下|的|啊)*"
)


#: 有子宫肌瘤吗 — B超说有个小的
_FOUND_ONE = re.compile(
    r"(?:说|查出来?|发现|看到|长)(?:是|了)?有?(?:1|一|好?几|两|2)?[个点些](?:很|挺|比较)?[小大]的?$"
)
#: 尿里有血吗 — 擦的时候纸上粉红的
_REDDENED = re.compile(
    r"^(?:是|有点|都是|发|淡|鲜|粉)*红(?:色)?的?$|(?:纸上|擦|尿)[^不没]{0,5}(?:(?:粉|淡|鲜|发)?红){1,2}"
)


def answer(clause: Clause, visit: Conversation) -> None:
    """Apply an answer to what the turn before asked."""
    items = [a for a in visit.asked if a.is_item]
    if (
        not visit.asked
        or clause.supposed
        or (_FILLER_ONLY.match(clause.text) and not _only_filler(clause, visit))
    ):
        return
    if clause.about not in (PATIENT, OTHER):
        _relative_answers(clause, visit)
        return
    if clause.about == OTHER or clause.question or corrections.is_taken_back(clause.text):
        return
    text = clause.text.strip()
    if _UNTRIED.search(text):
        named = {m.term.name for m in mentions.find(text, "disease", "drug", "drug_class")}
        visit.answered |= {id(a) for a in items if a.name in named}
    if not _NO.match(text):
        _affirm([a for a in items if a.presupposed], clause, visit)
    if re.match(r"^(?:对|嗯|是|行|好)", text) and "confirm" in {
        "confirm" for a in items if a.clause.confirm
    }:
        _affirm([a for a in items if a.clause.confirm], clause, visit)
        return
    _weigh(text, items, clause, visit)


def _weigh(text: str, items: list[Asked], clause: Clause, visit: Conversation) -> None:
    """Deny or affirm what was asked, by the wording of the answer."""
    if clause.past and _of_old(text, items, clause, visit):
        return
    if _NO.match(text) or _ALL_WELL.fullmatch(text):
        _deny(items, clause, visit, bare=True)
    elif _IMPAIRED.fullmatch(text):
        for asked in [a for a in items if a.aspect == "intact" and a.term]:
            _impaired(asked, clause, visit)
    elif _SEASONAL.fullmatch(text) or _FOUND_ONE.search(text):
        _affirm([a for a in items if a.aspect == "history"], clause, visit)
    elif re.search(
        r"(?:有|得|犯|发作|发|抽|崴|做)(?:过|了)?(?:\d+|好几|几)[次回]", text
    ) and not mentions.symptoms(text):
        _affirm(items[:1], clause, visit)
    elif _YES.match(text) or _only_filler(clause, visit):
        last = items[-1].clause if items else None
        _affirm([a for a in items if a.clause is last], clause, visit)
    elif not (clause.past and _answered_for_now(items, clause, visit)):
        _elliptic(text, items, clause, visit)


def _of_old(text: str, items: list[Asked], clause: Clause, visit: Conversation) -> bool:
    """抽过吗 — 这次没有, 1岁半的时候抽过1次: a complaint of the past is history."""
    for asked in [a for a in items if a.aspect == "symptom"]:
        verb = _wording(asked)[:1]
        denied = visit.known(FactKind.SYMPTOM, asked.name)
        told = re.search(rf"(?<![没不]){verb}过", text)
        if denied is None or denied.is_present or not told:
            continue
        if visit.known(FactKind.HISTORY, asked.name) is None:
            end = len(text)
            visit.add(Found(FactKind.HISTORY, asked.name, clause, 0, end, term=asked.term))
        return True
    return False


def _answered_for_now(items: list[Asked], clause: Clause, visit: Conversation) -> bool:
    """不喘, 小时候喘过: what was of old does not change the answer just given."""
    return any(
        id(a) in visit.answered or _told_in_turn(a, clause, visit)
        for a in items
        if not a.clause.past
    )


def _told_in_turn(asked: Asked, clause: Clause, visit: Conversation) -> bool:
    known = visit.known(FactKind.SYMPTOM, asked.name)
    return known is not None and known.clause.turn == clause.turn


def _only_filler(clause: Clause, visit: Conversation) -> bool:
    turn = [c for c in visit.clauses if c.turn == clause.turn]
    return len(turn) == 1 and bool(re.match(r"^(?:嗯|是|对)+$", clause.text))


def _elliptic(text: str, items: list[Asked], clause: Clause, visit: Conversation) -> None:
    """血没有, 不模糊, 渴: an answer that repeats a word of the question."""
    blood = [a for a in items if "血" in _wording(a)]
    if blood and re.fullmatch(r"(?:也|都)?没(?:见|有)?(?:发)?红", text):
        _deny(blood, clause, visit, bare=False)
        return
    if blood and _REDDENED.search(text):
        _affirm(blood, clause, visit)
        return
    named = mentions.symptoms(text)
    if named:
        # 不疼也不吐: what is named is read as it stands, the rest still answers.
        known = {n.term.name for n in named}
        for asked in [a for a in items if a.aspect == "symptom" and a.name not in known]:
            key = _key(asked)
            if key and re.search(rf"(?:^|也)(?:不|没有?)(?:怎么|再|太)*{key}(?:$|也|不|没)", text):
                _deny([asked], clause, visit, bare=False)
        return
    used = re.search(r"(?:吃|喷|吸|用|打|喝|抹|滴|戴|含|贴)(?:了|着|的|过)", text)
    if used and not re.search(r"没|不|停", text):
        said = {m.term.name for m in mentions.find(text, "drug", "drug_class")}
        drugs = [
            a
            for a in items
            if a.aspect == "medication" and a.term and a.term.kind == "drug"
            if not said or a.name in said
        ]
        _affirm(drugs[-1:], clause, visit)
    if _counts_nights(text, items, clause, visit):
        return
    little = _ELLIPTIC_YES.fullmatch(text)
    if little and not re.search(r"没|不", text):
        _affirm(_repeated(little["x"], items), clause, visit)
        return
    denied = _ELLIPTIC_NEG.match(text) or _ELLIPTIC_NO.match(text)
    if denied:
        word = denied["x"]
        _deny(_repeated(word, items), clause, visit, bare=False)
        return
    word = _PARTICLES.sub("", re.sub(r"^(?:有点|特别|很|挺|就是|可|是|老|就|还|都)+", "", text))
    if 1 <= len(word) <= 3 and not re.fullmatch(r"[没不有].*", word):
        _affirm(_repeated(word, items), clause, visit)
    _by_key(text, items, clause, visit)


def _by_key(text: str, items: list[Asked], clause: Clause, visit: Conversation) -> None:
    """The last sign of what was asked, in the answer: 疼吗 — 不疼."""
    for asked in [a for a in items if a.aspect == "symptom"]:
        key = _key(asked)
        if not key or not re.search(key, text):
            continue
        places = {s.term.name for s in mentions.sites(text)}
        own = {s.term.name for s in mentions.sites(asked.clause.text)}
        if places and own and not places & own:
            # 喉咙痛, asked about the ears: said of another place.
            continue
        denies = re.search(rf"(?:不|没有?|没得)(?:怎么|再|有|太|咋|像是?|觉得|算|大)*{key}", text)
        (_deny([asked], clause, visit, bare=False) if denies else _affirm([asked], clause, visit))


def _counts_nights(text: str, items: list[Asked], clause: Clause, visit: Conversation) -> bool:
    """夜里起来小便几次 — 起来两三次: more than once a night is nocturia."""
    nights = [a for a in items if a.name == "夜尿增多"]
    count = re.search(r"(?P<n>\d)(?:-\d)?[次回趟]", text)
    if not nights or count is None:
        return False
    if int(count["n"]) < 2:
        _deny(nights, clause, visit, bare=False)
        return True
    _affirm(nights, clause, visit)
    known = visit.known(FactKind.SYMPTOM, "夜尿增多")
    if known is not None:
        known.add("frequency", f"每晚{count.group()[:-1]}次", replace=True)
    return True


def _key(asked: Asked) -> str:
    """The sign of the wording that answers repeat, as a pattern: 胸痛 — 不疼."""
    match = re.search(
        r"[疼痛肿麻痒晕喘吐渴胀酸闷慌抖僵硬流红热汗](?=[^疼痛肿麻痒晕喘吐渴胀酸闷慌抖僵硬流红热汗]*$)",
        asked.clause.text[asked.start : asked.end],
    )
    if match is None:
        return ""
    return "[疼痛]" if match.group() in "疼痛" else match.group()


def _repeated(word: str, items: list[Asked]) -> list[Asked]:
    """The items that an answer's word stands for: by their own words, else by their clause."""
    same = word.replace("疼", "痛")
    own = [a for a in items if same in _wording(a).replace("疼", "痛") or a.name == word]
    if own or len(word) < 2:
        return own
    if mentions.find(word, "disease", "procedure", "drug"):
        return []
    # 记性还可以, asked about 掉头发、皮肤干、记性差: says nothing of the others.
    told = [a for a in items if word in a.clause.text]
    return told if len({a.name for a in told}) == 1 else []


def _deny(items: list[Asked], clause: Clause, visit: Conversation, bare: bool) -> None:
    several = len(items) > 1
    for asked in items:
        if id(asked) in visit.answered or asked.aspect == "intact":
            continue
        visit.answered.add(id(asked))
        if several and _stated(asked, clause, visit):
            continue
        answered.note(asked, clause, visit, Polarity.ABSENT)
    if bare:
        habits.deny_asked(clause, visit)
    named = any(a.aspect == "allergy_to" for a in visit.asked)
    if bare and not named and any(a.aspect == "allergy" for a in visit.asked):
        _no_allergy(clause, visit)


def _stated(asked: Asked, clause: Clause, visit: Conversation) -> bool:
    known = visit.known(FactKind.SYMPTOM, asked.name) or visit.known(FactKind.HISTORY, asked.name)
    return known is not None and known.is_present and known.clause.turn == clause.turn


def _no_allergy(clause: Clause, visit: Conversation) -> None:
    unchanged = any(
        a.aspect == "allergy" and re.search(r"变化|变|新的|别的|其他", a.clause.text)
        for a in visit.asked
    )
    if unchanged or any(True for _ in visit.of_kind(FactKind.ALLERGY)):
        return
    uncertain = re.search(
        r"应该|好像|不知道|不清楚",
        "".join(c.text for c in visit.clauses if c.sentence == clause.sentence),
    )
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
        answered.note(asked, clause, visit, Polarity.PRESENT)


def _impaired(asked: Asked, clause: Clause, visit: Conversation) -> None:
    if asked.term is not None and id(asked) not in visit.answered:
        visit.answered.add(id(asked))
        found = complaints.present(clause, asked.term, 0, len(clause.text), visit)
        found.rest_on(asked.clause)


def _wording(asked: Asked) -> str:
    return asked.clause.text[asked.start : asked.end]


def _relative_answers(clause: Clause, visit: Conversation) -> None:
    """我妈有, 我姐也是: the disease asked about, in a relative."""
    if not re.search(r"(?<![没不])(?:有|是|得过|得了)(?:的|啊|呢|这个)?$", clause.text):
        return
    if mentions.find(clause.text, "disease"):
        return
    diseases = [a for a in visit.asked if a.aspect == "history"]
    names = {a.name: a for a in diseases}
    last = next(
        (
            f
            for f in reversed(visit.found)
            if f.kind is FactKind.HISTORY and f.subject is Subject.FAMILY
        ),
        None,
    )
    if last and last.clause.turn == clause.turn and last.name not in names:
        found = visit.add(
            Found(
                FactKind.HISTORY,
                last.name,
                clause,
                0,
                len(clause.text),
                subject=Subject.FAMILY,
                term=last.term,
            )
        )
        found.add("relation", clause.about)
        return
    for asked in diseases:
        found = visit.add(
            Found(
                FactKind.HISTORY,
                asked.name,
                clause,
                0,
                len(clause.text),
                subject=Subject.FAMILY,
                term=asked.term,
            )
        )
        found.add("relation", clause.about)
        found.rest_on(asked.clause)

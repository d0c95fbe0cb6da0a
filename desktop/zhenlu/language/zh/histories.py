"""Past and family history; with them allergies and the way of life."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, Polarity, Subject
from zhenlu.language.lexicon import Term
from zhenlu.language.zh import allergies, durations, habits, mentions
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found, subject_of
from zhenlu.language.zh.mentions import Named
from zhenlu.language.zh.persons import OTHER, PATIENT

_CONTROL = re.compile(
    r"控制得?(?P<c>还行|还可以|可以|挺好|不错|良好|可|好|不好|不太好|一般|差|平稳|稳定)"
)
_SINCE_YEAR = re.compile(r"(?P<y>(?:19|20)\d{2}年|去年|前年|大前年)")
#: 类风湿没查过: neither had nor denied.
_NEVER_TESTED = re.compile(r"(?:倒|也|还|都|就|从来)*没(?:有)?(?:查|测|检查|化验|看)过")
_YEAR_ALONE = re.compile(
    r"(?:是|大概|好像|在|应该是)*(?P<y>(?:19|20)\d{2}年)(?:的|吧|那会|那年)*"
)
#: 放完支架吃了一年: how long a drug was taken.
_OF_A_DRUG = re.compile(r"[吃喝用打服停]了$")
_NOT_HISTORY = re.compile(
    r"考虑|初步看|问题不大|看样子|诊断(?!过|出)|怀疑|可能|排除|不像|是不是|会不会|疫苗|大概率|随访|门诊|中心"
)


def hear(clause: Clause, visit: Conversation) -> None:
    """Take history, allergies and habits of a told clause."""
    allergies.hear(clause, visit)
    if clause.question or clause.supposed or clause.about == OTHER:
        return
    _followed_up(clause, visit)
    _history(clause, visit)
    if visit.told_by_patient(clause):
        habits.hear(clause, visit)


#: 我社区的, 做高血压随访的: what a clinician calls about is known of the patient.
_FOLLOWED_UP = re.compile(r"(?:病)?(?:的)?(?:电话|定期|季度|年度)?(?:随访|复诊|复查)的?")


def _followed_up(clause: Clause, visit: Conversation) -> None:
    """Take the chronic illness that a clinician names as the reason of the call."""
    if clause.clinician is not True or visit.dictated or clause.turn > 2 or clause.about:
        return
    for named in mentions.named(clause.text, "disease"):
        lasting = named.term.extra.get("chronic") and not named.negated
        if lasting and _FOLLOWED_UP.match(clause.text[named.end :]):
            _note(clause, named, visit)


def _history(clause: Clause, visit: Conversation) -> None:
    text = clause.text
    family = clause.about != PATIENT
    if not visit.told_by_patient(clause) or _NOT_HISTORY.search(text):
        return
    if visit.dictated and re.search(
        r"诊断|考虑|印象", "".join(c.text for c in visit.clauses if c.turn == clause.turn)
    ):
        return
    found = []
    for named in mentions.named(text, "disease", "procedure"):
        if visit.reaction is clause:
            # 荨麻疹, told as what a drug brought on
            continue
        if _is_complaint(clause, named, visit) or (named.negated and re.search("未见|片", text)):
            continue
        if _NEVER_TESTED.match(text[named.end :]):
            continue
        found.append(_note(clause, named, visit))
    if not family:
        found += _pressure_word(clause, visit)
        found += _pressure_asked(clause, visit)
        found += _operations(clause, visit)
        found += _past_events(clause, visit)
        found += _birth(clause, visit)
        found += _body_states(clause, visit)
    for one in found:
        _details(clause, one)
    if not found:
        _since_answer(clause, visit)


def _is_complaint(clause: Clause, named: Named, visit: Conversation) -> bool:
    """我感冒了 is what brought the patient here, not history."""
    if clause.about != PATIENT or named.term.extra.get("chronic") or named.negated:
        return False
    if named.term.kind == "procedure":
        asked = any(a.aspect in ("surgery", "history", "past") for a in visit.asked)
        return named.term.name in ("手术", "外伤", "输血") or not (
            asked or re.search(r"过|了|史|年|前", _before(clause, visit) + clause.text)
        )
    past = re.search(
        r"得过|患过|有过|过\d+[次回]|那会儿?|史|年前|查出|好几年|多年|老毛病|\d年|小时候|有的?$",
        clause.text,
    ) or re.search(r"(?:我|本来|[1一]直|原来|自己)有(?:点|个)?$", clause.text[: named.start])
    asked = any(a.aspect in ("history", "past") for a in visit.asked)
    return not (clause.past or past or asked or _corrects_history(clause, named, visit))


def _before(clause: Clause, visit: Conversation) -> str:
    """流过一次, 是药流: what the sentence said before this clause."""
    place = visit.place_of(clause)
    before = visit.clauses[place - 1] if place else clause
    return before.text if before is not clause and before.sentence == clause.sentence else ""


def _corrects_history(clause: Clause, named: Named, visit: Conversation) -> bool:
    """我有腮腺炎, 记错了, 淋巴瘤: the second is history as the first was."""
    told = visit.found[-1] if visit.found and visit.correcting else None
    if told is None or told.kind is not FactKind.HISTORY or told.clause.turn != clause.turn:
        return False
    return bool(re.fullmatch(r"(?:是|有|应该是)*", clause.text[: named.start]))


def _note(clause: Clause, named: Named, visit: Conversation) -> Found:
    subject = subject_of(clause)
    polarity = Polarity.ABSENT if named.negated else Polarity.PRESENT
    relation = clause.about if subject is Subject.FAMILY else ""
    known = visit.known(FactKind.HISTORY, named.term.name, subject, relation)
    if known is None:
        known = visit.add(
            Found(
                FactKind.HISTORY,
                named.term.name,
                clause,
                named.start,
                named.end,
                polarity,
                subject=subject,
                term=named.term,
            )
        )
    else:
        known.polarity = polarity
        known.rest_on(clause)
    known.add("relation", relation, replace=True)
    return known


def _details(clause: Clause, found: Found) -> None:
    if not found.is_present:
        return
    _since(clause.text, found)
    control = _CONTROL.search(clause.text)
    if control:
        said = control["c"]
        found.add(
            "control", "控制不佳" if re.search("不|差|一般", said) else "控制可", replace=True
        )


def _since(text: str, found: Found) -> None:
    lengths = [
        d
        for d in durations.all_lengths(text)
        if d.unit in ("年", "月", "周", "天") and not _OF_A_DRUG.search(text[: d.start])
    ]
    if lengths:
        last = lengths[-1]
        found.add(
            "since",
            last.text or f"{last.value}{'个月' if last.unit == '月' else last.unit}",
            replace=True,
        )
        return
    year = _SINCE_YEAR.search(text)
    if year:
        found.attributes.setdefault("since", year["y"])


def _since_answer(clause: Clause, visit: Conversation) -> None:
    """十二年了 after 高血压有几年了, or right after the disease was named."""
    if clause.about != PATIENT:
        return
    asked = [a for a in visit.asked if a.aspect == "history"]
    lengths = [d for d in durations.all_lengths(clause.text) if d.unit in ("年", "月")]
    alone = (
        re.fullmatch(
            r"(?:嗯|啊|哦|得|有|大概|差不多|那得|就算|算|快|也|都|好|那|1|得有|已经|约)*",
            clause.text[: lengths[0].start],
        )
        if lengths
        else None
    )
    how_long = any(a.aspect == "duration" for a in visit.asked)
    if lengths and alone and how_long and asked:
        known = visit.known(FactKind.HISTORY, asked[-1].name)
        if known is None:
            known = visit.add(
                Found(
                    FactKind.HISTORY,
                    asked[-1].name,
                    clause,
                    0,
                    len(clause.text),
                    term=asked[-1].term,
                )
            )
            known.rest_on(asked[-1].clause)
        _since(clause.text, known)
        known.rest_on(clause)
        return
    if lengths and alone:
        last = visit.found[-1] if visit.found else None
        if (
            last
            and last.kind is FactKind.HISTORY
            and last.is_present
            and last.clause.turn == clause.turn
        ):
            _since(clause.text, last)
    year = _YEAR_ALONE.fullmatch(clause.text)
    told = visit.found[-1] if visit.found else None
    if year and told and told.kind is FactKind.HISTORY and told.clause.turn == clause.turn:
        # 阑尾切过, 零九年
        told.attributes.setdefault("since", year["y"])
        told.rest_on(clause)
    control = _CONTROL.search(clause.text)
    diseases = [
        f for f in visit.of_kind(FactKind.HISTORY) if f.is_present and f.subject is Subject.PATIENT
    ]
    if control and diseases:
        _details(clause, diseases[-1])


def _pressure_word(clause: Clause, visit: Conversation) -> list[Found]:
    """血压高 with a drug or years is hypertension; 血压不高 denies it."""
    text = clause.text
    match = re.search(
        r"血压(?:也|都|倒|一直|从来)?(?P<no>不|没)?(?:有点|偏|老|挺|一直)?高(?!血压|压)", text
    )
    if match is None:
        return []
    term = mentions.words().named("高血压", "disease")
    if term is None:
        return []
    following = [c.text for c in visit.clauses if c.turn == clause.turn]
    treated = re.search(r"年|降压药|吃", "".join(following)) and any(
        mentions.find(t, "drug") for t in following
    )
    if match["no"] or treated:
        named = Named(term, match.start(), match.end(), bool(match["no"]), said=match.group())
        return [_note(clause, named, visit)]
    return []


def _pressure_asked(clause: Clause, visit: Conversation) -> list[Found]:
    """血压高不高 — 高, 吃着药呢: raised pressure that is treated or lasts is hypertension."""
    asked = any(a.name == "血压升高" for a in visit.asked)
    affirmed = re.fullmatch(
        r"(?:嗯|有点|偏|挺|老|是|对|[1一]直|也)*(?:高|有)(?:的|着呢|啊|了)*", clause.text
    )
    term = mentions.words().named("高血压", "disease")
    if not (asked and affirmed) or term is None:
        return []
    turn = visit.turn_of(clause)
    if not re.search(r"降压药|吃.{0,6}药|\d年", turn) and not mentions.find(turn, "drug"):
        return []
    for said in [f for f in visit.of_kind(FactKind.SYMPTOM) if f.name == "血压升高"]:
        visit.drop(said)
    return [_note(clause, Named(term, affirmed.start(), affirmed.end()), visit)]


def _operations(clause: Clause, visit: Conversation) -> list[Found]:
    match = re.search(
        r"(?P<no>没|没有|未|无|否认)(?:做|动|开|有|得)*(?:过)?[^,]{0,2}(?P<w>手术|外伤|刀|输血)",
        clause.text,
    )
    hurt = re.search(r"(?:没|没有|未|无|否认)(?:受|碰)过?(?:过)?(?:什么)?伤", clause.text)
    if match is None and hurt is not None:
        named = Named(Term("外伤", "procedure"), hurt.start(), hurt.end(), True)
        return [_note(clause, named, visit)]
    if match is None:
        asked = any(a.aspect == "surgery" for a in visit.asked)
        if not (asked and re.search(r"^没(?:有)?(?:做|动|开)?过?$", clause.text)):
            return []
        return [_note(clause, Named(Term("手术", "procedure"), 0, len(clause.text), True), visit)]
    words = ["手术"] if re.search("手术|刀", clause.text) else []
    words += [w for w in ("外伤", "输血") if w in clause.text]
    return [
        _note(clause, Named(Term(w, "procedure"), match.start(), match.end(), True), visit)
        for w in words
    ]


#: 扭过左膝, 崴过脚: an injury of the past by what happened and where.
_INJURED = re.compile(r"(?P<how>扭|崴|拉伤|挫伤|摔断|摔裂)过(?P<side>[左右]?)(?:边|侧|的)*")
_INJURIES = {
    "扭": "扭伤", "崴": "扭伤", "拉伤": "拉伤", "挫伤": "挫伤", "摔断": "骨折", "摔裂": "骨折",
}  # fmt: skip


def _past_events(clause: Clause, visit: Conversation) -> list[Found]:
    """输过血 and 扭过左膝: what happened once, named by a verb."""
    text = clause.text
    found = []
    blood = re.search(r"(?<!没)(?<!没有)(?<!未)输过(?:\d+[次回])?血", text)
    if blood:
        term = mentions.words().named("输血", "procedure") or Term("输血", "procedure")
        found.append(_note(clause, Named(term, blood.start(), blood.end()), visit))
    for hurt in _INJURED.finditer(text):
        site = next((s for s in mentions.sites(text) if s.start == hurt.end()), None)
        if site is None or re.search(r"[没不未](?:有)?$", text[: hurt.start()]):
            continue
        name = f"{hurt['side']}{site.term.name}{_INJURIES[hurt['how']]}"
        one = _note(clause, Named(Term(name, "disease"), hurt.start(), site.end), visit)
        one.add("side", hurt["side"])
        found.append(one)
    return found


#: 生过几个孩子 — 一个, 剖的
_BORN_BY = re.compile(r"(?:都|也|是|孩子|两个|[12]个)*剖(?:腹产|宫产|出来)?的(?:啊|呢)?")


def _birth(clause: Clause, visit: Conversation) -> list[Found]:
    turns = {visit.turn_of(a.clause) for a in visit.asked}
    asked = any(re.search(r"生过|几个孩子|顺产|怎么生|几胎", text) for text in turns)
    term = mentions.words().named("剖宫产术", "procedure")
    if not asked or term is None or not _BORN_BY.fullmatch(clause.text):
        return []
    return [_note(clause, Named(term, 0, len(clause.text)), visit)]


def _body_states(clause: Clause, visit: Conversation) -> list[Found]:
    """Pregnancy and breast feeding decide on drugs."""
    text = clause.text
    found = []
    for name, pattern in (
        ("哺乳期", r"喂奶|哺乳|母乳喂养"),
        ("妊娠", r"怀孕了|怀着|孕\d+周|怀孕\d+"),
    ):
        match = re.search(pattern, text)
        if (
            match
            and re.search(r"我|在|现在|呢|\d", text)
            and not re.search(r"没|不|能", text[: match.start()])
        ):
            found.append(
                _note(clause, Named(Term(name, "disease"), match.start(), match.end()), visit)
            )
    menses = any(a.aspect == "menses" for a in visit.asked)
    date = re.search(r"(?:这个月|上个月|本月|\d+月)?\d+[号日]", text)
    if menses and date and not visit.known(FactKind.HISTORY, "末次月经"):
        one = _note(clause, Named(Term("末次月经", "menses"), date.start(), date.end()), visit)
        one.value = date.group()
    return found

"""Tests: ordered, declined, and done with a result."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.language.lexicon import Mention
from zhenlu.language.zh import mentions, named_tests, results
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation

_ORDER = re.compile(
    r"[背戴挂](?:[1一]?个|上)|^马上|^急诊?|急诊(?=[胃肠头胸腹心CB])|联系|安排|预约|查|拍|做|验|抽血|化验|复查|照|开|去|约|测个|留|再来个|加|完善|看看|和|检查"
)
_DECLINE = re.compile(
    r"先?(?<!要)不(?:用)?(?:做|拍|查|照|抽)|不做了|不拍了|就不|算了|不需要|不用(?:做|拍|查)|没必要|看不清"
)
_VALUE = re.compile(
    r"^(?:结果|计数|的|值|比例|百分比|是|为|有|到|测的|:|"
    r"才)*\s*(?P<v>\d+(?:\.\d+)?)(?P<p>%)?(?!\s*(?:个|天|年|次|片|度|"
    r"月|岁|/|号|周))"
)
_ECG = re.compile(r"ST段|导联|T波|窦性|早搏|(?<!既往)(?<!有)房颤(?!病史|史|\d)|Q波")
_PAST_RESULT = re.compile(r"体检|上次|上个月|去年|前年|以前|那次|刚做过|做过")


#: 糖化抽一个, 血脂都复查一下: the order stands after what is ordered.
_ORDERED_AFTER = re.compile(
    r"(?:^|也|都|再|一起|一块|顺便)(?:要|得|去)?(?:复查|查|做|拍|抽|验|化验|测|照|看看)"
    r"(?:1个|一个|1下|一下|1遍|个|吧|看看|上|血)*$|^(?:抽|查|做|拍|验)(?:1个|一个|1下|一下|个(?!过))"
)
_TELLS_RESULT = re.compile(r"\d(?!个?月|天|次|、)|阳性|阴性|正常|异常|[高低]|结果|报告")


def hear(clause: Clause, visit: Conversation) -> None:
    """Take tests that are ordered, and results that are told."""
    if (clause.supposed and not re.search(r"必要时", clause.text)) or clause.about:
        return
    text = clause.text
    found = named_tests.find(text)
    if not found and clause.clinician is False:
        _answer(clause, visit)
        _taken_up(clause, visit)
    if not found:
        if not _about_asked(clause, visit):
            _loose_result(clause, visit)
            _decline(clause, visit, ())
        return
    if clause.question and clause.clinician is False:
        visit.asking_test = found[-1]
        return
    if _DECLINE.search(text) and not re.search(r"还是做", text):
        _decline(clause, visit, found)
        return
    for i, mention in enumerate(found):
        end = found[i + 1].start if i + 1 < len(found) else len(text)
        _one(clause, mention, text[mention.end : end], visit)


#: 做一个吧, 可以查: a clinician agrees to the test that the patient asked about.
_AGREED = re.compile(
    r"(?:嗯|对|那|行|好|也|还|是|最好|可以|得|要|需要|就|去|先|你|您|想)*(?:做|查|拍|照|验|抽)(?:1?个|1下|1遍|一个|一下)*"
    r"(?:吧|的|啊|也行|也好|看看|放心)*"
)


def _about_asked(clause: Clause, visit: Conversation) -> bool:
    """用不用做胃镜 — 做一个吧, or 先不做: said of the test that the turn before asked about."""
    asked = visit.asked_test
    if asked is None or clause.clinician is False or clause.question:
        return False
    place = Mention(asked.term, 0, len(clause.text), clause.text)
    if _DECLINE.search(clause.text):
        known = visit.known(FactKind.TEST, asked.term.name)
        if known is None or known.status is FactStatus.ORDERED:
            found = known or results.record(clause, place, FactStatus.REFUSED, visit)
            found.status = FactStatus.REFUSED
            found.rest_on(clause)
        visit.asked_test, visit.declined = None, clause.turn
        return True
    if _AGREED.fullmatch(clause.text):
        visit.test = results.record(clause, place, FactStatus.ORDERED, visit)
        visit.asked_test = None
        return True
    return False


#: 那就做无痛的吧: the patient takes up what was declined before.
_TAKES_UP = re.compile(
    r"(?:那|行|好|嗯|就|还是|听你的|听您的)+(?:做|查|拍|抽)(?:个)?(?:无痛)?的?(?:吧|呗|嘛)"
)


def _taken_up(clause: Clause, visit: Conversation) -> None:
    if not _TAKES_UP.fullmatch(clause.text) or (clause.question and not clause.confirm):
        return
    declined = [
        f
        for f in visit.of_kind(FactKind.TEST)
        if f.status is FactStatus.REFUSED and clause.turn - f.clause.turn <= 4
    ]
    if declined:
        declined[-1].status = FactStatus.ORDERED
        declined[-1].rest_on(clause)


def _answer(clause: Clause, visit: Conversation) -> None:
    """幽门螺杆菌查了吗 — 是阴性的: the result of the test asked about."""
    match = re.fullmatch(
        r"(?:是|都|也|还|说|讲|结果|医生|大夫|他们|挺|基本|查了|做了|查过|做过|去年|上次|嗯|那个)*"
        r"(?P<r>弱?阳性|阴性|正常|没(?:什么)?(?:问题|事)|偏高|偏低)(?:的|吧|啊|呢|了|一点|点)*",
        clause.text,
    )
    asked = [(a.clause, m) for a in visit.asked for m in mentions.find(a.clause.text, "test")]
    number = re.search(r"(?:查的|是|测的|^)(?:大概|好像)?(?P<v>\d+(?:\.\d+)?)$", clause.text)
    if number and asked and not clause.question and "血糖" not in asked[-1][1].term.name:
        question, mention = asked[-1]
        place = Mention(mention.term, number.start("v"), number.end("v"), number["v"])
        found = results.record(clause, place, FactStatus.DONE, visit)
        found.value, found.unit = number["v"], str(mention.term.extra.get("unit", ""))
        found.rest_on(question)
        return
    if match is None or not asked or clause.question:
        return
    question, mention = asked[-1]
    place = Mention(mention.term, match.start("r"), match.end("r"), match["r"])
    found = results.record(clause, place, FactStatus.DONE, visit)
    found.add("result", results.plain(match["r"]))
    found.rest_on(question)


def _one(clause: Clause, mention: Mention, rest: str, visit: Conversation) -> None:
    value = _VALUE.match(rest)
    result = results.RESULT.match(rest)
    unit = str(mention.term.extra.get("unit", ""))
    plus = results.PLUS.match(rest) or re.match(r"(?P<s>\++)", rest)
    if plus or ((result and mention.term.extra.get("part")) and clause.clinician is not False):
        results.component(clause, mention, rest, visit)
        return
    if results.by_side(clause, mention, rest, visit):
        return
    ratio = bool(value and "." in value["v"] and value.start("v") <= 3)
    if value and (unit or ratio) and not re.search(r"\d(?:小时|天|次)", rest[:6]):
        # A glucose value that the patient measured is a vital sign.
        if clause.clinician is not False or not mention.term.name.endswith("血糖"):
            found = results.record(clause, mention, FactStatus.DONE, visit)
            found.value = results.counted(mention.term, value)
            found.unit = results.unit_of(mention.term, value)
            results.more_exact(found, clause, visit)
    elif result and not re.search(r"[吗?]", rest):
        if clause.clinician is not False or result["r"] not in ("高", "低", "有点高", "高了"):
            found = results.record(clause, mention, FactStatus.DONE, visit)
            found.add("result", results.plain(result["r"]))
    elif re.search(
        r"未见[\u4e00-\u9fff]+|示[\u4e00-\u9fff]+|^(?:上|里)?没(?:看[见到]|见|发现)|"
        r"^(?:上|里)?没有(?=出血|梗死|骨折|积液|占位|结石|异常|问题|肺炎|病灶|狭窄)", rest
    ):
        found = results.record(clause, mention, FactStatus.DONE, visit)
        found.add("result", rest.lstrip("提显示:"))
    elif clause.clinician is not False and _comes_after(clause, mention, rest, visit):
        return
    elif clause.clinician is False:
        _told(clause, mention, visit)
    else:
        _ordered(clause, mention, visit)


#: 糖化出来了, 糖化上周抽的
_OUT = re.compile(
    r"(?:(?:上周|上个月|上次|昨天|前天|今天|今早|刚才?|早上)?(?:抽|查|做|测|验|化验)的|"
    r"的?结果|也|都|已经|刚|今天|这次)*(?:出来了?|回来了?|出了)?(?:啊|啦|了)?"
)


def _comes_after(clause: Clause, mention: Mention, rest: str, visit: Conversation) -> bool:
    """糖化出来了, 八点九; B超, 胆囊增大: the result stands in the clauses after the name."""
    if not _OUT.fullmatch(rest):
        return False
    if results.value_follows(clause, mention, visit):
        return True
    return not rest and results.reported(clause, mention, visit)


def _told(clause: Clause, mention: Mention, visit: Conversation) -> None:
    """在社区做了个心电图, 说正常: a test that the patient had, with what followed."""
    if clause.question or not re.search(r"(?:做|查|拍|照|测|验)(?:过|了|的)", clause.text):
        return
    if re.search(r"没(?:有)?(?:做|查|拍|照|测|验)", clause.text):
        return
    index = visit.place_of(clause) + 1
    following = visit.clauses[index] if index < len(visit.clauses) else None
    found = results.record(clause, mention, FactStatus.DONE, visit)
    visit.test = found
    if following is not None and following.turn == clause.turn:
        result = re.match(
            r"(?:大夫|医生|他们)?(?:说|讲)?(?:是|都|也)?(?P<r>正常|没(?:什么)?(?:问题|事)|偏高|偏低|"
            r"弱?阳性|阴性)",
            following.text,
        )
        if result:
            found.add("result", results.plain(result["r"]))
            found.rest_on(following)


def _ordered(clause: Clause, mention: Mention, visit: Conversation) -> None:
    told_of = clause.past and not re.search(r"(?:查|做|拍|抽|验)[1一]?个", clause.text)
    if clause.clinician is False or clause.question or told_of:
        return
    # 验大便, 拍胸片: the order may be part of the wording.
    before = clause.text[: mention.end]
    if mention.term.extra.get("part") and not _ORDER.search(before):
        return
    listed = bool(
        visit.test
        and visit.test.clause.turn == clause.turn
        and visit.test.status is FactStatus.ORDERED
    )
    film = re.fullmatch(r"[左右双]?侧?[\u4e00-\u9fff]{1,6}", clause.text) and re.search(
        r"片$|CT$|B超$|磁共振$|彩超$", clause.text
    )
    if not (
        _ORDER.search(before)
        or _ORDERED_AFTER.search(clause.text[mention.end :])
        or (film and clause.clinician and not visit.dictated)
        or _bare_list(clause, visit)
        or (listed and re.fullmatch(r"(?:再|和|、|还有|1个|个)*", clause.text[: mention.start]))
    ):
        return
    if re.search(r"等|出来|结果|商量|以后再说|下次再|回去想|考虑考虑", clause.text):
        return
    if mention.term.name in ("血脂", "血钾", "尿酸") and not _ORDER.search(before) and not listed:
        return
    films = [
        f
        for f in visit.of_kind(FactKind.TEST)
        if f.status is FactStatus.ORDERED and f.name.endswith(("片", "X线"))
    ]
    if mention.term.name == "X线检查" and films:
        # 那先拍片, after the film was named.
        films[-1].rest_on(clause)
        return
    found = results.record(clause, mention, FactStatus.ORDERED, visit)
    if "必要时" in clause.text:
        found.add("timing", "必要时")
    visit.test = found


def _bare_list(clause: Clause, visit: Conversation) -> bool:
    """血常规、血气、胸片: nothing but tests, and no result of any in that sentence."""
    if clause.clinician is not True or visit.dictated:
        return False
    same = [c for c in visit.clauses if c.sentence == clause.sentence]
    if any(_TELLS_RESULT.search(c.text) for c in same):
        return False
    return _only_tests(clause.text)


def _only_tests(text: str) -> bool:
    text = re.sub(r"(?:看看?|查)[\u4e00-\u9fff]{1,4}$", "", text)
    rest = re.sub(r"[、和跟,及 ]|还有|再|看看|1个|个", "", text)
    named = mentions.find(text, "test")
    left = len(rest) - sum(m.end - m.start for m in named)
    return bool(named) and left <= 4 * len(mentions.sites(text)) + (2 if len(named) > 1 else 0)


def _shows_on_ecg(clause: Clause, visit: Conversation) -> bool:
    """ST段抬高, 窦性心律; 房颤 and 早搏 alone are diseases, too, and need the word."""
    shown = _ECG.search(clause.text)
    if shown is None:
        return False
    return shown.group() not in ("房颤", "早搏") or "心电" in visit.turn_of(clause)


def _loose_result(clause: Clause, visit: Conversation) -> None:
    """A finding that belongs to a test named before: ST段抬高, 亚硝酸盐阳性."""
    text = clause.text
    if clause.clinician is False or clause.question:
        return
    if _shows_on_ecg(clause, visit):
        term = mentions.words().named("心电图", "test")
        if term is not None:
            place = Mention(term, 0, len(text), text)
            found = results.record(clause, place, FactStatus.DONE, visit)
            found.add("result", text.strip())
            visit.test = found
        return
    match = re.fullmatch(
        r"(?P<what>[\u4e00-\u9fff]{2,6})(?P<r>(?:[1-4]个加号?|弱?阳性|阴性|\++))", text
    )
    test = visit.test
    if match and test and test.clause.turn == clause.turn and test.status is FactStatus.DONE:
        plus = results.PLUS.match(match["r"])
        test.add("result", match["what"] + ("+" * int(plus["n"]) if plus else match["r"]))
        test.rest_on(clause)


def _decline(clause: Clause, visit: Conversation, named: tuple[Mention, ...]) -> None:
    """A test that was proposed and then left out."""
    if not _DECLINE.search(clause.text):
        return
    names = {m.term.name.removesuffix("检查") for m in named}
    for found in reversed(list(visit.of_kind(FactKind.TEST))):
        if found.status is not FactStatus.ORDERED or clause.turn - found.clause.turn > 2:
            continue
        if not names and mentions.find(clause.text, "drug", "drug_class"):
            return
        if not names and clause.turn - visit.declined <= 2:
            return
        if not named and not re.search(r"做|拍|查|照|抽", clause.text):
            return
        if not names or any(n in found.name for n in names):
            found.status = FactStatus.REFUSED
            visit.declined = clause.turn
            found.rest_on(clause)
            return

"""The next visit: when, and what brings the patient back sooner."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind
from zhenlu.language.zh import durations
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found

_FOLLOW = re.compile(
    r"复查|复诊|随访|再来|来看|回来看|来复|过来看|来站里|打电话|再看|来换药|来找我|来一趟|来开药|"
    r"联系|就诊|再过来|来(?:我们|咱们?|咱)?(?:这儿|这里|中心|医院|门诊|站|科里?|卫生院)|后来(?:打|换|拆|抽|做|取|拿|拔|测|量|开)|拿(?:过?来)?给我看|再?打给[你您]|再?给[你您](?:回|打)(?:电话|过去)?$|[天周月期拜年](?:之|以)?后[^,]{0,2}(?:查|化验|抽血|做|看)"
)
_TOMORROW = (
    (re.compile(r"明天|明早|明日"), "1", "天"),
    (re.compile(r"后天"), "2", "天"),
    (re.compile(r"下周|下礼拜|下个礼拜|下星期|下个星期"), "1", "周"),
    (re.compile(r"下个?月"), "1", "月"),
)
#: 下周四上午: a day by its name, no interval.
_WEEKDAY = re.compile(
    r"(?:下个?|这个?|本)?(?:周|星期|礼拜)[1-6一二三四五六日天](?![天次回日个])(?:上午|下午|早上|晚上)?"
)
_CONDITION_WORD = re.compile(r"要是|如果|万一|一旦|的话")
_RETURN = re.compile(
    r"(?:随时|马上|赶紧|立刻|立即|及时)(?:来|回来|过来|去|就诊|就医|送|打120|联系|到)|随诊|打120|"
    r"去急诊|马上来|再来"
)


def hear(clause: Clause, visit: Conversation) -> None:
    """Take what a clinician says of the next visit."""
    text = clause.text
    if clause.supposed:
        _return_if(clause, visit)
    if _told_interval(clause, visit):
        return
    if (
        not _FOLLOW.search(text)
        and not re.search(r"后来?(?:来|再来|过来)$|[天周月期拜](?:之|以)?后[^,]{0,10}来$", text)
        and not re.search(r"拆线后|随时来", text)
    ):
        return
    if re.search(r"吃[药完]|上次|之前复查|刚复查", text):
        return
    length = durations.interval(text)
    index = visit.place_of(clause)
    before = visit.clauses[index - 1] if index else clause
    if length is None and before.condition and before.sentence == clause.sentence:
        # 三天以后还发烧, 就来复诊
        length = durations.interval(before.text)
        if length and re.match(r"(?:之|以)?[后内](?:还|仍|不|没|要)", before.text[length.end :]):
            _add_follow_up(before, length.value, length.unit, length.start, length.end, visit)
            visit.found[-1].rest_on(clause)
            return
        length = None
    if length and re.search(
        r"(?:^|[^\d])(?:后|以后|之后|内|再|来|复|不好|还|不见|没好)", text[length.end :][:4] + " "
    ):
        _add_follow_up(clause, length.value, length.unit, length.start, length.end, visit)
        return
    if not _on_weekday(clause, visit):
        _in_days(clause, visit)


def _in_days(clause: Clause, visit: Conversation) -> None:
    """明天, 下周, 下个月 without a number."""
    text = clause.text
    for pattern, value, unit in _TOMORROW:
        match = pattern.search(text)
        if match and not re.search(r"查个|抽血", text):
            _add_follow_up(clause, value, unit, match.start(), match.end(), visit)
            return


_DAYS = str.maketrans("123456", "一二三四五六")


def _on_weekday(clause: Clause, visit: Conversation) -> bool:
    day = _WEEKDAY.search(clause.text)
    if day is None or any(f.name == "复诊" for f in visit.of_kind(FactKind.FOLLOW_UP)):
        return False
    found = visit.add(Found(FactKind.FOLLOW_UP, "复诊", clause, day.start(), day.end()))
    found.add("date", day.group().translate(_DAYS))
    return True


_ALONE_INTERVAL = re.compile(
    r"(?:大概|差不多|也就|最多|就|约)*(?P<l>[^,]{2,6}?)(?:之后|以后|后)?(?:吧|左右|的样子|来)*"
)


def _told_interval(clause: Clause, visit: Conversation) -> bool:
    """结果出来复诊, 一个星期吧: the interval after the word."""
    index = visit.place_of(clause)
    before = visit.clauses[index - 1] if index else clause
    alone = _ALONE_INTERVAL.fullmatch(clause.text)
    length = durations.interval(clause.text)
    if before.turn != clause.turn or alone is None or length is None or before.supposed:
        return False
    ends = length.start >= alone.start("l") and length.end <= alone.end("l")
    said = _FOLLOW.search(before.text) and not durations.interval(before.text)
    if not (ends and said and length.end - length.start >= len(alone["l"]) - 1):
        return False
    _add_follow_up(clause, length.value, length.unit, length.start, length.end, visit)
    return True


def _add_follow_up(
    clause: Clause, value: str, unit: str, start: int, end: int, visit: Conversation
) -> None:
    timed = [f for f in visit.of_kind(FactKind.FOLLOW_UP) if f.value]
    if timed:
        timed[-1].rest_on(clause)
        longer = "月" in unit and timed[-1].unit in ("天", "周") and not visit.correcting
        if timed[-1].clause.turn == clause.turn and not longer:
            timed[-1].value, timed[-1].unit = value, unit
        return
    found = visit.add(Found(FactKind.FOLLOW_UP, "复诊", clause, start, end, value=value, unit=unit))
    condition = re.search(
        r"(?:还|仍|不)[\u4e00-\u9fff]{1,6}?(?=就|再|来|复诊|随)", clause.text[end:]
    )
    if condition:
        found.add("condition", condition.group())


def _return_if(clause: Clause, visit: Conversation) -> None:
    """要是喘起来了…就马上来: the condition is kept as said, up to the consequence."""
    if not clause.condition or not _RETURN.search(clause.text):
        return
    if (
        clause.text[:4].count("天")
        and durations.interval(clause.text)
        and not _CONDITION_WORD.search(clause.text)
    ):
        return
    parts = []
    for part in visit.clauses:
        if (
            part.turn == clause.turn
            and part.sentence == clause.sentence
            and part.condition
            and part.start <= clause.start
        ):
            parts.append(part)
    words = ",".join(p.text for p in parts)
    words = re.sub(r"要是|如果|万一|假如|一旦|若|的话", "", words)
    words = re.sub(
        r",?(?:就|请|你|您)?(?:随时|马上|赶紧|立刻|立即|及时|再)(?:来|回来|过来|去|就诊|就医|送|"
        r"打|联系|到|转)?.*$|,?(?:就|再)(?:来|去|打120).*$",
        "",
        words,
    )
    words = words.strip(",了")
    if not words:
        return
    if any(f.attributes.get("condition") == words for f in visit.of_kind(FactKind.FOLLOW_UP)):
        return
    found = visit.add(Found(FactKind.FOLLOW_UP, "随时就诊", clause, 0, len(clause.text)))
    found.add("condition", words)
    found.rest_on(*parts)

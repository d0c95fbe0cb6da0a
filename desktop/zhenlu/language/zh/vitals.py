"""Vital signs and bedside values: measured here, or by the patient at home."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, Polarity
from zhenlu.language.zh import complaints, corrections, mentions, numerals
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found

_NUMBER = r"\d+(?:\.\d+)?"
_TEMPERATURE = re.compile(r"(?<![\d.])(?P<v>3[4-9](?:\.\d)?|4[0-2](?:\.\d)?)(?:\s*(?P<u>度|℃|°C))?")
_THRESHOLD = re.compile(r"^(?:以上|以下|多?以上|往上|才|就|再)")
_PRESSURE = re.compile(r"(?<![\d.])(?P<high>\d{2,3})\s*/\s*(?P<low>\d{2,3})(?![\d.])")
_HIGH = re.compile(r"(?:高压|收缩压|上压)[是为有量的到]{0,3}\s*(?P<v>\d{2,3})")
_LOW = re.compile(r"(?:低压|舒张压|下压)[是为有量的到]{0,3}\s*(?P<v>\d{2,3})")
_SIMPLE: tuple[tuple[str, str, str, float, float], ...] = (
    (
        "脉搏",
        r"(?:脉搏|脉率|脉|(?<![A-Za-z])(?:P|PR))(?:是|为|有|"
        r"[每1]分钟)?\s*(?P<v>\d{2,3})",
        "次/分",
        20,
        250,
    ),
    (
        "心率",
        r"(?:心率|心跳|(?<![A-Za-z])HR)(?:是|为|有|"
        r"[每1]分钟)?\s*(?P<v>\d{2,3})",
        "次/分",
        20,
        250,
    ),
    (
        "呼吸",
        r"(?:呼吸频率|呼吸次数|呼吸|(?<![A-Za-z])R)(?:是|为|有|"
        r"[每1]分钟)?\s*(?P<v>\d{1,2})",
        "次/分",
        5,
        80,
    ),
    (
        "血氧饱和度",
        r"(?:血氧饱和度|血氧|氧饱和度|指氧|指脉氧|氧饱|SpO2|SPO2)(?:是|为|有|测的)?\s*(?P<v>\d{2,3})%?",
        "%",
        50,
        100,
    ),
)
_WEIGHT = re.compile(rf"(?P<v>{_NUMBER})\s*(?P<u>公斤|千克|kg|斤)(?!水)", re.IGNORECASE)
_WEIGHT_NOW = re.compile(r"我?(?:现在|今天|目前)(?:是|有|称的?)*(?P<v>\d{2,3}(?:\.\d)?)")
_HEIGHT = re.compile(rf"(?P<v>{_NUMBER})\s*(?P<u>厘米|公分|cm|米)", re.IGNORECASE)
_GLUCOSE = re.compile(
    rf"(?<![\d./-])(?P<v>{_NUMBER})(?!\d|[/\-%]|\s*(?:几|多|余|来|天|年|次|片|粒|个|克|mg|毫|单位|岁|度|点|"
    rf"公斤|斤|分|周|月|袋|顿|"
    rf"两|支|小时|号))"
)
_WHEN = (
    (re.compile(r"空腹|早上没吃|饭前"), "空腹"),
    (re.compile(r"(?:餐后|饭后|吃完|吃完饭|吃了饭)(?:2|两)?(?:个)?小?时?"), "餐后2小时"),
    (re.compile(r"睡前"), "睡前"),
    (re.compile(r"随机"), "随机"),
)
_DATE = re.compile(r"上个?(?:月|周|礼拜|星期)|去年|前年|上次|上回|半年前|体检")
_AT_HOME = re.compile(
    r"在家|家里|自己|自测|最高|昨|前天|今早|今天早上|早上量|夜里|半夜|晚上|那天|平时"
)

#: In a dictated record: a value of another day, told by the patient.
_REPORTED = re.compile(r"最高|控制|平时|体检|在家|自测|自行|既往|以前|曾|当时|波动")


def hear(clause: Clause, visit: Conversation) -> None:
    """Take every value of a told clause that is plausible for what it measures."""
    if clause.supposed or clause.about:
        return
    if clause.past and not visit.dictated and not visit.correcting:
        if "glucose" in {a.aspect for a in visit.asked}:
            _glucose(clause, visit)
        return
    _temperature(clause, visit)
    _pressure(clause, visit)
    for name, pattern, unit, low, high in _SIMPLE:
        for match in re.finditer(pattern, clause.text):
            if low <= float(match["v"]) <= high:
                _add(clause, visit, name, match["v"], unit, match)
    _rate_alone(clause, visit)
    _size(clause, visit)
    _glucose(clause, visit)


def _add(
    clause: Clause, visit: Conversation, name: str, value: str, unit: str, match: re.Match[str]
) -> Found:
    known = next(
        (f for f in visit.of_kind(FactKind.VITAL) if f.name == name and f.value == value), None
    )
    said = visit.known(FactKind.VITAL, name)
    if known is None and said and _said_anew(said, clause, value, visit):
        said.value = value
        said.move(clause, match.start(), match.end())
        return said
    if known is not None:
        known.rest_on(clause)
        return known
    found = visit.add(
        Found(FactKind.VITAL, name, clause, match.start(), match.end(), value=value, unit=unit)
    )
    told_of_home = (visit.dictated and _REPORTED.search(clause.text)) or (
        clause.clinician is None and _AT_HOME.search(clause.text)
    )
    if clause.clinician is False or told_of_home:
        found.add("by", "self")
    return found


def _said_anew(said: Found, clause: Clause, value: str, visit: Conversation) -> bool:
    """体温38度, 看错了, 37度5; and 烧到三十九 | 三十九度二, broken off at a pause."""
    if corrections.stands_between(said.clause, clause, visit):
        before = _times(said.clause, visit)
        return not before or before == _times(clause, visit)
    same_breath = said.clause.turn == clause.turn and said.clause.segment is not clause.segment
    return said.name == "体温" and same_breath and value.startswith(f"{said.value}.")


#: 今早146/88, 昨晚152/90: two readings, although one of them is put right.
_TIME_OF_DAY = re.compile(r"今早|今天|早上|早晨|中午|下午|晚上|昨晚|昨天|前天|夜里|刚才")


def _times(clause: Clause, visit: Conversation) -> set[str]:
    text = visit_before(clause, visit) + clause.text
    return {m.group()[-1] for m in _TIME_OF_DAY.finditer(text)} - {"天"}


def _temperature(clause: Clause, visit: Conversation) -> None:
    asked = "temperature" in visit.aspects() or bool(
        {"发热"} & {a.name for a in (*visit.asked, *visit.asking)}
    )
    for match in _TEMPERATURE.finditer(clause.text):
        before, after = clause.text[: match.start()], clause.text[match.end() :]
        named = re.search(r"体温|温度|发烧|发热|烧到?|量[了的]?(?:一个|个)?|℃|最高", before)
        if not (match["u"] or named or (asked and "." in match["v"])):
            continue
        if re.match(r"\d|\.\d|\s*(?:次|岁|天|年|月|号|斤|公斤|[/])", after):
            continue
        if _THRESHOLD.match(after) or re.search(
            r"超过|不到|低于|高于|抬高|屈|弯|旋|转|试验", before
        ):
            continue
        value, rest = match["v"], _cut_off(clause, match, visit)
        if rest:
            value += "." + numerals.read(rest.text[1] + "度").text[0]
        found = _add(clause, visit, "体温", value, "℃", match)
        found.rest_on(*([rest] if rest else []))
        if clause.clinician is not True and float(value) >= 37.3 and "by" in found.attributes:
            _fever(clause, visit, match)


def _cut_off(clause: Clause, match: re.Match[str], visit: Conversation) -> Clause | None:
    """体温37 | 度6: the rest of a value that a recogniser cut in two lines."""
    index = visit.place_of(clause) + 1
    following = visit.clauses[index] if index < len(visit.clauses) else None
    if following is None or following.turn != clause.turn or "." in match["v"] or match["u"]:
        return None
    ends = match.end() == len(clause.text) and following.segment is not clause.segment
    return following if ends and re.fullmatch(r"度[\d一二三四五六七八九]", following.text) else None


def _fever(clause: Clause, visit: Conversation, match: re.Match[str]) -> None:
    """A temperature of 37.3 or more that the patient measured is fever told in numbers."""
    term = mentions.words().named("发热", "symptom")
    known = visit.known(FactKind.SYMPTOM, "发热")
    if known is not None and known.attributes.get("course") == "已缓解":
        del known.attributes["course"]
    if term is not None and (known is None or known.polarity is Polarity.ABSENT):
        complaints.present(clause, term, match.start(), match.end(), visit)


def _pressure(clause: Clause, visit: Conversation) -> None:
    for match in _PRESSURE.finditer(clause.text):
        high, low = int(match["high"]), int(match["low"])
        if 60 <= high <= 280 and 30 <= low <= 180 and low < high:
            _add(clause, visit, "血压", f"{high}/{low}", "mmHg", match)
            return
    low_match = _LOW.search(clause.text)
    high_match = _HIGH.search(clause.text)
    if high_match and low_match:
        _add(clause, visit, "血压", f"{high_match['v']}/{low_match['v']}", "mmHg", low_match)
        return
    if low_match:
        _join_low(clause, visit, low_match)
        return
    alone = re.fullmatch(r"(?P<v>\d{2,3})(?:吧|左右|了)?", clause.text)
    pressure = "pressure" in visit.aspects() or "血压" in "".join(
        c.text for c in visit.clauses if c.turn == clause.turn
    )
    if alone and pressure and 30 <= int(alone["v"]) <= 130:
        _join_low(clause, visit, alone)


def _join_low(clause: Clause, visit: Conversation, low: re.Match[str]) -> None:
    """146, 低压88: the high value stands alone in the clause before."""
    index = visit.place_of(clause)
    before = visit.clauses[index - 1] if index else None
    if before is None or before.turn != clause.turn:
        return
    high = re.search(r"(?<![\d.])(?P<v>\d{2,3})(?![\d.])\D{0,3}$", before.text)
    if high and int(high["v"]) > int(low["v"]) and 70 <= int(high["v"]) <= 280:
        _add(clause, visit, "血压", f"{high['v']}/{low['v']}", "mmHg", low)


def _rate_alone(clause: Clause, visit: Conversation) -> None:
    """An answer to 心率多少, 血氧测了吗."""
    oxygen = re.fullmatch(r"\D{0,8}(?P<v>\d{2,3})%?\D{0,2}", clause.text)
    asked = "oxygen" in {a.aspect for a in visit.asked}
    if asked and oxygen and 60 <= int(oxygen["v"]) <= 100:
        if visit.known(FactKind.VITAL, "血氧饱和度") is None:
            _add(clause, visit, "血氧饱和度", oxygen["v"], "%", oxygen)
        return
    if "heart_rate" not in {a.aspect for a in visit.asked} or visit.known(FactKind.VITAL, "心率"):
        return
    match = re.fullmatch(r"\D{0,6}(?P<v>\d{2,3})(?:次)?\D{0,2}", clause.text)
    if match and 30 <= int(match["v"]) <= 220:
        _add(clause, visit, "心率", match["v"], "次/分", match)


def _size(clause: Clause, visit: Conversation) -> None:
    text = clause.text
    weight = _WEIGHT.search(text)
    asked = {a.aspect for a in visit.asked}
    if (
        weight
        and not re.search(r"瘦|掉|轻了|重了|减|胖|[涨增]|[长多少加]了|比上|生下来|出生|酒|盐", text)
        and (
            "体重" in text
            or "weight" in asked
            or re.search(r"称", visit_before(clause, visit) + text)
        )
    ):
        half = 0.5 if text[weight.end() :].startswith("半") else 0
        value = (float(weight["v"]) + half) / (2 if weight["u"] == "斤" else 1)
        said = visit.known(FactKind.VITAL, "体重")
        if said and visit.correcting and said.clause.turn == clause.turn:
            said.value = f"{value:g}"
            said.move(clause, weight.start(), weight.end())
        else:
            _add(clause, visit, "体重", f"{value:g}", "kg", weight)
    _weight_alone(clause, visit)
    height = _HEIGHT.search(text)
    if height and ("身高" in text or "height" in asked):
        value = float(height["v"]) * (100 if height["u"] == "米" else 1)
        if 30 <= value <= 230:
            _add(clause, visit, "身高", f"{value:g}", "cm", height)


def _weight_alone(clause: Clause, visit: Conversation) -> None:
    """体重呢 — 涨了3公斤, 现在51: today's weight takes its unit from the same turn."""
    asked = any("体重" in a.clause.text for a in visit.asked)
    now = _WEIGHT_NOW.fullmatch(clause.text)
    unit = re.search(r"公斤|千克|kg|斤", visit.turn_of(clause)) if asked and now else None
    if now is None or unit is None or visit.known(FactKind.VITAL, "体重"):
        return
    value = float(now["v"]) / (2 if unit.group() == "斤" else 1)
    _add(clause, visit, "体重", f"{value:g}", "kg", now)


def visit_before(clause: Clause, visit: Conversation) -> str:
    """The clause before this one in the same turn, "" at its beginning."""
    index = visit.place_of(clause)
    if index and visit.clauses[index - 1].turn == clause.turn:
        return visit.clauses[index - 1].text
    return ""


def _measured_again(clause: Clause, visit: Conversation) -> bool:
    """心慌的时候测了吗 — 测了, 3.4: glucose, after it was spoken of and nothing else is asked."""
    asked = "".join(a.clause.text for a in visit.asked)
    other = re.search(r"体温|发烧|血压|高压|心率|脉搏|血氧", asked + clause.text)
    known = visit.known(FactKind.VITAL, "血糖")
    return known is not None and other is None and bool(re.search(r"[测量扎]", asked))


def _glucose(clause: Clause, visit: Conversation) -> None:
    """Home glucose; a laboratory value told by a clinician is a test."""
    text = clause.text
    turn = visit.turn_of(clause)
    asked = "glucose" in {a.aspect for a in visit.asked}
    told = re.search(r"血糖|空腹|餐后|饭后|吃完|随机", text) or (
        "血糖" in visit_before(clause, visit) and re.search(r"[量测查扎][的了]", text)
    )
    low = bool(re.search(r"低血糖|手抖|虚汗|扎手指", turn) and re.search(r"测|量", text))
    low = low or _measured_again(clause, visit)
    if not (told or asked or low) or re.search(r"糖化|血压|胰岛素|单位", text):
        return
    if clause.clinician is True and re.search(r"抽的|化验|报告|结果|出来", turn):
        return
    if clause.clinician is True and not re.search(r"血糖|指尖|指血", text):
        return
    when = next((label for pattern, label in _WHEN if pattern.search(text)), "")
    if not when and asked:
        asked_text = "".join(a.clause.text for a in visit.asked if a.aspect == "glucose")
        when = next((label for pattern, label in _WHEN if pattern.search(asked_text)), "")
    if clause.past:
        # 上个月查的, 空腹5.9: of another day, and told as such.
        date = _DATE.search(turn)
        when = (date.group() if date else "曾测") + when
    searched = re.sub(
        r"(?:餐后|饭后|吃完饭?)(?:2|两)个?小?时", lambda m: "□" * len(m.group()), text
    )
    for match in _GLUCOSE.finditer(searched):
        value = float(match["v"])
        if not 1.5 <= value <= 35 or ("." not in match["v"] and not (told or asked)):
            continue
        found = _add(clause, visit, "血糖", match["v"], "mmol/L", match)
        found.add("when", when, replace=True)

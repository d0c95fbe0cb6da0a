"""What must not be wrong in a Chinese text, in comparable form.

The same content gives the same (kind, value, unit) whether it was said
(血压一百五九十五, 一次两粒) or written (血压150/95mmHg, 每次2粒).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhenlu.language.reading import CriticalToken, Reading
from zhenlu.language.zh import mentions, numerals

_N = r"\d+(?:\.\d+)?(?:[-~]\d+(?:\.\d+)?)?|\d/\d"
_UNITS: tuple[tuple[str, str, float], ...] = (
    # said or written, canonical, factor
    (r"mmHg|毫米汞柱", "mmHg", 1),
    (r"mmol/L|毫摩尔每升|毫摩尔|"
                                r"个?mmol", "mmol/L", 1),
    (r"μmol/L", "μmol/L", 1),
    (r"g/L", "g/L", 1),
    (r"mg/L", "mg/L", 1),
    (r"U/L", "U/L", 1), (
        r"[×x]10(?:⁹|\^9|9)/L", "×10⁹/L", 1),
    (r"毫克|mg", "mg", 1),
    (r"微克|μg|ug", "μg", 1),
    (r"毫升|ml|mL", "ml", 1),
    (r"公斤|千克|kg|KG", "kg", 1),
    (r"厘米|公分|cm", "cm", 1),
    (r"克(?!拉|霉)|"
                                                        r"g(?![a-zA-Z/])", "g", 1),
    (r"万(?:国际)?单位", "unit", 10000),
    (r"国际单位|个?单位|IU|iu|U(?![a-zA-Z/])", "unit", 1),
    (r"次/分(?:钟)?", "per_minute", 1),
    (r"℃|°C|摄氏度", "celsius", 1),
    (r"%", "percent", 1),
    (r"斤", "kg", 0.5),
    (r"米(?!饭)", "cm", 100),
    (r"片", "tablet", 1),
    (r"粒", "capsule", 1),
    (r"[袋包]", "bag", 1),
    (r"支", "piece", 1),
    (r"丸", "pill", 1),
    (r"滴", "drop", 1),
    (r"[喷揿吸](?!烟)", "puff", 1),
    (r"贴", "patch", 1),
    (r"瓶", "bottle", 1),
    (r"岁", "age_year", 1),
    (r"分钟", "minute", 1),
    (r"个?(?:多|来)?(?:小时|钟头)", "hour", 1),
    (r"天|日(?!服|\d)", "day", 1),
    (r"周(?!岁|围)|个?(?:多|来)?(?:星期|"
                                 r"礼拜)", "week", 1),
    (r"个(?:多|来)?月|月(?=余|了|后|前|"
                                                      r"$)", "month", 1),
    (r"年(?!级|前\d)", "year", 1),
    (r"[次回]", "times", 1),
    (r"两(?!侧|边|肺)", "liang", 1),
    (r"针", "stitch", 1),
)  # fmt: skip
_UNIT_PATTERNS = tuple((re.compile(p), unit, factor) for p, unit, factor in _UNITS)
_NUMBER = re.compile(rf"(?<![\d.A-Za-z])(?P<v>{_N})(?:多|来|余|几)?\s*")
_FREQUENCY = re.compile(
    r"(?:(?:每|1)[天日])(?:口服|服用?|吃|用|喝)?\s*(?P<n>\d+(?:-\d+)?)\s*[次回](?!\d)|"
    r"日(?P<d>\d)次|"
    r"(?P<am>早晚各1次)|(?P<q>[tTbB][iI][dD])|"
    r"每(?P<h>\d+)个?小时1次|(?P<night>每晚(?:睡前)?1次)|(?:每周|1周|1个?星期|"
    r"1个?礼拜)\s*(?P<w>\d+(?:-\d+)?)[次回]"
)
_PRESSURE = re.compile(
    r"(?<![\d.])(?P<h>\d{2,3})\s*/\s*(?P<l>\d{2,3})(?![\d.])(?:\s*(?:mmHg|毫米汞柱))?"
)
_PRESSURE_PARTS = re.compile(
    r"(?:高压|收缩压|血压)\D{0,4}(?P<h>\d{2,3})(?:mmHg)?\D{0,2}(?:,|、| )?\s*(?:低压|"
    r"舒张压)\D{0,3}(?P<l>\d{2,3})(?:mmHg)?|"
    r"血压[是为,]{0,2}(?P<h2>\d{2,3})[,、 ](?P<l2>\d{2,3})(?!\d|\.)"
)
_BEFORE_UNITS: tuple[tuple[re.Pattern[str], str, float, float], ...] = (
    (
        re.compile(r"(?:心率|脉搏|心跳|脉率|呼吸)(?:频率)?(?:是|为|有|:|,)?\s*$"),
        "per_minute",
        5,
        250,
    ),
    (re.compile(r"(?:血氧|氧饱和度|氧饱|指氧|血氧饱和度)(?:是|为|:|,)?\s*$"), "percent", 50, 100),
    (re.compile(r"体重(?:是|为|:|,)?\s*$"), "kg", 1, 300),
    (re.compile(r"身高(?:是|为|:|,)?\s*$"), "cm", 30, 230),
    (
        re.compile(
            r"(?:血糖|空腹|餐后|饭后|餐后2小时|饭后2小时|随机)(?:血糖)?(?:是|为|:|,|测的|测了)?\s*$"
        ),
        "mmol/L",
        1,
        40,
    ),
    (re.compile(r"(?:体温|烧到|发烧|最高|量的?)(?:是|为|:|,|到|了|一个)?\s*$"), "celsius", 34, 43),
)
_SIDE = re.compile(
    r"左右(?!两|侧|都)|(?P<both>双侧|双(?=下肢|上肢|膝|眼|耳|手|足|脚|腿|肩|肾|踝)|两侧|两边|"
    r"两(?=条腿|只脚|只手|个膝|眼|耳|膝|脚|手)|"
    r"左右(?:两|都|侧))|"
    r"(?P<left>左)|(?P<right>右)"
)
_MASKED = ("drug", "drug_class", "ordinary")
_CUT = re.compile(r"[。!?;\n,:]")


def tokens(text: str) -> tuple[CriticalToken, ...]:
    """Numbers, drugs, sides, symptoms, diseases, tests and signs, from left to right."""
    reading = numerals.read(text)
    found = [*_numbers(reading), *_sides(reading), *_terms(reading)]
    return tuple(sorted(found, key=lambda t: (t.start, t.end, t.kind)))


def _token(
    reading: Reading, kind: str, value: str, unit: str, start: int, end: int, negated: bool = False
) -> CriticalToken:
    first, last = reading.span(start, end)
    return CriticalToken(kind, value, unit, negated, first, last)


def _numbers(reading: Reading) -> Iterator[CriticalToken]:
    text = reading.text
    for term in mentions.find(text, "drug", "drug_class", "disease", "test"):
        # 654-2, 维生素B12, 2型糖尿病: a number that is part of a name is none.
        if re.search(r"\d", term.said):
            text = text[: term.start] + "□" * (term.end - term.start) + text[term.end :]
    for pattern, read in (
        (_PRESSURE_PARTS, _pressure),
        (_PRESSURE, _pressure),
        (_FREQUENCY, _frequency),
    ):
        for match in pattern.finditer(text):
            answer = read(match)
            if answer is None:
                continue
            yield _token(reading, "number", *answer, match.start(), match.end())
            text = text[: match.start()] + "□" * len(match.group()) + text[match.end() :]
    for grade in re.finditer("([ⅠⅡⅢⅣ])度", text):
        yield _token(reading, "number", str("ⅠⅡⅢⅣ".index(grade[1]) + 1), "grade", *grade.span())
    for match in _NUMBER.finditer(text):
        unit = _unit(text, match)
        if unit is None:
            continue
        name, factor, end = unit
        yield _token(reading, "number", _scaled(match["v"], factor), name, match.start(), end)


def _pressure(match: re.Match[str]) -> tuple[str, str] | None:
    groups = match.groupdict()
    high, low = groups.get("h") or groups.get("h2"), groups.get("l") or groups.get("l2")
    if high is None or low is None:
        return None
    if not (60 <= int(high) <= 280 and 30 <= int(low) <= 180 and int(low) < int(high)):
        return None
    return f"{high}/{low}", "mmHg"


def _frequency(match: re.Match[str]) -> tuple[str, str] | None:
    groups = match.groupdict()
    if groups["h"]:
        return groups["h"], "hours_apart"
    if groups["w"]:
        return groups["w"], "times_per_week"
    if groups["am"]:
        return "2", "times_per_day"
    if groups["night"]:
        return "1", "times_per_day"
    if groups["q"]:
        return ("3" if groups["q"].lower() == "tid" else "2"), "times_per_day"
    return str(groups["n"] or groups["d"]), "times_per_day"


def _unit(text: str, match: re.Match[str]) -> tuple[str, float, int] | None:
    """Unit and factor of a number, None where it is no quantity."""
    value, end = match["v"], match.end()
    before = text[: match.start()]
    degree = re.match(r"度|°", text[end:])
    if degree:
        return _degrees(value, before, end + 1, text[end + 1 :])
    for pattern, unit, factor in _UNIT_PATTERNS:
        said = pattern.match(text, end)
        if said is None:
            continue
        if unit == "times" and value == "1":
            return None
        if (
            unit == "day"
            and value == "1"
            and re.match(r"(?:\D{0,3}\d+[次回片粒袋]|□)", text[said.end() :])
        ):
            return None
        if unit == "year" and len(value) == 4:
            return "date", 1, said.end()
        return unit, factor, said.end()
    return _unit_from_context(value, before, end, text[end:])


def _degrees(value: str, before: str, end: int, after: str) -> tuple[str, float, int]:
    if re.match(r"肿大|烧伤|烫伤|压疮", after):
        return "grade", 1, end
    first = float(value.split("-", maxsplit=1)[0]) if "/" not in value else 0.0
    if 34 <= first <= 43 and not re.search(r"抬高|屈|弯|旋|伸|试验|角", before[-10:]):
        return "celsius", 1, end
    return "degree", 1, end


def _unit_from_context(
    value: str, before: str, end: int, after: str
) -> tuple[str, float, int] | None:
    if "/" in value or re.match(r"\s*[号月点]", after):
        return ("", 1, end) if "/" in value else None
    number = float(re.split("[-~]", value)[0])
    for pattern, unit, low, high in _BEFORE_UNITS:
        if low <= number <= high and pattern.search(before):
            return unit, 1, end
    tests = mentions.find(before, "test")
    if tests and len(before) - tests[-1].end <= 3 and tests[-1].term.extra.get("unit"):
        unit = {"%": "percent"}.get(
            str(tests[-1].term.extra["unit"]), str(tests[-1].term.extra["unit"])
        )
        return unit, 1, end
    return ("", 1, end) if "." in value or len(value) > 1 else None


def _scaled(value: str, factor: float) -> str:
    if factor == 1:
        return value.replace("~", "-")
    return "-".join(f"{float(part) * factor:g}" for part in re.split("[-~]", value))


def _sides(reading: Reading) -> Iterator[CriticalToken]:
    text = reading.text
    masked = mentions.find(text, *_MASKED)
    for match in _SIDE.finditer(text):
        if match.lastgroup is None or any(m.start <= match.start() < m.end for m in masked):
            continue
        if (
            re.search(r"\d[^,。]{0,3}$", text[: match.start()])
            and match.lastgroup == "left"
            and text[match.end() :].startswith("右")
        ):
            continue
        yield _token(reading, "side", match.lastgroup, "", match.start(), match.end())


def _terms(reading: Reading) -> Iterator[CriticalToken]:
    start = 0
    for piece in _CUT.split(reading.text):
        yield from _clause_terms(reading, piece, start)
        start += len(piece) + 1


def _clause_terms(reading: Reading, piece: str, offset: int) -> Iterator[CriticalToken]:
    named = [("exam", n) for n in mentions.named(piece, "sign")]
    symptoms = mentions.symptoms(piece)
    named += [("symptom", n) for n in symptoms if not any(_covers(e, n) for _, e in named)]
    named += [("disease", n) for n in mentions.named(piece, "disease")]
    named += [("test", n) for n in mentions.named(piece, "test")]
    for kind, one in named:
        negated = one.negated or bool(re.match(r"(?:试验)?(?:是)?阴性", piece[one.end :]))
        yield _token(
            reading, kind, one.term.name, "", offset + one.start, offset + one.end, negated
        )
    for one in mentions.named(piece, "drug", "drug_class"):
        if not one.term.extra.get("generic"):
            yield _token(
                reading, "drug", one.term.name, "", offset + one.start, offset + one.end, False
            )
    if "过敏" in piece:
        for one in mentions.named(piece, "allergen"):
            yield _token(
                reading, "allergy", one.term.name, "", offset + one.start, offset + one.end, False
            )


def _covers(outer: mentions.Named, inner: mentions.Named) -> bool:
    return outer.start < inner.end and inner.start < outer.end

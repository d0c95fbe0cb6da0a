"""What goes into the slots of a piece: how it is said, and what the record calls it.

Terms come from the product's own lexicon, so a term added there is trained on at the
next run. A fifth of the terms of each kind is kept for the test sets. Invented drug
names stand in no lexicon: what they teach is to believe the words and not the name.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from spelling import number_en, number_zh

from zhenlu.domain.transcript import Language
from zhenlu.language import lexicon
from zhenlu.language.lexicon import Term

_HELD_OUT_SHARE = 5


@dataclass(frozen=True, slots=True)
class Filling:
    """One slot filled.

    Attributes:
        said: As it is spoken.
        name: As the record writes it.
        value: Number of a quantity, "" for a term.
        unit: Its unit.
    """

    said: str
    name: str
    value: str = ""
    unit: str = ""


def is_held_out(term: str) -> bool:
    """Whether a term belongs to the test sets only."""
    return zlib.crc32(term.encode()) % _HELD_OUT_SHARE == 0


class Filler:
    """Fills slots for one encounter; no term is used twice."""

    def __init__(self, language: Language, rng: random.Random, held_out: bool) -> None:
        self._language = language
        self._rng = rng
        self._held_out = held_out
        self._used: set[str] = set()

    def fill(self, slot: str) -> Filling:
        """What stands in a slot; its name without digits says of which sort.

        Raises:
            KeyError: If there is no such sort.
        """
        sort = slot.rstrip("0123456789") if slot != "spo2" else slot
        chinese = self._language is Language.ZH
        kinds = (_KINDS_ZH if chinese else _KINDS_EN).get(sort)
        if kinds:
            return self._term(kinds)
        quantity: Callable[[random.Random], Filling] = (_ZH if chinese else _EN)[sort]
        return quantity(self._rng)

    def _term(self, kinds: tuple[str, ...]) -> Filling:
        terms = _terms(self._language, kinds, self._held_out)
        free = [term for term in terms if term.name not in self._used] or list(terms)
        term = self._rng.choice(free)
        self._used.add(term.name)
        wordings = [w for w in (term.name, *term.say) if len(w) > 1]
        return Filling(self._rng.choice(wordings or [term.name]), term.name)


@cache
def _terms(language: Language, kinds: tuple[str, ...], held_out: bool) -> tuple[Term, ...]:
    found = lexicon.load(language).of_kind(*kinds)
    usual = [term for term in found if term.extra.get("normal") is not True]
    return tuple(term for term in usual if is_held_out(term.name) == held_out)


_KINDS_ZH = {
    "症": ("symptom",),
    "病": ("disease",),
    "药": ("drug",),
    "敏": ("allergen", "drug_class"),
    "征": ("sign",),
    "查": ("test",),
    "嘱": ("instruction",),
}
_KINDS_EN = {
    "sx": ("symptom",),
    "dis": ("disease",),
    "rx": ("drug",),
    "al": ("allergen", "drug_class"),
    "sg": ("sign",),
    "ix": ("test",),
    "ad": ("instruction",),
}


def _said_zh(rng: random.Random, figures: str) -> str:
    """A number in words or, as some recognisers write it, in figures."""
    return figures if rng.random() < 0.25 else number_zh(figures)


def _count_zh(rng: random.Random, figures: str) -> str:
    said = _said_zh(rng, figures)
    return "两" if said == "二" else said


def _span_zh(rng: random.Random, units: tuple[tuple[str, str, int], ...]) -> Filling:
    spoken, unit, most = rng.choice(units)
    number = str(rng.randint(2, most))
    return Filling(_count_zh(rng, number) + spoken, number + unit, number, unit)


_DURATIONS_ZH = (
    ("天", "天", 9), ("天", "天", 9), ("个月", "个月", 8), ("年", "年", 9), ("个星期", "周", 4),
    ("周", "周", 4), ("个小时", "小时", 9),
)  # fmt: skip


def _duration_zh(rng: random.Random) -> Filling:
    return _span_zh(rng, _DURATIONS_ZH)


def _dose_zh(rng: random.Random) -> Filling:
    spoken, unit, amounts = rng.choice(
        (
            ("毫克", "mg", ("5", "10", "20", "25", "30", "50", "100", "200", "500")),
            ("片", "片", ("1", "2", "3")),
            ("粒", "粒", ("1", "2", "3")),
            ("克", "g", ("0.5", "0.25", "1")),
            ("毫升", "ml", ("5", "10", "15")),
        )
    )
    amount = rng.choice(amounts)
    return Filling(_count_zh(rng, amount) + spoken, amount + unit, amount, unit)


def _frequency_zh(rng: random.Random) -> Filling:
    times = rng.choice("1233")
    said = "两" if times == "2" else number_zh(times)
    form = rng.choice(("一天{}次", "一日{}次", "每天{}次", "一天{}回", "每日{}次"))
    return Filling(form.format(said), f"每日{times}次")


def _pressure_zh(rng: random.Random) -> Filling:
    high, low = str(rng.randint(100, 182)), str(rng.randint(58, 112))
    form = rng.choice(("{}，{}", "{}/{}", "高压{}，低压{}", "{}的高压{}的低压", "{}比{}"))
    spoken = (high, low) if form == "{}/{}" else (number_zh(high), number_zh(low))
    return Filling(form.format(*spoken), f"{high}/{low}mmHg", f"{high}/{low}", "mmHg")


def _temperature_zh(rng: random.Random) -> Filling:
    whole, tenth = rng.randint(36, 40), rng.randint(1, 9)
    value = f"{whole}.{tenth}"
    said = (f"{number_zh(str(whole))}度{number_zh(str(tenth))}", f"{whole}度{tenth}",
            f"{number_zh(value)}度", f"{value}度")  # fmt: skip
    return Filling(rng.choice(said), value + "℃", value, "℃")


def _count_of(low: int, high: int, unit: str, tenths: bool = False) -> Callable[..., Filling]:
    def make(rng: random.Random) -> Filling:
        value = f"{rng.randint(low, high)}.{rng.randint(1, 9)}" if tenths else str(
            rng.randint(low, high)
        )
        return Filling(_said_zh(rng, value), value + unit, value, unit)

    return make


def _saturation_zh(rng: random.Random) -> Filling:
    value = str(rng.randint(88, 99))
    said = rng.choice((f"百分之{number_zh(value)}", number_zh(value), f"{value}%"))
    return Filling(said, value + "%", value, "%")


_SYLLABLES_ZH = "阿瑞依奥洛氟甲替米非舒卡贝诺美普西帕索莫曲雷那托比"
_ENDINGS_ZH = ("西林", "沙坦", "洛尔", "他汀", "拉唑", "沙星", "昔布", "列净", "地平", "普利",
               "司特", "特罗", "颗粒", "胶囊", "片", "口服液")  # fmt: skip


def _new_drug(
    rng: random.Random, language: Language, parts: Sequence[str], ends: Sequence[str]
) -> Filling:
    """A name that no lexicon has, from the syllables that drug names are made of."""
    while True:
        name = "".join(rng.sample(parts, rng.randint(2, 3))) + rng.choice(ends)
        if lexicon.load(language).named(name) is None:
            return Filling(name, name)


def _relative_zh(rng: random.Random) -> Filling:
    said = rng.choice(("我爸", "我妈", "我父亲", "我母亲", "我哥", "我姐", "我爷爷", "我奶奶"))
    return Filling(said, said)


_ZH: dict[str, Callable[[random.Random], Filling]] = {
    "天": _duration_zh,
    "年": lambda rng: _span_zh(rng, (("年", "年", 20), ("年多", "年", 9))),
    "日": lambda rng: _span_zh(rng, (("天", "天", 9),)),
    "周": lambda rng: _span_zh(rng, (("天", "天", 7), ("周", "周", 4), ("个月", "个月", 3))),
    "剂": _dose_zh,
    "频": _frequency_zh,
    "压": _pressure_zh,
    "温": _temperature_zh,
    "心": _count_of(55, 120, "次/分"),
    "糖": _count_of(4, 15, "mmol/L", tenths=True),
    "氧": _saturation_zh,
    "重": _count_of(45, 92, "kg"),
    "新药": lambda rng: _new_drug(rng, Language.ZH, _SYLLABLES_ZH, _ENDINGS_ZH),
    "亲": _relative_zh,
}


def _said_en(rng: random.Random, figures: str) -> str:
    return figures if rng.random() < 0.35 else number_en(figures)


def _span_en(rng: random.Random, units: tuple[tuple[str, int], ...]) -> Filling:
    unit, most = rng.choice(units)
    number = str(rng.randint(2, most))
    return Filling(f"{_said_en(rng, number)} {unit}", f"{number} {unit}", number, unit)


_DURATIONS_EN = (("days", 9), ("days", 9), ("weeks", 6), ("months", 9), ("years", 9), ("hours", 9))


def _dose_en(rng: random.Random) -> Filling:
    amount = rng.choice(("5", "10", "20", "25", "40", "50", "100", "250", "500"))
    if amount in ("5", "10") and rng.random() < 0.2:
        return Filling(f"{_said_en(rng, amount)} millilitres", f"{amount} mL", amount, "mL")
    return Filling(f"{_said_en(rng, amount)} milligrams", f"{amount} mg", amount, "mg")


def _frequency_en(rng: random.Random) -> Filling:
    said, name = rng.choice(
        (
            ("once a day", "once daily"),
            ("twice a day", "twice daily"),
            ("two times a day", "twice daily"),
            ("three times a day", "3 times daily"),
            ("once daily", "once daily"),
            ("every eight hours", "every 8 hours"),
        )
    )
    return Filling(said, name)


def _pressure_en(rng: random.Random) -> Filling:
    high, low = str(rng.randint(100, 182)), str(rng.randint(58, 99))
    if rng.random() < 0.5:
        said = f"{high} over {low}"
    else:
        hundreds, rest = divmod(int(high), 100)
        tail = number_en(str(rest)) if rest > 9 else f"oh {number_en(str(rest))}"
        said = f"{number_en(str(hundreds))} {tail} over {number_en(low)}"
    return Filling(said, f"{high}/{low} mmHg", f"{high}/{low}", "mmHg")


def _temperature_en(rng: random.Random) -> Filling:
    value = f"{rng.randint(36, 40)}.{rng.randint(1, 9)}"
    return Filling(_said_en(rng, value), f"{value} ℃", value, "℃")


_SYLLABLES_EN = ("cor", "dax", "fen", "gli", "kel", "lo", "mer", "nov", "pra", "rel", "sul",
                 "tri", "ver", "zol", "bri", "cam", "dro")  # fmt: skip
_ENDINGS_EN = ("cillin", "sartan", "olol", "statin", "prazole", "mycin", "coxib", "gliflozin",
               "dipine", "pril", "setron")  # fmt: skip


def _relative_en(rng: random.Random) -> Filling:
    said = rng.choice(("mother", "father", "brother", "sister", "grandmother", "dad", "mum"))
    return Filling(said, said)


def _number_en(low: int, high: int, unit: str) -> Callable[[random.Random], Filling]:
    def make(rng: random.Random) -> Filling:
        value = str(rng.randint(low, high))
        return Filling(_said_en(rng, value), value + unit, value, unit)

    return make


_EN: dict[str, Callable[[random.Random], Filling]] = {
    "dur": lambda rng: _span_en(rng, _DURATIONS_EN),
    "years": lambda rng: _span_en(rng, (("years", 20),)),
    "days": lambda rng: _span_en(rng, (("days", 10), ("weeks", 3))),
    "iv": lambda rng: _span_en(rng, (("days", 9), ("weeks", 6), ("months", 6))),
    "dose": _dose_en,
    "freq": _frequency_en,
    "bp": _pressure_en,
    "temp": _temperature_en,
    "hr": _number_en(55, 120, "per minute"),
    "spo2": _number_en(88, 99, "%"),
    "newrx": lambda rng: _new_drug(rng, Language.EN, _SYLLABLES_EN, _ENDINGS_EN),
    "rel": _relative_en,
}

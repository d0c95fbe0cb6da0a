"""Spoken Chinese numbers as digits, full width as half width, with the way back.

    三十八度五 → 38.5度    一百四十比九十 → 140/90    半片 → 0.5片    三四天 → 3-4天
    百分之九十八 → 98%     三分之一袋 → 1/3袋          一个半月 → 1.5个月

Words that only contain a number sign stay as they are: 一直, 三高, 二甲双胍.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from zhenlu.language.reading import Reading
from zhenlu.language.zh import number_words

_N = f"[{number_words.CHARACTERS}]"
_D = r"\d+(?:\.\d+)?"

#: What a number may count here. A single digit becomes one only before these.
MEASURES = (
    "毫摩尔|毫米汞柱|毫克|微克|毫升|厘米|公分|公斤|千克|单位|分钟|小时|钟头|星期|礼拜|个月|"
    "个多月|个来月|个来礼拜|个来星期|"
    "个半月|个小时|个半小时|个多小时|个来小时|个钟头|个星期|个多星期|个半星期|个礼拜|个多礼拜|"
    "个疗程|"
    "个单位|个加|疗程|多天|来天|多年|来年|天|日(?!常|后|子)|周(?!围|末|一|二|三|四|五|六|日)|"
    "年(?!级)|"
    "岁|次|回(?!来|去|事)|片|粒|袋|包|支|颗|丸|滴|喷|揿|吸|勺|瓶|盒|贴|针|剂|板|枚|口|杯|两|斤|"
    "米|度|克|升|"
    "级|型|顿|趟|号|遍|根|宿|晚上|夜|点|分|成|倍|床|[A-Za-z℃%]"
)
_AFTER = rf"(?=(?:多|来|几)?(?:{MEASURES}))"

#: Words with number signs that are no numbers.
_WORDS = re.compile(
    r"三天两头|一天到晚|一年到头|一日三餐|[一二两三]餐|(?<![A-Za-z])一点(?!五|[二三四六七八九零]|钟|半)|一直|"
    r"一下|一般|一样|"
    r"一起|一些|一定|一会儿?|一阵|一共|一旦|一切|一边|一方面|一方|一向|一时|一再|一律|一致|一步|"
    r"一面|一块儿?|"
    r"一个劲|一到|一路|一手|一头|一身|一家|一口气|一心|一股|一股劲|一圈|一壶|万一|统一|唯一|单一|"
    r"之一|专一|"
    r"逐一|第[一二三四五六七八九十]+(?!周)|(?<![一二两三四五六七八九十半每])[周](?:一|二|三|四|五|六)|(?<!个)(?:星期|"
    r"礼拜)[一二三四五六](?![次回])|初[一二三四五六七八九十]+|"
    r"大年[三]十|三高|二甲双胍|二甲|四肢|五官|十二指肠|十分(?!钟|之|的话)|千万(?!分)|半夜|半身|"
    r"半边|半天|三角|八角|"
    r"四环素|七叶|六味|六神|三七|三九(?=感|胃)|四物|五味子|五子|百合|百日咳|百多邦|百忧解|百服|"
    r"万托林|万古|三叉|三尖|二尖|三凹征|三联|二联|四联|"
    r"四君子|八珍|八段锦|七上八下|五颜六色|四面八方|乱七八糟|三三两两|两侧|两边|两肺|两下|两眼|"
    r"两手|两腿|两脚|"
    r"三伏|三九天|三阴|三阳|大三阳|小三阳|四处|百分百|百草|千柏|千克|千金|十滴水|十全|双|"
    r"老[二三四五六七]|"
    r"[大小]?[一二三四五六]年级|三甲|一次性|两性|三好|四季|五谷|五脏|六腑|七情|九价|二胎|三胎|一半|"
    r"说不一|不一|一丁点|一点点|一部分|一系列|一转身|一翻身|一弯腰|一咳嗽|一活动|一动|一吃|一按|"
    r"一喝|一躺|一站|一坐|一走|一上|"
    r"一过性|一侧|二手|三线|三脚|四下|六亲|一言|一连|进一步|千里|万里|老百姓|百姓|一万步|"
    r"二三[aA]VF|三姑|二姑|三叔|二叔|"
    r"二姨|三姨|二哥|三哥|二姐|三姐|二弟|二妹|六点钟方向"
)


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """Digits for number words and half width for full width; positions stay known."""
    reading = Reading(_half_width(text), tuple(range(len(text) + 1)))
    for pattern, replace in _STEPS:
        reading = _rewrite(reading, pattern, replace)
    return reading


def _half_width(text: str) -> str:
    """One character for one, so that positions do not move. 。and 、 stay."""
    return "".join(
        chr(ord(c) - 0xFEE0)
        if "!" <= chr(max(0, ord(c) - 0xFEE0)) <= "~" and ord(c) > 0xFF00
        else " "
        if c == "\u3000"
        else c
        for c in text
    )


def _rewrite(
    reading: Reading, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str | None]
) -> Reading:
    """Replace what `replace` answers for; a character of the new text points to its start."""
    parts: list[str] = []
    origin: list[int] = []
    position = 0
    for match in pattern.finditer(reading.text):
        new = replace(match)
        if new is None or new == match.group():
            continue
        parts += [reading.text[position : match.start()], new]
        origin += reading.origin[position : match.start()]
        origin += _spread(reading.origin, match, new)
        position = match.end()
    if not parts:
        return reading
    parts.append(reading.text[position:])
    origin += reading.origin[position:]
    return Reading("".join(parts), tuple(origin))


def _spread(origin: tuple[int, ...], match: re.Match[str], new: str) -> list[int]:
    """Equal tails keep their own positions, so that a unit points to itself."""
    old = match.group()
    same = 0
    while same < min(len(old), len(new)) and old[-1 - same] == new[-1 - same]:
        same += 1
    kept = [origin[match.end() - same + i] for i in range(same)]
    return [origin[match.start()]] * (len(new) - same) + kept


def _number(word: str) -> str | None:
    """Digits of one number word, a blood pressure as 150/95, None for no number."""
    numbers = number_words.split(word)
    if len(numbers) == 1:
        return numbers[0]
    if len(numbers) == 2 and _is_pressure(*numbers):
        return "/".join(numbers)
    return None


def _is_pressure(first: str, second: str) -> bool:
    if not (first.isdigit() and second.isdigit()):
        return False
    high, low = int(first), int(second)
    return 70 <= high <= 280 and 30 <= low <= 160 and high > low


def _long_number(match: re.Match[str]) -> str | None:
    """Runs of several number signs: always a number, unless a known word protects them."""
    word = match.group("n")
    if word is None:
        return None
    if word == "十" or (len(word) == 1 and word not in "十"):
        return None
    if all(c in "百千万" for c in word):
        return None
    counted = re.match(f"(?:多|来)?(?:{MEASURES}|个)", match.string[match.end() :])
    if word == "一两" and counted:
        # 一两片 is a range, while 二两 weighs.
        return _number(word)
    if word[-1] == "两":
        # 二两酒: the last sign is the measure.
        number = _number(word[:-1])
        return None if number is None else number + "两"
    return _number(word)


def _short_year(match: re.Match[str]) -> str | None:
    word = match.group("y")
    if word is None or number_words.split(word)[0].count("-"):
        return None
    digits = "".join(number_words.split(c)[0] for c in word)
    return ("20" if digits < "50" else "19") + digits + "年"


def _decimal(match: re.Match[str]) -> str | None:
    whole = _number(match.group("whole"))
    if whole is None or "/" in whole or "-" in whole:
        return None
    tail = "".join(number_words.split(c)[0] for c in match.group("tail"))
    return f"{whole}.{tail}"


def _degrees(match: re.Match[str]) -> str | None:
    whole = match.group("whole")
    digits = whole if whole.isdigit() else _number(whole)
    if digits is None or not digits.isdigit():
        return None
    tail = match.group("tail")
    if tail == "半":
        return f"{digits}.5度"
    return f"{digits}.{tail if tail.isdigit() else number_words.split(tail)[0]}度"


def _fraction(match: re.Match[str]) -> str | None:
    below, above = _number(match.group("below")), match.group("above")
    top = above if re.fullmatch(_D, above) else _decimal_or_whole(above)
    if below is None or top is None:
        return None
    return f"{top}%" if below == "100" else f"{top}/{below}"


def _decimal_or_whole(word: str) -> str | None:
    if "点" in word:
        whole, tail = word.split("点", 1)
        first = _number(whole)
        return (
            None if first is None else f"{first}." + "".join(number_words.split(c)[0] for c in tail)
        )
    return _number(word)


def _short_number(match: re.Match[str]) -> str | None:
    word = match.group("n")
    # The 万 of 400万单位 multiplies; alone it is no number.
    return _number(word) if word and word not in ("百", "千", "万") else None


def _half_more(match: re.Match[str]) -> str:
    return f"{match.group('n')}.5{match.group('unit')}"


def _metres(match: re.Match[str]) -> str | None:
    tail = match.group("tail")
    digits = tail if tail.isdigit() else "".join(number_words.split(c)[0] for c in tail)
    whole = match.group("whole")
    first = whole if whole.isdigit() else _number(whole)
    return f"{first}.{digits}米" if first in ("0", "1", "2") else None


def _protected(body: str) -> re.Pattern[str]:
    """A pattern that steps over the words that are no numbers."""
    return re.compile(f"(?:{_WORDS.pattern})|{body}")


def _guard(
    replace: Callable[[re.Match[str]], str | None], group: str
) -> Callable[[re.Match[str]], str | None]:
    def answer(match: re.Match[str]) -> str | None:
        return replace(match) if match.group(group) is not None else None

    return answer


def _fraction_of(match: re.Match[str]) -> str | None:
    if match.group("below") == "百":
        top = match.group("above")
        above = top if re.fullmatch(_D, top) else _decimal_or_whole(top)
        return None if above is None else f"{above}%"
    return _fraction(match)


#: 俩月, 仨小时, 俩仨礼拜: a number that has swallowed its measure.
_PAIRS = {"俩": "2个", "仨": "3个", "俩仨": "2-3个"}
_STEPS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (
        re.compile(rf"(?P<below>百|{_N}+)分之(?P<above>{_D}|{_N}+(?:点{_N}+)?)"),
        _fraction_of,
    ),
    (re.compile(r"小?半拉(?=个?月|年|天)"), lambda _: "半"),
    (
        # 四百万单位: penicillin is counted in ten thousands.
        re.compile(r"(?P<n>[一二两三四五六七八九十百千]+)(?=万(?:国际)?单位)"),
        _short_number,
    ),
    (
        re.compile(rf"(?P<whole>[一二1-2])米(?P<tail>{_N}{{1,2}}|\d{{1,2}})(?!{_N})"),
        _metres,
    ),
    (
        re.compile(rf"(?P<whole>{_N}{{2,4}}|\d{{2}})度(?P<tail>{_N}|\d|半)(?![十百]|{MEASURES})"),
        _degrees,
    ),
    (
        _protected(rf"(?P<whole>{_N}+)点(?P<tail>(?:{_N}(?!十|百))+)(?!钟)"),
        _guard(_decimal, "whole"),
    ),
    (
        _protected(
            r"(?P<y>[零〇一二七八九][零〇一二三四五六七八九])年(?=$|[,。;、的]|查|的|确|发现|得|做|底|初|春|夏|秋|"
            r"冬|开始|体检|放|装|切|开|割|生|换|拆|诊断)"
        ),
        _guard(_short_year, "y"),
    ),
    (
        _protected(
            rf"(?P<pair>俩仨(?=月|小时|钟头|礼拜|星期)|[俩仨](?=个?月|小时|钟头|礼拜|星期))|"
            rf"(?P<n>{_N}{{2,}})"
        ),
        lambda m: _PAIRS.get(m["pair"]) or _guard(_long_number, "n")(m),
    ),
    (
        _protected(rf"(?<![第几数]|{_N})(?P<n>{_N})(?:{_AFTER}|(?=[到至]{_N}{_AFTER}))"),
        _guard(_short_number, "n"),
    ),
    (
        re.compile(rf"(?<=\d[到至])(?P<n>{_N}+)|(?<=[到至])(?P<m>{_N}{{2,}})"),
        lambda m: _number(m.group()),
    ),
    (re.compile(r"(?<=晚上|早上|中午|睡前)十(?=个|单位)"), lambda _: "10"),
    # 吸烟、血糖、心率等数值后面没有量词:是十、到九
    (
        _protected(r"(?<=[率搏吸压氧P])(?P<n>十)(?![一二三四五六七八九])"),
        _guard(_short_number, "n"),
    ),
    (
        re.compile(r"(?<![\d.])(?P<n>\d+)(?P<unit>个)半(?=月|小时|钟头|星期|礼拜)"),
        _half_more,
    ),
    (
        re.compile(
            r"(?<![\d.])(?P<n>\d+)(?P<unit>天|年|岁|片|粒|袋|包|支|周|斤|两|小时)"
            r"半(?![夜天片粒袋包支斤两杯盒瓶勺])"
        ),
        _half_more,
    ),
    (
        re.compile(
            r"半(?=片|粒|袋|包|支|颗|丸|瓶|勺|个月|个多月|个来月|年|小时|个小时|个来小时|个钟头|"
            r"个多小时|斤|两|公斤|杯|月(?!板)|盒|针)"
        ),
        lambda _: "0.5",
    ),
    (
        re.compile(
            r"(?<![\d.\-/])(?P<a>\d+(?:\.\d+)?)(?:到|至|~|~|—|–|-)(?P<b>\d+(?:\.\d+)?)(?![\d-])"
        ),
        lambda m: f"{m['a']}-{m['b']}",
    ),
    (
        re.compile(r"(?<![\d.])(?P<a>\d)[、,](?P<b>\d)(?=天|次|年|个月|周|小时|个小时|片|粒)"),
        lambda m: f"{m['a']}-{m['b']}" if int(m["b"]) == int(m["a"]) + 1 else None,
    ),
    (
        re.compile(r"(?<![\d.])(?P<a>\d{2,3})(?:比|斜杠|杠|/| |、)\s*(?P<b>\d{2,3})(?![\d.])"),
        lambda m: f"{m['a']}/{m['b']}" if _is_pressure(m["a"], m["b"]) else None,
    ),
    (
        # 两毫克半, 一片半: the half after its unit.
        re.compile(r"(?<![\d.])(?P<n>\d+)(?P<u>毫克|毫升|片|粒|袋|包|支|瓶|杯)半(?![天年月夜个小身边])"),
        lambda m: f"{m['n']}.5{m['u']}",
    ),
)

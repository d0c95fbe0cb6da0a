"""Where a clause names something of the lexicon, and whether it denies it there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhenlu.domain.transcript import Language
from zhenlu.language import lexicon
from zhenlu.language.lexicon import Mention, Term, worked_out

#: A longer wording of these kinds hides whatever stands inside it: 咳嗽药水 is no cough.
_OPAQUE = ("ordinary", "drug", "drug_class", "disease", "test", "procedure")

_NEGATION = re.compile(
    r"(?:没有|没得|没听见|没看见|没看到|没觉得|没闻到|没听到|没摸到|未闻及|未触及|没发现|没出现|没|不会|不像是?|不觉得|谈不上|不是|不|无|未|否认|别|并无|"
    r"哪有)"
    r"(?:再|有|过|什么|啥子|啥|明显|太|怎么|咋|觉得|感到|感觉|出现|看到|见|诉|其他|特别|任何|的|"
    r"又|也|都|伴|闻及|触及|"
    r"查到|查出|发现|说|得|听见|听到|听出|看见|看到|看出|摸到|摸着|触到|闻到|叩到|引出|到|没有|做)*$"
)
_NO_NEGATION = re.compile(
    r"(?:有没有|要不要|是不是|会不会|能不能|不但|不仅|不光|不只|不是不|没有不|不停|不住|了不|"
    r"不由|说不|不小心|差不多)$"
)
#: 我这不是发烧嘛: says that it is so.
_RHETORICAL = re.compile(
    r"(?<![是要会你您])不是(?:还|又|老|就|也)?[^,]{2,}(?:吗|嘛|么)[?]?$|我这不是"
)
_LINK = re.compile(r"^(?:和|或|或者|及|以及|跟|与|还有|、|也|啊|呀|的|史|病|过|症状|性)*$")
_DENIED_AFTER = re.compile(
    r"^(?!没的$)(?:这些|这种|那种|这样|那样|什么的|之类的|之类|那些|的|啊|呢|嘛|症状|史|病|情况|试验|感觉|,)*"
    r"(?:都|也|倒是|倒|就|还|是|现在|目前|基本上?|从来|一直|真|双侧|[我他她](?!们)|孩子)*"
    r"(?:没有过?|没得|没事|没问题|没有?(?:起|出|发|犯|流|长|见到?|看见|看到|觉得|感觉到?|听到|听见|摸到|摸着|触到|触及|发现|听说|查出来?|诊断|引出来?|做出来?)|未引出|未见|没|无|阴性|\(-\)|"
    r"未见异常|不明显)(?:过|了|啊|呢|的|呀|吧|哈)*$"
)

_FILL = re.compile(
    r"(?:[他她]说|说是?|这儿|这里|这块儿?|这边|这一圈|那一?圈|这一块|那儿|那里|里头|里面|里|后头|上面|下面|处|"
    r"部位|区域|关节|周围|内侧|外侧|"
    r"(?<=[^身])上(?!火)|都|也|还|倒|就|又|老是|总是|老|总|一直|现在|早就|早|已经|经常|偶尔|"
    r"有时候|有时|有点儿?|有一点儿?|有些|有1?一?点点|1?一?点点|"
    r"稍微|稍|特别|很|挺|好像|真|最|更|太|怎么|咋|什么|明显|大|会|能|得|有|没有|没得|没|不|未|无|"
    r"再|觉得|感觉|感到|开始|"
    r"一跳一跳地?的?|一阵一阵地?的?|一阵阵地?的?|隐隐地?|隐隐约约地?|针扎一样地?|胀着|拧着|绞着|"
    r"坠着|压着|闷着?|最后|先|那个|这个|比较|一点|"
    r"大?前天|昨天|今天|昨晚|今早|早上|这[几两]天|最近|还是|"
    r"[\u4e00-\u9fff](?P<r>[\u4e00-\u9fff])(?P=r)地|(?P<ab>[\u4e00-\u9fff]{2})(?P=ab)[地的]|的地方|的时候|的|地|着|轻微|轻度|过|[左右两双]边|[往向朝](?:[左右]边?|[1一]边)|"
    r"轻|微|发|跟着|全)*"
)
_LONGEST_FILL = 10
_INNER_NEGATION = re.compile(
    r"(?:没有|没得|没|不|未|无)(?:怎么|咋|太|再|有|过|觉得|明显|大|会|很|特别|是|什么|发)*$"
)

#: Heads that may be parted from what is said of them: 头也不晕, 尿有点红.
_HEADS = [
    "头",
    "脑袋",
    "胸口",
    "胸",
    "心口",
    "心",
    "肚子",
    "胃",
    "嗓子",
    "喉咙",
    "鼻子",
    "鼻涕",
    "耳朵",
    "眼睛",
    "眼",
    "手脚",
    "手",
    "腿",
    "脚脖子",
    "脚",
    "胳膊",
    "腰",
    "背",
    "脖子",
    "膝盖",
    "关节",
    "牙龈",
    "牙",
    "嘴唇",
    "嘴",
    "小便",
    "大便",
    "尿尿",
    "尿",
    "皮肤",
    "身上",
    "浑身",
    "全身",
    "血压",
    "血脂",
    "血糖",
    "尿酸",
    "胃口",
    "食欲",
    "精神",
    "睡眠",
    "声音",
    "呼吸",
    "白带",
    "例假",
    "月经",
    "痰",
    "伤口",
    "眼前",
    "眼皮",
    "咽东西",
    "咽口水",
    "看东西",
    "说话",
    "夜里",
    "晚上",
    "气",
    "水",
    "人",
    "记性",
    "脾气",
    "心情",
    "情绪",
    "体重",
]

#: 指头, 舌头, 骨头: no head.
_NO_HEAD = (
    "指",
    "乳",
    "奶",
    "趾",
    "舌",
    "骨",
    "里",
    "外",
    "前",
    "后",
    "上",
    "下",
    "馒",
    "枕",
    "拳",
    "额",
)

_SENSATION_KEYS = {
    "疼痛": "pain", "肿胀": "swell", "麻木": "numb", "瘙痒": "itch", "酸胀": "distend",
    "无力": "weak",
    "僵硬": "stiff", "发红": "red", "流液": "discharge", "干燥": "dry", "闷胀": "stuffy",
}  # fmt: skip


#: 手干, 背闷: no symptoms; these are felt only where the site has a name for it.
_ONLY_WHERE_KNOWN = ("干燥", "闷胀")


@dataclass(frozen=True, slots=True)
class Named:
    """A term named in a clause.

    Attributes:
        start: First character in the clause.
        site: The site's term, where it was named with the sensation.
    """

    term: Term
    start: int
    end: int
    negated: bool = False
    site: Term | None = None
    said: str = ""


def words() -> lexicon.Lexicon:
    """The Chinese lexicon."""
    return lexicon.load(Language.ZH)


@worked_out(maxsize=8192)
def find(text: str, *kinds: str) -> tuple[Mention, ...]:
    """Terms of these kinds, without those hidden inside a longer word of another kind."""
    found = []
    position = 0
    known, longest_at = words(), _longest(text)
    while position < len(text):
        longest = longest_at[position]
        if longest is None:
            position += 1
            continue
        drug = known.drug_across(text, longest)
        if drug is not None:
            position = drug
            continue
        wanted = known.find_at(text, position, *kinds)
        if wanted is not None and (wanted.end == longest.end or longest.term.kind not in _OPAQUE):
            found.append(wanted)
            position = wanted.end
        elif longest.term.kind in _OPAQUE:
            position = longest.end
        else:
            position += 1
    return tuple(found)


@worked_out(maxsize=8192)
def _longest(text: str) -> tuple[Mention | None, ...]:
    """The longest wording that begins at each character: a clause is asked for many kinds."""
    known = words()
    return tuple(known.find_at(text, position) for position in range(len(text)))


@worked_out(maxsize=8192)
def symptoms(text: str) -> tuple[Named, ...]:
    """Symptoms of a clause from left to right: as whole words, and as site with sensation."""
    whole = [Named(m.term, m.start, m.end, said=m.said) for m in find(text, "symptom")]
    parted = _parted(text)
    named = [p for p in parted if not any(_inside(p, w) for w in whole)]
    named += [w for w in whole if not any(_inside(w, p) and p not in whole for p in named)]
    named.sort(key=lambda n: n.start)
    return _with_negation(text, _drop_repeats(text, named))


def normals(text: str) -> tuple[Named, ...]:
    """Wordings that say a function is intact and so deny a symptom: 看东西清楚."""
    found = []
    for said, term in _normal_wordings().items():
        at = text.find(said)
        if at >= 0 and not re.search(r"[不没]$", text[:at]):
            found.append(Named(term, at, at + len(said), True, said=said))
    return tuple(found)


@worked_out()
def _normal_wordings() -> dict[str, Term]:
    return {
        str(said): term
        for term in words().of_kind("symptom")
        for said in term.extra.get("normal", ())
    }


def named(text: str, *kinds: str) -> tuple[Named, ...]:
    """Terms of these kinds from left to right, with negation."""
    return _with_negation(
        text, [Named(m.term, m.start, m.end, said=m.said) for m in find(text, *kinds)]
    )


def sites(text: str) -> tuple[Mention, ...]:
    """Parts of the body; the 背 of 背伸 is a movement."""
    return tuple(m for m in find(text, "site") if text[m.end : m.end + 1] not in ("伸", "屈"))


def without_sites(text: str) -> str:
    """A text without the parts of the body that it names, but with their sides: 右眼 is 右."""
    for site in reversed(sites(text)):
        side = re.match("[左右双]", text[site.start : site.end])
        text = text[: site.start] + (side.group() if side else "") + text[site.end :]
    return text


def _inside(inner: Named, outer: Named) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _drop_repeats(text: str, found: list[Named]) -> list[Named]:
    """头晕不晕 asks for one thing: the second 晕 is part of the question."""
    kept: list[Named] = []
    for one in found:
        between = text[kept[-1].end : one.start] if kept else ""
        if between in ("不", "没") and kept[-1].term.name == one.term.name:
            continue
        if kept and one.start < kept[-1].end:
            continue
        kept.append(one)
    return kept


def _with_negation(text: str, found: list[Named]) -> tuple[Named, ...]:
    marked: list[Named] = []
    for i, one in enumerate(found):
        before = text[: one.start]
        negated = one.negated or (_is_denied(before, one) and not _RHETORICAL.search(text))
        if not negated and marked and marked[-1].negated and not found[i - 1].negated:
            negated = bool(_LINK.match(text[found[i - 1].end : one.start]))
        negated = negated or _not_much(text[one.end :], one) or _said_no(text[one.end :], one)
        marked.append(Named(one.term, one.start, one.end, negated, one.site, one.said))
    if marked and _DENIED_AFTER.match(text[marked[-1].end :]):
        return tuple(Named(n.term, n.start, n.end, True, n.site, n.said) for n in marked)
    return tuple(marked)


def _not_much(after: str, one: Named) -> bool:
    """眼屎不多: what is a complaint only when there is much of it."""
    return one.term.name.endswith("增多") and bool(
        re.match(r"(?:也|倒|都)?不(?:算|太|是很)?多", after)
    )


_SAID_NO = re.compile(r"(?:倒是?|也|是|都|就)*[不没](?P<again>.).?")


def _said_no(after: str, one: Named) -> bool:
    """怕光不怕, 咳嗽倒不咳: the word again, denied."""
    again = _SAID_NO.fullmatch(after)
    return again is not None and one.said.startswith(again["again"])


def _is_denied(before: str, one: Named) -> bool:
    match = _NEGATION.search(before)
    if match is None or _NO_NEGATION.search(before):
        return False
    # 疼不疼, 咳不咳: the sign before the negation is the word itself.
    asked_again = before[: match.start()].endswith(one.said[:1]) and match.group() in ("不", "没")
    return not asked_again or before[: match.start() - 1].endswith("想")


@worked_out()
def _frames() -> dict[str, dict[str, Term]]:
    """What may be said of a head, by head and tail: 头 → 晕 → 头晕."""
    frames: dict[str, dict[str, Term]] = {}
    for term in words().of_kind("symptom"):
        for said in (term.name, *term.say):
            for head in _HEADS:
                tail = said[len(head) :].lstrip("发有")
                if said.startswith(head) and tail:
                    frames.setdefault(head, {}).setdefault(tail, term)
    return frames


@worked_out()
def _sensations() -> dict[str, Term]:
    return {said: term for term in words().of_kind("sensation") for said in (term.name, *term.say)}


def _parted(text: str) -> list[Named]:
    found = []
    position = 0
    while position < len(text):
        named = _parted_at(text, position)
        if named is None:
            position += 1
            continue
        found.append(named)
        position = named.end
    return found


def _parted_at(text: str, position: int) -> Named | None:
    hidden = words().find_at(text, position, *_OPAQUE)
    if hidden is not None:
        return None
    if text[position] == "头" and text[:position].endswith(_NO_HEAD):
        return None
    site = words().find_at(text, position, "site")
    for head in sorted((h for h in _HEADS if text.startswith(h, position)), key=len, reverse=True):
        tails = _frames().get(head, {})
        match = _tail(text, position + len(head), tails)
        if match:
            start, end, tail = match
            return _named_part(text, position, start, end, tails[tail], None)
    if site is None:
        return None
    match = _tail(text, site.end, _sensations())
    if match is None:
        return None
    start, end, tail = match
    term = _felt_at(site.term, _sensations()[tail])
    return _named_part(text, position, start, end, term, site.term) if term else None


def _named_part(
    text: str, position: int, tail: int, end: int, term: Term, site: Term | None
) -> Named:
    negated = bool(_INNER_NEGATION.search(text[position:tail]))
    return Named(term, position, end, negated, site, text[position:end])


def _tail(text: str, start: int, tails: dict[str, Term]) -> tuple[int, int, str] | None:
    """Skip what may stand between head and tail; the shortest filling that meets a tail."""
    for position in range(start, min(start + _LONGEST_FILL, len(text)) + 1):
        if not _FILL.fullmatch(text, start, position):
            continue
        for length in range(min(8, len(text) - position), 0, -1):
            tail = text[position : position + length]
            if tail in tails:
                return position, position + length, tail
    return None


def _felt_at(site: Term, sensation: Term) -> Term | None:
    known = known_sensation(site, sensation)
    if known is None and sensation.name in _ONLY_WHERE_KNOWN:
        return None
    return known or sensation_at(site, sensation)


def known_sensation(site: Term, sensation: Term) -> Term | None:
    """The symptom that the lexicon has for a sensation at this site: 眼 and 干燥 make 眼干."""
    name = site.extra.get(_SENSATION_KEYS.get(sensation.name, ""))
    return words().named(str(name), "symptom") if name else None


def sensation_at(site: Term, sensation: Term) -> Term:
    """The symptom that a sensation at a site makes: 膝关节 and 疼痛 make 膝关节痛."""
    rash = words().named(sensation.name, "symptom") if sensation.name == "皮疹" else None
    if rash is not None:
        return rash
    key = _SENSATION_KEYS.get(sensation.name, "")
    name = site.extra.get(key, f"{site.name}{sensation.name}")
    known = words().named(str(name), "symptom")
    return known if known is not None else Term(str(name), "symptom", source=site.source)

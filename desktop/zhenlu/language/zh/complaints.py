"""A complaint noted: affirmed or denied, with its place; later words win over earlier."""

from __future__ import annotations

import re
from dataclasses import replace

from zhenlu.domain.facts import FactKind, Polarity
from zhenlu.language.lexicon import Term
from zhenlu.language.zh import mentions
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found
from zhenlu.language.zh.mentions import Named

_GONE = re.compile(
    r"(?:现在|已经|早|昨天|今天|今早|目前|这会儿|后来)[^,]{0,6}(?:不|没)|(?:不|没)(?:再|"
    r"怎么)?[^,]{1,4}了$|退了|退下来|没再|就好了$"
)

#: 半夜又烧起来了: what had gone came back.
_AGAIN = re.compile(r"又[^,]{0,4}(?:起来|开始|犯|上来|了)|反复|还在|还是")


def take(clause: Clause, named: Named, visit: Conversation) -> Found:
    """Note one symptom that the clause affirms or denies; later words win over earlier."""
    broad = visit.known(FactKind.SYMPTOM, str(named.term.extra.get("broad", "")))
    if (
        broad
        and broad.is_present
        and not named.negated
        and "site" in named.term.extra
        and visit.known(FactKind.SYMPTOM, named.term.name) is None
    ):
        # 肚子疼, 心口窝疼: the second tells where, it is no second complaint.
        broad.add("site", str(named.term.extra.get("site", "")), replace=True)
        broad.rest_on(clause)
        visit.focus(broad)
        return broad
    named = _after_injury(named, visit)
    told = visit.known(FactKind.SYMPTOM, named.term.name)
    if told is not None and named.negated and is_only_a_kind(named.said, named.term.name, visit):
        return told
    polarity = Polarity.ABSENT if named.negated else Polarity.PRESENT
    known = visit.known(FactKind.SYMPTOM, named.term.name)
    if known is None:
        known = visit.add(
            Found(
                FactKind.SYMPTOM,
                named.term.name,
                clause,
                named.start,
                named.end,
                polarity,
                term=named.term,
            )
        )
        if named.negated and _GONE.search(clause.text):
            known.add("course", "已缓解")
    elif named.negated and known.is_present and _GONE.search(clause.text):
        known.add("course", "已缓解")
        known.rest_on(clause)
    elif named.negated and (
        _of_the_other_side(clause, known, visit)
        or _denies_a_time(clause, known, visit)
        or _denies_complaint_of_then(named, known, visit)
    ):
        # What brought the patient here stays; 前天开始流鼻涕的, 不咳 tells of then.
        known.rest_on(clause)
    else:
        if not named.negated and _AGAIN.search(clause.text):
            known.attributes.pop("course", None)
        known.polarity = polarity
        if not known.attributes or polarity is Polarity.ABSENT or not known.value:
            known.move(clause, named.start, named.end)
        else:
            known.rest_on(clause)
    _site(clause, named, known)
    if known.is_present:
        if known.term is None or named.term.extra:
            known.term = named.term
        visit.focus(known)
    return known


def _of_the_other_side(clause: Clause, known: Found, visit: Conversation) -> bool:
    """左边疼不疼 — 不疼: denies the left, not the pain that was told of the right."""
    asked = "".join(a.clause.text for a in visit.asked if a.name == known.name)
    sides = set(clause.text if re.search("[左右]", clause.text) else asked) & {"左", "右"}
    told = known.attributes.get("side", "") + known.attributes.get("site", "")
    earlier = known.is_present and known.clause.turn != clause.turn
    return earlier and len(sides) == 1 and not sides & set(told)


#: 夜里会不会疼醒: asked of one time or posture, not whether there is the complaint at all.
_AT_A_TIME = re.compile(
    r"夜里|夜间|晚上|半夜|[疼痛痒咳憋]醒|睡着|空腹|[吃喝]完|饭[前后]|走路|活动|躺|坐着|平时|休息|不动|的时候|平地"
)


#: 坐着不慌: at rest only.
_AT_REST = re.compile(r"坐着|躺着|平地|不动|[1一]?歇|休息|不走|站着|白天|夜里|晚上")


def _denies_a_time(clause: Clause, known: Found, visit: Conversation) -> bool:
    """夜里会不会疼醒 — 不会: the pain that was told of before is still there by day."""
    if known.is_present and _AT_REST.search(clause.text):
        return True
    asked = [a for a in visit.asked if a.name == known.name]
    earlier = known.is_present and known.clause.turn < clause.turn - 1
    return earlier and bool(asked) and bool(_AT_A_TIME.search(asked[-1].clause.text))


def _denies_complaint_of_then(named: Named, known: Found, visit: Conversation) -> bool:
    """Whether what brought the patient here is denied without being asked for or corrected."""
    asked = any(a.name == known.name for a in visit.asked)
    told = named.negated and known.is_present and known is visit.main
    return told and not asked and not visit.correcting


def is_only_a_kind(said: str, name: str, visit: Conversation) -> bool:
    """没有黄鼻涕, after clear discharge was told of, denies the colour and not the discharge."""
    known = visit.known(FactKind.SYMPTOM, name)
    return known is not None and known.is_present and bool(re.search("[黄绿脓黑红]", said))


def _after_injury(named: Named, visit: Conversation) -> Named:
    """A swollen ankle after a sprain is no oedema."""
    site = next((s.term for s in mentions.sites(named.said)), None)
    swollen = str(site.extra.get("swell", "")) if site else ""
    injured = visit.known(FactKind.SYMPTOM, "外伤")
    if not (named.term.name == "下肢水肿" and injured and "关节" in swollen):
        return named
    return replace(named, term=Term(swollen, "symptom", source=named.term.source))


def present(clause: Clause, term: Term, start: int, end: int, visit: Conversation) -> Found:
    """Note a symptom that an answer affirms without naming it."""
    return take(clause, Named(term, start, end), visit)


def absent(clause: Clause, term: Term, start: int, end: int, visit: Conversation) -> Found:
    return take(clause, Named(term, start, end, negated=True), visit)


def spoken_of(visit: Conversation) -> Found | None:
    """What a clause without a symptom describes: circumstances belong to the main complaint."""
    return visit.main if "factor" in visit.aspects() else visit.topic


def _site(clause: Clause, named: Named, target: Found) -> None:
    site = named.site or _site_before(clause, named)
    if site is not None and site.name not in target.name and site.name[:-1] not in target.name:
        target.add("site", site.name, replace=True)
    elif site is not None and site.extra.get("paired"):
        target.attributes.setdefault("site", site.name)


def _site_before(clause: Clause, named: Named) -> Term | None:
    found = [s for s in mentions.sites(clause.text) if s.start <= named.end]
    placed = re.search("痛|受限", named.term.name)
    return found[-1].term if found and not named.negated and placed else None

"""What was taken for an allergy and is none: 后来打过没事, 皮试做了是阴性的, 那个写错了.

An allergy that is told wins over silence, and what was tolerated since or tested wins over an
allergy that was told before it: only words of another, later occasion clear a substance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import FactKind, Polarity
from zhenlu.language.zh import mentions
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found

_USE = r"[吃打用喝挂输碰抹贴吸滴]"
#: Another occasion than the one at which it was taken for an allergy.
_LATER = re.compile(
    r"后来|之后|以后|现在|如今|长大|又|再|前年|去年|前几年|这几年|上个?月|上次|上回|那年|住院|"
    r"天天|经常|常常|[1一]直|可我|但我|今年|前阵|前些"
)
_USED = re.compile(rf"{_USE}(?:了|过|着|的)?|做(?:了|过)")
_ASKED_OF_USE = re.compile(rf"过敏|皮试|{_USE}过")
_FINE = re.compile(
    r"(?:[1一]点|啥|什么|半点)?(?:事|问题|反应|毛病)(?:儿|也|都|情况)*没(?:有|得)|"
    r"没(?:有|得)?(?:再)?(?:啥|什么|任何|出过?|再)?(?:事|问题|反应|毛病|过敏|起)|好好的|不过敏了|能[吃用打]了"
)
#: 吃了药就没事了, 停了就好了: the reaction passed, nothing was tolerated.
_PASSED = re.compile(r"药|停|抢救|退|消|打了?[1一]?针|脱敏|就没事")
_CLEARED = re.compile(
    r"阴性|排除了?|(?:查|测|化验|试)[^,]{0,6}(?:不是|没有|没事|不过敏|正常)|"
    r"(?:不是|不算|不叫)(?:真正?的?)?(?:药物)?过敏|(?:跟|和|与)(?:这个|那个)?药没(?:有)?关系"
)
_MISTAKEN = re.compile(
    r"(?:写|弄|搞|记|登记|录|填)(?:错|混|反)了|误会|(?:那|说的)(?:个|是)?不是我"
)
_NO = re.compile(r"(?:哦|嗯|啊|那)*(?:不是|没有|没|不对|哪有|不过敏)(?:的|啊|呀|不是)*")
_FAILED = re.compile(r"阳性|没过|不过(?!敏)|红|肿|起")


def hear(clause: Clause, visit: Conversation) -> bool:
    """Clear the allergy told last, where the clause says that it is none."""
    told = [f for f in visit.of_kind(FactKind.ALLERGY) if f.polarity is not Polarity.ABSENT]
    told = [f for f in told if clause.turn - f.clause.turn <= 2 and f.name != "药物"]
    if not told:
        return _used_without_harm(clause, visit)
    last = _meant(clause, told)
    if last is None or last.clause is clause:
        return False
    if clause.clinician is not True and _MISTAKEN.search(clause.text):
        visit.drop(last)
        return True
    cleared = _tested(clause, last) or _tolerated(clause, last, visit)
    if not (cleared or _denied(clause, last)):
        return False
    last.polarity = Polarity.ABSENT
    last.attributes.clear()
    last.rest_on(clause)
    return True


def _meant(clause: Clause, told: Sequence[Found]) -> Found | None:
    """The allergy that a clause speaks of: the one it names, else the last one."""
    named = mentions.words().find(clause.text, "drug", "drug_class", "allergen")
    if not named:
        return told[-1]
    for mention in named:
        names = {mention.term.name, *mention.term.extra.get("class", ())}
        for found in reversed(told):
            if found.name in names:
                return found
    return None


def _tested(clause: Clause, last: Found) -> bool:
    """做过一次, 阴性的: said after it was told, and of nothing else."""
    if not _CLEARED.search(clause.text) or "阳性" in clause.text:
        return False
    if clause.clinician is True:
        return bool(re.search(r"过敏|皮试|药", clause.text))
    return last.clause.turn == clause.turn and not re.search(r"其他|别的|另外", clause.text)


def _tolerated(clause: Clause, last: Found, visit: Conversation) -> bool:
    """现在天天吃, 没事了: used on a later occasion, and nothing came of it."""
    if clause.clinician is True or not _FINE.search(clause.text) or _PASSED.search(clause.text):
        return False
    used = [c for c in visit.clauses if c.turn == clause.turn and _USED.search(c.text)]
    asked = any(_ASKED_OF_USE.search(a.clause.text) for a in visit.asked)
    if last.clause.clinician and clause.turn == last.clause.turn + 1:
        # 这里写的头孢过敏 — 我打过头孢, 没事的
        other = bool(visit.asked) and not asked
        return bool(used) and not other and not any(_FAILED.search(c.text) for c in used)
    if last.clause.turn != clause.turn and not asked:
        return False
    first, place = visit.place_of(last.clause), visit.place_of(clause)
    since = [c for c in visit.clauses[first + 1 : place + 1] if c.clinician is not True]
    if _speaks_of_another(since, last):
        return False
    used = [c for c in since if _USED.search(c.text) and not _FAILED.search(c.text)]
    return any(_LATER.search(c.text) for c in used) or (
        bool(used) and any(_CLEARED.search(c.text) or _LATER.search(c.text) for c in since)
    )


def _speaks_of_another(since: Sequence[Clause], last: Found) -> bool:
    """青霉素皮试过敏, 头孢去年打过, 没问题: the last substance named is another one."""
    own = {last.name, *(last.term.extra.get("class", ()) if last.term else ())}
    for clause in reversed(since):
        named = mentions.words().find(clause.text, "drug", "drug_class", "allergen")
        named = tuple(n for n in named if not n.term.extra.get("generic"))
        if named:
            return all(own.isdisjoint({n.term.name, *n.term.extra.get("class", ())}) for n in named)
    return False


def _denied(clause: Clause, last: Found) -> bool:
    """你是头孢过敏, 是吧 — 不是: never told by the one whom it would be of."""
    asked = last.clause.confirm and last.clause.turn == clause.turn - 1
    return asked and clause.clinician is not True and bool(_NO.fullmatch(clause.text))


def _used_without_harm(clause: Clause, visit: Conversation) -> bool:
    """青霉素过敏吗 — 上个月刚打过, 没事: what was asked about is tolerated."""
    asked = [a for a in visit.asked if a.aspect == "allergy_to" and a.term is not None]
    if len(asked) != 1 or clause.clinician is True or not _FINE.search(clause.text):
        return False
    same = [c for c in visit.clauses if c.turn == clause.turn]
    if not any(_USED.search(c.text) for c in same) or any(_FAILED.search(c.text) for c in same):
        return False
    found = Found(
        FactKind.ALLERGY, asked[0].name, clause, 0, len(clause.text),
        Polarity.ABSENT, term=asked[0].term,
    )  # fmt: skip
    if visit.known(FactKind.ALLERGY, found.name) is None:
        visit.add(found).rest_on(asked[0].clause)
    return True

"""Drugs that do not agree with the patient and are no allergy: 一吃阿莫西林就胃不舒服."""

from __future__ import annotations

import re

from zhenlu.domain.facts import INTOLERANCE, FactKind
from zhenlu.language.lexicon import Mention
from zhenlu.language.zh import mentions
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found

_USE = r"[吃打用喝输服]"
_BETWEEN = (
    r"(?:类|那个|这个|药|片|胶囊|颗粒|的|我|了|过|完|上|以后|之后|就|会|也|都|老是?|总是?|特别|比较"
    r"|有点|有些|,)*"
)
_EFFECT = (
    r"(?P<effect>胃里?(?:不舒服|不适|难受|疼|痛|出血)|反酸|烧心|恶心|想吐|呕吐|吐|拉肚子|拉稀|腹泻|便秘"
    r"|头晕|头疼|头痛|犯困|心慌|干咳|咳嗽|睡不着|浑身没劲|难受|不舒服|受不了|不耐受)"
)
#: 阿莫西林一吃就胃不舒服 · 吃阿莫西林胃不舒服
_AFTER_DRUG = re.compile(rf"{_BETWEEN}(?:[1一]|每次|只要)?{_USE}?{_BETWEEN}{_EFFECT}")
_USED_BEFORE = re.compile(rf"{_USE}(?:了|过|完|上|那个|这个)*$")
#: It is so each time, or was so once before: not a complaint of today.
_EACH_TIME = re.compile(
    rf"[1一]{_USE}|每次|只要|老是|总是|就会|受不了|不耐受|不能{_USE}|以前|之前|从前|上次|上回|那次|那回"
)
_NOW = re.compile(r"今天|昨天|这次|这回|这几天|这两天|最近|现在")
#: Turns after a question about allergies in which an answer to it may still come.
_STILL_ASKED = 4


#: What a drug does that is never taken for an allergy.
_NO_ALLERGY = re.compile(
    r"胃|反酸|烧心|拉肚子|拉稀|腹泻|便秘|干咳|咳嗽|犯困|睡不着|出血|便血|黑便|低血糖|抽筋|肌肉[酸疼痛]|"
    r"肝功|转氨酶|[腿脚]肿"
)
_ALLERGIC = re.compile(r"疹|痒|风团|疙瘩|喘|憋|休克|喉|脸肿|嘴肿|眼睛?肿|包")


def told_after(clause: Clause, visit: Conversation) -> bool:
    """阿司匹林, 一吃就胃出血: named when allergies were asked about, and what it does."""
    place = visit.place_of(clause)
    before = visit.clauses[place - 1] if place else None
    last = next(reversed(list(visit.of_kind(FactKind.ALLERGY))), None)
    if last is None or before is None or last.clause is not before or before.turn != clause.turn:
        return False
    effect = _NO_ALLERGY.search(clause.text)
    used = re.search(_USE, clause.text[: effect.start()]) if effect else None
    drug = last.term is not None and last.term.kind in ("drug", "drug_class")
    if effect is None or not (used and drug and last.is_present) or _ALLERGIC.search(clause.text):
        return False
    if "过敏" in before.text or re.search(r"[不没]$", clause.text[: effect.start()]):
        return False
    last.add("type", INTOLERANCE)
    shown = _AFTER_DRUG.search(clause.text)
    last.add("reaction", shown["effect"] if shown else clause.text[effect.start() :])
    visit.reaction = clause
    return True


def hear(clause: Clause, visit: Conversation) -> None:
    """Take a drug with what it does, where that is no allergy and no complaint of today."""
    text = clause.text
    if clause.about or clause.supposed or clause.question or "过敏" in text:
        return
    if not visit.told_by_patient(clause) or _NOW.search(text):
        return
    if told_after(clause, visit):
        return
    asked = "allergy" in {a.aspect for a in visit.asked}
    still = bool(visit.allergy_turn) and 0 <= clause.turn - visit.allergy_turn <= _STILL_ASKED
    if not (asked or still or _EACH_TIME.search(text)):
        return
    for drug in mentions.find(text, "drug", "drug_class"):
        effect = _AFTER_DRUG.match(text, drug.end)
        if effect is None or re.search(r"[不没]$", text[: effect.start("effect")]):
            continue
        used = _USED_BEFORE.search(text[: drug.start]) or re.search(_USE, effect.group())
        if used and visit.known(FactKind.ALLERGY, drug.term.name) is None:
            _note(clause, drug, effect["effect"], visit)


def _note(clause: Clause, drug: Mention, effect: str, visit: Conversation) -> None:
    place = drug.start, drug.end
    found = visit.add(Found(FactKind.ALLERGY, drug.term.name, clause, *place, term=drug.term))
    found.add("type", INTOLERANCE)
    for name in [n.term.name for n in mentions.symptoms(effect)] or [effect]:
        vague = name == "不适" and effect.startswith("胃")
        found.add("reaction", "胃部不适" if vague else name)
    found.rest_on(*(a.clause for a in visit.asked if a.aspect == "allergy"))
    # What it does is told here, nothing that the patient comes with.
    visit.reaction = clause

"""Sides put right: 我说反了, 是左边; 你捂着的是右腿 — 右腿右腿; 右侧, 看错了, 左侧.

The side told last stands, by whomever it is put right. Where it stays open which side is
meant, the side is taken away: a wrong side is worse than none.
"""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind
from zhenlu.language.zh import descriptions
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found

_OTHER = {"左": "右", "右": "左"}
_A_SIDE = re.compile(
    r"(?:哦|对|嗯|啊|那|不是|不对|哎|是的?|就是|应该是|明明是|这不|[他她]的?|孩子的?|我的?|,)*(?P<s>[左右])"
    r"(?:手腕?|脚|腿|边|侧|胳膊|眼睛?|耳朵?|膝盖?|肩膀?|(?P=s)|边这个)*(?:嘛|啊|吧|呢|的|才对|没错)*"
)
#: 我说反了, 弄混了: the speaker meant the other one.
_SWAPPED = re.compile(
    r"[说弄搞记讲看指想](?:反|错|混|岔|颠倒)了?|反了|口误|糊涂|分不清|瞧我这|左右不分"
)
_UNSURE = re.compile(
    r"左右[^,]{0,4}(?:分不|搞不|弄不|记不)|(?:分不|搞不|弄不|记不)[^,]{0,2}(?:左右|哪边)|左右不分|"
    r"[说弄搞记]反了$"
)
_OR_THE_OTHER = re.compile(r"还是(?P<s>[左右])(?:边|侧|[\u4e00-\u9fff])?(?:来着|啊|呢|的|吧)*$")
_WELL = re.compile(
    r"[左右](?:边|侧|[\u4e00-\u9fff])?(?:是|都|也)?(?:好的|好好|没事|正常|干净|空的|没有)"
)
#: 你捂着的是右腿, 那是他的右手, 在右边呢: not what was found there.
_POINTS = re.compile(r"[你您他她这那][^,]*[左右]|[指捂摸按][^,]*[左右]|[在是][左右]")
#: 噢, 片子标记是L; 看错了: a clinician puts a side right.
_TAKES_BACK = re.compile(
    r"不对|不是|[说看写念记讲]错|放反|反了|口误|标[记的着]|更正|应该是|等等|等[1一]?下|^(?:噢|哦|哎|啊|呃)+"
)
_CHECKS_SIDE = re.compile(r"左右[^,]{0,4}(?:我|得|要|再)+(?:再|得|要)*[核看查对确][对认]?")
_IN_NAME = re.compile(r"^(?P<s>[左右])(?:侧|边)?(?![心室房束冠旋])")


def contradict(clause: Clause, visit: Conversation) -> None:
    """右手 — 左手, 你看你: the side told last, by another line, holds for what was told."""
    said = _A_SIDE.fullmatch(clause.text)
    if said is None or clause.clinician is not False or clause.question:
        return
    place = visit.place_of(clause)
    before = visit.clauses[place - 1] if place else clause
    by_another = before.clinician is False and before.segment.role is not clause.segment.role
    if by_another or said["s"] in _shown(clause, visit):
        _turn(said["s"], clause, visit)


def put_right(clause: Clause, visit: Conversation) -> None:
    """Take back the sides that this clause corrects; runs after the readers."""
    if clause.clinician is False and not clause.question:
        _by_patient(clause, visit)
    elif clause.clinician is not False:
        _by_clinician(clause, visit)


def _by_patient(clause: Clause, visit: Conversation) -> None:
    text = re.sub("左右", "", clause.text)
    turn = visit.turn_of(clause)
    named = set(re.findall("[左右]", re.sub(r"不是[左右]", "", text)))
    if (either := _OR_THE_OTHER.search(text)) is not None:
        _turn("", clause, visit, _OTHER[either["s"]])
    elif len(named) == 1 and _SWAPPED.search(turn):
        _turn(named.pop(), clause, visit)
    elif _UNSURE.search(clause.text) and not set(re.sub("左右", "", turn)) & {"左", "右"}:
        _turn("", clause, visit)


def _shown(clause: Clause, visit: Conversation) -> set[str]:
    """The one side that the clinician, who looks, has just named: 你捂着的是右腿."""
    said = [c for c in visit.clauses if c.turn == clause.turn - 1 and c.clinician]
    told = [c for c in said if not c.question and _POINTS.search(c.text)]
    text = ",".join(_WELL.sub("", re.sub("左右", "", c.text)) for c in told)
    meant = re.sub(r"[你您](?:看|面对|对着)[^,]{0,8}?[左右]", "", text)
    sides = set(re.findall("[左右]", meant))
    return sides if len(sides) == 1 else set()


def _turn(side: str, clause: Clause, visit: Conversation, only: str = "") -> None:
    """Give the complaints told with the other side this one, or none where side is empty."""
    only_side = _A_SIDE.fullmatch(clause.text)
    for found in visit.of_kind(FactKind.SYMPTOM):
        before = found.attributes.get("side", "")
        wrong = before in _OTHER and before != side and only in ("", before)
        if not wrong or clause.turn - found.clause.turn > 4:
            continue
        if not only_side and descriptions.speaks_of_elsewhere(clause.text, found):
            continue
        found.attributes.pop("side")
        found.add("side", side)
        found.rest_on(clause)


def _by_clinician(clause: Clause, visit: Conversation) -> None:
    """右肾结石, 片子放反了, 是左肾结石: of what was found and concluded in this turn."""
    told = [
        f
        for f in visit.of_kind(FactKind.EXAM, FactKind.DIAGNOSIS)
        if f.clause.turn == clause.turn and f.clause is not clause and _side(f)
    ]
    if _CHECKS_SIDE.search(clause.text):
        for found in told:
            _set(found, "", clause)
        return
    for old in [f for f in told if _taken_back(f, clause, visit)]:
        same = [
            f
            for f in visit.of_kind(old.kind)
            if f.clause is clause and _bare(f) == _bare(old) and _side(f) == _OTHER[_side(old)]
        ]
        only = _A_SIDE.fullmatch(clause.text)
        if same:
            visit.drop(old)
        elif only and only["s"] != _side(old) and old is told[-1]:
            _set(old, only["s"], clause)


def _taken_back(found: Found, clause: Clause, visit: Conversation) -> bool:
    between = visit.clauses[visit.place_of(found.clause) + 1 : visit.place_of(clause) + 1]
    return any(_TAKES_BACK.search(c.text) for c in between)


def _side(found: Found) -> str:
    named = _IN_NAME.match(found.name)
    side = found.attributes.get("side", "") or (named["s"] if named else "")
    return side if side in _OTHER else ""


def _bare(found: Found) -> str:
    return _IN_NAME.sub("", found.name)


def _set(found: Found, side: str, clause: Clause) -> None:
    if _IN_NAME.match(found.name):
        found.name = _IN_NAME.sub(f"{side}侧" if side else "", found.name)
    if "side" in found.attributes:
        found.attributes.pop("side")
        found.add("side", side)
    found.rest_on(clause)

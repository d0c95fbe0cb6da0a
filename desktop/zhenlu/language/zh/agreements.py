"""What a clinician sums up and the other agrees to: 咳嗽三天, 没有发烧, 对吧 — 对.

Such words are told by the one who agrees. Without the agreement they stay a question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhenlu.language.zh import interrogatives, mentions
from zhenlu.language.zh.clauses import TAG, Clause

_AGREES = re.compile(
    r"(?:(?:嗯|对|对的|对头|是的?|是啊|没错|差不多|可不是?|就是|哎|啊|好像是|系|是嘞|正是|不错|欸|诶)"
    r"(?:啊|呀|呢|嘛|吧|的|哈)*)+"
)
_TAKES_BACK = re.compile(r"不对|不是|没有(?!错)|等[1一]?下")
_TAG_AT_END = re.compile(r"(?:是吧|对吧|对不对|是不是|吧|哈|没错吧)$")
_SUMS_UP = re.compile(
    r"总结|捋[1一]|理[1一]下|就是说|那就是|重复[1一]|核对[1一]|我再说[1一]|这么说"
)
#: What a clinician plans, orders or finds is no account of the patient.
_OWN_WORDS = re.compile(
    r"给[你您他她]|开(?:点|个|了?药|盒|瓶)|回去|记得|注意|[1一]定|必须|复查|复诊|先|咱|我们|别|不要|打算|"
    r"考虑|诊断|继续|加(?:个|到|上)|换|改成|改用|需要|可以|应该|最好|听懂|明白|知道了|记住|什么|怎么|吗$"
)


def mark(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses of a visit, with what was agreed to as told by the one who agreed."""
    marked = list(clauses)
    for place in range(1, len(marked)):
        answer = marked[place]
        if answer.turn == marked[place - 1].turn or not _agrees(marked, place):
            continue
        for at in _summed_up(marked, place - 1):
            words = _TAG_AT_END.sub("", marked[at].text) or marked[at].text
            marked[at] = replace(
                marked[at], text=words, question=False, confirm=False, clinician=False,
                agreed=True,
            )  # fmt: skip
    return tuple(marked)


def _agrees(clauses: Sequence[Clause], place: int) -> bool:
    answer = clauses[place]
    if answer.clinician is not False or not _AGREES.fullmatch(answer.text):
        return False
    following = clauses[place + 1] if place + 1 < len(clauses) else None
    same = following is not None and following.turn == answer.turn
    if not same or following is None:
        return True
    # 没有高血压? — 对, 没有
    denied = re.search(r"[没不无]", clauses[place - 1].text) and following.text.startswith("没")
    return bool(denied) or not _TAKES_BACK.match(following.text)


def _summed_up(clauses: Sequence[Clause], last: int) -> list[int]:
    """Places of what the turn that ends here states and asks agreement for."""
    end = clauses[last]
    if end.clinician is not True or not _asks_agreement(end):
        return []
    turn = [i for i in range(last + 1) if clauses[i].turn == end.turn]
    sums_up = next((i for i in turn if _SUMS_UP.search(clauses[i].text)), None)
    if sums_up is None:
        turn = [i for i in turn if clauses[i].sentence == end.sentence]
    else:
        turn = [i for i in turn if i >= sums_up]
    return [i for i in turn if _is_account(clauses[i])]


def _asks_agreement(clause: Clause) -> bool:
    """对吧, or a statement with nothing but a question mark: 没有黑便?"""
    if TAG.fullmatch(clause.text) or (clause.confirm and _TAG_AT_END.search(clause.text)):
        return True
    return clause.question and _states(clause.text)


def _states(text: str) -> bool:
    """没有黑便?, 三天了?: more than a complaint's bare name, and no word that asks."""
    if interrogatives.is_worded_as_question(text):
        return False
    return bool(re.search(r"\d|[没不]|了$|过$|着$|在|是[^不吗]+$", text))


def _is_account(clause: Clause) -> bool:
    text = clause.text
    if clause.supposed or clause.about or TAG.fullmatch(text) or _OWN_WORDS.search(text):
        return False
    if mentions.find(text, "sign", "exam", "instruction"):
        return False
    return clause.confirm or not interrogatives.is_worded_as_question(text)

"""Lists that belong to somebody else: a relative's drugs, what a leaflet or the internet names.

Whose they are is told before or after the list, often in a sentence of its own: 家里一柜子药,
全是我老头的。阿司匹林、美托洛尔。 A wrong drug is worse than one that is asked for once more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhenlu.language.zh import mentions
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.persons import PATIENT

_LISTED = ("drug", "drug_class", "symptom", "disease", "sign")
#: 都是我爱人吃的, 那是我妈的: whose something is, and nothing else.
_IS_THEIRS = re.compile(
    r"(?:其实|不过|可|但|而且|这|那|些|个|堆|瓶|盒|药|都|全|全部|就|也|基本上?|[,])*"
    r"(?:是|归|属于)[^,给帮替买拿开送带配寄]{1,8}?(?:自己)?(?:在?[吃用喝打](?:剩)?)?的(?:药|东西)?(?:啊|呢|呀|吧)?"
)
#: 桌上那堆是我儿子的, 家里一柜子药, 全是我老头的: whose the things are that are named next.
_THEIRS = re.compile(r"(?:是|归|属于)[^,给帮替买拿开送带配寄]{1,8}?的(?:药|东西)?$")
_THINGS = re.compile("药|瓶|盒|堆|柜|抽屉|袋|箱")
#: 我翻了翻那个说明书, 我上网搜了一晚上: where the list that follows comes from.
_SOURCE = re.compile(
    r"说明书|[那这]张纸|药盒|网上|上网|百度|度娘|搜了|查了查|抖音|快手|小红书|公众号|群里|视频|电视|"
    r"手机上|别人说|邻居说|副作用"
)
_GOES_ON = re.compile(r"还有|还说|还写|什么|也有|另外|再就是")
_BACK = re.compile(
    r"我|[他她]|孩子|现在|今天|昨天|大夫|医生|\d+(?:天|周|个月|年)|了$|得(?:很|厉害|慌)"
)
_LONGEST_UNKNOWN = 6


def given_back(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses of a visit, with lists of others marked as such."""
    marked = list(clauses)
    for at, clause in enumerate(clauses):
        if clause.clinician is not False:
            continue
        if clause.about != PATIENT and _IS_THEIRS.fullmatch(clause.text):
            _give_before(marked, at)
        if clause.about != PATIENT and _THEIRS.search(clause.text) and _of_things(marked, at):
            _mark_after(marked, at, about=clause.about)
        elif clause.about == PATIENT and _SOURCE.search(clause.text):
            _from_source(marked, at)
    return marked


def _give_before(marked: list[Clause], at: int) -> None:
    """抽屉里有华法林、地高辛。那都是我妈的: the drugs named right before are hers."""
    owner = marked[at].about
    for place in range(at - 1, -1, -1):
        before = marked[place]
        own = re.search(r"我(?!们|家|屋)", before.text)
        named = mentions.find(before.text, "drug", "drug_class")
        if before.turn != marked[at].turn or own or not named:
            return
        marked[place] = replace(before, about=owner)


def _of_things(marked: Sequence[Clause], at: int) -> bool:
    return any(
        _THINGS.search(c.text)
        for c in marked[: at + 1]
        if (c.turn, c.sentence) == (marked[at].turn, marked[at].sentence)
    )


def _mark_after(marked: list[Clause], at: int, **marks: object) -> None:
    """Mark the bare list that follows, until the speaker tells of something else."""
    for place in range(at + 1, len(marked)):
        clause = marked[place]
        if clause.turn != marked[at].turn or not _is_listed(clause, place == at + 1):
            return
        marked[place] = replace(clause, **marks)  # type: ignore[arg-type]


def _from_source(marked: list[Clause], at: int) -> None:
    """What a sentence about a leaflet announces, and the list that goes on after its end."""
    last = at
    while last + 1 < len(marked) and marked[last + 1].sentence == marked[at].sentence:
        last += 1
    said = [c.text for c in marked[: last + 1] if c.sentence == marked[at].sentence]
    named = any(
        not m.term.extra.get("generic") for text in said for m in mentions.find(text, *_LISTED)
    )
    following = marked[last + 1] if last + 1 < len(marked) else None
    if following is not None and (not named or _GOES_ON.match(following.text)):
        _mark_after(marked, last, supposed=True)


def _is_listed(clause: Clause, first: bool) -> bool:
    """Whether a clause does nothing but name: 头晕、心慌、水肿都写着呢, 肝损害."""
    text = re.sub(r"(?:都|也|全)?(?:写着|写了|有)(?:的|呢)*$", "", _GOES_ON.sub("", clause.text))
    named = mentions.named(text, *_LISTED)
    for one in reversed(named):
        text = text[: one.start] + text[one.end :]
    rest = re.sub(r"[、和跟与及或啊呀,]|之类的?|等等", "", text)
    if _BACK.search(rest):
        return False
    return len(rest) <= 2 if named else (not first and len(rest) <= _LONGEST_UNKNOWN)

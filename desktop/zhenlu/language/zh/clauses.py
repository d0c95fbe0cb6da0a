"""A visit cut into clauses, each with how it was meant: told, asked, supposed, about whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from zhenlu.domain.transcript import Segment
from zhenlu.language.reading import Reading
from zhenlu.language.zh import mentions, numerals, persons
from zhenlu.language.zh import speakers as speakers_of

#: Whom a clause is about, besides a relative's name such as 父亲.
PATIENT = ""
OTHER = "other"

_CUT = re.compile(r"[。!?;\n]|,|:(?!\d)|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_SENTENCE_ENDS = "。!?;\n"

#: Words that go on with the sentence before, whatever a pause put between.
_GOES_ON = re.compile(
    r"(?:就(?:来|赶紧|马上|得来|要来|去)|马上(?:来|去)|随时(?:来|就诊)|赶紧(?:来|去)|立刻|立即|尽快|及时|"
    r"或者|或是|有没有[,。?]|有没有$|有吗|有没得|这些(?:都)?有)"
)
_RETURN = re.compile(
    r"(?:那|你|您|都|也|要|请)*(?:就|马上|随时|赶紧|立刻|立即|及时)+(?:再)?(?:来|回|去|就诊|就医|"
    r"打|复诊|过来|联系|上医院)"
)

#: Regional words, each with standard words of the same length.
_REGIONAL = (
    (re.compile(r"[么木冇]有(?=$|[,。!?;、\u4e00-\u9fff])(?<!什么有)(?<!怎么有)(?<!那么有)(?<!这么有)"),
     "没有"),
    (re.compile(r"冇"), "没"),
    (re.compile(r"(?<![么这那])[莫么]得"), "没得"),
    (re.compile(r"(?<![步讨砍杀])伐(?=$|[,。!?])"), "吗"),
    (re.compile(r"(?<=[有过疼痛吃])不(?=$|[。?])"), "吗"),
    (re.compile(r"啥子"), "什么"),
    (re.compile(r"咋个"), "怎么"),
)  # fmt: skip

_QUESTION = re.compile(
    r"\?|有没有|有没得|是不是|会不会|能不能|可不可以|要不要|用不用|行不行|"
    r"吗[,。]?$|吗(?=啊|呀|呢)?$|么$(?<!什么)|呢$|"
    r"(?<![不没])([\u4e00-\u9fff])(?:不\1|没\1(?:过|了)?$)|没有[啊呀呢]?$|没$|有没$|了没有?|过没有?|没得$|"
    r"多久|多长|多少|多大|(?<![好这前过])几(?=天|年|次|回|个|度|岁|月)(?!天了$)|什么时候|"
    r"哪[里儿边个块]|"
    r"怎么(?!也|都|着|会|吃)|咋(?!咋)|为什么|什么(?!的|都|也|事)|啥(?!也|都|事)|还是(?=.{1,6}$)"
)
_NO_QUESTION = re.compile(
    r"不知道|没什么|不怎么|没怎么|没啥|不咋|说不好|好几|没几|几个小时|十几|再说|不清楚|怎么也|哪有"
)
#: A patient's 现在能吃吗 without the particle: 能吃非布司他不.
_ASKS_BACK = re.compile(r"(?:要|能|用|行|可以|还|接着)[^,]{0,12}不$")
#: 没有吐？: a recogniser's question mark behind an answer.
_ANSWERS = re.compile(r"(?:没有?|不|有点|有1点|有些|都|也|就是|嗯|对)[^?]*\?$")
_CONFIRM = re.compile(r"(?:是吧|对吧|吧|是不是|对不对|哈)$")
#: 停了吧, 做个CT吧: a proposal, although it ends like a question.
_PROPOSAL = re.compile(
    r"(?:停|开|拍|做|查|先|换|试|要不|吃|多|别|休息|算|\d+[次片粒天周袋]).{0,12}吧$"
)
#: 查个血常规看贫不贫血: what a test is for is no question.
_PURPOSE = re.compile(r"(?<=[规查片能声超镜图])看(?:看|1?下)?(?=是不是|有没有|有无|会不会|.不).*$")
_CONDITION = re.compile(
    r"要是|如果|万一|假如|一旦|倘若|若是|若(?!干)|"
    r"(?<!过敏)(?<!药)(?<!手术)(?<!睡觉)(?<!吃饭)(?<![大小]便)(?<!家里)(?<!月经)(?<!的病)的话|出现.{1,12}(?:来|就诊|及时)|(?<!必)要不然"
)
_CONSEQUENCE = re.compile(
    r"就|再(?!也|有|加|查|做|拍|量)|马上|赶紧|随时|立刻|立即|及时|打120|去急诊|不行|赶快|联系"
)
_IMPLIED_CONDITION = re.compile(
    r"不[^,]{1,4}(?:我)?就(?:不|没)|(?:还|仍|再|不|没).{1,8}(?:就|再|随时|马上|赶紧|立刻)(?:来|去|回来|复诊|"
    r"就诊|打|过来)|"
    r"(?:就|马上|赶紧|随时|立刻|立即|尽快|及时)(?:来|回来|过来|复诊|随诊|就诊|就医|去急诊|去医院|送|打120)|"
    r"随诊$|不好转"
)
_EXAMPLE = re.compile(
    r"有的人|有些人|很多人|一般人|有的孩子|别人|有人|人家|网上|电视|以防|免得|以免|防止|避免|预防|"
    r"副作用|可能会|容易引起|会引起|会导致|会不会|不会是|不像是|担心|害怕|我怕|怕是|怕(?=低血压|"
    r"依赖|盖住|感染|摔)"
)
_PAST = re.compile(
    r"上个?(?:礼拜|周|星期)还|以前|从前|小时候|年轻|早年|去年|前年|大前年|前几年|上个月|上次|上回|上一次|那年|曾经|既往|"
    r"(?<![晕昏])过去(?!了)|往年|(?:^|[我你他她])之前|"
    r"头几年|当年|\d岁(?:多|半)?(?:的时候|时|那年|得过|割的)|小的时候"
)
@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of speech between two marks of punctuation.

    Attributes:
        turn: Position of the segment in the visit, from 0.
        start: Position of `text` in the segment's reading.
        sentence: Counts sentences over the visit.
        question: Asked, not told. `confirm`: told, and agreement asked for (…是吧).
        supposed: Part of a condition, an example or a worry; no fact of the patient.
        about: "" the patient, `OTHER`, or the relative's name.
        past: Told of an earlier time.
        clinician: True, False, or None where the role is not known.
    """

    segment: Segment = field(repr=False)
    reading: Reading = field(repr=False)
    turn: int
    start: int
    text: str = field(repr=False)
    sentence: int
    question: bool = False
    confirm: bool = False
    supposed: bool = False
    condition: bool = False
    about: str = PATIENT
    past: bool = False
    clinician: bool | None = None

    @property
    def told(self) -> bool:
        """Whether it states something of the patient."""
        return not self.question and not self.supposed and self.about == PATIENT

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the segment's own text behind a part of this clause."""
        return self.reading.span(self.start + start, self.start + end)


def cut(segments: Sequence[Segment]) -> tuple[Clause, ...]:
    """All clauses of a visit, marked."""
    speakers = speakers_of.clinicians(segments)
    dictated = all(speakers) and not any(speakers_of.asks(s.text) for s in segments)
    spoken_for = persons.spoken_for(segments, speakers)
    clauses: list[Clause] = []
    sentence = 0
    turns = _turns(segments, speakers, dictated)
    for number, segment in enumerate(segments):
        turn = turns[number]
        reading = _standard_words(numerals.read(segment.text))
        before = _Before(companion=segment.role.value == "companion", spoken_for=spoken_for)
        asked = clauses[-1] if clauses and speakers[number] is False else None
        if asked and asked.clinician and asked.question and persons.OF_OTHERS.search(asked.text):
            # 另一个发烧吗 — 他烧到39: the answer is about the one who was asked about.
            before.speak_of_other()
        for start, end, ends_sentence in _pieces(reading.text):
            text = reading.text[start:end]
            mark = reading.text[end : end + 1]
            marks: dict[str, Any] = before.mark(
                text + (mark if mark == "?" else ""), speakers[number], dictated
            )
            clauses.append(
                Clause(
                    segment,
                    reading,
                    turn,
                    start,
                    text,
                    sentence,
                    clinician=speakers[number],
                    **marks,
                )
            )
            if len(clauses) > 1 and _asked_on(clauses[-2], clauses[-1]) and not dictated:
                clauses[-1] = replace(clauses[-1], question=True)
            if len(clauses) > 1 and re.fullmatch(r"有没有|有吗|有没得|有没有这些", text):
                # 牙龈出血、瘀斑, 有没有: what was named before is what is asked.
                clauses[-2] = replace(clauses[-2], question=clauses[-2].turn == turn)
            if ends_sentence:
                sentence += 1
                before.end_sentence()
        sentence += 1
    return tuple(_looked_back(clauses, dictated))


def _turns(
    segments: Sequence[Segment], speakers: Sequence[bool | None], dictated: bool
) -> list[int]:
    """The turn of each segment: a recogniser cuts at pauses, a turn ends with the speaker."""
    turns: list[int] = []
    for number, segment in enumerate(segments):
        goes_on = (
            number > 0
            and not dictated
            and speakers[number] is not None
            and speakers[number] == speakers[number - 1]
            and segment.role == segments[number - 1].role
        )
        if not turns:
            turns.append(0)
        else:
            turns.append(turns[-1] if goes_on else turns[-1] + 1)
    return turns


def _standard_words(reading: Reading) -> Reading:
    """Regional words that deny or ask, in standard words of the same length."""
    text = reading.text
    for pattern, standard in _REGIONAL:
        text = pattern.sub(standard, text)
    return replace(reading, text=text)


def _looked_back(clauses: list[Clause], dictated: bool) -> list[Clause]:
    """What only the words after a clause tell of it.

    恶心、呕吐。大便发黑没有? asks for all of it, and 脚趾发麻。随时来 is a condition.
    """
    for i in range(len(clauses) - 2, -1, -1):
        this, after = clauses[i], clauses[i + 1]
        if this.turn != after.turn or this.clinician is not True:
            continue
        asked = after.question and not after.confirm
        names = (
            _only_names(this.text, "symptom")
            or _only_names(this.text, "disease")
            or _only_recalls_drug(this.text)
        )
        if not dictated and not this.question and not this.supposed and asked and names:
            clauses[i] = replace(this, question=True)
        returns = after.condition and (
            _RETURN.match(after.text) or (after.supposed and not _CONDITION.search(after.text))
        )
        if not this.supposed and this.sentence == after.sentence and returns and _worsens(this):
            clauses[i] = replace(this, question=False, supposed=True, condition=True)
    if not dictated:
        _bare_questions(clauses)
    return clauses


#: 抽烟, 酒喝: habits named with nothing told of them.
_HABITS_NAMED = re.compile(
    r"体重|身高|月经|末次月经|(?:平时)?(?:烟酒|抽烟|吸烟|喝酒|饮酒|烟还?抽|酒还?喝|烟|酒)+"
)
_NAMES_AS_PAST = re.compile(r"(?:以前|既往|之前|家里)?(?:有过|得过|患过)")


def _bare_questions(clauses: list[Clause]) -> None:
    """发烧拉肚子 — 都没有: what a clinician only names and the other answers is asked.

    A recogniser drops 吗; the last words before the speaker changes tell.
    """
    for i in range(len(clauses) - 2, -1, -1):
        this, after = clauses[i], clauses[i + 1]
        if this.clinician is not True or this.question or this.supposed or this.about:
            continue
        ends_turn = after.turn != this.turn and after.clinician is False
        goes_on = after.turn == this.turn and after.question and after.sentence == this.sentence
        past = _NAMES_AS_PAST.match(this.text)
        bare = (
            _only_names(this.text, "symptom")
            or _HABITS_NAMED.fullmatch(this.text)
            or (past and _only_names(this.text[past.end() :], "disease"))
            or re.fullmatch(r"[^,]{2,8}(?:还)?在[吃用]", this.text)
        )
        if bare and (ends_turn or (goes_on and not past)):
            clauses[i] = replace(this, question=True)


def _worsens(clause: Clause) -> bool:
    """A clause that can be the condition of 马上来: a complaint, or that it goes on."""
    text = clause.text
    goes_on = re.search(r"还|仍|不退|不好|加重|更|厉害|受不了", text)
    if mentions.find(text, "test", "instruction") or (mentions.find(text, "drug") and not goes_on):
        return False
    return bool(goes_on or mentions.symptoms(text))


def _only_recalls_drug(text: str) -> bool:
    """急救的那个沙丁胺醇, 一周喷几次: the drug is named to ask about it."""
    return bool(mentions.find(text, "drug")) and not re.search(
        r"开|加|换|改|停|查|\d|先|再(?!说)|别|不|继续|接着|过敏", text
    )


def _only_names(text: str, *kinds: str) -> bool:
    """Whether a clause does nothing but name complaints (or terms of these kinds)."""
    named = mentions.symptoms(text) if kinds == ("symptom",) else mentions.named(text, *kinds)
    rest = re.sub(r"[、和或啊呀呢嘛的这些那些什么,跟与及 ]|还有|或者|之类", "", text)
    return bool(named) and len(rest) - sum(n.end - n.start for n in named) <= 1


def _asked_on(before: Clause, clause: Clause) -> bool:
    """有没有恶心, 手脚麻木: a bare complaint after a question is asked too."""
    if not (before.question and clause.clinician and before.turn == clause.turn):
        return False
    named = mentions.symptoms(clause.text)
    if named and sum(n.end - n.start for n in named) >= len(clause.text) - 2:
        return True
    return before.sentence == clause.sentence and _only_names(clause.text, "disease", "procedure")


def _pieces(text: str) -> list[tuple[int, int, bool]]:
    pieces = []
    start = 0
    for match in _CUT.finditer(text):
        if text[start : match.start()].strip():
            ends = match.group() in _SENTENCE_ENDS and not _GOES_ON.match(text[match.end() :])
            pieces.append((start, match.start(), ends))
        elif pieces and match.group() in _SENTENCE_ENDS:
            pieces[-1] = (*pieces[-1][:2], True)
        start = match.end()
    if text[start:].strip():
        pieces.append((start, len(text), True))
    return pieces


class _Before:
    """What earlier clauses of the same turn leave in force."""

    def __init__(self, companion: bool, spoken_for: str) -> None:
        self._companion = companion
        self._spoken_for = spoken_for
        self._condition = 0
        self._example = False
        self._about = PATIENT
        self._past = False

    def speak_of_other(self) -> None:
        self._about = OTHER

    def end_sentence(self) -> None:
        self._condition = 0
        self._example = False
        self._past = False
        if self._about != OTHER:
            self._about = PATIENT

    def mark(self, text: str, clinician: bool | None, dictated: bool) -> dict[str, Any]:
        asking = _PURPOSE.sub("", text)
        if clinician is False:
            # 嚼了几天: said by a patient, a number that is not known exactly.
            asking = re.sub(r"(?<=[了过有着])几(?=[天次回个片粒年])", "数", asking)
        question = bool(_QUESTION.search(asking)) and not _NO_QUESTION.search(asking)
        confirm = bool(_CONFIRM.search(text.rstrip("?")))
        if clinician is False and not text.endswith("?") and re.search(r"没有?$|没得$|呢$", text):
            question = bool(re.search(r"(?<!没)有没|吗$", text))
        if clinician and re.fullmatch(r"(?:往|靠)?[左右](?:边|侧)?没有", text):
            question = False
        if clinician is False and _ANSWERS.match(text) and not _QUESTION.search(asking.rstrip("?")):
            question = False
        if confirm and clinician and _PROPOSAL.search(text):
            confirm = question = False
        if clinician is False and _ASKS_BACK.search(text):
            question = True
        if dictated:
            question = confirm = False
        elif clinician and re.fullmatch(
            r"(?:药物|有)?(?:过敏药|过敏史|药物过敏|过敏|手术史|家族史|既往史|过敏的药)", text
        ):
            question = True
        supposed = self._supposed(text, clinician)
        return {
            "question": question or (confirm and clinician is not False),
            "confirm": confirm,
            "supposed": supposed,
            "condition": supposed and not self._example,
            "about": self._person(text, clinician),
            "past": self._was(text, dictated),
        }

    def _supposed(self, text: str, clinician: bool | None) -> bool:
        if _EXAMPLE.search(text):
            self._example = True
        if _CONDITION.search(text):
            self._condition = 3
        elif _IMPLIED_CONDITION.search(text) and (
            clinician is not False or re.search(r"就(?:不|没)", text)
        ):
            return True
        supposed = self._example or self._condition > 0
        if self._condition:
            marker = _CONDITION.search(text)
            rest = text[marker.end() :] if marker else text
            self._condition = 0 if _CONSEQUENCE.search(rest) else self._condition - 1
        return supposed

    def _person(self, text: str, clinician: bool | None) -> str:
        third = persons.THIRD.search(text)
        if third and not re.match(
            r"(?:们)?(?:就)?(?:给了?(?:我|他|她|拿|买|开|弄|送|量|按|\d)|给|帮|说|介绍|推荐|让我|送我|扶|陪|拿)",
            text[third.end() :],
        ):
            self._about = OTHER
            return self._about
        relative = persons.RELATIVE.search(text)
        if relative:
            self._about = self._relation(relative, text, clinician)
        elif self._about != PATIENT and persons.is_of_patient(text):
            self._about = PATIENT
        return self._about

    def _relation(self, match: re.Match[str], text: str, clinician: bool | None) -> str:
        relation = persons.RELATIVES[int(str(match.lastgroup)[1:])][1]
        if clinician and relation != "家人" and not re.search(r"家里|遗传|家族", text):
            return (
                relation if re.search(r"父亲|母亲|兄|弟|姐|妹|[祖爷奶]", match.group()) else PATIENT
            )
        if relation == self._spoken_for or self._speaks_for(match, text):
            return PATIENT
        return relation

    def _speaks_for(self, match: re.Match[str], text: str) -> bool:
        """A companion's 我妈 or 我家孩子 is the patient; so is an agent: 婆婆给抹了药."""
        if re.search(r"^(?:给|喂|让|帮|送|带|替|就给|说|觉得|看|买)", text[match.end() :]):
            return True
        return self._companion and bool(
            re.match(r"(?:大夫|医生|我|俺|咱|这|是|家|的|,)*$", text[: match.start()])
            and re.match(r"我|俺|咱|儿子|闺女|女儿|孙|老", match.group())
            and not re.search(r"^(?:也|有|得过|以前|他|她)", text[match.end() :])
        )

    def _was(self, text: str, dictated: bool) -> bool:
        if _PAST.search(text) and not dictated:
            self._past = True
        elif re.search(r"现在|今天|昨天|这次|这回|最近|这几天|目前|[1一].{1,2}就|每次", text):
            self._past = False
        return self._past

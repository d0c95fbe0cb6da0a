"""A visit cut into clauses, each with how it was meant: told, asked, supposed, about whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from zhenlu.domain.transcript import Segment
from zhenlu.language.reading import Reading
from zhenlu.language.zh import mentions, moods, numerals, persons
from zhenlu.language.zh import speakers as speakers_of
from zhenlu.language.zh.persons import PATIENT

_CUT = re.compile(
    # 2. of a numbered list; 5.1周 after a space is the fifth item.
    r"(?:^|(?<=[\s。;:]))[1-9]\d?[.、)](?!\d)\s*|(?<=\s)[1-9][.、](?=\d{1,2}(?:周|月|天|个月|年)|[12]型)|"
    r"[。!?;\n]|,|:(?!\d)|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])"
)
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
    (re.compile(r"(?<=[有过疼痛吃敏])不(?=$|[。?])"), "吗"),
    (re.compile(r"伐(?=过敏|要|吃|抽|咳|痛|疼|晓得|会|是|敢|舒服|想|太|大|怎么)"), "不"),
    (re.compile(r"莫(?=[抽吃喝动用碰沾熬去乱抹抠挠涂泡洗打搞])"), "别"),
    (re.compile(r"[莫冇]得"), "没得"),
    (re.compile(r"啥子"), "什么"),
    (re.compile(r"几耐"), "多久"),
    (re.compile(r"咗"), "了"),
    (re.compile(r"唔"), "不"),
    (re.compile(r"嘅"), "的"),
    (re.compile(r"少少"), "一点"),
    (re.compile(r"食烟"), "抽烟"),
    (re.compile(r"食(?=药|饭|了|\d)"), "吃"),
    (re.compile(r"咋个"), "怎么"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of speech between two marks of punctuation.

    Attributes:
        turn: Position of the segment in the visit, from 0.
        start: Position of `text` in the segment's reading.
        sentence: Counts sentences over the visit.
        question: Asked, not told. `confirm`: told, and agreement asked for (…是吧).
        supposed: Part of a condition, an example or a worry; no fact of the patient.
        about: "" the patient, `persons.OTHER`, or the relative's name.
        past: Told of an earlier time.
        clinician: True, False, or None where the role is not known.
        agreed: Worded by a clinician, and the other agreed: counts as told by the other.
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
    agreed: bool = False

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
    accompanied = any(s.role.value == "companion" for s in segments)
    clauses: list[Clause] = []
    sentence = 0
    turns = _turns(segments, speakers, dictated)
    for number, segment in enumerate(segments):
        turn = turns[number]
        reading = _standard_words(numerals.read(segment.text))
        before = moods.Before(segment.role.value == "companion", spoken_for, accompanied)
        asked = clauses[-1] if clauses and speakers[number] is False else None
        if asked and asked.clinician and asked.question and persons.OF_OTHERS.search(asked.text):
            # 另一个发烧吗 — 他烧到39: the answer is about the one who was asked about.
            before.speak_of_other()
        told_of = asked and (asked.question or asked.about == persons.OTHER)
        if asked and asked.clinician and told_of and _answers_for(asked, reading.text):
            before.speak_of_other()
        if asked and asked.clinician and persons.FAMILY_ASKED.search(asked.text):
            before.answer_for_family()
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
            if len(clauses) > 1 and _found_on(clauses[-2], clauses[-1]):
                clauses[-1] = replace(clauses[-1], question=False)
            if len(clauses) > 1 and re.fullmatch(r"有没有|有吗|有没得|有没有这些", text):
                # 牙龈出血、瘀斑, 有没有: what was named before is what is asked.
                clauses[-2] = replace(clauses[-2], question=clauses[-2].turn == turn)
            if ends_sentence:
                sentence += 1
                before.end_sentence()
        sentence += 1
    return tuple(_looked_back(clauses, dictated))


def _answers_for(asked: Clause, answer: str) -> bool:
    """你老公有没有症状 — 他有点痒: of the one relative who was asked about."""
    one = asked.about not in (PATIENT, "家人")
    return one and bool(re.match(r"(?:嗯|对|没有?|,)*[他她]", answer))


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
        tagged = this.sentence == after.sentence and TAG.fullmatch(after.text)
        if tagged and not dictated and not _TELLS_WHAT_TO_DO.search(this.text):
            clauses[i] = replace(this, question=True, confirm=True)
        returns = after.condition and (
            _RETURN.match(after.text) or (after.supposed and not moods.CONDITION.search(after.text))
        )
        if not this.supposed and this.sentence == after.sentence and returns and _worsens(this):
            clauses[i] = replace(this, question=False, supposed=True, condition=True)
    if not dictated:
        _bare_questions(clauses)
    return clauses


#: 你是头孢过敏, 是吧: agreement asked for in a clause of its own.
TAG = re.compile(
    r"(?:是|对|没错|是这样|这样|有)(?:吧|吗|不|么)|对不对|是不是(?:啊|呀)?|是这样不|没记错吧"
)
_TELLS_WHAT_TO_DO = re.compile(r"回去|记得|注意|别|不要|多喝|多吃|少吃|休息|给[你您]|开|复[查诊]")
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
            (ends_turn and _diseases_asked(this, after))
            or _only_names(this.text, "symptom")
            or _HABITS_NAMED.fullmatch(this.text)
            or (past and _only_names(this.text[past.end() :], "disease"))
            or re.fullmatch(r"[^,]{2,8}(?:还)?在[吃用]", this.text)
        )
        if bare and (ends_turn or (goes_on and not past)):
            clauses[i] = replace(this, question=True)


def _diseases_asked(clause: Clause, answer: Clause) -> bool:
    """高血压糖尿病房颤 — 高血压二十年: diseases only named, and the answer is about them."""
    if not _only_names(clause.text, "disease"):
        return False
    named = {m.term.name for m in mentions.find(clause.text, "disease")}
    answered = {m.term.name for m in mentions.find(answer.text, "disease")}
    short = re.fullmatch(
        r"(?:都|全|也|嗯|这些|那)*(?:没有?|没得|有|不|无)(?:的|啊|过|没有)*", answer.text
    )
    return bool(named & answered or short)


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


def _found_on(before: Clause, clause: Clause) -> bool:
    """扁桃体肿大, 颈部淋巴结肿大没有: a sign denied among findings is no question."""
    if not (clause.clinician and clause.question and before.sentence == clause.sentence):
        return False
    told = not before.question and mentions.find(before.text, "sign", "exam")
    ends = re.search(r"(?<!有)没有?$", clause.text)
    return bool(told and ends and mentions.find(clause.text, "sign"))


def _pieces(text: str) -> list[tuple[int, int, bool]]:
    pieces = []
    start = 0
    for match in _CUT.finditer(text):
        if text[start : match.start()].strip():
            listed = match.group()[:1].isdigit()
            goes_on = _GOES_ON.match(text[match.end() :])
            ends = (listed or match.group() in _SENTENCE_ENDS) and not goes_on
            pieces.append((start, _trimmed(text, start, match.start()), ends))
        elif pieces and match.group() in _SENTENCE_ENDS:
            pieces[-1] = (*pieces[-1][:2], True)
        start = match.end()
    if text[start:].strip():
        pieces.append((start, _trimmed(text, start, len(text)), True))
    return pieces


def _trimmed(text: str, start: int, end: int) -> int:
    """The end of a piece without the space or colon before a numbered item."""
    return start + len(text[start:end].rstrip(" :"))

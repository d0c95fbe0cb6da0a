"""A visit as a sequence of remarks: who says what, and which question it answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.transcript import Segment, SpeakerRole
from zhenlu.language.en import mentions
from zhenlu.language.en.replies import reply
from zhenlu.language.en.roles import clinician_score, companion_score
from zhenlu.language.en.speech import Utterance, tidy, utterances
from zhenlu.language.en.vocabulary import lexicon_of
from zhenlu.language.reading import Reading


class Voice(StrEnum):
    """Whose side a remark comes from."""

    CLINICIAN = "clinician"
    PATIENT = "patient"


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence in its place.

    Attributes:
        text: Tidied sentence.
        offset: Its first character in the tidied segment.
        asks: Whether it is a question; `open` one that wants more than yes or no.
        dictated: Whether the clinician dictates a note rather than talks to somebody.
        part: Part of a dictated note: "history", "examination", "assessment", "plan" or "".
        questions: What it replies to; only the first sentences of a reply carry it.
        reply: "yes", "no" or "".
        proxy: Whether a companion speaks for the patient.
    """

    text: str = field(repr=False)
    segment: Segment = field(repr=False)
    reading: Reading = field(repr=False)
    offset: int
    voice: Voice
    asks: bool = False
    open: bool = False
    dictated: bool = False
    part: str = ""
    questions: tuple[Remark, ...] = field(default=(), repr=False)
    reply: str = ""
    proxy: bool = False
    corrects: bool = False

    @property
    def by_clinician(self) -> bool:
        return self.voice is Voice.CLINICIAN

    @property
    def also(self) -> tuple[int, ...]:
        """Segments of the questions that this remark answers."""
        return tuple(sorted({q.segment.id for q in self.questions} - {self.segment.id}))

    def fact(
        self,
        kind: FactKind,
        name: str,
        start: int = 0,
        end: int = 0,
        *,
        polarity: Polarity = Polarity.PRESENT,
        value: str = "",
        unit: str = "",
        attributes: dict[str, str] | None = None,
        status: FactStatus = FactStatus.NONE,
        subject: Subject = Subject.PATIENT,
        also: tuple[int, ...] = (),
    ) -> Fact:
        """A fact carried by the characters `start` to `end` of this sentence."""
        first, last = self.reading.span(
            self.offset + start, self.offset + (end if end > start else len(self.text.rstrip()))
        )
        confidences = [self.segment.confidence, *(q.segment.confidence for q in self.questions)]
        return Fact(
            kind=kind,
            name=name,
            segment=self.segment.id,
            polarity=polarity,
            value=value,
            unit=unit,
            attributes={k: v for k, v in (attributes or {}).items() if v},
            status=status,
            subject=subject,
            said_by=self.segment.role,
            start=first,
            end=last,
            also=also,
            confidence=min(confidences) if also else self.segment.confidence,
        )


#: What is told in spite of its rising end: "It's been two months?", "The salbutamol?"
_UPTALK = re.compile(
    r"^(?:(?:so|well|and|um|like|yeah|yes|no|I think|probably|maybe)[,.]?\s+)*"
    r"(?:it|it's|that|that's|I|I've|I'm|he|he's|she|she's|they|my|his|her|the|about|maybe|around"
    r"|since|for|last|like|probably|\d)\b",
    re.IGNORECASE,
)
_ASKS_AFTER_ALL = re.compile(
    r"\b(?:is it|can I|could I|should I|do I|will it|what if|how|what|when|why|could it|would it"
    r"|is that|are you|do you|can you|could you|would you|don't you|right)\b",
    re.IGNORECASE,
)
#: As in "You're not allergic to anything are you.", "And you're still on the metformin."
_PUTS_TO_THE_PATIENT = re.compile(
    r"\b(?:are|is|do|does|have|has|did|were|was|can)(?:n't)? (?:you|he|she|it|they)[.]?\s*$"
    r"|\bright[.]?\s*$|^(?:(?:and|so|okay|right|but|now)[,.]?\s+)*(?:you (?:ever|smoke|drink"
    r"|vape)\b"
    r"|you(?:'re| are)? (?:having|getting|taking|on) (?:any|the|your|some)\b|still (?:on|taking"
    r"|allergic)\b)"
    r"|^(?:(?:and|so|okay|right|but)[,.]?\s+)*(?:you(?:'re| are|'ve| have)? (?:still|never|already)"
    r"|(?:he|she)(?:'s| is| has) still)\b",
    re.IGNORECASE,
)
#: As in "You've had gout before, haven't you?", "You're on fifty milligrams, right?"
_TAGGED = re.compile(
    r"^(?:(?:and|so|okay|right|but|now|I see|ah)[,.]?\s+)*(?:you|he|she|it|they|there|that|this|no"
    r"|your|his|her)\b.*[,\s](?:right|correct|yeah|is that right|am I right|(?:is|are|was|were|do"
    r"|does|did|have|has|had)n't (?:you|he|she|it|they|there))\?\s*$",
    re.IGNORECASE,
)
#: As in "You've got a penicillin allergy on your record.", "It says here you're allergic to latex."
_ALLERGY_ON_RECORD = re.compile(
    r"\b(?:on (?:your|his|her|the) (?:records?|screen|notes?|file|system|list)|it says|says here"
    r"|(?:I've|I have|we've|we have|you're|he's|she's|you are) (?:got |put )?(?:you |him |"
    r"her )?down"
    r"|you told|you said|you mentioned|you(?:'ve| have) got an? \w+ allergy)\b",
    re.IGNORECASE,
)
_INSTRUCTS = re.compile(
    r"\b(?:I'll|we'll|you'll|let's|I want|I'd|make sure|need to|should|gonna|going to|come back"
    r"|don't forget|take (?:one|two|\d))\b",
    re.IGNORECASE,
)
#: "Pain, zero to ten."
_ASKS_SCORE = re.compile(
    r"\b(?:0|1|zero|one) ?(?:to|-) ?(?:10|ten)\b|\bout of (?:10|ten)\W*$",
    re.IGNORECASE,
)
#: As in "How do you mean?": the question stays open until it is put again.
_ASKS_BACK = re.compile(
    r"\W*(?:(?:sorry|oh|um|well|what|er)\W+)*(?:how do you mean|what do you mean|what's that"
    r"|what is that"
    r"|like what|such as|sorry|pardon|come again|say (?:that )?again|in what way|how so|what"
    r"|what, me"
    r"|who, me|me)\W*$",
    re.IGNORECASE,
)
#: A clinician's two or three words that ask without a question mark: "Short of breath."
_BARE_ASKS = re.compile(
    r"^(?:(?:and|so|okay|or|right|well|like|I mean|as in)[,.]?\s+)*(?:the |your |his |her |any "
    r"|still |ever |no )?"
    r"(?!(?:okay|ok|right|good|great|fine|sure|alright|thanks|yes|no|perfect|lovely|sorry|well"
    r"|hello|hi|morning|afternoon)\b)[a-z][\w'-]*(?: [\w'-]+){0,3}[.]?\s*$",
    re.IGNORECASE,
)
_HAS_VERB = re.compile(
    r"\b(?:is|are|was|were|'s|isn't|aren't|has|have|take|use|stop|start|try|come|see|let|looks?"
    r"|I|you|it|there|we|drink|rest|keep|avoid|deep breath|open|clear|normal|soft|regular|negative"
    r"|positive)\b|\w'(?:s|ll|ve|m|re)\b",
    re.IGNORECASE,
)
_BACKCHANNEL = re.compile(
    r"^(?:(?:okay|ok|right|mm|mhm|uh-huh|mm-hmm|yeah|yes|sure|I see|alright|all right|got it"
    r"|great|good|fine|oh dear|oh|sorry to hear that|thanks|thank you|no|hmm|ah"
    r"|perfect)[,.!?\s]*)+$",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"\b(?:year[- ]old|presents? (?:with|today)|(?:he|she|patient|pt) (?:reports|denies"
    r"|complains|states|describes|has had|is (?:on|taking))|denies|reports|history of present"
    r"|past (?:medical )?history|on exam(?:ination)?|assessment|impression:|plan:"
    r"|chief complaint|new note|no known drug allergies|non-?smoker|NKDA|NKA|PMHx?|PSH|DH|SH|FH"
    r"|c/o|h/o|o/e|y/?o|\d{1,3} ?[MF](?=[\s,.])|(?:imp|dx|rx|ddx|tx):)(?!\w)",
    re.IGNORECASE,
)
_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "plan",
        re.compile(
            r"^(?:the )?(?:(?:plan|treatment|management|disposition|recommendations?"
            r"|follow[- ]?up)\b(?: is)?\s*[:,.\-]?|(?:rx|tx|p|safety[- ]net(?:ting)?|f/?u)"
            r"\s*[:.\-])",
            re.IGNORECASE,
        ),
    ),
    (
        "assessment",
        re.compile(
            r"^(?:(?:my |the )?(?:assessment|impression|diagnos[ie]s)\b(?: is)?\s*[:,.\-]?"
            r"|(?:imp|dx|ddx|a)\s*[:.\-])",
            re.IGNORECASE,
        ),
    ),
    (
        "examination",
        re.compile(
            r"^(?:on )?(?:physical )?(?:exam(?:ination)?|objective|vitals?(?: signs)?|o/e)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "history",
        re.compile(
            r"^(?:past|medical|social|family|surgical|history|subjective|medications?"
            r"|current medications?|allergies|hpi|chief complaint|(?:he|she|the patient) "
            r"|PMHx?|PSH|DH|SH|FH|meds|h/o|c/o|PC|HPC|NKDA|NKA)\b",
            re.IGNORECASE,
        ),
    ),
)
_INJECTED = re.compile(
    r"\b(?:(?:ignore|disregard|forget|override) (?:all |any |the |your |these )*(?:previous"
    r"|prior|above|earlier|other)?\s*(?:instructions?|rules|prompts?|commands?)"
    r"|system prompt|you are (?:now )?an? (?:AI|assistant|language model)|as an AI"
    r"|new instructions?:|\[?system\]?:|output only|(?:write|put|add|say"
    r"|state) (?:in the (?:note|record|chart)|that the patient|the following)"
    r"|do not (?:mention|record|write down|include))\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\b(?:sorry|no wait|wait|actually|I mean|I meant|correction|come to think|my mistake"
    r"|I forgot|not \w+, (?:it's|it was)|let me correct|rather)\b",
    re.IGNORECASE,
)


def remarks(segments: Sequence[Segment]) -> tuple[Remark, ...]:  # noqa: PLR0912
    """All sentences of a visit, each with its voice and the question it answers."""
    voices = _voices(segments)
    dictation = _is_dictation(segments, voices)
    for_another = _speaks_for_another(segments, voices)
    made: list[Remark] = []
    pending: list[Remark] = []
    asked_by: Voice | None = None
    part = ""
    for at, (segment, voice) in enumerate(zip(segments, voices, strict=True)):
        follower = voices[at + 1] if at + 1 < len(voices) else None
        if _INJECTED.search(segment.text):
            continue
        reading = tidy(segment.text)
        dictated = voice is Voice.CLINICIAN and (dictation or _dictates(reading.text))
        fresh: list[Remark] = []
        replying = bool(pending) and voice is not asked_by
        answered = clarified = False
        sentences = list(utterances(reading.text))
        for number, said in enumerate(sentences):
            text = said.text.rstrip()
            asks, is_open = said.asks, said.open
            if asks and voice is Voice.PATIENT and _told(text):
                asks = is_open = False
            elif (
                not asks
                and voice is Voice.CLINICIAN
                and follower is Voice.PATIENT
                and not (number and _examined(sentences[:number]))
                and (
                    _puts_a_question(text, sentences[number + 1 :])
                    or _names_on_record(text, sentences[:number])
                )
            ):
                asks = True
            if asks and voice is Voice.PATIENT and pending and _ASKS_BACK.match(text):
                clarified = True
                continue
            for name, cue in _PARTS:
                if dictated and cue.match(text):
                    part = name
                    break
            remark = Remark(
                text,
                segment,
                reading,
                said.start,
                voice,
                asks and not dictated,
                is_open and not dictated,
                dictated,
                part if dictated else "",
                proxy=segment.role is SpeakerRole.COMPANION
                or (segment.role is SpeakerRole.NURSE and voice is Voice.PATIENT)
                or (for_another and voice is Voice.PATIENT and segment.role is SpeakerRole.UNKNOWN),
                corrects=bool(_CORRECTS.search(reading.text)),
            )
            if remark.asks:
                fresh.append(remark)
            elif replying and not (number > 2 and answered):
                remark = replace(
                    remark, questions=tuple(pending), reply="" if answered else reply(text)
                )
                answered = answered or bool(remark.reply)
            elif fresh and voice is Voice.PATIENT:
                fresh = []
            elif (
                fresh
                and reply(text)
                and not _BACKCHANNEL.match(text)
                and voices.count(voice) == len(voices)
            ):
                # One voice for all: the recogniser did not part question and answer.
                remark = replace(
                    remark, questions=tuple(fresh), reply=reply(text), voice=Voice.PATIENT
                )
                fresh = []
            made.append(remark)
        if fresh:
            pending, asked_by = fresh, voice
        elif clarified:
            continue
        elif (replying and not (voice is Voice.PATIENT and _empty(reading.text))) or (
            voice is asked_by and not _BACKCHANNEL.match(reading.text.strip() or "ok")
        ):
            pending, asked_by = [], None
    return tuple(made)


def _speaks_for_another(segments: Sequence[Segment], voices: Sequence[Voice]) -> bool:
    """Whether somebody speaks for the patient, as far as the words tell without known roles."""
    theirs = [s.text for s, v in zip(segments, voices, strict=True) if v is Voice.PATIENT]
    scores = [companion_score(text) for text in theirs]
    told = sum(score > 0 for score in scores)
    own = sum(score < 0 for score in scores)
    return told > own and told >= 0.3 * len(theirs)


def _empty(text: str) -> bool:
    return not re.search(r"[A-Za-z]{2}", text)


def _told(text: str) -> bool:
    """Whether a patient's sentence with a question mark tells something all the same."""
    return bool(_UPTALK.match(text)) and not _ASKS_AFTER_ALL.search(text)


def _puts_a_question(text: str, following: Sequence[Utterance]) -> bool:
    """Whether a clinician's words ask without the form of a question, by their place."""
    if following:
        return following[0].asks and _asks_barely(text)
    if _TAGGED.search(text) and not _INSTRUCTS.search(text):
        return True
    if re.search(r"\ballerg", text, re.IGNORECASE) and _ALLERGY_ON_RECORD.search(text):
        return True
    return _asks_barely(text) or bool(_PUTS_TO_THE_PATIENT.search(text))


def _names_on_record(text: str, before: Sequence[Utterance]) -> bool:
    """As in "Any allergies on record? It says Septrin.": the second sentence asks as well."""
    asked = any(said.asks and re.search(r"\ballerg", said.text, re.I) for said in before)
    return asked and bool(_ALLERGY_ON_RECORD.search(text))


def _examined(before: Sequence[Utterance]) -> bool:
    """Whether a turn tells findings already, so that "No mastoid tenderness." is one more."""
    return any(
        lexicon_of("exam").find(said.text) and lexicon_of("finding").find(said.text)
        for said in before
        if not said.asks
    )


def _asks_barely(text: str) -> bool:
    """Whether a few words of the clinician, the last of the turn, ask for an answer."""
    if _HAS_VERB.search(text):
        return False
    if _ASKS_SCORE.search(text):
        return True
    # "Double vision slurred speech weakness in the legs" only lists what is asked after.
    return bool(_BARE_ASKS.match(text)) or len(mentions.symptoms(text)) > 1


def _voices(segments: Sequence[Segment]) -> list[Voice]:
    """Whose side each segment comes from; where roles are unknown the words decide."""
    voices: list[Voice] = []
    reports = {s.role for s in segments} == {SpeakerRole.DOCTOR, SpeakerRole.NURSE}
    for segment in segments:
        if reports and segment.role is SpeakerRole.NURSE:
            # Nobody else is there: the nurse tells the doctor of the patient.
            voices.append(Voice.PATIENT)
        elif segment.role.is_clinician:
            voices.append(Voice.CLINICIAN)
        elif segment.role is not SpeakerRole.UNKNOWN:
            voices.append(Voice.PATIENT)
        else:
            score = clinician_score(segment.text)
            if score > 0:
                voices.append(Voice.CLINICIAN)
            elif score < 0 or not voices:
                voices.append(Voice.PATIENT)
            else:
                # No sign: people take turns.
                last = voices[-1]
                voices.append(Voice.PATIENT if last is Voice.CLINICIAN else Voice.CLINICIAN)
    return voices


def _is_dictation(segments: Sequence[Segment], voices: Sequence[Voice]) -> bool:
    """Whether nobody but a clinician speaks, and speaks about a third person."""
    if any(s.role in (SpeakerRole.PATIENT, SpeakerRole.COMPANION) for s in segments):
        return False
    text = " ".join(s.text for s in segments)
    if all(s.role.is_clinician for s in segments) and segments:
        # A letter may say "your clinic" to the colleague who reads it.
        spoken_to = len(re.findall(r"\byou(?:r|'re|'ve|'ll)?\b", text, re.IGNORECASE))
        return spoken_to == 0 or len(_REPORTS.findall(text)) > 2 * spoken_to
    return bool(_REPORTS.search(text)) and "?" not in text and Voice.CLINICIAN in voices


def _dictates(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:year[- ]old|presents? with|on examination|(?:he|she|the patient"
            r"|patient) (?:reports|denies|complains|states)|denies)\b",
            text,
            re.IGNORECASE,
        )
    ) and not re.search(r"\byou(?:r|'re|'ve|'ll)?\b", text, re.IGNORECASE)

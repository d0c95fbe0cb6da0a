"""The starter's own form: a tagged dialogue and one growing JSON object.

The object's frame is given, never generated, and each section goes on from what the
earlier ones say, as in the training text. Only choosing is offered: what a model this
small writes freely is not safe.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhenlu.application.ports import DraftTask, PromptLine, SectionTask
from zhenlu.domain.transcript import Language
from zhenlu.engines.drafting import compact_lines
from zhenlu.engines.drafting.menu import Menu, MenuItem
from zhenlu.engines.drafting.prompt_formats import Piece, Pieces, Written


@dataclass(frozen=True, slots=True)
class _Frame:
    """One field of the starter's record and how its sentences are joined.

    `before` opens the field: the numbered lists of the training text are begun as such.
    """

    key: str
    between: dict[Language, str]
    after: dict[Language, str]
    sections: frozenset[str]
    before: str = ""


def _prose(key: str, *sections: str) -> _Frame:
    between, after = {Language.ZH: "", Language.EN: " "}, {Language.ZH: "。", Language.EN: "."}
    return _Frame(key, between, after, frozenset(sections))


def _items(key: str, comma: tuple[str, str], *sections: str, before: str = "") -> _Frame:
    between = {Language.ZH: comma[0], Language.EN: comma[1]}
    return _Frame(key, between, {Language.ZH: "", Language.EN: ""}, frozenset(sections), before)


_OUTPATIENT = (
    _items("chief_complaint", ("，", ", "), "chief_complaint"),
    _prose("history_of_present_illness", "history_of_present_illness", "subjective"),
    _prose("past_history", "past_history", "personal_family_history", "lifestyle"),
    _prose("allergy_history", "allergy_history"),
    _prose("physical_exam", "physical_exam", "vital_signs", "objective"),
    _prose("auxiliary_exam", "auxiliary_exam"),
    _items("diagnosis", ("；", "; "), "diagnosis", "assessment", before="1. "),
    _items(
        "treatment_plan",
        ("；", "; "),
        *("treatment_plan", "plan", "medication_use"),
        before="1. ",
    ),
)
_FOLLOW_UP = (
    _items("follow_up_subject", ("；", "; "), "diagnosis"),
    _prose(
        "current_status",
        *("chief_complaint", "history_of_present_illness", "subjective", "objective"),
        *("vital_signs", "physical_exam", "auxiliary_exam", "assessment"),
        *("past_history", "allergy_history", "personal_family_history"),
    ),
    _items("medication", ("；", "; "), "medication_use"),
    _items("advice", ("；", "; "), "treatment_plan", "plan", "lifestyle"),
)
#: The last key of the follow-up form is a typed field of ours, never drafted.
_AFTER_LAST = {"treatment_plan": '"}', "advice": '","next_follow_up":"'}
#: What a follow-up is for, in the words of the training text.
_SUBJECTS = {
    (Language.ZH, "followup-hypertension"): "高血压随访",
    (Language.ZH, "followup-diabetes"): "糖尿病随访",
    (Language.EN, "followup-hypertension"): "Hypertension follow-up",
    (Language.EN, "followup-diabetes"): "Diabetes follow-up",
}
_TAGS = {
    (Language.ZH, False): "[门诊记录]",
    (Language.ZH, True): "[随访记录]",
    (Language.EN, False): "[Outpatient record]",
    (Language.EN, True): "[Follow-up record]",
}
_SPEAKERS = {
    Language.ZH: {"doctor": "医生", "nurse": "护士", "patient": "患者", "companion": "家属"},
    Language.EN: {
        "doctor": "Doctor",
        "nurse": "Nurse",
        "patient": "Patient",
        "companion": "Family",
    },
}
_UNKNOWN_SPEAKER = {Language.ZH: "说话人1", Language.EN: "Speaker 1"}
_COLON = {Language.ZH: "：", Language.EN: ": "}


class StarterFormat:
    """Asks the starter; implements `PromptFormat`."""

    answers_in_markup = True

    def head(self, task: DraftTask) -> Pieces:
        tag = _TAGS[task.language, _is_follow_up(task)]
        return (Piece("<|im_start|>user\n", control=True), Piece(tag + "\n"))

    def line(self, task: DraftTask, line: PromptLine, is_last: bool) -> str:
        speakers = _SPEAKERS[task.language]
        known = any(other.role.value in speakers for other in task.lines)
        speaker = speakers.get(line.role.value, _UNKNOWN_SPEAKER[task.language])
        # Without any roles the training text had no labels at all.
        label = speaker + _COLON[task.language] if known else ""
        # Its training text had no line end before the closing token.
        return label + compact_lines.one_line(line.text) + ("" if is_last else "\n")

    def question(self, task: DraftTask, section: SectionTask, written: Written) -> Pieces:
        frames, place = _placed(task, section)
        pieces = [Piece("<|im_end|>\n<|im_start|>assistant\n", control=True)]
        for number, frame in enumerate(frames[: place + 1]):
            pieces.append(Piece(_opening(frames, number), control=True))
            text = _joined(task, frame, written)
            if number < place:
                text = text or _filling(task, frame)
            if text:
                pieces.append(Piece(text))
        return tuple(pieces)

    def menu(self, task: DraftTask, section: SectionTask, written: Written) -> Menu:
        frames, place = _placed(task, section)
        frame = frames[place]
        between, after = frame.between[task.language], frame.after[task.language]
        goes_on = bool(_joined(task, frame, written))
        items = []
        for candidate in section.candidates:
            bodies = [_body(variant) + after for variant in candidate.variants]
            later = tuple(between + body for body in bodies)
            first = tuple(frame.before + body for body in bodies)
            items.append(MenuItem(later if goes_on else first, later))
        nothing = compact_lines.NOTHING[task.language]
        return Menu(tuple(items), nothing, _opening(frames, place + 1))


def _is_follow_up(task: DraftTask) -> bool:
    return "followup" in task.template


def _placed(task: DraftTask, section: SectionTask) -> tuple[tuple[_Frame, ...], int]:
    """The frames of the record and the position of the one that takes this section."""
    frames = _FOLLOW_UP if _is_follow_up(task) else _OUTPATIENT
    for place, frame in enumerate(frames):
        if section.section in frame.sections:
            return frames, place
    # A clinic's own section: the most general place.
    return frames, 1


def _opening(frames: tuple[_Frame, ...], place: int) -> str:
    if place == len(frames):
        return _AFTER_LAST[frames[-1].key]
    return ('{"' if place == 0 else '","') + frames[place].key + '":"'


def _filling(task: DraftTask, frame: _Frame) -> str:
    """What stands in a frame that no section of ours has filled."""
    if frame.key == "follow_up_subject":
        return _SUBJECTS.get((task.language, task.template), compact_lines.NOTHING[task.language])
    return compact_lines.NOTHING[task.language]


def _joined(task: DraftTask, frame: _Frame, written: Written) -> str:
    """What the record so far holds in this frame."""
    bodies = [
        _body(sentence) + frame.after[task.language]
        for section in task.sections
        if section.section in frame.sections
        for sentence in written.get(section.section, ())
    ]
    return frame.before + frame.between[task.language].join(bodies) if bodies else ""


def _body(sentence: str) -> str:
    """A sentence as it stands inside a JSON string, without its closing mark."""
    bare = compact_lines.one_line(sentence).rstrip("。；;，,. ")
    return bare.replace("\\", "\\\\").replace('"', '\\"')


__all__ = ["StarterFormat"]

"""What must not be got wrong: a dose taken back, a drug refused, a side swapped, a list of others.

A wrong drug, dose or side is worse than none. Lines begin with the speaker: D doctor,
P patient, C companion.
"""

from __future__ import annotations

import pytest

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.transcript import Segment, SpeakerRole
from zhenlu.language.en.facts import extract

_ROLES = {"D": SpeakerRole.DOCTOR, "P": SpeakerRole.PATIENT, "C": SpeakerRole.COMPANION}
_TOLD = (FactKind.SYMPTOM, FactKind.EXAM, FactKind.DIAGNOSIS)


def _facts(*lines: str) -> tuple[Fact, ...]:
    return extract(
        [Segment(number, line[3:], _ROLES[line[0]]) for number, line in enumerate(lines, 1)]
    )


def _doses(*lines: str) -> dict[str, str]:
    """The dose of each medicine, whatever its standing; several of one are joined."""
    told: dict[str, str] = {}
    for f in _facts(*lines):
        if f.kind is FactKind.MEDICATION:
            told[f.name] = "/".join(filter(None, (told.get(f.name, ""), f.value + f.unit)))
    return told


def _standing(*lines: str) -> dict[str, set[FactStatus]]:
    told: dict[str, set[FactStatus]] = {}
    for f in _facts(*lines):
        if f.kind is FactKind.MEDICATION:
            told.setdefault(f.name, set()).add(f.status)
    return told


def _of_patient(*lines: str) -> set[str]:
    return {
        f.name
        for f in _facts(*lines)
        if f.polarity is Polarity.PRESENT
        and f.subject is Subject.PATIENT
        and f.status not in (FactStatus.REFUSED, FactStatus.STOPPED)
        and f.kind in (*_TOLD, FactKind.HISTORY, FactKind.MEDICATION, FactKind.ALLERGY)
    }


def _sides(name: str, *lines: str) -> set[str]:
    return {
        f.attributes.get("side", "")
        for f in _facts(*lines)
        if f.kind in _TOLD and name in f.name and f.polarity is Polarity.PRESENT
    }


@pytest.mark.parametrize(
    ("lines", "drug", "dose"),
    [
        (
            ("D: Six mils of the paracetamol, hmm, no, wrong chart. Four mils, four times a day.",),
            "paracetamol",
            "4mL",
        ),
        (
            (
                "D: Ramipril, ten milligrams. Actually your kidneys, no. "
                "Five milligrams once a day.",
            ),
            "ramipril",
            "5mg",
        ),
        (
            (
                "D: I'll start you on amitriptyline, fifty milligrams at night.",
                "P: Fifty?",
                "D: Sorry, no, ten milligrams.",
            ),
            "amitriptyline",
            "10mg",
        ),
        (
            (
                "D: Prednisolone, thirty milligrams a day for five days.",
                "P: Thirteen?",
                "D: Not thirteen, thirty.",
            ),
            "prednisolone",
            "30mg",
        ),
        (
            (
                "D: Take gabapentin three hundred milligrams at night.",
                "P: Three hundred, not three thousand.",
                "D: Whatever you do, don't take three thousand milligrams.",
            ),
            "gabapentin",
            "300mg",
        ),
        (
            (
                "D: So that's ten mils of the amoxicillin. Hold on, he's only two. "
                "That's the big bottle. Two point five mils, three times a day.",
            ),
            "amoxicillin",
            "2.5mL",
        ),
        (
            (
                "D: We'll put the furosemide up to eighty milligrams. Hmm, that's too much for "
                "those kidneys. Make it forty milligrams, once a day.",
            ),
            "furosemide",
            "40mg",
        ),
        (
            (
                "D: Give her cetirizine, five mils.",
                "C: Five mils.",
                "D: No, hang on, I misread that. Two point five mils, twice a day.",
            ),
            "cetirizine",
            "2.5mL",
        ),
        (
            (
                "D: Start zopiclone seven point five milligrams at night. You're over "
                "seventy-five, aren't you. Three point seven five milligrams then.",
            ),
            "zopiclone",
            "3.75mg",
        ),
        (
            (
                "D: Digoxin, two fifty micrograms, no, wait, a hundred and "
                "twenty-five micrograms daily.",
            ),
            "digoxin",
            "125mcg",
        ),
        (
            (
                "D: I'll give you co-codamol, two tablets four times a day. Oh, you're under "
                "fifty kilos. One tablet, four times a day.",
                "P: One.",
            ),
            "co-codamol",
            "1tablet",
        ),
        (
            (
                "D: Give him amoxicillin, two hundred and fifty milligrams three times a day.",
                "C: He's only four kilos.",
                "D: Good catch. A hundred and twenty-five milligrams, three times a day.",
            ),
            "amoxicillin",
            "125mg",
        ),
        (
            (
                "D: I'll put you on bisoprolol five milligrams a day. Hmm, your pulse is slow. "
                "Let's say two point five milligrams.",
                "P: Okay.",
            ),
            "bisoprolol",
            "2.5mg",
        ),
        (
            (
                "D: I'd start atorvastatin, twenty milligrams at night.",
                "P: No statins.",
                "D: After a heart attack you do need it. Atorvastatin, forty milligrams at night.",
            ),
            "atorvastatin",
            "40mg",
        ),
    ],
)
def test_of_a_dose_put_right_the_last_one_stands(
    lines: tuple[str, ...], drug: str, dose: str
) -> None:
    assert _doses(*lines) == {drug: dose}


@pytest.mark.parametrize(
    ("lines", "drug"),
    [
        (
            (
                "D: Take digoxin two hundred and fifty micrograms daily. "
                "Hmm, no, let me check that.",
            ),
            "digoxin",
        ),
        (
            ("D: I'll give you ramipril ten milligrams daily. No, that's wrong. I'll look it up.",),
            "ramipril",
        ),
        (
            (
                "D: Five mils of the paracetamol, four times a day.",
                "C: But it's the strong bottle.",
                "D: Oh. Then that dose is wrong. Let me work it out again.",
            ),
            "paracetamol",
        ),
    ],
)
def test_a_dose_in_doubt_is_left_out(lines: tuple[str, ...], drug: str) -> None:
    assert _doses(*lines) in ({drug: ""}, {})


@pytest.mark.parametrize(
    ("lines", "drug"),
    [
        (
            (
                "D: I'd suggest atorvastatin, twenty milligrams at night.",
                "P: I'm not taking a statin.",
            ),
            "atorvastatin",
        ),
        (
            (
                "D: I'd like to start you on sertraline, fifty milligrams.",
                "P: No antidepressants, thanks.",
            ),
            "sertraline",
        ),
        (
            (
                "D: I'll give you zopiclone for a week, one at night.",
                "P: I don't do sleeping pills.",
            ),
            "zopiclone",
        ),
        (
            (
                "D: I recommend alendronic acid, seventy milligrams once a week.",
                "P: No, I don't want that one.",
            ),
            "alendronate",
        ),
        (
            (
                "D: Let's start metformin, five hundred milligrams twice a day.",
                "P: Not that. I'd rather diet first.",
            ),
            "metformin",
        ),
        (
            (
                "D: I'll prescribe doxycycline, a hundred milligrams daily.",
                "P: Antibiotics, no way.",
            ),
            "doxycycline",
        ),
        (
            (
                "D: I'd like you to take prednisolone, thirty milligrams a day.",
                "P: Steroids? Absolutely not.",
            ),
            "prednisolone",
        ),
        (("D: I'd suggest a statin for that cholesterol.", "P: Statin, no chance."), "statins"),
        (
            (
                "D: I'll give you some naproxen, five hundred milligrams twice a day.",
                "P: I won't have anti-inflammatories, they wreck my stomach.",
            ),
            "naproxen",
        ),
        (
            (
                "D: I want to start you on insulin, ten units at bedtime.",
                "P: I'm not injecting myself. No insulin.",
            ),
            "insulin",
        ),
        (
            (
                "D: Let's try you on gabapentin, three hundred milligrams.",
                "P: I'm not having that.",
            ),
            "gabapentin",
        ),
        (("D: I'll give you codeine, thirty milligrams.", "P: Opiates? No way."), "codeine"),
    ],
)
def test_what_is_refused_by_its_class_or_by_a_pronoun_is_the_medicine_just_ordered(
    lines: tuple[str, ...], drug: str
) -> None:
    assert _standing(*lines) == {drug: {FactStatus.REFUSED}}


def test_a_refusal_by_class_leaves_the_other_medicine_ordered() -> None:
    standing = _standing(
        "D: I'd start atorvastatin twenty milligrams, and amlodipine five milligrams once a day.",
        "P: Not the statin.",
        "D: Okay, just the amlodipine then.",
    )

    assert standing["atorvastatin"] == {FactStatus.REFUSED}
    assert standing["amlodipine"] == {FactStatus.ORDERED}


@pytest.mark.parametrize(
    ("name", "lines", "side"),
    [
        (
            "knee pain",
            (
                "P: My left knee hurts.",
                "D: You're holding your right one.",
                "P: Oh, so I am. The right.",
            ),
            "right",
        ),
        (
            "shoulder pain",
            ("P: I've got pain in my right shoulder.", "D: The right?", "P: No, sorry, the left."),
            "left",
        ),
        (
            "ear pain",
            (
                "C: She's got a sore left ear.",
                "D: The left one's fine. The right drum is bulging.",
                "C: I must have mixed them up. It's the right.",
            ),
            "right",
        ),
        (
            "inguinal hernia",
            (
                "P: It's this bulge.",
                "D: You have a left inguinal hernia, I beg your pardon, a right inguinal hernia.",
            ),
            "right",
        ),
        (
            "hip pain",
            (
                "P: It's my left hip that hurts.",
                "D: Show me. That's your right.",
                "P: Is it? Yes, right, I always muddle them.",
            ),
            "right",
        ),
        (
            "wrist pain",
            (
                "C: His left wrist hurts.",
                "D: Your left facing him, so his right wrist.",
                "C: Yes, his right.",
            ),
            "right",
        ),
        (
            "lump",
            (
                "C: There's a lump on the right side of her neck.",
                "D: It's on her left, you're facing her.",
                "C: Oh, left then.",
            ),
            "left",
        ),
        (
            "eye pain",
            (
                "P: My right eye hurts.",
                "D: Which one?",
                "P: Left. I said it wrong, it's the left eye.",
            ),
            "left",
        ),
        (
            "numbness",
            ("P: My right arm's numb.", "D: You're lifting your left.", "P: Left, sorry, left."),
            "left",
        ),
        (
            "ear pain",
            (
                "C: It's her left ear that hurts.",
                "D: That's her right ear you're touching.",
                "C: Right, yes, her right ear.",
            ),
            "right",
        ),
        (
            "kidney stones",
            (
                "D: You've a right renal stone. Sorry, the film's flipped. A left renal stone.",
                "P: Oh.",
            ),
            "left",
        ),
    ],
)
def test_of_a_side_put_right_the_last_one_stands(
    name: str, lines: tuple[str, ...], side: str
) -> None:
    assert _sides(name, *lines) == {side}


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("knee pain", ("P: My left knee hurts. Or was it the right? I can't tell now.",)),
        (
            "shoulder pain",
            (
                "P: My left shoulder hurts.",
                "D: You're pointing at the right.",
                "P: I get them mixed up.",
            ),
        ),
        (
            "hip pain",
            (
                "P: It's my right hip that hurts.",
                "D: The right? It's the left you're limping on.",
                "P: I never know which is which.",
            ),
        ),
    ],
)
def test_a_side_in_doubt_is_left_out(name: str, lines: tuple[str, ...]) -> None:
    assert _sides(name, *lines) == {""}


@pytest.mark.parametrize(
    ("lines", "allowed"),
    [
        (
            (
                "D: Did you start the sertraline?",
                "P: I looked at the leaflet first. Nausea, diarrhoea, "
                "insomnia, seizures. So I left it.",
            ),
            set(),
        ),
        (
            (
                "P: I went on the internet. Leukaemia, lymphoma, lupus. I didn't sleep.",
                "D: Let's do bloods.",
            ),
            set(),
        ),
        (
            (
                "D: What tablets do you take?",
                "P: The blue box is my wife's. Warfarin, bisoprolol, "
                "metformin. I just have a multivitamin.",
            ),
            {"multivitamin", "multivitamins"},
        ),
        (
            (
                "D: Any medication?",
                "P: Ramipril, simvastatin, metformin, those are all Dave's. "
                "I only take omeprazole.",
            ),
            {"omeprazole"},
        ),
        (
            (
                "P: The side effects list is as long as my arm. Hair loss, "
                "weight gain, depression.",
                "D: It's rare.",
            ),
            set(),
        ),
        (
            (
                "D: Anything regular?",
                "P: There's a drawer full but it's Mum's. Donepezil, furosemide, digoxin.",
            ),
            set(),
        ),
        (
            (
                "P: I googled it. Brain tumour, stroke, multiple sclerosis. Then I came here.",
                "D: I see.",
            ),
            set(),
        ),
        (
            (
                "P: My neighbour told me all about hers. Chest pain, blackouts, a pacemaker.",
                "D: And you?",
                "P: Just tired.",
            ),
            {"fatigue", "tiredness"},
        ),
        (
            (
                "D: Are you on anything?",
                "P: Allopurinol and colchicine are in the cupboard. They belong to my husband.",
            ),
            set(),
        ),
        (
            (
                "P: Next door takes all sorts. Warfarin, digoxin, furosemide. I'm on ramipril.",
                "D: Okay.",
            ),
            {"ramipril"},
        ),
        (
            (
                "P: The insert in the box was terrifying. Seizures, hallucinations, liver failure.",
                "D: They're rare.",
            ),
            set(),
        ),
        (
            (
                "D: Any medicines at home?",
                "P: A bathroom full, all my son's. Sodium valproate, levetiracetam.",
            ),
            set(),
        ),
    ],
)
def test_a_list_that_belongs_to_others_is_nothing_of_the_patients(
    lines: tuple[str, ...], allowed: set[str]
) -> None:
    assert _of_patient(*lines) <= allowed


def test_what_is_told_after_the_leaflet_is_the_patients_own() -> None:
    told = _of_patient("P: I read the leaflet. Rash, hair loss. But I do have a cough now.")

    assert told == {"cough"}


def test_tablets_that_a_relative_only_sorts_are_the_patients_own() -> None:
    lines = ("D: What do you take?", "P: My wife sorts my tablets. Amlodipine, metformin.")

    assert _of_patient(*lines) == {"amlodipine", "metformin"}


def test_what_the_clinician_finds_on_the_other_side_moves_no_complaint() -> None:
    lines = ("P: My left knee hurts.", "D: Your right knee is swollen.", "P: The right? I fell.")

    assert _sides("knee pain", *lines) == {"left"}


def test_other_tablets_of_the_class_that_are_not_taken_decline_nothing() -> None:
    standing = _standing(
        "D: I'll prescribe amlodipine five milligrams once a day.",
        "P: I'm not taking any other blood pressure tablets, is that okay?",
    )

    assert standing["amlodipine"] == {FactStatus.ORDERED}


@pytest.mark.parametrize(
    ("lines", "drug", "dose", "frequency"),
    [
        (
            (
                "P: Do I take the methotrexate every day?",
                "D: No, methotrexate once a week, ten milligrams.",
            ),
            "methotrexate",
            "10mg",
            "once weekly",
        ),
        (
            (
                "D: Alendronic acid, seventy milligrams, once a week.",
                "P: Daily?",
                "D: Once a week. Never daily.",
            ),
            "alendronate",
            "70mg",
            "once weekly",
        ),
        (
            (
                "P: Is the methotrexate four a day or ten a day?",
                "D: Neither! Once a week, ten milligrams, on a Monday.",
            ),
            "methotrexate",
            "10mg",
            "once weekly",
        ),
        (
            (
                "D: Semaglutide, nought point two five milligrams, once a week.",
                "P: So once a day.",
                "D: Once a week.",
            ),
            "semaglutide",
            "0.25mg",
            "once weekly",
        ),
        (
            (
                "D: Start methotrexate fifteen milligrams once a week. Don't take it every day.",
                "P: Fifteen a week.",
            ),
            "methotrexate",
            "15mg",
            "once weekly",
        ),
        (
            ("P: The risedronate, is it one a day?", "D: Goodness, no. One tablet once a week."),
            "risedronate",
            "1tablet",
            "once weekly",
        ),
        (
            (
                "D: Vitamin D, twenty thousand units once a week, not once a day.",
                "P: Weekly. Okay.",
            ),
            "vitamin D",
            "20000unit",
            "once weekly",
        ),
    ],
)
def test_the_clinicians_regimen_stands_over_the_one_asked_about(
    lines: tuple[str, ...], drug: str, dose: str, frequency: str
) -> None:
    told = [f for f in _facts(*lines) if f.kind is FactKind.MEDICATION]

    assert [(f.name, f.value + f.unit, f.attributes.get("frequency")) for f in told] == [
        (drug, dose, frequency)
    ]
    assert told[0].status is FactStatus.ORDERED

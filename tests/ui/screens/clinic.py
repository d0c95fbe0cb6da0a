"""A clinic that is made up for the pictures: its people, its patients, one working day."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from zhenlu import paths
from zhenlu.application.consent_notice import current
from zhenlu.application.consultation import Consultation
from zhenlu.application.filing import Filing
from zhenlu.application.signing import let_stand
from zhenlu.application.templates import load
from zhenlu.domain.clinic import ClinicSettings
from zhenlu.domain.consent import ConsentMethod
from zhenlu.domain.follow_up import DueItem, DueKind
from zhenlu.domain.person import Role
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import Visit, VisitState
from zhenlu.storage import store
from zhenlu.storage.backup import back_up
from zhenlu.storage.store import Store

PASSPHRASE = "correct horse battery"
PEOPLE = {Language.ZH: "李医生", Language.EN: "Dr Li"}
SAMPLES = {Language.ZH: "zh-cough-fever", Language.EN: "en-low-back-pain"}
TEMPLATES = {Language.ZH: "outpatient-initial", Language.EN: "soap"}
_FORM = "followup-hypertension"
_FORM_SAMPLE = "zh-hypertension-followup"
_SETTINGS = {
    Language.ZH: ClinicSettings(
        department="全科", clinic="青石桥社区卫生服务中心", address="青石桥路 18 号",
        phone="555-0100", lock_minutes=30,
    ),
    Language.EN: ClinicSettings(
        department="General practice", clinic="Stone Bridge Health Centre",
        address="18 Stone Bridge Road", phone="555-0100", lock_minutes=30,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who has an appointment.

    Attributes:
        at: Hour and minute.
        said: What they told; "" for somebody who still waits.
        due: Days until a follow-up falls due; None for none.
    """

    name: str
    sex: str
    year: int
    at: tuple[int, int]
    kind: str = "first"
    said: str = ""
    is_signed: bool = False
    due: int | None = None


_DAY = {
    Language.ZH: (
        Coming("赵敏", "female", 1992, (8, 5), said="嗓子疼三天了,没有发烧。", is_signed=True),
        Coming("陈国华", "male", 1955, (8, 18), "revisit", "头晕一周了。", is_signed=True, due=-3),
        Coming("孙磊", "male", 1981, (8, 52), said="腰疼一个星期了,右腿有点麻。", due=0),
        Coming("周玉兰", "female", 1964, (9, 15), "revisit", "口干两个月了。", is_signed=True),
        Coming("王小明", "male", 1970, (9, 30)),
        Coming("何静", "female", 1997, (9, 40), due=1),
        Coming("吴国强", "male", 1958, (9, 50), "revisit"),
        Coming("郑晓雨", "female", 2019, (10, 0)),
        Coming("冯志远", "male", 1986, (10, 10)),
    ),
    Language.EN: (
        Coming("Anna Reed", "female", 1992, (8, 5),
               said="I have had a sore throat for three days. No fever.", is_signed=True),
        Coming("George Hall", "male", 1955, (8, 18), "revisit",
               "I have been dizzy for a week.", is_signed=True, due=-3),
        Coming("Samuel Fox", "male", 1981, (8, 52),
               said="I have had a headache for two days.", due=0),
        Coming("Julia West", "female", 1964, (9, 15), "revisit",
               "I have had a cough for two weeks.", is_signed=True),
        Coming("John Carter", "male", 1970, (9, 30)),
        Coming("Mary Hill", "female", 1997, (9, 40), due=1),
        Coming("Peter Stone", "male", 1958, (9, 50), "revisit"),
        Coming("Lily Moore", "female", 2019, (10, 0)),
        Coming("Thomas Gray", "male", 1986, (10, 10)),
    ),
}  # fmt: skip
_REASON = {Language.ZH: "当面核实", Language.EN: "checked in person"}
_MAIN = 4
_FORM_OF = 1
_ASKED = {Language.ZH: "哪里不舒服?", Language.EN: "What brings you in today?"}
#: A last word that is not in the sample: it leaves something to decide.
_PRESCRIBED = {
    Language.ZH: "另外加一个阿莫西林,一次零点五克,一天三次,吃五天。",
    Language.EN: "And amoxicillin, five hundred milligrams three times a day for five days.",
}
#: What is said otherwise than in the sample, so that the last word matters.
_ALLERGIC = {"No, no allergies.": "Yes, penicillin. I get a rash."}


@dataclass(frozen=True, slots=True)
class Clinic:
    """Where it lies, and the visits that the pictures show.

    Attributes:
        drafted: Id of the visit with a draft and much to look at.
        waiting: Id of a visit of which nothing is recorded yet.
        asked: Id of another one, whose patient may answer questions; no other picture shows it.
        signed: Id of a signed visit.
    """

    folder: Path
    language: Language
    drafted: str = ""
    waiting: str = ""
    asked: str = ""
    signed: str = ""


def spoken(language: Language, sample: str = "") -> Transcript:
    """The words of a sample visit, as they were written for it."""
    path = paths.resources() / "samples" / f"{sample or SAMPLES[language]}.toml"
    lines = tomllib.loads(path.read_text(encoding="utf-8"))["line"]
    segments = [
        Segment(i, line["text"], SpeakerRole(line["role"]), line["start_s"], line["end_s"], 0.9)
        for i, line in enumerate(lines, start=1)
    ]
    return Transcript(language, tuple(segments))


def drafted(words: Transcript, visit: Visit, template: str = "") -> Record:
    """What the rules make of the words."""
    name = template or TEMPLATES[words.language]
    return Consultation(visit, lambda language: load(name, language)).from_transcript(words, None)


def empty(folder: Path, language: Language) -> Clinic:
    """A clinic on its first morning."""
    store.create(folder, PEOPLE[language], frozenset({Role.DOCTOR, Role.ADMIN}), PASSPHRASE)
    return Clinic(folder, language)


def at_work(folder: Path, language: Language) -> Clinic:
    """A clinic in the middle of its morning, backed up."""
    made = empty(folder, language)
    opened = store.sign_in(folder, PEOPLE[language], PASSPHRASE)
    opened.settings.change(_SETTINGS[language])
    visits = [_come(opened, coming, language) for coming in _DAY[language]]
    _follow_up(opened, opened.visits.patient_of(visits[_FORM_OF]), language)
    back_up(opened, folder.parent / "clinic.zhenlu", audio=False)
    opened.close()
    return replace(
        made,
        drafted=visits[_MAIN],
        waiting=visits[_MAIN + 1],
        asked=visits[_MAIN + 2],
        signed=visits[_FORM_OF],
    )


def _come(clinic: Store, coming: Coming, language: Language) -> str:
    born = date(coming.year, 5, 4)
    patient = clinic.patients.add(coming.name, coming.sex, born)
    hour, minute = coming.at
    started = datetime.now().replace(hour=hour, minute=minute)
    visit = clinic.visits.add(patient.id, coming.kind, started=started)
    if coming is _DAY[language][_MAIN]:
        _record(clinic, visit, _with_prescription(spoken(language)), is_signed=False)
    elif coming.said:
        _record(clinic, visit, _few_words(language, coming.said), is_signed=coming.is_signed)
    if coming.due is not None:
        due = date.today() + timedelta(days=coming.due)
        item = DueItem(visit.id, visit.id, patient.id, DueKind.FOLLOWUP, "140/90", due)
        clinic.follow_ups.put(visit.id, (item,))
    return visit.id


def _record(clinic: Store, visit: Visit, words: Transcript, *, is_signed: bool) -> None:
    """What recording a visit leaves behind, and its signature."""
    clinic.consents.note(visit.id, ConsentMethod.ORAL, current(words.language).version)
    agreed = clinic.visits.get(visit.id)
    journal = clinic.open_journal()
    with Filing(clinic, journal).at_work(visit, words.language, lambda _event: None) as work:
        clinic.visits.move(visit.id, VisitState.DRAFTING)
        work.keep_words(words)
        work.keep(drafted(words, agreed))
    journal.close()
    if is_signed:
        shown = clinic.records.draft(visit.id)
        assert shown is not None
        settled = let_stand(shown, _REASON[words.language], clinic.person.id, "2026-11-23T01:00")
        clinic.records.save_draft(visit.id, settled)
        clinic.records.sign(visit.id, settled)


def _follow_up(clinic: Store, patient: str, language: Language) -> None:
    """A follow-up whose form waits to be confirmed."""
    started = datetime.now().replace(hour=8, minute=40)
    visit = clinic.visits.add(patient, "followup", started=started)
    words = spoken(language, _FORM_SAMPLE) if language is Language.ZH else _told_by_phone()
    clinic.visits.move(visit.id, VisitState.DRAFTING)
    clinic.records.save_draft(visit.id, drafted(words, visit, _FORM))
    clinic.visits.move(visit.id, VisitState.DRAFTED)


def _told_by_phone() -> Transcript:
    said = (
        ("nurse", "How have you been since the last visit?"),
        ("patient", "No headaches, no dizziness. My ankles swell a little in the evening."),
        ("nurse", "What was your blood pressure this week?"),
        ("patient", "At home it was one forty eight over ninety two, pulse seventy six."),
        ("nurse", "And your weight?"),
        ("patient", "Sixty three kilos, no, sixty two."),
        ("nurse", "Do you take the amlodipine every day?"),
        ("patient", "Amlodipine five milligrams, one every morning. I do not smoke."),
    )
    lines = (
        Segment(i, text, SpeakerRole(role), 6.0 * i - 6, 6.0 * i - 1, 0.9)
        for i, (role, text) in enumerate(said, start=1)
    )
    return Transcript(Language.EN, tuple(lines))


def _few_words(language: Language, said: str) -> Transcript:
    asked = Segment(1, _ASKED[language], SpeakerRole.DOCTOR, 0.0, 2.0, 0.9)
    return Transcript(
        language, (asked, Segment(2, said, SpeakerRole.PATIENT, 2.5, 6.0, 0.9))
    )


def _with_prescription(words: Transcript) -> Transcript:
    lines = [replace(line, text=_ALLERGIC.get(line.text, line.text)) for line in words]
    last = lines[-1]
    more = Segment(
        last.id + 1, _PRESCRIBED[words.language], SpeakerRole.DOCTOR, last.end_s + 1,
        last.end_s + 6, 0.9,
    )  # fmt: skip
    return Transcript(words.language, (*lines, more))

"""What text and Markdown have in common: headings, the patient line, evidence marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from zhenlu.application.templates import load
from zhenlu.domain.errors import TemplateUnknown
from zhenlu.domain.export import ExportReason, Stamp
from zhenlu.domain.person import Role
from zhenlu.domain.record import Evidence, FieldValue, Record, Section, Support
from zhenlu.domain.transcript import Language, SpeakerRole


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of a printed record in one language."""

    title: str
    draft_label: str
    colon: str
    name: str
    sex: str
    sexes: dict[str, str] = field(hash=False)
    age: str
    years: str
    department: str
    started: str
    findings: str
    ledger: str
    to_fill_in: str
    as_heard: str
    unclear: str
    gap: str
    pause: str
    doctor_signature: str
    nurse_signature: str
    roles: dict[SpeakerRole, str] = field(hash=False)
    signed: str
    exported: str
    masked: str
    reasons: dict[ExportReason, str] = field(hash=False)


WORDS = {
    Language.ZH: Words(
        title="病历",
        draft_label="AI生成，待医师审核",
        colon="：",
        name="姓名",
        sex="性别",
        sexes={"male": "男", "female": "女"},
        age="年龄",
        years="{age}岁",
        department="科别",
        started="就诊时间",
        findings="核对结果",
        ledger="对照清单",
        to_fill_in="（待填）",
        as_heard="  〔听作：{text}〕",
        unclear="[听不清]",
        gap="[录音中断 {length}]",
        pause="[录音中断 {length}，暂停]",
        doctor_signature="医师签名",
        nurse_signature="护士签名",
        roles={
            SpeakerRole.DOCTOR: "医生",
            SpeakerRole.NURSE: "护士",
            SpeakerRole.PATIENT: "患者",
            SpeakerRole.COMPANION: "家属",
            SpeakerRole.UNKNOWN: "",
        },
        signed="{person}，{at}签名，第{version}版",
        exported="{person}于{at}导出，用途：{reason}",
        masked="已去标识",
        reasons={
            ExportReason.PATIENT: "患者或其代理人申请",
            ExportReason.REFERRAL: "转诊",
            ExportReason.INSURANCE: "保险",
            ExportReason.LEGAL: "司法或公安机关",
            ExportReason.QUALITY: "质量控制",
            ExportReason.TEACHING: "教学",
        },
    ),
    Language.EN: Words(
        title="Record",
        draft_label="AI draft, to be reviewed by a clinician",
        colon=": ",
        name="Name",
        sex="Sex",
        sexes={"male": "male", "female": "female"},
        age="Age",
        years="{age} years",
        department="Department",
        started="Visit",
        findings="Findings",
        ledger="Ledger",
        to_fill_in="(to fill in)",
        as_heard="  [heard as: {text}]",
        unclear="[unclear]",
        gap="[recording interrupted {length}]",
        pause="[recording interrupted {length}, paused]",
        doctor_signature="Clinician's signature",
        nurse_signature="Nurse's signature",
        roles={
            SpeakerRole.DOCTOR: "Doctor",
            SpeakerRole.NURSE: "Nurse",
            SpeakerRole.PATIENT: "Patient",
            SpeakerRole.COMPANION: "Companion",
            SpeakerRole.UNKNOWN: "",
        },
        signed="{person}, signed {at}, version {version}",
        exported="Taken out by {person} on {at} for: {reason}",
        masked="masked",
        reasons={
            ExportReason.PATIENT: "the patient or their agent",
            ExportReason.REFERRAL: "referral",
            ExportReason.INSURANCE: "insurance",
            ExportReason.LEGAL: "court, procurator or police",
            ExportReason.QUALITY: "quality control",
            ExportReason.TEACHING: "teaching",
        },
    ),
}


def title(record: Record) -> str:
    """The template's title, or a plain word where the template is not known here."""
    try:
        return load(record.template, record.language).title
    except TemplateUnknown:
        return WORDS[record.language].title


def patient_line(record: Record) -> tuple[tuple[str, str], ...]:
    """What is known of patient and visit as (label, value), in printing order."""
    words = WORDS[record.language]
    age = record.patient.get("age_years")
    sex = str(record.patient.get("sex", ""))
    known = (
        (words.name, str(record.patient.get("name", ""))),
        (words.sex, words.sexes.get(sex, sex)),
        (words.age, "" if age is None or age == "" else words.years.format(age=age)),
        (words.department, record.visit.get("department", "")),
        (words.started, record.visit.get("started", "").replace("T", " ")),
    )
    return tuple((label, value) for label, value in known if value)


def signature_label(record: Record, stamp: Stamp | None = None) -> str:
    """As what somebody signed; before that, whose hand signature the record waits for."""
    words = WORDS[record.language]
    if stamp is not None and stamp.signature is not None:
        by_nurse = stamp.signature.role is Role.NURSE
    else:
        by_nurse = record.template.startswith(("nursing", "sbar"))
    return words.nurse_signature if by_nurse else words.doctor_signature


def is_draft(record: Record) -> bool:
    """Whether anything in it was written by the program and not yet by a person."""
    statements = [s for section in record.sections for s in section.statements]
    return not statements or any(s.support is not Support.CLINICIAN for s in statements)


def needs_label(record: Record, stamp: Stamp | None) -> bool:
    """Whether a copy has to say that a program drafted it: until it is signed."""
    return is_draft(record) and (stamp is None or stamp.signature is None)


def signature(record: Record, stamp: Stamp | None) -> str:
    """Who signed which version, or "" where a signature is still to come."""
    if stamp is None or stamp.signature is None:
        return ""
    by = stamp.signature
    return WORDS[record.language].signed.format(person=by.person, at=by.at, version=by.version)


def watermark(record: Record, stamp: Stamp | None) -> str:
    """Who took the copy out, when and for what; "" for what stays on the screen."""
    if stamp is None or stamp.reason is None:
        return ""
    words = WORDS[record.language]
    told = words.exported.format(
        person=stamp.person, at=stamp.at, reason=words.reasons[stamp.reason]
    )
    return f"{told} · {words.masked}" if stamp.masked else told


def printed(section: Section) -> bool:
    """Optional sections print only if they hold something."""
    return bool(section.text.strip() or section.fields)


def with_evidence(section: Section) -> str:
    """The section's text, each statement followed by where it was said: `[#3 00:12]`."""
    text = section.text
    position = 0
    for statement in section.statements:
        found = text.find(statement.text, position)
        if found < 0 or not statement.evidence:
            continue
        position = found + len(statement.text)
        mark = " " + evidence_mark(statement.evidence)
        text = text[:position] + mark + text[position:]
        position += len(mark)
    return text


def evidence_mark(evidence: Iterable[Evidence]) -> str:
    places = (f"#{e.segment} {clock(e.start_s)}" for e in evidence)
    return f"[{', '.join(places)}]"


def field_value(value: FieldValue, language: Language) -> str:
    """A field as printed: its value with unit, or that it waits to be filled in."""
    if not value.value:
        return WORDS[language].to_fill_in
    space = "" if language is Language.ZH or not value.unit else " "
    return f"{value.value}{space}{value.unit}"


def clock(seconds: float) -> str:
    """`mm:ss`, with hours once there are any."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    minutes = f"{rest // 60:02d}:{rest % 60:02d}"
    return f"{hours}:{minutes}" if hours else minutes

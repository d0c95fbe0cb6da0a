"""Seeds one named defect into a clean record, with the rule that has to find it.

Deterministic: the same records give the same defects. A kind of defect passes over a
record where it cannot be made, or where the record would still be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from clean_records import CleanRecord, clean_records

from zhenlu.domain.record import Record, Section, Statement, Support
from zhenlu.domain.transcript import Language

#: How many records of a language each kind is seeded into at most.
_MOST = 5

Change = Callable[[Record], Record | None]


@dataclass(frozen=True)
class SeededDefect:
    """A record with one defect.

    Attributes:
        kind: What was done to it.
        rule: The rule that has to speak.
        also: Rules that rightly speak too: a complaint of another system does not come up
            in the history either.
        clean: The record it was made of.
    """

    kind: str
    rule: str
    also: frozenset[str]
    record: Record
    clean: CleanRecord


def seeded_defects() -> Iterator[SeededDefect]:
    """All defects, kind by kind; each kind starts at another record to spread them."""
    clean = clean_records()
    for number, (kind, rule, also, change) in enumerate(KINDS):
        for language in Language:
            own = [c for c in clean if c.record.language is language]
            turned = own[number * 7 % len(own) :] + own[: number * 7 % len(own)]
            made = 0
            for record in turned:
                if rule in record.true or made == _MOST:
                    continue
                changed = change(record.record)
                if changed is not None and changed != record.record:
                    made += 1
                    yield SeededDefect(kind, rule, also, changed, record)


_SOAP = {
    "chief_complaint": "subjective",
    "history_of_present_illness": "subjective",
    "past_history": "subjective",
    "allergy_history": "subjective",
    "vital_signs": "objective",
    "physical_exam": "objective",
    "auxiliary_exam": "objective",
    "diagnosis": "assessment",
    "treatment_plan": "plan",
}


def _place(record: Record, part: str) -> Section | None:
    return record.section(part) or record.section(_SOAP.get(part, ""))


def _with_text(record: Record, section: Section, text: str, typed: str = "") -> Record:
    """The record with other words; `typed` ones are the clinician's, who needs no source."""
    kept = tuple(statement for statement in section.statements if statement.text in text)
    if typed:
        kept = (*kept, Statement(typed, Support.CLINICIAN))
    changed = replace(section, text=text, statements=kept)
    return replace(
        record, sections=tuple(changed if s.id == section.id else s for s in record.sections)
    )


def blanked(part: str) -> Change:
    """Empty a part that has a section of its own."""

    def change(record: Record) -> Record | None:
        section = record.section(part)
        if section is None or not _is_outpatient(record) or not section.text:
            return None
        return _with_text(record, section, "")

    return change


def added(part: str, zh: str, en: str, unless: str = "", typed: bool = True) -> Change:
    """Write a sentence behind what a part says: the clinician's own, or one from nowhere."""

    def change(record: Record) -> Record | None:
        section = _place(record, part)
        sentence = zh if record.language is Language.ZH else en
        if section is None or not sentence or (unless and re.search(unless, _whole(record))):
            return None
        ends = section.text.rstrip()
        mark, space = ("。", "") if record.language is Language.ZH else (".", " ")
        mark = "" if not ends or ends[-1] in "。.\n" else mark
        return _with_text(record, section, f"{ends}{mark}{space}{sentence}", sentence * typed)

    return change


def put(part: str, zh: str, en: str, only: str = "outpatient") -> Change:
    """Write something else in place of a part."""

    def change(record: Record) -> Record | None:
        section = record.section(part)
        text = zh if record.language is Language.ZH else en
        if section is None or not text or (only == "outpatient" and not _is_outpatient(record)):
            return None
        return _with_text(record, section, text, text)

    return change


def swapped(pattern: str, by: str, part: str = "", language: Language | None = None) -> Change:
    """Put other words in place of the first that match."""

    def change(record: Record) -> Record | None:
        if language is not None and record.language is not language:
            return None
        for section in record.sections:
            if part and section != _place(record, part):
                continue
            text, count = re.subn(pattern, by, section.text, count=1)
            if count and text != section.text:
                return _with_text(record, section, text)
        return None

    return change


def headed(**changed: str) -> Change:
    """Change the visit's header; "" takes a key out."""

    def change(record: Record) -> Record | None:
        visit = {**record.visit, **changed}
        return replace(record, visit={key: value for key, value in visit.items() if value})

    return change


def both(*changes: Change) -> Change:
    """One defect that takes several changes."""

    def change(record: Record) -> Record | None:
        changed: Record | None = record
        for each in changes:
            changed = each(changed) if changed is not None else None
        return changed

    return change


def of(sex: str = "", ages: tuple[int, int] = (0, 120), kind: str = "") -> Change:
    """Go on only with such a patient or such a visit."""

    def change(record: Record) -> Record | None:
        age = record.patient.get("age_years")
        fits = not sex or record.patient.get("sex") == sex
        fits = fits and isinstance(age, int) and ages[0] <= age <= ages[1]
        return record if fits and (not kind or record.visit.get("kind") == kind) else None

    return change


def unnamed(key: str) -> Change:
    """Take something out of the chart."""

    def change(record: Record) -> Record | None:
        kept = {name: value for name, value in record.patient.items() if name != key}
        return replace(record, patient=kept) if record.template in _OUTPATIENT else None

    return change


_OUTPATIENT = frozenset({"outpatient-initial", "outpatient-revisit", "emergency", "soap"})


def _is_outpatient(record: Record) -> bool:
    return record.template in _OUTPATIENT - {"soap"}


def _whole(record: Record) -> str:
    return "\n".join(section.text for section in record.sections)


def heard(record: Record) -> Record | None:
    """Go on only where there is a conversation to compare with."""
    return record if len(record.transcript) else None


def without(pattern: str) -> Change:
    """Go on only where the record says nothing of the kind."""
    return lambda record: None if re.search(pattern, _whole(record)) else record


def outpatient(record: Record) -> Record | None:
    return record if record.template in _OUTPATIENT else None


def outpatient_form(record: Record) -> Record | None:
    """Go on only where the chief complaint has a section of its own."""
    return record if _is_outpatient(record) else None


def on(template: str) -> Change:
    """Go on only with this template."""
    return lambda record: record if record.template == template else None


def _kind(
    kind: str, rule: str, also: str, change: Change
) -> tuple[str, str, frozenset[str], Change]:
    return kind, rule, frozenset(also.split()), change


#: Kind, the rule that has to find it, rules that rightly speak too, and the change.
#: Each is what a hurried clinician or a model really does.
KINDS: tuple[tuple[str, str, frozenset[str], Change], ...] = (
    _kind("no chief complaint", "C03", "", blanked("chief_complaint")),
    _kind("no history", "C04", "", both(blanked("history_of_present_illness"))),
    _kind("no allergy status", "C05", "", both(blanked("allergy_history"), without("(?s)过敏|[Aa]llerg"))),
    _kind("no examination", "C07", "C20 K10", both(of(kind="first"), blanked("physical_exam"))),
    _kind("no diagnosis", "C09", "", blanked("diagnosis")),
    _kind("no plan", "C10", "C17 C21", blanked("treatment_plan")),
    _kind("no department", "C01", "", headed(department="")),
    _kind("no name", "C02", "", unnamed("name")),
    _kind("signed by a nurse", "C11", "", both(outpatient, headed(signer_role="nurse"))),
    _kind("trainee without cosignature", "C12", "", headed(author_role="trainee")),
    _kind("emergency without pressure", "C20", "", both(of(kind="emergency"), swapped(r"血压\d+/\d+mmHg|blood pressure \d+/\d+ mmHg", "", "vital_signs"))),
    _kind("emergency without minutes", "F07", "C01", both(of(kind="emergency"), headed(started="2026-03-02"))),
    _kind("other side in the diagnosis", "K01", "", swapped("^左", "右", "diagnosis", Language.ZH)),
    _kind("other side in the diagnosis (right)", "K01", "", swapped("^右", "左", "diagnosis", Language.ZH)),
    _kind("other side in the diagnosis (en)", "K01", "", swapped("(?i)\\bleft (?=ankle|knee|acute otitis|distal|otitis)", "right ", "diagnosis", Language.EN)),
    _kind("prostate in a woman", "K02", "", both(of(sex="female", ages=(18, 90)), added("past_history", "前列腺增生病史3年。", "Enlarged prostate for 3 years.", "史.*母|FH"))),
    _kind("period in a man", "K02", "", both(of(sex="male", ages=(14, 90)), added("past_history", "末次月经2周前。", "Last period two weeks ago."))),
    _kind("cough told and denied", "K07", "", both(added("history_of_present_illness", "患者有腹泻。无腹泻。", "Reports diarrhoea. Denies diarrhoea.", "腹泻|稀|iarrh|stool"))),
    _kind("penicillin against the allergy", "K08", "K16 G05 D12", both(added("treatment_plan", "9. 阿莫西林0.5g,口服,每日3次,共5天。", "Amoxicillin 500 mg by mouth three times daily for 5 days."), put("allergy_history", "青霉素过敏,表现为皮疹。", "Allergic to penicillin (rash)."))),
    _kind("dose nobody said", "G01", "D02 D03 K15", both(heard, swapped(r"(?<=[^\d.])\d+(?=mg[,，])", "777", "treatment_plan"))),
    _kind("dose nobody said (en)", "G01", "D02 D03", both(heard, swapped(r"\b\d+(?= mg (?:once|twice|\d times|by))", "777", "treatment_plan", Language.EN))),
    _kind("drug nobody said", "G10", "D11 D04 G10 G01 F11", both(heard, outpatient, added("treatment_plan", "9. 头孢克肟0.1g,口服,每日2次,共5天。", "Cefixime 200 mg by mouth twice daily for 5 days.", typed=False))),
    _kind("denial nobody asked for", "G05", "", both(heard, added("past_history", "否认癫痫病史。", "Denies epilepsy.", "癫痫|抽搐|pilep", typed=False))),
    _kind("sign nobody told", "G04", "S05 G01", both(heard, added("physical_exam", "可闻及哮鸣音。", "Crackles at the base.", "哮鸣|喘|鸣音|[Cc]rack|rales", typed=False))),
    _kind("rescue note late", "T04", "", headed(rescue_ended="2026-03-02T10:00", rescue_saved="2026-03-02T20:00")),
    _kind("unmasked export", "P05", "P02", both(headed(recipient="insurance"), added("past_history", "联系电话13800138000。", "Phone 13800138000."))),
    _kind("signed after two days", "T01", "", headed(signed="2026-03-04T12:00")),
    _kind("chest pain with sweating", "S01", "K07 G06 S08", both(of(ages=(40, 90)), added("history_of_present_illness", "1小时前突发胸骨后痛,伴大汗。", "One hour ago sudden chest pain with sweating."))),
    _kind("tearing back pain", "S02", "", added("history_of_present_illness", "2小时前突发背部撕裂样疼痛,胸背痛剧烈。", "Two hours ago sudden tearing back pain.")),
    _kind("thunderclap headache", "S03", "K07 G06", added("history_of_present_illness", "1小时前出现炸裂样头痛。", "One hour ago a thunderclap headache.")),
    _kind("stroke", "S04", "K07 G06", added("history_of_present_illness", "今晨口角歪斜,言语不清。", "This morning slurred speech and facial droop.")),
    _kind("low oxygen", "S05", "", added("vital_signs", "血氧饱和度86%。", "Oxygen saturation 86%.")),
    _kind("anaphylaxis", "S06", "", added("history_of_present_illness", "30分钟前进食花生后嘴唇肿、喘息。", "After eating peanuts, lip swelling and wheezing.")),
    _kind("vomiting blood", "S07", "", added("history_of_present_illness", "1小时前呕血1次。", "Vomited blood one hour ago.")),
    _kind("rigid abdomen", "S08", "", added("physical_exam", "板状腹,反跳痛明显。", "Abdomen rigid with rebound tenderness.")),
    _kind("ectopic", "S09", "", both(of(sex="female", ages=(16, 45)), added("history_of_present_illness", "停经45天,今日下腹痛。", "Missed period by two weeks, lower abdominal pain today."))),
    _kind("suicide", "S10", "", added("history_of_present_illness", "近日有自杀念头。", "Has suicidal thoughts now.", "自杀|uicid")),
    _kind("pressure crisis", "S11", "K07 G06", both(added("history_of_present_illness", "今日头痛、恶心。", "Headache and nausea today."), added("vital_signs", "血压196/118mmHg。", "Blood pressure 196/118 mmHg."))),
    _kind("low glucose", "S12", "", added("vital_signs", "血糖2.8mmol/L。", "Blood glucose 2.8 mmol/L.")),
    _kind("drowsy child", "S13", "", both(of(ages=(0, 5)), added("history_of_present_illness", "今日嗜睡,叫不醒。", "Lethargic today, hard to wake."))),
    _kind("cauda equina", "S14", "", added("history_of_present_illness", "今日会阴部麻木、排尿困难。", "Since today saddle numbness and urinary retention.")),
    _kind("poisoning", "S15", "", added("history_of_present_illness", "1小时前误服农药。", "Swallowed pesticide one hour ago.")),
    _kind("notifiable", "T05", "K06 F12 K10", put("diagnosis", "麻疹", "Measles")),
    _kind("long complaint", "F01", "", both(outpatient_form, added("chief_complaint", "此次就诊前在家中休息观察多日,自觉程度较前明显", "As told at the desk on arrival by the person who came along with the patient today", "Chief complaint:"))),
    _kind("no duration", "F02", "", both(outpatient_form, swapped(r"[,，]?\s*(?:\d+|半|数)(?:-\d+)?(?:个|多|余)?(?:小时|天|日|周|月|年|分钟).*$| for (?:\d|a ).*$", "", "chief_complaint"))),
    _kind("no symptom", "F03", "", put("chief_complaint", "想找医生看看3天", "Wants to see the doctor for 3 days")),
    _kind("diagnosis as complaint", "F04", "F03 K05", put("chief_complaint", "支气管炎5天", "Bronchitis for 5 days")),
    _kind("no past history", "C06", "K12 K10", both(of(kind="first"), blanked("past_history"))),
    _kind("drug without dose", "C19", "D05 D04", added("treatment_plan", "9. 氯雷他定,口服。", "Loratadine by mouth.")),
    _kind("no return", "C21", "K16 C17", both(without("转|[Rr]eferral to cardiac"), put("treatment_plan", "1. 多饮水,注意休息。", "1. Fluids and rest."))),
    _kind("hot as 83 degrees", "F08", "K10 C20 C23", put("vital_signs", "体温83.2℃。", "Temperature 83.2 C.", only="")),
    _kind("placeholder", "F14", "", added("past_history", "高血压__年。", "Hypertension for __ years.")),
    _kind("other duration", "K04", "K06", both(put("chief_complaint", "腹痛10天", "Abdominal pain for 3 weeks"), put("history_of_present_illness", "患者2天前进食后出现腹痛,阵发加重,无发热、呕吐,未用药。", "Abdominal pain for 2 days after a meal, getting worse. No fever. Took nothing."))),
    _kind("other complaint", "K05", "K06", put("chief_complaint", "耳鸣3天", "Tinnitus for 3 days")),
    _kind("other system", "K06", "K05 F12 K10", both(of(kind="first"), put("chief_complaint", "耳痛2天", "Ear pain for 2 days"), put("diagnosis", "痔疮", "Haemorrhoids"))),
    _kind("unsupported diagnosis", "K10", "K06 F12", both(without("甲状腺|TSH|hyroid"), put("diagnosis", "甲状腺功能亢进症", "Hyperthyroidism"))),
    _kind("normal and high", "K13", "", added("auxiliary_exam", "血小板正常,血小板620×10^9/L。", "Platelets normal. Platelets 620 x10^9/L.", "血小板|latelet")),
    _kind("wrong body mass", "K15", "K10 C20", put("vital_signs", "身高170cm,体重80kg,BMI 22.1kg/m²。", "Height 170 cm, weight 80 kg, BMI 22.1.", only="")),
    _kind("date after the visit", "K14", "", added("past_history", "2027-05-01行胆囊切除术。", "Cholecystectomy in 2027.")),
    _kind("drug without disease", "K12", "", added("past_history", "长期服用左甲状腺素50微克,每日1次。", "Takes levothyroxine 50 micrograms once daily.", "甲状腺|甲减|hyroid|TSH")),
    _kind("no unit", "F09", "", added("auxiliary_exam", "血小板210。", "Platelets 210.", "血小板|latelet")),
    _kind("too long a supply", "F12", "D03 F11", added("treatment_plan", "9. 氯雷他定10mg,口服,每日1次,共6个月。", "Loratadine 10 mg by mouth once daily for 6 months.")),
    _kind("brand name", "M02", "F11 D04", added("treatment_plan", "9. 开瑞坦10mg,口服,每日1次,共3天。", "Claritin 10 mg by mouth once daily for 3 days.", "氯雷他定|oratadine")),
    _kind("dangerous notation", "M04", "D01 F11 D05", added("treatment_plan", "9. 泼尼松5.0mg,口服,每日1次,共3天。", "Prednisolone 5.0 mg by mouth once daily for 3 days.")),
    _kind("judgement", "M07", "", added("history_of_present_illness", "患者反复无理取闹。", "Known as a difficult patient.")),
    _kind("yesterday", "F06", "", both(outpatient, added("history_of_present_illness", "昨天下午3点加重。", "Worse last Tuesday at 3 pm."))),
    _kind("identity number", "P01", "", added("past_history", "身份证号11010519491231002X。", "ID 11010519491231002X.")),
    _kind("phone number", "P02", "", added("past_history", "电话13912345678。", "Phone 13912345678.")),
    _kind("another person's name", "P03", "", added("past_history", "曾由市医院张伟明主任诊治。", "Came with his wife Helen Walker.")),
    _kind("no consent", "P04", "", both(headed(consent="withdrawn", recorded="true"))),
    _kind("edited after signing", "T02", "", headed(edited="2026-03-05T08:00")),
    _kind("old print", "T03", "", headed(version="2", printed_version="1")),
    _kind("late signature", "T01", "", headed(signed="2026-03-02T11:00")),
    _kind("prescription of another day", "T06", "", headed(prescribed="2026-03-06T09:00")),
    _kind("revisit without change", "C15", "", both(of(kind="revisit"), put("history_of_present_illness", "患者因咳嗽再次来诊,要求开药。", "Comes back with a cough and asks for more medicine."))),
    _kind("child without weight", "C23", "", both(of(ages=(1, 12)), swapped(r"[,，]?体重\d+(?:\.\d+)?kg|,? ?[Ww]eight \d+(?:\.\d+)? (?:kg|lb)", "", "vital_signs"))),
    _kind("no last period", "C13", "K05 K06", both(of(sex="female", ages=(18, 45)), put("chief_complaint", "下腹痛1天", "Lower abdominal pain for 1 day"), blanked("personal_family_history"), without("经期|月经|痛经|停经|产后|哺乳|妊娠|menstr|[Pp]eriod|pregnan|LMP"))),
    _kind("age of another", "K03", "", both(of(ages=(20, 59)), added("history_of_present_illness", "患儿吃奶可。", "Infant, feeding from the bottle."))),
    _kind("untreated fracture", "K16", "K06 K10 K01 F12", both(put("diagnosis", "左桡骨远端骨折", "Fracture of the left radius"), put("treatment_plan", "1. 注意休息。\n2. 3天后复诊。", "1. Rest.\n2. Return in 3 days."))),
    _kind("open without step", "C17", "C21 K06 K05", both(put("diagnosis", "腹痛待查", "Abdominal pain, cause unknown?"), put("treatment_plan", "1. 注意休息。", "1. Rest."))),
    _kind("colloquial diagnosis", "M06", "F12 K06 K10 C17 K16", put("diagnosis", "上感", "Water infection")),
    _kind("class against the value", "K18", "", both(on("followup-hypertension"), put("assessment", "控制满意。", "Controlled.", only=""), put("vital_signs", "血压168/102mmHg。", "Blood pressure 168/102 mmHg.", only=""))),
)

"""Sound records that the rule tests change in one place at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from zhenlu.application.checking import check
from zhenlu.application.templates import load
from zhenlu.domain.facts import Fact
from zhenlu.domain.finding import Finding
from zhenlu.domain.record import Ledger, Record, Section, Statement
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript

SOUND = {
    "outpatient-initial": {
        "chief_complaint": "咳嗽、咳痰5天,发热1天",
        "history_of_present_illness": "患者5天前受凉后出现咳嗽,咳黄痰,夜间加重,1天前发热,"
        "体温最高38.5℃。无胸痛、咯血。自服感冒药2天,效果不佳。精神、食欲尚可。",
        "past_history": "高血压病史10年,规律服药。否认糖尿病史。",
        "allergy_history": "否认药物过敏史。",
        "personal_family_history": "吸烟20年,每日10支。父亲患糖尿病。",
        "vital_signs": "体温38.2℃,脉搏92次/分,呼吸20次/分,血压136/82mmHg。",
        "physical_exam": "咽部充血,双肺呼吸音粗,未闻及干湿啰音。心律齐,各瓣膜区未闻及杂音。",
        "auxiliary_exam": "血常规:白细胞11.2×10^9/L。",
        "diagnosis": "1. 急性支气管炎\n2. 高血压",
        "treatment_plan": "1. 阿莫西林0.5g,口服,每日3次,共5天。\n2. 多饮水,注意休息。\n"
        "3. 3天后复诊,高热不退或气促随时就诊。",
    },
    "followup-hypertension": {
        "subjective": "偶有头晕,无胸闷、心悸。",
        "vital_signs": "血压148/92mmHg,心率76次/分,体重72kg。",
        "lifestyle": "每日吸烟5支,不饮酒,口味偏咸。",
        "medication_use": "氨氯地平5mg每日1次,规律服用。",
        "assessment": "控制不满意。",
        "plan": "1. 氨氯地平10mg,口服,每日1次,长期服用。\n2. 低盐饮食。\n3. 2周后随访。",
    },
    "soap": {
        "subjective": "Cough for 5 days with yellow sputum, worse at night, started after a cold. "
        "Denies chest pain or shortness of breath. Took paracetamol without relief. "
        "Hypertension for 10 years on amlodipine. No known drug allergies.",
        "objective": "Temperature 38.2 C, pulse 92, blood pressure 136/82. Throat red. "
        "Lungs: no wheeze or crackles.",
        "assessment": "1. Acute bronchitis.\n2. Hypertension.",
        "plan": "1. Doxycycline 100 mg by mouth twice daily for 5 days.\n2. Rest and fluids.\n"
        "3. Return in 3 days, sooner if short of breath.",
    },
}

Checked = Callable[..., tuple[Finding, ...]]


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No clinic's own templates or rules."""
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def findings() -> Checked:
    """Check a sound record with some sections replaced."""

    def checked(
        template: str = "outpatient-initial",
        *,
        said: str = "",
        patient: dict[str, str | int] | None = None,
        facts: tuple[Fact, ...] = (),
        ledger: Ledger | None = None,
        statements: dict[str, tuple[Statement, ...]] | None = None,
        **changed: str,
    ) -> tuple[Finding, ...]:
        language = Language.EN if template == "soap" else Language.ZH
        texts = SOUND[template] | changed
        titles = {part.id: part.title for part in load(template, language).sections}
        sections = tuple(
            Section(id_, titles[id_], text, (statements or {}).get(id_, ()))
            for id_, text in texts.items()
        )
        record = Record(
            template,
            language,
            sections,
            facts,
            ledger or Ledger(),
            transcript=spoken(said, language),
            patient={"sex": "male", "age_years": 56} if patient is None else patient,
        )
        return check(record)

    return checked


def spoken(said: str, language: Language) -> Transcript:
    """Lines such as "D: 咳了几天" as a transcript; D is the doctor, P the patient."""
    roles = {"D": SpeakerRole.DOCTOR, "P": SpeakerRole.PATIENT}
    segments = []
    for number, line in enumerate(said.strip().splitlines(), start=1):
        role, _, text = line.strip().partition(": ")
        segments.append(Segment(number, text, roles[role], float(number), number + 0.9))
    return Transcript(language, tuple(segments))

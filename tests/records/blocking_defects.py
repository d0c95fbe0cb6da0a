"""Defects that must stop a signature: what a hurried clinician or a model really does."""

from __future__ import annotations

from defects import (
    Kind,
    added,
    blanked,
    both,
    headed,
    heard,
    kind,
    of,
    outpatient,
    put,
    swapped,
    unnamed,
    without,
)

from zhenlu.domain.transcript import Language

KINDS: tuple[Kind, ...] = (
    kind("no chief complaint", "C03", "", blanked("chief_complaint")),
    kind("no history", "C04", "", both(blanked("history_of_present_illness"))),
    kind(
        "no allergy status",
        "C05",
        "",
        both(blanked("allergy_history"), without("(?s)过敏|[Aa]llerg")),
    ),
    kind("no examination", "C07", "C20 K10", both(of(kind="first"), blanked("physical_exam"))),
    kind("no diagnosis", "C09", "", blanked("diagnosis")),
    kind("no plan", "C10", "C17 C21", blanked("treatment_plan")),
    kind("no department", "C01", "", headed(department="")),
    kind("no name", "C02", "", unnamed("name")),
    kind("signed by a nurse", "C11", "", both(outpatient, headed(signer_role="nurse"))),
    kind("trainee without cosignature", "C12", "", headed(author_role="trainee")),
    kind(
        "emergency without pressure",
        "C20",
        "",
        both(
            of(kind="emergency"),
            swapped(r"血压\d+/\d+mmHg|blood pressure \d+/\d+ mmHg", "", "vital_signs"),
        ),
    ),
    kind(
        "emergency without minutes",
        "F07",
        "C01",
        both(of(kind="emergency"), headed(started="2026-03-02")),
    ),
    kind(
        "other side in the diagnosis", "K01", "G01", swapped("^左", "右", "diagnosis", Language.ZH)
    ),
    kind(
        "other side in the diagnosis (right)",
        "K01",
        "G01",
        swapped("^右", "左", "diagnosis", Language.ZH),
    ),
    kind(
        "other side in the diagnosis (en)",
        "K01",
        "G01",
        swapped(
            "(?i)\\bleft (?=ankle|knee|acute otitis|distal|otitis)",
            "right ",
            "diagnosis",
            Language.EN,
        ),
    ),
    kind(
        "prostate in a woman",
        "K02",
        "",
        both(
            of(sex="female", ages=(18, 90)),
            added(
                "past_history", "前列腺增生病史3年。", "Enlarged prostate for 3 years.", "史.*母|FH"
            ),
        ),
    ),
    kind(
        "period in a man",
        "K02",
        "",
        both(
            of(sex="male", ages=(14, 90)),
            added("past_history", "末次月经2周前。", "Last period two weeks ago."),
        ),
    ),
    kind(
        "cough told and denied",
        "K07",
        "",
        both(
            added(
                "history_of_present_illness",
                "患者有腹泻。无腹泻。",
                "Reports diarrhoea. Denies diarrhoea.",
                "腹泻|稀|iarrh|stool",
            )
        ),
    ),
    kind(
        "penicillin against the allergy",
        "K08",
        "K16 G05 D11 D12 F12",
        both(
            added(
                "treatment_plan",
                "9. 阿莫西林0.5g,口服,每日3次,共5天。",
                "Amoxicillin 500 mg by mouth three times daily for 5 days.",
            ),
            put("allergy_history", "青霉素过敏,表现为皮疹。", "Allergic to penicillin (rash)."),
        ),
    ),
    kind(
        "dose nobody said",
        "G01",
        "D02 D03 K15",
        both(heard, swapped(r"(?<=[^\d.])\d+(?=mg[,，])", "777", "treatment_plan")),
    ),
    kind(
        "dose nobody said (en)",
        "G01",
        "D02 D03 D11",
        both(
            heard,
            swapped(
                r"\b\d+(?= mg (?:once|twice|\d times|by))", "777", "treatment_plan", Language.EN
            ),
        ),
    ),
    kind(
        "drug nobody said",
        "G10",
        "D11 D04 D05 G10 G01 F11 K08",
        both(
            heard,
            outpatient,
            added(
                "treatment_plan",
                "9. 头孢克肟0.1g,口服,每日2次,共5天。",
                "Cefixime 200 mg by mouth twice daily for 5 days.",
                typed=False,
            ),
        ),
    ),
    kind(
        "denial nobody asked for",
        "G05",
        "",
        both(
            heard,
            added(
                "past_history", "否认癫痫病史。", "Denies epilepsy.", "癫痫|抽搐|pilep", typed=False
            ),
        ),
    ),
    kind(
        "sign nobody told",
        "G04",
        "S05 G01",
        both(
            heard,
            added(
                "physical_exam",
                "可闻及哮鸣音。",
                "Crackles at the base.",
                "哮鸣|喘|鸣音|[Cc]rack|rales",
                typed=False,
            ),
        ),
    ),
    kind(
        "rescue note late",
        "T04",
        "",
        headed(rescue_ended="2026-03-02T10:00", rescue_saved="2026-03-02T20:00"),
    ),
    kind(
        "unmasked export",
        "P05",
        "P02",
        both(
            headed(recipient="insurance"),
            added("past_history", "联系电话13800138000。", "Phone 13800138000."),
        ),
    ),
    kind("signed after two days", "T01", "", headed(signed="2026-03-04T12:00")),
    kind(
        "chest pain with sweating",
        "S01",
        "K07 G06 S08",
        both(
            of(ages=(40, 90)),
            added(
                "history_of_present_illness",
                "1小时前突发胸骨后痛,伴大汗。",
                "One hour ago sudden chest pain with sweating.",
            ),
        ),
    ),
    kind(
        "tearing back pain",
        "S02",
        "",
        added(
            "history_of_present_illness",
            "2小时前突发背部撕裂样疼痛,胸背痛剧烈。",
            "Two hours ago sudden tearing back pain.",
        ),
    ),
    kind(
        "thunderclap headache",
        "S03",
        "K07 G06",
        added(
            "history_of_present_illness",
            "1小时前出现炸裂样头痛。",
            "One hour ago a thunderclap headache.",
        ),
    ),
    kind(
        "stroke",
        "S04",
        "K07 G06",
        added(
            "history_of_present_illness",
            "今晨口角歪斜,言语不清。",
            "This morning slurred speech and facial droop.",
        ),
    ),
    kind(
        "low oxygen", "S05", "", added("vital_signs", "血氧饱和度86%。", "Oxygen saturation 86%.")
    ),
    kind(
        "anaphylaxis",
        "S06",
        "",
        added(
            "history_of_present_illness",
            "30分钟前进食花生后嘴唇肿、喘息。",
            "After eating peanuts, lip swelling and wheezing.",
        ),
    ),
    kind(
        "vomiting blood",
        "S07",
        "",
        added("history_of_present_illness", "1小时前呕血1次。", "Vomited blood one hour ago."),
    ),
    kind(
        "rigid abdomen",
        "S08",
        "",
        added("physical_exam", "板状腹,反跳痛明显。", "Abdomen rigid with rebound tenderness."),
    ),
    kind(
        "ectopic",
        "S09",
        "",
        both(
            of(sex="female", ages=(16, 45)),
            added(
                "history_of_present_illness",
                "停经45天,今日下腹痛。",
                "Missed period by two weeks, lower abdominal pain today.",
            ),
        ),
    ),
    kind(
        "suicide",
        "S10",
        "",
        added(
            "history_of_present_illness",
            "近日有自杀念头。",
            "Has suicidal thoughts now.",
            "自杀|uicid",
        ),
    ),
    kind(
        "pressure crisis",
        "S11",
        "K07 G06",
        both(
            added("history_of_present_illness", "今日头痛、恶心。", "Headache and nausea today."),
            added("vital_signs", "血压196/118mmHg。", "Blood pressure 196/118 mmHg."),
        ),
    ),
    kind(
        "low glucose",
        "S12",
        "",
        added("vital_signs", "血糖2.8mmol/L。", "Blood glucose 2.8 mmol/L."),
    ),
    kind(
        "drowsy child",
        "S13",
        "S16",
        both(
            of(ages=(0, 5)),
            added(
                "history_of_present_illness", "今日嗜睡,叫不醒。", "Lethargic today, hard to wake."
            ),
        ),
    ),
    kind(
        "cauda equina",
        "S14",
        "S17",
        added(
            "history_of_present_illness",
            "今日会阴部麻木、排尿困难。",
            "Since today saddle numbness and urinary retention.",
        ),
    ),
    kind(
        "poisoning",
        "S15",
        "",
        added(
            "history_of_present_illness", "1小时前误服农药。", "Swallowed pesticide one hour ago."
        ),
    ),
    kind("notifiable", "T05", "K06 F12 K10", put("diagnosis", "麻疹", "Measles")),
)

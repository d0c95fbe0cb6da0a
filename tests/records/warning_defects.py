"""Defects that deserve a warning: what a hurried clinician really does."""

from __future__ import annotations

from defects import (
    Kind,
    added,
    blanked,
    both,
    headed,
    kind,
    of,
    on,
    outpatient,
    outpatient_form,
    put,
    swapped,
    without,
)

KINDS: tuple[Kind, ...] = (
    kind(
        "long complaint",
        "F01",
        "",
        both(
            outpatient_form,
            added(
                "chief_complaint",
                "此次就诊前在家中休息观察多日,自觉程度较前明显",
                "As told at the desk by the person who came along with the patient today",
                "Chief complaint:",
            ),
        ),
    ),
    kind(
        "no duration",
        "F02",
        "",
        both(
            outpatient_form,
            swapped(
                r"[,，]?\s*(?:\d+|半|数)(?:-\d+)?[个多余]?(?:小时|[天日周月年]|分钟).*$"
                r"| for (?:\d|a ).*$",
                "",
                "chief_complaint",
            ),
        ),
    ),
    kind(
        "no symptom",
        "F03",
        "",
        put("chief_complaint", "想找医生看看3天", "Wants to see the doctor for 3 days"),
    ),
    kind(
        "diagnosis as complaint",
        "F04",
        "F03 K05",
        put("chief_complaint", "支气管炎5天", "Bronchitis for 5 days"),
    ),
    kind("no past history", "C06", "K12 K10", both(of(kind="first"), blanked("past_history"))),
    kind(
        "drug without dose",
        "C19",
        "D05 D04",
        added("treatment_plan", "9. 氯雷他定,口服。", "Loratadine by mouth."),
    ),
    kind(
        "no return",
        "C21",
        "K16 C17",
        both(
            without("转|[Rr]eferral to cardiac"),
            put("treatment_plan", "1. 多饮水,注意休息。", "1. Fluids and rest."),
        ),
    ),
    kind(
        "hot as 83 degrees",
        "F08",
        "K10 C20 C23 S16",
        put("vital_signs", "体温83.2℃。", "Temperature 83.2 C.", only=""),
    ),
    kind(
        "placeholder",
        "F14",
        "",
        added("past_history", "高血压__年。", "Hypertension for __ years."),
    ),
    kind(
        "other duration",
        "K04",
        "K06",
        both(
            put("chief_complaint", "腹痛10天", "Abdominal pain for 3 weeks"),
            put(
                "history_of_present_illness",
                "患者2天前进食后出现腹痛,阵发加重,无发热、呕吐,未用药。",
                "Abdominal pain for 2 days after a meal, getting worse. No fever. Took nothing.",
            ),
        ),
    ),
    kind("other complaint", "K05", "K06", put("chief_complaint", "耳鸣3天", "Tinnitus for 3 days")),
    kind(
        "other system",
        "K06",
        "K05 F12 K10",
        both(
            of(kind="first"),
            put("chief_complaint", "耳痛2天", "Ear pain for 2 days"),
            put("diagnosis", "痔疮", "Haemorrhoids"),
        ),
    ),
    kind(
        "unsupported diagnosis",
        "K10",
        "K06 F12",
        both(without("甲状腺|TSH|hyroid"), put("diagnosis", "甲状腺功能亢进症", "Hyperthyroidism")),
    ),
    kind(
        "normal and high",
        "K13",
        "",
        added(
            "auxiliary_exam",
            "血小板正常,血小板620×10^9/L。",
            "Platelets normal. Platelets 620 x10^9/L.",
            "血小板|latelet",
        ),
    ),
    kind(
        "wrong body mass",
        "K15",
        "K10 C20",
        put(
            "vital_signs",
            "身高170cm,体重80kg,BMI 22.1kg/m²。",
            "Height 170 cm, weight 80 kg, BMI 22.1.",
            only="",
        ),
    ),
    kind(
        "date after the visit",
        "K14",
        "",
        added("past_history", "2027-05-01行胆囊切除术。", "Cholecystectomy in 2027."),
    ),
    kind(
        "drug without disease",
        "K12",
        "",
        added(
            "past_history",
            "长期服用左甲状腺素50微克,每日1次。",
            "Takes levothyroxine 50 micrograms once daily.",
            "甲状腺|甲减|hyroid|TSH",
        ),
    ),
    kind(
        "no unit",
        "F09",
        "",
        added("auxiliary_exam", "血小板210。", "Platelets 210.", "血小板|latelet"),
    ),
    kind(
        "too long a supply",
        "F12",
        "D03 F11",
        added(
            "treatment_plan",
            "9. 氯雷他定10mg,口服,每日1次,共6个月。",
            "Loratadine 10 mg by mouth once daily for 6 months.",
        ),
    ),
    kind(
        "brand name",
        "M02",
        "F11 D04 D06",
        added(
            "treatment_plan",
            "9. 开瑞坦10mg,口服,每日1次,共3天。",
            "Claritin 10 mg by mouth once daily for 3 days.",
            "氯雷他定|oratadine",
        ),
    ),
    kind(
        "dangerous notation",
        "M04",
        "D01 F11 D05",
        added(
            "treatment_plan",
            "9. 泼尼松5.0mg,口服,每日1次,共3天。",
            "Prednisolone 5.0 mg by mouth once daily for 3 days.",
        ),
    ),
    kind(
        "judgement",
        "M07",
        "",
        added("history_of_present_illness", "患者反复无理取闹。", "Known as a difficult patient."),
    ),
    kind(
        "yesterday",
        "F06",
        "",
        both(
            outpatient,
            added("history_of_present_illness", "昨天下午3点加重。", "Worse last Tuesday at 3 pm."),
        ),
    ),
    kind(
        "identity number",
        "P01",
        "",
        added("past_history", "身份证号11010519491231002X。", "ID 11010519491231002X."),
    ),
    kind(
        "phone number", "P02", "", added("past_history", "电话13912345678。", "Phone 13912345678.")
    ),
    kind(
        "another person's name",
        "P03",
        "",
        added("past_history", "曾由市医院张伟明主任诊治。", "Came with his wife Helen Walker."),
    ),
    kind("no consent", "P04", "", both(headed(consent="withdrawn", recorded="true"))),
    kind("edited after signing", "T02", "", headed(edited="2026-03-05T08:00")),
    kind("old print", "T03", "", headed(version="2", printed_version="1")),
    kind("late signature", "T01", "", headed(signed="2026-03-02T11:00")),
    kind("prescription of another day", "T06", "", headed(prescribed="2026-03-06T09:00")),
    kind(
        "revisit without change",
        "C15",
        "K05",
        both(
            of(kind="revisit"),
            put(
                "history_of_present_illness",
                "患者因咳嗽再次来诊,要求开药。",
                "Comes back with a cough and asks for more medicine.",
            ),
        ),
    ),
    kind(
        "child without weight",
        "C23",
        "",
        both(
            of(ages=(1, 12)),
            swapped(
                r"[,，]?体重\d+(?:\.\d+)?kg|,? ?[Ww]eight \d+(?:\.\d+)? (?:kg|lb)",
                "",
                "vital_signs",
            ),
        ),
    ),
    kind(
        "no last period",
        "C13",
        "K05 K06",
        both(
            of(sex="female", ages=(18, 45)),
            put("chief_complaint", "下腹痛1天", "Lower abdominal pain for 1 day"),
            blanked("personal_family_history"),
            without("经期|月经|痛经|停经|产后|哺乳|妊娠|menstr|[Pp]eriod|pregnan|LMP"),
        ),
    ),
    kind(
        "age of another",
        "K03",
        "",
        both(
            of(ages=(20, 59)),
            added("history_of_present_illness", "患儿吃奶可。", "Infant, feeding from the bottle."),
        ),
    ),
    kind(
        "untreated fracture",
        "K16",
        "K06 K10 K01 F12",
        both(
            without("[Rr]eferral to|转市"),
            put("diagnosis", "左桡骨远端骨折", "Fracture of the left radius"),
            put(
                "treatment_plan", "1. 注意休息。\n2. 3天后复诊。", "1. Rest.\n2. Return in 3 days."
            ),
        ),
    ),
    kind(
        "open without step",
        "C17",
        "C21 K06 K05",
        both(
            of(kind="first"),
            put("diagnosis", "腹痛待查", "Abdominal pain, cause unknown?"),
            put("treatment_plan", "1. 注意休息。", "1. Rest."),
        ),
    ),
    kind(
        "colloquial diagnosis",
        "M06",
        "F12 K06 K10 C17 K16",
        put("diagnosis", "上感", "Water infection"),
    ),
    kind(
        "class against the value",
        "K18",
        "",
        both(
            on("followup-hypertension"),
            put("assessment", "控制满意。", "Controlled.", only=""),
            put("vital_signs", "血压168/102mmHg。", "Blood pressure 168/102 mmHg.", only=""),
        ),
    ),
)

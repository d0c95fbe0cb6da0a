"""How long a search takes among many visits.

    python tests/bench/bench_search.py [VISITS]

Makes a clinic of VISITS signed visits (default 20 000), five a patient over five years, in the
encrypted store, with records of about 300 characters put together at random from common and
rare sentences. Prints the time to enter a record, the size, and for each question how many
records it shows and the median and the slowest of several runs, audit row and excerpts
included. The aim is under 100 ms for each among 100 000 visits.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from zhenlu.domain.facts import Fact, FactKind, Polarity
from zhenlu.domain.filed import KnownPatient
from zhenlu.domain.person import Role
from zhenlu.domain.record import Record, Section
from zhenlu.domain.search import Question, WantedFact
from zhenlu.domain.transcript import Language
from zhenlu.storage import facts, search_index, store
from zhenlu.storage.database import writing
from zhenlu.storage.record_document import document_of, packed
from zhenlu.storage.store import Store

_RUNS = 7
_PASSPHRASE = "a passphrase for the bench"  # opens nothing but this run's folder
_FIRST_DAY = date(2021, 6, 1)
_DAYS = 1826
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗单曾"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国文辉"
_COMPLAINTS = (
    "咳嗽、咳痰", "头痛、头晕", "发热", "腹痛、腹泻", "胸闷、心悸", "腰痛", "失眠", "皮疹",
)  # fmt: skip
_SENTENCES = (
    "患者无明显诱因出现上述症状，伴乏力、纳差，无胸痛、气促。", "自服药物治疗，效果不佳。",
    "病程中精神可，睡眠一般，大小便正常，体重无明显变化。", "既往体健，否认肝炎、结核等传染病史。",
    "高血压病史5年，规律服用氨氯地平5mg，每日1次。", "2型糖尿病史3年，口服二甲双胍0.5g，每日2次。",
    "咽部充血，双侧扁桃体无肿大。双肺呼吸音清，未闻及干湿啰音。", "腹平软，无压痛、反跳痛。",
    "心率82次/分，律齐，各瓣膜听诊区未闻及病理性杂音。", "血常规示白细胞计数10.2×10^9/L。",
    "阿莫西林0.5g，每日3次，共5天。", "注意休息，多饮水，清淡饮食。", "如有不适随时就诊。",
)  # fmt: skip
_RARE = (
    "青霉素过敏，表现为皮疹。", "头孢克肟过敏，曾有休克。", "可疑带状疱疹。", "重症肌无力病史。",
)  # fmt: skip


def record(rng: random.Random) -> Record:
    """A record as long as an outpatient record is, with its facts."""
    pressure = f"{rng.randint(100, 185)}/{rng.randint(60, 112)}"
    complaint = f"{rng.choice(_COMPLAINTS)}{rng.randint(1, 14)}天"
    history = "".join(rng.sample(_SENTENCES, 5))
    stated = [Fact(FactKind.VITAL, "血压", 1, value=pressure, unit="mmHg")]
    allergy = "否认药物过敏。"
    if rng.random() < 0.01:
        allergy = rng.choice(_RARE)
        stated.append(Fact(FactKind.ALLERGY, "青霉素", 2))
    else:
        stated.append(Fact(FactKind.ALLERGY, "药物", 2, Polarity.ABSENT))
    sections = (
        Section("chief_complaint", "主诉", complaint),
        Section("history_of_present_illness", "现病史", history),
        Section("allergy_history", "过敏史", allergy),
        Section("vital_signs", "生命体征", f"血压{pressure}mmHg，脉搏{rng.randint(60, 99)}次/分。"),
        Section("treatment_plan", "处理意见", "".join(rng.sample(_SENTENCES, 3))),
    )
    return Record("outpatient-initial", Language.ZH, sections, tuple(stated))


def fill(opened: Store, visits: int) -> float:
    """Seconds that the index and the facts took of making the clinic."""
    rng, db, author = random.Random(1), opened.db, opened.person.id
    indexing = 0.0
    with writing(db):
        for n in range(visits):
            patient = f"p{n // 5}"
            if n % 5 == 0:
                given = "".join(rng.choices(_GIVEN, k=rng.choice((1, 2, 2))))
                known = KnownPatient(patient, rng.choice(_SURNAMES) + given, number=f"N{n // 5}")
                row = [patient, known.name, "", "", known.number]
                db.execute("INSERT INTO patient VALUES (?, ?, ?, ?, ?)", row)
                search_index.enter_patient(db, known)
            day = _FIRST_DAY + timedelta(days=_DAYS * n // visits)
            started = datetime(day.year, day.month, day.day, 9).isoformat(timespec="minutes")
            row = [f"v{n}", patient, "signed", "first", "内科", started]
            db.execute("INSERT INTO visit VALUES (?, ?, ?, ?, ?, ?, '', 0)", row)
            made = record(rng)
            db.execute(
                """
                INSERT INTO record_version (
                    id, visit, patient, number, position, author, at, reason, previous, digest,
                    document
                ) VALUES (?, ?, ?, 1, ?, ?, ?, '', '', '', ?)
                """,
                [f"r{n}", f"v{n}", patient, n % 5 + 1, author, started, packed(document_of(made))],
            )
            began = time.perf_counter()
            facts.enter(db, f"v{n}", made)
            search_index.enter_record(db, f"v{n}", made)
            indexing += time.perf_counter() - began
    return indexing


def questions(last: date) -> dict[str, Question]:
    month = {"since": last - timedelta(days=31), "until": last}
    high = WantedFact(FactKind.VITAL, ("血压", "blood pressure"), at_least=(140, 90))
    highest = WantedFact(FactKind.VITAL, ("血压", "blood pressure"), at_least=(185, 112))
    allergy = WantedFact(FactKind.ALLERGY, ("青霉素", "penicillin"), wordings=("青霉素过敏",))
    return {
        "上个月血压高的": Question(facts=(high,), **month),
        "血压高,任何时候": Question(facts=(high,)),
        "血压 ≥185/112": Question(facts=(highest,)),
        "青霉素过敏": Question(facts=(allergy,)),
        "头痛": Question(words=(("头痛",),)),
        "双肺呼吸音清(常见)": Question(words=(("双肺呼吸音清",),)),
        "多饮水(最常见),上个月": Question(words=(("多饮水",),), **month),
        "带状疱疹(罕见)": Question(words=(("带状疱疹",),)),
        "拉肚子|腹泻 且 发热": Question(words=(("拉肚子", "腹泻"), ("发热",))),
        "血压高 且 头晕": Question(facts=(high,), words=(("头晕",),)),
        "没有的词": Question(words=(("布鲁氏菌病",),)),
        "痛(一个字)": Question(words=(("痛",),)),
    }


def timed(ask: Callable[[], object]) -> str:
    """Median and slowest."""
    times = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1e3)
    return f"median {sorted(times)[_RUNS // 2]:6.1f} ms   slowest {max(times):6.1f} ms"


def main() -> None:
    visits = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory(prefix="bench-search-") as name:
        place = Path(name) / "store"
        store.create(place, "bench", frozenset({Role.ADMIN, Role.DOCTOR}), _PASSPHRASE)
        opened = store.sign_in(place, "bench", _PASSPHRASE)
        indexing = fill(opened, visits)
        opened.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = (place / "records.db").stat().st_size / 1e6
        each = indexing / visits * 1e3
        print(f"{visits} visits   {size:.0f} MB   entering a record {each:.2f} ms")
        for asked, question in questions(_FIRST_DAY + timedelta(days=_DAYS)).items():
            figures = timed(lambda question=question: opened.search.records(question))
            count = len(opened.search.records(question))
            print(f"{asked:24}{count:>4} shown   {figures}")
        for typed in ("王明", "wm", "wangming", "N123", "小"):
            figures = timed(lambda typed=typed: opened.search.patients(typed))
            print(f"patient {typed:26}   {figures}")
        opened.close()


if __name__ == "__main__":
    main()

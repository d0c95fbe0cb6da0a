"""既往史, 过敏史, 个人及家族史."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import FactKind, FactStatus, Subject
from zhenlu.domain.transcript import Language
from zhenlu.language.lexicon import load
from zhenlu.language.sentence import Sentence
from zhenlu.language.zh.phrases.durations import is_plain_span, span
from zhenlu.language.zh.phrases.medicines import habit, is_long_term
from zhenlu.language.zh.phrases.noted import Matters, Noted, clauses, listed, sentence

_WELL = ("体健", "健康", "既往体健", "身体健康")
#: Histories that are a state or an event and take no 病史 behind them.
_STATES = re.compile(r"哺乳|妊娠|怀孕|孕\d|绝经|月经|接种|疫苗|足月|顺产|剖宫产|早产|出生")
_EVENTS = re.compile(r"手术|外伤|输血|传染病|住院|骨折|过敏|接触|术$")
#: What belongs to the person rather than to past illness.
PERSONAL = re.compile(r"月经|绝经|婚|孕\d|职业|疫区|接触史")
#: Words that stand before a habit: 偶尔饮酒.
_MANNERS = ("偶尔", "经常", "少量", "大量", "偶有", "长期")
_RELATIVES = {"父": "父亲", "母": "母亲", "爸爸": "父亲", "妈妈": "母亲", "爷爷": "祖父"}
_RELATIVES |= {"奶奶": "祖母", "哥哥": "兄长", "大哥": "兄长", "姐": "姐姐", "大姐": "姐姐"}


def past_history(section: str, matters: Matters) -> list[Sentence]:
    """Diseases with their long-term drugs, events, then what was denied."""
    own = [n for n in matters.of(FactKind.HISTORY) if not PERSONAL.search(n.name)]
    drugs = [n for n in matters.medications(FactStatus.TAKEN) if is_long_term(n, matters)]
    written: list[Sentence] = []
    present = [n for n in own if n.is_present]
    for noted in present:
        fitting = [d for d in drugs if set(d.segments) & set(noted.segments)]
        drugs = [d for d in drugs if d not in fitting]
        written.append(_disease(section, noted, fitting))
    if drugs:
        text = f"长期服用{'；'.join(habit(d) for d in drugs)}。"
        written.append(sentence(section, text, drugs))
    uncertain = [n for n in own if not n.is_present and not n.is_absent]
    if uncertain:
        text = f"{listed(n.name for n in uncertain)}病史不详。"
        written.append(sentence(section, text, uncertain))
    denied = [n for n in own if n.is_absent and n.name not in {p.name for p in present}]
    if denied:
        text = f"否认{denied_names(denied)}。"
        written.append(sentence(section, text, denied))
    return written


def denied_names(denied: Sequence[Noted]) -> str:
    """高血压、糖尿病病史，手术、外伤史."""
    events = [n.name.removesuffix("史") for n in denied if _EVENTS.search(n.name)]
    diseases = [n.name.removesuffix("病史") for n in denied if not _EVENTS.search(n.name)]
    return clauses(
        (
            f"{listed(diseases)}病史" if diseases else "",
            f"{listed(events)}史" if events else "",
        )
    )


def allergies(section: str, matters: Matters) -> list[Sentence]:
    """Substances with their reactions; a denial only where it was asked or stated."""
    known = matters.of(FactKind.ALLERGY)
    present = [n for n in known if n.is_present and not n.fact.is_intolerance]
    written = [_allergy(section, n) for n in present]
    written += [_intolerance(section, n) for n in known if n.fact.is_intolerance]
    denied = [n for n in known if n.is_absent and not _contradicted(n, present)]
    if denied:
        names = listed(n.name for n in denied)
        text = f"否认{names}过敏史。"
        written.append(sentence(section, text, denied))
    unclear = [n for n in known if not n.is_present and not n.is_absent]
    if unclear:
        general = [n for n in unclear if n.name in ("药物", "食物")]
        suspected = [n for n in unclear if n not in general]
        if suspected:
            names = listed(n.name for n in suspected)
            written.append(sentence(section, f"可疑{names}过敏。", suspected))
        if general:
            names = listed(n.name for n in general)
            written.append(sentence(section, f"{names}过敏史不详。", general))
    return written


def personal_and_family(section: str, matters: Matters, habits: list[Noted]) -> list[Sentence]:
    """Smoking, drinking and the like, menses, then the relatives' diseases."""
    written = lifestyle(section, habits)
    for noted in matters.of(FactKind.HISTORY):
        if PERSONAL.search(noted.name) and noted.is_present:
            extra = noted.quantity or noted.detail("date") or noted.detail("since")
            extra = extra.replace("这个月", "本月").replace("上个月", "上月")
            written.append(sentence(section, f"{noted.name}{extra}。", (noted,)))
    return written + family(section, matters)


def lifestyle(section: str, habits: Sequence[Noted]) -> list[Sentence]:
    """吸烟20年，每日10支；不饮酒: denials of habits drawn together."""
    written = [
        sentence(section, f"{habit_text(n)}。", (n,)) for n in habits if not n.is_absent
    ]
    never = [n for n in habits if n.is_absent]
    if never:
        text = listed(f"不{n.name}" if n.name in ("吸烟", "饮酒") else f"无{n.name}" for n in never)
        written.append(sentence(section, f"{text}。", never))
    return written


def habit_text(noted: Noted) -> str:
    """One habit with its amount."""
    if noted.fact.status is FactStatus.STOPPED:
        since = noted.detail("since") or noted.quantity
        return f"已戒{noted.name.removeprefix('吸').removeprefix('饮')}{since}"
    if noted.detail("status").startswith("已戒"):
        return clauses((_with_span(noted), _amount(noted), noted.detail("status")))
    known = {"since", "frequency", "relation"}
    details = [noted.detail("type"), noted.detail("frequency"), _amount(noted)]
    details += [noted.detail(k) for k, v in noted.fact.attributes.items() if k not in known and v]
    if noted.name == "运动" and noted.detail("type"):
        return clauses(dict.fromkeys(d for d in details if d))
    manner = [d for d in dict.fromkeys(details) if d in _MANNERS]
    rest = [d for d in dict.fromkeys(details) if d and d not in manner]
    return clauses(("".join(manner) + _with_span(noted), *rest))


def _with_span(noted: Noted) -> str:
    return noted.name + noted.detail("since")


def family(section: str, matters: Matters) -> list[Sentence]:
    """母亲患2型糖尿病; one sentence a disease."""
    told = matters.of(FactKind.HISTORY, FactKind.LIFESTYLE, subject=Subject.FAMILY)
    written = []
    for name in dict.fromkeys(n.name for n in told if n.is_present):
        same = [n for n in told if n.is_present and n.name == name]
        who = listed(relative(n.detail("relation")) for n in same)
        if same[0].fact.kind is FactKind.LIFESTYLE:
            text = f"{who or '家人'}{name}。"
        elif _EVENTS.search(name):
            text = f"{who or '家人'}有{name.removesuffix('史')}史。"
        else:
            text = f"{who}患{name}。" if who else f"有{name}家族史。"
        written.append(sentence(section, text, same))
    denied = [n for n in told if n.is_absent and n.fact.kind is FactKind.HISTORY]
    if denied:
        names = listed(n.name for n in denied)
        written.append(sentence(section, f"否认{names}家族史。", denied))
    return written


def relative(said: str) -> str:
    return _RELATIVES.get(said, said)


def _disease(section: str, noted: Noted, drugs: Sequence[Noted]) -> Sentence:
    told = _told(noted)
    control = noted.detail("control")
    if control and not re.search(r"血压|血糖", control):
        what = {"高血压": "血压", "糖尿病": "血糖", "2型糖尿病": "血糖"}.get(noted.name, "")
        control = f"{what}控制{control.removeprefix('控制')}"
    taken = f"服用{'；'.join(habit(d) for d in drugs)}" if drugs else ""
    rest = (noted.detail("procedure"), taken, control)
    text = clauses((told, *rest))
    return sentence(section, f"{text}。", (noted, *drugs))


def _told(noted: Noted) -> str:
    """高血压病史12年, 2018年患胃溃疡, 既往体健, 哺乳期."""
    name = noted.name
    since = noted.detail("since") or span(noted.fact.value, noted.fact.unit)
    if name in _WELL:
        return "既往体健"
    if _STATES.search(name):
        return name + since
    if _EVENTS.search(name):
        return f"{since}有{name.removesuffix('史')}史"
    stem = name.removesuffix("病史").removesuffix("史")
    if since and is_plain_span(since):
        return f"{stem}病史{since}"
    return f"{since}患{stem}" if since else f"有{stem}病史"


def _allergy(section: str, noted: Noted) -> Sentence:
    reaction = noted.detail("reaction")
    if "皮试" in reaction:
        return sentence(section, f"{noted.name}{reaction}。", (noted,))
    shown = f"表现为{reaction}" if reaction else ""
    text = clauses((f"{noted.name}过敏", shown)) + "。"
    return sentence(section, text, (noted,))


def _intolerance(section: str, noted: Noted) -> Sentence:
    reaction = noted.detail("reaction")
    shown = f"（{reaction}）" if reaction else ""
    return sentence(section, f"不耐受：{noted.name}{shown}。", (noted,))


def _contradicted(denial: Noted, present: Sequence[Noted]) -> bool:
    """A general denial of drug allergy beside a known drug allergy."""
    if denial.name != "药物":
        return denial.name in {n.name for n in present}
    lexicon = load(Language.ZH)
    return any(lexicon.named(n.name, "drug", "drug_class") for n in present)


def _amount(noted: Noted) -> str:
    value, unit = noted.fact.value, noted.fact.unit
    if not value:
        return ""
    if unit.endswith(("/天", "/日")):
        return f"每日{value}{unit[:-2]}"
    if unit.endswith("/周"):
        return f"每周{value}{unit[:-2]}"
    if unit in ("支", "包", "根", "两"):
        return f"每日{value}{unit}"
    return value + unit

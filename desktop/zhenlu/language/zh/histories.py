"""Past and family history, allergies, way of life."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, FactStatus, Polarity, Subject
from zhenlu.language.lexicon import Mention, Term
from zhenlu.language.zh import durations, mentions
from zhenlu.language.zh.clauses import OTHER, PATIENT, Clause
from zhenlu.language.zh.conversation import Conversation, Found, subject_of
from zhenlu.language.zh.mentions import Named

_ALLERGIC = re.compile(r"过敏(?!性|原|药|史)|皮试(?:阳性|没过|不过)")
_NO_ALLERGY = re.compile(
    r"(?:药物?|食物|什么|啥|都|也|过敏史?)?(?:没有|没|不|无|没发现|没得|否认)(?:有|什么|啥|任何|发现)*(?:药物|食物|药|东西)?(?:过敏|对什么过敏)|过敏史?,?(?:倒|也|都)?(?:没有|无|否认)|(?:没有|没|否认)[^,]{0,6}过敏|过敏的?(?:药)?(?:倒|也|都)?没有"
)
_ATE = re.compile(r"吃|打|用|输|喝|碰|闻|接触|贴")
_CONTROL = re.compile(r"控制得?(?P<c>还行|还可以|可以|挺好|不错|良好|可|好|不好|不太好|一般|差|平稳|稳定)")
_SINCE_YEAR = re.compile(r"(?P<y>(?:19|20)\d{2}年|去年|前年|大前年)")
_NOT_HISTORY = re.compile(r"考虑|诊断|怀疑|可能|排除|不像|是不是|会不会|疫苗|大概率|随访|门诊|中心")
_TOBACCO = re.compile(r"抽烟|吸烟|烟龄|烟(?!雾|草局)|(?:1|每)[天日](?P<n>\d+(?:-\d+)?)(?P<u>支|包|根)")
_ALCOHOL = re.compile(r"喝酒|饮酒|白酒|啤酒|红酒|黄酒|(?<!别)酒")
_AMOUNT = re.compile(r"(?:1|每)?[天日顿]?\D{0,3}(?P<n>\d+(?:\.\d+)?(?:-\d+)?)(?P<u>支|包|根|两|斤|瓶|杯|毫升)")
_EXERCISE = re.compile(r"广场舞|散步|走路|跑步|快走|锻炼|打太极|太极拳|遛弯|游泳|健身|骑车|爬山")


def hear(clause: Clause, visit: Conversation) -> None:
    """Take history, allergies and habits of a told clause."""
    _allergy(clause, visit)
    if clause.question or clause.supposed or clause.about == OTHER:
        return
    _history(clause, visit)
    if visit.told_by_patient(clause):
        _lifestyle(clause, visit)


def _history(clause: Clause, visit: Conversation) -> None:
    text = clause.text
    family = clause.about != PATIENT
    if not visit.told_by_patient(clause) or _NOT_HISTORY.search(text):
        return
    if visit.dictated and re.search(r"诊断|考虑|印象", "".join(c.text for c in visit.clauses if c.turn == clause.turn)):
        return
    found = []
    for named in mentions.named(text, "disease", "procedure"):
        if _is_complaint(clause, named, visit):
            continue
        found.append(_note(clause, named, visit))
    if not family:
        found += _pressure_word(clause, visit)
        found += _operations(clause, visit)
        found += _body_states(clause, visit)
    for one in found:
        _details(clause, one)
    if not found:
        _since_answer(clause, visit)


def _is_complaint(clause: Clause, named: Named, visit: Conversation) -> bool:
    """我感冒了 is what brought the patient here, not history."""
    if clause.about != PATIENT or named.term.extra.get("chronic") or named.negated:
        return False
    if named.term.kind == "procedure":
        asked = any(a.aspect in ("surgery", "history", "past") for a in visit.asked)
        return named.term.name in ("手术", "外伤", "输血") or not (asked or re.search(r"过|了|史|年|前", clause.text))
    past = clause.past or re.search(r"得过|患过|有过|史|年前|查出|好几年|\d年|小时候|有的?$", clause.text)
    asked = any(a.aspect in ("history", "past") for a in visit.asked)
    return not (past or asked)


def _note(clause: Clause, named: Named, visit: Conversation) -> Found:
    subject = subject_of(clause)
    polarity = Polarity.ABSENT if named.negated else Polarity.PRESENT
    relation = clause.about if subject is Subject.FAMILY else ""
    known = visit.known(FactKind.HISTORY, named.term.name, subject, relation)
    if known is None:
        known = visit.add(
            Found(FactKind.HISTORY, named.term.name, clause, named.start, named.end, polarity, subject=subject, term=named.term)
        )
    else:
        known.polarity = polarity
        known.rest_on(clause)
    known.add("relation", relation, replace=True)
    return known


def _details(clause: Clause, found: Found) -> None:
    if not found.is_present:
        return
    _since(clause.text, found)
    control = _CONTROL.search(clause.text)
    if control:
        said = control["c"]
        found.add("control", "控制不佳" if re.search("不|差|一般", said) else "控制可", replace=True)


def _since(text: str, found: Found) -> None:
    lengths = [d for d in durations.all_lengths(text) if d.unit in ("年", "月", "周", "天")]
    if lengths:
        last = lengths[-1]
        found.add("since", last.text or f"{last.value}{'个月' if last.unit == '月' else last.unit}", replace=True)
        return
    year = _SINCE_YEAR.search(text)
    if year:
        found.attributes.setdefault("since", year["y"])


def _since_answer(clause: Clause, visit: Conversation) -> None:
    """十二年了 after 高血压有几年了, or right after the disease was named."""
    if clause.about != PATIENT:
        return
    asked = [a for a in visit.asked if a.aspect == "history"]
    lengths = [d for d in durations.all_lengths(clause.text) if d.unit in ("年", "月")]
    alone = re.fullmatch(r"(?:嗯|啊|哦|得|有|大概|差不多|那得|就算|算|快|也|都|好|那|1|得有|已经|约)*", clause.text[: lengths[0].start]) if lengths else None
    how_long = any(a.aspect == "duration" for a in visit.asked)
    if lengths and alone and how_long and asked:
        known = visit.known(FactKind.HISTORY, asked[-1].name)
        if known is None:
            known = visit.add(Found(FactKind.HISTORY, asked[-1].name, clause, 0, len(clause.text), term=asked[-1].term))
            known.rest_on(asked[-1].clause)
        _since(clause.text, known)
        known.rest_on(clause)
        return
    if lengths and alone:
        last = visit.found[-1] if visit.found else None
        if last and last.kind is FactKind.HISTORY and last.is_present and last.clause.turn == clause.turn:
            _since(clause.text, last)
    control = _CONTROL.search(clause.text)
    diseases = [f for f in visit.of_kind(FactKind.HISTORY) if f.is_present and f.subject is Subject.PATIENT]
    if control and diseases:
        _details(clause, diseases[-1])


def _pressure_word(clause: Clause, visit: Conversation) -> list[Found]:
    """血压高 with a drug or years is hypertension; 血压不高 denies it."""
    text = clause.text
    match = re.search(r"血压(?:也|都|倒|一直|从来)?(?P<no>不|没)?(?:有点|偏|老|挺|一直)?高(?!血压|压)", text)
    if match is None:
        return []
    term = mentions.words().named("高血压", "disease")
    if term is None:
        return []
    following = [c.text for c in visit.clauses if c.turn == clause.turn]
    treated = re.search(r"年|降压药|吃", "".join(following)) and any(mentions.find(t, "drug") for t in following)
    if match["no"] or treated:
        named = Named(term, match.start(), match.end(), bool(match["no"]), said=match.group())
        return [_note(clause, named, visit)]
    return []


def _operations(clause: Clause, visit: Conversation) -> list[Found]:
    match = re.search(r"(?P<no>没|没有|未|无|否认)(?:做|动|开|有|得)*(?:过)?[^,]{0,2}(?P<w>手术|外伤|刀|输血)", clause.text)
    if match is None:
        asked = any(a.aspect == "surgery" for a in visit.asked)
        if not (asked and re.search(r"^没(?:有)?(?:做|动|开)?过?$", clause.text)):
            return []
        return [_note(clause, Named(Term("手术", "procedure"), 0, len(clause.text), True), visit)]
    words = ["手术"] if re.search("手术|刀", clause.text) else []
    words += [w for w in ("外伤", "输血") if w in clause.text]
    return [_note(clause, Named(Term(w, "procedure"), match.start(), match.end(), True), visit) for w in words]


def _body_states(clause: Clause, visit: Conversation) -> list[Found]:
    """Pregnancy and breast feeding decide on drugs."""
    text = clause.text
    found = []
    for name, pattern in (("哺乳期", r"喂奶|哺乳|母乳喂养"), ("妊娠", r"怀孕了|怀着|孕\d+周|怀孕\d+")):
        match = re.search(pattern, text)
        if match and re.search(r"我|在|现在|呢", text) and not re.search(r"没|不|能", text[: match.start()]):
            found.append(_note(clause, Named(Term(name, "disease"), match.start(), match.end()), visit))
    menses = any(a.aspect == "menses" for a in visit.asked)
    date = re.search(r"(?:这个月|上个月|本月|\d+月)?\d+[号日]", text)
    if menses and date and not visit.known(FactKind.HISTORY, "末次月经"):
        one = _note(clause, Named(Term("末次月经", "menses"), date.start(), date.end()), visit)
        one.value = date.group()
    return found


def _allergy(clause: Clause, visit: Conversation) -> None:
    text = clause.text
    if clause.about or clause.supposed or clause.question and not clause.confirm:
        return
    asked = "allergy" in {a.aspect for a in visit.asked} and clause.clinician is not True
    if not (_ALLERGIC.search(text) or "过敏" in text or asked):
        _reaction(clause, visit)
        return
    substances = [s for s in _substances(text) if not re.search(r"换|抗$", text[: s.start])]
    denied = _NO_ALLERGY.search(text)
    if not substances and not denied and re.search(r"过敏.{0,4}(?:不知道|不清楚)|(?:不知道|不清楚).{0,6}过敏", text):
        if not any(True for _ in visit.of_kind(FactKind.ALLERGY)):
            visit.add(Found(FactKind.ALLERGY, "药物", clause, 0, len(text), Polarity.UNCERTAIN))
        return
    if denied and not substances and any(a.aspect == "allergy_to" for a in visit.asked) and "药" not in text:
        return
    if denied and not substances:
        _deny_all(clause, visit, denied)
        return
    if not ("过敏" in text or "皮试" in text):
        if not (asked and substances and re.fullmatch(r"(?:对|有|就|那个|,|和|嗯|是|好像|啊)*", text[: substances[0].start])):
            _reaction(clause, visit)
            return
    if not substances:
        substances = _named_before(clause, visit)
    for substance in substances:
        no = bool(denied) and not re.search(r"就是|除了", text)
        _add_allergy(clause, substance, no, visit)
    _reaction(clause, visit)


def _substances(text: str) -> list[Mention]:
    if "皮试" in text:
        # 青霉素皮试 is a test by name; here its substance counts.
        found = mentions.words().find(text, "drug", "drug_class", "allergen")
    else:
        found = mentions.find(text, "drug", "drug_class", "allergen")
    return [m for m in found if not m.term.extra.get("generic") and not (m.term.name == "抗过敏药")]


def _named_before(clause: Clause, visit: Conversation) -> list[Mention]:
    """膏药过敏 after 贴了…: a substance the pattern ends with, taken as said."""
    match = re.search(r"(?P<n>膏药|[\u4e00-\u9fff]{1,4}(?:虫|粉|漆|草|金属))(?:也|也算|算)?过敏", clause.text)
    if match is None:
        return []
    return [Mention(Term(match["n"], "allergen"), match.start("n"), match.end("n"), match["n"])]


def _add_allergy(clause: Clause, substance: Mention, denied: bool, visit: Conversation) -> None:
    name = substance.term.name
    known = visit.known(FactKind.ALLERGY, name)
    unsure = re.search(r"可能|好像|怀疑|也许", clause.text)
    polarity = Polarity.ABSENT if denied else (Polarity.UNCERTAIN if unsure else Polarity.PRESENT)
    if known is None:
        known = visit.add(
            Found(FactKind.ALLERGY, name, clause, substance.start, substance.end, polarity, term=substance.term)
        )
    else:
        if not (known.is_present and polarity is Polarity.UNCERTAIN):
            known.polarity = polarity
        known.rest_on(clause)
    if substance.term.kind in ("drug", "drug_class") and not denied:
        for general in [f for f in visit.of_kind(FactKind.ALLERGY) if f.name == "药物"]:
            visit.drop(general)
    if "皮试" in clause.text:
        known.add("reaction", "皮试阳性")


def _deny_all(clause: Clause, visit: Conversation, match: re.Match[str]) -> None:
    if re.search(r"食物", clause.text) and "药" not in clause.text:
        name = "食物"
    else:
        name = "药物"
    drugs = any(f.term and f.term.kind in ("drug", "drug_class") and f.is_present for f in visit.of_kind(FactKind.ALLERGY))
    if drugs or visit.known(FactKind.ALLERGY, name):
        return
    found = visit.add(Found(FactKind.ALLERGY, name, clause, match.start(), match.end(), Polarity.ABSENT))
    found.rest_on(*(a.clause for a in visit.asked if a.aspect == "allergy"))


def _reaction(clause: Clause, visit: Conversation) -> None:
    allergies = [f for f in visit.of_kind(FactKind.ALLERGY) if f.polarity is not Polarity.ABSENT]
    if not allergies or allergies[-1].clause.turn != clause.turn:
        return
    if clause.clinician is True and not visit.dictated:
        return
    last = allergies[-1]
    if clause.sentence != last.clause.sentence and not _ATE.search(clause.text):
        return
    for reaction in mentions.find(clause.text, "reaction"):
        last.add("reaction", reaction.term.name)
        visit.reaction = clause


def _lifestyle(clause: Clause, visit: Conversation) -> None:
    text = clause.text
    subject = subject_of(clause)
    if subject is not Subject.PATIENT or re.search(r"烟龄鉴定|戒烟药|吹烟|酒精", text):
        return
    asked = {a.aspect for a in visit.asked}
    smoke = _TOBACCO.search(text) or ("smoking" in asked and re.match(r"^(?:抽|吸|不抽|不吸|没抽|戒了|早戒)", text))
    if smoke:
        _habit(clause, visit, "吸烟", smoke, r"烟|抽|吸")
    drink = _ALCOHOL.search(text) or ("alcohol" in asked and re.match(r"^(?:喝|不喝|没喝|偶尔喝)", text))
    if drink and not re.search(r"咖啡|茶|奶|水|药|补液", text):
        _habit(clause, visit, "饮酒", drink, r"酒|喝")
    _continue_habit(clause, visit)
    _exercise(clause, visit)


def _habit(clause: Clause, visit: Conversation, name: str, match: re.Match[str], verb: str) -> None:
    text = clause.text
    if re.search(r"戒(?:了|过|掉)?", text) and name == "吸烟" and not re.search(r"得戒|要戒", text):
        polarity, note = Polarity.PRESENT, "已戒烟"
    elif re.search(rf"(?:不|没|从不|不怎么|无)(?:有|再|会|沾)*(?:{verb})|(?:{verb})(?:也|都)?(?:不|没)(?:抽|喝|沾)", text):
        polarity, note = Polarity.ABSENT, ""
    else:
        polarity, note = Polarity.PRESENT, "偶尔" if "偶尔" in text else ""
    known = visit.known(FactKind.LIFESTYLE, name)
    if known is None:
        known = visit.add(Found(FactKind.LIFESTYLE, name, clause, match.start(), match.end(), polarity))
    else:
        known.polarity = polarity
        known.rest_on(clause)
    if note:
        known.add("status" if "戒" in note else "frequency", note, replace=True)
    _amount(text, known, name)


def _continue_habit(clause: Clause, visit: Conversation) -> None:
    """每日二十支, 三十年了: amounts that follow the habit."""
    habits = [f for f in visit.of_kind(FactKind.LIFESTYLE) if f.name in ("吸烟", "饮酒") and f.is_present]
    if not habits or habits[-1].clause.turn != clause.turn or habits[-1].clause == clause:
        return
    if re.search(r"烟|酒", clause.text):
        return
    if re.search(r"支|包|根|两|斤|瓶", clause.text):
        of = "吸烟" if re.search(r"支|包|根", clause.text) else "饮酒"
        wanted = [h for h in habits if h.name == of]
        if wanted:
            _amount(clause.text, wanted[-1], of)
            wanted[-1].rest_on(clause)
    elif re.fullmatch(r"(?:抽了|喝了|得有|有|大概|差不多|都)*\d+(?:-\d+)?(?:多|来)?年(?:了|吧|多)*", clause.text):
        _amount(clause.text, habits[-1], habits[-1].name)


def _amount(text: str, found: Found, name: str) -> None:
    amount = _AMOUNT.search(text)
    units = ("支", "包", "根") if name == "吸烟" else ("两", "斤", "瓶", "杯", "毫升")
    if amount and amount["u"] in units:
        found.value, found.unit = amount["n"], f"{amount['u'].replace('根', '支')}/日"
    years = [d for d in durations.all_lengths(text) if d.unit == "年"]
    if years:
        found.add("since", years[-1].text or f"{years[-1].value}年", replace=True)


def _exercise(clause: Clause, visit: Conversation) -> None:
    text = clause.text
    match = _EXERCISE.search(text)
    asked = "exercise" in {a.aspect for a in visit.asked}
    known = visit.known(FactKind.LIFESTYLE, "运动")
    if match and asked and not re.search(r"不|没", text[: match.start()]):
        known = known or visit.add(Found(FactKind.LIFESTYLE, "运动", clause, match.start(), match.end(), status=FactStatus.NONE))
        known.add("type", match.group())
    if known is None or known.clause.turn != clause.turn:
        return
    times = re.search(r"(?:1个?(?:星期|礼拜)|1?周|每周)\D{0,2}(?P<n>\d+(?:-\d+)?)[次回天]", text)
    if times:
        known.add("frequency", f"每周{times['n']}次", replace=True)
    each = re.search(r"(?P<n>\d+(?:\.\d+)?|0\.5)个?(?P<u>小时|钟头|分钟)", text)
    if each:
        known.value = "半" if each["n"] == "0.5" else each["n"]
        known.unit = {"钟头": "小时"}.get(each["u"], each["u"])

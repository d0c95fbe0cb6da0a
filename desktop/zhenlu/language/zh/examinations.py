"""What a clinician sees, hears and feels: signs found or not found, and plain findings."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, FactStatus, Polarity
from zhenlu.language.zh import graded_findings, mentions
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found
from zhenlu.language.zh.mentions import Named

_NORMAL = re.compile(
    r"^(?:的|两[边侧]|双侧|都|也|是|摸着|听着|看着|活动|还)*(?P<f>正常|没问题|没事|还可以|可以|尚可|可|清|齐|"
    r"整齐|软|平软|良好|挺好|好|干净|对称|等大等圆|等大|"
    r"居中|通畅|完整|整齐|规则|有力|反应好|红润|不大|不肿|不红|未见异常|无异常|没有异常|稍干|"
    r"没摸到|没摸着|摸得[到着清]|能摸[到着]|可触及|搏动(?:良好|正常|好)|未触及|摸不到|未触及肿大|没有肿大|不肿大|凹陷|有点凹|凹|平|血运好|有劲|不硬)(?:的|了|啊)?$"
)
_ABSENT_FINDING = re.compile(r"不|没|未见|无")
_DEGREE = re.compile(r"(?P<d>[1234ⅠⅡⅢⅣI]{1,3})度")
_GRADE = {"1": "Ⅰ度", "2": "Ⅱ度", "3": "Ⅲ度", "4": "Ⅳ度", "I": "Ⅰ度", "II": "Ⅱ度", "III": "Ⅲ度"}
_LESION = re.compile(
    r"(?P<where>[\u4e00-\u9fff]{1,12}?)(?:有(?:1|一)?|(?<=[侧部方限处面]))[个条处]?(?:大约|约|"
    r"长约)?(?P<n>\d+(?:\.\d+)?)(?:厘米|公分|cm)长?的?"
    r"(?P<what>伤口|裂口|包块|肿物|结节|溃疡|瘀斑)"
)
_SEVERITY = re.compile(r"轻度|轻微|中度|重度|明显|有点|稍|轻(?=压痛)|少许|散在")
_POSITIVE = re.compile(r"^(?:试验)?(?:是)?(?:弱)?(?:阳性|\(\+\)|就疼|疼)")
_ANGLE = re.compile(r"(?P<a>\d{2})度")
_PLACES = re.compile(
    r"右下肺|左下肺|右上肺|左上肺|双下肺|右肺|左肺|双肺|两肺|麦氏点|脐周|右下腹|左下腹|右上腹|"
    r"左上腹|上腹部?|下腹部?|剑突下|膀胱区|腰[1-5]腰?[1-5]|腰椎|"
    r"椎旁|内侧|外侧|躯干和四肢|躯干|四肢"
)


#: 外踝尖后面有压痛, 第5跖骨基底没有压痛: the place as said, where it ends like one.
_RAW_PLACE = re.compile(
    r"(?P<p>[\u4e00-\u9fff0-9]{1,8}(?:骨远端|骨近端|骨基底|尖后面|尖后方|尖下方|前下方|后上方|前方|后方|峰下|"
    r"结节|髁|间隙|骨头|大粗隆|棘突|横突|茎突|鹰嘴|骶尾部|桡侧|尺侧|掌侧|背侧|前缘|后缘|缘|节|窝|沟|窦道))"
    r"(?:的|处|这里|这儿|有|没有|无|轻度|轻|轻微|明显|局部)*$"
)
_ENLARGED = re.compile(
    r"(?P<o>扁桃体|甲状腺|前列腺)(?:双侧)?(?P<d>[1234ⅠⅡⅢⅣ])度?(?:-\d度?)?(?:肿)?大?(?=$|,)"
)


def hear(clause: Clause, visit: Conversation) -> None:
    """Take signs and findings that a clinician states; patients have symptoms."""
    if (
        clause.clinician is False
        or visit.reaction is clause
        or re.search(r"过敏|表现为", clause.text)
        or clause.about
        or clause.supposed
        or (clause.question and not clause.confirm)
    ):
        return
    signs = [n for n in mentions.named(clause.text, "sign") if not _is_advice(clause)]
    if not signs and not _is_advice(clause):
        signs = _parted_by_denial(clause.text)
    enlarged = _ENLARGED.search(clause.text)
    if enlarged and not signs:
        _enlarged(clause, enlarged, visit)
        return
    if clause.clinician is None and not signs:
        return
    graded = [] if _is_advice(clause) else graded_findings.read(clause, visit)
    for found in graded:
        _keep(found, visit)
    apart = [n for n in signs if all(n.end <= g.start or g.end <= n.start for g in graded)]
    for named in apart:
        _sign(clause, named, visit)
    if not signs and not graded:
        _wound(clause, visit)
        _finding(clause, visit)


def _parted_by_denial(text: str) -> list[Named]:
    """巩膜没有黄染, 结膜轻度充血: a sign whose words a denial or a degree parts."""
    for denial in re.finditer(r"没有|没|无|未见|不|有点|轻度|中度|重度|稍|轻微", text):
        joined = text[: denial.start()] + text[denial.end() :]
        for named in mentions.named(joined, "sign"):
            if named.start < denial.start() < named.end and not named.term.extra.get("normal"):
                end = named.end + denial.end() - denial.start()
                denied = re.match(r"没|无|未|不", denial.group()) is not None
                return [Named(named.term, named.start, end, denied, said=named.said)]
    return []


def _enlarged(clause: Clause, match: re.Match[str], visit: Conversation) -> None:
    """扁桃体1度大: the degree says that it is enlarged."""
    term = mentions.words().named(f"{match['o']}肿大", "sign")
    if term is None or match["d"] not in _GRADE:
        return
    found = Found(
        FactKind.EXAM, term.name, clause, match.start(), match.end(),
        status=FactStatus.DONE, term=term,
    )  # fmt: skip
    found.add("finding", f"{_GRADE[match['d']]}肿大")
    _keep(found, visit)


def _wound(clause: Clause, visit: Conversation) -> None:
    """左手食指近节掌侧有一个2厘米的伤口: what lies there, how large."""
    match = _LESION.search(clause.text)
    if match is None or clause.clinician is None:
        return
    found = Found(
        FactKind.EXAM, match["what"], clause, match.start(), match.end(), status=FactStatus.DONE
    )
    found.add("site", match["where"])
    found.add("finding", f"约{match['n']}cm")
    _keep(found, visit)


#: 直腿抬高每天3组: an exercise that is told, no sign that was found.
_ADVICE = re.compile(
    r"注意|观察|隔离|直到|练|锻炼|如果|保持|预防|别|会|每[天日次组周]|\d[天日]\d+(?:-\d+)?[组次遍]|\d组"
)


def _is_advice(clause: Clause) -> bool:
    return bool(_ADVICE.search(clause.text))


def _sign(clause: Clause, named: Named, visit: Conversation) -> None:
    text = clause.text
    after = text[named.end :]
    negated = named.negated or bool(re.match(r"(?:试验)?(?:是|都)?阴性", after))
    if negated and named.term.extra.get("normal"):
        return
    found = Found(
        FactKind.EXAM, named.term.name, clause, named.start, named.end,
        Polarity.ABSENT if negated else Polarity.PRESENT, status=FactStatus.DONE, term=named.term,
    )  # fmt: skip
    _place(text, named, found)
    if named.term.extra.get("sided") and "side" not in found.attributes:
        found.add("side", _side_before(clause, visit))
    if named.term.name == "叩击痛" and "肾区" in text[: named.start]:
        found.name = "肾区叩击痛"
        found.attributes.pop("site", None)
    degree = _DEGREE.search(text)
    if degree and degree["d"] in _GRADE and "肿大" in named.term.name:
        found.add("finding", f"{_GRADE[degree['d']]}肿大")
    severity = _SEVERITY.search(text)
    if severity and not negated:
        found.add(
            "severity",
            {"有点": "轻度", "稍": "轻度", "轻微": "轻度", "轻": "轻度"}.get(
                severity.group(), severity.group()
            ),
        )
    manoeuvre = _POSITIVE.match(after) or re.search(r"试验|(?<!体)征$", named.term.name)
    if manoeuvre and not negated:
        angle = _ANGLE.search(text)
        if re.search(r"能抬到|可达|好好", text):
            return
        found.add("finding", f"{angle['a']}°阳性" if angle else "阳性")
    _keep(found, visit)


def _keep(found: Found, visit: Conversation) -> None:
    for known in visit.of_kind(FactKind.EXAM):
        same_place = all(
            known.attributes.get(key) == found.attributes.get(key) for key in ("side", "site")
        )
        apart = known.attributes.get("site") and found.attributes.get("site") and not same_place
        if known.name == found.name and (
            same_place or (found.polarity is not known.polarity and not apart)
        ):
            if same_place:
                known.polarity = found.polarity
                known.rest_on(found.clause)
            return
    visit.add(found)


def _place(text: str, named: Named, found: Found) -> None:
    before = text[: named.start]
    side = re.search(r"双侧|双|两[侧边]|左|右", before) or re.search(r"^[左右双]", named.said)
    side = side or re.match(r"(?:双侧|左|右)(?=侧?(?:弱?阳性|\(\+\)|引出))", text[named.end :])
    if side:
        found.add("side", {"左": "左", "右": "右"}.get(side.group(), "双侧"))
    place = [m.group() for m in _PLACES.finditer(before)]
    sites = mentions.sites(before)
    gap = re.search(r"[内外]侧关节间隙", before)
    if gap:
        found.add("site", gap.group())
        return
    if place and place[-1] in ("内侧", "外侧") and sites:
        found.add("site", f"{sites[-1].term.name}{place[-1]}")
        return
    if place:
        found.add("site", place[-1])
        return
    raw = _RAW_PLACE.search(before)
    if raw:
        found.add("site", re.sub(r"^(?:双侧|双|左侧?|右侧?|两侧)", "", raw["p"]))
    elif sites:
        found.add("site", sites[-1].term.name)


_LIMB = re.compile(
    r"[左右](?:侧|边)?(?:的)?(?:肩|肘|腕|手|髋|膝|踝|足|脚|腿|小腿|大腿|前臂|上臂|胳膊)"
)


def _side_before(clause: Clause, visit: Conversation) -> str:
    """右膝有点肿, 内侧压痛明显: the side of the limb that the sentence is about.

    None where both sides are named, or where the clause has a part of the body of its own.
    """
    own = [s.said for s in mentions.sites(clause.text) if not re.match("[内外]侧", s.said)]
    same = [c.text for c in visit.clauses[: visit.place_of(clause)] if _goes_on(c, clause)]
    named = [m.group() for text in same for m in _LIMB.finditer(text)]
    if not all(any(limb.endswith(site[0]) for limb in named) for site in own):
        return ""
    limbs = {limb[0] for limb in named}
    return limbs.pop() if len(limbs) == 1 and not re.search("双|两[边侧]", "".join(same)) else ""


def _goes_on(before: Clause, clause: Clause) -> bool:
    return before.turn == clause.turn and before.sentence == clause.sentence


def _finding(clause: Clause, visit: Conversation) -> None:
    """扁桃体不大, 心律齐, 前囟有点凹: an examined part with what was seen."""
    text = clause.text
    for mention in mentions.find(text, "exam"):
        rest = text[mention.end :]
        match = _NORMAL.match(rest)
        if match is None or re.search(r"[吗呢?]|怎么样", rest):
            continue
        if mention.term.name in ("精神反应", "伤口", "面色", "意识") and clause.clinician is None:
            continue
        finding = rest.strip("的了啊也都是").removeprefix("有点")
        if rest.startswith("有点"):
            finding = f"稍{finding}"
        found = Found(
            FactKind.EXAM,
            mention.term.name,
            clause,
            mention.start,
            len(text),
            status=FactStatus.DONE,
            term=mention.term,
        )
        found.add("finding", finding)
        side = re.search(r"双侧|双|两[侧边]|左|右", text[: mention.start])
        if side:
            found.add("side", {"左": "左", "右": "右"}.get(side.group(), "双侧"))
        _keep(found, visit)
        return

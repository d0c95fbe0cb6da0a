"""How a symptom is: duration, side, quality, severity, circumstances, course, frequency."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind
from zhenlu.language.lexicon import Mention, Term
from zhenlu.language.zh import durations, mentions, plausibility
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found

_SIDES = (
    (
        re.compile(r"双侧?|[两俩][侧边只个条手脚腿膝肩眼耳]|2[侧边只条]|左右(?:都|两)|两个都"),
        "双侧",
    ),
    (re.compile(r"左"), "左"),
    (re.compile(r"右"), "右"),
)


_WORSE_OR_BETTER = re.compile(
    r"疼|痛|加重|厉害|明显|犯|就|更|重|难受|最(?!高|低|多)|也|咳|晕|闷|喘|转|好|轻|缓解|僵|遭罪|受不了|费劲|"
    r"起不来"
)


#: What else may have been done so many times.
_COUNTS_OTHERS = re.compile(
    r"肿|麻|痒|吃|喝|打|量|测|查|去|得过|犯过|住|喂|吸|喷|滴|贴|涂|按摩|推拿|针灸|理疗|崴|摔|抽过|做"
)
_COUNT = re.compile(r"(?P<n>\d+(?:-\d+)?|好几|几)(?:多|来)?(?:次(?!/)|回|趟)")


#: What is counted, and the complaint that the count is of.
_FUNCTIONS = (
    (r"拉(?!力)|大便", "腹泻"),
    (r"吐", "呕吐"),
    (r"起夜|夜里|晚上.*尿|晚[^,]{0,3}起来", "夜尿增多"),
    (r"尿|小便", "尿频"),
)
_AFTER_LENGTH = re.compile(r"(?:了|啦|咯|嘞|呀|喽|哦|吧|左右|啊|呢|多|的样子|上下|哈|前|余|的)*")


RADIATION = re.compile(
    r"(?:放射到|窜到|串到|传到|牵扯到|扯到|放射至|一直窜到|连着|"
    r"往)(?P<to>[\u4e00-\u9fff]{1,6}?)(?:窜|串|放射|走)?(?:了|去|上)?$|"
    r"(?:伴|及|并)(?P<pain>[左右]?(?:侧)?[\u4e00-\u9fff]{1,4}?)(?:部)?放射痛|"
    r"(?P<with>[左右]?(?:胳膊|肩膀|肩|手臂|后背|下巴|腿|手|脖子))(?:也|都)?跟着"
)


def describe(clause: Clause, target: Found, visit: Conversation, own: bool, denied: bool) -> None:
    """Note duration, side, quality, severity, factors, course and frequency."""
    text = clause.text
    if target is visit.topic:
        visit.topic_turn = clause.turn
    _duration(clause, target, visit, own)
    if denied:
        return
    _stiff_for(clause, target)
    for word in mentions.find(text, "quality"):
        if re.search(r"(?:没有?|无|不是|未见)$", text[: word.start]) and re.search(
            "[痰涕便尿]", word.said
        ):
            # 没有黄鼻涕
            continue
        _quality(clause, word, target, visit)
    for word in mentions.find(text, "factor"):
        _factor(clause, word, target)
    _eaten(clause, target)
    if re.search(r"(?:吃|喝)[^,不]{1,6}就(?:好|压|不疼|缓解|轻)", text):
        target.add("relieving", "进食")
    asked_side = "side" in visit.aspects() and not own
    earlier = any(a.clause.past for a in visit.asked) and re.search("[崴摔断伤折扭碰撞闪]过", text)
    for one in visit.complaints if asked_side else [] if earlier else [target]:
        _side(clause, one, own, asked_side, visit.correcting)
    _colour(text, target, visit)
    _frequency(clause, target, visit)
    radiation = RADIATION.search(text)
    if radiation and ("痛" in target.name or "受限" in target.name):
        where = radiation["to"] or radiation["pain"] or radiation["with"]
        target.add("radiation", _body(where, text))


def _stiff_for(clause: Clause, target: Found) -> None:
    """僵, 活动个10来分钟就好了: how long the stiffness of a morning lasts."""
    if target.name != "关节僵硬" or not re.search(r"[活走]?动|僵|就好", clause.text):
        return
    for length in durations.all_lengths(clause.text):
        if length.unit in ("分钟", "小时"):
            target.add("severity", f"每次持续{_written(length)}", replace=True)


def _frequency(clause: Clause, target: Found, visit: Conversation) -> None:
    """How often: of what the clause counts, 尿了4次 is no count of anything else."""
    text = clause.text
    if visit.medicine is not None and target.clause is not clause:
        # 布洛芬, 昨晚一次今早一次: how often the drug was given.
        return
    count = _COUNT.search(text)
    dosed = re.search(r"\d(?:毫升|毫克|克|片|粒|袋|滴|支)", text)
    vaguely = count and re.search(r"会儿?$", text[: count.start()])
    if count and not vaguely and not dosed and not _COUNTS_OTHERS.search(text[: count.start()]):
        per_day = "每日" if re.search(r"(?:1|每)[天日]", text[: count.start()]) else ""
        spaced = re.search(r"(?P<d>\d+(?:-\d+)?)(?P<u>天|周|个月)(?:才|就|来|解|拉)*1[次回]", text)
        number = {"好几": "数", "几": "数"}.get(count["n"], count["n"])
        counted = _counted(clause, target, visit)
        often = f"每{spaced['d']}{spaced['u']}1次" if spaced else f"{per_day}{number}次"
        if counted is not None:
            counted.add("frequency", often, replace=True)


def _counted(clause: Clause, target: Found, visit: Conversation) -> Found | None:
    """The complaint that is counted; None where the count is of something else."""
    asked = "".join(a.clause.text for a in visit.asked)
    for text in (clause.text, "" if target.clause is clause else asked):
        for pattern, name in _FUNCTIONS:
            if re.search(pattern, text):
                known = visit.known(FactKind.SYMPTOM, name)
                if known and known.is_present:
                    return known
                return target if target.clause is clause else None
    return target


def _body(said: str, text: str) -> str:
    side = re.match("[左右]", said) or re.search("[左右]", text)
    known = mentions.words().named(re.sub("^[左右]边?", "", said), "site")
    name = known.name if known else re.sub("^[左右]", "", said)
    return (side.group() if side else "") + name


def _quality(clause: Clause, word: Mention, target: Found, visit: Conversation) -> None:
    attribute = str(word.term.extra.get("attribute", "quality"))
    of = [str(o) for o in word.term.extra.get("of", ())]
    if "退" in word.said:
        # 喂了一次, 退了: what comes down is the fever.
        of = ["发热"]
    if (
        attribute == "course"
        and word.term.name == "已缓解"
        and re.search(r"就(?:能)?好|[退好]了烧?就|能好|马上|吃了", clause.text)
    ):
        return
    if (
        attribute == "course"
        and re.search(r"没[^,]{0,2}$|不$|未[见有]?$|无(?:明显)?$", clause.text[: word.start])
        and word.term.name in ("好转", "已缓解", "进行性加重")
    ):
        return
    if of and not plausibility.fits(of, target.name):
        others = [
            f
            for f in visit.of_kind(FactKind.SYMPTOM)
            if f.is_present and plausibility.fits(of, f.name)
        ]
        if not others:
            return
        target = others[-1]
    target.add(attribute, word.term.name)
    target.rest_on(clause)


def _factor(clause: Clause, word: Mention, target: Found) -> None:
    if _WOKEN.search(clause.text):
        return
    attribute = str(word.term.extra.get("attribute", "trigger"))
    before, after = clause.text[: word.start], clause.text[word.end :]
    if re.search(r"(?:没|没有|不|[疼痛咳喘笑吐]得)$", before) or re.search(r"^(?:没|倒|也)", after):
        return
    if attribute == "aggravating" and re.search(r"好|轻|缓解|减轻|没事|^开了", after):
        attribute = "relieving"
    if attribute != "trigger" and not _WORSE_OR_BETTER.search(clause.text):
        return
    target.add(attribute, word.term.name)
    target.rest_on(clause)


#: 我叫他起床发现的: when it was noticed, not what brought it on.
_WOKEN = re.compile(r"叫[^,]{0,3}(?:起床|起来)|起床(?:后|时|的时候)?(?:发现|看见)")


def _eaten(clause: Clause, target: Found) -> None:
    """吃完芒果: food that comes before the complaint."""
    match = re.search(r"吃(?:了|完|过)(?:点|些)?", clause.text)
    food = (
        mentions.words().find_at(clause.text, match.end(), "allergen")
        if match and match.end() < len(clause.text)
        else None
    )
    if food and not food.term.extra.get("generic"):
        target.add("trigger", f"进食{food.term.name}")
        target.rest_on(clause)


def _colour(text: str, target: Found, visit: Conversation) -> None:
    match = re.search(
        r"(?:变|是|有点|发|就)?(?P<c>黄绿|黄|白|绿|清|铁锈)(?:色)?(?:的|了|$|,)", text
    )
    if match is None:
        return
    sputum = visit.known(FactKind.SYMPTOM, "咳痰")
    runny = visit.known(FactKind.SYMPTOM, "流涕")
    if sputum and sputum.is_present and (target is sputum or "痰" in text):
        target, noun = sputum, "痰"
    elif runny and target is runny:
        noun = "涕"
    else:
        return
    for colour in ("黄痰", "白痰", "绿痰", "黄涕", "清涕", "白涕"):
        if colour in target.attributes.get("quality", "").split("、"):
            kept = [q for q in target.attributes["quality"].split("、") if q != colour]
            target.attributes["quality"] = "、".join(kept)
    target.add("quality", match["c"] + noun)
    target.rest_on(target.clause)


#: Complaints of no place of their own: any part of the body may be where they are.
_ANYWHERE = frozenset(
    {"外伤", "皮疹", "瘙痒", "麻木", "肿胀", "疼痛", "不适", "水肿", "出血", "肿块", "包块", "红斑",
     "水疱", "伤口", "无力", "活动受限", "关节痛", "关节僵硬", "乏力", "疖肿"}
)  # fmt: skip


_WELL_SIDE = re.compile(
    r"[左右](?:边|侧|[脚手腿眼耳膝肩胳][膊朵睛盖]?)?(?:也|都)?(?:没|不|好好|正常)|[换用靠]着?[左右]"
)
#: 就是左边, 肯定是左边: said once more, against what was understood.
_INSISTS = re.compile(r"(?:就|肯定|确实|绝对|真|明明)是[左右]")
_EITHER = re.compile(r"双|两[侧边只个条手脚腿膝肩眼耳]|2[侧边只条]|都|也")


def _side(
    clause: Clause, target: Found, own: bool, asked: bool, corrected: bool
) -> None:
    """The side of a complaint, from its own clause or one that speaks of its place.

    A wrong side is worse than none: a clause about another part of the body gives none, nor
    does one in which two sides compete, and a later one changes a side only as a correction.
    """
    text = re.sub(r"左右(?![都两])", "", clause.text)
    if _WELL_SIDE.search(text) or plausibility.has_no_place(target.name):
        return
    before = target.attributes.get("side", "")
    worse = re.search(
        r"(?P<s>[左右])(?:边|侧|腿|膝)?(?:的)?(?:更|比较|稍|略|最)?(?:厉害|重|疼得|明显|严重)", text
    )
    if worse and before == "双侧":
        target.add("severity", f"{worse['s']}侧为重")
        return
    if not own and speaks_of_elsewhere(text, target):
        return
    side = _side_said(text, target, clause)
    if not side or not (own or asked or side == "双侧" or _is_placed(text, target)):
        return
    if ("radiation" in target.attributes and not own) or re.search(r"窜|放射|跟着", text):
        return
    if {before, side} == {"左", "右"}:
        if "也" in text:
            side = "双侧"
        elif not (own or asked or corrected or _INSISTS.search(text)):
            return
    target.add("side", side, replace=True)
    target.rest_on(target.clause)


#: 右耳, 左边这个: a side with its place, and nothing else.
_ONLY_SIDE = re.compile(r"(?:就是|是|嗯|就)*(?P<s>[左右])(?:边|侧)?(?:这个|这边|的)?")


def side_told_before(clause: Clause, target: Found, visit: Conversation) -> None:
    """右耳, 听不见: the side stands alone right before its complaint."""
    place = visit.place_of(clause)
    before = visit.clauses[place - 1] if place else None
    if before is None or before.turn != clause.turn or plausibility.has_no_place(target.name):
        return
    side = _ONLY_SIDE.fullmatch(mentions.without_sites(before.text))
    elsewhere = mentions.sites(clause.text) and speaks_of_elsewhere(before.text, target)
    if side and "side" not in target.attributes and not elsewhere:
        target.add("side", side["s"])
        target.rest_on(before)


def _side_said(text: str, target: Found, clause: Clause) -> str:
    """The one side that a clause names; "" where two compete and neither is the mention's."""
    if {"左", "右"} <= set(text) and not _EITHER.search(text):
        if target.clause is not clause:
            return ""
        near = set(clause.text[max(0, target.start - 3) : target.end]) & {"左", "右"}
        return near.pop() if len(near) == 1 else ""
    return next((side for pattern, side in _SIDES if pattern.search(text)), "")


def _is_placed(text: str, target: Found) -> bool:
    """Whether a side told apart from its complaint is the side of a place."""
    if re.search(r"[左右](?:边|侧)?[,。]?$|^[左右](?:边|侧)|[往向朝][左右]边?[歪偏斜]", text):
        return True
    sited = any(re.search(r"[左右][边侧]?$", text[: s.start]) for s in mentions.sites(text))
    paired = bool(target.term and target.term.extra.get("paired"))
    return sited or paired or "side" in target.attributes


def speaks_of_elsewhere(text: str, target: Found) -> bool:
    """右眼有点花, while the feet are spoken of; 拖着右腿, after the crooked mouth."""
    named = [s.term for s in mentions.sites(text)]
    return bool(named) and not any(_at(site, target) for site in named)


def _at(site: Term, target: Found) -> bool:
    place = target.attributes.get("site", "")
    felt_there = target.name in {str(felt) for felt in site.extra.values()}
    return felt_there or site.name == place or site.name[:1] in target.name or (
        not place and (target.name in _ANYWHERE or "肢体" in target.name)
    )


def _duration(clause: Clause, target: Found, visit: Conversation, own: bool) -> None:
    lengths = [d for d in durations.find(clause.text) if not d.ago or visit.dictated]
    if not lengths:
        return
    length = lengths[-1]
    asked = "duration" in visit.aspects()
    alone = re.fullmatch(
        r"(?:嗯|啊|哦|呃|大概|差不多|得有|有个|有|得|快|也就|都|那就是|就算|算|约|大约|是|前后|"
        r"小|一共|总共|到现在|对|疼了|咳了|烧了|晕了|拉了|持续|病程|"
        r"左右|算上今天|连今天|加上?今天|今天|已经|反反复复|断断续续|这次|这回)*",
        clause.text[: length.start],
    ) and _AFTER_LENGTH.fullmatch(clause.text[length.end :])
    near = length.start <= 5 and len(clause.text) - length.end <= 3
    last = visit.found[-1] if visit.found else None
    if not own and last and last.kind is FactKind.HISTORY and last.clause.turn == clause.turn:
        return
    if _of_something_else(clause, target, own, visit):
        return
    if not (own or alone or (asked and near)):
        return
    if length.recent and target.value and re.search(r"加重|厉害|重了|明显", clause.text):
        target.add("course", f"近{_written(length)}加重")
        return
    if target.value and not (alone or asked) and own and not re.search(r"了", clause.text):
        return
    receivers = [target]
    if (alone or asked) and not own:
        receivers = [f for f in visit.complaints if f.is_present] or [target]
    for found in receivers:
        if found is not target and found.dated and not visit.correcting:
            continue
        lasts(found, length, clause, corrected=visit.correcting)
        found.dated = own


#: 我吃素, 三年了; 干装修的, 二十年: how long a habit or a trade has lasted.
_OF_LIFE = re.compile(
    r"烟|酒|\d(?:支|包|根|两|瓶)|吃素|信佛|退休|打工|开车|教书|结婚|(?:干|做)[^,]{1,5}的$"
)
_SPREADS = re.compile(r"[窜串]|放射|牵扯")


def _of_something_else(clause: Clause, target: Found, own: bool, visit: Conversation) -> bool:
    """一次来六七天 tells of the cycle, 高血压有几年了 asks for the disease, and 串腿是十来天
    says since when it spreads, not since when it hurts."""
    if target.value and "radiation" in target.attributes and _SPREADS.search(clause.text):
        return True
    if own:
        return False
    if any(a.aspect in ("menses", "history") for a in visit.asked):
        return True
    place = visit.place_of(clause)
    before = visit.clauses[place - 1] if place else clause
    habit = before.turn == clause.turn and _OF_LIFE.search(before.text)
    return bool(habit or re.search(r"来\d|量|血块", clause.text))


def _written(length: durations.Duration) -> str:
    return length.text or f"{length.value}{'个月' if length.unit == '月' else length.unit}"


def lasts(
    found: Found, length: durations.Duration, clause: Clause, corrected: bool = False
) -> None:
    derived = length.value in ("1", "2", "3") and re.search(
        r"昨|前天", clause.text[length.start : length.end]
    )
    if derived and found.value:
        return
    hours = length.unit in ("分钟", "小时") and found.unit in ("天", "周", "月", "年")
    if hours and not corrected:
        # 三个月了, 昨天闷了十分钟: how long one spell lasts.
        return
    found.value, found.unit = length.value, length.unit
    found.attributes.pop("duration_text", None)
    found.add("duration_text", length.text)
    if derived:
        found.add(
            "onset", clause.text[length.start : length.end].lstrip("从打自").removesuffix("开始")
        )
    found.rest_on(clause)

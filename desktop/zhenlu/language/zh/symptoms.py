"""Symptoms: named, denied, and told of in detail."""

from __future__ import annotations

import re
from dataclasses import replace

from zhenlu.domain.facts import FactKind, Polarity
from zhenlu.language.lexicon import Mention, Term
from zhenlu.language.zh import durations, mentions
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found
from zhenlu.language.zh.mentions import Named

_GONE = re.compile(r"(?:现在|已经|早|昨天|今天|今早|目前|这会儿|后来)[^,]{0,6}(?:不|没)|(?:不|没)(?:再|怎么)?[^,]{1,4}了$|退了|退下来|没再|就好了$")
_FACTOR_AFTER = re.compile(r"^(?:的时候|时候|时|起来|一下)?(?:就|会)?(?:加重|更|疼|痛|厉害|震得|跟过电|放射|窜|难受|受不了)|^(?:的时候|时候)")
_NOT_A_SYMPTOM_AFTER = re.compile(r"^(?:药|的药|门诊|科|针|贴|水|片|糖浆|膏)")
_BLEEDING = re.compile(r"(?:没|没有|没得|没看到|没见|无|不带|有|带|点|见)?(?:着|过|到)?(?:血丝|血块|血|脓血)(?:丝|块)?(?!压|糖|脂|常规|氧|管|象|红蛋白|小板|栓|清|酶|色|型|肌酐|钾|尿)")
_BLEEDING_OF = ((r"痰|咳", "咯血"), (r"尿|小便", "血尿"), (r"吐", "呕血"), (r"大便|拉|便|屎|蹿稀", "便血"))
_SIDES = (
    (re.compile(r"双侧?|两[侧边只个条手脚腿膝肩眼耳]|2[侧边只条]|左右(?:都|两)|两个都"), "双侧"),
    (re.compile(r"左"), "左"),
    (re.compile(r"右"), "右"),
)
_WORSE_OR_BETTER = re.compile(r"疼|痛|加重|厉害|明显|犯|就|更|重|难受|最|也|咳|晕|闷|喘|转|好|轻|缓解|僵|遭罪|受不了|费劲|起不来")
_COUNT = re.compile(r"(?P<n>\d+(?:-\d+)?|好几|几)(?:多|来)?(?:次|回|趟)")
_RADIATION = re.compile(
    r"(?:放射到|窜到|串到|传到|牵扯到|扯到|放射至|一直窜到|连着|往)(?P<to>[\u4e00-\u9fff]{1,6}?)(?:窜|串|放射|走)?(?:了|去|上)?$|"
    r"(?P<with>[左右]?(?:胳膊|肩膀|肩|手臂|后背|下巴|腿|手|脖子))(?:也|都)?跟着"
)


def hear(clause: Clause, visit: Conversation) -> None:
    """Take the symptoms of a told clause, and details of the one spoken of."""
    if not visit.told_by_patient(clause) or not clause.told or clause.past or visit.reaction is clause:
        return
    named = [n for n in mentions.symptoms(clause.text) if not _is_no_symptom(clause, n)]
    if visit.topic and _RADIATION.search(clause.text):
        named = [n for n in named if n.site is None]
    factors = [n for n in named if is_factor(clause, n)]
    taken = [take(clause, _as_asked(n, visit), visit) for n in named if n not in factors]
    taken += [
        absent(clause, n.term, n.start, n.end, visit) for n in mentions.normals(clause.text) if not named
    ]
    taken += bleeding(clause, visit)
    present = [f for f in taken if f.is_present]
    pain = bare_pain(clause, visit, taken)
    if pain:
        present.append(pain)
    _site_alone(clause, visit)
    for factor in factors:
        if visit.topic:
            visit.topic.add("aggravating", f"{factor.term.name}时")
    if visit.dosed is clause or visit.reaction is clause:
        return
    target = present[-1] if present else _spoken_of(visit)
    if target is None or (not present and target.clause.turn != clause.turn and not visit.asked):
        _keep_factors(clause, visit)
    if target and (present or _speaks_of_topic(clause, visit)):
        describe(clause, target, visit, own=bool(present), denied=bool(taken) and not present)
        for other in present[:-1]:
            # 腹胀、反酸有半年了: one length of time for all that the clause names.
            if target.value and not other.value:
                other.value, other.unit, other.dated = target.value, target.unit, True


def _spoken_of(visit: Conversation) -> Found | None:
    """What a clause without a symptom describes: circumstances belong to the main complaint."""
    return visit.main if "factor" in visit.aspects() else visit.topic


def _keep_factors(clause: Clause, visit: Conversation) -> None:
    """出来吹了风, 第二天就嗓子疼: the circumstance comes before what it led to."""
    for word in mentions.find(clause.text, "factor"):
        if word.term.extra.get("attribute") == "trigger":
            visit.loose.append(("trigger", word.term.name, clause))


def take(clause: Clause, named: Named, visit: Conversation) -> Found:
    """Note one symptom that the clause affirms or denies; later words win over earlier."""
    broad = visit.known(FactKind.SYMPTOM, str(named.term.extra.get("broad", "")))
    if broad and broad.is_present and not named.negated and visit.known(FactKind.SYMPTOM, named.term.name) is None:
        # 肚子疼, 心口窝疼: the second tells where, it is no second complaint.
        broad.add("site", str(named.term.extra.get("site", "")), replace=True)
        broad.rest_on(clause)
        visit.focus(broad)
        return broad
    named = _after_injury(named, visit)
    polarity = Polarity.ABSENT if named.negated else Polarity.PRESENT
    known = visit.known(FactKind.SYMPTOM, named.term.name)
    if known is None:
        known = visit.add(
            Found(FactKind.SYMPTOM, named.term.name, clause, named.start, named.end, polarity, term=named.term)
        )
        if named.negated and _GONE.search(clause.text):
            known.add("course", "已缓解")
    elif named.negated and known.is_present and _GONE.search(clause.text):
        known.add("course", "已缓解")
        known.rest_on(clause)
    else:
        known.polarity = polarity
        if not known.attributes or polarity is Polarity.ABSENT or not known.value:
            known.move(clause, named.start, named.end)
        else:
            known.rest_on(clause)
    _site(clause, named, known)
    if known.is_present:
        if known.term is None or named.term.extra:
            known.term = named.term
        visit.focus(known)
    return known


def _as_asked(named: Named, visit: Conversation) -> Named:
    """有点痒 after a question about the eyes is the itching that was asked about."""
    for asked in visit.asked:
        sensation = named.term.name[-1]
        if named.term.name in ("瘙痒", "麻木") and asked.term and asked.name.endswith(sensation):
            return replace(named, term=asked.term)
    return named


def _after_injury(named: Named, visit: Conversation) -> Named:
    """A swollen ankle after a sprain is no oedema."""
    site = next((s.term for s in mentions.sites(named.said)), None)
    swollen = str(site.extra.get("swell", "")) if site else ""
    injured = visit.known(FactKind.SYMPTOM, "外伤")
    if not (named.term.name == "下肢水肿" and injured and "关节" in swollen):
        return named
    return replace(named, term=Term(swollen, "symptom", source=named.term.source))


def present(clause: Clause, term: Term, start: int, end: int, visit: Conversation) -> Found:
    """Note a symptom that an answer affirms without naming it."""
    return take(clause, Named(term, start, end), visit)


def absent(clause: Clause, term: Term, start: int, end: int, visit: Conversation) -> Found:
    return take(clause, Named(term, start, end, negated=True), visit)


def bleeding(clause: Clause, visit: Conversation) -> list[Found]:
    """没血, 血没有, 有点血丝: which bleeding follows from what is spoken of."""
    match = _BLEEDING.search(clause.text)
    if match is None or any(n.term.name in dict(_BLEEDING_OF).values() for n in mentions.symptoms(clause.text)):
        return []
    name = bleeding_of(clause, visit)
    term = mentions.words().named(name, "symptom") if name else None
    if term is None:
        return []
    rest = clause.text[match.end() :]
    if re.search(r"没|无|不", match.group()) or re.match(r"(?:也|倒|都)?(?:没有|没得|没|无)", rest):
        return [absent(clause, term, match.start(), match.end(), visit)]
    if re.search(r"有|带|见|点", match.group()):
        return [present(clause, term, match.start(), match.end(), visit)]
    return []


def bleeding_of(clause: Clause, visit: Conversation) -> str:
    """The bleeding meant by 血: by this clause, the question, then the topic."""
    asked = "".join(a.clause.text for a in (*visit.asked, *visit.asking) if "血" in a.clause.text)
    topic = visit.topic.name if visit.topic else ""
    for text in (clause.text, asked):
        for pattern, name in _BLEEDING_OF:
            if re.search(pattern, text):
                return name
    topics = {"咳嗽": "咯血", "咳痰": "咯血", "腹泻": "便血", "便秘": "便血", "呕吐": "呕血", "尿频": "血尿", "尿痛": "血尿"}
    told = [f for f in visit.of_kind(FactKind.SYMPTOM) if f.is_present]
    named = [topics[f.name] for f in reversed(told) if f.name in topics]
    return topics.get(topic, named[0] if named else "")


def bare_pain(clause: Clause, visit: Conversation, taken: list[Found]) -> Found | None:
    """疼 without a site: pain of the site or pain that is spoken of."""
    match = re.search(r"(?<![不没])(?:疼|痛)(?!快|苦|爱|药|片)", clause.text)
    if match is None or taken or mentions.find(clause.text, "sign"):
        return None
    if re.search(r"[不没](?:怎么|太|再|有)?(?:疼|痛)", clause.text):
        return None
    topic = _spoken_of(visit)
    if topic and re.search("痛|疼", topic.name):
        return topic
    site = mentions.words().named(topic.attributes.get("site", ""), "site") if topic else None
    place = site or visit.place
    pain = place.extra.get("pain") if place else None
    if place is None or not pain:
        return None
    term = mentions.words().named(str(pain), "symptom") or Term(str(pain), "symptom", source=place.source)
    found = present(clause, term, match.start(), match.end(), visit)
    if topic and topic is not found and topic.value and not found.value:
        _inherit(found, topic)
        visit.main = found if visit.main is topic else visit.main
    return found


def _inherit(found: Found, topic: Found) -> None:
    """Pain at the site that was complained of: time and circumstances hold for both."""
    found.value, found.unit = topic.value, topic.unit
    for key, text in topic.attributes.items():
        found.attributes.setdefault(key, text)
    found.rest_on(topic.clause)


def describe(clause: Clause, target: Found, visit: Conversation, own: bool, denied: bool) -> None:
    """Note duration, side, quality, severity, factors, course and frequency."""
    text = clause.text
    if target is visit.topic:
        visit.topic_turn = clause.turn
    _duration(clause, target, visit, own)
    if denied:
        return
    for word in mentions.find(text, "quality"):
        _quality(clause, word, target, visit)
    for word in mentions.find(text, "factor"):
        _factor(clause, word, target)
    _eaten(clause, target)
    if re.search(r"(?:吃|喝)[^,不]{1,6}就(?:好|压|不疼|缓解|轻)", text):
        target.add("relieving", "进食")
    asked_side = "side" in visit.aspects() and not own
    for one in visit.complaints if asked_side else [target]:
        _side(text, one, own or asked_side)
    _colour(text, target, visit)
    count = _COUNT.search(text)
    if count and not re.search(r"肿|麻|痒|(?:吃|喝|打|量|测|查|去|得过|犯过|住)", text[: count.start()]):
        per_day = "每日" if re.search(r"(?:1|每)[天日]", text[: count.start()]) else ""
        number = {"好几": "数", "几": "数"}.get(count["n"], count["n"])
        counted = _counted(text, target, visit)
        counted.add("frequency", f"{per_day}{number}次", replace=True)
    radiation = _RADIATION.search(text)
    if radiation and ("痛" in target.name or "受限" in target.name):
        target.add("radiation", _body(radiation["to"] or radiation["with"], text))


def _counted(text: str, target: Found, visit: Conversation) -> Found:
    for pattern, name in ((r"拉", "腹泻"), (r"吐", "呕吐"), (r"起夜|夜里|晚上.*尿", "夜尿增多"), (r"尿", "尿频")):
        if re.search(pattern, text):
            known = visit.known(FactKind.SYMPTOM, name)
            if known and known.is_present:
                return known
    return target


def _body(said: str, text: str) -> str:
    side = re.match("[左右]", said) or re.search("[左右]", text)
    known = mentions.words().named(re.sub("^[左右]边?", "", said), "site")
    name = known.name if known else re.sub("^[左右]", "", said)
    return (side.group() if side else "") + name


def _quality(clause: Clause, word: Mention, target: Found, visit: Conversation) -> None:
    attribute = str(word.term.extra.get("attribute", "quality"))
    of = [str(o) for o in word.term.extra.get("of", ())]
    if attribute == "course" and word.term.name == "已缓解" and re.search(r"就(?:能)?好|能好|马上|吃了", clause.text):
        return
    if attribute == "course" and re.search(r"没[^,]{0,2}$|不$", clause.text[: word.start]) and word.term.name in ("好转", "已缓解", "进行性加重"):
        return
    if of and not _fits(of, target.name):
        others = [f for f in visit.of_kind(FactKind.SYMPTOM) if f.is_present and _fits(of, f.name)]
        if not others:
            return
        target = others[-1]
    target.add(attribute, word.term.name)
    target.rest_on(clause)


def _fits(of: list[str], name: str) -> bool:
    return name in of or ("疼痛" in of and ("痛" in name or name == "不适"))


def _factor(clause: Clause, word: Mention, target: Found) -> None:
    attribute = str(word.term.extra.get("attribute", "trigger"))
    before, after = clause.text[: word.start], clause.text[word.end :]
    if re.search(r"(?:没|没有|不)$", before) or re.search(r"^(?:没|倒|也)", after):
        return
    if attribute == "aggravating" and re.search(r"好|轻|缓解|减轻|没事", after):
        attribute = "relieving"
    if attribute != "trigger" and not _WORSE_OR_BETTER.search(clause.text):
        return
    target.add(attribute, word.term.name)
    target.rest_on(clause)


def _eaten(clause: Clause, target: Found) -> None:
    """吃完芒果: food that comes before the complaint."""
    match = re.search(r"吃(?:了|完|过)(?:点|些)?", clause.text)
    food = mentions.words().find_at(clause.text, match.end(), "allergen") if match and match.end() < len(clause.text) else None
    if food and not food.term.extra.get("generic"):
        target.add("trigger", f"进食{food.term.name}")
        target.rest_on(clause)


def _colour(text: str, target: Found, visit: Conversation) -> None:
    match = re.search(r"(?:变|是|有点|发|就)?(?P<c>黄绿|黄|白|绿|清|铁锈)(?:色)?(?:的|了|$|,)", text)
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


def _side(said: str, target: Found, own: bool) -> None:
    text = re.sub(r"左右(?![都两])", "", said)
    if re.search(r"[左右](?:边|侧)?(?:也|都)?(?:没|不|好好|正常)", text):
        return
    worse = re.search(r"(?P<s>[左右])(?:边|侧|腿|膝)?(?:的)?(?:更|比较|稍|略|最)?(?:厉害|重|疼得|明显|严重)", text)
    if worse and target.attributes.get("side") == "双侧":
        target.add("severity", f"{worse['s']}侧为重")
        return
    sited = any(re.search(r"[左右][边侧]?$", text[: s.start]) for s in mentions.sites(text))
    paired = sited or bool(target.term and target.term.extra.get("paired")) or "side" in target.attributes
    for pattern, side in _SIDES:
        found = list(pattern.finditer(text))
        if found and (own or paired or re.search(r"[左右](?:边|侧)?[,。]?$|^[左右](?:边|侧)", text) or side == "双侧"):
            if "radiation" in target.attributes and not own:
                return
            if re.search(r"窜|放射|跟着", text):
                return
            before = target.attributes.get("side", "")
            if before in ("左", "右") and side in ("左", "右") and side != before and re.search("也", text):
                side = "双侧"
            target.add("side", side, replace=True)
            target.rest_on(target.clause)
            return


def _site(clause: Clause, named: Named, target: Found) -> None:
    site = named.site or _site_before(clause, named)
    if site is not None and site.name not in target.name and site.name[:-1] not in target.name:
        target.add("site", site.name, replace=True)
    elif site is not None and site.extra.get("paired"):
        target.attributes.setdefault("site", site.name)


def _site_before(clause: Clause, named: Named) -> Term | None:
    found = [s for s in mentions.sites(clause.text) if s.start <= named.end]
    placed = re.search("痛|受限", named.term.name)
    return found[-1].term if found and not named.negated and placed else None


def _site_alone(clause: Clause, visit: Conversation) -> None:
    """右下腹, 胸骨后头: a site told on its own places the pain that is spoken of."""
    found = mentions.sites(clause.text)
    if not found:
        return
    site = found[-1].term
    visit.place = site
    topic = visit.topic
    if topic is None or "痛" not in topic.name:
        return
    if mentions.symptoms(clause.text) or len(clause.text) - (found[-1].end - found[-1].start) > 8:
        return
    pain = str(site.extra.get("pain", ""))
    known = visit.known(FactKind.SYMPTOM, pain) or (topic if pain == topic.name else None)
    if known and known.is_present and site.name[:-1] not in known.name:
        known.add("site", site.name, replace=True)
        known.rest_on(clause)


def _duration(clause: Clause, target: Found, visit: Conversation, own: bool) -> None:
    lengths = [d for d in durations.find(clause.text) if not d.ago or visit.dictated]
    if not lengths:
        return
    length = lengths[-1]
    asked = "duration" in visit.aspects()
    alone = re.fullmatch(
        r"(?:嗯|啊|哦|呃|大概|差不多|得有|有个|有|得|快|也就|都|那就是|就算|算|约|大约|是|前后|一共|总共|到现在|对|疼了|咳了|烧了|晕了|拉了|持续|病程|左右|已经|反反复复|断断续续|这次|这回)*",
        clause.text[: length.start],
    ) and re.fullmatch(r"(?:了|吧|左右|啊|呢|多|的样子|上下|哈|前|余)*", clause.text[length.end :])
    near = length.start <= 5 and len(clause.text) - length.end <= 3
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
        _set_duration(found, length, clause)
        found.dated = own


def _written(length: durations.Duration) -> str:
    return length.text or f"{length.value}{'个月' if length.unit == '月' else length.unit}"


def _set_duration(found: Found, length: durations.Duration, clause: Clause) -> None:
    derived = length.value in ("1", "2", "3") and re.search(r"昨|前天", clause.text[length.start : length.end])
    if derived and found.value:
        return
    found.value, found.unit = length.value, length.unit
    found.attributes.pop("duration_text", None)
    found.add("duration_text", length.text)
    if derived:
        found.add("onset", clause.text[length.start : length.end].lstrip("从打自").removesuffix("开始"))
    found.rest_on(clause)


def _speaks_of_topic(clause: Clause, visit: Conversation) -> bool:
    """A clause without a symptom continues the last one only while the turn or answer does."""
    topic = visit.topic
    if topic is None:
        return False
    if mentions.find(clause.text, "factor") or re.search(r"吃[了完]", clause.text) and not mentions.find(clause.text, "drug"):
        return clause.turn - visit.topic_turn <= 2
    if mentions.find(clause.text, "drug", "drug_class", "test", "vital", "disease", "procedure", "allergen"):
        return False
    return clause.turn - visit.topic_turn <= 2 or bool(
        visit.aspects() & {"duration", "site", "side", "quality", "severity", "trigger", "frequency", "factor"}
    )


def is_factor(clause: Clause, named: Named) -> bool:
    """一咳嗽就疼, 咳嗽打喷嚏的时候: the cough is when it hurts, not a complaint."""
    if re.search(r"(?:的时候|时)(?:会|就)?(?:加重|更|疼|痛|厉害)", clause.text[named.end :]) and named.term.name in ("咳嗽", "打喷嚏"):
        return True
    before, after = clause.text[: named.start], clause.text[named.end :]
    if before.endswith("一") and not named.negated:
        return True
    return bool(_FACTOR_AFTER.match(after)) and named.term.name in ("咳嗽", "打喷嚏", "呼吸困难")


def _is_no_symptom(clause: Clause, named: Named) -> bool:
    after = clause.text[named.end :]
    if _NOT_A_SYMPTOM_AFTER.match(after):
        return True
    if re.search(r"(?:治|防|止|缓解|退|管|抗)$", clause.text[: named.start]):
        return True
    return named.term.name == "疲劳"

"""What a clinician concludes and advises: diagnoses and instructions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import FactKind, Polarity
from zhenlu.language.lexicon import Mention
from zhenlu.language.zh import follow_ups, mentions
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found
from zhenlu.language.zh.mentions import Named

_PREFIX = re.compile(
    r"(?:(?:急性|慢性|亚急性|化脓性|细菌性|病毒性|过敏性|小儿|复发性|轻度|中度|重度|下壁|前壁|"
    r"广泛前壁|双侧|双|左侧?|右侧?|两侧|"
    r"(?:结石|胆源|出血|感染|缺血|药物|酒精|反流|应激|功能|退行|外伤|创伤|继发|接触|脂溢|特发|"
    r"阻塞|溃疡|糜烂|萎缩|狭窄|反应|支原体|渗出|分泌|急进|突发|阵发|持续|心源|不稳定|稳定)性|(?:不)?稳定型|神经根型|脊髓型|椎动脉型|"
    r"非?ST段抬高型|[1-3ⅠⅡⅢ]度|浅[2Ⅱ]度|深[2Ⅱ]度|左手|右手|左足|右足|食指|中指|拇指|手指|膝|髋|踝|腰|颈|皮肤|原发性|[12]型|高血压病?|单纯性|"
    r"婴儿|婴幼儿|幼儿|儿童|老年性?|产后|术后|反复|急性期|早期|混合性|周围)+)$"
)
_SUFFIX = re.compile(
    r"^(?:[123]级|急性发作期?|急性加重期?|恢复期|合并感染|(?:很|极)高危|高危|中危|低危|障碍|状态)"
)
_RULED_OUT = re.compile(r"(?:不是|不像|没有|排除了|排除|不考虑|除外|无|未见|否定)(?:什么|像|是)*$")
_OPEN = re.compile(
    r"(?:不能|还不能|没法|不好|待|除外|排除|不|没有?|先|要|得|需要?)(?:完全)?排除|待排|待查|待除外|不(?:能)?除外"
)
#: 得排除, 没排除: what is still to be excluded is neither there nor gone.
_TO_EXCLUDE = re.compile(r"(?:不|不能|待|要|得|需要?|先|没|没有)(?:先)?(?:排除|除外)[^,]{0,3}$")
_LIKELY = re.compile(
    r"考虑|怀疑|可能|像是|(?:听着|看着|看起来|摸着)像|怕是|恐怕|担心|初步看|八成|十有八九|看样子|估计|应该是|疑似|倾向|多半|印象"
)
_STATED = re.compile(
    r"^(?:这|你这|就|那|初步|目前|她|他|您|你|我看|,)*(?:个|就)?(?:是|诊断|确诊|属于|为|符合)|"
    r"诊断|确诊|得了|明确"
)
_NO_DIAGNOSIS = re.compile(
    r"你有|有没有|以前|既往|预防|药|吃|打过|查过|疫苗|史|怕(?!是)|家里|随访|门诊|胸痛中心|"
    r"引起的?(?:肺炎|并发)|看看|以防"
)
#: A diagnosis that the lexicon does not know, told as one: 考虑桡骨茎突狭窄性腱鞘炎.
_FREE = re.compile(
    r"(?:诊断(?:为|是|:)?|考虑|印象|怀疑|这个?(?:就)?是|你这个?(?:就)?是|属于|符合)(?:是|为|个|有点|1个)?"
    r"(?P<name>(?:[\u4e00-\u9fff0-9ⅠⅡⅢ]{2,14}?(?:伤|炎|症|病|征|瘤|石|癌|折|突出|"
    r"感染|障碍|发作|溃疡|贫血|脱位|疱疹|皮疹|中毒|狭窄|增生|不足|脓肿|囊肿|息肉|结节|疣|癣|疝)|[\u4e00-\u9fff]{0,6}(?:"
    r"痛经|便秘|失眠|眩晕|头痛|心悸|水肿|腹泻|咳嗽|发热|腹痛|胸痛|头晕|消化不良)))"
    r"(?:急性发作|急性期)?(?P<open>待[查排]|待除外)?(?:可能(?:性)?(?:大|比较大)?|吧|了|啊|的)*$"
)
_NO_FREE = re.compile(r"^考虑|^诊断|^可能|^怀疑|^属于|什么|哪|这|那|不|没|有|的|引起|以前|老毛病")
_ADVICE_EXTRA: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("禁食、禁水", r"(?:别|不要|先别)吃东西.*(?:别|不要)喝水|禁食禁水|禁食水|禁饮食"),
        ("睡前2-3小时不进食", r"睡前[^,]{0,8}(?:别|不要|不)(?:再)?(?:吃|进食)"),
        ("禁食", r"(?<!小时)(?<!钟头)(?:先)?(?:别|不要)吃东西(?!.*喝水)|禁食"),
        ("限盐,每日盐摄入<5g", r"盐.{0,10}(?:\d+克以下|别超过\d+克|不超过\d+克)"),
        ("低脂饮食", r"油(?:的|腻的|大的)?(?:先|要|得)?少吃|少吃(?:点)?油"),
        ("低盐饮食", r"(?:盐|咸).{0,4}(?:少|淡)|(?:少|别).{0,3}(?:盐|咸)"),
        (
            "戒酒",
            r"酒(?:这几天|这段时间|这阵子|最近|暂时|得|要|必须|先|也|就|千万)*"
            r"(?:戒|别沾|别碰|不要喝|别喝|不能喝|少喝|停)",
        ),
        (
            "戒烟",
            r"烟(?:今天|现在|马上|从今天起|先)?(?:就)?(?:得|要|必须|也|一定)?(?:要)?[戒停]|"
            r"别(?:再)?抽烟|少抽烟|烟(?:就|可|真)?(?:别|莫|不要|不能)(?:再)?抽",
        ),
        ("清淡饮食", r"(?<!少)(?<!别)吃(?:点|些)?(?:稀饭|面条|粥|软的|好消化)"),
        ("忌生冷、油腻、辛辣饮食", r"(?:油|辣|生冷|凉|冰).{0,8}(?:别|不要|不能|少)(?:沾|吃|碰)"),
        ("控制主食", r"主食.{0,6}(?:别超过|少|控制|不超过)"),
        ("适当运动", r"(?:每天|坚持|多)(?:走|快走|散步|锻炼|运动)"),
        ("避免咖啡因", r"(?:别|不要|少|不能)喝(?:咖啡|浓茶)|咖啡.{0,4}(?:[别少]喝|停|戒)"),
        ("睡眠卫生指导", r"睡前别看手机|固定(?:时间)?起床|规律作息"),
        ("轮换注射部位", r"换着地方打|轮换.{0,3}(?:部位|注射)|换(?:个)?地方打"),
        ("避免憋尿", r"别憋尿|不要憋尿|不憋尿"),
        ("避免负重及弯腰", r"别弯腰|(?:别|不要|少)(?:搬|提|扛|拎)"),
        ("卧床休息", r"硬板床|卧床|躺着休息"),
        ("减少爬楼、下蹲", r"(?:少|别|不要|避免)(?:爬楼|爬山|下?蹲|上下楼)"),
        (
            "股四头肌锻炼",
            r"练(?:练)?直腿抬高|股四头肌(?:的|要|得)?(?:锻炼|训练|练)|直腿抬高(?:锻炼|训练|每天|1天|每次|\d+组)",
        ),
        ("防跌倒", r"防摔|防跌|别摔|小心摔"),
        (
            "避免接触过敏原",
            r"(?:芒果|虾|海鲜|鸡蛋|牛奶|花生|坚果).{0,4}(?:都)?(?:别|不要|不能)(?:再)?吃",
        ),
        ("吸氧", r"吸氧"),
        ("换药", r"(?:隔天|每天|定期|\d天)换药"),
        ("拆线", r"来拆线|\d+天(?:后)?拆线"),
        (
            "抬高患肢",
            r"抬高(?:患肢|脚|腿|手|胳膊)|患肢抬高|(?<!直)(?:腿|脚|手|胳膊|患肢)(?:要|得)?(?:抬|垫|架)高|^(?:平时|躺着|睡觉)?(?:垫|抬|架)高(?:点|1点|着|些)?$",
        ),
        ("注意休息", r"休息\d+(?:-\d+)?(?:天|周|个星期|个月)"),
        ("绝对卧床", r"躺下别动|绝对卧床"),
        ("继续母乳或原有喂养", r"奶照吃|照常喂奶|继续喂奶"),
        ("补锌", r"^补锌"),
        ("随身携带糖果预防低血糖", r"带(?:几)?(?:块|点|颗)?糖"),
        (
            "按时服药",
            r"定(?:个)?闹钟|(?<!别)(?<!不[能要是用])(?:天天|每天|按时|坚持)(?:都得|得|要)?吃|别忘了吃",
        ),
        ("监测血压", r"(?:量|测)(?:血压)?.{0,4}(?:记|写)(?:下来|本子|录)|早晚量"),
        (
            "监测血糖",
            r"每周测\d天|血糖[^,]{0,5}(?:测|量|查)(?:[1一](?:测|量|查)|着|勤)|(?:勤|多)测血糖",
        ),
        ("监测血压", r"(?:天天|每天|早晚|坚持)(?:都|要|得)?[量测](?:[1一]?[下次遍])?血压"),
        ("监测血压", r"血压[^,]{0,5}(?:测|量)(?:[1一](?:测|量)|着|勤)|(?:勤|多)[测量]血压"),
        ("多学科会诊", r"(?:几个|多个|多)(?:科|学科)[^,]{0,4}(?:会诊|碰头|碰1?下)|碰头会诊"),
        ("分餐", r"^分餐|用公筷"),
        ("避免热水烫洗", r"别用热水|不要用热水|避免热水"),
        ("低嘌呤饮食", r"(?:内脏|肉汤|火锅汤).{0,8}(?:别|不要|少|不能)(?:吃|喝|碰)"),
        ("忌海鲜", r"海鲜.{0,3}(?:少|别|不要|不能)(?:吃|碰)?|(?:少|别|不要|不能)吃[^,]{0,4}海鲜"),
        ("就诊复位治疗", r"手法复位"),
    )
)


def hear(clause: Clause, visit: Conversation) -> None:
    """Take conclusions and advice of a clinician."""
    if clause.clinician is False or (clause.about and clause.clinician is not True):
        return
    if not clause.question or clause.confirm:
        follow_ups.hear(clause, visit)
    if clause.question or clause.about:
        return
    if not clause.supposed:
        _diagnosis(clause, visit)
        if clause.clinician or visit.dictated:
            _instructions(clause, visit)


def _diagnosis(clause: Clause, visit: Conversation) -> None:
    text = clause.text
    context = _conclusion(clause, visit)
    for named in mentions.named(text, "disease"):
        before, after = text[: named.start], text[named.end :]
        if (
            not context
            or _NO_DIAGNOSIS.search(before)
            or re.match(r"(?:药|疫苗|史|门诊|病人|患者|的药)", after)
        ):
            continue
        if named.negated or (_RULED_OUT.search(before) and not _OPEN.search(text)):
            _rule_out(named, visit)
            continue
        _conclude(clause, named, visit)
    _told_after(clause, visit)
    _bare_complaint(clause, visit)
    _bare_unknown(clause, visit)
    free = _FREE.search(text)
    if free and not mentions.find(text, "disease") and not _NO_FREE.search(free["name"]):
        certainty = "待查" if free["open"] else "考虑" if _LIKELY.search(text) else "确诊"
        place = free.start("name"), free.end("name")
        _add(clause, free["name"], *place, certainty, visit, uncertain=bool(free["open"]))


#: 支原体肺炎, 考虑; 骨关节炎, 右膝的; 高血压病2级 高危: what follows the name, on its own.
_DOUBT_AFTER = re.compile(r"(?:先)?(?:考虑|可能(?:性)?(?:大|比较大)?|疑似|怀疑)(?:的|吧|啊)?")
_OPEN_AFTER = re.compile(r"(?:还)?(?:待排|待查|待除外|不除外|不能除外|不能排除)(?:的|吧)?")
_SIDE_AFTER = re.compile(r"(?P<s>[左右双])(?:侧|边)?(?:的)?")
_RISK_AFTER = re.compile(r"(?P<risk>(?:很|极)?高危|中危|低危)(?:组)?")


def _told_after(clause: Clause, visit: Conversation) -> None:
    """Certainty, side and risk that stand in the clause after the diagnosis."""
    last = [f for f in visit.of_kind(FactKind.DIAGNOSIS) if f.clause.sentence == clause.sentence]
    before = visit.place_of(clause) - 1
    if not last or last[-1].clause is not visit.clauses[before]:
        return
    if _DOUBT_AFTER.fullmatch(clause.text):
        last[-1].add("certainty", "考虑", replace=True)
    elif _OPEN_AFTER.fullmatch(clause.text):
        last[-1].add("certainty", "待查", replace=True)
        last[-1].polarity = Polarity.UNCERTAIN
    elif side := _SIDE_AFTER.fullmatch(mentions.without_sites(clause.text)):
        last[-1].add("side", {"双": "双侧"}.get(side["s"], side["s"]))
        for site in mentions.sites(clause.text):
            last[-1].add("site", site.term.name)
    elif risk := _RISK_AFTER.fullmatch(clause.text):
        last[-1].name += f" {risk['risk']}"
    else:
        return
    last[-1].rest_on(clause)


#: 跖筋膜炎: the whole clause, in a clinician's mouth, although the lexicon lacks it.
_UNKNOWN_DISEASE = re.compile(
    r"[左右双]?侧?(?P<n>[\u4e00-\u9fff]{1,8}(?:炎|综合征|障碍|囊肿|骨折|扭伤|损伤|脱位|息肉|丹毒|癣|脓肿|增生|潴留|疣|疝|结石|瘘))(?:了|啊|吧)?"
)


def _bare_unknown(clause: Clause, visit: Conversation) -> None:
    match = _UNKNOWN_DISEASE.fullmatch(clause.text)
    if match is None or clause.clinician is not True or visit.dictated:
        return
    if mentions.find(clause.text, "disease", "sign") or _NO_FREE.search(clause.text):
        return
    certainty = "考虑" if _suspected(clause, visit) else "确诊"
    _add(clause, match["n"], match.start("n"), match.end("n"), certainty, visit)


#: Complaints that are diagnoses, too, where a clinician names them among others.
_ALSO_DIAGNOSES = {"便秘": "便秘", "失眠": "失眠", "痛经": "痛经", "低血糖反应": "低血糖"}


def _bare_complaint(clause: Clause, visit: Conversation) -> None:
    """前列腺增生, 便秘: the second is a conclusion as well."""
    if clause.clinician is not True or visit.dictated:
        return
    named = mentions.symptoms(clause.text)
    name = _ALSO_DIAGNOSES.get(named[0].term.name, "") if len(named) == 1 else ""
    if not name or named[0].negated or not _is_bare_name(clause.text, named[0]):
        return
    if re.match(r"(?:[那这]|你这|您这)个?(?:就)?(?:是|叫)", clause.text):
        _add(clause, name, named[0].start, named[0].end, "确诊", visit)
        return
    around = visit.clauses[max(0, visit.place_of(clause) - 1) : visit.place_of(clause) + 2]
    among = any(
        c is not clause and c.sentence == clause.sentence and _names_only_disease(c) for c in around
    )
    if among:
        _add(clause, name, named[0].start, named[0].end, "确诊", visit)


def _is_bare_name(text: str, named: Named) -> bool:
    rest = text[: named.start] + text[named.end :]
    return bool(
        re.fullmatch(r"(?:还有|和|了|是|这是|那是|你这|您这|这|那|就|个|叫|啊|吧|有点)*", rest)
    )


def _names_only_disease(clause: Clause) -> bool:
    text = re.sub(r"^(?:初步|先|还是)?(?:考虑|诊断|是)(?:是|为|有)?", "", clause.text)
    diseases = mentions.find(text, "disease")
    return bool(diseases) and not clause.question and _is_bare(text, diseases)


_HEADING = re.compile(r"(?:初步|目前|临床|门诊|入院)?(?:诊断|印象|考虑|评估)(?:为|是)?|A|Dx|Imp")


def _conclusion(clause: Clause, visit: Conversation) -> bool:
    """Whether diagnoses are being given here: stated, suspected, or right after such a clause."""
    text = clause.text
    if clause.clinician is None and not _LIKELY.search(text) and "诊断" not in text:
        return False
    if _STATED.search(text) or _LIKELY.search(text) or _OPEN.search(text):
        return True
    diseases = mentions.find(text, "disease")
    index = visit.place_of(clause)
    same = [c for c in visit.clauses[:index] if c.segment is clause.segment]
    heads = [*same[-1:], *(same[:1] if visit.dictated else ())]
    if diseases and any(_HEADING.fullmatch(c.text) for c in heads):
        return True
    return bool(diseases) and _is_bare(text, diseases) and _goes_on(clause, diseases[0], visit)


def _is_bare(text: str, diseases: Sequence[Mention]) -> bool:
    """A clause that only names diseases: 急性咽炎, 高血压病2级."""
    before = _PREFIX.sub("", text[: diseases[0].start])
    for site in reversed(mentions.sites(before)):
        before = before[: site.start] + before[site.end :]
    before = re.sub(r"[\u4e00-\u9fff]{1,5}(?:管|窦|骨|部|侧|叶|段|区|节)$", "", before)
    before = re.sub(r"^[左右双侧部]+$", "", before)
    after = text[diseases[-1].end :]
    return bool(
        re.fullmatch(r"(?:有点|还有|还是|就是|合并|伴有?|同时有|也有|有|和|,)*", before)
        and re.fullmatch(
            r"(?:\([^)]*\)|[123]级|障碍|状态|(?:继发|合并|伴)(?:细菌)?感染|急性(?:发作|加重)期?|(?:很|极)?高危|中危|低危)*(?:啊|了|的|吧|哈|不能除外|不除外|待排)*",
            after,
        )
    )


def _goes_on(clause: Clause, disease: Mention, visit: Conversation) -> bool:
    """Further diagnoses of this turn, or one that a clinician names in dialogue."""
    if any(f.clause.turn == clause.turn for f in visit.of_kind(FactKind.DIAGNOSIS)):
        return True
    known = visit.known(FactKind.HISTORY, disease.term.name)
    return (
        bool(clause.clinician)
        and not visit.dictated
        and (known is None or known.clause.turn != clause.turn)
        and not re.search(r"过敏(?!性)|有没有|你", clause.text)
    )


def _conclude(clause: Clause, named: Named, visit: Conversation) -> None:
    text = clause.text
    before, after = text[: named.start], text[named.end :]
    prefix = _PREFIX.search(before)
    start = prefix.start() if prefix else named.start
    suffix = _SUFFIX.match(after)
    end = named.end + (suffix.end() if suffix else 0)
    formal = named.said in named.term.extra.get("formal", ()) or named.said == named.term.name
    name = named.said if formal else named.term.name
    lead = _roman(before[start:])
    if name.startswith(lead) or (lead in ("急性", "慢性") and name.startswith(("急性", "慢性"))):
        lead = ""
    name = lead + name + (_grade(suffix.group()) if suffix else "")
    tail = after[suffix.end() if suffix else 0 :]
    open_ = (
        _OPEN.search(after)
        or re.search(r"待排|待查", tail)
        or _TO_EXCLUDE.search(before)
    )
    if open_:
        certainty = "待查"
    elif (
        _LIKELY.search(before)
        or re.match(r"(?:的)?可能(?:性)?|考虑有|可能", tail)
        or _suspected(clause, visit)
    ):
        certainty = "考虑"
    else:
        certainty = "确诊"
    _add(clause, name, start, end, certainty, visit, uncertain=bool(open_))


def _roman(lead: str) -> str:
    """2度烫伤 is written Ⅱ度烫伤."""
    return re.sub(r"[1-3](?=度)", lambda m: "ⅠⅡⅢ"[int(m.group()) - 1], lead)


def _grade(said: str) -> str:
    return said


def _suspected(clause: Clause, visit: Conversation) -> bool:
    """考虑甲, 乙: the second stands under the same word."""
    last = [f for f in visit.of_kind(FactKind.DIAGNOSIS) if f.clause.sentence == clause.sentence]
    return (
        bool(last)
        and last[-1].attributes.get("certainty") == "考虑"
        and not _STATED.search(clause.text)
    )


def _add(
    clause: Clause,
    name: str,
    start: int,
    end: int,
    certainty: str,
    visit: Conversation,
    uncertain: bool = False,
) -> None:
    known = visit.known(FactKind.DIAGNOSIS, name)
    if known is None:
        polarity = Polarity.UNCERTAIN if uncertain else Polarity.PRESENT
        known = visit.add(Found(FactKind.DIAGNOSIS, name, clause, start, end, polarity))
    else:
        known.rest_on(clause)
    known.add("certainty", certainty, replace=True)


def _rule_out(named: Named, visit: Conversation) -> None:
    for found in list(visit.of_kind(FactKind.DIAGNOSIS)):
        if found.name == named.term.name:
            visit.drop(found)


def _instructions(clause: Clause, visit: Conversation) -> None:
    text = clause.text
    _given_up(clause, visit)
    _consulted(clause, visit)
    taken: list[tuple[int, int]] = []
    for mention in mentions.find(text, "instruction"):
        if re.search(r"(?:没|没有|有没有)$", text[: mention.start]):
            continue
        against = re.search(r"(?:别|不要|不能|不用|避免|先不)$", text[: mention.start])
        _advise(
            clause,
            f"避免{mention.term.name}" if against else mention.term.name,
            mention.start,
            mention.end,
            visit,
        )
        taken.append((mention.start, mention.end))
    for name, pattern in _ADVICE_EXTRA:
        match = pattern.search(text)
        if match and all(match.end() <= s or e <= match.start() for s, e in taken):
            _advise(clause, name, match.start(), match.end(), visit)
            taken.append((match.start(), match.end()))


#: 得戒, after the patient told of drinking or smoking.
_GIVE_UP = re.compile(
    r"(?:那|这|你|您|个|可|真|还是|最好|必须|[1一]定)*(?:得|要|该)(?:给我)?戒(?:了|掉|啊|吧)*"
)


#: 治疗期间一口都不能喝, after drinking was spoken of.
_NO_DRINK = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}期间|这段时间|这阵子|以后|可|千万|绝对|,)*(?:[1一半][口滴点两杯])?(?:都|也)?"
    r"(?:不能|不许|不可以|不要|别|甭)(?:再)?(?:喝|沾)(?:了|啊)*"
)
_CONSULTED = re.compile(
    r"(?:请|叫|找|联系|约)(?:1下|一下)?(?P<d>[\u4e00-\u9fff]{1,6}科)(?:的?(?:大夫|医生|专家))?"
    r"(?:急|来|过来|1起|一起)*会诊"
)


def _consulted(clause: Clause, visit: Conversation) -> None:
    """请神经内科会诊"""
    called = _CONSULTED.search(clause.text)
    if called:
        _advise(clause, f"{called['d']}会诊", called.start(), called.end(), visit)


def _given_up(clause: Clause, visit: Conversation) -> None:
    habits = [f for f in visit.of_kind(FactKind.LIFESTYLE) if f.name in ("吸烟", "饮酒")]
    lately = (c.text for c in visit.clauses if 0 < clause.turn - c.turn <= 2)
    if _NO_DRINK.fullmatch(clause.text) and any("酒" in text for text in lately):
        _advise(clause, "戒酒", 0, len(clause.text), visit)
    if not _GIVE_UP.fullmatch(clause.text) or not habits:
        return
    if clause.turn - habits[-1].clause.turn <= 2 and habits[-1].is_present:
        name = "戒烟" if habits[-1].name == "吸烟" else "戒酒"
        _advise(clause, name, 0, len(clause.text), visit)


def _advise(clause: Clause, name: str, start: int, end: int, visit: Conversation) -> None:
    known = visit.known(FactKind.INSTRUCTION, name)
    if known is None:
        known = visit.add(Found(FactKind.INSTRUCTION, name, clause, start, end))
    else:
        known.rest_on(clause)
    rest = re.search(r"休息(?P<n>\d+(?:-\d+)?)(?P<u>天|周|个星期|个月)", clause.text)
    if rest and "休息" in name:
        known.value, known.unit = (
            rest["n"],
            {"个星期": "周", "个月": "月"}.get(rest["u"], rest["u"]),
        )
    stitches = re.search(r"(?P<n>\d+)天(?:后)?拆线", clause.text)
    if name == "拆线" and stitches:
        known.value, known.unit = stitches["n"], "天"

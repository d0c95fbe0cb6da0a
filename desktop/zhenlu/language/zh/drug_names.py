"""Which drugs a clause names: those of the lexicon, and unknown ones that a dose gives away.

A drug that the lexicon does not know is taken with its name as said, so that nothing that
was ordered is lost: 开点伏诺拉生, 一次20毫克. Its term carries `unknown`.
"""

from __future__ import annotations

import re

from zhenlu.language.lexicon import Term
from zhenlu.language.zh import doses, mentions
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation
from zhenlu.language.zh.mentions import Named

_FORMS = (
    r"(?:胶囊|颗粒|口服液|缓释片|控释片|分散片|咀嚼片|肠溶片|糖浆|合剂|滴眼液|滴耳液|软膏|乳膏|"
    r"凝胶|喷雾剂|气雾剂|注射液|洗剂|栓剂?|丸|散剂?|滴剂|"
    r"贴膏|壮骨膏|免疫球蛋白|吸入剂|混悬液|含片|泡腾片|口崩片)"
)
_WITH_FORM = re.compile(
    rf"(?P<name>[\u4e00-\u9fffA-Za-z0-9]{{2,10}}?{_FORMS})(?![\u4e00-\u9fff]*?(?:过敏|皮试))"
)
#: 布洛芬, 缓释胶囊: the form of the drug just named.
_ONLY_FORM = re.compile(rf"(?:缓释|控释|肠溶|分散|普通|软|硬|滴|鼻用?|口服|外用)*{_FORMS}")
#: 贴了通络祛痛膏: what is put on the skin, by its ending.
_PLASTER = re.compile(
    r"(?:贴|涂|抹|擦|喷|敷)(?:过|了|的是|的|点|着)?(?:那个|这个)?(?P<name>[\u4e00-\u9fff]{3,8}(?:膏|酊|油|贴))"
)
_LEAD = re.compile(
    r"^.*(?:开点|开个|开了?|吃了?|喝了?|用了?|抹了?|贴了?|涂了?|喷了?|滴了?|服|那个|这个|点|加|换|给你|"
    r"还有个|还有|个|的|了|和|自服|配|"
    r"就)(?=[\u4e00-\u9fff])"
)
_GIVEN = re.compile(
    r"(?:开|加用?|换成?|换用|改成|改用|用|吃|服|喝|喂|配|打|涂|抹|滴|喷|吸|予|给予|上)"
    r"(?:1)?(?:点儿?|个|些|盒|瓶|支|上|的是|的|着|了|过)?(?:那个|这个|1种|叫)?"
    r"(?P<name>[\u4e00-\u9fffA-Za-z]{2,9}?)(?P<rest>(?:$|,|1次|每[次天日晚]|1[天日]|早晚|(?<=[片粒])|\d).*)$"
)
_BARE = re.compile(
    r"(?:再|还有|另外|还|然后|继续|接着|加上|嗯|那)?(?P<name>[\u4e00-\u9fffA-Za-z]{2,9}?)"
    r"(?P<rest>(?:$|(?:1次|每次)?\d).*)$"
)
#: 依帕特罗吃了五天: a name with the ending of a drug, taken for some time.
_USED_FOR = re.compile(
    r"(?:那个|这个|还有|就是)?(?P<name>[\u4e00-\u9fffA-Za-z]{2,6}(?:平|汀|唑|坦|普利|洛尔|霉素|西林|沙星|替丁|芬|松|林|净|"
    r"列[奈吡本齐]|"
    r"脲|韦|尼|单抗|特罗|肽|啶|嗪|定|明|素|胺|醇|[酸盐]?[钠钾钙]|酯))(?:我|也|就|都)?(?:吃|喝|用|抹|打|喷|吸|滴)了(?=\d|好几)"
)
_DOSE_START = re.compile(r"^(?:口服|外用|先)?(?:1次|每次|1[天日]|每[天日晚]|早晚|\d)")
_NO_NAME = re.compile(
    r"^[一二两三四五六七八九十每各\d]|^只|口误|[看说写]错|^现在|^目前|能[吃喝喂用打]|^喂|慢着|算了|药|针|水$|[开盐药喝温热凉饮]水|水肿|疫苗|改|加到|减到|呃|嗯|[1一]下|说|看|做|练|坐|睡|走|躺|戴|敷|泡|漱|测|量|[吃喝服用始放嚼]|饭|东西|这|"
    r"那|什么|^[它他她]|[你我]|给|让|两种|"
    r"几种|以后|之后|时候|上次|原来|剂量|量|"
    r"半|疗程|晚上|早上|中午|睡前|空腹|继续|大概|差不多|起来|下来|以上|左右|每|次|天|再|都|最多|"
    r"不|没|别|就|也|了|的|着|过|得|体温|血压|血糖|心率|脉搏|呼吸|体重|身高|血氧|烟|酒|盐|油|茶|糖|"
    r"公斤|开水|牛奶|步|米|是$|本来|其实"
)


def named(clause: Clause, visit: Conversation) -> list[Named]:
    """The drugs of a clause from left to right."""
    known = [
        Named(m.term, m.start, m.end, said=m.said)
        for m in mentions.find(clause.text, "drug", "drug_class")
        if not m.term.extra.get("generic")
    ]
    plaster = _PLASTER.search(clause.text)
    if plaster and not known and not _NO_NAME.search(plaster["name"]):
        known.append(_unknown(plaster["name"], plaster.start("name")))
    for match in _WITH_FORM.finditer(clause.text):
        name = _LEAD.sub("", match["name"])
        start = match.end() - len(name)
        if _ONLY_FORM.fullmatch(name):
            continue
        if len(name) >= 4 and all(match.end() <= k.start or start >= k.end for k in known):
            known.append(_unknown(name, start))
    if not known and (by_dose := _by_dose(clause, visit)):
        known.append(by_dose)
    return sorted(known, key=lambda n: n.start)


def _unknown(name: str, start: int) -> Named:
    term = Term(name, "drug", source="as said", extra={"unknown": True})
    return Named(term, start, start + len(name), said=name)


def _by_dose(clause: Clause, visit: Conversation) -> Named | None:
    """A name that is given or stands alone, with a single dose right after it."""
    text = clause.text
    if clause.clinician is False and (used := _USED_FOR.match(text)) and _is_name(used["name"]):
        return _unknown(used["name"], used.start("name"))
    for pattern in (_GIVEN, _BARE):
        match = pattern.search(text) if pattern is _GIVEN else pattern.fullmatch(text)
        if match is None or not _is_name(match["name"]):
            continue
        if pattern is _BARE and clause.clinician is False:
            continue
        rest = match["rest"].lstrip(",") or _following(clause, visit)
        if _DOSE_START.match(rest) and doses.read(rest).value:
            return _unknown(match["name"], match.start("name"))
    return None


def _is_name(name: str) -> bool:
    """Nothing that the lexicon or everyday speech knows as something else."""
    if _NO_NAME.search(name):
        return False
    return not any(
        mentions.words().find_at(name, at, "symptom", "disease", "test", "vital", "instruction",
                                 "site", "allergen", "lifestyle", "procedure", "sign", "exam",
                                 "ordinary", "colloquial")
        for at in range(len(name))
    )  # fmt: skip


def _following(clause: Clause, visit: Conversation) -> str:
    index = visit.place_of(clause) + 1
    if index < len(visit.clauses) and visit.clauses[index].turn == clause.turn:
        return visit.clauses[index].text
    return ""


#: 吃了两片晕车药, 叫嘛来着 — 茶苯海明: the name is looked for.
_NAME_SOUGHT = re.compile(r"叫(?:个)?(?:什么|啥|嘛)|来着|名字")


def follows_use(clause: Clause, drug: Named, visit: Conversation) -> bool:
    """打了三天针, 说是地塞米松: what was given is named after it, by the same or by another."""
    index = visit.place_of(clause)
    before = visit.clauses[index - 1] if index else None
    if before is None or before.clinician is True:
        return False
    if _NAME_SOUGHT.search(before.text) and drug.end - drug.start >= len(clause.text) - 2:
        return bool(re.search(r"[吃喝用打抹贴]了", visit.turn_of(before)))
    if before.turn != clause.turn:
        return False
    given = re.search(r"(?:打|输|挂|吃|开|用|拿)了?[^,]{0,5}(?:针|液|水|药)", before.text)
    named = re.fullmatch(r"(?:说|好像|大概|应该|叫|就)*是", clause.text[: drug.start])
    return bool(given and named)

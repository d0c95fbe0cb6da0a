"""Allergies: to what, with which reaction, or denied."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, Polarity
from zhenlu.language.lexicon import Mention, Term
from zhenlu.language.zh import mentions, tolerances
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Asked, Conversation, Found

_ALLERGIC = re.compile(r"过敏(?!性|原|药|史)|皮试(?:阳性|没过|不过)")


_NO_ALLERGY = re.compile(
    r"(?:药物?|食物|什么|啥|都|也|过敏史?)?(?:没有|没|不|无|没发现|没得|否认)(?:有|什么|啥|任何|"
    r"发现)*(?:药物|食物|药|东西)?(?:过敏|"
    r"对什么过敏)|过敏史?,?(?:倒|也|都)?(?:没有|无|否认)|(?:没有|没|否认)[^,]{0,6}过敏|"
    r"过敏的?(?:药)?(?:倒|也|都)?没有"
)


_NO_SUBSTANCE = re.compile(r"什么|啥|哪|药物?$|任何|东西|这|那|[它他她你我]|没|不|食物")
#: 药就没有: drugs, of all that was asked about.
_NO_DRUG = re.compile(
    r"(?:药物?|吃药)(?:就|倒|都|倒是|方面|这块|上)*(?:没有|没|不会|不)(?:过敏)?(?:的|啊|过|了)*"
)
_ONLY_NAMED = re.compile(
    r"(?:类|查(?:出来|了|过)?(?:是)?|\d级|阳性|\d?个?加号?|那类|和|、|跟|啊|吧|嘛|呢|也有|有|1?点|一点|过敏)*$"
)
#: What an allergy does, and no other side effect: 土霉素痒, 吃虾嘴肿.
_ALLERGIC_REACTION = re.compile(
    r"(?P<r>(?:起过?|出过?|长过?|发过?|有过?|浑身|全身|身上|嘴巴?|脸|眼|边|角|皮|周围|会|就|也|就会|都|老|特别)*"
    r"(?:红疹|皮疹|疹|风团|(?:[1一]身)?大?包|疙瘩|荨麻疹|痒|肿|喘|憋|休克|红点|水[泡疱]|起泡|紫癜|红斑|瘀斑|脱皮|溃烂|发红|红(?!糖|枣|豆)))"
)
_LIKE_A_DRUG = re.compile(
    r"(?:^|吃|打|用|贴|抹|那个|是)(?P<n>[\u4e00-\u9fff]{2,5}?(?:霉素|西林|沙星|唑|膏药|膏))"
)
_AFTER_USE = re.compile(
    r"^(?:类|那个|这个|的|了|过|完|药|以后|之后|的时候|多|就|也|会|吃|打|用|喝|抹|贴|输|挂|涂|上|里|巴|边|旁|,)*$"
)
_ATE = re.compile(r"吃|打|用|输|喝|碰|闻|接触|贴")


#: 什么药不能用 — 阿司匹林不行
_BARRED = re.compile(
    r"(?:类|那类|那个|也|都|就|我|好像|大概|可能|,)*(?:不行|不能[吃用打]|用不了|吃不了|碰不得|打不了|不敢用)(?:的|了|啊)*$"
)


#: 皮试阴性, 皮试没事, 做过皮试没反应: the substance is tolerated.
_TEST_CLEAR = re.compile(
    r"皮试[^,]{0,4}(?:阴性|没事|没问题|没反应|正常|过了|通过|能过|可以|-)(?!敏)"
)
_TEST_FAILED = re.compile(r"皮试[^,]{0,4}(?:阳性|没过|不过|过不[了去]|红|肿|起包|有反应|\+)")


def hear(clause: Clause, visit: Conversation) -> None:
    """Take allergies that are told or denied, and what they do."""
    text = clause.text
    if clause.about or clause.supposed or (clause.question and not clause.confirm):
        return
    asked = "allergy" in {a.aspect for a in visit.asked} and clause.clinician is not True
    if asked:
        visit.allergy_turn = clause.turn
    if clause.clinician and _ON_RECORD.search(text):
        _ask_of_record(clause, visit)
    if clause.clinician and _NO_TRUE_ALLERGY.search(text):
        _withdraw(clause, visit)
        return
    if tolerances.hear(clause, visit):
        return
    _granted(clause, visit)
    if _reacts(clause, visit) or _doubts(clause, visit) or _nobody_knows(clause, visit):
        return
    if not (_ALLERGIC.search(text) or "过敏" in text or asked):
        _reaction(clause, visit)
        return
    _told(clause, asked, visit)


#: 对哪个药过敏来着? 病历上写的左氧氟沙星
_ON_RECORD = re.compile(r"(?:病历|记录|档案|系统|本子|上次)[^,]{0,4}(?:写|记|登记|填)的?是?")


def _ask_of_record(clause: Clause, visit: Conversation) -> None:
    """A substance read out after the question for allergies waits for the answer."""
    if "过敏" in clause.text or "allergy" not in {a.aspect for a in visit.asking}:
        return
    for one in _substances(clause.text):
        visit.asking.append(
            Asked("allergy_to", clause, one.term.name, one.term, one.start, one.end)
        )


#: 那个不叫过敏, 是副作用: a clinician puts right what the patient took for one.
_NO_TRUE_ALLERGY = re.compile(
    r"(?:不(?:叫|算|是|属于)|谈不上)(?:真正的|什么)?过敏|(?:是|叫|属于)副(?:作用|反应)"
)


def _withdraw(clause: Clause, visit: Conversation) -> None:
    told = [f for f in visit.of_kind(FactKind.ALLERGY) if f.polarity is not Polarity.ABSENT]
    if told and clause.turn - told[-1].clause.turn <= 2:
        visit.drop(told[-1])


#: 换, before the drug that is given instead; 青霉素过敏不能吃阿莫西林: the second is barred for it.
_NOT_THE_ALLERGEN = re.compile(
    r"换|抗$|过敏[^,]{0,4}(?:不能|不可以?|不要|别|不敢|不给)[你您他她]?[吃用打开碰]$"
)


def _told(clause: Clause, asked: bool, visit: Conversation) -> None:
    """A substance with what is said of it, or a denial of all."""
    text = clause.text
    substances = [
        s for s in _substances(text) if not _NOT_THE_ALLERGEN.search(text[: s.start])
    ]
    denied = _NO_ALLERGY.search(text)
    no_drug = _NO_DRUG.fullmatch(text)
    if asked and substances and _BARRED.match(text[substances[-1].end :]):
        for substance in substances:
            _add_allergy(clause, substance, False, visit)
    elif asked and no_drug:
        _deny_all(clause, visit, no_drug)
    elif (
        denied
        and not substances
        and any(a.aspect == "allergy_to" for a in visit.asked)
        and "药" not in text
    ):
        return
    elif denied and not substances:
        _deny_all(clause, visit, denied)
    elif not ("过敏" in text or "皮试" in text) and not (
        asked
        and substances
        and re.fullmatch(
            r"(?:对|有|就|那个|,|和|嗯|是|好像|啊|还|另外|也|再)*", text[: substances[0].start]
        )
        and _ONLY_NAMED.match(text[substances[-1].end :])
    ):
        _reaction(clause, visit)
    else:
        for substance in substances or _named_before(clause):
            no = bool(denied or _TEST_CLEAR.search(text)) and not re.search(r"就是|除了", text)
            _add_allergy(clause, substance, no, visit)
        _reaction(clause, visit)


def _nobody_knows(clause: Clause, visit: Conversation) -> bool:
    """不知道过不过敏: neither told nor denied."""
    unknown = re.search(
        r"过敏.{0,4}(?:不知道|不清楚)|(?:不知道|不清楚).{0,6}过敏", clause.text
    )
    if unknown is None or _substances(clause.text):
        return False
    if not any(True for _ in visit.of_kind(FactKind.ALLERGY)):
        end = len(clause.text)
        visit.add(Found(FactKind.ALLERGY, "药物", clause, 0, end, Polarity.UNCERTAIN))
    return True


def _doubts(clause: Clause, visit: Conversation) -> bool:
    """青霉素皮试过不去, 不知道准不准: the allergy stands, and nobody is sure of it."""
    if not re.fullmatch(
        r"(?:那|这|应该|好像)*(?:个|种)?(?:不算|不叫|算不算|也不算)(?:什么)?(?:过敏)?(?:吧|的)?|"
        r"(?:也|但|但是|可|就是|反正)*(?:不(?:知道|晓得|清楚)|说不|拿不)(?:准不准|是不是|真假|算不算|对不对|准|好)?(?:真的)?",
        clause.text,
    ):
        return False
    told = [f for f in visit.of_kind(FactKind.ALLERGY) if f.clause.turn == clause.turn]
    if told and told[-1].is_present:
        told[-1].polarity = Polarity.UNCERTAIN
        told[-1].rest_on(clause)
    return bool(told)


def _reacts(clause: Clause, visit: Conversation) -> bool:
    """土霉素痒, soon after allergies were asked about: the substance and what it does."""
    if clause.clinician is True or clause.turn - visit.allergy_turn > 4 or "过敏" in clause.text:
        return False
    substances = _substances(clause.text) or _untabled(clause.text)
    if not substances:
        return False
    last = substances[-1]
    reaction = _ALLERGIC_REACTION.search(clause.text, last.end)
    between = clause.text[last.end : reaction.start()] if reaction else ""
    if reaction is None or not _AFTER_USE.match(mentions.without_sites(between)):
        return False
    if re.search(r"[不没]$", clause.text[: reaction.start()]):
        return False
    _add_allergy(clause, last, False, visit)
    found = visit.known(FactKind.ALLERGY, last.term.name)
    if found is None:
        return False
    named = [m.term.name for m in mentions.find(reaction["r"], "reaction")]
    symptoms = [n.term.name for n in mentions.symptoms(reaction["r"])]
    for name in named or symptoms or [reaction["r"]]:
        found.add("reaction", name)
    visit.reaction = clause
    return True


#: 青霉素过敏是怎么发现的: takes it for granted.
_GRANTED = re.compile(r"过敏[^,]{0,4}(?:怎么|咋|什么反应|什么样|啥样|什么症状|什么时候|哪年|多大)")


def _granted(clause: Clause, visit: Conversation) -> None:
    """青霉素过敏是怎么发现的 — 皮试起了个大包: the answer tells of what was taken for granted."""
    asked = [a for a in visit.asked if a.aspect == "allergy_to" and a.term is not None]
    if not asked or clause.clinician is True or not _GRANTED.search(asked[-1].clause.text):
        return
    shown = _ALLERGIC_REACTION.search(clause.text) or mentions.find(clause.text, "reaction")
    known = visit.known(FactKind.ALLERGY, asked[-1].name)
    if not shown or known is not None or re.search(r"没|不", clause.text):
        return
    found = visit.add(
        Found(FactKind.ALLERGY, asked[-1].name, clause, 0, len(clause.text), term=asked[-1].term)
    )
    found.rest_on(asked[-1].clause)


def _untabled(text: str) -> list[Mention]:
    """A drug by its ending that the lexicon does not know: 土霉素."""
    match = _LIKE_A_DRUG.search(text)
    if match is None or _NO_SUBSTANCE.search(match["n"]):
        return []
    term = Term(match["n"], "drug", source="as said", extra={"unknown": True})
    return [Mention(term, match.start("n"), match.end("n"), match["n"])]


def _substances(text: str) -> list[Mention]:
    if "皮试" in text:
        # 青霉素皮试 is a test by name; here its substance counts.
        found = mentions.words().find(text, "drug", "drug_class", "allergen")
    else:
        found = mentions.find(text, "drug", "drug_class", "allergen")
    return [m for m in found if not m.term.extra.get("generic") and m.term.name != "抗过敏药"]


def _named_before(clause: Clause) -> list[Mention]:
    """膏药过敏 after 贴了…: a substance the pattern ends with, taken as said."""
    match = re.search(
        r"(?P<n>膏药|[\u4e00-\u9fff]{1,4}(?:虫|粉|漆|草|金属))(?:也|也算|算)?过敏|"
        r"对(?P<to>[\u4e00-\u9fffA-Za-z]{2,8}?)(?:也|有点|会|都)?过敏|"
        r"过敏的(?:药)?(?:就|就是|是|只有)+(?P<is>[\u4e00-\u9fffA-Za-z]{2,8})$",
        clause.text,
    )
    if match is None:
        return []
    if match["n"] is None:
        group = "to" if match["to"] else "is"
        if _NO_SUBSTANCE.search(match[group]):
            return []
        place = match.start(group), match.end(group)
        return [Mention(Term(match[group], "allergen"), *place, match[group])]
    return [Mention(Term(match["n"], "allergen"), match.start("n"), match.end("n"), match["n"])]


#: 可能是头孢, 我妈说是奶粉过敏: thought or said by laymen of what is seen now.
_UNSURE = re.compile(r"可能|好像|怀疑|也许|估计|像是|(?<!医生)(?<!大夫)说(?:可能)?是")


def _add_allergy(clause: Clause, substance: Mention, denied: bool, visit: Conversation) -> None:
    name = substance.term.name
    known = visit.known(FactKind.ALLERGY, name)
    unsure = _UNSURE.search(clause.text)
    polarity = Polarity.ABSENT if denied else (Polarity.UNCERTAIN if unsure else Polarity.PRESENT)
    if known is None:
        known = visit.add(
            Found(
                FactKind.ALLERGY,
                name,
                clause,
                substance.start,
                substance.end,
                polarity,
                term=substance.term,
            )
        )
    else:
        if not (known.is_present and polarity is Polarity.UNCERTAIN):
            known.polarity = polarity
        known.rest_on(clause)
    if substance.term.kind in ("drug", "drug_class") and not denied:
        for general in [f for f in visit.of_kind(FactKind.ALLERGY) if f.name == "药物"]:
            visit.drop(general)
    if _TEST_FAILED.search(clause.text):
        known.add("reaction", "皮试阳性")


def _deny_all(clause: Clause, visit: Conversation, match: re.Match[str]) -> None:
    name = "食物" if re.search(r"食物", clause.text) and "药" not in clause.text else "药物"
    drugs = any(
        f.term and f.term.kind in ("drug", "drug_class") and f.is_present
        for f in visit.of_kind(FactKind.ALLERGY)
    )
    if drugs or visit.known(FactKind.ALLERGY, name):
        return
    found = visit.add(
        Found(FactKind.ALLERGY, name, clause, match.start(), match.end(), Polarity.ABSENT)
    )
    found.rest_on(*(a.clause for a in visit.asked if a.aspect == "allergy"))


#: 什么反应 after an allergy was told.
_ASKS_REACTION = re.compile(r"反应|怎么|咋|什么样|啥样|症状|表现|什么情况|怎样")


def _goes_on(clause: Clause, last: Found, visit: Conversation) -> bool:
    """Whether a clause still tells of the allergy: in its turn, or asked for the reaction."""
    if last.clause.turn == clause.turn:
        return True
    if last.clause.clinician and clause.turn == last.clause.turn + 1:
        # 病历上写的阿司匹林过敏 — 哦对, 小时候吃了喘
        return bool(_ATE.search(clause.text)) and clause.clinician is not True
    asked = "".join(c.text for c in visit.clauses if c.turn == clause.turn - 1)
    return clause.turn - last.clause.turn == 2 and bool(_ASKS_REACTION.search(asked))


def _by_what_was_used(clause: Clause, last: Found, visit: Conversation) -> bool:
    """磺胺。吃复方新诺明, 身上起大片红斑: what the use before it brought on."""
    before = visit.clauses[visit.place_of(clause) - 1]
    if before.sentence != clause.sentence or not _ATE.search(before.text):
        return False
    return any(
        m.term.name == last.name or last.name in m.term.extra.get("class", ())
        for m in mentions.find(before.text, "drug", "drug_class", "allergen")
    )


#: 起皮疹, 会起疙瘩: what comes out, without a word of when.
_COMES_OUT = re.compile(
    r"(?:我|就|都|也|会|老|还|全身|浑身|身上|脸上?|嘴唇?|一身|满身)*"
    r"(?:起|出|长|发)(?:了|过|一?身|满身|好多|一片|些|红)*"
    r"(?:红疹子?|皮疹|疹子?|风团|大?包|疙瘩|荨麻疹|红点|水[泡疱])(?:的|了|啊)*"
)


def _comes_out(clause: Clause, last: Found, visit: Conversation) -> bool:
    """我对青霉素过敏. 起皮疹: the clause after the allergy, or after another sign of it."""
    if _COMES_OUT.fullmatch(clause.text) is None:
        return False
    before = visit.clauses[visit.place_of(clause) - 1]
    return before is last.clause or (
        before is visit.reaction and before.sentence == clause.sentence
    )


def _reaction(clause: Clause, visit: Conversation) -> None:
    allergies = [f for f in visit.of_kind(FactKind.ALLERGY) if f.polarity is not Polarity.ABSENT]
    if not allergies or not _goes_on(clause, allergies[-1], visit):
        return
    if clause.clinician is True and not visit.dictated:
        return
    last = allergies[-1]
    same = clause.sentence == last.clause.sentence or clause.turn != last.clause.turn
    if not (
        same
        or _ATE.search(clause.text)
        or _by_what_was_used(clause, last, visit)
        or _comes_out(clause, last, visit)
    ):
        return
    reactions = [m.term.name for m in mentions.find(clause.text, "reaction")]
    if not reactions and not re.search(r"现在|今天|昨天|这次|这回|这几天|最近", clause.text):
        reactions = [n.term.name for n in mentions.symptoms(clause.text) if not n.negated]
    seen = _ALLERGIC_REACTION.search(clause.text)
    if not reactions and seen and _ATE.search(clause.text[: seen.start()]):
        reactions = [seen["r"]]
    for name in reactions:
        last.add("reaction", name)
        visit.reaction = clause

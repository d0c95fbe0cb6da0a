"""Drugs: taken, ordered at this visit, stopped, ruled out."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, FactStatus, Polarity
from zhenlu.language.lexicon import Term
from zhenlu.language.zh import (
    adherence,
    doses,
    drug_names,
    drug_wordings,
    mentions,
    regimens,
)
from zhenlu.language.zh.clauses import OTHER, PATIENT, Clause
from zhenlu.language.zh.conversation import Conversation, Found
from zhenlu.language.zh.mentions import Named

_HABIT = re.compile(r"自服|自行|规律服用|平时|既往|曾服|长期|在家|服用|病史|年")
_NO_USE = re.compile(r"过敏|皮试|能(?:喝|吃)吗|疫苗|单子|类的药|是.{0,4}(?:药|类)$")
_OTHER_MATTER = re.compile(r"过敏|复查|复诊|随访|休息|拆线|缝|换药|沾水|干燥")
_NO_DRUG_USE = re.compile(
    r"练|锻炼|理疗|[冰冷热]敷|泡脚|散步|爬墙|牵引|针灸|停了?药?\d|停了?药(?:后|以后|的)"
)


def hear(clause: Clause, visit: Conversation) -> None:
    """Take the drugs of a clause, or what it says of the drug spoken of."""
    if visit.reaction is clause:
        return
    wondering = clause.confirm and clause.clinician is False and "了" not in clause.text
    if clause.about != PATIENT or clause.question or wondering:
        _remember(clause, visit)
        return
    if clause.supposed and not (clause.condition and visit.told_by_clinician(clause)):
        return
    drugs = [] if _NO_USE.search(clause.text) else drug_names.named(clause, visit)
    if clause.supposed and not any(
        doses.read(clause.text[d.start :]) or (not clause.past and _dose_follows(clause, visit))
        for d in drugs
    ):
        visit.medicine = None if drugs else visit.medicine
        _about_last(clause, visit) if not drugs and visit.medicine and doses.read(
            clause.text
        ) else None
        return
    if not drugs:
        _nothing_taken(clause, visit)
        _end_by_form(clause, visit)
        _about_last(clause, visit)
        return
    for i, drug in enumerate(drugs):
        end = drugs[i + 1].start if i + 1 < len(drugs) else len(clause.text)
        start = 0 if i == 0 else drugs[i - 1].end
        _take(clause, drug, clause.text[start:end], visit)


def _remember(clause: Clause, visit: Conversation) -> None:
    """A question about a drug makes it the one that 先别吃 speaks of."""
    if clause.about == OTHER:
        return
    drugs = drug_names.named(clause, visit)
    if drugs and clause.clinician is not True and not _NO_USE.search(clause.text):
        visit.asking_medicine = drugs[-1]


def _take(clause: Clause, drug: Named, around: str, visit: Conversation) -> None:
    after = clause.text[drug.end :]
    if re.match(r"(?:类)?(?:也|都)?(?:过敏|皮试)", after) or re.match(r"阳性|阴性", after):
        return
    clinical = _ordering(clause, visit)
    status = _status(clause, drug, around, clinical, visit)
    if status is None:
        visit.medicine = None
        return
    if drug.term.extra.get("vague") and status is FactStatus.REFUSED:
        _refuse_class(clause, drug, visit)
    if drug.term.kind == "drug_class" and status is FactStatus.ORDERED and not doses.read(after):
        return
    found = _record(clause, drug, status, visit)
    visit.dosed = clause
    regimens.apply(
        found,
        doses.read(clause.text[drug.start : drug.start + len(around)] if around else "", drug.term),
        clause,
    )
    if clause.text[: drug.start]:
        lead = doses.read(clause.text[: drug.start], drug.term)
        regimens.apply(found, lead, clause, keep=True)
    adherence.details(clause.text, found)
    visit.medicine = found
    visit.medicine_segment = clause.segment


def _ordering(clause: Clause, visit: Conversation) -> bool:
    if visit.dictated:
        turn = visit.turn_of(clause)
        return not _HABIT.search(turn) or bool(re.search(r"处理|处方|予|继续", turn))
    if clause.clinician is None:
        return not re.search(r"我|在吃|吃了|吃着|吃过|喝了|买|自己|家里", clause.text)
    return clause.clinician


def _status(
    clause: Clause, drug: Named, around: str, clinical: bool, visit: Conversation
) -> FactStatus | None:
    """Where the drug stands; None where the clause does not say that anyone takes it."""
    if clinical:
        return _ended_by_clinician(clause, drug, around, visit) or _ordered(
            clause, drug, around, visit
        )
    untaken = drug_wordings.UNTAKEN.search(around) or _only_at_hand(clause, visit)
    if untaken or _made_ill(clause, around, visit):
        return None
    allergy = visit.known(FactKind.ALLERGY, drug.term.name)
    if allergy is not None and allergy.is_present and not doses.read(around):
        return None
    if drug_wordings.STOP.search(around):
        return FactStatus.STOPPED
    if drug_wordings.REFUSE.search(around) and "吃了" not in around:
        return FactStatus.REFUSED if _is_ordered_class(drug.term, visit) else None
    return FactStatus.TAKEN if _is_being_taken(clause, drug, visit) else None


def _made_ill(clause: Clause, around: str, visit: Conversation) -> bool:
    """甲硝唑吃了恶心, told when allergies were asked about: no drug in use, no complaint."""
    asked = "allergy" in {a.aspect for a in visit.asked}
    if asked and drug_wordings.MADE_ILL.search(around):
        visit.reaction = clause
        return True
    return False


def _ended_by_clinician(
    clause: Clause, drug: Named, around: str, visit: Conversation
) -> FactStatus | None:
    if re.match(r"[^,]{0,3}(?:换成|改成|换为|改为)(?!1次|每|\d)", clause.text[drug.end :]):
        return FactStatus.STOPPED
    if drug_wordings.KEEP.search(around):
        return None
    if drug_wordings.STOP.search(around):
        return FactStatus.STOPPED
    if drug_wordings.REFUSE.search(around):
        taken = _is_taken(drug.term.name, visit) and "吃" in around
        return FactStatus.STOPPED if taken else FactStatus.REFUSED
    return None


def _ordered(clause: Clause, drug: Named, around: str, visit: Conversation) -> FactStatus | None:
    text = clause.text
    if re.search(
        r"你(?:现在|之前|一直|平时|以前)?(?:吃|用)的|你有|一吃|吃了.{0,4}(?:会|就)", around
    ):
        return None
    spoken = drug_wordings.KEEP.search(around) or drug_wordings.ORDER.search(around)
    told = spoken or doses.read(text[drug.end :])
    if told or _dose_follows(clause, visit):
        return FactStatus.ORDERED
    alone = re.fullmatch(r"\W*", text[: drug.start] + text[drug.end :])
    return FactStatus.ORDERED if alone and visit.dictated else None


def _only_at_hand(clause: Clause, visit: Conversation) -> bool:
    """西替利嗪我家有: at home, but not said to be taken."""
    if not re.search(r"家(?:里)?(?:也|还)?有", clause.text):
        return False
    following = _next(clause, visit)
    return following is None or not re.match(
        r"(?:就|我|给他|给她)?(?:吃|喝|用|抹|滴)", following.text
    )


def _is_being_taken(clause: Clause, drug: Named, visit: Conversation) -> bool:
    asked = {"medicines", "adherence"} & {a.aspect for a in visit.asked}
    return bool(
        asked
        or visit.medicine is not None
        or visit.dictated
        or drug_wordings.TAKE.search(clause.text)
        or clause.text.startswith("还有")
        or drug_names.follows_use(clause, drug, visit)
        or doses.read(clause.text[drug.end :])
        or _dose_follows(clause, visit)
    )


def _dose_follows(clause: Clause, visit: Conversation) -> bool:
    following = _next(clause, visit)
    for _ in range(2):
        if following is None or following.turn != clause.turn:
            return False
        use = doses.read(following.text)
        if use.value or "frequency" in use.details or "route" in use.details:
            return True
        if drug_names.named(following, visit) or following.sentence != clause.sentence:
            return False
        following = _next(following, visit)
    return False


def _next(clause: Clause, visit: Conversation) -> Clause | None:
    index = visit.place_of(clause) + 1
    return visit.clauses[index] if index < len(visit.clauses) else None


def _is_taken(name: str, visit: Conversation) -> bool:
    return any(
        f.name == name and f.status is FactStatus.TAKEN for f in visit.of_kind(FactKind.MEDICATION)
    )


def _is_ordered_class(term: Term, visit: Conversation) -> bool:
    return any(
        f.status is FactStatus.ORDERED and (f.name == term.name or _belongs(f, term))
        for f in visit.of_kind(FactKind.MEDICATION)
    )


def _belongs(found: Found, cls: Term) -> bool:
    classes = found.term.extra.get("class", ()) if found.term else ()
    return (
        cls.name in classes
        or found.name in cls.extra.get("members", ())
        or bool(set(classes) & set(cls.extra.get("classes", ())))
    )


def _refuse_class(clause: Clause, drug: Named, visit: Conversation) -> None:
    """先不开安眠药 rules out what was proposed of this class."""
    for found in visit.of_kind(FactKind.MEDICATION):
        if found.status is FactStatus.ORDERED and _belongs(found, drug.term):
            found.status = FactStatus.REFUSED
            found.rest_on(clause)


def _record(clause: Clause, drug: Named, status: FactStatus, visit: Conversation) -> Found:
    name = drug.term.name
    same = [f for f in visit.of_kind(FactKind.MEDICATION) if f.name == name]
    if status in (FactStatus.REFUSED, FactStatus.STOPPED):
        for found in same:
            if found.status is FactStatus.ORDERED:
                found.status = status
                found.rest_on(clause)
                return found
    for found in same:
        if found.status is status:
            found.rest_on(clause)
            return found
    found = visit.add(
        Found(
            FactKind.MEDICATION, name, clause, drug.start, drug.end, status=status, term=drug.term
        )
    )
    if drug.term.extra.get("unknown"):
        found.add("unknown", "是")
    return found


def _about_last(clause: Clause, visit: Conversation) -> None:
    """A clause without a drug goes on about the last one: dose, effect, stopping it."""
    last = visit.medicine
    if last is None and visit.asked_medicine is not None and visit.told_by_clinician(clause):
        _about_asked(clause, visit)
        return
    if last is None:
        if visit.told_by_patient(clause):
            _answer_about_taken(clause, visit)
        return
    elsewhere = mentions.find(clause.text, "test", "vital", "procedure")
    if elsewhere or _OTHER_MATTER.search(clause.text):
        return
    if _leaves_drug(clause):
        visit.medicine = None
        return
    if clause.segment is visit.medicine_segment or _is_about_drug(clause, visit):
        _goes_on(clause, last, visit)


def _about_asked(clause: Clause, visit: Conversation) -> None:
    """先不吃 after a patient's question about a drug."""
    asked = visit.asked_medicine
    text = clause.text
    if asked is None or not (
        drug_wordings.STOP.search(text) or re.match(r"(?:先)?(?:不吃|别吃|不用|不开|先不)", text)
    ):
        return
    status = FactStatus.STOPPED if _is_taken(asked.term.name, visit) else FactStatus.REFUSED
    visit.medicine = _record(clause, Named(asked.term, 0, len(text)), status, visit)
    visit.asked_medicine = None


def _leaves_drug(clause: Clause) -> bool:
    """What a clause goes on to is no longer the drug; a dose after it is not the drug's.

    再开个…: whatever is given there, the dose that follows is not that of the last drug.
    """
    another = re.search(r"(?:再|另外|还)(?:给你)?(?:开|加|来)|^加个", clause.text)
    return bool(
        _NO_DRUG_USE.search(clause.text) or (another and not doses.read(clause.text).value)
    )


def _is_about_drug(clause: Clause, visit: Conversation) -> bool:
    """Whether a clause of a later segment still goes on about the drug."""
    text = clause.text
    return bool(
        visit.told_by_patient(clause)
        or doses.read(text).value
        or regimens.is_dose_clause(text)
        or drug_wordings.STOP.search(text)
        or drug_wordings.KEEP.search(text)
        or drug_wordings.ENDED.match(text)
    )


def _goes_on(clause: Clause, last: Found, visit: Conversation) -> None:
    text = clause.text
    if drug_wordings.ENDED.match(text) and not drug_wordings.KEEP.search(text):
        if last.clause.turn == clause.turn:
            _end(last, clause, visit)
        return
    told = visit.told_by_patient(clause) and not visit.dictated
    if told and re.search(r"停了|停的|没再吃|不吃了|换掉|换了|没吃了|不敢(?:再)?[吃用]", text):
        last.status = FactStatus.STOPPED
    use = doses.read(text, last.term)
    if use and not use.value and re.match(r"(?:这)?(?:都|[2两几]种都|各)", text):
        _apply_to_all(use, last, clause, visit)
        return
    active = last.status in (FactStatus.TAKEN, FactStatus.ORDERED)
    if active and last.clause.clinician == clause.clinician:
        if regimens.is_course_only(use) and not regimens.is_dose_clause(text):
            use = doses.Use()
        regimens.apply(last, use, clause)
        if use:
            visit.dosed = clause
    adherence.insulin(text, last, clause)
    adherence.details(text, last)
    if adherence.NO_EFFECT.search(text) and last.status is FactStatus.TAKEN:
        visit.dosed = clause


def _apply_to_all(use: doses.Use, last: Found, clause: Clause, visit: Conversation) -> None:
    """都吃五天 holds for all drugs of this turn."""
    for found in list(visit.of_kind(FactKind.MEDICATION)):
        if found.status is last.status and found.clause.turn == clause.turn:
            regimens.apply(found, use, clause)


def _end_by_form(clause: Clause, visit: Conversation) -> None:
    """滴耳液先不用了: what was ordered is named by its form alone."""
    match = drug_wordings.FORM_ENDED.search(clause.text)
    if match is None or not visit.told_by_clinician(clause):
        return
    for found in reversed(list(visit.of_kind(FactKind.MEDICATION))):
        forms = found.term.extra.get("forms", ()) if found.term else ()
        # 栓剂 is said of a vaginal tablet, too.
        form = "阴道" if match["form"] == "栓" else match["form"]
        named = found.name.endswith(match["form"]) or form in found.clause.text
        if found.status is FactStatus.ORDERED and (named or match["form"] in forms):
            _end(found, clause, visit)
            return


def _end(last: Found, clause: Clause, visit: Conversation) -> None:
    if re.search(r"没敢", clause.text):
        visit.drop(last)
        visit.medicine = None
        return
    last.status = FactStatus.STOPPED if re.search("停", clause.text) else FactStatus.REFUSED
    last.rest_on(clause)


def _answer_about_taken(clause: Clause, visit: Conversation) -> None:
    """五毫克的, 有时候忘: an answer about the drug that is taken."""
    asked = " ".join(a.clause.text for a in visit.asked)
    _regimen_asked(clause, visit)
    _adherence_asked(clause, visit)
    taken = [f for f in visit.of_kind(FactKind.MEDICATION) if f.status is FactStatus.TAKEN]
    if not taken:
        _insulin_answer(clause, visit, asked)
        return
    if re.search(r"药|片|多大的|按时|忘|漏|单位|怎么吃", asked):
        regimens.apply(taken[-1], doses.read(clause.text, taken[-1].term), clause)
        adherence.details(clause.text, taken[-1])


def _regimen_asked(clause: Clause, visit: Conversation) -> None:
    """甲巯咪唑现在怎么吃的 — 一天两片: the answer's dose is that of the drug asked about."""
    asked = [
        a
        for a in visit.asked
        if a.aspect == "medication"
        and a.term is not None
        and re.search(r"怎么(?:吃|用|喷|打)|多少|几[片粒次袋]|多大", a.clause.text)
    ]
    use = doses.read(clause.text)
    untaken = drug_wordings.UNTAKEN.search(clause.text)
    if not asked or asked[-1].term is None or not use.value or untaken:
        return
    named = Named(asked[-1].term, 0, len(clause.text))
    found = _record(clause, named, FactStatus.TAKEN, visit)
    found.rest_on(asked[-1].clause)
    regimens.apply(found, doses.read(clause.text, found.term), clause)


def _adherence_asked(clause: Clause, visit: Conversation) -> None:
    """信必可呢, 每天都吸吗 — 有一顿没一顿的: how the drug asked about is taken."""
    asked = [a for a in visit.asked if a.aspect == "medication" and a.term is not None]
    if not asked or not any(pattern.search(clause.text) for pattern, _ in adherence.ADHERENCE):
        return
    last = asked[-1]
    if "过敏" in last.clause.text or last.term is None or "疫苗" in last.name:
        return
    found = _record(clause, Named(last.term, 0, len(clause.text)), FactStatus.TAKEN, visit)
    found.rest_on(last.clause)
    adherence.details(clause.text, found)


def _insulin_answer(clause: Clause, visit: Conversation, asked: str) -> None:
    if "胰岛素" not in asked or not adherence.INSULIN_PARTS.search(clause.text):
        return
    term = mentions.words().named("胰岛素", "drug")
    if term is None:
        return
    found = _record(clause, Named(term, 0, len(clause.text)), FactStatus.TAKEN, visit)
    visit.medicine = found
    adherence.insulin(clause.text, found, clause)


def _nothing_taken(clause: Clause, visit: Conversation) -> None:
    match = re.search(r"(?:没|没有|未)(?:吃|用|服)(?:过|任何|什么|啥)*药", clause.text)
    if mentions.find(clause.text, "disease", "symptom", "vital", "test"):
        # 血脂高没吃药: no drug for that, and no word of others.
        return
    if match and visit.told_by_patient(clause) and not visit.known(FactKind.MEDICATION, "药物"):
        visit.add(
            Found(
                FactKind.MEDICATION, "药物", clause, match.start(), match.end(),
                Polarity.ABSENT, status=FactStatus.TAKEN,
            )
        )  # fmt: skip

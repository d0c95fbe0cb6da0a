"""Drugs: taken, ordered at this visit, stopped, ruled out."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.language.zh import (
    adherence,
    doses,
    drug_answers,
    drug_names,
    drug_records,
    drug_standing,
    drug_wordings,
    mentions,
    refusals,
    regimens,
    restated,
    shared_regimens,
)
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation, Found
from zhenlu.language.zh.mentions import Named
from zhenlu.language.zh.persons import OTHER, PATIENT

#: 外院予布洛芬: given before this visit.
_GIVEN_BEFORE = re.compile(
    r"(?:外院|他院|当地|社区|村医|诊所|药店|曾|先后)[^,。]{0,8}(?:予|给|开|服|用)"
)
_HABIT = re.compile(r"自服|自行|规律服用|平时|既往|曾服|长期|在家|服用|病史|年")
#: 铁剂没吃了, after another drug: what is stopped is not the one spoken of.
_OF_ANOTHER_DRUG = re.compile(
    r"(?:那个|还有)?(?![这那的我它他她])[\u4e00-\u9fff]{1,4}(?:剂|片|素|膏|丸|针|胶囊|颗粒)(?:就|也|早|倒)*(?:没再?[吃用打]|停了|"
    r"不[吃用打])"
)
_OTHER_MATTER = re.compile(
    r"(?:吸|抽|香)烟|饮酒|喝酒|白酒|过敏|复查|复诊|随访|休息|拆线|缝|换药|沾水|干燥"
)
#: 阿莫西林不是更便宜吗: a patient thinks aloud.
_WONDERS = re.compile(r"不是[^,了过着]{1,8}(?:吗|嘛|么)[?]?$")
_NO_DRUG_USE = re.compile(
    r"练|锻炼|理疗|[冰冷热]敷|泡脚|散步|爬墙|牵引|针灸|停了?药?\d|停了?药(?:后|以后|的)"
)


def hear(clause: Clause, visit: Conversation) -> None:
    """Take the drugs of a clause, or what it says of the drug spoken of."""
    if visit.reaction is clause:
        return
    wondering = clause.clinician is False and (
        (clause.confirm and "了" not in clause.text) or _WONDERS.search(clause.text)
    )
    if clause.about != PATIENT or clause.question or wondering:
        _remember(clause, visit)
        return
    if visit.medicine and drug_wordings.NEVER_USED.fullmatch(clause.text):
        _about_last(clause, visit)
        return
    supposed = clause.supposed and not (clause.condition and visit.told_by_clinician(clause))
    if supposed or (clause.clinician is False and drug_answers.is_suggested(clause.text)):
        if drug_answers.suggested(clause, visit):
            # 我没敢吃, said next, is said of this one.
            visit.medicine = None
        return
    drugs = [] if drug_wordings.NO_USE.search(clause.text) else drug_names.named(clause, visit)
    follows = not clause.past and drug_standing.dose_follows(clause, visit)
    if clause.supposed and not any(doses.read(clause.text[d.start :]) or follows for d in drugs):
        visit.medicine = None if drugs else visit.medicine
        _about_last(clause, visit) if not drugs and visit.medicine and doses.read(
            clause.text
        ) else None
        return
    if not drugs:
        _without_name(clause, visit)
        return
    for i, drug in enumerate(drugs):
        end = drugs[i + 1].start if i + 1 < len(drugs) else len(clause.text)
        start = 0 if i == 0 else drugs[i - 1].end
        _take(clause, drug, clause.text[start:end], visit)


def _without_name(clause: Clause, visit: Conversation) -> None:
    """What a clause says of drugs that it does not name."""
    if refusals.by_pronoun(clause, visit):
        return
    drug_answers.took_suggested(clause, visit)
    drug_answers.nothing_taken(clause, visit)
    _end_by_form(clause, visit)
    _about_last(clause, visit)


def _remember(clause: Clause, visit: Conversation) -> None:
    """A question about a drug makes it the one that 先别吃 speaks of."""
    if clause.about == OTHER:
        return
    drugs = drug_names.named(clause, visit)
    before = visit.clauses[max(0, visit.place_of(clause) - 1)]
    if not drugs and before.sentence == clause.sentence:
        # 那个甲氨蝶呤, 一天两次还是一天一次
        drugs = drug_names.named(before, visit)
    if drugs and clause.clinician is not True and not drug_wordings.NO_USE.search(clause.text):
        visit.asking_medicine = drugs[-1]


def _take(clause: Clause, drug: Named, around: str, visit: Conversation) -> None:
    after = clause.text[drug.end :]
    if re.match(r"(?:类)?(?:也|都)?(?:过敏|皮试)", after) or re.match(r"阳性|阴性", after):
        return
    if drug_wordings.NOT_THAT.search(clause.text[: drug.start]):
        drug_records.mistake(clause, drug, visit)
        return
    clinical = _ordering(clause, visit)
    status = drug_standing.of(clause, drug, around, clinical, visit)
    if status is None or (status is FactStatus.REFUSED and refusals.of_class(clause, drug, visit)):
        visit.medicine = None
        return
    if drug.term.kind == "drug_class" and status is FactStatus.ORDERED and not doses.read(after):
        return
    found = (
        drug_records.ordered_of_class(drug.term, visit) if status is FactStatus.ORDERED else None
    )
    found = found or drug_records.record(clause, drug, status, visit)
    if status is FactStatus.ORDERED:
        drug_records.given_instead(found, clause, drug, visit)
    drug_records.take_over(found, visit)
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
        if _GIVEN_BEFORE.search(turn):
            return False
        return not _HABIT.search(turn) or bool(re.search(r"处理|处方|予|继续", turn))
    if clause.clinician is None:
        return not re.search(r"我|在吃|吃了|吃着|吃过|喝了|买|自己|家里", clause.text)
    return clause.clinician


def _about_last(clause: Clause, visit: Conversation) -> None:
    """A clause without a drug goes on about the last one: dose, effect, stopping it."""
    last = visit.medicine
    if last is None and restated.hear(clause, visit):
        return
    if last is None:
        if visit.told_by_patient(clause):
            drug_answers.answer_about_taken(clause, visit)
        return
    elsewhere = mentions.find(clause.text, "test", "vital", "procedure")
    if re.search(r"[吸抽香]烟|[饮喝白]酒", clause.text):
        visit.medicine = None
    if elsewhere or _OTHER_MATTER.search(clause.text):
        return
    if _leaves_drug(clause):
        visit.medicine = None
        return
    ordered = last.status is FactStatus.ORDERED and clause.clinician is True
    if ordered and regimens.leaves_in_doubt(clause.text, visit.correcting):
        regimens.withdraw(last, clause)
    elif clause.segment is visit.medicine_segment or _is_about_drug(clause, visit):
        _goes_on(clause, last, visit)


def _leaves_drug(clause: Clause) -> bool:
    """What a clause goes on to is no longer the drug; a dose after it is not the drug's.

    再开个…: whatever is given there, the dose that follows is not that of the last drug.
    """
    another = re.search(
        r"(?:再|另外|还)(?:给你)?(?:开|加|来)|^(?:加个|加(?!到|量|重|\d|1次))", clause.text
    )
    ended = clause.clinician is False and drug_wordings.HAS_ENDED.search(clause.text)
    if ended or regimens.is_dose_clause(clause.text):
        return False
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
    if drug_wordings.PUT_OFF.fullmatch(text):
        _put_off(last, clause, visit)
        return
    if drug_wordings.ENDED.match(text) and not drug_wordings.KEEP.search(text):
        if last.clause.turn == clause.turn:
            _end(last, clause, visit)
        return
    told = visit.told_by_patient(clause) and not visit.dictated
    if told and last.status is FactStatus.TAKEN and drug_wordings.NEVER_USED.fullmatch(text):
        # 社区给开了头孢, 我没吃
        if last.clause.turn == clause.turn and not last.also:
            visit.drop(last)
            visit.medicine = None
        return
    if told and _OF_ANOTHER_DRUG.match(text):
        return
    if _has_ended(text, last, told, visit):
        last.status = FactStatus.STOPPED
    use = doses.read(text, last.term)
    if shared_regimens.hold_for_all(use, last, clause, visit):
        return
    active = last.status in (FactStatus.TAKEN, FactStatus.ORDERED)
    if active and last.clause.clinician == clause.clinician:
        if regimens.is_course_only(use) and not regimens.is_dose_clause(text):
            use = doses.Use()
        regimens.apply(last, use, clause)
        shared_regimens.hold_for_joined(use, last, clause, visit)
        if use:
            visit.dosed = clause
    regimens.retitrate(last, clause)
    adherence.insulin(text, last, clause)
    adherence.details(text, last)
    if adherence.NO_EFFECT.search(text) and last.status is FactStatus.TAKEN:
        visit.dosed = clause


def _has_ended(text: str, last: Found, told: bool, visit: Conversation) -> bool:
    """上个月停了, said by the one who took it or noted of what was taken."""
    noted = visit.dictated and last.status is FactStatus.TAKEN
    ended = drug_wordings.HAS_ENDED.search(text) and not drug_wordings.KEEP.search(text)
    return (told or noted) and bool(ended)


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


def _put_off(last: Found, clause: Clause, visit: Conversation) -> None:
    """那是以后的事: what was just spoken of is not for today."""
    if last.status is FactStatus.ORDERED and last.clause.turn == clause.turn and not last.also:
        visit.drop(last)
        visit.medicine = None


def _end(last: Found, clause: Clause, visit: Conversation) -> None:
    if re.search(r"没敢", clause.text):
        visit.drop(last)
        visit.medicine = None
        return
    last.status = FactStatus.STOPPED if re.search("停", clause.text) else FactStatus.REFUSED
    last.rest_on(clause)

"""Diagnoses that the clinician states, with their certainty."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactKind, Subject
from zhenlu.language.en import mentions, scope
from zhenlu.language.en.account import Remark
from zhenlu.language.en.found import Found
from zhenlu.language.en.kinship import owner
from zhenlu.language.en.mentions import Said

_CONCLUDES = re.compile(
    r"\b(?:I think|I believe|I suspect|I'm (?:fairly |pretty |quite )?(?:sure|confident"
    r"|concerned|thinking|worried)|my impression|impression|diagnosis|you(?:'re"
    r"| are) (?:now )?(?=\w)"
    r"|this (?:is|looks|sounds"
    r"|seems|would be|could well)|it(?:'s| is) (?:a |an |just |probably |likely |most likely "
    r"|mainly |simple |mild |called )|it (?:looks|sounds|seems|appears|feels)|that(?:'s| is"
    r"|'d be) (?:a |an |mechanical|osteo|what)|so that's|you(?:'ve| have)(?: got| probably got"
    r"| likely got)?|you probably have|(?:he|she)(?:'s got| has)"
    r"|consistent with|suggests?|suggestive of|points to|in keeping with|likely|probably"
    r"|diagnose you|we call|(?:your|his|her) \w+(?: \w+){0,3} (?:isn't|is not|is|remains|looks)"
    r"|assessment|looks like|sounds? (?:very much |a lot |a bit )?like|(?:most likely|likeliest)"
    r"|confirms?"
    r"|what you have is|dealing with"
    r"|due to|caused by|flare[- ]up of|exacerbation of|wonder whether you've had)\b",
    re.IGNORECASE,
)
_PROBABLE = re.compile(
    r"\b(?:think|believe|suspect|probabl[ey]|likely|looks? like|sounds? like|seems?|appears"
    r"|consistent with|suggests?|suggestive|in keeping|concerned|impression|may be|thinking"
    r"|could well|wonder|worried|worry)\b",
    re.IGNORECASE,
)
_TO_DETERMINE = re.compile(
    r"\b(?:ddx|query|possible|possibly|might be|could be|rule out|to be determined|not sure (?:if"
    r"|whether)|differential)\b|\?",
    re.IGNORECASE,
)
_NO_DIAGNOSIS = re.compile(
    r"\b(?:(?:been|having|were|was) diagnosed|refer (?:you|him|her)|mentioned|the (?:first"
    r"|second|third|last)|don't think|doesn't look like|does not look like|not (?:think|a|an)\b"
    r"|isn't|unlikely"
    r"|less likely|rule[sd]? out|to exclude|no (?:sign|evidence) of"
    r"|nothing (?:here )?(?:suggests|to suggest)|because of|risk of|prevent|worried about"
    r"|could (?:mean|be|lead|cause)|can (?:lead|cause)|history of|you mentioned|you said|family"
    r"|had (?:a|an)|last (?:year|month|time)|with your|for your|your previous|given your"
    r"|in case)\b",
    re.IGNORECASE,
)


#: A diagnosis that is open: "I'm worried this could be appendicitis".
_MAY_BE = re.compile(
    r"\b(?:I think|I'm worried|I'm concerned|my worry is)(?: that)? (?:this|it|that) (?:could"
    r"|might|may)"
    r" (?:well |also |just |still )?be (?:an? |the |your |his |her )?$"
    r"|^\W*(?:so |and |well )?(?:it|this) (?:may|might)(?: well)? be (?:an? )?$"
    r"|\bI(?:'m| am) (?:a bit |quite |really )?(?:worried|concerned) about (?:an? "
    r"|the possibility of (?:an? )?)?$",
    re.IGNORECASE,
)
_THINKS = re.compile(
    r"\W*(?:so |okay |well |and )*(?:I think|I suspect|I believe|this is|it's most likely)\b",
    re.I,
)
_NAMES_IT = re.compile(r"\b(?:(?:it|this|that)(?:'s| is)|this was)\b", re.IGNORECASE)


#: What may stand around the disease in a terse clinician's sentence: "Lumbar strain, I think."
_AROUND = re.compile(
    r"\W*(?:(?:another|so|okay|right|well|then|classic|simple|just|probably|likely|most likely"
    r"|looks like"
    r"|definitely|mild|moderate|acute|early|left|right|a|an|I think|by the look of it"
    r"|of the \w+ \w+)\W*)*",
    re.IGNORECASE,
)


#: As in "Is it pneumonia?", "Have I got gallstones then?", asked by the patient.
_PATIENT_ASKS = re.compile(
    r"\b(?:is (?:it|this|that)|could (?:it|this|that) be|have I got|do I have|does (?:he"
    r"|she) have"
    r"|has (?:he|she) got|is (?:he|she) getting)\b[^?]{0,20}$",
    re.IGNORECASE,
)
_CONFIRMS = re.compile(
    r"^\W*(?:(?:well|yes|yeah|oh|um|hmm)\W+)*(?:I think so|I(?:'m afraid| suspect| believe"
    r"| reckon)"
    r" so|it (?:is|does|looks like it|could be|might be|may be)|that's (?:right|what it is|"
    r"what I think)"
    r"|looks like it|yes\b|yeah\b|afraid so|most likely|probably)",
    re.IGNORECASE,
)


def _asked_by_patient(remark: Remark) -> list[Found]:
    """As in "Is it pneumonia?" "I think so, yes, a mild one"."""
    confirms = _CONFIRMS.match(remark.text)
    if confirms is None or remark.reply == "no" or _problems(remark.text):
        return []
    asked = [
        (question, said)
        for question in remark.questions
        if not question.by_clinician
        for said in _problems(question.text)
        if _PATIENT_ASKS.search(question.text[: said.start])
    ]
    if len(asked) != 1:
        return []
    question, said = asked[0]
    open_still = re.search(r"\b(?:could|might|may|not sure)\b", confirms.group(), re.IGNORECASE)
    thought = re.search(r"\b(?:think|suspect|reckon|likely|probably)\b", confirms.group(), re.I)
    sure = "to be determined" if open_still else "probable" if thought else "confirmed"
    fact = remark.fact(
        FactKind.DIAGNOSIS,
        said.name,
        attributes={"certainty": sure},
        also=(question.segment.id,),
    )
    return [Found(fact)]


#: How a disease is qualified where a verdict without a verb opens the sentence.
_QUALIFIED = re.compile(
    r"\b(?:early|mild|moderate|severe|acute|simple|uncomplicated|probable|likely"
    r"|(?:not |poorly |badly |well )(?:well )?controlled)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|will|would|do|does|did|should|I|you|he|she|we"
    r"|they|it|your|his|her|no|not(?! well controlled)|any|if)\b|\w'(?:s|re|ve|ll|m)\b",
    re.IGNORECASE,
)


def _verdict(text: str) -> bool:
    """As in "Type two diabetes, not well controlled, and some early neuropathy"."""
    if _VERB.search(text) or text.rstrip().endswith("?") or not _QUALIFIED.search(text):
        return False
    first = next(iter(_problems(text)), None)
    return first is not None and bool(_AROUND.fullmatch(text[: first.start]))


#: As in "The heart failure's got worse": what is known is what is the matter today.
_GOT_WORSE = re.compile(r"(?:'s| has| have|'ve| is|'re)\s+(?:got(?:ten)?|getting|flar\w+)\b", re.I)


def _known_and_worse(before: str, after: str) -> bool:
    return bool(
        re.search(r"\b(?:the|your|his|her)\s+$", before, re.IGNORECASE) and _GOT_WORSE.match(after)
    )


def _bare(remark: Remark) -> list[Found]:
    """The disease that a clinician's sentence consists of."""
    for said in _problems(remark.text):
        rest = remark.text[: said.start] + remark.text[said.end :]
        if _AROUND.fullmatch(rest):
            return [
                Found(
                    remark.fact(
                        FactKind.DIAGNOSIS,
                        said.name,
                        said.start,
                        said.end,
                        attributes={
                            "certainty": _certainty(remark.text, said),
                            "side": mentions.side_of(remark.text, said.start, said.end),
                        },
                    ),
                    remark.corrects,
                )
            ]
    return []


def _concludes(before: str, after: str) -> bool:
    """Whether the words before a disease conclude it: "I think", "it's a", "it's"."""
    return bool(
        _CONCLUDES.search(before + after)
        or re.search(
            r"\b(?:(?:it|this|that|he|she)(?:'s| is)|this was"
            r"|you(?:'re| are)(?: now)?)\s+(?:an? |the |plain |old |good |just |only "
            r"|grade \d |simple |acute |probably )*$",
            before,
            re.IGNORECASE,
        )
    )


def diagnoses(  # noqa: PLR0912
    remark: Remark, relations: frozenset[str]
) -> list[Found]:
    text = remark.text
    if remark.segment.role.value == "nurse":
        return []
    if remark.dictated:
        if remark.part != "assessment" and not _THINKS.match(text):
            return []
    elif not remark.questions and (bare := _bare(remark)):
        return bare
    elif granted := _asked_by_patient(remark):
        return granted
    elif not (
        _verdict(text)
        or _CONCLUDES.search(text)
        or _NAMES_IT.search(text)
        or re.search(r"(?:'s|has) got", text)
    ):
        return []
    found = []
    verdict = _verdict(text)
    previous_end = -1
    for said in _problems(text):
        clause = _clause(text, said)
        before = clause[0]
        linked = verdict or (previous_end >= 0 and re.fullmatch(
            r"\s*,?\s*(?:and|with|with some|plus|or|on top of|on the|on|in)?\s*(?:a |an |some "
            r"|mild |left |right |probably |possibly |likely )*",
            text[previous_end : said.start],
        ))
        if (
            not remark.dictated
            and not linked
            and not _known_and_worse(before, text[said.end :])
            and (
                not _concludes(before, text[said.start : said.end] + clause[1])
                or (_NO_DIAGNOSIS.search(before[-70:]) and not _MAY_BE.search(before))
            )
        ):
            continue
        if (
            not remark.dictated
            and not linked
            and not _known_and_worse(before, text[said.end :])
            and not _MAY_BE.search(before)
            and not _concludes(before, "x")
            and not re.match(
                r"\s*(?:isn't|is not|is (?:well|not|under|stable|poorly)|remains|looks)",
                text[said.end :],
            )
        ):
            continue
        if scope.denied(text, said.start, said.end) and not re.match(
            r"\s*(?:isn't|is not|is)\b", text[said.end :]
        ):
            continue
        thinks = re.search(
            r"\bI(?:'m| am) thinking (?:about|of) (?:an? )?$"
            , before
        ) or _MAY_BE.search(before)
        if (
            (scope.imagined(text, said.start, said.end) and not thinks)
            or owner(remark, said.start, relations).subject is not Subject.PATIENT
        ):
            continue
        something_else = re.match(
            r"\s*(?:which|that)?\s*(?:has settled|settled|has gone|clinic|team|specialist|risk"
            r"|medic|tablet|test|swab"
            r"|allerg|can |could )",
            text[said.end :],
        ) or (re.search(r"\b(?:like|or|from (?:the|your|his|her))\s+$", before) and not linked)
        looks_like = r"\b(?:looks|sounds|seems|feels)\s+like\s+(?:a |an |you have )?$"
        if something_else and not re.search(looks_like, before, re.IGNORECASE):
            continue
        previous_end = said.end
        attributes = {
            "certainty": _certainty(text, said),
            "side": mentions.side_of(text, said.start, said.end)
            or (said.side if said.side else ""),
        }
        told = text if not verdict else text[said.end :]
        if re.search(
            r"\b(?:not (?:well )?controlled|isn't (?:well )?controlled|not at target"
            r"|poorly controlled|above target|uncontrolled|too high)\b",
            told,
            re.IGNORECASE,
        ):
            attributes["control"] = "not at target"
        elif re.search(
            r"\b(?:well[- ]controlled|under control|stable|at target)\b",
            text[said.end : said.end + 40],
            re.IGNORECASE,
        ):
            attributes["control"] = (
                "well controlled" if "stable" not in text[said.end : said.end + 40] else "stable"
            )
        found.append(
            Found(
                remark.fact(
                    FactKind.DIAGNOSIS, said.name, said.start, said.end, attributes=attributes
                ),
                remark.corrects,
            )
        )
    return found


def _problems(text: str) -> list[Said]:
    """Diseases of a sentence; a part of the body makes "osteoarthritis of the right knee" one."""
    found = []
    named = list(mentions.terms(text, "disease"))
    named += [
        s
        for s in mentions.symptoms(text)
        if s.term.extra.get("diagnosis")
        and all(s.end <= d.start or s.start >= d.end for d in named)
    ]
    for said in sorted(named, key=lambda s: s.start):
        if said.term.extra.get("generic"):
            continue
        name = said.name
        if name == "osteoarthritis" and re.match(
            r"\s*(?:of|in)\s+(?:the |your )?(?:left |right |both )?knee", text[said.end :]
        ):
            name = "knee osteoarthritis"
        found.append(
            Said(
                name,
                said.kind,
                said.start,
                said.end,
                said.term,
                said.words,
                said.site,
                _side_after(text, said),
            )
        )
    return found


def _side_after(text: str, said: Said) -> str:
    match = re.match(
        r"\s*(?:of|in)\s+(?:the |your |his |her )?(left|right|both)\b", text[said.end :]
    )
    return ("bilateral" if match.group(1) == "both" else match.group(1)) if match else ""


def _clause(text: str, said: Said) -> tuple[str, str]:
    before = re.split(r"[.;!?]\s|,?\s*\bbut\b|,\s*(?=(?:this|it)(?:'s|"
                      r" is)\b)", text[: said.start])[-1]
    after = re.split(r"[.;!?,]\s|\bbut\b", text[said.end :])[0]
    return before, after


def _certainty(text: str, said: Said) -> str:
    before, _ = _clause(text, said)
    if re.search(r"\bI think\b[^.;]*\bcould (?:well )?be\b", before, re.IGNORECASE):
        return "probable"
    if _TO_DETERMINE.search(before[-40:]):
        return "to be determined"
    return "probable" if _PROBABLE.search(before) else "confirmed"

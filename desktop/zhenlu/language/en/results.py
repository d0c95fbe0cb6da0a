"""Tests: what came back, what is ordered, what is declined."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.language.en import mentions, scope
from zhenlu.language.en.account import Remark
from zhenlu.language.en.found import Found
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.quantities import quantities
from zhenlu.language.en.vocabulary import lexicon_of

_RESULT = (
    (re.compile(r"\b(?:negative|neg|clear)\b", re.IGNORECASE), "negative"),
    (re.compile(r"\b(?:positive|pos\b)(?: for (?P<what>[^.;,]+))?", re.IGNORECASE), "positive"),
    (re.compile(r"\b(?:abnormal)\b", re.IGNORECASE), "abnormal"),
    (
        re.compile(
            r"\b(?:normal|fine|okay|ok|good|unremarkable|all right|within normal limits|clean"
            r"|no (?:acute )?(?:changes|abnormalit\w+|fracture))\b",
            re.IGNORECASE,
        ),
        "normal",
    ),
    (re.compile(r"\b(?:high|raised|elevated|up a bit)\b", re.IGNORECASE), "high"),
    (re.compile(r"\b(?:low|reduced)\b", re.IGNORECASE), "low"),
)
_SHOWS = re.compile(
    r"\b(?:shows?|showed|shown|demonstrates?|revealed|reveals?|came back(?: as)?|comes back"
    r"|confirm(?:s|ed))\s+(?P<what>[^.;?!]{3,90})",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"\b(?:I'll|I will|I'd (?:also )?like (?:to|an?|some|your|his|her|you to)|do is|I'm going to"
    r"|I am going to|gonna|we'll|we will"
    r"|they'll|they will|(?:you|he|she)'ll need|let's|let me|we need|I(?:'ll)? need|you(?:'re"
    r"| are) due|you need|we should"
    r"|you should|needs? to|needs? an?\b|(?:seen|in) (?:today )?for an?\b|want (?:you )?to"
    r"|want (?:an?|some|you to have)|going to"
    r"|I'd suggest|I'd recommend|recommend|order(?:ing)?|send(?:ing)?|arrange|book|request"
    r"|refer you|get (?:you|an?|some|your)|repeat|have (?:an?|some|your)|do (?:an?|some|your)"
    r"|take (?:an?|some)"
    r"|check|run|go ahead|schedule|plan:?)\b",
    re.IGNORECASE,
)
_NOT_ORDERED = re.compile(
    r"\b(?:(?:may|might) (?:end up|have to)|look at|results? of|review(?:ed|ing)?|had you do"
    r"|we did|did do|see here|don't need|no need|not (?:necessary|needed|going to)|doesn't need"
    r"|won't|wouldn't"
    r"|don't think (?:we|you) need|could (?:also )?(?:do|get|have|order|arrange)|might (?:need"
    r"|do|consider)|may need|if (?:it|things|that|you'd like)|would (?:normally|only)|hold off"
    r"|not (?:do|get|have))\b",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\b(?:rather not|don't want|no thanks|not keen|won't have|refuse)\b", re.IGNORECASE
)


_ALREADY = re.compile(
    r"\b(?:we(?:'ve| have)? (?:got|did|done|had|took|taken)|I(?:'ve| have)? (?:did|done|took"
    r"|taken)"
    r"|you(?:'ve| have)? had|already (?:had|done))\s+(?:\w+ ){0,3}$",
    re.IGNORECASE,
)
#: A result told in the next sentence: "We got an X-ray. There's no fracture."
_THEN = re.compile(
    r"\s*(?:[^.?!\d]{1,30}(?:\d+)?[^.?!\d]{0,12}\.\s*)?(?:and |so |okay,? |alright,? )?(?:that's"
    r"|that was|that is|it's|it was|it is|it shows|there's"
    r"|they're|this is|this shows)\s+(?P<what>[^.;?!]{1,60})",
    re.IGNORECASE,
)
_NOT_NEEDED = re.compile(
    r"\bdon't think (?:you|we|he|she|they|I) (?:\w+ )?needs?\b[^.;]{0,24}$"
    r"|\bno need for\b[^.;]{0,16}$|\b(?:don't|doesn't) need\b[^.;]{0,16}$",
    re.IGNORECASE,
)
_NO_VERB = re.compile(
    r"\b(?:is|are|was|were|'s|isn't|has|have|had|came|looks?|shows?|I|you|he|she|it|they|we|if)\b"
    r"|\w'(?:s|ll|ve|m|re)\b",
    re.IGNORECASE,
)


#: A plan told as a list: "Bloods today including B12", "Blood test for your kidneys in two weeks".
_LISTED = re.compile(
    r"\W*(?:(?:and|so|okay|then|right|repeat|routine|urgent)[,]? )*(?:some )?(?:bloods?"
    r"|blood (?:tests?|work)|urine|CT|MRI"
    r"|X-ray|chest X-ray|ECG|EKG|ultrasound|scan|swabs?|FBC|CBC)\b[^.;?!]{0,30}?\b(?:today"
    r"|tomorrow|next week"
    r"|this week|in (?:\d|a|two)|every (?:\d|two)|before (?:you|the|your|we)|including"
    r"|for (?:your|the|his|her)"
    r"|please)\b",
    re.IGNORECASE,
)


#: As in "Bloods, thyroid and a full count", "Uric acid and kidney function in six weeks".
_WHEN = re.compile(
    r"\b(?:today|tomorrow|next week|this week|(?:in|every) (?:\d|a |two )|again|before (?:you|"
    r"we))\b",
    re.IGNORECASE,
)


def _timed(remark: Remark, named: Sequence[Said]) -> bool:
    """Whether a sentence without a verb lists tests and says when, or opens with "Bloods"."""
    text = remark.text
    if remark.dictated or _NO_VERB.search(text) or len(text.split()) > 14:
        return False
    if re.match(r"\W*(?:and )?bloods?\b[,:]", text, re.IGNORECASE):
        return True
    opens = re.match(r"\W*(?:(?:and|then|an?|the|your|repeat)\W+)*$", text[: named[0].start], re.I)
    return bool(opens and _WHEN.search(text))


def tests(  # noqa: PLR0912
    remark: Remark, used: set[int], *, going_on: bool
) -> list[Found]:
    """Tests of a remark.

    Args:
        used: Starts of numbers that belong to vital signs already.
        going_on: Whether the sentence before ordered tests: a bare list goes on with them.
    """
    text = remark.text
    found = []
    named = [s for s in mentions.terms(text, "test") if not _is_vital(text, s)]
    if not remark.by_clinician:
        return _patient_tests(remark, named)
    for number, said in enumerate(named):
        end = named[number + 1].start if number + 1 < len(named) else len(text)
        after = text[said.end : end]
        if re.match(r"\s+(?:intake|diet)\b", after) or re.search(
            r"\bon (?:your|the)\s*$", text[: said.start]
        ):
            continue
        clause = re.split(r"[.;!?]\s|,\s*(?:but|and (?:I|we|you))", text[: said.start])[-1]
        if _NOT_NEEDED.search(clause) and not remark.asks:
            fact = remark.fact(
                FactKind.TEST, said.name, said.start, said.end, status=FactStatus.REFUSED
            )
            found.append(Found(fact, remark.corrects))
            continue
        if (
            scope.imagined(text, said.start, said.end)
            and not re.search(r"\bto (?:rule out|exclude)\b", text)
            and (_NOT_ORDERED.search(clause) or not _ORDERS.search(clause))
        ):
            continue
        worded = (
            text[said.end :]
            if re.match(r"\s*(?:is|was|came back)?\s*positive for\b", after)
            else after
        )
        result = (
            _measured(said, after, len(text[: said.end]), used)
            or _ratio(said, after)
            or _worded(worded)
            or _in_urine(said, text[: said.start])
            or _before_it(text[: said.start])
            or _dipped(said, text[said.end :])
        )
        if not result and number + 1 == len(named):
            result = _told_next(remark, said)
        attributes: dict[str, str] = {}
        value = unit = ""
        if isinstance(result, tuple):
            value, unit = result
            if (word := _worded(after)) and not word.startswith("shows"):
                attributes["result"] = word
        elif result:
            attributes["result"] = result
        status = _test_status(remark, clause, bool(result), text)
        if status is None and not result and (_LISTED.match(text) or _timed(remark, named)):
            status = FactStatus.ORDERED
        if status is None and going_on and not _NO_VERB.search(text) and len(text.split()) <= 12:
            status = FactStatus.ORDERED
        if status is None:
            continue
        if status in (FactStatus.ORDERED, FactStatus.REFUSED):
            value = unit = ""
            attributes = {}
        elif match := re.search(
            r"\b(?:last (?:week|month|year|time)|today|yesterday|in (?:january|february|march"
            r"|april|may|june|july|august|september|october|november|december))\b",
            text,
            re.IGNORECASE,
        ):
            attributes["when"] = (
                match.group().lower()
                if not match.group().lower().startswith("in ")
                else "in " + match.group()[3:].capitalize()
            )
        found.append(
            Found(
                remark.fact(
                    FactKind.TEST,
                    said.name,
                    said.start,
                    said.end,
                    value=value,
                    unit=unit,
                    attributes=attributes,
                    status=status,
                ),
                remark.corrects,
            )
        )
    if not named and re.match(r"\s*It (?:was|is)\b.*\blast time\b", text):
        return []
    return found


def _told_next(remark: Remark, said: Said) -> tuple[str, str] | str:
    """What the sentence after the one that names the test says of it."""
    following = remark.reading.text[remark.offset + len(remark.text) :]
    match = _THEN.match(following)
    if match is None:
        return ""
    what = match.group("what")
    if said.term.extra.get("units"):
        first = re.match(r"\s*(?:about |around |only )?\d", what)
        return (_measured(said, what, 10**6, set()) or "") if first else ""
    return _worded(f" is {what}") if not quantities(what) else ""


def _is_vital(text: str, said: Said) -> bool:
    return bool(
        said.name == "fasting glucose"
        and not re.search(r"\b(?:test|result|check|repeat|lab)\b", text)
    )


def _measured(said: Said, after: str, offset: int, used: set[int]) -> tuple[str, str] | None:
    for quantity in quantities(after):
        if offset + quantity.start in used or quantity.start > 26 or "/" in quantity.value:
            continue
        units = said.term.extra.get("units", ())
        if quantity.unit in ("day", "week", "month", "year", "minute", "hour") or (
            quantity.unit and quantity.unit not in units and units
        ):
            continue
        if not units or re.search(r"\b(?:in|for|every)\s+$", after[: quantity.start]):
            continue
        return quantity.value, quantity.unit or (
            units[0] if len(units) == 1 else _likely(said.name, quantity.value)
        )
    return None


def _ratio(said: Said, after: str) -> tuple[str, str] | None:
    """A result that has no unit: "Your INR on Friday was 4.2"."""
    match = re.match(r"[^.;?!\d]{0,24}\b(?:is|was|of|at|back)\s+(\d+(?:\.\d+)?)(?![\d/])", after)
    return (match.group(1), "") if match and said.name == "INR" else None


def _in_urine(said: Said, before: str) -> str:
    """As in "your urine's got nitrites and leucocytes, no protein": found there or not."""
    if said.name not in ("nitrites", "leucocytes", "urine protein") or not re.search(
        r"\b(?:urine|dip\w*|sample)\b", before, re.IGNORECASE
    ):
        return ""
    own = re.split(r"[,;]\s*", before)[-1]
    if re.search(r"\bno\s+$", own, re.IGNORECASE):
        return "negative"
    shows = r"\b(?:got|has|shows?|showing|full of)\b[^.;,]{0,40}$"
    return "positive" if re.search(shows, before, re.IGNORECASE) else ""


#: As in "neg leucs, pos nitrites": the result stands first.
_FIRST = re.compile(r"\b(?P<how>neg|negative|pos|positive)\s+$", re.IGNORECASE)


def _before_it(before: str) -> str:
    """A result said right before what was tested."""
    match = _FIRST.search(before)
    if match is None:
        return ""
    return "negative" if match["how"].lower().startswith("neg") else "positive"


#: As in "Dipstick's got nitrites and leucocytes": what it shows.
_DIP_SHOWS = re.compile(
    r"\s*(?:'s got|has got|has|shows?|showed"
    r"|:)\s+(?:some )?(?P<what>[^.;?!]{3,60})", re.IGNORECASE
)


def _dipped(said: Said, after: str) -> str:
    """What a dipstick shows, in its own words."""
    match = _DIP_SHOWS.match(after) if said.name == "urine dipstick" else None
    return match["what"].strip() if match and mentions.terms(match["what"], "test") else ""


def _likely(name: str, value: str) -> str:
    """The unit of a result said without one, where the size of the number decides."""
    number = float(value.split("-", maxsplit=1)[0])
    if name == "HbA1c":
        return "%" if number < 20 else "mmol/mol"
    if name == "haemoglobin":
        return "g/dL" if number < 25 else "g/L"
    if name == "creatinine":
        return "mg/dL" if number < 15 else "umol/L"
    if name == "uric acid":
        return "mg/dL" if number < 25 else "umol/L"
    likely = "mmol/L" if number < 25 else "mg/dL"
    term = lexicon_of("test").named(name)
    return likely if term and likely in term.extra.get("units", ()) else ""


def _worded(after: str) -> str:
    if match := _SHOWS.search(after):
        words = match.group("what").strip()
        for pattern, word in _RESULT[:2]:
            if pattern.fullmatch(words):
                return word
        words = re.split(r",?\s+(?:so|which|and (?:I|we|you|that))\b|,\s", words)[0]
        return words.strip(" ,.")
    for pattern, word in _RESULT:
        match = pattern.search(after)
        if (
            match
            and match.start() < 34
            and not re.search(r"\b(?:to|for|if)\b", after[: match.start()])
        ):
            if word == "positive" and match.group("what"):
                return f"positive for {match.group('what').strip()}"
            return word
    return ""


def _test_status(  # noqa: PLR0911
    remark: Remark, clause: str, has_result: bool, text: str
) -> FactStatus | None:
    if has_result and not re.search(
        r"\b(?:repeat|recheck|order|arrange|book)\b", clause, re.IGNORECASE
    ):
        return FactStatus.DONE
    if _NOT_ORDERED.search(clause):
        return (
            FactStatus.REFUSED
            if re.search(r"\b(?:don't need|no need|not|doesn't need)\b", clause)
            else None
        )
    if re.search(r"\b(?:not|no)\s+(?:\w+\s+)?$", clause, re.IGNORECASE):
        return FactStatus.REFUSED
    if _ALREADY.search(clause):
        return FactStatus.DONE
    if _ORDERS.search(clause) or (remark.dictated and remark.part == "plan"):
        return FactStatus.ORDERED
    if re.search(
        r"\b(?:will|we'll) be (?:done|arranged)|\bas well\b|\bneeds? (?:doing|to be done)\b", text
    ):
        return FactStatus.ORDERED
    return None


def _told_by_patient(remark: Remark) -> list[Found]:
    """As in "What was your last A1C?" "Nine point two, I believe"."""
    asked = [s for q in remark.questions for s in mentions.terms(q.text, "test")]
    if len({s.name for s in asked}) != 1 or not asked[0].term.extra.get("units"):
        return []
    number = next((q for q in quantities(remark.text) if q.start <= 30), None)
    measured = _measured(asked[0], remark.text, 10**6, set()) if number else None
    if not measured:
        return []
    fact = remark.fact(
        FactKind.TEST,
        asked[0].name,
        value=measured[0],
        unit=measured[1],
        attributes={"by": "patient"},
        status=FactStatus.DONE,
        also=remark.also,
    )
    return [Found(fact)]


def _patient_tests(remark: Remark, named: Sequence[Said]) -> list[Found]:
    text = remark.text
    found = []
    if not named:
        return _told_by_patient(remark)
    if _REFUSES.search(text):
        return [
            Found(remark.fact(FactKind.TEST, s.name, s.start, s.end, status=FactStatus.REFUSED))
            for s in named
        ]
    for said in named:
        before, after = text[: said.start], text[said.end :]
        told = _measured(said, after, 10**6, set()) if said.term.extra.get("units") else None
        if told and re.match(r"[^.;?!\d]{0,24}\b(?:was|is|came|of|at)\b", after):
            fact = remark.fact(
                FactKind.TEST,
                said.name,
                said.start,
                said.end,
                value=told[0],
                unit=told[1],
                attributes={"by": "patient"},
                status=FactStatus.DONE,
            )
            found.append(Found(fact, remark.corrects))
            continue
        if not re.search(r"\b(?:had|did|done|got|took)\b", before + after) or scope.denied(
            text, said.start, said.end
        ):
            continue
        if re.search(r"\b(?:should|could|need|can)\b", before) or scope.imagined(
            text, said.start, said.end
        ):
            continue
        words = _worded(after)
        when = re.search(
            r"\b(?:last (?:week|month|year)|yesterday|\d+ (?:days|weeks|months|years) ago"
            r"|in (?:january|february|march|april|may|june|july|august|september|october"
            r"|november|december))\b",
            text,
            re.IGNORECASE,
        )
        attributes = {"result": words, "by": "patient"}
        if when:
            attributes["when"] = when.group()
        found.append(
            Found(
                remark.fact(
                    FactKind.TEST,
                    said.name,
                    said.start,
                    said.end,
                    attributes=attributes,
                    status=FactStatus.DONE,
                )
            )
        )
    return found

"""English for facts: small pieces that the sentences of a note are built from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import Fact, FactStatus, Polarity
from zhenlu.language.en.vocabulary import lexicon_of

_KEEP_CASE = re.compile(
    r"^(?:[A-Z0-9]|ECG|MRI|CT|HbA1c|LDL|COPD|COVID|X-ray|H\.|eGFR|ESR|BNP|INR|PSA|TSH|Crohn)"
)
_SHORT_TERM = {"shortness of breath", "loss of appetite", "nasal congestion"}


def capital(text: str) -> str:
    """First letter large, names such as "eGFR" left alone."""
    if not text or re.match(r"(?:eGFR|pH)\b", text):
        return text
    return text[0].upper() + text[1:]


def listing(items: Sequence[str], last: str = "and") -> str:
    """As in "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def amount(value: str, unit: str) -> str:
    """As in "4 days", "1 week", "500 mg", "0.5 tablet", "2 tablets"."""
    single = value in ("1", "0.5")
    if unit in ("days", "weeks", "months", "years", "hours", "minutes"):
        return f"{value} {unit[:-1] if value == '1' else unit}"
    if unit in (
        "tablet",
        "capsule",
        "puff",
        "drop",
        "spray",
        "sachet",
        "teaspoon",
        "tablespoon",
        "unit",
    ):
        plural = unit if single else f"{unit}s"
        return f"{value} {plural}"
    if unit == "%":
        return f"{value}%"
    if unit in ("glass", "glasss"):
        return f"{value} {'glass' if single else 'glasses'}"
    return f"{value} {unit}".strip()


def duration(fact: Fact) -> str:
    """How long, as it follows a complaint: "for 4 days", "since yesterday", or ""."""
    if fact.value:
        return f"for {amount(fact.value, fact.unit)}"
    if text := fact.attributes.get("duration_text"):
        return f"for {text}"
    if onset := fact.attributes.get("onset"):
        return f"since {onset}"
    return ""


def complaint(fact: Fact) -> str:
    """A complaint with its side and place: "right knee pain", "rash on the chest"."""
    name, side, site = fact.name, fact.attributes.get("side", ""), fact.attributes.get("site", "")
    if name == "tugging at ear":
        return f"tugging at the {side} ear" if side in ("left", "right") else "tugging at the ear"
    if site and name in (
        "numbness",
        "weakness",
        "pins and needles",
        "stiffness",
        "itching",
        "rash",
        "lump",
    ):
        preposition = (
            "on" if name in ("rash", "itching", "lump") else ("of" if name == "stiffness" else "in")
        )
        if side == "bilateral":
            place = f"both {_plural(site)}"
        else:
            place = f"the {side + ' ' if side else ''}{listing(site.split(', '))}"
        return f"{name} {preposition} {place}"
    if side in ("left", "right", "bilateral"):
        if name == "headache":
            return f"{side}-sided headache" if side != "bilateral" else "bilateral headache"
        if name in (
            "chest pain",
            "abdominal pain",
            "lower abdominal pain",
            "upper abdominal pain",
            "back pain",
            "low back pain",
            "leg swelling",
            "sore throat",
            "facial pain",
        ):
            return f"{side}-sided {name}" if side != "bilateral" else f"bilateral {name}"
        return f"{side} {name}"
    return name


_PLACED = frozenset(
    {"numbness", "weakness", "pins and needles", "stiffness", "itching", "rash", "lump"}
)


def _plural(site: str) -> str:
    return {"foot": "feet", "calf": "calves"}.get(site, site if site.endswith("s") else f"{site}s")


def character(fact: Fact) -> list[str]:
    """What a complaint is like, piece by piece: ["throbbing", "8/10 in severity", …]."""
    said = fact.attributes
    pieces = []
    if quality := said.get("quality"):
        pieces.append(listing(quality.split(", ")))
    if severity := said.get("severity"):
        pieces.append(f"severity {severity}" if "/" in severity else severity)
    if onset := said.get("onset_type"):
        pieces.append(f"{onset} onset")
    if frequency := said.get("frequency"):
        pieces.append(frequency)
    if episode := said.get("episode"):
        pieces.append(f"lasting {episode}" + (" at a time" if fact.name != "stiffness" else ""))
    if peak := said.get("peak"):
        pieces.append(f"up to {peak}")
    if (
        (site := said.get("site"))
        and fact.name not in _PLACED
        and site not in complaint(fact)
        and not _part_of(site, fact.name)
    ):
        pieces.append(
            site if site.startswith("behind") else f"located in the {listing(site.split(', '))}"
        )
    if radiation := said.get("radiation"):
        pieces.append(
            "without radiation"
            if radiation == "none"
            else f"radiating to the {listing(radiation.split(', '))}".replace("the both", "both")
        )
    if course := said.get("course"):
        pieces.append(
            {
                "worsening": "getting worse",
                "improving": "improving",
                "resolved": "now resolved",
                "unchanged": "unchanged",
            }[course]
        )
    return pieces


def _part_of(site: str, name: str) -> bool:
    return site in name or (site, name) in (
        ("head", "headache"),
        ("abdomen", "abdominal pain"),
        ("lower back", "low back pain"),
        ("throat", "sore throat"),
        ("back", "low back pain"),
    )


def modifiers(fact: Fact) -> list[str]:
    """What changes a complaint: ["worse with walking", "relieved by rest"]."""
    said = fact.attributes
    pieces = []
    worse = [w for key in ("aggravating", "trigger") for w in said.get(key, "").split(", ") if w]
    worse = [f for f in worse if not any(f != o and f in o for o in worse)]
    if worse:
        pieces.append(
            _changed("worse", worse) if "aggravating" in said else f"triggered by {listing(worse)}"
        )
    if better := said.get("relieving"):
        pieces.append(f"relieved by {listing(better.split(', '))}")
    return pieces


def _changed(how: str, factors: list[str]) -> str:
    factors = [f for f in factors if not any(f != o and f in o for o in factors)]
    timed = [f for f in factors if f.startswith(("at ", "in the "))]
    others = [f for f in factors if f not in timed]
    words = [*timed, *([f"with {listing(others)}"] if others else [])]
    return f"{how} {listing(words)}"


def medicine(fact: Fact) -> str:
    """A medicine with dose, route, frequency, timing and course."""
    said = fact.attributes
    name = fact.name
    if spoken := said.get("said"):
        name = f"{name} ({spoken})"
    pieces = [name]
    form = said.get("form", "")
    if form and form not in name and form.rstrip("s") not in name and not fact.value:
        pieces.append(form)
    if fact.value:
        pieces.append(amount(fact.value, fact.unit))
    if count := said.get("amount"):
        pieces.append(f"({count})")
    route = said.get("route", "")
    if route == "inhaled" and "inhaler" in (form, name.rpartition(" ")[2]):
        pass
    elif route in ("by mouth", "under the tongue", "inhaled", "nasal", "rectal", "intravenous"):
        pieces.append(
            {"nasal": "into the nose", "rectal": "rectally", "intravenous": "intravenously"}.get(
                route, route
            )
        )
    elif route == "topical" and form not in ("gel", "cream", "ointment", "lotion"):
        pieces.append("topically")
    for key in ("frequency", "timing"):
        if said.get(key):
            pieces.append(said[key])
    if days := said.get("days"):
        pieces.append(f"for {days}")
    return " ".join(pieces)


def vital(fact: Fact) -> str:
    """As in "Temperature 38.5 ℃", "blood pressure 140/90 mmHg"."""
    posture = fact.attributes.get("when", "")
    shown = f" ({posture})" if posture in ("lying", "standing", "sitting") else ""
    if side := fact.attributes.get("side"):
        shown += f" ({side} arm)"
    return f"{fact.name} {amount(fact.value, fact.unit)}{shown}"


def examined(fact: Fact) -> str:
    """As in "Throat red", "no wheeze", "left eardrum red and bulging"."""
    said = fact.attributes
    side, finding, site = said.get("side", ""), said.get("finding", ""), said.get("site", "")
    place = f" ({site})" if site else ""
    sign = lexicon_of("sign").named(fact.name)
    if sign is not None and sign.extra.get("tested"):
        shown = finding or ("negative" if fact.polarity is Polarity.ABSENT else "positive")
        where = f" on the {side}" if side in ("left", "right") and side not in shown else ""
        return f"{fact.name} {shown}{where}"
    if fact.polarity is Polarity.ABSENT:
        return f"no {side + ' ' if side in ('left', 'right') else ''}{fact.name}{place}"
    named = f"{side} {fact.name}" if side else fact.name
    if side and side in site:
        side = ""
        named = fact.name
    if fact.name in ("swelling", "redness", "warmth", "bruising") and site:
        return (
            f"{side + ' ' if side in ('left', 'right') else ''}{site}: "
            f"{finding + ' ' if finding else ''}{fact.name}"
        )
    if _is_sign(fact):
        if site and side:
            return (
                f"{finding + ' ' if finding else ''}{fact.name} over the {side} {site}"
                if side != "bilateral"
                else f"{finding + ' ' if finding else ''}{fact.name} ({site})"
            )
        return (
            f"{finding + ' ' if finding else ''}{named}"
            f"{' over the ' + site if site and fact.name == 'tenderness' else place}"
        )
    return f"{named} {finding}".strip()


def _is_sign(fact: Fact) -> bool:
    from_lexicon = fact.attributes.get("finding", "")
    return fact.name in _SIGNS or not from_lexicon


_SIGNS = frozenset(
    {"wheeze", "crackles", "rhonchi", "murmur", "redness", "warmth", "tenderness", "guarding"}
    | {"mass", "effusion", "crepitus", "rash", "blisters", "ulcers", "swelling", "exudate"}
    | {"lymphadenopathy", "bruising", "deformity"}
)


def tested(fact: Fact) -> str:
    """A result: "HbA1c 8.2%", "ECG: no acute changes", "pregnancy test negative"."""
    result = fact.attributes.get("result", "")
    when = fact.attributes.get("when", "")
    shown = f" ({when})" if when and when != "today" else ""
    if fact.value:
        return f"{fact.name} {amount(fact.value, fact.unit)}{shown}"
    if result in ("normal", "negative", "positive", "abnormal", "high", "low"):
        return f"{fact.name} {result}{shown}"
    return f"{fact.name}{shown}: {result}" if result else f"{fact.name} done{shown}"


def diagnosed(fact: Fact) -> str:
    """As in "Acute bronchitis, probable"."""
    said = fact.attributes
    side = said.get("side", "")
    name = fact.name
    if side:
        name = f"{side} {name}"
    pieces = [name]
    if said.get("certainty") in ("probable", "to be determined"):
        pieces.append(said["certainty"])
    if said.get("control"):
        pieces.append(said["control"])
    return capital(", ".join(pieces))


def taken(fact: Fact) -> bool:
    return fact.status in (FactStatus.TAKEN, FactStatus.STOPPED)

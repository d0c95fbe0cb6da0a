"""Who said it, and which way: polarity, speaker and examination against the conversation.

These rules need the transcript; without one they stay silent.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhenlu.application.rules import scope, words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note, Said
from zhenlu.domain.facts import FactKind, Polarity, Subject
from zhenlu.domain.transcript import SpeakerRole

_PATIENT_SIDE = frozenset({SpeakerRole.PATIENT, SpeakerRole.COMPANION})
_TOLD = ("chief_complaint", "history_of_present_illness")


def invented_examination(note: Note, _rule: Rule) -> Iterator[Hit]:
    """A sign of the examination that nobody spoke of and nobody typed."""
    if not len(note.record.transcript):
        return
    heard = {token.value for token in note.said.all_tokens()}
    spoken = " ".join(segment.text for segment, _ in note.heard()).casefold()
    names = {fact.name for fact in note.record.facts}
    # A sign with its place has a name of its own: 压痛 at 麦氏点 is 麦氏点压痛.
    names |= {f"{fact.attributes.get('site', '')}{fact.name}" for fact in note.record.facts}
    section, text = note.place("physical_exam"), note.text("physical_exam")
    typed = tuple(note.typed(section))
    for term in note.terms("physical_exam", "sign"):
        written = text[term.start : term.end]
        known = term.name in heard | names or written.casefold() in spoken
        if not known and not any(start <= term.start < end for start, end in typed):
            yield Hit(section, term.start, term.end, params={"sign": written})


def polarity_reversed(note: Note, rule: Rule) -> Iterator[Hit]:
    """Told as present and written as denied, or the other way round; the last answer holds."""
    polarity: dict[str, set[Polarity]] = {}
    segments: dict[str, tuple[int, ...]] = {}
    for fact in note.record.facts:
        if fact.kind is FactKind.SYMPTOM and fact.subject is Subject.PATIENT:
            polarity.setdefault(fact.name, set()).add(fact.polarity)
            segments[fact.name] = fact.segments
    reported: set[str] = set()
    for part in _TOLD:
        for term in note.terms(part, "symptom"):
            answered = polarity.get(term.name)
            aside = words.holds(term.clause.text, rule.words("aside", note.language))
            if not answered or term.of_relative or term.name in reported or aside:
                continue
            if term.name in rule.words("generic", note.language):
                continue
            wanted = Polarity.ABSENT if term.denied else Polarity.PRESENT
            if answered & {wanted, Polarity.UNCERTAIN} or _elsewhere(note, term):
                continue
            reported.add(term.name)
            params = {"symptom": term.name}
            yield Hit(note.place(part), term.start, term.end, segments[term.name], params)


def _elsewhere(note: Note, term: Said) -> bool:
    """A condition or another time: 如发热随诊 affirms no fever."""
    return scope.conditional(term.clause, note.language) or any(
        start <= term.start < end for start, end in note.typed(note.place(_TOLD[1]))
    )


def doubtful_speaker(note: Note, _rule: Rule) -> Iterator[Hit]:
    """A symptom of the history that only the clinician named, and that is no fact."""
    if not len(note.record.transcript):
        return
    if not any(segment.role in _PATIENT_SIDE for segment, _ in note.heard()):
        return  # dictated: everything was named by the clinician
    facts = {word for f in note.record.facts for word in (f.name, *f.attributes.values())}
    for part in _TOLD:
        typed = tuple(note.typed(note.place(part)))
        for term in note.terms(part, "symptom"):
            roles = {
                segment.role
                for segment, terms in note.heard()
                if any(heard.name == term.name for heard in terms)
            }
            own = any(start <= term.start < end for start, end in typed)
            if term.is_patients and roles == {SpeakerRole.DOCTOR} and term.name not in facts | set(
                _near(term.name, facts)
            ) and not own:
                yield Hit(note.place(part), term.start, term.end, params={"symptom": term.name})
                return


def _near(name: str, facts: set[str]) -> Iterator[str]:
    """腹痛 is told by 上腹痛."""
    for fact in facts:
        if fact.endswith(name) or name.endswith(fact):
            yield name


def diagnosis_not_from_clinician(note: Note, _rule: Rule) -> Iterator[Hit]:
    """A diagnosis that no clinician said or typed."""
    if not len(note.record.transcript):
        return
    said = {
        term.name
        for segment, terms in note.heard()
        if segment.role not in _PATIENT_SIDE
        for term in terms
    }
    said |= {f.name for f in note.record.facts if f.said_by not in _PATIENT_SIDE}
    spoken = " ".join(s.text for s, _ in note.heard() if s.role not in _PATIENT_SIDE)
    section, text = note.place("diagnosis"), note.text("diagnosis")
    typed = tuple(note.typed(section))
    for term in note.terms("diagnosis", "disease"):
        written = text[term.start : term.end]
        known = any(name in (term.name, written) or _same(name, term.name) for name in said)
        own = any(start <= term.start < end for start, end in typed)
        if not (known or own or term.denied or words.holds(spoken, (written,))):
            yield Hit(section, term.start, term.end, params={"diagnosis": written})


def _same(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


CHECKS: dict[str, Check] = {
    "invented_examination": invented_examination,
    "polarity_reversed": polarity_reversed,
    "doubtful_speaker": doubtful_speaker,
    "diagnosis_not_from_clinician": diagnosis_not_from_clinician,
}

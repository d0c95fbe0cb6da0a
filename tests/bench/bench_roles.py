"""Who spoke, by wording, with the voices, with an enrolled one: figures, nothing that passes.

    python tests/bench/bench_roles.py [--visits N] [--seed S]

Speaks hand-written visits with espeak-ng (needed on this computer only for this), each
speaker a voice that the recogniser was not trained on, hears them as a live recording and
counts the words that stand on the right side: clinician, or patient and companion; at the
end of the visit and after its first lines, as they are seen live. With two microphones the
other side's is 10 dB quieter, in a room of -50 dBFS. The clinician is enrolled
from ten seconds of the passage that the program shows; a stranger is one of another visit.
With a speaker model in use (`zhenlu models import FILE.onnx`) everything is told once by the
built-in features and once by its embeddings, from the same hearing.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import threading
from dataclasses import dataclass, replace
from pathlib import Path

_REPOSITORY = Path(__file__).parents[2]
for _folder in ("desktop", "models/training/speech", "tests/visits"):
    sys.path.insert(0, str(_REPOSITORY / _folder))

import numpy as np
import voices
from make_samples import LEVEL_DBFS, PAUSE_OTHER_S, PAUSE_SAME_S, PEAK
from numpy.typing import NDArray
from reading_visits import Visit, visits

from zhenlu.application.ports import AudioStream, Heard, Pcm, SpeechOptions
from zhenlu.application.speakers import assign_speakers
from zhenlu.application.two_microphones import by_microphones
from zhenlu.audio.file import RATE_HZ
from zhenlu.domain.transcript import Language, SpeakerRole, Transcript
from zhenlu.domain.voice_print import ENROLMENT_S, VoicePrint
from zhenlu.engines.packs.shelf import find, speaker
from zhenlu.engines.speech.engine import WhisperSpeechEngine
from zhenlu.engines.speech.enrolment import enrolled_print
from zhenlu.wording import say

#: Who speaks from when to when, in seconds.
Turns = list[tuple[float, float, SpeakerRole]]
Speakers = dict[SpeakerRole, voices.Voice]
#: Lines after which a visit that goes on is looked at.
_EARLY = 6
#: How much quieter a voice is at the other side's microphone, and how loud the room is.
_ACROSS_DB, _ROOM_DBFS = 10.0, -50.0


@dataclass(frozen=True)
class Told:
    """A visit as it was heard, and how its clinician sounds."""

    visit: Visit
    heard: Heard
    turns: Turns
    speakers: Speakers
    enrolled: VoicePrint
    balances: dict[int, float]

    def share(
        self,
        with_voices: bool = True,
        clinician: VoicePrint | None = None,
        lines: int | None = None,
        microphones: int = 1,
        embedded: bool = False,
    ) -> float:
        """Share of the words of the first lines, or of all, that stand on the right side.

        Args:
            embedded: By the embeddings of the speaker model in use.
        """
        transcript = Transcript(self.visit.language, self.heard.segments[:lines])
        known = {segment.id for segment in transcript} if with_voices else set()
        sounds = {number: v for number, v in self.heard.voices.items() if number in known}
        if not embedded:
            sounds = {number: built_in(voice) for number, voice in sounds.items()}
            clinician = clinician and built_in(clinician)
        named = assign_speakers(transcript, sounds, clinician)
        if microphones == 2:
            named = by_microphones(transcript, named, self.balances)
        return right_share(named, self.turns)


def built_in(voice: VoicePrint) -> VoicePrint:
    """A voice without what a speaker model makes of it."""
    return replace(voice, embedding=(), embedder="")


def speakers_of(visit: Visit, rng: random.Random) -> Speakers:
    """A voice of its own for everybody who speaks in a visit."""
    roles = list(dict.fromkeys(line.role for line in visit.transcript))
    variants = rng.sample(voices.HELD_OUT, len(roles))
    return {
        role: voices.random_voice(visit.language, rng, (variant,))
        for role, variant in zip(roles, variants, strict=True)
    }


def enrolled(speakers: Speakers, language: Language) -> VoicePrint:
    """How the first clinician of a visit sounds when reading the passage."""
    clinician = next(voice for role, voice in speakers.items() if role.is_clinician)
    sound = voices.espeak().speak(say("voice.passage", language), clinician).samples
    pcm = (_loud(sound)[: round(ENROLMENT_S * RATE_HZ)] * 32767).astype(np.int16)
    return enrolled_print(pcm, speaker())


def spoken(visit: Visit, speakers: Speakers) -> tuple[Pcm, Turns]:
    """A visit read aloud, everybody equally loud."""
    pieces, turns, at, before = [np.zeros(RATE_HZ // 2, np.float32)], Turns(), 0.5, None
    for line in visit.transcript:
        if before is not None:
            pause_s = PAUSE_SAME_S if before is line.role else PAUSE_OTHER_S
            pieces.append(np.zeros(round(pause_s * RATE_HZ), np.float32))
            at += pause_s
        sound = voices.espeak().speak(line.text, speakers[line.role]).samples
        pieces.append(_loud(sound))
        turns.append((at, at + len(sound) / RATE_HZ, line.role))
        at, before = turns[-1][1], line.role
    pieces.append(np.zeros(RATE_HZ, np.float32))
    return (np.concatenate(pieces) * 32767).astype(np.int16), turns


def _loud(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    gain = 10 ** (LEVEL_DBFS / 20) / np.sqrt(np.mean(sound**2))
    return sound * min(gain, PEAK / np.abs(sound).max())


def heard(engine: WhisperSpeechEngine, pcm: Pcm, language: Language) -> Heard:
    """As a live recording is heard, line by line."""
    seconds = [pcm[at : at + RATE_HZ] for at in range(0, len(pcm), RATE_HZ)]
    return engine.transcribe(
        AudioStream(len(pcm) / RATE_HZ, seconds),
        SpeechOptions(language, live=True),
        lambda _event: None,
        threading.Event(),
    )


def right_share(named: Transcript, turns: Turns) -> float:
    """Share of the recognised words that stand on the side that spoke them."""
    right = total = 0
    for segment in named:
        for word in named.heard[segment.id - 1].words:
            middle_s = (word.start_s + word.end_s) / 2
            said = min(turns, key=lambda turn: max(turn[0] - middle_s, middle_s - turn[1], 0.0))
            right += segment.role.is_clinician == said[2].is_clinician
            total += 1
    return right / max(1, total)


def told(engine: WhisperSpeechEngine, visit: Visit, rng: random.Random) -> Told:
    speakers = speakers_of(visit, rng)
    pcm, turns = spoken(visit, speakers)
    found = heard(engine, pcm, visit.language)
    own = enrolled(speakers, visit.language)
    return Told(visit, found, turns, speakers, own, balances(found, pcm, turns))


def balances(found: Heard, pcm: Pcm, turns: Turns) -> dict[int, float]:
    """How much louder each line is at the clinician's microphone than at the other, in dB."""
    gain = np.full((2, len(pcm)), 10 ** (-_ACROSS_DB / 20))
    for start_s, end_s, role in turns:
        at = slice(round(start_s * RATE_HZ), round(end_s * RATE_HZ))
        gain[0 if role.is_clinician else 1, at] = 1.0
    room = np.random.default_rng(1).normal(0, 32767 * 10 ** (_ROOM_DBFS / 20), gain.shape)
    energy = (pcm * gain + room) ** 2
    levels = {}
    for segment in found.segments:
        at = slice(round(segment.start_s * RATE_HZ), round(segment.end_s * RATE_HZ))
        first, second = energy[:, at].sum(axis=1) + 1.0
        levels[segment.id] = float(10 * np.log10(first / second))
    return levels


def strangers(one: Told, others: list[Told]) -> list[VoicePrint]:
    """Enrolled voices of clinicians whose kind of voice is not heard in a visit."""
    inside = {voice.name.split("+")[1] for voice in one.speakers.values()}
    found = []
    for other in others:
        clinician = next(v for role, v in other.speakers.items() if role.is_clinician)
        if clinician.name.split("+")[1] not in inside:
            found.append(other.enrolled)
    return found


def show(language: Language, all_told: list[Told]) -> None:
    """Means over the visits of a language."""
    two = [one for one in all_told if len(one.speakers) == 2]
    for name, chosen in {"all": all_told, "two voices": two}.items():
        if not chosen:
            continue
        words = [one.share(with_voices=False) for one in chosen]
        sounds = [one.share() for one in chosen]
        own = [one.share(clinician=one.enrolled) for one in chosen]
        early = [one.share(lines=_EARLY) for one in chosen]
        early_own = [one.share(clinician=one.enrolled, lines=_EARLY) for one in chosen]
        across = [one.share(microphones=2) for one in chosen]
        worse = sum(b < a for a, b in zip(words, own, strict=True))
        print(
            f"{language.value}, {name}, {len(chosen)} visits: "
            f"wording {statistics.mean(words):.3f}, with voices {statistics.mean(sounds):.3f}, "
            f"enrolled {statistics.mean(own):.3f} (least {min(own):.3f}, worse than wording in "
            f"{worse}), two microphones {statistics.mean(across):.3f} (least {min(across):.3f}); "
            f"first {_EARLY} lines: with voices {statistics.mean(early):.3f}, "
            f"enrolled {statistics.mean(early_own):.3f}"
        )
        if speaker() is not None:
            show_embedded(language, name, chosen)
    for embedded in (False, True) if speaker() is not None else (False,):
        turned = tried = 0
        for one in all_told:
            plain = one.share(embedded=embedded)
            changes = [
                one.share(clinician=voice, embedded=embedded) != plain
                for voice in strangers(one, all_told)
            ]
            turned, tried = turned + sum(changes), tried + len(changes)
        way = "embeddings" if embedded else "built-in features"
        print(f"{language.value}, {way}: a stranger's voice changed {turned} of {tried}")


def show_embedded(language: Language, name: str, chosen: list[Told]) -> None:
    """The same by the embeddings of the speaker model in use."""
    sounds = [one.share(embedded=True) for one in chosen]
    own = [one.share(clinician=one.enrolled, embedded=True) for one in chosen]
    early = [one.share(lines=_EARLY, embedded=True) for one in chosen]
    early_own = [
        one.share(clinician=one.enrolled, lines=_EARLY, embedded=True) for one in chosen
    ]
    print(
        f"{language.value}, {name}, by embeddings: with voices {statistics.mean(sounds):.3f}, "
        f"enrolled {statistics.mean(own):.3f} (least {min(own):.3f}); "
        f"first {_EARLY} lines: with voices {statistics.mean(early):.3f}, "
        f"enrolled {statistics.mean(early_own):.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Figures of who spoke.")
    parser.add_argument("--visits", type=int, default=12, help="of each language")
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args()
    engine = WhisperSpeechEngine(find("starter-speech"), speaker=speaker())
    for language in Language:
        rng = random.Random(given.seed)
        talks = [v for v in visits(language) if len({line.role for line in v.transcript}) > 1]
        all_told = []
        for visit in rng.sample(talks, given.visits):
            one = told(engine, visit, rng)
            all_told.append(one)
            print(f"{visit.id:32} wording {one.share(with_voices=False):.3f}  with voices "
                  f"{one.share():.3f}  enrolled {one.share(clinician=one.enrolled):.3f}",
                  flush=True)
        show(language, all_told)
    engine.close()


if __name__ == "__main__":
    main()

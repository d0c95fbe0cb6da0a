"""A conversation as the tests of the language write it: a few lines, the speaker in front."""

from __future__ import annotations

from zhenlu.domain.transcript import Segment, SpeakerRole

_ROLES = {
    "D": SpeakerRole.DOCTOR,
    "N": SpeakerRole.NURSE,
    "P": SpeakerRole.PATIENT,
    "C": SpeakerRole.COMPANION,
    "U": SpeakerRole.UNKNOWN,
}


def spoken_lines(*lines: str) -> tuple[Segment, ...]:
    """Segments from 1, as in "D哪里不舒服" and "P: A cough.".

    D is the doctor, N the nurse, P the patient, C a companion; of U nobody knows.
    """
    return tuple(
        Segment(number, line[1:].removeprefix(":").strip(), _ROLES[line[0]])
        for number, line in enumerate(lines, start=1)
    )


__all__ = ["spoken_lines"]

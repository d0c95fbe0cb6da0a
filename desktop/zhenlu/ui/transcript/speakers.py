"""Who spoke: a letter in a frame for the eye, a word for the ear."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from zhenlu.domain.transcript import SpeakerRole


def letter(role: SpeakerRole) -> str:
    """The letter of a role, as it stands in the frame before its words."""
    letters = {
        SpeakerRole.DOCTOR: QCoreApplication.translate("Roles", "D"),
        SpeakerRole.NURSE: QCoreApplication.translate("Roles", "N"),
        SpeakerRole.PATIENT: QCoreApplication.translate("Roles", "P"),
        SpeakerRole.COMPANION: QCoreApplication.translate("Roles", "C"),
        SpeakerRole.UNKNOWN: "?",
    }
    return letters[role]


def speaker(role: SpeakerRole) -> str:
    """A role in a word, as a tool tip or a screen reader tells it."""
    words = {
        SpeakerRole.DOCTOR: QCoreApplication.translate("Roles", "Doctor"),
        SpeakerRole.NURSE: QCoreApplication.translate("Roles", "Nurse"),
        SpeakerRole.PATIENT: QCoreApplication.translate("Roles", "Patient"),
        SpeakerRole.COMPANION: QCoreApplication.translate("Roles", "Companion"),
        SpeakerRole.UNKNOWN: QCoreApplication.translate("Roles", "Speaker unknown"),
    }
    return words[role]

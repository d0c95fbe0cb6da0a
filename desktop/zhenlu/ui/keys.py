"""The keys of every action, in one table; buttons and help read it, nothing repeats it.

Plain F-keys pass through Chinese input methods. Qt writes Ctrl for the Mac's command key.
Kept free: Ctrl+Space, Shift+Space, F4 and Ctrl+. (input methods), Ctrl+Alt (AltGr),
Ctrl+A, D, E, K, U (text keys of Linux and macOS), F10 (menu).
"""

from __future__ import annotations

import sys
from enum import StrEnum

from PySide6.QtGui import QKeySequence


class Action(StrEnum):
    """What a key can do anywhere in the window."""

    RECORD = "record"
    PAUSE = "pause"
    BY_HAND = "by_hand"
    INTAKE = "intake"
    FLAG = "flag"
    PLAY = "play"
    NEXT_EVIDENCE = "next_evidence"
    NEXT_DECISION = "next_decision"
    PREVIOUS_DECISION = "previous_decision"
    SIGN = "sign"
    COPY_RECORD = "copy_record"
    COPY_SECTION = "copy_section"
    PRINT = "print"
    NEXT_PANE = "next_pane"
    PREVIOUS_PANE = "previous_pane"
    TODAY = "today"
    VISIT = "visit"
    FOLLOW_UP = "follow-up"
    SEARCH = "search"
    INSIGHTS = "insights"
    ADMIN = "admin"
    FIND = "find"
    NEW_PATIENT = "new_patient"
    IMPORT = "import"
    LOCK = "lock"
    HELP = "help"
    FULL_SCREEN = "full_screen"
    LARGER = "larger"
    SMALLER = "smaller"
    NORMAL_SIZE = "normal_size"


#: Windows and Linux; then macOS where it differs.
_KEYS: dict[Action, tuple[str, str]] = {
    Action.RECORD: ("F9", "Ctrl+R"),
    Action.PAUSE: ("Shift+F9", "Alt+Ctrl+P"),
    Action.BY_HAND: ("F2", ""),
    Action.INTAKE: ("F3", ""),
    Action.FLAG: ("Ctrl+B", ""),
    Action.PLAY: ("F5", "Ctrl+J"),
    Action.NEXT_EVIDENCE: ("Shift+F5", "Shift+Ctrl+J"),
    Action.NEXT_DECISION: ("F7", "Ctrl+'"),
    Action.PREVIOUS_DECISION: ("Shift+F7", "Shift+Ctrl+'"),
    Action.SIGN: ("Ctrl+Return", ""),
    Action.COPY_RECORD: ("F8", "Shift+Ctrl+C"),
    Action.COPY_SECTION: ("Shift+F8", "Alt+Ctrl+C"),
    Action.PRINT: ("Ctrl+P", ""),
    Action.NEXT_PANE: ("F6", "Meta+Tab"),
    Action.PREVIOUS_PANE: ("Shift+F6", "Meta+Shift+Tab"),
    Action.TODAY: ("Ctrl+1", ""),
    Action.VISIT: ("Ctrl+2", ""),
    Action.FOLLOW_UP: ("Ctrl+3", ""),
    Action.SEARCH: ("Ctrl+4", ""),
    Action.INSIGHTS: ("Ctrl+5", ""),
    Action.ADMIN: ("Ctrl+6", ""),
    Action.FIND: ("Ctrl+F", ""),
    Action.NEW_PATIENT: ("Ctrl+N", ""),
    Action.IMPORT: ("Ctrl+O", ""),
    Action.LOCK: ("Ctrl+L", ""),
    Action.HELP: ("F1", ""),
    Action.FULL_SCREEN: ("F11", "Meta+Ctrl+F"),
    Action.LARGER: ("Ctrl+=", ""),
    Action.SMALLER: ("Ctrl+-", ""),
    Action.NORMAL_SIZE: ("Ctrl+0", ""),
}


def key(action: Action) -> QKeySequence:
    """The key that does it on this platform."""
    common, mac = _KEYS[action]
    return QKeySequence(mac if sys.platform == "darwin" and mac else common)

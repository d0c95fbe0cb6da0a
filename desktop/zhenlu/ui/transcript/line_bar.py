"""What can be put right about a line, for whoever does not know the keys."""

from __future__ import annotations

from PySide6.QtCore import QSignalMapper, Signal
from PySide6.QtWidgets import QFrame, QToolButton

from zhenlu.domain.transcript import SpeakerRole
from zhenlu.ui.parts.buttons import IconButton
from zhenlu.ui.parts.layouts import row
from zhenlu.ui.parts.look import look
from zhenlu.ui.transcript.model import Line
from zhenlu.ui.transcript.speakers import letter, speaker
from zhenlu.ui.translation import Translated

# In the order of their keys, 1 to 4.
_ROLES = (
    SpeakerRole.DOCTOR,
    SpeakerRole.PATIENT,
    SpeakerRole.COMPANION,
    SpeakerRole.NURSE,
)


class LineBar(Translated, QFrame):
    """Always as high; grey while no line is chosen.

    Signals:
        role_chosen: The role, as its text, that spoke the line.
        edit_asked: Its words are to be corrected.
        heard_wanted: It should read as it was heard.
        other_wanted: It should read as the second reading has it.
    """

    role_chosen = Signal(str)
    edit_asked = Signal()
    heard_wanted = Signal()
    other_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        look(self, "dock", "")
        self.setObjectName("line_bar")
        self._is_correctable = False
        self._line: Line | None = None
        self._roles: dict[SpeakerRole, QToolButton] = {}
        mapper = QSignalMapper(self)
        mapper.mappedString.connect(self.role_chosen)
        for role in _ROLES:
            button = QToolButton()
            button.setObjectName(f"role_{role.value}")
            button.setCheckable(True)
            look(button, "choice", "")
            mapper.setMapping(button, role.value)
            button.clicked.connect(mapper.map)
            self._roles[role] = button
        self._edit = IconButton("edit_line", "edit")
        self._back = IconButton("as_heard", "undo")
        self._other = IconButton("other_reading", "refresh")
        self._edit.clicked.connect(self.edit_asked)
        self._back.clicked.connect(self.heard_wanted)
        self._other.clicked.connect(self.other_wanted)
        tools = (self._other, self._back, self._edit)
        self.setLayout(row(*self._roles.values(), 1, *tools, space=4, margins=(14, 4, 8, 4)))
        self.retranslate()

    def show_line(self, line: Line | None) -> None:
        """Show who spoke the line and whether it was corrected; None for no line."""
        self._line = line
        self._show()

    def set_correctable(self, *, is_correctable: bool) -> None:
        """Nothing can be put right in a signed record."""
        self._is_correctable = is_correctable
        self._show()

    def retranslate(self) -> None:
        for number, (role, button) in enumerate(self._roles.items(), start=1):
            button.setText(letter(role))
            button.setToolTip(f"{speaker(role)}  {number}")
            button.setAccessibleName(speaker(role))
        self._edit.say(self.tr("Correct the words (Enter)"))
        self._back.say(self.tr("As it was heard"))
        self._other.say(self.tr("As the second reading has it"))
        self._show()

    def _show(self) -> None:
        line = self._line
        usable = self._is_correctable and line is not None and line.gap is None
        for role, button in self._roles.items():
            button.setEnabled(usable)
            button.setChecked(line is not None and line.segment.role is role)
        self._edit.setEnabled(usable)
        is_offered = line is not None and bool(line.offered)
        self._other.setEnabled(usable and is_offered)
        self._back.setEnabled(usable and line is not None and (is_offered or bool(line.heard)))

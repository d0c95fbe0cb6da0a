"""Everything in one encrypted file, read back at once; and how it comes back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from zhenlu.domain.backup import Reminder
from zhenlu.ui.admin.sub_page import SubPage
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label, Sign
from zhenlu.ui.parts.layouts import box, column, row
from zhenlu.ui.parts.running import Running


class BackupSubPage(SubPage):
    """Signals:
    back_up_asked: Choose a file and write to it.
    verify_asked: Choose a backup and read all of it.
    """

    topic, icon = "backup", "disk"
    back_up_asked = Signal()
    verify_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._reminder: Reminder | None = None
        self._sign, self._last = Sign("time"), Label("strong", wrap=True)
        self._last.setObjectName("last_backup")
        self._where = Label("caption", wrap=True)
        self.audio = QCheckBox()
        self.audio.setObjectName("backup_audio")
        self.audio.setChecked(True)
        self._back_up = Button("back_up", "primary", "usb")
        self._verify = Button("verify_backup", "", "done")
        self._back_up.clicked.connect(self.back_up_asked)
        self._verify.clicked.connect(self.verify_asked)
        self.running = Running("backup")
        self._restore_title, self._restore = Label("section"), Label("muted", wrap=True)
        told = row(self._sign, column(self._last, self._where, space=2), space=10)
        told.setStretch(1, 1)
        making = column(
            told, self.audio, row(self._back_up, self._verify, 1), self.running,
            space=12, margins=(16, 14, 16, 14),
        )  # fmt: skip
        restoring = column(self._restore_title, self._restore, margins=(16, 14, 16, 14))
        self.take(column(box("card", making), box("card", restoring), 1, space=14))
        self.retranslate()

    @property
    def name(self) -> str:
        return self.tr("Backup")

    def show_reminder(self, reminder: Reminder) -> None:
        """Show when the last backup was made and whether it is time for one."""
        self._reminder = reminder
        self._say_last()

    def set_busy(self, *, is_busy: bool) -> None:
        """Nothing else is begun meanwhile, and what was said of the last act is old."""
        if is_busy:
            self.forget_outcome()
        for part in (self._back_up, self._verify, self.audio):
            part.setEnabled(not is_busy)

    def retranslate(self) -> None:
        super().retranslate()
        self._title.say(self.name)
        self._why.say(
            self.tr("One encrypted file on a stick or another disk. Whoever has an account opens "
                    "it with the passphrase of that day, or with the recovery key.")
        )  # fmt: skip
        self.audio.setText(self.tr("with the audio that is still kept"))
        self._back_up.say(self.tr("Back up to…"))
        self._verify.say(self.tr("Verify a backup…"))
        self._restore_title.say(self.tr("Bringing a backup back"))
        self._restore.say(
            self.tr("Close the program and open it again: “Restore a backup” stands below the "
                    "sign-in. It shows what the backup holds and what is newer here before "
                    "anything is exchanged; what was here is kept beside it.")
        )  # fmt: skip
        self._say_last()

    def _say_last(self) -> None:
        reminder = self._reminder
        if reminder is None:
            self._last.say("")
            self._where.say("")
            return
        sign = ("warning", "warning") if reminder.is_overdue else ("done", "ok")
        self._sign.show_as(*sign)
        if reminder.last is None:
            self._last.say(self.tr("There is no backup yet."))
            self._where.say("")
            return
        made = reminder.last.made.astimezone().strftime("%Y-%m-%d %H:%M")
        told = (
            self.tr("The last backup is {days} days old ({made}).")
            if reminder.days
            else self.tr("The last backup was made today ({made}).")
        ).format(days=reminder.days, made=made)
        overdue = self.tr("It is time for a new one.") if reminder.is_overdue else ""
        self._last.say(f"{told}\n{overdue}".strip())
        self._where.say(reminder.last.path)

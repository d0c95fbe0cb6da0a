"""Printing from the window: the preview, what is printed, and the row that tells of it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog, QPrintPreviewWidget
from PySide6.QtWidgets import QBoxLayout, QGraphicsView, QToolBar, QWidget

from zhenlu.app.live_recording import Room
from zhenlu.app.paper import draw, take_paper
from zhenlu.app.window import preferences
from zhenlu.application.handout import handout
from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.export import Stamp
from zhenlu.domain.person import Permission
from zhenlu.export.sheet import Sheet, lay_out
from zhenlu.ui.appearance.icons import icon
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.background import Background
from zhenlu.ui.parts.look import look
from zhenlu.ui.shell.notices import Notice, Notices
from zhenlu.ui.translation import Translated, told
from zhenlu.ui.visit.open_visit import OpenVisit

_SIZES = {"A4": QPageSize.PageSizeId.A4, "A5": QPageSize.PageSizeId.A5}
#: What Qt's own row of tools offers, by its English words, and the sign that says it here.
#: The rest of it, such as paper on its side, a record has no use for.
_TOOLS = {
    "Fit width": "fit-width",
    "Fit page": "fit-page",
    "Zoom out": "zoom-out",
    "Zoom in": "zoom-in",
    "First page": "first",
    "Previous page": "previous",
    "Next page": "right",
    "Last page": "last",
    "Print": "print",
}
#: How it was printed last.
_SIZE = "print/paper"


class PrintPreview(Translated, QPrintPreviewDialog):
    """The pages before they go out; record or patient's summary, A4 or A5.

    Signals:
        printed: It went to the printer.
    """

    printed = Signal()

    def __init__(
        self,
        printer: QPrinter,
        record: Sheet,
        for_patient: Sheet | None,
        preferences: QSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(printer, parent)
        self.setObjectName("print_preview")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._record, self._for_patient = record, for_patient
        self._preferences = preferences
        self._whole, self._summary = QAction(self), QAction(self)
        self._sizes = {name: QAction(name, self) for name in _SIZES}
        self._tools: QToolBar | None = self.findChild(QToolBar)
        if self._tools is not None:
            self._tools.setMovable(False)
        self._add_tools()
        theme().changed.connect(self._on_look)
        self._on_look()
        self.paintRequested.connect(self._on_paint)
        self.accepted.connect(self.printed)
        self._take_size(str(preferences.value(_SIZE, "A4")))
        self.retranslate()

    def show_summary(self, *, is_shown: bool) -> None:
        """Show the patient's summary, or the record."""
        (self._summary if is_shown else self._whole).setChecked(True)
        self._refresh()

    def take_size(self, name: str) -> None:
        """Print on "A4" or "A5"."""
        self._take_size(name)
        self._refresh()

    @property
    def sheet(self) -> Sheet:
        """What is printed as it is chosen now."""
        return self._for_patient if self.is_summary and self._for_patient else self._record

    @property
    def is_summary(self) -> bool:
        """Whether it is the patient's summary."""
        return self._summary.isChecked() and self._for_patient is not None

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Print"))
        self._whole.setText(self.tr("Record"))
        self._summary.setText(self.tr("Summary for the patient"))

    def _add_tools(self) -> None:
        """A row of its own above Qt's: theirs is as wide as the window already."""
        tools = QToolBar()
        tools.setObjectName("print_choices")
        what, size = QActionGroup(self), QActionGroup(self)
        for group, actions in ((size, self._sizes.values()), (what, (self._whole, self._summary))):
            for action in actions:
                action.setCheckable(True)
                group.addAction(action)
                if group is size or self._for_patient is not None:
                    tools.addAction(action)
                    look(tools.widgetForAction(action), "choice", "")
            tools.addSeparator()
        self._whole.setChecked(True)
        layout = self.layout()
        if isinstance(layout, QBoxLayout):
            layout.insertWidget(0, tools)
        what.triggered.connect(self._on_what)
        size.triggered.connect(self._on_size)

    def _take_size(self, name: str) -> None:
        known = name if name in _SIZES else "A4"
        self._sizes[known].setChecked(True)
        take_paper(self.printer(), _SIZES[known])

    def _on_what(self, _action: QAction) -> None:
        self._refresh()

    def _on_size(self, action: QAction) -> None:
        self._preferences.setValue(_SIZE, action.text())
        self.take_size(action.text())

    def _on_look(self) -> None:
        """Around the paper, which stays white with black on it."""
        self._draw_tools()
        view = self.findChild(QGraphicsView)
        if view is not None:
            view.setBackgroundBrush(theme().colour("sunken"))
            # What a page has in plain black is replayed in the view's own colour.
            look(view, "paper", "")

    def _draw_tools(self) -> None:
        """Give Qt's tools the signs of this window, and hide those that nobody needs."""
        signs = {
            QCoreApplication.translate("QPrintPreviewDialog", words): sign
            for words, sign in _TOOLS.items()
        }
        for action in self._tools.actions() if self._tools is not None else ():
            sign = signs.get(action.text())
            if sign is not None:
                action.setIcon(icon(sign, "text"))
            elif action.text() or action.isSeparator():
                action.setVisible(False)

    def _refresh(self) -> None:
        preview = self.findChild(QPrintPreviewWidget)
        if preview is not None:
            preview.updatePreview()

    def _on_paint(self, printer: QPrinter) -> None:
        draw(self.sheet, printer)


class PrintDesk(QObject):
    """Shows the preview where somebody asks to print, and puts on record that it was printed."""

    def __init__(
        self, parent: QWidget, room: Room, background: Background, notices: Notices
    ) -> None:
        super().__init__(parent)
        self._parent, self._room = parent, room
        self._background, self._notices = background, notices
        self._visit, self._version = "", 0
        self.preview: PrintPreview | None = None

    def show(self, opened: OpenVisit) -> None:
        """Preview a visit's record and the summary for its patient."""
        record = opened.record
        if record is None:
            return

        def lay() -> tuple[Sheet, Sheet | None]:
            store = self._room.store
            store.person.require(Permission.PRINT)
            letterhead = store.settings.current().letterhead
            page = lay_out(record, replace(opened.stamp, letterhead=letterhead))
            if not len(record.transcript):
                return page, None
            summary = handout(record, opened.visit, letterhead.phone)
            return page, lay_out(summary, Stamp(letterhead=letterhead))

        signature = opened.stamp.signature
        self._visit, self._version = opened.visit.id, signature.version if signature else 0
        self._background.run(lay, self._on_laid_out, self._on_refused)

    def _on_laid_out(self, sheets: tuple[Sheet, Sheet | None]) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        # The name of the job shows in the printer's queue: it names no patient.
        printer.setDocName("Zhenlu")
        self.preview = PrintPreview(printer, *sheets, preferences(), self._parent)
        self.preview.printed.connect(self._on_printed)
        self.preview.finished.connect(self._on_closed)
        self.preview.open()

    def _on_printed(self) -> None:
        visit, exports = self._visit, self._room.store.exports
        is_record = self.preview is not None and not self.preview.is_summary
        version = self._version if is_record else 0
        self._background.run(
            lambda: exports.enter_print(visit, version), self._on_noted, self._on_refused
        )

    def _on_closed(self, _result: int) -> None:
        self.preview = None

    def _on_noted(self, _nothing: None) -> None:
        """It is on record."""

    def _on_refused(self, error: ZhenluError) -> None:
        self._notices.show(Notice("print", "danger", told(error)))

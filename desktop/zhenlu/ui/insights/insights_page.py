"""How the day ran, what is owed, and what was rewritten most."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from zhenlu.application.day_review import DayReview
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.insights.bars import HourBars, ShareBars
from zhenlu.ui.keys import Action
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import box, column, holder, row, scrolled
from zhenlu.ui.parts.look import look
from zhenlu.ui.shell.notices import Notices
from zhenlu.ui.shell.page import Page
from zhenlu.ui.transcript.model import clock


class InsightsPage(Page):
    """Attributes:
        review: The day that is shown; None until the first one is.

    Signals:
    refresh_asked: The page was entered.
    sign_asked: Go through the unsigned notes.
    """

    place = Action.INSIGHTS
    refresh_asked = Signal()
    sign_asked = Signal()

    def __init__(self, notices: Notices) -> None:
        super().__init__(notices)
        self.review: DayReview | None = None
        self._figures = [(Label("figure"), Label("muted", wrap=True)) for _ in range(5)]
        self._hours_title = Label("section")
        self._legend_signed, self._legend_open = Label("caption"), Label("caption")
        self._hours = HourBars()
        self._shares_title, self._shares_why = Label("section"), Label("caption", wrap=True)
        self._shares = ShareBars()
        self._carried_title, self._carried = Label("section"), Label("reading", wrap=True)
        self._sign = Button("sign_one_by_one", "primary", "sign")
        self._sign.clicked.connect(self.sign_asked)
        self.header.add_right(self._sign)
        self.take_body(self._body())
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def _body(self) -> QWidget:
        figures = row(space=36, margins=(18, 8, 16, 8))
        for number, words in self._figures:
            figures.addLayout(row(number, words, space=8))
        figures.addStretch(1)
        load = column(
            row(self._hours_title, 1, _swatch("signed"), self._legend_signed,
                _swatch("open"), self._legend_open),
            self._hours, space=8,
            margins=(18, 12, 18, 12),
        )  # fmt: skip
        shares = column(
            self._shares_title, self._shares_why, self._shares, 1, space=8,
            margins=(18, 12, 18, 12),
        )  # fmt: skip
        carried = column(
            self._carried_title, self._carried, 1, space=8, margins=(18, 12, 18, 12)
        )
        side = column(box("card", shares), box("card", carried), 1, space=12)
        across = row(space=12)
        across.addWidget(box("card", load), 58)
        across.addLayout(side, 42)
        down = column(box("card", figures), space=12, margins=(16, 14, 16, 14))
        down.addLayout(across, 1)
        return scrolled(holder(down))

    def show_review(self, review: DayReview) -> None:
        """Show a day."""
        self.review = review
        self.retranslate()

    def entered(self) -> None:
        self.refresh_asked.emit()

    def retranslate(self) -> None:
        self.header.title.say(self.tr("The day in figures"))
        self._sign.say(self.tr("Sign one by one"))
        self._hours_title.say(self.tr("Visits by the hour"))
        self._legend_signed.say(self.tr("signed"))
        self._legend_open.say(self.tr("open"))
        self._shares_title.say(self.tr("Rewritten most"))
        self._carried_title.say(self.tr("What the drafts rested on"))
        review = self.review
        self._sign.setVisible(review is not None and review.unsigned > 0)
        if review is not None:
            self._say_review(review)

    def _say_review(self, review: DayReview) -> None:
        told = (
            (str(review.visits), self.tr("visits")),
            (str(review.signed), self.tr("signed")),
            (str(review.unsigned), self.tr("to be signed")),
            (str(review.due), self.tr("follow-ups due")),
            (clock(review.audio_s), self.tr("recorded today")),
        )
        for (number, words), (figure, text) in zip(self._figures, told, strict=True):
            number.say(figure)
            words.say(text)
        comma = self.tr(", ")
        hours = comma.join(f"{h.hour}:00 {h.signed + h.open}" for h in review.hours)
        self._hours.show_hours(review.hours, hours or self.tr("There was no visit today."))
        shares = comma.join(f"{each.title} {each.share:.0%}" for each in review.rewritten)
        self._shares.show_shares(review.rewritten, shares)
        self._shares.setVisible(bool(review.rewritten))
        self._shares_why.say(
            self.tr("Share of the sentences that somebody typed, last four weeks.")
            if review.rewritten
            else self.tr("Nothing was rewritten in the last four weeks.")
        )
        # A figure is read; that there is none stands small, as it does above.
        look(self._carried, "caption" if review.supported is None else "reading")
        if review.supported is None:
            self._carried.say(self.tr("Nothing was drafted in the last four weeks."))
            return
        told_share = self.tr(
            "{share} of the drafted sentences had their evidence in what was said."
        )
        self._carried.say(told_share.format(share=f"{review.supported:.0%}"))

    def _fit(self) -> None:
        for number, _ in self._figures:
            number.setFont(theme().font("title", strong=True, figures=True))


def _swatch(state: str) -> Label:
    """The colour of the bars that the words behind it are about."""
    swatch = Label("swatch")
    look(swatch, state=state)
    swatch.setFixedSize(10, 10)
    return swatch

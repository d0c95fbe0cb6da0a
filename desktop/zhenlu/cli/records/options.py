"""What the commands about records share: which visit, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.storage.store import Store
    from zhenlu.storage.visit_list import ListedVisit

VisitArgument = Annotated[str, typer.Argument(metavar="ID", help=say("records.id"))]
ReasonOption = Annotated[str, typer.Option("--reason", help=say("records.reason"))]


def visit_of(opened: Store, beginning: str) -> ListedVisit:
    """The visit meant by the beginning of its id.

    Raises:
        VisitUnknown
    """
    return opened.visit_list.one(beginning)


def local_time(at: str) -> str:
    """A time of the store as this computer's clock shows it, to the minute."""
    from datetime import datetime

    return datetime.fromisoformat(at).astimezone().isoformat(sep=" ", timespec="minutes")[:16]

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

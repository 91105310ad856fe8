"""The reminders for staff: planned, sent, failed and uncertain, with the reasons."""

import asyncio
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from casework.clock import on_day, today_copenhagen
from casework.identity.records import LoggedIn
from casework.reminders import lists
from casework.reminders.kinds import CHANGES, TEST, load_kinds
from casework.reminders.models import STATUSES
from casework.reminders.records import Listed, ListFilter
from casework.reminders.service import CHANNELS
from web.console.auth import needs
from web.console.pages import render
from web.texts import load_texts

REMINDERS: Final = "/sagsbehandler/paamindelser"
TEXTS: Final = "console_reminders"
router = APIRouter(include_in_schema=False)
Answering = Annotated[LoggedIn, Depends(needs("answer"))]
_LONGEST: Final = 40


@router.get(REMINDERS)
async def reminders(
    request: Request,
    staff: Answering,
    tilstand: Annotated[str, Query()] = "",
    slags: Annotated[str, Query()] = "",
    kanal: Annotated[str, Query()] = "",
    efter: Annotated[str, Query()] = "",
) -> Response:
    """A page of the list. What is no status, kind or channel counts as not chosen."""
    wanted = ListFilter(
        status=tilstand if tilstand in STATUSES else "",
        kind=slags if slags in {*load_kinds(), *CHANGES, TEST} else "",
        channel=kanal if kanal in CHANNELS else "",
        after=efter[:_LONGEST] or None,
    )
    gateway = request.app.state.gateway
    now = on_day(gateway.clock.now(), today_copenhagen(gateway.clock, gateway.settings))
    page = await asyncio.to_thread(lists.for_staff, wanted, now)
    words = load_texts(TEXTS)["reminders"]
    return render(
        request,
        "console/reminders.html",
        staff,
        texts=(TEXTS,),
        wanted=wanted,
        rows=[_row(one, words) for one in page.found],
        # No channel of today can tell that a message has reached its reader.
        counts={
            status: _number(count, words) for status, count in page.counts.items() if count or status != "delivered"
        },
        kinds=[(kind.id, kind.title) for kind in load_kinds().values()],
        older=_address(wanted, page.after) if page.after else None,
        newest=_address(wanted) if wanted.after else None,
    )


def _number(count: int, words: dict[str, Any]) -> str:
    return str(count) if count <= lists.MOST_COUNTED else str(words["many"])


def _row(one: Listed, words: dict[str, Any]) -> dict[str, Any]:
    kinds = load_kinds()
    return {
        "one": one,
        "kind": kinds[one.kind].title if one.kind in kinds else words["changes"].get(one.kind, words["test"]),
        "channel": words["channels"].get(one.channel, one.channel),
        "status": words["statuses"][one.status],
        "why": _why(one, words),
    }


def _why(one: Listed, words: dict[str, Any]) -> str:
    """The reason, and what the other side said last."""
    parts = [words["reasons"].get(one.reason, "")] if one.reason else []
    if one.last_error:
        known = words["errors"].get(one.last_error) or words["errors"].get(one.last_error.partition("_")[0])
        parts.append(f"{known or words['errors']['other']} ({one.last_error})")
    if one.attempts > 1:
        parts.append(words["attempts"].format(count=one.attempts))
    return " ".join(part for part in parts if part)


def _address(wanted: ListFilter, after: str | None = None) -> str:
    given = {"tilstand": wanted.status, "slags": wanted.kind, "kanal": wanted.channel, "efter": after}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{REMINDERS}?{query}" if query else REMINDERS

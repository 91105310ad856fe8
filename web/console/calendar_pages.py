"""What every page of the staff calendar shares: its texts, its filters, and the log of what is read."""

from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from casework.booking import calendar_week
from casework.booking.calendar_records import Conflict
from casework.identity.records import LoggedIn
from casework.privacy import access
from rules_core.texts import capitalise
from web.console.calendar_people import address, moment_of, people_with_calendars, scope_of
from web.console.calendar_view import block_text, conflict_line, span_text, texts, wishes_of
from web.console.opening import SITTING
from web.console.pages import FieldProblem, render, templates
from web.texts import load_texts

_FILES = ("console_calendar", "console_calendar_setup", "console_calendar_change")
templates.env.filters.update(
    span_text=span_text,
    wishes_of=wishes_of,
    conflict_line=conflict_line,
    block_text=block_text,
    capitalize_first=capitalise,
)


def calendar_page(
    request: Request, name: str, staff: LoggedIn, problems: Sequence[FieldProblem] = (), **values: Any
) -> Response:
    """A page of the calendar: its texts are `c` (weeks and days), `s` (forms) and `d` (changes)."""
    return render(
        request,
        f"console/calendar/{name}.html",
        staff,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        texts=_FILES,
        problems=problems,
        calendar_address=address,
        c=texts(),
        s=load_texts("console_calendar_setup")["setup"],
        d=load_texts("console_calendar_change")["change"],
        **values,
    )


def log_reading(conversation_id: str, staff: LoggedIn, request: Request) -> None:
    """Write down, once in a sitting, that somebody works with the citizen's case. Blocks."""
    now = request.app.state.gateway.clock.now()
    if not access.has_opened(conversation_id, staff.member.id, now - SITTING):
        access.record(conversation_id, staff.member, "case", None, now)


def conflicts_of(request: Request, staff: LoggedIn, ahead: timedelta = calendar_week.AHEAD) -> list[Conflict]:
    """The booked talks nobody can hold, in every calendar that `staff` may change, in order of time. Blocks."""
    scope, (now, _) = scope_of(staff), moment_of(request)
    settings = request.app.state.gateway.settings
    whom = [one.id for one in people_with_calendars()] if scope is None else [scope]
    found = [met for one in whom for met in calendar_week.conflicts(one, settings=settings, now=now, ahead=ahead)]
    return sorted(found, key=lambda one: one.booking.starts_at)

"""Shows the pages for staff: one base with the menu, texts from YAML, moments in Danish time."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from jinja2 import StrictUndefined

from casework.clock import COPENHAGEN
from casework.identity.records import LoggedIn
from casework.identity.roles import may
from casework.identity.words import role_text
from rules_core.dates import danish_date
from web.texts import load_texts

QUEUE: Final = "/sagsbehandler"
LOGIN: Final = "/sagsbehandler/login"
REVIEW: Final = "/gennemsyn"
#: Pages for staff are under these addresses and no others.
ROOTS: Final = (QUEUE, REVIEW, "/overblik")
#: The menu: text, address, and the right that shows it (None = everybody who is logged in).
MENU: Final = (
    ("nav_queue", QUEUE, "answer"),
    ("nav_callbacks", "/sagsbehandler/opkald", "answer"),
    ("nav_calendar", "/sagsbehandler/kalender", "search"),
    ("nav_reminders", "/sagsbehandler/paamindelser", "answer"),
    ("nav_search", "/sagsbehandler/soeg", "search"),
    ("nav_review", REVIEW, "review"),
    ("nav_overview", "/overblik", "figures"),
    ("nav_settings", "/sagsbehandler/indstillinger", "administer"),
)
NOTICE: Final = "besked"
_ADDRESS = re.compile(r"(/[A-Za-z0-9_~.-]+)+(\?[\x21-\x7e]*)?")

templates = Jinja2Templates(directory=Path(__file__).parent.parent / "templates")
# A page that asks for something it was not given is a mistake, never an empty space.
templates.env.undefined = StrictUndefined
templates.env.trim_blocks = templates.env.lstrip_blocks = True


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldProblem:
    """What is wrong with a form: the id of the field, and what to do about it in Danish."""

    field: str
    text: str


def danish_day(moment: date | datetime) -> str:
    """'20. november 2026', the day in Denmark."""
    day = moment.astimezone(COPENHAGEN).date() if isinstance(moment, datetime) else moment
    return danish_date(day, weekday=False)


def danish_time(moment: datetime) -> str:
    """'13.05', the time in Denmark."""
    return f"{moment.astimezone(COPENHAGEN):%H.%M}"


def danish_moment(moment: datetime) -> str:
    """'20. november 2026 kl. 13.05', in Denmark."""
    return f"{danish_day(moment)} kl. {danish_time(moment)}"


templates.env.filters.update(
    danish_day=danish_day, danish_time=danish_time, danish_moment=danish_moment, role_text=role_text
)


def render(
    request: Request,
    template: str,
    staff: LoggedIn | None,
    *,
    status: int = HTTPStatus.OK,
    texts: Sequence[str] = (),
    **values: Any,
) -> Response:
    """A page for staff. `staff` = None only before login; `texts` = YAML files whose texts the page needs as `t` too.

    Every page has: t, staff, settings (the authority's names), may(right), menu, here (its own address), notice,
    problems (empty unless given), and what `values` adds.
    """
    settings = request.app.state.gateway.settings
    words: dict[str, Any] = dict(load_texts("console"))
    for name in texts:
        words |= load_texts(name)
    allowed = partial(may, staff.member.role) if staff is not None else _nothing
    shown = {
        "t": words,
        "staff": staff.member if staff is not None else None,
        "csrf": staff.csrf if staff is not None else "",
        "settings": settings,
        "may": allowed,
        "menu": menu_of(request.url.path, allowed) if staff is not None else (),
        "here": _own_address(request),
        "notice": _notice(words, request.query_params.get(NOTICE, "")),
        "problems": (),
        **values,
    }
    return templates.TemplateResponse(request, template, shown, status_code=status)


def go_to(path: str, notice: str | None = None) -> Response:
    """Send the browser on after a form; `notice` = the name of a text that the page then shows.

    It stands under `notices` in console.yml, or under `<part>_notices` in a YAML file that the page itself uses.
    """
    if notice is not None:
        path += f"{'&' if '?' in path else '?'}{urlencode({NOTICE: notice})}"
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


def home_of(role: str) -> str:
    """Where somebody begins."""
    return QUEUE if may(role, "answer") else REVIEW


def safe_next(address: str, otherwise: str) -> str:
    """The address to go on to when it is one of our own pages for staff, else `otherwise`."""
    path = address.partition("?")[0]
    ours = any(path == root or path.startswith(f"{root}/") for root in ROOTS)
    # Two dots would lead out of the folder again.
    if not ours or path == LOGIN or ".." in path or not _ADDRESS.fullmatch(address):
        return otherwise
    return address


def menu_of(path: str, allowed: Callable[[str], bool]) -> list[dict[str, Any]]:
    """The menu for somebody who is `allowed` some rights, with the page at `path` marked."""
    shown = [(text, address) for text, address, right in MENU if allowed(right)]
    # The queue's address is the beginning of nearly all others: a conversation alone belongs to it.
    parts = {QUEUE: f"{QUEUE}/samtale/"}
    inside = [one for _text, one in shown if path == one or path.startswith(parts.get(one, f"{one}/"))]
    here = max(inside, key=len, default="")
    return [{"text": text, "address": address, "here": address == here} for text, address in shown]


def _notice(words: dict[str, Any], name: str) -> str | None:
    """The text under `notices`, or under `<part>_notices` of a page's own texts."""
    lists = [texts for key, texts in words.items() if key == "notices" or key.endswith("_notices")]
    found: str | None = next((texts[name] for texts in lists if name in texts), None)
    return found


def _own_address(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _nothing(_right: str) -> bool:
    return False

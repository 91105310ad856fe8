"""The public rule book: pages that need no JavaScript and have permanent addresses."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.templating import Jinja2Templates
from jinja2 import StrictUndefined

from casework.rulebook import (
    Choice,
    Problem,
    all_topics,
    change_days,
    change_page,
    known_rules,
    overview,
    read_choice,
    read_comparison,
    rule_view,
    search,
    side_text,
    topic_view,
)
from casework.rulebook.choice import group_options, nearest_known, read_day, track_options
from casework.rulebook.words import plain_date
from rules_core import load_ruleset
from rules_core.fact_files import PACKAGE_ROOT
from rules_core.loader import load_tracks
from rules_core.texts import capitalise
from web.citizen_page import TEMPLATES, authority_of
from web.notice import notice_json
from web.routes.rules import today_of
from web.texts import load_texts

router = APIRouter(prefix="/regler", include_in_schema=False)
_WEB = Path(__file__).parent.parent
templates = Jinja2Templates(directory=TEMPLATES)
templates.env.filters["capitalize_first"] = capitalise
templates.env.filters["lower_first"] = lambda text: text[:1].lower() + text[1:]
# A page that asks for something it was not given is a mistake, never an empty space.
templates.env.undefined = StrictUndefined
templates.env.trim_blocks = templates.env.lstrip_blocks = True

Today = Annotated[date, Depends(today_of)]
_METHODS = ["GET", "HEAD"]
#: What stands around every page of the book.
_FRAME = (TEMPLATES / "citizen.html", *sorted(TEMPLATES.glob("_*.html")))


@dataclass(frozen=True, slots=True)
class _Shown:
    """One page: its template, its address (None = it has none), what it shows, and its place in the menu."""

    template: str
    path: str | None
    values: Mapping[str, Any]
    here: str = ""
    status: int = 200
    query: str | None = None
    problems: tuple[Problem, ...] | None = None


@router.api_route("", methods=_METHODS)
def front(request: Request, today: Today) -> Response:
    """All topics with their rules, or what a search finds."""
    return _answer(request, today, _front)


def _front(request: Request, choice: Choice) -> _Shown:
    query = request.query_params.get("q", "").strip()
    values = {"topics": overview(choice), "query": query, "hits": search(query, choice) if query else ()}
    permanent = f"{choice.query}&{urlencode({'q': query})}" if query else None
    return _Shown("front", "/regler", values, "rules", query=permanent)


@router.api_route("/aendringer", methods=_METHODS)
def changes(request: Request, today: Today) -> Response:
    """The days on which the law changed."""

    def show(_request: Request, _choice: Choice) -> _Shown:
        return _Shown("changes", "/regler/aendringer", {"days": change_days()}, "changes", query="")

    return _answer(request, today, show)


@router.api_route("/aendringer/{day}", methods=_METHODS)
def change(day: str, request: Request, today: Today) -> Response:
    """What changed on one day."""

    def show(_request: Request, choice: Choice) -> _Shown:
        found = read_day(day)
        page = change_page(found, choice) if found and found.isoformat() == day else None
        if page is None:
            return _not_found(choice)
        query = f"?{urlencode({'maalgruppe': choice.group})}" if choice.group else ""
        return _Shown("change", f"/regler/aendringer/{day}", {"page": page}, "changes", query=query)

    return _answer(request, today, show)


@router.api_route("/sammenlign", methods=_METHODS)
def compare(request: Request, today: Today) -> Response:
    """The form, and what differs when it is filled in."""

    def show(asked: Request, _choice: Choice) -> _Shown:
        page = read_comparison(asked.query_params, today)
        values = {"page": page, "sides": [side_text(side) for side in page.sides]}
        return _Shown("compare", "/regler/sammenlign", values, "compare", query=page.query, problems=page.problems)

    return _answer(request, today, show)


@router.api_route("/{name}", methods=_METHODS)
def rule_or_topic(name: str, request: Request, today: Today) -> Response:
    """One rule, or one topic with its rules; a rule goes before a topic of the same name."""

    def show(_request: Request, choice: Choice) -> _Shown:
        if name in known_rules(choice.local):
            return _Shown("rule", f"/regler/{name}", {"rule": rule_view(name, choice, today)})
        if name in all_topics():
            return _Shown("topic", f"/regler/{name}", {"topic": topic_view(name, choice)})
        return _not_found(choice)

    return _answer(request, today, show)


@router.api_route("/{rest:path}", methods=_METHODS)
def elsewhere(request: Request, today: Today) -> Response:
    """Any other address below the rule book."""
    return _answer(request, today, lambda _request, choice: _not_found(choice))


def _not_found(choice: Choice) -> _Shown:
    """The page for an address that leads nowhere."""
    return _Shown("not_found", None, {"topics": overview(choice)}, status=404)


def _answer(request: Request, today: date, show: Callable[[Request, Choice], _Shown]) -> Response:
    """The page, or 304 when the reader's browser holds it as it still is."""
    kept = _kept(request, today)
    if kept:
        return kept
    choice, problems = read_choice(request.query_params, today, _local(request))
    shown = show(request, choice)
    if shown.problems is not None:
        problems = shown.problems
    context = {**_frame(request, today, choice, shown), "problems": problems, **shown.values}
    # An address that leads nowhere is no better for a field that can be mended.
    status = shown.status if shown.status != HTTPStatus.OK else HTTPStatus.UNPROCESSABLE_ENTITY if problems else 200
    response = templates.TemplateResponse(request, f"rulebook/{shown.template}.html", context, status)
    if status == HTTPStatus.OK:
        response.headers.update(_marks(request, today))
    return response


def _frame(request: Request, today: date, choice: Choice, shown: _Shown) -> dict[str, Any]:
    """What every page has around what it shows."""
    path = shown.path
    query = choice.query if shown.query is None else shown.query
    return {
        "t": load_texts("rulebook"),
        "settings": authority_of(request),
        "emergency": notice_json(request.app.state.gateway.clock),
        "choice": choice,
        "groups": group_options(choice),
        "tracks": track_options(choice.track),
        "today": today,
        "today_text": plain_date(today),
        "today_link": f"{path}{choice.at(today).query}",
        "law_link": f"{path}{Choice(nearest_known(choice.day, load_ruleset().track)).query}",
        "law_day_text": plain_date(choice.law_date) if choice.law_date else "",
        "permalink": f"{_own_address(request)}{path}{query}" if path else None,
        "here": shown.here,
    }


def _own_address(request: Request) -> str:
    """Where citizens find us. What the caller calls us is only asked when the settings do not say."""
    public: str = request.app.state.gateway.settings.reminders.public_url
    return (public or str(request.base_url)).rstrip("/")


def _local(request: Request) -> Path | None:
    """The folder of the municipality's own practice, if the settings name one."""
    local: Path | None = request.app.state.gateway.settings.local_rules
    return local


def _kept(request: Request, today: date) -> Response | None:
    """304 when the reader's browser holds the page as it still is."""
    tag, changed = _tag(request, today), _changed(today)
    known, since = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
    if known is not None:
        fresh = tag in (each.strip() for each in known.split(","))
    else:
        fresh = since is not None and _not_after(changed, since)
    if not fresh:
        return None
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=_marks(request, today))


def _marks(request: Request, today: date) -> dict[str, str]:
    return {"ETag": _tag(request, today), "Last-Modified": format_datetime(_changed(today), usegmt=True)}


def _not_after(changed: datetime, since: str) -> bool:
    try:
        return changed <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def _tag(request: Request, today: date) -> str:
    """The page's fingerprint: rules, templates, address, and the day, since old versions are told from today."""
    seen = (
        _content_hash(_local(request)),
        str(request.url),
        today.isoformat(),
        str(sorted(authority_of(request).items())),
        str(notice_json(request.app.state.gateway.clock)),
    )
    return f'W/"{hashlib.sha256("|".join(seen).encode()).hexdigest()[:24]}"'


def _changed(today: date) -> datetime:
    """When the page last changed: with the files, or at midnight when the day changed what "today" is."""
    midnight = datetime(today.year, today.month, today.day, tzinfo=UTC)
    now = datetime.now(UTC)
    # A clock that is set ahead must not date a page in the future.
    return max(_files_changed(), min(midnight, now.replace(microsecond=0)))


@cache
def _content_hash(local: Path | None) -> str:
    """Everything a page is made of: the rule sets of all tracks, the register, the templates and the texts."""
    books = (load_ruleset(track, local=local) for track in load_tracks())
    total = hashlib.sha256("".join(book.hash for book in books).encode())
    for file in _own_files():
        total.update(file.read_bytes())
    return total.hexdigest()


@cache
def _files_changed() -> datetime:
    newest = max(file.stat().st_mtime for file in (*_own_files(), *PACKAGE_ROOT.rglob("*.yml")))
    return datetime.fromtimestamp(int(newest), UTC)


def _own_files() -> list[Path]:
    found = [*(TEMPLATES / "rulebook").glob("*.html"), *_FRAME, _WEB / "texts" / "rulebook.yml"]
    found += [*(_WEB.parent / "casework" / "rulebook").iterdir(), *(PACKAGE_ROOT / "data" / "coverage").glob("*.yml")]
    return sorted(file for file in found if file.is_file())

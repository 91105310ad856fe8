"""The figures of the conversations: one page, and each of its tables as a file."""

import csv
import io
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from casework.clock import today_copenhagen
from casework.identity.records import LoggedIn
from casework.statistics.overview import Overview
from casework.statistics.periods import Period, make_period
from rules_core.key_figures import key_figures
from web.console.auth import needs
from web.console.errors import PageError
from web.console.forms import FIRST_DAY, LAST_DAY
from web.console.pages import render
from web.overview_sheets import cards, sheets

router = APIRouter(prefix="/overblik", include_in_schema=False)
Reader = Annotated[LoggedIn, Depends(needs("figures"))]
#: Excel in Danish reads a file as UTF-8 when it begins with this.
_MARK = "\ufeff"


@router.get("")
def overview_page(request: Request, staff: Reader) -> Response:
    """The figures of a period: `fra` and `til` as ISO dates, `opdelt` "day" or "week"; four weeks unless said."""
    period, note = _period(request)
    read = _read(request, period)
    return render(
        request,
        "overview/overview.html",
        staff,
        texts=("overview",),
        period=period,
        note=note,
        few=not read.conversations.value,
        nobody=read.conversations.value == 0,
        cards=cards(read),
        sheets=sheets(read),
        kl_figures=tuple(key_figures().values()),
        query=_query(period),
    )


@router.get("/{name}.csv")
def table_file(name: str, request: Request, staff: Reader) -> Response:
    """One table of the page for Excel in Danish: UTF-8 with a mark, semicolons, the same cells as on the page."""
    period, _note = _period(request)
    sheet = next((each for each in sheets(_read(request, period)) if each.name == name), None)
    if sheet is None:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(sheet.columns)
    writer.writerows(sheet.rows)
    if sheet.whole is not None:
        writer.writerow(sheet.whole)
    file = f"overblik-{name}-{period.first}-{period.last}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return Response((_MARK + out.getvalue()).encode(), media_type="text/csv; charset=utf-8", headers=headers)


def _read(request: Request, period: Period) -> Overview:
    app: Any = request.app
    found: Overview = app.state.overview_reader.read(period, app.state.gateway.clock.now())
    return found


def _period(request: Request) -> tuple[Period, str | None]:
    """The period asked for, and the name of the text that says what was put right in it."""
    gateway: Any = request.app.state.gateway
    today = today_copenhagen(gateway.clock, gateway.settings)
    asked = {name: request.query_params.get(name, "").strip() for name in ("fra", "til", "opdelt")}
    try:
        first, last = (_day(asked, name) for name in ("fra", "til"))
    except ValueError:
        return make_period(None, None, asked["opdelt"], today), "overview_bad_date"
    period = make_period(first, last, asked["opdelt"], today)
    same = (first or period.first, last or period.last, asked["opdelt"] or period.by)
    return period, None if same == (period.first, period.last, period.by) else "overview_changed"


def _day(asked: dict[str, str], name: str) -> date | None:
    """None when no day is asked for; one beyond reckoning is put right. Raises ValueError for what is no day."""
    return min(max(date.fromisoformat(asked[name]), FIRST_DAY), LAST_DAY) if asked[name] else None


def _query(period: Period) -> str:
    return f"fra={period.first}&til={period.last}&opdelt={period.by}"

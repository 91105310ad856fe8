"""How long conversations are kept, what the next night will delete, and what the last ones did."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import Response

from casework.privacy import retention
from web.console.pages import render
from web.routes.console_accounts import Administrator, now_of

router = APIRouter(prefix="/sagsbehandler/indstillinger/opbevaring", include_in_schema=False)
TEXTS = ("console_settings", "console_retention")


@router.get("")
async def retention_page(request: Request, staff: Administrator) -> Response:
    """The page. It only shows: how long is decided where the product runs."""
    keep = request.app.state.gateway.settings.keep
    overdue, runs = await asyncio.to_thread(lambda: (retention.preview(keep, now_of(request)), retention.last_runs()))
    return render(request, "console/retention.html", staff, texts=TEXTS, keep=keep, overdue=overdue, runs=runs)

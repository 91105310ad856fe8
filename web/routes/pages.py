"""The chat page."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from web.incoming import LONGEST_QUESTION

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(directory=Path(__file__).parent.parent / "templates")


ADVISER = "raadgiver"
"""The value of `for` in the address that opens the page for somebody who advises citizens."""


@router.api_route("/", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def chat_page(request: Request, for_: Annotated[str, Query(alias="for")] = "") -> HTMLResponse:
    """The page with the conversation; `for` = whom it is for, and anything unknown means the citizen."""
    settings = asdict(request.app.state.gateway.settings)
    # A page needs the authority's names and never an address or a secret.
    shown = {name: value for name, value in settings.items() if name.startswith("authority_")}
    mode = "caseworker" if for_ == ADVISER else "citizen"
    values = {"settings": shown, "longest_question": LONGEST_QUESTION, "mode": mode}
    return templates.TemplateResponse(request, "chat.html", values)

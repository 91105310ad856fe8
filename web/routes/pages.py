"""The chat page."""

from dataclasses import asdict
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from web.incoming import LONGEST_QUESTION

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(directory=Path(__file__).parent.parent / "templates")


@router.api_route("/", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def chat_page(request: Request) -> HTMLResponse:
    """The page with the conversation."""
    settings = asdict(request.app.state.gateway.settings)
    # A page needs the authority's names and never an address or a secret.
    shown = {name: value for name, value in settings.items() if name.startswith("authority_")}
    return templates.TemplateResponse(request, "chat.html", {"settings": shown, "longest_question": LONGEST_QUESTION})

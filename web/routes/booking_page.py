"""The page where a citizen books, moves and cancels a talk."""

from dataclasses import asdict

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.routes.pages import templates

router = APIRouter(include_in_schema=False)


@router.api_route("/booking", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def booking_page(request: Request) -> HTMLResponse:
    """The page itself; what it shows is fetched with the conversation's own token."""
    settings = asdict(request.app.state.gateway.settings)
    # A page needs the authority's names and never an address or a secret.
    shown = {name: value for name, value in settings.items() if name.startswith("authority_")}
    return templates.TemplateResponse(request, "booking.html", {"settings": shown})

"""The page that says what works for whom, and what does not yet."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.citizen_page import citizen_page
from web.texts import load_texts

router = APIRouter(include_in_schema=False)


@router.api_route("/tilgaengelighed", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def accessibility_page(request: Request) -> HTMLResponse:
    """A draft of the statement that the law asks for; the authority issues its own."""
    texts = load_texts("accessibility")
    return citizen_page(request, "accessibility.html", t=texts, title=texts["title"])

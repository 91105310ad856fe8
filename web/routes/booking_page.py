"""The page where a citizen books, moves and cancels a talk."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from casework.municipality import switches
from web.citizen_page import citizen_page
from web.notice import notice_json
from web.routes.pages import login_label

router = APIRouter(include_in_schema=False)


@router.api_route("/booking", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def booking_page(request: Request) -> HTMLResponse:
    """The page itself; what it shows is fetched with the conversation's own token."""
    return citizen_page(
        request,
        "booking.html",
        login_label=login_label(request),
        booking_on=switches.is_on(switches.BOOKING),
        emergency=notice_json(request.app.state.gateway.clock),
    )

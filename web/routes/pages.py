"""The chat page."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from casework.identity.openid.citizen_settings import CitizenOpenId
from web.citizen_page import citizen_page
from web.incoming import LONGEST_QUESTION
from web.notice import notice_json

router = APIRouter(include_in_schema=False)


ADVISER = "raadgiver"
"""The value of `for` in the address that opens the page for somebody who advises citizens."""


def login_label(request: Request) -> str:
    """What stands on the link with which citizens log in; empty where they cannot."""
    openid: CitizenOpenId = request.app.state.gateway.settings.citizen_openid
    return openid.citizen_oidc_label if openid.on else ""


@router.api_route("/", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def chat_page(request: Request, for_: Annotated[str, Query(alias="for")] = "") -> HTMLResponse:
    """The page with the conversation; `for` = whom it is for, and anything unknown means the citizen."""
    mode = "caseworker" if for_ == ADVISER else "citizen"
    return citizen_page(
        request,
        "chat.html",
        longest_question=LONGEST_QUESTION,
        mode=mode,
        login_label=login_label(request) if mode == "citizen" else "",
        emergency=notice_json(request.app.state.gateway.clock),
    )

"""The page on which staff log in, with a password here, by the municipality's provider, or both."""

import asyncio
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from casework.identity import service
from web.console.pages import render, safe_next


async def login_form(request: Request, videre: str, status: int = HTTPStatus.OK, **values: Any) -> Response:
    """The page; `problem` = what went wrong, `username` = what was typed."""
    openid = request.app.state.gateway.settings.staff_openid
    shown = {
        "problem": None,
        "username": "",
        "provider": openid.staff_oidc_label if openid.on else None,
        "passwords": not openid.on or openid.staff_oidc_passwords,
        "anybody": await asyncio.to_thread(service.anybody),
        **values,
    }
    texts = ("console_openid",)
    return render(
        request, "console/login.html", None, status=status, texts=texts, videre=safe_next(videre, ""), **shown
    )

"""The page on which staff log in, with a password here, by the municipality's provider, or both."""

import asyncio
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from casework.identity import service
from casework.identity.openid.provider import OpenIdProvider
from web.console.pages import LOGIN, render, safe_next


async def provider_logout(request: Request, id_token: str) -> str | None:
    """Where the browser goes to log out at the provider too; None where there is no such place."""
    state = request.app.state
    provider: OpenIdProvider | None = state.staff_provider
    if provider is None:
        return None
    return await provider.logout_address(id_token, state.citizen_desk.address(LOGIN), state.gateway.clock.now())


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

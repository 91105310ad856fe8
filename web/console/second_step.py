"""What the pages show of the code that comes after the password."""

from typing import Any, Final
from urllib.parse import urlencode

import segno
from fastapi import Request

from casework.identity.second_step import address_for_app
from casework.settings import Settings
from web.console.pages import LOGIN, safe_next

TEXTS: Final = ("console_second_step",)
#: In the address of one's own page: show the secret that waits to be set up.
STEP: Final = "kode"
_PIXELS: Final = 5


def step_address(videre: str) -> str:
    """Where a login that waits is finished, and the page to go on to."""
    go_on = safe_next(videre, "")
    return f"{LOGIN}/trin" + (f"?{urlencode({'videre': go_on})}" if go_on else "")


def required(request: Request) -> bool:
    """Whether nobody is let in without an app."""
    settings: Settings = request.app.state.gateway.settings
    return settings.staff_second_step == "required"


def code_values(request: Request, username: str, secret: str | None) -> dict[str, Any]:
    """The square code and the secret in words, for a page that sets an app up."""
    if secret is None:
        return {"secret": None, "square": None}
    settings: Settings = request.app.state.gateway.settings
    address = address_for_app(secret, username, f"Ret & Pligt {settings.authority_name}")
    parts = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    square = segno.make(address, micro=False).svg_data_uri(scale=_PIXELS, light="white")
    return {"secret": " ".join(parts), "square": square}

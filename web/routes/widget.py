"""The chat on somebody else's page: its one script, and the parts it builds there."""

import hashlib
import json
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from casework.municipality.contrast import is_colour
from web.citizen_page import authority_of, templates
from web.errors import ProblemError
from web.incoming import LONGEST_QUESTION
from web.notice import notice_json
from web.routes.pages import login_label
from web.widget_parts import parts_of

router = APIRouter(include_in_schema=False)

SCRIPT = Path(__file__).parent.parent / "static" / "widget" / "widget.js"


@router.api_route("/widget.js", methods=["GET", "HEAD"])
def widget_script(request: Request) -> Response:
    """The newest script under a short address; web/static/widget has it under its version too.

    The authority's colour stands before it: the button has it from the first moment, with nothing more asked of us.
    """
    if not SCRIPT.is_file():
        raise ProblemError(404, "not_found")
    script = _told(_colour(request)).encode() + SCRIPT.read_bytes()
    tag = f'"{hashlib.sha256(script).hexdigest()[:32]}"'
    # Proxies that pack the answer make the mark a weak one.
    known = request.headers.get("if-none-match", "").replace("W/", "").split(", ")
    if tag in known:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"etag": tag})
    return Response(script, media_type="text/javascript", headers={"etag": tag})


@router.get("/api/v1/widget")
async def widget_parts(request: Request) -> dict[str, Any]:
    """What the panel holds, from the page's own templates: {parts: [tree, ...], look: {name, colour}}. Nothing is
    stored."""
    shown = authority_of(request)
    panel = templates.get_template("widget/panel.html").render(
        settings=shown,
        longest_question=LONGEST_QUESTION,
        mode="citizen",
        login_label=login_label(request),
        emergency=notice_json(request.app.state.gateway.clock),
    )
    return {"parts": parts_of(panel), "look": {"name": shown["authority_name"], "colour": _colour(request)}}


def _colour(request: Request) -> str:
    """The authority's colour, or an empty text; anything else is none."""
    colour: str = request.app.state.gateway.settings.authority_colour.casefold()
    return colour if is_colour(colour) else ""


def _told(colour: str) -> str:
    """A statement that writes the colour on the script's own element."""
    return (
        f"document.currentScript&&(document.currentScript.dataset.authorityColour={json.dumps(colour)});"
        if colour
        else ""
    )

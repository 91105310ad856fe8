"""What a page for citizens is shown with: the authority's names, and nothing of how we are set up."""

from collections.abc import Mapping
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

TEMPLATES: Final = Path(__file__).parent / "templates"
templates = Jinja2Templates(directory=TEMPLATES)


def authority_of(request: Request) -> dict[str, Any]:
    """The settings that a page may show. It needs the authority's names and never an address of ours or a secret."""
    settings = asdict(request.app.state.gateway.settings)
    return {name: value for name, value in settings.items() if name.startswith("authority_")}


def citizen_page(
    request: Request,
    template: str,
    *,
    status: int = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """A page in the frame of citizens' pages, citizen.html. Every page has `settings` and what `values` adds."""
    shown = {"settings": authority_of(request), **values}
    return templates.TemplateResponse(request, template, shown, status_code=status, headers=headers)

"""The authority's own colour and logo, for every page."""

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from casework.municipality import branding
from casework.municipality.contrast import is_colour
from casework.settings import Settings

router = APIRouter(include_in_schema=False)

# Only where the page is light: the dark dress and the system's own colours have their own, which can be read.
_THEME = """@media not ((prefers-color-scheme: dark) or (forced-colors: active)) {{
  :root {{ --accent: {colour}; --link: {colour}; --own-line: {colour}; }}
  a, a:visited {{ color: {colour}; }}
  .button.button-primary {{ background-color: {colour}; border-color: {colour}; color: #fff; }}
  .button.button-secondary {{ border-color: {colour}; color: {colour}; }}
}}
"""


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.gateway.settings
    return settings


@router.api_route("/tema.css", methods=["GET", "HEAD"])
async def theme(request: Request) -> Response:
    """The colour as a style sheet; empty when there is none."""
    colour = _settings(request).authority_colour.casefold()
    style = _THEME.format(colour=colour) if is_colour(colour) else ""
    return Response(style, media_type="text/css")


@router.api_route("/logo", methods=["GET", "HEAD"])
def logo(request: Request) -> Response:
    """The logo. 404 when there is none, or its file is gone."""
    file = branding.logo_file(_settings(request))
    if file is None:
        return Response(status_code=404)
    return FileResponse(file, media_type=branding.PICTURES[file.suffix.lower()])

"""A citizen logs in by a broker of MitID: the calls of the page, the way back, and the page itself.

The conversation's token is never in an address: the call that begins carries it, and the server remembers for which
conversation the browser was sent out.
"""

import logging
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import Field

from casework.identity.openid.errors import OpenIdError
from casework.identity.openid.journeys import LASTS
from casework.identity.openid.provider import Answer
from web import elsewhere
from web.citizen_desk import BACK, GO_ON, GOODBYE, ONWARD, PAGE, CitizenDesk
from web.citizen_page import citizen_page
from web.console.auth import is_secure
from web.routes.conversations import TheGateway, Token
from web.schemas import Strict
from web.texts import load_texts

router = APIRouter(tags=["login"])
logger = logging.getLogger(__name__)

#: Binds the journey to the browser. Lax, for the way back is a click on somebody else's page.
COOKIE: Final = "retpligt_borger"
_BASE: Final = "/api/v1/conversations/{conversation_id}/login"
OtherId = Annotated[str, Path(max_length=64)]


class BeginLogin(Strict):
    """From which page the citizen logs in, and comes back to."""

    page: Literal["chat", "booking"] = "chat"


#: What a page elsewhere makes up and keeps.
Secret = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{32,100}$")]


class AskTicket(Strict):
    """The path of the page on its site, and the secret that the page keeps.

    Without what follows a question mark: a site with a page that leads on to any address it is given would otherwise
    lead the code there. The page itself remembers the rest.
    """

    path: Annotated[str, Field(pattern=r"^/[!-\"$->@-~]*$", max_length=elsewhere.LONGEST_PATH)] = "/"
    secret: Secret


class TakeToken(Strict):
    """What a page elsewhere shows instead of our cookie: the code it was sent, and its own secret."""

    code: Secret
    secret: Secret


async def citizen_desk_of(request: Request) -> CitizenDesk:
    """The application's desk for citizens' login."""
    desk: CitizenDesk = request.app.state.citizen_desk
    return desk


TheCitizenDesk = Annotated[CitizenDesk, Depends(citizen_desk_of)]


@router.get(_BASE)
async def get_login(conversation_id: str, desk: TheCitizenDesk, token: Token) -> dict[str, Any]:
    """Whether one can log in, and is logged in in this conversation."""
    return await desk.state(conversation_id, token)


@router.post(_BASE)
async def begin_login(
    request: Request,
    conversation_id: str,
    desk: TheCitizenDesk,
    gateway: TheGateway,
    token: Token,
    wished: BeginLogin | None = None,
) -> Response:
    """Begin: the address to which the page sends the browser."""
    await gateway.limits.check_message(conversation_id, token)
    address, browser = await desk.begin(conversation_id, token, wished.page if wished else "chat")
    return _bound(JSONResponse({"address": address}), request, browser)


@router.post(f"{_BASE}/ticket")
async def ask_ticket(
    request: Request, conversation_id: str, desk: TheCitizenDesk, gateway: TheGateway, token: Token, wished: AskTicket
) -> dict[str, str]:
    """Begin from a page on another site: the address of ours to which that page sends the browser."""
    await gateway.limits.check_message(conversation_id, token)
    # The browser writes this itself, and a page cannot change it.
    site = request.headers.get("origin", "")
    return {"address": await desk.ticket(conversation_id, token, site, wished.path, wished.secret)}


@router.post(f"{_BASE}/token")
async def take_token(
    request: Request, conversation_id: str, desk: TheCitizenDesk, token: Token, shown: TakeToken | None = None
) -> JSONResponse:
    """The conversation's new token, for the browser that was sent out. From then on the citizen is logged in."""
    browser = elsewhere.proof_of(shown.code, shown.secret) if shown else request.cookies.get(COOKIE, "")
    return JSONResponse(await desk.take(conversation_id, token, browser))


@router.delete(_BASE)
async def end_login(request: Request, conversation_id: str, desk: TheCitizenDesk, token: Token) -> JSONResponse:
    """Log out. The token is dead afterwards; `address` = where the browser goes to log out at the broker too."""
    response = JSONResponse({"address": await desk.log_out(conversation_id, token) or GOODBYE})
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=is_secure(request))
    return response


@router.get(f"{_BASE}/own")
async def own_talks(conversation_id: str, desk: TheCitizenDesk, token: Token) -> dict[str, Any]:
    """The citizen's other conversations, with what is booked and how many reminders there are."""
    return await desk.own(conversation_id, token)


@router.post(f"{_BASE}/own/{{other}}")
async def take_up(conversation_id: str, other: OtherId, desk: TheCitizenDesk, token: Token) -> JSONResponse:
    """Go on in one of them. Where it was open, it is closed."""
    return JSONResponse(await desk.take_up(conversation_id, token, other))


@router.api_route(PAGE, methods=["GET", "HEAD"], include_in_schema=False)
async def login_page(request: Request, desk: TheCitizenDesk, fra: str = "chat") -> Response:
    """The page on which a citizen logs in, sees what is their own, and logs out."""
    return _page(request, desk, "start", go_on=GO_ON.get(fra, GO_ON["chat"]), page=fra if fra in GO_ON else "chat")


@router.get(ONWARD, include_in_schema=False)
async def go_onward(request: Request, desk: TheCitizenDesk, billet: str = "") -> Response:
    """Send whoever comes from a page elsewhere on to the broker."""
    try:
        address, browser = await desk.onward(billet)
    except OpenIdError as refusal:
        return _failed(request, desk, refusal.code)
    return _bound(RedirectResponse(address, HTTPStatus.SEE_OTHER), request, browser)


@router.get(BACK, include_in_schema=False)
async def come_back(
    request: Request, desk: TheCitizenDesk, state: str = "", code: str = "", iss: str = "", error: str = ""
) -> Response:
    """Take in whoever comes back from the broker; the page then fetches the new token."""
    answer = Answer(code=code, issuer=iss, error=error)
    try:
        back = await desk.come_back(state, request.cookies.get(COOKIE, ""), answer)
    except OpenIdError as refusal:
        logger.warning("a citizen's login failed: %s", refusal.code)
        status = HTTPStatus.BAD_GATEWAY if refusal.code == "away" else HTTPStatus.BAD_REQUEST
        return _page(request, desk, "start", status=status, problem=load_texts("citizen_login")[refusal.code])
    if back.person is None:
        logger.warning("a citizen's login failed: %s", back.refusal)
        return _failed(request, desk, back.refusal, go_on=back.go_on)
    if back.elsewhere:
        return RedirectResponse(back.go_on, HTTPStatus.SEE_OTHER)
    return _page(request, desk, "back", go_on=back.go_on, name=back.person.name)


@router.get(GOODBYE, include_in_schema=False)
async def goodbye(request: Request, desk: TheCitizenDesk) -> Response:
    """Logged out, here and at the broker."""
    return _page(request, desk, "goodbye")


def _bound(response: Response, request: Request, browser: str) -> Response:
    """The answer with the cookie that the browser must hold when it comes back."""
    response.set_cookie(
        COOKIE,
        browser,
        max_age=2 * int(LASTS.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )
    return response


def _failed(request: Request, desk: CitizenDesk, code: str, *, go_on: str = "") -> Response:
    """What went wrong, with the way back to the page elsewhere when it is known."""
    status = HTTPStatus.BAD_GATEWAY if code == "away" else HTTPStatus.BAD_REQUEST
    problem = load_texts("citizen_login")[code]
    return _page(request, desk, "failed", status=status, problem=problem, go_on=go_on)


def _page(request: Request, desk: CitizenDesk, step: str, *, status: int = HTTPStatus.OK, **values: Any) -> Response:
    openid = desk.settings.citizen_openid
    shown = {
        "t": load_texts("citizen_login"),
        "step": step,
        "on": openid.on,
        "label": openid.citizen_oidc_label,
        "problem": "",
        "name": "",
        "page": "chat",
        "go_on": GO_ON["chat"],
        **values,
    }
    return citizen_page(request, "login.html", status=status, **shown)

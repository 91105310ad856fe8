"""Citizens' login from the pages' side: out to the broker, back again, what is one's own, and out for good."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from casework.booking.planner import Planner
from casework.clock import COPENHAGEN, Clock, on_day, today_copenhagen
from casework.conversations.errors import NotAllowedError
from casework.conversations.service import INSIDE, authorise
from casework.identity import citizens
from casework.identity.citizens import OwnTalk
from casework.identity.errors import NotLoggedInError
from casework.identity.openid import journeys
from casework.identity.openid.errors import OpenIdError
from casework.identity.openid.provider import Answer, OpenIdProvider, Person
from casework.municipality.branding import NowSettings
from casework.reminders import service as reminders
from casework.reminders.channels import public_url
from casework.reminders.planner import Rules
from casework.settings import Settings
from web import elsewhere
from web.errors import ProblemError

logger = logging.getLogger(__name__)

PAGE: Final = "/log-ind"
BACK: Final = f"{PAGE}/tilbage"
ONWARD: Final = f"{PAGE}/videre"
GOODBYE: Final = f"{PAGE}/farvel"
#: Where a login goes on, by the word the page sends; never an address that somebody chooses.
GO_ON: Final = {"chat": "/", "booking": "/booking"}
SWEEP_SECONDS: Final = 300.0
#: More of one's conversations than this are not shown; they are deleted by age long before.
MOST_TALKS: Final = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Back:
    """Somebody who came back: who the broker says it is, and the page to go on to.

    `elsewhere` = it is on another site, which must be sent the browser. Without a person, `refusal` says why.
    """

    go_on: str
    person: Person | None = None
    elsewhere: bool = False
    refusal: str = ""


class CitizenDesk:
    """Everything about a citizen's login. Without a broker every call but `state` raises ProblemError 404.

    `shut` ends the connections of pages whose token has died.
    """

    settings = NowSettings()

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        provider: OpenIdProvider | None,
        planner: Planner,
        shut: Callable[[str], Awaitable[None]],
    ) -> None:
        self.settings = settings
        self._clock = clock
        self._shut = shut
        self._given = provider
        self._planner = planner

    async def state(self, conversation_id: str, token: str) -> dict[str, Any]:
        """Whether one can log in here, and is logged in. Raises NotAllowedError."""
        await asyncio.to_thread(authorise, conversation_id, token)
        on = self._given is not None
        logged_in = on and await asyncio.to_thread(citizens.is_logged_in, conversation_id, self._clock.now())
        return {"offered": on, "logged_in": logged_in}

    async def begin(self, conversation_id: str, token: str, page: str) -> tuple[str, str]:
        """Where the browser is sent, and the secret it must hold when it comes back. Raises NotAllowedError."""
        await asyncio.to_thread(authorise, conversation_id, token)
        return await self._send_out(conversation_id, page)

    async def ticket(self, conversation_id: str, token: str, site: str, path: str, secret: str) -> str:
        """Our address, at which a login from a page elsewhere begins; `secret` = what that page keeps to itself.

        Raises NotAllowedError, and ProblemError for a site that may not have the chat on its pages.
        """
        await asyncio.to_thread(authorise, conversation_id, token)
        if self._given is None:
            raise ProblemError(HTTPStatus.NOT_FOUND, "no_citizen_login")
        if site not in self.settings.allowed_origins:
            raise ProblemError(HTTPStatus.FORBIDDEN, "unknown_site")
        made = elsewhere.make_ticket(conversation_id, elsewhere.set_out(site + path, secret), self._clock.now())
        return f"{ONWARD}?billet={made}"

    async def onward(self, ticket: str) -> tuple[str, str]:
        """As `begin`, for whoever holds a ticket. Raises OpenIdError when it does not count."""
        conversation_id, begun = elsewhere.read_ticket(ticket, self._clock.now())
        return await self._send_out(conversation_id, begun.kept())

    async def _send_out(self, conversation_id: str, page: str) -> tuple[str, str]:
        now = self._clock.now()
        try:
            address, kept = await self._provider.begin(self.address(BACK), now)
        except OpenIdError as error:
            logger.warning("a citizen's login could not begin: %s", error.code)
            raise ProblemError(HTTPStatus.BAD_GATEWAY, "login_away") from error
        browser = secrets.token_urlsafe(32)
        await asyncio.to_thread(journeys.set_out, kept, browser, page, now, conversation_id=conversation_id)
        return address, browser

    async def come_back(self, state: str, browser: str, answer: Answer) -> Back:
        """Bind the conversation that was left to who the broker says it is. Raises OpenIdError, but for those who
        came from a page elsewhere: they must find back to it."""
        provider, now = self._provider, self._clock.now()
        journey = await asyncio.to_thread(journeys.come_back, state, browser, now, citizen=True)
        begun, code = elsewhere.read(journey.go_on), elsewhere.new_code()
        shown = elsewhere.proof(code, begun.mark) if begun else browser
        try:
            person = await provider.finish(answer, journey.kept, self.address(BACK), now)
            await asyncio.to_thread(citizens.log_in, journey.conversation_id or "", person, shown, self._clock.now())
        except OpenIdError as error:
            if begun is None:
                raise
            return Back(go_on=begun.page, elsewhere=True, refusal=error.code)
        if begun is not None:
            return Back(person=person, go_on=begun.address(code), elsewhere=True)
        return Back(person=person, go_on=GO_ON.get(journey.go_on, GO_ON["chat"]))

    async def take(self, conversation_id: str, token: str, browser: str) -> dict[str, Any]:
        """The conversation's new token. Raises NotAllowedError."""
        fresh = await asyncio.to_thread(citizens.take, conversation_id, token, browser, self._clock.now())
        await self._shut(conversation_id)
        return {"id": conversation_id, "token": fresh}

    async def own(self, conversation_id: str, token: str) -> dict[str, Any]:
        """The person's other conversations with their bookings to come and their reminders. Raises NotAllowedError,
        and ProblemError 403 for whoever is not logged in."""
        try:
            return {"talks": await asyncio.to_thread(self._own, conversation_id, token)}
        except NotLoggedInError as error:
            raise ProblemError(HTTPStatus.FORBIDDEN, "citizen_login") from error

    async def take_up(self, conversation_id: str, token: str, other: str) -> dict[str, Any]:
        """Go on in another of one's conversations. Raises as `own` does."""
        try:
            fresh = await asyncio.to_thread(citizens.take_up, conversation_id, token, other, self._clock.now())
        except NotLoggedInError as error:
            raise ProblemError(HTTPStatus.FORBIDDEN, "citizen_login") from error
        await self._shut(other)
        return {"id": other, "token": fresh}

    async def log_out(self, conversation_id: str, token: str) -> str | None:
        """End the login here; where the browser goes to end it at the broker too. Raises NotAllowedError."""
        await asyncio.to_thread(authorise, conversation_id, token)
        provider, now = self._provider, self._clock.now()
        id_token = await asyncio.to_thread(citizens.log_out, conversation_id, token, now)
        await self._shut(conversation_id)
        return await provider.logout_address(id_token, self.address(GOODBYE), now) if id_token else None

    async def close(self) -> None:
        """Give back the connections to the broker."""
        if self._given is not None:
            await self._given.close()

    async def forget_lapsed(self) -> int:
        """End logins that have lapsed; how many."""
        return await asyncio.to_thread(citizens.forget_lapsed, self._clock.now())

    def address(self, path: str) -> str:
        """An address of ours as the broker knows it."""
        base = self.settings.reminders.public_url or next(iter(self.settings.allowed_origins), "")
        return f"{(base or public_url(self.settings)).rstrip('/')}{path}"

    @property
    def _provider(self) -> OpenIdProvider:
        if self._given is None:
            raise ProblemError(HTTPStatus.NOT_FOUND, "no_citizen_login")
        return self._given

    def _own(self, conversation_id: str, token: str) -> list[dict[str, Any]]:
        """Blocks. Raises NotAllowedError, NotLoggedInError."""
        now = self._clock.now()
        today = today_copenhagen(self._clock, self.settings)
        found = citizens.own_talks(conversation_id, token, now)[:MOST_TALKS]
        rules = Rules.of(on_day(now, today), today)
        return [told for talk in found if (told := self._told(talk, on_day(now, today), rules)) is not None]

    def _told(self, talk: OwnTalk, moment: datetime, rules: Rules) -> dict[str, Any] | None:
        """What there is to come back for; None when the conversation has gone meanwhile."""
        try:
            booked = self._planner.bookings(talk.conversation_id, INSIDE, now=moment)
        except NotAllowedError:
            return None
        ahead = [one for one in booked if one.state == "active" and one.ends_at > moment]
        on = [one for one in reminders.choices(talk.conversation_id, now=moment, rules=rules) if one.on]
        return {
            "id": talk.conversation_id,
            "changed_on": talk.changed_at.astimezone(COPENHAGEN).date().isoformat(),
            "bookings": [{"kind": one.kind_name, "starts_at": one.starts_at.isoformat()} for one in ahead],
            "reminders": len({one.kind for one in on}),
        }

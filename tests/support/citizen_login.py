"""A citizen's browser, and a site that trusts a real OpenID provider on this machine in place of a broker of MitID."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import httpx
from sqlalchemy import select

from casework.db import session_scope
from casework.identity.models import CitizenLoginRow
from casework.identity.openid.citizen_settings import LEVELS, CitizenOpenId
from casework.settings import Settings
from tests.support.browser_client import local_client
from tests.support.identity_provider import CLIENT_ID, CLIENT_SECRET, identity_provider, through_the_provider
from tests.web.conftest import Citizen, RunningWeb, open_conversation, running_web

BACK, GOODBYE = "/log-ind/tilbage", "/log-ind/farvel"
SUBSTANTIAL, HIGH = LEVELS
LOW = "https://data.gov.dk/concept/core/nsis/Low"
PEOPLE = {
    "ida": {"name": "Ida Holm", "loa": SUBSTANTIAL},
    "per": {"name": "Per Svag", "loa": LOW},
    "eva": {"name": "Eva Høj", "loa": HIGH},
    "ole": {"name": "Ole Uden"},
}


class Browser:
    """One browser of a citizen with one conversation."""

    def __init__(self, web: RunningWeb) -> None:
        self.web = web
        self.url = f"http://127.0.0.1:{web.settings.port}"
        self.http = local_client(self.url)
        self.citizen: Citizen = open_conversation(self.http)

    def call(self, method: str, path: str = "", **more: object) -> httpx.Response:
        address = f"/api/v1/conversations/{self.citizen.id}/login{path}"
        return self.http.request(method, address, headers=self.citizen.auth, **more)  # type: ignore[arg-type]  # httpx's

    def out(self, page: str = "chat") -> str:
        answer = self.call("POST", json={"page": page})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["address"])

    def back(self, address: str) -> httpx.Response:
        return self.http.get(address.removeprefix(self.url))

    def log_in(self, login: str | None, page: str = "chat") -> httpx.Response:
        """All the way, as the page does it."""
        answer = self.back(through_the_provider(self.out(page), login))
        if answer.status_code == 200:
            taken = self.call("POST", "/token")
            assert taken.status_code == 200, taken.text
            self.citizen.token = taken.json()["token"]
        return answer

    @property
    def logged_in(self) -> bool:
        return bool(self.call("GET").json()["logged_in"])


@contextmanager
def made_site(settings: Settings, **changes: object) -> Iterator[RunningWeb]:
    url = f"http://127.0.0.1:{settings.port}"
    with identity_provider(url + BACK, PEOPLE, goodbye=url + GOODBYE) as issuer:
        openid = {
            "citizen_oidc_issuer": issuer,
            "citizen_oidc_client_id": CLIENT_ID,
            "citizen_oidc_client_secret": CLIENT_SECRET,
            "citizen_oidc_scope": "openid profile",
            "citizen_oidc_extra": (("idp_values", "mitid"),),
            **changes,
        }
        trusting = replace(settings, citizen_openid=CitizenOpenId(**openid))  # type: ignore[arg-type]  # values fit
        with running_web(trusting) as web:
            yield web


def stored() -> list[CitizenLoginRow]:
    with session_scope(read_only=True) as session:
        return list(session.scalars(select(CitizenLoginRow)))

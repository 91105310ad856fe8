"""A citizen who books over HTTP, with what stands around them in a test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from tests.support.booking_world import Calendar
from tests.web.conftest import Citizen, open_conversation

PROBLEM = "urn:retpligt:problem:"
#: The largest number of a row: there is no such offer, time or hold.
FAR = 2**31 - 1


@dataclass
class Booker:
    """A citizen with an offer to book, and what they do about it over HTTP."""

    citizen: Citizen
    calendar: Calendar
    offer: int
    asked: int = 0

    def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        url = f"/api/v1/conversations/{self.citizen.id}/booking/{path}"
        return self.citizen.client.request(method, url, headers=self.citizen.auth, **more)

    def offers(self) -> dict[str, Any]:
        return dict(self.call("GET", "offers").json())

    def times(self, query: str = "") -> httpx.Response:
        return self.call("GET", f"offers/{self.offer}/times{query}")

    def hold(self, slot: int, **body: Any) -> httpx.Response:
        self.asked += 1
        wished = {"offer": self.offer, "slot": slot, "form": "fremmoede", "client_id": f"h{self.asked}", **body}
        return self.call("POST", "holds", json=wished)

    def book(self, hold: int, **body: Any) -> httpx.Response:
        return self.call("POST", "bookings", json={"hold": hold, **body})

    def booked(self, slot: int, **body: Any) -> dict[str, Any]:
        """A booking of this time, done."""
        return dict(self.book(self.hold(slot).json()["id"], **body).json())

    def cancel(self, number: str, **body: Any) -> httpx.Response:
        return self.call("DELETE", f"bookings/{number}", json=body or None)

    def receipt(self, **body: Any) -> httpx.Response:
        return self.call("POST", "receipts", json={"offer": self.offer, "why": "no_times", **body})


def booker(client: httpx.Client, calendar: Calendar, **wish: Any) -> Booker:
    citizen = open_conversation(client)
    return Booker(citizen, calendar, calendar.offer(citizen.id, **wish))


def refused(response: httpx.Response, status: int, code: str) -> None:
    """A problem document in Danish that says what to do."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    problem = response.json()
    assert (response.status_code, problem["type"]) == (status, PROBLEM + code)
    assert problem["title"]
    assert "prøv igen" in problem["detail"] or problem["detail"].endswith(".")

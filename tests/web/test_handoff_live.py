"""The handover over real connections: the citizen's page, two pages of staff, and the HTTP contract."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import socketio

from casework.handoff import desk
from casework.identity import accounts
from casework.identity import service as identity
from casework.identity.records import AccountWish
from casework.privacy import access
from casework.settings import Settings
from tests.support.staff import PASSWORD, make_staff
from tests.web.conftest import TODAY, Citizen, RunningWeb, make_settings, open_conversation
from tests.web.fake_rasa import FakeRasa
from tests.web.test_socket import Page, until
from web.console.opening import SITTING


class Desk(Page):
    """An open page of staff: like a citizen's, in the other namespace."""

    def __init__(self, url: str, username: str) -> None:
        super().__init__(url)
        self.cookie, self.member = identity.log_in(username, PASSWORD, client=None, now=datetime.now(UTC))
        self.events: list[tuple[str, Any]] = []
        for event in ("queue", "message", "typing", "read", "state"):
            self.client.on(event, lambda data, event=event: self.events.append((event, data)), namespace="/staff")

    async def connect_staff(self, cookie: str | None = None, **options: Any) -> None:
        headers = {"Cookie": f"retpligt_staff={self.cookie if cookie is None else cookie}"}
        await self.client.connect(self.url, namespaces=["/staff"], headers=headers, wait_timeout=3, **options)

    async def ask(self, event: str, data: Any) -> Any:
        return await self.client.call(event, data, namespace="/staff", timeout=5)

    def of(self, event: str) -> list[Any]:
        return [data for kind, data in self.events if kind == event]

    def open(self, citizen: Citizen, ago: timedelta = timedelta(0)) -> None:
        """Open the conversation's page, as far as the log is concerned."""
        access.record(citizen.id, self.member, "case", None, datetime.now(UTC) - ago)


@pytest.fixture
def settings(tmp_path: Path, rasa: FakeRasa) -> Settings:
    """Open day and night, so that the tests do not depend on when they run."""
    hours = tmp_path / "hours.yml"
    days = "\n".join(f'  {day}: "0-24"' for day in ("monday", "tuesday", "wednesday", "thursday", "friday"))
    hours.write_text(f"calendar: offentlig\ndays:\n{days}\n", encoding="utf-8")
    return replace(make_settings(tmp_path, rasa), opening_hours=hours)


OpenDesk = Callable[..., Awaitable[Desk]]


@pytest.fixture
async def open_desk(web: RunningWeb) -> AsyncIterator[OpenDesk]:
    desks: list[Desk] = []

    async def open_one(name: str = "Mette", *, role: str = "caseworker") -> Desk:
        member = await asyncio.to_thread(make_staff, role, shown_name=name)
        one = Desk(f"http://127.0.0.1:{web.settings.port}", member.username)
        desks.append(one)
        await one.connect_staff()
        await asyncio.to_thread(identity.set_presence, member.id, "here", datetime.now(UTC))
        return one

    yield open_one
    for one in desks:
        await one.client.eio.disconnect(abort=True)


@pytest.fixture
async def page(citizen: Citizen, web: RunningWeb) -> AsyncIterator[Page]:
    one = Page(f"http://127.0.0.1:{web.settings.port}")
    one.states = []
    one.reads = []
    one.typed = []
    one.client.on("state", one.states.append, namespace="/chat")
    one.client.on("read", one.reads.append, namespace="/chat")
    one.client.on("typing", one.typed.append, namespace="/chat")
    await one.connect({"conversation": citizen.id, "token": citizen.token, "last": 0})
    yield one
    await one.client.eio.disconnect(abort=True)


def ask_for_person(citizen: Citizen, **body: Any) -> Any:
    return citizen.client.post(f"/api/v1/conversations/{citizen.id}/handoff", json=body, headers=citizen.auth)


def standing(citizen: Citizen) -> dict[str, Any]:
    return dict(citizen.client.get(f"/api/v1/conversations/{citizen.id}", headers=citizen.auth).json())


async def claim(web: RunningWeb, citizen: Citizen, one: Desk) -> None:
    """Claim as the staff's page does, through the application itself."""
    one.open(citizen)
    assert (await one.ask("join", {"conversation": citizen.id}))["ok"]
    await web.call(lambda app: app.state.desk.claim(citizen.id, one.member))


async def test_asking_tells_the_place_and_calls_the_staff(citizen: Citizen, page: Page, open_desk: OpenDesk):
    mette = await open_desk()
    answer = await asyncio.to_thread(ask_for_person, citizen, wish="min ferie")
    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["place"]) == ("waiting", 1)
    await until(lambda: bool(mette.of("queue")) and bool(page.states))
    assert page.states[-1]["place"] == 1
    assert any("nummer 1" in message["text"] for message in page.messages)
    assert desk.queue(TODAY)[0].wish == "min ferie"


async def test_when_nobody_is_there_nobody_is_put_in_the_queue(citizen: Citizen):
    refused = await asyncio.to_thread(ask_for_person, citizen)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:retpligt:problem:nobody_now")
    assert (await asyncio.to_thread(standing, citizen))["state"] == "bot"


async def test_asking_twice_is_refused_and_leaving_goes_back(citizen: Citizen, page: Page, open_desk: OpenDesk):
    await open_desk()
    await asyncio.to_thread(ask_for_person, citizen)
    assert (await asyncio.to_thread(ask_for_person, citizen)).status_code == 409
    url = f"/api/v1/conversations/{citizen.id}/handoff"
    left = await asyncio.to_thread(lambda: citizen.client.delete(url, headers=citizen.auth))
    assert (left.status_code, left.json()["state"]) == (200, "bot")
    again = await asyncio.to_thread(lambda: citizen.client.delete(url, headers=citizen.auth))
    assert again.status_code == 409


async def test_the_place_of_the_others_moves_up(client, citizen: Citizen, page: Page, open_desk: OpenDesk):
    await open_desk()
    first = await asyncio.to_thread(open_conversation, client)
    await asyncio.to_thread(ask_for_person, first)
    await asyncio.to_thread(ask_for_person, citizen)
    assert (await asyncio.to_thread(standing, citizen))["place"] == 2
    url = f"/api/v1/conversations/{first.id}/handoff"
    await asyncio.to_thread(lambda: client.delete(url, headers=first.auth))
    await until(lambda: bool(page.states) and page.states[-1]["place"] == 1)


async def test_a_whole_talk_with_a_person(
    citizen: Citizen, page: Page, open_desk: OpenDesk, web: RunningWeb, rasa: FakeRasa
):
    mette = await open_desk("Mette")
    await asyncio.to_thread(ask_for_person, citizen)
    await claim(web, citizen, mette)
    await until(lambda: any(s["state"] == "caseworker" and s["name"] == "Mette" for s in page.states))
    asked_before = len(rasa.asked)

    await page.client.emit("typing", {"on": True}, namespace="/chat")
    await until(lambda: any(event["author"] == "citizen" and event["on"] for event in mette.of("typing")))
    receipt = await page.call("send", {"client_id": "b1", "text": "hej Mette"})
    await until(lambda: any(m["text"] == "hej Mette" for m in mette.of("message")))
    await mette.ask("read", {"conversation": citizen.id, "seq": receipt["seq"]})
    await until(lambda: {"by": "staff", "seq": receipt["seq"]} in page.reads)

    await mette.ask("typing", {"conversation": citizen.id, "on": True})
    await until(lambda: any(event["author"] == "caseworker" and event["name"] == "Mette" for event in page.typed))
    sent = {"conversation": citizen.id, "client_id": "s1", "text": "Hej! Hvad kan jeg gøre?"}
    first, second = await mette.ask("send", sent), await mette.ask("send", sent)
    assert first["seq"] == second["seq"]
    await until(lambda: any(m["author"] == "caseworker" and m["name"] == "Mette" for m in page.messages))
    await page.client.emit("read", {"seq": first["seq"]}, namespace="/chat")
    await until(lambda: any(event["by"] == "citizen" for event in mette.of("read")))
    assert len(rasa.asked) == asked_before

    await web.call(lambda app: app.state.desk.give_back(citizen.id, mette.member))
    await until(lambda: page.states[-1]["state"] == "bot")
    await page.call("send", {"client_id": "b2", "text": "og nu?"})
    await until(lambda: any(m["text"] == "svar: og nu?" for m in page.messages))


async def test_what_is_not_opened_cannot_be_heard(citizen: Citizen, open_desk: OpenDesk):
    mette = await open_desk()
    for event, more in (("join", {}), ("sync", {"after": 0})):
        refused = await mette.ask(event, {"conversation": citizen.id, **more})
        assert (refused["ok"], refused["status"]) == (False, 403)


async def test_a_sitting_ends_after_half_an_hour_on_the_line_too(citizen: Citizen, open_desk: OpenDesk):
    early, late = await open_desk("Mette"), await open_desk("Jens")
    early.open(citizen, timedelta(minutes=29))
    late.open(citizen, timedelta(minutes=30, seconds=1))
    for event, more in (("join", {}), ("sync", {"after": 0})):
        asked = {"conversation": citizen.id, **more}
        assert (await early.ask(event, asked))["ok"] is True
        assert (await late.ask(event, asked))["status"] == 403


async def test_whoever_must_say_why_again_hears_no_more(citizen: Citizen, open_desk: OpenDesk, web: RunningWeb):
    jens, mette = await open_desk("Jens"), await open_desk("Mette")
    jens.open(citizen, SITTING - timedelta(seconds=2))
    mette.open(citizen)
    for one in (jens, mette):
        assert (await one.ask("join", {"conversation": citizen.id}))["ok"]
    await asyncio.sleep(2.1)
    await web.call(lambda app: app.state.staff_pages.look())
    await asyncio.to_thread(citizen.say, "hemmeligt")
    await until(lambda: any(message["text"] == "hemmeligt" for message in mette.of("message")))
    assert jens.of("message") == []


async def test_the_owner_goes_on_hearing_and_each_half_hour_is_logged(
    citizen: Citizen, page: Page, open_desk: OpenDesk, web: RunningWeb
):
    mette = await open_desk("Mette")
    await asyncio.to_thread(ask_for_person, citizen)
    await web.call(lambda app: app.state.desk.claim(citizen.id, mette.member))
    mette.open(citizen, timedelta(minutes=31))
    assert (await mette.ask("sync", {"conversation": citizen.id, "after": 0}))["ok"] is True
    assert [one.purpose for one in access.readings(citizen.id)] == ["case", "chat"]


async def test_only_the_owner_writes(citizen: Citizen, open_desk: OpenDesk):
    mette = await open_desk()
    mette.open(citizen)
    refused = await mette.ask("send", {"conversation": citizen.id, "client_id": "x", "text": "hej"})
    assert (refused["ok"], refused["status"]) == (False, 409)


@pytest.mark.parametrize("cookie", ["", "forkert"])
async def test_without_a_login_nobody_comes_in(open_desk: OpenDesk, cookie: str):
    mette = await open_desk()
    stranger = Desk(mette.url, mette.member.username)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await stranger.connect_staff(cookie=cookie)


async def test_whoever_logs_out_hears_no_more(citizen: Citizen, open_desk: OpenDesk):
    mette = await open_desk()
    mette.open(citizen)
    await asyncio.to_thread(identity.log_out, mette.cookie, datetime.now(UTC))
    await mette.client.emit("join", {"conversation": citizen.id}, namespace="/staff")
    await until(lambda: not mette.client.connected)


@pytest.mark.parametrize("end", ["logged out", "switched off", "new password"])
async def test_whoever_only_listens_hears_no_more_after_the_login(
    web: RunningWeb, citizen: Citizen, open_desk: OpenDesk, end: str
):
    mette, jens = await open_desk(), await open_desk("Jens")
    for one in (mette, jens):
        one.open(citizen)
        assert (await one.ask("join", {"conversation": citizen.id}))["ok"]
    if end == "logged out":
        await asyncio.to_thread(identity.log_out, mette.cookie, datetime.now(UTC))
    elif end == "switched off":
        await asyncio.to_thread(accounts.switch, mette.member.id, on=False)
    else:
        await asyncio.to_thread(accounts.set_password, mette.member.id, "en anden grøn sofa")
    await web.call(lambda app: app.state.staff_pages.look())
    await until(lambda: not mette.client.connected)
    await asyncio.to_thread(citizen.say, "kun til dem der er logget ind")
    await until(lambda: any("kun til dem" in message["text"] for message in jens.of("message")))
    assert mette.of("message") == []


async def test_whoever_may_no_longer_answer_writes_nothing(web: RunningWeb, citizen: Citizen, open_desk: OpenDesk):
    mette = await open_desk()
    await asyncio.to_thread(ask_for_person, citizen)
    await claim(web, citizen, mette)
    wish = AccountWish(username=mette.member.username, name="Mette", shown_name="Mette", role="support")
    await asyncio.to_thread(accounts.change_account, mette.member.id, wish)
    refused = await mette.ask("send", {"conversation": citizen.id, "client_id": "x", "text": "hej"})
    assert (refused["ok"], refused["status"]) == (False, 403)


@pytest.mark.parametrize("data", [None, 7, {}, {"conversation": "x"}, {"conversation": "0" * 32, "seq": -1}])
async def test_what_has_the_wrong_form_is_refused(open_desk: OpenDesk, data: Any):
    mette = await open_desk()
    assert (await mette.ask("read", data))["ok"] is False


async def test_who_writes_in_a_deleted_conversation_is_told_that_it_is_gone(
    citizen: Citizen, web: RunningWeb, open_desk: OpenDesk
):
    """A refusal that may be tried again would be tried for ever."""
    mette = await open_desk()
    await asyncio.to_thread(ask_for_person, citizen)
    await claim(web, citizen, mette)
    url = f"/api/v1/conversations/{citizen.id}"
    await asyncio.to_thread(lambda: citizen.client.delete(url, headers=citizen.auth))
    sent = await mette.ask("send", {"conversation": citizen.id, "client_id": "m" * 8, "text": "hej"})
    assert (sent["ok"], sent["status"]) == (False, 404)
    assert (await mette.ask("read", {"conversation": citizen.id, "seq": 1}))["status"] == 404

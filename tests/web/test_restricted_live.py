"""A conversation that is restricted while a page of staff has it open: the page hears no more of it."""

import asyncio
from datetime import UTC, datetime

from casework.privacy import restriction, subject
from tests.support.staff import make_staff
from tests.web.conftest import Citizen, RunningWeb
from tests.web.test_handoff_live import Desk

WHY = "henvendelse 26-2"


def restrict(number: str) -> None:
    administrator, now = make_staff("administrator"), datetime.now(UTC)
    subject.look_up(number, administrator, WHY, now)
    restriction.restrict(number, administrator, WHY, now)


async def test_an_open_page_hears_no_more_and_fetches_nothing(web: RunningWeb, citizen: Citizen):
    mette = Desk(f"http://127.0.0.1:{web.settings.port}", make_staff().username)
    await mette.connect_staff()
    mette.open(citizen)
    one = {"conversation": citizen.id}
    assert (await mette.ask("join", one))["ok"]
    await asyncio.to_thread(restrict, citizen.id)
    await web.call(lambda app: app.state.staff_pages.look())
    await asyncio.to_thread(citizen.say, "det her er kun til mig selv")
    # Their answers come on the same line, after what was told before them.
    refused = [await mette.ask("sync", {**one, "after": 0}), await mette.ask("join", one)]
    assert [answer.get("status") for answer in refused] == [403, 403]
    assert mette.of("message") == []
    await mette.client.eio.disconnect(abort=True)

"""The night's deletion by the web process, and the page that shows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import update

from casework.clock import FrozenClock
from casework.conversations.models import ConversationRow
from casework.db import session_scope
from casework.privacy import retention
from tests.support.console import Console, seen_text
from tests.web.conftest import Citizen, RunningWeb
from web.nightly import Nightly


def nightly_at(web: RunningWeb, moment: datetime) -> Nightly:
    return Nightly(web.settings, FrozenClock(moment))


def grow_old() -> None:
    with session_scope() as session:
        session.execute(update(ConversationRow).values(updated_at=datetime(2020, 1, 1, tzinfo=UTC)))


#: In Denmark it is an hour later in winter and two in summer.
@pytest.mark.parametrize(
    ("moment", "done"),
    [
        (datetime(2026, 11, 20, 0, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 1, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 4, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 5, 0, tzinfo=UTC), False),
        (datetime(2026, 7, 1, 0, 0, tzinfo=UTC), True),
    ],
)
async def test_old_conversations_go_at_night_and_only_then(
    web: RunningWeb, citizen: Citizen, moment: datetime, done: bool
):
    grow_old()
    await nightly_at(web, moment).look()
    gone = citizen.client.get(f"/api/v1/conversations/{citizen.id}/messages", headers=citizen.auth).status_code == 401
    assert gone == done


async def test_two_web_processes_do_it_once(web: RunningWeb):
    night = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    await nightly_at(web, night).look()
    await nightly_at(web, night + timedelta(minutes=10)).look()
    assert len(retention.last_runs()) == 1


async def test_the_page_shows_what_will_go_and_what_has_gone(web: RunningWeb, client: httpx.Client, citizen: Citizen):
    boss = Console(f"http://127.0.0.1:{web.settings.port}", "administrator")
    page = "/sagsbehandler/indstillinger/opbevaring"
    grow_old()
    before = seen_text(boss.get(page))
    assert "Borgeren og assistenten alene 30 dage 1 1" in before
    assert "Der er ikke slettet noget endnu." in before
    await nightly_at(web, datetime(2026, 11, 20, 2, 0, tzinfo=UTC)).look()
    after = seen_text(boss.get(page))
    assert "Borgeren og assistenten alene 30 dage 0 0" in after
    assert "20. november 2026 1" in after

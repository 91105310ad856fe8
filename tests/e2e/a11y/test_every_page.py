"""Every page there is, also one that is added tomorrow, in every dress.

Each page is seen in one dress, the next page in the next one; with RETPLIGT_A11Y=all (`make test-a11y`) each in all.
What was tried is added to the file that RETPLIGT_A11Y_REPORT names.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page

import web.routes
from casework.identity.records import StaffMember
from tests.a11y import report
from tests.a11y.dresses import DRESSES, look
from tests.a11y.pages import CITIZEN, NO_PAGE, STAFF
from tests.casework.review_factories import make_talk, understood
from tests.support.calendar_staff import full_week, open_talk
from tests.support.calendar_window import MONDAY
from tests.support.console_window import ConsoleWindow
from tests.support.staff import make_staff
from tests.web.conftest import make_settings, running_rasa, running_web

pytestmark = pytest.mark.browser

ALL = os.environ.get("RETPLIGT_A11Y") == "all"
SEEN = [
    (path, staff) for table, staff in ((CITIZEN, False), (STAFF, True)) for paths in table.values() for path in paths
]


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """Where the site is, who may do everything there, and what the addresses name."""

    url: str
    boss: StaffMember
    booking: int
    talk: str
    monday: date

    def at(self, path: str) -> str:
        """A path of the table with its names filled in."""
        return path.format(staff=self.boss.id, booking=self.booking, talk=self.talk, monday=self.monday)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A site with a full week, a talk and people; what the addresses need."""
    with running_rasa() as rasa:
        settings = replace(make_settings(tmp_path_factory.mktemp("a11y"), rasa), authority_name="Køge Ø Jobcenter")
        with running_web(settings):
            boss = make_staff("administrator")
            booking = full_week(make_staff(username="mette", name="Mette Hansen"), MONDAY, talk=open_talk())
            said = [
                ("hvornår skal mit cv være klar", understood()),
                ("hvad er et p-nummer", understood("nlu_fallback", 0.1)),
            ]
            talk = make_talk(*said, at=datetime.now(UTC) - timedelta(hours=1), facts={"ydelse": "dagpenge"})
            url = f"http://127.0.0.1:{settings.port}"
            yield World(url=url, boss=boss, booking=booking, talk=talk, monday=MONDAY)


@pytest.fixture(scope="module")
def windows(browser: Browser, world: World) -> Iterator[dict[bool, Page]]:
    """A window of nobody and one of somebody who may do everything."""
    nobody, boss = (ConsoleWindow(browser, world.url) for _ in range(2))
    boss.log_in(world.boss)
    yield {False: nobody.page, True: boss.page}
    nobody.close()
    boss.close()


def test_every_address_is_a_page_that_is_looked_at_or_is_known_to_be_none():
    routes = set()
    for module in pkgutil.iter_modules(web.routes.__path__):
        for route in importlib.import_module(f"web.routes.{module.name}").router.routes:
            if "GET" in route.methods and not route.path.startswith("/api/"):
                routes.add(route.path)
    assert routes == {*CITIZEN, *STAFF, *NO_PAGE}


@pytest.mark.parametrize("number", range(len(SEEN)), ids=[path for path, _ in SEEN])
def test_a_page_has_no_barrier_in_any_dress(world: World, windows: dict[bool, Page], number: int):
    path, staff = SEEN[number]
    chosen = DRESSES if ALL else [DRESSES[number % len(DRESSES)]]
    row = report.Row(path, {dress.name: look(windows[staff], world.at(path), dress) for dress in chosen})
    report.add(row)
    assert row.bad == {}

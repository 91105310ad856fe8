"""The address of the calendar file of a site behind a proxy; a site of its own, for a process has one database."""

import re
from dataclasses import replace
from pathlib import Path

from tests.support.calendar_pages import CALENDAR
from tests.support.console import Console
from tests.web.conftest import make_settings, running_rasa, running_web


def test_the_address_of_the_calendar_is_the_sites_own_also_behind_a_proxy(tmp_path: Path):
    with running_rasa() as rasa:
        settings = make_settings(tmp_path, rasa)
        public = replace(settings, reminders=replace(settings.reminders, public_url="https://ret.example/"))
        with running_web(public) as web:
            page = Console(f"http://127.0.0.1:{web.settings.port}").post(f"{CALENDAR}/abonnement")
    assert re.search(r"<code>https://ret\.example/kalender/[\w-]+\.ics</code>", page.text)

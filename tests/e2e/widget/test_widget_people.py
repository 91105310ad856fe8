"""A person behind the widget, a talk booked in it, and a script that is not the one the owner trusts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.support.desk_staff import DeskStaff, open_on
from tests.support.stack import ROOT
from tests.support.waiting_citizen import ask_for_person, label, url_of, waiting
from tests.web.conftest import RunningWeb, make_settings, running_rasa, running_web

pytestmark = pytest.mark.browser

DESK = {"width": 1200, "height": 800}
MANIFEST = ROOT / "web/static/widget/manifest.json"


@pytest.fixture
def web(tmp_path, host) -> Iterator[RunningWeb]:
    with running_rasa() as rasa:
        settings = open_on(make_settings(tmp_path, rasa), tmp_path)
        allowed = (*settings.allowed_origins, host.url)
        with running_web(replace(settings, allowed_origins=allowed)) as running:
            yield running


def test_a_citizen_waits_for_a_person_and_talks_with_one(open_on_site, web, screenshots):
    mette = DeskStaff(web)
    page = open_on_site(url_of(web), viewport=DESK)
    page.open()
    conversation = ask_for_person(page, web, look=True)
    expect(waiting(page)).to_contain_text("Du er nummer 1 i køen.")
    assert page.violations() == []
    page.page.screenshot(path=screenshots / "widget-venter.png")
    mette.claim(conversation)
    expect(label(page)).to_have_text("Du skriver med Mette fra Jobcenter Eksempelkøbing.")
    page.page.reload()
    expect(label(page)).to_have_text("Du skriver med Mette fra Jobcenter Eksempelkøbing.")
    page.page.get_by_role("button", name="Afslut samtalen").click()
    page.page.get_by_role("dialog").get_by_role("button", name="Ja").click()
    expect(page.page.get_by_role("button", name="Afslut samtalen")).to_be_hidden()


@pytest.mark.parametrize(("changed", "works"), [(False, True), (True, False)])
def test_a_script_that_was_changed_on_the_way_is_refused(open_on_site, web, host, changed, works):
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    integrity = manifest["integrity"][:-4] + "AAAA" if changed else manifest["integrity"]
    host.file = f"/static/widget/{manifest['file']}"
    page = open_on_site(url_of(web), attributes=f'integrity="{integrity}" crossorigin="anonymous"', wait=works)
    assert page.launcher.count() == int(works)
    assert any("integrity" in text for text in page.complaints) is not works

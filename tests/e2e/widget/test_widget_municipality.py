"""What the municipality has set is seen in the widget: its name, its colour, and the notice to everybody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from casework.municipality import notices, service
from tests.support.stack import ROOT
from tests.support.staff import make_staff
from tests.support.waiting_citizen import url_of
from tests.web.conftest import RunningWeb, make_settings, running_rasa, running_web

pytestmark = pytest.mark.browser

DESK = {"width": 1200, "height": 800}
SMALL_PHONE = {"width": 320, "height": 640}
MANIFEST = ROOT / "web/static/widget/manifest.json"
NAME, COLOUR, GREEN = "Jobcenter Nordby", "#0b5d3b", "rgb(11, 93, 59)"
NOTICE = "Telefonen er nede til kl. 12. Skriv her i stedet, så svarer vi dig så hurtigt, vi kan."
HOSTILE = "/hostile/62.5%25/"
DRESSES = [
    ("lys", {"viewport": DESK}),
    ("telefon", {"viewport": SMALL_PHONE}),
    ("moerk", {"viewport": DESK, "color_scheme": "dark"}),
    ("kontrast", {"viewport": DESK, "forced_colors": "active"}),
]


@pytest.fixture
def web(tmp_path, host) -> Iterator[RunningWeb]:
    with running_rasa() as rasa:
        settings = make_settings(tmp_path, rasa)
        allowed = (*settings.allowed_origins, host.url)
        own = replace(settings, allowed_origins=allowed, authority_name=NAME, authority_colour=COLOUR)
        with running_web(own) as running:
            yield running


def set_notice(text: str | None) -> None:
    now = datetime.now(UTC)
    kept = notices.checked(text, "alarm", None, None, now=now) if text else None
    service.save({notices.NAME: kept}, staff_id=make_staff("administrator").id, now=now)


def colour_of(page, selector: str) -> str:
    return str(page.page.locator(selector).evaluate("node => getComputedStyle(node).backgroundColor"))


@pytest.mark.parametrize(("name", "options"), DRESSES)
def test_name_colour_and_notice_are_seen_on_a_page_that_means_harm(open_on_site, web, screenshots, name, options):
    set_notice(NOTICE)
    page = open_on_site(url_of(web), HOSTILE, **options)
    assert page.own_violations() == []
    if name in {"lys", "telefon"}:
        assert colour_of(page, ".rp-launcher") == GREEN
    page.launcher.click()
    expect(page.panel.locator(".rp-head")).to_contain_text(NAME)
    expect(page.page.locator("#emergency")).to_have_text(f"Vigtigt: {NOTICE}")
    expect(page.page.locator("#emergency p")).to_be_visible()
    if name in {"lys", "telefon"}:
        assert colour_of(page, ".rp-head") == GREEN
    assert page.own_violations() == []
    page.page.screenshot(path=screenshots / f"widget-kommune-{name}-start.png")
    page.begin.click()
    expect(page.page.locator(".message-bot").first).to_contain_text(NAME)
    expect(page.page.locator("#emergency p")).to_be_visible()
    assert page.own_violations() == []
    for box in ("#widget-scroll", ".rp-panel", ".rp-body"):
        assert page.page.locator(box).evaluate("node => node.scrollWidth - node.clientWidth") <= 0, box
    assert page.complaints == []
    page.page.screenshot(path=screenshots / f"widget-kommune-{name}.png")


def test_an_open_panel_hears_of_a_notice_before_and_after_the_citizen_begins(open_on_site, web):
    page = open_on_site(url_of(web), viewport=DESK)
    page.page.clock.install()
    page.page.reload()
    page.ready()
    page.launcher.click()
    place = page.page.locator("#emergency")
    expect(place).to_be_empty()
    set_notice(NOTICE)
    page.page.clock.fast_forward(31_000)
    expect(place).to_have_text(f"Vigtigt: {NOTICE}")
    assert place.get_attribute("aria-live") == "polite"
    assert page.kept() == {}
    page.page.get_by_role("button", name="Luk chatten").click()
    set_notice(None)
    page.launcher.click()
    expect(place).to_be_empty()
    page.begin.click()
    expect(page.answers().first).to_be_visible()
    set_notice(NOTICE)
    expect(place).to_have_text(f"Vigtigt: {NOTICE}", timeout=15_000)


def test_the_colour_on_the_script_line_wins_over_the_municipalitys(open_on_site, web):
    page = open_on_site(url_of(web), attributes='data-accent="#7a1f5c"', viewport=DESK)
    assert colour_of(page, ".rp-launcher") == "rgb(122, 31, 92)"
    page.launcher.click()
    expect(page.begin).to_be_visible()
    assert colour_of(page, ".rp-head") == "rgb(122, 31, 92)"


def test_a_locked_line_gets_the_colour_when_the_panel_is_opened(open_on_site, web, host):
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    host.file = f"/static/widget/{manifest['file']}"
    seal = f'integrity="{manifest["integrity"]}" crossorigin="anonymous"'
    page = open_on_site(url_of(web), attributes=seal, viewport=DESK)
    assert colour_of(page, ".rp-launcher") != GREEN
    page.launcher.click()
    expect(page.begin).to_be_visible()
    assert colour_of(page, ".rp-head") == GREEN


def test_a_new_name_and_colour_are_seen_on_the_next_page(open_on_site, web):
    page = open_on_site(url_of(web), viewport=DESK)
    wishes = {"branding.authority_colour": "#5b2a86", "branding.authority_name": "Jobcenter Sydby"}
    service.save(wishes, staff_id=make_staff("administrator").id, now=datetime.now(UTC))
    page.page.reload()
    page.ready()
    assert colour_of(page, ".rp-launcher") == "rgb(91, 42, 134)"
    page.launcher.click()
    expect(page.panel.locator(".rp-head")).to_contain_text("Jobcenter Sydby")

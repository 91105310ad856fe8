"""Login, shell and settings in a real browser: seen, heard by axe, and used without a mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from casework.handoff import canned, closing_days
from casework.handoff.setup_records import CannedWish
from casework.identity import accounts, service
from casework.identity.records import StaffMember
from tests.support.console_window import ConsoleWindow
from tests.support.dresses import DRESSES
from tests.support.staff import PASSWORD, make_staff
from tests.web.conftest import TODAY, make_settings, running_rasa, running_web

pytestmark = pytest.mark.browser
OWN = "/sagsbehandler/dine-logins"
SETTINGS = "/sagsbehandler/indstillinger"
PAGES = {
    "dine-logins": OWN,
    "indstillinger": SETTINGS,
    "konti": f"{SETTINGS}/konti",
    "konto": f"{SETTINGS}/konti/1",
    "teams": f"{SETTINGS}/teams",
    "team": f"{SETTINGS}/teams/1",
    "svar": f"{SETTINGS}/svar",
    "et-svar": f"{SETTINGS}/svar/1",
    "lukkedage": f"{SETTINGS}/lukkedage",
    "til-fra": f"{SETTINGS}/til-fra",
}
Open = Callable[..., ConsoleWindow]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The web process with an account of each role and one of everything that can be set up."""
    with running_rasa() as rasa, running_web(make_settings(tmp_path_factory.mktemp("console"), rasa)) as web:
        make_staff("administrator", username="aisha", name="Aisha Nielsen")
        team = accounts.save_team(None, name="Team Nord", kind="team", contact=None)
        accounts.save_team(None, name="Udbetaling Danmark", kind="authority", contact="Ring på 70 12 80 61.")
        make_staff("caseworker", username="mette", name="Mette Hansen", team_id=team.id)
        off = make_staff("support", username="jonas", name="Jonas Holm")
        accounts.switch(off.id, on=False)
        text = "Hej, jeg hedder {navn}.\nDin nærmeste frist er {frist}."
        canned.save_reply(None, CannedWish(shortcut="frist", title="Nærmeste frist", text=text))
        closing_days.add_day(TODAY.replace(month=12, day=18), "Personaledag", today=TODAY)
        yield f"http://127.0.0.1:{web.settings.port}"


@pytest.fixture
def open_window(browser: Browser, url: str) -> Iterator[Open]:
    opened: list[ConsoleWindow] = []

    def _open(**options: object) -> ConsoleWindow:
        window = ConsoleWindow(browser, url, **options)
        opened.append(window)
        return window

    yield _open
    for window in opened:
        window.close()


def person(username: str) -> StaffMember:
    return next(one for one in service.list_staff() if one.username == username)


def focused(window: ConsoleWindow) -> str:
    """What the keyboard stands on."""
    return str(window.page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


def test_a_person_logs_in_and_out_without_a_mouse(open_window: Open):
    window = open_window()
    page = window.page
    page.goto(OWN)
    page.keyboard.press("Tab")
    assert focused(window) == "Gå direkte til indholdet"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(window) == "username"
    page.keyboard.type("mette")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dine logins")
    assert window.complaints == []
    for _ in range(12):
        page.keyboard.press("Tab")
        if focused(window) == "Log ud":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("Du er logget ud.")).to_be_visible()


def test_a_wrong_password_is_told_and_heard(open_window: Open):
    window = open_window()
    window.page.goto(OWN)
    window.page.get_by_label("Brugernavn").fill("mette")
    window.page.get_by_label("Adgangskode").fill("not the password")
    window.page.get_by_role("button", name="Log ind").click()
    expect(window.page.get_by_role("alert")).to_contain_text("passer ikke sammen")
    expect(window.page.get_by_label("Brugernavn")).to_have_value("mette")
    expect(window.page.get_by_label("Adgangskode")).to_have_value("")
    assert window.violations() == []


def test_the_question_mark_shows_the_shortcuts_and_escape_closes_them(open_window: Open):
    window = open_window()
    window.log_in(person("aisha"), f"{SETTINGS}/svar")
    page = window.page
    page.get_by_label("Titel").press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_label("Titel")).to_have_value("?")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Genveje på tastaturet")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Gå til køen")
    assert window.violations() == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_two_keys_after_each_other_open_a_page(open_window: Open):
    window = open_window()
    window.log_in(person("aisha"))
    window.page.keyboard.press("g")
    window.page.keyboard.press("g")
    window.page.wait_for_url("**/gennemsyn")


def test_shortcuts_can_be_switched_off_and_stay_off(open_window: Open):
    window = open_window()
    window.log_in(person("mette"))
    page = window.page
    page.get_by_role("button", name="Genveje").click()
    page.get_by_label("Brug genveje").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Genveje").click()
    expect(page.get_by_label("Brug genveje")).not_to_be_checked()


def test_presence_is_chosen_without_a_new_page(open_window: Open):
    window = open_window()
    window.log_in(person("mette"))
    here = window.page.get_by_role("button", name="Til stede", exact=True)
    here.click()
    expect(here).to_have_attribute("aria-pressed", "true")
    expect(window.page.locator("#presence-said")).to_have_text("Du står som til stede.")
    assert person("mette").presence == "here"
    assert window.page.url.endswith(OWN)
    assert window.complaints == []
    window.page.get_by_role("button", name="Ikke til stede").click()
    expect(here).to_have_attribute("aria-pressed", "false")


def test_presence_works_without_script_too(open_window: Open):
    window = open_window(java_script_enabled=False)
    window.log_in(person("mette"))
    window.page.get_by_role("button", name="Til stede", exact=True).click()
    expect(window.page.locator(".notice-done")).to_contain_text("Du står som til stede")
    assert person("mette").presence == "here"
    expect(window.page.get_by_role("button", name="Genveje")).to_be_hidden()


def test_the_sound_is_switched_off_and_stays_off(open_window: Open):
    window = open_window()
    window.log_in(person("mette"))
    sound = window.page.get_by_role("button", name="Lyd ved ny samtale")
    expect(sound).to_have_attribute("aria-pressed", "true")
    sound.click()
    expect(sound).to_have_attribute("aria-pressed", "false")
    window.page.reload()
    expect(sound).to_have_attribute("aria-pressed", "false")
    sound.click()
    expect(sound).to_have_attribute("aria-pressed", "true")
    assert window.complaints == []


def test_the_number_of_those_who_wait_stands_in_the_title(open_window: Open):
    window = open_window()
    window.log_in(person("mette"))
    set_count = "(n) => import('/static/js/console/attention.js').then((m) => m.setCount(n))"
    window.page.evaluate(set_count, 2)
    expect(window.page).to_have_title("(2) Dine logins – Ret & Pligt for medarbejdere")
    window.page.evaluate(set_count, 0)
    expect(window.page).to_have_title("Dine logins – Ret & Pligt for medarbejdere")


def test_a_page_whose_login_has_ended_says_so_and_leads_back(open_window: Open):
    window = open_window()
    member = person("mette")
    window.log_in(member)
    service.end_logins(member.id)
    window.page.get_by_role("button", name="Til stede", exact=True).click()
    ended = window.page.locator("#session-ended")
    expect(ended).to_contain_text("Du er blevet logget ud.")
    ended.get_by_role("link").click()
    window.page.wait_for_url("**/login?videre=*")


def test_an_account_is_made_without_a_mouse_and_a_mistake_is_led_to(open_window: Open):
    window = open_window()
    window.log_in(person("aisha"), f"{SETTINGS}/konti")
    page = window.page
    page.get_by_label("Brugernavn").focus()
    names, passwords = ["sofie", "Tab", "Sofie Lund"], ["kort og forkert", "Tab", "noget andet"]
    for keys in [*names, *["Tab"] * 4, *passwords, "Enter"]:
        page.keyboard.press(keys) if keys in {"Tab", "Enter"} else page.keyboard.type(keys)
    problems = page.locator("#problems")
    expect(problems).to_be_focused()
    expect(problems).to_contain_text("De to adgangskoder er ikke ens")
    assert window.violations() == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(window) == "again"
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.get_by_label("Adgangskode igen").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".notice-done")).to_contain_text("Kontoen er lavet.")
    expect(page.get_by_role("row", name="Sofie Lund")).to_contain_text("Sagsbehandler")


def test_boxes_that_can_be_ticked_are_seen(open_window: Open):
    window = open_window()
    window.log_in(person("aisha"), f"{SETTINGS}/teams/1")
    box = window.page.get_by_label("Samtaler kan sendes hertil")
    # The design system hides plain boxes; a test that only ticks them does not notice.
    expect(box).to_have_css("appearance", "auto")
    expect(box).to_be_checked()
    box.uncheck()
    window.page.get_by_role("button", name="Gem").click()
    expect(window.page.get_by_role("row", name="Team Nord")).to_contain_text("Nej")
    accounts.save_team(1, name="Team Nord", kind="team", contact=None)


@pytest.mark.parametrize("dress", DRESSES)
def test_every_page_is_whole_in_every_dress(open_window: Open, screenshots: Path, dress: str):
    window = open_window(**DRESSES[dress])
    window.page.goto("/sagsbehandler/login")
    found = {"login": (window.violations(), window.sideways())}
    window.picture(screenshots, f"medarbejder-login-{dress}")
    window.log_in(person("aisha"))
    for name, path in PAGES.items():
        window.page.goto(path)
        found[name] = (window.violations(), window.sideways())
        window.picture(screenshots, f"medarbejder-{name}-{dress}")
    window.page.get_by_role("button", name="Genveje").click()
    found["genveje"] = (window.violations(), window.sideways())
    window.page.screenshot(path=screenshots / f"medarbejder-genveje-{dress}.png")
    assert {name: what for name, what in found.items() if what[0] or what[1] > 0} == {}
    assert window.complaints == []


def test_the_pages_keep_their_shape_in_forced_colours(open_window: Open, screenshots: Path):
    window = open_window(forced_colors="active", viewport={"width": 1280, "height": 900})
    window.log_in(person("aisha"), f"{SETTINGS}/konti")
    window.picture(screenshots, "medarbejder-konti-tvungne-farver")
    assert window.violations() == []

"""The review in a real browser: the whole way from a bad turn to an example, by keyboard alone; looked at and heard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from casework.review import producing
from tests.casework.review_factories import change_messages, make_talk, message_ids, understood
from tests.support.chat_page import AXE, AXE_RULES
from tests.support.staff import PASSWORD, make_staff
from tests.web.conftest import make_settings, running_rasa, running_web

pytestmark = pytest.mark.browser
DRESSES = {
    "lys": {"viewport": {"width": 1280, "height": 900}},
    "moerk": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "smal": {"viewport": {"width": 320, "height": 640}},
    "kontrast": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
}
ASKED = "jeg hedder Xerxes, det var slet ikke mit spørgsmål"
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the web process runs."""
    with running_rasa() as rasa, running_web(make_settings(tmp_path_factory.mktemp("review"), rasa)) as web:
        yield f"http://127.0.0.1:{web.settings.port}"


@pytest.fixture
def talk(url: str) -> str:
    """A talk of three turns; the last two were taken for something else."""
    facts = {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-02"}
    made = make_talk(
        ("hvornår skal mit cv være klar", understood()),
        (ASKED, understood("thanks", 0.4)),
        ("hvad er et p-nummer", understood("nlu_fallback", 0.1)),
        at=datetime.now(UTC) - timedelta(hours=1),
        facts=facts,
    )
    change_messages(made, "bot", thumb=-1)
    return made


@pytest.fixture
def open_page(browser: Browser, url: str) -> Iterator[Open]:
    """Opens a page as a reviewer who logs in on the way; options are those of a browser context."""
    contexts, complaints = [], []

    def _open(path: str, **options: object) -> Page:
        context = browser.new_context(base_url=url, locale="da-DK", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        member = make_staff("support")
        page.goto("/gennemsyn")
        page.get_by_label("Brugernavn").fill(member.username)
        page.get_by_label("Adgangskode").fill(PASSWORD)
        page.get_by_role("button", name="Log ind").click()
        page.wait_for_url("**/gennemsyn")
        page.goto(path)
        return page

    yield _open
    for context in contexts:
        context.close()
    # A refused form is answered with 422, which the browser calls an error.
    assert [said for said in complaints if "422" not in said] == []


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    script = (
        "(rules) => axe.run(document, {runOnly: rules})"
        ".then((result) => result.violations.map((rule) => rule.id + ': ' + rule.nodes.map((n) => n.target)))"
    )
    return list(page.evaluate(script, AXE_RULES))


def open_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_bad_turn_becomes_an_example_without_a_mouse(open_page: Open, talk: str):
    page = open_page(f"/gennemsyn/{talk}")
    second = message_ids(talk)[1]
    press(page, "j", "j")
    expect(page.locator(f"#m{second}")).to_be_focused()
    press(page, "k")
    expect(page.locator(f"#m{message_ids(talk)[0]}")).to_be_focused()
    press(page, "j", "1")
    form = page.locator(f"#m{second} .mark-form")
    expect(form.get_by_label("Misforstået")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Du svarer ikke på det, jeg spørger om")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Mærket er gemt.")).to_be_visible()
    expect(page.locator(f"#m{second}")).to_be_focused()
    sentence = page.get_by_label("Sætningen, assistenten skal lære")
    expect(sentence).to_have_value("det var slet ikke mit spørgsmål")
    sentence.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Er blevet til: eksempel")).to_be_visible()
    assert {"text": "det var slet ikke mit spørgsmål", "intent": "bot_complaint"} in [
        dict(item.data) for item in producing.list_items("proposed")
    ]


def test_what_is_selected_is_put_in_the_field_and_hidden_for_good(open_page: Open, talk: str):
    page = open_page(f"/gennemsyn/{talk}")
    page.locator(".turn-text mark").first.dblclick()
    page.keyboard.press("h")
    expect(page.get_by_label("Ord, der skal skjules")).to_have_value("Xerxes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Det er skjult")).to_be_visible()
    expect(page.locator("#talk")).to_contain_text("jeg hedder [skjult]")
    expect(page.locator("body")).not_to_contain_text("Xerxes")


def test_a_refused_form_takes_the_reader_to_the_reason_and_keeps_what_was_typed(open_page: Open, talk: str):
    page = open_page(f"/gennemsyn/{talk}")
    press(page, "j", "j", "1")
    page.keyboard.press("Tab")
    page.keyboard.type("Hej")
    page.keyboard.press("Enter")
    sentence = page.get_by_label("Sætningen, assistenten skal lære")
    sentence.fill("ring 20 30 40 50")
    sentence.press("Enter")
    expect(page.locator("#problems")).to_be_focused()
    expect(page.locator("#problems")).to_contain_text("Der står et telefonnummer")
    expect(page.get_by_label("Sætningen, assistenten skal lære")).to_have_value("ring 20 30 40 50")


def test_the_help_names_the_keys(open_page: Open, talk: str):
    page = open_page(f"/gennemsyn/{talk}")
    page.keyboard.press("?")
    help_box = page.get_by_role("dialog")
    expect(help_box).to_contain_text("Næste besked fra borgeren")
    expect(help_box).to_contain_text("Mærk: misforstået")


@pytest.mark.parametrize("dress", DRESSES)
def test_the_pages_are_heard_and_seen_well(open_page: Open, talk: str, screenshots: Path, dress: str):
    page = open_page("/gennemsyn", **DRESSES[dress])
    assert violations(page) == []
    page.screenshot(path=screenshots / f"gennemsyn-liste-{dress}.png", full_page=True)
    page.goto(f"/gennemsyn/{talk}")
    for message, kind in zip(message_ids(talk), ("wrong_rule", "misunderstood", "missing_content"), strict=True):
        form = page.locator(f"#m{message} .mark-form")
        form.locator("summary").click()
        form.locator(f"input[value={kind}]").check()
        form.get_by_role("button", name="Gem mærket").click()
    page.get_by_label("Det handler om").first.fill("Tak")
    page.get_by_role("button", name="Gør til eksempel").first.click()
    assert violations(page) == []
    page.screenshot(path=screenshots / f"gennemsyn-samtale-{dress}.png", full_page=True)
    open_everything(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.screenshot(path=screenshots / f"gennemsyn-aaben-{dress}.png", full_page=True)
    page.goto("/gennemsyn/udbytte")
    assert violations(page) == []
    page.screenshot(path=screenshots / f"gennemsyn-udbytte-{dress}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0

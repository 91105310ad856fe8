"""The whole way to a person and to a call, through all parts of the product, in real browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from casework.db import session_scope, use_database
from casework.handoff.models import ClosingDayRow
from casework.identity import service as identity
from casework.identity.records import StaffMember
from tests.support.chat_page import ChatPage
from tests.support.desk_page import DeskPage
from tests.support.stack import Stack, running_stack
from tests.support.staff import make_staff

pytestmark = [pytest.mark.browser, pytest.mark.stack]

ALWAYS = "days: {monday: 0-24, tuesday: 0-24, wednesday: 0-24, thursday: 0-24, friday: 0-24}"
FROZEN_DAY = datetime(2026, 11, 20, tzinfo=UTC).date()


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The product with an office that is open all day on the frozen Friday."""
    folder = tmp_path_factory.mktemp("whole")
    hours = folder / "tider.yml"
    hours.write_text(ALWAYS, encoding="utf-8")
    with running_stack(folder, OPENING_HOURS=str(hours)) as running:
        yield running


@pytest.fixture
def mette(stack: Stack) -> Iterator[StaffMember]:
    """Mette, who is at her desk until the test is over."""
    use_database(f"sqlite:///{stack.database}")
    member = make_staff(name="Mette Madsen", shown_name="Mette", here=True, now=datetime.now(UTC))
    yield member
    identity.set_presence(member.id, "away", datetime.now(UTC))


@pytest.fixture
def open_page(browser: Browser, stack: Stack) -> Iterator[Callable[..., ChatPage]]:
    opened: list[ChatPage] = []

    def _open(**options: object) -> ChatPage:
        opened.append(ChatPage(browser, stack.url, **options))
        return opened[-1]

    yield _open
    for page in opened:
        page.close()


def test_a_citizen_asks_waits_talks_and_comes_back_to_the_robot(open_page, browser, stack, mette, screenshots):
    chat = open_page()
    chat.say("hvornår skal mit cv være på jobnet?")
    chat.press("Dagpenge")
    chat.say("jeg blev tilmeldt den 2. november")
    chat.press("Tal med et menneske")
    expect(chat.answers().last).to_contain_text("Du bliver nummer 1 i køen")
    chat.press("Ja, stil mig i kø")
    waiting = chat.page.get_by_role("region", name="Du venter på en sagsbehandler")
    expect(waiting).to_contain_text("Du er nummer 1 i køen.")
    chat.field.fill("det er om mit cv")
    chat.field.press("Enter")
    desk = DeskPage(browser, stack.url, mette)
    desk.page.get_by_role("button", name="Tag samtalen").first.click()
    expect(chat.page.locator("#who-answers")).to_have_text("Du skriver med Mette fra Jobcenter Eksempelkøbing.")
    expect(waiting).to_be_hidden()
    desk.say("Hej, jeg hjælper dig med dit cv.")
    expect(chat.page.locator(".message-caseworker")).to_contain_text("Hej, jeg hjælper dig med dit cv.")
    chat.field.fill("tak")
    chat.field.press("Enter")
    expect(desk.log).to_contain_text("tak")
    expect(chat.own().last).to_contain_text("Set")
    chat.picture(screenshots, "menneske-hele-vejen")
    chat.page.get_by_role("button", name="Afslut samtalen").click()
    chat.page.get_by_role("dialog").get_by_role("button", name="Ja, afslut").click()
    expect(chat.page.locator("#who-answers")).to_have_text("Du skriver med en chatrobot.")
    expect(chat.say("er du en robot?")).to_contain_text("ikke et menneske")
    desk.close()


def test_on_a_closing_day_a_number_is_taken_in_the_form_and_a_call_is_promised(open_page, stack, mette, screenshots):
    with session_scope() as session:
        session.add(ClosingDayRow(day=FROZEN_DAY, name="Personaledag"))
    chat = open_page()
    chat.press("Tal med et menneske")
    expect(chat.answers().last).to_contain_text("Vi har lukket i dag (Personaledag).")
    form = chat.page.get_by_role("region", name="Bliv ringet op")
    form.get_by_label("Dit telefonnummer").fill("20 30 40 50")
    chat.picture(screenshots, "opkald-hele-vejen")
    form.get_by_role("button", name="Ring til mig").click()
    expect(chat.answers().last).to_contain_text("Vi ringer senest mandag")
    agreed = chat.page.get_by_role("region", name="Du bliver ringet op")
    expect(agreed).to_contain_text("Vi ringer til dig senest mandag den 23. november 2026")
    chat.page.reload()
    expect(agreed).to_be_visible()
    expect(form).to_be_hidden()
    with session_scope() as session:
        session.delete(session.get_one(ClosingDayRow, FROZEN_DAY))


def test_a_number_that_is_typed_in_the_chat_closes_the_form(open_page, mette):
    chat = open_page()
    chat.press("Tal med et menneske")
    form = chat.page.get_by_role("region", name="Bliv ringet op")
    expect(form).to_be_hidden()
    chat.press("Ring mig op i stedet")
    expect(form).to_be_visible()
    chat.say("ring på 20 30 40 50")
    expect(form).to_be_hidden()
    expect(chat.page.get_by_role("region", name="Du bliver ringet op")).to_be_visible()
    expect(chat.own().last).not_to_contain_text("20 30 40 50")


def test_who_writes_for_somebody_else_sees_it_over_the_conversation(open_page):
    chat = open_page()
    chat.say("jeg skriver på vegne af min mor")
    line = chat.page.locator("#on-behalf")
    expect(line).to_contain_text("Du skriver på vegne af din mor.")
    chat.page.reload()
    expect(line).to_be_visible()
    assert chat.violations() == []

"""What a citizen can do with the conversation, in a real browser: fetch, see who read, rate, judge, delete."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from casework.conversations import service as conversations
from casework.handoff import service as handoff
from casework.privacy import access
from tests.casework.handoff_factories import NOW, ask_for_person
from tests.support.chat_page import ChatPage
from tests.support.pdf_text import pdf_text
from tests.support.staff import make_staff
from tests.web.conftest import make_settings, running_rasa, running_web


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The web process with a small Rasa behind it."""
    folder = tmp_path_factory.mktemp("rights")
    with running_rasa() as rasa, running_web(make_settings(folder, rasa)) as web:
        yield f"http://127.0.0.1:{web.settings.port}"


OpenChat = Callable[..., ChatPage]


@pytest.fixture
def open_chat(browser: Browser, site: str) -> Iterator[OpenChat]:
    opened: list[ChatPage] = []

    def _open(**options: object) -> ChatPage:
        opened.append(ChatPage(browser, site, **options))
        return opened[-1]

    yield _open
    for chat in opened:
        chat.close()


def button(chat: ChatPage, name: str) -> Locator:
    return chat.page.get_by_role("button", name=name, exact=True)


def open_menu(chat: ChatPage) -> Locator:
    button(chat, "Din samtale").click()
    return chat.page.get_by_role("dialog", name="Din samtale")


def standing(chat: ChatPage) -> str:
    session = chat.session()
    return conversations.authorise(session["id"], session["token"])


@pytest.mark.parametrize(
    ("name", "ending"), [("Hent som PDF", "pdf"), ("Hent som tekst", "txt"), ("Hent alle data", "json")]
)
def test_the_conversation_can_be_taken_home(open_chat: OpenChat, tmp_path: Path, name: str, ending: str):
    chat = open_chat()
    chat.say("Hvornår skal mit cv være klar?")
    open_menu(chat)
    with chat.page.expect_download() as started:
        button(chat, name).click()
    assert started.value.suggested_filename == f"samtale-2026-11-20.{ending}"
    started.value.save_as(tmp_path / "fil")
    content = (tmp_path / "fil").read_bytes()
    assert "Hvornår skal mit cv være klar?" in (pdf_text(content) if ending == "pdf" else content.decode("utf-8-sig"))
    expect(chat.page.locator("#rights-said")).to_contain_text(f"samtale-2026-11-20.{ending}")
    assert chat.complaints == []


def test_who_has_read_is_shown_without_names(open_chat: OpenChat):
    chat = open_chat()
    open_menu(chat)
    button(chat, "Se, hvem der har læst med").click()
    shown = chat.page.locator("#rights-readings")
    expect(shown).to_contain_text("Ingen af os har åbnet din samtale")
    # Half past midnight in Denmark is another day than in UTC.
    access.record(chat.session()["id"], make_staff(name="Karin Kvist"), "case", None, NOW.replace(hour=23, minute=30))
    button(chat, "Se, hvem der har læst med").click()
    expect(shown).to_contain_text("En sagsbehandler, lørdag den 21. november 2026 kl. 00.30.")
    expect(shown).to_be_focused()
    assert "Karin" not in chat.page.content()


def test_a_rating_needs_a_number_and_shows_what_was_kept(open_chat: OpenChat):
    chat = open_chat()
    menu = open_menu(chat)
    menu.get_by_label("Hvad var godt").fill("fint 010170-1234")
    button(chat, "Send din bedømmelse").click()
    expect(menu.get_by_role("alert")).to_have_text("Vælg et tal fra 1 til 6 først.")
    expect(menu.get_by_label("1 – slet ikke")).to_be_focused()
    menu.get_by_label("6 – helt i mål").check()
    button(chat, "Send din bedømmelse").click()
    expect(chat.page.locator("#rights-said")).to_have_text("Tak. Vi har gemt din bedømmelse.")
    expect(menu.get_by_label("Hvad var godt")).to_have_value("fint [cpr-nummer skjult]")
    expect(menu.get_by_role("alert")).to_have_count(0)


def test_thumbs_are_kept_over_a_reload_and_can_be_taken_back(open_chat: OpenChat):
    chat = open_chat()
    assert chat.page.locator(".thumb").count() == 0, "the greeting answers nothing"
    chat.say("hej")
    button(chat, "Svaret hjalp ikke").click()
    expect(chat.page.locator("#chat-status")).to_have_text("Tak. Du har sagt, at svaret ikke hjalp.")
    chat.page.reload()
    chat.ready()
    expect(button(chat, "Svaret hjalp ikke")).to_have_attribute("aria-pressed", "true")
    expect(button(chat, "Svaret hjalp")).to_have_attribute("aria-pressed", "false")
    button(chat, "Svaret hjalp").click()
    expect(button(chat, "Svaret hjalp ikke")).to_have_attribute("aria-pressed", "false")
    button(chat, "Svaret hjalp").click()
    expect(chat.page.locator("#chat-status")).to_have_text("Din tommel er fjernet.")
    expect(button(chat, "Svaret hjalp")).to_have_attribute("aria-pressed", "false")


def test_a_thumb_that_cannot_be_kept_is_shown_as_it_was(open_chat: OpenChat):
    chat = open_chat()
    chat.say("hej")
    chat.page.route("**/thumb", lambda route: route.abort())
    button(chat, "Svaret hjalp").click()
    expect(chat.page.locator("#chat-status")).to_have_text("Det lykkedes ikke. Prøv igen om lidt.")
    expect(button(chat, "Svaret hjalp")).to_have_attribute("aria-pressed", "false")


def test_deleting_asks_first_and_then_begins_anew(open_chat: OpenChat):
    chat = open_chat()
    chat.say("min hemmelighed")
    before = chat.session()
    open_menu(chat)
    button(chat, "Slet samtalen").click()
    expect(button(chat, "Nej, behold den")).to_be_focused()
    button(chat, "Nej, behold den").click()
    expect(chat.own()).to_have_count(1)
    button(chat, "Slet samtalen").click()
    button(chat, "Ja, slet samtalen").click()
    expect(chat.page.locator("#chat-status")).to_have_text("Samtalen er slettet. Du er i gang med en ny.")
    expect(chat.own()).to_have_count(0)
    expect(chat.field).to_be_focused()
    after = chat.session()
    assert after["id"] != before["id"]
    chat.say("hej igen")
    assert "hemmelighed" not in chat.page.content()
    with pytest.raises(Exception, match="token"):
        conversations.authorise(before["id"], before["token"])


def test_a_deletion_that_fails_says_so_and_keeps_everything(open_chat: OpenChat):
    chat = open_chat()
    chat.say("bliver her")
    open_menu(chat)
    button(chat, "Slet samtalen").click()
    chat.page.route("**/api/v1/conversations/*", lambda route: route.abort())
    button(chat, "Ja, slet samtalen").click()
    expect(chat.page.locator("#delete-error")).to_have_text("Det lykkedes ikke. Prøv igen om lidt.")
    expect(chat.own()).to_have_count(1)
    assert standing(chat) == "bot"


def test_the_end_of_a_talk_with_a_person_offers_a_rating_until_it_is_given(open_chat: OpenChat):
    chat, staff = open_chat(), make_staff().id
    chat.say("hej")
    session = chat.session()
    ask_for_person((session["id"], session["token"]))
    handoff.claim(session["id"], staff, now=NOW)
    handoff.close(session["id"], staff, now=NOW)
    chat.page.reload()
    chat.ready()
    button(chat, "Bedøm samtalen").click()
    chat.page.get_by_label("4", exact=True).check()
    button(chat, "Send din bedømmelse").click()
    expect(chat.page.locator("#rights-said")).to_have_text("Tak. Vi har gemt din bedømmelse.")
    expect(chat.page.locator("#rate-prompt")).to_have_count(0)


def test_everything_is_reached_by_keyboard(open_chat: OpenChat):
    chat = open_chat()
    chat.say("hej")
    button(chat, "Svaret hjalp").focus()
    chat.page.keyboard.press("Space")
    expect(button(chat, "Svaret hjalp")).to_have_attribute("aria-pressed", "true")
    button(chat, "Din samtale").focus()
    chat.page.keyboard.press("Enter")
    chat.page.get_by_label("1 – slet ikke").focus()
    chat.page.keyboard.press("ArrowDown")
    chat.page.keyboard.press("ArrowDown")
    expect(chat.page.get_by_label("3", exact=True)).to_be_checked()
    button(chat, "Slet samtalen").focus()
    chat.page.keyboard.press("Enter")
    chat.page.keyboard.press("Escape")
    expect(button(chat, "Slet samtalen")).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(button(chat, "Din samtale")).to_be_focused()


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("light", {}),
        ("dark", {"color_scheme": "dark"}),
        ("narrow", {"viewport": {"width": 320, "height": 640}}),
        ("forced", {"forced_colors": "active"}),
    ],
)
def test_no_barriers_in_any_of_the_dialogs(open_chat: OpenChat, screenshots: Path, name: str, options: dict):
    chat = open_chat(**options)
    chat.say("hej")
    button(chat, "Svaret hjalp").click()
    chat.picture(screenshots, f"rights-{name}-thumbs")
    assert chat.violations() == []
    open_menu(chat)
    button(chat, "Send din bedømmelse").click()
    assert chat.violations() == []
    assert chat.sideways() <= 0
    chat.page.screenshot(path=screenshots / f"rights-{name}-menu.png")
    button(chat, "Slet samtalen").click()
    assert chat.violations() == []
    chat.page.screenshot(path=screenshots / f"rights-{name}-delete.png")
    assert chat.complaints == []

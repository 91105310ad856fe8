"""Two browsers at once: a citizen and the caseworkers who help, from the wish for a person to the end."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Dialog, expect

from tests.support.chat_page import ChatPage
from tests.support.desk_page import WITHIN_MS, DeskPage
from tests.support.desk_windows import Windows, ask, auth, claim, sessions

pytestmark = pytest.mark.browser


def test_a_citizen_and_two_caseworkers_go_all_the_way(windows: Windows, screenshots: Path):
    mette, jens = windows.staff("Mette"), windows.staff("Jens")
    expect(mette.page.get_by_text("Ingen venter lige nu.")).to_be_visible()
    mette.online()
    chat = windows.citizen()
    chat.say("emne: cv")
    # The queue comes to life by itself, with the number in the title.
    ask(chat, ydelse="dagpenge", tilmeldt_dato="2026-11-09")
    entry = mette.page.locator(".queue-entry")
    expect(entry).to_contain_text("Jeg vil tale om mit cv", timeout=WITHIN_MS)
    expect(entry).to_contain_text("3 dage til frist: Cv på Jobnet")
    expect(mette.page).to_have_title(re.compile(r"^\(1\)"))
    expect(mette.page.locator("#queue-news")).to_have_text("1 ny i køen.")
    mette.picture(screenshots, "koe-en-venter")

    claim(mette)
    # Jens's page has moved it to his colleagues' by itself.
    expect(jens.page.locator("#others-heading")).to_contain_text("(1)", timeout=WITHIN_MS)
    expect(chat.answers().last).to_contain_text("Nu skriver du med Mette", timeout=WITHIN_MS)
    expect(mette.page.locator("#sheet")).to_contain_text("Dagpengemodtager")

    _talk_and_note(mette, chat)
    mette.picture(screenshots, "samtale-egen")
    mette.page.locator("#action-forward summary").click()
    mette.page.get_by_label("Send til").select_option(label="Jens Madsen (til stede)")
    mette.page.get_by_label("Hvorfor?").fill("Jens kender Jobnet")
    mette.page.locator("#action-forward").get_by_role("button", name="Send videre").click()
    expect(mette.page.get_by_text("Samtalen er sendt videre.")).to_be_visible()
    expect(chat.answers().last).to_contain_text("sendt dig videre til en kollega, Jens", timeout=WITHIN_MS)
    expect(jens.page.locator(".queue-mark-me")).to_have_text("Sendt til dig", timeout=WITHIN_MS)
    expect(jens.page.locator(".queue-entry")).to_contain_text("Jens kender Jobnet")
    claim(jens)
    expect(jens.page.locator("#notes-now")).to_contain_text("Har brug for hjælp til Jobnet")
    jens.say("Nu er det mig, der hjælper dig.")
    expect(chat.page.locator(".message-caseworker").last).to_contain_text("Nu er det mig", timeout=WITHIN_MS)

    jens.page.locator("#action-back summary").click()
    jens.button("Giv tilbage").click()
    expect(jens.page.get_by_text("Assistenten svarer borgeren igen.")).to_be_visible()
    expect(chat.answers().last).to_contain_text("Jens har sluttet samtalen", timeout=WITHIN_MS)
    expect(chat.say("hvad nu?")).to_contain_text("svar: hvad nu?")

    ask(chat, "en ting til")
    expect(jens.page.locator(".queue-entry")).to_contain_text("en ting til", timeout=WITHIN_MS)
    claim(jens)
    jens.page.locator("#action-close summary").click()
    jens.button("Afslut").click()
    expect(chat.answers().last).to_contain_text("Jens har afsluttet samtalen", timeout=WITHIN_MS)
    assert (mette.complaints, jens.complaints, chat.complaints) == ([], [], [])


def _talk_and_note(mette: DeskPage, chat: ChatPage) -> None:
    """Both write, see each other write, and see what was read; a note stays among colleagues."""
    mette.say("Hej, hvad kan jeg hjælpe med?")
    said = chat.page.locator(".message-caseworker").last
    expect(said).to_contain_text("Hej, hvad kan jeg hjælpe med?", timeout=WITHIN_MS)
    chat.field.fill("Jeg er i tvivl om mit cv")
    expect(mette.page.locator("#typing")).to_be_visible(timeout=WITHIN_MS)
    chat.field.press("Enter")
    expect(mette.log).to_contain_text("Jeg er i tvivl om mit cv", timeout=WITHIN_MS)
    expect(mette.page.locator("#typing")).to_be_hidden()
    expect(mette.own().last.locator(".talk-state")).to_have_text("Set", timeout=WITHIN_MS)
    mette.field.press_sequentially("Lad mig se")
    expect(chat.page.locator("#typing")).to_contain_text("Mette", timeout=WITHIN_MS)
    mette.field.fill("")

    mette.page.get_by_label("Skriv en note").fill("Har brug for hjælp til Jobnet")
    mette.button("Gem noten").click()
    expect(mette.page.locator("#notes-now")).to_contain_text("Har brug for hjælp til Jobnet")
    assert "Har brug for hjælp til Jobnet" not in chat.page.locator("#chat-log").inner_text()


def test_a_reload_in_the_middle_loses_nothing_on_either_side(windows: Windows):
    mette, chat = windows.staff("Mette"), windows.citizen()
    ask(chat)
    mette.page.reload()
    claim(mette)
    mette.say("før")
    expect(chat.page.locator(".message-caseworker")).to_have_count(1, timeout=WITHIN_MS)
    mette.page.reload()
    chat.page.reload()
    expect(mette.own()).to_have_count(1)
    expect(chat.page.locator(".message-caseworker")).to_have_count(1, timeout=WITHIN_MS)
    mette.online()
    mette.say("efter")
    expect(chat.page.locator(".message-caseworker").last).to_contain_text("efter", timeout=WITHIN_MS)
    expect(chat.page.locator(".message-caseworker")).to_have_count(2)
    expect(mette.own()).to_have_count(2)


def test_what_is_written_without_a_network_is_sent_once_when_it_is_back(windows: Windows):
    mette, chat = windows.staff("Mette"), windows.citizen()
    ask(chat)
    mette.page.reload()
    claim(mette)
    mette.page.context.set_offline(True)
    mette.field.fill("er du der?")
    mette.field.press("Enter")
    expect(mette.own().last).to_contain_text("Ikke sendt.", timeout=15_000)
    expect(mette.own().last.get_by_role("button", name="Prøv igen")).to_be_visible()
    expect(mette.page.locator("#line")).to_contain_text("Forbindelsen er afbrudt", timeout=WITHIN_MS)
    mette.page.context.set_offline(False)
    expect(mette.own().last.locator(".talk-state")).to_have_text(re.compile("Sendt|Set"), timeout=15_000)
    expect(chat.page.locator(".message-caseworker")).to_have_count(1, timeout=WITHIN_MS)
    expect(mette.page.locator("#line")).to_be_hidden()


def test_the_keyboard_alone_is_enough(windows: Windows, screenshots: Path):
    mette, jens, chat = windows.staff("Mette"), windows.staff("Jens"), windows.citizen()
    ask(chat, ydelse="dagpenge", tilmeldt_dato="2026-11-09")
    keys = mette.page.keyboard
    expect(mette.button("Tag samtalen")).to_be_visible(timeout=WITHIN_MS)
    mette.online()
    keys.press("t")
    expect(mette.button("Tag samtalen")).to_be_focused()
    keys.press("Enter")
    expect(mette.page.locator("#standing")).to_have_text("Du har samtalen.")
    mette.online()
    keys.press("r")
    expect(mette.field).to_be_focused()

    _canned_by_keyboard(mette, chat, screenshots)
    keys.press("Escape")
    expect(mette.log).to_be_focused()
    keys.press("n")
    keys.type("En note")
    keys.press("Tab")
    keys.press("Enter")
    expect(mette.page.locator("#notes-now")).to_contain_text("En note")
    mette.log.focus()
    keys.press("v")
    expect(mette.page.get_by_label("Send til")).to_be_focused()
    assert mette.violations() == []
    mette.picture(screenshots, "samtale-send-videre")
    keys.type("Jens")
    keys.press("Tab")
    keys.type("Jens ved det")
    keys.press("Tab")
    keys.press("Enter")
    expect(mette.page.get_by_text("Samtalen er sendt videre.")).to_be_visible()
    expect(jens.page.locator(".queue-mark-me")).to_be_visible(timeout=WITHIN_MS)
    assert mette.complaints == []


def _canned_by_keyboard(mette: DeskPage, chat: ChatPage, screenshots: Path) -> None:
    keys, options = mette.page.keyboard, mette.page.get_by_role("listbox", name="Færdige svar").get_by_role("option")
    # A ready-made reply: opened with a slash, searched, chosen with the arrows, closed with Escape.
    keys.type("/")
    search = mette.page.get_by_role("combobox", name="Find et færdigt svar")
    expect(search).to_be_focused()
    expect(options).to_have_count(2)
    keys.press("Escape")
    expect(mette.field).to_be_focused()
    expect(search).to_be_hidden()
    keys.type("/")
    keys.press("ArrowDown")
    expect(mette.page.locator("#canned-list [aria-selected=true]")).to_contain_text("Hilsen")
    assert mette.violations() == []
    mette.picture(screenshots, "samtale-faerdige-svar")
    keys.press("Enter")
    expect(mette.field).to_have_value("Hej, jeg hedder Mette.")
    keys.press("Shift+Enter")
    keys.type("Godt at høre fra dig.")
    keys.press("Enter")
    expect(chat.page.locator(".message-caseworker")).to_contain_text("Godt at høre fra dig.", timeout=WITHIN_MS)
    keys.type("/din")
    keys.press("Enter")
    expect(mette.field).to_have_value(re.compile(r"^Din frist er .*november 2026"))
    mette.field.fill("")


def test_the_browser_asks_before_unsent_text_is_lost(windows: Windows):
    mette, chat = windows.staff("Mette"), windows.citizen()
    ask(chat)
    mette.page.reload()
    claim(mette)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    mette.page.on("dialog", stay)
    mette.field.fill("halvt skrevet")
    mette.page.get_by_role("link", name="Tilbage til køen").click()
    expect(mette.field).to_have_value("halvt skrevet")
    assert asked == ["beforeunload"]
    assert mette.page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})").find("halvt") == -1
    mette.field.fill("")
    mette.page.get_by_role("link", name="Tilbage til køen").click()
    expect(mette.page.get_by_role("heading", level=1)).to_contain_text("Borgere")
    assert asked == ["beforeunload"]


def test_a_colleague_who_takes_over_stops_the_other_from_writing(windows: Windows, screenshots: Path):
    mette, jens, chat = windows.staff("Mette"), windows.staff("Jens"), windows.citizen()
    talk = ask(chat)
    mette.page.reload()
    claim(mette)
    mette.field.fill("halvt skrevet")
    jens.go(f"/sagsbehandler/samtale/{talk}")
    jens.picture(screenshots, "samtale-hvorfor")
    assert jens.violations() == []
    jens.page.get_by_label("Med dine egne ord").fill("Mette er gået hjem")
    jens.button("Læs samtalen").click()
    expect(jens.page.locator("#standing")).to_contain_text("Mette Madsen har samtalen. Du kan kun læse med.")
    expect(jens.field).to_have_count(0)
    assert jens.violations() == []
    jens.page.locator("#action-take-over summary").click()
    jens.picture(screenshots, "samtale-laese-med")
    jens.page.get_by_label("Hvorfor overtager du?").fill("Mette er gået hjem")
    jens.button("Overtag").click()
    expect(jens.page.locator("#standing")).to_have_text("Du har samtalen.")
    expect(mette.page.locator("#standing")).to_contain_text("Jens Madsen har taget samtalen.", timeout=WITHIN_MS)
    expect(mette.field).to_have_value("halvt skrevet")
    expect(mette.button("Send")).to_be_disabled()
    expect(chat.answers().last).to_contain_text("Nu skriver du med Jens", timeout=WITHIN_MS)


def test_a_rule_is_looked_up_and_put_into_the_reply(windows: Windows, screenshots: Path):
    mette, chat = windows.staff("Mette"), windows.citizen()
    mette.online()
    mette.page.keyboard.press("u")
    expect(mette.page.get_by_label("Emne og gerne gruppe")).to_be_focused()
    mette.page.keyboard.type("en tabel om praktik")
    mette.page.keyboard.press("Enter")
    expect(mette.page.locator("#rulebox-news")).to_have_text("Svaret er klar.", timeout=WITHIN_MS)
    # Nobody is written to here, so there is nothing to put the text into.
    expect(mette.page.get_by_role("button", name="Indsæt i svaret")).to_have_count(0)
    assert mette.violations() == []
    mette.picture(screenshots, "koe-regelopslag")
    mette.page.get_by_label("Emne og gerne gruppe").press("Escape")
    mette.page.keyboard.press("?")
    expect(mette.page.get_by_role("dialog", name="Genveje på tastaturet")).to_contain_text("Gå til den øverste i køen")
    mette.page.keyboard.press("Escape")
    ask(chat)
    claim(mette)
    mette.page.get_by_label("Emne og gerne gruppe").fill("en tabel om praktik")
    mette.button("Slå op").click()
    mette.page.get_by_role("button", name="Indsæt i svaret: Jobparat").click(timeout=WITHIN_MS)
    expect(mette.field).to_have_value("Praktik må højst vare 4 uger. (Kilde: LAB § 60)")
    expect(mette.field).to_be_focused()
    mette.field.fill("")
    assert mette.complaints == []


def test_a_deleted_conversation_says_so_on_the_open_page(windows: Windows):
    mette, chat = windows.staff("Mette"), windows.citizen()
    ask(chat)
    expect(mette.button("Tag samtalen")).to_be_visible(timeout=WITHIN_MS)
    claim(mette)
    session = sessions.pop()
    url = f"{windows.url}/api/v1/conversations/{session['id']}"
    assert httpx.delete(url, headers=auth(session), trust_env=False).is_success
    mette.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(mette.page.locator("#standing")).to_contain_text("Borgeren har slettet den.", timeout=WITHIN_MS)
    expect(mette.button("Send")).to_be_disabled()

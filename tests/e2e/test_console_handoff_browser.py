"""Two browsers at once: a citizen and the caseworkers who help, from the wish for a person to the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Dialog, expect

from casework.conversations import service as conversations
from casework.handoff.canned import save_reply
from casework.handoff.setup_records import CannedWish
from casework.identity import accounts
from casework.identity import service as identity
from tests.support.chat_page import ChatPage
from tests.support.desk_page import WITHIN_MS, DeskPage
from tests.support.staff import make_staff
from tests.web.conftest import make_settings, running_rasa, running_web

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The web process with a small Rasa behind it, open day and night."""
    folder = tmp_path_factory.mktemp("console")
    hours = folder / "hours.yml"
    days = "\n".join(f'  {day}: "0-24"' for day in ("monday", "tuesday", "wednesday", "thursday", "friday"))
    hours.write_text(f"calendar: offentlig\ndays:\n{days}\n", encoding="utf-8")
    with running_rasa() as rasa:
        settings = replace(make_settings(folder, rasa), opening_hours=hours)
        with running_web(settings) as web:
            save_reply(None, CannedWish(shortcut="hej", title="Hilsen", text="Hej, jeg hedder {navn}."))
            save_reply(None, CannedWish(shortcut="frist", title="Din frist", text="Din frist er {frist}."))
            yield f"http://127.0.0.1:{web.settings.port}"


@dataclass
class Windows:
    """Opens windows, and closes them all at the end."""

    browser: Browser
    url: str
    opened: list[ChatPage | DeskPage]

    def citizen(self, **options: object) -> ChatPage:
        page = ChatPage(self.browser, self.url, **options)
        self.opened.append(page)
        return page

    def staff(self, name: str, **options: object) -> DeskPage:
        member = make_staff(name=f"{name} Madsen", shown_name=name, here=True, now=datetime.now(UTC))
        desk = DeskPage(self.browser, self.url, member, **{"viewport": DESK, **options})
        self.opened.append(desk)
        return desk


@pytest.fixture
def windows(browser: Browser, site: str) -> Iterator[Windows]:
    found = Windows(browser, site, [])
    yield found
    for one in found.opened:
        one.close()
        if isinstance(one, DeskPage):
            accounts.switch(one.member.id, on=False)
    _leave_no_queue(site, found)


def _leave_no_queue(site: str, windows: Windows) -> None:
    """The next test begins with an empty queue."""
    for session in _sessions:
        httpx.delete(f"{site}/api/v1/conversations/{session['id']}/handoff", headers=_auth(session), trust_env=False)
    _sessions.clear()


_sessions: list[dict[str, str]] = []


def _auth(session: dict[str, str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {session['token']}"}


def ask(chat: ChatPage, wish: str = "Jeg vil tale om mit cv", **facts: object) -> str:
    """The citizen wants a person; the conversation's id."""
    session = chat.session()
    _sessions.append(session)
    if facts:
        conversations.save_turn(session["id"], facts=facts, now=datetime.now(UTC))
    url = f"{chat.page.url.rstrip('/')}/api/v1/conversations/{session['id']}/handoff"
    answer = httpx.post(url, json={"wish": wish}, headers=_auth(session), trust_env=False)
    assert answer.status_code == 200, answer.text
    return session["id"]


def claim(desk: DeskPage) -> None:
    desk.button("Tag samtalen").first.click()
    expect(desk.page.locator("#standing")).to_have_text("Du har samtalen.")
    desk.online()


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


def test_who_comes_second_is_told_who_was_first(windows: Windows):
    mette, jens, chat = windows.staff("Mette"), windows.staff("Jens"), windows.citizen()
    ask(chat)
    for desk in (mette, jens):
        desk.page.reload()
        expect(desk.button("Tag samtalen")).to_be_visible()
    # Jens's page hears nothing for a while, so that his button is still there.
    jens.page.context.set_offline(True)
    claim(mette)
    jens.page.context.set_offline(False)
    jens.page.evaluate("document.querySelector('[id^=tag-]').click()")
    conflict = jens.page.locator("#conflict")
    expect(conflict).to_contain_text("Mette Madsen har lige taget samtalen.")
    expect(conflict).to_be_focused()


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


def test_who_talks_with_one_hears_of_the_next(windows: Windows):
    mette, first, second = windows.staff("Mette"), windows.citizen(), windows.citizen()
    ask(first)
    expect(mette.button("Tag samtalen")).to_be_visible(timeout=WITHIN_MS)
    claim(mette)
    back = mette.page.locator("#to-queue")
    expect(back).to_have_text("Tilbage til køen")
    ask(second)
    expect(back).to_have_text("Tilbage til køen (1 venter)", timeout=WITHIN_MS)
    expect(mette.page.locator("#news")).to_have_text("1 ny i køen.")


def test_a_deleted_conversation_says_so_on_the_open_page(windows: Windows):
    mette, chat = windows.staff("Mette"), windows.citizen()
    ask(chat)
    expect(mette.button("Tag samtalen")).to_be_visible(timeout=WITHIN_MS)
    claim(mette)
    session = _sessions.pop()
    url = f"{windows.url}/api/v1/conversations/{session['id']}"
    assert httpx.delete(url, headers=_auth(session), trust_env=False).is_success
    mette.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(mette.page.locator("#standing")).to_contain_text("Borgeren har slettet den.", timeout=WITHIN_MS)
    expect(mette.button("Send")).to_be_disabled()


def test_an_ended_login_is_said_on_the_open_queue(windows: Windows):
    mette = windows.staff("Mette")
    expect(mette.page.get_by_text("Ingen venter lige nu.")).to_be_visible()
    identity.end_logins(mette.member.id)
    mette.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(mette.page.get_by_text("Du er blevet logget ud.")).to_be_visible(timeout=WITHIN_MS)


def test_the_hint_of_being_away_comes_and_goes_with_the_choice(windows: Windows):
    mette = windows.staff("Mette")
    hint = mette.page.get_by_text("Borgerne får derfor ikke tilbudt at tale med dig.")
    expect(hint).to_have_count(0)
    # Well under the 15 seconds after which the queue asks by itself.
    mette.button("Ikke til stede").click()
    expect(hint).to_be_visible(timeout=WITHIN_MS)
    mette.button("Til stede").click()
    expect(hint).to_have_count(0, timeout=WITHIN_MS)


def test_the_queue_keeps_the_focus_when_it_changes(windows: Windows):
    mette, first, second = windows.staff("Mette"), windows.citizen(), windows.citizen()
    talk = ask(first)
    button = mette.page.locator(f"#tag-{talk}")
    expect(button).to_be_visible(timeout=WITHIN_MS)
    button.focus()
    ask(second, ydelse="dagpenge", tilmeldt_dato="2026-11-07")
    expect(mette.page.locator(".queue-entry")).to_have_count(2, timeout=WITHIN_MS)
    expect(button).to_be_focused()
    httpx.delete(
        f"{windows.url}/api/v1/conversations/{talk}/handoff", headers=_auth(_sessions[0]), trust_env=False
    ).raise_for_status()
    expect(mette.page.locator(".queue-entry")).to_have_count(1, timeout=WITHIN_MS)
    # What had the focus is gone: the reader is at the heading of the list, not at the top of the page.
    expect(mette.page.locator("#waiting-heading")).to_be_focused()


def test_without_scripts_a_talk_can_be_taken_held_and_closed(windows: Windows):
    mette, chat = windows.staff("Mette", java_script_enabled=False), windows.citizen()
    ask(chat)
    mette.go("/sagsbehandler")
    mette.button("Tag samtalen").click()
    mette.field.fill("Hej uden script")
    mette.button("Send").click()
    expect(mette.own()).to_contain_text("Hej uden script")
    expect(chat.page.locator(".message-caseworker")).to_contain_text("Hej uden script", timeout=WITHIN_MS)
    mette.page.locator("#action-close summary").click()
    mette.button("Afslut").click()
    expect(mette.page.get_by_text("Samtalen er afsluttet.")).to_be_visible()


DRESSES = [
    pytest.param({"viewport": PHONE}, id="telefon"),
    pytest.param({"viewport": DESK}, id="lys"),
    pytest.param({"viewport": DESK, "color_scheme": "dark"}, id="moerk"),
    pytest.param({"viewport": DESK, "forced_colors": "active"}, id="kontrast"),
]


@pytest.mark.parametrize("options", DRESSES)
def test_every_page_is_accessible_in_every_dress(
    windows: Windows, screenshots: Path, options: dict[str, object], request: pytest.FixtureRequest
):
    dress = request.node.callspec.id
    team = accounts.save_team(None, name=f"Sygedagpenge {dress}", kind="team", contact=None)
    mette = windows.staff("Mette", **options)
    check(mette, screenshots, f"koe-tom-{dress}")
    chats = [windows.citizen() for _ in range(3)]
    chats[0].say("emne: cv")
    talk = ask(chats[0], "Jeg kan ikke finde ud af mit cv på Jobnet", ydelse="dagpenge", tilmeldt_dato="2026-11-07")
    ask(chats[1], "Jeg er syg, og jeg ved ikke, om jeg skal komme til min samtale på mandag")
    ask(chats[2], "x" * 200, ydelse="kontanthjaelp", visitation="jobparat", tilmeldt_dato="2026-11-02")
    expect(mette.page.locator(".queue-entry")).to_have_count(3, timeout=WITHIN_MS)
    check(mette, screenshots, f"koe-fuld-{dress}")
    mette.go(f"/sagsbehandler/samtale/{talk}")
    check(mette, screenshots, f"samtale-laes-foerst-{dress}")
    mette.page.locator("#claim").click()
    mette.online()
    mette.say("Hej, nu kigger vi på det sammen.")
    mette.page.locator("#action-close summary").click()
    check(mette, screenshots, f"samtale-{dress}")
    assert team.active
    assert mette.complaints == []


def check(desk: DeskPage, folder: Path, name: str) -> None:
    assert desk.violations() == []
    assert desk.sideways() <= 0
    desk.picture(folder, name)

"""The queue in a real browser: who is first, who is told what, and how every page of a talk looks in every dress."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from casework.identity import accounts
from casework.identity import service as identity
from tests.support.desk_page import WITHIN_MS
from tests.support.desk_windows import DESK, PHONE, Windows, ask, auth, check, claim, sessions

pytestmark = pytest.mark.browser


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
        f"{windows.url}/api/v1/conversations/{talk}/handoff", headers=auth(sessions[0]), trust_env=False
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

"""How the page behaves for different people, devices and lines."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.chat_page import containing

pytestmark = [pytest.mark.browser, pytest.mark.stack]

SMALL_PHONE = {"width": 320, "height": 640}
DESK = {"width": 1200, "height": 800}
SMALLEST_TARGET_PX = 24


def ask_for_cv_deadline(chat):
    """The shortest way to an answer card."""
    chat.say("hvornår skal mit cv være på jobnet?")
    chat.press("Dagpenge")
    return chat.say("2/11")


def test_a_whole_conversation_can_be_had_with_the_keyboard_alone(open_page):
    chat = open_page(viewport=DESK)
    keys = chat.page.keyboard
    keys.press("Tab")
    expect(chat.page.locator(".skipnav")).to_be_focused()
    keys.press("Enter")
    expect(chat.field).to_be_focused()
    keys.type("hvornår skal mit cv være på jobnet?")
    keys.press("Enter")
    reply = chat.page.get_by_role("button", name="Dagpenge", exact=True)
    expect(reply).to_be_visible()
    for _ in range(20):
        keys.press("Shift+Tab")
        if reply.evaluate("node => node === document.activeElement"):
            break
    expect(reply).to_be_focused()
    keys.press("Enter")
    expect(chat.own()).to_have_count(2)
    expect(chat.field).to_be_focused()
    expect(chat.answers()).to_have_count(3)
    keys.type("2/11")
    keys.press("Enter")
    expect(chat.cards("cv.registrering")).to_be_visible()


def test_shift_enter_makes_a_new_line_and_enter_sends_both(open_page):
    chat = open_page()
    chat.field.focus()
    chat.page.keyboard.type("hej")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type("er du en robot?")
    expect(chat.own()).to_have_count(0)
    chat.page.keyboard.press("Enter")
    expect(chat.own().locator("br")).to_have_count(1)


def test_an_empty_message_gets_a_friendly_hint_and_is_not_sent(open_page):
    chat = open_page()
    chat.field.fill("   ")
    chat.field.press("Enter")
    expect(chat.page.get_by_role("alert")).to_have_text("Skriv dit spørgsmål i feltet først.")
    expect(chat.own()).to_have_count(0)
    assert chat.violations() == []


def test_a_message_of_2000_characters_is_sent_and_one_of_2001_is_kept_in_the_field(open_page):
    chat = open_page()
    chat.field.fill("å" * 2001)
    expect(chat.page.locator("#message-counter")).to_have_text("Beskeden er 1 tegn for lang.")
    chat.field.press("Enter")
    expect(chat.page.get_by_role("alert")).to_contain_text("2.000 tegn")
    expect(chat.own()).to_have_count(0)
    chat.field.fill("å" * 2000)
    chat.field.press("Enter")
    expect(chat.own()).to_have_count(1)


def test_quick_replies_stay_readable_after_the_answer_and_the_chosen_one_is_marked(open_page):
    chat = open_page()
    chat.say("hvornår skal mit cv være på jobnet?")
    chat.press("Dagpenge")
    expect(chat.page.locator(".quick-reply-chosen")).to_have_text(containing("Dagpenge", "valgt"))
    expect(chat.page.get_by_role("button", name="Dagpenge", exact=True)).to_have_count(0)


def test_everything_that_can_be_pressed_is_large_enough(open_page):
    chat = open_page(viewport=SMALL_PHONE)
    ask_for_cv_deadline(chat)
    for target in chat.page.locator("main button:visible, main summary:visible, header button:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= SMALLEST_TARGET_PX, target.inner_text()


def test_the_conversation_survives_a_reload_without_any_text_in_the_browsers_store(open_page):
    chat = open_page()
    chat.say("er du en robot?")
    before = chat.page.locator(".message-body").all_inner_texts()
    assert set(chat.session()) == {"id", "token"}
    chat.page.reload()
    expect(chat.page.locator(".message")).to_have_count(len(before))
    assert chat.page.locator(".message-body").all_inner_texts() == before
    assert chat.page.evaluate("localStorage.length") == 0


def test_a_new_conversation_is_asked_about_first_and_starts_empty(open_page):
    chat = open_page()
    old = chat.session()["id"]
    chat.say("hej")
    chat.page.get_by_role("button", name="Ny samtale").click()
    expect(chat.page.get_by_role("dialog")).to_be_visible()
    assert chat.violations() == []
    chat.page.get_by_role("button", name="Nej, bliv her").click()
    expect(chat.own()).to_have_count(1)
    chat.page.get_by_role("button", name="Ny samtale").click()
    chat.page.get_by_role("button", name="Ja, start en ny").click()
    expect(chat.own()).to_have_count(0)
    chat.ready()
    assert chat.session()["id"] != old


def test_a_conversation_that_is_gone_is_replaced_by_a_new_one(open_page):
    chat = open_page()
    chat.page.evaluate("sessionStorage.setItem('retpligt.conversation', JSON.stringify({id: 'x', token: 'y'}))")
    chat.page.reload()
    chat.ready()
    expect(chat.page.locator("#chat-status")).to_contain_text("kunne ikke finde din tidligere samtale")
    assert chat.session()["id"] != "x"


def test_the_page_works_without_a_socket(open_page):
    chat = open_page()
    chat.page.route("**/socket.io/**", lambda route: route.abort())
    chat.page.route("**/socket.io.esm.min.js", lambda route: route.abort())
    chat.page.reload()
    chat.ready()
    ask_for_cv_deadline(chat)
    expect(chat.cards("cv.registrering")).to_be_visible()
    expect(chat.page.locator("#connection")).to_be_hidden()


def test_a_lost_line_is_told_and_the_message_is_sent_once_it_is_back(open_page):
    chat = open_page()
    chat.page.context.set_offline(True)
    chat.field.fill("er du en robot?")
    chat.field.press("Enter")
    expect(chat.page.locator("#connection")).to_have_text("Forbindelsen er afbrudt. Vi prøver igen.", timeout=20_000)
    expect(chat.own().get_by_role("button", name="Prøv igen")).to_be_visible(timeout=20_000)
    assert chat.violations() == []
    chat.page.context.set_offline(False)
    expect(chat.page.locator("#connection")).to_be_hidden(timeout=20_000)
    expect(chat.answers()).to_have_count(2, timeout=20_000)
    expect(chat.own()).to_have_count(1)


def test_the_typing_sign_is_shown_and_announced_while_the_answer_is_on_its_way(open_page):
    chat = open_page()
    chat.page.evaluate(
        """() => {
            window.heard = [];
            const status = document.getElementById('chat-status');
            new MutationObserver(() => window.heard.push(status.textContent)).observe(status, {childList: true});
        }"""
    )
    chat.say("er du en robot?")
    heard = chat.page.evaluate("window.heard")
    assert heard.count("Assistenten skriver …") == 1


def test_without_javascript_the_page_gives_phone_and_opening_hours(browser, stack):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(stack.url)
    # What is drawn, not what the elements hold: a browser with scripts never draws this part.
    seen = page.locator("body").inner_text()
    assert containing("virker ikke uden JavaScript", "Ring til", "åbent").search(seen)
    expect(page.locator("#message-input")).to_be_hidden()
    context.close()


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("telefon", {"viewport": SMALL_PHONE}),
        ("moerk", {"viewport": DESK, "color_scheme": "dark"}),
        ("kontrast", {"viewport": DESK, "forced_colors": "active"}),
        ("roligt", {"viewport": DESK, "reduced_motion": "reduce"}),
    ],
)
def test_the_page_is_accessible_in_every_dress(open_page, screenshots, name, options):
    chat = open_page(**options)
    ask_for_cv_deadline(chat)
    chat.cards("cv.registrering").locator("summary").first.click()
    assert chat.violations() == []
    assert chat.sideways() <= 0
    chat.picture(screenshots, f"udseende-{name}")


def test_text_at_200_percent_fits_a_small_window(open_page, screenshots):
    chat = open_page(viewport={"width": 640, "height": 900})
    ask_for_cv_deadline(chat)
    # The design system's root is 62.5 % of the browser's text size; 125 % is twice that.
    chat.page.evaluate("document.documentElement.style.fontSize = '125%'")
    assert chat.sideways() <= 0
    chat.picture(screenshots, "udseende-200-procent")


def test_the_card_can_be_printed_with_the_calculation_open(open_page):
    chat = open_page(viewport=DESK)
    ask_for_cv_deadline(chat)
    chat.page.emulate_media(media="print")
    expect(chat.page.locator("#composer")).to_be_hidden()
    expect(chat.cards("cv.registrering").locator(".rule-calculation")).to_be_visible()

"""A citizen asks, books, is reminded, waits for a person and looks after the conversation."""

from __future__ import annotations

import re
import time
from email.message import EmailMessage

from playwright.sync_api import Locator, expect

from tests.screenshots.studio import Studio
from tests.support.chat_page import ANSWER_WITHIN_MS, ChatPage

#: The last thing that a picture of the chat shows.
COMPOSER = ".composer-area"
MAIL = "ida@eksempel.dk"
#: A page to look at instead of the tests' filler. Styles are set one by one: the page's policy allows no others.
_QUIET_HOST = """() => {
    const main = document.querySelector('main');
    main.lastElementChild.textContent = 'Kontakt os på telefon 70 10 20 30, eller kom forbi Rådhuspladsen 1.';
    Object.assign(main.style, {fontFamily: 'sans-serif', maxWidth: '620px', margin: '48px', lineHeight: '1.6'});
}"""
_MAIL_WITHIN_SECONDS = 20.0


def answer(studio: Studio) -> None:
    """A date with its source, and then why."""
    chat = _asked(studio)
    _at_top(chat, chat.own().last)
    studio.camera.take(chat.page, "borger-svar", foot=COMPOSER)
    last = chat.say("hvorfor?")
    _at_top(chat, chat.own().last)
    expect(last).to_be_visible()
    studio.camera.take(chat.page, "borger-hvorfor", foot=COMPOSER)


def adviser(studio: Studio) -> None:
    """The table for those who advise citizens."""
    chat = studio.chat("/?for=raadgiver", viewport={"width": 1000, "height": 760})
    chat.say("frist for cv: dp og kth jobparat")
    _at_top(chat, chat.own().last)
    studio.camera.take(chat.page, "raadgiver-tabel", foot=COMPOSER)


def booking(studio: Studio) -> None:
    """A talk is booked in the chat, in plain words."""
    chat = studio.chat()
    for text in ("jeg vil gerne booke en samtale, helst onsdag formiddag", "kontanthjælp", "18. november"):
        chat.say(text)
    _at_top(chat, chat.own().last)
    studio.camera.take(chat.page, "borger-book-tider", foot=COMPOSER)
    for text in ("den første", "det ved jeg ikke endnu", "nej ingen", "ja"):
        chat.say(text)
    # Nothing is booked before there is a way to reach the citizen: an address, and the code that was sent to it.
    before = len(studio.post.arrived)
    chat.say(MAIL)
    chat.say(_code(_mail(studio, "Din kode", before)))
    expect(chat.answers().filter(has_text="Tiden er booket.")).to_be_visible(timeout=ANSWER_WITHIN_MS)
    _at_top(chat, chat.own().last)
    studio.camera.take(chat.page, "borger-book-kvittering", foot=COMPOSER)


def booking_page(studio: Studio) -> None:
    """The same on the page with the times."""
    chat = studio.chat()
    for text in ("jeg får kontanthjælp og henvendte mig den 18. november", "hvornår skal jeg til min første samtale?"):
        chat.say(text)
    page = chat.page
    page.goto(f"{studio.stack.url}/booking")
    page.get_by_role("button", name="Find en tid").first.click()
    expect(page.locator(".suggestions .slot").first).to_be_visible()
    studio.camera.take(page, "booking-tider")


def reminders(studio: Studio) -> None:
    """A reminder is switched on, confirmed by a code, and arrives as a mail."""
    chat = studio.chat()
    chat.say("jeg får dagpenge og meldte mig ledig den 16. november")
    chat.say("mind mig om mit cv")
    chat.press("På e-mail")
    asked = chat.own().last
    before = len(studio.post.arrived)
    chat.say(MAIL)
    chat.say(_code(_mail(studio, "Din kode", before)))
    _at_top(chat, asked)
    studio.camera.take(chat.page, "borger-paamindelse", foot=COMPOSER)


def person(studio: Studio) -> None:
    """The citizen waits, and a person takes over."""
    studio.at_desk()
    chat = _asked(studio)
    chat.press("Tal med et menneske")
    chat.press("Ja, stil mig i kø")
    chat.field.fill("Jeg kan ikke få mit cv til at gå igennem")
    chat.field.press("Enter")
    expect(chat.page.get_by_role("region", name="Du venter på en sagsbehandler")).to_be_visible()
    _at_top(chat, chat.own().nth(-2))
    studio.camera.take(chat.page, "borger-venter", foot=COMPOSER)
    desk = studio.desk()
    desk.page.get_by_role("button", name="Tag samtalen").first.click()
    desk.say("Hej, jeg hedder Mette. Jeg kan se, at du er i gang med dit cv. Hvad sker der, når du trykker på gem?")
    said = chat.page.locator(".message-caseworker").last
    expect(said).to_contain_text("Hej, jeg hedder Mette.")
    chat.field.fill("Der står, at der mangler noget, men ikke hvad")
    chat.field.press("Enter")
    expect(chat.own().last).to_contain_text("Set")
    _at_top(chat, chat.own().nth(-2))
    studio.camera.take(chat.page, "borger-menneske", foot=COMPOSER)
    studio.camera.take_whole(desk.page, "sagsbehandler-samtale", 1250)
    desk.page.locator("#action-close summary").click()
    desk.button("Afslut").click()


def own_conversation(studio: Studio) -> None:
    """What a citizen can do with the conversation."""
    chat = _asked(studio)
    chat.page.get_by_role("button", name="Din samtale", exact=True).click()
    expect(chat.page.get_by_role("dialog", name="Din samtale")).to_be_visible()
    studio.camera.take(chat.page, "borger-din-samtale")


def widget(studio: Studio) -> None:
    """The chat on a municipality's own page."""
    widget = studio.on_their_site()
    widget.page.evaluate(_QUIET_HOST)
    widget.open()
    widget.say("hvornår skal mit cv være på jobnet?")
    widget.press("Dagpenge")
    widget.say("jeg meldte mig ledig den 9. november")
    widget.own().last.evaluate("node => node.scrollIntoView({block: 'start'})")
    studio.camera.take(widget.page, "hjemmeside-chat")


def front(studio: Studio) -> None:
    """The page as it meets somebody who comes for the first time, and on a telephone."""
    studio.camera.take(studio.chat().page, "borger-forside", foot=COMPOSER)
    phone = studio.chat(viewport={"width": 390, "height": 780})
    phone.say("hvor mange samtaler skal jeg til?")
    phone.press("Dagpenge")
    _at_top(phone, phone.own().last)
    studio.camera.take(phone.page, "borger-telefon")


def _asked(studio: Studio) -> ChatPage:
    chat = studio.chat()
    chat.say("hvornår skal mit cv være på jobnet?")
    chat.press("Dagpenge")
    chat.say("jeg meldte mig ledig den 9. november")
    return chat


def _at_top(chat: ChatPage, message: Locator) -> None:
    """Scroll so that this message is the first on the window."""
    message.evaluate("node => node.scrollIntoView({block: 'start'})")
    chat.page.evaluate("window.scrollBy(0, -24)")


def _mail(studio: Studio, subject: str, after: int) -> EmailMessage:
    end = time.monotonic() + _MAIL_WITHIN_SECONDS
    while time.monotonic() < end:
        for one in studio.post.arrived[after:]:
            if one.mail["Subject"] == subject:
                return one.mail
        time.sleep(0.1)
    raise AssertionError(f"no mail {subject!r} came")


def _code(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"\b\d{6}\b", str(body.get_content()))
    assert found is not None
    return found.group()

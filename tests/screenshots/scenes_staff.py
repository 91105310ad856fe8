"""Caseworkers, support and administrators at work, with made-up citizens."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import expect
from sqlalchemy import func, select, update

from casework.booking.models import RoomRow
from casework.conversations.models import ConversationRow, MessageRow
from casework.db import session_scope
from casework.handoff.canned import save_reply
from casework.handoff.setup_records import CannedWish
from tests.casework.review_factories import message_ids
from tests.screenshots.studio import DAY, Studio
from tests.support.calendar_staff import full_week, open_talk
from tests.support.citizen import Citizen
from tests.support.made_up_figures import make_figures, store

#: After the two weeks that have times already.
MONDAY = date(2026, 12, 7)
#: What each waiting citizen says before asking for a person: the nearest deadline comes first.
WAITING = (
    ("jeg får dagpenge og meldte mig ledig den 9. november", "hvornår skal mit cv være klar?", "jeg kan ikke logge på"),
    (
        "jeg er på kontanthjælp og jobparat, tilmeldt 16. november",
        "hvor tit skal jeg skrive joblog?",
        "hvad skal jeg skrive?",
    ),
    ("jeg får sygedagpenge", "skal jeg til samtale, når jeg er syg?", "jeg er blevet indkaldt i morgen"),
)
UNHAPPY = (
    "hvornår skal mit cv være klar?",
    "dagpenge",
    "min hund skal passes, når jeg rejser",
    "det var slet ikke mit spørgsmål",
)


def queue(studio: Studio) -> None:
    """The queue with three who wait."""
    studio.at_desk()
    for told, asked, wished in WAITING:
        citizen = Citizen(studio.stack.url)
        for text in (told, asked, "jeg vil tale med et menneske"):
            citizen.say(text)
        citizen.press("Ja, stil mig i kø")
        citizen.say(wished)
    save_reply(None, CannedWish(shortcut="hej", title="Hilsen", text="Hej, jeg hedder {navn}."))
    desk = studio.desk()
    expect(desk.page.locator(".queue-entry")).to_have_count(len(WAITING))
    studio.camera.take(desk.page, "sagsbehandler-koe")


def calendar(studio: Studio) -> None:
    """A week of talks, and opening many times at once."""
    full_week(studio.people["caseworker"], MONDAY, talk=open_talk())
    with session_scope() as session:
        session.execute(update(RoomRow).values(name="Lokale 2"))
    window = studio.console(f"/sagsbehandler/kalender?dag={MONDAY}")
    studio.camera.take_whole(window.page, "sagsbehandler-kalender", 1150)
    window.page.goto("/sagsbehandler/kalender/tider")
    studio.camera.take_whole(window.page, "sagsbehandler-aabn-tider", 1050)


def review(studio: Studio) -> None:
    """The list of conversations to look through, and one of them."""
    citizen = Citizen(studio.stack.url)
    for text in UNHAPPY:
        citizen.say(text)
    _let_time_pass(citizen.id)
    mistaken = message_ids(citizen.id)[-2]
    window = studio.console("/gennemsyn", "support")
    studio.camera.take(window.page, "gennemsyn-liste")
    window.page.goto(f"/gennemsyn/{citizen.id}")
    form = window.page.locator(f"#m{mistaken} .mark-form")
    form.locator("summary").click()
    form.get_by_label("Misforstået").check()
    studio.camera.take_whole(window.page, "gennemsyn-samtale", 1000, start=f"#m{mistaken}")


def overview(studio: Studio) -> None:
    """Figures of four weeks."""
    store(make_figures(700, last=DAY))
    window = studio.console("/overblik")
    studio.camera.take_whole(window.page, "overblik-tal", 1200)


def settings(studio: Studio) -> None:
    """What administrators set, and how long things are kept."""
    window = studio.console("/sagsbehandler/indstillinger", "administrator")
    studio.camera.take_whole(window.page, "administrator-indstillinger", 1100)
    for name, path in (("administrator-lukkedage", "lukkedage"), ("administrator-opbevaring", "opbevaring")):
        window.page.goto(f"/sagsbehandler/indstillinger/{path}")
        studio.camera.take(window.page, name)
    window.page.goto("/sagsbehandler/indstillinger/kommunen")
    studio.camera.take_whole(window.page, "administrator-kommunen", 1200)
    window.page.goto("/sagsbehandler/indstillinger/tekster/web.chat.greeting")
    studio.camera.take_whole(window.page, "administrator-tekst", 1250)
    login = studio.plain("/sagsbehandler/login")
    studio.camera.take(login.page, "medarbejder-login")


def data_desk(studio: Studio) -> None:
    """A citizen has asked what is held: it is looked up with a reason, and shown table by table."""
    citizen = Citizen(studio.stack.url)
    for text in ("jeg får dagpenge og meldte mig ledig den 9. november", "hvornår skal mit cv være klar?"):
        citizen.say(text)
    window = studio.console("/sagsbehandler/indsigt", "administrator")
    page = window.page
    page.get_by_label("Nummer, mail eller telefon").fill(citizen.id)
    page.get_by_label("Hvorfor slår du op?").fill("Henvendelse om indsigt, sag 26-4")
    page.keyboard.press("Enter")
    page.get_by_role("row").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Det, vi har gemt")
    studio.camera.take_whole(page, "administrator-indsigt", 1300)


def _let_time_pass(conversation_id: str) -> None:
    """Put the conversation an hour back, with a thumb down at its end: it is looked through only when it is over."""
    then = datetime.now(UTC) - timedelta(hours=1)
    with session_scope() as session:
        rows = update(ConversationRow).where(ConversationRow.id == conversation_id)
        session.execute(rows.values(created_at=then, updated_at=then))
        session.execute(update(MessageRow).where(MessageRow.conversation_id == conversation_id).values(created_at=then))
        answers = select(func.max(MessageRow.id)).where(MessageRow.conversation_id == conversation_id)
        session.execute(update(MessageRow).where(MessageRow.id == answers.scalar_subquery()).values(thumb=-1))

"""The staff calendar in a real browser: seen in every dress and on paper, heard by axe, used without a mouse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.calendar_window import CALENDAR, MONDAY, Open, World, picture
from tests.web.conftest import TODAY

pytestmark = pytest.mark.browser
DRESSES = {
    "lys": {"viewport": {"width": 1280, "height": 900}},
    "moerk": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "smal": {"viewport": {"width": 320, "height": 640}},
}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize(
    "seen",
    [
        ("uge", f"?dag={MONDAY}", "mette"),
        ("dag", f"/dag?dag={TODAY}", "mette"),
        ("tider", "/tider", "chef"),
        ("arbejdstid", "/arbejdstid", "mette"),
        ("fravaer", "/fravaer", "chef"),
        ("lokaler", "/lokaler", "chef"),
        ("abonnement", "/abonnement", "mette"),
        ("booking", "/booking/{coming}", "mette"),
        ("aflys", "/aflys?samtale={coming}", "mette"),
        ("aflys-alle", "/aflys", "chef"),
        ("flyt", "/booking/{coming}/flyt", "mette"),
    ],
)
def test_every_page_is_whole_in_every_dress(
    world: World, open_console: Open, tmp_path: Path, dress: str, seen: tuple[str, str, str]
):
    name, path, who = seen
    window = open_console(f"{CALENDAR}{path}".format(coming=world.coming), who, **DRESSES[dress])
    assert window.violations() == []
    assert window.sideways() <= 0
    picture(window, tmp_path, f"kalender-{name}-{dress}")
    assert window.complaints == []


def test_a_full_week_prints_on_one_page(open_console: Open, tmp_path: Path):
    window = open_console(f"{CALENDAR}?dag={MONDAY}")
    paper = window.page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    window.page.emulate_media(media="print")
    expect(window.page.get_by_text("Mette Hansen").last).to_be_visible()
    expect(window.page.get_by_role("button", name="Luk").first).to_be_hidden()
    # As wide as a sheet of A4 on its long side.
    window.page.set_viewport_size({"width": 1062, "height": 733})
    picture(window, tmp_path, "kalender-uge-papir")


def test_times_are_looked_at_opened_closed_and_opened_again_without_a_mouse(open_console: Open, tmp_path: Path):
    page = (window := open_console(f"{CALENDAR}/tider")).page
    page.get_by_label("Fra og med").fill("2026-12-21")
    page.get_by_label("Til og med").fill("2026-12-25")
    page.get_by_label("Lokale", exact=True).focus()
    page.get_by_role("button", name="Se tiderne").press("Enter")
    expect(page.get_by_text("21 tider bliver åbnet.")).to_be_visible()
    expect(page.get_by_role("row", name="Helligdag: juleaftensdag")).to_be_visible()
    assert window.violations() == []
    picture(window, tmp_path, "kalender-forhaandsvisning")
    page.get_by_role("button", name="Åbn 21 tider").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Tiderne er åbnet.")).to_be_visible()
    page.get_by_role("button", name="Luk tiden kl. 09.00-09.45, mandag 21. december").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Tiden er lukket.")).to_be_visible()
    page.get_by_role("button", name="Åbn tiden kl. 09.00-09.45, mandag 21. december").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Tiden er åben.")).to_be_visible()
    page.get_by_role("link", name="Forrige uge").press("Enter")
    expect(page.get_by_role("heading", name="Uge 51")).to_be_visible()
    assert window.complaints == []


def test_a_talk_is_marked_with_one_click_and_the_agreement_is_sent(open_console: Open, tmp_path: Path):
    window = open_console(f"{CALENDAR}/dag?dag={TODAY}")
    page = window.page
    page.get_by_role("button", name="Kom ikke").press("Enter")
    expect(page.get_by_text("Spørg, hvad grunden var")).to_be_visible()
    assert window.violations() == []
    picture(window, tmp_path, "kalender-kom-ikke")
    page.get_by_role("button", name="Fortryd").press("Enter")
    page.get_by_role("button", name="Holdt").press("Enter")
    page.get_by_label("Aftalen", exact=True).fill("Du sender dit cv til mig på mandag.")
    page.get_by_label("Næste samtale").select_option(label="cv-samtale")
    page.get_by_label("Senest den").fill("2027-01-15")
    page.get_by_role("button", name="Send aftalen til borgeren").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Aftalen er sendt til borgeren.")).to_be_visible()
    assert window.violations() == []
    picture(window, tmp_path, "kalender-aftale")
    page.get_by_role("link", name="Giv et tilbud om at booke med frist og emner").press("Enter")
    page.get_by_label("Book senest", exact=True).fill("2026-12-04")
    page.get_by_role("button", name="Giv tilbuddet").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Tilbuddet er givet.")).to_be_visible()
    assert window.violations() == []
    assert window.sideways() <= 0
    picture(window, tmp_path, "kalender-tilbud")
    page.get_by_role("button", name="Træk tilbage").press("Enter")
    expect(page.get_by_role("status").filter(has_text="trukket tilbage")).to_be_visible()
    assert window.complaints == []

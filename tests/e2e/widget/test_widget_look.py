"""The widget on a page that means harm, and for different eyes: it looks and reads the same everywhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.widget_page import WidgetPage

pytestmark = [pytest.mark.browser, pytest.mark.stack]

DESK = {"width": 1200, "height": 800}
SMALL_PHONE = {"width": 320, "height": 640}
SMALLEST_TARGET_PX = 24
ROOTS = ("62.5%25", "16px", "24px")
# What a page's style sheet could have changed in a text of ours, and what it is.
UNTOUCHED = {
    "fontSize": "16px",
    "letterSpacing": "normal",
    "wordSpacing": "0px",
    "textTransform": "none",
    "textIndent": "0px",
    "fontStyle": "normal",
    "lineHeight": "24px",
    "textAlign": "start",
    "color": "rgb(26, 26, 26)",
}


def ask_for_cv_deadline(page: WidgetPage) -> None:
    page.open()
    page.say("hvornår skal mit cv være på jobnet?")
    page.press("Dagpenge")
    page.say("2/11")


def style_of(page: WidgetPage, selector: str) -> dict[str, str]:
    script = "(node, names) => Object.fromEntries(names.map((name) => [name, getComputedStyle(node)[name]]))"
    return dict(page.page.locator(selector).first.evaluate(script, list(UNTOUCHED)))


@pytest.mark.parametrize("root", ROOTS)
def test_a_hostile_page_changes_no_letter_of_ours(open_host, screenshots, root):
    page = open_host(f"/hostile/{root}/", viewport=DESK)
    page.open()
    assert style_of(page, ".message-body p") == UNTOUCHED
    assert page.page.locator(".rp-panel").bounding_box()["width"] == 440
    page.page.screenshot(path=screenshots / f"widget-fjendtlig-{root.partition('%')[0]}.png")


def test_a_hostile_page_neither_hides_the_button_nor_lies_over_it(open_host):
    page = open_host("/hostile/16px/", viewport=DESK)
    box = page.launcher.bounding_box()
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    over = page.page.evaluate("([x, y]) => document.elementFromPoint(x, y).localName", middle)
    assert over == "ret-pligt"
    assert DESK["width"] - 40 < box["x"] + box["width"] <= DESK["width"]


def test_the_text_follows_the_readers_own_size(open_host):
    page = open_host(viewport=DESK)
    page.page.context.new_cdp_session(page.page).send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    page.open()
    assert page.size(".message-body p") == 32
    assert page.page.locator(".rp-panel").evaluate("node => node.scrollWidth - node.clientWidth") <= 0


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("lys", {"viewport": DESK}),
        ("telefon", {"viewport": SMALL_PHONE}),
        ("moerk", {"viewport": DESK, "color_scheme": "dark"}),
        ("kontrast", {"viewport": DESK, "forced_colors": "active"}),
        ("roligt", {"viewport": DESK, "reduced_motion": "reduce"}),
    ],
)
def test_the_widget_is_accessible_in_every_dress_and_state(open_host, screenshots, name, options):
    page = open_host(**options)
    assert page.violations() == []
    page.page.screenshot(path=screenshots / f"widget-{name}-lukket.png")
    page.launcher.click()
    expect(page.begin).to_be_visible()
    assert page.violations() == []
    page.page.screenshot(path=screenshots / f"widget-{name}-start.png")
    page.begin.click()
    page.say("hvornår skal mit cv være på jobnet?")
    page.press("Dagpenge")
    page.say("2/11")
    page.cards("cv.registrering").locator("summary").first.click()
    assert page.violations() == []
    assert page.sideways() <= 0
    page.page.screenshot(path=screenshots / f"widget-{name}-svar.png")
    page.page.get_by_role("button", name="Din samtale").click()
    assert page.violations() == []
    page.page.screenshot(path=screenshots / f"widget-{name}-din-samtale.png")


def test_everything_in_the_widget_can_be_hit_and_nothing_is_wider_than_a_small_phone(open_host):
    page = open_host(viewport=SMALL_PHONE)
    ask_for_cv_deadline(page)
    targets = page.page.locator("ret-pligt").locator("button:visible, summary:visible, textarea:visible").all()
    assert len(targets) > 6
    for target in targets:
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= SMALLEST_TARGET_PX, target.inner_text()
    # Nothing that is only for a screen reader may push the panel's head out of sight.
    assert page.page.locator(".rp-head").bounding_box()["y"] == 0
    for box in ("#widget-scroll", ".rp-panel", ".rp-body"):
        assert page.page.locator(box).evaluate("node => node.scrollWidth - node.clientWidth") <= 0, box


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_colour_that_cannot_be_read_is_made_readable_and_the_owner_is_told(open_host, scheme):
    page = open_host("/plain/16px/", 'data-accent="#ffe600"', viewport=DESK, color_scheme=scheme)
    page.open()
    assert page.violations() == []
    told = [text for text in page.complaints if "#ffe600" in text]
    # Yellow is fine on a dark surface, and unreadable on a light one.
    assert len(told) == 1
    assert "light" in told[0]


def test_the_owner_chooses_side_words_and_theme(open_host):
    chosen = 'data-side="left" data-label="Spørg jobcentret" data-theme="dark" data-font="system" data-accent="#0a5"'
    page = open_host("/plain/16px/", chosen, viewport=DESK)
    assert page.launcher.inner_text() == "Spørg jobcentret"
    assert page.launcher.bounding_box()["x"] < 40
    page.open()
    assert (
        page.page.locator(".rp-panel").evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(22, 25, 29)"
    )
    assert page.violations() == []
    assert page.page.evaluate("document.fonts.size") == 0


def test_a_page_is_printed_without_the_widget(open_host):
    page = open_host(viewport=DESK)
    page.open()
    page.page.emulate_media(media="print")
    expect(page.panel).to_be_hidden()


@pytest.mark.parametrize("late", [True, False])
def test_letters_that_come_late_move_no_button_under_a_finger(open_host, late):
    page, held = open_host(viewport=DESK), []
    if late:
        page.page.route("**/*.woff2", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks the function, and a list's own takes no mark
    page.launcher.click()
    expect(page.begin).to_be_visible()
    before = page.begin.bounding_box()
    for route in held:
        route.continue_()
    page.page.wait_for_timeout(500)
    assert page.begin.bounding_box() == before
    assert len(held) == (3 if late else 0)

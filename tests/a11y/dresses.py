"""How a page is put on and what it is asked for each time. Each check returns what is wrong, as short lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypedDict

from playwright.sync_api import Page, ViewportSize

from tests.support.axe import violations

Check = Callable[[Page], list[str]]
DESK: Final[ViewportSize] = {"width": 1280, "height": 900}
PHONE: Final[ViewportSize] = {"width": 320, "height": 640}
SMALLEST_TARGET_PX: Final = 24
#: So many presses of Tab show the order of a page; the longest lists go on in the same way.
MOST_TABS: Final = 40

# The distances of WCAG 1.4.12, as a reader's own style sheet would set them.
_AIRY = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('* { letter-spacing: 0.12em !important; ' +
  'word-spacing: 0.16em !important; line-height: 1.5 !important; } p { margin-bottom: 2em !important; }');
  document.adoptedStyleSheets = [sheet]; }"""
# The design system's root is 62.5 % of the browser's text size; 125 % is twice that.
_DOUBLE = "() => { document.documentElement.style.fontSize = '125%'; }"
_CUT_OFF = """() => [...document.querySelectorAll('main *')].filter((node) => {
  const style = getComputedStyle(node);
  return ['hidden', 'clip'].includes(style.overflowY) && !node.matches('.visually-hidden, .visually-hidden *, svg *') &&
    node.clientHeight > 0 && node.scrollHeight > node.clientHeight + 2 && node.textContent.trim() !== '';
}).map((node) => `cut off: ${node.localName}.${node.className}`)"""
# Links inside a sentence may be smaller (2.5.8), and so may what the browser draws itself.
_SMALL = """(least) => [...document.querySelectorAll('button, summary, select, textarea, input, a.button, nav a')]
  .filter((node) => node.checkVisibility({visibilityProperty: true, opacityProperty: true}) &&
    !node.closest('.visually-hidden') && !node.matches('input[type=hidden], .skipnav'))
  .map((node) => [node, (node.matches('input[type=radio], input[type=checkbox]') && node.labels?.[0] || node)
    .getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && Math.min(box.width, box.height) < least)
  .map(([node, box]) => `small: ${node.localName} ${node.textContent.trim().slice(0, 30)} ` +
    `${Math.round(box.width)}x${Math.round(box.height)}`)"""
_MOVING = "() => document.getAnimations().filter((one) => one.playState === 'running').map((one) => 'moves: ' + one.id)"
# A box for a date marks its own parts, which no script can see.
_FOCUS = """() => { const node = document.activeElement; if (!node || node === document.body) return null;
  const box = node.getBoundingClientRect(); const style = getComputedStyle(node);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const over = document.elementFromPoint(x, y);
  const seen = box.width === 0 || (over && (node.contains(over) || over.contains(node) || over.closest('label')));
  const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || node.localName === 'summary' ||
    node.matches('input[type=radio], input[type=checkbox], input[type^=date], input[type=time], [role=log], main');
  const said = node.id || node.name || node.textContent.trim().slice(0, 30);
  return {name: `${node.localName} ${said}`, seen: Boolean(seen), marked, jumps: node.tabIndex > 0}; }"""


def sideways(page: Page) -> list[str]:
    """Whether one must scroll to the side to read."""
    wider = int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
    return [f"{wider} px wider than the window"] if wider > 0 else []


def small_targets(page: Page) -> list[str]:
    """What is too small for a finger, WCAG 2.5.8."""
    return list(page.evaluate(_SMALL, SMALLEST_TARGET_PX))


def cut_off(page: Page) -> list[str]:
    """Text that no longer fits into its box."""
    return list(page.evaluate(_CUT_OFF))


def moving(page: Page) -> list[str]:
    """What moves although the reader has asked for calm."""
    return list(page.evaluate(_MOVING))


def focus_way(page: Page) -> list[str]:
    """The way of the Tab key: everything that gets the focus can be seen, is marked, and comes in the page's order."""
    wrong: list[str] = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        at: dict[str, Any] | None = page.evaluate(_FOCUS)
        if at is None:
            break
        wrong += [f"{what}: {at['name']}" for what, bad in _faults(at) if bad]
    return wrong


def _faults(at: dict[str, Any]) -> list[tuple[str, bool]]:
    return [
        ("focus hidden", not at["seen"]),
        ("focus not marked", not at["marked"]),
        ("positive tabindex", at["jumps"]),
    ]


class Media(TypedDict, total=False):
    """What a reader may have asked the browser for, by playwright's names."""

    color_scheme: Literal["light", "dark"]
    forced_colors: Literal["active", "none"]
    reduced_motion: Literal["reduce", "no-preference"]


@dataclass(frozen=True)
class Dress:
    """A way to look at a page: media, window, what is changed on it, and what is asked."""

    name: str
    checks: tuple[Check, ...]
    window: ViewportSize = field(default_factory=lambda: DESK)
    media: Media = field(default_factory=Media)
    change: str = ""


#: In the order in which they are tried; the first two are the ones that find most.
DRESSES: Final = (
    Dress("320 px", (violations, sideways, small_targets), window=PHONE),
    Dress("mørk", (violations,), media={"color_scheme": "dark"}),
    Dress("lys", (violations, sideways)),
    Dress("høj kontrast", (violations,), media={"forced_colors": "active"}),
    Dress("rolig", (moving,), media={"reduced_motion": "reduce"}),
    Dress("tekst 200 %", (sideways,), window={"width": 640, "height": 900}, change=_DOUBLE),
    Dress("luft i teksten", (cut_off, sideways), change=_AIRY),
    # Calm, so that nothing is still on its way when it is looked at.
    Dress("tastatur", (focus_way,), media={"reduced_motion": "reduce"}),
)
_PLAIN: Final[Media] = {"color_scheme": "light", "forced_colors": "none", "reduced_motion": "no-preference"}


def look(page: Page, address: str, dress: Dress) -> list[str]:
    """Open an address in a dress; what is wrong with it."""
    media: Media = {**_PLAIN, **dress.media}
    page.emulate_media(**media)
    page.set_viewport_size(dress.window)
    page.goto(address)
    if dress.change:
        page.evaluate(dress.change)
    return [fault for check in dress.checks for fault in check(page)]

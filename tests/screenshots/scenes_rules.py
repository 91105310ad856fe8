"""The rule book, which needs no login and no script."""

from __future__ import annotations

from tests.screenshots.studio import Studio

PAGES = {
    "regelbog-forside": ("/regler", 900),
    "regelbog-regel": ("/regler/cv.registrering?maalgruppe=dagpenge", 1300),
    "regelbog-aendring": ("/regler/aendringer/2026-07-01", 900),
    "regelbog-sammenlign": ("/regler/sammenlign?fra=2026-06-30&til=2026-07-01&maalgruppe=dagpenge", 1500),
    "regelbog-forslag": ("/regler/cv.registrering?spor=forslag-2018&maalgruppe=sygedagpenge", 900),
}


def rule_book(studio: Studio) -> None:
    """A page of each kind."""
    for name, (path, height) in PAGES.items():
        page = studio.plain(path, viewport={"width": 1000, "height": 800}).page
        studio.camera.take_whole(page, name, height)

"""`python -m tests.screenshots [--only SCENE]`: play every scene and write its pictures into docs/billeder."""

# ruff: noqa: T201 (prints what it takes)
from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.screenshots import scenes_citizen, scenes_rules, scenes_staff
from tests.screenshots.studio import Studio, open_studio

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs/billeder"
#: In this order: the queue is looked at while nobody else waits.
SCENES: tuple[Callable[[Studio], None], ...] = (
    scenes_citizen.front,
    scenes_citizen.answer,
    scenes_citizen.booking,
    scenes_citizen.booking_page,
    scenes_citizen.reminders,
    scenes_citizen.own_conversation,
    scenes_citizen.adviser,
    scenes_citizen.person,
    scenes_citizen.widget,
    scenes_rules.rule_book,
    scenes_staff.queue,
    scenes_staff.calendar,
    scenes_staff.review,
    scenes_staff.overview,
    scenes_staff.settings,
    scenes_staff.data_desk,
)


def main() -> int:
    """Returns 0 when every scene was played to its end, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("--only", action="append", help="the name of a scene; may be repeated")
    chosen = parser.parse_args().only
    scenes = [scene for scene in SCENES if chosen is None or scene.__name__ in chosen]
    PICTURES.mkdir(parents=True, exist_ok=True)
    failed = []
    with tempfile.TemporaryDirectory() as folder, open_studio(Path(folder), PICTURES) as studio:
        for scene in scenes:
            began = time.monotonic()
            try:
                scene(studio)
            except Exception as error:  # the other scenes are still worth playing; the end says which failed
                failed.append(scene.__name__)
                print(f"  {scene.__name__}: {error}", file=sys.stderr)
            studio.close_windows()
            print(f"  {scene.__name__}: {time.monotonic() - began:.1f} s", flush=True)
        taken = studio.camera.taken
    for name, size in taken.items():
        print(f"{size / 1000:7.0f} kB  {name}.png")
    print(f"{len(taken)} billeder, {sum(taken.values()) / 1_000_000:.1f} MB. Gik galt: {', '.join(failed) or 'intet'}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())

"""Reads files for calendars with ical.js, another library than the one that writes them."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.support.stack import ROOT

_READER = ROOT / "tests/frontend/read_ics.mjs"
_ZONE_READER = ROOT / "tests/frontend/read_zone.mjs"


def read_calendar(file: Path) -> dict[str, Any]:
    """What the file says: method, status, uid, sequence, start and end in UTC, zone, and the whole text."""
    return dict(json.loads(_run(_READER, file)))


def in_utc(file: Path, walls: Sequence[datetime]) -> list[datetime]:
    """What times on a wall clock are in UTC by the file's own time zone."""
    told = json.dumps([wall.isoformat(timespec="seconds") for wall in walls])
    return [datetime.fromtimestamp(seconds, UTC) for seconds in json.loads(_run(_ZONE_READER, file, told))]


def _run(reader: Path, file: Path, told: str = "") -> str:
    node = shutil.which("node")
    assert node, "Node is missing. Install it: apt install nodejs"
    done = subprocess.run([node, reader, file], input=told, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, f"{done.stderr}\nIs ical.js there? Run: make setup"
    return done.stdout

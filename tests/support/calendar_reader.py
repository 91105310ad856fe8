"""Reads files for calendars with ical.js, another library than the one that writes them."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.support.stack import ROOT

_READER = ROOT / "tests/frontend/read_ics.mjs"


def read_calendar(file: Path) -> dict[str, Any]:
    """What the file says: method, status, uid, sequence, start and end in UTC, zone, and the whole text."""
    node = shutil.which("node")
    assert node, "Node is missing. Install it: apt install nodejs"
    done = subprocess.run([node, _READER, file], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, f"{done.stderr}\nIs ical.js there? Run: make setup"
    return dict(json.loads(done.stdout))

"""What `make audit` says of what the tools found, and above all of what they could not find out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from terminal import ROOT

from tests.tools.test_setup_tools import make_script

CLEAN = {"name": "jinja2", "version": "3.1.6", "vulns": []}
WEAK = {"name": "aiohttp", "version": "3.9.5", "vulns": [{"id": "GHSA-x", "aliases": ["CVE-2024-42367"]}]}
UNKNOWN = {"name": "rasa", "skip_reason": "not found"}
FINE = {"metadata": {"vulnerabilities": {"total": 0}}}


def audit(folder: Path, packages: list[dict[str, object]] | None, page: object) -> tuple[int, str]:
    """What it returns and says when pip-audit and npm answer like this."""
    said = json.dumps({"dependencies": packages}) if packages is not None else "no connection"
    for name, answer in (("uv", said), ("npm", json.dumps(page))):
        make_script(folder / name, f"cat <<'END'\n{answer}\nEND")
    env = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    command = [sys.executable, str(ROOT / "tools/supply.py"), "audit"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("packages", "page", "code", "words"),
    [
        ([CLEAN], FINE, 0, "0 kendte svagheder"),
        ([CLEAN, WEAK], FINE, 1, "aiohttp 3.9.5: GHSA-x, CVE-2024-42367"),
        ([CLEAN, UNKNOWN], FINE, 2, "1 af 2 pakker kunne ikke hentes"),
        (None, FINE, 2, "server: kunne ikke hentes"),
        ([CLEAN], {"message": "405"}, 2, "side: kunne ikke hentes"),
        ([WEAK, UNKNOWN], {"message": "405"}, 1, "CVE-2024-42367"),
        ([CLEAN], {"metadata": {"vulnerabilities": {"total": 3}}}, 1, "3 kendte svagheder"),
    ],
)
def test_what_is_not_known_is_never_told_as_fine(tmp_path, packages, page, code, words):
    returned, said = audit(tmp_path, packages, page)
    assert returned == code, said
    assert words in said

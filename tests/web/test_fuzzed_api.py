"""The description of the API against the API: what it allows is answered as it says, what it does not allow is refused.

schemathesis makes the calls from the description itself: its examples, the edges of every field, and made-up values
with a fixed seed. RETPLIGT_FUZZ_EXAMPLES says how many made-up calls each address gets; `make test-security` takes
more.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.booker import Booker, booker
from tests.support.booking_world import DAYS, Calendar, at, close_calendars, set_clock
from tests.web.conftest import make_settings, open_conversation, running_client, running_rasa, running_web

EXAMPLES = os.environ.get("RETPLIGT_FUZZ_EXAMPLES", "4")
#: A rule of one topic is allowed more than a schema can say, e.g. that of text and payload exactly one is sent.
LEFT_OUT = "positive_data_acceptance"
SETTINGS = """
[parameters]
"path.conversation_id" = "{talk}"
"path.number" = "{number}"
"path.offer" = {offer}
"body.code" = "{code}"

[[operations]]
# Without ".ics" the same address is another one, which can be deleted.
include-path-regex = "ics$"
checks.unsupported_method.enabled = false
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("fuzzed")
    with running_rasa() as rasa, running_web(make_settings(folder, rasa)) as web, running_client(web) as found:
        set_clock(web)
        yield found
        close_calendars()


@pytest.fixture
def ida(client: httpx.Client) -> Booker:
    return booker(client, Calendar())


def fuzz(client: httpx.Client, folder: Path, known: dict[str, object], token: str, *more: str) -> str:
    """Everything the tool said; it is shown when a call was not answered as described."""
    file = folder / "schemathesis.toml"
    file.write_text(SETTINGS.format(**known), encoding="utf-8")
    command = [str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(file), "run"]
    command += [f"{str(client.base_url).rstrip('/')}/api/v1/openapi.json", "--header", f"Authorization: Bearer {token}"]
    command += ["--max-examples", EXAMPLES, "--seed", "1", "--generation-database", "none", "--no-color"]
    command += ["--exclude-checks", LEFT_OUT, "--phases", "examples,coverage,fuzzing", *more]
    env = {**os.environ, "NO_PROXY": "*"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_address_answers_as_it_is_described(client: httpx.Client, ida: Booker, tmp_path: Path):
    slots = [ida.calendar.slot(at(day, 9)) for day in DAYS]
    booked = ida.booked(slots[0])
    known = {"talk": ida.citizen.id, "number": booked["booking"]["number"], "offer": ida.offer, "code": booked["code"]}
    # Tried apart: whatever came after it would meet a conversation that is gone.
    said = fuzz(client, tmp_path, known, ida.citizen.token, "--exclude-operation-id-regex", "^delete_conversation")
    assert "Tested: " in said


def test_deleting_a_conversation_answers_as_it_is_described(client: httpx.Client, tmp_path: Path):
    gone = open_conversation(client)
    known = {"talk": gone.id, "number": "x", "offer": 1, "code": "x"}
    assert "Tested: 1" in fuzz(client, tmp_path, known, gone.token, "--include-operation-id-regex", "^delete_conv")


def test_every_address_says_how_it_refuses(client: httpx.Client):
    described = client.get("/api/v1/openapi.json").json()
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            assert "authorization" not in json.dumps(operation.get("parameters", [])).lower(), (method, path)
            answers = set(operation["responses"])
            if "{conversation_id}" in path:
                assert {"401", "422", "503"} <= answers, (method, path)
                assert operation["security"]
            if "requestBody" in operation:
                assert {"400", "413", "422"} <= answers, (method, path)

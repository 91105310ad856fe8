"""Whatever is sent, to whichever address: a refusal that can be read, never an error of the machine.

All addresses are found in the application, also one that is added tomorrow. What the forms are called is read from the
templates. The values are the edges that programs fall over: NUL, halves of characters, the first and the last day
there is, numbers with five thousand digits.
"""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.console import Console
from tests.web.conftest import (
    Citizen,
    RunningWeb,
    make_settings,
    open_conversation,
    running_client,
    running_rasa,
    running_web,
)
from tests.web.test_every_route import ROUTES
from tests.web.test_problems import ANY_JSON

WEB = Path(__file__).parents[2] / "web"
_IN_TEMPLATES = re.compile(r'name="([a-z_]+)"')
_IN_CODE = re.compile(r'_of\(\w+, "([a-z_]+)"|(?:form|fields|query)\.get\w*\("([a-z_]+)"|alias="([a-z_]+)"')


def _names(pattern: re.Pattern[str], kind: str) -> set[str]:
    texts = (file.read_text("utf-8") for file in WEB.rglob(f"*.{kind}"))
    return {name for text in texts for found in pattern.finditer(text) for name in found.groups() if name}


FIELDS = sorted((_names(_IN_TEMPLATES, "html") | _names(_IN_CODE, "py")) - {"csrf"})
EDGES = (
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "\u202e",
    "æøå😀",
    "x" * 3_000,
    "0",
    "-1",
    "1.5",
    "1e309",
    "NaN",
    "²",
    "9" * 30,
    "9" * 5_000,
    str(2**31),
    str(2**63),
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "0000-00-00",
    "24:00",
    "99:99",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00",
    "../../etc/passwd",
    "%00",
    "{{7*7}}",
    "' OR 1=1 --",
    "<script>x</script>",
)
LIKELY = ("1", "2026-11-24", "10:00", "on", "jobsamtale", "telefon", "hej", "case", "cv", "true", "caseworker")
#: So many requests for each method of each address.
TRIES = 6
#: These end the login that the rest is tried with.
LEFT_OUT = {("POST", "/sagsbehandler/logud")}


class Everything:
    """A site, an administrator and a citizen; each is made anew when what was tried has ended it."""

    def __init__(self, web: RunningWeb, client: httpx.Client) -> None:
        self.url = f"http://127.0.0.1:{web.settings.port}"
        self.client = client
        self._boss: Console | None = None
        self._csrf = ""

    def boss(self) -> tuple[Console, str]:
        if self._boss is None or self._boss.get("/sagsbehandler/dine-logins").status_code != 200:
            self._boss = Console(self.url, "administrator")
            self._csrf = self._boss.csrf
        return self._boss, self._csrf


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    folder = tmp_path_factory.mktemp("never")
    with running_rasa() as rasa, running_web(make_settings(folder, rasa)) as web, running_client(web) as client:
        yield Everything(web, client)


def encoded(text: str) -> bytes:
    """As a browser would never send it, but a program can: halves of characters too."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="").encode()


def made_up(chance: random.Random) -> str:
    return chance.choice(EDGES if chance.random() < 0.5 else LIKELY)


def form(chance: random.Random, csrf: str) -> bytes:
    """All fields of all our forms, each with something; now and then one is missing or there twice."""
    sent = [(name, made_up(chance)) for name in FIELDS if chance.random() < 0.9]
    sent += [(chance.choice(FIELDS), made_up(chance))]
    return b"&".join(encoded(name) + b"=" + encoded(value) for name, value in [("csrf", csrf), *sent])


def address(chance: random.Random, path: str, talk: str) -> str:
    """The path with a real conversation or something else in its places, and a query."""

    def place(found: re.Match[str]) -> str:
        if "conversation" in found.group(0) and chance.random() < 0.7:
            return talk
        return encoded(made_up(chance)).decode() or "1"

    query = b"&".join(encoded(name) + b"=" + encoded(made_up(chance)) for name in chance.sample(FIELDS, 12))
    return re.sub(r"\{\w+\}", place, path) + "?" + query.decode()[:6_000]


def test_the_fields_were_found():
    assert len(FIELDS) > 60


@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if route not in LEFT_OUT])
def test_no_form_and_no_address_makes_the_server_fail(everything: Everything, method: str, path: str):
    chance = random.Random(f"{method} {path}")
    citizen = open_conversation(everything.client)
    for _ in range(TRIES):
        boss, csrf = everything.boss()
        headers = citizen.auth | {"Content-Type": "application/x-www-form-urlencoded"}
        url, sent = address(chance, path, citizen.id), form(chance, csrf) if method != "GET" else None
        answer = boss.client.request(method, url, content=sent, headers=headers)
        # 503 with a problem document is an honest "not now"; everything else from 500 is a mistake of ours.
        assert answer.status_code < 500, (url, sent, answer.text[:500])


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize(
    "raw",
    [
        nested(50_000),
        b'{"facts": ' + b'{"a":' * 40_000 + b"1" + b"}" * 40_000 + b"}",
        b'{"facts": {"ledighed_uger": ' + b"9" * 200_000 + b"}}",
        b'{"facts": {"ledighed_uger": 1e999}}',
        b'{"facts": {"ydelse": "\\ud800"}}',
        b'{"facts": {"ydelse": "\\u0000"}}',
        b'{"facts": {}, "as_of": "9999-12-31"}',
        b'{"facts": {"foedselsdato": "0001-01-01", "ydelse": "dagpenge"}, "as_of": "2026-11-20"}',
        b'{"facts": {"tilmeldt_dato": "9999-12-31", "ydelse": "dagpenge"}, "as_of": "2026-11-20"}',
        b'{"facts": {"ledighed_uger": 1000000000000000000000000}, "as_of": "2026-11-20"}',
    ],
)
@pytest.mark.parametrize(
    "path", ["/api/v1/rules/evaluate", "/api/v1/conversations/{talk}/messages", "/api/v1/booking/lookup"]
)
def test_no_json_is_too_deep_or_too_large_to_be_refused(everything: Everything, path: str, raw: bytes):
    citizen = open_conversation(everything.client)
    headers = citizen.auth | {"Content-Type": "application/json"}
    answer = everything.client.post(path.replace("{talk}", citizen.id), content=raw, headers=headers)
    assert answer.status_code in {200, 400, 404, 413, 422}, answer.text[:500]


DAYS = st.dates().map(str) | st.sampled_from(["0001-01-01", "0001-01-02", "9999-12-30", "9999-12-31"])
WEEKS = st.integers() | st.sampled_from([0, 1, -1, 2**31, 2**63, 10**400])
A_FEW = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@A_FEW
@given(
    as_of=DAYS,
    facts=st.fixed_dictionaries(
        {"ydelse": st.sampled_from(["dagpenge", "sygedagpenge", "kontanthjaelp", "ledighedsydelse"])},
        optional={
            **dict.fromkeys(("foedselsdato", "tilmeldt_dato", "syg_fra", "ydelse_fra", "seneste_joblog"), DAYS),
            **dict.fromkeys(("ledighed_uger", "samtaler_holdt", "hjemmeboende_boern"), WEEKS),
        },
    ),
)
def test_no_day_and_no_number_makes_the_rules_fail(everything: Everything, as_of: str, facts: dict[str, Any]):
    body = json.dumps({"facts": facts, "as_of": as_of})
    for path in ("/api/v1/rules/evaluate", "/api/v1/rules/compare"):
        sent = (
            body
            if "evaluate" in path
            else json.dumps({"facts": facts, "from": {"as_of": as_of}, "to": {"as_of": "2026-11-20"}})
        )
        answer = everything.client.post(path, content=sent, headers={"Content-Type": "application/json"})
        assert answer.status_code in {200, 422}, answer.text[:300]


@A_FEW
@given(day=ANY_JSON | st.integers(-1, 8), part=ANY_JSON, after=st.text(max_size=70), slot=ANY_JSON)
def test_no_wish_for_a_time_makes_booking_fail(everything: Everything, day: Any, part: Any, after: str, slot: Any):
    citizen = _talk(everything)
    headers = citizen.auth | {"Content-Type": "application/json"}
    place = f"/api/v1/conversations/{citizen.id}/booking"
    for path, body in (
        (f"{place}/receipts", {"why": "failure", "day": day, "part": part}),
        (f"{place}/holds", {"offer": slot, "slot": slot, "form": "telefon", "client_id": "x"}),
        ("/api/v1/booking/times", {"number": "x", "code": "y", "day": day, "after": after}),
    ):
        answer = everything.client.post(path, content=json.dumps(body), headers=headers)
        assert answer.status_code in {201, 404, 409, 422, 429}, answer.text[:300]


def _talk(everything: Everything) -> Citizen:
    """One conversation for all that is tried; made at the first call."""
    kept: Citizen | None = getattr(everything, "talk", None)
    if kept is None:
        everything.talk = kept = open_conversation(everything.client)  # type: ignore[attr-defined] # for this test alone
    return kept

"""Every route there is, also one that is added tomorrow: who gets in, and that nothing happens without the key."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import httpx
import pytest
from fastapi.routing import APIRoute

import web.routes
from casework.identity.roles import may
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
from web.console.pages import LOGIN, ROOTS

Route = tuple[str, str]
#: Whose right each address of staff needs, the longest beginning first; None = everybody who is logged in.
RIGHTS = (
    ("/sagsbehandler/indstillinger", "administer"),
    ("/sagsbehandler/indsigt", "administer"),
    ("/sagsbehandler/dine-logins", None),
    ("/sagsbehandler/logud", None),
    ("/sagsbehandler/lyd", None),
    ("/sagsbehandler/puls", None),
    ("/sagsbehandler/soeg", "search"),
    ("/sagsbehandler/kalender/lokaler", "administer"),
    ("/sagsbehandler/samtale/{conversation_id}/aabn", "search"),
    # Only the owner's reading counts, so there is nothing to refuse.
    ("/sagsbehandler/samtale/{conversation_id}/laest", None),
    ("/sagsbehandler", "answer"),
    ("/gennemsyn", "review"),
    ("/overblik", "figures"),
)
_READ = re.compile(
    r"/sagsbehandler/samtale/\{conversation_id\}(/noter|/beskeder|/faerdige-svar)?|/sagsbehandler/kalender(/dag)?"
)


def _all_routes() -> Iterator[Route]:
    for module in pkgutil.iter_modules(web.routes.__path__):
        for route in importlib.import_module(f"web.routes.{module.name}").router.routes:
            assert isinstance(route, APIRoute)
            yield from ((method, route.path) for method in sorted(route.methods - {"HEAD"}))


ROUTES = list(_all_routes())
STAFF = [(method, path) for method, path in ROUTES if path.startswith(ROOTS) and not path.startswith(LOGIN)]
CITIZEN = [(method, path) for method, path in ROUTES if "{conversation_id}" in path and path.startswith("/api/")]


def right_of(method: str, path: str) -> str | None:
    if method == "GET" and _READ.fullmatch(path):
        return "search"
    return next(right for start, right in RIGHTS if path.startswith(start))


def filled(path: str, conversation_id: str = "0" * 32) -> str:
    """The address with a conversation that does not exist (or this one) and the number 1 in all other places."""
    return re.sub(r"\{\w+\}", "1", path.replace("{conversation_id}", conversation_id))


@pytest.fixture(scope="module")
def shared_web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningWeb]:
    with running_rasa() as rasa, running_web(make_settings(tmp_path_factory.mktemp("web"), rasa)) as running:
        yield running


@pytest.fixture(scope="module")
def people(shared_web: RunningWeb) -> dict[str, Console]:
    url = f"http://127.0.0.1:{shared_web.settings.port}"
    return {role: Console(url, role) for role in ("caseworker", "support", "administrator")}


@pytest.fixture(scope="module")
def stranger(shared_web: RunningWeb) -> Iterator[httpx.Client]:
    with running_client(shared_web) as client:
        yield client


@pytest.fixture(scope="module")
def citizens(stranger: httpx.Client) -> tuple[Citizen, Citizen]:
    return open_conversation(stranger), open_conversation(stranger)


def test_the_routes_were_found():
    assert len(STAFF) > 50
    assert len(CITIZEN) > 10


@pytest.mark.parametrize(("method", "path"), STAFF)
def test_nobody_gets_in_without_a_login(stranger: httpx.Client, method: str, path: str):
    answer = stranger.request(method, filled(path))
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:retpligt:problem:staff_login")


@pytest.mark.parametrize(("method", "path"), [route for route in STAFF if route[0] != "GET"])
def test_no_form_does_anything_without_the_token_of_its_own_login(people: dict[str, Console], method: str, path: str):
    boss, other = people["administrator"], people["caseworker"]
    for token in ("", "x", "æ", other.csrf):
        for sent in ({"data": {"csrf": token}}, {"headers": {"x-csrf-token": token.encode()}}):
            assert boss.client.request(method, filled(path), **sent).status_code == 403, sent


@pytest.mark.parametrize(("method", "path"), STAFF)
def test_whoever_has_not_the_right_is_refused_before_anything_is_looked_up(
    people: dict[str, Console], method: str, path: str
):
    right = right_of(method, path)
    for role, person in people.items():
        if right is not None and not may(role, right):
            answer = person.client.request(method, filled(path), data={"csrf": person.csrf})
            assert (role, answer.status_code) == (role, 403)


@pytest.mark.parametrize(("method", "path"), CITIZEN)
def test_a_conversation_is_opened_by_its_own_token_alone(
    stranger: httpx.Client, citizens: tuple[Citizen, Citizen], people: dict[str, Console], method: str, path: str
):
    mine, others = citizens
    keys = ({}, others.auth, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {mine.token}"})
    for auth in keys:
        answer = stranger.request(method, filled(path, mine.id), headers=auth, json=_body(method, path))
        assert answer.status_code == 401, (auth, answer.text)
    # A login of staff is no key to what belongs to the citizen.
    answer = people["administrator"].client.request(method, filled(path, mine.id), json=_body(method, path))
    assert answer.status_code == 401


def _body(method: str, path: str) -> dict[str, object] | None:
    """What the route takes, so that the key is all that is wrong."""
    if method != "POST":
        return None
    bodies: dict[str, dict[str, object] | None] = {
        "messages": {"client_id": "x", "text": "hej"},
        "handoff": {},
        "callback": {"phone": "20304050"},
        "rating": {"score": 3},
        "thumb": {"up": True},
        "read": {"seq": 1},
        "holds": {"offer": 1, "slot": 1, "form": "telefon", "client_id": "x"},
        "bookings": {"hold": 1},
        "receipts": {"why": "failure"},
        "code": {},
        "contact": {"address": "20304050"},
        "login": {},
        "ticket": {"secret": "k" * 40},
        "token": None,
        "{other}": {},
    }
    if path.endswith("/contact/code"):
        return {"code": "000000"}
    return bodies[path.rpartition("/")[2]]

"""Who logged in, who failed and who was refused stands in the log, by number; what was typed does not."""

from collections.abc import Iterator

import httpx
import pytest

from casework.identity.lockout import WRONG_IN_A_ROW
from tests.support.console import Console
from tests.support.staff import make_staff
from tests.web.conftest import RunningWeb, make_settings, running_client, running_rasa, running_web

WRONG = "hemmelig adgangskode 010170-1234"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningWeb]:
    with running_rasa() as rasa, running_web(make_settings(tmp_path_factory.mktemp("web"), rasa)) as running:
        yield running


@pytest.fixture
def client(web: RunningWeb) -> Iterator[httpx.Client]:
    with running_client(web) as found:
        yield found


def told(caplog: pytest.LogCaptureFixture) -> list[tuple[str, int | None]]:
    """What was logged and about which account."""
    return [(record.getMessage(), getattr(record, "staff_id", None)) for record in caplog.records]


def console(web: RunningWeb, role: str = "caseworker") -> Console:
    return Console(f"http://127.0.0.1:{web.settings.port}", role)


def test_logging_in_and_out_is_logged(web: RunningWeb, caplog: pytest.LogCaptureFixture):
    caplog.set_level("INFO")
    mette = console(web)
    mette.post("/sagsbehandler/logud")
    about = [what for what, who in told(caplog) if who == mette.member.id]
    assert about == ["logged in", "logged out"]


def test_wrong_tries_and_the_lock_are_logged_without_what_was_typed(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("INFO")
    member = make_staff("caseworker")
    for _ in range(WRONG_IN_A_ROW):
        client.post("/sagsbehandler/login", data={"username": member.username, "password": WRONG})
    client.post("/sagsbehandler/login", data={"username": WRONG, "password": "x"})
    about = [what for what, who in told(caplog) if who == member.id]
    assert about == ["login failed: wrong password or code"] * WRONG_IN_A_ROW + ["login locked after wrong tries"]
    assert ("login failed: no such account", None) in told(caplog)
    assert not any("hemmelig" in what or member.username in what for what, _ in told(caplog))


def test_whoever_is_refused_is_logged(web: RunningWeb, caplog: pytest.LogCaptureFixture):
    mette = console(web)
    assert mette.get("/sagsbehandler/indstillinger/konti").status_code == 403
    assert mette.client.post("/sagsbehandler/logud", data={"csrf": "x"}).status_code == 403
    assert ("refused: may not administer", mette.member.id) in told(caplog)
    assert ("refused: a form without the login's own token", mette.member.id) in told(caplog)


def test_what_pages_of_staff_have_kept_in_the_browser_goes_at_logout(web: RunningWeb):
    mette = console(web)
    answer = mette.post("/sagsbehandler/logud")
    assert answer.headers["clear-site-data"] == '"storage"'
    assert "retpligt_staff=" in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert mette.get("/sagsbehandler").status_code in {303, 401}

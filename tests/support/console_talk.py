"""What tests of the queue and of the conversation both do: caseworkers come in, citizens ask for one."""

from collections.abc import Callable

from tests.support.console import Console
from tests.web.conftest import Citizen, RunningWeb

Enter = Callable[..., Console]


def entering(web: RunningWeb) -> Enter:
    """Logs somebody in and lets them be present."""

    def _enter(name: str, role: str = "caseworker", **wish: object) -> Console:
        console = Console(f"http://127.0.0.1:{web.settings.port}", role, name=f"{name} Madsen", shown_name=name, **wish)
        if role != "support":
            console.post("/sagsbehandler/tilstede", presence="here")
        return console

    return _enter


def ask(citizen: Citizen, wish: str | None = None) -> None:
    """The citizen gets in the queue."""
    body = {"wish": wish} if wish else {}
    answer = citizen.client.post(f"/api/v1/conversations/{citizen.id}/handoff", json=body, headers=citizen.auth)
    assert answer.status_code == 200, answer.text


def path(citizen: Citizen, part: str = "") -> str:
    """The address of the conversation for staff."""
    return f"/sagsbehandler/samtale/{citizen.id}{part}"

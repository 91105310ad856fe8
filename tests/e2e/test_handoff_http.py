"""From the wish for a person to the queue or a call, over the whole line, with a colleague who is there or not."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from tests.support.citizen import Citizen, text_of
from tests.support.stack import Stack, running_stack

pytestmark = pytest.mark.stack

ALWAYS = "days: {monday: 0-24, tuesday: 0-24, wednesday: 0-24, thursday: 0-24, friday: 0-24}"
ADD = text(
    "INSERT INTO staff (id, username, name, shown_name, role, active, created_at, failed_logins, presence, seen_at,"
    " sound) VALUES (1, 'mette', 'Mette Madsen', 'Mette', 'caseworker', 1, :now, 0, :presence, :seen, 1)"
)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The product with an office that is open all day on the frozen Friday."""
    folder = tmp_path_factory.mktemp("handoff")
    hours = folder / "tider.yml"
    hours.write_text(ALWAYS, encoding="utf-8")
    with running_stack(folder, OPENING_HOURS=str(hours)) as running:
        yield running


@pytest.fixture(params=["here", "away"])
def presence(stack: Stack, request: pytest.FixtureRequest) -> str:
    """Mette is at her desk, or away from it."""
    engine = create_engine(f"sqlite:///{stack.database}")
    # Seen in an hour: the test must not run against the clock of the heartbeat.
    seen = (datetime.now(UTC) + timedelta(hours=1)).replace(tzinfo=None)
    values = {"now": seen.isoformat(" "), "seen": seen.isoformat(" "), "presence": request.param}
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM staff"))
        connection.execute(ADD, values)
    engine.dispose()
    return str(request.param)


def test_a_citizen_gets_into_the_queue_or_leaves_a_number(stack: Stack, presence: str):
    citizen = Citizen(stack.url)
    handoff = citizen.say("jeg vil tale med et menneske")[-1]["answer"]["handoff"]
    if presence == "here":
        assert (handoff["offer"], handoff["place"]) == ("open", 1)
        assert "Du står nu i kø" in text_of(citizen.press("Ja, stil mig i kø"))
        # From now on a person is waited for, and the assistant is silent.
        assert citizen.say("er der nogen?") == []
        return
    assert (handoff["offer"], handoff["form"]) == ("nobody", "callback")
    assert "Vi ringer senest" in text_of(citizen.say("ring på 20 30 40 50"))
    assert b"20 30 40 50" not in stack.stored_bytes()
    assert "En sagsbehandler ringer til dig" in text_of(citizen.say("ring mig op"))
    assert "Vi ringer ikke til dig" in text_of(citizen.say("I skal ikke ringe alligevel"))


@pytest.mark.parametrize("presence", ["here"], indirect=True)
def test_a_typed_yes_is_an_answer_to_the_offer(stack: Stack, presence: str):
    citizen = Citizen(stack.url)
    citizen.say("jeg vil tale med et menneske")
    assert "Du står nu i kø" in text_of(citizen.say("ja tak"))

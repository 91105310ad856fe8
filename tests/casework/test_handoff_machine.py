"""Random operations on the handoff, checked after each one, on every kind of database."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from casework.db import Database
from tests.casework.handoff_machine import HandoffMachine

RUNS = settings(
    max_examples=6,
    stateful_step_count=40,
    deadline=None,
    database=None,
    # Making a failing run shorter would take minutes; the steps are printed as they were.
    phases=(Phase.generate,),
    # The database is emptied once, not for every run: each run opens conversations of its own.
    suppress_health_check=list(HealthCheck),
)


def test_whatever_happens_in_whatever_order_the_state_of_a_talk_makes_sense(database: Database):
    run_state_machine_as_test(HandoffMachine, settings=RUNS)

"""Guessing number and code: a few times an hour for a number, many more for an address, on both databases."""

import threading
from datetime import timedelta

import pytest
from booking_factories import NOW
from sqlalchemy import select

from casework.booking import code_tries
from casework.booking.code_tries import PER_ADDRESS, PER_NUMBER, Guess
from casework.booking.errors import TooManyTriesError
from casework.booking.models import CodeTriesRow
from casework.db import Database, session_scope, use_database

SECRET = "a-secret-for-tests"
SECOND = timedelta(seconds=1)


def guess(number: str = "RP-4821-KM", address: str | None = None) -> Guess:
    return Guess(number=number, address=address, secret=SECRET)


def tried(made: Guess, times: int = 1, *, now=NOW) -> int:
    """So many tries that were all wrong; how many were let through."""
    through = 0
    for _ in range(times):
        try:
            code_tries.count(made, now=now)
            through += 1
        except TooManyTriesError:
            pass
    return through


def test_ten_wrong_tries_close_a_number_for_the_rest_of_the_hour(database: Database):
    assert tried(guess(), 9) == 9
    assert tried(guess(), now=NOW + timedelta(minutes=30)) == 1
    with pytest.raises(TooManyTriesError) as told:
        code_tries.count(guess(), now=NOW + PER_NUMBER.window - SECOND)
    assert told.value.until == NOW + PER_NUMBER.window
    assert tried(guess(), 11, now=NOW + PER_NUMBER.window) == 10


def test_one_number_is_counted_however_it_is_written_and_no_other_with_it(database: Database):
    assert [tried(guess(number), 5) for number in ("RP-4821-KM", "rp 4821 km", "RP4821KM")] == [5, 5, 0]
    assert tried(guess("RP-4821-KN")) == 1


def test_a_right_try_counts_from_the_beginning_again(database: Database):
    tried(guess(), 9)
    code_tries.count(guess(), now=NOW)
    code_tries.right(guess())
    assert tried(guess(), 11) == 10


def test_a_restart_gives_no_more_tries(database: Database):
    tried(guess(), 10)
    use_database(database.url)
    assert tried(guess()) == 0


def test_an_address_has_many_tries_over_all_numbers_and_a_right_one_costs_nothing(database: Database):
    library = "192.0.2.7"
    for number in range(PER_ADDRESS.tries - 1):
        code_tries.count(guess(f"RP-{number:04}-KM", library), now=NOW)
    code_tries.count(guess("RP-9000-KM", library), now=NOW)
    code_tries.right(guess("RP-9000-KM", library))
    assert [tried(guess(f"RP-900{number}-KM", library)) for number in (1, 2)] == [1, 0]
    assert tried(guess("RP-9002-KM", "192.0.2.8")) == 1
    assert tried(guess("RP-9003-KM", library), now=NOW + PER_ADDRESS.window) == 1


def test_a_closed_number_costs_the_address_nothing(database: Database):
    tried(guess(address="192.0.2.7"), 10)
    assert tried(guess(address="192.0.2.7"), PER_ADDRESS.tries) == 0
    others = [guess(f"RP-{number:04}-KM", "192.0.2.7") for number in range(PER_ADDRESS.tries)]
    assert sum(tried(one) for one in others) == PER_ADDRESS.tries - 10


def test_many_at_once_get_no_more_than_one_after_the_other(database: Database):
    through: list[int] = []
    threads = [
        threading.Thread(target=lambda: through.append(tried(guess(address="192.0.2.7"), 2)), daemon=True)
        for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(through) == PER_NUMBER.tries


def test_what_is_kept_says_neither_number_nor_address_and_is_swept_up(database: Database):
    tried(guess(address="192.0.2.7"))
    with session_scope(read_only=True) as session:
        keys = list(session.scalars(select(CodeTriesRow.key)))
    assert len(keys) == 2
    assert not any("4821" in key and "192" in key for key in keys)
    assert all(len(key) == 64 for key in keys)
    gone = NOW + PER_NUMBER.window + code_tries.KEPT_FOR
    assert code_tries.sweep(gone - SECOND) == 1, "the address stopped counting earlier"
    assert (code_tries.sweep(gone), code_tries.sweep(gone)) == (1, 0)

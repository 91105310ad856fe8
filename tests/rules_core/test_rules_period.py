"""Which days can be asked about."""

from datetime import date, datetime

import pytest
import yaml
from rule_factories import make_book, write_book

from rules_core import (
    InputError,
    PeriodError,
    UnknownRuleError,
    UnknownTrackError,
    compare,
    evaluate,
    load_ruleset,
    lookup,
)

EDGES = [
    (date(2016, 12, 31), "begynder 1. januar 2017"),
    (date(2017, 1, 1), None),
    (date(2026, 12, 31), None),
    (date(2027, 1, 1), "til og med den 31. december 2026"),
]


def ask_evaluate(day, book):
    return evaluate({}, day, ruleset=book)


def ask_lookup(day, book):
    return lookup("emne.regel", "dagpenge", day, ruleset=book)


@pytest.mark.parametrize("ask", [ask_evaluate, ask_lookup])
@pytest.mark.parametrize(("day", "reason"), EDGES)
def test_the_known_days_have_a_first_and_a_last(tmp_path, ask, day, reason):
    book = make_book(tmp_path)
    if reason is None:
        assert ask(day, book)
        return
    with pytest.raises(PeriodError, match=reason) as caught:
        ask(day, book)
    assert caught.value.field == "as_of"
    assert "(as_of)" in str(caught.value)


def test_a_day_with_a_time_of_day_is_no_day(tmp_path):
    with pytest.raises(InputError, match="uden klokkeslæt"):
        evaluate({}, datetime(2026, 11, 20, 10), ruleset=make_book(tmp_path))  # noqa: DTZ001


def book_with_tracks(root, **changes):
    """A book whose track `over` lies over `gaeldende`."""
    path = write_book(root) / "data" / "tracks.yml"
    tracks = yaml.safe_load(path.read_text(encoding="utf-8"))["tracks"][:1]
    over = {"id": "over", "title": "Et forslag", "status": "forslag", "base": "gaeldende", "notice": "Ikke loven."}
    path.write_text(yaml.safe_dump({"tracks": [*tracks, {**over, **changes}]}), encoding="utf-8")
    return root


def test_a_proposal_knows_the_days_of_the_law_under_it(tmp_path):
    track = load_ruleset("over", book_with_tracks(tmp_path)).track
    assert (track.known_from, track.known_to) == (date(2017, 1, 1), date(2026, 12, 31))


def test_a_proposal_can_know_other_days_than_the_law_under_it(tmp_path):
    book = load_ruleset("over", book_with_tracks(tmp_path, known_from=date(2018, 8, 23)))
    with pytest.raises(PeriodError, match=r"begynder 23\. august 2018"):
        evaluate({}, date(2018, 8, 22), ruleset=book)
    assert evaluate({}, date(2018, 8, 23), ruleset=book).as_of == date(2018, 8, 23)


def test_a_comparison_names_the_side_that_cannot_be_used(tmp_path):
    book = make_book(tmp_path)
    with pytest.raises(PeriodError, match=r"\(from\.as_of\)"):
        compare({}, (book, date(2016, 12, 31)), (book, date(2026, 11, 20)))
    with pytest.raises(PeriodError, match=r"\(to\.as_of\)"):
        compare({}, (book, date(2026, 11, 20)), (book, date(2027, 1, 1)))
    with pytest.raises(UnknownRuleError, match=r"x\.y"):
        compare({}, (book, date(2026, 11, 20)), (book, date(2026, 11, 20)), rules=["x.y"])
    with pytest.raises(UnknownTrackError):
        compare({}, ("x", date(2026, 11, 20)), (book, date(2026, 11, 20)))

"""Where a deadline lands: closed days, rolling, counting backwards."""

from datetime import date

from rule_factories import answer, make_book, rule, version


def book_of(tmp_path, **overrides):
    return make_book(tmp_path, rule(version(**overrides)))


def test_a_deadline_on_a_sunday_is_kept_and_warned_about(tmp_path):
    found = answer(make_book(tmp_path), date(2026, 11, 3), ydelse="dagpenge", tilmeldt="2026-11-01")
    assert found.deadline.date == date(2026, 11, 15)
    assert "søndag" in found.deadline.warning
    assert "fredag den 13. november 2026" in found.deadline.warning


def test_a_deadline_rolls_only_when_the_rule_says_so(tmp_path):
    book = book_of(tmp_path, deadline_rules={"roll": "next_open_day"})
    found = answer(book, date(2026, 11, 3), ydelse="dagpenge", tilmeldt="2026-11-01")
    assert (found.deadline.date, found.deadline.warning) == (date(2026, 11, 16), None)
    assert "lukkedag" in found.deadline.calculation


def test_a_deadline_can_count_backwards(tmp_path):
    row = {"deadline": {"anchor": "job_start", "days": 8, "before": True}}
    found = answer(book_of(tmp_path, outcomes=[row]), ydelse="dagpenge", job_start="2026-12-15")
    assert found.deadline.date == date(2026, 12, 7)
    assert " - 8 dage = " in found.deadline.calculation

"""Reminders: what falls due for whom, what is not reminded about, and what the command line makes of it."""

import io
import json
from datetime import date, timedelta

import pytest
from rule_factories import make_book, rule, version

from rules_core import FactError, InputError, evaluate, load_ruleset
from rules_core.cli import main
from rules_core.plan import duty_rules, plan_reminders
from tests.support.amounts import some
from tests.support.random_people import People

FRIDAY = date(2026, 11, 20)
UNDONE = {"ydelse": "dagpenge", "gjort": "ingen"}


@pytest.fixture
def book(tmp_path):
    return make_book(tmp_path, rule(version(fulfilled_when={"fact": "gjort"})))


def plan(book, *facts, days=14, as_of=FRIDAY):
    return plan_reminders(enumerate(facts), as_of, days, ruleset=book)


def registered(days_ago):
    """Registered so many days before the day asked about; the deadline is two weeks after."""
    return {**UNDONE, "tilmeldt": (FRIDAY - timedelta(days=days_ago)).isoformat()}


@pytest.mark.parametrize(("days_ago", "found"), [(0, [14]), (14, [0])])
def test_a_duty_on_the_first_and_on_the_last_day_of_the_horizon_is_reminded_about(book, days_ago, found):
    assert [reminder.days_left for reminder in plan(book, registered(days_ago))] == found


@pytest.mark.parametrize(
    ("people", "keys"),
    [
        ([("a", registered(0)), ("b", registered(1))], ["a", "b"]),
        ([{"person": "a", "facts": registered(0)}, {"facts": registered(1)}], ["a", 1]),
        ([registered(0), registered(1)], [0, 1]),
    ],
    ids=["pairs", "lines", "facts alone"],
)
def test_people_are_known_by_their_key_or_else_by_their_place(book, people, keys):
    assert [reminder.person for reminder in plan_reminders(people, FRIDAY, 14, ruleset=book)] == keys


def test_a_duty_on_the_day_after_the_horizon_is_not_reminded_about(book):
    assert list(plan(book, registered(0), days=13)) == []


def test_a_duty_that_was_due_yesterday_and_is_not_done_is_flagged(book):
    (reminder,) = plan(book, registered(15))
    assert (reminder.overdue, reminder.days_left, reminder.due) == (True, -1, FRIDAY - timedelta(days=1))


def test_a_duty_that_is_due_today_is_not_overdue(book):
    (reminder,) = plan(book, registered(14))
    assert (reminder.overdue, reminder.days_left) == (False, 0)


def test_a_duty_that_is_done_is_not_reminded_about(book):
    found = plan(book, {**registered(3), "gjort": "2026-11-19"}, {**registered(30), "gjort": "2026-11-20"})
    assert list(found) == []
    assert found.unresolved() == []


def test_a_passed_day_is_counted_when_nobody_knows_whether_it_was_done(book):
    person = registered(15)
    del person["gjort"]
    found = plan(book, person)
    assert list(found) == []
    assert [tuple(entry) for entry in found.unresolved()] == [("emne.regel", "gjort", 1)]


def test_open_duties_are_counted_by_the_fact_that_is_missing(book):
    found = plan(book, UNDONE, UNDONE, {"gjort": "ingen"}, registered(1))
    assert [reminder.person for reminder in found] == [3]
    assert [tuple(entry) for entry in found.unresolved()] == [
        ("emne.regel", "tilmeldt", 2), ("emne.regel", "ydelse", 1),
    ]  # fmt: skip
    assert (found.people, found.reminders) == (4, 1)


def test_a_deadline_on_a_closed_day_tells_the_last_open_day_before(book):
    (reminder,) = plan(book, registered(13))
    assert reminder.due == date(2026, 11, 21)
    assert reminder.last_open_day == FRIDAY
    assert "lørdag" in reminder.warning
    assert "fredag den 20. november 2026" in reminder.warning


def test_a_deadline_on_an_open_day_has_no_warning(book):
    (reminder,) = plan(book, registered(14))
    assert (reminder.last_open_day, reminder.warning) == (None, None)


WEEKLY = {"outcomes": [{}], "fulfilled_when": {"fact": "gjort"}, "recurring": {"days": 7}, "texts": {"applies": "Gør."}}


@pytest.mark.parametrize(
    ("done", "due", "overdue"),
    [("2026-11-20", "2026-11-27", False), ("2026-11-13", "2026-11-20", False), ("2026-11-12", "2026-11-19", True)],
)
def test_what_comes_back_is_due_one_period_after_it_was_last_done(tmp_path, done, due, overdue):
    (reminder,) = plan(make_book(tmp_path, rule(version(**WEEKLY))), {"ydelse": "dagpenge", "gjort": done})
    assert (reminder.due.isoformat(), reminder.overdue, reminder.kind) == (due, overdue, "recurring")


def test_what_comes_back_waits_for_the_day_it_was_last_done(tmp_path):
    found = plan(make_book(tmp_path, rule(version(**WEEKLY))), {"ydelse": "dagpenge"})
    assert list(found) == []
    assert [tuple(entry) for entry in found.unresolved()] == [("emne.regel", "gjort", 1)]


def test_a_rule_picked_by_an_event_is_due_by_the_version_of_that_day(tmp_path):
    event = {"event": "tilmeldt"}
    early = version(**{"from": date(2019, 1, 1), "to": date(2026, 11, 9), "version_date": event})
    late = version(**{"from": date(2026, 11, 10), "version_date": event,
                      "outcomes": [{"deadline": {"anchor": "tilmeldt", "weeks": 1}}]})  # fmt: skip
    book = make_book(tmp_path, rule(early, late))
    found = plan(book, {**UNDONE, "tilmeldt": "2026-11-09"}, {**UNDONE, "tilmeldt": "2026-11-16"})
    assert [reminder.due.isoformat() for reminder in found] == ["2026-11-23", "2026-11-23"]


@pytest.mark.parametrize("other", [{"bearer": "kommune"}, {"kind": "ret"}])
def test_only_the_citizens_own_duties_are_reminded_about(tmp_path, other):
    assert duty_rules(make_book(tmp_path, rule(version(), **other))) == ()


def test_an_exempt_person_is_not_reminded(tmp_path):
    exemption = {"id": "fri", "when": {"fact": "fritaget", "is": True}, "effect": "exempt", "label": "du er fri",
                 "sources": version()["sources"]}  # fmt: skip
    book = make_book(tmp_path, rule(version(exemptions=[exemption], fulfilled_when={"fact": "gjort"})))
    found = plan(book, {**registered(1), "fritaget": True}, {**registered(1), "fritaget": False}, registered(1))
    assert [reminder.person for reminder in found] == [1]
    assert [tuple(entry) for entry in found.unresolved()] == [("emne.regel", "fritaget", 1)]


def test_people_are_read_one_at_a_time(book):
    """A reader that never ends: the memory cannot grow with the number of people."""
    read = []

    def endless():
        while True:
            read.append(1)
            yield len(read), registered(1)

    found = plan_reminders(endless(), FRIDAY, 14, ruleset=book)
    assert [next(found).person for _ in range(5)] == [1, 2, 3, 4, 5]
    assert len(read) == 5


def test_a_person_with_bad_facts_stops_the_plan_unless_somebody_listens(book):
    people = [("a", registered(1)), ("b", {"ydelse": "guld"}), ("c", {"findes_ikke": 1}), ("d", registered(2))]
    with pytest.raises(FactError, match="ydelse"):
        list(plan_reminders(people, FRIDAY, 14, ruleset=book))
    heard = []
    found = plan_reminders(people, FRIDAY, 14, ruleset=book, on_error=lambda person, error: heard.append(person))
    assert [reminder.person for reminder in found] == ["a", "d"]
    assert heard == ["b", "c"]
    assert found.people == 2


def test_true_and_one_are_not_mixed_up_by_the_remembered_values(tmp_path):
    book = make_book(tmp_path, rule(version(condition={"fact": "fritaget", "is": True}, condition_label="du er fri")))
    assert len(list(plan(book, {**registered(1), "fritaget": True}))) == 1
    with pytest.raises(FactError, match="fritaget"):
        list(plan(book, {**registered(1), "fritaget": True}, {**registered(1), "fritaget": 1}))


@pytest.mark.parametrize("days", [-1, 3661, True, 1.5])
def test_a_horizon_that_makes_no_sense_is_refused(book, days):
    with pytest.raises(InputError, match="days"):
        plan(book, days=days)


@pytest.mark.thorough
def test_every_reminder_agrees_with_the_reference():
    """On the real rules: the date is the answer's own, and nothing settled and due is left out."""
    book, horizon = load_ruleset(), 30
    people = People(book, 9)
    met = 0
    for _ in range(some(8, 2)):
        as_of = people.day()
        persons = list(people.many(some(60, 20), as_of))
        found = {}
        for reminder in plan_reminders(enumerate(persons), as_of, horizon):
            found[reminder.person, reminder.rule] = reminder
        for number, person in enumerate(persons):
            for answer in evaluate(person, as_of, rules=duty_rules(book)).answers:
                reminder = found.get((number, answer.rule))
                status, end = str(answer.status), answer.deadline
                if reminder and reminder.kind == "deadline":
                    assert (status, end.date) == ("overdue" if reminder.overdue else "applies", reminder.due)
                    met += 1
                elif not reminder and end and end.date:
                    due = as_of <= end.date <= as_of + timedelta(days=horizon)
                    assert status != "overdue"
                    assert not (status == "applies" and due)
    assert met > some(20, 0)


def write_lines(path, *lines):
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), "utf-8")
    return str(path)


CITIZEN = {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-13", "cv_registreret": "ingen"}


def test_the_command_line_prints_one_reminder_per_line(tmp_path, capsys):
    name = write_lines(tmp_path / "p.jsonl", {"person": "17", "facts": CITIZEN})
    assert main(["plan", "--people", name, "--as-of", "2026-11-20"]) == 0
    shown = capsys.readouterr().out
    assert "17: Cv på Jobnet (cv.registrering) senest fredag den 27. november 2026, om 7 dage." in shown
    assert "1 person, 1 påmindelse." in shown


def test_the_command_line_gives_json_lines_and_a_summary(tmp_path, capsys):
    name = write_lines(tmp_path / "p.jsonl", {"person": "17", "facts": CITIZEN}, {"person": 18, "facts": {}})
    assert main(["plan", "--people", name, "--as-of", "2026-11-20", "--days", "7", "--json"]) == 0
    first, last = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first == {
        "person": "17", "rule": "cv.registrering", "due": "2026-11-27", "days_left": 7, "kind": "deadline",
        "overdue": False, "last_open_day": None, "warning": None,
    }  # fmt: skip
    assert {key: last["summary"][key] for key in ("people", "reminders", "bad_lines")} == {
        "people": 2, "reminders": 1, "bad_lines": 0,
    }  # fmt: skip
    assert {"rule": "cv.registrering", "missing": "ydelse", "people": 1} in last["summary"]["unresolved"]


def test_bad_lines_are_named_and_nothing_else_is_lost(tmp_path, capsys):
    good = {"person": "17", "facts": CITIZEN}
    lines = [
        good, "ikke json", {"person": 1}, {"person": 2, "facts": {"ydelse": "guld"}}, [1],
        {"person": 3, "facts": {"foedselsdato": "2026-02-30"}}, "", good,
    ]  # fmt: skip
    name = write_lines(tmp_path / "p.jsonl", *lines)
    assert main(["plan", "--people", name, "--as-of", "2026-11-20", "--json"]) == 2
    shown = capsys.readouterr()
    assert [json.loads(line).get("person") for line in shown.out.splitlines()[:-1]] == ["17", "17"]
    assert json.loads(shown.out.splitlines()[-1])["summary"]["bad_lines"] == 5
    assert [line.split(": ")[0].rsplit(", ", 1)[1] for line in shown.err.splitlines()] == [
        f"linje {number}" for number in (2, 3, 4, 5, 6)
    ]
    assert "'ydelse'" in shown.err


def test_people_can_come_from_standard_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({"person": "a", "facts": CITIZEN}) + "\n"))
    assert main(["plan", "--people", "-", "--as-of", "2026-11-20"]) == 0
    assert "a: Cv på Jobnet" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--people", "findes/ikke.jsonl"], "kan ikke åbnes"),
        (["--people", "-", "--days", "-1"], "days"),
        (["--people", "-", "--days", "mange"], "retpligt --help"),
        (["--people", "-", "--as-of", "2026-02-30"], "2026-02-30"),
        (["--people", "-", "--track", "findes-ikke"], "findes-ikke"),
    ],
)
def test_a_command_that_cannot_be_used_says_why(arguments, told, capsys):
    assert main(["plan", *arguments]) == 2
    assert told in capsys.readouterr().err

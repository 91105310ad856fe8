"""The words of the queue: urgency, waiting time, moments; each boundary from both sides."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from casework.handoff.records import QueueEntry, Receiver
from casework.identity.records import StaffMember, Team
from web.console.conversation_view import author_text, read_receiver, receivers
from web.console.queue_view import queue_page
from web.console.words import (
    length_text,
    said_of_citizen,
    time_text,
    topic_title,
    urgency_level,
    urgency_text,
    waited_text,
)

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 9, 5, tzinfo=UTC)
ME = StaffMember(id=1, username="mette", name="Mette Madsen", shown_name="Mette", role="caseworker", team_id=2)
TEAMS = [
    Team(id=number, name=name, kind="team", contact=None, active=True) for number, name in ((2, "Syg"), (3, "Fleks"))
]
ENTRY = QueueEntry(
    handoff_id=1,
    conversation_id="a",
    state="waiting",
    cause="asked",
    asked_at=NOW - timedelta(minutes=5),
    taken_at=None,
    wish=None,
    nearest_deadline=date(2026, 11, 21),
    nearest_rule="cv.registrering",
    urgency_days=1,
    group=None,
    topic=None,
    on_behalf_of=None,
    owner_id=None,
    owner_name=None,
    team_id=None,
    team_name=None,
    unread=2,
)


@pytest.mark.parametrize(
    ("days", "level", "text"),
    [
        (-2, "overdue", "Frist overskredet for 2 dage siden: Cv på Jobnet"),
        (-1, "overdue", "Frist overskredet i går: Cv på Jobnet"),
        (0, "today", "Frist i dag: Cv på Jobnet"),
        (1, "near", "Frist i morgen: Cv på Jobnet"),
        (3, "near", "3 dage til frist: Cv på Jobnet"),
        (4, "later", "4 dage til frist: Cv på Jobnet"),
        (None, "none", "Ingen kendt frist"),
    ],
)
def test_urgency_is_said_in_words_and_by_a_colour(days: int | None, level: str, text: str):
    assert urgency_level(days) == level
    assert urgency_text(days, "cv.registrering" if days is not None else None) == text


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(seconds=1), "1 minut"),
        (timedelta(minutes=2), "2 minutter"),
        (timedelta(minutes=59, seconds=59), "59 minutter"),
        (timedelta(minutes=60), "1 time"),
        (timedelta(minutes=61), "1 time og 1 minut"),
        (timedelta(hours=23, minutes=59), "23 timer og 59 minutter"),
        (timedelta(hours=24), "1 dag"),
        (timedelta(hours=49, minutes=59), "2 dage og 1 time"),
    ],
)
def test_a_length_of_time_is_said_as_people_say_it(length: timedelta, text: str):
    assert length_text(length) == text


def test_under_a_minute_somebody_has_just_come():
    assert waited_text(NOW - timedelta(seconds=59), NOW) == "Stillede sig lige i kø"
    assert waited_text(NOW - timedelta(seconds=60), NOW) == "Har ventet 1 minut"


def test_a_moment_of_another_danish_day_is_said_with_its_date():
    assert time_text(datetime(2026, 11, 19, 23, 0, tzinfo=UTC), NOW) == "kl. 00.00"
    assert time_text(datetime(2026, 11, 19, 22, 59, tzinfo=UTC), NOW) == "19. november 2026 kl. 23.59"


def test_a_topic_without_words_has_no_title():
    assert topic_title("cv_deadline") == "Hvornår skal mit cv være klar?"
    assert topic_title("vrøvl") is None
    assert topic_title(None) is None


def test_what_was_sent_to_me_is_shown_whatever_team_i_look_at():
    mine = replace(ENTRY, owner_id=1, owner_name="Mette Madsen")
    assert [row.mark for row in queue_page([mine], ME, TEAMS, "3", NOW).waiting] == ["Sendt til dig"]
    assert queue_page([replace(mine, owner_id=9)], ME, TEAMS, "3", NOW).waiting == ()


def test_the_number_in_the_title_counts_those_who_wait_and_my_unread_talks():
    own = replace(ENTRY, state="taken", owner_id=1, taken_at=NOW)
    read, others = replace(own, unread=0), replace(own, owner_id=9)
    assert queue_page([ENTRY, own], ME, TEAMS, "", NOW).calling == 2
    assert queue_page([read, others], ME, TEAMS, "", NOW).calling == 0


def test_a_long_wish_is_cut_and_a_short_one_is_not():
    rows = [queue_page([replace(ENTRY, wish="x" * length)], ME, [], "", NOW).waiting[0] for length in (160, 161)]
    assert [row.wish for row in rows] == ["x" * 160, "x" * 160 + " …"]


def test_ones_own_team_stands_first_and_without_teams_nothing_is_chosen():
    labels = [choice.label for choice in queue_page([], ME, TEAMS, "", NOW).teams]
    assert labels == ["Alle", "Syg (dit team)", "Fleks", "Uden team"]
    assert len(queue_page([], ME, [], "", NOW).teams) == 1


def test_only_active_colleagues_who_may_answer_can_be_sent_a_talk_those_present_first():
    def person(number: int, name: str, **more: object) -> StaffMember:
        return replace(ME, id=number, name=name, **more)  # type: ignore[arg-type]  # a test names the fields it changes

    colleagues = [
        ME,
        person(4, "Anna"),
        person(5, "Bo"),
        person(6, "Carl", active=False),
        person(7, "Dan", role="support"),
    ]
    authority = Team(id=8, name="A-kassen", kind="authority", contact="Ring", active=True)
    assert receivers(colleagues, [5], [authority], ME) == [
        ("Kolleger", [("staff-5", "Bo (til stede)"), ("staff-4", "Anna (ikke til stede)")]),
        ("Andre myndigheder", [("team-8", "A-kassen")]),
    ]


@pytest.mark.parametrize("value", ["", "staff-", "staff-x", "staff--1", "gruppe-1", "staff-٣", "staff-2147483648"])
def test_what_is_no_receiver_is_none(value: str):
    assert read_receiver(value) is None


def test_a_receiver_is_read_back_as_it_was_offered():
    assert read_receiver("staff-3") == Receiver(staff_id=3)
    assert read_receiver("team-2147483647") == Receiver(team_id=2147483647)


def test_ones_own_messages_are_called_you():
    assert author_text("caseworker", "Mette", ME) == "Dig"
    assert author_text("caseworker", "Jens", ME) == "Jens"
    assert author_text("citizen", None, ME) == "Borger"


def test_the_page_knows_the_columns_of_the_answers_tables_by_their_names():
    names = yaml.safe_load((ROOT / "actions/texts/casework.yml").read_text(encoding="utf-8"))
    strings = (ROOT / "web/static/js/strings_console_chat.js").read_text(encoding="utf-8")
    for column in ("says", "duty", "value", "deadline", "exceptions", "source"):
        assert f'"{names[f"column_{column}"]}"' in strings


@pytest.mark.parametrize(
    ("whom", "said"),
    [("min mor", "sin mor"), ("mit barn", "sit barn"), ("en anden", "en anden"), ("mindste", "mindste")],
)
def test_staff_read_whose_mother_it_is(whom: str, said: str):
    assert said_of_citizen(whom) == said
    (row,) = queue_page([replace(ENTRY, on_behalf_of=whom)], ME, TEAMS, "", NOW).waiting
    assert row.on_behalf_of == f"Skriver på vegne af {said}"

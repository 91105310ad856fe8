"""Calendar files are read back: by the library that wrote them, and their time zone by another one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from casework.booking.ics import Authority, invitation
from casework.booking.records import Booking, Wishes
from casework.clock import COPENHAGEN
from tests.support.calendar_reader import in_utc

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
AUTHORITY = Authority(
    name="Jobcenter Eksempelkøbing",
    email="jobcenter@eksempelkoebing.example",
    phone="70 10 20 30",
    address="Rådhuspladsen 1, 9999 Eksempelkøbing",
    url="https://ret.example/booking",
)
BOOKING = Booking(
    id=7,
    number="RP-4821-KM",
    kind="foerste_jobsamtale",
    kind_name="første jobsamtale",
    holder="kommune",
    form="fremmoede",
    state="active",
    starts_at=datetime(2026, 11, 24, 8, tzinfo=UTC),
    ends_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
    staff_id=3,
    staff_name="Mette",
    room="Lokale 2",
    place="Rådhuspladsen 1, 1. sal",
    topic="kompetenceafklaring",
    topic_name="kompetenceafklaring",
    bring=("dit cv",),
    sequence=2,
    made_at=NOW,
    confirmed_at=NOW,
    preparation={"droemmejob": "Gartner hos Hansen"},
    wishes=Wishes(interpreter="polsk", accessibility="kørestol"),
    conversation_id="c" * 32,
)


def read(data: bytes):
    """The calendar and its only event."""
    calendar = Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_an_invitation_says_when_and_where():
    calendar, event = read(invitation(BOOKING, AUTHORITY, now=NOW))
    assert calendar["METHOD"] == "REQUEST"
    assert event.decoded("DTSTART") == BOOKING.starts_at
    assert event.decoded("DTEND") == BOOKING.ends_at
    assert event["DTSTART"].params["TZID"] == "Europe/Copenhagen"
    assert event["DTSTART"].dt.hour == 9
    assert event["LOCATION"] == "Lokale 2, Rådhuspladsen 1, 1. sal"
    assert event["SUMMARY"] == "Samtale med Jobcenter Eksempelkøbing"
    assert event["STATUS"] == "CONFIRMED"
    assert event["ORGANIZER"] == "mailto:jobcenter@eksempelkoebing.example"


def test_moving_and_cancelling_touch_the_same_entry_with_a_higher_sequence():
    first = read(invitation(replace(BOOKING, sequence=0), AUTHORITY, now=NOW))[1]
    moved = read(invitation(replace(BOOKING, sequence=1), AUTHORITY, now=NOW))[1]
    calendar, cancelled = read(invitation(replace(BOOKING, sequence=2), AUTHORITY, "CANCEL", now=NOW))
    assert first["UID"] == moved["UID"] == cancelled["UID"] == "RP-4821-KM@eksempelkoebing.example"
    assert [event["SEQUENCE"] for event in (first, moved, cancelled)] == [0, 1, 2]
    assert (calendar["METHOD"], cancelled["STATUS"]) == ("CANCEL", "CANCELLED")
    assert cancelled["SUMMARY"].startswith("Aflyst")


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
@pytest.mark.parametrize("form", ["fremmoede", "telefon", "video"])
def test_nothing_in_it_tells_why_or_who(method: str, form: str):
    text = invitation(replace(BOOKING, form=form), AUTHORITY, method, now=NOW).replace(b"\r\n ", b"").decode().lower()
    for word in ("kompetence", "dagpenge", "kontanthjælp", "jobsamtale", "gartner", "polsk", "kørestol", "cccc", "cpr"):
        assert word not in text


@pytest.mark.parametrize(
    ("form", "where"),
    [("telefon", "Telefon. Vi ringer til dig."), ("video", "Video. Du får et link, før samtalen begynder.")],
)
def test_a_talk_without_a_place_says_how_it_is_held(form: str, where: str):
    _, event = read(invitation(replace(BOOKING, form=form), AUTHORITY, now=NOW))
    assert event["LOCATION"] == where
    assert "Rådhuspladsen" not in event["DESCRIPTION"]


def test_without_a_room_the_authoritys_address_is_the_place():
    _, event = read(invitation(replace(BOOKING, room=None, place=None), AUTHORITY, now=NOW))
    assert event["LOCATION"] == AUTHORITY.address


def test_how_to_move_it_stands_in_it_with_the_last_day_when_there_is_one():
    free = read(invitation(BOOKING, AUTHORITY, now=NOW))[1]["DESCRIPTION"]
    bound = read(invitation(replace(BOOKING, change_by=date(2026, 11, 23)), AUTHORITY, now=NOW))[1]["DESCRIPTION"]
    assert "Flyt eller aflys samtalen: https://ret.example/booking" in free
    assert "til og med mandag den 23. november 2026" in bound
    assert "RP-4821-KM" in free


def test_lines_end_as_the_standard_says_and_none_is_too_long():
    data = invitation(BOOKING, AUTHORITY, now=NOW)
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in b"".join(lines)


def by_the_files_zone(folder: Path, data: bytes, walls: list[datetime]) -> list[datetime]:
    """What the times on the wall are in UTC, as ical.js reads the file's own time zone."""
    file = folder / "samtale.ics"
    file.write_bytes(data)
    return in_utc(file, walls)


@pytest.mark.parametrize("year", [2026, 2027, 2030, 2036])
def test_the_time_zone_agrees_with_the_clock_in_denmark_every_half_hour_of_the_year(tmp_path: Path, year: int):
    start = datetime(year, 1, 1)  # noqa: DTZ001 - what a clock on the wall shows
    walls = [start + timedelta(minutes=30 * number) for number in range(365 * 48)]
    once = [wall for wall in walls if not skipped(wall) and not doubled(wall)]
    found = by_the_files_zone(tmp_path, invitation(BOOKING, AUTHORITY, now=NOW), once)
    wrong = [
        wall for wall, utc in zip(once, found, strict=True) if utc != wall.replace(tzinfo=COPENHAGEN).astimezone(UTC)
    ]
    assert wrong == []
    assert len(walls) - len(once) == 4


def skipped(moment: datetime) -> bool:
    """Whether the clock in Denmark never shows this time: the hour that is left out in March."""
    aware = moment.replace(tzinfo=COPENHAGEN)
    return aware.astimezone(UTC).astimezone(COPENHAGEN).replace(tzinfo=None) != moment


def doubled(moment: datetime) -> bool:
    """Whether the clock in Denmark shows this time twice: the hour that comes again in October."""
    offsets = {moment.replace(tzinfo=COPENHAGEN, fold=fold).utcoffset() for fold in (0, 1)}
    return len(offsets) > 1 and not skipped(moment)


@pytest.mark.parametrize(
    ("utc", "clock"),
    [
        (datetime(2026, 3, 27, 8, tzinfo=UTC), 9),
        (datetime(2026, 3, 30, 8, tzinfo=UTC), 10),
        (datetime(2026, 10, 23, 8, tzinfo=UTC), 10),
        (datetime(2026, 10, 26, 8, tzinfo=UTC), 9),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), 0),
    ],
)
def test_the_hour_in_it_is_the_one_on_the_clock_in_denmark(tmp_path: Path, utc: datetime, clock: int):
    booking = replace(BOOKING, starts_at=utc, ends_at=utc + timedelta(minutes=45))
    data = invitation(booking, AUTHORITY, now=NOW)
    local = read(data)[1]["DTSTART"].dt
    assert local.hour == clock
    assert by_the_files_zone(tmp_path, data, [local.replace(tzinfo=None)]) == [utc]


def test_only_what_was_confirmed_and_only_two_methods_make_a_file():
    with pytest.raises(ValueError, match="confirmed"):
        invitation(replace(BOOKING, number=None), AUTHORITY, now=NOW)
    with pytest.raises(ValueError, match="REQUEST"):
        invitation(BOOKING, AUTHORITY, "PUBLISH", now=NOW)


def test_who_gets_it_by_mail_is_named_as_invited_and_nobody_else_is():
    assert "ATTENDEE" not in read(invitation(BOOKING, AUTHORITY, now=NOW))[1]
    _, event = read(invitation(BOOKING, AUTHORITY, now=NOW, attendee="borger@mail.example"))
    assert event["ATTENDEE"] == "mailto:borger@mail.example"

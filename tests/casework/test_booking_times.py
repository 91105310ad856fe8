"""Which free times a citizen is shown: suggestions on different days, what comes nearest, and nothing too late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from booking_factories import CASH, NOW, TODAY, Talk, at, book, hold, make_offer, make_slot, make_slots, scene
from handoff_factories import open_talk

from casework.booking import offers, times
from casework.booking.errors import BadWishError, FormNotAllowedError, OfferGoneError, TooLateError
from casework.booking.records import Times, TimeWish
from casework.booking.slot_repository import CHUNK
from casework.conversations.errors import NotAllowedError
from casework.db import Database
from casework.handoff.closing_days import add_day

MONDAY = date(2026, 11, 23)
TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=number) for number in (1, 2, 3))


def found(talk: Talk, offer: int, *, now: datetime = NOW, **wish: object) -> Times:
    return times.find(*talk, offer, wish=TimeWish(**wish), now=now)


def ids(slots: object) -> list[int]:
    return [slot.id for slot in slots]


def test_three_suggestions_stand_on_different_days_and_the_rest_follows_in_order(database: Database):
    one = scene(slots=0)
    monday = [make_slot(at(MONDAY, hour)) for hour in (9, 10)]
    tuesday, wednesday = make_slot(at(TUESDAY, 9)), make_slot(at(WEDNESDAY, 9))
    thursday = make_slot(at(THURSDAY, 9))
    shown = found(one.talk, one.offer)
    assert ids(shown.suggestions) == [monday[0], tuesday, wednesday]
    assert ids(shown.more) == [monday[1], thursday]
    assert all(slot.fits for slot in shown.suggestions)
    assert (shown.none_before_deadline, shown.after) == (False, None)


def test_on_a_single_day_the_suggestions_share_it(database: Database):
    one = scene(slots=4, day=TUESDAY)
    shown = found(one.talk, one.offer)
    assert ids(shown.suggestions) == one.slots[:3]
    assert ids(shown.more) == one.slots[3:]


def test_a_wish_for_thursday_forenoon_by_phone_is_met_first(database: Database):
    one = scene(slots=0)
    make_slot(at(MONDAY, 9))
    make_slot(at(THURSDAY, 13))
    make_slot(at(THURSDAY, 9), forms=["fremmoede"])
    wanted = make_slot(at(THURSDAY, 11))
    shown = found(one.talk, one.offer, days=frozenset({3}), part_of_day="formiddag", form="telefon")
    assert shown.suggestions[0].id == wanted
    assert [slot.fits for slot in shown.suggestions] == [True, False, False]
    assert shown.more == ()


def test_what_comes_nearest_is_the_right_form_then_the_right_day_then_the_hour(database: Database):
    one = scene(slots=0)
    wrong_form = make_slot(at(THURSDAY, 9), forms=["fremmoede"])
    wrong_day = make_slot(at(MONDAY, 9))
    wrong_hour = make_slot(at(THURSDAY + timedelta(days=7), 13))
    shown = found(one.talk, one.offer, days=frozenset({3}), part_of_day="formiddag", form="telefon")
    assert ids(shown.suggestions) == [wrong_hour, wrong_day, wrong_form]
    assert not any(slot.fits for slot in shown.suggestions)


@pytest.mark.parametrize(
    ("hour", "minute", "part"),
    [(8, 59, "morgen"), (9, 0, "formiddag"), (11, 59, "formiddag"), (12, 0, "eftermiddag")],
)
def test_the_parts_of_the_day_meet_at_nine_and_at_noon(database: Database, hour: int, minute: int, part: str):
    one = scene(slots=0)
    make_slot(at(MONDAY, hour, minute))
    for asked in ("morgen", "formiddag", "eftermiddag"):
        assert found(one.talk, one.offer, part_of_day=asked).suggestions[0].fits == (asked == part)


def test_an_hour_to_begin_at_counts_and_an_hour_to_end_before_does_not(database: Database):
    one = scene(slots=0)
    first, second = make_slot(at(MONDAY, 13)), make_slot(at(MONDAY, 14))
    fitting = [
        slot.id for slot in found(one.talk, one.offer, begin_minute=780, until_minute=840).suggestions if slot.fits
    ]
    assert fitting == [first]
    later = [slot.id for slot in found(one.talk, one.offer, begin_minute=781).suggestions if slot.fits]
    assert later == [second]


def test_a_stretch_of_days_includes_its_first_and_its_last(database: Database):
    one = scene(slots=0)
    slots = {day: make_slot(at(day, 9)) for day in (MONDAY, TUESDAY, WEDNESDAY, THURSDAY)}
    shown = found(one.talk, one.offer, from_day=TUESDAY, to_day=WEDNESDAY)
    assert [slot.id for slot in shown.suggestions if slot.fits] == [slots[TUESDAY], slots[WEDNESDAY]]


def test_more_times_follow_page_by_page_each_once(database: Database):
    one = scene(slots=0)
    every = [make_slot(at(MONDAY + timedelta(days=day), 9 + hour)) for day in range(3) for hour in range(11)]
    first = found(one.talk, one.offer)
    second = found(one.talk, one.offer, after=first.after)
    third = found(one.talk, one.offer, after=second.after)
    assert (len(first.more), len(second.more), len(third.more)) == (12, 12, 6)
    assert second.suggestions == third.suggestions == ()
    assert third.after is None
    shown = ids((*first.suggestions, *first.more, *second.more, *third.more))
    assert sorted(shown) == sorted(every)


def test_times_are_read_in_portions_without_losing_any(database: Database):
    one = scene(slots=0)
    starts = [at(MONDAY, 9) + timedelta(minutes=number // 2) for number in range(2 * CHUNK + 1)]
    make_slots(starts)
    wanted = make_slot(at(MONDAY, 9) + timedelta(days=1))
    shown = found(one.talk, one.offer, from_day=TUESDAY)
    assert [slot.id for slot in shown.suggestions if slot.fits] == [wanted]
    pages = [found(one.talk, one.offer)]
    while after := pages[-1].after:
        pages.append(found(one.talk, one.offer, after=after))
    seen = ids(pages[0].suggestions) + [slot for page in pages for slot in ids(page.more)]
    assert len(seen) == len(set(seen)) == len(starts) + 1


def test_only_times_before_the_last_day_is_over_are_shown(database: Database):
    one = scene(slots=0, hold_by=MONDAY)
    last = make_slot(at(MONDAY, 23, 59))
    make_slot(at(TUESDAY, 0))
    assert ids(found(one.talk, one.offer).suggestions) == [last]


def test_only_times_an_hour_ahead_are_shown(database: Database):
    one = scene(slots=0)
    slot = make_slot(NOW + timedelta(hours=1))
    assert ids(found(one.talk, one.offer).suggestions) == [slot]
    assert found(one.talk, one.offer, now=NOW + timedelta(seconds=1)).none_before_deadline


def test_no_free_time_before_the_deadline_is_said_so_whatever_comes_after_it(database: Database):
    one = scene(slots=0, hold_by=MONDAY)
    make_slot(at(TUESDAY, 9))
    assert found(one.talk, one.offer) == Times(suggestions=(), more=(), none_before_deadline=True)


def test_a_wish_that_nothing_fits_is_not_the_same_as_no_time_at_all(database: Database):
    one = scene(slots=1)
    shown = found(one.talk, one.offer, days=frozenset({6}))
    assert not shown.none_before_deadline
    assert [slot.fits for slot in shown.suggestions] == [False]


def test_taken_and_foreign_times_are_not_shown(database: Database):
    one, other = scene(), scene(slots=0)
    hold(other.talk, other.offer, one.slots[0])
    make_slot(at(MONDAY, 9), kind="cv_samtale")
    make_slot(at(MONDAY, 9), holder="akasse")
    make_slot(at(MONDAY, 9), state="closed")
    assert ids(found(one.talk, one.offer).suggestions) == [one.slots[1]]


def test_a_time_comes_back_when_its_hold_has_run_out(database: Database):
    one, other = scene(slots=1), scene(slots=0)
    hold(other.talk, other.offer, one.slots[0])
    late = NOW + timedelta(minutes=10)
    assert found(one.talk, one.offer, now=late - timedelta(seconds=1)).none_before_deadline
    assert ids(found(one.talk, one.offer, now=late).suggestions) == one.slots


def test_the_time_that_is_booked_already_is_not_offered_for_moving_to(database: Database):
    one = scene(slots=0, kind="gruppemoede")
    slots = [make_slot(at(MONDAY, hour), kind="gruppemoede", capacity=5) for hour in (9, 11)]
    book(one.talk, one.offer, slots[0])
    assert ids(found(one.talk, one.offer).suggestions) == [slots[1]]


def test_a_time_is_shown_in_the_forms_of_the_offer_only(database: Database):
    one = scene(slots=0, forms=("fremmoede", "telefon"))
    make_slot(at(MONDAY, 9), forms=["video"])
    slot = make_slot(at(MONDAY, 10), forms=["video", "telefon"])
    shown = found(one.talk, one.offer).suggestions
    assert [(time.id, time.forms) for time in shown] == [(slot, ("telefon",))]
    with pytest.raises(FormNotAllowedError):
        found(one.talk, one.offer, form="video")


def test_a_deadline_on_christmas_day_leaves_the_open_days_before_it(database: Database):
    talk = open_talk(**CASH | {"foerste_henvendelse": "2026-12-18"})
    today = date(2026, 12, 18)
    (offer,) = offers.for_citizen(*talk, now=at(today, 8), today=today)
    slots = {
        day: make_slot(at(date(2026, 12, day), 9), kind="foerste_jobsamtale", forms=["fremmoede"])
        for day in (22, 23, 24, 25, 28)
    }
    assert offer.hold_by == date(2026, 12, 25)
    shown = times.find(*talk, offer.id, wish=TimeWish(), now=at(today, 8))
    assert ids(shown.suggestions) == [slots[22], slots[23]]


def test_closing_days_of_the_authority_are_left_out(database: Database):
    add_day(MONDAY, "Flytning", today=TODAY)
    one = scene(slots=0)
    make_slot(at(MONDAY, 9))
    tuesday = make_slot(at(TUESDAY, 9))
    assert ids(found(one.talk, one.offer).suggestions) == [tuesday]


@pytest.mark.parametrize(
    ("day", "last_hour_utc"),
    # On 29 March 2026 the day has 23 hours, on 25 October 2026 it has 25.
    [(date(2026, 3, 29), 22), (date(2026, 10, 25), 23), (date(2027, 2, 28), 23)],
)
def test_the_last_day_ends_at_midnight_in_denmark_when_the_clock_changes_and_at_the_end_of_a_month(
    database: Database, day: date, last_hour_utc: int
):
    before = datetime.combine(day - timedelta(days=5), datetime.min.time(), UTC)
    talk = open_talk()
    offer = make_offer(talk, now=before, today=before.date(), hold_by=day)
    midnight = datetime(day.year, day.month, day.day, last_hour_utc, tzinfo=UTC)
    last = make_slot(midnight - timedelta(minutes=1))
    make_slot(midnight)
    assert ids(found(talk, offer, now=before).suggestions) == [last]


@pytest.mark.parametrize(
    ("utc", "part"),
    [
        (datetime(2026, 10, 23, 9, 30, tzinfo=UTC), "formiddag"),  # 11.30, summer time
        (datetime(2026, 10, 26, 9, 30, tzinfo=UTC), "formiddag"),  # 10.30, winter time
        (datetime(2026, 10, 23, 10, 30, tzinfo=UTC), "eftermiddag"),  # 12.30
        (datetime(2026, 10, 26, 10, 30, tzinfo=UTC), "formiddag"),  # 11.30
    ],
)
def test_the_hour_is_the_one_on_the_clock_in_denmark(database: Database, utc: datetime, part: str):
    before = datetime(2026, 10, 20, 8, tzinfo=UTC)
    talk = open_talk()
    offer = make_offer(talk, now=before, today=before.date())
    make_slot(utc)
    assert found(talk, offer, now=before, part_of_day=part).suggestions[0].fits


def test_the_weekday_is_the_one_in_denmark(database: Database):
    one = scene(slots=0)
    # 23.30 UTC on Sunday is Monday in Denmark.
    make_slot(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    assert found(one.talk, one.offer, days=frozenset({0})).suggestions[0].fits
    assert not found(one.talk, one.offer, days=frozenset({6})).suggestions[0].fits


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"days": frozenset({7})}, "days"),
        ({"part_of_day": "aften"}, "part_of_day"),
        ({"form": "brev"}, "form"),
        ({"from_day": TUESDAY, "to_day": MONDAY}, "dates"),
        ({"begin_minute": 600, "until_minute": 599}, "minutes"),
        ({"until_minute": 1441}, "minutes"),
        ({"after": "i går"}, "after"),
        ({"after": "9" * 30 + "-1"}, "after"),
    ],
)
def test_an_impossible_wish_is_refused(database: Database, wish: dict, code: str):
    one = scene()
    with pytest.raises(BadWishError) as error:
        found(one.talk, one.offer, **wish)
    assert error.value.code == code


def test_times_are_for_the_citizen_whose_offer_it_is(database: Database):
    one, other = scene(book_by=TODAY), scene()
    with pytest.raises(NotAllowedError):
        found((one.talk[0], "wrong"), one.offer)
    with pytest.raises(OfferGoneError):
        found(other.talk, one.offer)
    with pytest.raises(TooLateError):
        found(one.talk, one.offer, now=NOW + timedelta(days=1))

"""Free times for an offer: three suggestions first, spread over different days, then more in order of time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from casework.booking import booking_repository as bookings
from casework.booking import slot_repository as slots
from casework.booking.bookable import Bookable, bookable
from casework.booking.closed_days import closing_days, is_closed
from casework.booking.errors import BadWishError, FormNotAllowedError
from casework.booking.models import FORMS
from casework.booking.moments import at_office, day_of
from casework.booking.records import Slot, Times, TimeWish
from casework.booking.service import free_lapsed
from casework.clock import COPENHAGEN
from casework.conversations.service import authorised
from casework.db import session_scope

SUGGESTIONS, MORE = 3, 12
#: So many free times are looked at; who wishes for something rarer is told what comes nearest.
LOOK_AT = 3_000
NOON, NINE = time(12), time(9)
PARTS = {"morgen": (time.min, NINE), "formiddag": (NINE, NOON), "eftermiddag": (NOON, None)}
LAST_WEEKDAY, MINUTES_OF_DAY = 6, 24 * 60


def find(
    conversation_id: str,
    token: str,
    offer_id: int,
    *,
    wish: TimeWish,
    now: datetime,
    today: date | None = None,
) -> Times:
    """Free times for an offer, at most twelve beside the three suggestions.

    When fewer than three are what was wished for, the suggestions are filled up with what comes nearest (`fits` is
    False on those). `now` = the moment, `today` = the date that counts as today (None = the real one). Holds that have
    run out are given back first. Raises NotAllowedError, OfferGoneError, TooLateError,
    FormNotAllowedError, and BadWishError for a wish that says nothing possible.
    """
    _check(wish)
    with session_scope(read_only=True) as session:
        authorised(session, conversation_id, token)
        lapsed = bookings.any_lapsed(session, now)
    if lapsed:
        free_lapsed(now)
    with session_scope(read_only=True) as session:
        found = bookable(session, conversation_id, offer_id, at_office(now, today))
        if wish.form and wish.form not in found.offer.forms:
            raise FormNotAllowedError("The offer does not allow this form; choose one of the offer's.")
        return _sort(allowed(session, found), wish, MORE)


def allowed(session: Session, found: Bookable) -> Iterator[Slot]:
    """Every free time that the offer allows, in order of time: on an open day, in one of its forms."""
    own = closing_days(session, day_of(found.stretch.start))
    taken = found.moves.slot_id if found.moves else None
    for slot in slots.free(session, found.stretch):
        forms = tuple(form for form in slot.forms if form in found.offer.forms)
        if forms and slot.id != taken and not is_closed(day_of(slot.starts_at), own):
            yield replace(slot, forms=forms)


@dataclass(slots=True)
class _Sorting:
    """What has been seen so far of the free times."""

    best: dict[date, Slot] = field(default_factory=dict)
    fitting: list[Slot] = field(default_factory=list)
    nearest: list[tuple[int, datetime, int, Slot]] = field(default_factory=list)
    later: list[Slot] = field(default_factory=list)
    seen: int = 0

    def enough(self, limit: int) -> bool:
        """Whether no further time can change the answer. A suggestion may stand among the `later` ones."""
        return self.seen >= LOOK_AT or (len(self.best) >= SUGGESTIONS and len(self.later) > limit + SUGGESTIONS)


def _sort(free: Iterable[Slot], wish: TimeWish, limit: int) -> Times:
    after, sorting = _cursor(wish.after), _Sorting()
    for slot in free:
        sorting.seen += 1
        missing = _misses(slot, wish)
        if missing:
            sorting.nearest.append((missing, slot.starts_at, slot.id, replace(slot, fits=False)))
        else:
            sorting.best.setdefault(day_of(slot.starts_at), slot)
            sorting.fitting.append(slot)
            if (slot.starts_at, slot.id) > after:
                sorting.later.append(slot)
        if sorting.enough(limit):
            break
    suggestions = _suggest(sorting)
    shown = {slot.id for slot in suggestions}
    more = [slot for slot in sorting.later if slot.id not in shown]
    last = more[limit - 1] if len(more) > limit else None
    return Times(
        # Who asks for more has seen them.
        suggestions=() if wish.after else suggestions,
        more=tuple(more[:limit]),
        none_before_deadline=sorting.seen == 0,
        after=f"{int(last.starts_at.timestamp())}-{last.id}" if last else None,
    )


def _suggest(sorting: _Sorting) -> tuple[Slot, ...]:
    """The first fitting time of different days, then other fitting ones, then what comes nearest, on other days."""
    chosen = list(sorting.best.values())[:SUGGESTIONS]
    chosen += [slot for slot in sorting.fitting if slot not in chosen][: SUGGESTIONS - len(chosen)]
    days = {day_of(slot.starts_at) for slot in chosen}
    for again in (False, True):
        for *_, slot in sorted(sorting.nearest):
            if len(chosen) == SUGGESTIONS:
                break
            if slot not in chosen and (again or day_of(slot.starts_at) not in days):
                chosen.append(slot)
                days.add(day_of(slot.starts_at))
    return tuple(chosen)


def _misses(slot: Slot, wish: TimeWish) -> int:
    """How far a time is from the wish: 0 = it is what was wished for. The form weighs most, the time of day least."""
    local = slot.starts_at.astimezone(COPENHAGEN)
    day, minute = local.date(), local.hour * 60 + local.minute
    begins, ends = PARTS[wish.part_of_day] if wish.part_of_day else (time.min, None)
    wrong_form = wish.form is not None and wish.form not in slot.forms
    wrong_dates = (wish.from_day is not None and day < wish.from_day) or (wish.to_day is not None and day > wish.to_day)
    wrong_weekday = bool(wish.days) and local.weekday() not in wish.days
    wrong_hour = (
        local.time() < begins
        or (ends is not None and local.time() >= ends)
        or minute < (wish.begin_minute or 0)
        or (wish.until_minute is not None and minute >= wish.until_minute)
    )
    return 8 * wrong_form + 4 * wrong_dates + 2 * wrong_weekday + wrong_hour


def _check(wish: TimeWish) -> None:
    """Raises BadWishError for a wish that no calendar could meet."""
    minutes = [minute for minute in (wish.begin_minute, wish.until_minute) if minute is not None]
    if any(not 0 <= day <= LAST_WEEKDAY for day in wish.days):
        raise BadWishError("days")
    if wish.part_of_day is not None and wish.part_of_day not in PARTS:
        raise BadWishError("part_of_day")
    if wish.form is not None and wish.form not in FORMS:
        raise BadWishError("form")
    if wish.from_day and wish.to_day and wish.from_day > wish.to_day:
        raise BadWishError("dates")
    if any(not 0 <= minute <= MINUTES_OF_DAY for minute in minutes) or minutes != sorted(minutes):
        raise BadWishError("minutes")


def _cursor(after: str | None) -> tuple[datetime, int]:
    if after is None:
        return datetime.min.replace(tzinfo=UTC), 0
    seconds, _, slot_id = after.partition("-")
    if not (seconds.isdecimal() and slot_id.isdecimal() and len(after) <= 40):  # noqa: PLR2004 - two long numbers
        raise BadWishError("after")
    try:
        return datetime.fromtimestamp(int(seconds), UTC), int(slot_id)
    except (OverflowError, ValueError, OSError) as error:
        raise BadWishError("after") from error

"""Which days can be asked about: a day whose law is not known gets an error and never a guess."""

from __future__ import annotations

from datetime import date, timedelta

from rules_core.dates import danish_date
from rules_core.errors import InputError, PeriodError
from rules_core.schema import Track


def check_day(as_of: date, track: Track, field: str = "as_of") -> None:
    """Refuse a day that the track knows no law for.

    `field` is what the caller calls the date. Raises PeriodError before the track's `known_from` and after its
    `known_to`, and InputError for anything that is not a plain date; the messages are Danish and name the field.
    """
    if type(as_of) is not date:
        raise InputError(f"Datoen, du spørger om ({field}), skal være en dato uden klokkeslæt, fx 2026-11-20.")
    asked = f"Du spørger om den {danish_date(as_of, weekday=False)} ({field})."
    if track.known_from and as_of < track.known_from:
        first = danish_date(track.known_from, weekday=False)
        raise PeriodError(field, as_of, f"{asked} Reglerne begynder {first}. Vælg den dag eller en senere.")
    if track.known_to and as_of > track.known_to:
        last = danish_date(track.known_to, weekday=False)
        change = danish_date(track.known_to + timedelta(days=1), weekday=False)
        message = (
            f"{asked} Reglerne er kendt til og med den {last}. Der ventes nye regler fra den {change}, "
            f"så hvad der gælder, kan ikke vides endnu. Vælg den {last} eller en tidligere dag."
        )
        raise PeriodError(field, as_of, message)

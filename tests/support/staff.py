"""Makes accounts for tests."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pyotp

from casework.identity import accounts, second_step, service
from casework.identity.records import AccountWish, StaffMember

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PASSWORD = "grøn sofa under lampen"
_numbers = count(1)


def make_staff(role: str = "caseworker", *, here: bool = False, now: datetime = NOW, **wish: object) -> StaffMember:
    """An account with `PASSWORD` and a user name of its own; `here` = present as of `now`."""
    number = next(_numbers)
    wished = {"username": f"person{number}", "name": f"Person {number}", "shown_name": "", "role": role, **wish}
    member = accounts.add_account(AccountWish(**wished), PASSWORD, now=now)  # type: ignore[arg-type]  # fields by name
    if here:
        service.set_presence(member.id, "here", now)
    return member


def log_in(member: StaffMember, *, now: datetime = NOW) -> str:
    """The value of the cookie of a new login."""
    return service.log_in(member.username, PASSWORD, client="Firefox", now=now)[0]


def with_app(member: StaffMember, *, now: datetime = NOW) -> pyotp.TOTP:
    """The person's app for codes, switched on the day before `now`."""
    app = pyotp.TOTP(second_step.offer(member.id))
    yesterday = now - timedelta(days=1)
    second_step.switch_on(member.id, app.at(yesterday), yesterday)
    return app

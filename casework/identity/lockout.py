"""Five wrong tries in a row lock an account for a quarter of an hour, whatever was tried: password or code."""

import logging
from datetime import datetime, timedelta
from typing import Final

from casework.identity.models import StaffRow

logger = logging.getLogger(__name__)

WRONG_IN_A_ROW: Final = 5
LOCKED_FOR: Final = timedelta(minutes=15)


def judge(row: StaffRow, *, right: bool, now: datetime, whole: bool = True) -> datetime | None:
    """Count a wrong try, forget earlier ones after a right one. Until when the account is locked, if it is.

    `whole` = False when a code must follow: else whoever knows the password could try codes for ever.
    """
    if row.locked_until is not None and row.locked_until > now:
        return row.locked_until
    row.locked_until = None
    if not right:
        row.failed_logins += 1
        logger.warning("login failed: wrong password or code", extra={"staff_id": row.id})
    elif whole:
        row.failed_logins = 0
    if row.failed_logins >= WRONG_IN_A_ROW:
        row.failed_logins, row.locked_until = 0, now + LOCKED_FOR
        logger.warning("login locked after wrong tries", extra={"staff_id": row.id})
    return row.locked_until

"""Settings that are right each for itself, but not beside one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.settings_words import setting, wrong
from casework.vault import SETTING as SECRET_KEY

if TYPE_CHECKING:
    from casework.settings import Settings


def check_together(settings: Settings) -> None:
    """Raise SettingsError, which names the variable and the remedy, when an installation could not work like that."""
    citizens = settings.citizen_openid.on
    if settings.staff_second_step == "required" and not settings.secret_key:
        raise wrong("needs_value", SECRET_KEY, other=setting("staff_second_step"), other_given="required")
    if citizens and not settings.secret_key:
        raise wrong("needs", SECRET_KEY, other=setting("citizen_oidc_issuer"))
    reachable = settings.reminders.can_reach or bool(settings.reminders.outbox_dir)
    possible = citizens or (settings.booking_needs == "contact" and reachable)
    if settings.booking_needs in {"contact", "login"} and not possible:
        raise wrong("nobody_books", setting("booking_needs"), given=settings.booking_needs)

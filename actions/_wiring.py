"""What the actions need from their surroundings, made once at first use and never at import."""

from functools import cache

from actions._texts import say
from casework.booking.planner import Planner, make_planner
from casework.errors import CaseworkError
from casework.municipality.branding import as_now
from casework.settings import Settings, load_settings
from rules_core import Ruleset, load_ruleset


@cache
def environment() -> Settings:
    """The settings of the environment alone. Raises SettingsError when it is wrong."""
    return load_settings()


def settings() -> Settings:
    """The settings of this process, with what administrators have set. Raises SettingsError for a wrong environment."""
    return as_now(environment())


@cache
def planner() -> Planner:
    """Who keeps the times of talks, the same as on the page. Raises SettingsError when the setting is wrong."""
    return make_planner(settings().booking_planner)


def rule_book() -> Ruleset:
    """The law in force, with the municipality's own practice over it where the settings name one.

    Raises SettingsError, and RulesetError when the rules or the practice have mistakes.
    """
    return load_ruleset(local=settings().local_rules)


def authority() -> dict[str, str]:
    """Name and contact details of the authority, as variables for the texts."""
    current = settings()
    return {
        "authority": current.authority_name,
        "phone": current.authority_phone,
        "email": current.authority_email,
        "address": current.authority_address,
        "hours": current.authority_hours,
    }


def apology() -> str:
    """What the citizen reads when something broke here. Never raises because of settings."""
    try:
        contact = authority()
    except CaseworkError:
        return say("general.apology_no_phone")
    return say("general.apology", authority=contact["authority"], phone=contact["phone"])

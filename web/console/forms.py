"""Small helpers of the forms on pages for staff."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.handoff.setup_errors import SetupError
from casework.identity.errors import AccountError
from casework.identity.words import account_text
from web.console.pages import FieldProblem
from web.texts import load_texts

#: Further out, a day cannot be reckoned with: midnight in Denmark lies on the day before in UTC.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


def text_of(form: Mapping[str, Any], name: str) -> str:
    """A field's text; an absent one is empty. Lines end as everywhere else; PostgreSQL cannot hold a NUL."""
    return str(form.get(name, "")).replace("\r\n", "\n").replace("\0", "")


def number_of(form: Mapping[str, Any], name: str) -> int | None:
    """A field's number; None when it is empty or no number."""
    raw = text_of(form, name).strip()
    # More digits than any number of a row has would be too much for the database.
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= 9 else None  # noqa: PLR2004 - see above


def day_of(form: Mapping[str, Any], name: str) -> date | None:
    """A field's day; None when it is empty or no day that anything here can have happened on."""
    try:
        day = date.fromisoformat(text_of(form, name).strip())
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def problem_of(error: AccountError | SetupError) -> FieldProblem:
    """What the page says about a wish that cannot be."""
    if isinstance(error, AccountError):
        return FieldProblem(field=error.field, text=account_text(error.code))
    words: str = load_texts("console_settings")["wrong"][error.code]
    about = ", ".join(f"{{{name}}}" for name in error.about)
    return FieldProblem(field=error.field, text=words.replace("{about}", about))

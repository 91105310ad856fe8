"""The checks of an installation that has run for a while: last night's work, the clock, and what is switched off."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from casework import standing
from casework.db import session_scope
from casework.db.session import clock_of
from casework.doctor.findings import Finding, bad, ok, warn
from casework.handoff import switches
from casework.journal import service as filing
from casework.municipality import branding, current, notices
from casework.municipality.contrast import LEAST, is_colour, weakest
from casework.privacy import retention_repository as retention
from casework.privacy import sealing
from casework.settings import Settings

#: A night is left out when the machine was off; two in a row are a fault.
LATEST_PURGE: Final = timedelta(hours=36)
#: So far the two clocks may be apart before promises and deadlines are told wrong.
CLOCK_APART: Final = timedelta(seconds=30)
MODELS: Final = Path("models")
#: So many of the last nights are looked at.
_NIGHTS: Final = 5
_FAR: Final = timedelta(days=1)
#: So many conversations are named; the rest is counted.
_NAMED: Final = 3


def in_database(settings: Settings) -> tuple[Finding, ...]:
    """What the database tells. Only asked when it can be reached and is at the newest migration."""
    current.refresh()
    return tuple(check(settings) for check in _CHECKS)


def language_model(settings: Settings) -> Finding:
    """Whether a trained model lies where Rasa looks for one."""
    del settings
    found = sorted(MODELS.glob("*.tar.gz"))
    return ok("model", "model_ok", name=found[-1].name) if found else bad("model", "model_none")


def _purge(settings: Settings) -> Finding:
    del settings
    with session_scope(read_only=True) as session:
        done = [one.ended_at for one in retention.runs(session, _NIGHTS) if one.ended_at is not None]
    if not done:
        return warn("purge", "purge_never")
    ago = datetime.now(UTC) - max(done)
    if ago > LATEST_PURGE:
        return bad("purge", "purge_late", days=max(1, ago // _FAR))
    return ok("purge", "purge_ok")


def _clock(settings: Settings) -> Finding:
    del settings
    with session_scope(read_only=True) as session:
        before = datetime.now(UTC)
        apart = abs(clock_of(session) - before)
    if apart > CLOCK_APART:
        return bad("clock", "clock_apart", seconds=int(apart.total_seconds()))
    return ok("clock", "clock_ok")


def _switches(settings: Settings) -> Finding:
    del settings
    off = [one.name for one in switches.list_switches() if not one.on]
    return warn("switches", "switches_off", names=", ".join(off)) if off else ok("switches", "switches_on")


def _notice(settings: Settings) -> Finding:
    del settings
    shown = notices.shown(datetime.now(UTC))
    return warn("notice", "notice_shown") if shown else ok("notice", "notice_none")


def _look(settings: Settings) -> Finding:
    now = branding.as_now(settings)
    colour = now.authority_colour.casefold()
    if colour and (not is_colour(colour) or weakest(colour) < LEAST):
        return warn("look", "look_colour", colour=now.authority_colour)
    if now.authority_logo and branding.logo_file(now) is None:
        return warn("look", "look_logo", name=now.authority_logo)
    return ok("look")


def _answers(settings: Settings) -> Finding:
    """Messages whose time to be answered, or whose lease, is over, and that nobody has taken up."""
    del settings
    left = standing.left_behind(datetime.now(UTC))["answers"]
    if not left:
        return ok("answers", "answers_ok")
    if not switches.read_switch("bot").on:
        return warn("answers", "answers_off", count=left)
    return bad("answers", "answers_left", count=left)


def _leases(settings: Settings) -> Finding:
    """Held times, codes and reminders that somebody took and never gave back."""
    del settings
    found = standing.left_behind(datetime.now(UTC))
    left = {name: found[name] for name in ("holds", "codes", "reminders")}
    return warn("leases", "leases_left", **left) if any(left.values()) else ok("leases", "leases_ok")


def _filings(settings: Settings) -> Finding:
    del settings
    found = filing.waiting(datetime.now(UTC))
    if found:
        return warn("filings", "filings_wait", count=len(found), names=", ".join(found[:_NAMED]))
    return ok("filings", "filings_ok")


def _reading_log(settings: Settings) -> Finding:
    """Whether what is sealed of the log of readers is as it was written."""
    del settings
    found = sealing.verify()
    if found.broken:
        return bad("reading_log", "log_broken", seals=", ".join(map(str, found.broken)))
    return ok("reading_log", "log_ok", sealed=found.sealed)


_CHECKS: Final[tuple[Callable[[Settings], Finding], ...]] = (
    _purge, _reading_log, _answers, _leases, _filings, _clock, _switches, _notice, _look,
)  # fmt: skip

"""Setting something, putting it back, and who did what when.

Each setting is checked by the part that knows it (branding, texts, notices, channels) before it comes here.
"""

from collections.abc import Mapping
from datetime import datetime

from casework.db import session_scope
from casework.municipality import current
from casework.municipality import repository as repo
from casework.municipality.errors import OwnSettingError
from casework.municipality.models import OwnSettingRow
from casework.municipality.records import Change

LONGEST_HISTORY = 50


def save(wishes: Mapping[str, str | None], *, staff_id: int, now: datetime, seen: int | None = None) -> int:
    """Set each name to its value (None = the default). Returns how many changed; what stands already is left alone.

    `seen` = the newest change that the form was made from. Raises OwnSettingError (code "changed_meanwhile") when one
    of the names has been changed after it: nobody's work is written over unseen.
    """
    changed = 0
    with session_scope() as session:
        repo.begin_change(session)
        for name, value in wishes.items():
            newest = repo.newest_of(session, name)
            if (newest.value if newest else None) == value:
                continue
            if newest is not None and seen is not None and newest.id > seen:
                raise OwnSettingError("changed_meanwhile", "saved")
            session.add(OwnSettingRow(name=name, value=value, changed_at=now, changed_by=staff_id))
            changed += 1
    if changed:
        current.refresh()
    return changed


def history(prefix: str = "", *, before: int | None = None, limit: int = LONGEST_HISTORY) -> list[Change]:
    """The newest changes first: of all names that begin with `prefix` ("" or "branding."), or of one name."""
    with session_scope(read_only=True) as session:
        newest = repo.newest_ids(session)
        return [
            Change(
                id=row.id,
                name=row.name,
                value=row.value,
                at=row.changed_at,
                by=by,
                is_newest=newest[row.name] == row.id,
            )
            for row, by in repo.history(session, prefix, limit=limit, before=before)
        ]


def change(change_id: int) -> tuple[str, str | None]:
    """Name and value of a change. Raises OwnSettingError (code "no_change") when there is none."""
    with session_scope(read_only=True) as session:
        row = session.get(OwnSettingRow, change_id)
        if row is None:
            raise OwnSettingError("no_change", "saved")
        return row.name, row.value


def last_change() -> int:
    """The number of the newest change of all, for a form to carry."""
    with session_scope(read_only=True) as session:
        return repo.version(session)

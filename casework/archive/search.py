"""Finding conversations, exporting what was found, and keeping searches. Every function is one short transaction.

Who sees what: support and administrators find every conversation. Caseworkers find those that have to do with
people: handed to a person at some time, or with a wish to be called. Talks that stayed with the assistant are nobody's
case, and reading them is the review's work.
"""

import secrets
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from casework.archive import search_repository as repo
from casework.archive.errors import ViewNameError
from casework.archive.models import SavedViewRow
from casework.archive.search_records import Found, Key, Page, View, Wanted
from casework.conversations.repository import is_restricted
from casework.db import session_scope
from casework.identity.records import StaffMember
from casework.identity.roles import may
from casework.privacy import access
from casework.privacy.masking import mask

#: The page of saved searches, and the one of searches that were only asked.
SEARCHES, ASKED = "soeg", "soeg.asked"
MOST_ASKED = 20
PAGE_SIZE = 50
MOST_EXPORTED = 5_000
LONGEST_NAME, LONGEST_QUERY, MOST_VIEWS = 60, 1_000, 50


def sees_everything(staff: StaffMember) -> bool:
    """Whether the person finds conversations that no person had to do with, too."""
    return may(staff.role, "review")


def may_see(conversation_id: str, staff: StaffMember) -> bool:
    """Whether the person's role lets them open this conversation at all (the purpose is asked for beside that)."""
    if not may(staff.role, "search"):
        return False
    with session_scope(read_only=True) as session:
        if is_restricted(session, conversation_id):
            return False
        if sees_everything(staff):
            return True
        return repo.is_for_people(session, conversation_id)


def search(wanted: Wanted, staff: StaffMember, *, after: Key | None = None, size: int = PAGE_SIZE) -> Page:
    """One page of what the person may find."""
    with session_scope(read_only=True) as session:
        found = repo.find(session, wanted, everything=sees_everything(staff), limit=size + 1, after=after)
    last = found[size - 1] if len(found) > size else None
    return Page(
        found=tuple(found[:size]),
        after=Key(updated_at=last.updated_at, conversation_id=last.conversation_id) if last else None,
    )


def export(wanted: Wanted, staff: StaffMember, *, reason: str, now: datetime) -> list[Found]:
    """Everything that a search finds, at most 5,000; each conversation gets a line in the log of readers.

    Raises ReasonMissingError.
    """
    with session_scope() as session:
        found = repo.find(session, wanted, everything=sees_everything(staff), limit=MOST_EXPORTED, after=None)
        access.record_many([one.conversation_id for one in found], staff, "export", reason, now, session)
    return found


def views(staff_id: int, page: str) -> list[View]:
    """The person's saved searches, by name."""
    with session_scope(read_only=True) as session:
        return [View(id=row.id, name=row.name, query=row.query) for row in repo.views_of(session, staff_id, page)]


def save_view(staff_id: int, page: str, name: str, query: str) -> None:
    """Keep a search under a name; the same name again replaces it. Name and query are stored masked.

    Raises ViewNameError for a name without letters, one longer than 60 signs, or a query longer than 1,000, and when
    the person has 50 already.
    """
    name, query = mask(" ".join(name.split())).text, _masked(query)
    if not name or len(name) > LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise ViewNameError("Give the search a name of at most 60 signs.")
    with session_scope() as session:
        known = repo.view_named(session, staff_id, page, name)
        if known is not None:
            known.query = query
            return
        if len(repo.views_of(session, staff_id, page)) >= MOST_VIEWS:
            raise ViewNameError("Delete a saved search first; there is room for 50.")
        session.add(SavedViewRow(staff_id=staff_id, page=page, name=name, query=query))


def keep_asked(staff_id: int, query: str) -> str:
    """Keep a search with words in it, so that its page needs only a key in its address; the key.

    Words can name people, so they are stored masked, a person's last 20 alone, and all go the next night.
    """
    key = secrets.token_urlsafe(12)
    with session_scope() as session:
        session.add(SavedViewRow(staff_id=staff_id, page=ASKED, name=key, query=_cut(_masked(query))))
        session.flush()
        repo.keep_newest(session, staff_id, ASKED, MOST_ASKED)
    return key


def asked(staff_id: int, key: str) -> str | None:
    """The query string that the person kept under this key; None when it is gone, or somebody else's."""
    with session_scope(read_only=True) as session:
        row = repo.view_named(session, staff_id, ASKED, key)
        return row.query if row is not None else None


def view(staff_id: int, view_id: int) -> View | None:
    """One of the person's own saved searches."""
    with session_scope(read_only=True) as session:
        rows = repo.views_of(session, staff_id, SEARCHES)
        return next((View(id=row.id, name=row.name, query=row.query) for row in rows if row.id == view_id), None)


def delete_view(staff_id: int, view_id: int) -> None:
    """Remove one of the person's own saved searches. Nothing happens for somebody else's."""
    with session_scope() as session:
        repo.delete_view(session, staff_id, view_id)


def _cut(query: str) -> str:
    """What there is room for: a sign outside the alphabet takes up to twelve places in a query string."""
    fields = parse_qsl(query)
    while len(query) > LONGEST_QUERY:
        longest = max(range(len(fields)), key=lambda at: len(fields[at][1]))
        fields[longest] = (fields[longest][0], fields[longest][1][:-1])
        query = urlencode(fields)
    return query


def _masked(query: str) -> str:
    """Part by part: in a query string blanks and dashes are written in a way that would hide a number from the mask."""
    return urlencode([(field, mask(value).text) for field, value in parse_qsl(query)])

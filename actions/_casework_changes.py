"""What differs between two laws, for those who advise citizens: the way to the comparison of each group."""

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

from actions._casework_groups import Case
from actions._changes import COMPARE_PAGE
from actions._messages import Link, Reply
from actions._span import Law, Span, change_days, laws_of
from actions._texts import say
from actions._topics import Topic
from actions._wiring import rule_book
from rules_core.dates import danish_date


def changes_links(topic: Topic, cases: Sequence[Case], as_of: date | None, today: date) -> Reply:
    """A page of the rule book for each group: the two laws that the question names, or the latest change."""
    before, after = laws_of(Span(topic.variant, as_of), today) or _latest(today)
    links = tuple(Link(case.label, _address(before, after, case.group)) for case in cases)
    first, last = (danish_date(law.day, weekday=False) for law in (before, after))
    key = "casework.changes_proposal" if after.is_proposal else "casework.changes"
    text = say(key, first=first, last=last, proposal=after.book.track.title)
    return Reply(text="\n".join((text, *(link.text for link in links))), intro=text, topic=topic.id, links=links)


def _latest(today: date) -> tuple[Law, Law]:
    book = rule_book()
    days = change_days(book, today)
    return Law(book, (days[0] if days else today) - timedelta(days=1)), Law(book, today)


def _address(before: Law, after: Law, group: str) -> str:
    query = {
        "fra": before.day.isoformat(),
        "fra_spor": before.book.track.id,
        "til": after.day.isoformat(),
        "til_spor": after.book.track.id,
        "maalgruppe": group,
    }
    return f"{COMPARE_PAGE}?{urlencode(query)}"

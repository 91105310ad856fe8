"""Offers to book: those that the rules give a citizen, and those that a caseworker makes.

There is at most one open offer of a kind, and none beside an active booking of that kind: never an open deadline and
a booking that meets it at once. A caseworker's offer takes the place of the rules'.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from casework.booking import offer_repository as repo
from casework.booking.entitlement import Entitlement, Plan, book_by, entitlement_of, exemption
from casework.booking.errors import AlreadyBookedError, BadWishError, OfferGoneError
from casework.booking.kinds import asked_for, kinds
from casework.booking.models import OfferRow
from casework.booking.moments import at_office
from casework.booking.records import Offer, OfferWish
from casework.conversations import repository as talks
from casework.conversations.records import FactValue
from casework.conversations.service import authorised
from casework.db import session_scope
from casework.privacy.masking import mask

LONGEST_PLACE = 200


def for_citizen(
    conversation_id: str, token: str, *, now: datetime, today: date, local: Path | None = None
) -> list[Offer]:
    """The citizen's open offers, the one to be booked first first. Makes, changes and withdraws those of the rules.

    `today` = the date in Denmark that counts as today; `local` = a municipality's own rules. Asking again changes
    nothing. Those who advise citizens have none. Raises NotAllowedError.
    """
    with session_scope(read_only=True) as session:
        citizen = authorised(session, conversation_id, token).mode == "citizen"
        facts = _facts(session, conversation_id)
        held = _first_held(session, conversation_id)
    if not citizen:
        return []
    # The rules are asked outside the transaction.
    found = entitlement_of(facts, today, held=held, local=local)
    with session_scope() as session:
        authorised(session, conversation_id, token, lock=True)
        _end_passed(session, conversation_id, today)
        _follow_rules(session, conversation_id, found.plan, now=now, today=today)
        session.flush()
        rows = sorted(repo.offers_of(session, conversation_id, "open"), key=_urgency)
        return [repo.to_offer(session, row, today, found.exempt_reason) for row in rows]


def needed_facts(conversation_id: str, token: str, *, today: date, local: Path | None = None) -> tuple[str, ...]:
    """The facts that would settle what talk the rules ask for, the most important first; () = nothing is missing.

    Raises NotAllowedError.
    """
    with session_scope(read_only=True) as session:
        authorised(session, conversation_id, token)
        facts, held = _facts(session, conversation_id), _first_held(session, conversation_id)
    found: Entitlement = entitlement_of(facts, today, held=held, local=local)
    return found.missing


def for_staff(conversation_id: str, *, today: date) -> list[Offer]:
    """Every offer of a conversation, newest first, with how it ended. Raises ConversationNotFoundError."""
    with session_scope(read_only=True) as session:
        talks.get_conversation(session, conversation_id)
        reason = exemption(_facts(session, conversation_id))
        rows = reversed(repo.offers_of(session, conversation_id))
        return [repo.to_offer(session, row, today, reason) for row in rows]


def make(conversation_id: str, staff_id: int, wish: OfferWish, *, now: datetime, today: date) -> Offer:
    """A caseworker makes an offer; an open one of the same kind is withdrawn.

    Raises BadWishError (kind, holder, form, topic, dates or text), AlreadyBookedError when a booking of the kind is
    active, and ConversationNotFoundError.
    """
    wish = _checked(wish, today)
    with session_scope() as session:
        talks.get_conversation(session, conversation_id, lock=True)
        if repo.is_booked(session, conversation_id, wish.kind, at_office(now, today)):
            raise AlreadyBookedError("A talk of this kind is booked; move or cancel it, or mark it as held, first.")
        before = repo.open_offer(session, conversation_id, wish.kind)
        if before is not None:
            before.state = "withdrawn"
            session.flush()
        row = OfferRow(
            conversation_id=conversation_id,
            kind=wish.kind,
            holder=wish.holder,
            forms=list(wish.forms),
            place=wish.place,
            topics=list(wish.topics),
            book_by=wish.book_by,
            hold_by=wish.hold_by,
            source="staff",
            rules=[],
            state="open",
            told_on=today,
            created_at=now,
            created_by=staff_id,
        )
        session.add(row)
        session.flush()
        return repo.to_offer(session, row, today, exemption(_facts(session, conversation_id)))


def withdraw(offer_id: int, *, today: date) -> Offer:
    """A caseworker takes an open offer back. Raises OfferGoneError when it is not open any more."""
    with session_scope(read_only=True) as session:
        found = session.get(OfferRow, offer_id)
        conversation_id = found.conversation_id if found else None
    if conversation_id is None:
        raise OfferGoneError("There is no such offer; look at the offers again.")
    with session_scope() as session:
        talks.get_conversation(session, conversation_id, lock=True)
        row = repo.offer_of(session, conversation_id, offer_id)
        if row is None or row.state != "open":
            raise OfferGoneError("The offer is not open any more; look at the offers again.")
        row.state = "withdrawn"
        return repo.to_offer(session, row, today)


def _facts(session: Session, conversation_id: str) -> dict[str, FactValue]:
    return {fact.fact: fact.value for fact in talks.facts_of(session, conversation_id)}


def _first_held(session: Session, conversation_id: str) -> bool:
    """Whether a talk that counts as the first one was held here."""
    first = {asked_for("first", group).id for group in (None, "sygedagpenge")} | {asked_for("next", None).id}
    return repo.has_booking(session, conversation_id, sorted(first), "kept")


def _end_passed(session: Session, conversation_id: str, today: date) -> None:
    for row in repo.offers_of(session, conversation_id, "open"):
        if not repo.in_time(row, today):
            row.state = "lapsed"


def _follow_rules(session: Session, conversation_id: str, plan: Plan | None, *, now: datetime, today: date) -> None:
    """Let the open offers of the rules be what the rules say now."""
    moment = at_office(now, today)
    for row in repo.offers_of(session, conversation_id, "open"):
        # A booking of the kind can stand beside it again when a caseworker takes back that a talk was held.
        booked = repo.is_booked(session, conversation_id, row.kind, moment)
        if row.source == "rules" and (plan is None or row.kind != plan.kind.id or booked):
            row.state = "withdrawn"
    session.flush()
    if plan is None or repo.is_booked(session, conversation_id, plan.kind.id, moment):
        return
    past = [
        row
        for row in repo.offers_of(session, conversation_id)
        if row.source == "rules" and row.kind == plan.kind.id and row.hold_by == plan.hold_by
    ]
    # Counted from the day it was first told: looking again gives nobody a new deadline.
    last = book_by(min((row.told_on for row in past), default=today), plan)
    standing = repo.open_offer(session, conversation_id, plan.kind.id)
    if standing is None:
        if not _dealt_with(session, past, plan):
            session.add(_made(conversation_id, plan, last, now=now, today=today))
    elif standing.source == "rules":
        standing.holder, standing.forms, standing.rules = plan.holder, list(plan.forms), list(plan.rules)
        if standing.hold_by != plan.hold_by:
            standing.told_on = today
        standing.hold_by, standing.book_by = plan.hold_by, last


def _dealt_with(session: Session, past: Sequence[OfferRow], plan: Plan) -> bool:
    """Whether the rules' offer has been met before."""
    met = [row for row in past if row.state == "met"]
    if not met:
        return False
    # After a talk that was held the next one may be booked, and after one that nobody has marked too, for it has ended;
    # who stayed away hears from a caseworker first.
    return plan.first or repo.last_booking_state(session, met[-1].id) not in ("kept", "active")


def _made(conversation_id: str, plan: Plan, last: date | None, *, now: datetime, today: date) -> OfferRow:
    return OfferRow(
        conversation_id=conversation_id,
        kind=plan.kind.id,
        holder=plan.holder,
        forms=list(plan.forms),
        topics=list(plan.kind.topics),
        book_by=last,
        hold_by=plan.hold_by,
        source="rules",
        rules=list(plan.rules),
        state="open",
        told_on=today,
        created_at=now,
    )


def _urgency(row: OfferRow) -> tuple[date, int]:
    return (row.book_by or row.hold_by or date.max, row.id)


def _checked(wish: OfferWish, today: date) -> OfferWish:
    """The wish with its gaps filled. Raises BadWishError."""
    kind = kinds().get(wish.kind)
    if kind is None:
        raise BadWishError("kind")
    for code, given, allowed in (
        ("holder", (wish.holder,), kind.holders),
        ("form", wish.forms, kind.forms),
        ("topic", wish.topics, kind.topics),
    ):
        if not set(given) <= set(allowed):
            raise BadWishError(code)
    dates = [day for day in (wish.book_by, wish.hold_by) if day is not None]
    if any(day < today for day in dates) or dates != sorted(dates):
        raise BadWishError("dates")
    place = mask(" ".join(wish.place.split())).text if wish.place else None
    if place and len(place) > LONGEST_PLACE:
        raise BadWishError("text")
    return replace(wish, forms=wish.forms or kind.forms, topics=wish.topics or kind.topics, place=place or None)

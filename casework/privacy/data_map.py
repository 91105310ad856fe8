"""Which table holds what about whom, what a person is shown of it, and what becomes of it when it is erased.

Every table of the product stands here with every column (tests/hygiene/test_data_map.py walks the schema). The
export and the erasure of the desk for data protection read this map, so that a new table cannot be forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

CITIZEN, STAFF, NOBODY = "citizen", "staff", "nobody"
#: What an erasure does to the rows: deleted, emptied of the citizen's words, kept as they are, or none of its business.
GOES, EMPTIED, STAYS, UNTOUCHED = "goes", "emptied", "stays", "untouched"


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What one table holds.

    `whose` = the person it is about. `shown` = the columns of an export; `left_out` = keys, leases and numbers of staff
    that say nothing about the citizen. `link` = the column with the conversation; `through` = (own column, parent
    table) where the conversation stands in the parent. `beside` = (own column, other table, its columns): what is
    shown together with a row. `own` = it is in what the citizen fetches without help, too.
    """

    whose: str = CITIZEN
    fate: str = GOES
    shown: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    link: str = "conversation_id"
    through: tuple[str, str] | None = None
    beside: tuple[str, str, tuple[str, ...]] | None = None
    own: bool = True


_STAFF = Held(whose=STAFF, fate=UNTOUCHED)
_NOBODY = Held(whose=NOBODY, fate=UNTOUCHED)


def _held(shown: str, left_out: str, **more: Any) -> Held:
    return Held(shown=tuple(shown.split()), left_out=tuple(left_out.split()), **more)


#: The citizen's tables, in the order in which an export shows them.
CITIZENS: Final[Mapping[str, Held]] = {
    "conversations": _held(
        "id state mode created_at updated_at topic as_of about about_facts on_behalf_of citizen_seen_at rating"
        " rating_comment rated_at restricted_at restricted_quiet",
        "token_hash next_seq asked_fact asked_kind asked_message asked_within misses unanswered later rasa_epoch"
        " turns_in_epoch last_turn_at owner_id read_by_citizen read_by_staff",
        link="id",
    ),
    "messages": _held(
        "seq created_at author author_name text payload answer understood thumb",
        "id conversation_id client_id buttons in_reply_to answer_state lease_owner lease_until attempts retry_at"
        " apologised_at staff_id",
    ),
    "conversation_facts": _held("fact value given_by updated_at", "conversation_id message_id"),
    "citizen_logins": _held(
        "level began_at seen_at expires_at ended_at",
        "conversation_id mark taken browser_hash token_before id_token",
    ),
    # Only while somebody is away to log in, for some minutes.
    "login_journeys": _held("expires_at", "state_hash browser_hash nonce verifier go_on conversation_id", own=False),
    "reminder_contacts": _held(
        "channel address confirmed_at created_at asked_address",
        "id conversation_id code_hash code_until code_tries codes_asked codes_since code_state code_lease code_sends "
        "code_on_page",
    ),
    "reminder_choices": _held("kind channel on lead_minutes created_at changed_at", "id conversation_id stop_token"),
    "reminders": _held(
        "kind channel duty due_on event_at due_at status reason created_at sent_at ended_at",
        "id conversation_id not_after owner lease_until wire_at called_off attempts look_ups provider_ref last_error",
    ),
    "reminder_plans": _held("planned_at planned_for", "conversation_id dirty rules_hash", own=False),
    "booking_offers": _held(
        "kind holder forms place topics book_by hold_by source rules state told_on created_at",
        "id conversation_id created_by",
    ),
    "bookings": _held(
        "number kind form topic preparation wishes state made_at confirmed_at ended_at ended_by reason",
        "id code_hash offer_id slot_id conversation_id held_until sequence client_id over_at replaced_by",
        fate=EMPTIED,
        beside=("slot_id", "slots", ("starts_at", "ends_at")),
    ),
    "agreements": _held("text next_kind next_by made_at seen_at", "id booking_id conversation_id made_by"),
    "booking_receipts": _held(
        "number kind why tried book_by hold_by made_at", "id conversation_id offer_id handoff_id"
    ),
    "callbacks": _held(
        "state asked_at why phone name wish nearest_deadline nearest_rule promised_by attempts ended_at",
        "id conversation_id owner_id",
    ),
    "handoffs": _held(
        "state cause wish asked_at nearest_deadline nearest_rule sheet taken_at ended_at ended_by",
        "id conversation_id team_id owner_id idle_warned_at",
    ),
    "handoff_events": _held(
        "kind at reason", "id handoff_id staff_id to_staff_id to_team_id", through=("handoff_id", "handoffs"), own=False
    ),
    "notes": _held("text created_at", "id conversation_id staff_id", own=False),
    "reviews": _held(
        "state causes created_at done_at theme follow_up", "conversation_id weight reviewer_id", own=False
    ),
    "review_marks": _held(
        "kind theme comment follow_up created_at", "id conversation_id message_id created_by", own=False
    ),
    "review_items": _held(
        "kind state data created_at exported_at",
        "id mark_id created_by",
        fate=STAYS,
        through=("mark_id", "review_marks"),
        own=False,
    ),
    # Only until the case system has taken it; the same words stand in the messages.
    "filing_contents": _held("filing_id", "conversation_id json pdf", own=False),
    "filings": _held(
        "number state kle case_number from_seq to_seq hash made_at receipt filed_at",
        "id conversation_id staff_id filed_by attempts lease_until why",
        fate=STAYS,
    ),
    "restrictions": _held(
        "began_at reason quiet lifted_at lift_reason", "id conversation_id began_by lifted_by", own=True
    ),
    # The readers' own words can name other people; administrators see them on the page of the readers.
    "access_log": _held("at role purpose", "id conversation_id staff_id staff_name reason", fate=STAYS),
}

#: Accounts, working hours and settings: about the people who work with the product.
STAFFS: Final[Mapping[str, Held]] = dict.fromkeys(
    (
        "staff",
        "staff_sessions",
        "saved_views",
        "working_hours",
        "calendar_blocks",
        "calendar_feeds",
        "slots",
        "switches",
        "teams",
    ),
    _STAFF,
)

#: Figures, names of rooms, and hashes that nobody can be found by.
NOBODYS: Final[Mapping[str, Held]] = dict.fromkeys(
    (
        "access_seals",
        "canned_replies",
        "closing_days",
        "code_tries",
        "kept_figures",
        "own_settings",
        "purges",
        "rooms",
    ),
    _NOBODY,
)

TABLES: Final[Mapping[str, Held]] = {**CITIZENS, **STAFFS, **NOBODYS}

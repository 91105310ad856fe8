"""Tables of the people who work with the conversations."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.db.base import Base, UtcDateTime

#: What a member of staff may do; see `casework.identity.roles`.
ROLES = ("caseworker", "support", "administrator")
#: Teams are colleagues here; an authority is somebody outside to whom a citizen can be sent on.
TEAM_KINDS = ("team", "authority")
PRESENCES = ("here", "away")


class TeamRow(Base):
    """A team of colleagues, or another authority with the words the citizen gets about how to reach it."""

    __tablename__ = "teams"
    __table_args__ = (CheckConstraint("kind IN ('team', 'authority')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(16), default="team")
    contact: Mapped[str | None] = mapped_column(String(400))
    active: Mapped[bool] = mapped_column(default=True)


class StaffRow(Base):
    """One member of staff. `shown_name` is all a citizen sees of it."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint("role IN ('caseworker', 'support', 'administrator')", name="role"),
        CheckConstraint("presence IN ('here', 'away')", name="presence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    shown_name: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(16))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    #: argon2id; None for accounts that log in elsewhere.
    password_hash: Mapped[str | None] = mapped_column(String(200))
    #: Who it is at the provider, as a hash of issuer and subject; None for accounts that log in here.
    subject_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    #: Somebody else knows the password; it is changed before the first page is opened.
    password_given: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: The secret shared with the person's app and the one offered to it, both locked (`casework.vault`), and the half
    #: minute of the last code.
    totp_secret: Mapped[str | None] = mapped_column(String(255))
    totp_offered: Mapped[str | None] = mapped_column(String(255))
    totp_step: Mapped[int | None] = mapped_column(BigInteger)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Chosen by the person; counts only while `seen_at` is fresh.
    presence: Mapped[str] = mapped_column(String(8), default="away")
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Sound for new chats in the queue.
    sound: Mapped[bool] = mapped_column(default=True)


class StaffSessionRow(Base):
    """One login. The cookie's value is stored as a hash only."""

    __tablename__ = "staff_sessions"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    client: Mapped[str | None] = mapped_column(String(120))
    #: code, password or setup: the step before which it opens nothing. None = it is complete.
    waits_for: Mapped[str | None] = mapped_column(String(16))
    #: What the provider gave, locked; kept only to log out there too.
    id_token: Mapped[str | None] = mapped_column(Text)


class LoginJourneyRow(Base):
    """Somebody who has been sent to the provider and is not back yet. It is used once."""

    __tablename__ = "login_journeys"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: The browser that was sent, as the hash of a cookie: an answer in another browser counts for nothing.
    browser_hash: Mapped[str] = mapped_column(String(64))
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(String(128))
    #: The page of ours that was asked for.
    go_on: Mapped[str] = mapped_column(String(500))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    #: The conversation of a citizen who logs in; None = it is a member of staff.
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)


class CitizenLoginRow(Base):
    """The login of a citizen in one conversation, also when it is over: then it says whose the conversation is."""

    __tablename__ = "citizen_logins"
    __table_args__ = (
        # What has lapsed is looked for every few minutes; logins that are over must not be read each time.
        Index(
            "ix_citizen_logins_living",
            "seen_at",
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    #: Who it is, as a keyed hash of the provider's address and its id of the person. Nothing else is known of them.
    mark: Mapped[str] = mapped_column(String(64), index=True)
    #: How surely the person was recognised, in the provider's words.
    level: Mapped[str] = mapped_column(String(200))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Whether a browser has ever taken the conversation's new token; before that the login opens nothing, and after
    #: it the conversation is the person's for good.
    taken: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: The browser that was sent out, and the token it had then, both as hashes: who may take the new one.
    browser_hash: Mapped[str | None] = mapped_column(String(64))
    token_before: Mapped[str | None] = mapped_column(String(64))
    #: What the provider gave, locked; kept only to log out there too.
    id_token: Mapped[str | None] = mapped_column(Text)

"""Citizens who wish to be called, for tests of the call-backs."""

from datetime import date, timedelta

from handoff_factories import NOW, TODAY

from casework.conversations import service as conversations
from casework.conversations.records import NewMessage
from casework.handoff import callbacks
from casework.handoff.callback_records import Asked, CallbackWish
from casework.settings import Settings

SETTINGS = Settings(internal_token="x" * 16)
NUMBER = "+4520304050"
Talk = tuple[str, str]


def when(*, minutes: int = 0, today: date = TODAY) -> callbacks.Occasion:
    """Some minutes after NOW, in an office with the usual settings."""
    return callbacks.Occasion(settings=SETTINGS, now=NOW + timedelta(minutes=minutes), today=today)


def tell(asked: Asked) -> list[NewMessage]:
    """What the citizen is told: the promise in short."""
    return [NewMessage(text=f"loves: {asked.promise.by} {asked.promise.why}", author="system")]


def wish_for(talk: Talk, phone: str = NUMBER, *, minutes: int = 0, **more: str):
    """The citizen asks to be called."""
    wish = CallbackWish(phone=phone, **more)
    return callbacks.ask(*talk, wish, when=when(minutes=minutes), tell=tell)


def callback_of(talk: Talk, **more: int) -> int:
    """A wish to be called; returns its id."""
    return wish_for(talk, **more).asked.callback.id


def texts(talk: Talk) -> list[str]:
    """Everything that is said in the conversation."""
    return [message.text for message in conversations.messages_after(*talk, 0)[0]]

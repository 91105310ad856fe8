"""What can go wrong with reminders on purpose. Every message says what happened and what to do."""

from casework.errors import CaseworkError


class ReminderError(CaseworkError):
    """The root of every refusal of this part."""


class UnknownKindError(ReminderError):
    """There is no such kind of reminder; choose one of `kinds.load_kinds()`."""


class UnknownChannelError(ReminderError):
    """There is no such channel, or this installation has not set it up."""


class BadAddressError(ReminderError):
    """This is no address that the channel can send to; ask for another one."""


class ContactNeededError(ReminderError):
    """The channel needs an address that was confirmed by its code first."""


class NoCodeError(ReminderError):
    """No code waits for an answer in this conversation; ask for one first."""


class WrongCodeError(ReminderError):
    """The code is another one. `left` = how many more tries there are."""

    def __init__(self, left: int) -> None:
        super().__init__(f"The code is wrong; {left} more tries.")
        self.left = left


class CodeOverError(ReminderError):
    """The code is too old or was tried too often; ask for a new one."""


class TooManyCodesError(ReminderError):
    """Too many codes were asked for in this conversation; try again in an hour."""


class NoSuchReminderError(ReminderError):
    """There is no such reminder, or it cannot be changed any more; look at the list again."""


class NoSuchTokenError(ReminderError):
    """The link to stop reminders is unknown: the conversation was deleted, or the address was cut off."""

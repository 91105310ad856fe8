"""The root of what can go wrong in the Rasa process's own parts."""

from __future__ import annotations


class BotError(Exception):
    """Something in the Rasa process's own parts failed; the message says what happened and what to do."""


class WrongRasaVersionError(BotError):
    """The patches were written for another Rasa."""

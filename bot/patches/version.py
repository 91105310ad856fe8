"""The patches reach into Rasa's insides, so they are tied to the exact version they were written and tested for."""

from __future__ import annotations

import rasa

from bot.patches.errors import WrongRasaVersionError

RASA_VERSION = "3.6.21"


def require_rasa(installed: str = rasa.__version__) -> None:
    """Raise WrongRasaVersionError unless exactly the known Rasa is installed."""
    if installed != RASA_VERSION:
        raise WrongRasaVersionError(
            f"Rasa {installed} is installed, but bot/patches is written for {RASA_VERSION}. Read docs/rasa.md, check "
            "the patched functions against the new version, run tests/bot, then change RASA_VERSION."
        )

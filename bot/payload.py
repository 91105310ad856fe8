"""Check what a button sends: ``/intent`` or ``/intent{"entity": value}``.

Rasa itself only warns about a malformed payload (and writes it in the log) and then reads it as ordinary text.
"""

from __future__ import annotations

import json
import re

_PAYLOAD = re.compile(r"/(?P<intent>[a-z][a-z0-9_]*)(?P<entities>\{.*\})?", re.DOTALL)


class PayloadError(ValueError):
    """A message starts with "/" but is not a payload our buttons send."""


def check_payload(text: str, intents: set[str]) -> None:
    """Accept a proper payload in silence.

    Args:
        text: the payload, from its slash on.
        intents: the intents of the domain.

    Raises:
        PayloadError: it is malformed, or names an intent that does not exist.

    """
    match = _PAYLOAD.fullmatch(text)
    if match is None:
        raise PayloadError('A payload must look like /intent or /intent{"entity": value}.')
    if match["intent"] not in intents:
        raise PayloadError("The payload names an intent that the assistant does not have.")
    if match["entities"]:
        try:
            json.loads(match["entities"])
        except ValueError as error:
            raise PayloadError("The entities of the payload are not JSON.") from error

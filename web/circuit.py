"""Whether the assistant can be asked at all just now."""

from dataclasses import dataclass

from web.rasa_client import RasaDownError, RasaError, RasaSlowError

#: So many slow answers in a row count as "down".
SLOW_IN_A_ROW = 2


@dataclass(slots=True)
class Circuit:
    """Remembers that Rasa is down, so that nobody waits for it in vain. The background closes it again."""

    is_open: bool = False
    slow: int = 0
    #: Calls fail although somebody answers: perhaps the action server is down, perhaps one message is bad.
    failing: bool = False

    def note(self, error: RasaError | None) -> None:
        """Learn from one call; None is a success."""
        self.failing = self.failing or error is not None
        self.slow = self.slow + 1 if isinstance(error, RasaSlowError) else 0
        if isinstance(error, RasaDownError) or self.slow >= SLOW_IN_A_ROW:
            self.is_open = True
        elif error is None:
            self.is_open = False

    def close(self) -> None:
        """Try again from now on."""
        self.is_open, self.failing, self.slow = False, False, 0

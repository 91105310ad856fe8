"""Chooses among the copies of an inner service: the least busy first, one that just failed last."""

import ipaddress
import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

#: For so long a copy that failed is asked last. It is still asked when the others fail too.
REST_SECONDS = 2.0


class Copies:
    """The addresses of one service, how busy we keep each of them, and which of them failed just now."""

    def __init__(self, addresses: Sequence[str], time: Callable[[], float] = time.monotonic) -> None:
        self._addresses = tuple(addresses)
        self._time = time
        self._busy = dict.fromkeys(self._addresses, 0)
        self._resting_until = dict.fromkeys(self._addresses, 0.0)
        self._turns = itertools.count()

    def __iter__(self) -> Iterator[str]:
        return iter(self._addresses)

    def in_turn(self) -> tuple[str, ...]:
        """Whom to ask, best first. A lone address that is a name stands twice: other copies may answer to it."""
        if len(self._addresses) == 1:
            return self._addresses * (2 if is_name(self._addresses[0]) else 1)
        first, now = next(self._turns), self._time()
        around = [self._addresses[(first + step) % len(self._addresses)] for step in range(len(self._addresses))]
        return tuple(sorted(around, key=lambda one: (self._resting_until[one] > now, self._busy[one])))

    @contextmanager
    def asking(self, address: str) -> Iterator[None]:
        """Count a call as long as it lasts; any exception lets the copy rest."""
        self._busy[address] += 1
        try:
            yield
        except Exception:
            self._resting_until[address] = self._time() + REST_SECONDS
            raise
        finally:
            self._busy[address] -= 1


def is_name(address: str) -> bool:
    """Whether the host is a name that may stand for several machines, and not one machine's number or this machine."""
    host = urlsplit(address).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host != "localhost"
    return False

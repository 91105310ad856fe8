"""Ports for servers that tests start, kill and bring back."""

from __future__ import annotations

import random
import socket
from contextlib import ExitStack
from pathlib import Path

#: From here on the system hands out ports to those who call. A server that is killed may find its own taken by one of
#: them, not least by a caller that tries again and again until it meets itself.
_CALLERS_FROM = Path("/proc/sys/net/ipv4/ip_local_port_range")
LOWEST, USUAL_CALLERS_FROM = 10_000, 32_768


def free_ports(count: int) -> list[int]:
    """Ports that nobody uses now and that callers do not get. All are held until the last is found, so they differ."""
    below = int(_CALLERS_FROM.read_text().split()[0]) if _CALLERS_FROM.exists() else USUAL_CALLERS_FROM
    found: list[int] = []
    with ExitStack() as held:
        while len(found) < count:
            port = random.randrange(LOWEST, max(below, LOWEST + 1_000))
            probe = held.enter_context(socket.socket())
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            found.append(port)
    return found

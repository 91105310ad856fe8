"""What is inside stays inside: the language engine and the actions can be reached from this machine alone."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path

import pytest

from tests.support.stack import Stack

pytestmark = pytest.mark.stack
LISTENING = "0A"


def listening_addresses(group: int) -> set[str]:
    """The addresses on which the processes of a group listen, as the kernel has them."""
    inodes = {inode for pid in _members(group) for inode in _sockets(pid)}
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text(encoding="ascii").splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTENING and fields[9] in inodes:
                found.add(_address(fields[1].partition(":")[0]))
    return found


def _members(group: int) -> list[int]:
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [pid for pid in numbers if _group_of(pid) == group]


def _group_of(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def _sockets(pid: int) -> set[str]:
    links = []
    for file in Path(f"/proc/{pid}/fd").glob("*"):
        try:
            links.append(str(file.readlink()))
        except OSError:  # closed meanwhile
            continue
    return {link.removeprefix("socket:[").rstrip("]") for link in links if link.startswith("socket:[")}


def _address(hexadecimal: str) -> str:
    """An address as /proc writes it: words of four bytes, each the wrong way round."""
    raw = b"".join(bytes.fromhex(hexadecimal[at : at + 8])[::-1] for at in range(0, len(hexadecimal), 8))
    return str(ipaddress.ip_address(raw))


@pytest.mark.parametrize("name", ["rasa", "actions"])
def test_the_inner_services_listen_on_this_machine_alone(stack: Stack, name: str):
    addresses = listening_addresses(os.getpgid(stack.pid(name)))
    assert addresses, f"{name} listens nowhere, so nothing was tried"
    assert all(ipaddress.ip_address(address).is_loopback for address in addresses), addresses

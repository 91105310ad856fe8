"""What is inside stays inside: the language engine and the actions can be reached from this machine alone."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path

import httpx
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


def address_of(stack: Stack, name: str) -> str:
    """Where a part listens, as its own environment has it."""
    found = Path(f"/proc/{stack.pid(name)}/environ").read_bytes().decode().split("\0")
    settings = dict(line.partition("=")[::2] for line in found if line)
    return settings[f"RETPLIGT_{name.upper()}_URL"]


@pytest.mark.parametrize(
    ("name", "path"), [("rasa", "/webhooks/retpligt/webhook"), ("actions", "/webhook")], ids=["rasa", "actions"]
)
@pytest.mark.parametrize("key", [None, "Bearer", "Bearer x", "Bearer " + "x" * 43, "Basic eDp4"])
def test_without_the_shared_secret_nothing_is_answered(stack: Stack, name: str, path: str, key: str | None):
    headers = {"Authorization": key} if key else {}
    sent = {"sender": "x", "message": "hej", "next_action": "action_listen"}
    answer = httpx.post(address_of(stack, name) + path, json=sent, headers=headers, timeout=10)
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/model"),
        ("DELETE", "/model"),
        ("POST", "/model/train"),
        ("POST", "/model/parse"),
        ("POST", "/model/predict"),
        ("POST", "/model/test/stories"),
        ("GET", "/status"),
        ("GET", "/domain"),
        ("GET", "/conversations/x/tracker"),
        ("GET", "/conversations/x/story"),
        ("POST", "/conversations/x/messages"),
        ("POST", "/conversations/x/execute"),
        ("POST", "/conversations/x/predict"),
        ("POST", "/conversations/x/tracker/events"),
        ("PUT", "/conversations/x/tracker/events"),
        ("POST", "/webhooks/rest/webhook"),
        ("POST", "/webhooks/callback/webhook"),
        ("GET", "/socket.io/"),
    ],
)
def test_what_rasa_could_do_and_we_do_not_use_is_off(stack: Stack, method: str, path: str):
    answer = httpx.request(method, address_of(stack, "rasa") + path, json={"model_file": "/tmp/x"}, timeout=10)
    assert answer.status_code == 404, answer.text


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/actions"])
def test_the_actions_tell_nobody_what_they_are(stack: Stack, path: str):
    assert httpx.get(address_of(stack, "actions") + path, timeout=10).status_code == 404

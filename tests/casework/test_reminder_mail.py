"""Mails: their headers, and a server that refuses, hangs or cuts."""

import asyncio
import socket

import pytest
from reminder_channels import mail_channel, outgoing

from tests.support.mail_server import MailServer


async def test_a_mail_has_the_headers_that_say_what_it_is():
    with MailServer() as server:
        channel = mail_channel(server.port)
        await channel.send(outgoing("ida@jobnæt.dk"))
        await channel.close()
        (arrived,) = server.arrived
    mail = arrived.mail
    assert arrived.to == "ida@xn--jobnt-vra.dk"
    assert arrived.message_id == "<rem-7-cccccccc@eksempel.dk>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == "<https://ret.example/paamindelser/stop/abc>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Subject"] == "Husk dit cv på Jobnet"
    assert mail["From"] == "Jobcenter Eksempelkøbing <jobcenter@eksempel.dk>"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert all("æøå" in part.get_content() for part in mail.iter_parts())


@pytest.mark.parametrize(
    ("mode", "result", "error", "arrived"),
    [
        ("452", "temporary", "smtp_452", 0),
        ("550", "permanent", "smtp_550", 0),
        ("hang", "temporary", "smtp_begin", 0),
        ("refuse", "temporary", "smtp_begin", 0),
        ("cut", "uncertain", "smtp_cut", 1),
    ],
)
async def test_a_mail_server_that_refuses_hangs_or_cuts_is_told_apart(mode, result, error, arrived):
    with MailServer() as server:
        server.do(mode)
        channel = mail_channel(server.port, timeout=0.5)
        outcome = await channel.send(outgoing())
        assert (outcome.result, outcome.error, len(server.arrived)) == (result, error, arrived)
        server.do("ok")
        assert (await channel.send(outgoing())).result == "sent"
        await channel.close()


async def test_nobody_at_the_mail_servers_door_is_a_failure_that_passes():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        outcome = await mail_channel(unused.getsockname()[1]).send(outgoing())
    assert (outcome.result, outcome.error) == ("temporary", "smtp_connect")


async def test_a_connection_that_was_closed_while_idle_costs_nothing():
    with MailServer() as first:
        port = first.port
        channel = mail_channel(port)
        await channel.send(outgoing())
    with MailServer(port) as second:
        assert (await channel.send(outgoing())).result == "sent"
        assert len(second.arrived) == 1
        await channel.close()


async def test_many_mails_share_a_few_connections():
    with MailServer() as server:
        channel = mail_channel(server.port)
        outcomes = await asyncio.gather(*(channel.send(outgoing(reference=f"rem-{n}")) for n in range(20)))
        assert {one.result for one in outcomes} == {"sent"}
        assert len({one.message_id for one in server.arrived}) == 20
        await channel.close()

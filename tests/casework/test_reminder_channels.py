"""Every channel keeps the same contract, and tells a refusal that passes from one that stays and from silence."""

import asyncio
import email
import email.policy
import socket
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest
from handoff_factories import open_talk

from casework.clock import FrozenClock
from casework.conversations import service as talks
from casework.errors import SettingsError
from casework.reminders.channels import Outgoing, Trace, make_channels, offered, public_url
from casework.reminders.channels.chat import ChatChannel
from casework.reminders.channels.digital_post import DigitalPostChannel, Library
from casework.reminders.channels.email import EmailChannel
from casework.reminders.channels.email import MailServer as Server
from casework.reminders.channels.file import FileChannel
from casework.reminders.channels.sms import CpSms, GatewayApi
from casework.reminders.settings import ReminderSettings
from casework.settings import Settings
from tests.support.mail_server import MailServer
from tests.support.memory_channel import MemoryChannel
from tests.support.sms_server import CPSMS, GATEWAYAPI, SmsServer

CLOCK = FrozenClock(datetime(2026, 11, 20, 9, tzinfo=UTC))
SENDER = {"sender": "jobcenter@eksempel.dk", "sender_name": "Jobcenter Eksempelkøbing"}


def outgoing(address: str = "ida@eksempel.dk", conversation_id: str = "c" * 32, **more: object) -> Outgoing:
    stop = "https://ret.example/paamindelser/stop/abc"
    return Outgoing(
        **{
            "reference": "rem-7-cccccccc", "conversation_id": conversation_id, "address": address,
            "subject": "Husk dit cv på Jobnet", "text": f"Hej æøå\n{stop}", "html": f"<p>Hej æøå {stop}</p>",
            "short": f"Husk. Stop: {stop}", "stop_url": stop, **more,
        }
    )  # fmt: skip


def mail_channel(port: int, timeout: float = 5.0) -> EmailChannel:
    return EmailChannel(Server(host="127.0.0.1", port=port, security="none", timeout=timeout, **SENDER), CLOCK)


@contextmanager
def a_channel(name: str, folder: Path):
    """A channel with something real behind it, a message for it, and how many messages a receiver sees."""
    if name == "email":
        with MailServer() as server:
            yield mail_channel(server.port), outgoing(), lambda: len({one.message_id for one in server.arrived})
    elif name in {"gatewayapi", "cpsms"}:
        contract = GATEWAYAPI if name == "gatewayapi" else CPSMS
        with SmsServer(contract) as server:
            made = (
                GatewayApi(token="t", sender="Ret", url=server.url)
                if name == "gatewayapi"
                else CpSms(user="u", token="t", sender="Ret", url=server.url)
            )
            yield made, outgoing("+4520304050"), lambda: len(server.taken)
    elif name == "chat":
        conversation_id, token = open_talk()

        def seen() -> int:
            return sum(one.author == "system" for one in talks.messages_after(conversation_id, token, 0)[0])

        yield ChatChannel(CLOCK), outgoing("", conversation_id), seen
    elif name == "file":
        yield FileChannel(folder, clock=CLOCK, **SENDER), outgoing(), lambda: len(list(folder.glob("*.eml")))
    elif name == "memory":
        memory = MemoryChannel()
        yield memory, outgoing(), lambda: len({one.reference for one in memory.taken})
    else:
        library = FakeLibrary()
        yield post_channel(name, library), outgoing("0101701234"), lambda: len(library.sent)


NAMES = ["email", "memory", "gatewayapi", "cpsms", "chat", "file", "nemsms", "digital_post"]


@pytest.mark.parametrize("name", NAMES)
async def test_a_channel_sends_once_and_repeating_does_no_harm_where_it_says_so(database, tmp_path, name):
    with a_channel(name, tmp_path / "ud") as (channel, message, seen):
        assert (await channel.send(message)).result == "sent"
        assert seen() == 1
        fate = await channel.look_up(Trace(reference=message.reference, address=message.address))
        assert fate in {"sent", "unknown"}
        if channel.repeatable:
            assert (await channel.send(message)).result == "sent"
            assert seen() == 1
        await channel.close()


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


@pytest.mark.parametrize("name", ["gatewayapi", "cpsms"])
@pytest.mark.parametrize(
    ("mode", "result"),
    [
        ("ok", "sent"), ("no_credit", "temporary"), ("wrong_key", "temporary"), ("too_fast", "temporary"),
        ("away", "temporary"), ("bad_number", "permanent"), ("broken", "uncertain"), ("odd", "uncertain"),
        ("cut", "uncertain"), ("hang", "uncertain"),
    ],
)  # fmt: skip
async def test_what_a_gateway_answers_is_told_apart(name, mode, result):
    contract, timeout = (GATEWAYAPI, 0.5) if name == "gatewayapi" else (CPSMS, 0.5)
    with SmsServer(contract) as server:
        server.mode = mode
        keys = {"token": "t", "sender": "Ret", "url": server.url, "timeout": timeout}
        channel = GatewayApi(**keys) if name == "gatewayapi" else CpSms(user="u", **keys)
        outcome = await channel.send(outgoing("+4520304050"))
        await channel.close()
    assert outcome.result == result
    assert (outcome.error is None) == (result == "sent")


async def test_gatewayapi_gets_a_number_a_reference_and_its_token():
    with SmsServer(GATEWAYAPI) as server:
        channel = GatewayApi(token="hemmelig", sender="Ret", url=server.url)
        assert (await channel.send(outgoing("+4520304050"))).provider_ref == "01JNN696A9E0WS89FPYGT15NBX"
        await channel.close()
    path, headers, body = server.requests[0]
    assert (path, headers["Authorization"]) == ("/mobile/single", "Token hemmelig")
    assert body["recipient"] == 4520304050
    assert body["reference"] == "rem-7-cccccccc"
    assert body["message"].startswith("Husk.")


async def test_cpsms_can_be_asked_for_a_reference():
    with SmsServer(CPSMS) as server:
        channel = CpSms(user="u", token="t", sender="Ret", url=server.url)
        trace = Trace(reference="rem-7-cccccccc", address="+4520304050")
        assert await channel.look_up(trace) == "absent"
        server.mode = "cut"
        await channel.send(outgoing("+4520304050"))
        server.mode = "ok"
        assert await channel.look_up(trace) == "sent"
        server.mode = "too_fast"
        assert await channel.look_up(trace) == "unknown"
        await channel.close()
    assert server.requests[0][0] == "/getlog/4520304050"


async def test_a_message_in_the_chat_is_shown_once_and_not_in_a_deleted_conversation(database):
    conversation_id, _ = open_talk()
    shown: list[str] = []

    async def show(conversation, messages, state):
        shown.extend((conversation, messages[0].text, state))

    channel = ChatChannel(CLOCK, show)
    message = outgoing("", conversation_id)
    await channel.send(message)
    await channel.send(message)
    assert shown == [conversation_id, message.text, "bot"]
    gone = await channel.send(outgoing("", "f" * 32))
    assert (gone.result, gone.error) == ("permanent", "chat_gone")


async def test_a_file_can_be_opened_as_a_mail_and_a_folder_that_cannot_be_made_passes(tmp_path):
    channel = FileChannel(tmp_path / "ud", clock=CLOCK, **SENDER)
    await channel.send(outgoing())
    mail = email.message_from_bytes((tmp_path / "ud/rem-7-cccccccc.eml").read_bytes(), policy=email.policy.default)
    assert mail["Subject"] == "Husk dit cv på Jobnet"
    (tmp_path / "fil").write_text("")
    blocked = FileChannel(tmp_path / "fil", clock=CLOCK, **SENDER)
    assert (await blocked.send(outgoing())).result == "temporary"


class FakeLibrary:
    """The parts of python-serviceplatformen that are used, as its documentation shows them."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, object]] = []
        self.registered, self.error = True, None
        self.post = SimpleNamespace(is_registered=self._is_registered, send_message=self._send)
        thing = SimpleNamespace
        self.message = thing(
            Sender=thing,
            Recipient=thing,
            File=thing,
            create_nemsms=lambda **given: thing(messageHeader=thing(messageUUID="random"), **given),
            create_digital_post_with_main_document=lambda **given: thing(
                messageHeader=thing(messageUUID="random"), **given
            ),
        )
        self.access = thing

    def _is_registered(self, *, id_: str, service: str, kombit_access: object) -> bool:
        return self.registered

    def _send(self, kind: str, message: object, _access: object) -> str:
        if self.error:
            raise self.error
        self.sent.append((kind, message))
        return "transaction"


def post_channel(name: str, library: FakeLibrary) -> DigitalPostChannel:
    more = {"cvr": "12345678", "certificate": "x.pem", "sender_name": "Jobcenter"}
    return DigitalPostChannel(nemsms=name == "nemsms", library=library, **more)


@pytest.mark.parametrize("name", ["nemsms", "digital_post"])
async def test_digital_post_has_the_same_number_at_every_try_and_asks_who_is_registered(name):
    library = FakeLibrary()
    channel = post_channel(name, library)
    for _ in range(2):
        assert (await channel.send(outgoing("0101701234"))).result == "sent"
    numbers = {message.messageHeader.messageUUID for _kind, message in library.sent}
    assert len(numbers) == 1
    assert numbers != {"random"}
    library.registered = False
    assert (await channel.send(outgoing("0101701234"))).error == f"{name}_not_registered"
    library.registered, library.error = True, RuntimeError("cut")
    assert (await channel.send(outgoing("0101701234"))).result == "uncertain"
    library.error = RuntimeError("refused")
    library.error.response = SimpleNamespace(status_code=400)
    assert (await channel.send(outgoing("0101701234"))).result == "permanent"


@pytest.mark.skipif(find_spec("python_serviceplatformen") is not None, reason="the optional package is installed")
def test_without_its_package_digital_post_says_how_to_get_it():
    with pytest.raises(SettingsError, match="digitalpost"):
        Library()


def test_only_channels_that_are_set_up_are_offered(tmp_path):
    def settings(**given: str) -> Settings:
        return Settings(internal_token="x" * 16, reminders=ReminderSettings(**given))

    assert offered(settings()) == ("chat",)
    full = settings(
        smtp_host="mail",
        sms_provider="cpsms",
        sms_token="t",
        outbox_dir=str(tmp_path),
        public_url="https://ret.example",
    )
    assert offered(full) == ("email", "sms", "chat", "file")
    assert set(make_channels(full, CLOCK)) == {"email", "sms", "chat", "file"}
    assert isinstance(make_channels(full, CLOCK)["sms"], CpSms)
    assert (public_url(settings()), public_url(full)) == ("http://127.0.0.1:8000", "https://ret.example")
    assert offered(settings(sms_provider="gatewayapi")) == ("chat",)

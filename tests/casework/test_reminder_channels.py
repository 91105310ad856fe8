"""Every channel keeps the same contract, and tells a refusal that passes from one that stays and from silence."""

import email
import email.policy
from contextlib import contextmanager
from pathlib import Path

import pytest
from handoff_factories import open_talk
from reminder_channels import CLOCK, REFERENCE, SENDER, FakeLibrary, mail_channel, outgoing, post_channel

from casework.conversations import service as talks
from casework.reminders.channels import Trace, make_channels, offered, public_url
from casework.reminders.channels.chat import ChatChannel
from casework.reminders.channels.file import FileChannel
from casework.reminders.channels.sms import CpSms, GatewayApi
from casework.reminders.settings import ReminderSettings
from casework.settings import Settings
from tests.support.mail_server import MailServer
from tests.support.memory_channel import MemoryChannel
from tests.support.sms_server import CPSMS, GATEWAYAPI, SmsServer


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
        yield post_channel(name, library), outgoing(REFERENCE), lambda: len(library.sent)


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

"""NemSMS and Digital Post: the receiver is asked for when something is sent, and no CPR number is stored."""

from importlib.util import find_spec
from types import SimpleNamespace

import pytest
from handoff_factories import open_talk
from reminder_channels import CLOCK, CPR, REFERENCE, FakeLibrary, Login, outgoing, post_channel
from reminder_factories import NOW, rules
from sqlalchemy import text

from casework.db import session_scope
from casework.errors import SettingsError
from casework.reminders import contacts, service
from casework.reminders.channels import make_channels
from casework.reminders.channels.digital_post import Library
from casework.reminders.errors import BadAddressError, ContactNeededError, UnknownChannelError
from casework.reminders.settings import ReminderSettings
from casework.settings import Settings

POST = ["nemsms", "digital_post"]


@pytest.mark.parametrize("name", ["nemsms", "digital_post"])
async def test_digital_post_has_the_same_number_at_every_try_and_asks_who_is_registered(name):
    library = FakeLibrary()
    channel = post_channel(name, library)
    for _ in range(2):
        assert (await channel.send(outgoing(REFERENCE))).result == "sent"
    numbers = {message.messageHeader.messageUUID for _kind, message in library.sent}
    assert len(numbers) == 1
    assert numbers != {"random"}
    library.registered = False
    assert (await channel.send(outgoing(REFERENCE))).error == f"{name}_not_registered"
    library.registered, library.error = True, RuntimeError("cut")
    assert (await channel.send(outgoing(REFERENCE))).result == "uncertain"
    library.error = RuntimeError("refused")
    library.error.response = SimpleNamespace(status_code=400)
    assert (await channel.send(outgoing(REFERENCE))).result == "permanent"


@pytest.mark.skipif(find_spec("python_serviceplatformen") is not None, reason="the optional package is installed")
def test_without_its_package_digital_post_says_how_to_get_it():
    with pytest.raises(SettingsError, match="digitalpost"):
        Library()


@pytest.mark.parametrize("name", POST)
async def test_the_cpr_number_is_asked_for_when_it_is_sent(name):
    library, login = FakeLibrary(), Login()
    channel = post_channel(name, library, login)
    await channel.send(outgoing(REFERENCE))
    assert library.sent[0][1].recipient.recipientID == CPR
    login.known.clear()
    assert (await channel.send(outgoing(REFERENCE))).error == f"{name}_unknown"
    login.away = True
    outcome = await channel.send(outgoing(REFERENCE))
    assert (outcome.result, outcome.error) == ("temporary", f"{name}_lookup")


@pytest.mark.parametrize("name", POST)
@pytest.mark.parametrize("address", [CPR, "010170-1234", "010170 1234"])
def test_a_cpr_number_is_never_taken_down(database, name, address):
    conversation_id, _ = open_talk()
    with pytest.raises(UnknownChannelError):
        contacts.ask_code(conversation_id, name, address, NOW)
    with pytest.raises(BadAddressError):
        contacts.link(conversation_id, name, address, NOW)
    with session_scope(read_only=True) as session:
        assert session.scalar(text("SELECT count(*) FROM reminder_contacts")) == 0


@pytest.mark.parametrize(("reference", "taken"), [("a" * 16, True), ("a" * 15, False), ("1" * 16, False)])
def test_a_reference_is_long_and_no_number(database, reference, taken):
    conversation_id, _ = open_talk()
    if taken:
        assert contacts.link(conversation_id, "nemsms", reference, NOW).confirmed
        return
    with pytest.raises(BadAddressError):
        contacts.link(conversation_id, "nemsms", reference, NOW)


@pytest.mark.parametrize("name", POST)
def test_only_whoever_has_logged_in_can_be_reached(database, name):
    conversation_id, _ = open_talk()
    with pytest.raises(ContactNeededError):
        service.switch_on(conversation_id, kinds=["cv"], channel=name, now=NOW, rules=rules())
    contacts.link(conversation_id, name, REFERENCE, NOW)
    service.switch_on(conversation_id, kinds=["cv"], channel=name, now=NOW, rules=rules())
    with pytest.raises(UnknownChannelError):
        contacts.link(conversation_id, "email", REFERENCE, NOW)


def test_without_a_login_neither_of_them_is_there():
    chosen = ReminderSettings(digital_post_cvr="12345678", digital_post_certificate="x.pem")
    assert set(make_channels(Settings(internal_token="x" * 16, reminders=chosen), CLOCK)) == {"chat"}

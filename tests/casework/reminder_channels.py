"""Messages and channels for the tests of channels."""

from datetime import UTC, datetime
from types import SimpleNamespace

from casework.clock import FrozenClock
from casework.reminders.channels import Outgoing
from casework.reminders.channels.digital_post import DigitalPostChannel
from casework.reminders.channels.email import EmailChannel
from casework.reminders.channels.email import MailServer as Server

CLOCK = FrozenClock(datetime(2026, 11, 20, 9, tzinfo=UTC))
#: What a login has given for somebody, and who that is.
REFERENCE, CPR = "ref-7d1c0a9be4f24411", "0101701234"
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


class Login:
    """The municipality's login: who a reference stands for."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {REFERENCE: CPR}
        self.away = False

    def cpr_of(self, reference: str) -> str | None:
        if self.away:
            raise ConnectionError
        return self.known.get(reference)


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


def post_channel(name: str, library: FakeLibrary, login: Login | None = None) -> DigitalPostChannel:
    """NemSMS or Digital Post behind which `library` stands."""
    more = {"cvr": "12345678", "certificate": "x.pem", "sender_name": "Jobcenter"}
    return DigitalPostChannel(nemsms=name == "nemsms", library=library, recipients=login or Login(), **more)

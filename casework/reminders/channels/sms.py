"""SMS through two Danish gateways. Contracts: gatewayapi.com/docs/message and api.cpsms.dk."""

from typing import Any, Final

import httpx

from casework.reminders.channels.base import Fate, Outcome, Outgoing, Trace, permanent, sent, temporary, uncertain

TIMEOUT_SECONDS: Final = 10.0
GATEWAYAPI: Final = "https://messaging.gatewayapi.eu"
CPSMS: Final = "https://api.cpsms.dk/v2"
#: Wrong key, no credit left, too fast, out of order: not the message's fault, and it was not taken.
_NOT_TAKEN: Final = (401, 402, 403, 407, 408, 429, 503)
_OK, _BAD, _BROKEN = 200, 400, 500


class _Gateway:
    """What the gateways share: one request, and what its end means."""

    name = "sms"
    #: A telephone shows the same SMS twice.
    repeatable = False

    def __init__(self, url: str, headers: dict[str, str], auth: tuple[str, str] | None, timeout: float) -> None:
        self._client = httpx.AsyncClient(base_url=url, headers=headers, auth=auth, timeout=timeout)

    async def _post(self, path: str, body: dict[str, Any]) -> httpx.Response | Outcome:
        try:
            answer = await self._client.post(path, json=body)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            return temporary("sms_connect")
        except httpx.HTTPError:
            return uncertain("sms_cut")
        code = answer.status_code
        if code in _NOT_TAKEN:
            return temporary(f"sms_{code}")
        if code >= _BROKEN:
            return uncertain(f"sms_{code}")
        return permanent(f"sms_{code}") if code >= _BAD else answer

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


class GatewayApi(_Gateway):
    """gatewayapi.com in its European setup. It cannot be asked what became of a reference."""

    def __init__(self, *, token: str, sender: str, url: str = "", timeout: float = TIMEOUT_SECONDS) -> None:
        super().__init__(url or GATEWAYAPI, {"Authorization": f"Token {token}"}, None, timeout)
        self._sender = sender

    async def send(self, message: Outgoing) -> Outcome:
        """Hand over one message."""
        answer = await self._post(
            "/mobile/single",
            {
                "sender": self._sender,
                "recipient": int(message.address.lstrip("+")),
                "message": message.short,
                "reference": message.reference,
            },
        )
        if isinstance(answer, Outcome):
            return answer
        reference = _value(answer, "msg_id")
        return sent(reference) if reference else uncertain("sms_answer")

    async def look_up(self, trace: Trace) -> Fate:
        """The gateway tells of messages by itself only."""
        del trace
        return "unknown"


class CpSms(_Gateway):
    """cpsms.dk. Its log is asked for the reference."""

    def __init__(self, *, user: str, token: str, sender: str, url: str = "", timeout: float = TIMEOUT_SECONDS) -> None:
        super().__init__(url or CPSMS, {}, (user, token), timeout)
        self._sender = sender

    async def send(self, message: Outgoing) -> Outcome:
        """Hand over one message. The gateway answers 200 also when it has refused it."""
        answer = await self._post(
            "/send",
            {
                "to": message.address.lstrip("+"),
                "message": message.short,
                "from": self._sender,
                "reference": message.reference,
            },
        )
        if isinstance(answer, Outcome):
            return answer
        body = _json(answer)
        if isinstance(body, dict) and body.get("success"):
            return sent(message.reference)
        code = _error_code(body)
        if code is None:
            return uncertain("sms_answer")
        return temporary(f"sms_{code}") if code in _NOT_TAKEN else permanent(f"sms_{code}")

    async def look_up(self, trace: Trace) -> Fate:
        """Whether the log of the number holds the reference. The log may be asked for once in two minutes."""
        try:
            answer = await self._client.get(f"/getlog/{trace.address.lstrip('+')}")
        except httpx.HTTPError:
            return "unknown"
        log = _json(answer)
        if answer.status_code != _OK or not isinstance(log, list):
            return "unknown"
        found = any(isinstance(one, dict) and one.get("userReference") == trace.reference for one in log)
        return "sent" if found else "absent"


def _json(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None


def _value(answer: httpx.Response, name: str) -> str | None:
    body = _json(answer)
    return str(body[name]) if isinstance(body, dict) and body.get(name) else None


def _error_code(body: Any) -> int | None:
    error = body.get("error") if isinstance(body, dict) else None
    first = error[0] if isinstance(error, list) and error else error
    code = first.get("code") if isinstance(first, dict) else None
    return code if isinstance(code, int) else None

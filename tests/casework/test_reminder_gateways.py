"""The gateways for text messages: what they get, and what their answers mean."""

import pytest
from reminder_channels import outgoing

from casework.reminders.channels import Trace
from casework.reminders.channels.sms import CpSms, GatewayApi
from tests.support.sms_server import CPSMS, GATEWAYAPI, SmsServer


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

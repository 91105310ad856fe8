"""What a provider's answer must be before anybody is let in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from casework.identity.openid.errors import OpenIdError
from casework.identity.openid.provider import Answer, OpenIdProvider, Person
from casework.identity.openid.trusted import Trusted
from tests.support.lying_provider import LyingProvider, lying_provider

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HOME = "https://vi.example/tilbage"
SECONDS = int(NOW.timestamp())


@pytest.fixture
def provider() -> Iterator[LyingProvider]:
    with lying_provider() as made:
        yield made


@pytest.fixture
async def ours(provider: LyingProvider) -> AsyncIterator[OpenIdProvider]:
    made = OpenIdProvider(
        Trusted(
            issuer=provider.issuer,
            client_id="vi",
            client_secret="s" * 40,
            scope="openid",
            groups_claim="realm_access.roles",
            levels=("Substantial",),
        )
    )
    yield made
    await made.close()


async def who(ours: OpenIdProvider, provider: LyingProvider, at: datetime = NOW, **changes: Any) -> Person:
    """Who comes back when the token says the right things but for some changes (None = left out)."""
    _address, kept = await ours.begin(HOME, at)
    claims = {
        "iss": provider.issuer,
        "sub": "anna",
        "aud": "vi",
        "exp": SECONDS + 300,
        "iat": SECONDS,
        "nonce": kept.nonce,
        "loa": "Substantial",
        "name": "Anna",
        "realm_access": {"roles": ["RP"]},
    }
    provider.claims = {name: value for name, value in {**claims, **changes}.items() if value is not None}
    return await ours.finish(Answer(code="c"), kept, HOME, at)


async def refusal(ours: OpenIdProvider, provider: LyingProvider, **changes: Any) -> str:
    with pytest.raises(OpenIdError) as refused:
        await who(ours, provider, **changes)
    return refused.value.code


async def test_a_right_answer_says_who_it_is(ours: OpenIdProvider, provider: LyingProvider):
    person = await who(ours, provider)
    assert (person.subject, person.name, person.groups, person.level) == ("anna", "Anna", ("RP",), "Substantial")


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://ond.example"},
        {"aud": "andre"},
        {"aud": ["vi", "andre"], "azp": "andre"},
        {"aud": None},
        {"nonce": "gættet"},
        {"nonce": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"exp": None},
        {"iat": None},
        {"at_hash": "gættet"},
    ],
    ids=str,
)
async def test_a_token_with_a_wrong_claim_lets_nobody_in(
    ours: OpenIdProvider, provider: LyingProvider, changes: dict[str, Any]
):
    assert await refusal(ours, provider, **changes) == "wrong_answer"


@pytest.mark.parametrize(("late", "in_time"), [(59, True), (61, False)])
async def test_a_token_may_be_a_minute_over_for_clocks_differ(
    ours: OpenIdProvider, provider: LyingProvider, late: int, in_time: bool
):
    if in_time:
        assert (await who(ours, provider, exp=SECONDS - late)).subject == "anna"
    else:
        assert await refusal(ours, provider, exp=SECONDS - late) == "wrong_answer"


@pytest.mark.parametrize("sign", [LyingProvider.by_another, LyingProvider.by_the_secret, LyingProvider.unsigned])
async def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(
    ours: OpenIdProvider, provider: LyingProvider, sign: Callable[[LyingProvider, dict[str, Any]], str]
):
    provider.sign = lambda claims: sign(provider, claims)
    assert await refusal(ours, provider) == "wrong_answer"


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJSUzI1NiJ9.W10.x"])
async def test_what_is_no_token_lets_nobody_in(ours: OpenIdProvider, provider: LyingProvider, token: str):
    provider.sign = lambda _claims: token
    assert await refusal(ours, provider) == "wrong_answer"


async def test_a_new_key_of_the_provider_is_fetched_once_it_is_met(ours: OpenIdProvider, provider: LyingProvider):
    await who(ours, provider)
    provider.new_key()
    assert (await who(ours, provider)).subject == "anna"


async def test_the_document_and_keys_are_asked_for_again_after_an_hour(ours: OpenIdProvider, provider: LyingProvider):
    await who(ours, provider)
    await who(ours, provider)
    assert provider.asked.count("/keys") == 1
    await who(ours, provider, NOW + timedelta(hours=1), exp=SECONDS + 7200)
    assert provider.asked.count("/keys") == 2


@pytest.mark.parametrize(
    "document", [{"issuer": "https://ond.example"}, {"jwks_uri": None}, {"token_endpoint": 7}], ids=str
)
async def test_a_wrong_discovery_document_is_refused(
    ours: OpenIdProvider, provider: LyingProvider, document: dict[str, Any]
):
    provider.document = document
    assert await refusal(ours, provider) == "wrong_answer"


@pytest.mark.parametrize(("status", "code"), [(400, "wrong_answer"), (502, "away")])
async def test_a_provider_in_trouble_is_told_from_one_that_refuses(
    ours: OpenIdProvider, provider: LyingProvider, status: int, code: str
):
    provider.tokens_status = status
    assert await refusal(ours, provider) == code


@pytest.mark.parametrize("level", ["Low", "substantial", None])
async def test_a_level_that_was_not_named_is_too_weak(ours: OpenIdProvider, provider: LyingProvider, level: str | None):
    assert await refusal(ours, provider, loa=level) == "too_weak"

"""The provider as we talk to it: where to send people, and who somebody is when they come back.

    provider = OpenIdProvider(trusted)
    address, kept = await provider.begin(redirect_uri, now)      # send the browser to the address, keep the rest
    person = await provider.finish(answer, kept, redirect_uri, now)

Nothing of it is kept here: no access token, no claim but those of `Person`. Its ID token is for logging out again.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from casework.identity.openid.errors import OpenIdError
from casework.identity.openid.trusted import Trusted

#: Signatures made with a private key of the provider; never "none", and never our own shared secret.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
#: Clocks differ a little.
LEEWAY: Final = timedelta(seconds=60)
TIMEOUT_SECONDS: Final = 10.0
_DOCUMENT_LASTS: Final = timedelta(hours=1)
_LONGEST_CLAIM: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Secrets:
    """What binds an answer to the question: kept on the server until the person is back."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the browser brings back from the provider."""

    code: str = field(default="", repr=False)
    issuer: str = ""
    error: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Who the provider says it is. `subject` lasts, and is only unique together with the issuer."""

    issuer: str
    subject: str = field(repr=False)
    name: str = ""
    level: str = ""
    groups: tuple[str, ...] = ()
    id_token: str = field(default="", repr=False)


class OpenIdProvider:
    """One trusted provider."""

    def __init__(self, trusted: Trusted) -> None:
        self._trusted = trusted
        # Never a redirect: an address that was not named by the provider gets none of our secrets.
        self._client = httpx.AsyncClient(follow_redirects=False, timeout=TIMEOUT_SECONDS)
        self._document: dict[str, Any] = {}
        self._keys: dict[str, Any] = {}
        self._fetched: datetime | None = None

    async def begin(self, redirect_uri: str, now: datetime) -> tuple[str, Secrets]:
        """The address to send the browser to, and what must be kept until it comes back. Raises OpenIdError."""
        document = await self._read_document(now)
        kept = Secrets(
            state=secrets.token_urlsafe(32), nonce=secrets.token_urlsafe(32), verifier=secrets.token_urlsafe(48)
        )
        address: str = prepare_grant_uri(
            document["authorization_endpoint"],
            client_id=self._trusted.client_id,
            response_type="code",
            redirect_uri=redirect_uri,
            scope=self._trusted.scope,
            state=kept.state,
            nonce=kept.nonce,
            code_challenge=create_s256_code_challenge(kept.verifier),  # type: ignore[no-untyped-call]  # its stubs leave it open
            code_challenge_method="S256",
            **dict(self._trusted.extra),
        )
        return address, kept

    async def finish(self, answer: Answer, kept: Secrets, redirect_uri: str, now: datetime) -> Person:
        """Who came back. Raises OpenIdError when the provider, the answer or the level is not as it must be."""
        if answer.error:
            raise OpenIdError("refused", f"the provider answered {answer.error!r:.60}.")
        document = await self._read_document(now)
        named = document.get("authorization_response_iss_parameter_supported") is True
        if (named or answer.issuer) and answer.issuer != self._trusted.issuer:
            raise OpenIdError("wrong_answer", "the answer names another issuer.")
        tokens = await self._exchange(document, answer.code, kept, redirect_uri)
        claims = await self._checked(document, tokens, kept, now)
        claims = await self._completed(document, claims, str(tokens.get("access_token") or ""))
        return self._person(claims, str(tokens["id_token"]))

    async def logout_address(self, id_token: str | None, back: str, now: datetime) -> str | None:
        """Where the browser goes to log out at the provider too, and comes back to `back` from; None when the provider
        has no such place or cannot be asked: whoever logs out here is logged out, whatever it does."""
        try:
            endpoint = (await self._read_document(now)).get("end_session_endpoint")
        except OpenIdError:
            return None
        if not isinstance(endpoint, str):
            return None
        told = {"client_id": self._trusted.client_id, "post_logout_redirect_uri": back}
        if id_token:
            told["id_token_hint"] = id_token
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(told)}"

    async def close(self) -> None:
        """Give back the connections."""
        await self._client.aclose()

    async def _exchange(self, document: Mapping[str, Any], code: str, kept: Secrets, redirect: str) -> dict[str, Any]:
        """The code for tokens. The name and secret are quoted, as RFC 6749 2.3.1 wants."""
        if not code:
            raise OpenIdError("wrong_answer", "the answer holds no code.")
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "code_verifier": kept.verifier,
        }
        auth = (quote(self._trusted.client_id, safe=""), quote(self._trusted.client_secret, safe=""))
        return await self._ask("POST", document["token_endpoint"], data=form, auth=auth)

    async def _checked(
        self, document: Mapping[str, Any], tokens: Mapping[str, Any], kept: Secrets, now: datetime
    ) -> dict[str, Any]:
        """The claims of an ID token whose signature, issuer, audience, time and nonce are right."""
        raw = str(tokens.get("id_token") or "")
        try:
            try:
                token = jwt.decode(raw, await self._key_set(document), algorithms=ALGORITHMS)
            except JoseError:
                # The provider may have changed its keys since we looked.
                token = jwt.decode(raw, await self._key_set(document, again=True), algorithms=ALGORITHMS)
            params = {
                "nonce": kept.nonce,
                "client_id": self._trusted.client_id,
                "access_token": tokens.get("access_token"),
            }
            options = {
                "iss": {"essential": True, "value": self._trusted.issuer},
                "aud": {"essential": True, "value": self._trusted.client_id},
            }
            claims = CodeIDToken(token.claims, token.header, options=options, params=params)
            claims.validate(now=int(now.timestamp()), leeway=int(LEEWAY.total_seconds()))
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise OpenIdError("wrong_answer", f"the ID token does not hold ({type(error).__name__}).") from error
        return dict(claims)

    async def _completed(
        self, document: Mapping[str, Any], claims: dict[str, Any], access_token: str
    ) -> dict[str, Any]:
        """Add what only the userinfo endpoint tells; the ID token wins where both speak."""
        wanted = [name for name in self._trusted.claims if _claim(claims, name) is None]
        endpoint = document.get("userinfo_endpoint")
        if not wanted or not endpoint or not access_token:
            return claims
        told = await self._ask("GET", str(endpoint), headers={"Authorization": f"Bearer {access_token}"})
        if told.get("sub") != claims["sub"]:
            raise OpenIdError("wrong_answer", "userinfo speaks of somebody else.")
        return {**told, **claims}

    def _person(self, claims: Mapping[str, Any], id_token: str) -> Person:
        trusted = self._trusted
        subject = _claim(claims, trusted.subject_claim)
        if not isinstance(subject, str) or not subject:
            raise OpenIdError("wrong_answer", f"there is no claim {trusted.subject_claim!r} with the person's id.")
        level = str(_claim(claims, trusted.level_claim) or "")
        if trusted.levels and level not in trusted.levels:
            raise OpenIdError("too_weak", "the person was not recognised surely enough.")
        groups = _claim(claims, trusted.groups_claim)
        return Person(
            issuer=trusted.issuer,
            subject=subject,
            name=str(_claim(claims, trusted.name_claim) or "")[:_LONGEST_CLAIM].strip(),
            level=level,
            groups=tuple(str(group) for group in groups) if isinstance(groups, list) else (),
            id_token=id_token,
        )

    async def _read_document(self, now: datetime) -> Mapping[str, Any]:
        """The discovery document, read again every hour."""
        if self._fetched is None or not timedelta(0) <= now - self._fetched < _DOCUMENT_LASTS:
            address = f"{self._trusted.issuer.rstrip('/')}/.well-known/openid-configuration"
            document = await self._ask("GET", address)
            if document.get("issuer") != self._trusted.issuer:
                raise OpenIdError("wrong_answer", "the discovery document is that of another issuer.")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                if not isinstance(document.get(name), str):
                    raise OpenIdError("wrong_answer", f"the discovery document lacks {name}.")
            self._document, self._keys, self._fetched = document, {}, now
        return self._document

    async def _key_set(self, document: Mapping[str, Any], *, again: bool = False) -> KeySet:
        if again or not self._keys:
            self._keys = await self._ask("GET", document["jwks_uri"])
        keys = [key for key in self._keys.get("keys") or [] if key.get("use", "sig") == "sig"]
        return KeySet.import_key_set({"keys": keys})

    async def _ask(self, method: str, address: str, **options: Any) -> dict[str, Any]:
        """A JSON object from the provider. Its error texts go nowhere: they may hold what a person typed."""
        try:
            response = await self._client.request(method, address, **options)
            body = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise OpenIdError("away", f"the provider could not be asked ({type(error).__name__}).") from error
        if response.is_server_error:
            raise OpenIdError("away", f"the provider answered {response.status_code}.")
        if not response.is_success or not isinstance(body, dict):
            raise OpenIdError("wrong_answer", f"the provider answered {response.status_code}.")
        return body


def _claim(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its name, or by a path such as "realm_access.roles"; a name with dots in it is tried as it is."""
    if name in claims or "." not in name:
        return claims.get(name)
    head, _, rest = name.partition(".")
    inner = claims.get(head)
    return _claim(inner, rest) if isinstance(inner, Mapping) else None

"""A real OpenID provider on this machine (npm's oidc-provider), and the way through its pages."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx

from tests.support.ports import free_ports

SCRIPT = Path(__file__).with_suffix(".mjs")
CLIENT_ID, CLIENT_SECRET = "ret-og-pligt", "kun/til+denne%proeve:1"
MOST_STEPS = 20


@contextmanager
def identity_provider(
    redirect_uri: str, people: Mapping[str, Mapping[str, Any]], *, claims_in: str = "id_token", goodbye: str = ""
) -> Iterator[str]:
    """A provider that knows some people; its issuer address. `claims_in` = id_token or userinfo; `goodbye` = the
    address to come back to after logging out there."""
    port = free_ports(1)[0]
    client = {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "redirect_uris": [redirect_uri],
        "post_logout_redirect_uris": [goodbye] if goodbye else [],
    }
    wanted = {"port": port, "client": client, "people": people, "acr": claims_in}
    process = subprocess.Popen(
        ["node", str(SCRIPT), json.dumps(wanted)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline().strip() == "ready", "the provider did not start: run npm ci"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def out_of_the_provider(address: str) -> str:
    """Log out at the provider, as its page asks; the address at which it sends us home."""
    with httpx.Client() as browser:
        page = browser.get(address)
        token = re.search(r'name="xsrf" value="([^"]+)"', page.text)
        action = re.search(r'action="([^"]+)"', page.text)
        assert page.status_code == httpx.codes.OK and token and action, page.text  # noqa: PT018 - one thing: the page
        answer = browser.post(action.group(1), data={"xsrf": token.group(1), "logout": "yes"})
    return str(answer.headers["location"])


def through_the_provider(address: str, login: str | None) -> str:
    """Go through the provider's pages as `login` (None = turn back); the address at which it sends us home."""
    with httpx.Client() as browser:
        answer = browser.get(address)
        for _step in range(MOST_STEPS):
            if answer.is_redirect:
                onward = urljoin(str(answer.url), answer.headers["location"])
                if httpx.URL(onward).port != httpx.URL(address).port:
                    return onward
                answer = browser.get(onward)
            elif login is None:
                answer = browser.get(f"{str(answer.url).rstrip('/')}/abort")
            else:
                # The development pages ask twice: who it is, and whether we may know.
                prompt = "login" if 'name="login"' in answer.text else "consent"
                answer = browser.post(str(answer.url), data={"prompt": prompt, "login": login, "password": "x"})
    raise AssertionError("the provider never sent us home")

"""HTTP clients of a server on this machine."""

import ssl
from functools import cache

import httpx


def local_client(url: str, **options: object) -> httpx.Client:
    """A client with cookies of its own, as a browser has; `options` are httpx's."""
    return httpx.Client(base_url=url, timeout=30, trust_env=False, verify=_certificates(), **options)


@cache
def _certificates() -> ssl.SSLContext:
    # httpx reads the authorities anew for every client: longer than most tests take, and nothing here is https.
    return httpx.create_ssl_context(trust_env=False)

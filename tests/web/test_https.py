"""Where citizens come over https, browsers are told to use nothing else."""

from dataclasses import replace

import pytest

from casework.settings import Settings
from tests.web.conftest import running_client, running_web


@pytest.mark.parametrize(("origin", "told"), [("https://hjaelp.example", True), ("http://hjaelp.example", False)])
def test_browsers_are_told_to_use_https_alone_where_there_is_https(settings: Settings, origin: str, told: bool):
    with running_web(replace(settings, allowed_origins=(origin,))) as web, running_client(web) as client:
        assert ("strict-transport-security" in client.get("/").headers) == told

"""The widget's script under its short address: what stands before it, and that it is not sent twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from casework.settings import Settings
from tests.web.conftest import running_client, running_web
from web.routes.widget import SCRIPT

COLOUR = "#0b5d3b"


@pytest.fixture(params=[COLOUR, "", "red;alert(1)"])
def client(settings: Settings, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    with running_web(replace(settings, authority_colour=request.param)) as web, running_client(web) as client:
        yield client


@pytest.mark.parametrize("client", [COLOUR], indirect=True)
def test_the_municipalitys_colour_stands_before_the_script(client: httpx.Client):
    got = client.get("/widget.js").content
    assert got.endswith(SCRIPT.read_bytes())
    assert b'dataset.authorityColour="#0b5d3b"' in got
    assert client.get("/api/v1/widget").json()["look"]["colour"] == COLOUR


@pytest.mark.parametrize("client", ["", "red;alert(1)"], indirect=True)
def test_without_a_colour_or_with_what_is_none_the_script_is_the_built_one(client: httpx.Client):
    assert client.get("/widget.js").content == SCRIPT.read_bytes()
    assert client.get("/api/v1/widget").json()["look"]["colour"] == ""


@pytest.mark.parametrize("client", [COLOUR], indirect=True)
@pytest.mark.parametrize("form", ["{}", "W/{}", '"andet", {}'])
def test_a_browser_that_has_the_newest_script_gets_it_no_second_time(client: httpx.Client, form: str):
    tag = client.get("/widget.js").headers["etag"]
    again = client.get("/widget.js", headers={"If-None-Match": form.format(tag)})
    assert (again.status_code, again.content, again.headers["cache-control"]) == (304, b"", "no-cache")
    older = client.get("/widget.js", headers={"If-None-Match": '"gammelt"'})
    assert (older.status_code, older.headers["etag"]) == (200, tag)

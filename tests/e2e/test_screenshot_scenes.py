"""Some scenes of `make screenshots` on the running product, so that they do not rot between two takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from casework.db import use_database
from tests.screenshots import scenes_citizen, scenes_staff
from tests.screenshots.camera import Camera
from tests.screenshots.studio import Studio
from tests.support.host_site import HostSite
from tests.support.mail_server import MailServer
from tests.support.stack import Stack
from tests.support.staff import make_staff

pytestmark = [pytest.mark.browser, pytest.mark.stack]

#: Those that need neither open hours nor a calendar of their own, and how many pictures each takes.
SCENES: dict[Callable[[Studio], None], int] = {
    scenes_citizen.answer: 2,
    scenes_citizen.widget: 1,
    scenes_staff.settings: 6,
    scenes_staff.data_desk: 1,
}


@pytest.fixture
def studio(stack: Stack, browser: Browser, host: HostSite, tmp_path: Path) -> Iterator[Studio]:
    use_database(f"sqlite:///{stack.database}")
    with MailServer() as post:
        made = Studio(stack, browser, Camera(tmp_path), post, host)
        made.people["administrator"] = make_staff("administrator")
        yield made
        made.close_windows()


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_a_scene_is_played_to_its_end_and_leaves_its_pictures(studio: Studio, tmp_path: Path, scene: Callable):
    scene(studio)
    pictures = sorted(path.stem for path in tmp_path.glob("*.png"))
    assert pictures == sorted(studio.camera.taken)
    assert len(pictures) == SCENES[scene]

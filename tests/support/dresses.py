"""How pages of staff are looked at in pictures: the name of the picture, and the options of the window."""

from typing import Any

DRESSES: dict[str, dict[str, Any]] = {
    "lys": {"viewport": {"width": 1280, "height": 900}},
    "moerk": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "smal": {"viewport": {"width": 320, "height": 640}},
}

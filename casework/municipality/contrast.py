"""Whether a colour can be read: the contrast of WCAG 2.2. Pure."""

import re
from typing import Final

_HEX: Final = re.compile(r"#[0-9a-f]{6}")
#: What buttons and links of the page stand on: white, the grey of boxes and the blue of the citizen's own messages.
GROUNDS: Final = ("#ffffff", "#f5f5f5", "#e1ecf7")
LEAST: Final = 4.5


def is_colour(text: str) -> bool:
    """Whether it is a colour as #rrggbb in small letters."""
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (#rrggbb), from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def weakest(colour: str) -> float:
    """The contrast of a colour where it is weakest on our pages."""
    return min(contrast(colour, ground) for ground in GROUNDS)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    # The two branches of sRGB's own curve.
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the standard's numbers

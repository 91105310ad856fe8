"""Copy the browser assets from node_modules to web/static/vendor.

Standard library only, so that it runs before anything is installed but the npm packages.
Run: ``python3 tools/assets.py`` (``--force`` copies again although nothing has changed).
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FONT_FOLDER = "IBMPlexSans/complete/woff2"
FONT_FILES = ("IBMPlexSans-Regular", "IBMPlexSans-Medium", "IBMPlexSans-SemiBold", "IBMPlexSans-Bold")

_FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
_IMAGE_URL = re.compile(r"url\(\.\./img/([A-Za-z0-9_./-]+)\)")
_SOURCE_MAP = re.compile(r"^(/\*|//)# sourceMappingURL=.*$", re.MULTILINE)


class AssetsError(Exception):
    """Something that the copying needs is not there. The message says what to do."""


def main(argv: list[str] | None = None) -> int:
    """Copy the assets when they are missing or out of date. Returns the exit code."""
    force = "--force" in (sys.argv[1:] if argv is None else argv)
    try:
        copied = copy_assets(ROOT / "node_modules", ROOT / "web" / "static" / "vendor", force=force)
    except AssetsError as error:
        print(error, file=sys.stderr)
        return 1
    print("Sidens stilark, skrifter og ikoner er kopieret." if copied else "Sidens stilark og ikoner er på plads.")
    return 0


def copy_assets(modules: Path, vendor: Path, *, force: bool = False) -> bool:
    """Fill ``vendor`` from the npm folder ``modules``; True when something was copied.

    Raises AssetsError when an npm package or a file in it is missing.
    """
    stamp = _stamp(modules)
    stamp_file = vendor / ".stamp"
    if not force and stamp_file.is_file() and stamp_file.read_text(encoding="utf-8") == stamp:
        return False
    if vendor.exists():
        shutil.rmtree(vendor)
    vendor.mkdir(parents=True)
    _copy_design_system(modules / "dkfds" / "dist", vendor / "dkfds")
    _copy_text(modules / "socket.io-client" / "dist" / "socket.io.esm.min.js", vendor / "socket.io.esm.min.js")
    stamp_file.write_text(stamp, encoding="utf-8")
    return True


def rewrite_stylesheet(css: str) -> tuple[str, set[str]]:
    """Keep the four upright woff2 fonts and tell which images the stylesheet uses.

    The design system ships eight faces in five formats (11 MB). Every browser we support reads woff2, and the page
    uses no italics, so the rest would only make the installation larger.
    """
    css = _FONT_FACE.sub(_font_face, _SOURCE_MAP.sub("", css))
    return css, set(_IMAGE_URL.findall(css))


def _font_face(match: re.Match[str]) -> str:
    for name in FONT_FILES:
        if f"/{name}.woff2" in match[0]:
            weight = re.search(r"font-weight:(\d+)", match[0])
            return (
                "@font-face{font-display:swap;font-family:IBM Plex Sans;font-style:normal;"
                f"font-weight:{weight[1] if weight else 400};"
                f'src:url(../fonts/{name}.woff2) format("woff2")}}'
            )
    return ""


def _copy_design_system(dist: Path, target: Path) -> None:
    css, images = rewrite_stylesheet(_read(dist / "css" / "dkfds.min.css"))
    (target / "css").mkdir(parents=True)
    (target / "css" / "dkfds.min.css").write_text(css, encoding="utf-8")
    for name in FONT_FILES:
        _copy(dist / "fonts" / FONT_FOLDER / f"{name}.woff2", target / "fonts" / f"{name}.woff2")
    for image in sorted(images):
        _copy(dist / "img" / image, target / "img" / image)
    _copy(dist / "LICENSE.md", target / "LICENSE.md")


def _stamp(modules: Path) -> str:
    """What the copy was made of: the versions of the packages and this program itself."""
    versions = [json.loads(_read(modules / name / "package.json"))["version"] for name in ("dkfds", "socket.io-client")]
    program = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return "\n".join([*versions, program])


def _copy_text(source: Path, target: Path) -> None:
    target.write_text(_SOURCE_MAP.sub("", _read(source)), encoding="utf-8")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError:
        raise _missing(source) from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise _missing(path) from None


def _missing(path: Path) -> AssetsError:
    return AssetsError(f"Filen {path} mangler. Kør »npm ci« i projektets mappe, og prøv igen.")


if __name__ == "__main__":
    sys.exit(main())

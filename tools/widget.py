"""Make the one file that puts the chat on somebody else's page: web/static/widget/widget.js.

The page's own modules and style sheets go into it, so that the widget can never fall behind the page.
Standard library only. Run: ``python3 tools/widget.py`` (``--force`` makes it again although nothing has changed).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "web" / "static"
ENTRY = STATIC / "js" / "widget" / "main.js"
TARGET = STATIC / "widget"
#: In the order in which the page loads them; the widget's own has the last word.
SHEETS = ("chat", "card", "table", "rights", "person", "modes", "widget")
#: A page that names a file by its version must find it for a while after we have been brought up to date.
KEPT_VERSIONS = 5

_REM = re.compile(r"(?<![\w.-])(-?\d*\.?\d+)rem\b")
_WIDTH_QUERY = re.compile(r"@media \((max|min)-width:")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class WidgetError(Exception):
    """The file cannot be made. The message says what to do."""


def main(argv: list[str] | None = None) -> int:
    """Make the file when it is missing or out of date. Returns the exit code."""
    force = "--force" in (sys.argv[1:] if argv is None else argv)
    try:
        made = make_widget(TARGET, force=force)
    except WidgetError as error:
        print(error, file=sys.stderr)
        return 1
    print("Chatten til andre hjemmesider er bygget." if made else "Chatten til andre hjemmesider er på plads.")
    return 0


def make_widget(target: Path, *, force: bool = False) -> bool:
    """Fill the folder `target` with widget.js, the same under its version, and manifest.json.

    True when it was made. Raises WidgetError when esbuild or the modules it needs are missing or cannot be read.
    """
    fingerprint = _fingerprint()
    manifest = target / "manifest.json"
    if not force and manifest.is_file() and json.loads(manifest.read_text("utf-8")).get("made_of") == fingerprint:
        return False
    script = _bundle(stylesheet())
    target.mkdir(parents=True, exist_ok=True)
    version = hashlib.sha256(script).hexdigest()[:12]
    named = target / f"widget.{version}.js"
    named.write_bytes(script)
    (target / "widget.js").write_bytes(script)
    integrity = "sha384-" + base64.b64encode(hashlib.sha384(script).digest()).decode()
    facts = {"file": named.name, "integrity": integrity, "bytes": len(script), "made_of": fingerprint}
    manifest.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    _drop_old(target)
    return True


def stylesheet() -> str:
    """The page's style sheets as the widget needs them."""
    sheets = ((STATIC / "css" / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS[:-1])
    own = (STATIC / "css" / "widget.css").read_text(encoding="utf-8")
    return "\n".join([*(rewrite(sheet) for sheet in sheets), in_own_unit(own)])


def rewrite(css: str) -> str:
    """A style sheet of the page for a shadow root: own unit, no root, and the width of the panel for the window's."""
    css = _WIDTH_QUERY.sub(r"@container rp (\1-width:", _COMMENT.sub("", css))
    return in_own_unit(css.replace(":root", ".rp"))


def in_own_unit(css: str) -> str:
    """`1.6rem` -> a multiple of the widget's own unit: the host's root size means nothing to us."""
    return _REM.sub(r"calc(var(--rp-rem) * \1)", css)


def _bundle(css: str) -> bytes:
    esbuild = ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"
    if not esbuild.exists():
        raise WidgetError("Pakken esbuild mangler. Kør »npm ci« i projektets mappe, og prøv igen.")
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "widget.css"
        sheet.write_text(css, encoding="utf-8")
        command = [
            str(esbuild),
            str(ENTRY),
            "--bundle",
            "--format=iife",
            "--minify",
            "--charset=utf8",
            "--legal-comments=none",
            "--target=chrome111,firefox113,safari16.4",
            "--loader:.css=text",
            f"--alias:widget-styles={sheet}",
            "--log-level=error",
        ]
        done = subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
    if done.returncode != 0:
        raise WidgetError(f"Chatten til andre hjemmesider kunne ikke bygges:\n{done.stderr.decode()}")
    return done.stdout


def _fingerprint() -> str:
    """What the file is made of."""
    sources = [*sorted((STATIC / "js").rglob("*.js")), *sorted((STATIC / "css").glob("*.css")), Path(__file__)]
    sources += [path for path in [STATIC / "vendor" / ".stamp", ROOT / "package-lock.json"] if path.is_file()]
    total = hashlib.sha256()
    for path in sources:
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _drop_old(target: Path) -> None:
    versions = sorted(target.glob("widget.*.js"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in versions[KEPT_VERSIONS:]:
        path.unlink()


if __name__ == "__main__":
    sys.exit(main())

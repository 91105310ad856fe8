"""A municipality's own site in tests: another origin than ours, a strict CSP, style sheets that mean harm."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

#: What docs/widget.md tells a site owner to add, and not a word more.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src {base}; connect-src {base} {socket}; font-src {base}; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
)

#: Everything that has broken a widget somewhere.
HOSTILE = """
* { letter-spacing: 5px; line-height: 4; text-transform: uppercase; word-spacing: 1em; text-align: center !important;
    font-family: cursive; font-style: italic; color: lime; visibility: inherit; text-indent: 3em; cursor: wait; }
body > * { all: revert; opacity: 0.2 !important; filter: blur(3px); transform: rotate(3deg); }
body > :not(main):not(.cover):not(p) { display: none !important; visibility: hidden !important; }
button, dialog, details, textarea, section { display: none !important; }
[hidden] { display: block !important; }
.visually-hidden { position: static !important; width: auto !important; }
:root { --page: #000; --text: #111; --accent: #222; --rp-rem: 100px; --rp-scale: 9; }
.cover { position: fixed; inset: auto 0 0 auto; width: 300px; height: 120px; background: gold; z-index: 2147483647; }
main { text-align: left !important; }
"""

PAGE = """<!doctype html>
<html lang="da"><head><meta charset="utf-8"><title>Eksempelkøbing Kommune</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/{sheet}.css?root={root}">
<script src="{base}{file}" {attributes} defer></script></head>
<body><main><h1>Ledig i Eksempelkøbing</h1>
<p>Her kan du læse om at være ledig. <a id="next" href="{path}?next=1">Næste side</a></p>
<p><a id="ask" href="{base}/" data-retpligt-open>Spørg om dine pligter</a></p>
<noscript><p><a href="{base}/">Spørg Ret &amp; Pligt på en side for sig</a></p></noscript>
<p>{filler}</p></main>{cover}</body></html>"""


class HostSite:
    """Serves one page in several dresses: /<sheet>/<root>/, e.g. /hostile/62.5%/ or /plain/16px/."""

    def __init__(self, port: int) -> None:
        self.url = f"http://localhost:{port}"
        #: The address of our server; set before the first page is asked for.
        self.base = ""
        self.file = "/widget.js"
        self.attributes = ""
        #: False = the site's CSP, or something on the way, lets no WebSocket through.
        self.sockets = True

    def page(self, path: str) -> tuple[str, str]:
        """(HTML, content security policy) of an address."""
        sheet, root = [*[part for part in path.partition("?")[0].split("/") if part], "plain", "100%"][:2]
        policy = POLICY.format(base=self.base, socket=self.base.replace("http", "ws", 1) if self.sockets else "")
        html = PAGE.format(
            base=self.base,
            file=self.file,
            attributes=self.attributes,
            sheet=sheet,
            root=root.replace("%", "%25"),
            path=path.partition("?")[0],
            filler="Kommunen hjælper dig videre. " * 200,
            cover='<div class="cover">Cookies</div>' if sheet == "hostile" else "",
        )
        return html, policy

    def sheet(self, path: str) -> str:
        """The style sheet of an address."""
        root = path.rpartition("=")[2].replace("%25", "%")
        return f"html {{ font-size: {root}; }}" + (HOSTILE if "/hostile.css" in path else "")


@contextmanager
def running_host(port: int) -> Iterator[HostSite]:
    """The site on that port of localhost, from the first to the last line of the `with`."""
    site = HostSite(port)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_sheet = ".css" in self.path
            text, policy = (site.sheet(self.path), "") if is_sheet else site.page(self.path)
            self.send_response(200 if self.path != "/favicon.ico" else 404)
            self.send_header("Content-Type", "text/css" if is_sheet else "text/html; charset=utf-8")
            if policy:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()

"""The proxy of deploy/compose.yml, run by the nginx of this machine: https, and http sends the citizen there.

Debian's nginx is older than the image's. The three lines it does not know (looking up names again, and how http2 is
turned on) are taken out first; nothing else is changed.
"""

import subprocess
from pathlib import Path

import httpx
import pytest

from tests.support.ports import free_ports
from tests.support.proxy_server import NginxServer
from tests.support.services import open_folder, program, running
from tests.support.stack import ROOT
from tests.tools.test_proxy import Echo, serving

CONFIG = ROOT / "deploy/nginx/nginx.conf"


def certificate(folder: Path) -> None:
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    command = [program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", *files]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def ports() -> list[int]:
    return free_ports(2)


def adapted(folder: Path, web: int, ports: list[int]) -> str:
    text = CONFIG.read_text(encoding="utf-8")
    for ours, here in (
        ("/tmp/", f"{folder}/"),
        ("    resolver 127.0.0.11 valid=5s;\n", ""),
        ("        http2 on;\n", ""),
        ("web:8000 resolve", f"127.0.0.1:{web}"),
        ("/etc/nginx/retpligt", str(ROOT / "deploy/nginx")),
        ("/run/secrets/tls_certificate", str(folder / "certificate.pem")),
        ("/run/secrets/tls_key", str(folder / "key.pem")),
        ("listen 8443", f"listen 127.0.0.1:{ports[0]}"),
        ("listen 8080", f"listen 127.0.0.1:{ports[1]}"),
    ):
        assert ours in text, ours
        text = text.replace(ours, here)
    return "daemon off;\n" + text


def test_citizens_are_served_over_https_and_sent_there_from_http(ports: list[int]):
    with open_folder("nginx") as place, serving(Echo) as web:
        folder = Path(place)
        certificate(folder)
        config = adapted(folder, web.server_port, ports)
        with running(NginxServer(folder, config, ports[0])), httpx.Client(verify=False) as browser:
            told = browser.get(f"https://127.0.0.1:{ports[0]}/chat").json()["headers"]
            assert told["x-forwarded-proto"] == "https"
            assert browser.get(f"https://127.0.0.1:{ports[0]}/metrics").status_code == 404
            sent_on = browser.get(f"http://127.0.0.1:{ports[1]}/chat?a=1", headers={"Host": "ret.example"})
            assert (sent_on.status_code, sent_on.headers["location"]) == (308, "https://ret.example/chat?a=1")
            assert browser.get(f"http://127.0.0.1:{ports[1]}/healthz").status_code == 200

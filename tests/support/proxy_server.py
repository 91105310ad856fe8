"""nginx with the product's own configuration, that a test kills and brings back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.support.services import open_folder, program, wait_for_port
from tests.support.stack import ROOT

sys.path.insert(0, str(ROOT / "tools"))
from proxy import command, configuration


class NginxServer:
    """An nginx with a configuration, which listens on `port` and works in `folder`; its workers must get in there."""

    def __init__(self, folder: Path, text: str, port: int) -> None:
        self.port = port
        self.log = folder / "nginx.log"
        config = folder / "nginx.conf"
        config.write_text(text, encoding="utf-8")
        self._command = command(program("nginx"), config)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The master's; its worker is a child."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start and wait until it answers."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, start_new_session=True)
        wait_for_port(self.port, "nginx")

    def kill(self) -> None:
        """End it and its workers at once."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


class ProxyServer(NginxServer):
    """Takes calls on `port` to the web processes on `web_ports`."""

    def __init__(self, port: int, web_ports: list[int]) -> None:
        self._own = open_folder("nginx")
        works_in = Path(self._own.name)
        super().__init__(works_in, configuration(f"127.0.0.1:{port}", web_ports, works_in), port)

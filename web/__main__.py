"""`python -m web`: the web process, host and port from the settings."""

import sys

import uvicorn
from fastapi import FastAPI

from casework import logs
from casework.errors import SettingsError
from casework.settings import Settings, load_settings
from web.app import create_app

#: Long polls of the socket must not hold up a restart.
SHUTDOWN_SECONDS = 3


def server_config(app: FastAPI, settings: Settings, log_level: str = "info") -> uvicorn.Config:
    """How the application is served: where, quietly, and whose word is taken for who asks."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        # Its lines on every request would tell nothing about who asks, and cost time.
        access_log=False,
        log_level=log_level,
        log_config=None,  # its own would write in another form
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )


def main() -> int:
    """Run until stopped. Returns the exit code; a wrong setting is said in one line."""
    try:
        settings = load_settings()
        logs.set_up("web", settings.log_format)
        app = create_app(settings)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    uvicorn.Server(server_config(app, settings)).run()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

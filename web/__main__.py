"""`python -m web`: the web process, host and port from the settings."""

import logging
import sys

import uvicorn

from casework.errors import SettingsError
from casework.settings import load_settings
from web.app import create_app

#: Long polls of the socket must not hold up a restart.
SHUTDOWN_SECONDS = 3


def main() -> int:
    """Run until stopped. Returns the exit code; a wrong setting is said in one line."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # Its lines on every request would tell nothing about who asks, and cost time.
    try:
        settings = load_settings()
        app = create_app(settings)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="info",
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

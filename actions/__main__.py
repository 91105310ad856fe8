"""`python -m actions`: the action server at the address of RETPLIGT_ACTIONS_URL."""

import logging
import sys
from urllib.parse import urlsplit

import uvicorn

from actions._wiring import settings
from actions.server import create_app
from casework import logs
from casework.errors import SettingsError

DEFAULT_PORT = 5055


def main() -> int:
    """Run until stopped. Returns the exit code; a wrong setting is said in one line.

    The access log is off: it would add nothing but noise to one caller's calls.
    """
    try:
        logs.set_up("actions", settings().log_format)
        logging.getLogger("rasa_sdk.executor").setLevel(logging.WARNING)
        address, app = urlsplit(settings().actions_urls[0]), create_app()
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    # One process: the executor is async, the database work runs in threads.
    uvicorn.run(
        app,
        host=address.hostname or "127.0.0.1",
        port=address.port or DEFAULT_PORT,
        access_log=False,
        log_level="warning",
        log_config=None,  # its own would write in another form
        timeout_keep_alive=75,
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

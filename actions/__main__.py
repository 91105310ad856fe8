"""`python -m actions`: the action server at the address of RETPLIGT_ACTIONS_URL."""

import logging
from urllib.parse import urlsplit

import uvicorn

from actions._wiring import settings
from actions.server import create_app

DEFAULT_PORT = 5055


def main() -> None:
    """Run until stopped. The access log is off: it would add nothing but noise to one caller's calls."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("rasa_sdk.executor").setLevel(logging.WARNING)
    address = urlsplit(settings().actions_url)
    # One process: the executor is async, the database work runs in threads.
    uvicorn.run(
        create_app(),
        host=address.hostname or "127.0.0.1",
        port=address.port or DEFAULT_PORT,
        access_log=False,
        log_level="warning",
        timeout_keep_alive=75,
    )


if __name__ == "__main__":
    main()

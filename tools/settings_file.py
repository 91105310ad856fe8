"""The installation's settings: .env, overruled by the environment."""

import os

from terminal import ROOT, Stop

ENV_FILE = ROOT / ".env"
PREFIX = "RETPLIGT_"


def read_settings():
    """All RETPLIGT_ settings as a dict; what stands in the environment wins over .env.

    Raises:
        Stop: the installation has no secret token yet.
    """
    values = {}
    if ENV_FILE.exists():
        for line in ENV_FILE.read_text(encoding="utf-8").splitlines():
            key, found, value = line.strip().partition("=")
            if found and key.startswith(PREFIX):
                values[key.strip()] = value.strip().strip('"')
    values.update({k: v for k, v in os.environ.items() if k.startswith(PREFIX)})
    if not values.get("RETPLIGT_INTERNAL_TOKEN"):
        raise Stop("Indstillingen RETPLIGT_INTERNAL_TOKEN mangler. Kør 'make setup', som skriver den i filen .env.")
    return values

"""`make bench-masking`: how long hiding personal data takes on 50,000 hostile characters."""

# ruff: noqa: T201 (a measurement prints)
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from typing import Final

from casework.privacy import masking, redaction

SIGNS: Final = 50_000
LIMIT_MS: Final = 50.0
TIMES: Final = 5
#: Texts that make patterns work: each begins a find again and again and does not end it, or ends thousands of them.
_PARTS: Final[Mapping[str, str]] = {
    "ét bogstav": "a",
    "ét ciffer": "1",
    "cifre med mellemrum": "1 ",
    "cifre med bindestreg": "1-",
    "næsten cpr": "0101701",
    "cpr på cpr": "010170-1234 ",
    "cifre som ord": "nul en to ",
    "snabel-a": "a@",
    "punktummer": "a.",
    "store bogstaver": "Aa ",
    "navne": "Per ",
    "efternavne": "Jens Peter Hansen ",
    "jeg hedder": "jeg hedder ",
    "adresser på nettet": "http://a ",
    "www": "www.",
    "gader": "vej 1 ",
    "lange gader": "Østerbrogade 1 ",
    "landekode": "+45 ",
    "kontonumre": "DK50 0040 0440 ",
    "registreringsnumre": "reg 1234 ",
    "usynlige tegn": "\u200b1",
    "brede cifre": "\uff11\uff12 ",
    "dato på dato": "12 12 ",
    "dag på dag": "02.11.2026 ",
    "år og cifre": "2026 12345 ",
    "danske bogstaver": "æ1 ø2 ",
    "almindelig tekst": "Jeg har et cv og søger job i Aarhus. Hvad skal jeg gøre den 3. maj? ",
}


def texts() -> dict[str, str]:
    """The hostile texts by name, each 50,000 characters long."""
    return {name: (part * (SIGNS // len(part) + 1))[:SIGNS] for name, part in _PARTS.items()}


def median_ms(work: Callable[[str], object], text: str, times: int = TIMES) -> float:
    """The median time of the process itself, so that a busy machine counts less."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        work(text)
        taken.append((time.process_time() - began) * 1_000)
    return statistics.median(taken)


def main() -> int:
    """Print a line for each text. Returns 1 when one takes longer than the limit."""
    redaction.given_names()
    worst = {"mask": 0.0, "find": 0.0}
    print(f"{SIGNS} tegn, median af {TIMES}, millisekunder processortid. Grænsen er {LIMIT_MS:.0f}.")
    print(f"{'tekst':24} {'mask':>8} {'find':>8}")
    for name, text in texts().items():
        took = {"mask": median_ms(masking.mask, text), "find": median_ms(redaction.find, text)}
        worst = {kind: max(worst[kind], took[kind]) for kind in worst}
        print(f"{name:24} {took['mask']:8.1f} {took['find']:8.1f}")
    print(f"{'værste':24} {worst['mask']:8.1f} {worst['find']:8.1f}")
    return int(max(worst.values()) > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())

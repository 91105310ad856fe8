"""Reads the tables of phrases: one a line, ``phrase = meaning``."""


def pairs(*blocks: str) -> list[tuple[str, ...]]:
    """Phrase and meaning of every line of the tables."""
    return [
        tuple(part.strip() for part in line.rsplit(" = ", 1)) for block in blocks for line in block.strip().splitlines()
    ]

"""The text of a PDF as a reader's machine would copy it: the font's numbers turned back into signs."""

import re
import zlib

_STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n")
_SHOWN = re.compile(rb"/F(\d+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj", re.DOTALL)
_PAIR = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")


def pdf_text(content: bytes) -> str:
    """Every line of the document, page after page. Knows the form that fpdf2 writes, not every PDF."""
    streams = [_unpacked(content[found.end() : found.end() + int(found[1])]) for found in _STREAM.finditer(content)]
    maps = [_signs(stream) for stream in streams if b"beginbfchar" in stream]
    # Fonts are numbered in the order in which they were added, and so are their maps.
    fonts = sorted({int(found[1]) for stream in streams for found in _SHOWN.finditer(stream) if found[1]})
    lines: list[str] = []
    for stream in streams:
        if b" Tj ET" in stream:
            lines += _lines(stream, dict(zip(fonts, maps, strict=True)))
    return "\n".join(lines)


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def _signs(stream: bytes) -> dict[int, str]:
    pairs = _PAIR.findall(stream.decode("latin-1"))
    return {int(number, 16): bytes.fromhex(sign).decode("utf-16-be") for number, sign in pairs}


def _lines(stream: bytes, fonts: dict[int, dict[int, str]]) -> list[str]:
    lines, signs = [], next(iter(fonts.values()))
    for found in _SHOWN.finditer(stream):
        if found[1]:
            signs = fonts[int(found[1])]
            continue
        raw = re.sub(rb"\\(.)", lambda escaped: b"\r" if escaped[1] == b"r" else escaped[1], found[2], flags=re.DOTALL)
        lines.append("".join(signs.get(int.from_bytes(raw[at : at + 2]), "?") for at in range(0, len(raw), 2)))
    return lines

"""A small TCP balancer before the web processes; a test can cut its lines or let them hang, as in a tunnel."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random

CONNECT_SECONDS = 2.0
CHUNK = 65_536


class Wire:
    """One line from a client to a web process."""

    def __init__(self, client: asyncio.StreamWriter, server: asyncio.StreamWriter) -> None:
        self._ends = (client, server)
        self.flows = asyncio.Event()
        self.flows.set()

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry bytes one way until an end closes; nothing while the wire hangs."""
        with contextlib.suppress(OSError):
            while data := await reader.read(CHUNK):
                await self.flows.wait()
                writer.write(data)
                await writer.drain()
        self.cut()

    def cut(self) -> None:
        """End both sides at once."""
        self.flows.set()
        for end in self._ends:
            end.transport.abort()


class Balancer:
    """Takes turns among the web processes and leaves out those that do not answer."""

    def __init__(self, port: int, backends: list[int]) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._turns = itertools.cycle(backends)
        self._count = len(backends)
        self._wires: set[Wire] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, backlog=512)

    async def stop(self) -> None:
        """End every line."""
        if self._server is not None:
            self._server.close()
        for wire in list(self._wires):
            wire.cut()

    def cut(self, share: float, dice: random.Random) -> int:
        """Cut this share of the lines. Returns how many."""
        chosen = self._choose(share, dice)
        for wire in chosen:
            wire.cut()
        return len(chosen)

    async def hang(self, share: float, seconds: float, dice: random.Random) -> int:
        """Let this share of the lines carry nothing for a while and then break. Returns how many."""
        chosen = self._choose(share, dice)
        for wire in chosen:
            wire.flows.clear()
        await asyncio.sleep(seconds)
        for wire in chosen:
            wire.cut()
        return len(chosen)

    def _choose(self, share: float, dice: random.Random) -> list[Wire]:
        wires = list(self._wires)
        return dice.sample(wires, round(len(wires) * share))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached = await self._reach()
        if reached is None:
            writer.transport.abort()
            return
        wire = Wire(writer, reached[1])
        self._wires.add(wire)
        try:
            await asyncio.gather(wire.pump(reader, reached[1]), wire.pump(reached[0], writer))
        finally:
            self._wires.discard(wire)

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for _ in range(self._count):
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    return await asyncio.open_connection("127.0.0.1", next(self._turns))
            except (OSError, TimeoutError):
                continue
        return None

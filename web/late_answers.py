"""Answers what could not be answered at once: after an outage, a slow answer, or a restart of this process."""

import asyncio
import logging

from casework.conversations import answering
from web.gateway import Gateway

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
AT_ONCE = 4


class LateAnswers:
    """A task that looks once a second for messages whose turn it is."""

    def __init__(self, gateway: Gateway, pause_seconds: float = PAUSE_SECONDS) -> None:
        self._gateway = gateway
        self._pause = pause_seconds
        self._was_down = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin looking."""
        self._task = asyncio.create_task(self._run(), name="late-answers")

    async def stop(self) -> None:
        """End; what was claimed is picked up again when its lease runs out."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self.look()
            except Exception as error:
                logger.error("looking for late answers failed: %s", type(error).__name__)
            await asyncio.sleep(self._pause)

    async def look(self) -> None:
        """One round: find out whether a broken engine is back, then answer what is due."""
        gateway = self._gateway
        if not await self._engine_is_up():
            return
        waiting = await asyncio.to_thread(answering.conversations_to_answer, now=gateway.clock.now())
        places = asyncio.Semaphore(AT_ONCE)

        async def answer(conversation_id: str) -> None:
            async with places:
                await gateway.answer_late(conversation_id)

        await asyncio.gather(*(answer(conversation_id) for conversation_id in waiting))

    async def _engine_is_up(self) -> bool:
        """Watch a failing engine; when it is back, every waiting retry is due at once.

        False only while it makes no sense to ask at all.
        """
        gateway, circuit = self._gateway, self._gateway.circuit
        if not (circuit.is_open or circuit.failing):
            return True
        health = await gateway.assistant.health()
        if not (health.rasa and health.actions):
            self._was_down = True
            return health.rasa and not circuit.is_open
        if self._was_down or circuit.is_open:
            await asyncio.to_thread(answering.hasten_retries, now=gateway.clock.now())
        circuit.close()
        self._was_down = False
        return True

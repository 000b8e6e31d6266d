"""Heartbeats from a task."""

from __future__ import annotations

import asyncio
import weakref
from types import TracebackType

from .. import _keeping as keeping
from .._error import SandkeepError
from .._gen import messages
from .calls import AsyncCalls


class AsyncKeeper:
    """Sends heartbeats of a session until it is stopped, its owner ends or is forgotten, or the session is gone.

    A daemon that is away is waited for. What ends the keeper is in ``failure``.
    """

    def __init__(
        self, owner: object, calls: AsyncCalls, request: messages.HeartbeatRequest, every_s: float | None
    ) -> None:
        #: The last answer of the daemon.
        self.last: messages.HeartbeatResponse
        #: Answered heartbeats.
        self.beats = 0
        #: Why the last heartbeat failed; None after one that was answered.
        self.failure: SandkeepError | None = None
        self._calls = calls
        self._request = request
        self._every_s = every_s
        self._task: asyncio.Task[None] | None = None
        # The task knows the calls but not the owner, so an owner that nobody holds any more ends it.
        weakref.finalize(owner, self._forget, asyncio.get_running_loop(), weakref.ref(self))

    @classmethod
    async def start(
        cls, owner: object, calls: AsyncCalls, request: messages.HeartbeatRequest, every_s: float | None
    ) -> AsyncKeeper:
        """Sends the first heartbeat, whose failure is raised, and goes on in the background."""
        keeper = cls(owner, calls, request, every_s)
        await keeper._beat(None)
        keeper._task = asyncio.create_task(keeper._run(), name="sandkeep-heartbeats")
        return keeper

    @property
    def is_running(self) -> bool:
        """Whether heartbeats go on."""
        return self._task is not None and not self._task.done()

    async def stop(self) -> None:
        """Ends it, and a heartbeat under way."""
        task, self._task = self._task, None
        if task is not None and not task.done() and task is not asyncio.current_task():
            task.cancel()
            await asyncio.wait([task], timeout=keeping.STOP_TIMEOUT_S)

    def check(self) -> None:
        """Raises what ended the heartbeats, if something did."""
        if self.failure is not None and not self.is_running:
            raise self.failure

    async def __aenter__(self) -> AsyncKeeper:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(keeping.interval_s(self._every_s, self.last))
            try:
                await self._beat(keeping.BEAT_TIMEOUT_S)
            except SandkeepError as failure:
                self.failure = failure
                if not failure.retryable:
                    return

    async def _beat(self, timeout_s: float | None) -> None:
        self.last = await self._calls.unary(self._calls.stubs.session.Heartbeat, self._request, timeout_s)
        self.beats += 1
        self.failure = None

    @staticmethod
    def _forget(loop: asyncio.AbstractEventLoop, keeper: weakref.ref[AsyncKeeper]) -> None:
        left = keeper()
        if left is not None and left._task is not None and not loop.is_closed():
            loop.call_soon_threadsafe(left._task.cancel)

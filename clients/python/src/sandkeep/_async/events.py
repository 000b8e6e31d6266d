"""The event log as it grows."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from types import TracebackType

from .._error import DaemonUnreachable, SandkeepError
from .._gen import messages
from .._policy import Backoff, may_resume
from .calls import AsyncCalls, AsyncStream


class AsyncEventWatch:
    """Follows the event log from a number on; goes on after the last one when the daemon restarts or the stream ends.

    No event is missed and none comes twice. Raises EventsCompacted when the log does not reach back far enough any
    more, and DaemonUnreachable when no daemon answers for longer than ``reconnect_timeout_s``.

    >>> async with client.watch_events() as watch:  # doctest: +SKIP
    ...     async for event in watch:
    ...         print(event.seq, event.type, event.reason)
    """

    def __init__(self, calls: AsyncCalls, request: messages.WatchEventsRequest, reconnect_timeout_s: float) -> None:
        #: Every event up to this number was given or filtered out; ``after_seq`` of a later watch takes it.
        self.seq = request.after_seq
        self._calls = calls
        self._request = request
        self._reconnect_timeout_s = reconnect_timeout_s
        self._stream: AsyncStream[messages.WatchEventsResponse] | None = None
        self._backoff: Backoff | None = None
        self._is_closed = False

    @classmethod
    async def open(
        cls, calls: AsyncCalls, request: messages.WatchEventsRequest, reconnect_timeout_s: float
    ) -> AsyncEventWatch:
        """Returns when the watch is set up: what happens from then on is seen."""
        watch = cls(calls, request, reconnect_timeout_s)
        await watch._connect()
        return watch

    def __aiter__(self) -> AsyncIterator[messages.Event]:
        return self

    async def __anext__(self) -> messages.Event:
        while not self._is_closed:
            event = await self._next_event()
            if event is not None:
                return event
        raise StopAsyncIteration

    async def close(self) -> None:
        """Ends the watch, and an iteration that waits."""
        self._is_closed = True
        if self._stream is not None:
            await self._stream.cancel()

    async def __aenter__(self) -> AsyncEventWatch:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _next_event(self) -> messages.Event | None:
        assert self._stream is not None
        try:
            frame = await self._stream.read()
            if frame is None:
                raise DaemonUnreachable("the watch ended")
        except SandkeepError as failure:
            if not self._is_closed:
                await self._resume(failure)
            return None
        self._backoff = None
        if frame.HasField("keep_alive"):
            self.seq = max(self.seq, frame.keep_alive.seq)
        if not frame.HasField("event"):
            return None
        self.seq = frame.event.seq
        return frame.event

    async def _resume(self, failure: SandkeepError) -> None:
        # The deadline of one stream is not the end of the watch.
        is_due = may_resume(failure) or failure.status == "DEADLINE_EXCEEDED"
        delay_s = self._delay_after(failure) if is_due else None
        if delay_s is None:
            raise failure
        await self._calls.pause(delay_s)
        # A number of 0 would begin with what comes next, and lose what came meanwhile.
        self._request = messages.WatchEventsRequest(
            after_seq=self.seq, from_start=self.seq == 0, filter=self._request.filter
        )
        await self._connect()

    def _delay_after(self, failure: SandkeepError) -> float | None:
        """Counts the time since the last frame that said something."""
        if self._backoff is None:
            self._backoff = Backoff(until=time.monotonic() + self._reconnect_timeout_s)
        return self._backoff.next_delay_s(failure)

    async def _connect(self) -> None:
        while not self._is_closed:
            try:
                self._stream = await self._calls.stream(self._calls.stubs.event.WatchEvents, self._request)
                frame = await self._stream.read()
                if frame is None or not frame.HasField("ready"):
                    raise DaemonUnreachable("the watch ended before it was set up")
                self._resume_from(frame.ready)
                return
            except SandkeepError as failure:
                delay_s = self._delay_after(failure) if may_resume(failure) else None
                if delay_s is None:
                    raise
            await self._calls.pause(delay_s)

    def _resume_from(self, ready: messages.WatchReady) -> None:
        """Where a second stream goes on. Without a number, or from the start, the first one has begun somewhere."""
        if self._request.from_start:
            self.seq = max(self.seq, ready.oldest_seq - 1)
        elif self.seq == 0:
            self.seq = ready.current_seq

"""Calls over one channel of grpc, for asyncio."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Coroutine, Generator, Iterable
from typing import TYPE_CHECKING, Any, BinaryIO, Generic, TypeVar

import grpc
import grpc.aio
from google.protobuf.message import Message

from .. import _policy as policy
from .._error import DaemonUnreachable, SandkeepError
from .._gen.stubs import AsyncStubs
from .._status import BROKEN_WRITE_DETAILS, error_of, local_error

if TYPE_CHECKING:
    from types import TracebackType

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)
Resource = TypeVar("Resource")

#: Bytes at once, a file open for reading, or pieces of any size.
AsyncData = bytes | bytearray | memoryview | BinaryIO | Iterable[bytes] | AsyncIterable[bytes]

_SETTLING_S = 0.2
_SETTLING_STEP_S = 0.005


class Opening(Generic[Resource]):
    """Something that is being opened: to be awaited, or to be entered by ``async with``."""

    def __init__(self, opened: Awaitable[Resource]) -> None:
        self._opened = opened
        self._resource: Any = None

    def __await__(self) -> Generator[Any, None, Resource]:
        return self._opened.__await__()

    async def __aenter__(self) -> Resource:
        self._resource = await self._opened
        return await self._resource.__aenter__()  # type: ignore[no-any-return]

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._resource.__aexit__(kind, error, trace)


class AsyncCalls:
    """The channel to one socket: connects with the first call, and finds a daemon that comes later."""

    def __init__(self, socket_path: str, ready_timeout_s: float, token: str | None = None) -> None:
        self._socket_path = socket_path
        self._ready_timeout_s = ready_timeout_s
        self._token = token
        self._is_ready = ready_timeout_s <= 0
        self._channel: grpc.aio.Channel | None = None
        self._stubs: AsyncStubs | None = None

    @property
    def stubs(self) -> AsyncStubs:
        """The bare stubs. The first use binds the channel to the event loop that runs."""
        if self._stubs is None:
            asyncio.get_running_loop()
            target = f"unix:{self._socket_path}"
            self._channel = (
                grpc.aio.insecure_channel(target, options=policy.CHANNEL_OPTIONS)
                if self._token is None
                else grpc.aio.secure_channel(target, policy.credentials_of(self._token), options=policy.CHANNEL_OPTIONS)
            )
            self._stubs = AsyncStubs(self._channel)
        return self._stubs

    async def close(self) -> None:
        """Ends the connection and every call on it."""
        if self._channel is not None:
            await self._channel.close()

    async def pause(self, delay_s: float) -> None:
        """Lets time pass."""
        await asyncio.sleep(delay_s)

    async def wait_for_ready(self, timeout_s: float) -> None:
        """Returns when the daemon says that it serves. Raises DaemonUnreachable after the given time."""
        deadline = time.monotonic() + timeout_s
        answer = "no answer"
        assert self.stubs is not None
        assert self._channel is not None
        health: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes] = self._channel.unary_unary(policy.HEALTH_METHOD)
        while (remaining_s := deadline - time.monotonic()) > 0:
            try:
                response = await health(b"", timeout=min(remaining_s, policy.HEALTH_PROBE_TIMEOUT_S))
                if response == policy.HEALTH_SERVING:
                    self._is_ready = True
                    return
                answer = "it does not serve yet"
            except grpc.RpcError as failure:
                answer = failure.details() or str(failure.code())
            await asyncio.sleep(min(policy.HEALTH_PROBE_INTERVAL_S, remaining_s))
        raise DaemonUnreachable(f"sandkeepd at {self._socket_path} is not ready after {timeout_s:g} s: {answer}")

    async def unary(
        self,
        method: grpc.aio.UnaryUnaryMultiCallable[Request, Response],
        request: Request,
        timeout_s: float | None = None,
    ) -> Response:
        """The answer. Sends the request again while the daemon restarts, if that does nothing twice."""
        attempts = await self._begin(request, timeout_s)
        while True:
            try:
                return await method(request, timeout=attempts.remaining_s())
            except grpc.RpcError as error:
                failure = error_of(error)
                await self._pause(attempts, failure, error)

    async def upload(
        self,
        method: grpc.aio.StreamUnaryMultiCallable[Request, Response],
        header: Request,
        frame: Callable[[bytes], Request],
        data: AsyncData,
        *,
        is_safe: bool,
        timeout_s: float | None = None,
    ) -> Response:
        """Sends a header and then data. Bytes may be sent again, what is read only once is not."""
        attempts = await self._begin(
            header, timeout_s, is_safe=is_safe and isinstance(data, (bytes, bytearray, memoryview))
        )
        while True:
            call = method(timeout=attempts.remaining_s())
            ending = _Ending(call)
            try:
                await _send(call, header, frame, data)
                return await call
            except grpc.aio.AioRpcError as error:
                failure = error_of(await ending.error(error))
                await self._pause(attempts, failure, error)
            finally:
                # Nothing is left behind when the source of the data fails, or the task is cancelled.
                call.cancel()

    async def stream(
        self,
        method: grpc.aio.UnaryStreamMultiCallable[Request, Response],
        request: Request,
        timeout_s: float | None = None,
    ) -> AsyncStream[Response]:
        """Begins a call that answers more than once."""
        attempts = await self._begin(request, timeout_s)
        return AsyncStream(method(request, timeout=attempts.remaining_s()))

    async def read_all(
        self,
        method: grpc.aio.UnaryStreamMultiCallable[Request, Response],
        request: Request,
        timeout_s: float | None = None,
    ) -> list[Response]:
        """Every answer of a call that changes nothing. Begins it again while the daemon restarts."""
        attempts = await self._begin(request, timeout_s, is_safe=True)
        while True:
            try:
                return [answer async for answer in method(request, timeout=attempts.remaining_s())]
            except grpc.RpcError as error:
                failure = error_of(error)
                await self._pause(attempts, failure, error)

    async def duplex(
        self,
        method: grpc.aio.StreamStreamMultiCallable[Request, Response],
        first: Request,
        timeout_s: float | None = None,
    ) -> AsyncDuplex[Request, Response]:
        """Begins a call in which both sides speak."""
        attempts = await self._begin(first, timeout_s)
        made: AsyncDuplex[Request, Response] = AsyncDuplex(method(timeout=attempts.remaining_s()))
        await made.write(first)
        return made

    async def _begin(
        self, request: Message, timeout_s: float | None, *, is_safe: bool | None = None
    ) -> policy.Attempts:
        timeout_s = policy.timeout_of(request) if timeout_s is None else timeout_s
        safe = policy.is_safe_to_repeat(request) if is_safe is None else is_safe
        attempts = policy.Attempts(timeout_s, is_safe=safe)
        if not self._is_ready:
            await self.wait_for_ready(min(timeout_s, self._ready_timeout_s))
        return attempts

    async def _pause(self, attempts: policy.Attempts, failure: SandkeepError, cause: BaseException) -> None:
        try:
            await self.pause(attempts.next_delay_s(failure))
        except SandkeepError as last:
            raise last from cause


class AsyncStream(Generic[Response]):
    """What the daemon sends, one message after the other."""

    def __init__(self, call: Any) -> None:
        self._call = call
        self._ending = _Ending(call)
        self._is_cancelled = False

    async def read(self) -> Response | None:
        """The next message; None at the end."""
        try:
            message: Any = await self._call.read()
        except grpc.aio.AioRpcError as error:
            raise error_of(await self._ending.error(error)) from error
        except asyncio.CancelledError as error:
            # grpc says the same for a call that was cancelled as for a task that is.
            if self._is_cancelled:
                raise local_error("CANCELLED", "the caller cancelled the call") from error
            raise
        except asyncio.InvalidStateError as error:
            raise local_error("CANCELLED", str(error)) from error
        return None if message is grpc.aio.EOF else message

    async def cancel(self) -> None:
        """Ends the call; a reader meets CallCancelled."""
        self._is_cancelled = True
        self._call.cancel()


class AsyncDuplex(AsyncStream[Response], Generic[Request, Response]):
    """A call in which both sides speak."""

    async def write(self, message: Request) -> None:
        """Sends a message at the pace of the daemon. After the end of the call it is dropped; reading says why."""
        try:
            await self._call.write(message)
        except (grpc.RpcError, asyncio.InvalidStateError):
            return
        except asyncio.CancelledError:
            if not self._is_cancelled:
                raise

    async def end(self) -> None:
        """Nothing more is sent."""
        try:
            await self._call.done_writing()
        except (grpc.RpcError, asyncio.InvalidStateError):
            return


async def _send(call: Any, header: Message, frame: Callable[[bytes], Message], data: AsyncData) -> None:
    """Returns at the end of the data, or when there is an answer before it."""
    try:
        await call.write(header)
        async for piece in _pieces(data):
            if call.done():
                return
            await call.write(frame(piece))
        await call.done_writing()
    except (grpc.aio.AioRpcError, asyncio.InvalidStateError):
        # The call is over; its answer says why.
        return


class _Ending:
    """The status that the daemon gave. A write into a call that has ended covers it with one of grpc's own."""

    def __init__(self, call: Any) -> None:
        self._call = call
        self._first: grpc.aio.AioRpcError | None = None
        call.add_done_callback(self._remember)

    async def error(self, seen: grpc.aio.AioRpcError) -> grpc.aio.AioRpcError:
        """What the call failed with; given what grpc says of it."""
        deadline = time.monotonic() + _SETTLING_S
        while seen.details() == BROKEN_WRITE_DETAILS and time.monotonic() < deadline:
            if self._first is not None and self._first.details() != BROKEN_WRITE_DETAILS:
                return self._first
            await asyncio.sleep(_SETTLING_STEP_S)
            self._remember(self._call)
        return seen

    def _remember(self, call: Any) -> None:
        code, details = _now(call.code()), _now(call.details())
        self._first = grpc.aio.AioRpcError(
            code, _now(call.initial_metadata()), _now(call.trailing_metadata()), details=details
        )


def _now(answer: Coroutine[Any, Any, Any]) -> Any:
    """What a call that is over says without waiting."""
    try:
        answer.send(None)
    except StopIteration as done:
        return done.value
    raise RuntimeError("the call is not over")


async def _pieces(data: AsyncData) -> AsyncIterator[bytes]:
    """Pieces that fit into a message."""
    async for source in _sources(data):
        whole = memoryview(source)
        for start in range(0, len(whole), policy.FILE_CHUNK_BYTES):
            yield bytes(whole[start : start + policy.FILE_CHUNK_BYTES])


async def _sources(data: AsyncData) -> AsyncIterator[bytes | bytearray | memoryview]:
    if isinstance(data, (bytes, bytearray, memoryview)):
        yield data
    elif isinstance(data, AsyncIterable):
        async for piece in data:
            yield piece
    elif hasattr(data, "read"):
        while piece := await asyncio.to_thread(data.read, policy.FILE_CHUNK_BYTES):
            yield piece
    else:
        for piece in data:
            yield piece

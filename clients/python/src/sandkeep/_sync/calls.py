"""Calls over one channel of grpc, for threads."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, Generic, TypeVar

import grpc
from google.protobuf.message import Message

from .. import _policy as policy
from .._error import DaemonUnreachable, SandkeepError
from .._gen.stubs import Stubs
from .._status import error_of, local_error

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)

#: Bytes at once, a file open for reading, or pieces of any size.
Data = bytes | bytearray | memoryview | BinaryIO | Iterable[bytes]

_MAX_WAITING_FRAMES = 16


class Calls:
    """The channel to one socket: connects with the first call, and finds a daemon that comes later."""

    def __init__(self, socket_path: str, ready_timeout_s: float, token: str | None = None) -> None:
        self._socket_path = socket_path
        self._ready_timeout_s = ready_timeout_s
        self._is_ready = ready_timeout_s <= 0
        target = f"unix:{socket_path}"
        self._channel = (
            grpc.insecure_channel(target, options=policy.CHANNEL_OPTIONS)
            if token is None
            else grpc.secure_channel(target, policy.credentials_of(token), options=policy.CHANNEL_OPTIONS)
        )
        self._health: grpc.UnaryUnaryMultiCallable[bytes, bytes] = self._channel.unary_unary(policy.HEALTH_METHOD)
        self.stubs = Stubs(self._channel)

    def close(self) -> None:
        """Ends the connection and every call on it."""
        self._channel.close()

    def pause(self, delay_s: float) -> None:
        """Lets time pass."""
        time.sleep(delay_s)

    def wait_for_ready(self, timeout_s: float) -> None:
        """Returns when the daemon says that it serves. Raises DaemonUnreachable after the given time."""
        deadline = time.monotonic() + timeout_s
        answer = "no answer"
        while (remaining_s := deadline - time.monotonic()) > 0:
            try:
                response = self._health(b"", timeout=min(remaining_s, policy.HEALTH_PROBE_TIMEOUT_S))
                if response == policy.HEALTH_SERVING:
                    self._is_ready = True
                    return
                answer = "it does not serve yet"
            except grpc.RpcError as failure:
                answer = failure.details() or str(failure.code())
            time.sleep(min(policy.HEALTH_PROBE_INTERVAL_S, remaining_s))
        raise DaemonUnreachable(f"sandkeepd at {self._socket_path} is not ready after {timeout_s:g} s: {answer}")

    def unary(
        self, method: grpc.UnaryUnaryMultiCallable[Request, Response], request: Request, timeout_s: float | None = None
    ) -> Response:
        """The answer. Sends the request again while the daemon restarts, if that does nothing twice."""
        attempts = self._begin(request, timeout_s)
        while True:
            try:
                return method(request, timeout=attempts.remaining_s())
            except grpc.RpcError as error:
                failure = error_of(error)
                self._pause(attempts, failure, error)

    def upload(
        self,
        method: grpc.StreamUnaryMultiCallable[Request, Response],
        header: Request,
        frame: Callable[[bytes], Request],
        data: Data,
        *,
        is_safe: bool,
        timeout_s: float | None = None,
    ) -> Response:
        """Sends a header and then data. Bytes may be sent again, what is read only once is not."""
        attempts = self._begin(header, timeout_s, is_safe=is_safe and isinstance(data, (bytes, bytearray, memoryview)))
        while True:
            source = _Source(header, frame, _pieces(data))
            try:
                return method(source, timeout=attempts.remaining_s())
            except grpc.RpcError as error:
                if source.failure is not None:
                    raise source.failure from None
                failure = error_of(error)
                self._pause(attempts, failure, error)

    def stream(
        self, method: grpc.UnaryStreamMultiCallable[Request, Response], request: Request, timeout_s: float | None = None
    ) -> Stream[Response]:
        """Begins a call that answers more than once."""
        attempts = self._begin(request, timeout_s)
        return Stream(method(request, timeout=attempts.remaining_s()))

    def read_all(
        self, method: grpc.UnaryStreamMultiCallable[Request, Response], request: Request, timeout_s: float | None = None
    ) -> list[Response]:
        """Every answer of a call that changes nothing. Begins it again while the daemon restarts."""
        attempts = self._begin(request, timeout_s, is_safe=True)
        while True:
            try:
                return list(method(request, timeout=attempts.remaining_s()))
            except grpc.RpcError as error:
                failure = error_of(error)
                self._pause(attempts, failure, error)

    def duplex(
        self, method: grpc.StreamStreamMultiCallable[Request, Response], first: Request, timeout_s: float | None = None
    ) -> Duplex[Request, Response]:
        """Begins a call in which both sides speak."""
        attempts = self._begin(first, timeout_s)
        frames: _Frames[Request] = _Frames()
        frames.put(first)
        return Duplex(method(frames, timeout=attempts.remaining_s()), frames)

    def _begin(self, request: Message, timeout_s: float | None, *, is_safe: bool | None = None) -> policy.Attempts:
        timeout_s = policy.timeout_of(request) if timeout_s is None else timeout_s
        safe = policy.is_safe_to_repeat(request) if is_safe is None else is_safe
        attempts = policy.Attempts(timeout_s, is_safe=safe)
        if not self._is_ready:
            self.wait_for_ready(min(timeout_s, self._ready_timeout_s))
        return attempts

    def _pause(self, attempts: policy.Attempts, failure: SandkeepError, cause: BaseException) -> None:
        try:
            self.pause(attempts.next_delay_s(failure))
        except SandkeepError as last:
            raise last from cause


class Stream(Generic[Response]):
    """What the daemon sends, one message after the other."""

    def __init__(self, call: Any) -> None:
        self._call = call

    def read(self) -> Response | None:
        """The next message; None at the end."""
        try:
            message: Response | None = next(self._call, None)
        except grpc.RpcError as error:
            raise error_of(error) from error
        except ValueError as error:
            # What grpc raises for a channel that was closed.
            raise local_error("CANCELLED", str(error)) from error
        return message

    def cancel(self) -> None:
        """Ends the call; a reader meets CallCancelled."""
        self._call.cancel()


class Duplex(Stream[Response], Generic[Request, Response]):
    """A call in which both sides speak."""

    def __init__(self, call: Any, frames: _Frames[Request]) -> None:
        super().__init__(call)
        self._frames = frames
        # The thread of grpc that waits for the next frame ends with the call.
        if not call.add_callback(frames.close):
            frames.close()

    def write(self, message: Request) -> None:
        """Sends a message at the pace of the daemon. After the end of the call it is dropped; reading says why."""
        self._frames.put(message)

    def end(self) -> None:
        """Nothing more is sent."""
        self._frames.close()

    def cancel(self) -> None:
        """Ends the call."""
        self._frames.close()
        super().cancel()


class _Frames(Generic[Request]):
    """A bounded queue that grpc reads from."""

    def __init__(self) -> None:
        self._waiting: deque[Request] = deque()
        self._changed = threading.Condition()
        self._is_closed = False

    def put(self, message: Request) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or len(self._waiting) < _MAX_WAITING_FRAMES)
            if not self._is_closed:
                self._waiting.append(message)
                self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def __iter__(self) -> Iterator[Request]:
        return self

    def __next__(self) -> Request:
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or bool(self._waiting))
            if not self._waiting:
                raise StopIteration
            message = self._waiting.popleft()
            self._changed.notify_all()
            return message


class _Source(Generic[Request]):
    """Frames of an upload; what the source of the data raises is kept, for grpc would hide it."""

    def __init__(self, header: Request, frame: Callable[[bytes], Request], pieces: Iterator[bytes]) -> None:
        self._header: Request | None = header
        self._frame = frame
        self._pieces = pieces
        self.failure: BaseException | None = None

    def __iter__(self) -> Iterator[Request]:
        return self

    def __next__(self) -> Request:
        if self._header is not None:
            header, self._header = self._header, None
            return header
        try:
            return self._frame(next(self._pieces))
        except StopIteration:
            raise
        except BaseException as failure:
            self.failure = failure
            raise


def _pieces(data: Data) -> Iterator[bytes]:
    """Pieces that fit into a message."""
    if isinstance(data, (bytes, bytearray, memoryview)):
        sources: Iterable[bytes | memoryview] = [memoryview(data)]
    elif hasattr(data, "read"):
        read = data.read
        sources = iter(lambda: read(policy.FILE_CHUNK_BYTES), b"")
    else:
        sources = data
    for source in sources:
        whole = memoryview(source)
        for start in range(0, len(whole), policy.FILE_CHUNK_BYTES):
            yield bytes(whole[start : start + policy.FILE_CHUNK_BYTES])

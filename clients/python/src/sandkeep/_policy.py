"""What is the same for every transport: how long calls may take, and which are sent again, and when."""

from __future__ import annotations

import time
import uuid

import grpc
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message

from . import _tables
from ._error import DaemonUnreachable, SandkeepError

#: Reasons with which the daemon itself is away, as opposed to an engine or a registry behind it.
_AWAY_REASONS = frozenset({"DRAINING", "STARTING", "STORE_FAILED"})
#: A stream that the daemon ended so may be opened again where it stood.
_RESUME_REASONS = _AWAY_REASONS | {"SLOW_CONSUMER"}

HEALTH_METHOD = "/grpc.health.v1.Health/Check"
HEALTH_PROBE_TIMEOUT_S = 1.0
HEALTH_PROBE_INTERVAL_S = 0.05
#: HealthCheckResponse{status: SERVING}; as bytes, so that no module of another package is needed or doubled.
HEALTH_SERVING = b"\x08\x01"

MESSAGE_LIMIT_BYTES = 4 * 1024 * 1024 + 64 * 1024
FILE_CHUNK_BYTES = 256 * 1024
INPUT_CHUNK_BYTES = 64 * 1024

CHANNEL_OPTIONS: tuple[tuple[str, int | str], ...] = (
    # The path of a Unix socket is no host name, and not every server takes it for one.
    ("grpc.default_authority", "localhost"),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 250),
    ("grpc.max_receive_message_length", MESSAGE_LIMIT_BYTES),
    ("grpc.max_send_message_length", MESSAGE_LIMIT_BYTES),
    ("grpc.enable_http_proxy", 0),
    # Two clients of one process do not share the back-off of a socket that one of them saw fail.
    ("grpc.use_local_subchannel_pool", 1),
)


def new_request_id() -> str:
    """A name that no other call has."""
    return uuid.uuid4().hex


def method_of(request: Message) -> str:
    """Each method has a request of its own, called after it."""
    return request.DESCRIPTOR.name.removesuffix("Request")


def timeout_of(request: Message) -> float:
    """Seconds that a call may take whose caller says nothing."""
    name = method_of(request)
    if name == "RunExec":
        limit = seconds_of(request.timeout) if request.HasField("timeout") else _tables.DEFAULT_EXEC_TIMEOUT_S  # type: ignore[attr-defined]
        return limit + _tables.EXEC_MARGIN_S
    if name in ("CallTool", "AddMcpServers") and request.HasField("timeout"):
        # A recycled sandbox is restored first.
        return seconds_of(request.timeout) + _tables.SLOW_TIMEOUT_S  # type: ignore[attr-defined]
    if name == "Heartbeat" and request.restore:  # type: ignore[attr-defined]
        return _tables.SLOW_TIMEOUT_S
    return _tables.TIMEOUTS_S.get(name, _tables.DEFAULT_TIMEOUT_S)


def is_safe_to_repeat(request: Message) -> bool:
    """Whether the request may be sent twice and is done once."""
    name = method_of(request)
    if name == "StartExec":
        return bool(request.spec.exec_id)  # type: ignore[attr-defined]
    return name in _tables.SAFE_METHODS or bool(getattr(request, "request_id", ""))


def is_daemon_away(failure: SandkeepError) -> bool:
    """Whether the daemon did not take the call, or went away with it."""
    return isinstance(failure, DaemonUnreachable) or (
        failure.status == "UNAVAILABLE" and failure.reason in _AWAY_REASONS
    )


def may_resume(failure: SandkeepError) -> bool:
    """Whether a stream that ended so can go on where it stood."""
    return is_daemon_away(failure) or failure.reason in _RESUME_REASONS


class Backoff:
    """When to try again: the first wait is 100 ms, the longest 250 ms.

    >>> backoff = Backoff(attempts=3)
    >>> failure = DaemonUnreachable("nobody answers")
    >>> [backoff.next_delay_s(failure) for _ in range(3)]
    [0.1, 0.2, None]
    """

    def __init__(self, *, attempts: int | None = None, until: float | None = None) -> None:
        self._attempts = attempts
        #: Of time.monotonic().
        self._until = until
        self._failures = 0

    def next_delay_s(self, failure: SandkeepError) -> float | None:
        """Seconds to wait before the next try; None when there is none."""
        self._failures += 1
        if self._attempts is not None and self._failures >= self._attempts:
            return None
        backoff: float = min(_tables.RETRY_FIRST_DELAY_S * 2 ** min(self._failures - 1, 10), _tables.RETRY_MAX_DELAY_S)
        delay = max(backoff, min(failure.retry_after or 0.0, _tables.RETRY_MAX_DELAY_S))
        if self._until is not None and time.monotonic() + delay >= self._until:
            return None
        return delay


class Attempts:
    """One call with its deadline and its repetitions."""

    def __init__(self, timeout_s: float, *, is_safe: bool) -> None:
        self._deadline = time.monotonic() + timeout_s
        self._backoff = Backoff(attempts=_tables.RETRY_ATTEMPTS if is_safe else 1, until=self._deadline)

    def remaining_s(self) -> float:
        """Seconds until the deadline of the call, all repetitions included."""
        return max(self._deadline - time.monotonic(), 0.0)

    def next_delay_s(self, failure: SandkeepError) -> float:
        """Seconds to wait before the call is sent again. Raises the failure when it is not."""
        delay = self._backoff.next_delay_s(failure) if is_daemon_away(failure) else None
        if delay is None:
            raise failure
        return delay


def duration(seconds: float | None) -> Duration | None:
    """Seconds as the contract has them; None stays absent."""
    if seconds is None:
        return None
    made = Duration()
    made.FromNanoseconds(round(seconds * 1e9))
    return made


def seconds_of(value: Duration) -> float:
    """A duration of the contract in seconds."""
    return value.ToNanoseconds() / 1e9


def credentials_of(token: str) -> grpc.ChannelCredentials:
    """Of a connection whose every call carries the access token, those of bare stubs too."""
    local = grpc.local_channel_credentials(grpc.LocalConnectionType.UDS)
    return grpc.composite_channel_credentials(local, grpc.access_token_call_credentials(token))

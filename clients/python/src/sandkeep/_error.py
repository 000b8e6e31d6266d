"""What every exception of this package has, and those that do not come from the daemon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._results import CommandResult


@dataclass(frozen=True)
class FieldViolation:
    """A field of the request that is wrong."""

    #: Path of the field, for example "session.user".
    field: str
    #: What is wrong with it.
    description: str


@dataclass(frozen=True)
class QuotaViolation:
    """A limit that was met."""

    #: What is limited, for example "max_sandboxes".
    subject: str
    #: The limit in words.
    description: str


class SandkeepError(Exception):
    """Any failure of a call. Decide by the class, or by ``reason``; the text is for people.

    An error of this very class has a reason that this package is too old to know, or none.

    >>> SandkeepError("no room", reason="NEW_REASON", status="RESOURCE_EXHAUSTED", retry_after=2.0).retry_after
    2.0
    """

    #: Reason of the error table; empty when the error did not come from the daemon.
    reason: str = ""
    #: Name of the gRPC status, for example "NOT_FOUND".
    status: str = "UNKNOWN"
    #: Whether the same call may succeed later without the caller changing anything.
    retryable: bool = False

    def __init__(
        self,
        message: str,
        *,
        reason: str | None = None,
        status: str | None = None,
        retryable: bool | None = None,
        hint: str = "",
        retry_after: float | None = None,
        metadata: Mapping[str, str] | None = None,
        field_violations: Sequence[FieldViolation] = (),
        quota_violations: Sequence[QuotaViolation] = (),
    ) -> None:
        super().__init__(message)
        #: What happened, to which thing.
        self.message = message
        if reason is not None:
            self.reason = reason
        if status is not None:
            self.status = status
        if retryable is not None:
            self.retryable = retryable
        #: What to do next; empty when the error did not come from the daemon.
        self.hint = hint
        #: Seconds to wait before the next try, where the daemon says so.
        self.retry_after = retry_after
        #: Every value of the message, by name.
        self.metadata: Mapping[str, str] = dict(metadata or {})
        #: Which fields of the request are wrong.
        self.field_violations = tuple(field_violations)
        #: Which limits were met.
        self.quota_violations = tuple(quota_violations)

    def __str__(self) -> str:
        name = self.reason or self.status
        return f"{name}: {self.message} ({self.hint})" if self.hint else f"{name}: {self.message}"


class DaemonUnreachable(SandkeepError):
    """Nobody answers on the socket, or the connection broke. What the call began may have been done."""

    status = "UNAVAILABLE"
    retryable = True


class CommandFailed(SandkeepError):
    """A command ended otherwise than with exit code 0, and the caller asked for that to be an error."""

    status = "OK"

    def __init__(self, result: CommandResult) -> None:
        super().__init__(f"the command ended with {result.how}: {result.stderr[-500:].decode(errors='replace')}")
        #: What the command left.
        self.result = result

"""From what grpc raises to the exceptions of this package."""

from __future__ import annotations

from typing import Any, TypeVar

import grpc
from google.protobuf.message import DecodeError, Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, QuotaFailure, RetryInfo
from google.rpc.status_pb2 import Status

from . import errors
from ._error import DaemonUnreachable, FieldViolation, QuotaViolation, SandkeepError

_DETAILS_KEY = "grpc-status-details-bin"
#: What grpc says of a write into a stream that the other side has ended; what that side said is not to be had then.
BROKEN_WRITE_DETAILS = "Internal error from Core"
_SEND_LIMIT_WORDS = "message larger than max"

_Detail = TypeVar("_Detail", bound=Message)


def error_of(failure: grpc.RpcError) -> SandkeepError:
    """The exception for a failed call."""
    code: grpc.StatusCode = failure.code() or grpc.StatusCode.UNKNOWN
    message = failure.details() or code.name
    status = _status_of(failure)
    info = _detail(status, ErrorInfo)
    if info is None:
        return local_error(code.name, message)
    metadata = dict(info.metadata)
    hint = metadata.pop("hint", "")
    retryable = metadata.pop("retryable", "") == "true"
    retry = _detail(status, RetryInfo)
    request = _detail(status, BadRequest)
    quota = _detail(status, QuotaFailure)
    kind = errors.BY_REASON.get(info.reason, SandkeepError)
    return kind(
        message,
        reason=info.reason,
        status=code.name,
        retryable=retryable,
        hint=hint,
        retry_after=retry.retry_delay.ToNanoseconds() / 1e9 if retry else None,
        metadata=metadata,
        field_violations=[
            FieldViolation(v.field, v.description) for v in (request.field_violations if request else ())
        ],
        quota_violations=[QuotaViolation(v.subject, v.description) for v in (quota.violations if quota else ())],
    )


def local_error(status: str, message: str) -> SandkeepError:
    """An error that arose on this side of the socket: it has no reason, and its class says what to do."""
    if status == "UNAVAILABLE" or message == BROKEN_WRITE_DETAILS:
        return DaemonUnreachable(message)
    if status == "DEADLINE_EXCEEDED":
        return errors.DeadlinePassed(message, reason="")
    if status == "CANCELLED":
        return errors.CallCancelled(message, reason="")
    if status == "RESOURCE_EXHAUSTED" and _SEND_LIMIT_WORDS in message:
        return errors.MessageTooLarge(message, reason="")
    return SandkeepError(message, status=status)


def _status_of(failure: grpc.RpcError) -> Status | None:
    trailers: Any = failure.trailing_metadata() or ()
    for key, value in trailers:
        if key == _DETAILS_KEY and isinstance(value, bytes):
            try:
                return Status.FromString(value)
            except DecodeError:
                # A status without its details is worth more than an error about the details.
                return None
    return None


def _detail(status: Status | None, kind: type[_Detail]) -> _Detail | None:
    for detail in status.details if status else ():
        if detail.Is(kind.DESCRIPTOR):
            found = kind()
            detail.Unpack(found)
            return found
    return None

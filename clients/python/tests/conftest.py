"""A server of the contract in this process, on a real socket, for what a daemon does only sometimes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.duration_pb2 import Duration
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, QuotaFailure, RetryInfo
from google.rpc.status_pb2 import Status

from sandkeep import messages
from sandkeep._gen import (
    event_service_pb2_grpc,
    exec_service_pb2_grpc,
    file_service_pb2_grpc,
    sandbox_service_pb2_grpc,
    session_service_pb2_grpc,
)


class Daemon(
    event_service_pb2_grpc.EventServiceServicer,
    exec_service_pb2_grpc.ExecServiceServicer,
    file_service_pb2_grpc.FileServiceServicer,
    sandbox_service_pb2_grpc.SandboxServiceServicer,
    session_service_pb2_grpc.SessionServiceServicer,
):
    """Answers as it is told to: each entry of ``refusals`` is used for one call."""

    def __init__(self, socket_path: str) -> None:
        self.socket_path = socket_path
        self.is_serving = True
        self.health_checks = 0
        self.requests: list[Any] = []
        #: Of each call, "" without one.
        self.authorizations: list[str] = []
        self.refusals: list[tuple[grpc.StatusCode, Status | None]] = []
        self.server = grpc.server(futures.ThreadPoolExecutor(8))
        for name in ("event", "exec", "file", "sandbox", "session"):
            module = globals()[f"{name}_service_pb2_grpc"]
            getattr(module, f"add_{name.capitalize()}ServiceServicer_to_server")(self, self.server)
        handler = grpc.unary_unary_rpc_method_handler(self.check_health)
        self.server.add_generic_rpc_handlers(
            [grpc.method_handlers_generic_handler("grpc.health.v1.Health", {"Check": handler})]
        )
        self.server.add_insecure_port(f"unix:{socket_path}")

    def check_health(self, _request: bytes, _context: grpc.ServicerContext) -> bytes:
        self.health_checks += 1
        return b"\x08\x01" if self.is_serving else b"\x08\x02"

    def take(self, request: Any, context: grpc.ServicerContext) -> None:
        self.requests.append(request)
        metadata = {key: str(value) for key, value in context.invocation_metadata()}
        self.authorizations.append(metadata.get("authorization", ""))
        if not self.refusals:
            return
        code, status = self.refusals.pop(0)
        if status is not None:
            context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
        context.abort(code, status.message if status else "refused")

    def AcquireSandbox(self, request: Any, context: grpc.ServicerContext) -> Any:
        self.take(request, context)
        box = messages.Sandbox(id="box", session=request.session, state=messages.SANDBOX_STATE_RUNNING)
        return messages.AcquireSandboxResponse(sandbox=box, outcome=messages.ACQUIRE_OUTCOME_REUSED)

    def CreateSandbox(self, request: Any, context: grpc.ServicerContext) -> Any:
        self.take(request, context)
        return messages.CreateSandboxResponse(sandbox=messages.Sandbox(id="box"))

    def GetSandbox(self, request: Any, context: grpc.ServicerContext) -> Any:
        self.take(request, context)
        return messages.GetSandboxResponse(sandbox=messages.Sandbox(id="box"))

    def ReleaseSandbox(self, request: Any, context: grpc.ServicerContext) -> Any:
        self.take(request, context)
        return messages.ReleaseSandboxResponse(sandbox=messages.Sandbox(id=request.sandbox_id))

    def Heartbeat(self, request: Any, context: grpc.ServicerContext) -> Any:
        self.take(request, context)
        return messages.HeartbeatResponse(state=messages.SESSION_STATE_ACTIVE, generation=1)

    def ReadFile(self, request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
        yield messages.ReadFileResponse(data=b"one")
        self.take(request, context)
        yield messages.ReadFileResponse(data=b"two")

    def WriteFile(self, request_iterator: Iterator[Any], context: grpc.ServicerContext) -> Any:
        self.take(next(request_iterator), context)
        size = sum(len(frame.data) for frame in request_iterator)
        return messages.WriteFileResponse(entry=messages.FileEntry(size_bytes=size))

    def WatchEvents(self, request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
        self.requests.append(request)
        yield messages.WatchEventsResponse(ready=messages.WatchReady(current_seq=7, oldest_seq=1))
        for seq in range(request.after_seq + 1, request.after_seq + 3):
            yield messages.WatchEventsResponse(event=messages.Event(seq=seq))
        if self.refusals:
            context.abort(self.refusals.pop(0)[0], "the daemon goes")


def refusal(reason: str, message: str = "no", retry_after_s: float | None = None) -> Status:
    """A status as the daemon makes it, with every detail."""
    info = ErrorInfo(reason=reason, domain="sandkeep", metadata={"hint": "wait", "retryable": "true", "limit": "1"})
    details: list[Any] = [info]
    if retry_after_s is not None:
        details.append(RetryInfo(retry_delay=Duration(nanos=round(retry_after_s * 1e9))))
    details.append(BadRequest(field_violations=[BadRequest.FieldViolation(field="session", description="is empty")]))
    details.append(QuotaFailure(violations=[QuotaFailure.Violation(subject="max_sandboxes", description="1 of 1")]))
    status = Status(message=message)
    for detail in details:
        packed = AnyMessage()
        packed.Pack(detail)
        status.details.append(packed)
    return status


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    # Short, for the path of a socket has about 100 bytes.
    with tempfile.TemporaryDirectory(prefix="sk-", dir="/tmp") as directory:
        made = Daemon(str(Path(directory) / "sk.sock"))
        made.server.start()
        yield made
        made.server.stop(None).wait()

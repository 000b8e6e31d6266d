# Written by scripts/python-stubs.ts from proto/; change it there.
"""The generated stubs of every service, bare: no deadline, no request_id, no retry, errors of grpc."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from . import admin_service_pb2_grpc
from . import event_service_pb2_grpc
from . import exec_service_pb2_grpc
from . import file_service_pb2_grpc
from . import log_service_pb2_grpc
from . import sandbox_service_pb2_grpc
from . import session_service_pb2_grpc
from . import stats_service_pb2_grpc
from . import template_service_pb2_grpc
from . import tool_service_pb2_grpc

if TYPE_CHECKING:
    import grpc
    import grpc.aio


class Stubs:
    """One attribute for each service, named as its .proto file."""

    def __init__(self, channel: grpc.Channel) -> None:
        self.admin: "admin_service_pb2_grpc.AdminServiceStub" = admin_service_pb2_grpc.AdminServiceStub(channel)
        self.event: "event_service_pb2_grpc.EventServiceStub" = event_service_pb2_grpc.EventServiceStub(channel)
        self.exec: "exec_service_pb2_grpc.ExecServiceStub" = exec_service_pb2_grpc.ExecServiceStub(channel)
        self.file: "file_service_pb2_grpc.FileServiceStub" = file_service_pb2_grpc.FileServiceStub(channel)
        self.log: "log_service_pb2_grpc.LogServiceStub" = log_service_pb2_grpc.LogServiceStub(channel)
        self.sandbox: "sandbox_service_pb2_grpc.SandboxServiceStub" = sandbox_service_pb2_grpc.SandboxServiceStub(channel)
        self.session: "session_service_pb2_grpc.SessionServiceStub" = session_service_pb2_grpc.SessionServiceStub(channel)
        self.stats: "stats_service_pb2_grpc.StatsServiceStub" = stats_service_pb2_grpc.StatsServiceStub(channel)
        self.template: "template_service_pb2_grpc.TemplateServiceStub" = template_service_pb2_grpc.TemplateServiceStub(channel)
        self.tool: "tool_service_pb2_grpc.ToolServiceStub" = tool_service_pb2_grpc.ToolServiceStub(channel)


class AsyncStubs:
    """One attribute for each service, named as its .proto file."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self.admin: "admin_service_pb2_grpc.AdminServiceAsyncStub" = cast("admin_service_pb2_grpc.AdminServiceAsyncStub", admin_service_pb2_grpc.AdminServiceStub(channel))
        self.event: "event_service_pb2_grpc.EventServiceAsyncStub" = cast("event_service_pb2_grpc.EventServiceAsyncStub", event_service_pb2_grpc.EventServiceStub(channel))
        self.exec: "exec_service_pb2_grpc.ExecServiceAsyncStub" = cast("exec_service_pb2_grpc.ExecServiceAsyncStub", exec_service_pb2_grpc.ExecServiceStub(channel))
        self.file: "file_service_pb2_grpc.FileServiceAsyncStub" = cast("file_service_pb2_grpc.FileServiceAsyncStub", file_service_pb2_grpc.FileServiceStub(channel))
        self.log: "log_service_pb2_grpc.LogServiceAsyncStub" = cast("log_service_pb2_grpc.LogServiceAsyncStub", log_service_pb2_grpc.LogServiceStub(channel))
        self.sandbox: "sandbox_service_pb2_grpc.SandboxServiceAsyncStub" = cast("sandbox_service_pb2_grpc.SandboxServiceAsyncStub", sandbox_service_pb2_grpc.SandboxServiceStub(channel))
        self.session: "session_service_pb2_grpc.SessionServiceAsyncStub" = cast("session_service_pb2_grpc.SessionServiceAsyncStub", session_service_pb2_grpc.SessionServiceStub(channel))
        self.stats: "stats_service_pb2_grpc.StatsServiceAsyncStub" = cast("stats_service_pb2_grpc.StatsServiceAsyncStub", stats_service_pb2_grpc.StatsServiceStub(channel))
        self.template: "template_service_pb2_grpc.TemplateServiceAsyncStub" = cast("template_service_pb2_grpc.TemplateServiceAsyncStub", template_service_pb2_grpc.TemplateServiceStub(channel))
        self.tool: "tool_service_pb2_grpc.ToolServiceAsyncStub" = cast("tool_service_pb2_grpc.ToolServiceAsyncStub", tool_service_pb2_grpc.ToolServiceStub(channel))

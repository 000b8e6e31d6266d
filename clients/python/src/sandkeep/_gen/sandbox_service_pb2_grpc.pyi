# Written by scripts/python-stubs.ts from proto/; change it there.
import grpc
import grpc.aio
from . import sandbox_service_pb2

class SandboxServiceStub:
    def __init__(self, channel: grpc.Channel | grpc.aio.Channel) -> None: ...
    AcquireSandbox: grpc.UnaryUnaryMultiCallable[sandbox_service_pb2.AcquireSandboxRequest, sandbox_service_pb2.AcquireSandboxResponse]
    CreateSandbox: grpc.UnaryUnaryMultiCallable[sandbox_service_pb2.CreateSandboxRequest, sandbox_service_pb2.CreateSandboxResponse]
    GetSandbox: grpc.UnaryUnaryMultiCallable[sandbox_service_pb2.GetSandboxRequest, sandbox_service_pb2.GetSandboxResponse]
    ListSandboxes: grpc.UnaryUnaryMultiCallable[sandbox_service_pb2.ListSandboxesRequest, sandbox_service_pb2.ListSandboxesResponse]
    UpdateSandbox: grpc.UnaryUnaryMultiCallable[sandbox_service_pb2.UpdateSandboxRequest, sandbox_service_pb2.UpdateSandboxResponse]
    StartSandbox: grpc.UnaryUnaryMultiCallable[sandbox_service_pb2.StartSandboxRequest, sandbox_service_pb2.StartSandboxResponse]
    StopSandbox: grpc.UnaryUnaryMultiCallable[sandbox_service_pb2.StopSandboxRequest, sandbox_service_pb2.StopSandboxResponse]
    PauseSandbox: grpc.UnaryUnaryMultiCallable[sandbox_service_pb2.PauseSandboxRequest, sandbox_service_pb2.PauseSandboxResponse]
    ResumeSandbox: grpc.UnaryUnaryMultiCallable[sandbox_service_pb2.ResumeSandboxRequest, sandbox_service_pb2.ResumeSandboxResponse]
    ReleaseSandbox: grpc.UnaryUnaryMultiCallable[sandbox_service_pb2.ReleaseSandboxRequest, sandbox_service_pb2.ReleaseSandboxResponse]
    ReleaseAllSandboxes: grpc.UnaryUnaryMultiCallable[sandbox_service_pb2.ReleaseAllSandboxesRequest, sandbox_service_pb2.ReleaseAllSandboxesResponse]
    RestoreSandbox: grpc.UnaryUnaryMultiCallable[sandbox_service_pb2.RestoreSandboxRequest, sandbox_service_pb2.RestoreSandboxResponse]
    KeepAliveSandbox: grpc.UnaryUnaryMultiCallable[sandbox_service_pb2.KeepAliveSandboxRequest, sandbox_service_pb2.KeepAliveSandboxResponse]
    ExplainSandbox: grpc.UnaryUnaryMultiCallable[sandbox_service_pb2.ExplainSandboxRequest, sandbox_service_pb2.ExplainSandboxResponse]
    DiscoverSandbox: grpc.UnaryUnaryMultiCallable[sandbox_service_pb2.DiscoverSandboxRequest, sandbox_service_pb2.DiscoverSandboxResponse]
    GetSandboxCredentials: grpc.UnaryUnaryMultiCallable[sandbox_service_pb2.GetSandboxCredentialsRequest, sandbox_service_pb2.GetSandboxCredentialsResponse]

# Only a type: the stub above on a channel of grpc.aio.
class SandboxServiceAsyncStub:
    AcquireSandbox: grpc.aio.UnaryUnaryMultiCallable[sandbox_service_pb2.AcquireSandboxRequest, sandbox_service_pb2.AcquireSandboxResponse]
    CreateSandbox: grpc.aio.UnaryUnaryMultiCallable[sandbox_service_pb2.CreateSandboxRequest, sandbox_service_pb2.CreateSandboxResponse]
    GetSandbox: grpc.aio.UnaryUnaryMultiCallable[sandbox_service_pb2.GetSandboxRequest, sandbox_service_pb2.GetSandboxResponse]
    ListSandboxes: grpc.aio.UnaryUnaryMultiCallable[sandbox_service_pb2.ListSandboxesRequest, sandbox_service_pb2.ListSandboxesResponse]
    UpdateSandbox: grpc.aio.UnaryUnaryMultiCallable[sandbox_service_pb2.UpdateSandboxRequest, sandbox_service_pb2.UpdateSandboxResponse]
    StartSandbox: grpc.aio.UnaryUnaryMultiCallable[sandbox_service_pb2.StartSandboxRequest, sandbox_service_pb2.StartSandboxResponse]
    StopSandbox: grpc.aio.UnaryUnaryMultiCallable[sandbox_service_pb2.StopSandboxRequest, sandbox_service_pb2.StopSandboxResponse]
    PauseSandbox: grpc.aio.UnaryUnaryMultiCallable[sandbox_service_pb2.PauseSandboxRequest, sandbox_service_pb2.PauseSandboxResponse]
    ResumeSandbox: grpc.aio.UnaryUnaryMultiCallable[sandbox_service_pb2.ResumeSandboxRequest, sandbox_service_pb2.ResumeSandboxResponse]
    ReleaseSandbox: grpc.aio.UnaryUnaryMultiCallable[sandbox_service_pb2.ReleaseSandboxRequest, sandbox_service_pb2.ReleaseSandboxResponse]
    ReleaseAllSandboxes: grpc.aio.UnaryUnaryMultiCallable[sandbox_service_pb2.ReleaseAllSandboxesRequest, sandbox_service_pb2.ReleaseAllSandboxesResponse]
    RestoreSandbox: grpc.aio.UnaryUnaryMultiCallable[sandbox_service_pb2.RestoreSandboxRequest, sandbox_service_pb2.RestoreSandboxResponse]
    KeepAliveSandbox: grpc.aio.UnaryUnaryMultiCallable[sandbox_service_pb2.KeepAliveSandboxRequest, sandbox_service_pb2.KeepAliveSandboxResponse]
    ExplainSandbox: grpc.aio.UnaryUnaryMultiCallable[sandbox_service_pb2.ExplainSandboxRequest, sandbox_service_pb2.ExplainSandboxResponse]
    DiscoverSandbox: grpc.aio.UnaryUnaryMultiCallable[sandbox_service_pb2.DiscoverSandboxRequest, sandbox_service_pb2.DiscoverSandboxResponse]
    GetSandboxCredentials: grpc.aio.UnaryUnaryMultiCallable[sandbox_service_pb2.GetSandboxCredentialsRequest, sandbox_service_pb2.GetSandboxCredentialsResponse]

# Written by scripts/python-stubs.ts from proto/; change it there.
import grpc
import grpc.aio
from . import session_service_pb2

class SessionServiceStub:
    def __init__(self, channel: grpc.Channel | grpc.aio.Channel) -> None: ...
    GetSession: grpc.UnaryUnaryMultiCallable[session_service_pb2.GetSessionRequest, session_service_pb2.GetSessionResponse]
    ListSessions: grpc.UnaryUnaryMultiCallable[session_service_pb2.ListSessionsRequest, session_service_pb2.ListSessionsResponse]
    Heartbeat: grpc.UnaryUnaryMultiCallable[session_service_pb2.HeartbeatRequest, session_service_pb2.HeartbeatResponse]
    ReleaseSession: grpc.UnaryUnaryMultiCallable[session_service_pb2.ReleaseSessionRequest, session_service_pb2.ReleaseSessionResponse]
    ReapSession: grpc.UnaryUnaryMultiCallable[session_service_pb2.ReapSessionRequest, session_service_pb2.ReapSessionResponse]
    RestoreSession: grpc.UnaryUnaryMultiCallable[session_service_pb2.RestoreSessionRequest, session_service_pb2.RestoreSessionResponse]

# Only a type: the stub above on a channel of grpc.aio.
class SessionServiceAsyncStub:
    GetSession: grpc.aio.UnaryUnaryMultiCallable[session_service_pb2.GetSessionRequest, session_service_pb2.GetSessionResponse]
    ListSessions: grpc.aio.UnaryUnaryMultiCallable[session_service_pb2.ListSessionsRequest, session_service_pb2.ListSessionsResponse]
    Heartbeat: grpc.aio.UnaryUnaryMultiCallable[session_service_pb2.HeartbeatRequest, session_service_pb2.HeartbeatResponse]
    ReleaseSession: grpc.aio.UnaryUnaryMultiCallable[session_service_pb2.ReleaseSessionRequest, session_service_pb2.ReleaseSessionResponse]
    ReapSession: grpc.aio.UnaryUnaryMultiCallable[session_service_pb2.ReapSessionRequest, session_service_pb2.ReapSessionResponse]
    RestoreSession: grpc.aio.UnaryUnaryMultiCallable[session_service_pb2.RestoreSessionRequest, session_service_pb2.RestoreSessionResponse]

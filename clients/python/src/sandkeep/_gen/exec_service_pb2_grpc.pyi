# Written by scripts/python-stubs.ts from proto/; change it there.
import grpc
import grpc.aio
from . import exec_service_pb2

class ExecServiceStub:
    def __init__(self, channel: grpc.Channel | grpc.aio.Channel) -> None: ...
    RunExec: grpc.UnaryUnaryMultiCallable[exec_service_pb2.RunExecRequest, exec_service_pb2.RunExecResponse]
    StreamExec: grpc.StreamStreamMultiCallable[exec_service_pb2.StreamExecRequest, exec_service_pb2.StreamExecResponse]
    StartExec: grpc.UnaryUnaryMultiCallable[exec_service_pb2.StartExecRequest, exec_service_pb2.StartExecResponse]
    GetExec: grpc.UnaryUnaryMultiCallable[exec_service_pb2.GetExecRequest, exec_service_pb2.GetExecResponse]
    ListExecs: grpc.UnaryUnaryMultiCallable[exec_service_pb2.ListExecsRequest, exec_service_pb2.ListExecsResponse]
    SignalExec: grpc.UnaryUnaryMultiCallable[exec_service_pb2.SignalExecRequest, exec_service_pb2.SignalExecResponse]
    WaitExec: grpc.UnaryUnaryMultiCallable[exec_service_pb2.WaitExecRequest, exec_service_pb2.WaitExecResponse]

# Only a type: the stub above on a channel of grpc.aio.
class ExecServiceAsyncStub:
    RunExec: grpc.aio.UnaryUnaryMultiCallable[exec_service_pb2.RunExecRequest, exec_service_pb2.RunExecResponse]
    StreamExec: grpc.aio.StreamStreamMultiCallable[exec_service_pb2.StreamExecRequest, exec_service_pb2.StreamExecResponse]
    StartExec: grpc.aio.UnaryUnaryMultiCallable[exec_service_pb2.StartExecRequest, exec_service_pb2.StartExecResponse]
    GetExec: grpc.aio.UnaryUnaryMultiCallable[exec_service_pb2.GetExecRequest, exec_service_pb2.GetExecResponse]
    ListExecs: grpc.aio.UnaryUnaryMultiCallable[exec_service_pb2.ListExecsRequest, exec_service_pb2.ListExecsResponse]
    SignalExec: grpc.aio.UnaryUnaryMultiCallable[exec_service_pb2.SignalExecRequest, exec_service_pb2.SignalExecResponse]
    WaitExec: grpc.aio.UnaryUnaryMultiCallable[exec_service_pb2.WaitExecRequest, exec_service_pb2.WaitExecResponse]

# Written by scripts/python-stubs.ts from proto/; change it there.
import grpc
import grpc.aio
from . import log_service_pb2

class LogServiceStub:
    def __init__(self, channel: grpc.Channel | grpc.aio.Channel) -> None: ...
    StreamLogs: grpc.UnaryStreamMultiCallable[log_service_pb2.StreamLogsRequest, log_service_pb2.StreamLogsResponse]

# Only a type: the stub above on a channel of grpc.aio.
class LogServiceAsyncStub:
    StreamLogs: grpc.aio.UnaryStreamMultiCallable[log_service_pb2.StreamLogsRequest, log_service_pb2.StreamLogsResponse]

# Written by scripts/python-stubs.ts from proto/; change it there.
import grpc
import grpc.aio
from . import stats_service_pb2

class StatsServiceStub:
    def __init__(self, channel: grpc.Channel | grpc.aio.Channel) -> None: ...
    GetStats: grpc.UnaryUnaryMultiCallable[stats_service_pb2.GetStatsRequest, stats_service_pb2.GetStatsResponse]
    StreamStats: grpc.UnaryStreamMultiCallable[stats_service_pb2.StreamStatsRequest, stats_service_pb2.StreamStatsResponse]

# Only a type: the stub above on a channel of grpc.aio.
class StatsServiceAsyncStub:
    GetStats: grpc.aio.UnaryUnaryMultiCallable[stats_service_pb2.GetStatsRequest, stats_service_pb2.GetStatsResponse]
    StreamStats: grpc.aio.UnaryStreamMultiCallable[stats_service_pb2.StreamStatsRequest, stats_service_pb2.StreamStatsResponse]

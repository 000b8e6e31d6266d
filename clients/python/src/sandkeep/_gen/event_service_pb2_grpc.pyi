# Written by scripts/python-stubs.ts from proto/; change it there.
import grpc
import grpc.aio
from . import event_service_pb2

class EventServiceStub:
    def __init__(self, channel: grpc.Channel | grpc.aio.Channel) -> None: ...
    WatchEvents: grpc.UnaryStreamMultiCallable[event_service_pb2.WatchEventsRequest, event_service_pb2.WatchEventsResponse]
    ListEvents: grpc.UnaryUnaryMultiCallable[event_service_pb2.ListEventsRequest, event_service_pb2.ListEventsResponse]

# Only a type: the stub above on a channel of grpc.aio.
class EventServiceAsyncStub:
    WatchEvents: grpc.aio.UnaryStreamMultiCallable[event_service_pb2.WatchEventsRequest, event_service_pb2.WatchEventsResponse]
    ListEvents: grpc.aio.UnaryUnaryMultiCallable[event_service_pb2.ListEventsRequest, event_service_pb2.ListEventsResponse]

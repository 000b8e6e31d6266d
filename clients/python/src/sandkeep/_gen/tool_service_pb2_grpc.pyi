# Written by scripts/python-stubs.ts from proto/; change it there.
import grpc
import grpc.aio
from . import tool_service_pb2

class ToolServiceStub:
    def __init__(self, channel: grpc.Channel | grpc.aio.Channel) -> None: ...
    CheckHealth: grpc.UnaryUnaryMultiCallable[tool_service_pb2.CheckHealthRequest, tool_service_pb2.CheckHealthResponse]
    ListTools: grpc.UnaryUnaryMultiCallable[tool_service_pb2.ListToolsRequest, tool_service_pb2.ListToolsResponse]
    CallTool: grpc.UnaryUnaryMultiCallable[tool_service_pb2.CallToolRequest, tool_service_pb2.CallToolResponse]
    AddMcpServers: grpc.UnaryUnaryMultiCallable[tool_service_pb2.AddMcpServersRequest, tool_service_pb2.AddMcpServersResponse]

# Only a type: the stub above on a channel of grpc.aio.
class ToolServiceAsyncStub:
    CheckHealth: grpc.aio.UnaryUnaryMultiCallable[tool_service_pb2.CheckHealthRequest, tool_service_pb2.CheckHealthResponse]
    ListTools: grpc.aio.UnaryUnaryMultiCallable[tool_service_pb2.ListToolsRequest, tool_service_pb2.ListToolsResponse]
    CallTool: grpc.aio.UnaryUnaryMultiCallable[tool_service_pb2.CallToolRequest, tool_service_pb2.CallToolResponse]
    AddMcpServers: grpc.aio.UnaryUnaryMultiCallable[tool_service_pb2.AddMcpServersRequest, tool_service_pb2.AddMcpServersResponse]

# Written by scripts/python-stubs.ts from proto/; change it there.
import grpc
import grpc.aio
from . import template_service_pb2

class TemplateServiceStub:
    def __init__(self, channel: grpc.Channel | grpc.aio.Channel) -> None: ...
    ListTemplates: grpc.UnaryUnaryMultiCallable[template_service_pb2.ListTemplatesRequest, template_service_pb2.ListTemplatesResponse]
    GetTemplate: grpc.UnaryUnaryMultiCallable[template_service_pb2.GetTemplateRequest, template_service_pb2.GetTemplateResponse]
    PullImage: grpc.UnaryStreamMultiCallable[template_service_pb2.PullImageRequest, template_service_pb2.PullImageResponse]
    ListPools: grpc.UnaryUnaryMultiCallable[template_service_pb2.ListPoolsRequest, template_service_pb2.ListPoolsResponse]
    GetPool: grpc.UnaryUnaryMultiCallable[template_service_pb2.GetPoolRequest, template_service_pb2.GetPoolResponse]
    PausePool: grpc.UnaryUnaryMultiCallable[template_service_pb2.PausePoolRequest, template_service_pb2.PausePoolResponse]
    ResumePool: grpc.UnaryUnaryMultiCallable[template_service_pb2.ResumePoolRequest, template_service_pb2.ResumePoolResponse]
    DrainPool: grpc.UnaryUnaryMultiCallable[template_service_pb2.DrainPoolRequest, template_service_pb2.DrainPoolResponse]
    PrewarmPool: grpc.UnaryUnaryMultiCallable[template_service_pb2.PrewarmPoolRequest, template_service_pb2.PrewarmPoolResponse]

# Only a type: the stub above on a channel of grpc.aio.
class TemplateServiceAsyncStub:
    ListTemplates: grpc.aio.UnaryUnaryMultiCallable[template_service_pb2.ListTemplatesRequest, template_service_pb2.ListTemplatesResponse]
    GetTemplate: grpc.aio.UnaryUnaryMultiCallable[template_service_pb2.GetTemplateRequest, template_service_pb2.GetTemplateResponse]
    PullImage: grpc.aio.UnaryStreamMultiCallable[template_service_pb2.PullImageRequest, template_service_pb2.PullImageResponse]
    ListPools: grpc.aio.UnaryUnaryMultiCallable[template_service_pb2.ListPoolsRequest, template_service_pb2.ListPoolsResponse]
    GetPool: grpc.aio.UnaryUnaryMultiCallable[template_service_pb2.GetPoolRequest, template_service_pb2.GetPoolResponse]
    PausePool: grpc.aio.UnaryUnaryMultiCallable[template_service_pb2.PausePoolRequest, template_service_pb2.PausePoolResponse]
    ResumePool: grpc.aio.UnaryUnaryMultiCallable[template_service_pb2.ResumePoolRequest, template_service_pb2.ResumePoolResponse]
    DrainPool: grpc.aio.UnaryUnaryMultiCallable[template_service_pb2.DrainPoolRequest, template_service_pb2.DrainPoolResponse]
    PrewarmPool: grpc.aio.UnaryUnaryMultiCallable[template_service_pb2.PrewarmPoolRequest, template_service_pb2.PrewarmPoolResponse]

# Written by scripts/python-stubs.ts from proto/; change it there.
import grpc
import grpc.aio
from . import admin_service_pb2

class AdminServiceStub:
    def __init__(self, channel: grpc.Channel | grpc.aio.Channel) -> None: ...
    GetInfo: grpc.UnaryUnaryMultiCallable[admin_service_pb2.GetInfoRequest, admin_service_pb2.GetInfoResponse]
    Reconcile: grpc.UnaryUnaryMultiCallable[admin_service_pb2.ReconcileRequest, admin_service_pb2.ReconcileResponse]
    RunSweep: grpc.UnaryUnaryMultiCallable[admin_service_pb2.RunSweepRequest, admin_service_pb2.RunSweepResponse]
    PauseLoop: grpc.UnaryUnaryMultiCallable[admin_service_pb2.PauseLoopRequest, admin_service_pb2.PauseLoopResponse]
    ResumeLoop: grpc.UnaryUnaryMultiCallable[admin_service_pb2.ResumeLoopRequest, admin_service_pb2.ResumeLoopResponse]
    Drain: grpc.UnaryUnaryMultiCallable[admin_service_pb2.DrainRequest, admin_service_pb2.DrainResponse]
    Reload: grpc.UnaryUnaryMultiCallable[admin_service_pb2.ReloadRequest, admin_service_pb2.ReloadResponse]
    ListOrphans: grpc.UnaryUnaryMultiCallable[admin_service_pb2.ListOrphansRequest, admin_service_pb2.ListOrphansResponse]
    AdoptOrphan: grpc.UnaryUnaryMultiCallable[admin_service_pb2.AdoptOrphanRequest, admin_service_pb2.AdoptOrphanResponse]
    RemoveOrphan: grpc.UnaryUnaryMultiCallable[admin_service_pb2.RemoveOrphanRequest, admin_service_pb2.RemoveOrphanResponse]
    Recover: grpc.UnaryUnaryMultiCallable[admin_service_pb2.RecoverRequest, admin_service_pb2.RecoverResponse]
    Backup: grpc.UnaryUnaryMultiCallable[admin_service_pb2.BackupRequest, admin_service_pb2.BackupResponse]
    Doctor: grpc.UnaryUnaryMultiCallable[admin_service_pb2.DoctorRequest, admin_service_pb2.DoctorResponse]
    GetMetrics: grpc.UnaryUnaryMultiCallable[admin_service_pb2.GetMetricsRequest, admin_service_pb2.GetMetricsResponse]
    CreateToken: grpc.UnaryUnaryMultiCallable[admin_service_pb2.CreateTokenRequest, admin_service_pb2.CreateTokenResponse]
    ListTokens: grpc.UnaryUnaryMultiCallable[admin_service_pb2.ListTokensRequest, admin_service_pb2.ListTokensResponse]
    RevokeToken: grpc.UnaryUnaryMultiCallable[admin_service_pb2.RevokeTokenRequest, admin_service_pb2.RevokeTokenResponse]

# Only a type: the stub above on a channel of grpc.aio.
class AdminServiceAsyncStub:
    GetInfo: grpc.aio.UnaryUnaryMultiCallable[admin_service_pb2.GetInfoRequest, admin_service_pb2.GetInfoResponse]
    Reconcile: grpc.aio.UnaryUnaryMultiCallable[admin_service_pb2.ReconcileRequest, admin_service_pb2.ReconcileResponse]
    RunSweep: grpc.aio.UnaryUnaryMultiCallable[admin_service_pb2.RunSweepRequest, admin_service_pb2.RunSweepResponse]
    PauseLoop: grpc.aio.UnaryUnaryMultiCallable[admin_service_pb2.PauseLoopRequest, admin_service_pb2.PauseLoopResponse]
    ResumeLoop: grpc.aio.UnaryUnaryMultiCallable[admin_service_pb2.ResumeLoopRequest, admin_service_pb2.ResumeLoopResponse]
    Drain: grpc.aio.UnaryUnaryMultiCallable[admin_service_pb2.DrainRequest, admin_service_pb2.DrainResponse]
    Reload: grpc.aio.UnaryUnaryMultiCallable[admin_service_pb2.ReloadRequest, admin_service_pb2.ReloadResponse]
    ListOrphans: grpc.aio.UnaryUnaryMultiCallable[admin_service_pb2.ListOrphansRequest, admin_service_pb2.ListOrphansResponse]
    AdoptOrphan: grpc.aio.UnaryUnaryMultiCallable[admin_service_pb2.AdoptOrphanRequest, admin_service_pb2.AdoptOrphanResponse]
    RemoveOrphan: grpc.aio.UnaryUnaryMultiCallable[admin_service_pb2.RemoveOrphanRequest, admin_service_pb2.RemoveOrphanResponse]
    Recover: grpc.aio.UnaryUnaryMultiCallable[admin_service_pb2.RecoverRequest, admin_service_pb2.RecoverResponse]
    Backup: grpc.aio.UnaryUnaryMultiCallable[admin_service_pb2.BackupRequest, admin_service_pb2.BackupResponse]
    Doctor: grpc.aio.UnaryUnaryMultiCallable[admin_service_pb2.DoctorRequest, admin_service_pb2.DoctorResponse]
    GetMetrics: grpc.aio.UnaryUnaryMultiCallable[admin_service_pb2.GetMetricsRequest, admin_service_pb2.GetMetricsResponse]
    CreateToken: grpc.aio.UnaryUnaryMultiCallable[admin_service_pb2.CreateTokenRequest, admin_service_pb2.CreateTokenResponse]
    ListTokens: grpc.aio.UnaryUnaryMultiCallable[admin_service_pb2.ListTokensRequest, admin_service_pb2.ListTokensResponse]
    RevokeToken: grpc.aio.UnaryUnaryMultiCallable[admin_service_pb2.RevokeTokenRequest, admin_service_pb2.RevokeTokenResponse]

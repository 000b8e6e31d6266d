import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { AccessToken as _sandkeep_v1_AccessToken, AccessToken__Output as _sandkeep_v1_AccessToken__Output } from './sandkeep/v1/AccessToken.ts';
import type { AdminServiceClient as _sandkeep_v1_AdminServiceClient, AdminServiceDefinition as _sandkeep_v1_AdminServiceDefinition } from './sandkeep/v1/AdminService.ts';
import type { AdoptOrphanRequest as _sandkeep_v1_AdoptOrphanRequest, AdoptOrphanRequest__Output as _sandkeep_v1_AdoptOrphanRequest__Output } from './sandkeep/v1/AdoptOrphanRequest.ts';
import type { AdoptOrphanResponse as _sandkeep_v1_AdoptOrphanResponse, AdoptOrphanResponse__Output as _sandkeep_v1_AdoptOrphanResponse__Output } from './sandkeep/v1/AdoptOrphanResponse.ts';
import type { BackupRequest as _sandkeep_v1_BackupRequest, BackupRequest__Output as _sandkeep_v1_BackupRequest__Output } from './sandkeep/v1/BackupRequest.ts';
import type { BackupResponse as _sandkeep_v1_BackupResponse, BackupResponse__Output as _sandkeep_v1_BackupResponse__Output } from './sandkeep/v1/BackupResponse.ts';
import type { CreateTokenRequest as _sandkeep_v1_CreateTokenRequest, CreateTokenRequest__Output as _sandkeep_v1_CreateTokenRequest__Output } from './sandkeep/v1/CreateTokenRequest.ts';
import type { CreateTokenResponse as _sandkeep_v1_CreateTokenResponse, CreateTokenResponse__Output as _sandkeep_v1_CreateTokenResponse__Output } from './sandkeep/v1/CreateTokenResponse.ts';
import type { DegradedMode as _sandkeep_v1_DegradedMode, DegradedMode__Output as _sandkeep_v1_DegradedMode__Output } from './sandkeep/v1/DegradedMode.ts';
import type { DoctorFinding as _sandkeep_v1_DoctorFinding, DoctorFinding__Output as _sandkeep_v1_DoctorFinding__Output } from './sandkeep/v1/DoctorFinding.ts';
import type { DoctorRequest as _sandkeep_v1_DoctorRequest, DoctorRequest__Output as _sandkeep_v1_DoctorRequest__Output } from './sandkeep/v1/DoctorRequest.ts';
import type { DoctorResponse as _sandkeep_v1_DoctorResponse, DoctorResponse__Output as _sandkeep_v1_DoctorResponse__Output } from './sandkeep/v1/DoctorResponse.ts';
import type { DrainRequest as _sandkeep_v1_DrainRequest, DrainRequest__Output as _sandkeep_v1_DrainRequest__Output } from './sandkeep/v1/DrainRequest.ts';
import type { DrainResponse as _sandkeep_v1_DrainResponse, DrainResponse__Output as _sandkeep_v1_DrainResponse__Output } from './sandkeep/v1/DrainResponse.ts';
import type { Endpoint as _sandkeep_v1_Endpoint, Endpoint__Output as _sandkeep_v1_Endpoint__Output } from './sandkeep/v1/Endpoint.ts';
import type { Failure as _sandkeep_v1_Failure, Failure__Output as _sandkeep_v1_Failure__Output } from './sandkeep/v1/Failure.ts';
import type { GetInfoRequest as _sandkeep_v1_GetInfoRequest, GetInfoRequest__Output as _sandkeep_v1_GetInfoRequest__Output } from './sandkeep/v1/GetInfoRequest.ts';
import type { GetInfoResponse as _sandkeep_v1_GetInfoResponse, GetInfoResponse__Output as _sandkeep_v1_GetInfoResponse__Output } from './sandkeep/v1/GetInfoResponse.ts';
import type { GetMetricsRequest as _sandkeep_v1_GetMetricsRequest, GetMetricsRequest__Output as _sandkeep_v1_GetMetricsRequest__Output } from './sandkeep/v1/GetMetricsRequest.ts';
import type { GetMetricsResponse as _sandkeep_v1_GetMetricsResponse, GetMetricsResponse__Output as _sandkeep_v1_GetMetricsResponse__Output } from './sandkeep/v1/GetMetricsResponse.ts';
import type { ListOrphansRequest as _sandkeep_v1_ListOrphansRequest, ListOrphansRequest__Output as _sandkeep_v1_ListOrphansRequest__Output } from './sandkeep/v1/ListOrphansRequest.ts';
import type { ListOrphansResponse as _sandkeep_v1_ListOrphansResponse, ListOrphansResponse__Output as _sandkeep_v1_ListOrphansResponse__Output } from './sandkeep/v1/ListOrphansResponse.ts';
import type { ListTokensRequest as _sandkeep_v1_ListTokensRequest, ListTokensRequest__Output as _sandkeep_v1_ListTokensRequest__Output } from './sandkeep/v1/ListTokensRequest.ts';
import type { ListTokensResponse as _sandkeep_v1_ListTokensResponse, ListTokensResponse__Output as _sandkeep_v1_ListTokensResponse__Output } from './sandkeep/v1/ListTokensResponse.ts';
import type { LoopStatus as _sandkeep_v1_LoopStatus, LoopStatus__Output as _sandkeep_v1_LoopStatus__Output } from './sandkeep/v1/LoopStatus.ts';
import type { Orphan as _sandkeep_v1_Orphan, Orphan__Output as _sandkeep_v1_Orphan__Output } from './sandkeep/v1/Orphan.ts';
import type { PauseLoopRequest as _sandkeep_v1_PauseLoopRequest, PauseLoopRequest__Output as _sandkeep_v1_PauseLoopRequest__Output } from './sandkeep/v1/PauseLoopRequest.ts';
import type { PauseLoopResponse as _sandkeep_v1_PauseLoopResponse, PauseLoopResponse__Output as _sandkeep_v1_PauseLoopResponse__Output } from './sandkeep/v1/PauseLoopResponse.ts';
import type { Port as _sandkeep_v1_Port, Port__Output as _sandkeep_v1_Port__Output } from './sandkeep/v1/Port.ts';
import type { ReconcileRequest as _sandkeep_v1_ReconcileRequest, ReconcileRequest__Output as _sandkeep_v1_ReconcileRequest__Output } from './sandkeep/v1/ReconcileRequest.ts';
import type { ReconcileResponse as _sandkeep_v1_ReconcileResponse, ReconcileResponse__Output as _sandkeep_v1_ReconcileResponse__Output } from './sandkeep/v1/ReconcileResponse.ts';
import type { RecoverRequest as _sandkeep_v1_RecoverRequest, RecoverRequest__Output as _sandkeep_v1_RecoverRequest__Output } from './sandkeep/v1/RecoverRequest.ts';
import type { RecoverResponse as _sandkeep_v1_RecoverResponse, RecoverResponse__Output as _sandkeep_v1_RecoverResponse__Output } from './sandkeep/v1/RecoverResponse.ts';
import type { RecoveryItem as _sandkeep_v1_RecoveryItem, RecoveryItem__Output as _sandkeep_v1_RecoveryItem__Output } from './sandkeep/v1/RecoveryItem.ts';
import type { ReloadRequest as _sandkeep_v1_ReloadRequest, ReloadRequest__Output as _sandkeep_v1_ReloadRequest__Output } from './sandkeep/v1/ReloadRequest.ts';
import type { ReloadResponse as _sandkeep_v1_ReloadResponse, ReloadResponse__Output as _sandkeep_v1_ReloadResponse__Output } from './sandkeep/v1/ReloadResponse.ts';
import type { RemoveOrphanRequest as _sandkeep_v1_RemoveOrphanRequest, RemoveOrphanRequest__Output as _sandkeep_v1_RemoveOrphanRequest__Output } from './sandkeep/v1/RemoveOrphanRequest.ts';
import type { RemoveOrphanResponse as _sandkeep_v1_RemoveOrphanResponse, RemoveOrphanResponse__Output as _sandkeep_v1_RemoveOrphanResponse__Output } from './sandkeep/v1/RemoveOrphanResponse.ts';
import type { ResumeLoopRequest as _sandkeep_v1_ResumeLoopRequest, ResumeLoopRequest__Output as _sandkeep_v1_ResumeLoopRequest__Output } from './sandkeep/v1/ResumeLoopRequest.ts';
import type { ResumeLoopResponse as _sandkeep_v1_ResumeLoopResponse, ResumeLoopResponse__Output as _sandkeep_v1_ResumeLoopResponse__Output } from './sandkeep/v1/ResumeLoopResponse.ts';
import type { RevokeTokenRequest as _sandkeep_v1_RevokeTokenRequest, RevokeTokenRequest__Output as _sandkeep_v1_RevokeTokenRequest__Output } from './sandkeep/v1/RevokeTokenRequest.ts';
import type { RevokeTokenResponse as _sandkeep_v1_RevokeTokenResponse, RevokeTokenResponse__Output as _sandkeep_v1_RevokeTokenResponse__Output } from './sandkeep/v1/RevokeTokenResponse.ts';
import type { RunSweepRequest as _sandkeep_v1_RunSweepRequest, RunSweepRequest__Output as _sandkeep_v1_RunSweepRequest__Output } from './sandkeep/v1/RunSweepRequest.ts';
import type { RunSweepResponse as _sandkeep_v1_RunSweepResponse, RunSweepResponse__Output as _sandkeep_v1_RunSweepResponse__Output } from './sandkeep/v1/RunSweepResponse.ts';
import type { RuntimeStatus as _sandkeep_v1_RuntimeStatus, RuntimeStatus__Output as _sandkeep_v1_RuntimeStatus__Output } from './sandkeep/v1/RuntimeStatus.ts';
import type { Sandbox as _sandkeep_v1_Sandbox, Sandbox__Output as _sandkeep_v1_Sandbox__Output } from './sandkeep/v1/Sandbox.ts';
import type { SessionKey as _sandkeep_v1_SessionKey, SessionKey__Output as _sandkeep_v1_SessionKey__Output } from './sandkeep/v1/SessionKey.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
  sandkeep: {
    v1: {
      AccessRole: EnumTypeDefinition
      AccessToken: MessageTypeDefinition<_sandkeep_v1_AccessToken, _sandkeep_v1_AccessToken__Output>
      Actor: EnumTypeDefinition
      /**
       * For operators.
       */
      AdminService: SubtypeConstructor<typeof grpc.Client, _sandkeep_v1_AdminServiceClient> & { service: _sandkeep_v1_AdminServiceDefinition }
      AdoptOrphanRequest: MessageTypeDefinition<_sandkeep_v1_AdoptOrphanRequest, _sandkeep_v1_AdoptOrphanRequest__Output>
      AdoptOrphanResponse: MessageTypeDefinition<_sandkeep_v1_AdoptOrphanResponse, _sandkeep_v1_AdoptOrphanResponse__Output>
      BackupRequest: MessageTypeDefinition<_sandkeep_v1_BackupRequest, _sandkeep_v1_BackupRequest__Output>
      BackupResponse: MessageTypeDefinition<_sandkeep_v1_BackupResponse, _sandkeep_v1_BackupResponse__Output>
      CreateTokenRequest: MessageTypeDefinition<_sandkeep_v1_CreateTokenRequest, _sandkeep_v1_CreateTokenRequest__Output>
      CreateTokenResponse: MessageTypeDefinition<_sandkeep_v1_CreateTokenResponse, _sandkeep_v1_CreateTokenResponse__Output>
      DaemonStatus: EnumTypeDefinition
      DegradedMode: MessageTypeDefinition<_sandkeep_v1_DegradedMode, _sandkeep_v1_DegradedMode__Output>
      DoctorFinding: MessageTypeDefinition<_sandkeep_v1_DoctorFinding, _sandkeep_v1_DoctorFinding__Output>
      DoctorRequest: MessageTypeDefinition<_sandkeep_v1_DoctorRequest, _sandkeep_v1_DoctorRequest__Output>
      DoctorResponse: MessageTypeDefinition<_sandkeep_v1_DoctorResponse, _sandkeep_v1_DoctorResponse__Output>
      DoctorSeverity: EnumTypeDefinition
      DrainRequest: MessageTypeDefinition<_sandkeep_v1_DrainRequest, _sandkeep_v1_DrainRequest__Output>
      DrainResponse: MessageTypeDefinition<_sandkeep_v1_DrainResponse, _sandkeep_v1_DrainResponse__Output>
      Endpoint: MessageTypeDefinition<_sandkeep_v1_Endpoint, _sandkeep_v1_Endpoint__Output>
      Failure: MessageTypeDefinition<_sandkeep_v1_Failure, _sandkeep_v1_Failure__Output>
      GetInfoRequest: MessageTypeDefinition<_sandkeep_v1_GetInfoRequest, _sandkeep_v1_GetInfoRequest__Output>
      GetInfoResponse: MessageTypeDefinition<_sandkeep_v1_GetInfoResponse, _sandkeep_v1_GetInfoResponse__Output>
      GetMetricsRequest: MessageTypeDefinition<_sandkeep_v1_GetMetricsRequest, _sandkeep_v1_GetMetricsRequest__Output>
      GetMetricsResponse: MessageTypeDefinition<_sandkeep_v1_GetMetricsResponse, _sandkeep_v1_GetMetricsResponse__Output>
      ListOrphansRequest: MessageTypeDefinition<_sandkeep_v1_ListOrphansRequest, _sandkeep_v1_ListOrphansRequest__Output>
      ListOrphansResponse: MessageTypeDefinition<_sandkeep_v1_ListOrphansResponse, _sandkeep_v1_ListOrphansResponse__Output>
      ListTokensRequest: MessageTypeDefinition<_sandkeep_v1_ListTokensRequest, _sandkeep_v1_ListTokensRequest__Output>
      ListTokensResponse: MessageTypeDefinition<_sandkeep_v1_ListTokensResponse, _sandkeep_v1_ListTokensResponse__Output>
      LoopStatus: MessageTypeDefinition<_sandkeep_v1_LoopStatus, _sandkeep_v1_LoopStatus__Output>
      Orphan: MessageTypeDefinition<_sandkeep_v1_Orphan, _sandkeep_v1_Orphan__Output>
      PauseLoopRequest: MessageTypeDefinition<_sandkeep_v1_PauseLoopRequest, _sandkeep_v1_PauseLoopRequest__Output>
      PauseLoopResponse: MessageTypeDefinition<_sandkeep_v1_PauseLoopResponse, _sandkeep_v1_PauseLoopResponse__Output>
      Port: MessageTypeDefinition<_sandkeep_v1_Port, _sandkeep_v1_Port__Output>
      ReconcileRequest: MessageTypeDefinition<_sandkeep_v1_ReconcileRequest, _sandkeep_v1_ReconcileRequest__Output>
      ReconcileResponse: MessageTypeDefinition<_sandkeep_v1_ReconcileResponse, _sandkeep_v1_ReconcileResponse__Output>
      RecoverAction: EnumTypeDefinition
      RecoverRequest: MessageTypeDefinition<_sandkeep_v1_RecoverRequest, _sandkeep_v1_RecoverRequest__Output>
      RecoverResponse: MessageTypeDefinition<_sandkeep_v1_RecoverResponse, _sandkeep_v1_RecoverResponse__Output>
      RecoveryItem: MessageTypeDefinition<_sandkeep_v1_RecoveryItem, _sandkeep_v1_RecoveryItem__Output>
      ReloadRequest: MessageTypeDefinition<_sandkeep_v1_ReloadRequest, _sandkeep_v1_ReloadRequest__Output>
      ReloadResponse: MessageTypeDefinition<_sandkeep_v1_ReloadResponse, _sandkeep_v1_ReloadResponse__Output>
      RemoveOrphanRequest: MessageTypeDefinition<_sandkeep_v1_RemoveOrphanRequest, _sandkeep_v1_RemoveOrphanRequest__Output>
      RemoveOrphanResponse: MessageTypeDefinition<_sandkeep_v1_RemoveOrphanResponse, _sandkeep_v1_RemoveOrphanResponse__Output>
      ResumeLoopRequest: MessageTypeDefinition<_sandkeep_v1_ResumeLoopRequest, _sandkeep_v1_ResumeLoopRequest__Output>
      ResumeLoopResponse: MessageTypeDefinition<_sandkeep_v1_ResumeLoopResponse, _sandkeep_v1_ResumeLoopResponse__Output>
      RevokeTokenRequest: MessageTypeDefinition<_sandkeep_v1_RevokeTokenRequest, _sandkeep_v1_RevokeTokenRequest__Output>
      RevokeTokenResponse: MessageTypeDefinition<_sandkeep_v1_RevokeTokenResponse, _sandkeep_v1_RevokeTokenResponse__Output>
      RunSweepRequest: MessageTypeDefinition<_sandkeep_v1_RunSweepRequest, _sandkeep_v1_RunSweepRequest__Output>
      RunSweepResponse: MessageTypeDefinition<_sandkeep_v1_RunSweepResponse, _sandkeep_v1_RunSweepResponse__Output>
      RuntimeStatus: MessageTypeDefinition<_sandkeep_v1_RuntimeStatus, _sandkeep_v1_RuntimeStatus__Output>
      Sandbox: MessageTypeDefinition<_sandkeep_v1_Sandbox, _sandkeep_v1_Sandbox__Output>
      SandboxState: EnumTypeDefinition
      SessionKey: MessageTypeDefinition<_sandkeep_v1_SessionKey, _sandkeep_v1_SessionKey__Output>
    }
  }
}


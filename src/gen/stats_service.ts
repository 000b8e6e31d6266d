import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.ts';
import type { FieldMask as _google_protobuf_FieldMask, FieldMask__Output as _google_protobuf_FieldMask__Output } from './google/protobuf/FieldMask.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { AcquireSandboxRequest as _sandkeep_v1_AcquireSandboxRequest, AcquireSandboxRequest__Output as _sandkeep_v1_AcquireSandboxRequest__Output } from './sandkeep/v1/AcquireSandboxRequest.ts';
import type { AcquireSandboxResponse as _sandkeep_v1_AcquireSandboxResponse, AcquireSandboxResponse__Output as _sandkeep_v1_AcquireSandboxResponse__Output } from './sandkeep/v1/AcquireSandboxResponse.ts';
import type { CreateSandboxRequest as _sandkeep_v1_CreateSandboxRequest, CreateSandboxRequest__Output as _sandkeep_v1_CreateSandboxRequest__Output } from './sandkeep/v1/CreateSandboxRequest.ts';
import type { CreateSandboxResponse as _sandkeep_v1_CreateSandboxResponse, CreateSandboxResponse__Output as _sandkeep_v1_CreateSandboxResponse__Output } from './sandkeep/v1/CreateSandboxResponse.ts';
import type { DiscoverSandboxRequest as _sandkeep_v1_DiscoverSandboxRequest, DiscoverSandboxRequest__Output as _sandkeep_v1_DiscoverSandboxRequest__Output } from './sandkeep/v1/DiscoverSandboxRequest.ts';
import type { DiscoverSandboxResponse as _sandkeep_v1_DiscoverSandboxResponse, DiscoverSandboxResponse__Output as _sandkeep_v1_DiscoverSandboxResponse__Output } from './sandkeep/v1/DiscoverSandboxResponse.ts';
import type { DiskUsage as _sandkeep_v1_DiskUsage, DiskUsage__Output as _sandkeep_v1_DiskUsage__Output } from './sandkeep/v1/DiskUsage.ts';
import type { Endpoint as _sandkeep_v1_Endpoint, Endpoint__Output as _sandkeep_v1_Endpoint__Output } from './sandkeep/v1/Endpoint.ts';
import type { Event as _sandkeep_v1_Event, Event__Output as _sandkeep_v1_Event__Output } from './sandkeep/v1/Event.ts';
import type { ExplainSandboxRequest as _sandkeep_v1_ExplainSandboxRequest, ExplainSandboxRequest__Output as _sandkeep_v1_ExplainSandboxRequest__Output } from './sandkeep/v1/ExplainSandboxRequest.ts';
import type { ExplainSandboxResponse as _sandkeep_v1_ExplainSandboxResponse, ExplainSandboxResponse__Output as _sandkeep_v1_ExplainSandboxResponse__Output } from './sandkeep/v1/ExplainSandboxResponse.ts';
import type { Failure as _sandkeep_v1_Failure, Failure__Output as _sandkeep_v1_Failure__Output } from './sandkeep/v1/Failure.ts';
import type { GetSandboxCredentialsRequest as _sandkeep_v1_GetSandboxCredentialsRequest, GetSandboxCredentialsRequest__Output as _sandkeep_v1_GetSandboxCredentialsRequest__Output } from './sandkeep/v1/GetSandboxCredentialsRequest.ts';
import type { GetSandboxCredentialsResponse as _sandkeep_v1_GetSandboxCredentialsResponse, GetSandboxCredentialsResponse__Output as _sandkeep_v1_GetSandboxCredentialsResponse__Output } from './sandkeep/v1/GetSandboxCredentialsResponse.ts';
import type { GetSandboxRequest as _sandkeep_v1_GetSandboxRequest, GetSandboxRequest__Output as _sandkeep_v1_GetSandboxRequest__Output } from './sandkeep/v1/GetSandboxRequest.ts';
import type { GetSandboxResponse as _sandkeep_v1_GetSandboxResponse, GetSandboxResponse__Output as _sandkeep_v1_GetSandboxResponse__Output } from './sandkeep/v1/GetSandboxResponse.ts';
import type { GetStatsRequest as _sandkeep_v1_GetStatsRequest, GetStatsRequest__Output as _sandkeep_v1_GetStatsRequest__Output } from './sandkeep/v1/GetStatsRequest.ts';
import type { GetStatsResponse as _sandkeep_v1_GetStatsResponse, GetStatsResponse__Output as _sandkeep_v1_GetStatsResponse__Output } from './sandkeep/v1/GetStatsResponse.ts';
import type { KeepAliveSandboxRequest as _sandkeep_v1_KeepAliveSandboxRequest, KeepAliveSandboxRequest__Output as _sandkeep_v1_KeepAliveSandboxRequest__Output } from './sandkeep/v1/KeepAliveSandboxRequest.ts';
import type { KeepAliveSandboxResponse as _sandkeep_v1_KeepAliveSandboxResponse, KeepAliveSandboxResponse__Output as _sandkeep_v1_KeepAliveSandboxResponse__Output } from './sandkeep/v1/KeepAliveSandboxResponse.ts';
import type { ListSandboxesRequest as _sandkeep_v1_ListSandboxesRequest, ListSandboxesRequest__Output as _sandkeep_v1_ListSandboxesRequest__Output } from './sandkeep/v1/ListSandboxesRequest.ts';
import type { ListSandboxesResponse as _sandkeep_v1_ListSandboxesResponse, ListSandboxesResponse__Output as _sandkeep_v1_ListSandboxesResponse__Output } from './sandkeep/v1/ListSandboxesResponse.ts';
import type { Operation as _sandkeep_v1_Operation, Operation__Output as _sandkeep_v1_Operation__Output } from './sandkeep/v1/Operation.ts';
import type { PauseSandboxRequest as _sandkeep_v1_PauseSandboxRequest, PauseSandboxRequest__Output as _sandkeep_v1_PauseSandboxRequest__Output } from './sandkeep/v1/PauseSandboxRequest.ts';
import type { PauseSandboxResponse as _sandkeep_v1_PauseSandboxResponse, PauseSandboxResponse__Output as _sandkeep_v1_PauseSandboxResponse__Output } from './sandkeep/v1/PauseSandboxResponse.ts';
import type { PhaseTiming as _sandkeep_v1_PhaseTiming, PhaseTiming__Output as _sandkeep_v1_PhaseTiming__Output } from './sandkeep/v1/PhaseTiming.ts';
import type { PlannedAction as _sandkeep_v1_PlannedAction, PlannedAction__Output as _sandkeep_v1_PlannedAction__Output } from './sandkeep/v1/PlannedAction.ts';
import type { Port as _sandkeep_v1_Port, Port__Output as _sandkeep_v1_Port__Output } from './sandkeep/v1/Port.ts';
import type { ReleaseAllSandboxesRequest as _sandkeep_v1_ReleaseAllSandboxesRequest, ReleaseAllSandboxesRequest__Output as _sandkeep_v1_ReleaseAllSandboxesRequest__Output } from './sandkeep/v1/ReleaseAllSandboxesRequest.ts';
import type { ReleaseAllSandboxesResponse as _sandkeep_v1_ReleaseAllSandboxesResponse, ReleaseAllSandboxesResponse__Output as _sandkeep_v1_ReleaseAllSandboxesResponse__Output } from './sandkeep/v1/ReleaseAllSandboxesResponse.ts';
import type { ReleaseSandboxRequest as _sandkeep_v1_ReleaseSandboxRequest, ReleaseSandboxRequest__Output as _sandkeep_v1_ReleaseSandboxRequest__Output } from './sandkeep/v1/ReleaseSandboxRequest.ts';
import type { ReleaseSandboxResponse as _sandkeep_v1_ReleaseSandboxResponse, ReleaseSandboxResponse__Output as _sandkeep_v1_ReleaseSandboxResponse__Output } from './sandkeep/v1/ReleaseSandboxResponse.ts';
import type { RestoreSandboxRequest as _sandkeep_v1_RestoreSandboxRequest, RestoreSandboxRequest__Output as _sandkeep_v1_RestoreSandboxRequest__Output } from './sandkeep/v1/RestoreSandboxRequest.ts';
import type { RestoreSandboxResponse as _sandkeep_v1_RestoreSandboxResponse, RestoreSandboxResponse__Output as _sandkeep_v1_RestoreSandboxResponse__Output } from './sandkeep/v1/RestoreSandboxResponse.ts';
import type { ResumeSandboxRequest as _sandkeep_v1_ResumeSandboxRequest, ResumeSandboxRequest__Output as _sandkeep_v1_ResumeSandboxRequest__Output } from './sandkeep/v1/ResumeSandboxRequest.ts';
import type { ResumeSandboxResponse as _sandkeep_v1_ResumeSandboxResponse, ResumeSandboxResponse__Output as _sandkeep_v1_ResumeSandboxResponse__Output } from './sandkeep/v1/ResumeSandboxResponse.ts';
import type { Sandbox as _sandkeep_v1_Sandbox, Sandbox__Output as _sandkeep_v1_Sandbox__Output } from './sandkeep/v1/Sandbox.ts';
import type { SandboxFilter as _sandkeep_v1_SandboxFilter, SandboxFilter__Output as _sandkeep_v1_SandboxFilter__Output } from './sandkeep/v1/SandboxFilter.ts';
import type { SandboxServiceClient as _sandkeep_v1_SandboxServiceClient, SandboxServiceDefinition as _sandkeep_v1_SandboxServiceDefinition } from './sandkeep/v1/SandboxService.ts';
import type { SandboxStats as _sandkeep_v1_SandboxStats, SandboxStats__Output as _sandkeep_v1_SandboxStats__Output } from './sandkeep/v1/SandboxStats.ts';
import type { SessionKey as _sandkeep_v1_SessionKey, SessionKey__Output as _sandkeep_v1_SessionKey__Output } from './sandkeep/v1/SessionKey.ts';
import type { StartSandboxRequest as _sandkeep_v1_StartSandboxRequest, StartSandboxRequest__Output as _sandkeep_v1_StartSandboxRequest__Output } from './sandkeep/v1/StartSandboxRequest.ts';
import type { StartSandboxResponse as _sandkeep_v1_StartSandboxResponse, StartSandboxResponse__Output as _sandkeep_v1_StartSandboxResponse__Output } from './sandkeep/v1/StartSandboxResponse.ts';
import type { StatsServiceClient as _sandkeep_v1_StatsServiceClient, StatsServiceDefinition as _sandkeep_v1_StatsServiceDefinition } from './sandkeep/v1/StatsService.ts';
import type { StopSandboxRequest as _sandkeep_v1_StopSandboxRequest, StopSandboxRequest__Output as _sandkeep_v1_StopSandboxRequest__Output } from './sandkeep/v1/StopSandboxRequest.ts';
import type { StopSandboxResponse as _sandkeep_v1_StopSandboxResponse, StopSandboxResponse__Output as _sandkeep_v1_StopSandboxResponse__Output } from './sandkeep/v1/StopSandboxResponse.ts';
import type { StreamStatsRequest as _sandkeep_v1_StreamStatsRequest, StreamStatsRequest__Output as _sandkeep_v1_StreamStatsRequest__Output } from './sandkeep/v1/StreamStatsRequest.ts';
import type { StreamStatsResponse as _sandkeep_v1_StreamStatsResponse, StreamStatsResponse__Output as _sandkeep_v1_StreamStatsResponse__Output } from './sandkeep/v1/StreamStatsResponse.ts';
import type { UpdateSandboxRequest as _sandkeep_v1_UpdateSandboxRequest, UpdateSandboxRequest__Output as _sandkeep_v1_UpdateSandboxRequest__Output } from './sandkeep/v1/UpdateSandboxRequest.ts';
import type { UpdateSandboxResponse as _sandkeep_v1_UpdateSandboxResponse, UpdateSandboxResponse__Output as _sandkeep_v1_UpdateSandboxResponse__Output } from './sandkeep/v1/UpdateSandboxResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
      FieldMask: MessageTypeDefinition<_google_protobuf_FieldMask, _google_protobuf_FieldMask__Output>
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
  sandkeep: {
    v1: {
      AcquireOutcome: EnumTypeDefinition
      AcquireSandboxRequest: MessageTypeDefinition<_sandkeep_v1_AcquireSandboxRequest, _sandkeep_v1_AcquireSandboxRequest__Output>
      AcquireSandboxResponse: MessageTypeDefinition<_sandkeep_v1_AcquireSandboxResponse, _sandkeep_v1_AcquireSandboxResponse__Output>
      Actor: EnumTypeDefinition
      CreatePolicy: EnumTypeDefinition
      CreateSandboxRequest: MessageTypeDefinition<_sandkeep_v1_CreateSandboxRequest, _sandkeep_v1_CreateSandboxRequest__Output>
      CreateSandboxResponse: MessageTypeDefinition<_sandkeep_v1_CreateSandboxResponse, _sandkeep_v1_CreateSandboxResponse__Output>
      DiscoverSandboxRequest: MessageTypeDefinition<_sandkeep_v1_DiscoverSandboxRequest, _sandkeep_v1_DiscoverSandboxRequest__Output>
      DiscoverSandboxResponse: MessageTypeDefinition<_sandkeep_v1_DiscoverSandboxResponse, _sandkeep_v1_DiscoverSandboxResponse__Output>
      DiskUsage: MessageTypeDefinition<_sandkeep_v1_DiskUsage, _sandkeep_v1_DiskUsage__Output>
      Endpoint: MessageTypeDefinition<_sandkeep_v1_Endpoint, _sandkeep_v1_Endpoint__Output>
      Event: MessageTypeDefinition<_sandkeep_v1_Event, _sandkeep_v1_Event__Output>
      ExplainSandboxRequest: MessageTypeDefinition<_sandkeep_v1_ExplainSandboxRequest, _sandkeep_v1_ExplainSandboxRequest__Output>
      ExplainSandboxResponse: MessageTypeDefinition<_sandkeep_v1_ExplainSandboxResponse, _sandkeep_v1_ExplainSandboxResponse__Output>
      Failure: MessageTypeDefinition<_sandkeep_v1_Failure, _sandkeep_v1_Failure__Output>
      FromPool: EnumTypeDefinition
      GetSandboxCredentialsRequest: MessageTypeDefinition<_sandkeep_v1_GetSandboxCredentialsRequest, _sandkeep_v1_GetSandboxCredentialsRequest__Output>
      GetSandboxCredentialsResponse: MessageTypeDefinition<_sandkeep_v1_GetSandboxCredentialsResponse, _sandkeep_v1_GetSandboxCredentialsResponse__Output>
      GetSandboxRequest: MessageTypeDefinition<_sandkeep_v1_GetSandboxRequest, _sandkeep_v1_GetSandboxRequest__Output>
      GetSandboxResponse: MessageTypeDefinition<_sandkeep_v1_GetSandboxResponse, _sandkeep_v1_GetSandboxResponse__Output>
      GetStatsRequest: MessageTypeDefinition<_sandkeep_v1_GetStatsRequest, _sandkeep_v1_GetStatsRequest__Output>
      GetStatsResponse: MessageTypeDefinition<_sandkeep_v1_GetStatsResponse, _sandkeep_v1_GetStatsResponse__Output>
      KeepAliveSandboxRequest: MessageTypeDefinition<_sandkeep_v1_KeepAliveSandboxRequest, _sandkeep_v1_KeepAliveSandboxRequest__Output>
      KeepAliveSandboxResponse: MessageTypeDefinition<_sandkeep_v1_KeepAliveSandboxResponse, _sandkeep_v1_KeepAliveSandboxResponse__Output>
      ListSandboxesRequest: MessageTypeDefinition<_sandkeep_v1_ListSandboxesRequest, _sandkeep_v1_ListSandboxesRequest__Output>
      ListSandboxesResponse: MessageTypeDefinition<_sandkeep_v1_ListSandboxesResponse, _sandkeep_v1_ListSandboxesResponse__Output>
      Liveness: EnumTypeDefinition
      Operation: MessageTypeDefinition<_sandkeep_v1_Operation, _sandkeep_v1_Operation__Output>
      PauseSandboxRequest: MessageTypeDefinition<_sandkeep_v1_PauseSandboxRequest, _sandkeep_v1_PauseSandboxRequest__Output>
      PauseSandboxResponse: MessageTypeDefinition<_sandkeep_v1_PauseSandboxResponse, _sandkeep_v1_PauseSandboxResponse__Output>
      PhaseTiming: MessageTypeDefinition<_sandkeep_v1_PhaseTiming, _sandkeep_v1_PhaseTiming__Output>
      PlannedAction: MessageTypeDefinition<_sandkeep_v1_PlannedAction, _sandkeep_v1_PlannedAction__Output>
      Port: MessageTypeDefinition<_sandkeep_v1_Port, _sandkeep_v1_Port__Output>
      ReleaseAllSandboxesRequest: MessageTypeDefinition<_sandkeep_v1_ReleaseAllSandboxesRequest, _sandkeep_v1_ReleaseAllSandboxesRequest__Output>
      ReleaseAllSandboxesResponse: MessageTypeDefinition<_sandkeep_v1_ReleaseAllSandboxesResponse, _sandkeep_v1_ReleaseAllSandboxesResponse__Output>
      ReleaseMode: EnumTypeDefinition
      ReleaseSandboxRequest: MessageTypeDefinition<_sandkeep_v1_ReleaseSandboxRequest, _sandkeep_v1_ReleaseSandboxRequest__Output>
      ReleaseSandboxResponse: MessageTypeDefinition<_sandkeep_v1_ReleaseSandboxResponse, _sandkeep_v1_ReleaseSandboxResponse__Output>
      RestoreSandboxRequest: MessageTypeDefinition<_sandkeep_v1_RestoreSandboxRequest, _sandkeep_v1_RestoreSandboxRequest__Output>
      RestoreSandboxResponse: MessageTypeDefinition<_sandkeep_v1_RestoreSandboxResponse, _sandkeep_v1_RestoreSandboxResponse__Output>
      ResumeSandboxRequest: MessageTypeDefinition<_sandkeep_v1_ResumeSandboxRequest, _sandkeep_v1_ResumeSandboxRequest__Output>
      ResumeSandboxResponse: MessageTypeDefinition<_sandkeep_v1_ResumeSandboxResponse, _sandkeep_v1_ResumeSandboxResponse__Output>
      Sandbox: MessageTypeDefinition<_sandkeep_v1_Sandbox, _sandkeep_v1_Sandbox__Output>
      SandboxFilter: MessageTypeDefinition<_sandkeep_v1_SandboxFilter, _sandkeep_v1_SandboxFilter__Output>
      /**
       * Creates, finds, watches over and releases sandboxes.
       * Every error carries a google.rpc.ErrorInfo with domain "sandkeep" and a reason of the table in docs/ERRORS.md, in the
       * trailer grpc-status-details-bin.
       */
      SandboxService: SubtypeConstructor<typeof grpc.Client, _sandkeep_v1_SandboxServiceClient> & { service: _sandkeep_v1_SandboxServiceDefinition }
      SandboxState: EnumTypeDefinition
      SandboxStats: MessageTypeDefinition<_sandkeep_v1_SandboxStats, _sandkeep_v1_SandboxStats__Output>
      SandboxView: EnumTypeDefinition
      SessionKey: MessageTypeDefinition<_sandkeep_v1_SessionKey, _sandkeep_v1_SessionKey__Output>
      StartSandboxRequest: MessageTypeDefinition<_sandkeep_v1_StartSandboxRequest, _sandkeep_v1_StartSandboxRequest__Output>
      StartSandboxResponse: MessageTypeDefinition<_sandkeep_v1_StartSandboxResponse, _sandkeep_v1_StartSandboxResponse__Output>
      /**
       * Measures sandboxes from the outside: nothing here counts as activity, and nothing is woken.
       */
      StatsService: SubtypeConstructor<typeof grpc.Client, _sandkeep_v1_StatsServiceClient> & { service: _sandkeep_v1_StatsServiceDefinition }
      StopSandboxRequest: MessageTypeDefinition<_sandkeep_v1_StopSandboxRequest, _sandkeep_v1_StopSandboxRequest__Output>
      StopSandboxResponse: MessageTypeDefinition<_sandkeep_v1_StopSandboxResponse, _sandkeep_v1_StopSandboxResponse__Output>
      StreamStatsRequest: MessageTypeDefinition<_sandkeep_v1_StreamStatsRequest, _sandkeep_v1_StreamStatsRequest__Output>
      StreamStatsResponse: MessageTypeDefinition<_sandkeep_v1_StreamStatsResponse, _sandkeep_v1_StreamStatsResponse__Output>
      UpdateSandboxRequest: MessageTypeDefinition<_sandkeep_v1_UpdateSandboxRequest, _sandkeep_v1_UpdateSandboxRequest__Output>
      UpdateSandboxResponse: MessageTypeDefinition<_sandkeep_v1_UpdateSandboxResponse, _sandkeep_v1_UpdateSandboxResponse__Output>
    }
  }
}


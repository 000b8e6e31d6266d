// Original file: proto/sandkeep/v1/sandbox_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AcquireSandboxRequest as _sandkeep_v1_AcquireSandboxRequest, AcquireSandboxRequest__Output as _sandkeep_v1_AcquireSandboxRequest__Output } from '../../sandkeep/v1/AcquireSandboxRequest.ts';
import type { AcquireSandboxResponse as _sandkeep_v1_AcquireSandboxResponse, AcquireSandboxResponse__Output as _sandkeep_v1_AcquireSandboxResponse__Output } from '../../sandkeep/v1/AcquireSandboxResponse.ts';
import type { CreateSandboxRequest as _sandkeep_v1_CreateSandboxRequest, CreateSandboxRequest__Output as _sandkeep_v1_CreateSandboxRequest__Output } from '../../sandkeep/v1/CreateSandboxRequest.ts';
import type { CreateSandboxResponse as _sandkeep_v1_CreateSandboxResponse, CreateSandboxResponse__Output as _sandkeep_v1_CreateSandboxResponse__Output } from '../../sandkeep/v1/CreateSandboxResponse.ts';
import type { DiscoverSandboxRequest as _sandkeep_v1_DiscoverSandboxRequest, DiscoverSandboxRequest__Output as _sandkeep_v1_DiscoverSandboxRequest__Output } from '../../sandkeep/v1/DiscoverSandboxRequest.ts';
import type { DiscoverSandboxResponse as _sandkeep_v1_DiscoverSandboxResponse, DiscoverSandboxResponse__Output as _sandkeep_v1_DiscoverSandboxResponse__Output } from '../../sandkeep/v1/DiscoverSandboxResponse.ts';
import type { ExplainSandboxRequest as _sandkeep_v1_ExplainSandboxRequest, ExplainSandboxRequest__Output as _sandkeep_v1_ExplainSandboxRequest__Output } from '../../sandkeep/v1/ExplainSandboxRequest.ts';
import type { ExplainSandboxResponse as _sandkeep_v1_ExplainSandboxResponse, ExplainSandboxResponse__Output as _sandkeep_v1_ExplainSandboxResponse__Output } from '../../sandkeep/v1/ExplainSandboxResponse.ts';
import type { GetSandboxCredentialsRequest as _sandkeep_v1_GetSandboxCredentialsRequest, GetSandboxCredentialsRequest__Output as _sandkeep_v1_GetSandboxCredentialsRequest__Output } from '../../sandkeep/v1/GetSandboxCredentialsRequest.ts';
import type { GetSandboxCredentialsResponse as _sandkeep_v1_GetSandboxCredentialsResponse, GetSandboxCredentialsResponse__Output as _sandkeep_v1_GetSandboxCredentialsResponse__Output } from '../../sandkeep/v1/GetSandboxCredentialsResponse.ts';
import type { GetSandboxRequest as _sandkeep_v1_GetSandboxRequest, GetSandboxRequest__Output as _sandkeep_v1_GetSandboxRequest__Output } from '../../sandkeep/v1/GetSandboxRequest.ts';
import type { GetSandboxResponse as _sandkeep_v1_GetSandboxResponse, GetSandboxResponse__Output as _sandkeep_v1_GetSandboxResponse__Output } from '../../sandkeep/v1/GetSandboxResponse.ts';
import type { KeepAliveSandboxRequest as _sandkeep_v1_KeepAliveSandboxRequest, KeepAliveSandboxRequest__Output as _sandkeep_v1_KeepAliveSandboxRequest__Output } from '../../sandkeep/v1/KeepAliveSandboxRequest.ts';
import type { KeepAliveSandboxResponse as _sandkeep_v1_KeepAliveSandboxResponse, KeepAliveSandboxResponse__Output as _sandkeep_v1_KeepAliveSandboxResponse__Output } from '../../sandkeep/v1/KeepAliveSandboxResponse.ts';
import type { ListSandboxesRequest as _sandkeep_v1_ListSandboxesRequest, ListSandboxesRequest__Output as _sandkeep_v1_ListSandboxesRequest__Output } from '../../sandkeep/v1/ListSandboxesRequest.ts';
import type { ListSandboxesResponse as _sandkeep_v1_ListSandboxesResponse, ListSandboxesResponse__Output as _sandkeep_v1_ListSandboxesResponse__Output } from '../../sandkeep/v1/ListSandboxesResponse.ts';
import type { PauseSandboxRequest as _sandkeep_v1_PauseSandboxRequest, PauseSandboxRequest__Output as _sandkeep_v1_PauseSandboxRequest__Output } from '../../sandkeep/v1/PauseSandboxRequest.ts';
import type { PauseSandboxResponse as _sandkeep_v1_PauseSandboxResponse, PauseSandboxResponse__Output as _sandkeep_v1_PauseSandboxResponse__Output } from '../../sandkeep/v1/PauseSandboxResponse.ts';
import type { ReleaseAllSandboxesRequest as _sandkeep_v1_ReleaseAllSandboxesRequest, ReleaseAllSandboxesRequest__Output as _sandkeep_v1_ReleaseAllSandboxesRequest__Output } from '../../sandkeep/v1/ReleaseAllSandboxesRequest.ts';
import type { ReleaseAllSandboxesResponse as _sandkeep_v1_ReleaseAllSandboxesResponse, ReleaseAllSandboxesResponse__Output as _sandkeep_v1_ReleaseAllSandboxesResponse__Output } from '../../sandkeep/v1/ReleaseAllSandboxesResponse.ts';
import type { ReleaseSandboxRequest as _sandkeep_v1_ReleaseSandboxRequest, ReleaseSandboxRequest__Output as _sandkeep_v1_ReleaseSandboxRequest__Output } from '../../sandkeep/v1/ReleaseSandboxRequest.ts';
import type { ReleaseSandboxResponse as _sandkeep_v1_ReleaseSandboxResponse, ReleaseSandboxResponse__Output as _sandkeep_v1_ReleaseSandboxResponse__Output } from '../../sandkeep/v1/ReleaseSandboxResponse.ts';
import type { RestoreSandboxRequest as _sandkeep_v1_RestoreSandboxRequest, RestoreSandboxRequest__Output as _sandkeep_v1_RestoreSandboxRequest__Output } from '../../sandkeep/v1/RestoreSandboxRequest.ts';
import type { RestoreSandboxResponse as _sandkeep_v1_RestoreSandboxResponse, RestoreSandboxResponse__Output as _sandkeep_v1_RestoreSandboxResponse__Output } from '../../sandkeep/v1/RestoreSandboxResponse.ts';
import type { ResumeSandboxRequest as _sandkeep_v1_ResumeSandboxRequest, ResumeSandboxRequest__Output as _sandkeep_v1_ResumeSandboxRequest__Output } from '../../sandkeep/v1/ResumeSandboxRequest.ts';
import type { ResumeSandboxResponse as _sandkeep_v1_ResumeSandboxResponse, ResumeSandboxResponse__Output as _sandkeep_v1_ResumeSandboxResponse__Output } from '../../sandkeep/v1/ResumeSandboxResponse.ts';
import type { StartSandboxRequest as _sandkeep_v1_StartSandboxRequest, StartSandboxRequest__Output as _sandkeep_v1_StartSandboxRequest__Output } from '../../sandkeep/v1/StartSandboxRequest.ts';
import type { StartSandboxResponse as _sandkeep_v1_StartSandboxResponse, StartSandboxResponse__Output as _sandkeep_v1_StartSandboxResponse__Output } from '../../sandkeep/v1/StartSandboxResponse.ts';
import type { StopSandboxRequest as _sandkeep_v1_StopSandboxRequest, StopSandboxRequest__Output as _sandkeep_v1_StopSandboxRequest__Output } from '../../sandkeep/v1/StopSandboxRequest.ts';
import type { StopSandboxResponse as _sandkeep_v1_StopSandboxResponse, StopSandboxResponse__Output as _sandkeep_v1_StopSandboxResponse__Output } from '../../sandkeep/v1/StopSandboxResponse.ts';
import type { UpdateSandboxRequest as _sandkeep_v1_UpdateSandboxRequest, UpdateSandboxRequest__Output as _sandkeep_v1_UpdateSandboxRequest__Output } from '../../sandkeep/v1/UpdateSandboxRequest.ts';
import type { UpdateSandboxResponse as _sandkeep_v1_UpdateSandboxResponse, UpdateSandboxResponse__Output as _sandkeep_v1_UpdateSandboxResponse__Output } from '../../sandkeep/v1/UpdateSandboxResponse.ts';

/**
 * Creates, finds, watches over and releases sandboxes.
 * Every error carries a google.rpc.ErrorInfo with domain "sandkeep" and a reason of the table in docs/ERRORS.md, in the
 * trailer grpc-status-details-bin.
 */
export interface SandboxServiceClient extends grpc.Client {
  /**
   * The sandbox of a session: reuses, unparks, resumes, starts, restores, joins or creates it.
   * A call that is cancelled is finished by the daemon. Safe to retry.
   * Errors: UNKNOWN_TEMPLATE, INVALID_FIELD, REUSE_NOT_FOUND, RUNTIME_UNAVAILABLE, NOT_READY, CONTAINER_EXITED, CAPACITY_EXHAUSTED.
   */
  AcquireSandbox(argument: _sandkeep_v1_AcquireSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_AcquireSandboxResponse__Output>): grpc.ClientUnaryCall;
  AcquireSandbox(argument: _sandkeep_v1_AcquireSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_AcquireSandboxResponse__Output>): grpc.ClientUnaryCall;
  AcquireSandbox(argument: _sandkeep_v1_AcquireSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_AcquireSandboxResponse__Output>): grpc.ClientUnaryCall;
  AcquireSandbox(argument: _sandkeep_v1_AcquireSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_AcquireSandboxResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The sandbox of a session: reuses, unparks, resumes, starts, restores, joins or creates it.
   * A call that is cancelled is finished by the daemon. Safe to retry.
   * Errors: UNKNOWN_TEMPLATE, INVALID_FIELD, REUSE_NOT_FOUND, RUNTIME_UNAVAILABLE, NOT_READY, CONTAINER_EXITED, CAPACITY_EXHAUSTED.
   */
  acquireSandbox(argument: _sandkeep_v1_AcquireSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_AcquireSandboxResponse__Output>): grpc.ClientUnaryCall;
  acquireSandbox(argument: _sandkeep_v1_AcquireSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_AcquireSandboxResponse__Output>): grpc.ClientUnaryCall;
  acquireSandbox(argument: _sandkeep_v1_AcquireSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_AcquireSandboxResponse__Output>): grpc.ClientUnaryCall;
  acquireSandbox(argument: _sandkeep_v1_AcquireSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_AcquireSandboxResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * A further sandbox of a session, or an anonymous one. A cancelled call without a request_id is undone.
   * Safe to retry with a request_id. Errors: as AcquireSandbox, and POOL_EMPTY.
   */
  CreateSandbox(argument: _sandkeep_v1_CreateSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CreateSandboxResponse__Output>): grpc.ClientUnaryCall;
  CreateSandbox(argument: _sandkeep_v1_CreateSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_CreateSandboxResponse__Output>): grpc.ClientUnaryCall;
  CreateSandbox(argument: _sandkeep_v1_CreateSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CreateSandboxResponse__Output>): grpc.ClientUnaryCall;
  CreateSandbox(argument: _sandkeep_v1_CreateSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_CreateSandboxResponse__Output>): grpc.ClientUnaryCall;
  /**
   * A further sandbox of a session, or an anonymous one. A cancelled call without a request_id is undone.
   * Safe to retry with a request_id. Errors: as AcquireSandbox, and POOL_EMPTY.
   */
  createSandbox(argument: _sandkeep_v1_CreateSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CreateSandboxResponse__Output>): grpc.ClientUnaryCall;
  createSandbox(argument: _sandkeep_v1_CreateSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_CreateSandboxResponse__Output>): grpc.ClientUnaryCall;
  createSandbox(argument: _sandkeep_v1_CreateSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CreateSandboxResponse__Output>): grpc.ClientUnaryCall;
  createSandbox(argument: _sandkeep_v1_CreateSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_CreateSandboxResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Finds the sandbox of a session without changing anything; says why it found none. Errors: UNKNOWN_TEMPLATE.
   */
  DiscoverSandbox(argument: _sandkeep_v1_DiscoverSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_DiscoverSandboxResponse__Output>): grpc.ClientUnaryCall;
  DiscoverSandbox(argument: _sandkeep_v1_DiscoverSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_DiscoverSandboxResponse__Output>): grpc.ClientUnaryCall;
  DiscoverSandbox(argument: _sandkeep_v1_DiscoverSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_DiscoverSandboxResponse__Output>): grpc.ClientUnaryCall;
  DiscoverSandbox(argument: _sandkeep_v1_DiscoverSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_DiscoverSandboxResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Finds the sandbox of a session without changing anything; says why it found none. Errors: UNKNOWN_TEMPLATE.
   */
  discoverSandbox(argument: _sandkeep_v1_DiscoverSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_DiscoverSandboxResponse__Output>): grpc.ClientUnaryCall;
  discoverSandbox(argument: _sandkeep_v1_DiscoverSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_DiscoverSandboxResponse__Output>): grpc.ClientUnaryCall;
  discoverSandbox(argument: _sandkeep_v1_DiscoverSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_DiscoverSandboxResponse__Output>): grpc.ClientUnaryCall;
  discoverSandbox(argument: _sandkeep_v1_DiscoverSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_DiscoverSandboxResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Deadlines, what the loops will do and when, why it died, its operations and skipped mounts. Changes nothing.
   * Errors: SANDBOX_NOT_FOUND, AMBIGUOUS_ID.
   */
  ExplainSandbox(argument: _sandkeep_v1_ExplainSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ExplainSandboxResponse__Output>): grpc.ClientUnaryCall;
  ExplainSandbox(argument: _sandkeep_v1_ExplainSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ExplainSandboxResponse__Output>): grpc.ClientUnaryCall;
  ExplainSandbox(argument: _sandkeep_v1_ExplainSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ExplainSandboxResponse__Output>): grpc.ClientUnaryCall;
  ExplainSandbox(argument: _sandkeep_v1_ExplainSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_ExplainSandboxResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Deadlines, what the loops will do and when, why it died, its operations and skipped mounts. Changes nothing.
   * Errors: SANDBOX_NOT_FOUND, AMBIGUOUS_ID.
   */
  explainSandbox(argument: _sandkeep_v1_ExplainSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ExplainSandboxResponse__Output>): grpc.ClientUnaryCall;
  explainSandbox(argument: _sandkeep_v1_ExplainSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ExplainSandboxResponse__Output>): grpc.ClientUnaryCall;
  explainSandbox(argument: _sandkeep_v1_ExplainSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ExplainSandboxResponse__Output>): grpc.ClientUnaryCall;
  explainSandbox(argument: _sandkeep_v1_ExplainSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_ExplainSandboxResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * One sandbox by id, unique id prefix or container name. Errors: SANDBOX_NOT_FOUND, AMBIGUOUS_ID.
   */
  GetSandbox(argument: _sandkeep_v1_GetSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetSandboxResponse__Output>): grpc.ClientUnaryCall;
  GetSandbox(argument: _sandkeep_v1_GetSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetSandboxResponse__Output>): grpc.ClientUnaryCall;
  GetSandbox(argument: _sandkeep_v1_GetSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetSandboxResponse__Output>): grpc.ClientUnaryCall;
  GetSandbox(argument: _sandkeep_v1_GetSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_GetSandboxResponse__Output>): grpc.ClientUnaryCall;
  /**
   * One sandbox by id, unique id prefix or container name. Errors: SANDBOX_NOT_FOUND, AMBIGUOUS_ID.
   */
  getSandbox(argument: _sandkeep_v1_GetSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetSandboxResponse__Output>): grpc.ClientUnaryCall;
  getSandbox(argument: _sandkeep_v1_GetSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetSandboxResponse__Output>): grpc.ClientUnaryCall;
  getSandbox(argument: _sandkeep_v1_GetSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetSandboxResponse__Output>): grpc.ClientUnaryCall;
  getSandbox(argument: _sandkeep_v1_GetSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_GetSandboxResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The token of a sandbox. Errors: SANDBOX_NOT_FOUND.
   */
  GetSandboxCredentials(argument: _sandkeep_v1_GetSandboxCredentialsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetSandboxCredentialsResponse__Output>): grpc.ClientUnaryCall;
  GetSandboxCredentials(argument: _sandkeep_v1_GetSandboxCredentialsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetSandboxCredentialsResponse__Output>): grpc.ClientUnaryCall;
  GetSandboxCredentials(argument: _sandkeep_v1_GetSandboxCredentialsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetSandboxCredentialsResponse__Output>): grpc.ClientUnaryCall;
  GetSandboxCredentials(argument: _sandkeep_v1_GetSandboxCredentialsRequest, callback: grpc.requestCallback<_sandkeep_v1_GetSandboxCredentialsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The token of a sandbox. Errors: SANDBOX_NOT_FOUND.
   */
  getSandboxCredentials(argument: _sandkeep_v1_GetSandboxCredentialsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetSandboxCredentialsResponse__Output>): grpc.ClientUnaryCall;
  getSandboxCredentials(argument: _sandkeep_v1_GetSandboxCredentialsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetSandboxCredentialsResponse__Output>): grpc.ClientUnaryCall;
  getSandboxCredentials(argument: _sandkeep_v1_GetSandboxCredentialsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetSandboxCredentialsResponse__Output>): grpc.ClientUnaryCall;
  getSandboxCredentials(argument: _sandkeep_v1_GetSandboxCredentialsRequest, callback: grpc.requestCallback<_sandkeep_v1_GetSandboxCredentialsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Counts as activity. Idempotent, takes no request_id. Errors: SANDBOX_NOT_FOUND, WRONG_STATE.
   */
  KeepAliveSandbox(argument: _sandkeep_v1_KeepAliveSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_KeepAliveSandboxResponse__Output>): grpc.ClientUnaryCall;
  KeepAliveSandbox(argument: _sandkeep_v1_KeepAliveSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_KeepAliveSandboxResponse__Output>): grpc.ClientUnaryCall;
  KeepAliveSandbox(argument: _sandkeep_v1_KeepAliveSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_KeepAliveSandboxResponse__Output>): grpc.ClientUnaryCall;
  KeepAliveSandbox(argument: _sandkeep_v1_KeepAliveSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_KeepAliveSandboxResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Counts as activity. Idempotent, takes no request_id. Errors: SANDBOX_NOT_FOUND, WRONG_STATE.
   */
  keepAliveSandbox(argument: _sandkeep_v1_KeepAliveSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_KeepAliveSandboxResponse__Output>): grpc.ClientUnaryCall;
  keepAliveSandbox(argument: _sandkeep_v1_KeepAliveSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_KeepAliveSandboxResponse__Output>): grpc.ClientUnaryCall;
  keepAliveSandbox(argument: _sandkeep_v1_KeepAliveSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_KeepAliveSandboxResponse__Output>): grpc.ClientUnaryCall;
  keepAliveSandbox(argument: _sandkeep_v1_KeepAliveSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_KeepAliveSandboxResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Sandboxes in order of creation, by page. Errors: INVALID_PAGE_TOKEN.
   */
  ListSandboxes(argument: _sandkeep_v1_ListSandboxesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListSandboxesResponse__Output>): grpc.ClientUnaryCall;
  ListSandboxes(argument: _sandkeep_v1_ListSandboxesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListSandboxesResponse__Output>): grpc.ClientUnaryCall;
  ListSandboxes(argument: _sandkeep_v1_ListSandboxesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListSandboxesResponse__Output>): grpc.ClientUnaryCall;
  ListSandboxes(argument: _sandkeep_v1_ListSandboxesRequest, callback: grpc.requestCallback<_sandkeep_v1_ListSandboxesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Sandboxes in order of creation, by page. Errors: INVALID_PAGE_TOKEN.
   */
  listSandboxes(argument: _sandkeep_v1_ListSandboxesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListSandboxesResponse__Output>): grpc.ClientUnaryCall;
  listSandboxes(argument: _sandkeep_v1_ListSandboxesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListSandboxesResponse__Output>): grpc.ClientUnaryCall;
  listSandboxes(argument: _sandkeep_v1_ListSandboxesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListSandboxesResponse__Output>): grpc.ClientUnaryCall;
  listSandboxes(argument: _sandkeep_v1_ListSandboxesRequest, callback: grpc.requestCallback<_sandkeep_v1_ListSandboxesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Freezes it; memory is kept. Idempotent. Errors: WRONG_STATE, NOT_SUPPORTED.
   */
  PauseSandbox(argument: _sandkeep_v1_PauseSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_PauseSandboxResponse__Output>): grpc.ClientUnaryCall;
  PauseSandbox(argument: _sandkeep_v1_PauseSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_PauseSandboxResponse__Output>): grpc.ClientUnaryCall;
  PauseSandbox(argument: _sandkeep_v1_PauseSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_PauseSandboxResponse__Output>): grpc.ClientUnaryCall;
  PauseSandbox(argument: _sandkeep_v1_PauseSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_PauseSandboxResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Freezes it; memory is kept. Idempotent. Errors: WRONG_STATE, NOT_SUPPORTED.
   */
  pauseSandbox(argument: _sandkeep_v1_PauseSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_PauseSandboxResponse__Output>): grpc.ClientUnaryCall;
  pauseSandbox(argument: _sandkeep_v1_PauseSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_PauseSandboxResponse__Output>): grpc.ClientUnaryCall;
  pauseSandbox(argument: _sandkeep_v1_PauseSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_PauseSandboxResponse__Output>): grpc.ClientUnaryCall;
  pauseSandbox(argument: _sandkeep_v1_PauseSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_PauseSandboxResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Releases every sandbox that the filter matches, except those of pools unless filter.states names
   * SANDBOX_STATE_WARM. Safe to retry.
   */
  ReleaseAllSandboxes(argument: _sandkeep_v1_ReleaseAllSandboxesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReleaseAllSandboxesResponse__Output>): grpc.ClientUnaryCall;
  ReleaseAllSandboxes(argument: _sandkeep_v1_ReleaseAllSandboxesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ReleaseAllSandboxesResponse__Output>): grpc.ClientUnaryCall;
  ReleaseAllSandboxes(argument: _sandkeep_v1_ReleaseAllSandboxesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReleaseAllSandboxesResponse__Output>): grpc.ClientUnaryCall;
  ReleaseAllSandboxes(argument: _sandkeep_v1_ReleaseAllSandboxesRequest, callback: grpc.requestCallback<_sandkeep_v1_ReleaseAllSandboxesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Releases every sandbox that the filter matches, except those of pools unless filter.states names
   * SANDBOX_STATE_WARM. Safe to retry.
   */
  releaseAllSandboxes(argument: _sandkeep_v1_ReleaseAllSandboxesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReleaseAllSandboxesResponse__Output>): grpc.ClientUnaryCall;
  releaseAllSandboxes(argument: _sandkeep_v1_ReleaseAllSandboxesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ReleaseAllSandboxesResponse__Output>): grpc.ClientUnaryCall;
  releaseAllSandboxes(argument: _sandkeep_v1_ReleaseAllSandboxesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReleaseAllSandboxesResponse__Output>): grpc.ClientUnaryCall;
  releaseAllSandboxes(argument: _sandkeep_v1_ReleaseAllSandboxesRequest, callback: grpc.requestCallback<_sandkeep_v1_ReleaseAllSandboxesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lets it go, from any state; its workspace stays. Idempotent: a released or unknown sandbox is a success.
   * Errors: SANDBOX_HELD, GENERATION_MISMATCH, WORKSPACE_IN_USE.
   */
  ReleaseSandbox(argument: _sandkeep_v1_ReleaseSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReleaseSandboxResponse__Output>): grpc.ClientUnaryCall;
  ReleaseSandbox(argument: _sandkeep_v1_ReleaseSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ReleaseSandboxResponse__Output>): grpc.ClientUnaryCall;
  ReleaseSandbox(argument: _sandkeep_v1_ReleaseSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReleaseSandboxResponse__Output>): grpc.ClientUnaryCall;
  ReleaseSandbox(argument: _sandkeep_v1_ReleaseSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_ReleaseSandboxResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lets it go, from any state; its workspace stays. Idempotent: a released or unknown sandbox is a success.
   * Errors: SANDBOX_HELD, GENERATION_MISMATCH, WORKSPACE_IN_USE.
   */
  releaseSandbox(argument: _sandkeep_v1_ReleaseSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReleaseSandboxResponse__Output>): grpc.ClientUnaryCall;
  releaseSandbox(argument: _sandkeep_v1_ReleaseSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ReleaseSandboxResponse__Output>): grpc.ClientUnaryCall;
  releaseSandbox(argument: _sandkeep_v1_ReleaseSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReleaseSandboxResponse__Output>): grpc.ClientUnaryCall;
  releaseSandbox(argument: _sandkeep_v1_ReleaseSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_ReleaseSandboxResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Makes a new generation of a stopped, failed, lost, recycled or released sandbox. Errors: WRONG_STATE, and those of AcquireSandbox.
   */
  RestoreSandbox(argument: _sandkeep_v1_RestoreSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RestoreSandboxResponse__Output>): grpc.ClientUnaryCall;
  RestoreSandbox(argument: _sandkeep_v1_RestoreSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_RestoreSandboxResponse__Output>): grpc.ClientUnaryCall;
  RestoreSandbox(argument: _sandkeep_v1_RestoreSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RestoreSandboxResponse__Output>): grpc.ClientUnaryCall;
  RestoreSandbox(argument: _sandkeep_v1_RestoreSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_RestoreSandboxResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes a new generation of a stopped, failed, lost, recycled or released sandbox. Errors: WRONG_STATE, and those of AcquireSandbox.
   */
  restoreSandbox(argument: _sandkeep_v1_RestoreSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RestoreSandboxResponse__Output>): grpc.ClientUnaryCall;
  restoreSandbox(argument: _sandkeep_v1_RestoreSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_RestoreSandboxResponse__Output>): grpc.ClientUnaryCall;
  restoreSandbox(argument: _sandkeep_v1_RestoreSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RestoreSandboxResponse__Output>): grpc.ClientUnaryCall;
  restoreSandbox(argument: _sandkeep_v1_RestoreSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_RestoreSandboxResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Thaws it. Idempotent. Errors: WRONG_STATE, NOT_SUPPORTED.
   */
  ResumeSandbox(argument: _sandkeep_v1_ResumeSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ResumeSandboxResponse__Output>): grpc.ClientUnaryCall;
  ResumeSandbox(argument: _sandkeep_v1_ResumeSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ResumeSandboxResponse__Output>): grpc.ClientUnaryCall;
  ResumeSandbox(argument: _sandkeep_v1_ResumeSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ResumeSandboxResponse__Output>): grpc.ClientUnaryCall;
  ResumeSandbox(argument: _sandkeep_v1_ResumeSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_ResumeSandboxResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Thaws it. Idempotent. Errors: WRONG_STATE, NOT_SUPPORTED.
   */
  resumeSandbox(argument: _sandkeep_v1_ResumeSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ResumeSandboxResponse__Output>): grpc.ClientUnaryCall;
  resumeSandbox(argument: _sandkeep_v1_ResumeSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ResumeSandboxResponse__Output>): grpc.ClientUnaryCall;
  resumeSandbox(argument: _sandkeep_v1_ResumeSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ResumeSandboxResponse__Output>): grpc.ClientUnaryCall;
  resumeSandbox(argument: _sandkeep_v1_ResumeSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_ResumeSandboxResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Starts the same container again, or resumes a paused one. Idempotent. Errors: WRONG_STATE, NOT_READY.
   */
  StartSandbox(argument: _sandkeep_v1_StartSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_StartSandboxResponse__Output>): grpc.ClientUnaryCall;
  StartSandbox(argument: _sandkeep_v1_StartSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_StartSandboxResponse__Output>): grpc.ClientUnaryCall;
  StartSandbox(argument: _sandkeep_v1_StartSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_StartSandboxResponse__Output>): grpc.ClientUnaryCall;
  StartSandbox(argument: _sandkeep_v1_StartSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_StartSandboxResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Starts the same container again, or resumes a paused one. Idempotent. Errors: WRONG_STATE, NOT_READY.
   */
  startSandbox(argument: _sandkeep_v1_StartSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_StartSandboxResponse__Output>): grpc.ClientUnaryCall;
  startSandbox(argument: _sandkeep_v1_StartSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_StartSandboxResponse__Output>): grpc.ClientUnaryCall;
  startSandbox(argument: _sandkeep_v1_StartSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_StartSandboxResponse__Output>): grpc.ClientUnaryCall;
  startSandbox(argument: _sandkeep_v1_StartSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_StartSandboxResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Stops the container and keeps it. Idempotent. Errors: WRONG_STATE.
   */
  StopSandbox(argument: _sandkeep_v1_StopSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_StopSandboxResponse__Output>): grpc.ClientUnaryCall;
  StopSandbox(argument: _sandkeep_v1_StopSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_StopSandboxResponse__Output>): grpc.ClientUnaryCall;
  StopSandbox(argument: _sandkeep_v1_StopSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_StopSandboxResponse__Output>): grpc.ClientUnaryCall;
  StopSandbox(argument: _sandkeep_v1_StopSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_StopSandboxResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Stops the container and keeps it. Idempotent. Errors: WRONG_STATE.
   */
  stopSandbox(argument: _sandkeep_v1_StopSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_StopSandboxResponse__Output>): grpc.ClientUnaryCall;
  stopSandbox(argument: _sandkeep_v1_StopSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_StopSandboxResponse__Output>): grpc.ClientUnaryCall;
  stopSandbox(argument: _sandkeep_v1_StopSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_StopSandboxResponse__Output>): grpc.ClientUnaryCall;
  stopSandbox(argument: _sandkeep_v1_StopSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_StopSandboxResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Changes labels, annotations and time-outs. Errors: SANDBOX_NOT_FOUND, CONFLICT, INVALID_FIELD.
   */
  UpdateSandbox(argument: _sandkeep_v1_UpdateSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_UpdateSandboxResponse__Output>): grpc.ClientUnaryCall;
  UpdateSandbox(argument: _sandkeep_v1_UpdateSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_UpdateSandboxResponse__Output>): grpc.ClientUnaryCall;
  UpdateSandbox(argument: _sandkeep_v1_UpdateSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_UpdateSandboxResponse__Output>): grpc.ClientUnaryCall;
  UpdateSandbox(argument: _sandkeep_v1_UpdateSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_UpdateSandboxResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Changes labels, annotations and time-outs. Errors: SANDBOX_NOT_FOUND, CONFLICT, INVALID_FIELD.
   */
  updateSandbox(argument: _sandkeep_v1_UpdateSandboxRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_UpdateSandboxResponse__Output>): grpc.ClientUnaryCall;
  updateSandbox(argument: _sandkeep_v1_UpdateSandboxRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_UpdateSandboxResponse__Output>): grpc.ClientUnaryCall;
  updateSandbox(argument: _sandkeep_v1_UpdateSandboxRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_UpdateSandboxResponse__Output>): grpc.ClientUnaryCall;
  updateSandbox(argument: _sandkeep_v1_UpdateSandboxRequest, callback: grpc.requestCallback<_sandkeep_v1_UpdateSandboxResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Creates, finds, watches over and releases sandboxes.
 * Every error carries a google.rpc.ErrorInfo with domain "sandkeep" and a reason of the table in docs/ERRORS.md, in the
 * trailer grpc-status-details-bin.
 */
export interface SandboxServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * The sandbox of a session: reuses, unparks, resumes, starts, restores, joins or creates it.
   * A call that is cancelled is finished by the daemon. Safe to retry.
   * Errors: UNKNOWN_TEMPLATE, INVALID_FIELD, REUSE_NOT_FOUND, RUNTIME_UNAVAILABLE, NOT_READY, CONTAINER_EXITED, CAPACITY_EXHAUSTED.
   */
  AcquireSandbox: grpc.handleUnaryCall<_sandkeep_v1_AcquireSandboxRequest__Output, _sandkeep_v1_AcquireSandboxResponse>;
  
  /**
   * A further sandbox of a session, or an anonymous one. A cancelled call without a request_id is undone.
   * Safe to retry with a request_id. Errors: as AcquireSandbox, and POOL_EMPTY.
   */
  CreateSandbox: grpc.handleUnaryCall<_sandkeep_v1_CreateSandboxRequest__Output, _sandkeep_v1_CreateSandboxResponse>;
  
  /**
   * Finds the sandbox of a session without changing anything; says why it found none. Errors: UNKNOWN_TEMPLATE.
   */
  DiscoverSandbox: grpc.handleUnaryCall<_sandkeep_v1_DiscoverSandboxRequest__Output, _sandkeep_v1_DiscoverSandboxResponse>;
  
  /**
   * Deadlines, what the loops will do and when, why it died, its operations and skipped mounts. Changes nothing.
   * Errors: SANDBOX_NOT_FOUND, AMBIGUOUS_ID.
   */
  ExplainSandbox: grpc.handleUnaryCall<_sandkeep_v1_ExplainSandboxRequest__Output, _sandkeep_v1_ExplainSandboxResponse>;
  
  /**
   * One sandbox by id, unique id prefix or container name. Errors: SANDBOX_NOT_FOUND, AMBIGUOUS_ID.
   */
  GetSandbox: grpc.handleUnaryCall<_sandkeep_v1_GetSandboxRequest__Output, _sandkeep_v1_GetSandboxResponse>;
  
  /**
   * The token of a sandbox. Errors: SANDBOX_NOT_FOUND.
   */
  GetSandboxCredentials: grpc.handleUnaryCall<_sandkeep_v1_GetSandboxCredentialsRequest__Output, _sandkeep_v1_GetSandboxCredentialsResponse>;
  
  /**
   * Counts as activity. Idempotent, takes no request_id. Errors: SANDBOX_NOT_FOUND, WRONG_STATE.
   */
  KeepAliveSandbox: grpc.handleUnaryCall<_sandkeep_v1_KeepAliveSandboxRequest__Output, _sandkeep_v1_KeepAliveSandboxResponse>;
  
  /**
   * Sandboxes in order of creation, by page. Errors: INVALID_PAGE_TOKEN.
   */
  ListSandboxes: grpc.handleUnaryCall<_sandkeep_v1_ListSandboxesRequest__Output, _sandkeep_v1_ListSandboxesResponse>;
  
  /**
   * Freezes it; memory is kept. Idempotent. Errors: WRONG_STATE, NOT_SUPPORTED.
   */
  PauseSandbox: grpc.handleUnaryCall<_sandkeep_v1_PauseSandboxRequest__Output, _sandkeep_v1_PauseSandboxResponse>;
  
  /**
   * Releases every sandbox that the filter matches, except those of pools unless filter.states names
   * SANDBOX_STATE_WARM. Safe to retry.
   */
  ReleaseAllSandboxes: grpc.handleUnaryCall<_sandkeep_v1_ReleaseAllSandboxesRequest__Output, _sandkeep_v1_ReleaseAllSandboxesResponse>;
  
  /**
   * Lets it go, from any state; its workspace stays. Idempotent: a released or unknown sandbox is a success.
   * Errors: SANDBOX_HELD, GENERATION_MISMATCH, WORKSPACE_IN_USE.
   */
  ReleaseSandbox: grpc.handleUnaryCall<_sandkeep_v1_ReleaseSandboxRequest__Output, _sandkeep_v1_ReleaseSandboxResponse>;
  
  /**
   * Makes a new generation of a stopped, failed, lost, recycled or released sandbox. Errors: WRONG_STATE, and those of AcquireSandbox.
   */
  RestoreSandbox: grpc.handleUnaryCall<_sandkeep_v1_RestoreSandboxRequest__Output, _sandkeep_v1_RestoreSandboxResponse>;
  
  /**
   * Thaws it. Idempotent. Errors: WRONG_STATE, NOT_SUPPORTED.
   */
  ResumeSandbox: grpc.handleUnaryCall<_sandkeep_v1_ResumeSandboxRequest__Output, _sandkeep_v1_ResumeSandboxResponse>;
  
  /**
   * Starts the same container again, or resumes a paused one. Idempotent. Errors: WRONG_STATE, NOT_READY.
   */
  StartSandbox: grpc.handleUnaryCall<_sandkeep_v1_StartSandboxRequest__Output, _sandkeep_v1_StartSandboxResponse>;
  
  /**
   * Stops the container and keeps it. Idempotent. Errors: WRONG_STATE.
   */
  StopSandbox: grpc.handleUnaryCall<_sandkeep_v1_StopSandboxRequest__Output, _sandkeep_v1_StopSandboxResponse>;
  
  /**
   * Changes labels, annotations and time-outs. Errors: SANDBOX_NOT_FOUND, CONFLICT, INVALID_FIELD.
   */
  UpdateSandbox: grpc.handleUnaryCall<_sandkeep_v1_UpdateSandboxRequest__Output, _sandkeep_v1_UpdateSandboxResponse>;
  
}

export interface SandboxServiceDefinition extends grpc.ServiceDefinition {
  AcquireSandbox: MethodDefinition<_sandkeep_v1_AcquireSandboxRequest, _sandkeep_v1_AcquireSandboxResponse, _sandkeep_v1_AcquireSandboxRequest__Output, _sandkeep_v1_AcquireSandboxResponse__Output>
  CreateSandbox: MethodDefinition<_sandkeep_v1_CreateSandboxRequest, _sandkeep_v1_CreateSandboxResponse, _sandkeep_v1_CreateSandboxRequest__Output, _sandkeep_v1_CreateSandboxResponse__Output>
  DiscoverSandbox: MethodDefinition<_sandkeep_v1_DiscoverSandboxRequest, _sandkeep_v1_DiscoverSandboxResponse, _sandkeep_v1_DiscoverSandboxRequest__Output, _sandkeep_v1_DiscoverSandboxResponse__Output>
  ExplainSandbox: MethodDefinition<_sandkeep_v1_ExplainSandboxRequest, _sandkeep_v1_ExplainSandboxResponse, _sandkeep_v1_ExplainSandboxRequest__Output, _sandkeep_v1_ExplainSandboxResponse__Output>
  GetSandbox: MethodDefinition<_sandkeep_v1_GetSandboxRequest, _sandkeep_v1_GetSandboxResponse, _sandkeep_v1_GetSandboxRequest__Output, _sandkeep_v1_GetSandboxResponse__Output>
  GetSandboxCredentials: MethodDefinition<_sandkeep_v1_GetSandboxCredentialsRequest, _sandkeep_v1_GetSandboxCredentialsResponse, _sandkeep_v1_GetSandboxCredentialsRequest__Output, _sandkeep_v1_GetSandboxCredentialsResponse__Output>
  KeepAliveSandbox: MethodDefinition<_sandkeep_v1_KeepAliveSandboxRequest, _sandkeep_v1_KeepAliveSandboxResponse, _sandkeep_v1_KeepAliveSandboxRequest__Output, _sandkeep_v1_KeepAliveSandboxResponse__Output>
  ListSandboxes: MethodDefinition<_sandkeep_v1_ListSandboxesRequest, _sandkeep_v1_ListSandboxesResponse, _sandkeep_v1_ListSandboxesRequest__Output, _sandkeep_v1_ListSandboxesResponse__Output>
  PauseSandbox: MethodDefinition<_sandkeep_v1_PauseSandboxRequest, _sandkeep_v1_PauseSandboxResponse, _sandkeep_v1_PauseSandboxRequest__Output, _sandkeep_v1_PauseSandboxResponse__Output>
  ReleaseAllSandboxes: MethodDefinition<_sandkeep_v1_ReleaseAllSandboxesRequest, _sandkeep_v1_ReleaseAllSandboxesResponse, _sandkeep_v1_ReleaseAllSandboxesRequest__Output, _sandkeep_v1_ReleaseAllSandboxesResponse__Output>
  ReleaseSandbox: MethodDefinition<_sandkeep_v1_ReleaseSandboxRequest, _sandkeep_v1_ReleaseSandboxResponse, _sandkeep_v1_ReleaseSandboxRequest__Output, _sandkeep_v1_ReleaseSandboxResponse__Output>
  RestoreSandbox: MethodDefinition<_sandkeep_v1_RestoreSandboxRequest, _sandkeep_v1_RestoreSandboxResponse, _sandkeep_v1_RestoreSandboxRequest__Output, _sandkeep_v1_RestoreSandboxResponse__Output>
  ResumeSandbox: MethodDefinition<_sandkeep_v1_ResumeSandboxRequest, _sandkeep_v1_ResumeSandboxResponse, _sandkeep_v1_ResumeSandboxRequest__Output, _sandkeep_v1_ResumeSandboxResponse__Output>
  StartSandbox: MethodDefinition<_sandkeep_v1_StartSandboxRequest, _sandkeep_v1_StartSandboxResponse, _sandkeep_v1_StartSandboxRequest__Output, _sandkeep_v1_StartSandboxResponse__Output>
  StopSandbox: MethodDefinition<_sandkeep_v1_StopSandboxRequest, _sandkeep_v1_StopSandboxResponse, _sandkeep_v1_StopSandboxRequest__Output, _sandkeep_v1_StopSandboxResponse__Output>
  UpdateSandbox: MethodDefinition<_sandkeep_v1_UpdateSandboxRequest, _sandkeep_v1_UpdateSandboxResponse, _sandkeep_v1_UpdateSandboxRequest__Output, _sandkeep_v1_UpdateSandboxResponse__Output>
}

// Original file: proto/sandkeep/v1/session_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetSessionRequest as _sandkeep_v1_GetSessionRequest, GetSessionRequest__Output as _sandkeep_v1_GetSessionRequest__Output } from '../../sandkeep/v1/GetSessionRequest.ts';
import type { GetSessionResponse as _sandkeep_v1_GetSessionResponse, GetSessionResponse__Output as _sandkeep_v1_GetSessionResponse__Output } from '../../sandkeep/v1/GetSessionResponse.ts';
import type { HeartbeatRequest as _sandkeep_v1_HeartbeatRequest, HeartbeatRequest__Output as _sandkeep_v1_HeartbeatRequest__Output } from '../../sandkeep/v1/HeartbeatRequest.ts';
import type { HeartbeatResponse as _sandkeep_v1_HeartbeatResponse, HeartbeatResponse__Output as _sandkeep_v1_HeartbeatResponse__Output } from '../../sandkeep/v1/HeartbeatResponse.ts';
import type { ListSessionsRequest as _sandkeep_v1_ListSessionsRequest, ListSessionsRequest__Output as _sandkeep_v1_ListSessionsRequest__Output } from '../../sandkeep/v1/ListSessionsRequest.ts';
import type { ListSessionsResponse as _sandkeep_v1_ListSessionsResponse, ListSessionsResponse__Output as _sandkeep_v1_ListSessionsResponse__Output } from '../../sandkeep/v1/ListSessionsResponse.ts';
import type { ReapSessionRequest as _sandkeep_v1_ReapSessionRequest, ReapSessionRequest__Output as _sandkeep_v1_ReapSessionRequest__Output } from '../../sandkeep/v1/ReapSessionRequest.ts';
import type { ReapSessionResponse as _sandkeep_v1_ReapSessionResponse, ReapSessionResponse__Output as _sandkeep_v1_ReapSessionResponse__Output } from '../../sandkeep/v1/ReapSessionResponse.ts';
import type { ReleaseSessionRequest as _sandkeep_v1_ReleaseSessionRequest, ReleaseSessionRequest__Output as _sandkeep_v1_ReleaseSessionRequest__Output } from '../../sandkeep/v1/ReleaseSessionRequest.ts';
import type { ReleaseSessionResponse as _sandkeep_v1_ReleaseSessionResponse, ReleaseSessionResponse__Output as _sandkeep_v1_ReleaseSessionResponse__Output } from '../../sandkeep/v1/ReleaseSessionResponse.ts';
import type { RestoreSessionRequest as _sandkeep_v1_RestoreSessionRequest, RestoreSessionRequest__Output as _sandkeep_v1_RestoreSessionRequest__Output } from '../../sandkeep/v1/RestoreSessionRequest.ts';
import type { RestoreSessionResponse as _sandkeep_v1_RestoreSessionResponse, RestoreSessionResponse__Output as _sandkeep_v1_RestoreSessionResponse__Output } from '../../sandkeep/v1/RestoreSessionResponse.ts';

/**
 * Keeps sessions alive, reaps and restores them. A session begins with its first Acquire or Create and is forgotten
 * with the last record of its sandboxes.
 */
export interface SessionServiceClient extends grpc.Client {
  /**
   * One session with its sandboxes. Errors: SESSION_NOT_FOUND.
   */
  GetSession(argument: _sandkeep_v1_GetSessionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetSessionResponse__Output>): grpc.ClientUnaryCall;
  GetSession(argument: _sandkeep_v1_GetSessionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetSessionResponse__Output>): grpc.ClientUnaryCall;
  GetSession(argument: _sandkeep_v1_GetSessionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetSessionResponse__Output>): grpc.ClientUnaryCall;
  GetSession(argument: _sandkeep_v1_GetSessionRequest, callback: grpc.requestCallback<_sandkeep_v1_GetSessionResponse__Output>): grpc.ClientUnaryCall;
  /**
   * One session with its sandboxes. Errors: SESSION_NOT_FOUND.
   */
  getSession(argument: _sandkeep_v1_GetSessionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetSessionResponse__Output>): grpc.ClientUnaryCall;
  getSession(argument: _sandkeep_v1_GetSessionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetSessionResponse__Output>): grpc.ClientUnaryCall;
  getSession(argument: _sandkeep_v1_GetSessionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetSessionResponse__Output>): grpc.ClientUnaryCall;
  getSession(argument: _sandkeep_v1_GetSessionRequest, callback: grpc.requestCallback<_sandkeep_v1_GetSessionResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * A sign of life: puts off the recycling of the session. Held in memory and written in batches, so a crash of the
   * daemon may cost the last seconds. Idempotent, takes no request_id.
   * Errors: SESSION_NOT_FOUND, GENERATION_MISMATCH, and with restore those of RestoreSession.
   */
  Heartbeat(argument: _sandkeep_v1_HeartbeatRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  Heartbeat(argument: _sandkeep_v1_HeartbeatRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  Heartbeat(argument: _sandkeep_v1_HeartbeatRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  Heartbeat(argument: _sandkeep_v1_HeartbeatRequest, callback: grpc.requestCallback<_sandkeep_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  /**
   * A sign of life: puts off the recycling of the session. Held in memory and written in batches, so a crash of the
   * daemon may cost the last seconds. Idempotent, takes no request_id.
   * Errors: SESSION_NOT_FOUND, GENERATION_MISMATCH, and with restore those of RestoreSession.
   */
  heartbeat(argument: _sandkeep_v1_HeartbeatRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  heartbeat(argument: _sandkeep_v1_HeartbeatRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  heartbeat(argument: _sandkeep_v1_HeartbeatRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  heartbeat(argument: _sandkeep_v1_HeartbeatRequest, callback: grpc.requestCallback<_sandkeep_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Sessions in order of creation, by page. Errors: INVALID_PAGE_TOKEN.
   */
  ListSessions(argument: _sandkeep_v1_ListSessionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListSessionsResponse__Output>): grpc.ClientUnaryCall;
  ListSessions(argument: _sandkeep_v1_ListSessionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListSessionsResponse__Output>): grpc.ClientUnaryCall;
  ListSessions(argument: _sandkeep_v1_ListSessionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListSessionsResponse__Output>): grpc.ClientUnaryCall;
  ListSessions(argument: _sandkeep_v1_ListSessionsRequest, callback: grpc.requestCallback<_sandkeep_v1_ListSessionsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Sessions in order of creation, by page. Errors: INVALID_PAGE_TOKEN.
   */
  listSessions(argument: _sandkeep_v1_ListSessionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListSessionsResponse__Output>): grpc.ClientUnaryCall;
  listSessions(argument: _sandkeep_v1_ListSessionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListSessionsResponse__Output>): grpc.ClientUnaryCall;
  listSessions(argument: _sandkeep_v1_ListSessionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListSessionsResponse__Output>): grpc.ClientUnaryCall;
  listSessions(argument: _sandkeep_v1_ListSessionsRequest, callback: grpc.requestCallback<_sandkeep_v1_ListSessionsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Recycles every sandbox of the session now: containers go, workspaces stay, the next use restores.
   * Errors: SESSION_NOT_FOUND, SESSION_IN_USE.
   */
  ReapSession(argument: _sandkeep_v1_ReapSessionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReapSessionResponse__Output>): grpc.ClientUnaryCall;
  ReapSession(argument: _sandkeep_v1_ReapSessionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ReapSessionResponse__Output>): grpc.ClientUnaryCall;
  ReapSession(argument: _sandkeep_v1_ReapSessionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReapSessionResponse__Output>): grpc.ClientUnaryCall;
  ReapSession(argument: _sandkeep_v1_ReapSessionRequest, callback: grpc.requestCallback<_sandkeep_v1_ReapSessionResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Recycles every sandbox of the session now: containers go, workspaces stay, the next use restores.
   * Errors: SESSION_NOT_FOUND, SESSION_IN_USE.
   */
  reapSession(argument: _sandkeep_v1_ReapSessionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReapSessionResponse__Output>): grpc.ClientUnaryCall;
  reapSession(argument: _sandkeep_v1_ReapSessionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ReapSessionResponse__Output>): grpc.ClientUnaryCall;
  reapSession(argument: _sandkeep_v1_ReapSessionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReapSessionResponse__Output>): grpc.ClientUnaryCall;
  reapSession(argument: _sandkeep_v1_ReapSessionRequest, callback: grpc.requestCallback<_sandkeep_v1_ReapSessionResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Releases every sandbox of the session; workspaces stay. Idempotent: an unknown session is a success.
   * Errors: SANDBOX_HELD, WORKSPACE_IN_USE.
   */
  ReleaseSession(argument: _sandkeep_v1_ReleaseSessionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReleaseSessionResponse__Output>): grpc.ClientUnaryCall;
  ReleaseSession(argument: _sandkeep_v1_ReleaseSessionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ReleaseSessionResponse__Output>): grpc.ClientUnaryCall;
  ReleaseSession(argument: _sandkeep_v1_ReleaseSessionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReleaseSessionResponse__Output>): grpc.ClientUnaryCall;
  ReleaseSession(argument: _sandkeep_v1_ReleaseSessionRequest, callback: grpc.requestCallback<_sandkeep_v1_ReleaseSessionResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Releases every sandbox of the session; workspaces stay. Idempotent: an unknown session is a success.
   * Errors: SANDBOX_HELD, WORKSPACE_IN_USE.
   */
  releaseSession(argument: _sandkeep_v1_ReleaseSessionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReleaseSessionResponse__Output>): grpc.ClientUnaryCall;
  releaseSession(argument: _sandkeep_v1_ReleaseSessionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ReleaseSessionResponse__Output>): grpc.ClientUnaryCall;
  releaseSession(argument: _sandkeep_v1_ReleaseSessionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReleaseSessionResponse__Output>): grpc.ClientUnaryCall;
  releaseSession(argument: _sandkeep_v1_ReleaseSessionRequest, callback: grpc.requestCallback<_sandkeep_v1_ReleaseSessionResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Makes a new generation of every recycled sandbox of the session; those that run stay. Safe to retry.
   * Errors: SESSION_NOT_FOUND; when none could be restored, the error of the first.
   */
  RestoreSession(argument: _sandkeep_v1_RestoreSessionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RestoreSessionResponse__Output>): grpc.ClientUnaryCall;
  RestoreSession(argument: _sandkeep_v1_RestoreSessionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_RestoreSessionResponse__Output>): grpc.ClientUnaryCall;
  RestoreSession(argument: _sandkeep_v1_RestoreSessionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RestoreSessionResponse__Output>): grpc.ClientUnaryCall;
  RestoreSession(argument: _sandkeep_v1_RestoreSessionRequest, callback: grpc.requestCallback<_sandkeep_v1_RestoreSessionResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes a new generation of every recycled sandbox of the session; those that run stay. Safe to retry.
   * Errors: SESSION_NOT_FOUND; when none could be restored, the error of the first.
   */
  restoreSession(argument: _sandkeep_v1_RestoreSessionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RestoreSessionResponse__Output>): grpc.ClientUnaryCall;
  restoreSession(argument: _sandkeep_v1_RestoreSessionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_RestoreSessionResponse__Output>): grpc.ClientUnaryCall;
  restoreSession(argument: _sandkeep_v1_RestoreSessionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RestoreSessionResponse__Output>): grpc.ClientUnaryCall;
  restoreSession(argument: _sandkeep_v1_RestoreSessionRequest, callback: grpc.requestCallback<_sandkeep_v1_RestoreSessionResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Keeps sessions alive, reaps and restores them. A session begins with its first Acquire or Create and is forgotten
 * with the last record of its sandboxes.
 */
export interface SessionServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * One session with its sandboxes. Errors: SESSION_NOT_FOUND.
   */
  GetSession: grpc.handleUnaryCall<_sandkeep_v1_GetSessionRequest__Output, _sandkeep_v1_GetSessionResponse>;
  
  /**
   * A sign of life: puts off the recycling of the session. Held in memory and written in batches, so a crash of the
   * daemon may cost the last seconds. Idempotent, takes no request_id.
   * Errors: SESSION_NOT_FOUND, GENERATION_MISMATCH, and with restore those of RestoreSession.
   */
  Heartbeat: grpc.handleUnaryCall<_sandkeep_v1_HeartbeatRequest__Output, _sandkeep_v1_HeartbeatResponse>;
  
  /**
   * Sessions in order of creation, by page. Errors: INVALID_PAGE_TOKEN.
   */
  ListSessions: grpc.handleUnaryCall<_sandkeep_v1_ListSessionsRequest__Output, _sandkeep_v1_ListSessionsResponse>;
  
  /**
   * Recycles every sandbox of the session now: containers go, workspaces stay, the next use restores.
   * Errors: SESSION_NOT_FOUND, SESSION_IN_USE.
   */
  ReapSession: grpc.handleUnaryCall<_sandkeep_v1_ReapSessionRequest__Output, _sandkeep_v1_ReapSessionResponse>;
  
  /**
   * Releases every sandbox of the session; workspaces stay. Idempotent: an unknown session is a success.
   * Errors: SANDBOX_HELD, WORKSPACE_IN_USE.
   */
  ReleaseSession: grpc.handleUnaryCall<_sandkeep_v1_ReleaseSessionRequest__Output, _sandkeep_v1_ReleaseSessionResponse>;
  
  /**
   * Makes a new generation of every recycled sandbox of the session; those that run stay. Safe to retry.
   * Errors: SESSION_NOT_FOUND; when none could be restored, the error of the first.
   */
  RestoreSession: grpc.handleUnaryCall<_sandkeep_v1_RestoreSessionRequest__Output, _sandkeep_v1_RestoreSessionResponse>;
  
}

export interface SessionServiceDefinition extends grpc.ServiceDefinition {
  GetSession: MethodDefinition<_sandkeep_v1_GetSessionRequest, _sandkeep_v1_GetSessionResponse, _sandkeep_v1_GetSessionRequest__Output, _sandkeep_v1_GetSessionResponse__Output>
  Heartbeat: MethodDefinition<_sandkeep_v1_HeartbeatRequest, _sandkeep_v1_HeartbeatResponse, _sandkeep_v1_HeartbeatRequest__Output, _sandkeep_v1_HeartbeatResponse__Output>
  ListSessions: MethodDefinition<_sandkeep_v1_ListSessionsRequest, _sandkeep_v1_ListSessionsResponse, _sandkeep_v1_ListSessionsRequest__Output, _sandkeep_v1_ListSessionsResponse__Output>
  ReapSession: MethodDefinition<_sandkeep_v1_ReapSessionRequest, _sandkeep_v1_ReapSessionResponse, _sandkeep_v1_ReapSessionRequest__Output, _sandkeep_v1_ReapSessionResponse__Output>
  ReleaseSession: MethodDefinition<_sandkeep_v1_ReleaseSessionRequest, _sandkeep_v1_ReleaseSessionResponse, _sandkeep_v1_ReleaseSessionRequest__Output, _sandkeep_v1_ReleaseSessionResponse__Output>
  RestoreSession: MethodDefinition<_sandkeep_v1_RestoreSessionRequest, _sandkeep_v1_RestoreSessionResponse, _sandkeep_v1_RestoreSessionRequest__Output, _sandkeep_v1_RestoreSessionResponse__Output>
}

// Original file: proto/sandkeep/v1/admin_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AdoptOrphanRequest as _sandkeep_v1_AdoptOrphanRequest, AdoptOrphanRequest__Output as _sandkeep_v1_AdoptOrphanRequest__Output } from '../../sandkeep/v1/AdoptOrphanRequest.ts';
import type { AdoptOrphanResponse as _sandkeep_v1_AdoptOrphanResponse, AdoptOrphanResponse__Output as _sandkeep_v1_AdoptOrphanResponse__Output } from '../../sandkeep/v1/AdoptOrphanResponse.ts';
import type { BackupRequest as _sandkeep_v1_BackupRequest, BackupRequest__Output as _sandkeep_v1_BackupRequest__Output } from '../../sandkeep/v1/BackupRequest.ts';
import type { BackupResponse as _sandkeep_v1_BackupResponse, BackupResponse__Output as _sandkeep_v1_BackupResponse__Output } from '../../sandkeep/v1/BackupResponse.ts';
import type { CreateTokenRequest as _sandkeep_v1_CreateTokenRequest, CreateTokenRequest__Output as _sandkeep_v1_CreateTokenRequest__Output } from '../../sandkeep/v1/CreateTokenRequest.ts';
import type { CreateTokenResponse as _sandkeep_v1_CreateTokenResponse, CreateTokenResponse__Output as _sandkeep_v1_CreateTokenResponse__Output } from '../../sandkeep/v1/CreateTokenResponse.ts';
import type { DoctorRequest as _sandkeep_v1_DoctorRequest, DoctorRequest__Output as _sandkeep_v1_DoctorRequest__Output } from '../../sandkeep/v1/DoctorRequest.ts';
import type { DoctorResponse as _sandkeep_v1_DoctorResponse, DoctorResponse__Output as _sandkeep_v1_DoctorResponse__Output } from '../../sandkeep/v1/DoctorResponse.ts';
import type { DrainRequest as _sandkeep_v1_DrainRequest, DrainRequest__Output as _sandkeep_v1_DrainRequest__Output } from '../../sandkeep/v1/DrainRequest.ts';
import type { DrainResponse as _sandkeep_v1_DrainResponse, DrainResponse__Output as _sandkeep_v1_DrainResponse__Output } from '../../sandkeep/v1/DrainResponse.ts';
import type { GetInfoRequest as _sandkeep_v1_GetInfoRequest, GetInfoRequest__Output as _sandkeep_v1_GetInfoRequest__Output } from '../../sandkeep/v1/GetInfoRequest.ts';
import type { GetInfoResponse as _sandkeep_v1_GetInfoResponse, GetInfoResponse__Output as _sandkeep_v1_GetInfoResponse__Output } from '../../sandkeep/v1/GetInfoResponse.ts';
import type { GetMetricsRequest as _sandkeep_v1_GetMetricsRequest, GetMetricsRequest__Output as _sandkeep_v1_GetMetricsRequest__Output } from '../../sandkeep/v1/GetMetricsRequest.ts';
import type { GetMetricsResponse as _sandkeep_v1_GetMetricsResponse, GetMetricsResponse__Output as _sandkeep_v1_GetMetricsResponse__Output } from '../../sandkeep/v1/GetMetricsResponse.ts';
import type { ListOrphansRequest as _sandkeep_v1_ListOrphansRequest, ListOrphansRequest__Output as _sandkeep_v1_ListOrphansRequest__Output } from '../../sandkeep/v1/ListOrphansRequest.ts';
import type { ListOrphansResponse as _sandkeep_v1_ListOrphansResponse, ListOrphansResponse__Output as _sandkeep_v1_ListOrphansResponse__Output } from '../../sandkeep/v1/ListOrphansResponse.ts';
import type { ListTokensRequest as _sandkeep_v1_ListTokensRequest, ListTokensRequest__Output as _sandkeep_v1_ListTokensRequest__Output } from '../../sandkeep/v1/ListTokensRequest.ts';
import type { ListTokensResponse as _sandkeep_v1_ListTokensResponse, ListTokensResponse__Output as _sandkeep_v1_ListTokensResponse__Output } from '../../sandkeep/v1/ListTokensResponse.ts';
import type { PauseLoopRequest as _sandkeep_v1_PauseLoopRequest, PauseLoopRequest__Output as _sandkeep_v1_PauseLoopRequest__Output } from '../../sandkeep/v1/PauseLoopRequest.ts';
import type { PauseLoopResponse as _sandkeep_v1_PauseLoopResponse, PauseLoopResponse__Output as _sandkeep_v1_PauseLoopResponse__Output } from '../../sandkeep/v1/PauseLoopResponse.ts';
import type { ReconcileRequest as _sandkeep_v1_ReconcileRequest, ReconcileRequest__Output as _sandkeep_v1_ReconcileRequest__Output } from '../../sandkeep/v1/ReconcileRequest.ts';
import type { ReconcileResponse as _sandkeep_v1_ReconcileResponse, ReconcileResponse__Output as _sandkeep_v1_ReconcileResponse__Output } from '../../sandkeep/v1/ReconcileResponse.ts';
import type { RecoverRequest as _sandkeep_v1_RecoverRequest, RecoverRequest__Output as _sandkeep_v1_RecoverRequest__Output } from '../../sandkeep/v1/RecoverRequest.ts';
import type { RecoverResponse as _sandkeep_v1_RecoverResponse, RecoverResponse__Output as _sandkeep_v1_RecoverResponse__Output } from '../../sandkeep/v1/RecoverResponse.ts';
import type { ReloadRequest as _sandkeep_v1_ReloadRequest, ReloadRequest__Output as _sandkeep_v1_ReloadRequest__Output } from '../../sandkeep/v1/ReloadRequest.ts';
import type { ReloadResponse as _sandkeep_v1_ReloadResponse, ReloadResponse__Output as _sandkeep_v1_ReloadResponse__Output } from '../../sandkeep/v1/ReloadResponse.ts';
import type { RemoveOrphanRequest as _sandkeep_v1_RemoveOrphanRequest, RemoveOrphanRequest__Output as _sandkeep_v1_RemoveOrphanRequest__Output } from '../../sandkeep/v1/RemoveOrphanRequest.ts';
import type { RemoveOrphanResponse as _sandkeep_v1_RemoveOrphanResponse, RemoveOrphanResponse__Output as _sandkeep_v1_RemoveOrphanResponse__Output } from '../../sandkeep/v1/RemoveOrphanResponse.ts';
import type { ResumeLoopRequest as _sandkeep_v1_ResumeLoopRequest, ResumeLoopRequest__Output as _sandkeep_v1_ResumeLoopRequest__Output } from '../../sandkeep/v1/ResumeLoopRequest.ts';
import type { ResumeLoopResponse as _sandkeep_v1_ResumeLoopResponse, ResumeLoopResponse__Output as _sandkeep_v1_ResumeLoopResponse__Output } from '../../sandkeep/v1/ResumeLoopResponse.ts';
import type { RevokeTokenRequest as _sandkeep_v1_RevokeTokenRequest, RevokeTokenRequest__Output as _sandkeep_v1_RevokeTokenRequest__Output } from '../../sandkeep/v1/RevokeTokenRequest.ts';
import type { RevokeTokenResponse as _sandkeep_v1_RevokeTokenResponse, RevokeTokenResponse__Output as _sandkeep_v1_RevokeTokenResponse__Output } from '../../sandkeep/v1/RevokeTokenResponse.ts';
import type { RunSweepRequest as _sandkeep_v1_RunSweepRequest, RunSweepRequest__Output as _sandkeep_v1_RunSweepRequest__Output } from '../../sandkeep/v1/RunSweepRequest.ts';
import type { RunSweepResponse as _sandkeep_v1_RunSweepResponse, RunSweepResponse__Output as _sandkeep_v1_RunSweepResponse__Output } from '../../sandkeep/v1/RunSweepResponse.ts';

/**
 * For operators.
 */
export interface AdminServiceClient extends grpc.Client {
  /**
   * Makes a sandbox of an orphan, with the id and generation of its labels; it has no token and no workspace.
   * Errors: ORPHAN_NOT_FOUND, SANDBOX_EXISTS, UNKNOWN_TEMPLATE, RUNTIME_UNAVAILABLE.
   */
  AdoptOrphan(argument: _sandkeep_v1_AdoptOrphanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_AdoptOrphanResponse__Output>): grpc.ClientUnaryCall;
  AdoptOrphan(argument: _sandkeep_v1_AdoptOrphanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_AdoptOrphanResponse__Output>): grpc.ClientUnaryCall;
  AdoptOrphan(argument: _sandkeep_v1_AdoptOrphanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_AdoptOrphanResponse__Output>): grpc.ClientUnaryCall;
  AdoptOrphan(argument: _sandkeep_v1_AdoptOrphanRequest, callback: grpc.requestCallback<_sandkeep_v1_AdoptOrphanResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes a sandbox of an orphan, with the id and generation of its labels; it has no token and no workspace.
   * Errors: ORPHAN_NOT_FOUND, SANDBOX_EXISTS, UNKNOWN_TEMPLATE, RUNTIME_UNAVAILABLE.
   */
  adoptOrphan(argument: _sandkeep_v1_AdoptOrphanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_AdoptOrphanResponse__Output>): grpc.ClientUnaryCall;
  adoptOrphan(argument: _sandkeep_v1_AdoptOrphanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_AdoptOrphanResponse__Output>): grpc.ClientUnaryCall;
  adoptOrphan(argument: _sandkeep_v1_AdoptOrphanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_AdoptOrphanResponse__Output>): grpc.ClientUnaryCall;
  adoptOrphan(argument: _sandkeep_v1_AdoptOrphanRequest, callback: grpc.requestCallback<_sandkeep_v1_AdoptOrphanResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Makes a checked copy of the state database while work goes on. Without secret.key its secrets cannot be read. Safe to
   * retry: who asks while one is made gets the same. Errors: BACKUP_FAILED.
   */
  Backup(argument: _sandkeep_v1_BackupRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_BackupResponse__Output>): grpc.ClientUnaryCall;
  Backup(argument: _sandkeep_v1_BackupRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_BackupResponse__Output>): grpc.ClientUnaryCall;
  Backup(argument: _sandkeep_v1_BackupRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_BackupResponse__Output>): grpc.ClientUnaryCall;
  Backup(argument: _sandkeep_v1_BackupRequest, callback: grpc.requestCallback<_sandkeep_v1_BackupResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes a checked copy of the state database while work goes on. Without secret.key its secrets cannot be read. Safe to
   * retry: who asks while one is made gets the same. Errors: BACKUP_FAILED.
   */
  backup(argument: _sandkeep_v1_BackupRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_BackupResponse__Output>): grpc.ClientUnaryCall;
  backup(argument: _sandkeep_v1_BackupRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_BackupResponse__Output>): grpc.ClientUnaryCall;
  backup(argument: _sandkeep_v1_BackupRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_BackupResponse__Output>): grpc.ClientUnaryCall;
  backup(argument: _sandkeep_v1_BackupRequest, callback: grpc.requestCallback<_sandkeep_v1_BackupResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Makes an access token; its secret is in this answer only. A repeated call makes another one: list them and revoke
   * what is not wanted. Errors: INVALID_FIELD, TOO_MANY_TOKENS.
   */
  CreateToken(argument: _sandkeep_v1_CreateTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateToken(argument: _sandkeep_v1_CreateTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateToken(argument: _sandkeep_v1_CreateTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateToken(argument: _sandkeep_v1_CreateTokenRequest, callback: grpc.requestCallback<_sandkeep_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes an access token; its secret is in this answer only. A repeated call makes another one: list them and revoke
   * what is not wanted. Errors: INVALID_FIELD, TOO_MANY_TOKENS.
   */
  createToken(argument: _sandkeep_v1_CreateTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  createToken(argument: _sandkeep_v1_CreateTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  createToken(argument: _sandkeep_v1_CreateTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  createToken(argument: _sandkeep_v1_CreateTokenRequest, callback: grpc.requestCallback<_sandkeep_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Looks at the daemon and its host, and says what should be done about what it finds. Safe to retry.
   */
  Doctor(argument: _sandkeep_v1_DoctorRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_DoctorResponse__Output>): grpc.ClientUnaryCall;
  Doctor(argument: _sandkeep_v1_DoctorRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_DoctorResponse__Output>): grpc.ClientUnaryCall;
  Doctor(argument: _sandkeep_v1_DoctorRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_DoctorResponse__Output>): grpc.ClientUnaryCall;
  Doctor(argument: _sandkeep_v1_DoctorRequest, callback: grpc.requestCallback<_sandkeep_v1_DoctorResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Looks at the daemon and its host, and says what should be done about what it finds. Safe to retry.
   */
  doctor(argument: _sandkeep_v1_DoctorRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_DoctorResponse__Output>): grpc.ClientUnaryCall;
  doctor(argument: _sandkeep_v1_DoctorRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_DoctorResponse__Output>): grpc.ClientUnaryCall;
  doctor(argument: _sandkeep_v1_DoctorRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_DoctorResponse__Output>): grpc.ClientUnaryCall;
  doctor(argument: _sandkeep_v1_DoctorRequest, callback: grpc.requestCallback<_sandkeep_v1_DoctorResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Refuses new work with DRAINING and waits for what is under way, or ends the draining. Not durable: a daemon that
   * starts again does not drain.
   */
  Drain(argument: _sandkeep_v1_DrainRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_DrainResponse__Output>): grpc.ClientUnaryCall;
  Drain(argument: _sandkeep_v1_DrainRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_DrainResponse__Output>): grpc.ClientUnaryCall;
  Drain(argument: _sandkeep_v1_DrainRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_DrainResponse__Output>): grpc.ClientUnaryCall;
  Drain(argument: _sandkeep_v1_DrainRequest, callback: grpc.requestCallback<_sandkeep_v1_DrainResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Refuses new work with DRAINING and waits for what is under way, or ends the draining. Not durable: a daemon that
   * starts again does not drain.
   */
  drain(argument: _sandkeep_v1_DrainRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_DrainResponse__Output>): grpc.ClientUnaryCall;
  drain(argument: _sandkeep_v1_DrainRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_DrainResponse__Output>): grpc.ClientUnaryCall;
  drain(argument: _sandkeep_v1_DrainRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_DrainResponse__Output>): grpc.ClientUnaryCall;
  drain(argument: _sandkeep_v1_DrainRequest, callback: grpc.requestCallback<_sandkeep_v1_DrainResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Who the daemon is, how it is, and each degraded mode with the command that ends it.
   */
  GetInfo(argument: _sandkeep_v1_GetInfoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  GetInfo(argument: _sandkeep_v1_GetInfoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  GetInfo(argument: _sandkeep_v1_GetInfoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  GetInfo(argument: _sandkeep_v1_GetInfoRequest, callback: grpc.requestCallback<_sandkeep_v1_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Who the daemon is, how it is, and each degraded mode with the command that ends it.
   */
  getInfo(argument: _sandkeep_v1_GetInfoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  getInfo(argument: _sandkeep_v1_GetInfoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  getInfo(argument: _sandkeep_v1_GetInfoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  getInfo(argument: _sandkeep_v1_GetInfoRequest, callback: grpc.requestCallback<_sandkeep_v1_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What the daemon counts and measures, as Prometheus reads it. Safe to retry.
   */
  GetMetrics(argument: _sandkeep_v1_GetMetricsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetMetricsResponse__Output>): grpc.ClientUnaryCall;
  GetMetrics(argument: _sandkeep_v1_GetMetricsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetMetricsResponse__Output>): grpc.ClientUnaryCall;
  GetMetrics(argument: _sandkeep_v1_GetMetricsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetMetricsResponse__Output>): grpc.ClientUnaryCall;
  GetMetrics(argument: _sandkeep_v1_GetMetricsRequest, callback: grpc.requestCallback<_sandkeep_v1_GetMetricsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What the daemon counts and measures, as Prometheus reads it. Safe to retry.
   */
  getMetrics(argument: _sandkeep_v1_GetMetricsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetMetricsResponse__Output>): grpc.ClientUnaryCall;
  getMetrics(argument: _sandkeep_v1_GetMetricsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetMetricsResponse__Output>): grpc.ClientUnaryCall;
  getMetrics(argument: _sandkeep_v1_GetMetricsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetMetricsResponse__Output>): grpc.ClientUnaryCall;
  getMetrics(argument: _sandkeep_v1_GetMetricsRequest, callback: grpc.requestCallback<_sandkeep_v1_GetMetricsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Containers with the label of this daemon that no record explains.
   */
  ListOrphans(argument: _sandkeep_v1_ListOrphansRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListOrphansResponse__Output>): grpc.ClientUnaryCall;
  ListOrphans(argument: _sandkeep_v1_ListOrphansRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListOrphansResponse__Output>): grpc.ClientUnaryCall;
  ListOrphans(argument: _sandkeep_v1_ListOrphansRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListOrphansResponse__Output>): grpc.ClientUnaryCall;
  ListOrphans(argument: _sandkeep_v1_ListOrphansRequest, callback: grpc.requestCallback<_sandkeep_v1_ListOrphansResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Containers with the label of this daemon that no record explains.
   */
  listOrphans(argument: _sandkeep_v1_ListOrphansRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListOrphansResponse__Output>): grpc.ClientUnaryCall;
  listOrphans(argument: _sandkeep_v1_ListOrphansRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListOrphansResponse__Output>): grpc.ClientUnaryCall;
  listOrphans(argument: _sandkeep_v1_ListOrphansRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListOrphansResponse__Output>): grpc.ClientUnaryCall;
  listOrphans(argument: _sandkeep_v1_ListOrphansRequest, callback: grpc.requestCallback<_sandkeep_v1_ListOrphansResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * All access tokens, newest first, revoked ones too; never their secrets.
   */
  ListTokens(argument: _sandkeep_v1_ListTokensRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListTokensResponse__Output>): grpc.ClientUnaryCall;
  ListTokens(argument: _sandkeep_v1_ListTokensRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListTokensResponse__Output>): grpc.ClientUnaryCall;
  ListTokens(argument: _sandkeep_v1_ListTokensRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListTokensResponse__Output>): grpc.ClientUnaryCall;
  ListTokens(argument: _sandkeep_v1_ListTokensRequest, callback: grpc.requestCallback<_sandkeep_v1_ListTokensResponse__Output>): grpc.ClientUnaryCall;
  /**
   * All access tokens, newest first, revoked ones too; never their secrets.
   */
  listTokens(argument: _sandkeep_v1_ListTokensRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListTokensResponse__Output>): grpc.ClientUnaryCall;
  listTokens(argument: _sandkeep_v1_ListTokensRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListTokensResponse__Output>): grpc.ClientUnaryCall;
  listTokens(argument: _sandkeep_v1_ListTokensRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListTokensResponse__Output>): grpc.ClientUnaryCall;
  listTokens(argument: _sandkeep_v1_ListTokensRequest, callback: grpc.requestCallback<_sandkeep_v1_ListTokensResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Stops a loop until it is resumed; durable. Errors: LOOP_NOT_FOUND.
   */
  PauseLoop(argument: _sandkeep_v1_PauseLoopRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_PauseLoopResponse__Output>): grpc.ClientUnaryCall;
  PauseLoop(argument: _sandkeep_v1_PauseLoopRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_PauseLoopResponse__Output>): grpc.ClientUnaryCall;
  PauseLoop(argument: _sandkeep_v1_PauseLoopRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_PauseLoopResponse__Output>): grpc.ClientUnaryCall;
  PauseLoop(argument: _sandkeep_v1_PauseLoopRequest, callback: grpc.requestCallback<_sandkeep_v1_PauseLoopResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Stops a loop until it is resumed; durable. Errors: LOOP_NOT_FOUND.
   */
  pauseLoop(argument: _sandkeep_v1_PauseLoopRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_PauseLoopResponse__Output>): grpc.ClientUnaryCall;
  pauseLoop(argument: _sandkeep_v1_PauseLoopRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_PauseLoopResponse__Output>): grpc.ClientUnaryCall;
  pauseLoop(argument: _sandkeep_v1_PauseLoopRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_PauseLoopResponse__Output>): grpc.ClientUnaryCall;
  pauseLoop(argument: _sandkeep_v1_PauseLoopRequest, callback: grpc.requestCallback<_sandkeep_v1_PauseLoopResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Compares records and containers now. Safe to retry. Errors: RUNTIME_DISABLED for a runtime that is off.
   */
  Reconcile(argument: _sandkeep_v1_ReconcileRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReconcileResponse__Output>): grpc.ClientUnaryCall;
  Reconcile(argument: _sandkeep_v1_ReconcileRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ReconcileResponse__Output>): grpc.ClientUnaryCall;
  Reconcile(argument: _sandkeep_v1_ReconcileRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReconcileResponse__Output>): grpc.ClientUnaryCall;
  Reconcile(argument: _sandkeep_v1_ReconcileRequest, callback: grpc.requestCallback<_sandkeep_v1_ReconcileResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Compares records and containers now. Safe to retry. Errors: RUNTIME_DISABLED for a runtime that is off.
   */
  reconcile(argument: _sandkeep_v1_ReconcileRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReconcileResponse__Output>): grpc.ClientUnaryCall;
  reconcile(argument: _sandkeep_v1_ReconcileRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ReconcileResponse__Output>): grpc.ClientUnaryCall;
  reconcile(argument: _sandkeep_v1_ReconcileRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReconcileResponse__Output>): grpc.ClientUnaryCall;
  reconcile(argument: _sandkeep_v1_ReconcileRequest, callback: grpc.requestCallback<_sandkeep_v1_ReconcileResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Shows, accepts or discards what the safe modes hold back, all of it at once. Errors: RUNTIME_UNAVAILABLE.
   */
  Recover(argument: _sandkeep_v1_RecoverRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RecoverResponse__Output>): grpc.ClientUnaryCall;
  Recover(argument: _sandkeep_v1_RecoverRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_RecoverResponse__Output>): grpc.ClientUnaryCall;
  Recover(argument: _sandkeep_v1_RecoverRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RecoverResponse__Output>): grpc.ClientUnaryCall;
  Recover(argument: _sandkeep_v1_RecoverRequest, callback: grpc.requestCallback<_sandkeep_v1_RecoverResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Shows, accepts or discards what the safe modes hold back, all of it at once. Errors: RUNTIME_UNAVAILABLE.
   */
  recover(argument: _sandkeep_v1_RecoverRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RecoverResponse__Output>): grpc.ClientUnaryCall;
  recover(argument: _sandkeep_v1_RecoverRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_RecoverResponse__Output>): grpc.ClientUnaryCall;
  recover(argument: _sandkeep_v1_RecoverRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RecoverResponse__Output>): grpc.ClientUnaryCall;
  recover(argument: _sandkeep_v1_RecoverRequest, callback: grpc.requestCallback<_sandkeep_v1_RecoverResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Reads the config again and says what was applied and what needs a restart. Errors: CONFIG_INVALID.
   */
  Reload(argument: _sandkeep_v1_ReloadRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReloadResponse__Output>): grpc.ClientUnaryCall;
  Reload(argument: _sandkeep_v1_ReloadRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ReloadResponse__Output>): grpc.ClientUnaryCall;
  Reload(argument: _sandkeep_v1_ReloadRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReloadResponse__Output>): grpc.ClientUnaryCall;
  Reload(argument: _sandkeep_v1_ReloadRequest, callback: grpc.requestCallback<_sandkeep_v1_ReloadResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Reads the config again and says what was applied and what needs a restart. Errors: CONFIG_INVALID.
   */
  reload(argument: _sandkeep_v1_ReloadRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReloadResponse__Output>): grpc.ClientUnaryCall;
  reload(argument: _sandkeep_v1_ReloadRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ReloadResponse__Output>): grpc.ClientUnaryCall;
  reload(argument: _sandkeep_v1_ReloadRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReloadResponse__Output>): grpc.ClientUnaryCall;
  reload(argument: _sandkeep_v1_ReloadRequest, callback: grpc.requestCallback<_sandkeep_v1_ReloadResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Removes an orphan's container. Errors: ORPHAN_NOT_FOUND, RUNTIME_UNAVAILABLE.
   */
  RemoveOrphan(argument: _sandkeep_v1_RemoveOrphanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RemoveOrphanResponse__Output>): grpc.ClientUnaryCall;
  RemoveOrphan(argument: _sandkeep_v1_RemoveOrphanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_RemoveOrphanResponse__Output>): grpc.ClientUnaryCall;
  RemoveOrphan(argument: _sandkeep_v1_RemoveOrphanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RemoveOrphanResponse__Output>): grpc.ClientUnaryCall;
  RemoveOrphan(argument: _sandkeep_v1_RemoveOrphanRequest, callback: grpc.requestCallback<_sandkeep_v1_RemoveOrphanResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Removes an orphan's container. Errors: ORPHAN_NOT_FOUND, RUNTIME_UNAVAILABLE.
   */
  removeOrphan(argument: _sandkeep_v1_RemoveOrphanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RemoveOrphanResponse__Output>): grpc.ClientUnaryCall;
  removeOrphan(argument: _sandkeep_v1_RemoveOrphanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_RemoveOrphanResponse__Output>): grpc.ClientUnaryCall;
  removeOrphan(argument: _sandkeep_v1_RemoveOrphanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RemoveOrphanResponse__Output>): grpc.ClientUnaryCall;
  removeOrphan(argument: _sandkeep_v1_RemoveOrphanRequest, callback: grpc.requestCallback<_sandkeep_v1_RemoveOrphanResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lets a loop run again. Errors: LOOP_NOT_FOUND.
   */
  ResumeLoop(argument: _sandkeep_v1_ResumeLoopRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ResumeLoopResponse__Output>): grpc.ClientUnaryCall;
  ResumeLoop(argument: _sandkeep_v1_ResumeLoopRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ResumeLoopResponse__Output>): grpc.ClientUnaryCall;
  ResumeLoop(argument: _sandkeep_v1_ResumeLoopRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ResumeLoopResponse__Output>): grpc.ClientUnaryCall;
  ResumeLoop(argument: _sandkeep_v1_ResumeLoopRequest, callback: grpc.requestCallback<_sandkeep_v1_ResumeLoopResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lets a loop run again. Errors: LOOP_NOT_FOUND.
   */
  resumeLoop(argument: _sandkeep_v1_ResumeLoopRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ResumeLoopResponse__Output>): grpc.ClientUnaryCall;
  resumeLoop(argument: _sandkeep_v1_ResumeLoopRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ResumeLoopResponse__Output>): grpc.ClientUnaryCall;
  resumeLoop(argument: _sandkeep_v1_ResumeLoopRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ResumeLoopResponse__Output>): grpc.ClientUnaryCall;
  resumeLoop(argument: _sandkeep_v1_ResumeLoopRequest, callback: grpc.requestCallback<_sandkeep_v1_ResumeLoopResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Ends an access token, and the calls and streams that are open with it. Safe to retry. Errors: TOKEN_NOT_FOUND.
   */
  RevokeToken(argument: _sandkeep_v1_RevokeTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RevokeTokenResponse__Output>): grpc.ClientUnaryCall;
  RevokeToken(argument: _sandkeep_v1_RevokeTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_RevokeTokenResponse__Output>): grpc.ClientUnaryCall;
  RevokeToken(argument: _sandkeep_v1_RevokeTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RevokeTokenResponse__Output>): grpc.ClientUnaryCall;
  RevokeToken(argument: _sandkeep_v1_RevokeTokenRequest, callback: grpc.requestCallback<_sandkeep_v1_RevokeTokenResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Ends an access token, and the calls and streams that are open with it. Safe to retry. Errors: TOKEN_NOT_FOUND.
   */
  revokeToken(argument: _sandkeep_v1_RevokeTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RevokeTokenResponse__Output>): grpc.ClientUnaryCall;
  revokeToken(argument: _sandkeep_v1_RevokeTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_RevokeTokenResponse__Output>): grpc.ClientUnaryCall;
  revokeToken(argument: _sandkeep_v1_RevokeTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RevokeTokenResponse__Output>): grpc.ClientUnaryCall;
  revokeToken(argument: _sandkeep_v1_RevokeTokenRequest, callback: grpc.requestCallback<_sandkeep_v1_RevokeTokenResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Runs one loop once, now, or waits for the run under way; also when the loop is paused. Safe to retry.
   * Errors: LOOP_NOT_FOUND.
   */
  RunSweep(argument: _sandkeep_v1_RunSweepRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RunSweepResponse__Output>): grpc.ClientUnaryCall;
  RunSweep(argument: _sandkeep_v1_RunSweepRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_RunSweepResponse__Output>): grpc.ClientUnaryCall;
  RunSweep(argument: _sandkeep_v1_RunSweepRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RunSweepResponse__Output>): grpc.ClientUnaryCall;
  RunSweep(argument: _sandkeep_v1_RunSweepRequest, callback: grpc.requestCallback<_sandkeep_v1_RunSweepResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Runs one loop once, now, or waits for the run under way; also when the loop is paused. Safe to retry.
   * Errors: LOOP_NOT_FOUND.
   */
  runSweep(argument: _sandkeep_v1_RunSweepRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RunSweepResponse__Output>): grpc.ClientUnaryCall;
  runSweep(argument: _sandkeep_v1_RunSweepRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_RunSweepResponse__Output>): grpc.ClientUnaryCall;
  runSweep(argument: _sandkeep_v1_RunSweepRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RunSweepResponse__Output>): grpc.ClientUnaryCall;
  runSweep(argument: _sandkeep_v1_RunSweepRequest, callback: grpc.requestCallback<_sandkeep_v1_RunSweepResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * For operators.
 */
export interface AdminServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Makes a sandbox of an orphan, with the id and generation of its labels; it has no token and no workspace.
   * Errors: ORPHAN_NOT_FOUND, SANDBOX_EXISTS, UNKNOWN_TEMPLATE, RUNTIME_UNAVAILABLE.
   */
  AdoptOrphan: grpc.handleUnaryCall<_sandkeep_v1_AdoptOrphanRequest__Output, _sandkeep_v1_AdoptOrphanResponse>;
  
  /**
   * Makes a checked copy of the state database while work goes on. Without secret.key its secrets cannot be read. Safe to
   * retry: who asks while one is made gets the same. Errors: BACKUP_FAILED.
   */
  Backup: grpc.handleUnaryCall<_sandkeep_v1_BackupRequest__Output, _sandkeep_v1_BackupResponse>;
  
  /**
   * Makes an access token; its secret is in this answer only. A repeated call makes another one: list them and revoke
   * what is not wanted. Errors: INVALID_FIELD, TOO_MANY_TOKENS.
   */
  CreateToken: grpc.handleUnaryCall<_sandkeep_v1_CreateTokenRequest__Output, _sandkeep_v1_CreateTokenResponse>;
  
  /**
   * Looks at the daemon and its host, and says what should be done about what it finds. Safe to retry.
   */
  Doctor: grpc.handleUnaryCall<_sandkeep_v1_DoctorRequest__Output, _sandkeep_v1_DoctorResponse>;
  
  /**
   * Refuses new work with DRAINING and waits for what is under way, or ends the draining. Not durable: a daemon that
   * starts again does not drain.
   */
  Drain: grpc.handleUnaryCall<_sandkeep_v1_DrainRequest__Output, _sandkeep_v1_DrainResponse>;
  
  /**
   * Who the daemon is, how it is, and each degraded mode with the command that ends it.
   */
  GetInfo: grpc.handleUnaryCall<_sandkeep_v1_GetInfoRequest__Output, _sandkeep_v1_GetInfoResponse>;
  
  /**
   * What the daemon counts and measures, as Prometheus reads it. Safe to retry.
   */
  GetMetrics: grpc.handleUnaryCall<_sandkeep_v1_GetMetricsRequest__Output, _sandkeep_v1_GetMetricsResponse>;
  
  /**
   * Containers with the label of this daemon that no record explains.
   */
  ListOrphans: grpc.handleUnaryCall<_sandkeep_v1_ListOrphansRequest__Output, _sandkeep_v1_ListOrphansResponse>;
  
  /**
   * All access tokens, newest first, revoked ones too; never their secrets.
   */
  ListTokens: grpc.handleUnaryCall<_sandkeep_v1_ListTokensRequest__Output, _sandkeep_v1_ListTokensResponse>;
  
  /**
   * Stops a loop until it is resumed; durable. Errors: LOOP_NOT_FOUND.
   */
  PauseLoop: grpc.handleUnaryCall<_sandkeep_v1_PauseLoopRequest__Output, _sandkeep_v1_PauseLoopResponse>;
  
  /**
   * Compares records and containers now. Safe to retry. Errors: RUNTIME_DISABLED for a runtime that is off.
   */
  Reconcile: grpc.handleUnaryCall<_sandkeep_v1_ReconcileRequest__Output, _sandkeep_v1_ReconcileResponse>;
  
  /**
   * Shows, accepts or discards what the safe modes hold back, all of it at once. Errors: RUNTIME_UNAVAILABLE.
   */
  Recover: grpc.handleUnaryCall<_sandkeep_v1_RecoverRequest__Output, _sandkeep_v1_RecoverResponse>;
  
  /**
   * Reads the config again and says what was applied and what needs a restart. Errors: CONFIG_INVALID.
   */
  Reload: grpc.handleUnaryCall<_sandkeep_v1_ReloadRequest__Output, _sandkeep_v1_ReloadResponse>;
  
  /**
   * Removes an orphan's container. Errors: ORPHAN_NOT_FOUND, RUNTIME_UNAVAILABLE.
   */
  RemoveOrphan: grpc.handleUnaryCall<_sandkeep_v1_RemoveOrphanRequest__Output, _sandkeep_v1_RemoveOrphanResponse>;
  
  /**
   * Lets a loop run again. Errors: LOOP_NOT_FOUND.
   */
  ResumeLoop: grpc.handleUnaryCall<_sandkeep_v1_ResumeLoopRequest__Output, _sandkeep_v1_ResumeLoopResponse>;
  
  /**
   * Ends an access token, and the calls and streams that are open with it. Safe to retry. Errors: TOKEN_NOT_FOUND.
   */
  RevokeToken: grpc.handleUnaryCall<_sandkeep_v1_RevokeTokenRequest__Output, _sandkeep_v1_RevokeTokenResponse>;
  
  /**
   * Runs one loop once, now, or waits for the run under way; also when the loop is paused. Safe to retry.
   * Errors: LOOP_NOT_FOUND.
   */
  RunSweep: grpc.handleUnaryCall<_sandkeep_v1_RunSweepRequest__Output, _sandkeep_v1_RunSweepResponse>;
  
}

export interface AdminServiceDefinition extends grpc.ServiceDefinition {
  AdoptOrphan: MethodDefinition<_sandkeep_v1_AdoptOrphanRequest, _sandkeep_v1_AdoptOrphanResponse, _sandkeep_v1_AdoptOrphanRequest__Output, _sandkeep_v1_AdoptOrphanResponse__Output>
  Backup: MethodDefinition<_sandkeep_v1_BackupRequest, _sandkeep_v1_BackupResponse, _sandkeep_v1_BackupRequest__Output, _sandkeep_v1_BackupResponse__Output>
  CreateToken: MethodDefinition<_sandkeep_v1_CreateTokenRequest, _sandkeep_v1_CreateTokenResponse, _sandkeep_v1_CreateTokenRequest__Output, _sandkeep_v1_CreateTokenResponse__Output>
  Doctor: MethodDefinition<_sandkeep_v1_DoctorRequest, _sandkeep_v1_DoctorResponse, _sandkeep_v1_DoctorRequest__Output, _sandkeep_v1_DoctorResponse__Output>
  Drain: MethodDefinition<_sandkeep_v1_DrainRequest, _sandkeep_v1_DrainResponse, _sandkeep_v1_DrainRequest__Output, _sandkeep_v1_DrainResponse__Output>
  GetInfo: MethodDefinition<_sandkeep_v1_GetInfoRequest, _sandkeep_v1_GetInfoResponse, _sandkeep_v1_GetInfoRequest__Output, _sandkeep_v1_GetInfoResponse__Output>
  GetMetrics: MethodDefinition<_sandkeep_v1_GetMetricsRequest, _sandkeep_v1_GetMetricsResponse, _sandkeep_v1_GetMetricsRequest__Output, _sandkeep_v1_GetMetricsResponse__Output>
  ListOrphans: MethodDefinition<_sandkeep_v1_ListOrphansRequest, _sandkeep_v1_ListOrphansResponse, _sandkeep_v1_ListOrphansRequest__Output, _sandkeep_v1_ListOrphansResponse__Output>
  ListTokens: MethodDefinition<_sandkeep_v1_ListTokensRequest, _sandkeep_v1_ListTokensResponse, _sandkeep_v1_ListTokensRequest__Output, _sandkeep_v1_ListTokensResponse__Output>
  PauseLoop: MethodDefinition<_sandkeep_v1_PauseLoopRequest, _sandkeep_v1_PauseLoopResponse, _sandkeep_v1_PauseLoopRequest__Output, _sandkeep_v1_PauseLoopResponse__Output>
  Reconcile: MethodDefinition<_sandkeep_v1_ReconcileRequest, _sandkeep_v1_ReconcileResponse, _sandkeep_v1_ReconcileRequest__Output, _sandkeep_v1_ReconcileResponse__Output>
  Recover: MethodDefinition<_sandkeep_v1_RecoverRequest, _sandkeep_v1_RecoverResponse, _sandkeep_v1_RecoverRequest__Output, _sandkeep_v1_RecoverResponse__Output>
  Reload: MethodDefinition<_sandkeep_v1_ReloadRequest, _sandkeep_v1_ReloadResponse, _sandkeep_v1_ReloadRequest__Output, _sandkeep_v1_ReloadResponse__Output>
  RemoveOrphan: MethodDefinition<_sandkeep_v1_RemoveOrphanRequest, _sandkeep_v1_RemoveOrphanResponse, _sandkeep_v1_RemoveOrphanRequest__Output, _sandkeep_v1_RemoveOrphanResponse__Output>
  ResumeLoop: MethodDefinition<_sandkeep_v1_ResumeLoopRequest, _sandkeep_v1_ResumeLoopResponse, _sandkeep_v1_ResumeLoopRequest__Output, _sandkeep_v1_ResumeLoopResponse__Output>
  RevokeToken: MethodDefinition<_sandkeep_v1_RevokeTokenRequest, _sandkeep_v1_RevokeTokenResponse, _sandkeep_v1_RevokeTokenRequest__Output, _sandkeep_v1_RevokeTokenResponse__Output>
  RunSweep: MethodDefinition<_sandkeep_v1_RunSweepRequest, _sandkeep_v1_RunSweepResponse, _sandkeep_v1_RunSweepRequest__Output, _sandkeep_v1_RunSweepResponse__Output>
}

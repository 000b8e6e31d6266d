// Original file: proto/sandkeep/v1/exec_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { RunExecRequest as _sandkeep_v1_RunExecRequest, RunExecRequest__Output as _sandkeep_v1_RunExecRequest__Output } from '../../sandkeep/v1/RunExecRequest.ts';
import type { RunExecResponse as _sandkeep_v1_RunExecResponse, RunExecResponse__Output as _sandkeep_v1_RunExecResponse__Output } from '../../sandkeep/v1/RunExecResponse.ts';

/**
 * Runs commands. Each has its own process; none can wedge another.
 */
export interface ExecServiceClient extends grpc.Client {
  /**
   * Runs a short command to its end and returns its output. Counts as activity while it runs.
   * A command that fails is no error: the exit code says so. Not idempotent without a request_id. Errors: WRONG_STATE,
   * HOST_EXEC_DISABLED, COMMAND_NOT_FOUND, EXEC_PATH_NOT_MAPPED, NOT_SUPPORTED, TOO_MANY_REQUESTS.
   */
  RunExec(argument: _sandkeep_v1_RunExecRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RunExecResponse__Output>): grpc.ClientUnaryCall;
  RunExec(argument: _sandkeep_v1_RunExecRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_RunExecResponse__Output>): grpc.ClientUnaryCall;
  RunExec(argument: _sandkeep_v1_RunExecRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RunExecResponse__Output>): grpc.ClientUnaryCall;
  RunExec(argument: _sandkeep_v1_RunExecRequest, callback: grpc.requestCallback<_sandkeep_v1_RunExecResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Runs a short command to its end and returns its output. Counts as activity while it runs.
   * A command that fails is no error: the exit code says so. Not idempotent without a request_id. Errors: WRONG_STATE,
   * HOST_EXEC_DISABLED, COMMAND_NOT_FOUND, EXEC_PATH_NOT_MAPPED, NOT_SUPPORTED, TOO_MANY_REQUESTS.
   */
  runExec(argument: _sandkeep_v1_RunExecRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RunExecResponse__Output>): grpc.ClientUnaryCall;
  runExec(argument: _sandkeep_v1_RunExecRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_RunExecResponse__Output>): grpc.ClientUnaryCall;
  runExec(argument: _sandkeep_v1_RunExecRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RunExecResponse__Output>): grpc.ClientUnaryCall;
  runExec(argument: _sandkeep_v1_RunExecRequest, callback: grpc.requestCallback<_sandkeep_v1_RunExecResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Runs commands. Each has its own process; none can wedge another.
 */
export interface ExecServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Runs a short command to its end and returns its output. Counts as activity while it runs.
   * A command that fails is no error: the exit code says so. Not idempotent without a request_id. Errors: WRONG_STATE,
   * HOST_EXEC_DISABLED, COMMAND_NOT_FOUND, EXEC_PATH_NOT_MAPPED, NOT_SUPPORTED, TOO_MANY_REQUESTS.
   */
  RunExec: grpc.handleUnaryCall<_sandkeep_v1_RunExecRequest__Output, _sandkeep_v1_RunExecResponse>;
  
}

export interface ExecServiceDefinition extends grpc.ServiceDefinition {
  RunExec: MethodDefinition<_sandkeep_v1_RunExecRequest, _sandkeep_v1_RunExecResponse, _sandkeep_v1_RunExecRequest__Output, _sandkeep_v1_RunExecResponse__Output>
}

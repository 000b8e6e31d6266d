// Original file: proto/sandkeep/v1/log_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { StreamLogsRequest as _sandkeep_v1_StreamLogsRequest, StreamLogsRequest__Output as _sandkeep_v1_StreamLogsRequest__Output } from '../../sandkeep/v1/StreamLogsRequest.ts';
import type { StreamLogsResponse as _sandkeep_v1_StreamLogsResponse, StreamLogsResponse__Output as _sandkeep_v1_StreamLogsResponse__Output } from '../../sandkeep/v1/StreamLogsResponse.ts';

/**
 * Reads the output of the first process of a sandbox, as its engine has kept it. The output of commands is with
 * ExecService.
 */
export interface LogServiceClient extends grpc.Client {
  /**
   * Sends what the engine has kept, and with follow what comes, until the container ends or goes away, which ends the
   * stream without an error. Read of any sandbox that has a container, stopped ones too; it wakes none. It carries data
   * out of the sandbox, so it counts as activity while it is open and the sandbox runs. A reader that stops reading stops
   * the transfer, not the sandbox, and is ended after limits.slow_reader_timeout. Safe to repeat. Errors:
   * SANDBOX_NOT_FOUND, AMBIGUOUS_ID, SANDBOX_LOST, WRONG_STATE without a container, NOT_SUPPORTED where the runtime or the
   * engine's log driver keeps nothing to read (a local sandbox has no first process), TOO_MANY_REQUESTS, SLOW_CONSUMER.
   */
  StreamLogs(argument: _sandkeep_v1_StreamLogsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_StreamLogsResponse__Output>;
  StreamLogs(argument: _sandkeep_v1_StreamLogsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_StreamLogsResponse__Output>;
  /**
   * Sends what the engine has kept, and with follow what comes, until the container ends or goes away, which ends the
   * stream without an error. Read of any sandbox that has a container, stopped ones too; it wakes none. It carries data
   * out of the sandbox, so it counts as activity while it is open and the sandbox runs. A reader that stops reading stops
   * the transfer, not the sandbox, and is ended after limits.slow_reader_timeout. Safe to repeat. Errors:
   * SANDBOX_NOT_FOUND, AMBIGUOUS_ID, SANDBOX_LOST, WRONG_STATE without a container, NOT_SUPPORTED where the runtime or the
   * engine's log driver keeps nothing to read (a local sandbox has no first process), TOO_MANY_REQUESTS, SLOW_CONSUMER.
   */
  streamLogs(argument: _sandkeep_v1_StreamLogsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_StreamLogsResponse__Output>;
  streamLogs(argument: _sandkeep_v1_StreamLogsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_StreamLogsResponse__Output>;
  
}

/**
 * Reads the output of the first process of a sandbox, as its engine has kept it. The output of commands is with
 * ExecService.
 */
export interface LogServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Sends what the engine has kept, and with follow what comes, until the container ends or goes away, which ends the
   * stream without an error. Read of any sandbox that has a container, stopped ones too; it wakes none. It carries data
   * out of the sandbox, so it counts as activity while it is open and the sandbox runs. A reader that stops reading stops
   * the transfer, not the sandbox, and is ended after limits.slow_reader_timeout. Safe to repeat. Errors:
   * SANDBOX_NOT_FOUND, AMBIGUOUS_ID, SANDBOX_LOST, WRONG_STATE without a container, NOT_SUPPORTED where the runtime or the
   * engine's log driver keeps nothing to read (a local sandbox has no first process), TOO_MANY_REQUESTS, SLOW_CONSUMER.
   */
  StreamLogs: grpc.handleServerStreamingCall<_sandkeep_v1_StreamLogsRequest__Output, _sandkeep_v1_StreamLogsResponse>;
  
}

export interface LogServiceDefinition extends grpc.ServiceDefinition {
  StreamLogs: MethodDefinition<_sandkeep_v1_StreamLogsRequest, _sandkeep_v1_StreamLogsResponse, _sandkeep_v1_StreamLogsRequest__Output, _sandkeep_v1_StreamLogsResponse__Output>
}

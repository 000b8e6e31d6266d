// Original file: proto/sandkeep/v1/exec_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetExecRequest as _sandkeep_v1_GetExecRequest, GetExecRequest__Output as _sandkeep_v1_GetExecRequest__Output } from '../../sandkeep/v1/GetExecRequest.ts';
import type { GetExecResponse as _sandkeep_v1_GetExecResponse, GetExecResponse__Output as _sandkeep_v1_GetExecResponse__Output } from '../../sandkeep/v1/GetExecResponse.ts';
import type { ListExecsRequest as _sandkeep_v1_ListExecsRequest, ListExecsRequest__Output as _sandkeep_v1_ListExecsRequest__Output } from '../../sandkeep/v1/ListExecsRequest.ts';
import type { ListExecsResponse as _sandkeep_v1_ListExecsResponse, ListExecsResponse__Output as _sandkeep_v1_ListExecsResponse__Output } from '../../sandkeep/v1/ListExecsResponse.ts';
import type { RunExecRequest as _sandkeep_v1_RunExecRequest, RunExecRequest__Output as _sandkeep_v1_RunExecRequest__Output } from '../../sandkeep/v1/RunExecRequest.ts';
import type { RunExecResponse as _sandkeep_v1_RunExecResponse, RunExecResponse__Output as _sandkeep_v1_RunExecResponse__Output } from '../../sandkeep/v1/RunExecResponse.ts';
import type { SignalExecRequest as _sandkeep_v1_SignalExecRequest, SignalExecRequest__Output as _sandkeep_v1_SignalExecRequest__Output } from '../../sandkeep/v1/SignalExecRequest.ts';
import type { SignalExecResponse as _sandkeep_v1_SignalExecResponse, SignalExecResponse__Output as _sandkeep_v1_SignalExecResponse__Output } from '../../sandkeep/v1/SignalExecResponse.ts';
import type { StartExecRequest as _sandkeep_v1_StartExecRequest, StartExecRequest__Output as _sandkeep_v1_StartExecRequest__Output } from '../../sandkeep/v1/StartExecRequest.ts';
import type { StartExecResponse as _sandkeep_v1_StartExecResponse, StartExecResponse__Output as _sandkeep_v1_StartExecResponse__Output } from '../../sandkeep/v1/StartExecResponse.ts';
import type { StreamExecRequest as _sandkeep_v1_StreamExecRequest, StreamExecRequest__Output as _sandkeep_v1_StreamExecRequest__Output } from '../../sandkeep/v1/StreamExecRequest.ts';
import type { StreamExecResponse as _sandkeep_v1_StreamExecResponse, StreamExecResponse__Output as _sandkeep_v1_StreamExecResponse__Output } from '../../sandkeep/v1/StreamExecResponse.ts';
import type { WaitExecRequest as _sandkeep_v1_WaitExecRequest, WaitExecRequest__Output as _sandkeep_v1_WaitExecRequest__Output } from '../../sandkeep/v1/WaitExecRequest.ts';
import type { WaitExecResponse as _sandkeep_v1_WaitExecResponse, WaitExecResponse__Output as _sandkeep_v1_WaitExecResponse__Output } from '../../sandkeep/v1/WaitExecResponse.ts';

/**
 * Runs commands. Each has its own process; none can wedge another.
 */
export interface ExecServiceClient extends grpc.Client {
  /**
   * Tells of one command, running or ended. Safe to repeat. Errors: SANDBOX_NOT_FOUND, EXEC_NOT_FOUND.
   */
  GetExec(argument: _sandkeep_v1_GetExecRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetExecResponse__Output>): grpc.ClientUnaryCall;
  GetExec(argument: _sandkeep_v1_GetExecRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetExecResponse__Output>): grpc.ClientUnaryCall;
  GetExec(argument: _sandkeep_v1_GetExecRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetExecResponse__Output>): grpc.ClientUnaryCall;
  GetExec(argument: _sandkeep_v1_GetExecRequest, callback: grpc.requestCallback<_sandkeep_v1_GetExecResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Tells of one command, running or ended. Safe to repeat. Errors: SANDBOX_NOT_FOUND, EXEC_NOT_FOUND.
   */
  getExec(argument: _sandkeep_v1_GetExecRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetExecResponse__Output>): grpc.ClientUnaryCall;
  getExec(argument: _sandkeep_v1_GetExecRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetExecResponse__Output>): grpc.ClientUnaryCall;
  getExec(argument: _sandkeep_v1_GetExecRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetExecResponse__Output>): grpc.ClientUnaryCall;
  getExec(argument: _sandkeep_v1_GetExecRequest, callback: grpc.requestCallback<_sandkeep_v1_GetExecResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists the commands of a sandbox, newest first. Safe to repeat. Errors: SANDBOX_NOT_FOUND, INVALID_PAGE_TOKEN.
   */
  ListExecs(argument: _sandkeep_v1_ListExecsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListExecsResponse__Output>): grpc.ClientUnaryCall;
  ListExecs(argument: _sandkeep_v1_ListExecsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListExecsResponse__Output>): grpc.ClientUnaryCall;
  ListExecs(argument: _sandkeep_v1_ListExecsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListExecsResponse__Output>): grpc.ClientUnaryCall;
  ListExecs(argument: _sandkeep_v1_ListExecsRequest, callback: grpc.requestCallback<_sandkeep_v1_ListExecsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists the commands of a sandbox, newest first. Safe to repeat. Errors: SANDBOX_NOT_FOUND, INVALID_PAGE_TOKEN.
   */
  listExecs(argument: _sandkeep_v1_ListExecsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListExecsResponse__Output>): grpc.ClientUnaryCall;
  listExecs(argument: _sandkeep_v1_ListExecsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListExecsResponse__Output>): grpc.ClientUnaryCall;
  listExecs(argument: _sandkeep_v1_ListExecsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListExecsResponse__Output>): grpc.ClientUnaryCall;
  listExecs(argument: _sandkeep_v1_ListExecsRequest, callback: grpc.requestCallback<_sandkeep_v1_ListExecsResponse__Output>): grpc.ClientUnaryCall;
  
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
  
  /**
   * Sends a signal to the whole process tree of a command. Errors: EXEC_NOT_FOUND, EXEC_ENDED, EXEC_KILL_UNSUPPORTED,
   * SANDBOX_LOST, WRONG_STATE.
   */
  SignalExec(argument: _sandkeep_v1_SignalExecRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_SignalExecResponse__Output>): grpc.ClientUnaryCall;
  SignalExec(argument: _sandkeep_v1_SignalExecRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_SignalExecResponse__Output>): grpc.ClientUnaryCall;
  SignalExec(argument: _sandkeep_v1_SignalExecRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_SignalExecResponse__Output>): grpc.ClientUnaryCall;
  SignalExec(argument: _sandkeep_v1_SignalExecRequest, callback: grpc.requestCallback<_sandkeep_v1_SignalExecResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Sends a signal to the whole process tree of a command. Errors: EXEC_NOT_FOUND, EXEC_ENDED, EXEC_KILL_UNSUPPORTED,
   * SANDBOX_LOST, WRONG_STATE.
   */
  signalExec(argument: _sandkeep_v1_SignalExecRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_SignalExecResponse__Output>): grpc.ClientUnaryCall;
  signalExec(argument: _sandkeep_v1_SignalExecRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_SignalExecResponse__Output>): grpc.ClientUnaryCall;
  signalExec(argument: _sandkeep_v1_SignalExecRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_SignalExecResponse__Output>): grpc.ClientUnaryCall;
  signalExec(argument: _sandkeep_v1_SignalExecRequest, callback: grpc.requestCallback<_sandkeep_v1_SignalExecResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Starts a command and leaves it running; its newest output is kept for who attaches. Idempotent by exec_id. Errors:
   * those of RunExec, EXEC_EXISTS.
   */
  StartExec(argument: _sandkeep_v1_StartExecRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_StartExecResponse__Output>): grpc.ClientUnaryCall;
  StartExec(argument: _sandkeep_v1_StartExecRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_StartExecResponse__Output>): grpc.ClientUnaryCall;
  StartExec(argument: _sandkeep_v1_StartExecRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_StartExecResponse__Output>): grpc.ClientUnaryCall;
  StartExec(argument: _sandkeep_v1_StartExecRequest, callback: grpc.requestCallback<_sandkeep_v1_StartExecResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Starts a command and leaves it running; its newest output is kept for who attaches. Idempotent by exec_id. Errors:
   * those of RunExec, EXEC_EXISTS.
   */
  startExec(argument: _sandkeep_v1_StartExecRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_StartExecResponse__Output>): grpc.ClientUnaryCall;
  startExec(argument: _sandkeep_v1_StartExecRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_StartExecResponse__Output>): grpc.ClientUnaryCall;
  startExec(argument: _sandkeep_v1_StartExecRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_StartExecResponse__Output>): grpc.ClientUnaryCall;
  startExec(argument: _sandkeep_v1_StartExecRequest, callback: grpc.requestCallback<_sandkeep_v1_StartExecResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Starts a command, or attaches to one, and carries its input and output until it ends. The first message is start or
   * attach. The first answer is started, the last one is exit, which comes once and only when the end is known; a stream
   * that ends without it says nothing about the command, and is attached to again. A reader that stops reading stops a
   * command started with WHEN_FULL_BLOCK. Counts as activity while it is open. To start again under the same exec_id with
   * the same request attaches. Errors: those of RunExec, EXEC_EXISTS, EXEC_NOT_FOUND, EXEC_OUTPUT_TRIMMED, EXEC_ENDED,
   * EXEC_DETACHED, EXEC_KILL_UNSUPPORTED.
   */
  StreamExec(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_sandkeep_v1_StreamExecRequest, _sandkeep_v1_StreamExecResponse__Output>;
  StreamExec(options?: grpc.CallOptions): grpc.ClientDuplexStream<_sandkeep_v1_StreamExecRequest, _sandkeep_v1_StreamExecResponse__Output>;
  /**
   * Starts a command, or attaches to one, and carries its input and output until it ends. The first message is start or
   * attach. The first answer is started, the last one is exit, which comes once and only when the end is known; a stream
   * that ends without it says nothing about the command, and is attached to again. A reader that stops reading stops a
   * command started with WHEN_FULL_BLOCK. Counts as activity while it is open. To start again under the same exec_id with
   * the same request attaches. Errors: those of RunExec, EXEC_EXISTS, EXEC_NOT_FOUND, EXEC_OUTPUT_TRIMMED, EXEC_ENDED,
   * EXEC_DETACHED, EXEC_KILL_UNSUPPORTED.
   */
  streamExec(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_sandkeep_v1_StreamExecRequest, _sandkeep_v1_StreamExecResponse__Output>;
  streamExec(options?: grpc.CallOptions): grpc.ClientDuplexStream<_sandkeep_v1_StreamExecRequest, _sandkeep_v1_StreamExecResponse__Output>;
  
  /**
   * Waits until a command has ended, at most until the deadline of the call. Safe to repeat; counts as activity. Errors:
   * EXEC_NOT_FOUND, EXEC_KILL_UNSUPPORTED.
   */
  WaitExec(argument: _sandkeep_v1_WaitExecRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_WaitExecResponse__Output>): grpc.ClientUnaryCall;
  WaitExec(argument: _sandkeep_v1_WaitExecRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_WaitExecResponse__Output>): grpc.ClientUnaryCall;
  WaitExec(argument: _sandkeep_v1_WaitExecRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_WaitExecResponse__Output>): grpc.ClientUnaryCall;
  WaitExec(argument: _sandkeep_v1_WaitExecRequest, callback: grpc.requestCallback<_sandkeep_v1_WaitExecResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Waits until a command has ended, at most until the deadline of the call. Safe to repeat; counts as activity. Errors:
   * EXEC_NOT_FOUND, EXEC_KILL_UNSUPPORTED.
   */
  waitExec(argument: _sandkeep_v1_WaitExecRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_WaitExecResponse__Output>): grpc.ClientUnaryCall;
  waitExec(argument: _sandkeep_v1_WaitExecRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_WaitExecResponse__Output>): grpc.ClientUnaryCall;
  waitExec(argument: _sandkeep_v1_WaitExecRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_WaitExecResponse__Output>): grpc.ClientUnaryCall;
  waitExec(argument: _sandkeep_v1_WaitExecRequest, callback: grpc.requestCallback<_sandkeep_v1_WaitExecResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Runs commands. Each has its own process; none can wedge another.
 */
export interface ExecServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Tells of one command, running or ended. Safe to repeat. Errors: SANDBOX_NOT_FOUND, EXEC_NOT_FOUND.
   */
  GetExec: grpc.handleUnaryCall<_sandkeep_v1_GetExecRequest__Output, _sandkeep_v1_GetExecResponse>;
  
  /**
   * Lists the commands of a sandbox, newest first. Safe to repeat. Errors: SANDBOX_NOT_FOUND, INVALID_PAGE_TOKEN.
   */
  ListExecs: grpc.handleUnaryCall<_sandkeep_v1_ListExecsRequest__Output, _sandkeep_v1_ListExecsResponse>;
  
  /**
   * Runs a short command to its end and returns its output. Counts as activity while it runs.
   * A command that fails is no error: the exit code says so. Not idempotent without a request_id. Errors: WRONG_STATE,
   * HOST_EXEC_DISABLED, COMMAND_NOT_FOUND, EXEC_PATH_NOT_MAPPED, NOT_SUPPORTED, TOO_MANY_REQUESTS.
   */
  RunExec: grpc.handleUnaryCall<_sandkeep_v1_RunExecRequest__Output, _sandkeep_v1_RunExecResponse>;
  
  /**
   * Sends a signal to the whole process tree of a command. Errors: EXEC_NOT_FOUND, EXEC_ENDED, EXEC_KILL_UNSUPPORTED,
   * SANDBOX_LOST, WRONG_STATE.
   */
  SignalExec: grpc.handleUnaryCall<_sandkeep_v1_SignalExecRequest__Output, _sandkeep_v1_SignalExecResponse>;
  
  /**
   * Starts a command and leaves it running; its newest output is kept for who attaches. Idempotent by exec_id. Errors:
   * those of RunExec, EXEC_EXISTS.
   */
  StartExec: grpc.handleUnaryCall<_sandkeep_v1_StartExecRequest__Output, _sandkeep_v1_StartExecResponse>;
  
  /**
   * Starts a command, or attaches to one, and carries its input and output until it ends. The first message is start or
   * attach. The first answer is started, the last one is exit, which comes once and only when the end is known; a stream
   * that ends without it says nothing about the command, and is attached to again. A reader that stops reading stops a
   * command started with WHEN_FULL_BLOCK. Counts as activity while it is open. To start again under the same exec_id with
   * the same request attaches. Errors: those of RunExec, EXEC_EXISTS, EXEC_NOT_FOUND, EXEC_OUTPUT_TRIMMED, EXEC_ENDED,
   * EXEC_DETACHED, EXEC_KILL_UNSUPPORTED.
   */
  StreamExec: grpc.handleBidiStreamingCall<_sandkeep_v1_StreamExecRequest__Output, _sandkeep_v1_StreamExecResponse>;
  
  /**
   * Waits until a command has ended, at most until the deadline of the call. Safe to repeat; counts as activity. Errors:
   * EXEC_NOT_FOUND, EXEC_KILL_UNSUPPORTED.
   */
  WaitExec: grpc.handleUnaryCall<_sandkeep_v1_WaitExecRequest__Output, _sandkeep_v1_WaitExecResponse>;
  
}

export interface ExecServiceDefinition extends grpc.ServiceDefinition {
  GetExec: MethodDefinition<_sandkeep_v1_GetExecRequest, _sandkeep_v1_GetExecResponse, _sandkeep_v1_GetExecRequest__Output, _sandkeep_v1_GetExecResponse__Output>
  ListExecs: MethodDefinition<_sandkeep_v1_ListExecsRequest, _sandkeep_v1_ListExecsResponse, _sandkeep_v1_ListExecsRequest__Output, _sandkeep_v1_ListExecsResponse__Output>
  RunExec: MethodDefinition<_sandkeep_v1_RunExecRequest, _sandkeep_v1_RunExecResponse, _sandkeep_v1_RunExecRequest__Output, _sandkeep_v1_RunExecResponse__Output>
  SignalExec: MethodDefinition<_sandkeep_v1_SignalExecRequest, _sandkeep_v1_SignalExecResponse, _sandkeep_v1_SignalExecRequest__Output, _sandkeep_v1_SignalExecResponse__Output>
  StartExec: MethodDefinition<_sandkeep_v1_StartExecRequest, _sandkeep_v1_StartExecResponse, _sandkeep_v1_StartExecRequest__Output, _sandkeep_v1_StartExecResponse__Output>
  StreamExec: MethodDefinition<_sandkeep_v1_StreamExecRequest, _sandkeep_v1_StreamExecResponse, _sandkeep_v1_StreamExecRequest__Output, _sandkeep_v1_StreamExecResponse__Output>
  WaitExec: MethodDefinition<_sandkeep_v1_WaitExecRequest, _sandkeep_v1_WaitExecResponse, _sandkeep_v1_WaitExecRequest__Output, _sandkeep_v1_WaitExecResponse__Output>
}
